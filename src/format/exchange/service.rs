//! The program that knows the formats: it answers what the page asks. The page itself must not know this file, or all
//! formats come with it.

use super::archive::{self, Entry as File};
use super::build::build;
use super::draft::Draft;
use super::loss::Keeping;
use super::message::{Answer, Arrival, Choices, Doubt, Entry, Request, Told};
use super::{FORMATS, Fault, FlatLayer, Format, Imported, Outcome, Problem, ReadOptions, Reading, Source, WriteError};
use super::{WriteOptions, Written, detect, format, lossless_for};
use crate::format::{decode, label_set, native};
use crate::model::{Description, LabelId, LabelSet, Session, Timestamp};
use std::rc::Rc;

/// What the program asks of where it runs.
#[derive(Clone, Copy)]
pub struct Senses<'a> {
    /// Where the last grapheme cluster of a stretch of text starts, in bytes.
    pub last_grapheme: &'a dyn Fn(&str) -> usize,
    /// Where words end: see [`WriteOptions::words`].
    pub words: &'a dyn Fn(&str) -> Vec<usize>,
    /// Where sentences end: see [`WriteOptions::sentences`].
    pub sentences: &'a dyn Fn(&str) -> Vec<usize>,
}

/// Answers a message with its parts.
pub fn answer(message: &str, parts: &[Vec<u8>], senses: Senses<'_>) -> (String, Vec<Vec<u8>>) {
    let answered = Request::read(message).and_then(|request| match request {
        Request::Formats => {
            let written = FORMATS.iter().filter(|format| format.write.is_some());
            Ok((Answer::Formats(written.map(entry).collect()), Vec::new()))
        }
        Request::Write { format, choices } => write(&format, &choices, parts, senses),
        Request::Read { name, format, at } => read(&name, format.as_deref(), Timestamp(at), parts, senses),
    });
    let (answer, parts) = answered.unwrap_or_else(|why| (Answer::Failed(why), Vec::new()));
    (answer.write(), parts)
}

type Answered = Result<(Answer, Vec<Vec<u8>>), String>;

fn entry(format: &Format) -> Entry {
    Entry {
        id: format.id.to_owned(),
        name: format.name.to_owned(),
        extension: format.extensions[0].to_owned(),
        is_read: format.read.is_some(),
        choices: format.choices.to_vec(),
    }
}

fn known(id: &str) -> Result<&'static Format, String> {
    format(id).ok_or_else(|| {
        let ids: Vec<_> = FORMATS.iter().map(|format| format.id).collect();
        format!("There is no format “{id}”. There are {}.", ids.join(", "))
    })
}

fn session(part: &[u8], senses: Senses<'_>) -> Result<Session, String> {
    let json = std::str::from_utf8(part).map_err(|error| error.to_string())?;
    native::read(json, senses.last_grapheme).map(|reading| reading.session).map_err(|error| error.to_string())
}

fn write(id: &str, choices: &Choices, parts: &[Vec<u8>], senses: Senses<'_>) -> Answered {
    let format = known(id)?;
    let write = format.write.ok_or_else(|| format!("{} is not written.", format.name))?;
    let sessions = parts.iter().map(|part| session(part, senses)).collect::<Result<Vec<_>, _>>()?;
    let sessions: Vec<&Session> = sessions.iter().collect();
    let labels: Vec<LabelId> = choices.labels.iter().filter_map(|label| LabelId::new(label)).collect();
    let options = WriteOptions {
        unit: choices.unit,
        spreadsheet_safe: choices.spreadsheet_safe,
        byte_order_mark: choices.byte_order_mark,
        flat: if labels.is_empty() { FlatLayer::LongestFirst } else { FlatLayer::Labels(labels) },
        loss_report: choices.loss_report,
        words: senses.words,
        sentences: senses.sentences,
    };
    let (written, media_type) = match write(&sessions, &options) {
        // A file of each in an archive.
        Err(WriteError::OneDocument) if sessions.len() > 1 => {
            (each_alone(write, &sessions, &options).map_err(|error| error.to_string())?, "application/zip")
        }
        written => {
            let written = written.map_err(|error| error.to_string())?;
            let media_type = if written.extension == "zip" { "application/zip" } else { format.media_type };
            (written, media_type)
        }
    };
    let losses = written.losses.iter().map(|loss| Told {
        words: loss.to_string(),
        document: loss.document,
        records: loss.records.clone(),
        gone: loss.keeping == Keeping::No && !loss.kind.is_setting(),
    });
    let answer = Answer::Written {
        extension: written.extension.to_owned(),
        media_type: media_type.to_owned(),
        losses: losses.collect(),
        lossless: lossless_for(&sessions, &options).iter().map(|format| format.id.to_owned()).collect(),
    };
    Ok((answer, vec![written.file]))
}

