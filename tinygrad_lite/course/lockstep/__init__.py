"""A wrong loop over batches beside the right one, in lock-step: where the two part, and in which quantity first.

`course/watched.py` has both write down what happens. `rounds.py` puts the events of each batch together, `parting.py`
compares batch by batch, and `hints.py` says what usually moves exactly that first.

What is told is a fact about two runs of one case. Why it is so is told as what it usually is.

Where a loop may choose, as the order of the samples, the right one makes the same choices (`Exercise.beside`).
"""

from __future__ import annotations

from dataclasses import replace

from ..attempt import Attempt, Parting, Verdict, time_for
from ..compare import same
from ..exercise import Exercise
from ..expired import Expired
from ..run import Answer, run
from ..watched import is_loop, trains, watched
from .hints import MEASURED, SAME, STEPS_ARE_RIGHT
from .parting import parting, without_training
from .rounds import Run, run_of

__all__ = ["parted"]


def parted(attempt: Attempt, verdict: Verdict) -> Parting | None:
    """Where a wrong loop parts from the right one, on the case that is shown; None where it is no loop.

    Of exercises whose answers are judged by properties: where the right loop can make the answer's own choices.
    """
    case = verdict.case
    if verdict.status != "wrong" or case is None or not is_loop(case):
        return None
    asked = watched(case)
    try:
        with time_for(attempt.submission, attempt.seconds):
            mine = run(attempt.submission.candidate, asked)
    except Expired:
        return None
    if mine.failure:
        return None
    try:
        return _compared(attempt.exercise, verdict, run_of(mine.after, trains(case)))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        return None  # a record out of a student's process may be anything


def _compared(exercise: Exercise, verdict: Verdict, mine: Run) -> Parting | None:
    """The two runs beside each other, and what follows if they are the same."""
    assert verdict.case is not None
    alike = exercise.beside(verdict.case, [each.inputs for each in mine.rounds])
    right = run(exercise.solution, watched(alike)) if alike else None
    if right is None or right.failure:
        return None
    answer, expected = verdict.answer or Answer(), verdict.expected or Answer()
    state_differs = exercise.has_own_judge or not same(answer.after, expected.after, exercise.rtol)
    other = run_of(right.after, mine.trains)
    found = parting(mine, other, exercise.rtol, state_differs)
    if found.what:
        return found
    if exercise.has_own_judge:  # if nothing differs, it may be the choices that are wrong, of which nothing is known
        mended = right.value if answer.after is None else (right.value, answer.after)
        only_returned = exercise.judge(verdict.case, mended) is None
        return replace(found, usual=SAME) if only_returned else None
    only_returned = not state_differs and not same(answer.value, expected.value, exercise.rtol)
    if not only_returned:
        return found
    if not mine.trains:
        return replace(found, usual=MEASURED)
    beside = without_training(mine, other, exercise.rtol)
    if beside is None:
        return replace(found, usual=STEPS_ARE_RIGHT)
    return beside if beside.what else replace(found, usual=SAME)
