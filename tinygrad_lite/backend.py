"""Arrays: making them from Python data, their dtypes, moving them between devices, random numbers.

Operations (`ops/`) are written with NumPy's functions and with the methods of arrays. NumPy hands a function that is
called with another library's array on to that library (NEP 13, NEP 18). So a second device needs no other operations,
and the CPU pays nothing for it: the arrays of `devices/` answer NumPy's functions. What NumPy does not hand on is here.
CONTRIBUTING.md, "Operations and devices", has the rules that operations keep for this.
"""

from __future__ import annotations

import contextlib
import math
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from tinygrad_lite.place import CPU, Device, DeviceError, devices_there, get_default_device

float16, float32, float64 = np.dtype(np.float16), np.dtype(np.float32), np.dtype(np.float64)
int8, int16, int32, int64 = np.dtype(np.int8), np.dtype(np.int16), np.dtype(np.int32), np.dtype(np.int64)
uint8, boolean = np.dtype(np.uint8), np.dtype(np.bool_)
bfloat16 = "bfloat16"  # a name for autocast, no dtype of tensors: NumPy has none

# Linux's malloc (glibc) gives freed memory back to the system, and a training step asks for the same again, page by
# page: a small convolutional net takes twice as long. It goes by the largest piece that was freed so far: one of nearly
# 32 MB, never written to and so never really taken, teaches it to keep up to 64 MB. Elsewhere this does nothing.
np.empty(2**25 - 2**16, np.uint8)  # Source: mallopt(3), M_MMAP_THRESHOLD and M_TRIM_THRESHOLD

default_dtype = float32
KINDS = "biuf"  # of the dtypes a tensor may have: bool, signed, unsigned, float


class OtherArray:
    """What arrays on a second device have in common; the class itself, which needs PyTorch, is in devices/."""

    __slots__ = ()
    place: Any  # the Device
    shape: Any
    ndim: Any
    size: Any
    dtype: Any
    item: Any
    memory: Any  # a number, the same for all arrays that share memory
    shared: Any  # whether another array does so now
    copy: Any
    astype: Any
    numpy: Any  # a copy on the host
    moved: Any  # a copy on another device
    as_strided: Any
    repeated: Any


arrays = (np.ndarray, OtherArray)  # what an operation may be given: isinstance(x, backend.arrays)


def device_of(array: Any) -> Device:
    """The device an array lies on."""
    return array.place if isinstance(array, OtherArray) else CPU


def moved(array: Any, device: Any = None, non_blocking: bool = False) -> Any:
    """An array on a device (None: the default one); itself where it lies there already.

    With `non_blocking`, a copy from pinned memory to a GPU goes on by itself while Python runs on, as in PyTorch.
    """
    device = get_default_device() if device is None else device if type(device) is Device else Device(device)
    if isinstance(array, OtherArray):
        return array.moved(device, non_blocking)
    return array if device.type == "cpu" else devices_there().put(array, device, non_blocking)


def on_host(value: Any) -> Any:
    """For NumPy: an array on a device as a copy on the CPU; what lies there, and all that is no array, as it is."""
    return value.numpy() if isinstance(value, OtherArray) else value


def pinned(array: Any) -> Any:
    """A copy of an array of the CPU in memory from which a GPU fetches numbers while Python runs on."""
    if isinstance(array, OtherArray):
        raise DeviceError(f"pin_memory: the numbers lie on {device_of(array)}; only memory of the CPU can be pinned.")
    return devices_there().pinned(array)


def is_pinned(array: Any) -> bool:
    """Whether it lies in such memory."""
    return not isinstance(array, OtherArray) and "torch" in sys.modules and devices_there().is_pinned(array)


def beside(like: Any, value: Any, dtype: Any = None) -> Any:
    """A copy of a tensor's, an array's or other numbers, from wherever they lie, on the device of `like`."""
    value = getattr(value, "array", value)
    if isinstance(value, OtherArray):
        value = value.copy() if dtype is None else value.astype(as_dtype(dtype))
    else:
        value = np.array(value, dtype)
    return moved(value, device_of(like))


def together(values: Iterable[Any]) -> bool:
    """Whether all arrays lie on one other device, and there is nothing to look at more closely: the usual case."""
    place = None
    for value in values:
        if isinstance(value, OtherArray):
            if place is None:
                place = value.place
            elif value.place is not place and value.place != place:
                return False
        elif isinstance(value, (np.ndarray, tuple)):
            return False
    return place is not None


