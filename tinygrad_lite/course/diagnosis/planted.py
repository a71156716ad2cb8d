"""The solution with a small fault that has no name, alone or beside a named mistake: programs to put beside an answer.

The faults are those that the certificate plants. A mistake and a fault make one program where they are in different
words of it (`combined.py`).
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterator
from typing import Any

from ..edits.faults import FAULTS
from ..exercise import Exercise, Mistake
from .combined import Change, Instead, apart, applied, done_to_the_solution, program_of, readings, size
from .wording import Words, words_of


class Faulty:
    """The faults in one wording of the solution, and the mistakes that this wording fits best.

    Attributes:
        words: of the wording.
        faults: (what a fault changes, the program with it alone).
        mistakes: each with the words that it changes; None where it does something to the solution, whatever that is.
    """

    def __init__(self, exercise: Exercise, base: Words, tree: ast.FunctionDef, mistakes: Mistakes) -> None:
        self.exercise, self.words, self.mistakes = exercise, base, mistakes
        room = mistakes[0][0].candidate
        made = ((change, program_of(applied(base, [change]), exercise, room)) for change in _planted(tree, base))
        self.faults = [(change, candidate) for change, candidate in made if candidate is not None]

    def fits(self, own: list[Change] | None, number: int) -> bool:
        """Whether a mistake's changes and a fault are in different words."""
        return own is None or apart(own, [self.faults[number][0]])

    def both(self, mistake: Mistake, own: list[Change] | None, number: int) -> Callable[..., Any] | None:
        """The program with a mistake and a fault; None where it cannot be made."""
        change, alone = self.faults[number]
        if own is None:
            upon: Any = done_to_the_solution(mistake)
            return functools.partial(upon, Instead(self.exercise, alone))
        return program_of(applied(self.words, [*own, change]), self.exercise, mistake.candidate)


Mistakes = list[tuple[Mistake, list[Change] | None]]


@functools.cache
def faulty(kind: Any) -> tuple[Faulty, ...]:
    """The wordings of an exercise's solution that fit a mistake best, with their faults; none for a class."""
    exercise = kind()
    if exercise.asks_for_class:
        return ()
    wordings = list(readings(exercise))
    fitting: list[Mistakes] = [[] for _ in wordings]
    for mistake in exercise.mistakes():
        if done_to_the_solution(mistake) is not None and wordings:
            fitting[0].append((mistake, None))
            continue
        read = [(place, made[mistake.name]) for place, (_, _, made) in enumerate(wordings)]
        known = [(sum(map(size, own)), place, own) for place, own in read if own]
        if known:
            _, place, changes = min(known, key=lambda each: each[:2])
            fitting[place].append((mistake, changes))
    return tuple(
        Faulty(exercise, base, tree, mistakes)
        for (base, tree, _), mistakes in zip(wordings, fitting, strict=True)
        if mistakes
    )


def _planted(tree: ast.FunctionDef, base: Words) -> Iterator[Change]:
    """The faults that can be planted in a wording, each once: which words become others."""
    seen: set[Change] = set()
    for node, put in _places(tree):
        for kind in FAULTS:
            for fault in kind(node):
                put(fault.replacement)
                try:
                    change = _difference(base, words_of(tree))
                finally:
                    put(node)
                if change is not None and change not in seen:
                    seen.add(change)
                    yield change


def _places(tree: ast.FunctionDef) -> Iterator[tuple[ast.AST, Callable[[ast.AST], None]]]:
    """Every node in a function's body, with what puts another in its place."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        parent = waiting.pop()
        for field, held in ast.iter_fields(parent):
            if parent is tree and field != "body":
                continue
            for index, child in enumerate(held if isinstance(held, list) else [held]):
                if isinstance(child, ast.AST) and not isinstance(child, ast.Raise | ast.JoinedStr):
                    yield child, functools.partial(_put, parent, field, index if isinstance(held, list) else None)
                    waiting.append(child)


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _difference(base: Words, words: Words) -> Change | None:
    """The one stretch of words that differs; None where nothing does."""
    begin, shorter = 0, min(len(base), len(words))
    while begin < shorter and base[begin] == words[begin]:
        begin += 1
    end = 0
    while end < shorter - begin and base[-1 - end] == words[-1 - end]:
        end += 1
    if begin + end == len(base) == len(words):
        return None
    return begin, len(base) - end, tuple(words[begin : len(words) - end])
