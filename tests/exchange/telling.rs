//! Telling what a file is: prose is never asked about, a file of a tool is known under any name, and one that is damaged is
//! never taken for prose.

use crate::plain::options;
use rubricate::format::decode::{is_hardly_prose, may_be_of_a_tool};
use rubricate::format::exchange::{FORMATS, Format, Reading, Source, WriteOptions, detect, format};
use rubricate::model::LabelSet;

/// Texts as people annotate them, some with traps: lines like those of a format, code, tables, lists.
const PROSE: &[(&str, &str)] = &[
    (
        "news.txt",
        "Harbour vote splits Port Amelie\n\nThe council voted 5 to 4 on Tuesday.\n\n“No,” said Ines Okafor.\n",
    ),
    ("one line.txt", "His blood group is O"),
    ("vitamins.txt", "He takes vitamin B-12\nShe takes vitamin B-6\n"),
    ("poem.txt", "O\nO wonder\nHow many\nO\n\nGoodly creatures\n"),
    ("transcript.txt", "A:\tGood morning.\nB:\tGood morning.\nA:\tHow are you?\nB:\tFine.\n"),
    ("interview.txt", "T1\tCan you say who was there?\nT2\tI cannot.\nT3\tWhy not?\n"),
    ("tabs.txt", "\tThe first paragraph is indented.\n\tSo is the second.\n\tAnd the third one.\n"),
    ("footnotes.txt", "[1] See the report of 2019.\n[2] Ibid.\n[The rest is lost.]\n"),
    ("braces.txt", "{the} news of {today} is in {brackets}.\n{And so on.}\n"),
    ("list.txt", "Label, text and start are words too\n\nThis is about them.\n"),
    ("table.txt", "City\tPeople\nLindal\t12,000\nPort Amelie\t80,000\n"),
    ("mail.txt", "<ines@example.org> wrote:\n> <b>No</b>, he said.\n"),
    ("arabic.txt", "قال الرئيس إن المدينة آمنة.\nوأضاف أن الوضع مستقر.\n"),
    ("chinese.txt", "港口投票让城市分裂。\n市长说：“不。”\n"),
    ("mark.txt", "\u{feff}The text begins with a mark.\r\nIt goes on.\r\n"),
    ("xmi.txt", "In UIMA the file begins with <xmi:XMI and the text is in <TEXT> or sofaString.\n"),
    ("hash.txt", "#1 in the charts\n#2 in the charts\n#FORMAT=none\n"),
    ("readme.md", "# Title\n\n- one\n- two\n\n| a | label | text |\n| --- | --- | --- |\n| 1 | B-PER | O |\n"),
    ("front.md", "---\ntitle: The news\nlabel: PERSON\n---\n\nThe news of today.\n"),
    (
        "code.md",
        "Write lines such as this:\n\n```json\n{\"text\": \"Ada\", \"spans\": []}\n```\n\nand open the file.\n",
    ),
    ("html.md", "<div align=\"center\">\n\n# The news\n\n</div>\n\nThe council voted.\n"),
    ("badge.md", "[![build](https://example.org/b.svg)](https://example.org)\n\n[[Wiki link]] and more.\n"),
    ("liquid.md", "{% include head.html %}\n{{ page.title }}\n\nThe news of today.\n"),
];

#[test]
fn prose_is_never_asked_about() {
    for (name, text) in PROSE {
        let found = detect(&Source { name, bytes: text.as_bytes() });
        assert!(found.is_empty(), "{name}: {:?}", found.iter().map(|format| format.id).collect::<Vec<_>>());
        assert!(!is_hardly_prose(text), "{name}");
    }
    // Most of it is not even looked at by those who know the formats.
    let plain = ["news.txt", "poem.txt", "arabic.txt", "chinese.txt", "readme.md", "front.md", "code.md"];
    for (name, text) in PROSE.iter().filter(|(name, _)| plain.contains(name)) {
        assert!(!may_be_of_a_tool(text), "{name}");
    }
}

/// Every format that is read and is no archive, with a file of it.
fn written() -> impl Iterator<Item = (&'static Format, Vec<u8>)> {
    let session = crate::fixtures::hardest();
    let read = FORMATS.iter().filter(|format| format.read.is_some());
    let files = read.filter_map(move |format| {
        let written = format.write?(&[&session], &WriteOptions::default()).expect("it can be written");
        Some((format, written)).filter(|(_, written)| written.extension != "zip")
    });
    files.map(|(format, written)| (format, written.file))
}

