// Lets programs for node read what Rubricate writes: `node check.mjs FOLDER`, from a folder with their packages.
// jsonld.js in safe mode, the selectors of Apache Annotator, and the reader of Recogito's text annotator.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(join(process.cwd(), "package.json"));
const here = dirname(fileURLToPath(import.meta.url));
const context = JSON.parse(readFileSync(join(here, "anno-context.json"), "utf8"));
const version = (name) =>
  JSON.parse(readFileSync(join(process.cwd(), "node_modules", name, "package.json"), "utf8")).version;

/** The documents by Rubricate's own JSON, and the pages of Web Annotations. */
function folder(path) {
  const names = readdirSync(path).filter((name) => /^rubricate.*\.json$/.test(name)).sort();
  const documents = names.map((name) => JSON.parse(readFileSync(join(path, name), "utf8")));
  const read = JSON.parse(readFileSync(join(path, "web-annotation.jsonld"), "utf8"));
  return { documents, pages: Array.isArray(read) ? read : [read] };
}

/** Both must be equal; `what` says what they are. */
function agree(what, theirs, ours) {
  const [seen, expected] = [theirs, ours].map((side) => JSON.stringify(side));
  if (seen !== expected) throw new Error(`${what}: theirs ${seen}, ours ${expected}`);
}

/** The stretches of each annotation: its id, place and words. */
function stretches(document) {
  const records = [...document.mentions, ...document.frames];
  return records.flatMap(({ id, spans }) => spans.map(({ start, end, utf16, quote }) => ({ id, start, end, utf16, quote })));
}

/** Each target of an annotation that has a place in the text. */
function targets(page) {
  return page.items.flatMap(({ id, target }) =>
    [target].flat().filter((one) => one.selector).map(({ selector }) => ({
      id: id.split("#annotation:")[1],
      quote: selector.find(({ type }) => type === "TextQuoteSelector"),
      position: selector.find(({ type }) => type === "TextPositionSelector"),
    })),
  );
}

const order = (a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

async function jsonld({ documents, pages }) {
  const { default: processor } = await import(require.resolve("jsonld"));
  const documentLoader = async (address) => {
    if (address !== "http://www.w3.org/ns/anno.jsonld") throw new Error(`${address} is not to be asked for`);
    return { contextUrl: null, documentUrl: address, document: context };
  };
  let statements = 0;
  agree("pages", pages.length, documents.length);
  for (const page of pages) {
    await processor.expand(page, { documentLoader, safe: true });
    const lines = await processor.toRDF(page, { documentLoader, safe: true, format: "application/n-quads" });
    statements += lines.split("\n").length - 1;
  }
  return `${statements} statements`;
}

async function annotator({ documents, pages }) {
  const selectors = await import(
    join(process.cwd(), "node_modules", "@apache-annotator", "selector", "lib", "text", "index.js")
  );
  // One text node for each line, as a page has them.
  const chunker = (text) => {
    const chunks = text.split(/(?<=\n)/).map((data) => ({ data }));
    chunks.forEach((chunk) => (chunk.equals = (other) => other === chunk));
    let at = 0;
    return {
      get currentChunk() { return chunks[at]; },
      nextChunk() { return at + 1 < chunks.length ? chunks[++at] : null; },
      previousChunk() { return at > 0 ? chunks[--at] : null; },
      precedesCurrentChunk: (chunk) => chunks.indexOf(chunk) < at,
      chunks,
    };
  };
  const placeOf = ({ chunks }, { startChunk, startIndex, endChunk, endIndex }) => {
    const before = (chunk) => chunks.slice(0, chunks.indexOf(chunk)).reduce((sum, { data }) => sum + data.length, 0);
    return [before(startChunk) + startIndex, before(endChunk) + endIndex];
  };
  let total = 0;
  for (const [index, page] of pages.entries()) {
    const { text } = documents[index].document;
    const ours = stretches(documents[index]).map(({ id, utf16, quote }) => [id, utf16, quote]).sort(order);
    for (const kind of ["position", "quote"]) {
      const theirs = [];
      for (const target of targets(page)) {
        const matcher =
          kind === "position" ? selectors.textPositionSelectorMatcher(target.position) : selectors.textQuoteSelectorMatcher(target.quote);
        const scope = chunker(text);
        const found = [];
        for await (const match of matcher(scope)) found.push(placeOf(scope, match));
        agree(`places of the ${kind} of ${target.id}`, found.length, 1);
        theirs.push([target.id, found[0], text.slice(...found[0])]);
      }
      agree(`words by ${kind}`, theirs.sort(order), ours);
      total += theirs.length;
    }
  }
  return `${total} selectors`;
}

async function recogito({ documents, pages }) {
  const { JSDOM } = require("jsdom");
  const { window } = new JSDOM("");
  for (const name of ["window", "document", "navigator", "HTMLElement", "Node", "Range", "DOMRect"]) {
    Object.defineProperty(globalThis, name, { value: name === "window" ? window : window[name], configurable: true });
  }
  const { W3CTextFormat } = await import(
    join(process.cwd(), "node_modules", "@recogito", "text-annotator", "dist", "text-annotator.es.js")
  );
  let total = 0;
  for (const [index, page] of pages.entries()) {
    const format = W3CTextFormat(page.id, window.document.body);
    const theirs = [];
    for (const item of page.items.filter(({ target }) => [target].flat().every((one) => one.selector))) {
      const { parsed, error } = format.parse(item);
      if (error) throw error;
      const id = parsed.id.split("#annotation:")[1];
      parsed.target.selector.forEach(({ quote, start, end }) => theirs.push([id, start, end, quote]));
    }
    const ours = stretches(documents[index]).map(({ id, start, end, quote }) => [id, start, end, quote]);
    agree("selectors", theirs.sort(order), ours.sort(order));
    total += theirs.length;
  }
  // It takes the numbers as UTF-16 units, which the specification forbids: after a character beyond U+FFFF it marks other words.
  return `${total} selectors (the numbers; it counts UTF-16 units in the page)`;
}

const JUDGES = [
  ["jsonld", jsonld],
  ["@apache-annotator/selector", annotator],
  ["@recogito/text-annotator", recogito],
];

let failed = 0;
const place = process.argv[2];
const paths = [place, ...readdirSync(place).map((name) => join(place, name))].filter((path) =>
  existsSync(join(path, "web-annotation.jsonld")),
);
if (!paths.length) throw new Error(`there is nothing to judge in ${place}`);
for (const [name, judge] of JUDGES) {
  const problems = [];
  let summary = "";
  for (const path of paths) {
    try {
      summary = await judge(folder(path));
    } catch (problem) {
      problems.push(`    ${path}: ${problem.stack.split("\n").slice(0, 2).join(" ")}`);
    }
  }
  failed += problems.length;
  const verdict = problems.length ? `${problems.length} of ${paths.length} DISAGREE` : `agrees on ${paths.length}`;
  console.log(`${"web-annotation".padEnd(21)} ${`${name} ${version(name)}`.padEnd(33)} ${verdict} ${paths.length === 1 ? summary : ""}`.trimEnd());
  problems.slice(0, 5).forEach((problem) => console.log(problem));
}
process.exitCode = failed ? 1 : 0;
