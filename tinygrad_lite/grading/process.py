"""The judge's side of a student's process: it is started, asked, timed, and ended; nothing it says is trusted.

A `Process` is one notebook in a tier of the sandbox. It is started when it is first needed and, where it was lost, once
more when it is needed again.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tinygrad_lite.course.case import Case
from tinygrad_lite.course.expired import Expired
from tinygrad_lite.grading import frames, wire
from tinygrad_lite.grading.pipes import pipes_to
from tinygrad_lite.grading.ready import begin
from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.started import Started
from tinygrad_lite.grading.sandbox.tier import Tier

#: A check that may take s seconds of the processor's time may take so many times s of the clock's, if it sleeps.
PATIENCE = 4.0
#: Bytes that may come in answer to one request, and messages among them that answer nothing.
MOST_BYTES, MOST_STRAY = 64 << 20, 10_000
#: Seconds of the processor's time for starting Python and NumPy, and for one run over the cells.
STARTING = 20.0


class Lost(Expired):
    """The process ended by itself, or sent what is no answer; the text says which."""


class NotStarted(OSError):
    """The process ended before it had said anything: the machine's doing, no student's."""


class OutOfTime(Exception):
    """The time for the whole notebook is used up."""


@dataclass
class Spent:
    """What all processes of a notebook have used so far; how many were lost, and of these ended by themselves."""

    begun: float = field(default_factory=time.monotonic)
    cpu_seconds: float = 0.0
    waited: float = 0.0
    losses: int = 0
    deaths: int = 0


class Process:
    """A notebook's process.

    Attributes:
        spent: what this and other processes of the notebook have used; `limits` are for all of them together.
        at: the cell that was run last.
    """

    def __init__(
        self, tier: Tier, tree: Path, limits: Limits, notebook: dict[str, Any], spent: Spent | None = None
    ) -> None:
        self.tier, self.tree, self.limits, self.notebook = tier, tree, limits, notebook
        self.started: Started | None = None
        self.spent, self.at, self.spoke = spent or Spent(), "", False
        self.until: tuple[float, float] | None = None
        self.buffer = bytearray()
        self.sent: dict[Case, int] = {}
        self.looked = time.monotonic()

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    # --------------------------------------------------------------------------------------------- its life and time

    def start(self) -> None:
        """Start it, where it does not run.

        Raises:
            OutOfTime: the time for the whole notebook is used up.
        """
        if self.started is not None:
            return
        clock = self.limits.wall_seconds - self.clock
        work = self.limits.cpu_seconds - self.spent.cpu_seconds
        if clock <= 0 or work <= 0:
            raise OutOfTime
        limits = replace(self.limits, wall_seconds=clock, cpu_seconds=work)
        self.started = begin(self.tier, self.tree, self.notebook.get("random", True), limits)
        self.pipes = pipes_to(self.started.stdin, self.started.stdout)
        self.buffer.clear()
        self.sent.clear()
        self.spoke = False
        self._load()

    def _load(self) -> None:
        self.pipes.send(frames.framed(wire.encode({"do": "load", "id": "", **self.notebook})))

    def take(self, notebook: dict[str, Any]) -> Process:
        """Another notebook in the place of this one, in the same process: for notebooks that trust each other."""
        self.notebook = notebook
        if self.started is not None:
            self._load()
        return self

    def numbered(self, cases: list[Case]) -> tuple[list[Case], list[int]]:
        """Those of these cases that it has not been sent yet, and the numbers of all of them there."""
        new = [case for case in cases if case not in self.sent]
        for case in new:
            self.sent[case] = len(self.sent)
        return new, [self.sent[case] for case in cases]

    def end(self) -> None:
        """End it, where it runs."""
        if self.started is not None:
            self.started.close()
            self.spent.cpu_seconds += self.started.cpu_seconds
            self.spent.waited += self.started.waited
            self.started = None

    @property
    def seconds(self) -> float:
        """CPU seconds that it has used."""
        return self.spent.cpu_seconds + (self.started.cpu_seconds if self.started else 0.0)

    @property
    def clock(self) -> float:
        """Seconds since the notebook was begun, without those in which its processes waited for a processor: so that a
        busy machine costs no answer its verdict or its place."""
        waited = self.spent.waited + (self.started.waited if self.started else 0.0)
        return time.monotonic() - self.spent.begun - waited

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """A block in which it may use so many CPU seconds; then it is ended, and `Expired` raised."""
        before = self.until
        self.until = self.seconds + seconds, self.clock + PATIENCE * seconds
        try:
            yield
        finally:
            self.until = before

    def _look_at_the_clock(self) -> None:
        """End it if its time is over; looked at again and again, but not too often."""
        now = time.monotonic()
        if self.until is None or now - self.looked < 0.01:
            return
        self.looked = now
        if self.clock > self.until[1] or self.seconds > self.until[0]:
            self.spent.losses += 1
            self.end()
            raise Expired

    def lost(self, why: str = "") -> Lost:
        """End it; the exception that says why it is lost."""
        started = self.started
        self.spent.losses += 1
        self.spent.deaths += 1
        if started is not None and not why:
            started.wait(1.0)
            why = f"The program {started.ended}." if started.ended else _how_it_ended(started.returncode)
            if not self.spoke and not started.ended:
                self.end()
                raise NotStarted(f"{why} {started.stderr[-500:].decode('utf-8', 'replace')}")
        self.end()
        return Lost(why)

    # -------------------------------------------------------------------------------------------- asking and hearing

    def ask(self, request: dict[str, Any], *more: bytes) -> Iterator[bytes]:
        """The messages that come in answer to a request, as bytes; whoever asks knows which is the last.

        Raises:
            Expired: it took too long.
            Lost: it ended, or sent what is no message.
            OutOfTime: the time for the whole notebook is used up.
        """
        self.start()
        token = secrets.token_hex(frames.ID // 2)
        self.pipes.send(b"".join(map(frames.framed, (wire.encode(request | {"id": token}), *more))))
        return self._hear(token.encode())

    def _hear(self, token: bytes) -> Iterator[bytes]:
        much, stray = 0, 0
        while True:
            data = self._message()
            much += len(data)
            if data.startswith(token):
                yield data[len(token) :]
            else:
                stray += 1
            if much > MOST_BYTES or stray > MOST_STRAY:
                raise self.lost("It sent too much.")

    def understood(self, message: bytes) -> Any:
        """What a message says.

        Raises:
            Lost: nothing that could be understood.
        """
        try:
            return wire.decode(message)
        except wire.BadMessage as problem:
            raise self.lost(f"It sent what is no answer: {problem}.") from None

    def _message(self) -> bytes:
        """The next message's bytes."""
        while True:
            if len(self.buffer) >= 4:
                try:
                    end = 4 + frames.length_of(bytes(self.buffer[:4]))
                except wire.BadMessage as problem:
                    raise self.lost(f"It sent what is no answer: {problem}.") from None
                if len(self.buffer) >= end:
                    self.spoke = True
                    data = bytes(self.buffer[4:end])
                    del self.buffer[:end]
                    return data
            self._look_at_the_clock()
            came = self.pipes.receive(0.05)
            if came == b"":
                raise self.lost()
            self.buffer += came or b""

    def run_up_to(self, place: int, exercise_id: str, names: Iterable[str], values: bool = False) -> dict[str, Any]:
        """Run the cells up to a place; what is there then: "answer", "kinds", "failures"; the names' "values".

        Raises:
            Expired, Lost, OutOfTime: as `ask`; `at` is the cell in which it happened.
        """
        request = {"do": "run", "place": place, "exercise": exercise_id, "names": list(names), "values": values}
        self.at = ""
        with self.within(STARTING):
            for message in map(self.understood, self.ask(request)):
                if not isinstance(message, dict):
                    raise self.lost("It sent what is no answer.")
                if "cell" not in message:
                    return message
                self.at = str(message["cell"])
        raise AssertionError  # it is asked until it has answered


def _how_it_ended(code: int | None) -> str:
    """In a sentence, how a process ended that was not ended from here."""
    if code is not None and code < 0:
        names = {
            -6: "abort",
            -9: "kill",
            -11: "memory that is not its own",
            -24: "too much time",
            -25: "too large a file",
        }
        return f"It was ended by the system ({names.get(code, f'signal {-code}')})."
    return "It ended the whole program."
