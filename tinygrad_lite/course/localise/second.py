"""Two mistakes: two changes at different places after which every case is right, where no single one is enough.

All pairs would be far too many. So the first change has to lead somewhere by itself: to the answers of one named
mistake, in all cases; to more cases that are right; or to more parts of an answer that are right. From there the second
is searched as a single one is. What such a step leads to is only a guide: told is what two changes prove together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..attempt import Attempt, fault_of
from ..diagnosis.exact import TELLING, exact
from ..exercise import Mistake
from ..run import quietly, run
from ..work import Work
from .both import Both
from .patience import patiently
from .program import Program
from .search import Search
from .tried import Try

#: Cheap changes only: among far-fetched ones, some two are right together by chance.
NEARBY = (1, 2)
#: So many first steps are followed.
STEPS = 12
#: A step is followed if so much work is left for it at least.
ENOUGH = 50_000
#: Seconds after which all pairs have to have been tried: far longer than the counted work allows.
LONGEST = 20


@dataclass(frozen=True)
class Pair:
    """Two changes that mend together.

    Attributes:
        first, second: the changes; `second` is None where it changes what the first one put in: it is one place then.
        left: the named mistake whose answers are left when the first is made.
    """

    first: Try
    second: Try | None
    left: Mistake | None = None
    cost: int = 0


def pairs(search: Search, work: Work) -> list[Pair]:
    """The pairs of changes that mend, of the least far-fetched kind that the work allows to be found.

    Where two in the same place are enough, only these: one place explains more than two.

    `search` has found no single one.
    """
    before, search.program.work = search.program.work, work
    try:
        return _both(search, work) or _by_steps(search, work)
    finally:
        search.program.work = before


def _both(search: Search, work: Work) -> list[Pair]:
    """The pairs of likely changes in different statements."""
    with quietly():
        found = patiently(lambda: Both(search, work).pairs(), search.program, LONGEST) or []
    pairs = []
    for one, other in found:
        for first, second in ((one, other), (other, one)):
            attempt = _after(search, first)
            left = exact(attempt) if attempt and attempt.wrong else None
            if left:
                pairs.append(Pair(first, second, left))
                break
        else:
            pairs.append(Pair(one, other))
    return pairs


def _by_steps(search: Search, work: Work) -> list[Pair]:
    """The pairs of which the first leads somewhere by itself."""
    steps = sorted(search.steps, key=lambda step: (-step.gain, step.change.cost, step.change.size))
    found: list[Pair] = []
    followed: set[tuple[int, str]] = set()
    for step in steps:
        if len(followed) >= STEPS or work.left < ENOUGH or not work.is_left:
            break
        attempt = _after(search, step.change)
        if attempt is None or not attempt.wrong or len(attempt.wrong) < min(TELLING, len(search.attempt.wrong)):
            continue
        fingerprint = (id(step.change.slot), repr([answer.value for answer in attempt.answers[:3]]))
        if fingerprint in followed:
            continue  # the same by another change
        followed.add(fingerprint)
        new = _seconds(search, step.change, attempt, Work(min(work.left, work.units / 2), work))
        found += [pair for pair in new if step.gain or pair.second is None]
    in_one = [pair for pair in found if pair.second is None]
    cheapest = min((pair.cost for pair in found), default=0)
    return in_one or [pair for pair in found if pair.cost == cheapest]


def _after(search: Search, change: Try) -> Attempt | None:
    """What the first change makes of the answers; None where it cannot be made, or raises."""
    candidate = search.program.changed(change.slot, change.replacement)
    if candidate is None:
        return None
    before = search.attempt
    attempt = replace(before, answers=[], findings=[])
    for case, right in zip(before.cases, before.expected, strict=True):
        answer = search.program.ask(run, candidate, case)
        attempt.answers.append(answer)
        attempt.findings.append(fault_of(before.exercise, case, answer, right))
    return None if any(answer.failure for answer in attempt.answers) else attempt


def _seconds(search: Search, first: Try, attempt: Attempt, work: Work) -> list[Pair]:
    """The pairs that begin with a change."""
    tree = search.program.marked_with(first.slot, first.replacement)
    program = Program(search.attempt.submission, work, search.prices, tree)
    following = Search(attempt, program, work)
    following.go(NEARBY)
    left = exact(attempt) if following.winners else None
    found = []
    for second in following.winners:
        apart = following.keeps_the_first(second)
        cost = first.cost + second.cost - (left is not None)  # a step to a named mistake explains itself
        found.append(Pair(first, second if apart else None, left if apart else None, cost))
    return found
