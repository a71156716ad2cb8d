"""The place of a mistake, proven by repair: where one change at one place makes every case right.

`search.py` tries the changes of `course/edits/`; `place.py` says which place follows from those that mend.
The change itself is never told: finding it is the exercise.
"""

from __future__ import annotations

import warnings

from ..attempt import Attempt, Place
from ..elsewhere import Elsewhere
from ..run import HUNG
from ..whose import not_students
from ..work import USUAL, Prices, Work
from .dice import dice_put_back
from .harmless import harmless
from .imports import nothing_new_imported
from .memory import no_more_memory, only_new_rubbish
from .place import lines_of, place_of, place_of_two
from .program import Program
from .search import FAR, LIKELY, NEAR, UNLIKELY, Search
from .second import pairs

#: Looking for two places may take so much more work than for one.
FOR_TWO = 0.8

__all__ = ["USUAL", "Search", "begun", "locate"]


def locate(attempt: Attempt, work: float = USUAL, two: bool = True) -> Place | None:
    """The one place that keeps an attempt from being right; None where none can be proven with so much work.

    Args:
        attempt: what is wrong.
        work: how much, for one place; two take up to four fifths of it again.
        two: whether to look for two places where there is no single one.
    """
    search = begun(attempt, work)
    return searched(search, two) if search else None


def begun(attempt: Attempt, work: float = USUAL) -> Search | None:
    """A search that has not begun; None where there is nothing to be searched."""
    submission = attempt.submission
    hung = any(answer.failure and answer.failure.kind == HUNG for answer in attempt.answers)
    if hung or not attempt.wrong or isinstance(submission.candidate, Elsewhere):
        return None
    if submission.definition is None or not harmless(submission):
        return None
    units = Work(work)
    return Search(attempt, Program(submission, units, Prices(submission.candidate)), units)


def searched(search: Search, two: bool = True) -> Place | None:
    """The place that a search finds, or the two places of two mistakes."""
    attempt = search.attempt
    not_students()  # which is found out once, and imports something for it: below, nothing is imported any more
    with dice_put_back(), no_more_memory(), only_new_rubbish(), nothing_new_imported(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Python thinks of `5 is 5` is nobody's fault
        near, far = (LIKELY, UNLIKELY) if search.is_dear else (NEAR, FAR)
        found = search.go(near)
        if two and search.through and all(each.made_up for each in found):
            both = place_of_two(attempt, pairs(search, Work(FOR_TWO * search.work.units)))
            found = search.alone or found
            if both and lines_of(found).isdisjoint(spot.number for spot in (*both.spots, *both.second)):
                if both.second or found or not (single := search.left_out() or search.go(far)):
                    return both  # two likely changes say more than one that is made up elsewhere
                found = single  # what one change mends is one mistake, whatever a first of two would lead to
        found = search.further_out(found or search.go(far))
    return place_of(attempt.submission, found, len(attempt.cases))
