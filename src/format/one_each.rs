//! Formats with one document in a file: such a file, or an archive of them.

use super::exchange::archive;
use super::exchange::build::build;
use super::exchange::draft::Draft;
use super::exchange::json::left_out;
use super::exchange::{Fault, Place, ReadError, ReadOptions, Reading, Source};

/// What the files of a format are.
pub(super) struct Files {
    /// How their names end in archives.
    pub(super) ending: &'static str,
    /// What a file should be, for one in an archive that is not.
    pub(super) wanted: &'static str,
    /// What is said of an archive without any.
    pub(super) none: &'static str,
}

/// The document in a file, or those in the files of an archive. They have texts of their own, so that none is for the
/// document that is open.
pub(super) fn read(
    source: &Source<'_>,
    options: &ReadOptions<'_>,
    files: &Files,
    draft: impl Fn(&[u8], &Place) -> Result<Draft, ReadError>,
) -> Result<Reading, ReadError> {
    let options = &ReadOptions { open: None, ..*options };
    if !archive::is_zip(source.bytes) {
        let document = build(draft(source.bytes, &Place::default())?, options)?;
        return Ok(Reading { documents: vec![document], problems: Vec::new() });
    }
    let entries = archive::read(source.bytes).map_err(ReadError::Archive)?;
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for entry in entries.iter().filter(|entry| entry.name.ends_with(files.ending)) {
        let place = Place::default().in_file(&entry.name);
        match draft(&entry.bytes, &place).and_then(|draft| build(draft, options)) {
            Ok(imported) => documents.push(imported),
            Err(_) => left_out(&mut problems, &place, Fault::Malformed(files.wanted)),
        }
    }
    if documents.is_empty() && problems.is_empty() {
        return Err(ReadError::NotThis(files.none));
    }
    Ok(Reading { documents, problems })
}
