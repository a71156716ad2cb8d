"""ProgressBar: how far training is, and how well it goes."""

from __future__ import annotations

import sys
import time
import warnings
from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.notebook_page import kernel_shell
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.callback import Callback
from tinygrad_lite.training.callbacks.early_stopping import EarlyStopping
from tinygrad_lite.training.callbacks.learning_rate_monitor import learning_rates
from tinygrad_lite.training.setup import batches_in
from tinygrad_lite.training.shown import in_words, printable

INTERVAL = 0.1  # seconds from one drawing to the next, at least
SHARE = 20  # and so many times as long as a drawing takes, if it takes long because of a metric


class ProgressBar(Callback):
    """Draws a bar of the batches, in a terminal or a notebook, and prints a line for each epoch.

    The bar has the loss and the metrics over the epoch so far, and the learning rate; the line, all that was measured,
    and what `EarlyStopping` says of it: ✓ (best) or (patience 1/10). Epochs count from 0, as everywhere: of 30 epochs,
    the last is epoch 29/29. If training does not come to its planned end, the last line says why.

    Args:
        file: where to write; by default the bar goes to the notebook or to stderr, the lines to stdout.
    """

    in_all_processes = False
    order = 50  # after those that add to the logs

    @explained()
    @checked
    def __init__(self, file: Any = None):
        self.file = file
        self._bar: Any = None
        self._next = self._began = 0.0
        self._rates: dict[str, float] = {}

    def on_fit_begin(self) -> None:
        if self.file is None and kernel_shell() is not None:
            from tqdm.notebook import tqdm
        else:
            from tqdm import tqdm
        total = batches_in(self.trainer.loader, getattr(self.trainer, "limit_train_batches", None))
        self._bar = tqdm(total=total, file=self.file, leave=False, dynamic_ncols=True, unit="batch")

    def on_epoch_begin(self, epoch: int) -> None:
        self._next, self._began = 0.0, time.perf_counter()
        self._rates = learning_rates(self.trainer.optimizer)
        self._bar.set_description_str(self._named(epoch), refresh=False)
        self._bar.reset()

    def on_batch_end(self, batch: int, logs: dict[str, float]) -> None:
        now = time.perf_counter()
        if now >= self._next:
            self._draw(batch + 1)
            after = time.perf_counter()
            self._next = after + max(INTERVAL, SHARE * (after - now))

    def _draw(self, done: int) -> None:
        so_far = {"loss": self.trainer.running_loss}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some figures are not defined for the first few samples
            so_far |= {metric.name: metric.compute() for metric in self.trainer.metrics}
        self._bar.n = done
        self._bar.set_postfix_str(in_words({**so_far, **learning_rates(self.trainer.optimizer)}), refresh=False)
        self._bar.refresh()

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        seconds = time.perf_counter() - self._began
        remarks = "".join(f" {c.remark}" for c in self.trainer.callbacks if isinstance(c, EarlyStopping))
        figures = in_words({**logs, **self._rates, **logs})
        self._write(f"{self._named(epoch)}: {figures} ({seconds:.1f} s){remarks}")

    def _named(self, epoch: int) -> str:
        last = f"/{self.trainer.epochs - 1}" if self.trainer.epochs else ""  # not every loop of one's own tells it
        return f"epoch {epoch}{last}"

    def on_fit_end(self) -> None:
        if self._bar is None:
            return
        self._bar.n = self._bar.total or self._bar.n  # one that is not full would stay in a notebook, and in red
        self._bar.close()
        reason, epoch, batch = self.trainer.stop_reason, self.trainer.epoch, self.trainer.batch
        if reason is not None:
            ended = f"after epoch {epoch - 1}" if epoch else "at the beginning"
            place = f"in epoch {epoch}, after {batch} batches" if batch else ended
            self._write(f"stopped {place}: {reason}")
        self._bar = None

    def _write(self, line: str) -> None:
        """Print a line above the bar."""
        file = self.file or sys.stdout
        self._bar.write(printable(line, file), file=file)
