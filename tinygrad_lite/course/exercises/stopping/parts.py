"""What is wrong with a split: the parts are looked up, sample by sample, among those that were given."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...compare import as_array
from ...exercise import Finding
from ...plain import kind_of

#: A split counts as not drawn by chance beyond so many standard deviations.
SIGMAS = 6
#: From so many samples on, a block of neighbours cannot be chance.
MANY = 60
#: Of 60 splits of 8 samples into halves some 40 are different; fewer than so many are no chance.
FEW = 15
_NAMES = ("x_train", "y_train", "x_val", "y_val")
_ORDER = "(x_train, y_train, x_val, y_val)"


def split_fault(x: np.ndarray, y: np.ndarray, n_val: int, answer: Any, used: bool) -> Finding | None:
    """What is wrong with an answer; None if it is a split by chance. `used` says whether the generator was."""
    if not isinstance(answer, tuple | list) or len(answer) != 4:
        return _not_four(answer)
    arrays = [array for part in answer if (array := as_array(part)) is not None and array.ndim > 0]
    if len(arrays) < 4:
        return Finding("no arrays", f"One of the four parts is {_odd(answer)}. Each is an array of samples or targets.")
    lost = _places_fault(x, y, arrays)
    if lost:
        return lost
    y_train, y_val = _numbers(arrays[1], y), _numbers(arrays[3], y)
    x_train, x_val = _beside(arrays[0], x, y_train), _beside(arrays[2], x, y_val)
    return (
        _pairs_fault(x_train, y_train, x_val, y_val)
        or _size_fault(len(x), n_val, x_train, x_val)
        or _chance_fault(len(x), n_val, x_val, used)
    )


def calls_fault(x: np.ndarray, y: np.ndarray, ratio: float, answers: list[Any], used: bool) -> Finding | None:
    """What is wrong with many splits, one after the other, with the same arguments."""
    faults = (split_fault(x, y, int(len(x) * ratio), answer, used) for answer in answers)
    found = next((fault for fault in faults if fault), None)
    if found:
        return found
    parts = [frozenset(_numbers(np.asarray(answer[3]), y)) for answer in answers]
    for number in range(len(x)):
        times = sum(number in part for part in parts)
        if times in (0, len(parts)):
            often = "never" if times == 0 else "each time"
            text = (
                f"In {len(parts)} splits, sample {number} (counted from 0, of {len(x)}) was {often} for validation. "
                "Each sample is to have the same chance."
            )
            return Finding(f"a sample is {often} for validation", text)
    if len(set(parts)) < FEW:
        text = f"In {len(parts)} splits, only {len(set(parts))} different choices for validation came up."
        return Finding("few different splits", text)
    return None


def _not_four(answer: Any) -> Finding:
    text = f"You returned {kind_of(answer)}. Asked for are four arrays, {_ORDER}."
    return Finding("not four parts", text)


def _odd(answer: Any) -> str:
    arrays = ((part, as_array(part)) for part in answer)
    return kind_of(next(part for part, array in arrays if array is None or array.ndim == 0))


def _row(values: np.ndarray) -> bytes:
    return np.ascontiguousarray(values, dtype=np.float64).tobytes()


def _numbers(part: np.ndarray, whole: np.ndarray) -> list[int]:
    """The number that each row of a part has in the whole; −1 where it is none of its rows."""
    known = {_row(values): number for number, values in enumerate(whole)}
    return [known.get(_row(values), -1) for values in part]


def _beside(part: np.ndarray, whole: np.ndarray, targets: list[int]) -> list[int]:
    """The same for samples, of which some may be equal: then it is the one whose target stands beside it."""
    numbers = _numbers(part, whole)
    for place, (values, target) in enumerate(zip(part, targets, strict=False)):
        if target >= 0 and _row(values) == _row(whole[target]):
            numbers[place] = target
    return numbers


def _places_fault(x: np.ndarray, y: np.ndarray, arrays: list[Any]) -> Finding | None:
    """Whether samples and targets stand where they should."""
    kinds = "".join(_kind(array, wanted, x, y) for array, wanted in zip(arrays, "xyxy", strict=True))
    if kinds == "xyxy":
        return None
    if "?" in kinds:
        name = _NAMES[kinds.index("?")]
        text = (
            f"`{name}` holds something that is not among what was given. Samples and targets only go into one part or "
            "the other; they do not change."
        )
        return Finding("not the samples", text)
    if kinds in ("xxyy", "yyxx"):
        return Finding("another order", f"You returned the two parts of one array side by side. The order is {_ORDER}.")
    return Finding("x and y exchanged", f"You returned targets where samples belong. The order is {_ORDER}.")


def _kind(array: np.ndarray, wanted: str, x: np.ndarray, y: np.ndarray) -> str:
    """Of which array these are rows: "x", "y" or "?"; an empty one passes for what is wanted."""
    if len(array) == 0:
        return wanted
    return next((name for name, whole in (("x", x), ("y", y)) if -1 not in _numbers(array, whole)), "?")


def _pairs_fault(x_train: list[int], y_train: list[int], x_val: list[int], y_val: list[int]) -> Finding | None:
    """Whether each sample is there once, beside its own target."""
    for name, numbers in (("training", x_train), ("validation", x_val)):
        if len(set(numbers)) < len(numbers):
            twice = next(number for number in numbers if numbers.count(number) > 1)
            text = (
                f"Sample {twice} (counted from 0) is more than once in the part for {name}. Each sample is there once."
            )
            return Finding("a sample twice", text)
    both = sorted(set(x_train) & set(x_val))
    if both:
        text = (
            f"{len(both)} of the {len(x_val)} samples for validation are in the part for training too, sample "
            f"{both[0]} (counted from 0) for one. What training has seen says nothing about new data."
        )
        return Finding("a sample in both parts", text)
    for name, samples, targets in (("training", x_train, y_train), ("validation", x_val, y_val)):
        if len(samples) != len(targets):
            text = f"The part for {name} has {len(samples)} samples and {len(targets)} targets. To each belongs one."
            return Finding("other lengths", text)
        for sample, target in zip(samples, targets, strict=True):
            if sample != target:
                text = (
                    f"In the part for {name}, sample {sample} has the target of sample {target} (counted from 0). "
                    "Samples and targets have to be moved alike: by the same numbers."
                )
                return Finding("pairs torn apart", text)
    return None


def _size_fault(n: int, n_val: int, train: list[int], val: list[int]) -> Finding | None:
    """Whether nothing is lost, and as many are for validation as asked."""
    if len(train) + len(val) < n:
        return Finding("samples lost", f"Of {n} samples, {n - len(train) - len(val)} are in neither of the two parts.")
    if len(val) == n_val:
        return None
    facts = f"The part for validation has {len(val)} of {n} samples, and int(n · val_ratio) is {n_val}."
    if n_val == 0 and len(val) == n:
        return Finding("everything for validation", facts)
    if len(val) == n_val + 1:
        return Finding("one too many", facts)
    if len(val) == n - n_val:
        return Finding("sizes exchanged", f"{facts} That is the size that the part for training should have.")
    return Finding("another size", facts)


def _chance_fault(n: int, n_val: int, val: list[int], used: bool) -> Finding | None:
    """Whether chance, and `rng`, decided."""
    if n_val == 0:
        return None
    if not used:
        place = {0: "first", n - n_val: "last"}.get(min(val), "") if max(val) - min(val) == n_val - 1 else ""
        if place:
            text = (
                f"The {place} {n_val} samples are for validation, whatever `rng` says. Data are often sorted, by class "
                "or by time; without shuffling, the two parts then hold different things."
            )
            return Finding(f"takes the {place} ones", text)
        text = (
            "After your split, `rng` is as it was: nobody has drawn from it. All chance has to come from it, so that "
            "the caller decides whether a split comes again."
        )
        return Finding("chance from somewhere else", text)
    if n >= MANY and max(val) - min(val) == n_val - 1:
        text = (
            f"The {n_val} samples for validation are neighbours, from {min(val)} to {max(val)}. Each sample is to have "
            "the same chance, whatever its neighbours do."
        )
        return Finding("a block of neighbours", text)
    spread = ((n + 1) * (n - n_val) / (12 * n_val)) ** 0.5
    if abs(np.mean(val) - (n - 1) / 2) > SIGMAS * spread:
        text = (
            f"The samples for validation come mostly from one end: their numbers, from 0 to {n - 1}, have the mean "
            f"{np.mean(val):.0f}. Each sample is to have the same chance."
        )
        return Finding("not all alike", text)
    return None
