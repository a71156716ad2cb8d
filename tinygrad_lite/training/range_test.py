"""The learning-rate range test: train for a moment at ever higher rates, and look where the loss falls."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from math import isfinite
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.elsewhere import Explains
from tinygrad_lite.training.library import inputs_and_targets, library_of
from tinygrad_lite.training.random_state import get_random_state, set_random_state
from tinygrad_lite.training.setup import check_batches, check_parts


class RangeTest(Explains):
    """What `lr_range_test` found; `tinygrad_lite.plots.plot_range_test` draws it.

    Attributes:
        lrs, losses: the rates, and the loss of one batch before the step with each of them.
        smoothed: a running mean of the losses.
    """

    elsewhere = {
        "plot": "tg.plots.plot_range_test(result)",
        "lr": "result.suggestion, or result.lrs for all",
        "results": "result.lrs and result.losses",
        "valley": "result.suggestion",
    }

    @checked
    def __init__(self, smoothing: float):
        self.smoothing = smoothing
        self.lrs: list[float] = []
        self.losses: list[float] = []
        self.smoothed: list[float] = []

    def add(self, lr: float, loss: float) -> None:
        n, share = len(self.losses), self.smoothing
        total = share * self.smoothed[-1] * (1 - share**n) if n else 0.0
        self.smoothed.append((total + (1 - share) * loss) / (1 - share ** (n + 1)))  # as the moments in Adam
        self.lrs.append(lr)
        self.losses.append(loss)

    def diverged(self, times: float) -> bool:
        lowest = min(self.smoothed)
        return self.smoothed[-1] > lowest + (times - 1) * abs(lowest)

    @property
    def suggestion(self) -> float:
        """Half of the rate at which the smoothed loss had fallen half of the way from its beginning to its lowest.

        Where it falls fastest, further on, training often fails later: Adam and SGD with and without momentum, in
        narrow layers and wide ones, learned the digits well with this rule, and by far not always with that one.

        Raises:
            ValueError: the loss never fell.
        """
        smoothed, beginning = np.array(self.smoothed), len(self.lrs) // 10  # the first means are of few losses
        lowest = int(smoothed.argmin())
        if lowest <= beginning:
            raise ValueError(
                "lr_range_test: the loss never fell, so that no rate can be suggested. Try a lower start_lr, and look "
                "whether the model learns at all."
            )
        half = (smoothed[beginning] + smoothed[lowest]) / 2
        return self.lrs[int(np.flatnonzero(smoothed[:lowest] >= half)[-1])] / 2

    def __repr__(self) -> str:
        return f"RangeTest({len(self.lrs)} rates from {self.lrs[0]:.3g} to {self.lrs[-1]:.3g})"


@explained("lr_range_test(model, optimizer, criterion, loader).")
@checked
def lr_range_test(
    model: Any,
    optimizer: Any,
    criterion: Callable,
    loader: Iterable,
    start_lr: float = 1e-7,
    end_lr: float = 10.0,
    num_iter: int = 100,
    *,
    smoothing: float = 0.9,
    diverged: float = 4.0,
) -> RangeTest:
    """Train for `num_iter` batches while the rate grows by the same factor each time, and note the losses.

    Ends early when a loss is not finite, or the smoothed loss `diverged` times its lowest value. Afterwards the model,
    the optimizer and the random numbers are as before, only the gradients are gone. With several parameter groups the
    highest of their rates goes through the range, and the others keep their ratio to it.

    Args:
        model, optimizer, criterion: ours or PyTorch's, for `criterion(model(inputs), targets)`.
        loader: gives pairs (inputs, targets); gone through again when it ends.
        start_lr, end_lr: the first and the last rate.
        smoothing: how much of the running mean remains with each new loss; 0 for none.

    >>> from tinygrad_lite.training import lr_range_test
    >>> images, labels = tg.data.digits(train=True)
    >>> loader = tg.data.DataLoader(tg.data.TensorDataset(images / 16, labels), batch_size=64, shuffle=True)
    >>> model = tg.nn.Sequential(tg.nn.Linear(64, 32), tg.nn.ReLU(), tg.nn.Linear(32, 10))
    >>> optimizer = tg.optim.SGD(model.parameters(), lr=0.1)
    >>> result = lr_range_test(model, optimizer, tg.nn.CrossEntropyLoss(), loader)
    >>> 0.1 < result.suggestion < 1
    True

    Source: Smith 2017, arXiv:1506.01186, section 3.3.
    """
    if not 0 < start_lr < end_lr < 1e30:
        raise ValueError(f"lr_range_test: needs 0 < start_lr < end_lr, got start_lr={start_lr} and end_lr={end_lr}.")
    if not 2 <= num_iter < 10**9 or not 0 <= smoothing < 1:
        raise ValueError(f"lr_range_test: needs num_iter > 1 and 0 <= smoothing < 1, got {num_iter} and {smoothing}.")
    check_parts(model, optimizer, criterion, "lr_range_test")
    check_batches(loader, "lr_range_test")
    restore = remembered(model, optimizer, loader)
    rates = [group["lr"] for group in optimizer.param_groups]
    shares = [rate / max(rates) if max(rates) else 1.0 for rate in rates]
    result, batches = RangeTest(smoothing), endless(loader)
    try:
        for lr in np.geomspace(float(start_lr), float(end_lr), num_iter).tolist():
            for group, share in zip(optimizer.param_groups, shares):
                group["lr"] = lr * share
            inputs, targets = inputs_and_targets(next(batches))
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            value = float(loss.detach())
            if not isfinite(value):
                break
            result.add(lr, value)
            if result.diverged(diverged):
                break
            loss.backward()
            optimizer.step()
    finally:
        restore()
    if not result.lrs:
        raise ValueError(f"lr_range_test: the first loss is {value}, before any step. Look at the inputs and weights.")
    return result


def endless(loader: Iterable) -> Iterator[Any]:
    while True:
        batch = None
        for batch in loader:
            yield batch
        if batch is None:
            raise ValueError(
                "lr_range_test: the loader has no batches. Give one that can be gone through again, not a generator."
            )


def remembered(model: Any, optimizer: Any, loader: Any) -> Callable[[], None]:
    """A function that brings everything that training changes back to where it is now."""
    states = copy.deepcopy((model.state_dict(), optimizer.state_dict()))
    library, generator = library_of(model), getattr(loader, "generator", None)
    drawn = get_random_state(library)
    own = None if generator is None else generator.get_state()

    def restore() -> None:
        optimizer.zero_grad()
        model.load_state_dict(states[0])
        optimizer.load_state_dict(states[1])
        set_random_state(drawn, library)
        if generator is not None:
            generator.set_state(own)

    return restore
