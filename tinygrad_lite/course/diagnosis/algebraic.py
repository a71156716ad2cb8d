"""The answer is the expected one times, plus or divided by something that the case knows.

An explanation counts only if it gives the answer of *every* case, changes at least three of them, on different
shapes, and no other explanation does so too.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..attempt import Diagnosis
from ..compare import FLOOR, as_array, close
from .parts import Part
from .quantities import quantities, word

#: So many cases of different shapes must bear an explanation out.
ENOUGH = 3


Apply = Callable[[Any, float], Any]


@dataclass(frozen=True)
class Explanation:
    """One way in which an answer may follow from the expected one.

    `apply(expected, value of the quantity)` is the answer that it foretells; `sentence` completes "Your answer is …".
    """

    name: str
    sentence: str
    apply: Apply
    quantity: str = ""


def algebraic(part: Part) -> Diagnosis | None:
    """The single explanation that fits one part of the answer in all cases, if the other parts are right."""
    if part.exercise.has_own_judge or any(case.steps for case in part.cases):
        return None
    rows = rows_of(part)
    if rows is None:
        return None
    known = [quantities(part.exercise, case) for case in part.cases]
    wrong = [place for place in range(len(rows[0])) if any(not _agree(row[place]) for row in rows)]
    if len(wrong) != 1:
        return None
    pairs = [row[wrong[0]] for row in rows]
    fitting = [item for item in explanations(part, known) if fits(item, pairs, known)]
    if not fitting:
        fitting = [item for item in (*limits(pairs), *added_before_log(pairs)) if fits(item, pairs, known)]
    if len(fitting) != 1:
        return None
    names = part.exercise.parts
    subject = f"`{names[wrong[0]]}`" if names else "Your answer"
    found = fitting[0]
    text = f"{subject} is {found.sentence}. That holds in all {len(pairs)} cases."
    return Diagnosis("algebra", found.name, text)


Pair = tuple[np.ndarray, np.ndarray]


def rows_of(part: Part) -> list[list[Pair]] | None:
    """For each case, the pairs (answer, expected) of its parts; None unless all are numbers of the right shape."""
    rows = []
    for answer, wanted in zip(part.answers, part.expected, strict=True):
        several = isinstance(wanted.value, tuple)
        got_parts = list(answer.value) if several and isinstance(answer.value, tuple | list) else [answer.value]
        wanted_parts = list(wanted.value) if several else [wanted.value]
        if len(got_parts) != len(wanted_parts):
            return None
        pairs = []
        for got, expected in zip(got_parts, wanted_parts, strict=True):
            got, expected = as_array(got), as_array(expected)
            if got is None or expected is None or got.shape != expected.shape:
                return None
            pairs.append((got.astype(np.float64), expected.astype(np.float64)))
        rows.append(pairs)
    return rows if len({len(row) for row in rows}) == 1 else None


def _agree(pair: Pair) -> bool:
    return close(*pair)


def fits(item: Explanation, pairs: list[Pair], known: list[dict[str, float]]) -> bool:
    """Whether an explanation gives every answer, with enough cases in which it makes a difference."""
    telling = set()
    for (got, expected), numbers in zip(pairs, known, strict=True):
        if item.quantity and item.quantity not in numbers:
            return False
        with np.errstate(all="ignore"):
            foretold = item.apply(expected, numbers.get(item.quantity, 1.0))
        if foretold.shape != got.shape or not close(got, foretold):
            return False
        if foretold.any() and not close(foretold, expected) and _apart(item, numbers):  # zeros fit too much
            telling.add((numbers.get(item.quantity), tuple(sorted(numbers.items())), got.tobytes()))
    if item.quantity:
        return len({value for value, *_ in telling}) >= ENOUGH
    return len({numbers for _, numbers, _ in telling}) >= ENOUGH or len(telling) >= 2 * ENOUGH


def _apart(item: Explanation, numbers: dict[str, float]) -> bool:
    """Whether the quantity spoken of cannot be mistaken for another of the case, nor for 1 or 2."""
    if not item.quantity:
        return True
    value = numbers[item.quantity]
    return value not in (1, 2) and list(numbers.values()).count(value) == 1


def explanations(part: Part, known: list[dict[str, float]]) -> Iterator[Explanation]:
    """All explanations that may be tried for an exercise."""
    for name, sentence, apply in _PLAIN:
        yield Explanation(name, sentence, apply)
    for decimals in range(7):
        sentence = f"the expected one rounded to {decimals} decimals; round only what is printed"
        yield Explanation(f"rounded to {decimals}", sentence, _rounding(decimals))
    for name in dict.fromkeys(name for numbers in known for name in numbers):
        for verb, operation in _WITH_A_QUANTITY.items():
            sentence = f"the expected one {verb} {word(part.exercise, name)}"
            yield Explanation(f"{verb} {name}", sentence, operation, name)


def limits(pairs: list[Pair]) -> Iterator[Explanation]:
    """That no number of an answer leaves a range which some of the expected ones do: clipped, clamped, cut off."""
    values = [(got.ravel(), expected.ravel()) for got, expected in pairs]
    got, expected = (np.concatenate(side) for side in zip(*values, strict=True))
    if not (len(got) and np.isfinite(got).all() and np.isfinite(expected).all()):
        return
    low, high = got.min(), got.max()
    low, high = (limit if abs(limit) > FLOOR else 0.0 for limit in (low, high))
    if np.count_nonzero((low < expected) & (expected < high)) < ENOUGH:
        return  # nothing is left between them
    below, above = bool((expected < low).any()), bool((expected > high).any())
    if below and above:
        sentence = f"the expected one, but never below {low:.6g} and never above {high:.6g}"
    else:
        sentence = f"the expected one, but never {f'below {low:.6g}' if below else f'above {high:.6g}'}"
    if below or above:
        yield Explanation("held within limits", sentence, lambda e, _: np.clip(e, low, high))


def added_before_log(pairs: list[Pair]) -> Iterator[Explanation]:
    """That a small number was added to a probability before its logarithm was taken: `np.log(p + 1e-9)`."""
    got, expected = (np.concatenate([pair[side].ravel() for pair in pairs]) for side in (0, 1))
    if not (len(got) and np.isfinite(got).all() and np.isfinite(expected).all() and (expected <= FLOOR).all()):
        return
    with np.errstate(all="ignore"):
        small = float(np.exp(got.min()))
    if 1e-16 < small < 1e-4 and got.min() > expected.min():
        small = float(f"{small:.0e}")
        sentence = f"the logarithm of p + {small:g}, where p is the right probability; no small number is needed"
        yield Explanation("a small number before the logarithm", sentence, lambda e, _: np.log(np.exp(e) + small))


def _rounding(decimals: int) -> Apply:
    return lambda expected, _: np.round(expected, decimals)


_PLAIN: tuple[tuple[str, str, Apply], ...] = (
    ("wrong sign", "the expected one with the opposite sign", lambda e, _: -e),
    ("twice too large", "exactly twice the expected one", lambda e, _: 2 * e),
    ("half", "exactly half the expected one", lambda e, _: e / 2),
    ("one too large", "the expected one plus 1", lambda e, _: e + 1),
    ("one too small", "the expected one minus 1", lambda e, _: e - 1),
    ("1 minus", "1 minus the expected one", lambda e, _: 1 - e),
    ("reciprocal", "1 divided by the expected one", lambda e, _: 1 / e),
    ("square root", "the square root of the expected one", lambda e, _: np.sqrt(e)),
    ("square", "the square of the expected one", lambda e, _: e * e),
    ("logarithm", "the logarithm of the expected one", lambda e, _: np.log(e)),
    ("exponential", "exp of the expected one", lambda e, _: np.exp(e)),
    ("base 2", "what the logarithm to base 2 gives; expected is the natural one, `np.log`", lambda e, _: e / np.log(2)),
    (
        "base 10",
        "what the logarithm to base 10 gives; expected is the natural one, `np.log`",
        lambda e, _: e / np.log(10),
    ),
    ("absolute value", "the expected one without its sign", lambda e, _: np.abs(e)),
    ("whole numbers", "the expected one with its decimals cut off", lambda e, _: np.trunc(e)),
    ("transposed", "the expected one with rows and columns exchanged", lambda e, _: e.T),
    ("reversed", "the expected one in reverse order", lambda e, _: e[::-1] if e.ndim else e),
    ("one step late", "the expected one shifted by one place", lambda e, _: np.roll(e, 1) if e.ndim else e),
)
_WITH_A_QUANTITY: dict[str, Apply] = {
    "times": operator.mul,
    "divided by": operator.truediv,
    "plus": operator.add,
    "minus": operator.sub,
}
