"""Nothing writes a file half: what is kept goes through `tinygrad_lite/files.py`, but for those that are named here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "tinygrad_lite"

#: Files that write by themselves, with the reason.
BY_THEMSELVES = {
    "files.py": "how a file is written whole is written here",
    "compare/timing.py": "os.devnull, which keeps nothing",
    "course/exercises/stopping/saving.py": "the solution of an exercise, as students write it",
    "data/download.py": "what has come so far, to go on from; only with the right checksum it gets the file's name",
    "grading/own_files.py": "stands in for os.truncate among a student's own files, in the sandbox",
    "grading/own_folder.py": "a lock, in which nothing is written",
    "grading/feedback_back.py": "a zip in memory, written whole afterwards",
    "grading/place_tree.py": "the tree of a grading run, which is made anew each time and ends with it",
    "grading/ready.py": "the tree of a grading run, which is made anew each time and ends with it",
    "grading/workbook.py": "a zip in memory, written whole afterwards",
    "grading/sandbox/forked.py": "the end of a pipe",
    "grading/sandbox/probe.py": "a mark in a temporary folder, to be attacked",
    "grading/tree.py": "the tree of a grading run, which is made anew each time and ends with it",
    "plots/picture.py": "a picture in memory",
    "training/callbacks/log_file.py": "a line is added at once; a half one is left out when it is read",
}

METHODS = {"write_text", "write_bytes", "tofile", "savez", "savez_compressed", "savetxt", "savefig"}
COPIES = {"copy", "copy2", "copyfile", "copytree", "move"}  # of shutil
OPENING = {"open", "fdopen", "ZipFile", "TarFile", "GzipFile"}


def writing(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls that write a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            owner = ast.unparse(function.value) if isinstance(function, ast.Attribute) else ""
            copies = (owner == "shutil" and name in COPIES) or (owner == "np" and name == "save")
            if name in METHODS or copies or (name in OPENING and _to_write(node)):
                yield node


def _to_write(call: ast.Call) -> bool:
    """Whether a mode or a flag among the arguments says so."""
    parts = [part for argument in (*call.args, *(k.value for k in call.keywords)) for part in ast.walk(argument)]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    modes = any(set(text) <= set("rwaxbt+") and set(text) & set("wax+") for text in texts)
    return modes or any(isinstance(part, ast.Attribute) and part.attr in ("O_WRONLY", "O_RDWR") for part in parts)


def found(text: str) -> list[int]:
    return [call.lineno for call in writing(ast.parse(text))]


def test_what_writes_is_found():
    """What makes the test below able to fail."""
    assert found("path.write_text('a', 'utf-8')") == [1]
    assert found("open(path, 'wb')\nopen(path)\nopen(path, 'rb')\npath.open('r')") == [1]
    assert found("path.open()\npath.open('a')\npath.open(mode='x')") == [2, 3]
    assert found("np.save(path, x)\nshutil.copyfile(a, b)\nzipfile.ZipFile(p, 'w')\nos.fdopen(3, 'w')") == [1, 2, 3, 4]
    assert found("os.open(path, os.O_CREAT | os.O_WRONLY)\npath.open('ab' if goes_on else 'wb')") == [1, 2]
    assert (
        found("torch.save(1)\nmodel.save(path)\nzipfile.ZipFile(p)\npath.open('r')\nx.copy()\nos.open(path, os.O_PATH)")
        == []
    )


def test_every_file_that_is_kept_is_written_whole():
    writes = {}
    for path in PACKAGE.rglob("*.py"):
        if lines := found(path.read_text(encoding="utf-8")):
            writes[path.relative_to(PACKAGE).as_posix()] = lines
    new = {file: lines for file, lines in writes.items() if file not in BY_THEMSELVES}
    assert new == {}, "write with write_whole or replacing of tinygrad_lite/files.py; a kill would leave half of these"
    assert sorted(set(BY_THEMSELVES) - set(writes)) == [], "these write nothing any more: take them off the list"
