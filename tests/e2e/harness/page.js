// Writes down what happens, for the harness's own test to compare.

const log = document.querySelector("pre");
const say = (line) => log.append(`${line}\n`);

addEventListener("keydown", (event) => {
  const modifiers = ["ctrlKey", "shiftKey"].filter((name) => event[name]).map((name) => name.replace("Key", "+"));
  say(`${event.isTrusted ? "" : "fake "}${modifiers.join("")}${event.code}`);
});
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
