// Starts the page: fetches the program and its JavaScript module, both named by links that the build puts into index.html,
// and lets the program take over `#app`. A file of its own because the Content-Security-Policy allows no inline script.
//
// `globalThis.rubricate` is for other scripts, see docs/javascript.md: what it can do is there when `rubricate.ready` is kept.

const rubricate = {};
globalThis.rubricate = rubricate;
const started = start();
rubricate.ready = started.then(() => rubricate);
// Whoever waits is told; anybody sees the rescue page.
rubricate.ready.catch(() => {});

started.then(
  () => document.dispatchEvent(new CustomEvent("rubricate:ready", { bubbles: true })),
  (error) => {
    // A panic at the start has its own rescue page already; the first message stays.
    globalThis.rubricateRescue(`Rubricate could not start. ${error?.message ?? error}`);
    console.error(error);
  },
);

async function start() {
  if (typeof WebAssembly !== "object") {
    throw new Error("This browser has no WebAssembly, or it is switched off.");
  }
  // The same request as the preload link's, so that the browser answers it with what it has fetched already.
  const program = fetch(document.getElementById("program").href);
  const module = await import(document.getElementById("program-module").href);
  await module.default({ module_or_path: await answered(program) });
  await module.scriptingStarted();
  rubricate.document = module.scriptingDocument;
  rubricate.annotations = module.scriptingAnnotations;
  rubricate.open = module.scriptingOpen;
  rubricate.export = module.scriptingExport;
  rubricate.work = module.work;
  Object.freeze(rubricate);
}

// The response, if it is one that can be used: without this a missing file would be reported as a compile error.
async function answered(response) {
  const answer = await response;
  if (!answer.ok) {
    throw new Error(`The program could not be loaded (${answer.status} ${answer.statusText}).`);
  }
  return answer;
}
