"""What the solution computes on the way: the values of its expressions, which a student's may be compared with.

A mistake keeps one value of the student's from being what it should be. What it should be is seldom known from the
answer alone; but the solution, run on the same case, has mostly come across it.
"""

from __future__ import annotations

import ast
import contextlib
import copy
from collections.abc import Iterator, Sequence
from functools import cached_property
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from ..case import Case
from ..edits.change import called, is_read, load
from ..edits.copied import copied
from ..edits.scope import TICK
from ..run import glance
from ..submission import Submission
from ..work import Work
from .program import Program, own_code

_NOTE = "_noted_"
#: So many values of one expression are kept.
MOST_VALUES = 200
#: Where solutions are.
_EXERCISES = __name__.partition(".localise")[0] + ".exercises"
_DATA = (bool, int, float, str, np.ndarray, np.generic, list, tuple, type(None))


class Watched:
    """A solution, each of whose expressions tells its values."""

    def __init__(self, solution: Any, work: Work) -> None:
        submission = Submission.of(solution)
        helpers = [*_helpers(submission)]
        self.program = Program(submission, work, tree=own_code(submission, [definition for definition, _ in helpers]))
        for _, around in helpers:
            self.program.namespace = {**around, **self.program.namespace}
        self._known: dict[int, dict[int, list[Any]]] = {}

    def values(self, case: Case, count: int) -> Iterator[tuple[tuple[int, int, int], list[Any]]]:
        """Series of so many values that the solution comes across in a case, each with a name for it.

        An expression that is computed as often; each item of one that is computed once; or that one every time; and
        each of these with the other sign. The same name means the same in every case.
        """
        for place, values in self._series(case).items():
            for way, series in _as_many(values, count):
                yield (place, way, 1), series
                if all(isinstance(value, int | float | np.ndarray | np.generic) for value in series):
                    with contextlib.suppress(TypeError):  # truth values have no sign
                        yield (place, way, -1), [-value for value in series]

    def _series(self, case: Case) -> dict[int, list[Any]]:
        """The values of every expression, as they come."""
        if id(case) not in self._known:
            self._known[id(case)] = self._watch(case)
        return self._known[id(case)]

    def _watch(self, case: Case) -> dict[int, list[Any]]:
        values = self._values = dict[int, list[Any]]()
        self.program.count(10**9)
        if self._candidate is not None:
            glance(self._candidate, case)
        self._values = {}  # what the solution has made may live on, and be asked again
        return values

    def _note(self, place: int, value: Any) -> Any:
        """Called by every expression with its value."""
        if isinstance(value, _DATA):
            known = self._values.setdefault(place, [])
            if len(known) < MOST_VALUES:
                known.append(kept(value))
        return value

    @cached_property
    def _candidate(self) -> Any:
        """The solution that tells; None where it cannot be made to."""
        program = self.program
        tree: Any = _Telling().visit(copied(program.tree))
        program.namespace[_NOTE] = self._note
        try:
            exec(compile(ast.fix_missing_locations(tree), "<the solution, watched>", "exec"), program.namespace)
        except SyntaxError:
            return None
        return program.namespace[program.name]


def _helpers(submission: Submission) -> Iterator[tuple[ast.FunctionDef, dict[str, Any]]]:
    """The functions of the course that a solution calls, such as an earlier exercise's, and what is around them."""
    for name in sorted(submission.mentioned()):
        value = submission.namespace.get(name)
        if isinstance(value, FunctionType) and value.__module__.startswith(_EXERCISES):
            definition = Submission.of(value).definition
            if isinstance(definition, ast.FunctionDef):
                helper = copied(definition)
                helper.name, helper.decorator_list = name, []
                yield helper, value.__globals__


_TELLING = (ast.BinOp, ast.UnaryOp, ast.Call, ast.Compare, ast.BoolOp, ast.IfExp, ast.ListComp)
_TELLING += (ast.Name, ast.Attribute, ast.Subscript, ast.Tuple)  # type: ignore[assignment]


class _Telling(ast.NodeTransformer):
    """Lets every expression in the bodies of functions tell its value."""

    def __init__(self) -> None:
        self.count = 0

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Raise | ast.Assert | ast.JoinedStr | ast.arguments | ast.Constant):
            return node
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == TICK:
            return node
        changed = self.generic_visit(node)
        if isinstance(changed, ast.Tuple) and any(isinstance(part, ast.Slice | ast.Starred) for part in changed.elts):
            return changed
        if not isinstance(changed, _TELLING) or not is_read(changed):
            return changed
        self.count += 1
        return ast.copy_location(called(load(_NOTE), ast.Constant(self.count), changed), node)


def kept(value: Any) -> Any:
    """A value as it is now: what is done to an array or a list later does not change it, nor what an object holds."""
    own = hasattr(value, "__dict__") and not callable(value) and not isinstance(value, ModuleType)
    try:
        return copy.copy(value) if own or isinstance(value, np.ndarray | list | dict | set) else value
    except Exception:
        return value


def _as_many(values: Sequence[Any], count: int) -> Iterator[tuple[int, list[Any]]]:
    """So many values of an expression that was computed as often; or of the one value, in each of these ways."""
    if len(values) == count:
        yield 0, [*values]
    if len(values) == 1 and count > 1:
        yield 1, [values[0]] * count
        for way, parts in enumerate(_parts(values[0]), 2):
            if len(parts) == count:
                yield way, [*parts]


def _parts(whole: Any) -> Iterator[Any]:
    """The items of a list; the rows, numbers and columns of an array."""
    if isinstance(whole, list | tuple):
        yield whole
    elif isinstance(whole, np.ndarray) and whole.ndim:
        yield whole
        if whole.ndim > 1:
            yield whole.ravel()
            yield whole.T
