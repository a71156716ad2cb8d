"""The variables around an answer, read off the notebook's text: who is asked what he used must not answer himself.

`course/by_hand.py` follows names through the notebook's variables. The student's process has them and could say
anything of them. So imports, functions, classes and other names for these come from the syntax trees of the cells that
were kept; the process is asked only of which kind the other variables are, which decides a diagnosis, never a mark.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.submission import Submission, find_definition
from tinygrad_lite.course.walked import walked
from tinygrad_lite.grading.at_once import reads_at_once
from tinygrad_lite.grading.remembered import Remembered

Definition = ast.FunctionDef | ast.ClassDef


class Named:
    """A variable of which only the name is known by which it was imported: "torch.nn" and "Linear"."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__, self.__name__ = module, name

    def __call__(self) -> None:
        """By being callable it is taken for a function: where that was defined is what counts."""


class Own:
    """A function or class that the notebook itself defines, and the text of its cell."""

    def __init__(self, definition: Definition, source: str) -> None:
        self.definition, self.source = definition, source
        self.__module__, self.__name__ = "__main__", definition.name

    def __call__(self) -> None:
        """As `Named` has it."""


class HandedIn(Submission):
    """An answer of which the text is here, and the object elsewhere."""

    def helper(self, value: Any) -> tuple[Definition | None, str]:
        if isinstance(value, Own) and isinstance(value.definition, ast.FunctionDef):
            return find_definition(value.source, value.definition.name), value.source
        return None, ""


# ------------------------------------------------------------------------------------------------ from the cells' text


class Variables(dict[str, Any]):
    """What is known of the variables, by name: modules (empty ones of their name), numbers and texts of modules,
    `Named`, `Own`, or `ast.expr`, the expression that gave the value.

    Attributes:
        earlier: what a name stood for before, where something was made of that, or where it may stand for it still: the
            first `f` of `f = averaged(f)`, and of `if ready: f = None`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.earlier: dict[str, list[Any]] = {}
        self._used: set[str] = set()

    def give(self, new: Mapping[str, Any], used: Iterable[str] = (), certain: bool = True) -> None:
        """Give names new values, for which these names' values were used; or perhaps give them, if not `certain`."""
        self._used |= {*used}
        for name in new.keys() & self.keys() & (self._used if certain else new.keys()):
            self.earlier.setdefault(name, []).append(self[name])
        self.update(new)


def variables_of(cells: Iterable[tuple[str, str]]) -> Variables:
    """What is known of the variables from the cells, (text, what is kept of it) each, in order."""
    found = Variables()
    for source, kept in cells:
        outside = set(parsed(kept).body)
        for statement in statements_in(parsed(kept).body):
            certain = statement in outside
            if isinstance(statement, ast.Import):
                found.give(dict(_modules(statement)), certain=certain)
            elif isinstance(statement, ast.ImportFrom):
                found.give(dict(_members(statement)), certain=certain)
            elif isinstance(statement, Definition):
                found.give({statement.name: Own(statement, source)}, reads_at_once(statement), certain)
            elif isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                value = _meant(statement.value, found)
                used = reads_at_once(statement) if value is statement.value else ()
                found.give({target.id: value for target in targets if isinstance(target, ast.Name)}, used, certain)
    return found


def all_of(name: str, variables: Mapping[str, Any]) -> list[Any]:
    """What a name stands for, and what it stood for before where something was made of that."""
    known = [variables[name]] if name in variables else []
    return known + (variables.earlier.get(name, []) if isinstance(variables, Variables) else [])


def parsed(text: str) -> ast.Module:
    """A text's syntax tree, to be read and not to be changed; an empty one where Python cannot read it."""
    return nodes_of(text)[0]  # type: ignore[return-value]


def nodes_of(text: str) -> tuple[ast.AST, ...]:
    """Every piece of a text's syntax, the tree itself first. It is remembered, and is not to be changed."""
    return _remembered(text)


