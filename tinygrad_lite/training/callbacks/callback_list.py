"""CallbackList: several callbacks, in order, for the Trainer or for a loop of one's own."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from tinygrad_lite.arguments import said
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.callback import HOOKS, Callback, CancelFit
from tinygrad_lite.training.callbacks.checks import checked_callbacks
from tinygrad_lite.training.callbacks.own_loop import OwnLoop
from tinygrad_lite.training.checkpoint import checkpoint_at, load_checkpoint
from tinygrad_lite.training.whole import all_or_nothing


class CallbackList:
    """Callbacks in order, for a loop of your own: call its methods at the moments they are named for.

    `on_fit_begin` comes by itself with the first epoch, and `on_fit_end` at the end of a `with` block, which
    `CancelFit` only ends. Without `with`, call `on_fit_end` yourself if something must be closed or the best weights
    restored. `on_batch_begin`, `on_before_step`, `on_batch_end` and those of validation need only be called if a
    callback waits for them.

    Args:
        callbacks: see `Callback`.
        trainer: the Trainer they belong to, which then calls them itself.
        model, optimizer, scheduler: for callbacks that look at them or save them; the rest needs none.
        loader, epochs: for `ProgressBar`, which shows how many batches and epochs there are.

    Attributes:
        stop_reason: why a callback wants to stop, or None: look at it before each epoch, or after each batch.
        history: what was measured.

    >>> data = tg.data.TensorDataset(*tg.data.moons(200, seed=0))
    >>> loader = tg.data.DataLoader(data, batch_size=20)
    >>> model = tg.nn.Linear(2, 1)
    >>> criterion, optimizer = tg.nn.BCEWithLogitsLoss(), tg.optim.SGD(model.parameters(), lr=1.0)
    >>> stopping = tg.training.EarlyStopping("loss", patience=2, min_delta=0.1)
    >>> with tg.training.CallbackList([stopping], model=model, optimizer=optimizer) as callbacks:
    ...     for epoch in range(50):
    ...         if callbacks.stop_reason:
    ...             break
    ...         callbacks.on_epoch_begin(epoch)
    ...         logs = tg.training.train_one_epoch(model, loader, criterion, optimizer)
    ...         callbacks.on_epoch_end(epoch, logs)
    >>> callbacks.stop_reason
    'loss has not become better than ...'
    """

    @explained()
    def __init__(
        self,
        callbacks: Any = (),
        trainer: Any = None,
        *,
        model: Any = None,
        optimizer: Any = None,
        scheduler: Any = None,
        loader: Any = None,
        epochs: int = 0,
    ):
        self.trainer = OwnLoop(model, optimizer, scheduler, loader, epochs) if trainer is None else trainer
        if trainer is None:
            self.trainer.callbacks = self
        self.callbacks: list[Any] = []
        self.hooks: dict[str, list[Callable]] = {name: [] for name in HOOKS}
        self._begun = False
        self += callbacks

    def append(self, callback: Any) -> None:
        """One more, called among the others by its `order`."""
        (callback,) = checked_callbacks([callback])
        if not (getattr(callback, "in_all_processes", True) or getattr(self.trainer, "is_main_process", True)):
            return
        callback.trainer = self.trainer
        self.callbacks.append(callback)
        self.callbacks.sort(key=lambda callback: getattr(callback, "order", 0))  # of equal order, the first stays first
        for name, hooks in self.hooks.items():
            hooks[:] = self._of(name)

    def __iadd__(self, callbacks: Any) -> CallbackList:
        for callback in checked_callbacks(callbacks):
            self.append(callback)
        return self

    def _of(self, name: str) -> list[Callable]:
        """The methods for a moment, looked up once, so that one at which nobody does anything costs next to nothing."""
        found = []
        for callback in self.callbacks:
            own = getattr(callback, name, None)
            if own is not None and getattr(own, "__func__", own) is not getattr(Callback, name):
                found.append(own)
        return found

    def call(self, name: str, *args: Any, after: Callable[[], Any] | None = None) -> None:
        """Call one method of each; and `after` behind each of them."""
        for hook in self.hooks[name]:
            hook(*args)
            if after is not None:
                after()

    def begin(self) -> None:
        """`on_fit_begin` of each; they now belong to this training, though another may have had them since."""
        for callback in self.callbacks:
            callback.trainer = self.trainer
        self._begun = True
        self.call("on_fit_begin")

    def end(self) -> None:
        """`on_fit_end` of each, because each must hear of it, even if another one fails; then its error."""
        self._begun = False
        failed: BaseException | None = None
        for hook in self.hooks["on_fit_end"]:
            try:
                hook()
            except BaseException as error:  # one more Ctrl-C too
                failed = failed or error
        if failed is not None:
            raise failed

    # ------------------------------------------------------------------------------- for a loop of one's own
    @property
    def stop_reason(self) -> str | None:
        return self.trainer.stop_reason

    @property
    def history(self) -> Any:
        return self.trainer.history

    def on_fit_begin(self) -> None:
        """Before the first epoch, if not with it."""
        self.begin()

    def on_fit_end(self) -> None:
        """After the last epoch, however the loop ended."""
        self.end()

    def on_epoch_begin(self, epoch: int) -> None:
        """Before an epoch, counted from 0."""
        if not self._begun:
            self.begin()
        self.trainer.begin_epoch(epoch)
        self.call("on_epoch_begin", epoch)

    @explained("callbacks.on_epoch_end(epoch, {'loss': 0.5, 'val_loss': 0.6}).")
    def on_epoch_end(self, epoch: int, logs: dict[str, Any]) -> None:
        """After training and validation; `logs` has what was measured, such as {"loss": 0.5, "val_loss": 0.6}."""
        if not self._begun:
            self.on_epoch_begin(epoch)
        self.trainer.end_epoch(epoch)
        self.history.put(epoch, logs)
        self.call("on_epoch_end", epoch, logs, after=lambda: self.history.put(epoch, logs))

    def on_batch_begin(self, batch: int) -> None:
        """Before the model sees a batch, counted from 0."""
        self._begin_late()
        self.trainer.batch = batch + 1
        self.call("on_batch_begin", batch)

    def _begin_late(self) -> None:
        if not self._begun:
            self.on_epoch_begin(self.trainer.epoch)

    def on_before_step(self, step: int) -> None:
        """Between backward and the step."""
        self.call("on_before_step", step)

    def on_batch_end(self, batch: int, logs: dict[str, Any]) -> None:
        """After the step; `logs` has the batch's "loss", as a number."""
        self._begin_late()
        self.trainer.end_batch(batch, logs)
        self.call("on_batch_end", batch, logs)

    def on_validation_begin(self) -> None:
        """Before validation."""
        self.call("on_validation_begin")

    def on_validation_end(self, logs: dict[str, Any]) -> None:
        """After validation; the names in `logs` are without "val_"."""
        self.call("on_validation_end", logs)

    def resume(self, path: str | os.PathLike) -> int:
        """Go on from a file of `ModelCheckpoint`, or the newest good one in a folder; returns the epoch that is next.

        That is 0 if there is no file yet. So a loop that may be killed begins with
        `for epoch in range(callbacks.resume("checkpoints"), 20):`.
        """
        if self._begun:
            raise RuntimeError("CallbackList.resume: the first epoch has begun already; call it before that.")
        found = checkpoint_at(path)
        if found is not None:
            self.trainer.load_state_dict(load_checkpoint(found))
        if self.stop_reason is not None:
            look = "Look at callbacks.stop_reason before each epoch, so that none is trained any more"
            warnings.warn(f"resume: the saved training had ended: {self.stop_reason}. {look}.", stacklevel=2)
        return self.trainer.epoch

    def __enter__(self) -> CallbackList:
        return self

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        if kind is not None:
            self.trainer.stop("interrupted" if kind is KeyboardInterrupt else str(error) or kind.__name__)
        if self._begun:
            self.end()
        return kind is not None and issubclass(kind, CancelFit)

    # -------------------------------------------------------------------------------------------------- state
    def state_dict(self) -> list[list]:
        """The kind and the state of each that has one."""
        states = [[type(c).__name__, c.state_dict() if hasattr(c, "state_dict") else {}] for c in self.callbacks]
        return [[kind, state] for kind, state in states if state]

    def load_state_dict(self, state_dict: list[list]) -> None:
        """Each gets the next saved state of its kind, so that there may now be other callbacks besides."""
        if not isinstance(state_dict, (list, tuple)) or not all(map(_is_pair, state_dict)):
            raise TypeError(f"CallbackList: load_state_dict takes what state_dict() gave, got {said(state_dict)}.")
        kinds = [kind for kind, _ in state_dict]
        with all_or_nothing("CallbackList", *(c for c in self.callbacks if type(c).__name__ in kinds)):
            for callback in self.callbacks:
                if type(callback).__name__ in kinds:
                    place = kinds.index(type(callback).__name__)
                    kinds[place] = ""  # taken
                    callback.load_state_dict(state_dict[place][1])

    def __iter__(self) -> Iterator[Any]:
        return iter(self.callbacks)

    def __len__(self) -> int:
        return len(self.callbacks)


def _is_pair(value: Any) -> bool:
    """The kind of a callback and its state."""
    return isinstance(value, (list, tuple)) and len(value) == 2
