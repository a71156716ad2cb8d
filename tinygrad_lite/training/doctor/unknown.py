"""Nothing is learned, and no experiment has shown why: that is said plainly, with three things to try."""

from __future__ import annotations

import math

from tinygrad_lite.training.doctor import survey
from tinygrad_lite.training.doctor.evidence import Evidence
from tinygrad_lite.training.doctor.report import Cause, number
from tinygrad_lite.training.doctor.weighing import NOTHING


def unknown(found: Evidence) -> Cause | None:
    """Whether the network is no better than the best constant after steps enough."""
    no_better = nothing_learned(found)
    if not no_better:
        return None
    figures = [("no better than the best constant", no_better), ("loss of the best constant", number(found.baseline))]
    if found.now is not None:
        figures.append(("training loss now", number(found.now.standing)))
        figures.append((f"lowest after {found.steps} steps at any rate", number(min(found.now.after.values()))))
    if found.longer == found.longer:
        figures.append((f"after {10 * found.steps} more steps", number(found.longer)))
    if uphill(found):
        figures.append(("small steps that raise the loss of their own batch", f"{found.uphill:.0%}"))
    if found.constant_inputs:
        figures.append(("inputs", "all the same in each batch"))
    if found.anew:
        figures += [
            (f"loss after many steps from {start} (1: the best constant)", number(loss))
            for start, loss in found.anew.items()
        ]
    what = "Nothing is learned, and the cause is unknown: none of the faults that the doctor knows could be shown."
    tries = "; ".join(f"({place}) {text}" for place, text in enumerate(to_try(found)[:3], 1))
    return Cause("unknown", figures, what, f"try these three: {tries}.")


def uphill(found: Evidence) -> bool:
    """Whether the steps raise what should fall."""
    return found.uphill > 0.8 or found.negative


def nothing_learned(found: Evidence) -> str:
    """In which measure it shows, in words; empty if something was learned, or there was no time for it."""
    if uphill(found):
        return "the loss on training data: the steps go uphill"
    if found.bad_weights or found.now is None or not math.isfinite(found.now.standing):
        return ""
    if not found.unit > 0:  # a constant's loss of 0 or below is no unit; but it can still be compared
        lowest = min(found.now.standing, found.now.after[1.0])
        return "the loss on training data" if found.trained and lowest >= found.baseline else ""
    better_soon = min(found.longer_as_is, found.now.after[1.0]) < (NOTHING - 0.1) * found.unit
    if (better_soon and not found.better_anew) or not (found.trained or found.longer_as_is >= NOTHING * found.unit):
        return ""
    if found.level >= NOTHING and not survey.right_anyway(found.train):
        return "the loss on training data"
    curves, val = found.curves, found.val
    never = not curves.val_lowest < NOTHING * found.unit
    if val is not None and val.loss >= found.unit and never and not survey.right_anyway(val):
        return "the loss on validation data"
    return ""


def to_try(found: Evidence) -> list[str]:
    """What to try next, the most promising first."""
    kinds = [layer.kind for layer in found.layers]
    recurrent = any(kind in ("RNN", "LSTM", "GRU") or kind.startswith("RNN") for kind in kinds)
    learns_one = found.one_batch < 0.3 * found.unit
    deep = sum(layer.gradient is not None for layer in found.layers) > 5
    related = found.signal > 4
    ideas = [
        (uphill(found), "look for a sign: -loss, maximize=True, or a loss that is to be large"),
        (found.constant_inputs, "print one batch of inputs: all are the same, and there is nothing to learn from"),
        (found.better_anew, "draw the weights anew: new ones learn here, so look at how these were drawn, or ruined"),
        (not related, "show ten samples with their targets: could you tell the targets yourself?"),
        (recurrent, "make the sequences much shorter, and use an LSTM or GRU with a forget bias of 1: if that learns, "
                    "the way through time was too long"),
        (not learns_one, "train on a single batch of 8 samples, without dropout and weight decay, until its loss is 0: "
                         "if it never is, the fault lies between the model and the loss, not in the data"),
        (deep, "take out all layers but two, and put the others back one by one"),
        (learns_one, "one batch alone can be learned, so model and loss are in order: try a larger model, more epochs, "
                     "and a tenth and ten times the learning rate"),
        (related, "fit a straight line or nearest neighbours to the same batches: they do better here, so compare what "
                  "they are given with what the model is given"),
        (True, "print predictions beside targets for one batch: shape, range and sign must suit the loss"),
        (True, "run training.lr_range_test and take the rate where the loss falls most steeply"),
        (True, "put BatchNorm or LayerNorm behind each layer, and ReLU in place of Sigmoid or Tanh"),
    ]  # fmt: skip
    return [text for fits, text in ideas if fits]
