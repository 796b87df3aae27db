"""Runs each recipe of docs/formats.md on the fixture of its format: `python recipes.py FIXTURES`."""

import contextlib
import io
import os
import pathlib
import re
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def recipes():
    """The id of each format, in the order of the document, with its heading and its blocks of Python."""
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    table = text.split("\n## What each one holds\n", 1)[1].split("\n## ", 1)[0]
    ids = {name.strip(): id for name, id in re.findall(r"^\| ([^|]+) \| `([^`]+)` \|", table, re.M)}
    recipe_part = text.split("\n## Recipes\n", 1)[1]
    found = {}
    for section in recipe_part.split("\n### ")[1:]:
        heading, _, body = section.partition("\n")
        found[ids[heading]] = (heading, re.findall(r"^```python\n(.*?)^```$", body, re.M | re.S))
    assert list(found) == list(ids.values()), "the recipes are not those of the table"
    return found


def run(code, fixture):
    """What a recipe prints in a folder that has nothing but the file."""
    printed = io.StringIO()
    with tempfile.TemporaryDirectory() as place:
        for name in ("article", "articles"):
            shutil.copy(fixture, pathlib.Path(place) / f"{name}{fixture.suffix}")
        back = os.getcwd()
        os.chdir(place)
        try:
            with contextlib.redirect_stdout(printed):
                exec(compile(code, str(fixture), "exec"), {})
        finally:
            os.chdir(back)
    if not printed.getvalue().strip():
        raise AssertionError("it prints nothing")
    return printed.getvalue()


def main(fixtures):
    failed = 0
    for id, (heading, blocks) in recipes().items():
        fixture = next(file for file in pathlib.Path(fixtures).iterdir() if file.stem == id)
        problem = None if blocks else "it has no code"
        for block in blocks:
            try:
                run(block, fixture)
            except Exception as error:
                problem = f"{type(error).__name__}: {error}"
        failed += problem is not None
        print(f"{id:21} {'FAILS: ' + problem if problem else 'runs'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
