"""CSV."""

import io
import json

from . import agree, counts


def pandas(folder):
    """pandas: the rows of the table, and each one's words where its offsets say."""
    import pandas as pd

    total = 0
    for name, content in (("csv", folder.read("csv")), ("csv-zip", folder.archive("csv-zip")["annotations.csv"])):
        table = pd.read_csv(io.BytesIO(content), keep_default_na=False, dtype=str)
        for document in folder.documents:
            rows = table[table["doc"] == document.id].to_dict("records")
            for row in rows:
                if row["fragments"]:
                    spans = [tuple(map(int, part.split("-"))) for part in row["fragments"].split(" ")]
                else:
                    spans = [(int(row["start"]), int(row["end"]))] if row["start"] else []
                row["spans"] = spans
                agree("words", " ".join(document.text[start:end] for start, end in spans), row["text"])
            seen = [(r["id"], r["spans"], r["label"], r["polarity"], r["intensity"]) for r in rows]
            expected = [
                (a.id, a.spans, "" if a.polarity else a.label, a.polarity or "", str(a.intensity or ""))
                for a in document.annotations
            ]
            agree(f"rows of {name}", seen, expected)
            agree("notes", [r["note"] for r in rows], [a.note for a in document.annotations])
            targets = [[t for t in r["target"].split(" ") if t and t[0] not in "@("] for r in rows if r["polarity"]]
            agree("targets", targets, [a.targets for a in document.annotations if a.polarity])
            total += len(rows)
    return counts(rows=total)


def pandas_tables(folder):
    """pandas: the tables of relations and of documents, and the texts beside them."""
    import pandas as pd

    files = folder.archive("csv-zip")
    table = lambda name: pd.read_csv(io.BytesIO(files[name]), keep_default_na=False, dtype=str).to_dict("records")
    documents = {row["doc"]: row for row in table("documents.csv")}
    relations = table("relations.csv") if "relations.csv" in files else []
    for document in folder.documents:
        row = documents[document.id]
        agree("text", files[row["file"]].decode(), document.text)
        agree("title", row["title"], document.title)
        seen = [(r["type"], r["from"], r["to"]) for r in relations if r["doc"] == document.id]
        agree("relations", seen, document.relations)
        if row["rubricate"]:
            json.loads(row["rubricate"])
    return counts(texts=len(documents), relations=len(relations))
