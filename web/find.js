// Where the regular expressions of the find bar run: beside the page, so that one that never ends can be ended. It is told
// the text once, then [pattern, ignoreCase, wholeWords, most] for each search. It answers "begun", and then
// { bounds, more }, start and end of each hit in UTF-16 units, or { invalid } in the words of the browser.

let text = "";

// Letters and digits of scripts that put spaces between words, as `is_spaced` in src/model/occurrences.rs has them.
const spaced =
    "(?![\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff" +
    "\\u{20000}-\\u{3ffff}])[\\p{Alphabetic}\\p{N}]";
const edge = `(?:(?<!${spaced})|(?!${spaced}))`;

self.onmessage = ({ data }) => {
    if (typeof data === "string") {
        text = data;
        return;
    }
    self.postMessage("begun");
    self.postMessage(search(...data));
};

function search(pattern, ignoreCase, wholeWords, most) {
    const flags = ignoreCase ? "gimu" : "gmu";
    let expression;
    try {
        // As it was typed first: within the edges of words something else could become valid.
        expression = new RegExp(pattern, flags);
        if (wholeWords) {
            expression = new RegExp(`${edge}(?:${pattern})${edge}`, flags);
        }
    } catch (error) {
        return { invalid: error.message.replace(/^Invalid regular expression: \/.*\/[a-z]*: /su, "") };
    }
    const bounds = [];
    for (const match of text.matchAll(expression)) {
        if (match[0] === "") {
            continue;
        }
        if (bounds.length === 2 * most) {
            return { bounds: Uint32Array.from(bounds), more: true };
        }
        bounds.push(match.index, match.index + match[0].length);
    }
    return { bounds: Uint32Array.from(bounds), more: false };
}
