"""What runs where the place of a mistake is looked for: a student's process like any other, with the course in it.

One more request than in `child.py`: "place", which has the lesson, the exercise, the source that the answer comes from,
the names of all exercises, the numbers of cases that count for nobody, and whether two places are looked for as well.
The search is the lesson's own, on the lesson's own cases. What comes back is numbers, the words of a named mistake,
and names of parts of an answer:
{"spots", "second": [[line, start, end], …], "missing", "several", "left", "mended",
"unmended"}, or None.
"""

from __future__ import annotations

from typing import Any

from tinygrad_lite.grading.child import Notebook
from tinygrad_lite.grading.child import main as answer_all

#: Seconds of the clock for the answers themselves, which have come to an end before. The judge ends what hangs.
PATIENCE = 60.0


def main() -> None:
    """Answer until there is nothing more to answer."""
    answer_all(place=find_place)


def find_place(notebook: Notebook, request: dict[str, Any]) -> None:
    """Look for the place of the mistake in an answer, and send it."""
    try:
        told = as_numbers(place_in(notebook, request))
    except Exception:  # an answer that spoils what it is searched with has no place
        told = None
    notebook.channel.send(request["id"], [told])


def as_numbers(place: Any) -> dict[str, Any] | None:
    """A `Place` as it is sent."""
    if place is None:
        return None
    spots, second = ([[spot.number, spot.start, spot.end] for spot in some] for some in (place.spots, place.second))
    plain = ("missing", "several", "left", "mended", "unmended")
    return {"spots": spots, "second": second, **{name: getattr(place, name) for name in plain}}


def place_in(notebook: Notebook, request: dict[str, Any]) -> Any:
    """The `Place` in an answer, as the lesson finds it."""
    from tinygrad_lite.course.attempt import Attempt  # loaded here: the notebook's cells come first, as in a lesson
    from tinygrad_lite.course.budget import budget
    from tinygrad_lite.course.exercises import exercises_of
    from tinygrad_lite.course.judge import import_first
    from tinygrad_lite.course.localise import locate
    from tinygrad_lite.course.oracle import cases_of
    from tinygrad_lite.course.submission import Submission

    budget.threads = False  # `in_turn` may run a thread to its end when it starts: this one would wait for its time
    exercise = next(each for each in exercises_of(request["lesson"]) if each.id == request["exercise"])
    candidate = notebook.found[exercise.id]
    notebook.variables[exercise.name] = candidate
    submission = Submission(candidate, request["source"], notebook.variables, frozenset(request["names"]))
    import_first(submission.imports())
    numbered = enumerate(cases_of(exercise), start=1)
    cases = [case for number, case in numbered if number not in request["exempt"]]
    attempt = Attempt.of(exercise, submission, cases, seconds=PATIENCE)
    attempt.put()
    return locate(attempt, two=request["two"]) if attempt.wrong else None