def mixed(name: str, values: Iterable[Any]) -> DeviceError | None:
    """Why an operation cannot go on: its arrays lie on different devices. Single numbers may lie on the CPU."""
    if together(values):
        return None
    flat = [x for value in values for x in (value if isinstance(value, tuple) else (value,))]
    found = [x for x in flat if isinstance(x, arrays) and (x.ndim or isinstance(x, OtherArray))]
    places = {device_of(x): x.shape for x in found if x.ndim}
    if len(places) < 2:  # a single number on another device, perhaps
        places = {**places, **{device_of(x): x.shape for x in found if device_of(x) not in places}}
    if len(places) < 2:
        return None
    where = " and ".join(f"{shape} on {device}" for device, shape in places.items())
    there = next(str(device) for device in places if device.type != "cpu")
    return DeviceError(f'{name}: all operands must lie on one device, got shapes {where}. Move them: x.to("{there}").')


def strided(array: Any, shape: tuple[int, ...], strides: tuple[int, ...]) -> Any:
    """A view with other steps, in bytes: np.lib.stride_tricks.as_strided, which asks no array for its own way."""
    if isinstance(array, OtherArray):
        return array.as_strided(shape, strides)
    return np.lib.stride_tricks.as_strided(array, shape, strides)


def as_dtype(dtype: Any) -> np.dtype:
    """A dtype of this package from whatever NumPy takes as one; refuses text, objects, dates and complex numbers."""
    try:
        found = np.dtype(dtype)
    except (TypeError, ValueError):
        found = np.dtype(object)
    if found.kind not in KINDS:
        if is_bfloat16(dtype):  # NumPy knows it where a library has told it (ml_dtypes)
            raise TypeError(
                "dtype: there are no tensors of bfloat16 here; to compute in it: tg.amp.autocast(..., tg.bfloat16)"
            )
        raise TypeError(f"dtype: {dtype!r} is not supported; use for example tg.float32, tg.int64 or tg.bool.")
    return found


def is_bfloat16(dtype: Any) -> bool:
    """Whether it is our name of that dtype, or PyTorch's dtype."""
    return str(dtype).removeprefix("torch.") == bfloat16


UNEVEN = "the rows differ in length; every list at one level needs as many numbers."
NO_NUMBERS = "needs numbers or nested lists of numbers"


def new_array(data: Any, dtype: Any = None, device: Any = None) -> Any:
    """A new array of numbers: Python floats become float32, ints int64; what NumPy made keeps its dtype."""
    if isinstance(data, OtherArray):
        array = data.copy() if dtype is None else data.astype(as_dtype(dtype))
        return array if device is None else moved(array, device)
    keeps_dtype = isinstance(data, (np.ndarray, np.generic))
    wanted = None if dtype is None else as_dtype(dtype)
    try:
        array = np.array(data, dtype=wanted)
    except (ValueError, TypeError) as error:
        fetched: list = []
        plain = numbers_in(data, fetched)
        if fetched:
            return new_array(plain, dtype, device)
        if "inhomogeneous" in str(error):
            raise ValueError(f"tensor: {UNEVEN}") from None
        if dtype is None:
            raise
        if isinstance(error, TypeError):
            raise TypeError(f"tensor: {NO_NUMBERS}, got {type(data).__name__} {data!r:.60}.") from None
        raise ValueError(f"tensor: {data!r:.60} cannot be held by {wanted}.") from None
    except OverflowError:
        raise ValueError(f"tensor: {data!r:.60} holds a number that does not fit into {wanted}.") from None
    if array.dtype == np.uint64 and dtype is None and not keeps_dtype:
        raise ValueError(f"tensor: {data!r:.60} does not fit into int64, up to 2**63 - 1. Use floats.")
    if array.dtype.kind not in KINDS:
        raise TypeError(f"tensor: {NO_NUMBERS}, got {type(data).__name__} holding {data!r:.60}.")
    if dtype is None and not keeps_dtype and array.dtype.kind == "f":
        array = array.astype(np.result_type(*(floats_in(data) or {default_dtype})))
    return moved(array, device)


def floats_in(data: Any) -> set[np.dtype]:
    """The dtypes of the floats in nested lists, as PyTorch counts them: Python's are float32, NumPy's their own."""
    if isinstance(data, (list, tuple)):
        kinds = set(map(type, data))
        found = {default_dtype} if float in kinds else set()
        return found if kinds <= {float, int, bool} else found.union(*map(floats_in, data))
    dtype = getattr(data, "dtype", None)
    return {dtype} if isinstance(dtype, np.dtype) and dtype.kind == "f" else set()


def numbers_in(data: Any, fetched: list) -> Any:
    """Nested lists with numbers in place of tensors of one element that lie on other devices, as PyTorch takes them.

    The tensors that were found are added to `fetched`.
    """
    if isinstance(data, (list, tuple)):
        return [numbers_in(value, fetched) for value in data]
    array = getattr(data, "array", data)
    if not isinstance(array, OtherArray):
        return data
    if array.size != 1:
        raise TypeError(
            f"tensor: a list of tensors on {array.place}, one of shape {array.shape}, is no list of numbers. To put "
            "them together there: tg.stack(list)."
        )
    fetched.append(array)
    return array.dtype.type(array.item())


