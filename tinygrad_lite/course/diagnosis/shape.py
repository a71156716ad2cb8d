"""The shape: which axis was added up, kept or exchanged, where that is certain."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from ..attempt import Diagnosis
from ..plain import kind_of
from .parts import Part, values_of
from .shrink import Shown


def other_length(part: Part) -> Diagnosis | None:
    """A list among the returned values has too few or too many entries."""
    case, got, wanted = part.shown[0], part.shown[1].value, part.shown[2].value
    several = isinstance(wanted, tuple) and isinstance(got, tuple | list) and len(got) == len(wanted)
    if case.steps or not several:
        return None
    for name, mine, right in zip(part.exercise.parts, got, wanted, strict=False):
        if isinstance(right, list) and isinstance(mine, list | tuple) and len(mine) != len(right):
            entries = f"{len(mine)} {'entry' if len(mine) == 1 else 'entries'}"
            text = f"`{name}` has {entries} here, where {len(right)} {'is' if len(right) == 1 else 'are'} expected."
            return Diagnosis("structure", "another number of entries", text)
    return None


def wrong_shape(part: Part) -> Diagnosis | None:
    """Numbers in the wrong shape, with the axis that was summed, kept or transposed, where that is certain."""
    for name, got, wanted in values_of(part.exercise, part.shown):
        if got is None or wanted is None or got.shape == wanted.shape:
            continue
        which = f"`{name}`" if name else "Your answer"
        expected = f"shape {wanted.shape}" if wanted.ndim else "a single number"
        facts = f"{which} has the wrong shape: {_kind_of_whole(part.shown, name, got)} where {expected} is expected."
        mistake, why = _meaning(part, name) or ("wrong shape", _why_wrong_shape(part, name))
        return Diagnosis("structure", mistake, f"{facts} {why}".strip())
    return None


def _meaning(part: Part, name: str) -> tuple[str, str] | None:
    """The mistake and the sentence that the exercise has for this wrong shape, if it is wrong so in every case."""
    wrong = [
        (case.args, got.shape)
        for case, answer, expected in zip(part.cases, part.answers, part.expected, strict=True)
        for other, got, wanted in values_of(part.exercise, (case, answer, expected))
        if other == name and got is not None and wanted is not None and got.shape != wanted.shape
    ]
    for arguments, mistake, text in part.exercise.wrong_shapes:
        if all(shape == tuple(given.get(argument) for argument in arguments) for given, shape in wrong):
            return mistake, text
    return None


def _kind_of_whole(shown: Shown, name: str, got: np.ndarray) -> str:
    """What came back, as the student wrote it: a list is not called an array."""
    value = shown[1].value
    if name or not isinstance(value, list | tuple):
        return kind_of(got)
    return kind_of(value) if got.ndim == 1 else f"{kind_of(value)}, which makes {kind_of(got)},"


def _why_wrong_shape(part: Part, name: str) -> str:
    """What is true of the wrong shape in every case that shows it; "" if nothing is.

    A single element is its own sum and mean, so such cases speak only if there are no others.
    """
    reasons: dict[bool, set[str]] = {True: set(), False: set()}
    for triple in zip(part.cases, part.answers, part.expected, strict=True):
        for other, got, wanted in values_of(part.exercise, triple):
            if other == name and got is not None and wanted is not None and got.shape != wanted.shape:
                reasons[got.size > 1].add(_why_shape(got, wanted))
    speaking = reasons[True] or reasons[False]
    return speaking.pop() if len(speaking) == 1 else ""


def _why_shape(got: np.ndarray, wanted: np.ndarray) -> str:
    if not got.size or wanted.dtype.kind == "b":
        return ""  # of True and False a mean or a sum says nothing
    if got.ndim >= 2 and got.shape == wanted.shape[::-1] and np.allclose(got.T, wanted):
        return "Its values are right, but rows and columns are exchanged."
    if got.size == wanted.size and np.allclose(got.reshape(-1), wanted.reshape(-1)):
        if wanted.ndim == 0:
            return "Its value is right; it only has brackets around it, so it counts as an array of length 1."
        return "Its values are right and in the right order."
    for count in range(got.ndim, 0, -1):
        for axis in combinations(range(got.ndim), count):
            for verb, reduce in (("averaged", np.mean), ("added up", np.sum)):
                reduced = reduce(got, axis=axis)
                if reduced.shape == wanted.shape and np.allclose(reduced, wanted):
                    over = "" if count == got.ndim else f" over axis {', '.join(map(str, axis))}"
                    return f"{verb.capitalize()}{over}, its values give the expected answer."
    return ""
