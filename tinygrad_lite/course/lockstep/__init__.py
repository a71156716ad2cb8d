"""A wrong training loop beside the right one, in lock-step: where their trainings part, and in which quantity first.

`course/watched.py` has both write down what happens. `rounds.py` puts the events of each batch together, `parting.py`
compares batch by batch, and `hints.py` says what usually moves exactly that first.

What is told is a fact about two runs of one case. Why it is so is told as what it usually is.
"""

from __future__ import annotations

from dataclasses import replace

from ..attempt import Attempt, Parting, Verdict, time_for
from ..compare import same
from ..expired import Expired
from ..run import Answer, run
from ..watched import is_loop, watched
from .hints import SAME
from .parting import parting
from .rounds import run_of

__all__ = ["parted"]


def parted(attempt: Attempt, verdict: Verdict) -> Parting | None:
    """Where the training of a wrong loop parts from the right one, on the case that is shown; None where it is no loop.

    Exercises whose answers are judged by properties have no single right training.
    """
    case = verdict.case
    if verdict.status != "wrong" or case is None or attempt.exercise.has_own_judge or not is_loop(case):
        return None
    asked = watched(case)
    try:
        with time_for(attempt.submission, attempt.seconds):
            mine = run(attempt.submission.candidate, asked)
    except Expired:
        return None
    right = run(attempt.exercise.solution, asked)
    if mine.failure or right.failure:
        return None
    try:
        return _compared(verdict, mine, right, attempt.exercise.rtol)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        return None  # a record out of a student's process may be anything


def _compared(verdict: Verdict, mine: Answer, right: Answer, rtol: float | None) -> Parting:
    """The two runs beside each other, and what follows if they are the same."""
    answer, expected = verdict.answer or Answer(), verdict.expected or Answer()
    state_differs = not same(answer.after, expected.after, rtol)
    found = parting(run_of(mine.after), run_of(right.after), rtol, state_differs)
    only_returned = not found.what and not state_differs and not same(answer.value, expected.value, rtol)
    return replace(found, usual=SAME) if only_returned else found
