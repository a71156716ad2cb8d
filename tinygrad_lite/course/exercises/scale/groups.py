"""Training by groups of micro-batches: what the named mistakes of `train_accumulated` are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Weights = Callable[[list[int]], list[float]]
Losses = Callable[[list[float], list[int]], float]


def by_samples(sizes: list[int]) -> list[float]:
    """What each micro-batch's mean loss counts: its share of the samples of the group."""
    return [size / sum(sizes) for size in sizes]


def sample_mean(losses: list[float], sizes: list[int]) -> float:
    """The mean loss over the samples of a group."""
    return sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)


def groups_of(loader: Any, size: int) -> list[list[tuple[Any, Any]]]:
    """The batches of a loader, `size` at a time; the last group may be shorter."""
    batches = list(loader)
    return [batches[start : start + size] for start in range(0, len(batches), size)]


def train(
    model: Any,
    groups: list[list[tuple[Any, Any]]],
    criterion: Any,
    optimizer: Any,
    weights: Weights = by_samples,
    losses: Losses = sample_mean,
    clear: str = "group",
    late: bool = False,
) -> list[float]:
    """One step for each group, right unless a keyword says otherwise.

    Args:
        weights: what the mean losses of a group are multiplied by, from its sizes.
        losses: what is noted down of a group.
        clear: the gradients are cleared for each "group", for each "batch", only "behind" each step, "once" before
            all of them, or "never".
        late: all that is in `.grad` is divided by the samples of the group right before the step.
    """
    noted = []
    if clear == "once":
        optimizer.zero_grad()
    for group in groups:
        sizes = [len(y) for _, y in group]
        means = []
        if clear == "group":
            optimizer.zero_grad()
        for weight, (x, y) in zip(weights(sizes), group, strict=True):
            if clear == "batch":
                optimizer.zero_grad()
            loss = criterion(model(x), y)
            (loss * weight).backward()
            means.append(loss.item())
        for parameter in model.parameters() if late else ():
            parameter.grad = parameter.grad / sum(sizes)
        optimizer.step()
        if clear == "behind":
            optimizer.zero_grad()
        noted.append(losses(means, sizes))
    return noted
