"""What of a notebook will be graded, told where nobody knows the tasks: on the computer of whoever takes an exam.

The notebook itself says which tasks it has: `begin("exam", receives=["exam/clip", …])`. Found are the answers to these,
by their decorators and by `answer(…)`, as the grader finds them. Nothing is run, and nothing is said of right or wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..course.text_question import AS_PLOT, IN_WORDS
from .cell_text import Text, read_cell
from .handed_in import Words, registers, stub_like
from .lessons import begun_in
from .notebook import Notebook

RECEIVED, NOT_STARTED, UNREAD = "received", "not started", "Python cannot read its cell"


def own_tasks(notebook: Notebook) -> tuple[str, list[str]] | None:
    """The lesson that a notebook of an instructor's own begins, and the ids of its tasks; None for any other."""
    for cell in notebook.code:
        for node in ast.walk(_tree(read_cell(cell.source).source)):
            name = getattr(getattr(node, "func", None), "id", getattr(getattr(node, "func", None), "attr", ""))
            listed = [one.value for one in getattr(node, "keywords", ()) if one.arg == "receives"]
            if name == "begin" and listed and isinstance(listed[0], ast.List):
                ids = [one.value for one in listed[0].elts if isinstance(one, ast.Constant)]
                lesson = next(iter(begun_in(cell.source)), "")
                return lesson, [one for one in ids if isinstance(one, str)]
    return None


def states(notebook: Notebook, ids: list[str]) -> dict[str, str]:
    """Of each task whether there is an answer to it."""
    texts = [read_cell(cell.source) for cell in notebook.code]
    words = Words.of(texts)
    found = dict.fromkeys(ids, NOT_STARTED)
    for cell, text in zip(notebook.code, texts, strict=True):
        if text.failure is not None:
            own = [one for one in ids if one in cell.source or one.replace("/", "-") == cell.id]
            found |= {one: UNREAD for one in own if found[one] == NOT_STARTED}
        found |= {_meant(written, ids): RECEIVED for written in _answered(text, words) if _meant(written, ids)}
    return found


def texts_written(notebook: Notebook) -> dict[str, int]:
    """Of each question that a person reads, how many words there are in the cell of its answer."""
    cells = {cell.id: cell.source for cell in notebook.cells}
    plain = {
        one: cells.get(one.replace("/", "-"), "").replace(IN_WORDS, "").replace(AS_PLOT, "") for one in notebook.texts
    }
    return {one: len(text.split()) for one, text in plain.items()}


def _tree(source: str) -> ast.AST:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return ast.Module([], [])


def _answered(text: Text, words: Words) -> Iterator[str]:
    """Ids, as written, that a cell answers with more than a stub."""
    for node in (node for statement in text.statements for node in statement.nodes):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            written = [registers(decorator, words, node.name) for decorator in node.decorator_list]
            if not stub_like(node.name, text.source):
                yield from filter(None, written)
        for call in ast.walk(node):
            name = getattr(getattr(call, "func", None), "id", getattr(getattr(call, "func", None), "attr", ""))
            if name in words.answer and isinstance(call, ast.Call) and len(call.args) == 2:
                first, given = call.args
                blank = isinstance(given, ast.Constant) and given.value in (..., None, "")
                if isinstance(first, ast.Constant) and not blank:
                    yield str(first.value)


def _meant(written: str, ids: list[str]) -> str:
    """The id that somebody means who writes this: the whole, or its last part."""
    return next((one for one in ids if written in (one, one.rpartition("/")[2])), "")
