"""Two mistakes in one program: made by putting the changes of both into the exercise's solution.

A mistake differs from the solution in a few words. Where two mistakes differ from it in different places, a program
with both is no guess: it is the solution with the words of the one and of the other. Of two classes, a third inherits.
"""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import tokenize
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ..exercise import Exercise, Mistake
from .wording import Words, definition_of, in_plain_words, words_of

#: Programs that have less in common with the solution than this share are another way to write it.
ALIKE = 0.6

Change = tuple[int, int, tuple[tuple[int, str], ...]]


@dataclass(frozen=True)
class Both:
    """A program with two mistakes."""

    first: Mistake
    second: Mistake
    candidate: Callable[..., Any]


@functools.cache
def combined(kind: Any) -> tuple[Both, ...]:
    """All programs with two of an exercise's mistakes."""
    exercise = kind()
    make = _classes if exercise.asks_for_class else _functions
    return tuple(make(exercise))


def _classes(exercise: Exercise) -> Iterator[Both]:
    """One class that inherits from both. A method that both have must hand on to the other's, through `super()`."""
    mistakes = [(mistake, mistake.candidate) for mistake in exercise.mistakes()]
    kinds = [(mistake, kind) for mistake, kind in mistakes if isinstance(kind, type)]
    for (first, one), (second, other) in itertools.combinations(kinds, 2):
        if one.__bases__ != other.__bases__ or one.__bases__ == (object,):
            continue
        for upper, lower in ((one, other), (other, one)):
            if all(_hands_on(upper, name) for name in _own(upper) & _own(lower)):
                yield Both(first, second, type(exercise.name, (upper, lower), {}))
                break


def _hands_on(kind: type, method: str) -> bool:
    return "super" in getattr(getattr(vars(kind)[method], "__code__", None), "co_names", ())


def _own(kind: type) -> set[str]:
    """The methods and attributes that a class has from itself."""
    return {name for name in vars(kind) if name not in _MADE}


#: What Python, and the decorator, put into a class.
_MADE = {"__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "mistake"}
_MADE |= {"__firstlineno__", "__static_attributes__"}


def _functions(exercise: Exercise) -> Iterator[Both]:
    wordings = list(readings(exercise))
    for first, second in itertools.combinations(exercise.mistakes(), 2):
        upon = _one_upon_the_other(exercise, first, second)
        if upon is not None:
            yield upon
            continue
        for base, _, made in wordings:
            changes = joined(base, made[first.name], made[second.name])
            if changes is None:
                continue
            candidate = program_of(applied(base, changes), exercise, first.candidate)
            if candidate is not None:
                yield Both(first, second, candidate)
                break


def readings(exercise: Exercise) -> Iterator[tuple[Words, ast.FunctionDef, dict[str, list[Change] | None]]]:
    """Each wording of the right answer, with what every mistake changes in it: as it stands, and in plain words."""
    right = [exercise.solution, *([exercise.again] if exercise.again else [])]
    bases = [tree for tree in map(definition_of, right) if tree is not None]
    written = {
        mistake.name: [tree for each in (mistake.candidate, *mistake.variants) if (tree := definition_of(each))]
        for mistake in exercise.mistakes()
    }
    known: list[Words] = []
    for reading in (_as_it_stands, in_plain_words):
        read = {name: [words_of(reading(tree)) for tree in trees] for name, trees in written.items()}
        for tree in map(reading, bases):
            base = words_of(tree)
            if base in known:
                continue
            known.append(base)
            yield base, tree, {name: _least(base, several) for name, several in read.items()}


def _as_it_stands(tree: ast.FunctionDef) -> ast.FunctionDef:
    return tree


def _one_upon_the_other(exercise: Exercise, first: Mistake, second: Mistake) -> Both | None:
    """A mistake that does something to the right answer, done to what the other one gives."""
    for upper, lower in ((first, second), (second, first)):
        method = done_to_the_solution(upper)
        if method is not None:
            return Both(first, second, functools.partial(method, Instead(exercise, lower.candidate)))
    return None


def done_to_the_solution(mistake: Mistake) -> Callable[..., Any] | None:
    """The method of a mistake that does something to the right answer; None of one that is written out."""
    method = getattr(mistake.candidate, "__func__", None)
    return method if method is not None and "solution" in method.__code__.co_names else None


class Instead:
    """An exercise whose solution is another."""

    def __init__(self, exercise: Exercise, solution: Callable[..., Any]) -> None:
        self._exercise, self.solution = exercise, solution

    def __getattr__(self, name: str) -> Any:
        return getattr(self._exercise, name)


def _least(base: Words, several: list[Words]) -> list[Change] | None:
    """What a mistake changes in the solution, in that of its wordings that changes least."""
    found = [changes for words in several if (changes := _changes(base, words)) is not None]
    return min(found, key=lambda changes: sum(map(size, changes)), default=None)


def size(change: Change) -> int:
    """How many words a change takes away and puts in."""
    begin, end, new = change
    return end - begin + len(new)


def _changes(base: Words, words: Words) -> list[Change] | None:
    """Which words of the solution a mistake has others for; None where it is another way to write it altogether."""
    matcher = SequenceMatcher(None, base, words, autojunk=False)
    if matcher.ratio() < ALIKE:
        return None
    return [(i, j, tuple(words[k:m])) for what, i, j, k, m in matcher.get_opcodes() if what != "equal"]


def joined(base: Words, one: list[Change] | None, other: list[Change] | None) -> list[Change] | None:
    """The changes of both; None where they do not go together."""
    if not one or not other:
        return None
    if apart(one, other):
        return [*one, *other]
    for mine, theirs in ((one, other), (other, one)):
        left = _where_words_are_left(base, mine, theirs)
        if left:
            return [*left, *theirs]
    return None


def _where_words_are_left(base: Words, mine: list[Change], theirs: list[Change]) -> list[Change]:
    """Of what one mistake does at several places alike, what is left where the other takes the words of some away."""
    left = [change for change in mine if apart([change], theirs)]
    for begin, end, new in mine:
        if (begin, end, new) in left:
            continue
        inside = any(start <= begin and end <= stop for start, stop, _ in theirs)
        if not inside or not any(base[i:j] == base[begin:end] and put == new for i, j, put in left):
            return []
    return left


def apart(one: list[Change], other: list[Change]) -> bool:
    """Whether no change of the one meets a change of the other, unless they are the same."""
    return bool(one and other) and all(_beside(a, b) or a == b for a in one for b in other)


def _beside(a: Change, b: Change) -> bool:
    """Two changes in different places, or two arguments that are put in at the same place."""
    if a[:2] == b[:2]:
        return a[0] == a[1] and all(new[0][1] == "," for *_, new in (a, b))
    return a[1] <= b[0] or b[1] <= a[0]


def applied(base: Words, changes: list[Change]) -> Words:
    words = list(base)
    for begin, end, new in sorted(set(changes), reverse=True):
        words[begin:end] = new
    return words


def program_of(words: Words, exercise: Exercise, of: Any) -> Callable[..., Any] | None:
    """The function that the words make, in the room in which the mistakes are."""
    room = {**inspect.unwrap(getattr(of, "__func__", of)).__globals__, "self": exercise}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python thinks of `5[0]` is nobody's fault
            exec(compile(tokenize.untokenize(words), f"<two mistakes in {exercise.id}>", "exec"), room)
    except (SyntaxError, ValueError, NameError):
        return None
    return room["answer"]
