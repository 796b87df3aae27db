// What does not fit into the width of the viewport, a line for each; see `Page::overflows`.

// The boxes that are meant to be scrolled to the side, where the window is narrow. Pictures need both dimensions (WCAG 2.2,
// 1.4.10).
const SIDEWAYS = ".label-bar, .picture-box";

const width = document.documentElement.clientWidth;
const faults = [];

const name = (element) => {
  const words = (element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 40);
  const classes = [...element.classList].map((one) => `.${one}`).join("");
  return `${element.localName}${element.id && `#${element.id}`}${classes} “${words}”`;
};
const excused = (element) =>
  element.closest(`${SIDEWAYS}, .visually-hidden, [aria-hidden=true]`) !== null || getComputedStyle(element).visibility === "hidden";
// Words that end in an ellipsis are said in full elsewhere; a control is not excused by being cut off.
const isCutOff = (element) => {
  if (element.matches("button, input, select, textarea, a")) return false;
  for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
    if (["hidden", "clip"].includes(getComputedStyle(box).overflowX) && !sticksOut(box)) return true;
  }
  return false;
};
const sticksOut = (element) => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && (box.left < -1 || box.right > width + 1);
};
const scrollsSideways = (element) =>
  element.scrollWidth > element.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(element).overflowX);

const pageScrolls = document.documentElement.scrollWidth > width;
if (pageScrolls) {
  faults.push(`the page is ${document.documentElement.scrollWidth} px wide in a viewport of ${width}`);
}
for (const element of document.body.querySelectorAll("*")) {
  if (excused(element)) continue;
  // The space at the end of a line may hang out of it, and nobody sees it.
  if (!pageScrolls && getComputedStyle(element).display === "inline") continue;
  const isField = element.matches("input, select, textarea");
  const box = element.getBoundingClientRect();
  if (sticksOut(element) && !isCutOff(element) && (isField || ![...element.children].some(sticksOut))) {
    faults.push(`${name(element)} goes from ${Math.round(box.left)} to ${Math.round(box.right)} in a viewport of ${width}`);
  } else if (!isField && scrollsSideways(element)) {
    faults.push(`${name(element)} scrolls to the side: ${element.scrollWidth} px in ${element.clientWidth}`);
  } else if (element.localName === "button" && element.scrollWidth > element.clientWidth + 1) {
    faults.push(`${name(element)} is ${element.clientWidth} px wide and needs ${element.scrollWidth}`);
  }
}
return faults;
