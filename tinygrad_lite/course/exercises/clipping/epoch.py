"""One epoch in pieces, so that a mistake of the loop with clipping can change one of them."""

from __future__ import annotations

from typing import Any


def epoch(model, loader, criterion, optimizer, between, after=lambda model, norm: None, clear=True):
    """One epoch; `between` backward and step, it returns what is appended."""
    found: list[Any] = []
    for inputs, targets in loader:
        if clear:
            optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        found.append(between(list(model.parameters())))
        optimizer.step()
        after(model, found[-1])
    return found


def norm_of(parameters):
    return float(sum((parameter.grad**2).sum().item() for parameter in parameters)) ** 0.5


def scale(parameters, factor):
    for parameter in parameters:
        parameter.grad *= factor


def clip(parameters, max_norm):
    norm = norm_of(parameters)
    if norm > max_norm:
        scale(parameters, max_norm / norm)
    return norm
