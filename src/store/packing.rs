//! How the text of a document lies in its slot: one character that names the packing, and the text packed so.

/// The text as it is.
const VERBATIM: char = '=';

/// Packs a text for its slot.
pub(super) fn pack(text: &str) -> String {
    let mut packed = String::with_capacity(1 + text.len());
    packed.push(VERBATIM);
    packed.push_str(text);
    packed
}

/// The text that was packed, or in a few words why there is none.
pub(super) fn unpack(mut packed: String) -> Result<String, String> {
    match packed.chars().next() {
        Some(VERBATIM) => {
            packed.remove(0);
            Ok(packed)
        }
        Some(packing) => Err(format!("its text is packed in a way that this version does not know ({packing:?})")),
        None => Err("its text is empty".to_owned()),
    }
}
