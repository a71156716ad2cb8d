"""What of a student's notebook was not run, or stopped, when its answers were judged, and why.

What stands in the lesson as it is handed out is not listed, only what the student wrote; nor are stubs in which nothing
was written, unused imports, and answers to questions, which are read and never run.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ..course.exercises import exercises_of
from ..course.run import Failure
from .cell_text import Text, read_cell
from .definitions import Block, Program
from .handed_in import is_stub
from .lessons import cells_of
from .statements import Statement


@dataclass(frozen=True)
class LeftOut:
    """Lines that were not run, or that stopped.

    Attributes:
        cell: the cell's id.
        line: where they begin in it.
        text: the first of them.
        why: the reason, as a sentence.
    """

    cell: str
    line: int
    text: str
    why: str

    def __str__(self) -> str:
        return f"“{self.cell}”, line {self.line}: {self.text}\n    {self.why}"


def left_out(
    program: Program, lesson: str, skipped: Collection[str] = (), failures: Mapping[str, Failure] | None = None
) -> Iterator[LeftOut]:
    """What was not run, in the notebook's order.

    Args:
        program: what of the notebook was to be run.
        lesson: "02_loss".
        skipped: cells that did not come to an end, and were left out from then on.
        failures: why a cell's statement failed when it was run, by the cell's id.
    """
    texts = [read_cell(block.source) for block in program.cells]
    kept = [
        [statement for statement in text.statements if is_kept(block, statement)]
        for block, text in zip(program.cells, texts, strict=True)
    ]
    read = frozenset().union(*(statement.reads for some in kept for statement in some))
    handed_out = _handed_out(lesson)
    lines = {line.strip() for text in handed_out for line in text.splitlines()}
    stubs = {each.name: each.stub() if each.broken else "" for each in exercises_of(lesson)}
    for block, text in zip(program.cells, texts, strict=True):
        if block.name in skipped:
            yield LeftOut(block.name, 1, _first(block.kept), "It did not come to its end, and was left out.")
        failure = (failures or {}).get(block.name)
        if failure is not None and failure.line.strip() not in lines:
            why = f"It was run and failed: {failure.kind}: {failure.message}"[:300]
            yield LeftOut(block.name, failure.line_number or 1, failure.line.strip() or _first(block.kept), why)
        yield from _unread(block, text)
        for statement in text.statements:
            known = statement.text.strip() in handed_out or _says_nothing(statement) or _untouched(statement, stubs)
            if not known and not is_kept(block, statement):
                why = _why(statement, read, {*stubs})
                yield LeftOut(block.name, statement.first, _first(statement.text), why)


def is_kept(block: Block, statement: Statement) -> bool:
    """Whether a statement of a cell is among what is run."""
    lines = block.kept.split("\n")[statement.first - 1 : statement.last]
    return any(map(str.strip, lines))


def _says_nothing(statement: Statement) -> bool:
    """Whether it only imports, begins the lesson, or answers a question, which is read and not run."""
    called = {call.key for call in statement.calls} - {".__call__"}
    calls = called in ({"answer"}, {"begin"})
    return all(
        isinstance(node, ast.Import | ast.ImportFrom) or (calls and isinstance(node, ast.Expr))
        for node in statement.nodes
    )


def _untouched(statement: Statement, stubs: Mapping[str, str]) -> bool:
    """Whether it is the beginning of an answer in which nothing was written: a stub, also one of an older version of
    the lesson, that is not to the letter what is handed out today."""
    return any(is_stub(name, statement.text, stubs[name]) for name in statement.binds & stubs.keys())


def _unread(block: Block, text: Text) -> Iterator[LeftOut]:
    """A cell, or single statements of it, that Python cannot read."""
    if text.foreign and not text.statements:
        yield LeftOut(block.name, 1, f"%%{text.foreign}", "It is not Python for the notebook.")
    if text.failure is not None:
        whole = "" if text.failed else " Nothing of this cell was run."
        why = f"Python cannot read it: {text.failure.kind}: {text.failure.message}.{whole}"[:300]
        yield LeftOut(block.name, text.failure.line_number or 1, text.failure.line.strip(), why)


def _why(statement: Statement, read: frozenset[str], exercises: set[str]) -> str:
    """Why a statement is not among what is run."""
    gives = sorted(statement.binds - {"*"})
    answers = [name for name in gives if name in exercises]
    used = [name for name in gives if name in read]
    if answers:
        return f"Another definition of `{answers[0]}` counts: the last one in which something was written."
    if used:
        return f"`{used[0]}` gets its value elsewhere, nearer to where an answer reads it."
    if gives:
        return f"No answer reads {', '.join(f'`{name}`' for name in gives[:5])}."
    changed = sorted(statement.touches)
    if changed:
        return f"No answer reads {', '.join(f'`{name}`' for name in changed[:5])}, which it changes."
    return "It gives no name a value: it prints, draws, checks or trains."


def _first(text: str) -> str:
    """The first line in which something stands, decorators aside, shortened."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    line = next((line for line in lines if not line.startswith("@")), "")
    return line if len(line) <= 100 else f"{line[:99]}…"


def _handed_out(lesson: str) -> frozenset[str]:
    """The statements of the lesson as it is handed out."""
    cells = (text for kind, text in cells_of(lesson).values() if kind == "code")
    return frozenset(statement.text.strip() for text in cells for statement in read_cell(text).statements)
