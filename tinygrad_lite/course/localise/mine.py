"""What the student's own code comes across: how often it reaches a place, and which values it has anywhere."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import Any

from ..case import Case
from ..submission import Submission
from ..work import Work
from .program import Program
from .watched import MOST_VALUES, Watched


class Mine:
    """The values of the expressions of what was handed in, or of a changed version of it.

    Args:
        program: the student's, whose nodes are asked for.
        submission: the same, as it was handed in.
        work: what it takes is counted here.
    """

    def __init__(self, program: Program, submission: Submission, work: Work) -> None:
        self.program = program
        self._watched = Watched(Program(submission, work, tree=program.code()))
        self._known: dict[int, set[Any]] = {}

    def times(self, node: ast.AST, case: Case) -> int | None:
        """How often a case reaches an expression; None where that is not known, as of a number."""
        number = self._numbers.get(id(node))
        if number is None:
            return None
        times = len(self._watched.keys(case).get(number, []))
        return times if times < MOST_VALUES else None

    def values(self, node: ast.AST, case: Case, times: int) -> list[Any]:
        """What an expression comes to, time after time; nothing where that is not known."""
        if isinstance(node, ast.Constant):
            return [node.value] * times
        number = self._numbers.get(id(node))
        return [] if number is None else self._watched.series(case).get(number, [])

    def knows(self, key: tuple[Any, ...], case: Case) -> bool:
        """Whether an expression has values with these keys, one after the other, in a case."""
        if id(case) not in self._known:
            self._known[id(case)] = {tuple(keys) for keys in self._watched.keys(case).values()}
        return key in self._known[id(case)]

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The numbers of the expressions, by the ids of the student's nodes."""
        copies = zip(ast.walk(self._watched.program.tree), ast.walk(self.program.tree), strict=True)
        mine = {id(copy): id(node) for copy, node in copies}
        return {mine[id(node)]: number for number, node in self._watched.nodes.items()}
