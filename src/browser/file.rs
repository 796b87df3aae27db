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
        save_blob(name, &web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?)
    };
    save().map_err(|error| super::thrown(&error).1)
}

/// Lets the browser save an SVG picture as PNG, drawn so many times as large.
///
/// The picture is drawn by the browser, from a blob of its own that the Content-Security-Policy lets images come from.
pub async fn download_png(name: &str, svg: &str, (width, height): (f64, f64), scale: f64) -> Result<(), String> {
    draw(svg, (width * scale, height * scale))
        .await
        .and_then(|blob| save_blob(name, &blob))
        .map_err(|error| super::thrown(&error).1)
}

async fn draw(svg: &str, (width, height): (f64, f64)) -> Result<web_sys::Blob, JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&Array::of1(&svg.into()), &options)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let image = web_sys::HtmlImageElement::new()?;
    image.set_src(&address);
    let drawn = JsFuture::from(image.decode()).await;
    let _ = web_sys::Url::revoke_object_url(&address);
    drawn?;
    let canvas: web_sys::HtmlCanvasElement = super::document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width.ceil() as u32);
    canvas.set_height(height.ceil() as u32);
    let context = canvas.get_context("2d")?.ok_or("no canvas")?.unchecked_into::<web_sys::CanvasRenderingContext2d>();
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    let encoded = js_sys::Promise::new(&mut |resolve, _| drop(canvas.to_blob(&resolve)));
    let encoded = JsFuture::from(encoded).await?;
    encoded.dyn_into::<web_sys::Blob>().map_err(|_| "the picture is too large".into())
}

fn save_blob(name: &str, blob: &web_sys::Blob) -> Result<(), JsValue> {
    let address = web_sys::Url::create_object_url_with_blob(blob)?;
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
}
