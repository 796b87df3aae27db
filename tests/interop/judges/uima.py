"""UIMA: XMI, CAS JSON and WebAnno TSV."""

import io
import json
import re
import warnings

import ours

from . import Disagreement, agree, counts
from .standoff import xml_text

ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
SENTIMENT = "webanno.custom.Sentiment"
RELATION = "webanno.custom.Relation"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"


def judge(cas, document, safe):
    """What cassis sees of a document. Its offsets are code points, converted from UTF-16 by itself."""
    agree("text", cas.sofa_string, safe(document.text))
    seen = [(a.begin, a.end, a.get_covered_text(), a.value) for a in cas.select(ENTITY)]
    expected = [(a.start, a.end, safe(a.whole(document)), safe(a.label)) for a in document.mentions()]
    agree("entities", seen, expected)
    seen = [(a.begin, a.end, a.get_covered_text(), a.polarity, a.intensity) for a in cas.select(SENTIMENT)]
    expected = [(a.start, a.end, safe(a.whole(document)), a.polarity, a.intensity) for a in document.frames()]
    agree("sentiments", seen, expected)
    seen = []
    for relation in cas.select(RELATION):
        a, b = relation.Governor, relation.Dependent
        agree("a relation's place", (relation.begin, relation.end), (b.begin, b.end))
        if relation.label != "sentiment_holder":
            seen.append((relation.label, a.begin, a.end, b.begin, b.end))
    place = lambda name: (document.by_id(name).start, document.by_id(name).end)
    agree("relations", seen, [(safe(kind), *place(a), *place(b)) for kind, a, b in document.links()])
    tokens = [(t.begin, t.end) for t in cas.select(TOKEN)]
    agree("empty tokens", [t for t in tokens if t[0] >= t[1] or not document.text[t[0] : t[1]]], [])
    agree("overlapping tokens", [(a, b) for a, b in zip(tokens, tokens[1:]) if a[1] > b[0]], [])
    sentences = [(s.begin, s.end) for s in cas.select(SENTENCE)]
    homeless = [t for t in tokens if not any(s <= t[0] and t[1] <= e for s, e in sentences)]
    agree("tokens in no sentence", homeless, [])
    return len(cas.select(ENTITY)) + len(cas.select(SENTIMENT)), len(seen)


def xmi(folder):
    """dkpro-cassis, strictly: every type and feature is in the type system; written and read again it is the same."""
    import cassis

    files = folder.archive("xmi")
    types = cassis.load_typesystem(io.BytesIO(files["TypeSystem.xml"]))
    total = [0, 0]
    for (_, content), document in zip(folder.entries("xmi", ".xmi"), folder.documents, strict=True):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            cas = cassis.load_cas_from_xmi(io.BytesIO(content), typesystem=types, lenient=False)
        judge(cas, document, xml_text)
        again = cassis.load_cas_from_xmi(io.BytesIO(cas.to_xmi().encode()), typesystem=types)
        total = [a + b for a, b in zip(total, judge(again, document, xml_text))]
    return counts(spans=total[0], relations=total[1])


def cas_json(folder):
    """dkpro-cassis: CAS JSON, and the XMI that it makes of it."""
    import cassis

    path = folder.find("cas-json")
    if path.suffix == ".zip":
        contents = [content for _, content in folder.entries("cas-json", ".json")]
    else:
        contents = [path.read_bytes()]
    total = [0, 0]
    for content, document in zip(contents, folder.documents, strict=True):
        cas = cassis.load_cas_from_json(io.BytesIO(content))
        total = [a + b for a, b in zip(total, judge(cas, document, lambda text: text))]
        cassis.load_cas_from_json(io.BytesIO(cas.to_json().encode()))
    return counts(spans=total[0], relations=total[1])


ESCAPED = re.compile(r"\\(.)", re.S)
TEXT_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b", "\\": "\\"}


def split(value, separator):
    """At separators without a backslash before them, as the reader of INCEpTION does."""
    return re.split(r"(?<!\\)" + re.escape(separator), value)


def unescape(value):
    """A value of a cell."""
    return ESCAPED.sub(lambda match: {"t": "\t", "n": "\n", "r": "\r"}.get(match[1], match[1]), value)


def lines_of_java(text):
    """Lines as Java reads them: only LF, CR and CR LF end one."""
    return re.split("\r\n|\r|\n", text)


