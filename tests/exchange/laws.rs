//! What holds of every format that is written and read.

use crate::generators::{config, session};
use crate::plain::{Plain, bare, options};
use proptest::prelude::*;
use rubricate::format::exchange::{
    FORMATS, Format, Holds, LossKind, Match, Source, Unit, WriteOptions, detect, lossless_for,
};
use rubricate::model::{LabelSet, Session};

/// The formats whose files can be read as the documents that they were.
pub(crate) fn two_way() -> impl Iterator<Item = &'static Format> {
    let of_sentiments = |format: &Format| format.holds.no.contains(&LossKind::Mentions);
    FORMATS.iter().filter(move |format| {
        format.write.is_some() && format.read.is_some() && format.unit.is_some() && !of_sentiments(format)
    })
}

/// Whether the format has no text, so that its files belong to an open document.
fn is_textless(format: &Format) -> bool {
    format.holds.no.contains(&LossKind::Text)
}

/// Whether the documents come back as they are, but for what the report of losses says.
pub(crate) fn check(
    format: &'static Format,
    sessions: &[&Session],
    write_options: &WriteOptions<'_>,
) -> Result<(), TestCaseError> {
    let name = format!("a.{}", format.extensions[0]);
    let write = format.write.expect("it is written");
    let written = write(sessions, write_options).expect("it can be written");
    prop_assert_eq!(&write(sessions, write_options).expect("again"), &written, "{} is not the same again", format.id);
    let source = Source { name: &name, bytes: &written.file };
    let detected: Vec<_> = detect(&source).iter().map(|format| format.id).collect();
    prop_assert!(detected.contains(&format.id), "{} is taken for {:?}", format.id, detected);

    let labels = LabelSet::default();
    let open = is_textless(format).then(|| bare(sessions[0]));
    let read = format.read.expect("it is read");
    let reading = read(&source, &options(open.as_ref(), &labels));
    let shown = || String::from_utf8_lossy(&written.file).into_owned();
    let reading = reading.map_err(|error| TestCaseError::fail(format!("{}: {error}\n{}", format.id, shown())))?;
    prop_assert_eq!(&reading.problems, &Vec::new(), "{}\n{}", format.id, shown());
    prop_assert_eq!(reading.documents.len(), sessions.len(), "{}\n{}", format.id, shown());
    for (index, (session, imported)) in sessions.iter().zip(&reading.documents).enumerate() {
        let losses: Vec<_> = written.losses.iter().filter(|loss| loss.document == index).cloned().collect();
        let mut expected = Plain::of(session).without(&losses);
        if let Some(open) = &open {
            expected = expected.of_open(open);
        }
        prop_assert_eq!(&imported.problems, &Vec::new(), "{}\n{}", format.id, shown());
        prop_assert_eq!(Plain::of(&imported.session), expected, "{}\n{}", format.id, shown());
        prop_assert_eq!(
            imported.counts.read,
            imported.session.annotations.len() + imported.session.relations.len(),
            "{}",
            format.id
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn what_is_written_is_read_but_for_what_the_report_says(session in session()) {
        for format in two_way() {
            check(format, &[&session], &WriteOptions::default())?;
        }
    }

    #[test]
    fn several_documents_stay_several(one in session(), two in session()) {
        prop_assume!(one.document.id != two.document.id);
        for format in two_way().filter(|format| !is_textless(format) && format.id != "rubricate") {
            check(format, &[&one, &two], &WriteOptions::default())?;
        }
    }

    #[test]
    fn options_change_nothing_that_is_read(session in session()) {
        let safe = WriteOptions {
            spreadsheet_safe: true,
            byte_order_mark: true,
            loss_report: true,
            unit: Unit::Utf16,
            ..WriteOptions::default()
        };
        for format in two_way() {
            check(format, &[&session], &safe)?;
        }
    }

    #[test]
    fn a_format_that_loses_nothing_loses_nothing(session in session()) {
        let options = WriteOptions::default();
        for format in lossless_for(&[&session], &options).into_iter().filter(|format| format.unit.is_some()) {
            let written = format.write.expect("it is written")(&[&session], &options).expect("it can be written");
            let lost = written.losses.iter().filter(|loss| loss.keeping == rubricate::format::exchange::Keeping::No);
            let lost: Vec<_> = lost.filter(|loss| !loss.kind.is_setting()).collect();
            prop_assert!(lost.is_empty(), "{}: {lost:?}", format.id);
        }
    }
}

#[test]
fn ids_and_what_formats_hold_are_said_once() {
    for (number, format) in FORMATS.iter().enumerate() {
        assert!(FORMATS[..number].iter().all(|other| other.id != format.id), "{} is there twice", format.id);
        let Holds { aside, no } = format.holds;
        assert!(aside.iter().all(|kind| !no.contains(kind)), "{} keeps and does not keep the same", format.id);
        assert!(!format.extensions.is_empty() && format.media_type.contains('/'), "{}", format.id);
        assert_eq!((format.detect)(&Source { name: "", bytes: b"" }), Match::No, "{}: nothing is no file", format.id);
    }
}
