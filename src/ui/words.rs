//! What the page says, where it is more than a fixed label of one component.

use crate::model::label::PlacedLabel;
use crate::model::{
    Annotation, AttributeValue, Body, Change, CharRange, Edit, LabelSet, Polarity, Tag, Text, Transaction,
};
use std::rc::Rc;

/// The longest quote that a name or a message shows, in code points.
const QUOTE_CHARS: usize = 40;

/// The longest quote in a row of the annotation list, in code points.
pub const ROW_CHARS: usize = 90;

/// The name of a polarity.
pub fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Positive => "positive",
        Polarity::Negative => "negative",
        Polarity::Neutral => "neutral",
        Polarity::Mixed => "mixed",
    }
}

/// The name of a label, or of a polarity as a sentiment.
pub fn tag(tag: &Tag, labels: &LabelSet) -> String {
    match tag {
        Tag::Label(id) => labels.get(id).map_or_else(|| id.to_string(), |label| label.name.to_string()),
        Tag::Polarity(value) => format!("{} sentiment", polarity(*value)),
    }
}

/// The words of a range on one line: white space runs are one space, and what is over `most` code points is cut.
pub fn quote(text: &Text, range: CharRange, most: usize) -> String {
    let words = text.slice(range).unwrap_or_default();
    let mut quote = String::new();
    for (count, c) in words.chars().enumerate() {
        if count == most {
            return quote.trim_end().to_owned() + "…";
        }
        match c {
            c if !c.is_whitespace() => quote.push(c),
            _ if quote.ends_with(' ') => {}
            _ => quote.push(' '),
        }
    }
    quote
}

/// The words of an annotation, all its fragments, on one line.
pub fn quote_of(text: &Text, annotation: &Annotation, most: usize) -> String {
    let ranges = annotation.fragments.ranges();
    if ranges.is_empty() {
        return "(no words)".to_owned();
    }
    ranges.iter().map(|range| quote(text, *range, most)).collect::<Vec<_>>().join(" … ")
}

/// What a transaction does, as an order: “Tag “Istanbul” as GPE”.
pub fn transaction(transaction: &Transaction, text: &Text, labels: &LabelSet) -> String {
    let edits = &transaction.edits;
    let what = |annotation: &Annotation| match edits.len() {
        1 => format!("“{}”", quote_of(text, annotation, QUOTE_CHARS)),
        count => self::count(count, "annotation"),
    };
    // What happens to a label comes last, behind what happens for its sake.
    if let Some(Edit::Label(change)) = edits.last() {
        return label_altered(change, edits.len() - 1);
    }
    match edits.first() {
        None | Some(Edit::Label(_)) => "Nothing".to_owned(),
        Some(Edit::Description(change)) => {
            let (before, after) = (&change.before, &change.after);
            let field = if before.title != after.title {
                "title"
            } else if before.source != after.source {
                "source"
            } else {
                "note"
            };
            format!("Change the {field}")
        }
        Some(Edit::LabelSet(_)) => "Change the labels".to_owned(),
        Some(Edit::Attributes(_)) => "Change the attributes".to_owned(),
        Some(Edit::Dismissal(change)) if change.after.is_some() => "Dismiss a finding".to_owned(),
        Some(Edit::Dismissal(_)) => "Bring a finding back".to_owned(),
        Some(Edit::Annotation(change)) => match (&change.before, &change.after) {
            (None, Some(after)) => format!("Tag {} as {}", what(after), tag(&Tag::of(after), labels)),
            (Some(before), None) => format!("Remove {} from {}", tag(&Tag::of(before), labels), what(before)),
            (Some(before), Some(after)) => match edits.get(1) {
                Some(Edit::Annotation(Change { before: None, .. })) => {
                    format!("Split “{}”", quote_of(text, before, QUOTE_CHARS))
                }
                Some(Edit::Annotation(Change { after: None, .. })) => format!("Merge {}", what(after)),
                _ => altered(before, after, &what(after), labels),
            },
            (None, None) => "Nothing".to_owned(),
        },
    }
}
/// What happens to annotations that stay, from what happens to one of them.
fn altered(before: &Annotation, after: &Annotation, what: &str, labels: &LabelSet) -> String {
    match (&before.body, &after.body) {
        (Body::Mention { label: old, attributes: had }, Body::Mention { label: new, attributes: has })
            if old == new =>
        {
            let is_in = |name: &str, list: &[(Rc<str>, AttributeValue)]| list.iter().any(|(other, _)| **other == *name);
            if let Some((name, _)) = had.iter().find(|(name, _)| !is_in(name, has)) {
                return format!("Take {name} off {what}");
            }
            if let Some((name, _)) = has.iter().find(|attribute| !had.contains(attribute)) {
                return format!("Set {name} of {what}");
            }
        }
        (_, Body::Mention { .. }) => return format!("Relabel {what} as {}", tag(&Tag::of(after), labels)),
        (_, Body::Frame { polarity: value }) if before.body != after.body => {
            return format!("Make {what} {}", polarity(*value));
        }
        _ => {}
    }
    if before.fragments != after.fragments {
        format!("Move the edges of {what}")
    } else if before.note != after.note {
        format!("Write a note on {what}")
    } else if after.review {
        format!("Mark {what} for review")
    } else {
        format!("Take {what} off review")
    }
}

