"""Trying changes, as long as the work allows.

First where few right cases come by; likely ones first, small pieces first, the first failing case first.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any

from ..attempt import Attempt, answers_of
from ..by_hand import forbidden_call
from ..case import Case
from ..edits.repairs import FARTHEST
from ..edits.scope import Slot
from ..oracle import cases_of
from ..run import Answer, glance, quietly, run
from ..submission import Submission
from ..work import Prices, Work
from .anew import is_anew
from .asked import finding_of, is_right
from .by_value import ByValue
from .changes import MOVED, Changes
from .given import Given
from .idle import leaves_idle, with_all_it_does
from .opened import BEHIND, ELSEWHERE, HERE
from .patience import patiently
from .poked import Wrong
from .program import MOST_ROUNDS, Program, is_first, left_unused, parameters_not_read, variables_read
from .steps import Step, Steps
from .tried import Try
from .variants import TOGETHER

#: The part of the work that may go into finding changes by value; as much again into longer ones.
FOR_VALUES = 0.35
#: So many cases show what names stand for.
SHOWING = 2
#: The part that may go into seeing which places are reached.
TO_BEGIN = 0.2
#: Stand among the kinds of changes for those that are found by value: short expressions, by the rank of the place,
#: longer ones, the solution's; and for the solution's statements where one is left out, or a variable is returned.
VALUES, LONGER, AS_SOLVED = {0: HERE, -1: BEHIND, -2: ELSEWHERE}, -3, -4
GIVEN: dict[int, type[ast.stmt]] = {-5: ast.Pass, -6: ast.Return}
#: The kinds in the order in which they are tried: those before two changes are looked for, and those after it.
NEAR, FAR = (-5, 1, 0, 2, -1, -2, AS_SOLVED, -6, LONGER), (*range(3, FARTHEST + 1),)
#: The same where a run is dear: training loops, where much is right but in the wrong place.
LIKELY, UNLIKELY = (MOVED, -5, 1), (2, 0, -1, -2, AS_SOLVED, -6, LONGER, *FAR)
#: Kinds that are found for the program as a whole, and not for some places of it.
WHOLE = (AS_SOLVED, LONGER)
#: Suspected is what at most this part of the right cases runs.
SELDOM = 0.5
#: So much is kept for far-fetched changes there, before likely ones are tried everywhere else.
KEPT = 0.25
#: So much more may be done to see whether changes of a kind mend elsewhere, too, when the first of them was found late.
#: (A statement that is missing is missing in many places; and where a run is dear, it would be too few for all.)
LENT = 0.4
#: So much more may be done to see whether a statement that is missing in an inner function may stand around it.
OUTWARDS = 0.1
#: A run that takes more is dear; an exercise one run of which takes more than this is not searched: too few changes
#: could be tried.
DEAR, SLOW = 500, 20_000
#: So much may some changes take that are compiled together.
AT_A_TIME = 100_000
#: On the first case, the smallest, a changed version may take twenty times as many rounds as the student's, and so many
#: at least where a run is not dear.
FEW_ROUNDS = 1_000
#: The seed of the cases on which a change that mends has to prove itself.
OTHER_SEED = 7919
#: So far-fetched is it that a statement is to be left out.
LEFT_OUT = 3
#: So far-fetched may each of two changes be.
CHEAP = 2


@dataclass
class Search:
    """The search for one change that makes every case right.

    Attributes:
        attempt, program: what is wrong, and its tree.
        work: what it may take.
        winners: the changes that mend, of the least far-fetched kind that has any.
        anew: those that mend by writing all of the code anew, which is no place.
        alone: those that were found as the second of two changes, and mend without the first: one mistake, not two.
        tried: how many changes were tried.
        ended: why it ended: "", "slow", "too much".
        through: whether all likely changes were tried.
        steps: the cheap changes that lead somewhere without mending.
        reached, touched: the places that every failing case reaches; those that any does.
    """

    attempt: Attempt
    program: Program
    work: Work
    winners: list[Try] = field(default_factory=list)
    anew: list[Try] = field(default_factory=list)
    alone: list[Try] = field(default_factory=list)
    _larger: dict[int, ast.AST] = field(default_factory=dict, init=False)
    tried: int = 0
    ended: str = ""
    through: bool = False

    def __post_init__(self) -> None:
        self.changes = Changes(self.program)
        self.order = self._order()
        self.reached: list[Slot] = []
        self.touched: list[Slot] = []
        self.ran: dict[int, set[int]] = {}
        self.suspected: list[Slot] = []
        self.kept = self.lent = 0.0

    def go(self, costs: Sequence[int]) -> list[Try]:
        """Try the changes that are so far-fetched, one kind after the other; the winners of the first that has any."""
        with quietly():
            return self._go(costs) if self.begin() else []

    def begin(self) -> bool:
        """See how long a run takes, and which places every failing case reaches; whether changes can be tried."""
        if self.reached or self.ended:
            return not self.ended
        attempt, program, first = self.attempt, self.program, self.attempt.cases[self.order[0]]
        self.once = self.prices.of(first)
        program.ask(glance, program.namespace[program.name], first, 10**9)
        self.few = max(FEW_ROUNDS if self.once <= DEAR else 0, 20 * program.rounds)
        if self.once > SLOW:
            self.ended = "slow"
            return False
        failing = [index for index in self.order if attempt.findings[index]]
        right = [index for index in self.order if not attempt.findings[index]]
        by_failing, by_right = (
            program.statements_run([*map(attempt.cases.__getitem__, some)], Work(TO_BEGIN * self.work.units, self.work))
            for some in (failing, right)
        )
        self.ran = dict(zip(failing, by_failing, strict=False))
        by_all, by_any = set.intersection(*by_failing), set.union(*by_failing)
        often = Counter(statement for each in by_right for statement in each)
        self.reached = [slot for slot in program.slots if slot.statement is None or id(slot.statement) in by_all]
        self.touched = [slot for slot in program.slots if slot.statement is None or id(slot.statement) in by_any]
        self.suspected = [
            slot for slot in self.reached if slot.statement and often[id(slot.statement)] <= SELDOM * len(by_right)
        ]
        return True

    @property
    def is_dear(self) -> bool:
        """Whether a run takes so long that only some hundred changes can be tried."""
        with quietly():
            return self.begin() and self.once > DEAR

    def _parts(self) -> list[list[Slot]]:
        """The places, in two parts where right cases run some of them seldom: these come first."""
        seldom = set(map(id, self.suspected))
        if not seldom or len(seldom) == len(self.reached):
            return [self.reached]
        return [self.suspected, [slot for slot in self.reached if id(slot) not in seldom]]

    def _go(self, costs: Sequence[int]) -> list[Try]:
        moves = self._try_kinds((MOVED,)) if MOVED in costs else []
        self.winners = []
        others = [cost for cost in costs if cost != MOVED]
        likely = others.index(1) + 1 if 1 in others else 0
        self.winners = self._try_kinds(others[:likely]) or moves  # a likely change says more than a move
        return self.winners or self._try_kinds(others[likely:])

    def _try_kinds(self, costs: Sequence[int]) -> list[Try]:
        """Try one kind after the other; where few right cases come by, all of them before any elsewhere."""
        parts = self._parts()
        for slots in parts:
            self.kept = KEPT * self.work.units if slots is not parts[0] and FARTHEST not in costs else 0
            for cost in costs:
                if cost in WHOLE and slots is not parts[-1]:
                    continue
                self._try_kind(cost, slots)
                if self.winners and slots is not parts[-1]:
                    self._try_kind(cost, parts[-1])  # as likely changes elsewhere may mend, too: then all are told
                self.ended = "" if self.work.is_left else "too much"
                is_left = self.work.left > self.kept
                self.through = self.through or (cost == 1 and slots is parts[-1] and is_left)
                if self.winners or self.ended or not is_left:
                    return self.winners
        return []

    def _try_kind(self, cost: int, slots: Sequence[Slot]) -> None:
        """Try the changes of a kind at some places, as long as the work allows."""
        for group in self._kind(cost, slots):
            self._try_for_a_while(group)
            if self.work.left <= self.kept and not self.lent and self._may_mend_elsewhere():
                self.lent = LENT * self.work.units
                self.work.lend(self.lent)
            if self.work.left <= (0 if self.lent else self.kept):
                return

    def _may_mend_elsewhere(self) -> bool:
        """Whether something was found, and it is worth while to look for more of its kind."""
        return self.once <= DEAR and any(not each.missing for each in self.winners)

    def _kind(self, cost: int, slots: Sequence[Slot]) -> Iterator[list[Try]]:
        """The changes of a kind at some places."""
        if cost > 0:
            yield from self._groups(cost, slots)
            return
        by_value = self._by_value
        units = min(FOR_VALUES * self.work.units, self.work.left - self.kept)
        self.program.work = by_value.work = Work(units, self.work)
        try:
            if cost in VALUES:
                yield from by_value.groups(slots, VALUES[cost])
            elif cost in GIVEN:
                given = Given(self.program, by_value.watched, by_value.cases[:SHOWING])
                yield from given.groups(slots, GIVEN[cost])
            else:
                yield from by_value.more() if cost == LONGER else by_value.as_solved()
        finally:
            self.program.work = self.work

    @cached_property
    def _by_value(self) -> ByValue:
        attempt = self.attempt
        failing = [index for index in self.order if attempt.findings[index]]
        return ByValue(
            self.program,
            attempt.submission,
            attempt.exercise.solution,
            [attempt.cases[index] for index in failing],
            lambda number, answer: is_right(attempt, failing[number], answer),
            lambda number: Wrong(attempt.answers[failing[number]], attempt.expected[failing[number]]),
            self.work,
        )

    def _groups(self, cost: int, slots: Sequence[Slot]) -> Iterator[list[Try]]:
        """The changes at some places that are so far-fetched."""
        most = min(TOGETHER, max(4, int(AT_A_TIME / self.once)))
        return self.changes.groups(slots, cost, most)

    def _try_for_a_while(self, group: list[Try]) -> None:
        """Try some changes at one place: one of them may keep the code from ending."""
        if not group:
            return
        self.tried += len(group)
        for mending in patiently(lambda: [*self._try(group)], self.program) or []:
            (self.anew if is_anew(self.attempt.submission, mending) else self.winners).append(mending)

    def _try(self, group: list[Try]) -> Iterator[Try]:
        """Those of some changes at one place that mend."""
        for index, candidate in self.program.variants(group[0].slot, [each.replacement for each in group]):
            if self._mends(group[index], candidate):
                yield self.with_all_it_does(group[index])

    def with_all_it_does(self, change: Try) -> Try:
        """A change that mends, at all the work that it does anew: that, or one at the same place before it."""
        place = id(change.slot.node)
        if change.made_up and place not in self._larger:
            whole = with_all_it_does(self.attempt, self.program, change)
            if whole.at is change.at:
                return change
            self._larger[place] = whole.at
        return replace(change, at=self._larger[place]) if change.made_up else change

    def _order(self) -> list[int]:
        """The cases as they are put: the first failing one, the others that fail, those that are right."""
        attempt = self.attempt
        first = attempt.first_wrong
        order = [first, *(index for index in attempt.wrong if index != first)]
        return order + [index for index in range(len(attempt.cases)) if attempt.findings[index] is None]

    def _mends(self, each: Try, candidate: Callable[..., Any]) -> bool:
        attempt, first = self.attempt, self.order[0]
        answer = self.program.ask(glance, candidate, attempt.cases[first], self.few)
        cheap = each.cost <= CHEAP
        if not is_right(attempt, first, answer):
            if cheap:
                self._steps.look_at(each, answer, lambda index: self._glanced(candidate, index))
            return False
        if not all(self._is_right(candidate, index) for index in self.order):
            if cheap:
                self._steps.first_is_right(each, lambda index: self._is_right(candidate, index))
            return False
        if not self.is_sound(each) or not self._still_right(candidate):
            return False
        return not (each.made_up and leaves_idle(attempt, self.program, each))

    def left_out(self) -> list[Try]:
        """The statements without each of which every case is right: tried early, they are not far-fetched in a loop."""
        if not self.winners:
            with quietly():
                for group in self._groups(LEFT_OUT, self.reached):
                    self._try_for_a_while([each for each in group if isinstance(each.replacement, ast.Pass)])
        return self.winners

    def further_out(self, found: Sequence[Try]) -> list[Try]:
        """Of a statement that is missing in an inner function, and as well around it, the place around it: there it is
        done once.
        """
        with quietly():
            self.work.lend(OUTWARDS * self.work.units)
            for each in found if all(each.missing for each in found) else ():
                for other in self.changes.further_out(each, self.reached):
                    if self.work.is_left and (mending := [*self._try([other])]):
                        return mending
        return [*found]

    def proves(self, candidate: Callable[..., Any]) -> bool:
        """Whether a changed version is right on every case, and on fresh ones."""
        return all(self._is_right(candidate, index) for index in self.order) and self._still_right(candidate)

    def likely(self) -> Iterator[Try]:
        """The changes that are not far-fetched, wherever some failing case comes by: one of two may be there."""
        for cost in range(1, CHEAP + 1):
            yield from chain.from_iterable(self._groups(cost, self.touched))

    def runs(self, index: int, statement: ast.stmt | None) -> bool:
        """Whether a failing case runs a statement, as far as that is known."""
        return statement is None or index not in self.ran or id(statement) in self.ran[index]

    def _is_right(self, candidate: Callable[..., Any], index: int) -> bool:
        return is_right(self.attempt, index, self.program.ask(run, candidate, self.attempt.cases[index]))

    def _glanced(self, candidate: Callable[..., Any], index: int) -> Answer:
        return self.program.ask(glance, candidate, self.attempt.cases[index], self.few)

    @property
    def prices(self) -> Prices:
        """What runs take."""
        assert self.program.prices is not None
        return self.program.prices

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

    def uses_all(self, each: Try) -> bool:
        """Whether all that is given and computed is used after a change, as far as it was."""
        changed = self.program.code_with(each.slot, each.replacement)
        return parameters_not_read(changed.body[-1]) <= self._unread and self._still_used(changed)

    def _still_used(self, changed: ast.Module) -> bool:
        """Whether all that is computed is used: else what was put in does the work of other lines, or is not what was
        lost. What was read is read still, and nothing that lines compute or are given is left unread.
        """
        before = variables_read(self.program.tree)
        return before <= variables_read(changed) and left_unused(changed) <= self._unused_in_solution(changed)

    def _unused_in_solution(self, changed: ast.Module) -> set[tuple[str, str]]:
        """What may be left unused: the parameters that the solution does not read either."""
        name = changed.body[-1].name  # type: ignore[attr-defined]
        return {(name, parameter) for parameter in self._unread}

    def _still_right(self, candidate: Callable[..., Any]) -> bool:
        """Whether a changed version is right on fresh cases too: one that was right by luck is not."""
        ask, most = self.program.ask, 10 * MOST_ROUNDS
        judged = [(case, ask(run, candidate, case, most), right) for case, right in self._fresh]
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
