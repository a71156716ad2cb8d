"""Hostile programs, as texts. None of them is imported: tests/hostile/grader.py runs each in a tier.

A program of `REFUSED` names what went through on its stdout, and then "end". One of `ENDED` (ending.py) does what it
can until it is ended, or refused. What a tier does not promise is in `NOT_PROMISED`.
"""

from __future__ import annotations

from tests.hostile import refused_more, refused_own

REFUSED = {**refused_own.REFUSED, **refused_more.REFUSED}

#: What a tier leaves open, and says so.
NOT_PROMISED = {
    "sandbox": set(),
    "forked": set(),
    "partial": set(),
    "limits only": {
        "read outside", "read the repository", "read other processes", "write outside", "change what it may read",
        "change modes and times", "tricks with links", "read another student's files", "find open files",
        "import what is not there", "folders without end",
    },
}  # fmt: skip
