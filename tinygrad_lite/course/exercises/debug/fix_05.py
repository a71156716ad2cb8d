"""`fix_05` of lesson 10: outputs (N, 1) against targets (N,), which broadcasting makes into a table (N, N)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...case import settled
from ...exercise import Exercise, mistake
from ...recipes import Criterion, Optimizer
from .pieces import Loader, Net
from .rows import CAUSES, loop_cause

#: (samples, batch size, sizes of the network, optimizer, rate, its options, epochs)
_SETTINGS: list[tuple] = [
    (2, 2, (1, 1), "SGD", 0.1, {}, 2),
    (5, 3, (2, 1), "SGD", 0.1, {}, 2),
    (7, 4, (2, 3, 1), "SGD", 0.08, {}, 3),
    (6, 3, (3, 4, 1), "Adam", 0.05, {}, 3),
    (5, 2, (2, 3, 1), "SGD", 0.05, {"momentum": 0.9}, 3),
    (8, 5, (4, 3, 1), "SGD", 0.1, {}, 2),
    (3, 3, (3, 2, 1), "SGD", 0.2, {}, 3),
]
Difference = Callable[[Any, Any], Any]


def pairs(outputs: Any, targets: Any) -> Any:
    """Each output minus its own target."""
    return outputs.squeeze(1) - targets


def table(outputs: Any, targets: Any) -> Any:
    """Each output minus every target."""
    return outputs.reshape(-1, 1) - targets.reshape(1, -1)


def train(
    model: Any,
    loader: Any,
    criterion: Any,
    optimizer: Any,
    epochs: int,
    *,
    loss_of: Difference = pairs,
    error_of: Difference = pairs,
    mean_square: Callable[[Any], Any] = lambda differences: (differences**2).mean(),
    mean_error: Callable[[Any], Any] = lambda differences: differences.abs().mean(),
    step: bool = True,
    clear: bool = True,
    weigh: bool = True,
    behind: bool = False,
) -> dict[str, list[float]]:
    """Train; the differences that the loss and the error are made of, and what is made of them, as asked for.

    `behind` takes the error from a forward pass behind the step.
    """
    found: dict[str, list[float]] = {"loss": [], "error": []}
    for _ in range(epochs):
        losses, errors, sizes = [], [], []
        for inputs, targets in loader:
            outputs = model(inputs)
            loss = mean_square(loss_of(outputs, targets))
            if clear:
                optimizer.zero_grad()
            loss.backward()
            if step:
                optimizer.step()
            losses.append(loss.item())
            errors.append(mean_error(error_of(model(inputs) if behind else outputs, targets)).item())
            sizes.append(len(inputs))
        found["loss"].append(float(np.average(losses, weights=sizes if weigh else None)))
        found["error"].append(float(np.average(errors, weights=sizes if weigh else None)))
    return found


class Fix05(Exercise):
    id, points, rtol, forbids = "debug/fix_05", 4, 1e-7, ()
    name = "train_05"
    hints = (
        "Print three shapes in the first batch: of `outputs`, of `targets`, of `outputs - targets`. How many "
        "differences should there be, and how many are there?",
        "Broadcasting puts a 1 in front of the shorter shape: (N, 1) with (1, N) becomes (N, N), each output against "
        "every target. Both need the same shape, for the loss and for the error.",
        "Give one of the two its shape at the top, where both places below get it: an axis of length 1 less for the "
        "outputs (`squeeze`), or one more for the targets (`unsqueeze`).",
    )
    notice = (
        "A net that is trained on the table learns to answer every input with about the mean target: that is the best "
        "a number can do against all targets at once. Its loss even falls, to about the variance of the targets."
    )

    def cause(self, failure, case, submission):
        return loop_cause(CAUSES, failure, submission)

    def cases(self, rng):
        for n, batch, sizes, optimizer, lr, options, epochs in _SETTINGS:
            x = rng.normal(size=(n, sizes[0]))
            loader = Loader(x, settled(x @ rng.normal(size=sizes[0]) + rng.normal(size=n) + 1), batch)
            model, steps = Net.draw(rng, *sizes), Optimizer(optimizer, lr, options=options)
            arguments = model, loader, Criterion("MSELoss"), steps, epochs
            yield self.case(*arguments, changes=("model",), observe=("model",))

    def reference(self, model, loader, criterion, optimizer, epochs):
        import torch

        found: dict[str, list[float]] = {"loss": [], "error": []}
        for _ in range(epochs):
            squares, errors = [], []
            for inputs, targets in loader:
                outputs = model(inputs)[:, 0]
                optimizer.zero_grad()
                torch.nn.functional.mse_loss(outputs, targets).backward()
                optimizer.step()
                squares += ((outputs - targets) ** 2).tolist()
                errors += (outputs - targets).abs().tolist()
            found["loss"].append(sum(squares) / len(squares))
            found["error"].append(sum(errors) / len(errors))
        return found

    @staticmethod
    def broken(model, loader, criterion, optimizer, epochs):
        history = {"loss": [], "error": []}
        for _ in range(epochs):
            total, error = 0.0, 0.0
            for inputs, targets in loader:
                outputs = model(inputs)
                loss = criterion(outputs, targets)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
                error += (outputs - targets).abs().mean().item() * len(inputs)
            history["loss"].append(total / len(loader.dataset))
            history["error"].append(error / len(loader.dataset))
        return history

    @staticmethod
    def solution(model, loader, criterion, optimizer, epochs):
        """Train a regression, and report how it went.

        Args:
            model: has one output; `model(inputs)` has the shape (batch, 1).
            loader: its targets have the shape (batch,).
            criterion: `nn.MSELoss()`.
            optimizer: has `zero_grad()` and `step()`.
            epochs: how many times to go through the loader.
        Returns:
            dict of two lists with one float an epoch: "loss", the mean squared error per sample, and "error", the mean
            absolute error per sample. Both are from the forward pass before each step.
        """
        history = {"loss": [], "error": []}
        for _ in range(epochs):
            total, error = 0.0, 0.0
            for inputs, targets in loader:
                outputs = model(inputs).squeeze(1)
                loss = criterion(outputs, targets)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
                error += (outputs - targets).abs().mean().item() * len(inputs)
            history["loss"].append(total / len(loader.dataset))
            history["error"].append(error / len(loader.dataset))
        return history

    def again(self, *arguments):
        return train(*arguments)

    @mistake(
        "each output against every target",
        "In the loss and in the error each output is still compared with every target of the batch, not with its own: "
        "the differences are a table. Which shapes meet there?",
    )
    def untouched(self, *arguments):
        return train(*arguments, loss_of=table, error_of=table)

    @mistake(
        "the error against every target",
        "In the mean absolute error each output is still compared with every target of the batch: the two shapes meet "
        "there once more. The training itself is right now.",
    )
    def loss_only(self, *arguments):
        return train(*arguments, error_of=table)

    @mistake(
        "the loss against every target",
        "The criterion still compares each output with every target of the batch, and that is what the steps are made "
        "from. The mean absolute error is right.",
    )
    def error_only(self, *arguments):
        return train(*arguments, loss_of=table)

    @mistake(
        "only the first output",
        "The first output of each batch is compared with all of its targets. Each sample has an output of its own: an "
        "axis is to be taken away, `[:, 0]`, not a row, `[0]`.",
    )
    def first_output(self, *arguments):
        first = lambda outputs, targets: outputs[0] - targets  # noqa: E731
        return train(*arguments, loss_of=first, error_of=first)

    @mistake(
        "the mean output",
        "The mean of the outputs of each batch is compared with its targets. Each sample has an output of its own.",
    )
    def mean_output(self, *arguments):
        mean = lambda outputs, targets: outputs.mean() - targets  # noqa: E731
        return train(*arguments, loss_of=mean, error_of=mean)

    @mistake(
        "mean against mean",
        "The mean of the outputs is compared with the mean of the targets. Errors of single samples cancel there: a "
        "net may be wrong everywhere, and right on average.",
    )
    def means(self, *arguments):
        mean = lambda outputs, targets: outputs.mean() - targets.mean()  # noqa: E731
        return train(*arguments, loss_of=mean, error_of=mean)

    @mistake(
        "errors with their signs",
        "The error adds up differences with their signs, which cancel. The absolute value of each comes first. The "
        "training itself is right now.",
    )
    def signed(self, *arguments):
        return train(*arguments, mean_error=lambda d: d.mean())

    @mistake(
        "the absolute value of the mean",
        "The error takes the mean first and its absolute value then, so that differences cancel. The absolute value "
        "of each comes first. The training itself is right now.",
    )
    def outside(self, *arguments):
        return train(*arguments, mean_error=lambda d: d.mean().abs())

    @mistake(
        "squared errors twice",
        'Under "error" stands the mean squared error once more. The mean of the absolute values is wanted. The '
        "training itself is right now.",
    )
    def squares(self, *arguments):
        return train(*arguments, mean_error=lambda d: (d**2).mean())

    @mistake(
        "the batch's sum of errors",
        "The error adds up the absolute errors of a batch and then counts that sum once for every sample. Add up sums "
        "as they are, or means times the number of samples. The training itself is right now.",
    )
    def summed(self, *arguments):
        return train(*arguments, mean_error=lambda d: d.abs().sum())

    @mistake(
        "the error behind the step",
        "The error comes from a second forward pass, behind the step, when the weights have moved already. Wanted is "
        "that of the forward pass before the step. The training itself is right now.",
    )
    def behind(self, *arguments):
        return train(*arguments, behind=True)

    @mistake(
        "the last epoch alone",
        "You returned the numbers of the last epoch alone. Wanted are lists, with one number for each epoch. The "
        "training itself is right now.",
    )
    def last_epoch(self, *arguments):
        return {key: values[-1] for key, values in train(*arguments).items()}

    @mistake(
        "averages batches",
        "The report averages the batches, so that each sample of a last batch that is smaller counts more than the "
        "others. The training itself is right now.",
    )
    def batch_means(self, *arguments):
        return train(*arguments, weigh=False)

    @mistake(
        "the weights never move",
        "The weights are the same before and after, so each epoch reports the same. Usual reasons: no step is made; "
        "gradients are set back between `backward()` and the step; or `.detach()`, `.item()` or a new tensor cuts the "
        "loss off from the weights.",
    )
    def no_step(self, *arguments):
        return train(*arguments, step=False)

    @mistake(
        "never sets gradients back",
        "Between one batch and the next the gradients are not set back: `backward()` adds to what is there, and each "
        "step is made from the sum of all batches so far. The shapes are right.",
    )
    def accumulates(self, *arguments):
        return train(*arguments, clear=False)
