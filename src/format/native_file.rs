//! Rubricate's own JSON as one of the formats.

use super::exchange::{
    Counts, Fault, Format, Holds, Imported, Match, Outcome, Place, Problem, ReadError, ReadOptions, Reading, Source,
    Unit, WriteError, WriteOptions, Written,
};
use super::{decode, native};
use crate::model::Session;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "rubricate",
    name: "Rubricate JSON",
    extensions: &["json"],
    media_type: "application/json",
    unit: Some(Unit::CodePoints),
    choices: &[],
    holds: Holds::ALL,
    write: Some(write),
    read: Some(read),
    detect,
};

fn write(sessions: &[&Session], _: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let [session] = sessions else { return Err(WriteError::OneDocument) };
    Ok(Written { file: native::write(session).into_bytes(), extension: "json", losses: Vec::new() })
}

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    let decoded = decode::text(source.bytes).map_err(ReadError::Decode)?;
    let reading = native::read(&decoded.text, options.last_grapheme).map_err(ReadError::Native)?;
    let left_out = reading.annotations_left_out();
    let session = reading.session;
    let read = session.annotations.len() + session.relations.len();
    let problem = |problem: native::Problem| Problem {
        place: Place::default(),
        outcome: if problem.outcome == native::Outcome::LeftOut { Outcome::LeftOut } else { Outcome::PutRight },
        fault: Fault::Native(Box::new(problem)),
        annotation: None,
    };
    let problems: Vec<Problem> = reading.problems.into_iter().map(problem).collect();
    let imported = Imported { counts: Counts { read, repaired: 0, left_out }, session, problems };
    Ok(Reading { documents: vec![imported], problems: Vec::new() })
}

fn detect(source: &Source<'_>) -> Match {
    match decode::text(source.bytes) {
        Ok(decoded) if decode::kind("", &decoded.text) == decode::Kind::RubricateJson => Match::Surely,
        _ => Match::No,
    }
}
