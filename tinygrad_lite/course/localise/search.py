"""Trying changes: likely ones first, small pieces first, the first failing case first, as long as the time allows."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..attempt import Attempt, answers_of, fault_of
from ..case import Case
from ..edits.faults import FAULTS
from ..edits.repairs import MOVES, REPAIRS, load
from ..edits.scope import Slot
from ..exercise import Exercise
from ..oracle import cases_of
from ..run import Answer, run
from ..submission import Submission
from .program import Program

#: Seconds that a search may take.
SECONDS = 1.0
#: An exercise one run of which takes longer is not searched: too few changes could be tried.
SLOW = 0.05
#: The seed of the cases on which a change that mends has to prove itself.
OTHER_SEED = 7919


@dataclass(frozen=True, eq=False)
class Try:
    """One change that may mend.

    Attributes:
        cost: how far-fetched it is.
        slot, replacement: where something is put, and what.
        at: the piece of the student's code that it changes: what stands there, or a part of it.
        size: how many nodes that piece has.
    """

    cost: int
    slot: Slot
    replacement: ast.AST
    at: ast.AST
    size: int


def tries(program: Program) -> list[Try]:
    """Every change, in the order in which they are tried."""
    found = []
    for slot in [*program.slots, program.whole]:
        sizes: dict[int, int] = {}
        for cost, at, replacement in _changes(slot.node, slot):
            if id(at) not in sizes:
                sizes[id(at)] = sum(1 for _ in ast.walk(at))
            found.append(Try(cost, slot, replacement, at, sizes[id(at)]))
    found.sort(key=lambda each: (each.cost, each.size))
    return found


def _changes(node: ast.AST, slot: Slot) -> Iterator[tuple[int, ast.AST, ast.AST]]:
    """(how far-fetched, what is changed, what is put in the place of the node)."""
    for fault in (change.replacement for kind in FAULTS for change in kind(node)):
        yield 3 if isinstance(fault, ast.Pass) else 1, _narrowed(node, fault), fault
    for cost, kind in REPAIRS:
        for replacement in kind(node, slot.scope):
            yield cost, _narrowed(node, replacement), replacement
    for move in MOVES:
        for moved, replacement in move(node):
            yield 3, moved, replacement
    if isinstance(node, ast.Return) and node.value is not None:
        for name in slot.scope.names:
            yield 2, node, ast.Return(load(name))


def _narrowed(node: ast.AST, replacement: ast.AST) -> ast.AST:
    """What really changes: of a statement whose condition alone is another, the condition."""
    same_kind = type(node) is type(replacement) and isinstance(node, ast.If | ast.While | ast.IfExp)
    return node.test if same_kind and replacement.body is node.body else node  # type: ignore[attr-defined]


def mending(attempt: Attempt, program: Program, seconds: float = SECONDS) -> list[Try]:
    """The changes that make every case right: of the least far-fetched kind that has any."""
    first = attempt.first_wrong
    order = [first, *(index for index in attempt.wrong if index != first)]
    order += [index for index in range(len(attempt.cases)) if attempt.findings[index] is None]
    began = time.perf_counter()
    run(attempt.submission.candidate, attempt.cases[first])
    if time.perf_counter() - began > SLOW:
        return []
    needed = _read_by_the_solution(attempt)
    winners: list[Try] = []
    for each in tries(program):
        if (winners and each.cost > winners[0].cost) or time.perf_counter() - began > seconds:
            break
        candidate = program.changed(each.slot, each.replacement)
        if candidate is None or not _all_right(attempt, candidate, order, program):
            continue
        if program.parameters_not_read(each.slot, each.replacement) <= needed and _still_right(attempt, candidate):
            winners.append(each)
    return winners


def _all_right(attempt: Attempt, candidate: Callable[..., Any], order: list[int], program: Program) -> bool:
    for index in order:
        program.rounds = 0
        case, wanted = attempt.cases[index], attempt.expected[index]
        if not _is_right(attempt.exercise, case, candidate, wanted):
            return False
    return True


def _is_right(exercise: Exercise, case: Case, candidate: Callable[..., Any], wanted: Answer) -> bool:
    try:
        return fault_of(exercise, case, run(candidate, case), wanted) is None
    except Exception:  # it spoilt an argument so far that this cannot even be looked at
        return False


def _read_by_the_solution(attempt: Attempt) -> set[str]:
    """Parameters that may go unread, as the solution does not read them either."""
    return set(Submission.of(attempt.exercise.solution).unused_parameters())


def _still_right(attempt: Attempt, candidate: Callable[..., Any]) -> bool:
    """Whether a changed version is right on fresh cases too: one that was right by luck is not."""
    exercise = attempt.exercise
    cases = cases_of(exercise, OTHER_SEED)
    wanted = answers_of(exercise.solution, cases)
    return all(_is_right(exercise, case, candidate, right) for case, right in zip(cases, wanted, strict=True))
