"""Feeds the files that Rubricate writes to the programs that they are for, and compares what these see with what Rubricate
says. A judge is a function that takes a folder of exports and says what it compared."""

import collections
import io
import pathlib
import zipfile

import ours


class Disagreement(Exception):
    """A program sees something else than Rubricate."""


class Folder:
    """The same documents, in order, as a file of each format: `rubricate*.json` and `FORMAT.EXTENSION`."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.documents = [ours.read(file) for file in sorted(self.path.glob("rubricate*.json"))]
        assert self.documents, f"no file of Rubricate's own in {path}"

    def find(self, name):
        """The file of a format."""
        found = [file for file in self.path.iterdir() if file.stem == name]
        assert len(found) == 1, f"{self.path} has {len(found)} files of {name}"
        return found[0]

    def has(self, name):
        """Whether there is one; some formats hold one document only."""
        return any(file.stem == name for file in self.path.iterdir())

    def read(self, name):
        """Its bytes."""
        return self.find(name).read_bytes()

    def archive(self, name):
        """Its entries by name, in order."""
        archive = zipfile.ZipFile(io.BytesIO(self.read(name)))
        assert archive.testzip() is None
        return {entry: archive.read(entry) for entry in archive.namelist()}

    def entries(self, name, ending):
        """The entries that end so, with their names, one for each document."""
        found = [(entry, content) for entry, content in self.archive(name).items() if entry.endswith(ending)]
        agree("documents", len(found), len(self.documents))
        return found


def folders(path):
    """A folder of exports, or all those in it."""
    path = pathlib.Path(path)
    places = [path] if any(path.glob("rubricate*.json")) else sorted(inner for inner in path.iterdir() if inner.is_dir())
    return [Folder(place) for place in places]


def agree(what, theirs, expected):
    """Both must be equal; lists are compared as bags, with what is missing on either side."""
    if isinstance(theirs, list) and isinstance(expected, list):
        counted, wanted = (collections.Counter(map(repr, side)) for side in (theirs, expected))
        if counted != wanted:
            raise Disagreement(f"{what}: only theirs {list(counted - wanted)}, only ours {list(wanted - counted)}")
    elif theirs != expected:
        raise Disagreement(f"{what}: theirs {theirs!r}, ours {expected!r}")


def counts(**numbers):
    """`spans=9, relations=2` in words."""
    return ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in numbers.items())
