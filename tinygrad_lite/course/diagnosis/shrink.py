"""The smallest failing case: fewer elements and rounder numbers, as long as it fails in the same way.

What is right on a smaller case is asked of the course's own solution, which is quick, and which the certificate
proves equal to the reference.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..attempt import Attempt
from ..case import Case
from ..compare import as_array, can_be_seen
from ..elsewhere import Elsewhere
from ..exercise import Exercise, Mistake
from ..run import Answer, Failure, run

#: A case, the submission's answer to it, and the expected one.
Shown = tuple[Case, Answer, Answer]
#: So many smaller cases are tried, wherever the answer runs: the same notebook gets the same card on every machine, in
#: the lesson and when it is graded. (Of the answers that are kept with the checks none needs a quarter of them.)
MOST_TRIED = 400
#: A check should be felt as immediate. So much of the processor's time it may take in a lesson, and so much of the
#: clock's, both in seconds: for what sleeps or is very slow, far beyond what answers need. Nobody waits for a grader.
COMPUTING, WAITING = 0.5, 2.0


def as_put(attempt: Attempt, index: int) -> Shown:
    """A case as it was put, with what came and what was expected."""
    return attempt.cases[index], attempt.answers[index], attempt.expected[index]


def shrink(attempt: Attempt, index: int, mistake: Mistake | None = None) -> Shown:
    """A failing case as small as was found, the submission's answer to it, and what is expected."""
    exercise, candidate = attempt.exercise, attempt.submission.candidate
    best = as_put(attempt, index)
    if exercise.has_own_judge or best[0].steps or not exercise.axes:
        return best
    may_go_on, improved = patience(candidate), True
    while improved:
        improved = False
        for smaller in simpler(exercise, best[0]):
            if not may_go_on():
                return best
            if not exercise.fair(smaller):
                continue
            wanted = run(exercise.solution, smaller)
            if wanted.failure or not is_finite(wanted.value):
                continue
            answer = run(candidate, smaller)
            if _same_fault(answer, wanted, best, exercise) and _fits(mistake, smaller, answer, exercise):
                best, improved = (smaller, answer, wanted), True
                break
    return best


def patience(candidate: Any, times: int = 1) -> Callable[[], bool]:
    """Whether to try one more case; asked before each. Of something quicker, so many times as many may be tried."""
    tried, most = itertools.count(1), times * MOST_TRIED
    if isinstance(candidate, Elsewhere):
        return lambda: next(tried) <= most
    computing, waiting = time.thread_time() + times * COMPUTING, time.monotonic() + times * WAITING
    return lambda: next(tried) <= most and time.thread_time() <= computing and time.monotonic() <= waiting


def simpler(exercise: Exercise, case: Case) -> Iterator[Case]:
    """Cases one step simpler: first fewer elements along each named axis, then rounder values."""
    lengths = _axis_lengths(exercise, case)
    for axis, length in lengths.items():
        for shorter in sorted({1, 2, length // 2, length - 1}):
            if 0 < shorter < length:
                yield case.with_args(**_cut(exercise, case, axis, slice(0, shorter)))
                yield case.with_args(**_cut(exercise, case, axis, slice(length - shorter, length)))
    flat = _flattened(exercise, case)
    if flat:
        yield case.with_args(**flat)
    for decimals in (0, 1, 2):
        for name, value in case.args.items():
            if _is_float_array(value) and not np.array_equal(np.round(value, max(decimals, 1)), value):
                yield case.with_args(**{name: _rounded(value, decimals)})


def _axis_lengths(exercise: Exercise, case: Case) -> dict[Any, int]:
    """Every axis by name; the axes of arguments of any shape are 0, 1, 2 …"""
    lengths: dict[Any, int] = {}
    for name, axes in exercise.axes.items():
        value = case.args.get(name)
        if isinstance(value, np.ndarray):
            lengths.update(zip(range(value.ndim) if axes is ... else axes, value.shape, strict=True))
    return lengths


def _cut(exercise: Exercise, case: Case, axis: Any, kept: slice) -> dict[str, np.ndarray]:
    """Every argument that has the axis, shortened along it to its first or its last places."""
    cut: dict[str, np.ndarray] = {}
    for name, axes in exercise.axes.items():
        value = case.args.get(name)
        if isinstance(value, np.ndarray):
            names = tuple(range(value.ndim)) if axes is ... else axes
            for place in (place for place, own in enumerate(names) if own == axis):  # (hidden, hidden): both
                cut[name] = cut.get(name, value).take(range(kept.start, kept.stop), axis=place)
    return cut


def _flattened(exercise: Exercise, case: Case) -> dict[str, np.ndarray]:
    """Arguments of any shape with one dimension instead of several."""
    free = [name for name, axes in exercise.axes.items() if axes is ...]
    values = {name: case.args[name] for name in free if isinstance(case.args.get(name), np.ndarray)}
    return {name: value.reshape(-1) for name, value in values.items() if value.ndim > 1}


def _rounded(value: np.ndarray, decimals: int) -> np.ndarray:
    """Fewer decimals; what would become 0 stays apart from it, so that no term of a formula vanishes from view."""
    rounded = np.round(value, decimals)
    return np.where((rounded == 0) & (value != 0), np.copysign(10.0**-decimals, value), rounded) + 0.0


def _is_float_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f"


def is_finite(value: Any) -> bool:
    """Whether a value holds no infinity and no nan; what is no number counts as finite."""
    array = as_array(value)
    return array is None or bool(np.isfinite(array).all())


def _same_fault(answer: Answer, wanted: Answer, best: Shown, exercise: Exercise) -> bool:
    """Whether the smaller case fails as the larger one did: the same exception, or a wrong value of the same kind."""
    _, before, wanted_before = best
    if answer.failure or before.failure:
        return bool(answer.failure and before.failure and _wording(answer.failure) == _wording(before.failure))
    if answer.changed != before.changed:
        return False
    if exercise.quiet and before.warned and before.agrees(wanted_before, exercise.rtol):
        return answer.warned == before.warned and answer.agrees(wanted, exercise.rtol)
    if type(answer.value) is not type(before.value) or is_finite(answer.value) != is_finite(before.value):
        return False
    if _right_dimensions(answer, wanted) != _right_dimensions(before, wanted):
        return False
    largest, largest_before = max(_size(answer), _size(wanted)), max(_size(before), _size(wanted_before))
    if not _right_dimensions(answer, wanted) and largest == 1 < largest_before:
        return False  # one element does not show a wrong shape
    if answer.changed:
        return True
    hidden = can_be_seen(before.value, wanted_before.value) and not can_be_seen(answer.value, wanted.value)
    return not answer.agrees(wanted, exercise.rtol) and not hidden


def _wording(failure: Failure) -> tuple[str, str]:
    """Kind and message of an exception without its numbers, which change with the size of the case."""
    return failure.kind, re.sub(r"[\d\s,]+", "", failure.message)


def _size(answer: Answer) -> int:
    array = as_array(answer.value)
    return 0 if array is None else array.size


def _right_dimensions(answer: Answer, wanted: Answer) -> bool:
    """Whether an answer has as many dimensions as the expected one."""
    got, expected = as_array(answer.value), as_array(wanted.value)
    return (got is None) == (expected is None) and (got is None or expected is None or got.ndim == expected.ndim)


def _fits(mistake: Mistake | None, case: Case, answer: Answer, exercise: Exercise) -> bool:
    """Whether the named mistake still explains the answer."""
    return mistake is None or run(mistake.candidate, case).agrees(answer, exercise.rtol)
