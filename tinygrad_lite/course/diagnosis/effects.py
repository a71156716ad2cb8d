"""What happened besides: an input changed, a warning, something kept from one call to the next."""

from __future__ import annotations

import ast
import contextlib
from typing import Any

import numpy as np

from ..attempt import WARNED, Diagnosis
from ..case import Case
from ..recipes import World, build
from ..run import run
from ..submission import Submission
from .kept import said_of, suspected, told
from .parts import Part


def kept(part: Part) -> Diagnosis | None:
    """What one call leaves behind, the next one finds, and answers otherwise."""
    return part.kept


def state_or_chance(part: Part) -> Diagnosis | None:
    """The same case, asked again, gets another answer."""
    if part.exercise.has_own_judge:
        return None
    again, first = run(part.submission.candidate, part.shown[0]), part.shown[1]
    return None if again.agrees(first) or told(again) == told(first) else unstable_answer(part.submission)


def unstable_answer(submission: Submission, case: Case | None = None) -> Diagnosis:
    """What to say of a submission that answers the same case differently: `case` is right the first time it is put."""
    lasts = suspected(submission)
    if lasts:
        return said_of(submission, lasts)
    text = "Asked twice with the same input, it gave different answers. "
    if case is not None and case.times > 1 and case.steps:
        text = "With a second object of your class beside it, an object gave other answers than alone. "
    if "random" in submission.mentioned():
        text += "It draws random numbers of its own, which an answer must not depend on."
    else:
        text += (
            "Usual sources: something is kept from one call to the next (a variable outside the function, a default "
            "that is changed), memory is read before it is filled (`np.empty`), or the order of a `set` is relied on."
        )
    return Diagnosis("structure", "answers differ", text)


def changed_input(part: Part) -> Diagnosis | None:
    """Every value is right, but an argument came back changed."""
    changed = [answer.changed[0] for answer in part.answers if answer.changed]
    if not changed or not part.all_values_right:
        return None
    text = (
        f"The values are right, but your function changes `{changed[0]}` itself. Whoever called it goes on with spoilt "
        f"data; {instead_of_changing(part.shown[0].args.get(changed[0]))}"
    )
    return Diagnosis("structure", "changes its input", text)


def instead_of_changing(value: Any) -> str:
    """What to do in place of changing such an argument, or what its recipe builds."""
    with contextlib.suppress(KeyError, AttributeError, TypeError):  # a recipe may need its call's other arguments
        value = build(value, World())
    if isinstance(value, np.ndarray):
        return (
            "work on a copy, `x.copy()` (`y = x` makes none), or compute a new array: `x = x - 1` does, `x -= 1` does "
            "not."
        )
    if isinstance(value, dict):
        return "build a new dict of what you keep, and leave this one, and the lists in it, as they are."
    if isinstance(value, list | tuple) and any(isinstance(item, np.ndarray) for item in value):
        return "make new arrays (`a * 2` in place of `a *= 2`) and put those into a new list; `list(x)` copies none."
    return "work on a copy, such as `list(x)`; `y = x` makes none."


def warned(part: Part) -> Diagnosis | None:
    """Every value is right, but there was a warning where the contract forbids it."""
    texts = [finding.text for finding in part.findings if finding and finding.key == WARNED]
    if not texts or not part.all_values_right:
        return None
    text = f"The values are right, but NumPy warned: {texts[0]}."
    if "overflow" in texts[0] and "exp" in texts[0]:
        text += " From about 710 on, exp(x) is larger than any float can hold."
    if any(_chooses(node) for node in part.submission.nodes()):
        text += " `np.where` chooses only after both sides were computed for every element."
    return Diagnosis("structure", WARNED, text)


def _chooses(node: ast.AST) -> bool:
    """Whether this is a call of `np.where` with both alternatives."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".where") and len(node.args) == 3
