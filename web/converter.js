// The worker that knows the formats of other tools. It loads a program of its own, so that the page's stays small, and
// answers [serial, message, parts] with [serial, message, parts], or with [serial, null, why] where the program failed.

importScripts(`formats.js${self.location.search}`);

const ready = wasm_bindgen({ module_or_path: `formats_bg.wasm${self.location.search}` });
// Whoever asks is told.
ready.catch(() => {});

self.onmessage = async ({ data: [serial, message, parts] }) => {
    try {
        await ready;
        const [answer, files] = wasm_bindgen.answer(message, parts);
        self.postMessage([serial, answer, files], files.map((file) => file.buffer));
    } catch (error) {
        self.postMessage([serial, null, String(error?.message ?? error)]);
    }
};
