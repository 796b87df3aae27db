//! Dragging something of the page to another place of it.

/// The kind of what is dragged: no file, and no text that could be dropped elsewhere.
const KIND: &str = "application/x-rubricate-label";

/// Lets a drag that begins carry words.
pub fn carry(event: &web_sys::DragEvent, words: &str) {
    if let Some(transfer) = event.data_transfer() {
        let _ = transfer.set_data(KIND, words);
        transfer.set_effect_allowed("move");
    }
}

/// Whether a drag carries words. Which ones is told only when it is dropped.
pub fn carries(event: &web_sys::DragEvent) -> bool {
    event.data_transfer().is_some_and(|transfer| transfer.types().includes(&KIND.into(), 0))
}

/// The words that a drag carried which is dropped.
pub fn carried(event: &web_sys::DragEvent) -> Option<String> {
    event.data_transfer()?.get_data(KIND).ok().filter(|words| !words.is_empty())
}
