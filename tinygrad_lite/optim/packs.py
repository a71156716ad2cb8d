"""How parameters are updated fast: small ones many at a time, large ones in blocks that fit into the cache.

A step is a dozen passes over each parameter. NumPy takes half a microsecond to begin a pass, so that 200 small
parameters cost 200 times that; copied together they cost it once. And a pass over a large parameter goes through the
memory; done block by block, all passes but the first find their numbers in the cache. PyTorch's `foreach` and `fused`
optimizers are there for the same reasons.

`optimizer.state` remains the truth: its tensors lie in the memory of the packs, so that either side sees what the other
changes, and before each step a plan is asked whether the state still holds what was planned with.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from operator import attrgetter, is_, itemgetter
from typing import Any

import numpy as np

from tinygrad_lite.tensor import Tensor
from tinygrad_lite.versions import memory, owner

BLOCK = 262144  # elements updated at a time
# On a device a pass over a million elements costs little more than its start, so that more is worth gathering.
SMALL_THERE, ROOM_THERE = 2**20, 2**22  # elements of a parameter, and of all in one pack, which takes memory of its own

State = dict[str, Tensor]  # of one parameter


class Pack:
    """Parameters that are updated together: one, or several small ones that are gathered and copied back.

    The parameters keep their own memory. The state lies in the pack; the tensors in `optimizer.state` are views of it.
    """

    def __init__(self, params: list[Tensor], states: list[State], names: tuple[str, ...], scratch: list[np.ndarray]):
        self.params = params
        dtype = params[0].dtype
        self.size = sum(p.array.size for p in params)
        self.scratch = [spare[: self.size] for spare in scratch]  # shared by all packs, so that it stays in the cache
        like = params[0].array
        self.state = [aligned(self.size, dtype, like) for name in names]
        for name, flat in zip(names, self.state):
            np.concatenate([state_or_zeros(name, p, s) for p, s in zip(params, states)], axis=None, out=flat)
            for state, piece in zip(states, pieces(flat, params)):
                put(state, name, piece)
        self.blocks: list[tuple] = []
        if len(params) > 1:
            self.param, self.grad = aligned(self.size, dtype, like), aligned(self.size, dtype, like)
            self.places = list(zip(params, pieces(self.param, params), pieces(self.grad, params)))
        elif self.size <= block_of(like):  # updated where it is: what goes with it gets its shape
            self.state = [flat.reshape(params[0].shape) for flat in self.state]
            self.scratch = [spare.reshape(params[0].shape) for spare in self.scratch]
        else:
            self.blocks = [self.block(start, min(start + BLOCK, self.size)) for start in range(0, self.size, BLOCK)]

    def block(self, start: int, end: int) -> tuple[slice, list[np.ndarray], list[np.ndarray]]:
        """A part of a large parameter: where it is, its state, and scratch memory of its length."""
        return (
            slice(start, end),
            [flat[start:end] for flat in self.state],
            [spare[: end - start] for spare in self.scratch],
        )

    def step(self, step: Callable, coefficients: list[np.ndarray], group: dict[str, Any]) -> None:
        """Call `step(param, grad, state, scratch, coefficients, group)`, with at most a block at a time."""
        if len(self.params) > 1:
            self.gather()
            step(self.param, self.grad, self.state, self.scratch, coefficients, group)
            for p, param, _ in self.places:
                p.array[...] = param
            return
        array, grad = self.params[0].array, self.params[0]._grad.array
        if not self.blocks:
            step(array, grad, self.state, self.scratch, coefficients, group)
            return
        flat, grad = array.reshape(-1), grad.reshape(-1)
        for place, state, scratch in self.blocks:
            step(flat[place], grad[place], state, scratch, coefficients, group)
        if not array.flags.c_contiguous:  # then reshape has copied
            array[...] = flat.reshape(array.shape)

    def gather(self) -> None:
        """Copy the parameters and gradients together: on a device in one go, on the CPU one by one, which is faster."""
        if type(self.param) is np.ndarray:
            for p, param, grad in self.places:
                param[...] = p.array
                grad[...] = p._grad.array
        else:
            np.concatenate([p.array for p in self.params], axis=None, out=self.param)
            np.concatenate([p._grad.array for p in self.params], axis=None, out=self.grad)


class Batch:
    """The packs of one dtype and with equal scalars, such as their number of steps: the same coefficients serve all.

    Each parameter has scalars of its own, in a column of `counts`; they count together.
    """

    def __init__(
        self, params: list[Tensor], states: list[State], scalars: dict[str, float], names: tuple[str, ...], small: int
    ):
        self.counts = np.empty((len(scalars), len(params)), np.float32)
        self.scalars = dict(zip(scalars, self.counts))  # name → one number for each parameter
        for (name, value), row in zip(scalars.items(), self.counts):
            row[:] = value
            for i, state in enumerate(states):
                if name in state:
                    put(state, name, row[i, ...])
        self.seen = self.counts.tobytes()
        sizes = [p.array.size for p in params]
        # Weights tied by their numbers (q.data = p.data) are changed in turn, each after the other: gathered into one
        # pack, all but one of the changes would be lost.
        places = [memory(p.array) for p in params]
        users = Counter(places)
        like = params[0].array
        self.on_cpu = type(like) is np.ndarray
        small, room = (small, BLOCK) if self.on_cpu else (SMALL_THERE, ROOM_THERE)
        alone = [p.array.size > small or users[place] > 1 for p, place in zip(params, places)]
        groups = divided(sizes, alone, room)
        largest = max([sum([sizes[i] for i in together]) for together in groups])
        scratch = [aligned(min(block_of(like), largest), like.dtype, like) for _ in range(2)]
        self.packs = [
            Pack([params[i] for i in together], [states[i] for i in together], names, scratch) for together in groups
        ]
        self.dtype = params[0].dtype
        self.numbers: tuple[float, ...] = ()  # those that the coefficients hold now
        self.coefficients: list[Any] = []

    def step(self, step: Callable, coefficients: tuple[float, ...], group: dict[str, Any]) -> None:
        """Update all packs. NumPy makes a 0-d array of a Python number in every pass; here it is done once a step."""
        if not self.on_cpu:  # a device is given Python's numbers; arrays would have to be copied there
            self.coefficients = list(coefficients)
        elif not self.coefficients:
            self.flat = np.empty(len(coefficients), self.dtype)
            self.coefficients = [self.flat[i : i + 1].reshape(()) for i in range(len(coefficients))]
        if coefficients != self.numbers:
            sum(coefficients)  # a TypeError if one is no number; NumPy would take the text "0.1" for 0.1
            if self.on_cpu:
                self.flat[:] = coefficients
            self.numbers = coefficients
        for pack in self.packs:
            pack.step(step, self.coefficients, group)
        self.seen = self.counts.tobytes()


class Plan:
    """How the parameters of a group are updated together, as long as they and what the state holds are the same.

    Args:
        params: those of the group that have gradients.
        state: `optimizer.state`.
        names: of the arrays and of the scalars that are kept in it.
    """

    def __init__(self, params: list[Tensor], state: dict[Tensor, State], names: tuple[str, ...], batches: list[Batch]):
        self.params, self.names, self.batches = params, names, batches
        self.arrays = arrays_of(params, state, names)
        self.param_arrays = [*map(array_of, params)]
        packed = [flat for batch in batches for pack in batch.packs for flat in pack.state]
        self.memory = [owner(array) for array in (*packed, *[batch.counts for batch in batches])]  # changed by a step

    def holds(self, params: list[Tensor], state: dict[Tensor, State], names: tuple[str, ...]) -> bool:
        """Whether everything is as the last step left it: other parameters may have gradients now, tensors of the state
        may have been replaced or taken away, steps counted on by hand, parameters given other arrays: of another dtype,
        or on another device.

        It is asked in every step, hence the `map`s, which run without a line of Python for each parameter.
        """
        if names != self.names or len(params) != len(self.params) or not all(map(is_, params, self.params)):
            return False
        try:
            arrays = arrays_of(params, state, names)
        except (KeyError, TypeError, AttributeError):  # something is missing, or no tensor
            return False
        return (
            all(map(is_, arrays, self.arrays))
            and all(map(is_, map(array_of, params), self.param_arrays))
            and all([batch.counts.tobytes() == batch.seen for batch in self.batches])
        )


array_of = attrgetter("array")


def arrays_of(params: list[Tensor], state: dict[Tensor, State], names: tuple[str, ...]) -> list[np.ndarray]:
    """All arrays that the state holds for these parameters under these names, name by name."""
    states: list[Any] = [*map(state.get, params)]
    return [array for name in names for array in map(array_of, map(itemgetter(name), states))]


def put(state: State, name: str, array: np.ndarray) -> None:
    """Let a tensor of the state lie in this memory. It stays the same tensor, for whoever holds it."""
    if state.get(name) is None:
        state[name] = Tensor(array)
    else:
        state[name].array = array


def block_of(array: Any) -> int:
    """How many elements are updated at a time: on a device all, as its cache is not ours to keep in mind."""
    return BLOCK if type(array) is np.ndarray else sys.maxsize


def aligned(size: int, dtype: np.dtype, like: Any) -> Any:
    """New memory that begins at a multiple of 64 bytes, as processors like it: a step takes a tenth less. On the device
    of `like`; elsewhere than on the CPU, memory begins there anyway.
    """
    if type(like) is not np.ndarray:
        return np.empty_like(like, dtype, shape=(size,))
    room = np.empty(size * dtype.itemsize + 64, np.uint8)
    start = -room.ctypes.data % 64
    return room[start : start + size * dtype.itemsize].view(dtype)


def state_or_zeros(name: str, p: Tensor, state: State) -> np.ndarray:
    """An array of a parameter's state; zeros where there is none yet."""
    return np.zeros_like(p.array) if state.get(name) is None else state[name].array


