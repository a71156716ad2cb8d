"""Arrays: making them from Python data, their dtypes, the device they lie on, random numbers. So far all are NumPy's.

Operations (`ops/`) are written with NumPy's functions and with the methods of arrays. NumPy hands a function that is
called with another library's array on to that library (NEP 13, NEP 18); so a second device would need no other
operations, and the CPU would pay nothing for it. Operations keep that way open: they make new arrays from their inputs
(`np.zeros_like(x)`, not `np.zeros(x.shape)`). What could not be handed on is here, and in the few places that ask for
NumPy's own type (`is ndarray`) or for an array's memory (`base`, `as_strided`, `aligned`).
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np

float16, float32, float64 = np.dtype(np.float16), np.dtype(np.float32), np.dtype(np.float64)
int8, int16, int32, int64 = np.dtype(np.int8), np.dtype(np.int16), np.dtype(np.int32), np.dtype(np.int64)
uint8, boolean = np.dtype(np.uint8), np.dtype(np.bool_)

# Linux's malloc (glibc) gives freed memory back to the system, and a training step asks for the same again, page by
# page: a small convolutional net takes twice as long. It goes by the largest piece that was freed so far: one of nearly
# 32 MB, never written to and so never really taken, teaches it to keep up to 64 MB. Elsewhere this does nothing.
np.empty(2**25 - 2**16, np.uint8)  # Source: mallopt(3), M_MMAP_THRESHOLD and M_TRIM_THRESHOLD

default_dtype = float32
KINDS = "biuf"  # of the dtypes a tensor may have: bool, signed, unsigned, float


class Device:
    """Where an array lies: a type ("cpu") and, where there are several of a type, an index.

    >>> Device("cpu")
    device(type='cpu')
    """

    def __init__(self, type: str | Device, index: int | None = None):
        name, _, number = str(type).partition(":")
        if name != "cpu":
            raise RuntimeError(f"device: {str(type)!r} is not supported; arrays lie on the CPU: use device='cpu'.")
        self.type = name
        self.index = int(number) if number else index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Device) and (self.type, self.index) == (other.type, other.index)

    def __hash__(self) -> int:
        return hash((self.type, self.index))

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __repr__(self) -> str:
        return (
            f"device(type={self.type!r})" if self.index is None else f"device(type={self.type!r}, index={self.index})"
        )


CPU = Device("cpu")


def device_of(array: Any) -> Device:
    """The device an array lies on: so far always the CPU."""
    return CPU


def as_dtype(dtype: Any) -> np.dtype:
    """A dtype of this package from whatever NumPy takes as one; refuses text, objects, dates and complex numbers."""
    try:
        found = np.dtype(dtype)
    except TypeError:
        found = np.dtype(object)
    if found.kind not in KINDS:
        raise TypeError(f"dtype: {dtype!r} is not supported; use for example tg.float32, tg.int64 or tg.bool.")
    return found


def new_array(data: Any, dtype: Any = None, device: Any = None) -> Any:
    """A new array of numbers: Python floats become float32, ints int64; arrays keep their dtype."""
    Device(device or CPU)
    keeps_dtype = isinstance(data, (np.ndarray, np.generic))
    try:
        array = np.array(data, dtype=None if dtype is None else as_dtype(dtype))
    except (ValueError, TypeError) as error:
        if "inhomogeneous" in str(error):
            raise ValueError(
                "tensor: the rows differ in length; every list at one level needs as many numbers."
            ) from None
        if dtype is None or not isinstance(error, ValueError):
            raise
        raise ValueError(f"tensor: {data!r:.60} cannot be held by {as_dtype(dtype)}.") from None
    except OverflowError:
        raise ValueError(f"tensor: {data!r:.60} holds a number that does not fit into {as_dtype(dtype)}.") from None
    if array.dtype == np.uint64 and dtype is None and not keeps_dtype:
        raise ValueError(f"tensor: {data!r:.60} does not fit into int64, up to 2**63 - 1. Use floats.")
    if array.dtype.kind not in KINDS:
        raise TypeError(
            f"tensor: needs numbers or nested lists of numbers, got {type(data).__name__} holding {data!r:.60}."
        )
    if dtype is None and not keeps_dtype and array.dtype.kind == "f":
        return array.astype(default_dtype)
    return array


def as_array(value: Any) -> Any:
    """What an operation returned, as an array: NumPy's reductions give bare scalars, which are made 0-d arrays."""
    if isinstance(value, (np.ndarray, np.generic, bool, int, float)):
        return np.asarray(value)
    raise TypeError(f"needs an array, got {type(value).__name__}")


