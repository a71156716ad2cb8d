"""One pass over a loader, written down batch by batch: what the named mistakes of the loops are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass
class Batch:
    """What one batch gave: its mean loss, how many predictions were right, how many samples it has."""

    loss: float
    right: int
    size: int


def measured(outputs: Any, targets: Any, loss: Any) -> Batch:
    """What one batch gave, from its logits and class indices."""
    right = int((outputs.detach().numpy().argmax(1) == targets.numpy()).sum())
    return Batch(loss.item(), right, len(targets))


def train(
    model: Any,
    loader: Any,
    criterion: Any,
    optimizer: Any,
    zero: str = "first",
    step: str = "batch",
    mode: bool | None = True,
    again: str = "",
    change: Callable[[Any], Any] = lambda outputs: outputs,
) -> list[Batch]:
    """One epoch of training, right unless a keyword says otherwise.

    Args:
        zero: the gradients are cleared "first", "late" (between backward and step), once an "epoch" or "never".
        step: one for each "batch", one an "epoch", or "never".
        mode: what the model is put into; None leaves it as it is.
        again: what is measured by a second forward pass, after the step: "all", or the "outputs" alone, not the loss.
        change: what is done to the outputs before the criterion gets them.
    """
    batches = []
    if mode is not None:
        model.train(mode)
    for inputs, targets in loader:
        if zero == "first":
            optimizer.zero_grad()
        outputs = model(inputs)
        loss = criterion(change(outputs), targets)
        loss.backward()
        if zero == "late":
            optimizer.zero_grad()
        if step == "batch":
            optimizer.step()
        if again:
            outputs = model(inputs)
        if again == "all":
            loss = criterion(outputs, targets)
        batches.append(measured(outputs, targets, loss))
    if step == "epoch":
        optimizer.step()
    return batches


def look(model: Any, loader: Any, criterion: Any) -> list[Batch]:
    """One pass without training, in whatever mode the model is."""
    batches = []
    for inputs, targets in loader:
        outputs = model(inputs)
        batches.append(measured(outputs, targets, criterion(outputs, targets)))
    return batches


# What is made of the batches: right, and in the ways in which people get it wrong.


def samples(batches: list[Batch]) -> int:
    return sum(batch.size for batch in batches)


def loss_of(batches: list[Batch]) -> float:
    return sum(batch.loss * batch.size for batch in batches) / samples(batches)


def accuracy_of(batches: list[Batch]) -> float:
    return sum(batch.right for batch in batches) / samples(batches)


def both(batches: list[Batch]) -> tuple[float, float]:
    return loss_of(batches), accuracy_of(batches)


def batch_mean_loss(batches: list[Batch]) -> float:
    return float(np.mean([batch.loss for batch in batches]))


def batch_mean_accuracy(batches: list[Batch]) -> float:
    return float(np.mean([batch.right / batch.size for batch in batches]))


def loss_of_full_ones(batches: list[Batch]) -> float:
    """As if every batch had as many samples as the largest."""
    largest = max(batch.size for batch in batches)
    return sum(batch.loss * largest for batch in batches) / samples(batches)
