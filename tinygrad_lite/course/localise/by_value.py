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
from ..edits.change import load
from ..edits.scope import Slot
from ..run import Answer
from ..submission import Submission
from ..work import Work
from .alike import alike
from .as_solved import Moment, as_solved
from .holes import MOST_TIMES, Hole, Holes
from .mine import Mine
from .opened import Open, Opened
from .piece import Env, Piece
from .poked import Wrong
from .pool import Pool, may_change
from .program import Program
from .tried import Try, last_line_of
from .unlike import shape_of, telling, unlike
from .watched import REPEATED, Name, Watched

#: So many expressions are tried at one place.
EACH = 8
#: So many times the places are gone through.
TURNS = 3
#: How far-fetched a change is that was found so.
COST = 3


@dataclass(frozen=True, eq=False)
class Wanted:
    """A place, what the names hold there, and the values that are needed: each in every case, time after time.

    Attributes:
        names: the solution's expressions that come to them.
    """

    hole: Hole
    envs: list[list[Env]]
    needed: list[list[Any]]
    names: list[Name]


class ByValue:
    """The search for changes by value.

    Args:
        program: the student's.
        submission: the same, as it was handed in.
        solution: of the exercise.
        cases: the first failing ones.
        is_right: whether an answer to the one with this number is right.
        wrong: what is wrong in the one with this number.
        work: how much may be done.
    """

    def __init__(
        self,
        program: Program,
        submission: Submission,
        solution: Any,
        cases: Sequence[Case],
        is_right: Callable[[int, Answer], bool],
        wrong: Callable[[int], Wrong],
        work: Work,
    ) -> None:
        self.work = work
        self.program, self.is_right = program, is_right
        self.numbers = unlike(cases)
        self.cases = [cases[number] for number in self.numbers]
        self.wrong = wrong(self.numbers[0])
        self.watched = Watched.solution(solution, work)
        self.mine = Mine(program, submission, work)
        self.holes = Holes(program)
        self.wanted: list[Wanted] = []
        self._places: dict[tuple[int, ...], list[Open]] = {}
        self._pools: dict[Any, Pool] = {}
        self._keys: dict[int, list[tuple[Name, tuple[Any, ...]]]] = {}

    def groups(self, slots: Sequence[Slot], rank: int) -> Iterator[list[Try]]:
        """The changes at those of some places that have a rank, as far as short expressions make them.

        Values that the student's code has not come across are put in first, as a mistake keeps them from being
        computed; and of these the ones that have the shape of what stands there.
        """
        key = tuple(map(id, slots))
        if key not in self._places:
            self._places[key] = [*Opened(self.program, self.mine, self.cases[0], self.wrong).places(slots)]
        places = [place for place in self._places[key] if place.rank == rank]
        for turn in range(TURNS):
            for place in takewhile(lambda _: self.work.is_left, places):
                for wanted in self._wanted(place, turn):
                    self.wanted.append(wanted)
                    yield from self._changes(wanted, large=False)

    def more(self) -> Iterator[list[Try]]:
        """The changes that longer ones make, at the places where `groups` has found which values are needed."""
        for wanted in takewhile(lambda _: self.work.is_left, self.wanted):
            yield from self._changes(wanted, large=True)

    def as_solved(self) -> Iterator[list[Try]]:
        """The changes that the solution's own expressions make there, in the student's names.

        Not where they would do the work of other lines: in place of what a variable begins with, behind a statement, or
        as the whole answer in a line that does not return it.
        """
        for wanted in takewhile(lambda _: self.work.is_left, filter(self._is_lost, self.wanted)):
            found = [self._try(wanted.hole, tree, size) for tree, size in self._in_students_names(wanted)]
            if found:
                yield found

    def _is_lost(self, wanted: Wanted) -> bool:
        """Whether a place is one where something may have been lost."""
        slot = wanted.hole.slot
        if isinstance(slot.node, ast.Pass):
            return True
        if wanted.hole.target is not None:
            return False
        if self._is_answer(wanted) and not isinstance(slot.statement, ast.Return):
            return False
        return not isinstance(slot.parent, ast.Assign) or not isinstance(slot.node, ast.Constant | ast.List | ast.Dict)

    def _is_answer(self, wanted: Wanted) -> bool:
        """Whether the solution returns these values."""
        nodes = ast.walk(self.watched.program.tree.body[-1])
        returned = [node.value for node in nodes if isinstance(node, ast.Return)]
        return any(self.watched.nodes[number] in returned for number, _, _ in wanted.names)

    def _changes(self, wanted: Wanted, large: bool) -> Iterator[list[Try]]:
        found = [self._try(wanted.hole, piece.tree, piece.size) for piece in islice(self._made(wanted, large), EACH)]
        if found:
            yield found

    def _try(self, hole: Hole, value: ast.expr, size: int) -> Try:
        missing = hole.target is not None
        at = last_line_of(hole.slot.node) if missing else hole.slot.node
        return Try(COST, hole.slot, hole.with_value(value), at, size, missing, made_up=True)

    def _wanted(self, place: Open, turn: int) -> Iterator[Wanted]:
        """What is needed at a place; one after the other where several things would do."""
        names = self._fitting_first(place, turn)
        envs = self.holes.surroundings(place.hole, self.cases) if names else []
        times = [len(each) for each in envs] or [0]
        if not 0 < min(times) <= max(times) <= MOST_TIMES:
            return
        found: dict[Any, Wanted] = {}
        for name, needed in self._fitting_all(place.hole, names, times):
            key = tuple(alike(value) for series in needed for value in series)
            found.setdefault(key, Wanted(place.hole, envs, needed, [])).names.append(name)
        for key, wanted in found.items():
            if key not in place.tried:
                place.tried.add(key)
                yield wanted

    def _fitting_first(self, place: Open, turn: int) -> list[Name]:
        """Values that make the first case right when they are put in, by their names."""
        case, found = self.cases[0], list[Name]()
        candidates = [each for each in self._candidates(place.times) if self._turn(each, place) == turn]
        for filled in self.holes.filled(place.hole) if candidates else ():
            for name, key in candidates:
                if key not in place.fits:
                    if not self.work.is_left:
                        return found
                    place.fits[key] = self._fits(filled, 0, self.watched.values(case, place.times)[name])
                if place.fits[key]:
                    found.append(name)
        return found

    def _fitting_all(
        self, hole: Hole, names: Sequence[Name], times: Sequence[int]
    ) -> Iterator[tuple[Name, list[list[Any]]]]:
        """Those of some values that make all cases right: a series for each case, with its name."""
        found = []
        for filled in self.holes.filled(hole):
            for name in names:
                pairs = zip(self.cases, times, strict=True)
                series = [self.watched.values(case, count).get(name, []) for case, count in pairs]
                rest = range(1, len(series))  # the first is known to be right
                if all(series) and all(self._fits(filled, number, series[number]) for number in rest):
                    found.append((name, series))
        yield from found

    def _candidates(self, times: int) -> list[tuple[Name, tuple[Any, ...]]]:
        """The values that may be put in where the first case comes by so often: their names and their keys."""
        if times not in self._keys:
            values = self.watched.values(self.cases[0], times)
            self._keys[times] = [(name, tuple(map(alike, series))) for name, series in values.items()]
        return self._keys[times]

    def _turn(self, candidate: tuple[Name, tuple[Any, ...]], place: Open) -> int:
        """When some values have their turn: in the first, the second or the last."""
        name, key = candidate
        if self.mine.knows(key[:1] if name[1] == REPEATED else key, self.cases[0]):
            return TURNS - 1
        value = self.watched.values(self.cases[0], place.times)[name][0]
        return int(place.shape is not None and place.shape != shape_of(value))

    def _fits(self, filled: Any, number: int, series: Sequence[Any]) -> bool:
        answer = filled.answer(self.cases[number], series)
        return answer is not None and self.is_right(self.numbers[number], answer)

    def _made(self, wanted: Wanted, large: bool) -> Iterator[Piece]:
        """Expressions that have these values in these surroundings, case by case."""
        hole, envs, needed, most = wanted.hole, wanted.envs, wanted.needed, _most_telling(wanted)
        pool = self._pool(hole, [env[index] for env, index in zip(envs, most, strict=True)], large)
        everywhere = [env for each in envs for env in each]
        values = [value for series in needed for value in series]
        node = hole.slot.node
        own = node if hole.target is None and isinstance(node, ast.expr) and not may_change(node) else None
        for piece in pool.reaching([series[index] for series, index in zip(needed, most, strict=True)], own):
            if hole.takes(piece.tree, envs[0][0]) and piece.comes_to(everywhere, values):
                yield piece

    def _in_students_names(self, wanted: Wanted) -> Iterator[tuple[ast.expr, int]]:
        """The solution's expressions with these values, and how large they are."""
        hole, most = wanted.hole, _most_telling(wanted)
        envs = [env[index] for env, index in zip(wanted.envs, most, strict=True)]
        held = {tuple(alike(env.get(name)) for env in envs): load(name) for name in envs[0]}
        short = {key: piece.tree for key, piece in self._pool(hole, envs, large=False).pieces.items()}
        moments = [
            Moment(case, len(series), index)
            for case, series, index in zip(self.cases, wanted.needed, most, strict=True)
        ]
        known = {**held, **short}, held
        for tree in as_solved(self.program, self.watched, wanted.names, hole.slot.scope, moments, known):
            if hole.takes(tree, wanted.envs[0][0]):
                yield tree, sum(1 for _ in ast.walk(tree))

    def _pool(self, hole: Hole, envs: Sequence[Env], large: bool) -> Pool:
        """The pool for a place: the same one wherever the names hold the same."""
        held = (tuple((name, alike(value)) for name, value in env.items() if name != "self") for env in envs)
        key = (id(hole.slot.scope), large, *held)
        if key not in self._pools or "self" in envs[0]:
            program = self.program
            self._pools[key] = Pool(hole.slot.scope, envs, program.namespace, program.helpers, self.work, large)
        return self._pools[key]


def _most_telling(wanted: Wanted) -> list[int]:
    """The time, in each case, at which the value that is needed is least likely to be something else's."""
    return [max(range(len(series)), key=lambda index: telling(series[index])) for series in wanted.needed]
