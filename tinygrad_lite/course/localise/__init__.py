"""The place of a mistake, proven by repair: where one change at one place makes every case right.

`search.py` tries the changes of `course/edits/`; `place.py` says which place follows from those that mend.
The change itself is never told: finding it is the exercise.
"""

from __future__ import annotations

import warnings

from ..attempt import Attempt, Place
from ..budget import budget
from ..elsewhere import Elsewhere
from ..expired import Expired
from ..run import HUNG
from .dice import dice_put_back
from .place import place_of
from .program import Program, harmless
from .search import SECONDS, mending

__all__ = ["locate"]


def locate(attempt: Attempt, seconds: float = SECONDS) -> Place | None:
    """The one place that keeps an attempt from being right; None where none can be proven in the time there is."""
    submission = attempt.submission
    hung = any(answer.failure and answer.failure.kind == HUNG for answer in attempt.answers)
    if hung or not attempt.wrong or isinstance(submission.candidate, Elsewhere):
        return None
    if submission.definition is None or not harmless(submission):
        return None
    seconds = min(seconds, attempt.seconds)
    try:
        with (
            dice_put_back(),
            warnings.catch_warnings(),
            budget(2 * seconds),  # a change may keep something from ending
        ):
            warnings.simplefilter("ignore")  # what Python thinks of `5 is 5` is nobody's fault
            found = mending(attempt, Program(submission), seconds)
    except Expired:
        return None
    return place_of(submission, found, len(attempt.cases))
