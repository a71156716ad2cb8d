"""One pass over a loader, written down batch by batch: what the named mistakes of the loops are made of."""

from __future__ import annotations

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


def train(model: Any, loader: Any, criterion: Any, optimizer: Any, zero: str = "first", step: str = "batch", mode=True):
    """One epoch of training: zero_grad "first", "late" (between backward and step) or "never"; a step a "batch",
    an "epoch" or "never"."""
    batches = []
    if mode is not None:
        model.train(mode)
    for inputs, targets in loader:
        if zero == "first":
            optimizer.zero_grad()
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        if zero == "late":
            optimizer.zero_grad()
        if step == "batch":
            optimizer.step()
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
