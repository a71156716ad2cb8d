"""The tier `limits only`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.process import start_in_room
from tinygrad_lite.grading.sandbox.started import Started
from tinygrad_lite.grading.sandbox.tier import LIMITS_ONLY, Tier

LIMITED = {"linux": "memory, time, processes and files", "win32": "time"}.get(sys.platform, "time, processes and files")


@dataclass(frozen=True)
class LimitsOnly(Tier):
    """Limits, a filter of system calls where there is one, and no more: files can be read and changed.

    On Windows there is the clock alone, and macOS counts no memory.
    """

    name: str = LIMITS_ONLY
    sentence: str = (
        f"The notebooks ran with limits on {LIMITED} only. They could read and change "
        "whatever the person who graded can."
    )

    def refusal(self) -> str:
        return ""

    def start(
        self,
        program: Sequence[str],
        read_only: Sequence[str | Path] = (),
        limits: Limits | None = None,
        uid: int | None = None,
    ) -> Started:
        return start_in_room(program, read_only, limits or Limits(), uid, lambda room: {})