def as_array(value: Any) -> Any:
    """What an operation returned, as an array: NumPy's reductions give bare scalars, which are made 0-d arrays."""
    if isinstance(value, (np.ndarray, np.generic, bool, int, float)):
        return np.asarray(value)
    if isinstance(value, OtherArray):
        return value
    raise TypeError(f"needs an array, got {type(value).__name__}")


def repeated(element: Any, shape: tuple[int, ...]) -> Any:
    """An array of one element, seen as one of `shape`: what np.broadcast_to gives, in a tenth of the time (0.3 µs)."""
    if isinstance(element, OtherArray):
        return element.repeated(shape)
    view = np.ndarray(shape, element.dtype, element, strides=(0,) * len(shape))
    view.flags.writeable = False
    return view


def whole_seed(seed: Any) -> int:
    """The whole number of a seed; a float that is one counts, as in PyTorch."""
    array = getattr(seed, "array", seed)
    if isinstance(array, (np.ndarray, np.generic)) and array.size == 1 and array.dtype.kind in "iuf":
        array = array.item()
    if not isinstance(array, (int, float)) or not math.isfinite(array):
        raise TypeError(f"manual_seed: a seed is a whole number, got {type(seed).__name__} {seed!r:.60}.")
    return int(array)


class Generator:
    """A source of random numbers of its own, as `torch.Generator` (the numbers themselves differ from PyTorch's).

    >>> first, second = Generator().manual_seed(7), Generator().manual_seed(7)
    >>> first.uniform(0, 1, (2,), float32) == second.uniform(0, 1, (2,), float32)
    array([ True,  True])
    """

    def __new__(cls, device: Any = None) -> Generator:
        elsewhere = cls is Generator and device is not None and Device(device).type != "cpu"
        return object.__new__(devices_there().DeviceGenerator if elsewhere else cls)

    def __init__(self, device: Any = None):
        self.device = Device(device or CPU)
        self.seed()

    def manual_seed(self, seed: int) -> Generator:
        """Start again from `seed`: the same seed gives the same numbers on one machine, to the bit."""
        self._seed = whole_seed(seed)
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
        try:
            self._source.bit_generator.state = state["source"]
            self._seed = state["seed"]
        except (TypeError, KeyError, ValueError, IndexError, RuntimeError):
            raise TypeError(
                f"set_state: takes what get_state gave, got {type(state).__name__} {state!r:.60}."
            ) from None
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


_default: dict[str, Generator] = {}  # by device; those of other devices than the CPU when they are first asked for
_seed: list[int] = []  # for these: what `manual_seed` was last given
_lock = threading.RLock()


def default_generator(device: Any = CPU) -> Generator:
    """The generator used where none is given, of the CPU or another device (None: of the default one).

    Made when asked for, as loading NumPy's random numbers takes time.
    """
    name = "cpu" if device is CPU else str(get_default_device() if device is None else Device(device))
    with _lock:
        if name not in _default:
            _default[name] = Generator(name)
            if _seed:
                _default[name].manual_seed(_seed[-1])
        return _default[name]


def default_generators() -> dict[str, Generator]:
    """The generators that were used so far where none was given, by device."""
    with _lock:
        return {"cpu": default_generator(), **_default}


def forget_generators(but: Iterable[str]) -> None:
    """Forget the default generators of other devices than these; asked for again, they begin anew."""
    with _lock:
        for name in set(_default) - {"cpu", *but}:
            del _default[name]


@contextlib.contextmanager
def using_generator(generator: Generator) -> Iterator[None]:
    """Another default generator for its device, inside the `with` block."""
    name, before = str(generator.device), default_generator(generator.device)
    _default[name] = generator
    try:
        yield
    finally:
        _default[name] = before


def manual_seed(seed: int) -> Generator:
    """Start the default generator of every device from `seed`, and return the CPU's, as `torch.manual_seed`.

    >>> generator = tg.manual_seed(3)
    >>> first = tg.rand(2)
    >>> generator = tg.manual_seed(3)
    >>> tg.equal(first, tg.rand(2))
    True
    """
    with _lock:
        _seed[:] = [seed]
        for generator in default_generators().values():
            generator.manual_seed(seed)
        return default_generator()


def initial_seed() -> int:
    """The seed that the default generator was last started from."""
    return default_generator().initial_seed()


def get_rng_state(device: Any = CPU) -> dict:
    """Where the default generator of the CPU, or another device, stands. (In PyTorch, a tensor of bytes.)"""
    return default_generator(device).get_state()


def set_rng_state(new_state: dict, device: Any = CPU) -> None:
    """Let the default generator of the CPU, or another device, go on from a state of `get_rng_state`."""
    default_generator(device).set_state(new_state)
