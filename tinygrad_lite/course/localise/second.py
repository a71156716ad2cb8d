"""Two mistakes: two changes at different places after which every case is right, where no single one is enough.

All pairs would be far too many. So the first change has to lead somewhere by itself: to the answers of one named
mistake, in all cases; to more cases that are right; or to more parts of an answer that are right. From there the second
is searched as a single one is. What such a step leads to is only a guide: told is what two changes prove together.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, replace

from ..attempt import Attempt, fault_of
from ..budget import budget
from ..diagnosis.exact import TELLING, exact
from ..exercise import Mistake
from ..expired import Expired
from ..run import quietly, run
from .allowance import Allowance
from .asked import asked
from .both import Both
from .program import Program
from .search import Search
from .tried import Try

#: Cheap changes only: among far-fetched ones, some two are right together by chance.
NEARBY = (1, 2)
#: So many first steps are followed.
STEPS = 12
#: So many changes and pairs of changes are tried.
PAIRS = 12_000
#: Seconds in which all pairs have to be tried: some may keep the code from ending.
LONGEST = 5


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


def pairs(search: Search, seconds: float) -> list[Pair]:
    """The pairs of changes that mend, of the least far-fetched kind, in so many seconds of computing.

    Where two in the same place are enough, only these: one place explains more than two.

    `search` has found no single one.
    """
    began = time.thread_time()
    found = _both(search, Allowance(PAIRS, seconds))
    return found or _by_steps(search, seconds - (time.thread_time() - began))


def _both(search: Search, allowance: Allowance) -> list[Pair]:
    """The pairs of likely changes in different statements."""
    found: list[tuple[Try, Try]] = []
    with quietly(), contextlib.suppress(Expired), budget(LONGEST):
        found += Both(search, allowance).pairs()
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


def _by_steps(search: Search, seconds: float) -> list[Pair]:
    """The pairs of which the first leads somewhere by itself."""
    began = time.thread_time()
    steps = sorted(search.steps, key=lambda step: (-step.gain, step.change.cost, step.change.size))
    found: list[Pair] = []
    followed: set[tuple[int, str]] = set()
    for step in steps:
        left = seconds - (time.thread_time() - began)
        if len(followed) >= STEPS or left < 0.05:
            break
        attempt = _after(search, step.change)
        if attempt is None or not attempt.wrong or len(attempt.wrong) < min(TELLING, len(search.attempt.wrong)):
            continue
        fingerprint = (id(step.change.slot), repr([answer.value for answer in attempt.answers[:3]]))
        if fingerprint in followed:
            continue  # the same by another change
        followed.add(fingerprint)
        new = _seconds(search, step.change, attempt, min(left, seconds / 2))
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
        search.program.count()
        answer = asked(run, candidate, case)
        attempt.answers.append(answer)
        attempt.findings.append(fault_of(before.exercise, case, answer, right))
    return None if any(answer.failure for answer in attempt.answers) else attempt


def _seconds(search: Search, first: Try, attempt: Attempt, seconds: float) -> list[Pair]:
    """The pairs that begin with a change."""
    program = Program(search.attempt.submission, search.program.marked_with(first.slot, first.replacement))
    following = Search(attempt, program, seconds)
    following.go(NEARBY)
    left = exact(attempt) if following.winners else None
    found = []
    for second in following.winners:
        apart = following.keeps_the_first(second)
        cost = first.cost + second.cost - (left is not None)  # a step to a named mistake explains itself
        found.append(Pair(first, second if apart else None, left if apart else None, cost))
    return found
