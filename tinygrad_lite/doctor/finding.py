"""One thing that was looked at, and how it is."""

from __future__ import annotations

from dataclasses import dataclass

#: How well something is, and the sign that is printed for it.
GOOD, NOTE, BAD = "✓", "·", "✗"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        sign: GOOD, NOTE (worth knowing, nothing to mend) or BAD.
        what: what was looked at; found: what is there.
        mend: the command or the step that mends it; "" where nothing is to be done.
    """

    sign: str
    what: str
    found: str
    mend: str = ""
