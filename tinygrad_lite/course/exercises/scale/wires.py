"""The wires of a ring of workers: `send` carries a chunk and keeps a record of what passed, and who can know what."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...recipes import World

#: How the record says that every number came by messages.
BY_MESSAGES = "every sum came by messages"

#: How the record says that workers went on with the numbers that arrived, not with those of the worker before.
USED = "what send returned was used"

#: What a wire adds to each number: far more than rounding does, and far less than any comparison of sums sees.
MARK = 2.0**-40


@dataclass
class Wires:
    """Called as `send(source, target, chunk)`; gives a copy of the chunk, as it arrives.

    What arrives is larger by `MARK`. So a number that a worker hands on says whether it was made of what arrived, or
    was read where it came from.

    Attributes:
        values: the workers' arrays, as they were at first.
        known: for each worker, the numbers that it was given or has been sent.
        messages: (source, target, how many numbers) of each message.
        honest: False as soon as a worker sends a number that it could not know yet.
        used: False as soon as a worker sends a number that it could know, but that is not made of what arrived.
    """

    values: list[np.ndarray]
    known: list[np.ndarray] = field(default_factory=list)
    messages: list[tuple[int, int, int]] = field(default_factory=list)
    honest: bool = True
    used: bool = True

    def __post_init__(self) -> None:
        self.known = [np.append(values, 0.0) for values in self.values]

    def __call__(self, source: Any, target: Any, chunk: Any) -> np.ndarray:
        workers = len(self.values)
        for name, worker in (("source", source), ("target", target)):
            if worker not in range(workers):
                raise ValueError(f"send: there is no worker {worker!r} ({name}); they are numbered 0 to {workers - 1}.")
        chunk = np.array(chunk, dtype=np.float64)
        self.messages.append((int(source), int(target), chunk.size))
        self.honest = self.honest and self._could_know(int(source), chunk.ravel())
        if self.honest:
            self.used = self.used and self._could_know(int(source), chunk.ravel(), MARK / 4)
        chunk += MARK
        own = self.values[int(target)]
        arrived = chunk.ravel()
        both = (arrived[:, None] + own[None, :]).ravel()
        self.known[int(target)] = np.concatenate([self.known[int(target)], arrived, both])
        return chunk

    def _could_know(self, worker: int, numbers: np.ndarray, tolerance: float = 1e-9) -> bool:
        """Whether a worker has these numbers: its own, those that came, and the sums of one that came and its own."""
        known = np.sort(self.known[worker])
        place = np.searchsorted(known, numbers)
        nearest = np.stack([known[np.clip(place - 1, 0, None)], known[np.clip(place, None, len(known) - 1)]])
        return bool((np.abs(nearest - numbers).min(0) <= tolerance).all())

    def all_known(self) -> bool:
        """Whether each worker can have the sums: from what it was sent."""
        total = np.sum(self.values, axis=0)
        return self.honest and all(self._could_know(worker, total) for worker in range(len(self.values)))

    def record(self) -> dict[str, Any]:
        """What passed, in a form in which all right ways of cutting into chunks are alike."""
        workers, length = len(self.values), len(self.values[0])
        most = 2 * (workers - 1) * workers * math.ceil(length / workers)
        return {
            "messages sent by each worker": [sum(m[0] == worker for m in self.messages) for worker in range(workers)],
            "only to the next in the ring": all(m[1] == (m[0] + 1) % workers for m in self.messages),
            "no more numbers than needed": sum(m[2] for m in self.messages) <= most,
            BY_MESSAGES: self.all_known(),
            USED: self.used,
        }


@dataclass(frozen=True)
class Send:
    """The function `send` over the ring of the workers whose arrays are the argument `values`."""

    workers: int

    def build(self, world: World) -> Wires:
        return Wires([np.array(values, dtype=np.float64) for values in world.built["values"]])

    def observe(self, wires: Wires) -> dict[str, Any]:
        return wires.record()

    def __repr__(self) -> str:
        return f"a ring of {self.workers} worker{'s' * (self.workers != 1)}"
