"""What a program may use, and how the system is told."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

MIB = 1 << 20
#: Files in its temporary folder. A file costs the kernel memory even if nothing is in it.
MANY_FILES = 5000
#: Folders in folders in it; nobody needs more.
DEEPEST = 50


@dataclass(frozen=True)
class Limits:
    """What one program may use.

    Attributes:
        memory: bytes that it may ask for. It has one process, so this is a total.
        cpu_seconds: of the processor's time, rounded up to whole seconds; then it is killed.
        wall_seconds: of the clock's time, from start to end, without what it waited for a processor; then it is killed.
        file_size: bytes of a file that it writes. All its files together may have four times as many.
        open_files: file descriptors at once.
        output: bytes of stderr that are kept, its first ones. The rest is read and thrown away.
    """

    memory: int = 1024 * MIB
    cpu_seconds: float = 60
    wall_seconds: float = 120
    file_size: int = 16 * MIB
    open_files: int = 64
    output: int = 64 << 10

    @property
    def all_files(self) -> int:
        return 4 * self.file_size

    @property
    def twice(self) -> Limits:
        """For a second try: twice the time and memory."""
        more = {name: 2 * getattr(self, name) for name in ("memory", "cpu_seconds", "wall_seconds")}
        return replace(self, **more)


def resource_limits(limits: Limits) -> list[tuple[str, int]]:
    """Each limit's name in the module `resource`. They hold for a process, and so one process is all it may have."""
    return [
        ("RLIMIT_AS", limits.memory),
        ("RLIMIT_DATA", limits.memory),
        ("RLIMIT_CPU", math.ceil(limits.cpu_seconds)),
        ("RLIMIT_FSIZE", limits.file_size),
        ("RLIMIT_NOFILE", limits.open_files),
        ("RLIMIT_CORE", 1),  # 0 would still call the system's crash reporter, with the student's process as its matter
        ("RLIMIT_MEMLOCK", 0),
        ("RLIMIT_MSGQUEUE", 0),
        ("RLIMIT_SIGPENDING", 64),
        ("RLIMIT_NICE", 0),
        ("RLIMIT_RTPRIO", 0),
        ("RLIMIT_NPROC", 1),
    ]
