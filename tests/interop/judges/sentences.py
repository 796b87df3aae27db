"""Formats of sentences and tokens: CoNLL, structured sentiment, NewsMTSC."""

import json
import unicodedata

import ours

from . import Disagreement, agree, counts


def blocks(folder):
    """Each document's sentences as lists of columns."""
    documents = []
    for block in folder.read("conll").decode().split("\n\n"):
        lines = [line for line in block.split("\n") if line]
        if lines == ["-DOCSTART- -X- O O"]:
            documents.append([])
        elif lines:
            documents[-1].append([line.split(" ") for line in lines])
    return documents


def seqeval(folder):
    """seqeval in strict IOB2: its entities are the longest ones of the document, word for word."""
    from seqeval.metrics import classification_report
    from seqeval.metrics.sequence_labeling import get_entities
    from seqeval.scheme import IOB2, Entities

    total = 0
    documents = blocks(folder)
    agree("documents", len(documents), len(folder.documents))
    for sentences, document in zip(documents, folder.documents, strict=True):
        seen = []
        for sentence in sentences:
            if any(len(columns) != 4 or len(columns) != len(" ".join(columns).split()) for columns in sentence):
                raise Disagreement(f"not four columns: {sentence}")
            tags = [columns[3] for columns in sentence]
            strict = Entities([tags], IOB2).entities[0]
            agree("entities in strict and in lenient mode", [(e.tag, e.start, e.end) for e in strict], [
                (tag, start, end + 1) for tag, start, end in get_entities(tags)
            ])
            for entity in strict:
                words = "".join(columns[0] for columns in sentence[entity.start : entity.end])
                seen.append((bare(words), entity.tag))
        agree("entities", seen, flat(document))
        if seen:
            every = [[columns[3] for columns in sentence] for sentence in sentences]
            report = classification_report(every, every, mode="strict", scheme=IOB2, output_dict=True)
            agree("report", report["micro avg"]["f1-score"], 1.0)
        total += len(seen)
    return counts(entities=total)


def bare(text):
    """A text without what no token has: white space, and marks that are not seen."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))


def flat(document):
    """The longest mentions that do not overlap, as words and tags."""
    taken, chosen = [], []
    for a in sorted(document.mentions(), key=lambda a: a.start - a.end):
        if len(a.spans) == 1 and bare(a.whole(document)) and all(a.end <= s or e <= a.start for s, e in taken):
            taken.append((a.start, a.end))
            chosen.append(a)
    return [(bare(a.whole(document)), "_".join(a.label.split())) for a in chosen]


def spacy_conll(folder):
    """spaCy's converter of CoNLL: as many documents, and the same entities."""
    from spacy.training.converters import conll_ner_to_docs

    docs = list(conll_ner_to_docs(folder.read("conll").decode(), n_sents=0, no_print=True))
    kept = [document for document, sentences in zip(folder.documents, blocks(folder)) if sentences]
    agree("documents", len(docs), len(kept))
    total = 0
    for doc, document in zip(docs, kept, strict=True):
        seen = [(bare("".join(token.text for token in entity)), entity.label_) for entity in doc.ents]
        agree("entities", seen, flat(document))
        total += len(seen)
    return counts(entities=total)


def structured_sentiment(folder):
    """A strict reading by the rules of the shared task's own script, which no registry has."""
    names = {"Positive", "Negative", "Neutral"}
    total, texts = 0, {}
    for sentence in json.loads(folder.read("structured-sentiment")):
        agree("keys", sorted(sentence), ["opinions", "sent_id", "text"])
        document, _, start = sentence["sent_id"].rpartition("#")
        texts.setdefault(document, []).append((int(start), sentence["text"]))
        for opinion in sentence["opinions"]:
            keys = ["Intensity", "Polar_expression", "Polarity", "Source", "Target"]
            agree("keys of an opinion", sorted(opinion), keys)
            agree("polarity", opinion["Polarity"] in names, True)
            for key in ("Source", "Target", "Polar_expression"):
                words, offsets = opinion[key]
                for part, offset in zip(words, offsets, strict=True):
                    begin, end = map(int, offset.split(":"))
                    agree("words", part, sentence["text"][begin:end])
            total += 1
    expected, seen = [], []
    for document in folder.documents:
        agree("sentences side by side", "".join(text for _, text in sorted(texts[document.id])), document.text)
        for start, text in sorted(texts[document.id]):
            agree("sentence in its place", text, document.text[start : start + len(text)])
    for sentence in json.loads(folder.read("structured-sentiment")):
        for opinion in sentence["opinions"]:
            seen.append((tuple(opinion["Polar_expression"][0]), opinion["Polarity"].lower()))
    for document in folder.documents:
        expected += [(tuple(a.parts(document)), a.polarity) for a in document.annotations if a.polarity]
    strange = set(seen) - set(expected)
    agree("expressions that are no sentiment of ours", sorted(strange), [])
    return counts(opinions=total)


def news_mtsc(folder):
    """A strict reading by the rules of NewsMTSC's own loader."""
    total = 0
    mentions = {a.whole(document) for document in folder.documents for a in document.mentions()}
    text = folder.read("news-mtsc").decode()
    agree("lines of Python", len(text.splitlines()), text.count("\n"))
    for line in text.splitlines():
        row = json.loads(line)
        sentence = row["sentence_normalized"]
        agree("in a document", any(sentence in document.text for document in folder.documents), True)
        for target in row["targets"]:
            agree("words", sentence[target["from"] : target["to"]], target["mention"])
            agree("a mention of ours", target["mention"] in mentions, True)
            agree("polarity", target["polarity"] in (2.0, 4.0, 6.0), True)
            total += 1
    return counts(targets=total)