def pieces(flat: np.ndarray, params: list[Tensor]) -> list[np.ndarray]:
    """Views of `flat`, one for each parameter and in its shape."""
    ends = np.cumsum([p.array.size for p in params]).tolist()
    return [flat[end - p.array.size : end].reshape(p.shape) for p, end in zip(params, ends)]


def make_batches(
    params: list[Tensor], states: list[State], scalars: list[dict[str, float]], names: tuple[str, ...], small: int
) -> list[Batch]:
    """All parameters in batches of one dtype, one device and equal scalars; `names` are those of the state's arrays.

    Parameters larger than `small` are alone in a pack, the others gathered, up to a block.
    """
    alike: dict[tuple, list[int]] = {}
    for i, p in enumerate(params):
        alike.setdefault((p.dtype, p.device, *scalars[i].values()), []).append(i)
    return [
        Batch([params[i] for i in members], [states[i] for i in members], scalars[members[0]], names, small)
        for members in alike.values()
    ]


def divided(sizes: list[int], alone: list[bool], block: int) -> list[list[int]]:
    """Which go together: the indices of those that are `alone`, each by itself; the others in lists of a block."""
    single: list[list[int]] = []
    gathered: list[list[int]] = [[]]  # the list that is being filled comes last
    room = block
    for i, size in enumerate(sizes):
        if alone[i]:
            single.append([i])
            continue
        if size > room and gathered[-1]:
            gathered.append([])
            room = block
        gathered[-1].append(i)
        room -= size
    return single + [indices for indices in gathered if indices]