#[test]
fn a_file_of_a_tool_is_known_under_any_name() {
    let ann =
        b"R1\tMet Arg1:T1 Arg2:T2\nT1\tPER 0 3\tAda\nbroken\nT2\tPER 8 10\tBo\n#1\tAnnotatorNotes T1\tfirst\n".to_vec();
    let xml =
        b"<?xml version=\"1.0\"?>\n<TASK>\n<TEXT><![CDATA[Ada met Bo]]></TEXT>\n<TAGS></TAGS>\n</TASK>\n".to_vec();
    let known = |id| format(id).expect("a format");
    let alone = [(known("brat"), ann), (known("medtator"), xml)];
    let files: Vec<_> = written().chain(alone).collect();
    assert!(files.len() > 10);
    for (format, file) in files {
        let text = std::str::from_utf8(&file).expect("it is text");
        assert!(may_be_of_a_tool(text), "{} would be taken for prose", format.id);
        for name in ["a.txt", "a.md", "a.csv", "a.dat"] {
            let found = detect(&Source { name, bytes: &file });
            assert!(found.iter().any(|found| found.id == format.id), "{name}: {}", format.id);
        }
    }
}

fn read(format: &Format, file: &str) -> Reading {
    let labels = LabelSet::ontonotes();
    let found = detect(&Source { name: "a.txt", bytes: file.as_bytes() });
    assert!(found.iter().any(|found| found.id == format.id), "{} is not known any more:\n{file}", format.id);
    let read = format.read.expect("it is read");
    read(&Source { name: "a.txt", bytes: file.as_bytes() }, &options(None, &labels)).expect("the rest can be read")
}

/// Five lines of each format that goes by lines, each a document.
fn lines_of(id: &str) -> Vec<String> {
    let line = |number: usize| match id {
        "spacy" => format!("{{\"text\":\"Ada met {number}\",\"spans\":[{{\"start\":0,\"end\":3,\"label\":\"P\"}}]}}"),
        "doccano" => format!("{{\"text\":\"Ada met {number}\",\"label\":[[0,3,\"P\"]]}}"),
        "news-mtsc" => format!(
            "{{\"primary_gid\":\"{number}\",\"sentence_normalized\":\"Ada met {number}\",\"targets\":[{{\"from\":0,\"to\":3,\"mention\":\"Ada\",\"polarity\":2.0}}]}}"
        ),
        _ => format!("{{\"sent_id\":\"s{number}\",\"text\":\"Ada met {number}\",\"opinions\":[]}}"),
    };
    (0..5).map(line).collect()
}

#[test]
fn one_broken_line_costs_itself_and_is_named() {
    for id in ["spacy", "doccano", "news-mtsc", "structured-sentiment"] {
        let format = format(id).expect("a format");
        let whole = lines_of(id);
        assert_eq!(read(format, &whole.join("\n")).documents.len(), 5, "{id}");
        for broken in 0..whole.len() {
            for end in (2..whole[broken].len() - 1).step_by(7) {
                let mut lines = whole.clone();
                lines[broken].truncate(end);
                let reading = read(format, &lines.join("\n"));
                assert_eq!(reading.documents.len(), 4, "{id}, line {broken} cut at {end}");
                let said: Vec<_> = reading.problems.iter().map(ToString::to_string).collect();
                assert_eq!(said.len(), 1, "{said:?}");
                assert!(said[0].starts_with(&format!("Line {}", broken + 1)), "{said:?}");
                assert!(said[0].ends_with("it is not JSON to its end: it seems to be cut off; left out."), "{said:?}");
            }
            let mut lines = whole.clone();
            lines[broken].insert(1, '!');
            let said = read(format, &lines.join("\n")).problems.iter().map(ToString::to_string).collect::<String>();
            assert!(said.ends_with("it is not JSON: there is a mistake in column 2; left out."), "{said}");
        }
    }
}

#[test]
fn a_broken_line_of_tokens_is_named_too() {
    let format = format("conll").expect("a format");
    let mut lines: Vec<&str> = ["Ada B-PER", "met O", "Bo B-PER", ". O"].repeat(4);
    lines[5] = "met";
    let reading = read(format, &lines.join("\n"));
    assert_eq!(
        reading.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["Line 6: it is not a token and its tag; left out."]
    );
}

#[test]
fn where_no_line_is_left_the_first_mistake_is_named() {
    let labels = LabelSet::ontonotes();
    for id in ["spacy", "doccano", "news-mtsc", "structured-sentiment"] {
        let read = format(id).and_then(|format| format.read).expect("it is read");
        let error = read(&Source { name: "a.jsonl", bytes: b"{\"text\": \"cut o" }, &options(None, &labels));
        let said = error.expect_err("there is nothing in it").to_string();
        assert!(said.starts_with("Nothing in the file can be read. Line 1"), "{id}: {said}");
        assert!(said.ends_with("it seems to be cut off; left out."), "{id}: {said}");
    }
}
