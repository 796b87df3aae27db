"""Lets doccano import what Rubricate writes: its own importer, on a database of its own. `python doccano_import.py FOLDER`

It has an environment of its own, as doccano asks for old versions of what other programs ask for in new ones.
"""

import contextlib
import importlib.metadata
import io
import os
import pathlib
import sys
import tempfile
import uuid
import warnings

import backend

from judges import agree, counts, folders

sys.path.insert(0, str(pathlib.Path(backend.__file__).parent))
PLACE = tempfile.TemporaryDirectory()
os.environ.update(
    DJANGO_SETTINGS_MODULE="config.settings.development", DATABASE_URL=f"sqlite:///{PLACE.name}/db", SECRET_KEY="x"
)
warnings.filterwarnings("ignore")


def importer():
    """What imports a folder into a new project that allows overlaps and relations, and compares its tables."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    with contextlib.redirect_stdout(io.StringIO()):
        call_command("create_roles", verbosity=0)
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import create_file_format
    from data_import.pipeline.readers import FileName
    from django.contrib.auth import get_user_model
    from examples.models import Example
    from labels.models import Relation, Span
    from projects.models import ProjectType, SequenceLabelingProject

    user = get_user_model().objects.create(username="ada")

    def judge(folder):
        project = SequenceLabelingProject.objects.create(
            name=str(uuid.uuid4()),
            description="x",
            project_type=ProjectType.SEQUENCE_LABELING,
            created_by=user,
            allow_overlapping=True,
            use_relation=True,
        )
        file = folder.find("doccano")
        name = FileName(full_path=str(file), generated_name=file.name, upload_name=file.name)
        dataset = load_dataset("RelationExtraction", create_file_format("JSONL"), [name], project, encoding="utf_8")
        dataset.save(user)
        examples = list(Example.objects.filter(project=project).order_by("id"))
        # It takes no document without a text, and says so.
        expected = [document for document in folder.documents if document.text]
        refused = len(folder.documents) - len(expected)
        agree("errors", [error.dict()["message"] for error in dataset.errors][refused:], [])
        agree("documents", len(examples), len(expected))
        spans, links = 0, 0
        for example, document in zip(examples, expected, strict=True):
            agree("text", example.text, document.text)
            read = list(Span.objects.filter(example=example))
            seen = [(example.text[s.start_offset : s.end_offset], s.start_offset, s.label.text) for s in read]
            agree("spans", seen, [(a.whole(document), a.start, a.label) for a in document.worded()])
            relations = list(Relation.objects.filter(example=example))
            place = lambda span: (span.start_offset, span.end_offset)
            seen = [(r.type.text, place(r.from_id), place(r.to_id)) for r in relations]
            at = lambda name: (document.by_id(name).start, document.by_id(name).end)
            ours = [(kind, at(a), at(b)) for kind, a, b in document.links()]
            agree("relations", [link for link in seen if link[0] != "sentiment_holder"], ours)
            spans, links = spans + len(read), links + len(relations)
        return counts(spans=spans, relations=links)

    return judge


def main(path):
    judge, failed, summary, places = importer(), [], "", folders(path)
    for folder in places:
        try:
            summary = judge(folder)
        except Exception as problem:
            failed.append(f"    {folder.path}: {type(problem).__name__}: {problem}")
    program = f"doccano {importlib.metadata.version('doccano')}"
    verdict = f"{len(failed)} of {len(places)} DISAGREE" if failed else f"agrees on {len(places)}"
    print(f"{'doccano':21} {program:26} {verdict:14} {summary if len(places) == 1 else ''}".rstrip())
    print("\n".join(failed[:5]), end="\n" if failed else "")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
