"""What Rubricate itself says of the documents that the fixtures hold: its own JSON, read without any of its code."""

import json
import pathlib
from dataclasses import dataclass, field

INTENSITY = {"weak": 1, "average": 2, "strong": 3}

# Where brat's reader of lines, and Python's `str.splitlines`, end a line.
LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


@dataclass
class Annotation:
    """A mention or a sentiment; offsets are code points."""

    id: str
    kind: str
    label: str
    spans: list
    text: str = ""
    polarity: str = None
    intensity: int = None
    targets: list = field(default_factory=list)
    holders: list = field(default_factory=list)
    note: str = ""
    manner: str = None

    @property
    def start(self):
        return self.spans[0][0]

    @property
    def end(self):
        return self.spans[-1][1]

    def parts(self, document):
        """The words of each stretch."""
        return [document.text[start:end] for start, end in self.spans]

    def whole(self, document):
        """From the first word to the last, for formats that know no gaps."""
        return document.text[self.start : self.end]

    def utf16(self, document):
        """Its offsets as UTF-16 units."""
        return [(utf16(document.text[:start]), utf16(document.text[:end])) for start, end in self.spans]


@dataclass
class Document:
    """One article."""

    id: str
    text: str
    title: str
    byte_order_mark: bool
    annotations: list
    relations: list
    labels: list

    def worded(self):
        """The annotations that have words, in the order of the text: longer ones first where two begin together."""
        worded = [a for a in self.annotations if a.spans]
        return sorted(worded, key=lambda a: (a.start, -a.end))

    def mentions(self):
        return [a for a in self.worded() if a.kind == "mention"]

    def frames(self):
        return [a for a in self.worded() if a.kind == "sentiment"]

    def by_id(self, name):
        return next(a for a in self.annotations if a.id == name)

    def links(self):
        """Relations between annotations with words, as (type, from, to), and those from a sentiment to what it is about."""
        worded = {a.id for a in self.worded()}
        links = [(kind, a, b) for kind, a, b in self.relations if a in worded and b in worded]
        for frame in self.frames():
            links += [("sentiment_target", frame.id, target) for target in frame.targets]
        return sorted(links)


def utf16(text):
    """How many UTF-16 units a text has."""
    return len(text.encode("utf-16-le")) // 2


def read(path):
    """A document from a file of Rubricate's own format."""
    file = json.loads(pathlib.Path(path).read_bytes())
    text = file["document"]["text"]
    names = {label["id"]: label["name"] for label in file["label_set"]["labels"]}
    types = {kind["id"]: kind["name"] for kind in file["label_set"].get("relations", [])}
    annotations = []
    for record in file["mentions"] + file["frames"]:
        spans = [(span["start"], span["end"]) for span in record["spans"]]
        for (start, end), span in zip(spans, record["spans"]):
            assert text[start:end] == span["quote"], f"{record['id']}: {span['quote']!r} is not in its place"
        mentions = lambda key: [r["mention"] for r in record.get(key, []) if isinstance(r, dict) and "mention" in r]
        polarity = record.get("polarity")
        annotations.append(
            Annotation(
                id=record["id"],
                kind="sentiment" if polarity else "mention",
                label=f"sentiment:{polarity}" if polarity else names[record["label"]],
                spans=spans,
                text=" ".join(text[start:end] for start, end in spans),
                polarity=polarity,
                intensity=INTENSITY.get(record.get("intensity")),
                targets=mentions("targets"),
                holders=mentions("holders"),
                note=record["note"],
                manner=record.get("type"),
            )
        )
    relations = [(types[r["type"]], r["from"], r["to"]) for r in file.get("relations", [])]
    document = file["document"]
    return Document(
        document["id"], text, document["title"], document["byte_order_mark"], annotations, relations, list(names.values())
    )
