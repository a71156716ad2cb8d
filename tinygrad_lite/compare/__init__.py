"""PyTorch beside us: models taken over both ways, both trained in step, both timed. PyTorch is loaded when needed."""

from .conversion import copy_weights, from_torch, to_torch
from .lockstep import lockstep
from .timing import timing

__all__ = ["copy_weights", "from_torch", "lockstep", "timing", "to_torch"]
