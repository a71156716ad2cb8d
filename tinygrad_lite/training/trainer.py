"""Trainer: the training loop, with everything that is often wanted around it hung on named hooks.

Lesson 09 sets it beside a loop written by hand: the same curve, to the bit.
"""

from __future__ import annotations

import functools
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from tinygrad_lite.arguments import need_kind
from tinygrad_lite.data.moving import to_device
from tinygrad_lite.place import Device
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.callback import CancelBatch, CancelEpoch, CancelFit, misplaced
from tinygrad_lite.training.callbacks.callback_list import CallbackList
from tinygrad_lite.training.callbacks.checks import checked_callbacks
from tinygrad_lite.training.checkpoint import checkpoint_of, save_checkpoint
from tinygrad_lite.training.distributed.divided import set_epoch
from tinygrad_lite.training.distributed.ranks import ranks_of
from tinygrad_lite.training.elsewhere import OF_A_TRAINER, Explains
from tinygrad_lite.training.history import History
from tinygrad_lite.training.interrupt import gentle_interrupt
from tinygrad_lite.training.library import library_of, move
from tinygrad_lite.training.loop import batches_of, emptied, measured, step_schedule, validate
from tinygrad_lite.training.metrics.checks import checked_metrics
from tinygrad_lite.training.metrics.loss import MeanLoss
from tinygrad_lite.training.metrics.metric import set_aside
from tinygrad_lite.training.place import Place
from tinygrad_lite.training.random_state import deterministic_algorithms
from tinygrad_lite.training.saving import load_state, refuse_differences, trainer_state
from tinygrad_lite.training.setup import (
    batches_in,
    check_limit,
    check_loader,
    check_parts,
    check_positive,
    check_schedule,
    check_tensors,
    differences,
    loader_setup,
    trial_batches,
    whole_number,
)
from tinygrad_lite.training.step import TrainingStep


