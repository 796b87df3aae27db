// The page of last resort. When the program has failed, it says what happened, lets the reader take away everything that
// is stored, and stops all writing, so that a broken program cannot damage what is kept.
//
// Plain DOM calls and nothing else: it must work when the program does not, when storage is forbidden, and with no style.
// The program's panic hook calls `globalThis.rubricateRescue(message)`.

"use strict";

(() => {
  const PREFIX = "rubricate/";
  let rescued = false;

  function rescue(message) {
    // The first failure is the cause; what follows is its wake.
    if (rescued) return;
    rescued = true;
    const stored = readStored();
    stopWriting();
    // The script runs in the head: at the very start there may be no body to write to yet.
    if (document.body) show(String(message), stored);
    else addEventListener("DOMContentLoaded", () => show(String(message), stored), { once: true });
  }

  // Everything that Rubricate has stored, as text by key, or why it could not be read.
  function readStored() {
    try {
      const entries = {};
      for (let index = 0; index < localStorage.length; index += 1) {
        const key = localStorage.key(index);
        if (key !== null && key.startsWith(PREFIX)) entries[key] = localStorage.getItem(key);
      }
      return { entries };
    } catch (error) {
      return { entries: {}, problem: String(error?.message ?? error) };
    }
  }

  // Nothing is written to or removed from storage any more, whoever asks; `localStorage.key = value` included, because the
  // program never writes that way.
  function stopWriting() {
    const refuse = () => {
      throw new Error("Rubricate has stopped; nothing is written any more.");
    };
    for (const name of ["setItem", "removeItem", "clear"]) {
      try {
        Object.defineProperty(Storage.prototype, name, { value: refuse, configurable: false, writable: false });
      } catch {
        // No storage, nothing to protect.
      }
    }
  }

  function show(message, stored) {
    const count = Object.keys(stored.entries).length;
    const heading = element("h1", { tabIndex: -1 }, "Rubricate has stopped");
    const page = element("main", { className: "rescue" });
    const summary = element("div", { role: "alert" });
    summary.append(heading, element("p", {}, "Something went wrong inside the program. This is what it said:"));
    page.append(
      summary,
      element("pre", { className: "rescue-message" }, message),
      element("p", {}, keptSentence(count, stored.problem)),
    );

    const actions = element("p", { className: "rescue-actions" });
    if (count > 0) {
      const download = element("button", { type: "button", className: "button" }, "Download what is stored");
      download.addEventListener("click", () => saveFile(stored.entries));
      actions.append(download, " ");
    }
    const reload = element("button", { type: "button", className: "button" }, "Reload");
    reload.addEventListener("click", () => location.reload());
    const safe = element("a", { href: "?safe", className: "button" }, "Open the list of articles only");
    actions.append(reload, " ", safe);
    page.append(
      actions,
      element(
        "p",
        {},
        "Reloading usually helps. If this page comes back, open the list of articles only: it opens none of them by itself.",
      ),
    );

    document.title = "Rubricate has stopped";
    document.body.replaceChildren(page);
    heading.focus();
  }

  function keptSentence(count, problem) {
    if (problem !== undefined) return `This browser does not let Rubricate keep anything (${problem}).`;
    if (count === 0) return "Nothing is stored in this browser.";
    return "What was saved in this browser is still there, and nothing is written to it any more. To be safe, download it.";
  }

  function saveFile(entries) {
    const text = JSON.stringify({ format: "rubricate-rescue", version: 1, entries }, null, 1);
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const date = new Date().toISOString().slice(0, 10);
    const link = element("a", { href: address, download: `rubricate-rescue-${date}.json` });
    document.body.append(link);
    link.click();
    link.remove();
    // Not at once: the download begins after this task.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  function element(name, properties, text) {
    const made = document.createElement(name);
    Object.assign(made, properties);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // What escapes from WebAssembly has left the program's memory half-changed; nothing else that fails on the page has.
  function fatal(error) {
    return typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;
  }

  addEventListener("error", (event) => {
    if (fatal(event.error)) rescue(event.error.message);
  });
  addEventListener("unhandledrejection", (event) => {
    if (fatal(event.reason)) rescue(event.reason.message);
  });

  Object.defineProperty(globalThis, "rubricateRescue", { value: rescue });
})();
