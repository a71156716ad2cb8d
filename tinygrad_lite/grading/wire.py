"""Plain data as bytes, for the channel between the judge and a student's process.

What comes from there was written by somebody who may want to deceive or to stop the judge. So nothing here can name a
class or a function of its own: a value is one of the kinds of `course/plain.py`, each behind a letter, every length is
compared with what is there before anything is made of it, and there are limits on how deep, how long and how many.
Whatever the bytes are, `decode` gives plain data or raises `BadMessage`.

The other way, from the judge, cases are sent as `pickle` has them: whom the judge starts may trust it (`remote.py`).

>>> decode(encode({"shape": (2, 3), "mean": np.array([0.5, 1.0])}))
{'shape': (2, 3), 'mean': array([0.5, 1. ])}
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from tinygrad_lite.course.case import Ref
from tinygrad_lite.course.plain import Other, Raised

#: Bytes of one message, values in it, containers inside each other, bytes of one text, bytes of one whole number.
MOST_BYTES = 8 << 20
MOST_VALUES = 100_000
MOST_DEPTH = 60
MOST_TEXT = 256 << 10
MOST_DIGITS = 120  # bytes; any such whole number is a float as well
MOST_OF_NOTHING = 100_000  # the product of the lengths, besides 0, of an array without elements
MOST_AXES = 32

#: Kinds of numbers that an array may hold. A long double is another number on other machines; these are one machine.
DTYPES = (
    *map(np.dtype, ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")),
    *map(np.dtype, ("float16", "float32", "float64", "longdouble")),
)
_CODES = {dtype: index for index, dtype in enumerate(DTYPES)}

_COUNT, _WHOLE, _FLOAT, _AXIS = struct.Struct("<I"), struct.Struct("<q"), struct.Struct("<d"), struct.Struct("<Q")
_SINGLES = {b"N": None, b"T": True, b"F": False}


class BadMessage(ValueError):
    """These bytes are no message, or one beyond the limits."""


class TooMuch(ValueError):
    """This value cannot be sent: it is beyond the limits, or no plain data."""


# -------------------------------------------------------------------------------------------------------- to bytes


def encode(value: Any) -> bytes:
    """A plain value as bytes.

    Raises:
        TooMuch: it is too large or too deep, or is no plain data.
    """
    out = bytearray()
    _write(value, out, MOST_DEPTH)
    if len(out) > MOST_BYTES:
        raise TooMuch("too long")
    return bytes(out)


def _write(value: Any, out: bytearray, depth: int) -> None:
    if depth < 0 or len(out) > MOST_BYTES:
        raise TooMuch("too deep" if depth < 0 else "too long")
    kind = type(value)
    if value is None:
        out += b"N"
    elif kind is float:
        out += b"f" + _FLOAT.pack(value)
    elif kind is np.ndarray:
        _write_array(value, out)
    elif kind is str:
        _write_text(value, out, b"s")
    elif kind is bool:
        out += b"T" if value else b"F"
    elif kind is int:
        _write_whole(value, out)
    elif kind is list or kind is tuple:
        if len(value) >= MOST_VALUES:
            raise TooMuch("too many values")
        out += (b"l" if kind is list else b"t") + _COUNT.pack(len(value))
        for item in value:
            _write(item, out, depth - 1)
    elif kind is dict:
        out += b"d" + _COUNT.pack(len(value))
        for key, item in value.items():
            if not _is_key(key):
                raise TooMuch("a key that is neither a text nor a number")
            _write(key, out, 0)
            _write(item, out, depth - 1)
    else:
        _write_other(value, out, depth)


def _write_other(value: Any, out: bytearray, depth: int) -> None:
    """What is rare: named things, and children of Python's own classes."""
    for letter, kind, names in _NAMED:
        if type(value) is kind:
            out += letter
            for name in names:
                _write_text(getattr(value, name), out, b"s")
            return
    if isinstance(value, np.ndarray | np.generic):
        return _write_array(np.asarray(value), out)
    for kind in _PLAIN:
        if isinstance(value, kind):
            return _write(kind(value), out, depth)
    raise TooMuch(f"nothing that can be handed on: {type(value).__name__}")


def _is_key(key: Any) -> bool:
    """Of large whole numbers there are as many as one likes with the same hash, and a dict of them takes for ever."""
    return isinstance(key, str | float) or (isinstance(key, int) and -(1 << 63) <= key < 1 << 63)


def _is_large_nothing(shape: Sequence[int]) -> bool:
    """Whether a shape without elements is as much work, to show or to sum, as a large one."""
    return 0 in shape and math.prod(length for length in shape if length) > MOST_OF_NOTHING


#: Letter, class and fields of what `plain.py` and `case.py` name; all fields are texts.
_NAMED: tuple[tuple[bytes, type, tuple[str, ...]], ...] = (
    (b"r", Ref, ("name",)),
    (b"x", Raised, ("kind",)),
    (b"o", Other, ("kind", "called")),
)


_PLAIN: tuple[Any, ...] = (str, int, float, list, tuple, dict)


