"""The first quantity, in the order in which a loop computes them, that differs between two runs of the same case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..attempt import Parting
from ..compare import same
from . import hints
from .rounds import Round, Run, beside


@dataclass(frozen=True)
class Quantity:
    """What two runs have beside each other; `kind` is what the hints go by."""

    kind: str
    what: str
    got: Any
    expected: Any


def parting(mine: Run, right: Run, rtol: float | None = None, state_differs: bool = True) -> Parting:
    """Where a run parts from the right one.

    Args:
        rtol: the exercise's own tolerance.
        state_differs: whether the state that the exercise looks at, the model's above all, is wrong afterwards. If it
            is right, modes and what becomes of the model behind the loop are nobody's fault.
    """
    names, rounds = places(right.rounds), beside(mine, right)
    accumulates = any(not each.steps for each in right.rounds)
    for index, (own, wanted) in enumerate(zip(rounds, right.rounds, strict=False)):
        before = rounds[index - 1] if index else None
        for quantity in quantities(own, wanted, Matters(own, wanted, rtol, state_differs, accumulates)):
            if not same(quantity.got, quantity.expected, rtol):
                usual = hints.usual(quantity.kind, quantity.got, quantity.expected, own, before, rtol, right.trains)
                return Parting(names[index], quantity.what, quantity.got, quantity.expected, usual, right.trains)
    made, wanted_number = len(rounds), len(right.rounds)
    if made < wanted_number:
        asked = "is it trained on" if right.trains else "is it measured"
        usual = hints.ENDS_EARLY if made or not right.trains else hints.NEVER
        return Parting(names[made], asked, "no", "yes", usual, right.trains)
    if made > wanted_number:
        asked = f"does the {'training' if right.trains else 'measuring'} go on"
        usual = hints.GOES_ON if right.trains else hints.MEASURES_ON
        return Parting(f"after {names[-1]}", asked, "yes", "no", usual, right.trains)
    for quantity in at_the_end(mine, right) if state_differs else ():
        if not same(quantity.got, quantity.expected, rtol):
            usual = (hints.AT_END if right.trains else hints.AT_END_OF_MEASURING)[quantity.kind]
            if quantity.kind == "parameters" and right.trains:
                usual = _whose_weights(mine, right, names, rtol) or usual
            place = "after the last batch"
            return Parting(place, quantity.what, quantity.got, quantity.expected, usual, right.trains)
    return Parting("in the one batch" if made == 1 else f"in all {made} batches", trains=right.trains)


def _whose_weights(mine: Run, right: Run, names: list[str], rtol: float | None) -> str:
    """After which batch the model had the weights before that it has at the end, in both loops; "" if unknown."""
    own, wanted = _left_by(mine.end[0], beside(mine, right), rtol), _left_by(right.end[0], right.rounds, rtol)
    if own is None or wanted is None or own == wanted:
        return ""
    if own == len(names) - 1:
        return f"In the right loop they are those after {names[wanted]}. {hints.LEFT_AS_THEY_ARE}"
    return f"In yours they are those after {names[own]}, in the right loop those after {names[wanted]}."


def _left_by(weights: dict, rounds: list[Round], rtol: float | None) -> int | None:
    """The last round whose step left these weights."""
    made = [index for index, each in enumerate(rounds) if each.after and same(each.after[-1][0], weights, rtol)]
    return made[-1] if made else None


def without_training(mine: Run, right: Run, rtol: float | None = None) -> Parting | None:
    """Of two loops that train alike, where they part in what else the model is asked, as in a validation.

    None where what they ask cannot be put beside each other, as in other batches: then nothing is known of it.
    """
    if len(mine.others) != len(right.others) or not all(map(_are_of_one_batch, mine.others, right.others)):
        return None
    for place, own, wanted in zip(places(right.others), mine.others, right.others, strict=True):
        matters = Matters(own, wanted, rtol, state_differs=False, accumulates=False)
        for quantity in quantities(own, wanted, matters):
            if not same(quantity.got, quantity.expected, rtol):
                where = f"{wanted.given[0]}, {place}" if wanted.given else place
                usual = hints.usual(quantity.kind, quantity.got, quantity.expected, own, None, rtol, trains=False)
                return Parting(where, quantity.what, quantity.got, quantity.expected, usual)
    return Parting("")


def _are_of_one_batch(own: Round, wanted: Round) -> bool:
    """Whether the model is asked about the same batch, as far as a loader tells, and the criterion as often."""
    alike = own.given == wanted.given and np.shape(own.inputs) == np.shape(wanted.inputs)
    return alike and len(own.losses) == len(wanted.losses) > 0


def places(rounds: Sequence[Round]) -> list[str]:
    """How each round is called: "batch 2 of epoch 1"; in a single epoch "batch 2 of 3"."""
    found: list[tuple[int, int]] = []
    epoch, last = 0, None
    for each in rounds:
        number = each.given[1] if each.given else len(found)
        epoch += last is None or number <= last
        last = number
        found.append((number + 1, epoch))
    if epoch == 1:
        return [f"batch {number} of {len(found)}" for number, _ in found]
    return [f"batch {number} of epoch {epoch}" for number, epoch in found]


class Matters:
    """Which differences of one batch lead to anything.

    A loss may be reported in another way, a gradient scaled back before the step: what counts is what the step takes,
    and in a loop that measures what the criterion says of the batch.
    """

    def __init__(self, own: Round, wanted: Round, rtol: float | None, state_differs: bool, accumulates: bool) -> None:
        if wanted.trains:
            both = bool(own.steps and wanted.steps)
            self.steps_differ = both and not same(own.steps[0][0], wanted.steps[0][0], rtol)
        else:
            alike = [np.shape(each) for each in own.targets] == [np.shape(each) for each in wanted.targets]
            self.steps_differ = alike and not same(own.losses, wanted.losses, rtol)
        self.modes = self.steps_differ or state_differs
        self.scale = self.steps_differ and not accumulates  # how batches are weighted in a sum may be done later


def quantities(own: Round, wanted: Round, matters: Matters) -> Iterator[Quantity]:
    """What is compared of one batch, in the order in which it comes about; what only one of them has is left out."""
    if own.batch and wanted.batch:
        yield Quantity("batch", "which batch it is", _called(own.batch), _called(wanted.batch))
    elif _drawn_elsewhere(own, wanted):
        yield Quantity("loader", "which batch it is", _called(own.given), _called(wanted.given))
    yield from _each("parameters", "the weights {}, before anything is computed", own.parameters, wanted.parameters)
    yield from _each("buffers", "the buffer {}, before anything is computed", own.buffers, wanted.buffers)
    if matters.modes:
        yield from _each("mode", "is {} in train mode", _modes(own.modes), _modes(wanted.modes))
    yield Quantity("no back", "does a gradient come back", _yes(own.back is not None), _yes(wanted.back is not None))
    if matters.steps_differ:
        yield from _on_the_way(own, wanted, matters)
    yield from _of_steps(own, wanted)


def _on_the_way(own: Round, wanted: Round, matters: Matters) -> Iterator[Quantity]:
    """What leads to the gradients that a step takes."""
    if np.shape(own.inputs) == np.shape(wanted.inputs):
        yield Quantity("inputs", "the inputs of the model", own.inputs, wanted.inputs)
    if own.targets and wanted.targets and np.shape(own.targets[-1]) == np.shape(wanted.targets[-1]):
        yield Quantity("targets", "the targets that the criterion gets", own.targets[-1], wanted.targets[-1])
    if own.losses and wanted.losses:
        yield Quantity("loss", "the loss", own.losses[-1], wanted.losses[-1])
    if matters.scale and np.shape(own.back) == np.shape(wanted.back):
        yield Quantity("back", "the gradient of the loss with respect to the outputs", own.back, wanted.back)


def _of_steps(own: Round, wanted: Round) -> Iterator[Quantity]:
    """What is compared of the steps that are made for one batch."""
    if own.steps and wanted.steps:
        yield from _each("gradient", "the gradient of {}, as the step takes it", own.steps[0][0], wanted.steps[0][0])
        if len(own.steps[0][1]) == len(wanted.steps[0][1]):
            yield Quantity("rate", "the learning rate of the step", own.steps[0][1], wanted.steps[0][1])
    if own.after and wanted.after:
        yield from _each("stepped", "the weights {}, after the step", own.after[0][0], wanted.after[0][0])
        yield from _each("state", "the optimizer's state, {}", own.after[0][1], wanted.after[0][1])
    yield Quantity("steps", "how many steps are made", len(own.steps), len(wanted.steps))


def at_the_end(mine: Run, right: Run) -> Iterator[Quantity]:
    """What is compared of the model when the loop has ended."""
    pairs = zip(mine.end, right.end, strict=True)
    for kind, what, (own, wanted) in zip(("parameters", "buffers", "mode"), _AT_THE_END, pairs, strict=True):
        shown = _modes if kind == "mode" else dict
        yield from _each(kind, what, shown(own), shown(wanted))


_AT_THE_END = ("the weights {}", "the buffer {}", "is {} in train mode")


def _each(kind: str, what: str, own: dict, wanted: dict) -> Iterator[Quantity]:
    """By name."""
    for name in wanted:
        if name in own:
            yield Quantity(kind, what.format(name), own[name], wanted[name])


def _modes(modes: dict[str, bool]) -> dict[str, str]:
    return {f"its part {name}" if name else "the model": _yes(mode) for name, mode in modes.items()}


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"


def _called(batch: tuple[str, int] | None) -> str:
    assert batch is not None
    return f"{batch[0]}, batch {batch[1] + 1}"


def _drawn_elsewhere(own: Round, wanted: Round) -> bool:
    """Whether inputs that were changed on the way are another loader's: each loader gave a batch right before."""
    both = own.just and wanted.just and own.given and wanted.given
    return bool(both and own.given[0] != wanted.given[0] and not same(own.inputs, wanted.inputs))  # type: ignore[index]
