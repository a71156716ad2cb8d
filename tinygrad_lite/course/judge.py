"""The verdict on a submission: not started, wrong, error, right but not by hand, or right.

Everything that decides is here in order; what to *say* about a wrong answer is found in `diagnosis/`.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import warnings
from collections.abc import Callable
from dataclasses import replace

from .attempt import Attempt, Diagnosis, Place, Verdict, first_sentence
from .by_hand import ForbiddenCall, forbidden_call
from .case import Case
from .compare import ulps
from .diagnosis import explain
from .diagnosis.causes import MISSPELT
from .diagnosis.exact import filled
from .diagnosis.together import AND_ANOTHER, TWO, sayable
from .elsewhere import Elsewhere, is_class
from .exercise import Exercise
from .localise import locate
from .lockstep import parted
from .run import Answer
from .submission import Submission


def verdict_on(
    exercise: Exercise,
    submission: Submission,
    cases: list[Case] | None = None,
    expected: list[Answer] | None = None,
    seconds: float | None = None,
    locating: bool = False,
) -> Verdict:
    """Check a submission against all cases of an exercise.

    Args:
        exercise: what was asked.
        submission: what was handed in.
        cases: other cases than the lesson's, as for grading.
        expected: the right answers to them, where they are known already.
        seconds: what the check may take, where not the exercise's budget.
        locating: whether to look for the place of a mistake as well, which takes up to a second more.
    """
    if submission.is_stub(exercise.stub() if exercise.broken else ""):
        return Verdict(exercise.id, "not-started")
    attempt = Attempt.of(exercise, submission, cases, expected, seconds)
    unfit = wrong_signature(exercise, submission)
    if unfit:
        return Verdict(exercise.id, "error", 0, len(attempt.cases), diagnosis=unfit)
    forbidden = forbidden_call(submission, exercise.forbids)
    if not isinstance(submission.candidate, Elsewhere):
        import_first([*submission.imports(), *([forbidden.module] if forbidden else [])])
    attempt.put()
    if not attempt.wrong:
        unstable = attempt.repeat()
        if unstable is not None:
            return explain(attempt, unstable)
        status, total = "not-by-hand" if forbidden else "right", len(attempt.cases)
        distance = max(
            (ulps(a.value, e.value) for a, e in zip(attempt.answers, attempt.expected, strict=True)), default=0
        )
        case, answer = first_that_printed(attempt)
        return Verdict(exercise.id, status, total, total, case, answer, forbidden=forbidden, ulps=distance)
    found = without_help(explain(attempt), forbidden)
    found = replace(found, parting=parted(attempt, found))
    if not locating or not wants_a_place(found):
        return found
    return with_place(exercise, found, lambda two: _located(attempt, two))


def _located(attempt: Attempt, two: bool) -> Place | None:
    """The place of a mistake. An error of ours in looking for it costs the place alone, and is said."""
    try:
        return locate(attempt, two=two)
    except Exception as problem:
        warnings.warn(
            f"Where it is could not be looked for ({type(problem).__name__}: {problem}). What the check says holds all "
            "the same. Please report this, with your code.",
            stacklevel=2,
        )
        return None


def with_place(exercise: Exercise, verdict: Verdict, place: Callable[[bool], Place | None]) -> Verdict:
    """The verdict with the place of the mistake, or of two.

    Args:
        exercise: what was asked.
        verdict: one that `wants_a_place`.
        place: finds it; it is told whether to look for two places where there is no single one.
    """
    diagnosis = verdict.diagnosis
    if diagnosis and diagnosis.kind in (TWO, AND_ANOTHER):  # unless one change mends all: then it is a single mistake
        found = place(for_two(verdict))  # two places say more than the name of one
        if found is None or found.mended:
            return verdict
        return replace(verdict, place=_of_the_shown(exercise, verdict, found), diagnosis=None)
    found = place(for_two(verdict))
    if found and found.missing and diagnosis and MISSPELT in diagnosis.text:
        return verdict  # a statement more would make the name known, and is not what is missing
    if diagnosis and diagnosis.alone and found and not (found.second or found.left or found.mended):
        verdict = replace(verdict, diagnosis=Diagnosis("mistake", diagnosis.name, diagnosis.alone))
    return replace(verdict, place=_of_the_shown(exercise, verdict, found))


def for_two(verdict: Verdict) -> bool:
    """Whether to look for two places where there is no single one: not where a diagnosis says that it is one mistake,
    or names both.
    """
    return verdict.diagnosis is None or verdict.diagnosis.kind in ("structure", AND_ANOTHER)


def _of_the_shown(exercise: Exercise, verdict: Verdict, place: Place | None) -> Place | None:
    """A place; what is left when the first is mended is said of the case that is shown."""
    if place is None or not place.left or place.mended or verdict.case is None:
        return place
    text = filled(place.left, exercise, verdict.case)
    return replace(place, left=sayable(text) or first_sentence(text)[0])


#: Diagnoses that say what is wrong with an answer, and not where in the code that comes from.
_OF_ANSWERS = ("mistake", "mistake and more", "algebra", "error", "property", TWO, AND_ANOTHER)
_OF_SHAPES = ("wrong shape", "wrong type", "another number of entries", "not finite", "returns its input")
_OF_SOME = ("does not raise", "raises too often", "returned None in some cases", "returned nothing on some paths")


def wants_a_place(verdict: Verdict) -> bool:
    """Whether it helps to look for the place: not where a diagnosis speaks of the code itself."""
    if verdict.status not in ("wrong", "error"):
        return False
    found = verdict.diagnosis
    if found is None or found.kind in _OF_ANSWERS or found.name in (*_OF_SHAPES, *_OF_SOME, "unused parameter"):
        return True
    return found.name.startswith(("wrong only", "right only", "right for"))


def first_that_printed(attempt: Attempt) -> tuple[Case | None, Answer | None]:
    """The first case in which something was printed, and its answer: what a card of a right one shows of it."""
    both = zip(attempt.cases, attempt.answers, strict=False)
    return next(((case, answer) for case, answer in both if answer.printed.strip()), (None, None))


def import_first(modules: list[str]) -> None:
    """Import what a submission will import: cut off in the middle by the budget, an import would spoil the kernel."""
    for module in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(module)


def without_help(verdict: Verdict, forbidden: ForbiddenCall | None) -> Verdict:
    """An error in a call that the exercise rules out: better not to mend it."""
    if not forbidden or verdict.status != "error" or not verdict.diagnosis:
        return verdict
    text = f"{verdict.diagnosis.text} This exercise asks you to write it yourself, without {forbidden.module}."
    return replace(verdict, diagnosis=replace(verdict.diagnosis, text=text.strip()))


def wrong_signature(exercise: Exercise, submission: Submission) -> Diagnosis | None:
    """What is wrong with the first line, if it cannot be called as the exercise calls it. Names are free."""
    if not callable(submission.candidate):
        kind = type(submission.candidate).__name__
        return Diagnosis("structure", "not callable", f"`{exercise.name}` is a {kind}, not something to call.")
    if exercise.asks_for_class != is_class(submission.candidate):
        asked, came = ("class", "function") if exercise.asks_for_class else ("function", "class")
        return Diagnosis("structure", "wrong kind", f"The exercise asks for a {asked}, yours is a {came}.")
    if exercise.asks_for_class:
        return None  # a script tells more: it fails on the line that does not fit
    try:
        yours = inspect.signature(submission.candidate)
    except (TypeError, ValueError):
        return None
    wanted = list(exercise.signature.parameters.values())
    required = sum(parameter.default is parameter.empty for parameter in wanted)
    line = f"`def {exercise.name}{exercise.signature}:`"
    for count in range(required, len(wanted) + 1):
        try:
            yours.bind(*[None] * count)
        except TypeError:
            given = ", ".join(parameter.name for parameter in wanted[:count])
            text = f"It cannot be called as `{exercise.name}({given})`."
            text += f" Its first line should be {line}; other names will do."
            return Diagnosis("structure", "wrong parameters", text)
    return None
