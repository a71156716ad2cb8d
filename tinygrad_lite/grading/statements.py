"""A code cell as the statements it is made of: which names each gives a value, changes and reads. Nothing is run.

What IPython adds to Python (`%time`, `!pip`, `?`) is translated as IPython does it, so that lines and errors are those
that the student saw.
"""

from __future__ import annotations

import ast
import re
import symtable
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from ..course.run import Failure
from .effects import effects_of, passed_to, touched

#: Deeper nesting is not read: what walks a syntax tree calls itself for each level.
DEEPEST = 150
#: Longer cells with magics are not translated: IPython's translation takes the square of their length.
LONGEST_TRANSLATED, MOST_TRANSLATED, MOST_MAGICS = 10_000, 300, 60
#: Bits of a whole number: Python shows none of more than 4300 digits.
LONGEST_NUMBER = 14_000
#: Cell magics below which there is Python.
_AROUND_PYTHON = {"time", "timeit", "capture", "prun", "python", "python3", "ipytest"}
#: Functions that set something for the whole process.
_SETTINGS = {"setrecursionlimit", "seterr"}
_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_BY_TEXT = {"eval", "exec", "globals", "locals", "vars"}
_TABLES_OF_NAMES = {"globals", "locals", "vars"}


@dataclass(frozen=True)
class Statement:
    """One statement at the top of a cell, or several that share a line.

    Attributes:
        first, last: its lines, from 1.
        nodes: its syntax trees.
        text: its lines.
        binds: the names that it gives a value; "*" for a star import.
        touches: names of objects that it changes: `table["a"] = 1`, `Net.forward = …`, `seen.append(1)`.
        calls: names that it calls at once.
        effects: function that it defines → names of the notebook that a call of it gives a value or changes; with "*"
            among them, it changes what is handed to it.
        passed: function that it calls at once → the names that it hands over.
    """

    first: int
    last: int
    nodes: tuple[ast.stmt, ...]
    text: str
    binds: frozenset[str]
    touches: frozenset[str]
    calls: frozenset[str]
    effects: dict[str, frozenset[str]]
    passed: dict[str, frozenset[str]]

    @cached_property
    def reads(self) -> frozenset[str]:
        """The names of the notebook that it reads, at once or when its functions are called."""
        try:
            names = frozenset(_global_reads(symtable.symtable(self.text, "<cell>", "exec")))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            every = (node for tree in self.nodes for node in ast.walk(tree))
            names = frozenset(node.id for node in every if isinstance(node, ast.Name))
        added = {
            node.target.id
            for tree in self.nodes
            for node in at_once(tree)
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
        }
        return names | added | (_words(self.nodes) if names & _BY_TEXT else frozenset())

    @cached_property
    def pieces(self) -> tuple[Any, ...]:
        """Definitions, calls, assignments and imports in it, in the order of the text; not those within functions."""
        kinds = _DEFINITIONS | ast.Call | ast.Assign | ast.Import | ast.ImportFrom
        found = [node for tree in self.nodes for node in at_once(tree) if isinstance(node, kinds)]
        return tuple(sorted(found, key=lambda node: (node.lineno, node.col_offset)))

    @cached_property
    def factories(self) -> frozenset[str]:
        """Functions that it defines and that return a function of their own; and "def NAME" for every function."""
        found = set()
        for node in self.nodes:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
                found |= {f"def {target.id}" for target in node.targets if isinstance(target, ast.Name)}
            if isinstance(node, _DEFINITIONS):
                found.add(f"def {node.name}")
            if isinstance(node, ast.FunctionDef):
                inside = [n.name for n in ast.walk(node) if isinstance(n, ast.FunctionDef) and n is not node]
                returned = [n.value for n in ast.walk(node) if isinstance(n, ast.Return)]
                if any(isinstance(value, ast.Lambda) or getattr(value, "id", None) in inside for value in returned):
                    found.add(node.name)
        return frozenset(found)

    @cached_property
    def is_setting(self) -> bool:
        """It sets something for the whole process, or names that its text does not show: `exec("eps = 1e-7")`."""
        calls = (node.func for tree in self.nodes for node in at_once(tree) if isinstance(node, ast.Call))
        return self.makes_names or any(getattr(func, "attr", getattr(func, "id", "")) in _SETTINGS for func in calls)

    @cached_property
    def makes_names(self) -> bool:
        """It gives values to names that its text does not show: `exec(…)`, `globals()["eps"] = …`, `.update(…)`."""
        nodes = [node for tree in self.nodes for node in at_once(tree)]
        owners = [
            node.value for node in nodes
            if (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store))
            or (isinstance(node, ast.Attribute) and node.attr in ("update", "setdefault"))
        ]  # fmt: skip
        called = [node for node in nodes if isinstance(node, ast.Call)]
        tables = [owner for owner in owners if isinstance(owner, ast.Call)]
        return any(getattr(each.func, "id", "") == "exec" for each in called) or any(
            getattr(each.func, "id", "") in _TABLES_OF_NAMES for each in tables
        )

    @property
    def defined_in_texts(self) -> frozenset[str]:
        """Names of the functions and classes that texts in it would define, if they were run."""
        every = (node.value for tree in self.nodes for node in ast.walk(tree) if isinstance(node, ast.Constant))
        texts = (value for value in every if isinstance(value, str))
        return frozenset(name for text in texts for name in re.findall(r"\b(?:def|class)\s+(\w+)", text))

    @property
    def is_plain(self) -> bool:
        """It certainly gives its names a new value: a definition, an import, an assignment."""
        kinds = _DEFINITIONS | ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign
        return all(isinstance(node, kinds) for node in self.nodes)

    @property
    def only_defines(self) -> bool:
        """It imports or defines and does nothing else."""
        return all(isinstance(node, _DEFINITIONS | ast.Import | ast.ImportFrom) for node in self.nodes)


