//! What it costs to write and to read 10,000 annotations over 1 MB of text in each format.

#[cfg(not(target_arch = "wasm32"))]
mod formats {
    use criterion::{BenchmarkId, Criterion, criterion_group};
    use rubricate::format::exchange::{FORMATS, ReadOptions, Source, Unit, WriteOptions};
    use rubricate::model::session::{Records, UnknownParts};
    use rubricate::model::{
        Annotation, AnnotationId, Body, CharPos, CharRange, Description, Document, DocumentId, Fragments, Frame,
        LabelSet, Polarity, Referent, Relation, RelationId, Session, Text, Timestamp,
    };
    use std::hint::black_box;
    use std::rc::Rc;
    use unicode_segmentation::UnicodeSegmentation;

    const SENTENCE: &str = "Die Außenministerin traf 😀 am Dienstag in Genf drei Unterhändler der Vereinten Nationen. ";

    fn last_grapheme(window: &str) -> usize {
        window.grapheme_indices(true).next_back().map_or(0, |(byte, _)| byte)
    }

    /// Every tenth annotation is a sentiment about the one before it, and every tenth has a relation to the next.
    fn session(bytes: usize, count: u32) -> Session {
        let paragraph = format!("{}\n\n", SENTENCE.repeat(4));
        let text = Rc::new(Text::new(paragraph.repeat(bytes / paragraph.len() + 1), last_grapheme));
        let labels = LabelSet::ontonotes();
        let names: Vec<_> = labels.iter().map(|label| label.id.clone()).collect();
        let types: Vec<_> = labels.relations().iter().map(|kind| kind.id.clone()).collect();
        let id = |index: u32| AnnotationId::new(&format!("a{index}")).expect("an id");
        let step = f64::from(text.len()) / f64::from(count);
        let annotation = |index: u32| {
            let start = CharPos((f64::from(index) * step) as u32);
            let range = CharRange::between(start, CharPos((start.0 + 4 + index % 60).min(text.len())));
            let body = match index % 10 {
                9 => Body::Frame(Frame {
                    targets: Rc::new([Referent::Mention(id(index - 1))]),
                    ..Frame::new(Polarity::Positive)
                }),
                _ => Body::mention(names[index as usize % names.len()].clone()),
            };
            Annotation::new(id(index), Fragments::one(range).expect("not empty"), body, Timestamp(0))
        };
        let relation = |index: u32| {
            let name = RelationId::new(&format!("r{index}")).expect("an id");
            Relation::new(name, types[index as usize % types.len()].clone(), id(index), id(index + 1), Timestamp(0))
        };
        let annotations = (0..count).map(annotation).collect();
        let relations = (0..count - 1).step_by(10).map(relation).collect();
        let document = Document {
            id: DocumentId::from_bits(0),
            created: Timestamp(0),
            byte_order_mark: false,
            unknown: UnknownParts::default(),
        };
        Session::new(text, document, Description::default(), labels)
            .with_records(Records { annotations, relations, ..Records::default() })
            .expect("they fit")
    }

    fn formats(c: &mut Criterion) {
        let session = session(1_000_000, 10_000);
        let options = WriteOptions::default();
        let labels = LabelSet::ontonotes();
        let (at, last_grapheme) = (Timestamp(0), &last_grapheme);
        let open = Session::new(
            Rc::clone(&session.text),
            (*session.document).clone(),
            Description::default(),
            LabelSet::ontonotes(),
        );
        let reading = ReadOptions { open: Some(&open), labels: &labels, at, unit: Unit::CodePoints, last_grapheme };
        for format in FORMATS {
            let mut group = c.benchmark_group(format.id);
            group.sample_size(10);
            let Some(write) = format.write else { continue };
            let written = write(&[&session], &options).expect("it can be written");
            group.bench_function(BenchmarkId::from_parameter("write"), |b| {
                b.iter(|| write(black_box(&[&session]), &options));
            });
            if let Some(read) = format.read {
                let source = Source { name: "", bytes: &written.file };
                group.bench_function(BenchmarkId::from_parameter("read"), |b| {
                    b.iter(|| read(black_box(&source), &reading).expect("it can be read"));
                });
            }
            group.finish();
        }
    }

    criterion_group!(benches, formats);
}

#[cfg(not(target_arch = "wasm32"))]
criterion::criterion_main!(formats::benches);

#[cfg(target_arch = "wasm32")]
fn main() {}
