"""What usually moves exactly this quantity first: told as what is usual, and only what was computed as a fact.

Up to the first difference both loops are the same, weights included. So it is known what went into the quantity that
differs, and whether it is a multiple of the right one, or the right one with the batch before still in it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..case import number
from ..compare import as_array, same
from .rounds import Round

SAME = (
    "In this case the steps are right, and what is not yet right is what is returned: look at what is collected from "
    "batch to batch, and at what is done with it at the end."
)
STEPS_ARE_RIGHT = (
    "In this case the steps are right, and what is not yet right is what is returned: look at what the model is asked "
    "beside the training, at what is collected from batch to batch, and at what is done with it at the end."
)
MEASURED = (
    "In this case every batch is measured as it should be, and what is not yet right is what is returned: look at what "
    "is collected from batch to batch, and at what is done with it at the end."
)
NEVER = (
    "Usually `backward()` is not reached, or the loss is cut off from the weights: by `.item()`, `.detach()`, a new "
    "tensor, or `no_grad`."
)
ENDS_EARLY = "Usually a `return` or a `break` stands inside a loop, or a loop makes one round too few."
GOES_ON = (
    "Usually a loop makes a round too many, a condition to stop comes too late, or data are trained on that are not "
    "for it."
)
MEASURES_ON = "Usually a loop stands inside another one, or goes through the loader once more."
AT_END = {
    "parameters": "Usually a state was put back, or was not: what `state_dict()` hands out is no copy.",
    "buffers": "Usually the model was asked once more in train mode, or a state was put back without its buffers.",
    "mode": "Usually `train()` or `eval()` is called behind the training, or is missing there.",
}
LEFT_AS_THEY_ARE = (
    "In yours they are as the last step left them: usually no state was put back, or one that went on changing, as "
    "what `state_dict()` hands out is no copy; or a later one was kept."
)
AT_END_OF_MEASURING = {
    "parameters": "Usually a step is made, or another state was put into the model. Measuring leaves no trace.",
    "buffers": "Usually the model was asked in train mode, or another state was put into it.",
    "mode": (
        "Usually modes are not put back, or one mode is given to all parts. Each part is to have the mode with which "
        "it came."
    ),
}
_USUAL = {
    "batch": "Usually the loop goes through the batches in another order, or takes rows that are not in this batch.",
    "loader": "Usually data are trained on that are not for it, or the two parts come in another order.",
    "parameters": "Usually weights are changed beside `optimizer.step()`, or a state is put back.",
    "buffers": (
        "Usually the model was asked in train mode where the right loop does not ask it: to measure, or to validate."
    ),
    "mode": "Usually `model.train()` or `model.eval()` is missing, or stands at another place.",
    "inputs": "Usually something else is done with the inputs before the model gets them.",
    "targets": (
        "Usually inputs and targets are not moved together, or something is done with the targets before the criterion "
        "gets them."
    ),
    "loss": "Usually the criterion gets something else: outputs that were changed, or targets of another shape.",
    "no back": NEVER,
    "back": "Usually `backward()` is called on something else than the mean of the loss.",
    "gradient": "Usually something is done with the gradients between `backward()` and the step, or is not done there.",
    "rate": (
        "Usually the schedule is told at another place, or another number of times; or a rate is set where it is not "
        "to be."
    ),
    "stepped": "Usually the weights are changed by hand beside the step.",
    "state": "Usually the optimizer was made anew, or its state was changed.",
    "steps": "Usually `optimizer.step()` stands in another loop, or below a condition.",
}


_OF_MEASURING = {
    "parameters": "Usually a step is made, or another state is put into the model. Measuring changes nothing.",
    "buffers": "Usually the model was asked in train mode before, which changes the running statistics.",
    "mode": "Usually `model.eval()` is missing, or stands behind the loop.",
    "no back": "Usually `backward()` is called. To measure, the forward pass is enough.",
}


def usual(
    kind: str, got: Any, expected: Any, own: Round, before: Round | None, rtol: float | None, trains: bool = True
) -> str:
    """What to say of a first difference; beginning with what was computed of it, if there is any."""
    if not trains and kind in _OF_MEASURING:
        return _OF_MEASURING[kind]
    if kind == "steps" and got > expected:
        if not expected:
            return "The right loop makes no step here. Usually `optimizer.step()` is called for every batch."
        return "Usually `optimizer.step()` is called more than once for a batch."
    if kind == "gradient":
        special = _of_gradients(expected, own, before, rtol, got)
        if special:
            return special
    times = ratio(got, expected, rtol) if kind in ("loss", "back", "gradient") else None
    return f"{_times(times)} {_USUAL[kind]}" if times else _USUAL[kind]


def _of_gradients(expected: Any, own: Round, before: Round | None, rtol: float | None, got: Any) -> str:
    """Gradients that are wiped out, or have those of the batch before in them."""
    array = as_array(got)
    if own.wiped and (array is None or not array.any()):
        return "They were set back between `backward()` and the step. `zero_grad()` belongs before `backward()`."
    if before is None or not before.steps:
        return ""
    for last in before.steps[-1][0].values():
        left = as_array(last)
        wanted = as_array(expected)
        if left is not None and wanted is not None and left.shape == wanted.shape and same(got, wanted + left, rtol):
            return (
                "It is the gradient of this batch plus what the step before took. Usually gradients are not set back "
                "in between: `zero_grad()` is missing, or stands in an outer loop."
            )
    return ""


def ratio(got: Any, expected: Any, rtol: float | None) -> float | None:
    """By which factor all numbers differ; None where there is no such factor, or it is 0."""
    mine, right = as_array(got), as_array(expected)
    if mine is None or right is None or mine.shape != right.shape or not right.any():
        return None
    place = np.abs(right).argmax()
    factor = float(mine.reshape(-1)[place] / right.reshape(-1)[place])
    if not factor or not np.isfinite(factor) or not same(mine, factor * right, rtol):
        return None
    return factor if right.size > 1 or _is_plain(factor) else None


def _is_plain(factor: float) -> bool:
    """A single number is a multiple of any other: worth saying where it is 2, 3 …, or ½, ⅓ … times as large."""
    size = max(abs(factor), 1 / abs(factor))
    return size > 1.5 and abs(size - round(size)) < 1e-6


def _times(factor: float) -> str:
    """A sentence on a factor."""
    return f"What differs first is {number(factor)} times the right one."
