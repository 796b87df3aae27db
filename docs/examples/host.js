// A page with Rubricate in a frame: it opens what is typed here, shows what is marked there, and takes files out.

const element = (id) => document.getElementById(id);
const say = (words) => (element("said").textContent = words);

const frame = element("tool");
// What is in the frame may be there before this script.
if (!frame.contentWindow.rubricate) {
  await new Promise((loaded) => frame.addEventListener("load", loaded, { once: true }));
}
const rubricate = await frame.contentWindow.rubricate.ready;
say("Ready.");

function showMarks() {
  // Null while no article is open.
  const annotations = rubricate.annotations() ?? { mentions: [], frames: [] };
  const rows = [...annotations.mentions, ...annotations.frames].map((annotation) => {
    const row = document.createElement("tr");
    row.insertCell().textContent = annotation.spans.map((span) => span.quote).join(" … ");
    row.insertCell().textContent = annotation.label ?? annotation.polarity;
    return row;
  });
  element("marks").replaceChildren(...rows);
}

frame.contentDocument.addEventListener("rubricate:change", ({ detail }) => {
  const { added, changed, removed } = detail.annotations;
  const line = document.createElement("li");
  line.textContent = `${detail.kind}: +${added.length} ~${changed.length} -${removed.length}`;
  element("changes").append(line);
  showMarks();
});
showMarks();

element("give").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const { problems } = await rubricate.open(element("given").value);
    const { title, length } = rubricate.document().document;
    say(`“${title}” is open: ${length.code_points} characters, ${problems.length} problems.`);
  } catch (error) {
    say(error.message);
  }
});

element("take").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const { name, type, bytes, loss } = await rubricate.export(element("format").value);
    const link = element("file");
    URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([bytes], { type }));
    link.download = link.textContent = name;
    say([`${name} has ${bytes.length} bytes.`, ...loss.map(({ words }) => words)].join(" "));
  } catch (error) {
    say(error.message);
  }
});
