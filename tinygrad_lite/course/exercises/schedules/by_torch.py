"""What PyTorch's scheduler says: the independent source of this lesson's answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def rate(make: Callable[[Any, Any], Any], lr: float, step: int) -> float:
    """The learning rate of a step, counted from 0, by going there with PyTorch's scheduler one step at a time.

    Args:
        make: gets `torch.optim.lr_scheduler` and an optimizer, and returns a scheduler.
        lr: the optimizer's learning rate.
        step: how many steps to make.
    """
    import torch

    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    scheduler = make(torch.optim.lr_scheduler, optimizer)
    for _ in range(step):
        optimizer.step()
        scheduler.step()
    return float(optimizer.param_groups[0]["lr"])
