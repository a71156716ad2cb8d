"""From a wrong answer to what was done wrong.

`order.py` is the table of what is looked for, in which cases and in which order; here it is gone through. When all
looks are silent, the smallest failing case speaks alone.
"""

from __future__ import annotations

import contextlib
import time

from ..attempt import Attempt, Diagnosis, Verdict, time_for
from ..elsewhere import Elsewhere
from ..exercise import Mistake
from ..expired import Expired
from .effects import unstable_answer
from .exact import fill
from .order import ORDER
from .parts import AllCases, Part
from .shrink import Shown, as_put

__all__ = ["explain"]


#: Where the clock went on while others were computing, a diagnosis is looked for anew, for so many times as long.
BUSY = 4


def explain(attempt: Attempt, unstable: int | None = None) -> Verdict:
    """The verdict on an attempt that is wrong somewhere; `unstable` is a case that was right only the first time.

    Looking for a diagnosis runs the submission again, which may hang where it did not. Then the case speaks alone.
    """
    for seconds in (attempt.seconds, BUSY * attempt.seconds):
        began = time.thread_time()
        with contextlib.suppress(Expired), time_for(attempt.submission, seconds):
            if unstable is None:
                return diagnose(attempt)
            why = unstable_answer(attempt.submission, attempt.cases[unstable])
            return verdict(attempt, "wrong", as_put(attempt, unstable), why)
        if isinstance(attempt.submission.candidate, Elsewhere) or time.thread_time() - began > seconds / 2:
            break
    first = attempt.first_wrong if unstable is None else unstable
    return verdict(attempt, "wrong", as_put(attempt, first), None)


def diagnose(attempt: Attempt) -> Verdict:
    """What the first look that finds something says."""
    whole = AllCases.out_of(attempt)
    parts: dict[type[Part], Part | None] = {AllCases: whole}
    for kind, look, _ in ORDER:
        if kind not in parts:
            parts[kind] = kind.out_of(attempt)
        part = parts[kind]
        found = look(part) if part else None
        if part and found:
            shown, status, diagnosis = said(part, found)
            return verdict(attempt, status, shown, part.in_the_whole(found, diagnosis))
    return verdict(attempt, "wrong", whole.shown, None)


def said(part: Part, found: Diagnosis | Mistake) -> tuple[Shown, str, Diagnosis]:
    """The case that is shown, the status, and the diagnosis with the case's quantities in its text."""
    if isinstance(found, Mistake):
        shown = part.shown_as(found)
        return shown, "wrong", fill(found, part.exercise, shown[0])
    return part.shown, "error" if part.shown[1].failure else "wrong", found


def verdict(attempt: Attempt, status: str, shown: Shown, diagnosis: Diagnosis | None) -> Verdict:
    """The verdict with the case that is shown."""
    passed = min(attempt.findings.count(None), len(attempt.cases) - 1)
    return Verdict(attempt.exercise.id, status, passed, len(attempt.cases), *shown, diagnosis)
