//! What reports of losses say, and what one-way formats hold.

use crate::fixtures::hardest;
use crate::generators::{config, session};
use crate::plain::options;
use proptest::prelude::*;
use rubricate::format::exchange::{
    FORMATS, FlatLayer, Keeping, Loss, LossKind, Source, WriteOptions, Written, format, loss, lossless_for,
};
use rubricate::model::{Annotation, LabelId, LabelSet, Session};
use std::rc::Rc;

fn written(id: &str, session: &Session, options: &WriteOptions<'_>) -> Written {
    format(id).and_then(|format| format.write).expect("it is written")(&[session], options).expect("it can be written")
}

fn lost(losses: &[Loss], kind: LossKind) -> &[String] {
    losses.iter().find(|loss| loss.kind == kind).map_or(&[], |loss| &loss.records)
}

#[test]
fn a_flat_layer_is_the_longest_or_that_of_labels() {
    let session = hardest();
    let long = written("conll", &session, &WriteOptions::default());
    assert_eq!(lost(&long.losses, LossKind::Overlaps), ["m1", "m2", "m3"]);
    assert_eq!(lost(&long.losses, LossKind::Discontinuous), ["m4"]);
    assert_eq!(lost(&long.losses, LossKind::LabelNames), ["Place, <b>of</b> it", "a|b \"c\""]);
    assert_eq!(lost(&long.losses, LossKind::Relations), ["r1", "r2", "r3"]);
    let labels = FlatLayer::Labels(vec![LabelId::new("PERSON").expect("an id")]);
    let people = written("conll", &session, &WriteOptions { flat: labels, ..WriteOptions::default() });
    assert_eq!(lost(&people.losses, LossKind::Layer), ["m5", "m2", "m3", "m6"]);
    assert_eq!(lost(&people.losses, LossKind::Overlaps), [] as [&str; 0]);
}

#[test]
fn losses_are_said_in_words() {
    let session = hardest();
    let report = loss::report(&written("conll", &session, &WriteOptions::default()).losses, &["hardest".to_owned()]);
    for line in [
        "hardest\n",
        "  3 overlapping annotations: left out\n    m1\n    m2\n    m3\n",
        "  1 annotation of several stretches: left out\n    m4\n",
        "  3 relations: left out\n",
        "  the text: left out\n",
    ] {
        assert!(report.contains(line), "{report}");
    }
    let spacy = written("spacy", &session, &WriteOptions::default());
    let aside = spacy.losses.iter().find(|loss| loss.kind == LossKind::Entities).map(ToString::to_string);
    assert_eq!(aside.as_deref(), Some("1 entity: kept where other tools pass over it"));
}

#[test]
fn the_formats_that_lose_nothing_are_named() {
    let ids: Vec<_> = lossless_for(&[&hardest()], &WriteOptions::default()).iter().map(|format| format.id).collect();
    let small = ["rubricate", "csv-zip", "spacy", "label-studio", "brat", "doccano"];
    let of_xml = ["xmi", "cas-json", "webanno-tsv", "medtator", "bioc"];
    assert_eq!(ids, [small.as_slice(), &of_xml].concat());
}

#[test]
fn html_holds_no_markup_of_the_text() {
    let page = String::from_utf8(written("html", &hardest(), &WriteOptions::default()).file).expect("UTF-8");
    for markup in ["<Bob", "<img", "</script", "<b>", "onerror=alert(1)>", " style=", "<script", "http-equiv=\"refresh"]
    {
        assert!(!page.contains(markup), "{markup}");
    }
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
    assert_eq!(page.matches("<style>").count(), 1);
}

proptest! {
    #![proptest_config(config(100))]

    /// Chunks have the words and the labels of the mentions that the report does not name, in order.
    #[test]
    fn chunks_are_the_mentions_that_are_not_lost(session in session()) {
        let written = written("conll", &session, &WriteOptions::default());
        let gone: Vec<&String> = written
            .losses
            .iter()
            .filter(|loss| loss.keeping == Keeping::No && !matches!(loss.kind, LossKind::LabelNames))
            .filter(|loss| matches!(
                loss.kind,
                LossKind::Frames | LossKind::Wordless | LossKind::Discontinuous | LossKind::Overlaps | LossKind::Blank
            ))
            .flat_map(|loss| &loss.records)
            .collect();
        let visible = |c: &char| !c.is_whitespace() && !c.is_control() && !"\u{200b}\u{200d}\u{200f}\u{202b}\u{202c}\u{feff}".contains(*c);
        let line = |session: &Session, mention: &Rc<Annotation>| {
            let words = session.text.slice(mention.extent().expect("words")).expect("in the text");
            let label = &session.labels.get(mention.label().expect("a mention")).expect("a label").name;
            let label = label.split_whitespace().collect::<Vec<_>>().join("_");
            (words.chars().filter(visible).collect::<String>(), label)
        };
        let kept = session.annotations.iter(&session.text).filter(|mention| !gone.contains(&&mention.id.to_string()));
        let expected: Vec<_> = kept.map(|mention| line(&session, mention)).collect();

        let labels = LabelSet::default();
        let read = format("conll").and_then(|format| format.read).expect("it is read");
        let found = match read(&Source { name: "", bytes: &written.file }, &options(None, &labels)) {
            Ok(reading) => {
                prop_assert_eq!(reading.documents.len(), 1);
                let of = &reading.documents[0].session;
                of.annotations.iter(&of.text).map(|mention| line(of, mention)).collect()
            }
            // A text of nothing visible has no token.
            Err(_) => Vec::new(),
        };
        prop_assert_eq!(found, expected, "{}", String::from_utf8_lossy(&written.file));
    }

    /// Every format is written, and says of what it leaves out that it cannot hold it.
    #[test]
    fn what_is_lost_is_what_the_table_says(session in session()) {
        for format in FORMATS {
            let Some(write) = format.write else { continue };
            let written = write(&[&session], &WriteOptions::default()).expect("it can be written");
            for loss in &written.losses {
                // Relations and pointers go with what they lead to.
                let follows = matches!(loss.kind, LossKind::Referents | LossKind::Relations);
                let known = follows || format.holds.keeping(loss.kind) == loss.keeping;
                prop_assert!(known, "{}: {loss}", format.id);
                prop_assert!(loss.count >= loss.records.len() && loss.count > 0, "{}: {loss}", format.id);
            }
        }
    }
}
