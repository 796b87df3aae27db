//! Files: reading what a person picked or dropped, and handing out downloads.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A file that a person picked or dropped.
#[derive(Clone, Debug)]
pub struct PickedFile(web_sys::File);

impl PickedFile {
    /// The files of a file input, which is emptied so that the same file can be picked again.
    pub fn of_input(input: &web_sys::HtmlInputElement) -> Vec<Self> {
        let files = input.files().map(Self::list).unwrap_or_default();
        input.set_value("");
        files
    }

    /// The files that were dropped.
    pub fn of_drop(event: &web_sys::DragEvent) -> Vec<Self> {
        event.data_transfer().and_then(|transfer| transfer.files()).map(Self::list).unwrap_or_default()
    }

    fn list(files: web_sys::FileList) -> Vec<Self> {
        (0..files.length()).filter_map(|index| files.get(index)).map(Self).collect()
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Its size in bytes.
    pub fn size(&self) -> usize {
        self.0.size() as usize
    }

    /// Its bytes, or the browser's words for why it cannot be read.
    pub async fn bytes(&self) -> Result<Vec<u8>, String> {
        let read = JsFuture::from(self.0.array_buffer()).await;
        read.map(|buffer| Uint8Array::new(&buffer).to_vec()).map_err(|error| super::thrown(&error).1)
    }
}

/// Whether something with files is dragged over the page.
pub fn is_file_drag(event: &web_sys::DragEvent) -> bool {
    let types = event.data_transfer().map(|transfer| transfer.types());
    types.is_some_and(|types| types.includes(&"Files".into(), 0))
}

/// Lets the browser save `content` under `name`.
pub fn download(name: &str, media_type: &str, content: &str) -> Result<(), String> {
    download_bytes(name, media_type, content.as_bytes())
}

/// The text of bytes in an encoding that `TextDecoder` knows; U+FFFD stands for what is not in it. `None` where the browser
/// does not know it.
pub fn decoded(bytes: &[u8], encoding: &str) -> Option<String> {
    web_sys::TextDecoder::new_with_label(encoding).ok()?.decode_with_u8_array(bytes).ok()
}

/// Lets the browser save these bytes under `name`.
pub fn download_bytes(name: &str, media_type: &str, content: &[u8]) -> Result<(), String> {
    let save = || -> Result<(), JsValue> {
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(media_type);
        let parts = Array::of1(&Uint8Array::from(content));
        let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
        let address = web_sys::Url::create_object_url_with_blob(&blob)?;
        let link: web_sys::HtmlAnchorElement = super::document().create_element("a")?.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
        // The browser reads the blob after this turn; a minute later it has it.
        gloo_timers::callback::Timeout::new(60_000, move || {
            let _ = web_sys::Url::revoke_object_url(&address);
        })
        .forget();
        Ok(())
    };
    save().map_err(|error| super::thrown(&error).1)
}
