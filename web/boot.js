// Starts the page: fetches the program and its JavaScript module, both named by links that the build puts into index.html,
// and lets the program take over `#app`. A file of its own because the Content-Security-Policy allows no inline script.
//
// What the program exports is at `globalThis.rubricate` afterwards, for other scripts on the page and for the console.

try {
  if (typeof WebAssembly !== "object") {
    throw new Error("This browser has no WebAssembly, or it is switched off.");
  }
  // The same request as the preload link's, so that the browser answers it with what it has fetched already.
  const program = fetch(document.getElementById("program").href);
  const module = await import(document.getElementById("program-module").href);
  await module.default({ module_or_path: await answered(program) });
  globalThis.rubricate = module;
} catch (error) {
  // A panic at the start has its own rescue page already; the first message stays.
  globalThis.rubricateRescue(`Rubricate could not start. ${error?.message ?? error}`);
  console.error(error);
}

// The response, if it is one that can be used: without this a missing file would be reported as a compile error.
async function answered(response) {
  const answer = await response;
  if (!answer.ok) {
    throw new Error(`The program could not be loaded (${answer.status} ${answer.statusText}).`);
  }
  return answer;
}