def parsed_anew(text: str) -> ast.Module:
    """A text's syntax tree for whoever asks, as `parsed` has it."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


_remembered = Remembered(lambda text: tuple(walked(parsed_anew(text))), len)


def statements_in(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a cell, those inside `if`, `try`, `with` and loops too."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With | ast.For | ast.While):
            for inner in ("body", "orelse", "finalbody"):
                yield from statements_in(getattr(statement, inner, []))
            for handler in getattr(statement, "handlers", []):
                yield from statements_in(handler.body)


def _modules(statement: ast.Import) -> Iterator[tuple[str, ModuleType]]:
    for alias in statement.names:
        yield (
            (alias.asname, ModuleType(alias.name))
            if alias.asname
            else (alias.name.partition(".")[0], ModuleType(alias.name.partition(".")[0]))
        )


def _members(statement: ast.ImportFrom) -> Iterator[tuple[str, Any]]:
    for alias in statement.names:
        yield alias.asname or alias.name, member_of(statement.module or "", alias.name)


def member_of(module: str, name: str) -> Any:
    """What `from module import name` gives, as far as it is known here: nothing is imported for it."""
    there = vars(sys.modules[module]).get(name) if module in sys.modules else None
    if isinstance(there, ModuleType):
        return ModuleType(there.__name__)
    if isinstance(there, bool | int | float | str):
        return there  # a number or a text, wherever it is from: `tg.__version__`
    home = getattr(there, "__module__", None) if isinstance(there, type | FunctionType) else None
    return Named(home if isinstance(home, str) else module, name)


def _meant(expression: ast.expr, known: Mapping[str, Any]) -> Any:
    """What another name for something stands for: `F = tg.nn.functional`, `my_mse = mse`; else the expression."""
    path, root = [], expression
    while isinstance(root, ast.Attribute):
        path.append(root.attr)
        root = root.value
    if not isinstance(root, ast.Name) or root.id not in known:
        return expression
    value = known[root.id]
    if not path:
        return value
    start = value.__name__ if isinstance(value, ModuleType) else ""
    if isinstance(value, Named):
        start = f"{value.__module__}.{value.__name__}"
    return member_of(".".join([start, *path[:0:-1]]), path[0]) if start else expression


# ------------------------------------------------------------------------------------------------- what is asked of it


def mentioned(definition: ast.AST | None, variables: Mapping[str, Any]) -> set[str]:
    """The notebook's names that a definition reads, and those that its helpers read, and so on."""
    found: set[str] = set()
    waiting = [definition] if definition is not None else []
    while waiting:
        new = read_outside(waiting.pop()) - found
        found |= new
        waiting += code_of(new, variables)
    return found


def code_of(names: Iterable[str], variables: Mapping[str, Any]) -> Iterator[ast.AST]:
    """The code that gave names their values, as far as it is the notebook's own."""
    for value in (value for name in names for value in all_of(name, variables)):
        if isinstance(value, Own):
            yield value.definition
        elif isinstance(value, ast.expr):
            yield value


def read_outside(node: ast.AST) -> set[str]:
    """The names of the notebook that a piece of code may read: those that no function has for itself."""
    reads: set[str] = set()
    own: set[str] = set()
    waiting: list[ast.AST] = list(ast.iter_child_nodes(node))
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            reads |= read_outside(part)
            own |= {part.name} if not isinstance(part, ast.Lambda) else set()
            continue
        if isinstance(part, ast.Name):
            (reads if isinstance(part.ctx, ast.Load) else own).add(part.id)
        elif isinstance(part, ast.arg):
            own.add(part.arg)
        waiting += ast.iter_child_nodes(part)
    return reads - own if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) else reads


def namespace_of(
    variables: Mapping[str, Any], kinds: Mapping[str, Any], exercises: Iterable[Exercise], accepted: Iterable[str]
) -> dict[str, Any]:
    """The variables as a `Submission` wants them.

    Args:
        kinds: what the process says: for each variable the module and the name of its type.
        accepted: names of exercises that are bound to the student's own answers.
    """
    namespace = {name: _value(variables.get(name), kinds.get(name)) for name in {*variables, *kinds}}
    others = {exercise.name for exercise in exercises} - set(accepted)
    return namespace | {name: Named("", "") for name in others & set(namespace)}


_EXAMPLES = {"ndarray": np.zeros(0), "list": [], "dict": {}}


def _value(known: Any, kind: Any) -> Any:
    """A value that says of itself what is known of the variable."""
    if known is not None and not isinstance(known, ast.expr):
        return known
    if not isinstance(kind, list) or len(kind) != 2 or not all(isinstance(part, str) for part in kind):
        return 0
    module, name = kind
    return (
        _EXAMPLES[name]
        if name in _EXAMPLES
        else type(name if name.isidentifier() else "object", (), {"__module__": module})()
    )
