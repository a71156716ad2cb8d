"""Not what was done, but where the answers go wrong: in special cases only, or wherever there is more than one row."""

from __future__ import annotations

import numpy as np

from ..attempt import Diagnosis
from ..run import Answer
from .parts import Part, values_of
from .quantities import listed, quantities, word


def only_for_one(part: Part) -> Diagnosis | None:
    """Right exactly where one length is 1, or only for arrays of one dimension."""
    exercise, wrong = part.exercise, set(part.wrong)
    known = [quantities(exercise, case) for case in part.cases]
    names = {axis for axes in exercise.axes.values() if axes is not ... for axis in axes}
    for name in sorted(names):
        single = {i for i, q in enumerate(known) if q.get(name) == 1}
        if len(single) >= 2 and len(wrong) >= 3 and wrong == set(range(len(known))) - single:
            text = f"It is right only where {word(exercise, name)} is 1. In every other case the answer differs."
            return Diagnosis("structure", f"right only for {name} 1", text)
    free = [name for name, axes in exercise.axes.items() if axes is ...]
    if free:
        dimensions = [np.ndim(case.args[free[0]]) for case in part.cases]
        flat = {i for i, count in enumerate(dimensions) if count == 1}
        if len(wrong) >= 3 and wrong == set(range(len(dimensions))) - flat:
            text = "It is right for arrays of one dimension only. With rows and columns, or more, the answer differs."
            return Diagnosis("structure", "right for one dimension only", text)
    return None


def edge_cases(part: Part) -> Diagnosis | None:
    """Right in all ordinary cases, wrong only in special ones."""
    if part.exercise.has_own_judge:
        return None  # what its judge found says more
    abouts = list(dict.fromkeys(part.cases[i].about for i in part.wrong))
    ordinary = [i for i, case in enumerate(part.cases) if not case.about]
    if "" in abouts or not ordinary:
        return None
    where = listed(abouts)
    either = listed(abouts, "or")  # "and" would sound like all at once
    text = f"Your answer is right in all {len(ordinary)} ordinary cases, and goes wrong {either}."
    infinite = not_finite(part)
    text += f" {infinite.text}" if infinite else ""
    return Diagnosis("structure", f"wrong only {where}", text)


def not_finite(part: Part) -> Diagnosis | None:
    """NaN or infinity where a finite number is expected."""
    for name, got, wanted in values_of(part.exercise, part.shown):
        if got is None or wanted is None or got.dtype.kind != "f" or not np.isfinite(wanted).all():
            continue
        if not np.isfinite(got).all():
            what = "nan (not a number)" if np.isnan(got).any() else "an infinity"
            which = f"`{name}`" if name else "your answer"
            return Diagnosis("structure", "not finite", f"Here {which} holds {what}.{_because(part.shown[1])}")
    return None


def _because(answer: Answer) -> str:
    """The usual sources, as far as NumPy's first warning names one."""
    warned = answer.warned
    for function, name in (("log", "logarithm"), ("sqrt", "square root")):
        if f"invalid value encountered in {function}" in warned:
            return f" NumPy warned of the {name} of a number below 0, or of nan."
    if "overflow" in warned and "exp" in warned:
        return " NumPy warned of an overflow in `exp`: from about 710 on, exp(x) is larger than any float can hold."
    if "divide by zero" in warned and "log" in warned:
        return " NumPy warned of the logarithm of 0, which is −infinity."
    if "divide by zero" in warned:
        return " NumPy warned of a division by zero."
    return ""
