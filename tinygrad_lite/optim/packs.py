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
    """Parameters that are updated together: a large one, or small ones that are gathered and copied back.

    The parameters keep their own memory. The state lies flat in the pack; what `optimizer.state` shows for each
    parameter are views of it.
    """

    def __init__(
        self,
        params: list[Tensor],
        states: list[dict[str, Tensor]],
        names: tuple[str, ...],
        step: np.ndarray,
        scratch: np.ndarray,
        gather: bool,
    ):
        self.params = params
        self.state = [np.concatenate([kept(name, p, s) for p, s in zip(params, states)], axis=None) for name in names]
        self.size = sum(p.array.size for p in params)
        dtype = params[0].dtype
        self.scratch = list(scratch[:, : self.size])  # two arrays, shared by all packs, so that it stays in the cache
        self.gather = gather
        if not gather:
            self.blocks = [self.block(start, min(start + BLOCK, self.size)) for start in range(0, self.size, BLOCK)]
        else:
            self.param, self.grad = np.empty(self.size, dtype), np.empty(self.size, dtype)
            self.pieces = pieces(self.param, params)
        for name, flat in zip(names, self.state):
            for state, piece in zip(states, pieces(flat, params)):
                state[name] = Tensor(piece)
        for state in states:
            if "step" in state:
                state["step"] = Tensor(step)

    def block(self, start: int, end: int) -> tuple[slice, list[np.ndarray], list[np.ndarray]]:
        """A part of a large parameter: where it is, its state, and scratch memory of its length."""
        return (
            slice(start, end),
            [flat[start:end] for flat in self.state],
            [spare[: end - start] for spare in self.scratch],
        )

    def update(self, update: Callable, numbers: Any) -> None:
        """Call `update(param, grad, state, scratch, numbers)` with flat arrays, at most a block at a time."""
        if self.gather:
            np.concatenate([p.grad.array for p in self.params], axis=None, out=self.grad)
            np.concatenate([p.array for p in self.params], axis=None, out=self.param)
            update(self.param, self.grad, self.state, self.scratch, numbers)
            for p, piece in zip(self.params, self.pieces, strict=True):
                p.array[...] = piece
            return
        array = self.params[0].array
        param, grad = array.reshape(-1), self.params[0].grad.array.reshape(-1)
        if len(self.blocks) == 1:
            update(param, grad, self.state, self.scratch, numbers)
        else:
            for place, state, scratch in self.blocks:
                update(param[place], grad[place], state, scratch, numbers)
        if not array.flags.c_contiguous:  # then reshape has copied
            array[...] = param.reshape(array.shape)


def kept(name: str, p: Tensor, state: dict[str, Tensor]) -> np.ndarray:
    """An array of a parameter's state; zeros where there is none yet."""
    return state[name].array if name in state else np.zeros_like(p.array)


def pieces(flat: np.ndarray, params: list[Tensor]) -> list[np.ndarray]:
    """Views of `flat`, one for each parameter and in its shape."""
    ends = np.cumsum([p.array.size for p in params]).tolist()
    return [flat[end - p.array.size : end].reshape(p.shape) for p, end in zip(params, ends)]


def packed(
    params: list[Tensor], states: list[dict[str, Tensor]], names: tuple[str, ...], steps: list[float], small: int
) -> list[tuple[np.ndarray, list[Pack]]]:
    """Packs of all parameters, by the count of their steps, a 0-d array that all with the same count share.

    Parameters larger than `small` are alone in a pack, the others, of one dtype and count, gathered.
    """
    scratch = {p.dtype: np.empty((2, BLOCK), p.dtype) for p in params}
    counted: dict[float, tuple[np.ndarray, list[Pack]]] = {n: (np.array(n, np.float32), []) for n in steps}

    def close(numbers: list[int], gather: bool) -> None:
        first = numbers[0]
        counter, packs = counted[steps[first]]
        members = [params[i] for i in numbers], [states[i] for i in numbers]
        packs.append(Pack(*members, names, counter, scratch[params[first].dtype], gather))

    gathered: dict[tuple, list[int]] = {}
    sizes: dict[tuple, int] = {}
    for i, p in enumerate(params):
        key, size = (p.dtype, steps[i]), p.array.size
        if size > small:
            close([i], gather=False)
            continue
        if sizes.get(key, 0) + size > BLOCK:
            close(gathered.pop(key), gather=True)
            sizes[key] = 0
        gathered.setdefault(key, []).append(i)
        sizes[key] = sizes.get(key, 0) + size
    for numbers in gathered.values():
        close(numbers, gather=True)
    return list(counted.values())
