//! What every reader makes of bad input: a report or an error, and never a panic.

use crate::fixtures::{hardest, small};
use crate::generators::config;
use crate::plain::{bare, options};
use proptest::collection::vec;
use proptest::prelude::*;
use rubricate::format::exchange::{FORMATS, Format, Source, WriteOptions, detect};
use rubricate::model::{LabelSet, Session};

fn readable() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.read.is_some())
}

/// Reads with and without an open document; what comes is whole, or a readable error.
fn reads(format: &Format, bytes: &[u8], open: &Session) {
    let labels = LabelSet::ontonotes();
    let source = Source { name: "a.json", bytes };
    (format.detect)(&source);
    for open in [None, Some(open)] {
        let reading = (format.read.expect("it is read"))(&source, &options(open, &labels));
        match reading {
            Ok(reading) => {
                for problem in reading.problems.iter().chain(reading.documents.iter().flat_map(|d| &d.problems)) {
                    assert!(!problem.to_string().is_empty());
                }
            }
            Err(error) => assert!(error.to_string().ends_with('.'), "{error}"),
        }
    }
}

#[test]
fn no_reader_panics_on_a_file_that_is_cut_off() {
    let session = small();
    let open = bare(&session);
    for format in readable().filter(|format| format.write.is_some()) {
        let written = format.write.expect("it is written")(&[&session], &WriteOptions::default()).expect("written");
        for end in 0..written.file.len() {
            reads(format, &written.file[..end], &open);
        }
    }
}

#[test]
fn no_reader_panics_on_a_file_that_is_damaged() {
    let session = hardest();
    let open = bare(&session);
    for format in readable().filter(|format| format.write.is_some()) {
        let written = format.write.expect("it is written")(&[&session], &WriteOptions::default()).expect("written");
        let file = written.file;
        for (number, at) in (0..file.len()).step_by(file.len() / 300 + 1).enumerate() {
            let mut damaged = file.clone();
            damaged[at] = [0, b'"', b'{', b'9', b'-', b',', b'\n', 0xff][number % 8];
            reads(format, &damaged, &open);
        }
    }
}

#[test]
fn nothing_that_is_no_file_of_it_is_read_as_one() {
    let open = bare(&hardest());
    let utf16: Vec<u8> = "{\"text\": \"a\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let deep = "[".repeat(100_000);
    let deep_object = "{\"a\":".repeat(100_000);
    let cases: [&[u8]; 12] = [
        b"",
        b"\xef\xbb\xbf",
        b"\n\n\n",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe\x00",
        b"just words",
        &utf16,
        deep.as_bytes(),
        deep_object.as_bytes(),
        b"%PDF-1.7",
    ];
    for format in readable() {
        for bytes in cases {
            reads(format, bytes, &open);
        }
    }
    for bytes in [&cases[..3], &cases[6..7], &cases[8..]].concat() {
        assert!(detect(&Source { name: "a.bin", bytes }).is_empty(), "{:?}", &bytes[..bytes.len().min(20)]);
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn no_reader_panics_on_any_bytes(bytes in vec(any::<u8>(), 0..300), text in "\\PC{0,200}") {
        let open = bare(&hardest());
        for format in readable() {
            reads(format, &bytes, &open);
            reads(format, text.as_bytes(), &open);
        }
    }
}
