"""JSON: spaCy, doccano, Label Studio."""

import json
import tempfile
import pathlib

from . import Disagreement, agree, counts


def rows(folder, name):
    """One object on a line. Only LF ends a line, but no other reader of lines may see more of them."""
    text = folder.read(name).decode()
    agree("byte order mark", text.startswith("\ufeff"), False)
    agree("lines of Python", len(text.splitlines()), len(folder.documents))
    return [json.loads(line) for line in text.splitlines()]


def spacy(folder):
    """spaCy: the Doc of the tokens, its spans and its binary form."""
    import spacy
    from spacy.tokens import Doc, DocBin
    from spacy.util import filter_spans

    nlp, spans, links = spacy.blank("xx"), 0, 0
    for row, document in zip(rows(folder, "spacy"), folder.documents, strict=True):
        doc = Doc(nlp.vocab, [t["text"] for t in row["tokens"]], [t["ws"] for t in row["tokens"]])
        agree("text", doc.text, document.text)
        agree("text of the row", row["text"], document.text)
        for token, theirs in zip(row["tokens"], doc, strict=True):
            agree("token", (token["id"], token["start"], token["end"]), (theirs.i, theirs.idx, theirs.idx + len(theirs)))
        group = []
        for span in row["spans"]:
            theirs = doc.char_span(span["start"], span["end"], label=span["label"])
            if theirs is None:
                raise Disagreement(f"no tokens begin and end with {span}")
            agree("tokens of a span", (theirs.start, theirs.end - 1), (span["token_start"], span["token_end"]))
            group.append(theirs)
        doc.spans["sc"] = group
        doc.ents = filter_spans(group)
        again = next(DocBin(docs=[doc]).get_docs(nlp.vocab)) if len(doc) else doc
        seen = [(span.text, span.label_) for span in again.spans["sc"]]
        agree("spans", seen, [(a.whole(document), a.label) for a in document.worded()])
        sentiments = [(s["start"], s["end"], s["polarity"], s["intensity"]) for s in row["spans"] if "polarity" in s]
        agree("sentiments", sentiments, [(a.start, a.end, a.polarity, a.intensity) for a in document.frames()])
        seen = []
        for relation in row["relations"]:
            ends = []
            for end in ("head", "child"):
                span = relation[f"{end}_span"]
                inside = span["token_start"] <= relation[end] <= span["token_end"]
                agree(f"{end} in its span", inside, True)
                ends.append(doc[span["token_start"] : span["token_end"] + 1].text)
            seen.append((relation["label"], *ends))
        whole = lambda name: document.by_id(name).whole(document)
        expected = [(kind, whole(a), whole(b)) for kind, a, b in document.links()]
        agree("relations", [link for link in seen if link[0] != "sentiment_holder"], expected)
        spans, links = spans + len(group), links + len(seen)
    return counts(spans=spans, relations=links)


def doccano(folder):
    """A strict reading of doccano's JSONL by the rules of its import; its own importer judges too, see doccano_import.py."""
    spans, links = 0, 0
    for row, document in zip(rows(folder, "doccano"), folder.documents, strict=True):
        agree("text", row["text"], document.text)
        entities = {e["id"]: e for e in row["entities"]}
        agree("ids differ", len(entities), len(row["entities"]))
        seen = [(row["text"][e["start_offset"] : e["end_offset"]], e["label"]) for e in row["entities"]]
        agree("spans", seen, [(a.whole(document), a.label) for a in document.worded()])
        place = lambda e: (e["start_offset"], e["end_offset"])
        seen = [(r["type"], place(entities[r["from_id"]]), place(entities[r["to_id"]])) for r in row["relations"]]
        ours = lambda name: (document.by_id(name).start, document.by_id(name).end)
        expected = [(kind, ours(a), ours(b)) for kind, a, b in document.links()]
        agree("relations", [link for link in seen if link[0] != "sentiment_holder"], expected)
        spans, links = spans + len(entities), links + len(seen)
    return counts(spans=spans, relations=links)


def label_studio(folder):
    """label-studio-sdk: the config parses, task and annotations are valid by it, the converter lists the same spans."""
    from label_studio_sdk.converter import Converter
    from label_studio_sdk.label_interface import LabelInterface

    files = folder.archive("label-studio")
    config, tasks = files["config.xml"].decode(), json.loads(files["tasks.json"])
    interface = LabelInterface(config)
    interface.validate()
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        (place / "tasks.json").write_bytes(files["tasks.json"])
        Converter(config, str(place)).convert_to_json(str(place / "tasks.json"), str(place / "out"), is_dir=False)
        converted = json.loads((place / "out" / "result.json").read_bytes())
    agree("converted", len(converted), len(folder.documents))
    spans, links = 0, 0
    for task, document in zip(tasks, folder.documents, strict=True):
        text = task["data"]["text"]
        agree("text", text, document.text)
        # With its annotations, the method calls another one that lacks an argument (2.1.2).
        bare = {name: value for name, value in task.items() if name != "annotations"}
        agree("the config has what the task lacks", interface.validate_task(bare), True)
        for annotation in task["annotations"]:
            agree("valid by the config", interface.validate_annotation(annotation), True)
        results = [result for annotation in task["annotations"] for result in annotation["result"]]
        regions = {r["id"]: r["value"] for r in results if r["type"] == "labels"}
        agree("quotes", [text[v["start"] : v["end"]] for v in regions.values()], [v["text"] for v in regions.values()])
        seen = [(v["start"], v["end"], v["text"], label) for v in regions.values() for label in v["labels"]]
        labelled = lambda a: "sentiment" if a.kind == "sentiment" else a.label
        expected = [(a.start, a.end, a.whole(document), labelled(a)) for a in document.worded()]
        agree("spans", seen, expected)
        polarity = {r["id"]: r["value"]["choices"] for r in results if r["type"] == "choices"}
        intensity = {r["id"]: r["value"]["rating"] for r in results if r["type"] == "rating"}
        agree("sentiments", [(i, polarity[i], intensity[i]) for i in polarity], [
            (a.id, [a.polarity], a.intensity) for a in document.frames()
        ])
        seen = [(r["labels"], r["from_id"], r["to_id"]) for r in results if r["type"] == "relation"]
        seen = [link for link in seen if link[0] != ["sentiment_holder"]]
        agree("relations", seen, [([kind], a, b) for kind, a, b in document.links()])
        spans, links = spans + len(regions), links + len(seen)
    return counts(spans=spans, relations=links)
