"""What came of one answer, and what is said of one that could not be put to the cases."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field, replace
from typing import Any

from tinygrad_lite.course.added import lesson_of
from tinygrad_lite.course.attempt import Diagnosis, Verdict
from tinygrad_lite.course.by_hand import ForbiddenCall, forbidden_call
from tinygrad_lite.course.elsewhere import Elsewhere
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.run import HUNG, Answer, Failure
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.grading import by_text
from tinygrad_lite.grading.answers import Unfit, failure_from
from tinygrad_lite.grading.around import HandedIn, namespace_of
from tinygrad_lite.grading.definitions import Given
from tinygrad_lite.grading.engine import cases_need_engine
from tinygrad_lite.grading.lessons import cells_of
from tinygrad_lite.grading.uses import Uses


@dataclass
class Judged:
    """What came of one answer.

    Attributes:
        verdict: None where there is none.
        why: why there is none, or why a person should look.
        heard: its answers to the cases, in order.
        seconds: CPU seconds of its process and of the judge.
        lacks_engine: it uses something of the engine's where that is not.
    """

    verdict: Verdict | None = None
    why: str = ""
    heard: list[Answer] = field(default_factory=list)
    seconds: float = 0.0
    lacks_engine: bool = False

    @property
    def is_begun(self) -> bool:
        """It was run: something was written in its place."""
        return self.verdict is None or self.verdict.status != "not-started"


def did_not_finish(exercise_id: str, why: str) -> Verdict:
    """Of a cell that never ended, or ended the process."""
    text = f"{why or 'The cell did not come to an end.'} It stopped before your answer was there."
    return Verdict(exercise_id, "error", diagnosis=Diagnosis("error", HUNG, text))


def failure_of(told: dict[str, Any], cell: str) -> Failure | None:
    """What the process says of why a cell failed; None where it says nothing that can be understood."""
    failures = told.get("failures")
    try:
        return failure_from(failures.get(cell)) if isinstance(failures, dict) else None
    except Unfit:
        return None


def not_here(
    exercise: Exercise, submission: Submission, failure: Failure, heard: list[Answer], unclear: bool = False
) -> Judged:
    """Something was used that is not there: the exercise rules it out, or a person has to look.

    Args:
        unclear: it uses a variable that was made with what is ruled out and is something else.
    """
    forbidden = forbidden_call(submission, exercise.forbids)
    if forbidden is None and not unclear:
        forbidden = named_by(failure, exercise.forbids)
    if forbidden is None:
        return Judged(None, f"It uses what is not there when notebooks are graded: {failure.message}"[:500], heard)
    return Judged(Verdict(exercise.id, "not-by-hand", 0, len(heard), forbidden=forbidden), "", heard)


def without_answer(exercise: Exercise, given: Given, failure: Failure | None, uses: Uses, unclear: bool) -> Judged:
    """The cell was run, and the answer is not there: its definition failed. `unclear` as `not_here` has it."""
    if failure is None:
        return Judged(None, f"Nothing called `{given.name}` was there after its cell had been run.")
    if failure.kind == "NotHere":
        candidate = Elsewhere()
        candidate.__name__ = given.name
        namespace = namespace_of(uses.variables(exercise.id), {}, uses.by_name.values(), [])
        return not_here(exercise, HandedIn(candidate, given.source, namespace), failure, [], unclear)
    text = f"{failure.kind}: {failure.message}"[:400]
    text = f"The cell stopped before your {'class' if exercise.asks_for_class else 'function'} was there. {text}"
    return Judged(Verdict(exercise.id, "error", diagnosis=Diagnosis("error", failure.kind, text)))


def by_hand(exercise: Exercise, given: Given, judged: Judged, uses: Uses, lent: bool = False) -> Judged:
    """A right answer to an exercise that rules out something which is there: what its text says of it.

    Args:
        lent: it was given much that the notebook makes with the engine; that may be a text, and a program in it.
    """
    single, engine = rules_out_functions(exercise), does_without_what_is_there(exercise)
    if not (single or engine or lent) or judged.verdict is None or judged.verdict.status != "right":
        return judged
    whole, variables = uses.whole(exercise.id), uses.variables(exercise.id)
    forbidden = by_text.ruled_out_function(whole, given.name, variables, exercise.forbids)
    if forbidden is not None:
        return replace(judged, verdict=replace(judged.verdict, status="not-by-hand", forbidden=forbidden))
    needed = [block.kept_for(exercise.id) for block in uses.program.cells]
    finder = by_text.looks_up(uses.kept if single else needed) if single or lent else ""
    finder = finder or by_text.named_in(needed, variables, exercise.forbids)
    if engine:
        finder = finder or by_text.finds_engine(whole, variables, needed, _given(exercise))
    if finder:
        why = f"Every value is right, but with `{finder}` the text does not show what computes it."
        return replace(judged, verdict=None, why=why)
    return judged


def rules_out_functions(exercise: Exercise) -> bool:
    """Whether it rules out functions of NumPy or Python, which are there all the same."""
    return any(entry.partition(".")[0] in by_text.HOMES for entry in exercise.forbids)


def does_without_what_is_there(exercise: Exercise) -> bool:
    """Whether it rules out the engine, of which its cases are made."""
    return "tinygrad_lite" in exercise.forbids and cases_need_engine(type(exercise))  # type: ignore[arg-type]


def _given(exercise: Exercise) -> list[str]:
    """The code of the lesson as it is handed out."""
    lesson = lesson_of(exercise.id)
    return [source for kind, source in cells_of(lesson).values() if kind == "code"]


def left_by_others(exercise: Exercise, uses: Uses) -> str:
    """What code of other answers has of what an exercise rules out: it could leave it where the answer finds it."""
    variables = uses.variables(exercise.id)
    found = by_text.named_in(uses.kept, variables, exercise.forbids)
    if not found and does_without_what_is_there(exercise):
        found = by_text.finds_engine(ast.Module([], []), variables, uses.kept, _given(exercise))
    return found


def named_by(failure: Failure, forbids: tuple[str, ...]) -> ForbiddenCall | None:
    """What was used of a package that is ruled out, where only the program's own words tell."""
    found = re.match(r"`([\w.]{1,200})` was used", failure.message)
    ruled_out = [entry for entry in forbids if found and f"{found[1]}.".startswith(f"{entry}.")]
    return ForbiddenCall(ruled_out[0], found[1], failure.line) if found and ruled_out else None
