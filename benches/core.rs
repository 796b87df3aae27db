//! What the model costs: segments of a block, edits among many records, cutting a text.
//!
//! The ratios tell: an edit among 100,000 records should cost about what it costs among 1,000.

#[cfg(not(target_arch = "wasm32"))]
mod core {
    use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group};
    use rubricate::model::session::UnknownParts;
    use rubricate::model::{
        Action, Annotation, AnnotationId, Body, CharPos, CharRange, Command, Description, Document, DocumentId,
        Fragments, Label, LabelId, LabelSet, Polarity, Session, Slot, Text, Timestamp, Unknown, segments,
    };
    use std::hint::black_box;
    use std::rc::Rc;
    use unicode_segmentation::UnicodeSegmentation;

    const SENTENCE: &str = "Die Außenministerin traf am Dienstag in Genf drei Unterhändler der Vereinten Nationen. ";

    fn last_grapheme(window: &str) -> usize {
        window.grapheme_indices(true).next_back().map_or(0, |(byte, _)| byte)
    }

    /// Paragraphs of some 350 code points, `bytes` of them together.
    fn article(bytes: usize) -> String {
        let paragraph = format!("{}\n\n", SENTENCE.repeat(4));
        paragraph.repeat(bytes / paragraph.len() + 1)
    }

    /// `count` annotations spread over the text; every seventh is a frame over its neighbours.
    fn annotations(text: &Text, count: u32) -> Vec<Annotation> {
        let labels: Vec<LabelId> = LabelSet::ontonotes().iter().map(|label| label.id.clone()).collect();
        let step = f64::from(text.len()) / f64::from(count);
        let annotation = |index: u32| {
            let start = (f64::from(index) * step) as u32;
            let chars = if index.is_multiple_of(7) { 60 } else { 5 + index % 13 };
            let range = CharRange::between(CharPos(start), CharPos((start + chars).min(text.len())));
            let body = match index % 7 {
                0 => Body::frame(Polarity::Positive),
                _ => Body::mention(labels[index as usize % labels.len()].clone()),
            };
            Annotation::new(id(index), Fragments::one(range).expect("not empty"), body, Timestamp(0))
        };
        (0..count).map(annotation).collect()
    }

    fn id(index: u32) -> AnnotationId {
        AnnotationId::from_bits(u64::from(index).wrapping_mul(0x9E37_79B1))
    }

    fn session(text: &str, count: u32) -> Session {
        let text = Rc::new(Text::new(text.to_owned(), last_grapheme));
        let document = Document {
            id: DocumentId::from_bits(0),
            created: Timestamp(0),
            byte_order_mark: false,
            unknown: UnknownParts::default(),
        };
        let annotations = annotations(&text, count);
        Session::new(text, document, Description::default(), LabelSet::ontonotes())
            .with_annotations(annotations)
            .expect("they fit")
    }

    fn run(session: &Session, action: &Action) -> Session {
        session.run(&Command { at: Timestamp(1), action: action.clone() }).expect("it is possible")
    }

    fn segments_of_a_block(c: &mut Criterion) {
        let mut group = c.benchmark_group("segments of a block");
        let line = SENTENCE.repeat(45);
        for count in [0, 50, 200] {
            let session = session(&line, count.max(1));
            let block = &session.text.blocks()[0];
            let bucket = session.annotations.bucket(session.text.block_at(CharPos(0)));
            let bucket = if count == 0 { &[] } else { bucket };
            group.bench_function(BenchmarkId::from_parameter(count), |b| {
                b.iter(|| segments(black_box(block.chars), black_box(bucket)));
            });
        }
        group.finish();
    }

    fn edits_among_many_records(c: &mut Criterion) {
        let article = article(4_000_000);
        for (name, undone) in [("add", false), ("remove", false), ("undo", true)] {
            let mut group = c.benchmark_group(format!("{name} among"));
            for count in [1_000, 10_000, 100_000] {
                let session = session(&article, count);
                let one = annotations(&session.text, 3).remove(1);
                let add = Action::Add(vec![Annotation { id: id(u32::MAX), ..one }]);
                let action = if name == "remove" { Action::Remove(vec![id(count / 2)]) } else { add };
                let (session, action) = if undone { (run(&session, &action), Action::Undo) } else { (session, action) };
                group.bench_function(BenchmarkId::from_parameter(count), |b| {
                    // Dropping the result is part of the cost: the page drops the session before it, too.
                    b.iter(|| run(black_box(&session), black_box(&action)));
                });
            }
            group.finish();
        }
    }

    fn relabel_many(c: &mut Criterion) {
        let mut group = c.benchmark_group("relabel 1000 among");
        let article = article(4_000_000);
        for count in [10_000, 100_000] {
            let session = session(&article, count);
            let mentions = session.annotations.iter(&session.text).filter(|annotation| annotation.label().is_some());
            let ids = mentions.take(1_000).map(|annotation| annotation.id.clone()).collect();
            let label = LabelSet::ontonotes().iter().last().map(|label| label.id.clone()).expect("there are labels");
            let relabel = Action::Relabel(ids, label);
            group.bench_function(BenchmarkId::from_parameter(count), |b| b.iter(|| run(&session, &relabel)));
        }
        group.finish();
    }

    /// Everything on one line: the ratios tell whether an edit of many costs more for each of them when there are more.
    fn many_in_one_block(c: &mut Criterion) {
        let line = SENTENCE.repeat(45);
        let label = LabelSet::ontonotes().iter().last().map(|label| label.id.clone()).expect("there are labels");
        let person = LabelId::new("PERSON").expect("an id");
        for name in ["relabel", "remove", "remove from the end", "remove the label"] {
            let mut group = c.benchmark_group(format!("{name} all in one block"));
            for count in [1_000_u32, 10_000] {
                let session = session(&line, count);
                let mentions =
                    session.annotations.iter(&session.text).filter(|annotation| annotation.label().is_some());
                let ids: Vec<_> = mentions.map(|annotation| annotation.id.clone()).collect();
                let action = match name {
                    "relabel" => Action::Relabel(ids, label.clone()),
                    "remove" => Action::Remove(ids),
                    "remove from the end" => Action::Remove(ids.into_iter().rev().collect()),
                    _ => Action::RemoveLabel(person.clone()),
                };
                group.throughput(Throughput::Elements(u64::from(count)));
                group.bench_function(BenchmarkId::from_parameter(count), |b| b.iter(|| run(&session, &action)));
            }
            group.finish();
        }
    }

    fn labels_of_a_large_set(c: &mut Criterion) {
        let mut group = c.benchmark_group("in a set of");
        for count in [18_usize, 5_000] {
            let labels = (0..count).map(|number| Label {
                id: LabelId::new(&format!("L{number}")).expect("an id"),
                name: format!("Label {number}").into(),
                description: "".into(),
                slot: Slot::nth(number),
                key: None,
                folded: false,
                unknown: Unknown::default(),
            });
            let set = LabelSet::new(labels.collect()).expect("ids differ");
            let last = set.iter().last().cloned().expect("there are labels");
            group.bench_function(BenchmarkId::new("find a label", count), |b| b.iter(|| set.get(black_box(&last.id))));
            let session = session(SENTENCE, 1);
            let session = run(&session, &Action::SetLabels(set));
            let put = Action::PutLabel(Label { name: "Another".into(), ..last }, 0);
            group
                .bench_function(BenchmarkId::new("change and move a label", count), |b| b.iter(|| run(&session, &put)));
        }
        group.finish();
    }

    fn cutting_a_text(c: &mut Criterion) {
        let mut group = c.benchmark_group("cut 1 MB");
        let texts = [
            ("short lines", article(1_000_000)),
            ("one line of words", SENTENCE.repeat(1_000_000 / SENTENCE.len())),
            ("one line of ideographs", "漢".repeat(1_000_000 / 3)),
        ];
        for (name, text) in texts {
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(name, |b| {
                b.iter_batched(|| text.clone(), |text| Text::new(text, last_grapheme), BatchSize::LargeInput);
            });
        }
        group.finish();
    }

    criterion_group!(
        benches,
        segments_of_a_block,
        edits_among_many_records,
        relabel_many,
        many_in_one_block,
        labels_of_a_large_set,
        cutting_a_text
    );
}

#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_main!(core::benches);

#[cfg(target_arch = "wasm32")]
fn main() {}