@dataclass(frozen=True)
class Text:
    """A code cell as Python reads it.

    Attributes:
        source: its text after IPython's translation.
        statements: those that Python can read.
        failure: the error, where it cannot read the cell, or one of its statements.
        failed: lines of statements that cannot be compiled though they can be read; () where the whole cell is lost.
        foreign: the cell magic that makes it no Python ("bash"); "".
    """

    source: str
    statements: tuple[Statement, ...] = ()
    failure: Failure | None = None
    failed: tuple[tuple[int, int], ...] = ()
    foreign: str = ""


def read_cell(source: str) -> Text:
    """A code cell, read; never raises. What was read is kept for the next notebook with the same cell."""
    return _read_cell(source) if len(source) < 8_000 else _read_cell.__wrapped__(source)


@lru_cache(maxsize=1_000)
def _read_cell(raw: str) -> Text:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        magic = re.match(r"\s*%%(\w+)[^\n]*", raw)
        if magic and magic[1] not in _AROUND_PYTHON:
            return Text(raw, foreign=magic[1])
        rest = raw[magic.end() :] if magic else raw
        plain = re.sub(r"\A(?:[ \t\f]*\n)+", "", rest)
        source, tree = _translated(plain)
        if magic:  # its line stays, empty
            source = "\n" * rest[: len(rest) - len(plain)].count("\n") + source
            tree = _parsed(source)
        if isinstance(tree, Failure):
            return Text(source, failure=tree)
        failure, failed = _compiled(source, tree)
        return Text(source, tuple(_statements(source, tree, failed)), failure, failed)


def _translated(raw: str) -> tuple[str, ast.Module | Failure]:
    """The text after IPython's translation, and its tree or the error. Plain Python needs none."""
    tree = _parsed(raw)
    if isinstance(tree, ast.Module) or len(raw) > LONGEST_TRANSLATED or raw.count("\n") > MOST_TRANSLATED:
        return raw, tree
    if len(re.findall(r"^.*[!%?]", raw, re.MULTILINE)) > MOST_MAGICS:
        return raw, tree
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
        return Failure("SyntaxError", "nested too deeply to be read")
    except (SyntaxError, ValueError) as error:
        return _failure(error)
    if _depth(tree) > DEEPEST:
        return Failure("SyntaxError", "nested too deeply to be read")
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    if any(isinstance(value, int) and value.bit_length() > LONGEST_NUMBER for value in constants):
        return Failure("SyntaxError", "a whole number that is too long to be shown")
    return tree


