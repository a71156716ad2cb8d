"""What an exercise asks in a run: the cases that count, and the right answers to them."""

from __future__ import annotations

from collections.abc import Iterable

from tinygrad_lite.course.case import Case
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.oracle import cases_of, expected_answers
from tinygrad_lite.course.run import Answer

_ASKED: dict[tuple[str, int], tuple[list[Case], list[Answer]]] = {}
#: (exercise, number) of the cases that count for nobody: of the class that is being graded.
_EXEMPT: set[tuple[str, int]] = set()


def count_for_nobody(cases: Iterable[tuple[str, int]]) -> None:
    """These cases, each as (exercise, number), count for nobody from now on, and no others; nothing kept is used."""
    _ASKED.clear()
    _EXEMPT.clear()
    _EXEMPT.update(cases)


def asked(exercise: Exercise, seed: int) -> tuple[list[Case], list[Answer]]:
    """The cases that count and the right answers, for a seed: made once a process, and then the same objects."""
    if (exercise.id, seed) not in _ASKED:
        numbered = enumerate(cases_of(exercise, seed), start=1)
        cases = [case for number, case in numbered if (exercise.id, number) not in _EXEMPT]
        _ASKED[exercise.id, seed] = cases, expected_answers(exercise, cases)
    return _ASKED[exercise.id, seed]


def numbers_asked(exercise: Exercise, seed: int) -> list[int]:
    """The numbers of the cases that are asked, in the author's order from 1."""
    left_out = numbers_exempt(exercise)
    total = len(asked(exercise, seed)[0]) + len(left_out)
    return [number for number in range(1, total + 1) if number not in left_out]


def numbers_exempt(exercise: Exercise) -> list[int]:
    """The numbers of the cases that count for nobody."""
    return sorted(number for exercise_id, number in _EXEMPT if exercise_id == exercise.id)
