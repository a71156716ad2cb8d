"""The batches of an epoch, each of them: predict, loss, backward, clip, step, schedule."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from tinygrad_lite.data.moving import to_device
from tinygrad_lite.training.callbacks.callback import CancelBatch
from tinygrad_lite.training.callbacks.callback_list import CallbackList
from tinygrad_lite.training.library import inputs_and_targets, samples_in
from tinygrad_lite.training.metrics.loss import loss_of
from tinygrad_lite.training.place import Place
from tinygrad_lite.training.setup import batches_in, check_loss, check_tensors


class TrainingStep:
    """The part of `Trainer` that trains on batches; its other attributes are explained there.

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
    metrics: list[Any]
    limit_train_batches: float | None
    batch: int
    step: int
    stop_reason: str | None
    _mean: Any
    _place: Place
    between_steps = True
    skipped = False
    _ranks: Any = None  # the processes that train together (distributed/ranks.py); None: only this one
    _goes_uphill = False  # the optimizer is a SAM: a step needs two gradients
    _outputs: Any = None  # of the model for `inputs`
    _loss: Any = None  # of these

    def _train_batches(self, loader: Iterable) -> bool:
        """Train on every batch that is left of this epoch; False if training was stopped before the last."""
        metrics, hooks, add_up, ranks = self.metrics, self.callbacks.hooks, self._mean.update, self._ranks
        at_begin, at_end = hooks["on_batch_begin"], hooks["on_batch_end"]
        first, count = self.batch, batches_in(loader, self.limit_train_batches)
        for batch in islice(self._place.batches(loader, first), None if count is None else max(count - first, 0)):
            number = self.batch
            if self.device is not None:
                batch = to_device(batch, self.device)
            pair = type(batch) is tuple and len(batch) == 2  # nearly always: not worth a call
            self.inputs, self.targets = batch if pair else inputs_and_targets(batch)
            if number == first:
                check_tensors(self.model, self.inputs, self.targets, "fit")
                samples = samples_in if isinstance(self.targets, (dict, list, tuple)) else len
            self.batch = number + 1
            try:
                for hook in at_begin:
                    hook(number)
                loss = self._train_batch(number, count)
                loss = loss.item() if at_end else loss_of(loss)
            except AttributeError:
                check_loss(self._loss, self.criterion, "fit")
                raise
            except CancelBatch:
                self._leave_out(number, count)  # but training may have been stopped in it
            else:
                size, here = samples(self.targets), True
                if ranks is not None:
                    loss, size, here = ranks.over_all(loss, size, number, self.stop_reason)
                add_up(loss, size)
                if metrics and here:
                    predictions = self.predictions
                    for metric in metrics:
                        metric.update(predictions, self.targets)
                if at_end:
                    logs = {"loss": loss}
                    for hook in at_end:
                        hook(number, logs)
                if ranks is not None:
                    ranks.after_hooks(self.stop_reason)
            if self._stops_now() and number + 1 != count:
                return False
        if count is None and not self.between_steps:  # nobody knew that it was the last batch
            self.between_steps = True
            self._step()
        if not self.batch:
            raise ValueError("fit: train_loader gave no batches. Is the data set empty, or smaller than one batch?")
        return True

    def _stops_now(self) -> bool:
        """Whether training ends after this batch: of several processes, if they have agreed on it."""
        return self.stop_reason is not None if self._ranks is None else self._ranks.stopping

    @property
    def predictions(self) -> Any:
        """What the model gave for the last training batch, outside the graph; None before the first."""
        return None if self._outputs is None else self._outputs.detach()

    @property
    def loss(self) -> float:
        """The loss of the last training batch; NaN before the first."""
        return float("nan") if self._loss is None else self._loss.item()

    def _train_batch(self, number: int, count: int | None) -> Any:
        """Predict, loss, backward; and, when enough batches have added to the gradients, a step."""
        place = number % self.accumulate  # among the batches that make one step
        last = place == self.accumulate - 1 or number + 1 == count
        if self._ranks is None:
            loss = self._add_gradients(number, count)
        else:
            with self._ranks.sending(last or count is None):
                loss = self._add_gradients(number, count)
        self.between_steps = last
        if last:
            self._step()
        return loss

    def _add_gradients(self, number: int, count: int | None) -> Any:
        if self.precision is None:
            model = self.model if self._ranks is None else self._ranks.replica
            self._outputs = outputs = model(self.inputs)
            self._loss = loss = self.criterion(outputs, self.targets)
        else:
            self._outputs, self._loss = _, loss = self._predict_and_compare()
        place = number % self.accumulate
        if place == 0 or self.between_steps:  # the first of them; or those before it were left out
            self.optimizer.zero_grad()
        share = loss
        if self.accumulate > 1:
            share = loss / (self.accumulate if count is None else min(self.accumulate, count - number + place))
        if self._ranks is not None:
            share = self._ranks.weighted(share, number)
        if self.scaler is not None:
            share = self.scaler.scale(share)
        share.backward()
        return loss

    def _leave_out(self, number: int, count: int | None) -> None:
        """A batch that was cancelled counts for nothing; the others that make one step with it do."""
        last = number % self.accumulate == self.accumulate - 1 or number + 1 == count
        if last and not self.between_steps:
            self.between_steps = True
            with contextlib.suppress(CancelBatch):
                self._step()

    def _predict_and_compare(self) -> tuple[Any, Any]:
        with self._autocast():
            outputs = (self.model if self._ranks is None else self._ranks.replica)(self.inputs)
            return outputs, self.criterion(outputs, self.targets)

    def _step(self) -> None:
        """Step, schedule; not if the scaler leaves the step out."""
        self.skipped = False
        if self._ranks is not None:
            self._ranks.send_rest()
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
            loss = self._predict_and_compare()[1]
            (loss if self._ranks is None else self._ranks.weighted(loss, self.batch - 1)).backward()
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
        """ "cpu", "cuda", …: where the model is trained."""
        device = self.device or next((parameter.device for parameter in self.model.parameters()), "cpu")
        return str(device).partition(":")[0]
