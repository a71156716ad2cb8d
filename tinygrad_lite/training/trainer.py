"""Trainer: the training loop, with everything that is often wanted around it hung on named hooks."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sized
from pathlib import Path
from typing import Any

from tinygrad_lite.training.arguments import checked_metrics, explained
from tinygrad_lite.training.callbacks.callback import CancelBatch, CancelEpoch, CancelFit
from tinygrad_lite.training.callbacks.callback_list import CallbackList
from tinygrad_lite.training.checkpoint import latest_checkpoint, load_checkpoint, save_checkpoint
from tinygrad_lite.training.history import History
from tinygrad_lite.training.interrupt import gentle_interrupt
from tinygrad_lite.training.library import inputs_and_targets, library_of, moved
from tinygrad_lite.training.loop import Mean, step_schedule, validate
from tinygrad_lite.training.metrics.metric import bring_back, state_of
from tinygrad_lite.training.random_state import get_random_state, set_random_state


class Trainer:
    """Trains a model, ours or PyTorch's: predict, loss, backward, clip, step, schedule.

    Args:
        model, optimizer, criterion: of one library; the optimizer has the model's parameters.
        metrics: measured in training and validation; each has `name`, `update`, `compute` and `reset`.
        scheduler: of the learning rate; its step is made after each epoch, or after each step of the optimizer.
        schedule_every: "epoch" or "step".
        monitor: what a scheduler that waits for a plateau watches.
        callbacks: called at named moments; see `Callback`.
        max_norm: gradients are scaled down to this common norm, if they are larger.
        clip_value: gradients are cut off at ± this.
        accumulate: so many batches make one step of the optimizer, as if they were one large batch.
        precision: "bfloat16" or "float16" for mixed precision (float16 with a scaler); None for full.
        device: where the model and the batches are moved to.

    Attributes:
        epoch, batch: where training stands, counted from 0; step: steps of the optimizer so far.
        epochs: how many there will be in all. running_loss: the mean loss of this epoch so far.
        history: what was measured. stop_reason: why the last `fit` ended before its last epoch, or None.
        inputs, targets, predictions, loss: those of the last training batch, for callbacks.

    >>> tg.manual_seed(0) and None
    >>> data = tg.data.TensorDataset(*tg.data.moons(200, seed=0))
    >>> model = tg.nn.Sequential(tg.nn.Linear(2, 16), tg.nn.ReLU(), tg.nn.Linear(16, 1))
    >>> trainer = tg.training.Trainer(model, tg.optim.Adam(model.parameters(), lr=0.05), tg.nn.BCEWithLogitsLoss())
    >>> history = trainer.fit(tg.data.DataLoader(data, batch_size=20, shuffle=True), epochs=5)
    >>> history["loss"][-1] < 0.3
    True
    """

    @explained(
        "Trainer(model, optimizer, criterion, metrics=[Accuracy()], callbacks=[...]), then fit(train_loader, ...)."
    )
    def __init__(
        self,
        model: Any,
        optimizer: Any,
        criterion: Callable,
        *,
        metrics: Iterable[Any] = (),
        scheduler: Any = None,
        schedule_every: str = "epoch",
        monitor: str = "val_loss",
        callbacks: Iterable[Any] = (),
        max_norm: float | None = None,
        clip_value: float | None = None,
        accumulate: int = 1,
        precision: str | None = None,
        device: Any = None,
    ):
        if schedule_every not in ("epoch", "step"):
            raise ValueError(f"Trainer: schedule_every must be 'epoch' or 'step', got {schedule_every!r}.")
        if precision not in (None, "bfloat16", "float16"):
            raise ValueError(f"Trainer: precision must be None, 'bfloat16' or 'float16', got {precision!r}.")
        if not isinstance(accumulate, int) or accumulate < 1:
            raise ValueError(f"Trainer: accumulate must be a positive integer, got {accumulate!r}.")
        self.model, self.optimizer, self.criterion = model, optimizer, criterion
        self.metrics, self.monitor = checked_metrics(metrics), monitor
        self.scheduler, self.schedule_every = scheduler, schedule_every
        self.max_norm, self.clip_value, self.accumulate, self.device = max_norm, clip_value, accumulate, device
        self.library = library_of(model)
        self.precision = precision
        self.scaler = self.library.amp.GradScaler(self._device_type()) if precision == "float16" else None
        self.callbacks = CallbackList(callbacks, self)
        self.epoch = self.batch = self.step = self.epochs = 0
        self.history = History()
        self.stop_reason: str | None = None
        self.inputs: Any = None
        self.targets: Any = None
        self._outputs: Any = None  # of the model for `inputs`
        self._loss: Any = None  # of these
        self.between_steps = True  # False while gradients of several batches are being added up
        self._stopped: str | None = None  # why training had ended when the state that was loaded was saved
        self.loader: Any = None  # the training batches of the running `fit`
        self._mean = Mean()  # of the loss in this epoch
        if device is not None:
            model.to(device)

    # ---------------------------------------------------------------------------------------- training
    @explained("trainer.fit(train_loader, val_loader, epochs=10).")
    def fit(self, train_loader: Iterable, val_loader: Iterable | None = None, epochs: int = 1) -> History:
        """Train until `epochs` epochs are done in all, with those before this call; validate after each.

        After Ctrl-C, or `stop`, the next `fit` with the same loader goes on at the next batch. Every callback's
        `on_fit_end` is called however training ends, also before an error is passed on.

        Returns:
            History: "loss", "val_loss", and each metric with and without "val_".
        """
        self._continue_with(train_loader)
        self.stop_reason, self._stopped, self.epochs = self._stopped, None, epochs
        try:
            with gentle_interrupt(self._interrupted):
                self.callbacks.begin()
                while self.epoch < epochs and self.stop_reason is None:
                    self._run_epoch(train_loader, val_loader)
        except CancelFit as reason:
            self.stop_reason = str(reason) or "cancelled"
        except BaseException as error:
            self.stop_reason = f"{type(error).__name__}: {error}"
            raise
        finally:
            self.callbacks.end()
        return self.history

    def add_callback(self, callback: Any) -> None:
        """One more callback, for the `fit` that comes; called among the others by its `order`."""
        self.callbacks.append(callback)

    def stop(self, reason: str) -> None:
        """End training after this batch or epoch; for callbacks."""
        self.stop_reason = reason

    @property
    def predictions(self) -> Any:
        """What the model gave for the last training batch, outside the graph; None before the first."""
        return None if self._outputs is None else self._outputs.detach()

    @property
    def loss(self) -> float:
        """The loss of the last training batch; NaN before the first."""
        return float("nan") if self._loss is None else self._loss.item()

    @property
    def running_loss(self) -> float:
        return self._mean.total / self._mean.count if self._mean.count else float("nan")

    def _interrupted(self) -> bool:
        if self.stop_reason == "interrupted":
            return False
        self.stop("interrupted")
        return True

    def _continue_with(self, loader: Any) -> None:
        """Go on in the middle of an epoch, if it was left there and the loader can; else begin that epoch again."""
        self.loader = loader
        if not self.batch:
            return
        state = loader.state_dict() if hasattr(loader, "state_dict") else {"batches": 0}
        if state["batches"]:
            loader.load_state_dict(state)
            self.batch = state["batches"]
        else:
            self.batch, self._mean = 0, Mean()
            for metric in self.metrics:
                metric.reset()

    def _run_epoch(self, train_loader: Iterable, val_loader: Iterable | None) -> None:
        self.callbacks.call("on_epoch_begin", self.epoch)
        self.model.train()
        try:
            if not self._train_batches(train_loader):
                return  # stopped in the middle: this epoch does not count yet
        except CancelEpoch:
            pass
        logs = self._mean.with_metrics(self.metrics)
        if val_loader is not None:
            logs.update({f"val_{name}": value for name, value in self.validate(val_loader).items()})
        if self.schedule_every == "epoch":
            step_schedule(self.scheduler, logs, self.monitor)
        epoch, self.epoch, self.batch, self._mean = self.epoch, self.epoch + 1, 0, Mean()
        self.history.put(epoch, logs)
        # after each, so that one that saves finds what the others have added
        self.callbacks.call("on_epoch_end", epoch, logs, after=lambda: self.history.put(epoch, logs))

    def _train_batches(self, loader: Iterable) -> bool:
        """Train on every batch that is left of this epoch; False if training was stopped before the last."""
        call, metrics, mean, count = self.callbacks.call, self.metrics, self._mean, self._length(loader)
        for batch in loader:
            number = self.batch
            if self.device is not None:
                batch = moved(batch, self.device)
            pair = type(batch) is tuple and len(batch) == 2  # nearly always: not worth a call
            self.inputs, self.targets = batch if pair else inputs_and_targets(batch)
            self.batch = number + 1
            try:
                call("on_batch_begin", number)
                loss = self._train_batch(number, count).item()
            except CancelBatch:
                pass  # it counts for nothing; but training may have been stopped in it
            else:
                mean.add(loss, len(self.targets))
                if metrics:
                    predictions = self.predictions
                    for metric in metrics:
                        metric.update(predictions, self.targets)
                call("on_batch_end", number, {"loss": loss})
            if self.stop_reason is not None and number + 1 != count:
                return False
        return True

    def _train_batch(self, number: int, count: int | None) -> Any:
        """Predict, loss, backward; and, when enough batches have added to the gradients, a step."""
        if self.precision is None:
            outputs = self._outputs = self.model(self.inputs)
            loss = self._loss = self.criterion(outputs, self.targets)
        else:
            with self._autocast():
                outputs = self._outputs = self.model(self.inputs)
                loss = self._loss = self.criterion(outputs, self.targets)
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

    def _step(self) -> None:
        """Unscale, let callbacks look, clip, step, schedule."""
        looked_at = self.callbacks.hooks["on_before_step"]
        if self.scaler is not None and (looked_at or self.max_norm is not None or self.clip_value is not None):
            self.scaler.unscale_(self.optimizer)
        if looked_at:
            self._before_step()
        if self.clip_value is not None:
            self.library.nn.utils.clip_grad_value_(self.model.parameters(), self.clip_value)
        if self.max_norm is not None:
            self.library.nn.utils.clip_grad_norm_(self.model.parameters(), self.max_norm)
        if self.scaler is None:
            self.optimizer.step()
        else:
            self.scaler.step(self.optimizer)
            self.scaler.update()
        self.step += 1
        if self.scheduler is not None and self.schedule_every == "step":
            self.scheduler.step()

    def _before_step(self) -> None:
        try:
            self.callbacks.call("on_before_step", self.step)
        except BaseException:  # CancelBatch, for one: there is no step, and the next one is unscaled anew
            if self.scaler is not None:
                self.scaler.update()
            raise

    # ------------------------------------------------------------------------------------ without training
    def validate(self, loader: Iterable) -> dict[str, float]:
        """Loss and metrics on other data, in evaluation mode and without gradients."""
        self.callbacks.call("on_validation_begin")
        with self._autocast():
            logs = validate(self.model, loader, self.criterion, metrics=self.metrics, device=self.device)
        self.callbacks.call("on_validation_end", logs)
        return logs

    def test(self, loader: Iterable) -> dict[str, float]:
        """As `validate`, under the names "test_loss" and so on: for the data that is looked at once, at the end."""
        logs = validate(self.model, loader, self.criterion, metrics=self.metrics, device=self.device)
        return {f"test_{name}": value for name, value in logs.items()}

    def predict(self, loader: Iterable) -> Any:
        """The model's answers to all batches (of inputs, or of pairs), in evaluation mode, as one tensor."""
        modes = [(module, module.training) for module in self.model.modules()]
        self.model.eval()
        try:
            with self.library.no_grad():
                answers = [self.model(inputs) for inputs in self._inputs(loader)]
        finally:
            for module, training in modes:
                module.training = training
        return self.library.cat(answers)

    def _inputs(self, loader: Iterable) -> Iterator[Any]:
        for batch in loader:
            inputs = batch[0] if isinstance(batch, (list, tuple)) else batch
            yield inputs if self.device is None else moved(inputs, self.device)

    # --------------------------------------------------------------------------------- saving and loading
    def state_dict(self) -> dict[str, Any]:
        """Everything that training needs to go on from here as if it had not been interrupted, to the bit."""
        return {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scheduler": None if self.scheduler is None else self.scheduler.state_dict(),
            "scaler": None if self.scaler is None else self.scaler.state_dict(),
            "loader": self.loader.state_dict() if self.batch and hasattr(self.loader, "state_dict") else None,
            "callbacks": self.callbacks.state_dict(),
            "metrics": [state_of(metric) for metric in self.metrics],
            "history": self.history.state_dict(),
            "progress": {
                "epoch": self.epoch, "batch": self.batch, "step": self.step,
                "loss_total": self._mean.total, "loss_count": self._mean.count,
                "stopped": None if self.stop_reason == "interrupted" else self.stop_reason,
            },
            "random": get_random_state(self.library),
        }  # fmt: skip

    def load_state_dict(self, state_dict: dict[str, Any], loader: Any = None) -> None:
        """Go on from what `state_dict` gave; `loader` is the one that the next `fit` will get.

        Raises:
            ValueError: it was saved in the middle of an epoch, and `loader` is missing or cannot go on there.
        """
        progress = state_dict["progress"]
        if progress["batch"] and not (hasattr(loader, "load_state_dict") and state_dict["loader"]):
            raise ValueError(
                "this state was saved in the middle of an epoch: load_state_dict needs loader=, the DataLoader (one of "
                "tg.data) that fit will get, so that it goes on at the next batch."
            )
        self.model.load_state_dict(state_dict["model"])
        self.optimizer.load_state_dict(state_dict["optimizer"])
        for mine, saved in ((self.scheduler, state_dict["scheduler"]), (self.scaler, state_dict["scaler"])):
            if mine is not None and saved is not None:
                mine.load_state_dict(saved)
        if progress["batch"]:
            loader.load_state_dict(state_dict["loader"])
        self.callbacks.load_state_dict(state_dict["callbacks"])
        for metric, saved in zip(self.metrics, state_dict["metrics"]):
            bring_back(metric, saved, midway=progress["batch"] > 0)
        self.history.load_state_dict(state_dict["history"])
        self.epoch, self.batch, self.step = progress["epoch"], progress["batch"], progress["step"]
        self._mean.total, self._mean.count = progress["loss_total"], progress["loss_count"]
        self._stopped = progress["stopped"]
        set_random_state(state_dict["random"], self.library)

    def save(self, path: str | os.PathLike) -> Path:
        """Write `state_dict()` to a file."""
        return save_checkpoint(path, self.state_dict())

    def resume(self, path: str | os.PathLike, loader: Any = None) -> Path | None:
        """Go on from a checkpoint: a file, or the newest good one in a folder (None if there is none yet).

        `loader` is the one that the next `fit` will get; it is needed if the file was saved in the middle of an epoch.
        """
        found = latest_checkpoint(path) if Path(path).is_dir() or not Path(path).suffix else Path(path)
        if found is not None:
            self.load_state_dict(load_checkpoint(found), loader)
        return found

    def _autocast(self) -> Any:
        if self.precision is None:
            return contextlib.nullcontext()
        return self.library.amp.autocast(
            self._device_type(), dtype=getattr(self.library, self.precision, self.precision)
        )

    def _device_type(self) -> str:
        return str(self.device or "cpu").partition(":")[0]

    @staticmethod
    def _length(loader: Iterable) -> int | None:
        return len(loader) if isinstance(loader, Sized) else None
