"""What callbacks find as `self.trainer` in a loop of one's own, where there is no Trainer."""

from __future__ import annotations

import math
from typing import Any

from tinygrad_lite.arguments import checked, is_number, need_saved, said
from tinygrad_lite.training.history import History
from tinygrad_lite.training.library import library_of
from tinygrad_lite.training.random_state import get_random_state, set_random_state
from tinygrad_lite.training.whole import all_or_nothing


class OwnLoop:
    """Stands in the Trainer's place: knows what `CallbackList` was given and what its methods were told.

    Attributes: those of `Trainer` with the same names.
    """

    @checked
    def __init__(self, model: Any, optimizer: Any, scheduler: Any, loader: Any, epochs: int):
        self._model, self.optimizer, self.scheduler, self.loader, self.epochs = (
            model, optimizer, scheduler, loader, epochs
        )  # fmt: skip
        self.callbacks: Any = None  # the CallbackList
        self.epoch = self.batch = self.step = 0
        self.history = History()
        self.stop_reason: str | None = None
        self.loss = 0.0  # of the last batch
        self.between_steps, self.skipped, self.scaler = True, False, None
        self.metrics: list[Any] = []
        self.inputs = self.targets = self.predictions = None
        self._losses: list[float] = []  # of this epoch

    @property
    def model(self) -> Any:
        if self._model is None:
            raise ValueError(
                "CallbackList: one of the callbacks needs the model. Write CallbackList(callbacks, model=model, "
                "optimizer=optimizer)."
            )
        return self._model

    @property
    def library(self) -> Any:
        return library_of(self.model)

    @property
    def running_loss(self) -> float:
        return sum(self._losses) / len(self._losses) if self._losses else float("nan")

    def stop(self, reason: str) -> None:
        self.stop_reason = reason

    def begin_epoch(self, epoch: int) -> None:
        self.epoch, self.batch, self._losses = epoch, 0, []

    @checked
    def end_batch(self, batch: int, logs: dict[str, Any]) -> None:
        if (
            "loss" in logs
            and not is_number(logs["loss"])
            and not (hasattr(logs["loss"], "item") and math.prod(logs["loss"].shape) == 1)
        ):
            raise TypeError(f"CallbackList: the loss in logs must be a number, got {said(logs['loss'])}.")
        self.batch, self.step = batch + 1, self.step + 1
        if "loss" in logs:
            self.loss = float(logs["loss"])
            self._losses.append(self.loss)

    def end_epoch(self, epoch: int) -> None:
        self.epoch, self.batch = epoch + 1, 0

    def state_dict(self) -> dict[str, Any]:
        """What the loop needs to go on from the end of an epoch."""
        parts = {"optimizer": self.optimizer, "scheduler": self.scheduler}
        return {
            "model": self.model.state_dict(),
            **{name: None if part is None else part.state_dict() for name, part in parts.items()},
            "callbacks": self.callbacks.state_dict(),
            "history": self.history.state_dict(),
            "progress": {"epoch": self.epoch, "step": self.step, "stopped": self.stop_reason},
            "random": get_random_state(self.library),
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        parts = ("model", "optimizer", "scheduler", "callbacks", "history", "progress", "random")
        need_saved("CallbackList", state_dict, parts)
        own = (self.model, self.optimizer, self.scheduler, self.callbacks, self.history)
        with all_or_nothing("CallbackList.resume", *own, holders=(self,), library=self.library):
            self._take_state(state_dict)

    def _take_state(self, state_dict: dict[str, Any]) -> None:
        self.model.load_state_dict(state_dict["model"])
        for name, part in (("optimizer", self.optimizer), ("scheduler", self.scheduler)):
            if (part is None) != (state_dict[name] is None):
                have = "has none" if part is None else "has one"
                raise ValueError(f"CallbackList.resume: this loop {have}, unlike the one that was saved: the {name}.")
            if part is not None:
                part.load_state_dict(state_dict[name])
        self.callbacks.load_state_dict(state_dict["callbacks"])
        self.history.load_state_dict(state_dict["history"])
        progress = state_dict["progress"]
        self.epoch, self.step, self.stop_reason = progress["epoch"], progress["step"], progress["stopped"]
        set_random_state(state_dict["random"], self.library)
