"""How parameters are updated fast: small ones many at a time, large ones in blocks that fit into the cache.

A step is a dozen passes over each parameter. NumPy takes half a microsecond to begin a pass, so that 200 small
parameters cost 200 times that; copied together they cost it once. And a pass over a large parameter goes through the
memory; done block by block, all passes but the first find their numbers in the cache.
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
            np.concatenate([kept(name, p, s) for p, s in zip(params, states)], axis=None, out=flat)
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

    def update(self, update: Callable, numbers: list[np.ndarray], group: dict[str, Any]) -> None:
        """Call `update(param, grad, state, scratch, numbers, group)` with flat arrays, at most a block at a time."""
        if len(self.params) > 1:
            np.concatenate([p.grad.array for p in self.params], axis=None, out=self.grad)
            np.concatenate([p.array for p in self.params], axis=None, out=self.param)
            update(self.param, self.grad, self.state, self.scratch, numbers, group)
            for p, piece in zip(self.params, self.pieces, strict=True):
                p.array[...] = piece
            return
        array = self.params[0].array
        param, grad = array.reshape(-1), self.params[0].grad.array.reshape(-1)
        if len(self.blocks) == 1:
            update(param, grad, self.state, self.scratch, numbers, group)
        else:
            for place, state, scratch in self.blocks:
                update(param[place], grad[place], state, scratch, numbers, group)
        if not array.flags.c_contiguous:  # then reshape has copied
            array[...] = param.reshape(array.shape)


class Batch:
    """The packs of one dtype and with equal counts, such as of their steps: the same numbers serve them all."""

    def __init__(self, counts: dict[str, np.ndarray], packs: list[Pack], dtype: np.dtype):
        self.counts, self.packs, self.dtype = counts, packs, dtype
        self.numbers: list[np.ndarray] = []

    def update(self, update: Callable, numbers: tuple[float, ...], group: dict[str, Any]) -> None:
        """Update all packs. NumPy makes a 0-d array of a Python number in every pass; here it is done once a step."""
        if not self.numbers:
            self.flat = np.empty(len(numbers), self.dtype)
            self.numbers = [self.flat[i : i + 1].reshape(()) for i in range(len(numbers))]
        self.flat[:] = numbers
        for pack in self.packs:
            pack.update(update, self.numbers, group)


def aligned(size: int, dtype: np.dtype) -> np.ndarray:
    """New memory that begins at a multiple of 64 bytes, as processors like it: a step takes a tenth less."""
    memory = np.empty(size * dtype.itemsize + 64, np.uint8)
    start = -memory.ctypes.data % 64
    return memory[start : start + size * dtype.itemsize].view(dtype)


def kept(name: str, p: Tensor, state: dict[str, Tensor]) -> np.ndarray:
    """An array of a parameter's state; zeros where there is none yet."""
    return state[name].array if name in state else np.zeros_like(p.array)


def pieces(flat: np.ndarray, params: list[Tensor]) -> list[np.ndarray]:
    """Views of `flat`, one for each parameter and in its shape."""
    ends = np.cumsum([p.array.size for p in params]).tolist()
    return [flat[end - p.array.size : end].reshape(p.shape) for p, end in zip(params, ends)]


def packed(
    params: list[Tensor],
    states: list[dict[str, Tensor]],
    counts: list[dict[str, float]],
    names: tuple[str, ...],
    small: int,
) -> list[Batch]:
    """All parameters in batches of one dtype and equal counts, which they share from now on as 0-d arrays.

    Parameters larger than `small` are alone in a pack, the others gathered, up to a block.
    """
    batches: dict[tuple, list[int]] = {}
    for i, p in enumerate(params):
        batches.setdefault((p.dtype, *counts[i].values()), []).append(i)
    result = []
    for (dtype, *_), members in batches.items():
        shared = {name: np.array(count, np.float32) for name, count in counts[members[0]].items()}
        for i in members:
            states[i].update({name: Tensor(count) for name, count in shared.items() if name in states[i]})
        sizes = [params[i].array.size for i in members]
        scratch = [aligned(min(BLOCK, sum(sizes)), dtype) for _ in range(2)]
        packs = []
        for together in divided(sizes, small):
            own = [members[j] for j in together]
            packs.append(Pack([params[i] for i in own], [states[i] for i in own], names, scratch))
        result.append(Batch(shared, packs, dtype))
    return result


def divided(sizes: list[int], small: int) -> list[list[int]]:
    """Which go together: the numbers of those of up to `small` elements, in lists of a block in all; others alone."""
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
    return [numbers for numbers in result if numbers]
