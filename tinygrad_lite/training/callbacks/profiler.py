"""Profiler: where the time of some training steps goes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.files import replacing
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.callback import Callback


class Profiler(Callback):
    """Profiles the first batches of each `fit` but a few, prints the table and saves the trace.

    With `tg.profiler` for our models, with `torch.profiler` for PyTorch's. The trace opens in a browser: in
    chrome://tracing or ui.perfetto.dev. If training ends sooner, the batches until then are what you get.

    Args:
        path: the file for the trace; None: no file.
        wait: so many batches come before, in which memory is allocated and caches are filled.
        batches: how many are profiled.
        rows: so many rows of the table are printed, those that took most time themselves; 0: none.
        options: `record_shapes`, `profile_memory`, and what else the library's `profile` takes.

    Attributes:
        profile: the library's own object, once it has begun, for `key_averages()` and so on.
    """

    in_all_processes = False

    @explained()
    @checked
    def __init__(
        self,
        path: str | os.PathLike | None = "trace.json",
        wait: int = 2,
        batches: int = 10,
        rows: int = 15,
        **options: Any,
    ):
        for name, value, least in (("wait", wait, 0), ("batches", batches, 1), ("rows", rows, 0)):
            if value < least:
                raise ValueError(f"Profiler: {name} must be at least {least}, got {value}.")
        self.path = None if path is None else Path(path)
        self.wait, self.batches, self.rows, self.options = wait, batches, rows, options
        self.profile: Any = None
        self._seen = 0
        self._running = False

    def on_fit_begin(self) -> None:
        self._seen = 0

    def on_batch_begin(self, batch: int) -> None:
        if self._seen == self.wait:
            self._begin()
        self._seen += 1

    def on_batch_end(self, batch: int, logs: dict[str, float]) -> None:
        if self._running and self._seen >= self.wait + self.batches:
            self._end()

    def on_fit_end(self) -> None:
        self._end()

    def _begin(self) -> None:
        if self.trainer.library.__name__ == "torch":
            from torch.profiler import profile
        else:
            from tinygrad_lite.profiler import profile  # type: ignore[assignment]
        self.profile = profile(**self.options)
        self.profile.__enter__()
        self._running = True

    def _end(self) -> None:
        if not self._running:
            return
        self._running = False
        self.profile.__exit__(None, None, None)
        if self.path is not None:
            with replacing(self.path) as part:  # PyTorch's would leave half a trace
                self.profile.export_chrome_trace(str(part))
        if self.rows:
            print(self.profile.key_averages().table(sort_by="self_cpu_time_total", row_limit=self.rows))
