"""Something that may never end, ended by what it computes and not by the clock."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TypeVar

from ..budget import budget
from ..expired import Expired
from .program import Program

#: Seconds of the processor's time after which something has to have ended: far longer than the counted work allows.
LONGEST = 2.0
#: What sleeps computes nothing: it is ended after so many times as many seconds of the clock.
SLEEPING = 10
_Found = TypeVar("_Found")


def patiently(do: Callable[[], _Found], program: Program, longest: float = LONGEST) -> _Found | None:
    """What comes of something; however busy the machine is with other programs, it may compute equally long.

    None where it does not end all the same; the program is then left as it was handed in. What was done in vain is not
    counted, as it would depend on the clock.
    """
    left = program.work.left
    with contextlib.suppress(Expired), budget(SLEEPING * longest, computing=longest):
        return do()
    program.close()
    program.work.spend(program.work.left - left)
    return None
