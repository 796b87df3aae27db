// Writes down what happens, for the harness's own test to compare.

const log = document.querySelector("pre");
const say = (line) => log.append(`${line}\n`);

addEventListener("keydown", (event) => {
  const modifiers = ["ctrlKey", "shiftKey"].filter((name) => event[name]).map((name) => name.replace("Key", "+"));
  say(`${event.isTrusted ? "" : "fake "}${modifiers.join("")}${event.code}`);
});
// A finger says all that it does; a mouse only what it does while Alt is held.
let pressedAt = 0;
for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) {
  addEventListener(type, (event) => {
    const { pointerType, altKey, buttons, clientX, clientY, timeStamp } = event;
    if (type === "pointerdown") pressedAt = timeStamp;
    if (pointerType !== "touch" && (!altKey || (type === "pointermove" && buttons === 0))) return;
    const long = type === "pointerup" && timeStamp - pressedAt > 600 ? " long" : "";
    say(`${altKey ? "alt+" : ""}${pointerType} ${type} ${Math.round(clientX)},${Math.round(clientY)}${long}`);
  });
}
addEventListener("contextmenu", () => say("contextmenu"));
addEventListener("wheel", (event) => say(`wheel ${event.deltaY}`));
addEventListener("click", (event) => say(`click ${event.target.localName}`));
addEventListener("dblclick", (event) => say(`dblclick ${event.target.localName}`));
document.querySelector("input[type=file]").addEventListener("change", async (event) => {
  const file = event.target.files[0];
  say(`${file.name}: ${await file.text()}`);
});
document.querySelector("button").addEventListener("click", () => {
  localStorage.setItem("kept", "yes");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["été"], { type: "application/json" }));
  link.download = "saved.json";
  link.click();
});
