"""brat, BioC and MedTator."""

import builtins
import io
import pathlib
import re
import sys
import tempfile
import xml.etree.ElementTree as tree

import ours

from . import Disagreement, agree, counts


def fragments(annotation, document):
    """Its stretches as brat can have them: cut at line ends."""
    parts = []
    for start, end in annotation.spans:
        at = start
        for position in range(start, end + 1):
            if position == end or document.text[position] in ours.LINE_ENDS:
                if at < position:
                    parts.append((at, position))
                at = position + 1
    return parts


def in_brat(document):
    """The annotations that have something besides line ends, with their stretches and words."""
    cut = [(a, fragments(a, document)) for a in document.worded()]
    return [(a, parts, " ".join(document.text[s:e] for s, e in parts)) for a, parts in cut if parts]


def unpacked(folder):
    """The folder of brat's data, in a place of its own; with each document's name."""
    place = pathlib.Path(tempfile.mkdtemp())
    for name, content in folder.archive("brat").items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    names = [name[:-4] for name, _ in folder.entries("brat", ".ann")]
    return place, names


def types_of(place, section):
    """The types that `annotation.conf` declares in a section."""
    lines, inside = [], False
    for line in (place / "annotation.conf").read_text().split("\n"):
        if line.startswith("["):
            inside = line == f"[{section}]"
        elif inside and line:
            lines.append(re.split(r"[ \t]", line)[0])
    return lines


def label_names(place):
    """What `visual.conf` shows for a type."""
    names, inside = {}, False
    for line in (place / "visual.conf").read_text().split("\n"):
        if line.startswith("["):
            inside = line == "[labels]"
        elif inside and " | " in line:
            kind, name = line.split(" | ")[:2]
            names[kind] = name
    return names


def brat(folder):
    """brat's own server code: no line fails, spans, attributes, relations and notes; its reader of the configuration."""
    import brat as package

    server = str(pathlib.Path(list(package.__path__)[0]) / "server" / "src")
    if server not in sys.path:
        sys.path[:0] = [server, server + "/../lib"]
    opened = builtins.open
    # From Python 3.11 on there is no mode "U", which the server still asks for; it has meant nothing since Python 3.0.
    builtins.open = lambda file, mode="r", *rest, **named: opened(file, mode.replace("U", ""), *rest, **named)
    try:
        import annotation

        spans, links = 0, 0
        place, names = unpacked(folder)
        for name, document in zip(names, folder.documents, strict=True):
            with annotation.TextAnnotations(str(place / name), read_only=True) as read:
                failed = [str(line) for line in read.failed_lines]
                agree("lines that brat cannot read", failed, [])
                agree("text", read.get_document_text(), document.text)
                bounds = {bound.id: bound for bound in read.get_textbounds()}
                for bound in bounds.values():
                    agree("words", bound.get_text(), " ".join(document.text[s:e] for s, e in bound.spans))
                seen = [(list(map(tuple, b.spans)), b.get_text(), b.type == "Sentiment") for b in bounds.values()]
                expected = in_brat(document)
                agree("spans", seen, [(parts, text, a.kind == "sentiment") for a, parts, text in expected])
                values = {(a.target, a.type): a.value for a in read.get_attributes()}
                seen = [
                    (bound.spans[0][0], values[bound.id, "Polarity"], int(values[bound.id, "Intensity"]))
                    for bound in bounds.values()
                    if bound.type == "Sentiment" and (bound.id, "Polarity") in values
                ]
                agree("sentiments", seen, [(p[0][0], a.polarity, a.intensity) for a, p, _ in expected if a.polarity])
                kinds, held = types_of(place, "entities"), {a.id: parts for a, parts, _ in expected}
                agree("undeclared types", sorted({b.type for b in bounds.values()} - set(kinds)), [])
                relations = list(read.get_relations())
                agree("undeclared relations", sorted({r.type for r in relations} - set(types_of(place, "relations"))), [])
                span = lambda name: list(map(tuple, bounds[name].spans))
                seen = [(span(r.arg1), span(r.arg2)) for r in relations if r.type != "sentiment_holder"]
                links_of = [(held[a], held[b]) for _, a, b in document.links() if a in held and b in held]
                agree("relations", seen, links_of)
                spans, links = spans + len(bounds), links + len(relations)
        return counts(spans=spans, relations=links)
    finally:
        builtins.open = opened