def repeated(element: Any, shape: tuple[int, ...]) -> Any:
    """An array of one element, seen as one of `shape`: what np.broadcast_to gives, in a tenth of the time (0.3 µs)."""
    view = np.ndarray(shape, element.dtype, element, strides=(0,) * len(shape))
    view.flags.writeable = False
    return view


class Generator:
    """A source of random numbers of its own, as `torch.Generator` (the numbers themselves differ from PyTorch's).

    >>> first, second = Generator().manual_seed(7), Generator().manual_seed(7)
    >>> first.uniform(0, 1, (2,), float32) == second.uniform(0, 1, (2,), float32)
    array([ True,  True])
    """

    def __init__(self, device: Any = None):
        self.device = Device(device or CPU)
        self.seed()

    def manual_seed(self, seed: int) -> Generator:
        """Start again from `seed`: the same seed gives the same numbers on one machine, to the bit."""
        self._seed = int(seed)
        self._source = np.random.default_rng(self._seed % 2**64)
        return self

    def seed(self) -> int:
        """Start from a seed that nobody chose, and return it."""
        self.manual_seed(int(np.random.SeedSequence().entropy) % 2**63)  # type: ignore[arg-type]
        return self._seed

    def initial_seed(self) -> int:
        """The seed this generator was last started from."""
        return self._seed

    def get_state(self) -> dict:
        """Where the generator stands; `set_state` brings it back there."""
        return {"seed": self._seed, "source": self._source.bit_generator.state}

    def set_state(self, state: dict) -> Generator:
        """Go back to a state of `get_state`."""
        self._seed = state["seed"]
        self._source.bit_generator.state = state["source"]
        return self

    def uniform(self, low: float, high: float, size: tuple, dtype: np.dtype) -> np.ndarray:
        drawn = self._draw(self._source.random, size, dtype)
        drawn *= high - low
        drawn += low
        return drawn

    def normal(self, mean: float, std: float, size: tuple, dtype: np.dtype) -> np.ndarray:
        drawn = self._draw(self._source.standard_normal, size, dtype)
        drawn *= std
        drawn += mean
        return drawn

    def integers(self, low: int, high: int, size: tuple, dtype: np.dtype) -> np.ndarray:
        return np.asarray(self._source.integers(low, high, size)).astype(dtype)

    def choice(self, weights: np.ndarray, n: int, replacement: bool) -> np.ndarray:
        """`n` indices, each drawn in proportion to its weight."""
        return self._source.choice(len(weights), n, replacement, weights / weights.sum())

    def permutation(self, n: int) -> np.ndarray:
        return self._source.permutation(n)

    @staticmethod
    def _draw(source: Any, size: tuple, dtype: np.dtype) -> np.ndarray:
        drawn_as = dtype if dtype in (float32, float64) else float32
        return np.asarray(source(size, dtype=drawn_as)).astype(dtype, copy=False)


_default: dict[str, Generator] = {}
_lock = threading.Lock()


def default_generator() -> Generator:
    """The generator used where none is given; made when asked for, as loading NumPy's random numbers takes time."""
    with _lock:
        if "cpu" not in _default:
            _default["cpu"] = Generator()
    return _default["cpu"]


@contextlib.contextmanager
def using_generator(generator: Generator) -> Iterator[None]:
    """Another default generator, inside the `with` block."""
    before = default_generator()
    _default["cpu"] = generator
    try:
        yield
    finally:
        _default["cpu"] = before


def manual_seed(seed: int) -> Generator:
    """Start the default generator from `seed` and return it, as `torch.manual_seed`."""
    return default_generator().manual_seed(seed)


def initial_seed() -> int:
    """The seed that the default generator was last started from."""
    return default_generator().initial_seed()


def get_rng_state() -> dict:
    """Where the default generator stands, for `set_rng_state`. (In PyTorch, a tensor of bytes.)"""
    return default_generator().get_state()


def set_rng_state(new_state: dict) -> None:
    """Let the default generator go on from a state of `get_rng_state`."""
    default_generator().set_state(new_state)
