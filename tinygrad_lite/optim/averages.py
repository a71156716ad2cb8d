"""Averages of weights over the course of training, which often do better than the last ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tinygrad_lite.arguments import checked, need_kind, need_saved, said
from tinygrad_lite.autograd import no_grad
from tinygrad_lite.ops.conversions import array_from
from tinygrad_lite.optim.optimizer import listed
from tinygrad_lite.tensor import Tensor


class ExponentialMovingAverage:
    """average = decay · average + (1 - decay) · param, for each parameter, at every `update`; the first copies.

    As `torch.optim.swa_utils.AveragedModel` with `get_ema_multi_avg_fn(decay)`, but beside the model.

    Args:
        parameters: those to average; call `update` after each step of the optimizer.
        decay: how much of the average remains, from 0 to 1: it reaches back about 1 / (1 - decay) steps.

    >>> w = tg.tensor([0.0], requires_grad=True)
    >>> ema = tg.optim.ExponentialMovingAverage([w], decay=0.75)
    >>> for value in (0.0, 4.0):
    ...     with tg.no_grad():
    ...         _ = w.fill_(value)
    ...     ema.update()
    >>> with ema.average_parameters():
    ...     print(w)
    tensor([1.], requires_grad=True)
    >>> w
    tensor([4.], requires_grad=True)
    """

    @checked
    def __init__(self, parameters: Any, decay: float = 0.999):
        if not 0 <= decay <= 1:
            raise ValueError(f"ExponentialMovingAverage: decay must be from 0 to 1, got {decay}.")
        self.parameters: list[Tensor] = listed("ExponentialMovingAverage", parameters)
        for p in self.parameters:
            if not hasattr(p, "detach"):  # of PyTorch, too: the callback averages both
                raise TypeError(f"ExponentialMovingAverage: parameters must be tensors, got {said(p)}.")
        self.decay = decay
        self.n_averaged = 0
        self.averages = [p.detach().clone() for p in self.parameters]

    def update(self) -> None:
        """Take the present parameters into the averages."""
        with no_grad():
            for average, p in zip(self.averages, self.parameters):
                if self.n_averaged == 0:
                    average.copy_(p)
                else:
                    average.mul_(self.decay).add_(p, alpha=1 - self.decay)
        self.n_averaged += 1

    def copy_to(self) -> None:
        """Make the averages the parameters, for good."""
        self._put(self.averages)

    def _put(self, values: list[Tensor]) -> None:
        with no_grad():
            for p, value in zip(self.parameters, values):
                p.copy_(value)

    @contextmanager
    def average_parameters(self) -> Iterator[None]:
        """`with ema.average_parameters():` the parameters are the averages; afterwards what they were."""
        before = [p.detach().clone() for p in self.parameters]
        self.copy_to()
        try:
            yield
        finally:
            self._put(before)

    def state_dict(self) -> dict[str, Any]:
        """The averages, their decay, and how many updates there were."""
        return {"decay": self.decay, "n_averaged": self.n_averaged, "averages": list(self.averages)}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Continue from a `state_dict`; the numbers are copied."""
        need_saved("ExponentialMovingAverage", state_dict, ("decay", "n_averaged", "averages"))
        averages = state_dict["averages"]
        if not isinstance(averages, (list, tuple)):
            raise TypeError(f"ExponentialMovingAverage: the saved averages must be a list, got {said(averages)}.")
        shapes = [tuple(getattr(average, "shape", ("none",))) for average in averages]
        if shapes != [tuple(p.shape) for p in self.parameters]:
            raise ValueError("ExponentialMovingAverage: the saved averages belong to other parameters than these.")
        need_kind("ExponentialMovingAverage", "the saved decay", state_dict["decay"], "float")
        need_kind("ExponentialMovingAverage", "the saved n_averaged", state_dict["n_averaged"], "int")
        # the callback averages PyTorch's parameters too
        values = [
            Tensor(array_from(saved)) if isinstance(mine, Tensor) else saved
            for mine, saved in zip(self.averages, averages)
        ]
        self.decay, self.n_averaged = state_dict["decay"], state_dict["n_averaged"]
        for mine, value in zip(self.averages, values):
            mine.copy_(value)
