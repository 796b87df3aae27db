//! A picture as an SVG file (SVG 1.1), which stands alone: its colours are in it, and it asks for nothing.

use super::{Anchor, CLIMB, Form, Ink, Lean, Picture, Shape};
use std::fmt::Write;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// The colour of an ink on paper: those of the style sheet's light theme, with which a test compares them.
pub fn colour(ink: Ink) -> &'static str {
    match ink {
        Ink::Words => "#1d1b18",
        Ink::Soft => "#5d574d",
        Ink::Rule => "#ddd6c8",
        Ink::Ground => "#ffffff",
        Ink::Lean(lean) | Ink::Wash(lean, _) => match lean {
            Lean::Positive => "#146d34",
            Lean::Negative => "#a51f1e",
            Lean::Even => "#485d73",
        },
    }
}

/// The file of a picture. The same picture always gives the same bytes.
pub fn svg(picture: &Picture) -> String {
    let Picture { caption, width, height, shapes } = picture;
    let (width, height) = (number(*width), number(*height));
    let mut svg = format!(
        "<svg xmlns=\"{NAMESPACE}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n",
        escaped(&caption.title),
        escaped(&caption.description)
    );
    for Shape { form, ink, .. } in shapes {
        let element = element(form);
        let paint = if element.is_stroked { "fill=\"none\" stroke" } else { "fill" };
        let _ = write!(svg, "<{}", element.name);
        for (name, value) in &element.attributes {
            let _ = write!(svg, " {name}=\"{}\"", escaped(value));
        }
        let _ = write!(svg, " {paint}=\"{}\"", colour(*ink));
        if ink.opacity() < 1.0 {
            let _ = write!(svg, " fill-opacity=\"{:.2}\"", ink.opacity());
        }
        let _ = match element.words {
            Some(words) => writeln!(svg, ">{}</{}>", escaped(words), element.name),
            None => writeln!(svg, "/>"),
        };
    }
    svg + "</svg>\n"
}

/// A shape as an element of SVG, without its colour.
#[derive(Clone, PartialEq, Debug)]
pub struct Element<'a> {
    /// Its name.
    pub name: &'static str,
    /// Its attributes.
    pub attributes: Vec<(&'static str, String)>,
    /// Whether its line is drawn, and not its area.
    pub is_stroked: bool,
    /// What stands in it.
    pub words: Option<&'a str>,
}

/// The element of a shape.
pub fn element(form: &Form) -> Element<'_> {
    let points = |points: &[[f64; 2]]| points.iter().map(|[x, y]| pair(*x, *y)).collect::<Vec<_>>().join(" ");
    let stroke = |width: f64| [("stroke-width", number(width)), ("stroke-linejoin", "round".to_owned())];
    let (name, attributes, is_stroked, words) = match form {
        Form::Rect([x, y, width, height]) => {
            let attributes = [("x", x), ("y", y), ("width", width), ("height", height)];
            ("rect", attributes.map(|(name, value)| (name, number(*value))).to_vec(), false, None)
        }
        Form::Circle([x, y, radius]) => {
            let attributes = [("cx", x), ("cy", y), ("r", radius)];
            ("circle", attributes.map(|(name, value)| (name, number(*value))).to_vec(), false, None)
        }
        Form::Line(line, width) => {
            let mut attributes = vec![("points", points(line))];
            attributes.extend(stroke(*width));
            ("polyline", attributes, true, None)
        }
        Form::Curve([[x, y], towards, to], width) => {
            let path = format!("M{} Q{}", pair(*x, *y), points(&[*towards, *to]));
            let mut attributes = vec![("d", path)];
            attributes.extend(stroke(*width));
            ("path", attributes, true, None)
        }
        Form::Area(area) => ("polygon", vec![("points", points(area))], false, None),
        Form::Text { at: [x, y], anchor, size, climbs, words } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let mut attributes = vec![
                ("x", number(*x)),
                ("y", number(*y)),
                ("font-size", number(*size)),
                ("text-anchor", anchor.to_owned()),
            ];
            attributes.extend(climbs.then(|| ("transform", format!("rotate({} {})", number(-CLIMB), pair(*x, *y)))));
            ("text", attributes, false, Some(words.as_str()))
        }
    };
    Element { name, attributes, is_stroked, words }
}

fn pair(x: f64, y: f64) -> String {
    format!("{},{}", number(x), number(y))
}

/// A number with at most one decimal.
pub fn number(number: f64) -> String {
    let written = format!("{number:.1}");
    let written = written.strip_suffix(".0").map_or(written.clone(), str::to_owned);
    if written == "-0" { "0".to_owned() } else { written }
}

/// Text as XML 1.0 takes it: what may not stand in it at all is replaced (production 2, *Char*).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' | ' '..='\u{7e}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'.. => escaped.push(c),
            _ => escaped.push('\u{fffd}'),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::picture::Caption;

    #[test]
    fn a_file_stands_alone_and_is_hurt_by_no_words() {
        let caption = Caption { title: "</title><script>".into(), description: "a & \"b\"\0\u{fffe}".into() };
        let mut picture = Picture::new(caption, 10.0, 4.25);
        picture.text([1.0, -0.01], Anchor::Middle, 11.0, "<b>", Ink::Lean(Lean::Negative));
        picture.put(Form::Curve([[0.0, 0.0], [1.0, 2.0], [3.0, 4.0]], 1.5), Ink::Rule, Some(3));
        picture.put(Form::Rect([0.0; 4]), Ink::Wash(Lean::Positive, 2), None);
        assert_eq!(
            svg(&picture),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"4.2\" viewBox=\"0 0 10 4.2\" \
             font-family=\"sans-serif\" role=\"img\">\n\
             <title>&lt;/title&gt;&lt;script&gt;</title>\n\
             <desc>a &amp; &quot;b&quot;\u{fffd}\u{fffd}</desc>\n\
             <rect x=\"0\" y=\"0\" width=\"10\" height=\"4.2\" fill=\"#ffffff\"/>\n\
             <text x=\"1\" y=\"0\" font-size=\"11\" text-anchor=\"middle\" fill=\"#a51f1e\">&lt;b&gt;</text>\n\
             <path d=\"M0,0 Q1,2 3,4\" stroke-width=\"1.5\" stroke-linejoin=\"round\" fill=\"none\" stroke=\"#ddd6c8\"/>\n\
             <rect x=\"0\" y=\"0\" width=\"0\" height=\"0\" fill=\"#146d34\" fill-opacity=\"0.18\"/>\n\
             </svg>\n"
        );
    }
}
