//! The tables of `docs/formats.md` are what the program says of its formats. `RUBRICATE_BLESS=1` writes them anew.

use rubricate::format::exchange::{FORMATS, Format, LossKind};
use std::path::Path;

const START: &str = "<!-- The tables of src/format/exchange.rs; a test compares them. -->\n";
const END: &str = "<!-- End of the tables. -->\n";

fn row(format: &Format) -> String {
    let endings: Vec<_> = format.extensions.iter().map(|extension| format!("`.{extension}`")).collect();
    let unit = format.unit.map_or("–", |unit| unit.name());
    let yes = |is: bool| if is { "yes" } else { "–" };
    let Format { id, name, write, read, .. } = format;
    let (writes, reads) = (yes(write.is_some()), yes(read.is_some()));
    format!("| {name} | `{id}` | {} | {unit} | {writes} | {reads} |\n", endings.join(" "))
}

fn held(format: &Format) -> String {
    let list = |kinds: &[LossKind]| match kinds.len() {
        0 => "–".to_owned(),
        _ if kinds.contains(&LossKind::Overlaps) && kinds.contains(&LossKind::Frames) => {
            "everything but one layer of mentions".to_owned()
        }
        _ => kinds.iter().map(|kind| kind.words().1).collect::<Vec<_>>().join(", "),
    };
    format!("| {} | {} | {} |\n", format.name, list(format.holds.aside), list(format.holds.no))
}

fn tables() -> String {
    let rows: String = FORMATS.iter().map(row).collect();
    let held: String = FORMATS.iter().map(held).collect();
    format!(
        "{START}\n| Format | Id | Files | Offsets count | Written | Read |\n| --- | --- | --- | --- | --- | --- |\n{rows}\n\
         | Format | Kept where other tools pass over it | Not in it |\n| --- | --- | --- |\n{held}\n{END}"
    )
}

#[test]
fn the_document_says_what_the_program_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md");
    let mut text = std::fs::read_to_string(&path).expect("the document is there");
    let part = |text: &str| Some((text.find(START)?, text.find(END)? + END.len()));
    let (start, end) = part(&text).expect("it has the tables");
    if std::env::var_os("RUBRICATE_BLESS").is_some() {
        text.replace_range(start..end, &tables());
        std::fs::write(&path, &text).expect("the document can be written");
    }
    let (start, end) = part(&text).expect("it has the tables");
    assert_eq!(text[start..end], tables(), "run with RUBRICATE_BLESS=1");
    for format in FORMATS {
        let heading = format!("\n### {}\n", format.name);
        let (_, recipe) = text.split_once(&heading).unwrap_or_else(|| panic!("no recipe for {}", format.name));
        let recipe = recipe.split("\n### ").next().unwrap_or_default();
        assert!(recipe.trim().lines().count() >= 3, "the recipe for {} is too short", format.name);
    }
}
