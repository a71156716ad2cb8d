"""What a case is, and what a built one holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Patient:
    """A training, trained as far as its story says, with what `diagnose` is given."""

    training: Any  # a Trainer, or a function step(batch)
    model: Any
    loader: Any
    history: dict | None
    optimizer: Any
    val_loader: Any
    validate: Callable | None
    honest: Callable[[], tuple[float, float]]  # score and loss on test data, measured as they should be
    reported: float  # the validation loss that the person sees; NaN if there is none
    in_order: Callable[[], float]  # the loss on the validation data as they should be, measured as they should be

    def arguments(self) -> dict[str, Any]:
        """The arguments of `diagnose`, but for the training itself."""
        given = {"model": self.model, "loader": self.loader, "history": self.history, "val_loader": self.val_loader}
        if self.validate is not None:
            given["validate"] = self.validate
        if self.optimizer is not None:
            given["optimizer"] = self.optimizer
        return given


@dataclass(frozen=True)
class Case:
    """A training and the answers that count as right.

    Attributes:
        name: one line, as a person would tell it; the split is made by its hash.
        family: the cause that was put in, "healthy", "two causes" or "unknown".
        build: makes the patient of a seed.
        right: every name whose advice would really help this training; empty if it is healthy.
        misleading: names that would be clearly wrong; None: all others.
        twin: the same training without the fault, if it is ill.
        shows: how an ill one is seen to be ill: "worse" (than its twin, on test data) or "misled" (the validation that
            the person sees is not what is true).
        grown: for a healthy one, the same training when it has gone as far as it was meant to.
    """

    name: str
    family: str
    build: Callable[[int], Patient]
    right: frozenset[str] = frozenset()
    misleading: frozenset[str] | None = None
    healthy: bool = False
    twin: Callable[[int], Patient] | None = None
    shows: str = "worse"
    grown: Callable[[int], Patient] | None = None
    data: str = ""
    tolerance: float = field(default=0.05)