/// What happens to a label, with so many other changes for its sake.
fn label_altered(change: &Change<Option<PlacedLabel>>, others: usize) -> String {
    match (&change.before, &change.after) {
        (None, Some((_, after))) => format!("Add the label {}", after.name),
        (Some((_, before)), None) if others > 0 => {
            format!("Remove the label {} and {}", before.name, count(others, "annotation"))
        }
        (Some((_, before)), None) => format!("Remove the label {}", before.name),
        (Some((_, before)), Some((_, after))) if before.name != after.name => {
            format!("Rename the label {} to {}", before.name, after.name)
        }
        (Some((_, before)), Some((_, after))) if before == after => format!("Move the label {}", after.name),
        (_, Some((_, after))) => format!("Change the label {}", after.name),
        (None, None) => "Nothing".to_owned(),
    }
}

/// What was done, as a report: “Tagged “Istanbul” as GPE.”
pub fn report(done: &str) -> String {
    let past = [
        ("Tag ", "Tagged "),
        ("Remove ", "Removed "),
        ("Relabel ", "Relabelled "),
        ("Make ", "Made "),
        ("Mark ", "Marked "),
        ("Take ", "Took "),
        ("Write ", "Wrote "),
        ("Change ", "Changed "),
        ("Move ", "Moved "),
        ("Merge ", "Merged "),
        ("Set ", "Set "),
        ("Split ", "Split "),
        ("Add ", "Added "),
        ("Rename ", "Renamed "),
        ("Dismiss ", "Dismissed "),
        ("Bring ", "Brought "),
    ];
    let report = past.iter().find_map(|(order, past)| Some(format!("{past}{}", done.strip_prefix(order)?)));
    report.unwrap_or_else(|| done.to_owned()) + "."
}

/// A place among others, as the end of a report: “ 3 of 14.”
pub fn rank(rank: usize, count: usize) -> String {
    format!(" {} of {}.", number(rank), number(count))
}

/// A count with its noun: “1 annotation”, “1,204 annotations”.
pub fn count(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", number(count))
}

/// A number with a comma before every three digits.
pub fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CharPos;

    #[test]
    fn a_quote_is_one_line() {
        let text = Text::new("One\r\n\r\ntwo three".to_owned(), |_| 0);
        let all = text.range();
        assert_eq!(quote(&text, all, 99), "One two three");
        assert_eq!(quote(&text, all, 8), "One t…");
        assert_eq!(quote(&text, CharRange::between(CharPos(0), CharPos(3)), 3), "One");
    }

    #[test]
    fn numbers_have_commas() {
        assert_eq!([7, 999, 1_000, 1_234_567].map(number), ["7", "999", "1,000", "1,234,567"]);
        assert_eq!(count(1, "mark"), "1 mark");
    }
}
