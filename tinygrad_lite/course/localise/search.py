"""Trying changes: likely ones first, small pieces first, the first failing case first, as long as the time allows."""

from __future__ import annotations

import ast
import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from ..attempt import Attempt, answers_of, fault_of
from ..budget import budget
from ..by_hand import forbidden_call
from ..case import Case
from ..edits.faults import FAULTS
from ..edits.repairs import FARTHEST, MISSING, MOVES, PUT_IN, REPAIRS
from ..edits.scope import Slot
from ..exercise import Exercise, Finding
from ..expired import Expired
from ..oracle import cases_of
from ..run import Answer, glance, quietly, run
from ..submission import Submission
from .asked import asked
from .by_value import ByValue
from .guarded import put_into_itself
from .program import MOST_ROUNDS, Program, is_first, parameters_not_read
from .steps import Step, Steps
from .tried import Try
from .variants import TOGETHER

#: Seconds of computing that a search may take.
SECONDS = 0.9
#: The part of it that changes found by value may take.
FOR_VALUES = 0.5
#: An exercise one run of which takes longer is not searched: too few changes could be tried.
SLOW = 0.05
#: Seconds in which some changes at one place have to be tried: one of them may keep the code from ending.
LONGEST = 0.5
#: On the first case, the smallest, a changed version may take so many rounds, or twenty times as many as the student's.
FEW_ROUNDS = 1_000
#: The seed of the cases on which a change that mends has to prove itself.
OTHER_SEED = 7919
#: Behind these, nothing is run.
_LAST = (ast.Pass, ast.Return, ast.Raise, ast.Continue, ast.Break, ast.FunctionDef, ast.ClassDef)
#: So far-fetched may each of two changes be.
CHEAP = 2


