"""Something is kept from one call to the next, and changes the answers: proven by asking again."""

from __future__ import annotations

import ast

from ..attempt import Attempt, Diagnosis, fault_of
from ..run import HUNG, Answer, run
from ..submission import Submission
from .lasting import SAID, Lasting, lasting


def kept_between_calls(attempt: Attempt) -> Diagnosis | None:
    """What outlives a call by the source, where a case asked again does get another answer."""
    found = suspected(attempt.submission)
    return said_of(attempt.submission, found) if found and answers_change(attempt) else None


def suspected(submission: Submission) -> Lasting | None:
    """What may be kept; None where there is nothing, and where random numbers are drawn, which explain as much."""
    if "random" in submission.mentioned():
        return None
    return next(iter(lasting(submission)), None)


def said_of(submission: Submission, found: Lasting) -> Diagnosis:
    """What to say of what is kept."""
    name, text = SAID[found.kind]
    kind = "class" if isinstance(submission.definition, ast.ClassDef) else "function"
    return Diagnosis("structure", name, text.format(found.name, kind))


def answers_change(attempt: Attempt) -> bool:
    """Whether the calls before made a difference to the answer of a case, or do when it is put again.

    First by itself, to an answer that was made anew; then again, to the same objects where that is allowed. A class
    answers a script beside another object of its own kind.
    """
    candidate = attempt.submission.candidate
    for index, before in enumerate(attempt.answers):
        case = attempt.cases[index]
        if before.failure and before.failure.kind == HUNG:
            continue
        alone = run(attempt.submission.made_afresh(), case)
        again = (
            before
            if index == 0 and before.failure
            else run(candidate, case if before.changed else attempt.once_more(case))
        )
        if not (_alike(attempt, index, before, alone) and _alike(attempt, index, before, again)):
            return True
    return False


def _alike(attempt: Attempt, index: int, before: Answer, now: Answer) -> bool:
    if attempt.exercise.has_own_judge:
        finding = fault_of(attempt.exercise, attempt.cases[index], now, attempt.expected[index])
        first = attempt.findings[index]
        return (first and first.key) == (finding and finding.key)
    return now.agrees(before, attempt.exercise.rtol) or told(now) == told(before)


def told(answer: Answer) -> str:
    """An answer as text: what is no data agrees with nothing, and looks the same."""
    failure = answer.failure and (answer.failure.kind, answer.failure.message)
    return repr((answer.value, answer.after, failure))
