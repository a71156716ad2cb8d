"""Trying changes: likely ones first, small pieces first, the first failing case first, as long as the time allows."""

from __future__ import annotations

import ast
import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

from ..attempt import Attempt, answers_of
from ..budget import budget
from ..by_hand import forbidden_call
from ..case import Case
from ..edits.repairs import FARTHEST
from ..edits.scope import Slot
from ..expired import Expired
from ..oracle import cases_of
from ..run import Answer, glance, quietly, run
from ..submission import Submission
from .allowance import Allowance
from .asked import asked, finding_of, is_right
from .by_value import ByValue
from .changes import Changes
from .program import MOST_ROUNDS, Program, is_first, parameters_not_read, variables_read
from .steps import Step, Steps
from .tried import Try
from .variants import TOGETHER

#: Seconds of computing that a search may take.
SECONDS = 0.9
#: So often a value may be put in at a place, to see whether it is the one that is needed; and the part of the seconds
#: after which there is an end in any case.
LOOK_UPS, FOR_VALUES = 4_000, 0.5
#: Stands for these among the kinds of changes.
VALUES = 0
#: The kinds in the order in which they are tried: those before two changes are looked for, and those after it.
NEAR, FAR = (1, VALUES, 2), range(3, FARTHEST + 1)
#: An exercise one run of which takes longer is not searched: too few changes could be tried.
SLOW = 0.05
#: Seconds in which some changes at one place have to be tried: one of them may keep the code from ending.
LONGEST = 0.5
#: On the first case, the smallest, a changed version may take so many rounds, or twenty times as many as the student's.
FEW_ROUNDS = 1_000
#: The seed of the cases on which a change that mends has to prove itself.
OTHER_SEED = 7919
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
        ended: why it ended: "", "slow", "no time".
        steps: the cheap changes that lead somewhere without mending.
    """

    attempt: Attempt
    program: Program
    seconds: float = SECONDS
    winners: list[Try] = field(default_factory=list)
    tried: int = 0
    ended: str = ""

    def __post_init__(self) -> None:
        self.changes = Changes(self.program)
        self.began = time.thread_time()
        self.order = self._order()
        self.reached: list[Slot] = []

    def go(self, costs: Sequence[int]) -> list[Try]:
        """Try the changes that are so far-fetched, one kind after the other; the winners of the first that has any."""
        with quietly():
            return self._go(costs) if self.begin() else []

    def begin(self) -> bool:
        """See how long a run takes, and which places every failing case reaches; whether changes can be tried."""
        if self.reached or self.ended:
            return not self.ended
        attempt, program, first = self.attempt, self.program, self.attempt.cases[self.order[0]]
        self.once = self._seconds_of_a_run(first)
        if self.once > SLOW:  # or the machine was busy elsewhere in just that moment
            self.once = min(self.once, self._seconds_of_a_run(first))
        program.count(10**9)
        glance(program.namespace[program.name], first)
        self.few = max(FEW_ROUNDS, 20 * program.rounds)
        if self.once > SLOW:
            self.ended = "slow"
            return False
        failing = [attempt.cases[index] for index in self.order if attempt.findings[index]]
        reached = program.run_by_all(failing, self.seconds / 5)
        self.reached = [slot for slot in program.slots if slot.statement is None or id(slot.statement) in reached]
        return True

    def _seconds_of_a_run(self, case: Case) -> float:
        began = time.perf_counter()
        glance(self.attempt.submission.candidate, case)
        return time.perf_counter() - began

    def _go(self, costs: Sequence[int]) -> list[Try]:
        for cost in costs:
            for group in self._by_value() if cost == VALUES else self._groups(cost):
                self._try_for_a_while(group)
                if time.thread_time() - self.began > self.seconds:
                    self.ended = "no time"
                    return self.winners
            if self.winners:
                return self.winners
        return []

    def _by_value(self) -> Iterator[list[Try]]:
        """The changes found by value."""
        attempt = self.attempt
        failing = [index for index in self.order if attempt.findings[index]]
        search = ByValue(
            self.program,
            attempt.exercise.solution,
            [attempt.cases[index] for index in failing],
            lambda number, answer: is_right(attempt, failing[number], answer),
            Allowance(LOOK_UPS, FOR_VALUES * self.seconds),
        )
        return search.groups(self.reached)

    def _groups(self, cost: int) -> Iterator[list[Try]]:
        """The changes that are so far-fetched."""
        most = min(TOGETHER, max(4, int(LONGEST / 5 / self.once)))
        return self.changes.groups(self.reached, cost, most)

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
        if not is_right(attempt, first, answer):
            if cheap:
                self._steps.look_at(each, answer, lambda index: asked(glance, candidate, attempt.cases[index]))
            return False
        if not all(self._is_right(candidate, index) for index in self.order):
            if cheap:
                self._steps.first_is_right(each, lambda index: self._is_right(candidate, index))
            return False
        return self.is_sound(each) and self._still_right(candidate)

    def proves(self, candidate: Callable[..., Any]) -> bool:
        """Whether a changed version is right on every case, and on fresh ones."""
        return all(self._is_right(candidate, index) for index in self.order) and self._still_right(candidate)

    def likely(self) -> Iterator[Try]:
        """The changes that are not far-fetched."""
        for cost in range(1, CHEAP + 1):
            yield from chain.from_iterable(self._groups(cost))

    def _is_right(self, candidate: Callable[..., Any], index: int) -> bool:
        self.program.count()
        return is_right(self.attempt, index, asked(run, candidate, self.attempt.cases[index]))

    @property
    def steps(self) -> list[Step]:
        """The cheap changes that lead somewhere."""
        return self._steps.found

    @cached_property
    def _steps(self) -> Steps:
        return Steps(self.attempt, self.order[0])

    def is_sound(self, each: Try) -> bool:
        """Whether a change reads what has to be read, and calls nothing that the exercise rules out."""
        changed = self.program.code_with(each.slot, each.replacement)
        if not parameters_not_read(changed.body[-1]) <= self._unread:
            return False
        if each.made_up and not self._still_used(changed):
            return False
        submission, forbids = self.attempt.submission, self.attempt.exercise.forbids
        text = ast.unparse(changed)
        after = Submission(submission.candidate, text, submission.namespace, submission.exercises)
        return forbidden_call(after, forbids) is None or forbidden_call(submission, forbids) is not None

    def _still_used(self, changed: ast.Module) -> bool:
        """Whether every variable that was read is read still: else what was put in does the work of other lines."""
        before = variables_read(self.program.tree)
        return before <= variables_read(changed)

    def _still_right(self, candidate: Callable[..., Any]) -> bool:
        """Whether a changed version is right on fresh cases too: one that was right by luck is not."""
        self.program.count(10 * MOST_ROUNDS)
        judged = [(case, asked(run, candidate, case), right) for case, right in self._fresh]
        return all(finding_of(self.attempt.exercise, *triple) is None for triple in judged)

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
