//! Files for the programs of others: generated documents in each format, which `cargo xtask interop` lets them read. The
//! variable `RUBRICATE_EXPORTS` names the folder; without it there is nothing to do.

use crate::generators::session;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rubricate::format::exchange::{FORMATS, WriteError, WriteOptions};
use rubricate::format::native;
use rubricate::model::Session;
use std::path::Path;

/// How many folders there are with one document, and with two.
const SINGLE: usize = 40;
const PAIRS: usize = 10;

/// All formats that can hold the documents, and Rubricate's own for each of them.
fn export(folder: &Path, sessions: &[&Session]) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for (position, session) in sessions.iter().enumerate() {
        std::fs::write(folder.join(format!("rubricate-{position}.json")), native::write(session))
            .expect("it is written");
    }
    for format in FORMATS.iter().filter(|format| format.id != "rubricate") {
        let Some(write) = format.write else { continue };
        match write(sessions, &WriteOptions::default()) {
            Ok(written) => {
                let name = format!("{}.{}", format.id, written.extension);
                std::fs::write(folder.join(name), written.file).expect("it is written");
            }
            Err(error) => assert_eq!(error, WriteError::OneDocument, "{}", format.id),
        }
    }
}

#[test]
fn exports_are_written_where_they_are_asked_for() {
    let Some(folder) = std::env::var_os("RUBRICATE_EXPORTS") else { return };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut next = || session().new_tree(&mut runner).expect("there are documents").current();
    for number in 0..SINGLE {
        export(&Path::new(&folder).join(format!("single-{number:02}")), &[&next()]);
    }
    for number in 0..PAIRS {
        // Ids of documents differ, as they do in a library.
        let (first, second) = (next(), next());
        if first.document.id != second.document.id {
            export(&Path::new(&folder).join(format!("pair-{number:02}")), &[&first, &second]);
        }
    }
}