def _failure(error: Exception) -> Failure:
    """A syntax error as the lesson's card says it."""
    if not isinstance(error, SyntaxError):
        return Failure("SyntaxError", str(error)[:200])
    return Failure(type(error).__name__, error.msg or "", (error.text or "").strip()[:500], error.lineno or 0)


def _depth(tree: ast.AST) -> int:
    """How deeply a tree is nested."""
    depth, level = 0, [tree]
    while level and depth <= DEEPEST:
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        depth += 1
    return depth


def _compiled(source: str, tree: ast.Module) -> tuple[Failure | None, tuple[tuple[int, int], ...]]:
    """What can be read and not compiled: a parameter there twice, `return` outside of a function."""
    first = _compile_error(tree.body)
    if first is None:
        return None, ()
    wrong = [node for node in tree.body if _compile_error([node])]
    return first, tuple((_first_line(node), node.end_lineno or 0) for node in wrong)


def _compile_error(body: list[ast.stmt]) -> Failure | None:
    try:
        compile(ast.Module(body, []), "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return _failure(error)
    except (RecursionError, MemoryError):
        return Failure("SyntaxError", "nested too deeply to be read")
    return None


# -------------------------------------------------------------------------------------------------------- statements


def _first_line(node: ast.stmt) -> int:
    """Where a statement begins, its decorators included."""
    return min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])


def _statements(source: str, tree: ast.Module, failed: tuple[tuple[int, int], ...]) -> Iterator[Statement]:
    """The statements of a cell; those that share a line are one."""
    groups: list[list[ast.stmt]] = []
    for node in tree.body:
        if groups and _first_line(node) <= (groups[-1][-1].end_lineno or 0):
            groups[-1].append(node)
        else:
            groups.append([node])
    lines = source.split("\n")
    lost = {start for start, _ in failed}
    for group in groups:
        first, last = _first_line(group[0]), group[-1].end_lineno or 0
        if any(_first_line(node) in lost for node in group):
            continue
        inside = [node for tree in group for node in at_once(tree)]
        yield Statement(
            first,
            last,
            tuple(group),
            "\n".join(lines[first - 1 : last]) + "\n",
            frozenset(name for node in inside for name in _bound(node)),
            frozenset(name for node in inside for name in touched(node)),
            frozenset(name for node in inside for name in _called(node)),
            {node.name: effects_of(node) for node in inside if isinstance(node, ast.FunctionDef)},
            passed_to(inside),
        )


def at_once(tree: ast.AST) -> Iterator[ast.AST]:
    """The pieces of a statement that are carried out when it is: not the insides of functions and classes."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, _DEFINITIONS):
            waiting += node.decorator_list
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that one piece of syntax gives a value."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, _DEFINITIONS):
        yield node.name
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def _called(node: ast.AST) -> Iterator[str]:
    """The names of the functions that one piece of syntax calls; a decorator is called with what stands below it."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield node.func.id
    elif isinstance(node, _DEFINITIONS):
        yield from (each.id for each in node.decorator_list if isinstance(each, ast.Name))


def _global_reads(table: symtable.SymbolTable) -> Iterator[str]:
    """The names of the notebook that a piece of code and the functions in it read."""
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if (symbol.is_referenced() and (top or symbol.is_global())) or symbol.is_declared_global():
            yield symbol.get_name()
    for child in table.get_children():
        yield from _global_reads(child)


def _words(nodes: tuple[ast.stmt, ...]) -> frozenset[str]:
    """Names in the texts of code that looks names up by their text: `eval("helper(x)")`."""
    every = (node for tree in nodes for node in ast.walk(tree))
    texts: list[Any] = [node.value for node in every if isinstance(node, ast.Constant)]
    return frozenset(word for text in texts if isinstance(text, str) for word in re.findall(r"[^\W\d]\w*", text))
