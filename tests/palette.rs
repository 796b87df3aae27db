//! The colours of `styles/tokens.css`: that text can be read on what it stands on (WCAG 2.2, success criteria 1.4.3,
//! 1.4.6 and 1.4.11), and that no two labels look alike, in the light, the dark and the sepia theme.

#![cfg(not(target_arch = "wasm32"))]

use rubricate::format::picture::{Ink, Lean, colour};
use rubricate::model::{LabelSet, Slot};
use std::collections::BTreeMap;

/// The types that news is full of; the palette keeps them furthest apart.
const FREQUENT: [&str; 6] = ["PERSON", "NORP", "ORG", "GPE", "LOC", "DATE"];

/// An opaque colour, each channel `0..=1`, gamma-encoded as in the style sheet.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Colour([f64; 3]);

impl Colour {
    /// `#rrggbb`; `None` for everything else, colours with an alpha channel too.
    fn parse(hex: &str) -> Option<Self> {
        let digits = hex.trim().strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok().map(|c| f64::from(c) / 255.0);
        Some(Self([channel(0)?, channel(2)?, channel(4)?]))
    }

    /// Linear light, as in the definition of sRGB (IEC 61966-2-1).
    fn linear(self) -> [f64; 3] {
        self.0.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) })
    }

    /// Relative luminance, as WCAG defines it.
    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Contrast ratio, as WCAG defines it: from 1 to 21.
    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Oklab coordinates (Björn Ottosson, "A perceptual color space for image processing", 2020).
    fn oklab(self) -> [f64; 3] {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }

    /// How different two colours look: about 0.02 can just be told apart side by side.
    fn distance(self, other: Self) -> f64 {
        let pairs = self.oklab().into_iter().zip(other.oklab());
        pairs.map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }
}

/// The colours of one theme, by the name of their custom property.
type Theme = BTreeMap<String, Colour>;

/// The colours of a style sheet: properties of the form `--name: light-dark(#…, #…);` or `--name: #…;`. The rule of the
/// sepia theme has what is other there than in the light one.
fn themes(css: &str) -> [(&'static str, Theme); 3] {
    let (before, rest) = css.split_once("[data-theme=\"sepia\"] {").expect("a rule for the sepia theme");
    let (own, after) = rest.split_once('}').expect("its end");
    let (mut light, mut dark) = pairs(before);
    let (more_light, more_dark) = pairs(after);
    light.extend(more_light);
    dark.extend(more_dark);
    let mut sepia = light.clone();
    sepia.extend(pairs(own).0);
    [("light", light), ("dark", dark), ("sepia", sepia)]
}

/// The colours that are declared, for a light and for a dark scheme.
fn pairs(css: &str) -> (Theme, Theme) {
    let mut themes = (Theme::new(), Theme::new());
    for declaration in css.split([';', '{', '}']) {
        // A comment may stand before the declaration.
        let declaration = declaration.rsplit("*/").next().unwrap_or(declaration).trim();
        let Some((name, value)) = declaration.strip_prefix("--").and_then(|rest| rest.split_once(':')) else {
            continue;
        };
        let value = value.trim();
        let pair = value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')')?.split_once(','));
        let (light, dark) = pair.unwrap_or((value, value));
        let name = name.trim();
        themes.0.extend(Colour::parse(light).map(|colour| (name.to_owned(), colour)));
        themes.1.extend(Colour::parse(dark).map(|colour| (name.to_owned(), colour)));
    }
    themes
}

fn tokens() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/styles/tokens.css");
    std::fs::read_to_string(path).expect("the tokens are there")
}

