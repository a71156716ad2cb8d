"""Changes found by value: which value is needed at a place, and what can be written there that has it.

A table of edits finds what stands near what was written. Where an operand, a line or the whole of an expression is
lost, nothing near is right. But the solution, run on the same cases, has come across the value that is needed; put in
at the place, it makes the answers right. What is then written there has to be made of what the student's own names
hold: it is tried as any other change is, on every case and on fresh ones.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

from ..case import Case
from ..compare import as_array
from ..edits.change import called, load
from ..edits.scope import Slot
from ..run import Answer
from ..work import Work
from .alike import alike
from .holes import MOST_TIMES, Hole, Holes, may_be_open
from .piece import Env, Piece
from .pool import Pool
from .program import Program
from .tried import Try, last_line_of
from .watched import Watched

#: So many failing cases say which value is needed.
CASES = 3
#: So many expressions are tried at one place.
EACH = 8
#: How far-fetched a change is that was found so.
COST = 3


@dataclass(frozen=True, eq=False)
class _Wanted:
    """A place, what the names hold there, and the values that are needed: each in every case, time after time."""

    hole: Hole
    envs: list[list[Env]]
    needed: list[list[Any]]


class ByValue:
    """The search for changes by value.

    Args:
        program: the student's.
        solution: of the exercise.
        cases: the first failing ones.
        is_right: whether an answer to the one with this number is right.
        work: how much may be done.
    """

    def __init__(
        self,
        program: Program,
        solution: Any,
        cases: Sequence[Case],
        is_right: Callable[[int, Answer], bool],
        work: Work,
    ) -> None:
        self.work = work
        self.program, self.is_right = program, is_right
        self.numbers = _unlike(cases)
        self.cases = [cases[number] for number in self.numbers]
        self.watched = Watched(solution, work)
        self.holes = Holes(program)
        self.wanted: list[_Wanted] = []
        self._pools: dict[Any, Pool] = {}

    def groups(self, slots: Sequence[Slot]) -> Iterator[list[Try]]:
        """The changes at each of some places that short expressions make."""
        for hole in takewhile(lambda _: self.work.is_left, self._holes(slots)):
            for wanted in self._wanted(hole):
                self.wanted.append(wanted)
                yield from self._changes(wanted, large=False)

    def more(self) -> Iterator[list[Try]]:
        """The changes that longer ones make, at the places where `groups` has found which values are needed."""
        for wanted in takewhile(lambda _: self.work.is_left, self.wanted):
            yield from self._changes(wanted, large=True)

    def _changes(self, wanted: _Wanted, large: bool) -> Iterator[list[Try]]:
        hole = wanted.hole
        missing = hole.target is not None
        at = last_line_of(hole.slot.node) if missing else hole.slot.node
        found = [
            Try(COST, hole.slot, hole.with_value(piece.tree), at, piece.size, missing, made_up=True)
            for piece in islice(self._made(wanted, large), EACH)
        ]
        if found:
            yield found

    def _holes(self, slots: Sequence[Slot]) -> Iterator[Hole]:
        sizes = self.program.sizes
        for slot in sorted(filter(may_be_open, slots), key=lambda slot: sizes[id(slot.node)]):
            yield Hole(slot)
        for slot in slots:
            for target in _targets(slot):
                yield Hole(slot, target)

    def _wanted(self, hole: Hole) -> Iterator[_Wanted]:
        """What is needed at a place; one after the other where several things would do."""
        envs = self.holes.surroundings(hole, self.cases)
        times = [len(each) for each in envs] or [0]
        if not 0 < min(times) <= max(times) <= MOST_TIMES:
            return
        tried = set[Any]()
        for needed in self._needed(hole, times):
            key = tuple(alike(value) for series in needed for value in series)
            if key not in tried:
                tried.add(key)
                yield _Wanted(hole, envs, needed)

    def _needed(self, hole: Hole, times: Sequence[int]) -> Iterator[list[list[Any]]]:
        """The values that make all of the cases right when they are put in: a series for each case."""
        known: dict[Any, bool] = {}
        for filled in self.holes.filled(hole):
            for name, series in self.watched.values(self.cases[0], times[0]):
                key = tuple(map(alike, series))
                if key not in known:
                    if not self.work.is_left:
                        return
                    known[key] = self._fits(filled, 0, series)
                if not known[key]:
                    continue
                all_series = [series]
                for number in range(1, len(self.cases)):
                    again = dict(self.watched.values(self.cases[number], times[number])).get(name)
                    if again is None or not self._fits(filled, number, again):
                        break
                    all_series.append(again)
                else:
                    yield all_series

    def _fits(self, filled: Any, number: int, series: Sequence[Any]) -> bool:
        answer = filled.answer(self.cases[number], series)
        return answer is not None and self.is_right(self.numbers[number], answer)

    def _made(self, wanted: _Wanted, large: bool) -> Iterator[Piece]:
        """Expressions that have these values in these surroundings, case by case."""
        hole, envs, needed = wanted.hole, wanted.envs, wanted.needed
        most = [max(range(len(series)), key=lambda index: _telling(series[index])) for series in needed]
        pool = self._pool(hole, [env[index] for env, index in zip(envs, most, strict=True)], large)
        everywhere = [env for each in envs for env in each]
        values = [value for series in needed for value in series]
        for piece in pool.reaching([series[index] for series, index in zip(needed, most, strict=True)]):
            if hole.takes(piece.tree, envs[0][0]) and piece.comes_to(everywhere, values):
                yield piece

    def _pool(self, hole: Hole, envs: Sequence[Env], large: bool) -> Pool:
        """The pool for a place: the same one wherever the names hold the same."""
        held = (tuple((name, alike(value)) for name, value in env.items() if name != "self") for env in envs)
        key = (id(hole.slot.scope), large, *held)
        if key not in self._pools or "self" in envs[0]:
            program = self.program
            self._pools[key] = Pool(hole.slot.scope, envs, program.namespace, program.helpers, self.work, large)
        return self._pools[key]


def _unlike(cases: Sequence[Case]) -> list[int]:
    """The first case, and others that have as little in common with it and with one another as can be."""
    chosen = [0]
    while len(chosen) < min(CASES, len(cases)):
        left = [number for number in range(len(cases)) if number not in chosen]
        chosen.append(min(left, key=lambda number: sum(_common(cases[number], cases[each]) for each in chosen)))
    return chosen


def _common(one: Case, other: Case) -> int:
    """How much two cases have in common: the same arguments, of the same shape, of as many dimensions."""
    count = 0
    for name, value in one.args.items():
        yours = other.args.get(name)
        count += alike(value) == alike(yours)
        count += _shape(value) == _shape(yours)
        count += len(_shape(value)) == len(_shape(yours))
    return count


def _shape(value: Any) -> tuple[int, ...]:
    array = as_array(value)
    return () if array is None else array.shape


def _telling(value: Any) -> tuple[int, bool]:
    """How unlikely it is that something else has this value."""
    array = as_array(value)
    return 0 if array is None else array.size, alike(value) not in ("0", "1", "-1", "2")


def _targets(slot: Slot) -> Iterator[ast.stmt]:
    """What a statement that is missing behind a slot's may be."""
    node, scope = slot.node, slot.scope
    if not isinstance(node, ast.stmt) or isinstance(node, ast.Return | ast.Raise | ast.Break | ast.Continue):
        return
    if isinstance(node, ast.FunctionDef | ast.ClassDef) or scope.function is None:
        return
    value = ast.Constant(None)
    for name in scope.undefined or scope.names:
        yield ast.Assign([ast.Name(name, ast.Store())], value, lineno=1)
    for name in scope.names:
        yield ast.Expr(called(ast.Attribute(load(name), "append", ast.Load()), value))
    last = isinstance(slot.parent, ast.FunctionDef) and slot.index == len(slot.parent.body) - 1
    if last or isinstance(node, ast.Pass):
        yield ast.Return(value)
