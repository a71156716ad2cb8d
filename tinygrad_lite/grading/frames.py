"""Messages one after the other on a channel: each has its length before it."""

from __future__ import annotations

import struct
from typing import IO

from tinygrad_lite.grading import wire

LENGTH = struct.Struct("<I")
#: Bytes of the id that stands before each message to the judge.
ID = 16


def framed(data: bytes) -> bytes:
    """A message with its length before it."""
    return LENGTH.pack(len(data)) + data


def length_of(head: bytes) -> int:
    """The length that the first four bytes of a frame say.

    Raises:
        BadMessage: no message may be so long.
    """
    length = int(LENGTH.unpack(head)[0])
    if length > wire.MOST_BYTES + ID:
        raise wire.BadMessage("too long")
    return length


def read_frame(file: IO[bytes]) -> bytes | None:
    """The next message of a file that waits for it; None at its end. For the side that trusts the other."""
    head = _read_exactly(file, 4)
    return None if head is None else _read_exactly(file, length_of(head))


def _read_exactly(file: IO[bytes], count: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < count:
        piece = file.read(count - len(pieces))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)
