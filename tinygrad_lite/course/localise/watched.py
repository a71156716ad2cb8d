"""What a solution computes on the way: the values of its expressions, which a student's may be compared with.

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
from ..work import ASKED, Work
from .alike import alike
from .program import Program, own_code

_NOTE = "_noted_"
#: The name of a series of values: the number of an expression, which of its values, and with which sign.
Name = tuple[int, int, int]
#: Which of its values: as they came, or the only one again and again; the others are parts of the only one.
AS_THEY_CAME, REPEATED = 0, 1
#: So many values of one expression are kept.
MOST_VALUES = 200
#: Where solutions are.
_EXERCISES = __name__.partition(".localise")[0] + ".exercises"
_DATA = (bool, int, float, str, np.ndarray, np.generic, list, tuple, type(None))


class Watched:
    """A program, each of whose expressions tells its values.

    Attributes:
        program: as it is written.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._known: dict[int, tuple[dict[int, list[Any]], dict[int, list[Any]]]] = {}
        self._cases: list[Case] = []  # they stay, so that no other gets the same id
        self._several: dict[tuple[int, int], dict[Name, list[Any]]] = {}

    @classmethod
    def solution(cls, solution: Any, work: Work) -> Watched:
        """A solution, with the functions of the course that it calls."""
        submission = Submission.of(solution)
        helpers = [*_helpers(submission)]
        program = Program(submission, work, tree=own_code(submission, [definition for definition, _ in helpers]))
        for _, around in helpers:
            program.namespace = {**around, **program.namespace}
        return cls(program)

    def values(self, case: Case, count: int) -> dict[Name, list[Any]]:
        """Series of so many values that the solution comes across in a case, each with a name for it.

        An expression that is computed as often; each item of one that is computed once; or that one every time; and
        each of these with the other sign. The same name means the same in every case.
        """
        if (id(case), count) not in self._several:
            self._several[id(case), count] = dict(self._as_often(case, count))
        return self._several[id(case), count]

    def series(self, case: Case) -> dict[int, list[Any]]:
        """The values of every expression in a case, as they come; those that are numbers, texts or lists of them."""
        return self._run(case)[0]

    def keys(self, case: Case) -> dict[int, list[Any]]:
        """What every expression comes to in a case, as keys of values; other objects, such as models, have some too."""
        return self._run(case)[1]

    def _as_often(self, case: Case, count: int) -> Iterator[tuple[Name, list[Any]]]:
        for place, values in self.series(case).items():
            for way, series in _as_many(values, count):
                yield (place, way, 1), series
                if all(isinstance(value, int | float | np.ndarray | np.generic) for value in series):
                    with contextlib.suppress(TypeError):  # truth values have no sign
                        yield (place, way, -1), [-value for value in series]

    def _run(self, case: Case) -> tuple[dict[int, list[Any]], dict[int, list[Any]]]:
        if id(case) not in self._known:
            self._known[id(case)] = self._watch(case)
            self._cases.append(case)
        return self._known[id(case)]

    def _watch(self, case: Case) -> tuple[dict[int, list[Any]], dict[int, list[Any]]]:
        values, keys = self._values, self._keys = dict[int, list[Any]](), dict[int, list[Any]]()
        self.program.count(10**9)
        if self._candidate is not None:
            glance(self._candidate, case)
        self._values, self._keys = {}, {}  # what the solution has made may live on, and be asked again
        return values, keys

    def _note(self, place: int, value: Any) -> Any:
        """Called by every expression with its value."""
        keys = self._keys.setdefault(place, [])
        if len(keys) < MOST_VALUES:
            self.program.work.spend(ASKED)
            keys.append(alike(value))
            if isinstance(value, _DATA):
                self._values.setdefault(place, []).append(kept(value))
        return value

    @property
    def nodes(self) -> dict[int, ast.expr]:
        """The expressions, by the numbers under which they tell their values."""
        return self._telling[1]

    @cached_property
    def _telling(self) -> tuple[ast.Module, dict[int, ast.expr]]:
        before, tree = self.program.tree, copied(self.program.tree)
        telling = _Telling({id(new): old for new, old in zip(ast.walk(tree), ast.walk(before), strict=True)})
        telling.visit(tree)
        return tree, telling.nodes

    @cached_property
    def _candidate(self) -> Any:
        """The program that tells; None where it cannot be made to."""
        program, (tree, _) = self.program, self._telling
        program.namespace[_NOTE] = self._note
        try:
            exec(compile(ast.fix_missing_locations(tree), "<watched>", "exec"), program.namespace)
        except (SyntaxError, ValueError):  # ValueError: a tree that no text has
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
    """Lets every expression in the bodies of functions tell its value.

    Args:
        before: what each node is a copy of, by its id.
    """

    def __init__(self, before: dict[int, ast.AST]) -> None:
        self.before = before
        self.nodes: dict[int, ast.expr] = {}

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Raise | ast.Assert | ast.JoinedStr | ast.arguments | ast.Constant | ast.pattern):
            return node  # in a pattern of `match` no call may stand
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == TICK:
            return node
        was = self.before[id(node)]
        changed = self.generic_visit(node)
        if isinstance(changed, ast.Tuple) and any(isinstance(part, ast.Slice | ast.Starred) for part in changed.elts):
            return changed
        if not isinstance(changed, _TELLING) or not is_read(changed):
            return changed
        number = len(self.nodes) + 1
        self.nodes[number] = was  # type: ignore[assignment]
        return ast.copy_location(called(load(_NOTE), ast.Constant(number), changed), node)


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
        yield AS_THEY_CAME, [*values]
    if len(values) == 1 and count > 1:
        yield REPEATED, [values[0]] * count
        for way, parts in enumerate(_parts(values[0]), REPEATED + 1):
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
