// The points, in the viewport, between which a drag selects from the start of one stretch of the article to the end of
// another, and a point between the two that is on the text: [from x, from y, to x, to y, on x, on y]. Arguments: the first
// text and which of its occurrences, the last text and which of its occurrences. Nothing when either is not there. Blocks
// are the elements with `data-block`; what is hidden from screen readers in them is decoration and not text.

const [firstText, firstOccurrence, lastText, lastOccurrence] = arguments;

const textNodes = (block) => {
  const accept = (node) =>
    node.parentElement.closest("[aria-hidden=true]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, accept);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
};

// Where in the text nodes a position in their joined text is, that of a character and not of the edge before it.
const locate = (nodes, position) => {
  for (const node of nodes) {
    if (position < node.data.length) return { node, offset: position };
    position -= node.data.length;
  }
  return null;
};

const find = (text, occurrence) => {
  for (const block of document.querySelectorAll("[data-block]")) {
    const nodes = textNodes(block);
    const joined = nodes.map((node) => node.data).join("");
    for (let at = joined.indexOf(text); at >= 0; at = joined.indexOf(text, at + 1)) {
      if (occurrence === 0) return { nodes, start: at, end: at + text.length };
      occurrence -= 1;
    }
  }
  return null;
};

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

// The box of the grapheme that begins at a position.
const box = (nodes, position) => {
  const { node, offset } = locate(nodes, position);
  const length = [...graphemes.segment(node.data.slice(offset, offset + 64))][0].segment.length;
  const range = document.createRange();
  range.setStart(node, offset);
  range.setEnd(node, offset + length);
  const boxes = [...range.getClientRects()].filter((rect) => rect.width > 0);
  const rect = boxes.at(-1) ?? range.getBoundingClientRect();
  return { rect, backwards: rightToLeft.test(range.toString()) };
};

// A quarter of a pixel to a pixel inside the edge, so that the caret goes to that edge and the point is on the text.
const inset = (rect) => Math.min(1, rect.width / 4);
const before = ({ rect, backwards }) => (backwards ? rect.right - inset(rect) : rect.left + inset(rect));
const after = ({ rect, backwards }) => (backwards ? rect.left + inset(rect) : rect.right - inset(rect));
const middle = ({ rect }) => (rect.top + rect.bottom) / 2;

const first = find(firstText, firstOccurrence);
const last = find(lastText, lastOccurrence);
if (!first || !last) return null;

const lastGrapheme = [...graphemes.segment(lastText)].at(-1).index;
const measured = () => [box(first.nodes, first.start), box(last.nodes, last.start + lastGrapheme)];
let [from, to] = measured();
// In the window, and not behind a bar or a menu.
const reachable = ({ rect }, { nodes }) => {
  const there = document.elementFromPoint((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2);
  const block = there?.closest("[data-block]");
  return rect.top >= 0 && rect.bottom <= innerHeight && block?.contains(nodes[0]);
};
if (!reachable(from, first) || !reachable(to, last)) {
  locate(first.nodes, first.start).node.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
  [from, to] = measured();
}

// Halfway between the two where they are on one line. Else in the piece on the first line, which may end in a space.
const on = [(before(from) + after(to)) / 2, middle(from)];
if (Math.abs(middle(from) - middle(to)) > 2) {
  const piece = document.createRange();
  const [start, end] = [locate(first.nodes, first.start), locate(first.nodes, first.end - 1)];
  piece.setStart(start.node, start.offset);
  piece.setEnd(end.node, end.offset + 1);
  const [line] = [...piece.getClientRects()].filter((rect) => rect.width > 0);
  on[0] = (line.left + line.right) / 2;
  on[1] = (line.top + line.bottom) / 2;
}
return [before(from), middle(from), after(to), middle(to), ...on];
