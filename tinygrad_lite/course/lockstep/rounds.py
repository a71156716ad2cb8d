"""The events of a loop, put together batch by batch.

A round is what happens with one batch: it begins when the model is asked about another batch than before. Which batch
it is, is told by its inputs, where they go into the model as the loader gives them. A loop may take its batches out of
the loader long before, or change them, or never ask the loader: then a round begins with what a loader gave meanwhile,
or with other inputs after a step. Rounds in which no gradient comes back and no step is made (a validation, a
measurement) are no rounds of training; in a loop that measures all rounds count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass
class Round:
    """What happens with one batch.

    Attributes:
        batch: the batch by its inputs: (loader, number in its epoch); None where they are none that a loader gave.
        given: the batch that a loader gave last, for a name.
        just: whether a loader gave it right before the model was asked.
        inputs, parameters, buffers, modes: of the first time that the model was asked.
        losses: what the criterion said before the first gradient came back, or all of it if none did.
        targets: what it was given beside the outputs, each time.
        back: the gradients that came back to the model's output before the first step, added up; None for none.
        steps: of each step its gradients, by name, and rates.
        after: of each step the parameters and the optimizer's state behind it, by name.
        wiped: whether gradients were set back between the first of `back` and the first step.
    """

    batch: tuple[str, int] | None
    given: tuple[str, int] | None
    inputs: Any
    parameters: dict[str, Any]
    buffers: dict[str, Any]
    modes: dict[str, bool]
    just: bool = False
    losses: list[Any] = field(default_factory=list)
    targets: list[Any] = field(default_factory=list)
    back: Any = None
    steps: list[tuple[dict, list]] = field(default_factory=list)
    after: list[tuple[dict, dict]] = field(default_factory=list)
    wiped: bool = False

    @property
    def trains(self) -> bool:
        """Whether a gradient came back or a step was made."""
        return self.back is not None or bool(self.steps)

    def take(self, kind: str, event: list) -> None:
        """One event of the round."""
        if kind == "loss" and self.back is None:
            self.losses.append(event[0])
            self.targets.append(event[1])
        elif kind == "back" and not self.steps:
            alike = self.back is not None and np.shape(self.back) == np.shape(event[1])
            self.back = self.back + event[1] if alike else event[1]
        elif kind == "clear":
            self.wiped = self.wiped or (self.back is not None and not self.steps)
        elif kind == "step":
            self.steps.append((event[0], event[1]))
        elif kind == "stepped":
            self.after.append((event[0], event[1]))


@dataclass
class Run:
    """A loop from its beginning to its end.

    Attributes:
        rounds: those of training, in order; of a loop that measures all.
        end: parameters, buffers and modes of the model at the end.
        trains: whether it is a loop that trains; another one measures.
    """

    rounds: list[Round]
    end: tuple[dict, dict, dict]
    trains: bool = True
    others: list[Round] = field(default_factory=list)


def run_of(after: Any, trains: bool = True) -> Run:
    """The run in what was observed.

    Args:
        after: the record.
        trains: whether the loop is one that trains; another one measures.

    Raises:
        ValueError: a step is made although the model was never asked, or data are measured otherwise than in the
            loader's batches, so that what belongs together cannot be told; or it is no record.
    """
    record = after["model"]
    if not record or record[-1][0] != "end" or len(record[-1]) != 4:
        raise ValueError("a record has an end")
    rounds: list[Round] = []
    known: dict[bytes, tuple[str, int]] = {}
    fresh, last = False, None  # whether a loader gave a batch since the model was asked, and which it gave last
    asked: list[Round] = []  # in which round the model was asked, each time
    for kind, *event in record[:-1]:
        if kind == "batch":
            fresh, last = True, (event[0], event[1])
            known[_bytes(event[2])] = last
        elif kind == "forward":
            batch = known.get(_bytes(event[0]))
            if not rounds or _is_another(rounds[-1], batch, event[0], last if fresh else None):
                inputs, parameters, buffers, modes = event
                rounds.append(Round(batch, last, inputs, parameters, buffers, modes, fresh))
            fresh = False
            asked.append(rounds[-1])
        elif kind == "back":
            asked[event[0]].take(kind, event)  # of a loss over several batches, each has its own
        elif rounds:
            rounds[-1].take(kind, event)
        elif kind == "step":
            raise ValueError("a step before the model was asked")
    if not trains and any(each.batch is None for each in rounds):
        raise ValueError("measured otherwise than in the loader's batches")
    counted = [each for each in rounds if each.trains or not trains]
    others = [each for each in rounds if not each.trains] if trains else []
    return Run(counted, tuple(record[-1][1:]), trains, others)


def _is_another(now: Round, batch: tuple[str, int] | None, inputs: Any, given: tuple[str, int] | None) -> bool:
    """Whether the model is asked about another batch than in the round that is going on.

    Args:
        batch: by its inputs, if they are known.
        given: what a loader gave since the model was asked last, if anything.
    """
    if batch is not None:
        return batch != now.batch or batch == given
    return given is not None or (bool(now.steps) and _bytes(inputs) != _bytes(now.inputs))


def beside(mine: Run, right: Run) -> list[Round]:
    """The rounds of a run, without those that the right one does not have and that lead to no step.

    Some validate with `backward()`, which does no harm where gradients are set back before they are used. Of a loop
    that measures, every round counts.
    """
    if not mine.trains:
        return mine.rounds
    found: list[Round] = []
    for each in mine.rounds:
        wanted = right.rounds[len(found)] if len(found) < len(right.rounds) else None
        fits = wanted is not None and _bytes(each.inputs) == _bytes(wanted.inputs)
        if each.steps or fits or not _comes_later(wanted, each, mine.rounds):
            found.append(each)
    return found


def _comes_later(wanted: Round | None, now: Round, rounds: list[Round]) -> bool:
    """Whether the batch that the right run goes on with comes in a later round; with none left, nothing is missed."""
    later = rounds[next(place for place, each in enumerate(rounds) if each is now) + 1 :]
    return wanted is None or any(_bytes(each.inputs) == _bytes(wanted.inputs) for each in later)


def _bytes(array: Any) -> bytes:
    return b"" if array is None else np.ascontiguousarray(array).tobytes()
