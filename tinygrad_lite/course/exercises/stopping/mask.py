"""What is wrong with dropout: which numbers were set to 0, how many, and what became of the others."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...compare import as_array
from ...exercise import Finding
from ...plain import kind_of

#: A share counts as another than p beyond so many standard deviations.
SIGMAS = 6
#: Factors are the same up to so much: a mask is often kept in float32.
ALIKE = 1e-6


def dropout_fault(x: np.ndarray, p: float, training: bool, answer: Any, used: bool) -> Finding | None:
    """What is wrong with an answer; None if nothing is. `used` says whether anything was drawn from the generator."""
    out = as_array(answer)
    if out is None or out.shape != x.shape:
        return Finding("another shape", f"You returned {kind_of(answer)}. Asked for is an array of shape {x.shape}.")
    if not np.isfinite(out).all():
        return Finding("not finite", "Your answer holds nan or an infinity, as a division by 0 gives.")
    ratio = out.astype(np.float64) / x
    if not training or p == 0:
        return _unchanged_fault(ratio, p, "in evaluation" if not training else "with p = 0")
    return _pattern_fault(ratio, out.astype(np.float64), used) or _numbers_fault(ratio, p)


def calls_fault(x: np.ndarray, p: float, answers: list[Any], used: bool) -> Finding | None:
    """What is wrong with several calls in training, one after the other, with the same arguments."""
    if x.size == 1:
        return _single_fault(x, p, answers, used)
    faults = (dropout_fault(x, p, True, answer, used) for answer in answers)
    found = next((fault for fault in faults if fault), None)
    if found:
        return found
    masks = [np.asarray(answer) == 0 for answer in answers]
    if all((mask == masks[0]).all() for mask in masks):
        return Finding("the same mask in every call", f"The same numbers became 0 in all {len(masks)} calls.")
    if len({int(mask.sum()) for mask in masks}) == 1:
        text = (
            f"In all {len(masks)} calls exactly {int(masks[0].sum())} of {x.size} numbers became 0. Each is to have "
            "its own chance: then it is sometimes more, sometimes fewer."
        )
        return Finding("the same count in every call", text)
    return None


def _single_fault(x: np.ndarray, p: float, answers: list[Any], used: bool) -> Finding | None:
    """What is wrong with calls for one number: only all of them together have a share."""
    outs = [out for answer in answers if (out := as_array(answer)) is not None and out.shape == x.shape]
    if len(outs) < len(answers):
        return Finding("another shape", f"Not every answer is an array of shape {x.shape}, as x is.")
    ratio = np.array(outs, dtype=np.float64).ravel() / x.ravel()
    if not np.isfinite(ratio).all():
        return Finding("not finite", "Your answer holds nan or an infinity, as a division by 0 gives.")
    if not used:
        text = "In training nobody has drawn from `rng`. All chance has to come from it."
        return Finding("chance from somewhere else", text)
    if (ratio == 0).all() or (ratio != 0).all():
        often = "each time" if ratio[0] == 0 else "never"
        text = f"In {len(answers)} calls with p = {p:g}, a single number {often} became 0."
        return Finding(f"a single number {often} becomes 0", text)
    return _numbers_fault(ratio, p)


def alike(values: np.ndarray, value: float) -> bool:
    """Whether all values are one, up to rounding."""
    return bool((np.abs(values - value) <= ALIKE * abs(value)).all())


def _unchanged_fault(ratio: np.ndarray, p: float, when: str) -> Finding | None:
    """Where x is to come back as it is."""
    if alike(ratio, 1.0):
        return None
    zeros = int((ratio == 0).sum())
    if zeros:
        text = f"{zeros} of {ratio.size} numbers became 0 {when}. There x has to come back as it is."
        return Finding(f"drops {when}", text)
    if not alike(ratio, ratio.flat[0]):
        return Finding(f"changes x {when}", f"Your answer differs from x {when}. There x has to come back as it is.")
    factor = ratio.flat[0]
    text = f"Every number is multiplied by {factor:.4g} {when}. There x has to come back as it is."
    return Finding(f"scales {when}, {_factor_word(factor, p)}", text)


def _factor_word(factor: float, p: float) -> str:
    """What a factor is, in terms of p; "other" where it is nothing known."""
    known = {"1": 1.0, "1/(1-p)": 1 / (1 - p), "1-p": 1 - p, "p": p, "1/(1-p)²": 1 / (1 - p) ** 2}
    known |= {"1/p": 1 / p} if p else {}
    return next((word for word, value in known.items() if math.isclose(factor, value, rel_tol=ALIKE)), "other")


def _pattern_fault(ratio: np.ndarray, out: np.ndarray, used: bool) -> Finding | None:
    """Whether each number was tossed for by itself, and by the generator."""
    dropped = ratio == 0
    if not dropped.any():
        text = f"In training none of {ratio.size} numbers became 0."
        return Finding("drops nothing", text)
    if dropped.all():
        return Finding("drops everything", f"In training all {ratio.size} numbers became 0.")
    if not used:
        text = (
            "In training nobody has drawn from `rng`. All chance has to come from it, so that every call drops other "
            "numbers, and the caller decides whether a run comes again."
        )
        return Finding("chance from somewhere else", text)
    for axis in range(ratio.ndim if ratio.ndim > 1 else 0):
        if (dropped == np.take(dropped, [0], axis=axis)).all():
            text = (
                f"All numbers along axis {axis} share one toss: they become 0 together or not at all. Each number is "
                f"to have a chance of its own; for that the random numbers need x's shape, {ratio.shape}."
            )
            return Finding(f"one toss along axis {axis}", text)
    kept = out[~dropped]
    if alike(kept, kept[0]):
        return Finding("the mask", f"Wherever your answer is not 0, it is {kept[0]:.4g}, whatever x is there.")
    return None


def _numbers_fault(ratio: np.ndarray, p: float) -> Finding | None:
    """Whether the share is p, and the others were divided by 1 − p."""
    size, zeros, kept = ratio.size, int((ratio == 0).sum()), ratio[ratio != 0]
    within = SIGMAS * (size * p * (1 - p)) ** 0.5
    share = "p" if abs(zeros - size * p) <= within else "1-p" if abs(zeros - size * (1 - p)) <= within else "other"
    if not alike(kept, kept[0]):
        return Finding("different factors", "The numbers that stay are not all multiplied by one factor.")
    factor = _factor_word(kept[0], p)
    if share == "p" and factor == "1/(1-p)":
        return None
    facts = [f"{zeros} of {size} numbers became 0, with p = {p:g}"] if share != "p" else []
    if factor != "1/(1-p)":
        facts += [f"those that stay are multiplied by {kept[0]:.4g}, where 1 / (1 − p) is {1 / (1 - p):.4g}"]
    text = "; ".join(facts)
    return Finding(f"share {share}, factor {factor}", f"{text[0].upper()}{text[1:]}.")