def webanno_tsv(folder):
    """A strict reading of WebAnno TSV 3.3 by the rules of INCEpTION's reader, which no registry for Python or node has."""
    path = folder.find("webanno-tsv")
    if path.suffix == ".zip":
        contents = [content for _, content in folder.entries("webanno-tsv", ".tsv")]
    else:
        contents = [path.read_bytes()]
    spans, links = 0, 0
    for content, document in zip(contents, folder.documents, strict=True):
        text, layers, relations = read_tsv(content.decode())
        # The reader adds the line end that every sentence closes with.
        if text != document.text:
            agree("text", text.removesuffix("\n"), document.text)
        units = text.encode("utf-16-le")
        words = lambda begin, end: units[begin * 2 : end * 2].decode("utf-16-le")
        seen = [(b, e, words(b, e), value["value"]) for b, e, value in layers[ENTITY].values()]
        place = lambda a: (a.utf16(document)[0][0], a.utf16(document)[-1][1])
        # A backslash before the separator of a stack would escape it, so that labels end with a slash instead.
        label = lambda a: a.label.removesuffix("\\") + "/" if a.label.endswith("\\") else a.label
        expected = [(*place(a), a.whole(document), label(a)) for a in document.mentions()]
        agree("entities", seen, expected)
        sentiments = layers[SENTIMENT]
        seen = [(b, e, words(b, e), v["polarity"], int(v["intensity"])) for b, e, v in sentiments.values()]
        agree("sentiments", seen, [(*place(a), a.whole(document), a.polarity, a.intensity) for a in document.frames()])
        spot = lambda name: place(document.by_id(name))
        mentions = {a.id for a in document.mentions()}
        expected = [(k, *spot(a), *spot(b)) for k, a, b in document.relations if a in mentions and b in mentions]
        agree("relations", [(kind, *a, *b) for kind, a, b in relations], expected)
        seen = [sorted(slots for role, slots in v["slots"] if role == "sentiment_target") for _, _, v in sentiments.values()]
        held = lambda a: sorted({spot(target) for target in a.targets if document.by_id(target).spans})
        agree("targets", [sorted(set(s)) for s in seen], [held(a) for a in document.frames()])
        spans, links = spans + sum(map(len, layers.values())), links + len(relations)
    return counts(spans=spans, relations=links)


def read_tsv(content):
    """The text, the annotations of each layer as (begin, end, values), and the relations as (label, from, to)."""
    lines = lines_of_java(content)
    agree("format", lines.pop(0), "#FORMAT=WebAnno TSV 3.3")
    columns = []
    while lines[0]:
        prefix, _, rest = lines.pop(0).partition("=")
        layer, *features = rest.split("|")
        for feature in features:
            if prefix not in ("#T_SP", "#T_RL"):
                raise Disagreement(f"a layer of the kind {prefix}")
            columns.append((prefix, layer, feature))
    agree("lines after the layers", lines[:2], ["", ""])
    lines = lines[2:]
    text, sentence, state = "", "", "between"
    layers = {layer: {} for prefix, layer, _ in columns if prefix == "#T_SP"}
    units, stacks, pending = {}, {}, []
    for number, line in enumerate(lines):
        if state in ("between", "header") and line.startswith("#"):
            state = "header"
            if line.startswith("#Text="):
                sentence += ESCAPED.sub(lambda m: TEXT_ESCAPES.get(m[1], m[1]), line[len("#Text=") :]) + "\n"
            continue
        if not line:
            if state == "between" and any(lines[number:]):
                raise Disagreement("a blank line where a sentence should begin")
            state = "between"
            continue
        cells = line.split("\t")
        agree("cells", len(cells), len(columns) + 4)
        unit, (begin, end) = cells[0], map(int, cells[1].split("-"))
        if state == "header":
            if ours.utf16(text) > begin:
                agree("a sentence begins where the last one ends", ours.utf16(text), begin + 1)
                text = text[:-1]
            if ours.utf16(text) < begin:
                raise Disagreement("there is text between sentences, which the reader makes blanks of")
            text, sentence = text + sentence, ""
        elif state == "between":
            raise Disagreement("a token before any sentence")
        state = "token"
        units[unit] = (begin, end)
        for (prefix, layer, feature), cell in zip(columns, cells[3:]):
            if cell == "_":
                continue
            for place, value in enumerate(split(cell, "|")):
                pending.append((prefix, layer, feature, unit, place, value))
    ids, relations = {}, []
    for prefix, layer, feature, unit, place, value in pending:
        if prefix == "#T_RL":
            stacks.setdefault((layer, unit, place), {})[feature] = value
            continue
        number = None
        if value.endswith("]") and not value.endswith("\\]") and not feature.startswith(ENTITY):
            value, _, number = value[:-1].rpartition("[")
        key = (layer, unit, place)
        if key not in stacks:
            made = ids.get(number) if number else None
            if made is None:
                made = [units[unit][0], units[unit][1], {"slots": []}]
                layers[layer][number or key] = made
            made[1] = units[unit][1]
            stacks[key] = made
            if number:
                ids[number] = made
        values = stacks[key][2]
        if feature.startswith("ROLE_"):
            values["roles"] = [] if value == "_" else [unescape(role) for role in split(value, ";")]
        elif feature == ENTITY:
            values["targets"] = [] if value == "_" else split(value, ";")
        elif value != "*":
            values.setdefault(feature, unescape(value))
        else:
            values.setdefault(feature, "")
    at = lambda unit, number: ids[number] if number and number != "0" else only(stacks, unit)
    for layer in layers.values():
        for made in layer.values():
            roles, targets = made[2].pop("roles", []), made[2].pop("targets", [])
            for role, target in zip(roles, targets, strict=True):
                found = re.fullmatch(r"([\d.-]+)(?:\[(\d+)\])?", target)
                mention = at(found[1], found[2])
                made[2]["slots"].append((role, (mention[0], mention[1])))
    for (layer, unit, _), values in stacks.items():
        if isinstance(values, dict):
            feature = next(name for name in values if name.startswith("BT_"))
            found = re.fullmatch(r"([\d.-]+)(?:\[(\d+)_(\d+)\])?", values[feature])
            source, target = at(found[1], found[2]), at(unit, found[3])
            relations.append((unescape(values["label"]), tuple(source[:2]), tuple(target[:2])))
    return text, layers, relations


def only(stacks, unit):
    """The one entity of a token."""
    found = [made for (layer, at, _), made in stacks.items() if layer == ENTITY and at == unit]
    agree("entities of a token that is referred to", len(found), 1)
    return found[0]
