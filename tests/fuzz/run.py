"""Running programs: where, and with what around them."""

from __future__ import annotations

import contextlib
import math
import warnings
from typing import Any

import numpy as np
import torch

torch.set_num_threads(1)


@contextlib.contextmanager
def quiet():
    """Without warnings: about `.grad` of computed tensors, division by zero and the like."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def surroundings(lib: Any) -> dict[str, Any]:
    """The names that a program finds: its library, nan and inf, and a list for what hooks see."""
    return {"lib": lib, "nan": math.nan, "inf": math.inf, "seen": []}


class Wide:
    """PyTorch, but all numbers with a point are float64."""

    float16 = float32 = torch.float64

    def __getattr__(self, name: str) -> Any:
        return getattr(torch, name)


class Shaken:
    """PyTorch, but what a program takes for its numbers is a rounding error beside them. Equal ones stay equal."""

    def __init__(self, seed: int):
        self.seed = seed

    def __getattr__(self, name: str) -> Any:
        return getattr(torch, name)

    def tensor(self, values: Any, dtype: torch.dtype, requires_grad: bool = False) -> torch.Tensor:
        made = torch.tensor(values, dtype=dtype)
        if made.is_floating_point():
            steps = torch.sin(made.double() * 1e3 + self.seed).nan_to_num() * 4 * torch.finfo(dtype).eps
            made = (made.double() * (1 + steps)).to(dtype)
        return made.requires_grad_(requires_grad)