def _write_text(value: str, out: bytearray, letter: bytes) -> None:
    data = value.encode("utf-8", "surrogatepass")
    if len(data) > MOST_TEXT:
        raise TooMuch("a text that is too long")
    out += letter + _COUNT.pack(len(data)) + data


def _write_whole(value: int, out: bytearray) -> None:
    if -(1 << 63) <= value < 1 << 63:
        out += b"i" + _WHOLE.pack(value)
        return
    size = value.bit_length() // 8 + 1
    if size > MOST_DIGITS:
        raise TooMuch("a whole number that is too long")
    out += b"I" + _COUNT.pack(size) + value.to_bytes(size, "little", signed=True)


def _write_array(value: np.ndarray, out: bytearray) -> None:
    code = _CODES.get(value.dtype)
    if code is None:
        value = value.astype(value.dtype.newbyteorder("="))
        code = DTYPES.index(value.dtype) if value.dtype in DTYPES else None  # C's long long is int64 by another name
    if code is None or value.ndim > MOST_AXES or value.nbytes > MOST_BYTES or _is_large_nothing(value.shape):
        raise TooMuch(f"an array of {value.dtype} with {value.size} elements")
    out += b"a" + bytes((code, value.ndim))
    for length in value.shape:
        out += _AXIS.pack(length)
    out += value.tobytes()


# ------------------------------------------------------------------------------------------------------ from bytes


def decode(data: bytes | memoryview) -> Any:
    """The value in these bytes.

    Raises:
        BadMessage: there is none, or more than one, or one beyond the limits.
    """
    reader = _Reader(bytes(data))
    value = reader.value(MOST_DEPTH)
    if reader.place != len(reader.data):
        raise BadMessage("something follows behind the value")
    return value


class _Reader:
    """Goes through the bytes of one message."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_BYTES:
            raise BadMessage("too long")
        self.data, self.end = data, len(data)
        self.place = self.values = 0

    def take(self, count: int) -> bytes:
        """The next bytes."""
        start = self.place
        self.place = end = start + count
        if end > self.end:
            raise BadMessage("cut off")
        return self.data[start:end]

    def count(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def value(self, depth: int) -> Any:
        """The next value."""
        self.values += 1
        if depth < 0 or self.values > MOST_VALUES:
            raise BadMessage("too deep" if depth < 0 else "too many values")
        letter = self.take(1)
        if letter == b"s":
            return self.text()
        if letter == b"f":
            return _FLOAT.unpack(self.take(8))[0]
        if letter == b"a":
            return self.array()
        if letter in _SINGLES:
            return _SINGLES[letter]
        if letter == b"i":
            return _WHOLE.unpack(self.take(8))[0]
        if letter == b"l":
            return self.items(depth)
        if letter == b"t":
            return tuple(self.items(depth))
        if letter == b"d":
            return self.dictionary(depth)
        return self.rare(letter, depth)

    def rare(self, letter: bytes, depth: int) -> Any:
        if letter == b"I":
            size = self.count()
            if size > MOST_DIGITS:
                raise BadMessage("a whole number that is too long")
            return int.from_bytes(self.take(size), "little", signed=True)
        for known, kind, names in _NAMED:
            if letter == known:
                return kind(*(self.named_text() for _ in names))
        raise BadMessage(f"no kind of value is called {letter!r}")

    def items(self, depth: int) -> list[Any]:
        count = self.count()
        if count > len(self.data) - self.place:  # an item has at least one byte
            raise BadMessage("cut off")
        return [self.value(depth - 1) for _ in range(count)]

    def dictionary(self, depth: int) -> dict[str | int | float, Any]:
        found: dict[str | int | float, Any] = {}
        for _ in range(self.count()):
            key = self.value(0)
            if not _is_key(key):
                raise BadMessage("a key that is neither a text nor a number")
            found[key] = self.value(depth - 1)
        return found

    def text(self) -> str:
        size = self.count()
        if size > MOST_TEXT:
            raise BadMessage("a text that is too long")
        try:
            return self.take(size).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise BadMessage("a text that is no UTF-8") from None

    def named_text(self) -> str:
        if self.take(1) != b"s":
            raise BadMessage("a name that is no text")
        return self.text()

    def array(self) -> np.ndarray:
        code, axes = self.take(2)
        if code >= len(DTYPES) or axes > MOST_AXES:
            raise BadMessage("an array of no known kind")
        dtype, shape, size = DTYPES[code], [], DTYPES[code].itemsize
        for _ in range(axes):
            length = int(_AXIS.unpack(self.take(8))[0])
            shape.append(length)
            size *= length  # Python's whole numbers: nothing overflows
        if size > len(self.data) - self.place or max(shape, default=0) > MOST_BYTES or _is_large_nothing(shape):
            raise BadMessage("an array larger than its message")
        raw = self.take(size)
        if dtype == np.bool_ and raw.translate(None, b"\0\1"):
            raise BadMessage("neither True nor False")
        return np.frombuffer(raw, dtype).reshape(shape).copy()