def bioc_brat(folder):
    """The brat reader of the package bioc. It cuts blanks off lines and allows no tab in words, which brat does."""
    from bioc import brat as reader

    place, names = unpacked(folder)
    total = 0
    for name, document in zip(names, folder.documents, strict=True):
        expected = [(parts, text) for _, parts, text in in_brat(document)]
        if any("\t" in text or not text.strip() for _, text in expected):
            continue
        with open(place / f"{name}.txt", newline="", encoding="utf-8") as text, open(
            place / f"{name}.ann", newline="\n", encoding="utf-8"
        ) as ann:
            read = reader.load(text, ann)
        places = lambda entity: [(part.begin, part.end) for part in sorted(entity.locations)]
        seen = [(places(entity), entity.text.rstrip()) for entity in read.entities]
        agree("spans", seen, [(parts, text.rstrip()) for parts, text in expected])
        total += len(seen)
    return counts(spans=total)


def bioc(folder):
    """The package bioc: its JSON reader and its own validation, which compares each annotation's words."""
    import bioc as package
    from bioc import biocjson

    collection = biocjson.loads(folder.read("bioc").decode())
    package.validate(collection)
    spans, links = 0, 0
    for read, document in zip(collection.documents, folder.documents, strict=True):
        agree("text", "".join(passage.text for passage in read.passages), document.text)
        annotations = {a.id: a for passage in read.passages for a in passage.annotations}
        seen = []
        for a in annotations.values():
            places = [(place.offset, place.end) for place in a.locations]
            agree("words", a.text, document.text[a.total_span.offset : a.total_span.end])
            kind = f"sentiment:{a.infons['polarity']}" if "polarity" in a.infons else a.infons["type"]
            seen.append((a.id, places, kind, a.infons.get("intensity"), a.infons.get("note", "")))
        expected = [
            (a.id, a.spans, a.label, str(a.intensity) if a.intensity else None, a.note) for a in document.worded()
        ]
        agree("spans", seen, expected)
        seen = []
        for relation in [r for passage in read.passages for r in passage.relations] + read.relations:
            ends = [node.refid for node in relation.nodes]
            if relation.infons["type"] != "sentiment_holder":
                seen.append((relation.infons["type"], *ends))
        agree("relations", seen, document.links())
        spans, links = spans + len(annotations), links + len(seen)
    return counts(spans=spans, relations=links)


def medtator(folder):
    """A strict reading of MedTator's XML and DTD by the rules of its parsers, which no registry has; with Python's XML."""
    files = folder.archive("medtator")
    dtd = files["RUBRICATE.dtd"].decode()
    root = re.search(r'<!ENTITY name "(\w+)">', dtd)[1]
    marks = dict(re.findall(r"<!ELEMENT (\S+) (\( #PCDATA \)|EMPTY) >", dtd))
    attributes = set(re.findall(r"<!ATTLIST (\S+) (\S+) ", dtd))
    spans, links = 0, 0
    for (_, content), document in zip(folder.entries("medtator", ".xml"), folder.documents, strict=True):
        read = tree.fromstring(content)
        agree("root", read.tag, root)
        text = read.find("TEXT").text or ""
        agree("text", text, xml_text(document.text))
        units = text.encode("utf-16-le")
        seen, ids = [], {}
        for tag in read.find("TAGS"):
            kind = marks.get(tag.tag)
            if kind is None:
                raise Disagreement(f"the schema has no {tag.tag}")
            missing = [name for name in tag.attrib if name not in ("id", "spans", "text") and not_in(attributes, tag, name)]
            agree(f"attributes of {tag.tag} that the schema lacks", missing, [])
            if kind == "EMPTY":
                links += 1
                agree("ends", [tag.get(f"{end}ID") in ids for end in ("from", "to")], [True, True])
                continue
            places = [tuple(map(int, part.split("~"))) for part in tag.get("spans").split(",")]
            words = [units[start * 2 : end * 2].decode("utf-16-le") for start, end in places]
            agree("words", tag.get("text"), " ... ".join(words))
            agree("id is new", tag.get("id") in ids, False)
            ids[tag.get("id")] = words
            seen.append((places, words, tag.get("polarity"), tag.get("intensity"), tag.get("note") or ""))
        strength = lambda a: str(a.intensity) if a.intensity else None
        safe = lambda parts: [xml_text(part) for part in parts]
        agree("spans", seen, [
            (a.utf16(document), safe(a.parts(document)), a.polarity, strength(a), xml_text(a.note))
            for a in document.worded()
        ])
        spans += len(seen)
    return counts(spans=spans, relations=links)


def not_in(attributes, tag, name):
    """Whether the schema lacks an attribute. The ends of a link are declared by their prefixes."""
    if name.startswith(("from", "to")) and name.endswith(("ID", "Text")):
        return False
    return (tag.tag, name) not in attributes


def xml_text(text):
    """A text as XML can have it: what it cannot is U+FFFD."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)
