//! Marked text for word processors, as it goes to the clipboard: HTML with every style where it is, for they know no classes.
//! Runs in the page; the file of a whole page is in `html.rs`.

use super::exchange::palette;
use super::markup::{Stretch, escaped, stretches};
use crate::model::{Annotation, CharRange, Session};
use std::rc::Rc;

/// What is said of the marks beside their colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signs {
    /// Nothing: the words are exactly those of the text.
    Left,
    /// The name of the label and the sign of the sentiment, raised, where each mark ends.
    Written,
}

/// The text of a range as HTML: labels are highlighted, sentiments underlined. Each line is a paragraph where there are
/// several. Costs what is in the range.
pub fn write(session: &Session, range: CharRange, signs: Signs) -> String {
    let mut paragraphs = vec![Paragraph::default()];
    for stretch in stretches(session, range) {
        if stretch.words.starts_with(LINE_ENDS) {
            paragraphs.push(Paragraph::default());
        } else if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.direction = paragraph.direction.or_else(|| direction(stretch.words));
            paragraph.html += &marked(session, range, &stretch, signs);
        }
    }
    // What ends with a line end has no empty line behind it.
    if paragraphs.len() > 1 && paragraphs.last().is_some_and(|last| last.html.is_empty()) {
        paragraphs.pop();
    }
    match paragraphs.as_slice() {
        [alone] => format!("<span style=\"white-space:pre-wrap\"{}>{}</span>", alone.dir(), alone.html),
        several => several.iter().map(Paragraph::write).collect(),
    }
}

const LINE_ENDS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

#[derive(Default)]
struct Paragraph {
    html: String,
    direction: Option<Direction>,
}

#[derive(Clone, Copy, PartialEq)]
enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Paragraph {
    fn dir(&self) -> &'static str {
        // Word processors do not know `auto`.
        if self.direction == Some(Direction::RightToLeft) { " dir=\"rtl\"" } else { "" }
    }

    fn write(&self) -> String {
        // One without anything would have no height.
        let html = if self.html.is_empty() { "<br>" } else { &self.html };
        format!("<p style=\"margin:0;white-space:pre-wrap\"{}>{html}</p>", self.dir())
    }
}

/// The direction of the first letter: right to left in the blocks of Hebrew, Arabic and their relatives.
fn direction(words: &str) -> Option<Direction> {
    let first = words.chars().find(|c| c.is_alphabetic())?;
    let right_to_left = matches!(
        u32::from(first),
        0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff
    );
    Some(if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight })
}

