"""Files by which one statement hands something to another: `np.save("w.npy", w)` in one cell, `np.load("w.npy")` in
the next; a cell that begins with `%%writefile helpers.py`, and `import helpers`. Whoever names a file needs what writes
it, and what makes folders, as whoever names a variable needs what gives it its value. Their names have a space in them,
which no variable's has.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable

from ..course.walked import walked

#: What writes the file that it names.
_WRITING = {
    "save", "savez", "savez_compressed", "savetxt", "tofile", "write_text", "write_bytes", "dump", "to_csv", "copyfile",
}  # fmt: skip
_FOLDERS = {"mkdir", "makedirs"}
FOLDER = "a folder"
_LONGEST = 300
_FILE = re.compile(r"(?:.*[/\\])?([^/\\\n]{1,100}\.\w{1,8})")


def files_read(texts: Iterable[str]) -> frozenset[str]:
    """The files that the texts in a piece of code name, which it may read, and what they need besides."""
    paths = (text for text in texts if len(text) <= _LONGEST)
    found = {f"file {match[1]}" for text in paths if (match := _FILE.fullmatch(text))}
    return frozenset(found | {FOLDER}) if found else frozenset()


def modules_read(pieces: Iterable[ast.AST]) -> frozenset[str]:
    """The files in the notebook's own folder that imports among these pieces of code would load, if they are there."""
    names = {alias.name for each in pieces if isinstance(each, ast.Import) for alias in each.names}
    names |= {each.module or "" for each in pieces if isinstance(each, ast.ImportFrom)}
    return frozenset(f"file {name.partition('.')[0]}.py" for name in names)


def read_in_files(texts: Iterable[str]) -> frozenset[str]:
    """The files that programs would load which stand in these texts, as a module that a cell writes imports another."""
    found = frozenset[str]()
    for text in texts:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what Python thinks of it is nobody's who grades
                pieces = walked(ast.parse(text))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        values = (node.value for node in pieces if isinstance(node, ast.Constant))
        found |= modules_read(pieces) | files_read(value for value in values if isinstance(value, str))
    return found


def files_written(calls: Iterable[tuple[str, ast.Call]], texts: Iterable[str]) -> frozenset[str]:
    """The files that code writes, where its calls (each with the last name of what it calls) show that it does."""
    calls = list(calls)
    names = {name for name, _ in calls}
    written = files_read(texts) if names & _WRITING or any(_opens_to_write(*call) for call in calls) else frozenset()
    return (written - {FOLDER}) | ({FOLDER} if names & _FOLDERS else frozenset())


def _opens_to_write(name: str, call: ast.Call) -> bool:
    """`open("w.csv", "w")` or `path.open("a")`"""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    modes = {node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return name == "open" and any(set(mode) <= set("rwaxbt+") and set(mode) & set("wax") for mode in modes)
