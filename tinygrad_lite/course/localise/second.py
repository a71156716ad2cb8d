"""Two mistakes: two changes at different places after which every case is right, where no single one is enough.

All pairs would be far too many. So the first change has to lead somewhere by itself: to the answers of one named
mistake, in all cases; to more cases that are right; or to more parts of an answer that are right. From there the second
is searched as a single one is. What such a step leads to is only a guide: told is what two changes prove together.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..attempt import Attempt, fault_of
from ..diagnosis.exact import TELLING, exact
from ..diagnosis.in_parts import parts_mended
from ..edits.copied import copied
from ..exercise import Mistake
from ..run import quietly, run
from ..work import Work
from .anew import is_anew
from .both import Both
from .idle import settles_a_comparison
from .patience import patiently
from .program import Program, is_first
from .search import AS_SOLVED, Search
from .steps import NAMED, Step, pieces_right
from .ticks import without_ticks
from .tried import Try

#: Cheap changes only: among far-fetched ones, some two are right together by chance. Where the first makes more of
#: the answers right, what is left is looked for as a single mistake is.
NEARBY, LIKE_ONE = (1, 2), (1, -5, 0, 2, AS_SOLVED, 3)
#: So much of the work may go into what follows on the best first steps, so many of them; so much of what is left into
#: pairs of likely changes, and what follows on the best of these.
FOR_BEST, BEST, FOR_BOTH = 0.4, 3, 0.9
#: So much work, as a part of that for one change, goes into what is left after first steps.
FOR_LEFT = 0.3
#: So many first steps are followed.
STEPS = 12
#: So much of that may go into one step. A step is followed if so much work is left for it at least.
FOR_ONE, ENOUGH = 0.6, 50_000
#: So many nodes may go with a change after which the answers are those of a named mistake.
LITTLE = 8
#: Seconds after which all pairs have to have been tried, and all cases asked after one change: far longer than the
#: counted work allows.
LONGEST, LONG = 20, 1


@dataclass(frozen=True)
class Pair:
    """Two changes that mend together.

    Attributes:
        first, second: the changes; `second` is None where it changes what the first one put in: it is one place then.
        left: the named mistake whose answers are left when the first is made. Where it has a name, and `second` is
            None, it is not known what mends it.
        mended, unmended: the parts of the answers that the first one makes right, where it is not known what is left.
    """

    first: Try
    second: Try | None
    left: Mistake | None = None
    cost: int = 0
    mended: tuple[str, ...] = ()
    unmended: tuple[str, ...] = ()


def pairs(search: Search, work: Work) -> list[Pair]:
    """The pairs of changes that mend, of the least far-fetched kind that the work allows to be found.

    Where two in the same place are enough, only these: one place explains more than two.

    `search` has found no single one.
    """
    before = search.program.work
    steps = sorted(search.steps, key=lambda step: (-step.gain, step.change.cost, step.change.size))
    best = sorted((step for step in steps if 0 < step.gain < NAMED), key=lambda step: not step.mends)
    try:
        if search.is_dear:
            return _in_a_loop(search, [*best, *(step for step in steps if step not in best)])
        return (
            _by_steps(search, best, Work(FOR_BEST * work.left, work), BEST, LIKE_ONE)
            or _both(search, Work(FOR_BOTH * work.left, work))
            or _by_steps(search, steps, work, STEPS, NEARBY)
            or _to_a_named_one(search, _reached(search, [step for step in steps if step.mends or step.gain >= NAMED]))
        )
    finally:
        search.program.work = before


def _both(search: Search, work: Work) -> list[Pair]:
    """The pairs of likely changes in different statements, or what follows on one of them by which much is gained."""
    search.program.work = work
    with quietly():
        both = Both(search, work)
        found = patiently(both.pairs, search.program, LONGEST) or []
    if not found:
        return _by_steps(search, [Step(change, 1, True) for change in both.strong()], work, BEST, LIKE_ONE)
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


def _in_a_loop(search: Search, steps: list[Step]) -> list[Pair]:
    """The pairs where a run is dear: for a second change there is no time, but what is left after a move, or after what
    makes some cases right, may have a name, or be in other parts of the answer.
    """
    reached = [*_reached(search, [step for step in steps if step.nearer or 0 < step.gain < NAMED])]
    return _to_a_named_one(search, reached) or _to_a_part(search, reached)


def _reached(search: Search, steps: list[Step]) -> Iterator[tuple[Step, Attempt]]:
    """Where first changes lead, as far as the work for it allows; of those that leave the rest of the code in use.

    What is left of the answers says little where a change leaves much of the code without use.
    """
    search.program.work = work = Work(FOR_LEFT * search.work.units)
    for step in steps:
        if not work.is_left:
            return
        attempt = _after(search, step.change) if _keeps_the_rest(search, step.change) else None
        if attempt is None or not attempt.wrong or not _leads_on(search.attempt, attempt):
            continue
        if not settles_a_comparison(search.attempt, search.program, step.change, attempt.answers):
            yield step, attempt


def _leads_on(before: Attempt, after: Attempt) -> bool:
    """Whether a first change makes some piece of the answers right, and none wrong: what makes one wrong that was right
    has put a mistake in, and what only brings numbers nearer may have.
    """
    if before.exercise.has_own_judge:
        return True
    gains = False
    for mine, then, right in zip(before.answers, after.answers, before.expected, strict=True):
        were, are = (pieces_right(answer, right, before.exercise.rtol) for answer in (mine, then))
        if not were <= are:
            return False
        gains = gains or were < are
    return gains


def _by_steps(search: Search, steps: list[Step], work: Work, most: int, kinds: tuple[int, ...]) -> list[Pair]:
    """The pairs of which the first leads somewhere by itself.

    Args:
        search, work: as above.
        steps: where the first leads, the best ones first.
        most: so many are followed.
        kinds: how far-fetched the second may be.
    """
    search.program.work = work
    found: list[Pair] = []
    followed: set[tuple[int, str]] = set()
    for step in steps:
        if len(followed) >= most or work.left < ENOUGH or not work.is_left:
            break
        attempt = _after(search, step.change)
        if attempt is None or not attempt.wrong or len(attempt.wrong) < min(TELLING, len(search.attempt.wrong)):
            continue
        fingerprint = (id(step.change.slot.statement), repr([answer.value for answer in attempt.answers[:3]]))
        if fingerprint in followed:
            continue  # the same by another change
        followed.add(fingerprint)
        new = _seconds(search, step.change, attempt, Work(min(work.left, FOR_ONE * work.units), work), kinds)
        found += [pair for pair in new if step.gain or pair.second is None]
    in_one = [pair for pair in found if pair.second is None]
    cheapest = min((pair.cost for pair in found), default=0)
    return in_one or [pair for pair in found if pair.cost == cheapest]


def _to_a_named_one(search: Search, reached: Iterable[tuple[Step, Attempt]]) -> list[Pair]:
    """The first changes after which all answers are those of a named mistake: it is the other one, wherever it is. More
    cases are right then and none is wrong that was not, or a statement is moved and the answers are nearer.
    """
    if exact(search.attempt):
        return []  # it has a name of its own
    found, before = [], set(search.attempt.wrong)
    for step, attempt in reached:
        if (step.nearer or before > set(attempt.wrong)) and (left := exact(attempt)):
            found.append(Pair(step.change, None, left, step.change.cost))
    cheapest = min((pair.cost for pair in found), default=0)
    return [pair for pair in found if pair.cost == cheapest]


def _to_a_part(search: Search, reached: Iterable[tuple[Step, Attempt]]) -> list[Pair]:
    """The first changes that make a part of the answer right in all cases, and none wrong in any; the most parts."""
    found = []
    for step, attempt in reached:
        mended, unmended = parts_mended(search.attempt, attempt)
        if mended:
            found.append(Pair(step.change, None, None, step.change.cost, mended, unmended))
    most = max((len(pair.mended) for pair in found), default=0)
    return [pair for pair in found if len(pair.mended) == most]


def _keeps_the_rest(search: Search, change: Try) -> bool:
    """Whether a change takes away only little, and all that is computed is used after it."""
    taken_away = search.program.sizes[id(change.slot.node)] - sum(1 for _ in ast.walk(change.replacement))
    return taken_away <= LITTLE and not isinstance(change.replacement, ast.Return) and search.uses_all(change)


def _after(search: Search, change: Try) -> Attempt | None:
    """What the first change makes of the answers; None where it cannot be made, raises, or does not end."""
    candidate = search.program.changed(change.slot, change.replacement)
    if candidate is None:
        return None
    return patiently(lambda: _answered(search, search.program, candidate), search.program, LONG)


def _answered(search: Search, program: Program, candidate: Callable[..., Any]) -> Attempt | None:
    """What a version of a program answers to all cases; None where it raises."""
    before = search.attempt
    attempt = replace(before, answers=[], findings=[])
    for case, right in zip(before.cases, before.expected, strict=True):
        answer = program.ask(run, candidate, case)
        if answer.failure:
            return None
        attempt.answers.append(answer)
        attempt.findings.append(fault_of(before.exercise, case, answer, right))
    return attempt


def _seconds(search: Search, first: Try, attempt: Attempt, work: Work, kinds: tuple[int, ...]) -> list[Pair]:
    """The pairs that begin with a change."""
    tree = search.program.marked_with(first.slot, first.replacement)
    program = Program(search.attempt.submission, work, search.prices, tree)
    following = Search(attempt, program, work)
    following.go(kinds)
    left = exact(attempt) if following.winners else None
    found = []
    for second in following.winners:
        cost = first.cost + second.cost
        alone = _alone(search, first, second, program) if following.keeps_the_first(second) else None
        if alone and search.proves(alone.namespace[alone.name]):
            search.alone.append(second)
            continue
        if alone is None:
            one = search.with_all_it_does(_as_one(first, second, program))
            if not is_anew(attempt.submission, one):
                found.append(Pair(one, None, None, cost))
        elif second.made_up and settles_a_comparison(search.attempt, search.program, first, attempt.answers):
            continue  # the first takes a piece out of the way, and the second does all of it anew
        elif left:
            found.append(Pair(first, second, left, cost - 1))  # a step to a named mistake explains itself
        else:
            found.append(_turned(search, Pair(first, second, None, cost), alone))
    return found


def _as_one(first: Try, second: Try, changed: Program) -> Try:
    """The change that two at one place come to.

    Args:
        first, second: the changes; the second is in what the first put in, or in place of it.
        changed: the program in which the first is made.
    """
    if is_first(second.slot.node):
        return replace(first, replacement=second.replacement, made_up=True)
    inside = filter(is_first, ast.walk(changed.code_with(second.slot, second.replacement)))
    return next((replace(first, replacement=copied(node), made_up=True) for node in inside), first)


def _alone(search: Search, first: Try, second: Try, changed: Program) -> Program:
    """The program with the second change alone; `changed` is the one with the first."""
    both = changed.code_with(second.slot, second.replacement)
    return Program(search.attempt.submission, search.program.work, search.prices, _undone(both, first.slot.node))


def _turned(search: Search, pair: Pair, alone: Program) -> Pair:
    """A pair the other way round, if the second `alone` leaves the answers of a named mistake; else as it is."""
    assert pair.second is not None
    attempt = patiently(lambda: _answered(search, alone, alone.namespace[alone.name]), alone, LONG)
    left = exact(attempt) if attempt and attempt.wrong else None
    return Pair(pair.second, pair.first, left, pair.cost - 1) if left else pair


def _undone(tree: ast.Module, before: ast.AST) -> ast.Module:
    """The code with what stood there before in place of what was changed first."""

    class Undo(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return copied(before) if is_first(node) else self.generic_visit(node)

    return without_ticks(Undo().visit(tree))  # type: ignore[arg-type] # a module, as it was
