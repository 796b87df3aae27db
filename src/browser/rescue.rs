//! What happens when the program itself fails: the rescue page, made by plain DOM calls of a script of its own.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = rubricateRescue, catch)]
    fn show_rescue_page(message: &str) -> Result<(), JsValue>;
}

/// What to do on a panic: show the rescue page, after which nothing is written.
pub fn on_panic(panic: &std::panic::PanicHookInfo<'_>) {
    let message = panic.to_string();
    web_sys::console::error_1(&message.as_str().into());
    // Where the rescue script is missing too, the console has the message.
    let _ = show_rescue_page(&message);
}

/// What to do on a panic in a worker, which has no page: the console has the message.
pub fn tell_console(panic: &std::panic::PanicHookInfo<'_>) {
    web_sys::console::error_1(&panic.to_string().into());
}