class Trainer(TrainingStep, Explains):
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
        device: where the model, the loss, what the optimizer keeps and the batches are moved to, such as "cuda"; None:
            all are used where they lie. With a `tg.data.DeviceLoader`, the next batch is moved while one is worked on.
        limit_train_batches, limit_val_batches: so many batches of an epoch, or this share of them (a float up to 1.0).
        fast_dev_run: try everything out: one epoch with one batch (or so many) of training and of validation, without
            the callbacks that stop training or write files.
        deterministic: have PyTorch choose algorithms that give the same bits each time, or raise where it has none
            (ours always do on the CPU); for the same numbers, also call `manual_seed` before the model is made.
        distributed: train together with the other processes that torchrun has started (docs/DISTRIBUTED.md): each
            computes its share of every batch of the loader, as if one process had trained on all.

    With `tg.optim.SAM` (or anything with `first_step` and `second_step`), each batch is passed through the model twice;
    clipping and `on_before_step` have the gradients of the second pass, `loss` and `predictions` are of the first.
    Steps that the float16 scaler leaves out, because a gradient was infinite, count for nothing: neither `step` nor a
    schedule by step goes on.

    Attributes:
        epoch, batch: where training stands, counted from 0; step: steps of the optimizer so far.
        skipped: whether the scaler left out the last step.
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

    elsewhere = OF_A_TRAINER

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
        limit_train_batches: float | None = None,
        limit_val_batches: float | None = None,
        fast_dev_run: bool | int = False,
        deterministic: bool = False,
        distributed: bool = False,
    ):
        need_kind("Trainer", "schedule_every", schedule_every, "str")
        need_kind("Trainer", "precision", precision, "str | None")
        need_kind("Trainer", "deterministic", deterministic, "bool")
        need_kind("Trainer", "distributed", distributed, "bool")
        if schedule_every not in ("epoch", "step"):
            raise ValueError(f"Trainer: schedule_every must be 'epoch' or 'step', got {schedule_every!r}.")
        if precision not in (None, "bfloat16", "float16"):
            raise ValueError(f"Trainer: precision must be None, 'bfloat16' or 'float16', got {precision!r}.")
        check_parts(model, optimizer, criterion)
        self.library = library_of(model)
        check_schedule(scheduler, optimizer, schedule_every)
        check_positive(max_norm, "max_norm", "Trainer")
        check_positive(clip_value, "clip_value", "Trainer")
        check_limit(limit_train_batches, "limit_train_batches")
        check_limit(limit_val_batches, "limit_val_batches")
        accumulate = whole_number(accumulate, "accumulate", "Trainer", least=1)
        if isinstance(device, Device) and self.library.__name__ == "torch":
            device = str(device)
        self.model, self.optimizer, self.criterion = model, optimizer, criterion
        self.metrics, self.monitor = checked_metrics(metrics), monitor
        self.scheduler, self.schedule_every = scheduler, schedule_every
        self.max_norm, self.clip_value, self.accumulate, self.device = max_norm, clip_value, accumulate, device
        self.precision = precision
        self.scaler = self.library.amp.GradScaler(self._device_type()) if precision == "float16" else None
        self.deterministic = deterministic
        self.fast_dev_run = trial_batches(fast_dev_run)
        if fast_dev_run:
            limit_train_batches = limit_val_batches = self.fast_dev_run
            callbacks = [one for one in checked_callbacks(callbacks) if getattr(one, "in_fast_dev_run", True)]
        self.limit_train_batches, self.limit_val_batches = limit_train_batches, limit_val_batches
        self._ranks = ranks_of(distributed, self.library)
        self.callbacks = CallbackList(callbacks, self)
        self.epoch = self.batch = self.step = self.epochs = 0
        self.history = History()
        self.stop_reason: str | None = None
        self.inputs: Any = None
        self.targets: Any = None
        self._stopped: str | None = None  # why training had ended when the state that was loaded was saved
        self.loader: Any = None  # the training batches of the running `fit`
        self.val_loader: Any = None
        self._mean = MeanLoss()  # of the loss in this epoch
        self._place = Place(self.library)  # where in it training stands
        self._loader_setup: dict[str, Any] = {}  # of the loader of the epoch that is under way
        self._same_loader = False  # whether the next `fit` must get one like it
        self._check_uphill()
        if device is not None:
            move(device, model, optimizer, criterion)

    # ---------------------------------------------------------------------------------------- training
    @explained("trainer.fit(train_loader, val_loader, epochs=10).")
    def fit(self, train_loader: Iterable, val_loader: Iterable | None = None, epochs: int = 1) -> History:
        """Train until `epochs` epochs are done in all, with those before this call; validate after each.

        After Ctrl-C, or `stop`, the next `fit` goes on at the next batch: the order of the epoch is drawn again as it
        was, and the batches that were trained on are passed over. So the loader must be one that gives the same
        batches from the same random numbers, as ours and PyTorch's do; if it has another length or batch size, the
        epoch begins again, with a warning. (What PyTorch's *persistent* workers draw at random differs.) Every
        callback's `on_fit_end` is called however training ends, also before an error is passed on.

        What Keras calls `class_weight` belongs to the loss: `tg.nn.CrossEntropyLoss(weight=tg.tensor([1.0, 5.0]))`.
        For `sample_weight`, draw the samples in proportion to it: `sampler=tg.data.WeightedRandomSampler(weights, n)`.

        Returns:
            History: "loss", "val_loss", and each metric with and without "val_".
        Raises:
            ValueError: a loader has no batches, or not as many as before.
            TypeError: a loader is a generator, or of another library than the model.
        """
        epochs = min(whole_number(epochs, "epochs", "fit", least=0), 1 if self.fast_dev_run else sys.maxsize)
        self._check(train_loader, val_loader, several=self.batch > 0 or epochs - self.epoch > 1)
        if self._ranks is not None:
            self._ranks.begin(self, train_loader, val_loader, epochs)
        self._continue_with(train_loader, val_loader)
        if self._stopped:
            warnings.warn(
                f"fit: the saved training had ended: {self._stopped}. To go on, call fit again.", stacklevel=3
            )
        elif 0 < epochs <= self.epoch:
            done = f"epochs={epochs} counts all of them, and {self.epoch} of these are done already"
            more = "The one of fast_dev_run is done; make a new" if self.fast_dev_run else ""
            more = (more and f"{more} Trainer without it.") or f"For more, write epochs={self.epoch + epochs}."
            warnings.warn(f"fit: {done}. {more}", stacklevel=3)
        self.stop_reason, self._stopped, self.epochs = self._stopped, None, epochs
        try:
            with gentle_interrupt(self._interrupted), deterministic_algorithms(self.library, self.deterministic):
                self.callbacks.begin()
                while self.epoch < epochs and self.stop_reason is None:
                    self._run_epoch(self._share(train_loader), val_loader)
        except CancelFit as reason:
            self.stop_reason = str(reason) or "cancelled"
        except (CancelBatch, CancelEpoch) as error:
            self.stop_reason = f"{type(error).__name__} at a wrong moment"
            raise RuntimeError(f"fit: {type(error).__name__} {misplaced(error)}") from error
        except BaseException as error:
            self.stop_reason = f"{type(error).__name__}: {error}"
            raise
        finally:
            self.callbacks.end()
        return self.history

    def add_callback(self, callback: Any) -> None:
        """One more callback, for the `fit` that comes; called among the others by its `order`."""
        self.callbacks.append(callback)

    @property
    def should_stop(self) -> Any:
        raise AttributeError("Trainer has no 'should_stop'. Look at trainer.stop_reason.")

    @should_stop.setter
    def should_stop(self, value: Any) -> None:
        raise AttributeError("Trainer has no 'should_stop'. Write trainer.stop('the reason').")

    def stop(self, reason: str) -> None:
        """End training after this batch or epoch; for callbacks."""
        self.stop_reason = reason

    @property
    def running_loss(self) -> float:
        return self._mean.compute() if self._mean.state else float("nan")

    @property
    def is_main_process(self) -> bool:
        """Whether this process prints and writes files: of several that train together, the first one."""
        return self._ranks is None or self._ranks.main

    def _share(self, loader: Any) -> Any:
        """What of a loader's batches is computed here: all, or of several processes the share of this one."""
        return loader if self._ranks is None else self._ranks.share(loader)

    def _interrupted(self) -> bool:
        if self.stop_reason == "interrupted":
            return False
        self.stop("interrupted")
        return True

    def _check(self, train_loader: Any, val_loader: Any, several: bool) -> None:
        """Whether all belongs together (once more, as attributes may have been set since) and lasts several epochs."""
        check_parts(self.model, self.optimizer, self.criterion)
        self.metrics = checked_metrics(self.metrics)
        if not isinstance(self.callbacks, CallbackList):
            self.callbacks = CallbackList(self.callbacks, self)
        check_schedule(self.scheduler, self.optimizer, self.schedule_every)
        check_loader(train_loader, "fit", "train_loader", several)
        if val_loader is not None:
            check_loader(val_loader, "fit", "val_loader", several)
        self._check_uphill()

    def _continue_with(self, loader: Any, val_loader: Any) -> None:
        """Go on in the middle of an epoch, if it was left there; begin it again if the loader is another one."""
        self.loader, self.val_loader = loader, val_loader
        before, self._loader_setup = self._loader_setup, loader_setup(loader, self.limit_train_batches)
        if self._same_loader:
            refuse_differences("fit", before, self._loader_setup)
        if self.batch and (changed := differences(before, self._loader_setup)):
            warnings.warn(f"fit: the loader is another one ({changed}): epoch {self.epoch} begins again.", stacklevel=4)
            self._end_epoch()
        self._place.settle(self._share(loader), self._share(val_loader))
        self._same_loader = False

    def _end_epoch(self) -> None:
        """Forget what belongs to an epoch alone."""
        self.batch, self._mean, self.between_steps = 0, MeanLoss(), True
        emptied(self.metrics)

    def _run_epoch(self, train_loader: Iterable, val_loader: Iterable | None) -> None:
        set_epoch(train_loader, self.epoch)
        self.callbacks.call("on_epoch_begin", self.epoch)
        self.model.train()
        try:
            if not self._train_batches(train_loader):
                return self._agree()  # stopped in the middle: this epoch does not count yet
        except CancelEpoch:
            pass
        logs = measured(self._mean, self.metrics if self._ranks is None else self._ranks.merged(self.metrics))
        if val_loader is not None:
            logs.update({f"val_{name}": value for name, value in self.validate(val_loader).items()})
        if self.schedule_every == "epoch":
            step_schedule(self.scheduler, logs, self.monitor)
        epoch, self.epoch = self.epoch, self.epoch + 1
        self._end_epoch()
        self.history.put(epoch, logs)
        # after each, so that one that saves finds what the others have added
        self.callbacks.call("on_epoch_end", epoch, logs, after=lambda: self.history.put(epoch, logs))
        self._agree()

    def _agree(self) -> None:
        """If one of several processes wants to stop, all do."""
        if self._ranks is not None:
            self.stop_reason = self._ranks.agreed(self.stop_reason)

    # ------------------------------------------------------------------------------------ without training
    def validate(self, loader: Iterable) -> dict[str, float]:
        """Loss and metrics on other data, in evaluation mode and without gradients."""
        self.callbacks.call("on_validation_begin")
        logs = self._measured(loader, self.limit_val_batches)
        self.callbacks.call("on_validation_end", logs)
        return logs

    def test(self, loader: Iterable) -> dict[str, float]:
        """As `validate`, under the names "test_loss" and so on: for the data that is looked at once, at the end."""
        return {f"test_{name}": value for name, value in self._measured(loader).items()}

    def _measured(self, loader: Iterable, limit: float | None = None) -> dict[str, float]:
        share = self._share(loader)
        batches = share if limit is None else islice(share, batches_in(loader, limit))
        with self._autocast(), set_aside(self.metrics):  # in the middle of an epoch they have its training figures
            if self._ranks is None:
                return validate(self.model, batches, self.criterion, metrics=self.metrics, device=self.device)
            return self._ranks.validate(self, batches, share)

    def predict(self, loader: Iterable) -> Any:
        """The model's answers to all batches (of inputs, or of pairs), in evaluation mode, as one tensor.

        A tensor of inputs counts as one batch.
        """
        modes = [(module, module.training) for module in self.model.modules()]
        self.model.eval()
        try:
            with self.library.no_grad():
                answers = [self.model(inputs) for inputs in self._inputs(loader)]
        finally:
            for module, training in modes:
                module.training = training
        if not hasattr(answers[0], "detach"):
            kind = type(answers[0]).__name__
            raise TypeError(f"predict: the model must give a tensor, not {kind}; choose which part of it in a loop.")
        return self.library.cat(answers)

    def _inputs(self, loader: Iterable) -> Iterator[Any]:
        for batch in batches_of([loader] if hasattr(loader, "detach") else loader, "predict"):
            inputs = batch[0] if isinstance(batch, (list, tuple)) else batch
            check_tensors(self.model, inputs, None, "predict")
            yield inputs if self.device is None else to_device(inputs, self.device)

    # --------------------------------------------------------------------------------- saving and loading
    def state_dict(self) -> dict[str, Any]:
        """Everything that training needs to go on from here as if it had not been interrupted, to the bit.

        Take it between batches: after `fit`, in `on_batch_end` or in `on_epoch_end`.
        """
        return trainer_state(self)

    def load_state_dict(self, state_dict: dict[str, Any], loader: Any = None, strict: bool = True) -> None:
        """Go on from what `state_dict` gave.

        Args:
            loader: the one that the next `fit` will get, to be compared now; otherwise `fit` compares it.
            strict: refuse to go on with something else than was saved: another optimizer, schedule, precision, batch
                size and so on. With False it goes on with what is there now: an optimizer or schedule of another kind
                begins anew, and so does the epoch, if the loader is another one.
        Raises:
            ValueError: with `strict`, what differs; or parameters of other shapes than those saved.
        """
        load_state(self, state_dict, loader, strict)

    def save(self, path: str | os.PathLike) -> Path:
        """Write `state_dict()` to a file; of several processes all must call this, and the first one writes."""
        state = self.state_dict()
        return save_checkpoint(path, state) if self.is_main_process else Path(path)

    def resume(self, path: str | os.PathLike, loader: Any = None, strict: bool = True) -> Path | None:
        """Go on from a checkpoint: a file, or the newest good one in a folder (None if there is none yet).

        `loader` and `strict` are those of `load_state_dict`.

        Raises:
            FileNotFoundError: there is no such file.
            CheckpointError: the file is damaged or no checkpoint; or every one in the folder is damaged.
            ValueError: as `load_state_dict`.
        """
        read = functools.partial(checkpoint_of, path)
        found, state = read() if self._ranks is None else self._ranks.from_main(read)
        if found is not None:
            self.load_state_dict(state, loader, strict)
        return found
