"""`REPORT/.manual-renamed.csv`: how answers were called before the name of a forgotten student went out of them.

An answer is known by what was written. In the download others still name her: graded once more, their answers are
called as before, and what was typed of them has to hold. The names of answers are hashes; nothing is read from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ..tables import read_table, write_table
from .typed import Key, Rows

TABLE = ".manual-renamed.csv"


def note(report: Path, renamed: Mapping[str, str], gone: frozenset[str]) -> None:
    """Keep how answers were called, and what they are called now; but nothing of those that go with a student."""
    known = {row["was"]: row["is"] for row in read_table(report / TABLE)}
    kept = {was: renamed.get(now, now) for was, now in known.items() if gone.isdisjoint((was, now))}
    both = kept | dict(renamed)
    if both or known:
        write_table(report / TABLE, ("was", "is"), ({"was": was, "is": both[was]} for was in sorted(both)))


def called_as_before(report: Path, here: Iterable[Key], logged: Rows) -> Rows:
    """What was typed of each answer, also of those here that are called as before again."""
    now_of = {row["was"]: row["is"] for row in read_table(report / TABLE)}
    again = {}
    for question, name in here:
        known = logged.get((question, now_of.get(name, "")))
        if known and (question, name) not in logged:
            again[question, name] = replace(known, answer_id=name)
    return logged | again
