// The worker that knows the formats of other tools. It loads a program of its own, so that the page's stays small, and
// answers [serial, message, parts] with [serial, message, parts], or with [serial, null, why] where the program failed. A
// program that cannot be loaded is an error of the worker itself, of which the page hears too.

importScripts(`formats.js${self.location.search}`);

const ready = wasm_bindgen({ module_or_path: `formats_bg.wasm${self.location.search}` });
ready.catch((error) => reportError(error));

self.onmessage = async ({ data: [serial, message, parts] }) => {
    await ready;
    try {
        const [answer, files] = wasm_bindgen.answer(message, parts);
        self.postMessage([serial, answer, files], files.map((file) => file.buffer));
    } catch (error) {
        self.postMessage([serial, null, String(error?.message ?? error)]);
    }
};