@dataclass
class Search:
    """The search for one change that makes every case right.

    Attributes:
        attempt, program: what is wrong, and its tree.
        seconds: what it may take.
        winners: the changes that mend, of the least far-fetched kind that has any.
        tried: how many changes were tried.
        most_cost: how far-fetched a change may be.
        ended: why it ended: "", "slow", "no time".
        steps: the cheap changes that lead somewhere without mending.
    """

    attempt: Attempt
    program: Program
    seconds: float = SECONDS
    most_cost: int = FARTHEST
    winners: list[Try] = field(default_factory=list)
    tried: int = 0
    ended: str = ""

    def __post_init__(self) -> None:
        self._statements: dict[int, list[ast.stmt]] = {}
        self.began = time.thread_time()
        self.order = self._order()

    def go(self) -> list[Try]:
        """Try the changes; the winners."""
        with quietly():
            return self._go()

    def _go(self) -> list[Try]:
        attempt, began = self.attempt, time.perf_counter()
        glance(attempt.submission.candidate, attempt.cases[self.order[0]])
        self.once = time.perf_counter() - began
        self.program.count(10**9)
        glance(self.program.namespace[self.program.name], attempt.cases[self.order[0]])
        self.few = max(FEW_ROUNDS, 20 * self.program.rounds)
        if self.once > SLOW:
            self.ended = "slow"
            return []
        failing = [attempt.cases[index] for index in self.order if attempt.findings[index]]
        reached = self.program.run_by_all(failing, self.seconds / 5)
        for cost in range(1, self.most_cost + 1):
            for groups in (self._groups(cost, reached), self._by_value(reached) if cost == 1 else ()):
                for group in groups:
                    self._try_for_a_while(group)
                    if time.thread_time() - self.began > self.seconds:
                        self.ended = "no time"
                        return self.winners
                if self.winners:
                    return self.winners
        return self.winners

    def _by_value(self, reached: set[int]) -> Iterator[list[Try]]:
        """The changes found by value."""
        attempt, began = self.attempt, time.thread_time()
        failing = [index for index in self.order if attempt.findings[index]]
        search = ByValue(
            self.program,
            attempt.exercise.solution,
            [attempt.cases[index] for index in failing],
            lambda number, answer: _right(attempt, failing[number], answer),
            lambda: time.thread_time() - began < FOR_VALUES * self.seconds,
        )
        return search.groups(self._reached(reached))

    def _reached(self, reached: set[int]) -> list[Slot]:
        """The places that every failing case runs."""
        return [slot for slot in self.program.slots if slot.statement is None or id(slot.statement) in reached]

    def _try_for_a_while(self, group: list[Try]) -> None:
        """Try some changes at one place; again, with more patience, where it was the machine that had no time."""
        for seconds in (LONGEST, 10 * LONGEST):
            before, known = time.thread_time(), len(self.winners)
            with contextlib.suppress(Expired), budget(seconds):
                return self._try(group)
            if time.thread_time() - before > LONGEST / 2:
                return None
            del self.winners[known:]
        return None

    def _try(self, group: list[Try]) -> None:
        """Try some changes at one place."""
        for index, candidate in self.program.variants(group[0].slot, [each.replacement for each in group]):
            self.tried += 1
            if self._mends(group[index], candidate):
                self.winners.append(group[index])

    def _groups(self, cost: int, reached: set[int]) -> Iterator[list[Try]]:
        """The changes that are so far-fetched, small pieces first, those at one place together."""
        found = [each for slot in self._reached(reached) for each in self._tries(slot, cost)]
        found.sort(key=lambda each: each.size)
        most = min(TOGETHER, max(4, int(LONGEST / 5 / self.once)))
        for _, several in groupby(found, key=lambda each: (id(each.slot), each.size)):
            group = list(several)
            yield from (group[start : start + most] for start in range(0, len(group), most))

    def _tries(self, slot: Slot, cost: int) -> Iterator[Try]:
        """The changes at a place that are so far-fetched."""
        for at, replacement in self._changes(slot, cost):
            if not put_into_itself(slot, replacement):
                yield Try(cost, slot, replacement, at, self.program.sizes[id(at)])
        node = slot.node
        if isinstance(node, ast.Pass) and cost == PUT_IN - 1:
            for statement in self._missing(slot):
                yield Try(cost, slot, statement, node, 1)
        elif isinstance(node, ast.stmt) and not isinstance(node, _LAST) and cost == PUT_IN:
            for statement in self._missing(slot):
                behind = ast.If(ast.Constant(True), [node, statement], [])
                yield Try(cost, slot, behind, node, self.program.sizes[id(node)], True)

    def _changes(self, slot: Slot, cost: int) -> Iterator[tuple[ast.AST, ast.AST]]:
        """(what is changed, what is put in the place of the node)."""
        node = slot.node
        if cost in (1, 3):
            for fault in (change.replacement for kind in FAULTS for change in kind(node)):
                if (3 if isinstance(fault, ast.Pass) else 1) == cost:
                    yield _narrowed(node, fault), fault
        for price, kind in REPAIRS:
            for replacement in kind(node, slot.scope) if price == cost else ():
                yield _narrowed(node, replacement), replacement
        if cost == 3:
            for move in MOVES:
                for moved, replacement in move(node):
                    if id(moved) not in self.program.ours:
                        yield moved, replacement

    def _missing(self, slot: Slot) -> list[ast.stmt]:
        """The statements that may be missing at a place; made once for a function."""
        if id(slot.scope) not in self._statements:
            self._statements[id(slot.scope)] = list(MISSING(slot.node, slot.scope))
        return self._statements[id(slot.scope)]

    def _order(self) -> list[int]:
        """The cases as they are put: the first failing one, the others that fail, those that are right."""
        attempt = self.attempt
        first = attempt.first_wrong
        order = [first, *(index for index in attempt.wrong if index != first)]
        return order + [index for index in range(len(attempt.cases)) if attempt.findings[index] is None]

    def _mends(self, each: Try, candidate: Callable[..., Any]) -> bool:
        attempt, first = self.attempt, self.order[0]
        self.program.count(self.few)
        answer = asked(glance, candidate, attempt.cases[first])
        cheap = each.cost <= CHEAP
        if not _right(attempt, first, answer):
            if cheap:
                self._steps.look_at(each, answer, lambda index: asked(glance, candidate, attempt.cases[index]))
            return False
        if not all(self._is_right(candidate, index) for index in self.order):
            if cheap:
                self._steps.first_is_right(each, lambda index: self._is_right(candidate, index))
            return False
        return self._is_sound(each) and self._still_right(candidate)

    def _is_right(self, candidate: Callable[..., Any], index: int) -> bool:
        self.program.count()
        return _right(self.attempt, index, asked(run, candidate, self.attempt.cases[index]))

    @property
    def steps(self) -> list[Step]:
        """The cheap changes that lead somewhere."""
        return self._steps.found

    @cached_property
    def _steps(self) -> Steps:
        return Steps(self.attempt, self.order[0])

    def _is_sound(self, each: Try) -> bool:
        """Whether a change reads what has to be read, and calls nothing that the exercise rules out."""
        changed = self.program.code_with(each.slot, each.replacement)
        if not parameters_not_read(changed.body[-1]) <= self._unread:
            return False
        submission, forbids = self.attempt.submission, self.attempt.exercise.forbids
        text = ast.unparse(changed)
        after = Submission(submission.candidate, text, submission.namespace, submission.exercises)
        return forbidden_call(after, forbids) is None or forbidden_call(submission, forbids) is not None

    def _still_right(self, candidate: Callable[..., Any]) -> bool:
        """Whether a changed version is right on fresh cases too: one that was right by luck is not."""
        self.program.count(10 * MOST_ROUNDS)
        judged = [(case, asked(run, candidate, case), right) for case, right in self._fresh]
        return all(_finding(self.attempt.exercise, *triple) is None for triple in judged)

    def keeps_the_first(self, change: Try) -> bool:
        """Of a program in which something is changed already: whether another change leaves that as it is."""
        inside = [part for node in ast.walk(self.program.tree) if is_first(node) for part in ast.walk(node)]
        if any(part is change.slot.node or part is change.slot.parent for part in inside):
            return False
        return any(map(is_first, ast.walk(self.program.code_with(change.slot, change.replacement))))

    @cached_property
    def _fresh(self) -> list[tuple[Case, Answer]]:
        cases = cases_of(self.attempt.exercise, OTHER_SEED)
        return list(zip(cases, answers_of(self.attempt.exercise.solution, cases), strict=True))

    @cached_property
    def _unread(self) -> set[str]:
        """Parameters that may go unread, as the solution does not read them either."""
        return set(Submission.of(self.attempt.exercise.solution).unused_parameters())


def _right(attempt: Attempt, index: int, answer: Answer) -> bool:
    return _finding(attempt.exercise, attempt.cases[index], answer, attempt.expected[index]) is None


def _finding(exercise: Exercise, case: Case, answer: Answer, wanted: Answer) -> Finding | None:
    try:
        return fault_of(exercise, case, answer, wanted)
    except Exception:  # an argument is spoilt so far that this cannot even be looked at
        return Finding("spoilt", "")


def _narrowed(node: ast.AST, replacement: ast.AST) -> ast.AST:
    """What really changes: of a statement whose condition alone is another, the condition."""
    same_kind = type(node) is type(replacement) and isinstance(node, ast.If | ast.While | ast.IfExp)
    return node.test if same_kind and replacement.body is node.body else node  # type: ignore[attr-defined]
