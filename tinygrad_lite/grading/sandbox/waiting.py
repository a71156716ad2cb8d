"""How long a process had work to do and no processor free for it, beside other programs, say.

A limit of the clock is there for what sleeps. Without this time it means the same on a busy machine as on a quiet one.
"""

from __future__ import annotations

import os
import sys


def waited(pid: int) -> float:
    """Seconds that a process of one thread has waited for a processor since it began; of what sleeps, nothing.

    Returns:
        0 where nobody says so: on another system than Linux, or of a process that is no more.
    """
    if sys.platform != "linux":
        return 0.0
    try:
        file = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY)  # asked for often, and this is the quickest way
        try:
            return int(os.read(file, 200).split()[1]) / 1e9
        finally:
            os.close(file)
    except (OSError, ValueError, IndexError):
        return 0.0
