"""Something that may never end, with patience where it is the machine that has no time."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import TypeVar

from ..budget import budget
from ..expired import Expired
from .program import Program

#: Seconds after which something has to have ended: far longer than the counted work allows.
LONGEST = 2.0
_Found = TypeVar("_Found")


def patiently(do: Callable[[], _Found], program: Program, longest: float = LONGEST) -> _Found | None:
    """What comes of something; it is done once more where the clock went on while others were computing.

    None where it does not end all the same; the program is then left as it was handed in. What was done in vain is not
    counted, as it would depend on the clock.

    Args:
        longest: seconds for the first time; the second may take ten times as long.
    """
    left = program.work.left
    for seconds in (longest, 10 * longest):
        before = time.thread_time()
        with contextlib.suppress(Expired), budget(seconds):
            return do()
        program.close()
        program.work.spend(program.work.left - left)
        if time.thread_time() - before > longest / 2:
            break
    return None
