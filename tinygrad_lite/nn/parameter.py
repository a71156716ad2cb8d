"""Parameter: a tensor that is trained."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite import backend
from tinygrad_lite.tensor import Tensor


class Parameter(Tensor):
    """A tensor that a module trains: as an attribute of one, it is found by `parameters()`. `torch.nn.Parameter`.

    >>> tg.nn.Parameter(tg.zeros(2))
    Parameter containing:
    tensor([0., 0.], requires_grad=True)
    """

    def __init__(self, data: Any, requires_grad: bool = True):
        array = data.array if isinstance(data, Tensor) else data
        super().__init__(backend.moved(array) if isinstance(data, np.ndarray) else array)
        self.requires_grad_(requires_grad)

    def __deepcopy__(self, memo: dict) -> Parameter:
        copied = super().__deepcopy__(memo)
        copied.grad = None
        return copied

    def __repr__(self) -> str:
        return f"Parameter containing:\n{super().__repr__()}"