/// Checks that in each theme every one of `texts` has at least `least` contrast on every one of `grounds`.
fn check(texts: &[String], grounds: &[String], least: f64) {
    for (theme, colours) in themes(&tokens()) {
        for text in texts {
            for ground in grounds {
                let colour = |name: &String| *colours.get(name).unwrap_or_else(|| panic!("no --{name} in {theme}"));
                let contrast = colour(text).contrast(colour(ground));
                assert!(contrast >= least, "--{text} on --{ground}, {theme}: {contrast:.2}, should be {least}");
            }
        }
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn slots(suffix: &str) -> Vec<String> {
    (0..Slot::COUNT).map(|slot| format!("slot-{slot}{suffix}")).collect()
}

#[test]
fn text_can_be_read() {
    let grounds = names(&["paper", "surface", "sunken", "accent-wash", "alarm-wash"]);
    check(&names(&["ink"]), &grounds, 7.0);
    check(&names(&["ink"]), &names(&["selection", "found", "found-here"]), 4.5);
    check(&names(&["ink-soft", "accent"]), &names(&["paper", "surface"]), 4.5);
    check(&names(&["ink-soft"]), &names(&["sunken"]), 4.5);
    check(&names(&["on-accent"]), &names(&["accent"]), 4.5);
}

#[test]
fn marked_text_can_be_read_as_well_as_other_text() {
    check(&names(&["ink"]), &slots(""), 7.0);
}

#[test]
fn names_of_labels_can_be_read() {
    check(&slots("-line"), &names(&["paper", "surface"]), 4.5);
    for slot in 0..Slot::COUNT {
        check(&[format!("slot-{slot}-line")], &[format!("slot-{slot}")], 4.5);
    }
}

#[test]
fn signs_of_sentiment_can_be_read() {
    let polarities = names(&["positive", "negative", "neutral", "mixed"]);
    check(&polarities, &names(&["paper", "surface"]), 4.5);
    // Their underline also runs below marked words.
    check(&polarities, &slots(""), 3.0);
}

#[test]
fn edges_of_controls_can_be_seen() {
    check(&names(&["rule-strong"]), &names(&["paper", "surface"]), 3.0);
}

#[test]
fn no_two_labels_look_alike() {
    let labels = LabelSet::ontonotes();
    for (theme, colours) in themes(&tokens()) {
        let slots: Vec<_> = labels.iter().map(|label| colours[&format!("slot-{}", label.slot.number())]).collect();
        for (index, (label, colour)) in labels.iter().zip(&slots).enumerate() {
            for (other, other_colour) in labels.iter().zip(&slots).take(index) {
                let frequent = [label, other].iter().all(|label| FREQUENT.contains(&&*label.name));
                let least = if frequent { 0.09 } else { 0.05 };
                let distance = colour.distance(*other_colour);
                let pair = format!("{} and {}, {theme}", label.name, other.name);
                assert!(distance >= least, "{pair}: {distance:.3}, should be {least}");
            }
            let from_paper = colour.distance(colours["paper"]);
            assert!(from_paper >= 0.06, "{} on paper, {theme}: {from_paper:.3}", label.name);
        }
    }
}

#[test]
fn every_slot_has_its_rule() {
    let css = tokens();
    for slot in 0..Slot::COUNT {
        let rule = css.split(&format!("[data-slot=\"{slot}\"]")).nth(1).and_then(|rest| rest.split('}').next());
        let rule = rule.unwrap_or_else(|| panic!("no rule for data-slot={slot}"));
        for property in [format!("--slot: var(--slot-{slot});"), format!("--slot-line: var(--slot-{slot}-line);")] {
            assert!(rule.contains(&property), "data-slot={slot} has no {property}");
        }
    }
    assert!(!css.contains(&format!("slot-{}:", Slot::COUNT)), "the style sheet has more slots than the model");
}

#[test]
fn contrast_and_distance_are_what_the_standards_say() {
    let colour = |hex| Colour::parse(hex).expect("a colour");
    assert!((colour("#000000").contrast(colour("#ffffff")) - 21.0).abs() < 1e-9);
    assert!((colour("#777777").contrast(colour("#ffffff")) - 4.478).abs() < 1e-3, "the well-known grey that fails");
    assert!((colour("#ffffff").oklab()[0] - 1.0).abs() < 1e-6);
    assert!(colour("#f8b37f").distance(colour("#f8b37f")).abs() < 1e-12);
    assert_eq!(Colour::parse("#3a2f1f2e"), None, "what is seen through has no contrast of its own");
    let css = ":root { /* a */ --ink: light-dark(#000000, #ffffff); --x: #123456; }
        [data-theme=\"sepia\"] { --x: #654321; }
        :root { --y: #111111; }";
    let [(_, light), (_, dark), (_, sepia)] = themes(css);
    assert_eq!((light["ink"], dark["ink"], sepia["ink"]), (colour("#000000"), colour("#ffffff"), colour("#000000")));
    assert_eq!((light["x"], dark["x"], sepia["x"]), (colour("#123456"), colour("#123456"), colour("#654321")));
    assert!([light, dark, sepia].iter().all(|theme| theme["y"] == colour("#111111")));
}

/// A picture that is saved as a file has its colours in it: they are those of the light theme.
#[test]
fn saved_pictures_have_the_colours_of_the_light_theme() {
    let [(_, light), ..] = themes(&tokens());
    let mut inks = vec![(Ink::Words, "ink"), (Ink::Soft, "ink-soft"), (Ink::Rule, "rule"), (Ink::Ground, "surface")];
    for (lean, token) in Lean::ALL.into_iter().zip(["positive", "negative", "neutral"]) {
        inks.extend([Ink::Lean(lean), Ink::Wash(lean, 1)].map(|ink| (ink, token)));
    }
    for (ink, token) in inks {
        assert_eq!(Colour::parse(colour(ink)), Some(light[token]), "{ink:?} is --{token}");
    }
}