fn marked(session: &Session, range: CharRange, stretch: &Stretch<'_>, signs: Signs) -> String {
    let words = escaped(stretch.words);
    // The innermost mark of each kind gives the colour.
    let length = |annotation: &&Rc<Annotation>| annotation.fragments.len();
    let label = |annotation: &Annotation| annotation.label().and_then(|id| session.labels.get(id));
    let mention = stretch.active.iter().filter(|annotation| annotation.label().is_some()).rev().min_by_key(length);
    let frame = stretch.active.iter().filter(|annotation| annotation.frame().is_some()).rev().min_by_key(length);
    let mut style = Vec::new();
    if let Some(label) = mention.and_then(|mention| label(mention)) {
        style.push(format!("background-color:{};color:#000000", palette::highlight(label.slot)));
    }
    if let Some(polarity) = frame.and_then(|frame| frame.polarity()) {
        style.push(format!("text-decoration:underline;text-decoration-color:{}", palette::polarity(polarity)));
    }
    let mut html = if style.is_empty() { words } else { format!("<span style=\"{}\">{words}</span>", style.join(";")) };
    let ends = |annotation: &&Rc<Annotation>| {
        let end = annotation.extent().map(CharRange::end);
        // Where the range ends, so do the marks that go on.
        end == Some(stretch.range.end()) || (end > Some(range.end()) && stretch.range.end() == range.end())
    };
    // What began last ends first.
    for annotation in stretch.active.iter().rev().filter(ends).filter(|_| signs == Signs::Written) {
        let (colour, sign) = match (annotation.polarity(), label(annotation)) {
            (Some(polarity), _) => (palette::polarity(polarity), polarity.sign()),
            (None, Some(label)) => (palette::line(label.slot), &*label.name),
            (None, None) => continue,
        };
        html += &format!("<sup style=\"color:{colour}\">{}</sup>", escaped(sign));
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation::read;
    use crate::model::session::Records;
    use crate::model::{CharPos, LabelSet};

    /// A session of a line of notation, and what is selected in it, or all of it.
    fn session(line: &str) -> (Session, CharRange) {
        let notated = read(line).expect("it is notation");
        let records = Records { annotations: notated.annotations(), ..Records::default() };
        let session = notated.session(records).expect("the labels are known");
        let range = notated.selection.unwrap_or(session.text.range());
        (session, range)
    }

    /// The HTML, with the styles that occur in the tests written short: `[PERSON]…` for a highlight, `[+]…` for an underline.
    fn check(line: &str, signs: Signs, expected: &str) {
        let (session, range) = session(line);
        let mut html = write(&session, range, signs);
        let short = |html: String, style: String, name: &str| html.replace(&style, name);
        for label in session.labels.iter() {
            let (back, front) = (palette::highlight(label.slot), palette::line(label.slot));
            html = short(html, format!("background-color:{back};color:#000000"), &label.name);
            html = short(html, format!(" style=\"color:{front}\""), "");
        }
        for polarity in crate::model::Polarity::ALL {
            let colour = palette::polarity(polarity);
            html = short(html, format!("text-decoration:underline;text-decoration-color:{colour}"), polarity.sign());
            html = short(html, format!(" style=\"color:{colour}\""), "");
        }
        html = html.replace("margin:0;white-space:pre-wrap", "p").replace("white-space:pre-wrap", "w");
        assert_eq!(html.replace("style=", ""), expected, "{line:?}");
    }

    #[test]
    fn marks_are_highlighted_and_underlined() {
        let plain = "<PERSON|Ada> <+|liked> <GPE|London>.";
        check(
            plain,
            Signs::Left,
            r#"<span "w"><span "PERSON">Ada</span> <span "+">liked</span> <span "GPE">London</span>.</span>"#,
        );
        check(
            plain,
            Signs::Written,
            r#"<span "w"><span "PERSON">Ada</span><sup>PERSON</sup> <span "+">liked</span><sup>+</sup> <span "GPE">London</span><sup>GPE</sup>.</span>"#,
        );
        check("no marks", Signs::Written, r#"<span "w">no marks</span>"#);
    }

    #[test]
    fn marks_that_cross_or_nest_are_cut_and_the_innermost_gives_the_colour() {
        check(
            "<1:PERSON|Ada <2:GPE|of>1 London>2",
            Signs::Written,
            r#"<span "w"><span "PERSON">Ada </span><span "PERSON">of</span><sup>PERSON</sup><span "GPE"> London</span><sup>GPE</sup></span>"#,
        );
        check(
            "<ORG|Bank of <GPE|London>>",
            Signs::Written,
            r#"<span "w"><span "ORG">Bank of </span><span "GPE">London</span><sup>GPE</sup><sup>ORG</sup></span>"#,
        );
        check(
            "<-|so-called <PERSON|friend>>",
            Signs::Left,
            r#"<span "w"><span "−">so-called </span><span "PERSON;−">friend</span></span>"#,
        );
    }

    #[test]
    fn what_is_selected_cuts_marks_and_emoji_stay_whole() {
        check(
            "<PERSON|Ada ^😀 Love>lace^",
            Signs::Written,
            r#"<span "w"><span "PERSON">😀 Love</span><sup>PERSON</sup>lace</span>"#,
        );
        check(
            "<PERSON|Zo^e\u{308} 👩‍🚀^ K>",
            Signs::Written,
            "<span \"w\"><span \"PERSON\">e\u{308} 👩‍🚀</span><sup>PERSON</sup></span>",
        );
    }

    #[test]
    fn lines_are_paragraphs_and_text_is_no_markup() {
        check(
            "a  <PERSON|b\r\nc>\n\n\\<img src=x onerror=alert(1)\\>&\"'\u{0}\n",
            Signs::Written,
            "<p \"p\">a  <span \"PERSON\">b</span></p><p \"p\"><span \"PERSON\">c</span><sup>PERSON</sup></p>\
             <p \"p\"><br></p><p \"p\">&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;\u{fffd}</p>",
        );
        check("\n", Signs::Left, r#"<span "w"></span>"#);
    }

    #[test]
    fn right_to_left_is_said() {
        check(
            "1. <PERSON|שלום> a\nb שלום\n<GPE|تهران>",
            Signs::Left,
            r#"<p "p" dir="rtl">1. <span "PERSON">שלום</span> a</p><p "p">b שלום</p><p "p" dir="rtl"><span "GPE">تهران</span></p>"#,
        );
    }

    #[test]
    fn a_label_s_name_is_no_markup() {
        let (mut session, range) = session("<PERSON|Ada>");
        let labels = session.labels.iter().map(|label| crate::model::Label { name: "<b>&".into(), ..label.clone() });
        session.labels = Rc::new(LabelSet::new(labels.collect()).expect("the same ids"));
        assert!(write(&session, range, Signs::Written).ends_with(">&lt;b&gt;&amp;</sup></span>"));
        let nothing = CharRange::empty(CharPos(1));
        assert_eq!(write(&session, nothing, Signs::Written), "<span style=\"white-space:pre-wrap\"></span>");
    }
}