fn each_alone(write: super::Write, sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let names = archive::file_names(sessions.iter().map(|session| &*session.description.title));
    let mut entries = Vec::with_capacity(sessions.len());
    let mut losses = Vec::new();
    for (document, (session, name)) in sessions.iter().zip(names).enumerate() {
        let written = write(&[session], options)?;
        entries.push(File::new(format!("{name}.{}", written.extension), written.file));
        losses.extend(written.losses.into_iter().map(|loss| super::Loss { document, ..loss }));
    }
    Ok(Written { file: archive::write(&entries), extension: "zip", losses })
}

fn read(name: &str, id: Option<&str>, at: Timestamp, parts: &[Vec<u8>], senses: Senses<'_>) -> Answered {
    let [bytes, labels, open @ ..] = parts else { return Err("The file is missing.".to_owned()) };
    let labels = label_set::read(labels).map_or_else(|_| LabelSet::ontonotes(), |(set, _)| set);
    let open = open.first().map(|part| session(part, senses)).transpose()?;
    let options = ReadOptions {
        open: open.as_ref(),
        labels: &labels,
        at,
        unit: super::Unit::default(),
        last_grapheme: senses.last_grapheme,
    };
    let source = Source { name, bytes };
    let formats = id.map_or_else(|| Ok(detect(&source)), |id| known(id).map(|format| vec![format]))?;
    let asks = |formats: &[&Format], doubt| {
        Ok((Answer::Ambiguous(formats.iter().copied().map(entry).collect(), doubt), Vec::new()))
    };
    let reading = match formats.as_slice() {
        [] if archive::is_zip(bytes) => match each_of(bytes, &options) {
            Some(reading) => reading,
            None => return Ok((Answer::Unknown, Vec::new())),
        },
        [] => {
            let named = named(name);
            return if named.is_empty() { Ok((Answer::Unknown, Vec::new())) } else { asks(&named, Doubt::NotLikeIts) };
        }
        formats if id.is_none() && decode::is_text_name(name) => return asks(formats, Doubt::NamedText),
        [format] => read_as(format, &source, &options)?,
        formats => return asks(formats, Doubt::Several),
    };
    let left_out = reading.problems.iter().filter(|problem| problem.outcome == Outcome::LeftOut).count();
    let mut problems: Vec<Told> = reading.problems.iter().map(|problem| told(problem, 0)).collect();
    let mut documents = Vec::with_capacity(reading.documents.len());
    let mut files = Vec::with_capacity(reading.documents.len());
    // That the open document has it all already takes no list to say.
    let of_documents = || reading.documents.iter().flat_map(|imported| &imported.problems);
    let is_worth_a_list = of_documents().any(|problem| problem.fault != Fault::AlreadyThere);
    for (document, Imported { session, counts, problems: of_document }) in reading.documents.iter().enumerate() {
        // Only a document without a text of its own shares that of the open one.
        let is_open = options.open.is_some_and(|open| Rc::ptr_eq(&open.text, &session.text));
        let super::Counts { read, repaired, left_out } = *counts;
        documents.push(Arrival { is_open, read, repaired, left_out });
        problems.extend(of_document.iter().filter(|_| is_worth_a_list).map(|problem| told(problem, document)));
        files.push(native::write(session).into_bytes());
    }
    Ok((Answer::Read { documents, left_out, problems }, files))
}

