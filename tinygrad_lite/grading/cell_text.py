"""A code cell as Python reads it. Nothing is run.

What IPython adds to Python (`%time`, `!pip`, `?`) is translated as IPython does it, so that lines and errors are those
that the student saw.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from typing import Any

from ..course.run import Failure
from ..course.walked import walked
from .remembered import Remembered
from .statements import Statement, first_line, statements_of

#: Deeper nesting is not read: what walks a syntax tree calls itself for each level.
DEEPEST = 150
#: Lines times magics: IPython goes through a cell for each of them. Of more, lines that begin as one are left out.
MOST_TRANSLATED, MOST_BRACKETS = 20_000, 5_000
_MAGIC = re.compile(r"^[ \t]*[!%?,;/]|\?[ \t]*$|=[ \t]*[!%]", re.MULTILINE)
#: Bits of a whole number: Python shows none of more than 4300 digits.
LONGEST_NUMBER = 14_000
#: Why a cell is not read here that Python may well read: a person looks, and nobody gets a 0 for it.
TOO_DEEP, TOO_LARGE, TOO_MANY = (
    "nested too deeply to be read",
    "a whole number that is too long to be shown",
    "too many statements",
)
#: Cell magics below which there is Python.
_AROUND_PYTHON = {"time", "timeit", "capture", "prun", "python", "python3", "ipytest"}
_INTO_A_FILE = re.compile(
    r"\s*%%(?:write)?file[ \t]+(-a[ \t]+|--append[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*\n(.*)", re.DOTALL
)


@dataclass(frozen=True)
class Text:
    """A code cell as Python reads it.

    Attributes:
        source: its text after IPython's translation.
        statements: those that Python can read.
        failure: the error, where it cannot read the cell, or one of its statements.
        failed: lines of statements that cannot be compiled though they can be read; () where the whole cell is lost.
        foreign: the cell magic that makes it no Python ("bash"); "". Of one that writes a file, what that does is
            among the statements.
    """

    source: str
    statements: tuple[Statement, ...] = ()
    failure: Failure | None = None
    failed: tuple[tuple[int, int], ...] = ()
    foreign: str = ""


def read_cell(source: str) -> Text:
    """A code cell, read; never raises. What was read is remembered, and is not to be changed."""
    return _remembered(source)


def _read_cell(raw: str) -> Text:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        magic = re.match(r"\s*%%(\w+)[^\n]*", raw)
        if magic and magic[1] not in _AROUND_PYTHON:
            source = _as_a_file(raw)
            statements = tuple(statements_of(source, ast.parse(source), ()))
            return Text(source if statements else raw, statements, foreign=magic[1])
        rest = raw[magic.end() :] if magic else raw
        plain = re.sub(r"\A(?:[ \t\f]*\n)+", "", rest)
        source, tree = _translated(plain)
        if magic:  # its line stays, empty
            source = "\n" * rest[: len(rest) - len(plain)].count("\n") + source
            tree = _parsed(source)
        if isinstance(tree, Failure):
            return Text(source, failure=tree)
        failure, failed = _compiled(source, tree)
        return Text(source, tuple(statements_of(source, tree, failed)), failure, failed)


def _as_a_file(raw: str) -> str:
    """What a cell does that writes itself into a file of the notebook's own folder; "" for all other cells.

    Whoever imports or reads that file needs the statement, as it needs any that writes a file (`named_files.py`).
    """
    found = _INTO_A_FILE.fullmatch(raw)
    if found is None:
        return ""
    more, name, text = found.groups()
    return f"open({name!r}, {'a' if more else 'w'!r}, encoding='utf-8').write({text!r})"


def _translated(raw: str) -> tuple[str, ast.Module | Failure]:
    """The text after IPython's translation, and its tree or the error. Plain Python needs none."""
    tree = _parsed(raw)
    if isinstance(tree, ast.Module):
        return raw, tree
    lines = max(raw.count("\n"), len(raw) // 40)
    if lines * (1 + len(_MAGIC.findall(raw))) > MOST_TRANSLATED or raw.count("(") > MOST_BRACKETS:
        source = re.sub(r"^([ \t]*)[%!].*", r"\1pass", raw, flags=re.MULTILINE)
        return source, _parsed(source)
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        source = TransformerManager().transform_cell(raw)
    except Exception as error:  # IPython then shows the error of its translation
        known = isinstance(error, SyntaxError)
        return raw, _failure(error if known else SyntaxError("it cannot be read"))
    return source, _parsed(source)


def _parsed(source: str) -> ast.Module | Failure:
    """The tree of a text, or why there is none."""
    try:
        tree = ast.parse(source)
    except (MemoryError, RecursionError):
        return Failure("SyntaxError", "nested too deeply for Python")
    except (SyntaxError, ValueError) as error:
        return _failure(error)
    depth, level = 0, list[ast.AST]([tree])
    while level:
        depth += 1
        if depth > DEEPEST:
            return Failure("SyntaxError", TOO_DEEP)
        if any(isinstance(node, ast.Constant) and _is_long(node.value) for node in level):
            return Failure("SyntaxError", TOO_LARGE)
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return tree


def _is_long(value: Any) -> bool:
    return isinstance(value, int) and value.bit_length() > LONGEST_NUMBER


def _failure(error: Exception) -> Failure:
    """A syntax error as the lesson's card says it."""
    if not isinstance(error, SyntaxError):
        return Failure("SyntaxError", str(error)[:200])
    return Failure(type(error).__name__, error.msg or "", (error.text or "").strip()[:500], error.lineno or 0)


def _compiled(source: str, tree: ast.Module) -> tuple[Failure | None, tuple[tuple[int, int], ...]]:
    """What can be read and not compiled: a parameter there twice, `return` outside of a function."""
    first = _compile_error(tree.body)
    if first is None:
        return None, ()
    wrong = [node for node in tree.body if _compile_error([node])]
    return first, tuple((first_line(node), node.end_lineno or 0) for node in wrong)


def _compile_error(body: list[ast.stmt]) -> Failure | None:
    try:
        compile(ast.Module(body, []), "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return _failure(error)
    except (RecursionError, MemoryError):
        return Failure("SyntaxError", "nested too deeply for Python")
    return None


def _weight(text: Text) -> int:
    """What a cell that was read holds, in pieces of syntax; what is noted of a statement weighs as much as six."""
    return sum(6 + len(nodes) for statement in text.statements for nodes in map(walked, statement.nodes))


_remembered = Remembered(_read_cell, _weight)
