"""How parameters are updated fast: small ones many at a time, large ones in blocks that fit into the cache.

A step is a dozen passes over each parameter. NumPy takes half a microsecond to begin a pass, so that 200 small
parameters cost 200 times that; copied together they cost it once. And a pass over a large parameter goes through the
memory; done block by block, all passes but the first find their numbers in the cache. PyTorch's `foreach` and `fused`
optimizers are there for the same reasons.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tinygrad_lite.tensor import Tensor

BLOCK = 131072  # elements updated at a time


class Pack:
    """Parameters that are updated together: one, or several small ones that are gathered and copied back.

    The parameters keep their own memory. The state lies flat in the pack; what `optimizer.state` shows for each
    parameter are views of it.
    """

    def __init__(
        self, params: list[Tensor], states: list[dict[str, Tensor]], names: tuple[str, ...], scratch: list[np.ndarray]
    ):
        self.params = params
        dtype = params[0].dtype
        self.size = sum(p.array.size for p in params)
        self.scratch = [spare[: self.size] for spare in scratch]  # shared by all packs, so that it stays in the cache
        self.state = [aligned(self.size, dtype) for name in names]
        for name, flat in zip(names, self.state):
            np.concatenate([state_or_zeros(name, p, s) for p, s in zip(params, states)], axis=None, out=flat)
            for state, piece in zip(states, pieces(flat, params)):
                state[name] = Tensor(piece)
        if len(params) == 1:
            self.blocks = [self.block(start, min(start + BLOCK, self.size)) for start in range(0, self.size, BLOCK)]
        else:
            self.param, self.grad = aligned(self.size, dtype), aligned(self.size, dtype)
            self.pieces = pieces(self.param, params)

    def block(self, start: int, end: int) -> tuple[slice, list[np.ndarray], list[np.ndarray]]:
        """A part of a large parameter: where it is, its state, and scratch memory of its length."""
        return (
            slice(start, end),
            [flat[start:end] for flat in self.state],
            [spare[: end - start] for spare in self.scratch],
        )

    def step(self, step: Callable, coefficients: list[np.ndarray], group: dict[str, Any]) -> None:
        """Call `step(param, grad, state, scratch, coefficients, group)` with flat arrays, at most a block at a time."""
        if len(self.params) > 1:
            np.concatenate([p._grad.array for p in self.params], axis=None, out=self.grad)
            np.concatenate([p.array for p in self.params], axis=None, out=self.param)
            step(self.param, self.grad, self.state, self.scratch, coefficients, group)
            for p, piece in zip(self.params, self.pieces, strict=True):
                p.array[...] = piece
            return
        array = self.params[0].array
        param, grad = array.reshape(-1), self.params[0]._grad.array.reshape(-1)
        if len(self.blocks) == 1:
            step(param, grad, self.state, self.scratch, coefficients, group)
        else:
            for place, state, scratch in self.blocks:
                step(param[place], grad[place], state, scratch, coefficients, group)
        if not array.flags.c_contiguous:  # then reshape has copied
            array[...] = param.reshape(array.shape)


class Batch:
    """The packs of one dtype and with equal scalars, such as their number of steps: the same coefficients serve all."""

    def __init__(self, scalars: dict[str, np.ndarray], packs: list[Pack], dtype: np.dtype):
        self.scalars, self.packs, self.dtype = scalars, packs, dtype
        self.coefficients: list[np.ndarray] = []

    def step(self, step: Callable, coefficients: tuple[float, ...], group: dict[str, Any]) -> None:
        """Update all packs. NumPy makes a 0-d array of a Python number in every pass; here it is done once a step."""
        if not self.coefficients:
            self.flat = np.empty(len(coefficients), self.dtype)
            self.coefficients = [self.flat[i : i + 1].reshape(()) for i in range(len(coefficients))]
        self.flat[:] = coefficients
        for pack in self.packs:
            pack.step(step, self.coefficients, group)


def aligned(size: int, dtype: np.dtype) -> np.ndarray:
    """New memory that begins at a multiple of 64 bytes, as processors like it: a step takes a tenth less."""
    memory = np.empty(size * dtype.itemsize + 64, np.uint8)
    start = -memory.ctypes.data % 64
    return memory[start : start + size * dtype.itemsize].view(dtype)


def state_or_zeros(name: str, p: Tensor, state: dict[str, Tensor]) -> np.ndarray:
    """An array of a parameter's state; zeros where there is none yet."""
    return state[name].array if name in state else np.zeros_like(p.array)


def pieces(flat: np.ndarray, params: list[Tensor]) -> list[np.ndarray]:
    """Views of `flat`, one for each parameter and in its shape."""
    ends = np.cumsum([p.array.size for p in params]).tolist()
    return [flat[end - p.array.size : end].reshape(p.shape) for p, end in zip(params, ends)]


def make_batches(
    params: list[Tensor],
    states: list[dict[str, Tensor]],
    scalars: list[dict[str, float]],
    names: tuple[str, ...],
    small: int,
) -> list[Batch]:
    """All parameters in batches of one dtype and equal scalars, which they share from now on as 0-d arrays.

    Parameters larger than `small` are alone in a pack, the others gathered, up to a block.
    """
    batches: dict[tuple, list[int]] = {}
    for i, p in enumerate(params):
        batches.setdefault((p.dtype, *scalars[i].values()), []).append(i)
    result = []
    for (dtype, *_), members in batches.items():
        shared = {name: np.array(value, np.float32) for name, value in scalars[members[0]].items()}
        for i in members:
            states[i].update({name: Tensor(value) for name, value in shared.items() if name in states[i]})
        sizes = [params[i].array.size for i in members]
        scratch = [aligned(min(BLOCK, sum(sizes)), dtype) for _ in range(2)]
        packs = []
        for together in divided(sizes, small):
            own = [members[j] for j in together]
            packs.append(Pack([params[i] for i in own], [states[i] for i in own], names, scratch))
        result.append(Batch(shared, packs, dtype))
    return result


def divided(sizes: list[int], small: int) -> list[list[int]]:
    """Which go together: the indices of those of up to `small` elements, in lists of a block in all; others alone."""
    result: list[list[int]] = [[]]  # the list that is being filled comes last
    room = BLOCK
    for i, size in enumerate(sizes):
        if size > small:
            result.insert(0, [i])
            continue
        if size > room and result[-1]:
            result.append([])
            room = BLOCK
        result[-1].append(i)
        room -= size
    return [indices for indices in result if indices]