/// The formats that are read and have files of such a name. Of JSON it is said without asking what is wrong with it, and a
/// text is one whatever it looks like.
fn named(name: &str) -> Vec<&'static Format> {
    let says_nothing = decode::is_text_name(name) || name.to_ascii_lowercase().ends_with(".json");
    FORMATS.iter().filter(|format| !says_nothing && format.read.is_some() && format.is_named(name)).collect()
}

fn read_as(format: &Format, source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, String> {
    let read = format.read.ok_or_else(|| format!("{} is not read.", format.name))?;
    read(source, options).map_err(|error| error.to_string())
}

/// The documents of an archive of no format of its own: each file in it by itself, texts too. `None` where no file of it is
/// of a known format.
fn each_of(bytes: &[u8], options: &ReadOptions<'_>) -> Option<Reading> {
    let mut reading = Reading { documents: Vec::new(), problems: Vec::new() };
    // Files without a text have none of these texts for their own.
    let options = ReadOptions { open: None, ..*options };
    for file in archive::read(bytes).ok()? {
        let source = Source { name: &file.name, bytes: &file.bytes };
        let in_file = |problem: Problem| Problem { place: problem.place.in_file(&file.name), ..problem };
        match detect(&source).as_slice() {
            [format] => {
                let Some(of_file) = format.read.and_then(|read| read(&source, &options).ok()) else {
                    reading.problems.push(not_read(&file.name));
                    continue;
                };
                reading.problems.extend(of_file.problems.into_iter().map(in_file));
                reading.documents.extend(of_file.documents);
            }
            _ => match text(&file, &options) {
                Some(imported) => reading.documents.push(imported),
                None => reading.problems.push(not_read(&file.name)),
            },
        }
    }
    (!reading.documents.is_empty()).then_some(reading)
}

fn text(file: &File, options: &ReadOptions<'_>) -> Option<Imported> {
    let stem = file.name.strip_suffix(".txt").or_else(|| file.name.strip_suffix(".md"))?;
    let decoded = decode::text(&file.bytes).ok()?;
    let title = stem.rsplit('/').next().unwrap_or(stem).into();
    let description = Description { title, source: file.name.as_str().into(), note: "".into() };
    let byte_order_mark = decoded.byte_order_mark;
    build(Draft { text: Some(decoded.text), byte_order_mark, description, ..Draft::default() }, options).ok()
}

fn not_read(name: &str) -> Problem {
    Problem {
        place: super::Place::default().in_file(name),
        fault: Fault::NotRead(name.to_owned()),
        outcome: Outcome::LeftOut,
        annotation: None,
    }
}

fn told(problem: &Problem, document: usize) -> Told {
    Told {
        words: problem.to_string(),
        document,
        records: problem.annotation.iter().map(ToString::to_string).collect(),
        gone: problem.outcome == Outcome::LeftOut,
    }
}

#[cfg(test)]
mod tests {
    use super::super::options::{plain_sentences, plain_words};
    use super::*;

    const SENSES: Senses<'static> = Senses { last_grapheme: &|_| 0, words: &plain_words, sentences: &plain_sentences };

    fn asked(request: &Request, parts: &[Vec<u8>]) -> (Answer, Vec<Vec<u8>>) {
        let (answer, parts) = answer(&request.write(), parts, SENSES);
        (Answer::read(&answer).unwrap(), parts)
    }

    fn document(title: &str) -> Vec<u8> {
        let json = format!(
            r#"{{"format": "rubricate", "version": 1, "document": {{"id": "{title}", "title": "{title}", "text": "Ada met."}},
            "label_set": {{"labels": [{{"id": "PERSON", "name": "PERSON"}}]}},
            "mentions": [{{"id": "a", "label": "PERSON", "spans": [{{"start": 0, "end": 3, "quote": "Ada"}}]}}]}}"#
        );
        native::write(&native::read(&json, |_| 0).unwrap().session).into_bytes()
    }

    fn labels() -> Vec<u8> {
        label_set::write(&LabelSet::ontonotes()).into_bytes()
    }

    fn write(format: &str) -> Request {
        Request::Write { format: format.to_owned(), choices: Choices::default() }
    }

    fn read(name: &str, format: Option<&str>) -> Request {
        Request::Read { name: name.to_owned(), format: format.map(str::to_owned), at: 0 }
    }

    #[test]
    fn several_documents_of_one_become_an_archive_that_is_read_again() {
        let documents = [document("One"), document("Two")];
        let (written, files) = asked(&write("rubricate"), &documents);
        assert!(
            matches!(&written, Answer::Written { extension, losses, .. } if extension == "zip" && losses.is_empty())
        );
        let (answer, parts) = asked(&read("all.zip", None), &[files[0].clone(), labels()]);
        assert!(matches!(&answer, Answer::Read { documents, .. } if documents.len() == 2), "{answer:?}");
        assert_eq!(parts, documents);
    }

    #[test]
    fn a_file_without_a_text_goes_to_the_open_document() {
        let (_, files) = asked(&write("csv"), &[document("One")]);
        let request = read("marks.csv", Some("csv"));
        let (answer, _) = asked(&request, &[files[0].clone(), labels(), document("One")]);
        assert!(matches!(&answer, Answer::Read { documents, .. } if documents[0].is_open), "{answer:?}");
        // What is there already is worth a list only beside something else.
        let Answer::Read { problems, documents, .. } = &answer else { panic!("{answer:?}") };
        assert_eq!((problems.len(), documents[0].left_out), (0, 1));
        let outside = [&files[0][..], b"z,PERSON,Ada,90,93\n"].concat();
        let lines = String::from_utf8_lossy(&files[0]).lines().map(str::to_owned).collect::<Vec<_>>();
        let (answer, _) = asked(&request, &[outside, labels(), document("One")]);
        assert!(matches!(&answer, Answer::Read { problems, .. } if problems.len() == 2), "{lines:?} {answer:?}");
        let (answer, _) = asked(&request, &[files[0].clone(), labels()]);
        assert!(matches!(&answer, Answer::Failed(why) if why.contains("Open the document")), "{answer:?}");
    }

    #[test]
    fn what_is_not_clear_is_asked() {
        let spans = |line: &str| format!("{{\"text\":\"Ada met.\",\"spans\":[]}}\n{line}\n").into_bytes();
        let of = |name: &str, bytes: Vec<u8>| asked(&read(name, None), &[bytes, labels()]).0;
        let found = |answer| match answer {
            Answer::Ambiguous(entries, doubt) => (entries.into_iter().map(|entry| entry.id).collect::<Vec<_>>(), doubt),
            other => panic!("{other:?}"),
        };
        assert_eq!(found(of("a.txt", spans(""))), (vec!["spacy".to_owned()], Doubt::NamedText));
        assert_eq!(found(of("a.md", b"id,start,end,label\n".to_vec())), (vec!["csv".to_owned()], Doubt::NamedText));
        assert_eq!(found(of("a.conll", b"words".to_vec())), (vec!["conll".to_owned()], Doubt::NotLikeIts));
        assert_eq!(found(of("a.jsonl", b"{\"text\": \"cut o".to_vec())).1, Doubt::NotLikeIts);
        assert_eq!(of("a.txt", b"words".to_vec()), Answer::Unknown);
        let broken = of("a.jsonl", spans("{\"text\":\"Bo"));
        assert!(
            matches!(&broken, Answer::Read { documents, left_out: 1, problems } if documents.len() == 1
            && problems[0].words == "Line 2: it is not JSON to its end: it seems to be cut off; left out."),
            "{broken:?}"
        );
    }

    #[test]
    fn what_is_of_no_format_is_unknown() {
        let archive = archive::write(&[File::new("word/document.xml", "<w/>")]);
        for bytes in [b"plain words".to_vec(), Vec::new(), archive] {
            assert_eq!(asked(&read("x", None), &[bytes, labels()]).0, Answer::Unknown);
        }
        let names_all = |why: &str| why.contains("“none”") && FORMATS.iter().all(|format| why.contains(format.id));
        assert!(matches!(asked(&write("none"), &[]).0, Answer::Failed(why) if names_all(&why)));
        let (answer, _) = super::answer("nonsense", &[], SENSES);
        assert!(answer.contains("Failed"));
    }
}
