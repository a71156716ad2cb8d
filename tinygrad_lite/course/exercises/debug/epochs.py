"""The training loop that wrong versions share: what they do at its four places is all in which they differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _nothing(place: int) -> None:
    """What is done where nothing is to be done."""


def train(
    model: Any,
    loader: Any,
    criterion: Any,
    optimizer: Any,
    epochs: int,
    *,
    begin: Callable[[int], Any] = _nothing,
    before: Callable[[int], Any] = _nothing,
    behind: Callable[[int], Any] = _nothing,
    end: Callable[[int], Any] = _nothing,
    clear: bool = True,
    alike: bool = False,
) -> list[float]:
    """Train; the mean loss per sample of each epoch.

    `begin` and `end` are called with the epoch's number at its beginning and end, `before` and `behind` with the number
    of the batch in the epoch, from 0, before it and behind its step. Without `clear`, gradients are never cleared; with
    `alike`, all batches count the same in the mean loss.
    """
    history = []
    for epoch in range(epochs):
        begin(epoch)
        total = 0.0
        for number, (inputs, targets) in enumerate(loader):
            before(number)
            if clear:
                optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            behind(number)
            total += loss.item() * (len(loader.dataset) / len(loader) if alike else len(inputs))
        end(epoch)
        history.append(total / len(loader.dataset))
    return history
