"""One batch of training: predict, loss, backward, clip, step, schedule. `Trainer` does this with every batch."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from tinygrad_lite.training.callbacks.callback_list import CallbackList


class TrainingStep:
    """The part of `Trainer` that trains on one batch, `inputs` and `targets`; its other attributes are explained there.

    Attributes:
        between_steps: False while gradients of several batches are being added up.
        skipped: whether the float16 scaler left out the last step, because a gradient was infinite or NaN.
    """

    model: Any
    optimizer: Any
    criterion: Callable
    scheduler: Any
    schedule_every: str
    library: Any
    scaler: Any
    callbacks: CallbackList
    inputs: Any
    targets: Any
    max_norm: float | None
    clip_value: float | None
    accumulate: int
    precision: str | None
    device: Any
    step: int
    between_steps = True
    skipped = False
    _goes_uphill = False  # the optimizer is a SAM: a step needs two gradients
    _outputs: Any = None  # of the model for `inputs`
    _loss: Any = None  # of these

    def _train_batch(self, number: int, count: int | None) -> Any:
        """Predict, loss, backward; and, when enough batches have added to the gradients, a step."""
        self._outputs, loss = self._predict_and_compare()
        self._loss = loss
        place = number % self.accumulate  # among the batches that make one step
        if place == 0:
            self.optimizer.zero_grad()
        share = loss
        if self.accumulate > 1:
            share = loss / (self.accumulate if count is None else min(self.accumulate, count - number + place))
        if self.scaler is not None:
            share = self.scaler.scale(share)
        share.backward()
        self.between_steps = place == self.accumulate - 1 or number + 1 == count
        if self.between_steps:
            self._step()
        return loss

    def _predict_and_compare(self) -> tuple[Any, Any]:
        if self.precision is None:
            outputs = self.model(self.inputs)
            return outputs, self.criterion(outputs, self.targets)
        with self._autocast():
            outputs = self.model(self.inputs)
            return outputs, self.criterion(outputs, self.targets)

    def _step(self) -> None:
        """Step, schedule; not if the scaler leaves the step out."""
        self.skipped = False
        if self._goes_uphill:
            self._step_from_uphill()
        elif self.scaler is None:
            self._prepare()
            self.optimizer.step()
        else:
            self._prepare()
            scale = self.scaler.get_scale()
            self.scaler.step(self.optimizer)
            self.scaler.update()
            self.skipped = self.scaler.get_scale() < scale
        if self.skipped:
            return
        self.step += 1
        if self.scheduler is not None and self.schedule_every == "step":
            self.scheduler.step()

    def _prepare(self) -> None:
        """Unscale, let callbacks look, clip."""
        looked_at = self.callbacks.hooks["on_before_step"]
        if self.scaler is not None and (looked_at or self.max_norm is not None or self.clip_value is not None):
            self.scaler.unscale_(self.optimizer)
        if looked_at:
            self._before_step()
        if self.clip_value is not None:
            self.library.nn.utils.clip_grad_value_(self.model.parameters(), self.clip_value)
        if self.max_norm is not None:
            self.library.nn.utils.clip_grad_norm_(self.model.parameters(), self.max_norm)

    def _before_step(self) -> None:
        try:
            self.callbacks.call("on_before_step", self.step)
        except BaseException:  # CancelBatch, for one: there is no step, and the next one is unscaled anew
            if self.scaler is not None:
                self.scaler.update()
            raise

    def _step_from_uphill(self) -> None:
        """SAM: go uphill, take the gradients there, come back, and step with these."""
        self.optimizer.first_step(zero_grad=True)
        try:
            self._predict_and_compare()[1].backward()
            self._prepare()
        except BaseException:  # there is no step, and the parameters must not stay uphill
            if hasattr(self.optimizer, "step_back"):
                self.optimizer.step_back()
            raise
        self.optimizer.second_step()

    def _check_uphill(self) -> None:
        self._goes_uphill = hasattr(self.optimizer, "first_step")  # SAM
        if self._goes_uphill and (self.accumulate > 1 or self.scaler is not None):
            name, other = type(self.optimizer).__name__, "accumulate" if self.accumulate > 1 else "precision='float16'"
            raise ValueError(f"Trainer: {name} passes each batch twice through the model; leave out {other}.")

    def _autocast(self) -> Any:
        if self.precision is None:
            return contextlib.nullcontext()
        return self.library.amp.autocast(
            self._device_type(), dtype=getattr(self.library, self.precision, self.precision)
        )

    def _device_type(self) -> str:
        return str(self.device or "cpu").partition(":")[0]
