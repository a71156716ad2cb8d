"""Wrong training loops are made of two parts: how the steps are made, and how the losses are reported.

`trained` makes the steps and gives, for each epoch, one `Row` a batch; the functions below it make a report of them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ...exercise import Cause, look_up
from ...run import Failure
from ...submission import Submission
from ..gradient_causes import gradient_cause

#: What an exception in a training loop usually comes from; asked before the general causes.
CAUSES: tuple[Cause, ...] = (
    (
        "AttributeError",
        "'(float|numpy.float64|int)' object has no attribute 'backward'",
        "`.item()` makes a plain number of the loss, and a number does not know what it was computed from. Keep the "
        "tensor for `backward()`, and take the number for the report.",
    ),
    (
        "RuntimeError",
        "does not depend on any parameter",
        "From this tensor no path leads back to the weights. `.item()`, `.detach()`, `.numpy()` and `tg.tensor(…)` all "
        "cut it; `backward()` wants the tensor that the criterion gave.",
    ),
    (
        "RuntimeError",
        "already used and released",
        "`backward()` was called twice on losses that share a graph, or a graph of an earlier batch is still in the "
        "sum. Each batch has a loss of its own; for the report, `.item()` takes the number out.",
    ),
    (
        "RuntimeError",
        "which an array cannot carry",
        "Here a tensor that belongs to a graph was given to NumPy. Tensors can do the same themselves; a single number "
        "comes out with `.item()`.",
    ),
    (
        "TypeError",
        "'builtin_function_or_method' object|unsupported operand type.*'method'",
        "A method was used without its brackets: `loss.item()` gives the number, `loss.item` is the method itself.",
    ),
    (
        "TypeError",
        "must be Tensor, not Tensor",
        "A function of PyTorch was given a tensor of tinygrad_lite. Tensors have methods of the same names, such as "
        "`x.softmax(dim=1)`, and `tg` has the functions.",
    ),
    (
        "TypeError",
        "object of type '.*' has no len",
        "This has no length. `len(loader)` is the number of batches, `len(loader.dataset)` the number of samples and "
        "`len(inputs)` the number in this batch.",
    ),
)


def loop_cause(causes: tuple[Cause, ...], failure: Failure, submission: Submission) -> str:
    """What a table of causes, or else what is known of gradients, says of an exception."""
    return look_up(causes, failure) or gradient_cause(failure, submission)


class Row(NamedTuple):
    """A batch: its loss before the step, its loss after the step if that was asked for, and its number of samples."""

    loss: float
    after: float
    size: int


def trained(
    model: Any,
    loader: Any,
    criterion: Any,
    optimizer: Any,
    epochs: int,
    *,
    clear: str = "batch",
    step: str = "batch",
    scale: str = "mean",
    after: bool = False,
) -> list[list[Row]]:
    """Train; one list of rows an epoch.

    Args:
        clear: when gradients are set back: before each "batch" or "epoch", or "never".
        step: when a step is made: in each "batch", at the end of each "epoch", or "never".
        scale: what backward is called on: the batch's "mean", or its "sum", or each batch's "share" of all samples.
        after: whether each batch's loss is computed again behind the step.
    """
    found = []
    for _ in range(epochs):
        rows = []
        if clear == "epoch":
            optimizer.zero_grad()
        for inputs, targets in loader:
            if clear == "batch":
                optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            factor = {"mean": 1, "sum": len(inputs), "share": len(inputs) / len(loader.dataset)}[scale]
            (loss * factor if factor != 1 else loss).backward()
            if step == "batch":
                optimizer.step()
            again = criterion(model(inputs), targets).item() if after else 0.0
            rows.append(Row(loss.item(), again, len(inputs)))
        if step == "epoch":
            optimizer.step()
        found.append(rows)
    return found


def per_sample(epochs: list[list[Row]]) -> list[float]:
    """The mean over all samples of each epoch."""
    return [sum(row.loss * row.size for row in rows) / sum(row.size for row in rows) for rows in epochs]


def of_batches(epochs: list[list[Row]]) -> list[float]:
    """The mean of the batch means, each of the same weight."""
    return [sum(row.loss for row in rows) / len(rows) for rows in epochs]


def sums_of_batches(epochs: list[list[Row]]) -> list[float]:
    """The sum of the batch means."""
    return [sum(row.loss for row in rows) for rows in epochs]


def sums_of_samples(epochs: list[list[Row]]) -> list[float]:
    """The sum over all samples."""
    return [sum(row.loss * row.size for row in rows) for rows in epochs]


def weighted_by_batches(epochs: list[list[Row]]) -> list[float]:
    """The sum over all samples divided by the number of batches."""
    return [total / len(rows) for total, rows in zip(sums_of_samples(epochs), epochs, strict=True)]


def batches_by_samples(epochs: list[list[Row]]) -> list[float]:
    """The sum of the batch means divided by the number of samples."""
    return [sum(row.loss for row in rows) / sum(row.size for row in rows) for rows in epochs]


def as_if_full(epochs: list[list[Row]]) -> list[float]:
    """Every batch counts as if it had as many samples as the first, and the sum is divided by the true number."""
    return [sum(row.loss for row in rows) * rows[0].size / sum(row.size for row in rows) for rows in epochs]


def of_last_batch(epochs: list[list[Row]]) -> list[float]:
    """The loss of each epoch's last batch."""
    return [rows[-1].loss for rows in epochs]


def behind_the_step(epochs: list[list[Row]]) -> list[float]:
    """The mean over all samples of the losses behind the steps."""
    return [sum(row.after * row.size for row in rows) / sum(row.size for row in rows) for rows in epochs]


def one_a_batch(epochs: list[list[Row]]) -> list[float]:
    """Every batch's loss."""
    return [row.loss for rows in epochs for row in rows]


def never_from_zero(epochs: list[list[Row]]) -> list[float]:
    """The sum over all samples so far, of earlier epochs too, divided by the number of samples of one epoch."""
    totals, running = sums_of_samples(epochs), 0.0
    found = []
    for total, rows in zip(totals, epochs, strict=True):
        running += total
        found.append(running / sum(row.size for row in rows))
    return found


def times_batches(epochs: list[list[Row]]) -> list[float]:
    """Each batch's mean times the number of batches, added up, and divided by the number of samples."""
    return [len(rows) * sum(row.loss for row in rows) / sum(row.size for row in rows) for rows in epochs]
