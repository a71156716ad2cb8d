"""From a wrong answer to what was done wrong: the order of the steps.

One message at a time, the one to act on first. Each step states what it can prove and otherwise says nothing; when
all are silent, the smallest failing case speaks alone.
"""

from __future__ import annotations

from ..judge import HUNG, Attempt, Diagnosis, Verdict, outcome, smallest
from ..plain import Raised
from .algebraic import algebraic
from .causes import usual_cause
from .effects import unstable_answer
from .exact import exact, fill
from .reading import always_true, other_order, reads_less, shared_by_all_objects
from .shape import telling
from .shown import Shown
from .shrink import is_finite, shrink
from .structural import structural, where_wrong

#: Failures that are not looked for in smaller cases: what hangs takes too long, and Python 3.11 gets the line of an
#: UnboundLocalError wrong once the function has run a few times.
_NOT_TWICE = (HUNG, "UnboundLocalError")

__all__ = ["as_put", "diagnose", "verdict"]


def diagnose(attempt: Attempt, unstable: int | None = None) -> Verdict:
    """The verdict on an attempt that is wrong somewhere; `unstable` is a case that was right only the first time."""
    if unstable is not None:
        return verdict(attempt, "wrong", as_put(attempt, unstable), unstable_answer(attempt.submission))
    first = smallest(attempt)
    deeper = always_true(attempt) or other_order(attempt) or shared_by_all_objects(attempt)
    if deeper:
        shown = shrink(attempt, first)
        return verdict(attempt, "error" if shown[1].failure else "wrong", shown, deeper)
    named = exact(attempt)
    if named and reads_less(attempt.submission, named):
        named = None
    failure = attempt.answers[first].failure
    if failure and failure.kind == HUNG:
        earlier = before_it_hung(attempt, first)
        if earlier:
            return earlier
    if failure and named is None:
        shown = as_put(attempt, first) if failure.kind in _NOT_TWICE else shrink(attempt, first)
        failure = shown[1].failure or failure
        text = attempt.exercise.cause(failure, shown[0]) or usual_cause(failure, attempt.submission, attempt.exercise)
        wanted = shown[2].value
        if isinstance(wanted, Raised):
            text = f"{text} There is no answer here, and a {wanted.kind} is asked for, no {failure.kind}.".strip()
        cause = Diagnosis("error", failure.kind, text)
        return verdict(attempt, "error", shown, cause)
    shown = shrink(attempt, telling(attempt, first), named)
    if named:
        return verdict(attempt, "wrong", shown, fill(named, attempt.exercise, shown[0]))
    found = structural(attempt, shown) or algebraic(attempt)
    found = found or by_finding(attempt, first) or where_wrong(attempt, shown)
    apart = None if found else apart_from_overflow(attempt) or apart_from_special_cases(attempt)
    return apart or verdict(attempt, "wrong", shown, found)


def only(attempt: Attempt, kept: list[int]) -> Attempt:
    """The attempt as if only some of its cases had been asked."""
    return Attempt(
        attempt.exercise,
        attempt.submission,
        cases=[attempt.cases[index] for index in kept],
        answers=[attempt.answers[index] for index in kept],
        findings=[attempt.findings[index] for index in kept],
    )


def apart_from_special_cases(attempt: Attempt) -> Verdict | None:
    """A named mistake in all cases but those that ask a question of their own, and something else in these."""
    apart = attempt.exercise.apart
    part = only(attempt, [index for index, case in enumerate(attempt.cases) if case.about not in apart])
    if not part.wrong or len(part.cases) == len(attempt.cases):
        return None
    named = exact(part)
    if named is None or reads_less(attempt.submission, named):
        return None
    special = [index for index in attempt.wrong if attempt.cases[index].about in apart]
    alike = outcome(attempt.exercise, named.candidate, [attempt.cases[index] for index in special])
    rtol = attempt.exercise.rtol
    others = [i for i, theirs in zip(special, alike, strict=True) if not attempt.answers[i].agrees(theirs, rtol)]
    shown = shrink(part, smallest(part), named)
    found = fill(named, part.exercise, shown[0])
    where = list(dict.fromkeys(attempt.cases[index].about for index in others))
    text = f"{found.text} Something else goes wrong {' and '.join(where)}." if where else found.text
    return verdict(attempt, "wrong", shown, Diagnosis("mistake and more", found.name, text))


def apart_from_overflow(attempt: Attempt) -> Verdict | None:
    """One mistake, and an overflow besides: what the cases with a finite answer say by themselves."""
    part = only(attempt, [index for index, answer in enumerate(attempt.answers) if is_finite(answer.value)])
    if not part.wrong or len(part.cases) == len(attempt.cases):
        return None
    named = exact(part)
    shown = shrink(part, smallest(part), named)
    found = fill(named, part.exercise, shown[0]) if named else algebraic(part)
    if found is None:
        return None
    others = len(attempt.cases) - len(part.cases)
    text = f"{found.text} In {others} other {'case' if others == 1 else 'cases'} your answer is infinite or nan."
    return verdict(attempt, "wrong", shown, Diagnosis(f"{found.kind} and overflow", found.name, text))


def before_it_hung(attempt: Attempt, hung: int) -> Verdict | None:
    """One mistake in the cases before the one that did not come to an end, if it can be named."""
    part = Attempt(
        attempt.exercise,
        attempt.submission,
        cases=attempt.cases[:hung],
        answers=attempt.answers[:hung],
        findings=attempt.findings[:hung],
    )
    named = exact(part) if part.wrong else None
    if named is None:
        return None
    shown = shrink(part, telling(part, smallest(part)), named)
    found = fill(named, part.exercise, shown[0])
    text = f"{found.text} After {hung} cases there was one in which it did not come to an end."
    return verdict(attempt, "wrong", shown, Diagnosis(found.kind, found.name, text))


def by_finding(attempt: Attempt, index: int) -> Diagnosis | None:
    """Where the exercise has a judge of its own: what it found."""
    finding = attempt.findings[index]
    if not attempt.exercise.has_own_judge or finding is None:
        return None
    return Diagnosis("property", finding.key, finding.text)


def as_put(attempt: Attempt, index: int) -> Shown:
    """A case as it was put, with what came and what was expected."""
    return attempt.cases[index], attempt.answers[index], attempt.expected[index]


def verdict(attempt: Attempt, status: str, shown: Shown, diagnosis: Diagnosis | None) -> Verdict:
    """The verdict with the case that is shown."""
    passed = min(attempt.findings.count(None), len(attempt.cases) - 1)
    return Verdict(attempt.exercise.id, status, passed, len(attempt.cases), *shown, diagnosis)
