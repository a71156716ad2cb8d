"""From what a student's process says to an `Answer`: only what an answer can be gets through."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.course.case import Case
from tinygrad_lite.course.plain import Raised
from tinygrad_lite.course.run import HUNG, Answer, Failure

#: Characters of a text that are looked at.
MOST_TEXT = 4000


class Unfit(ValueError):
    """What came cannot be an answer to the case."""


def answer_from(message: Any, case: Case) -> Answer:
    """The answer in a message.

    Raises:
        Unfit: it is none to this case.
    """
    if not isinstance(message, list) or len(message) != 8:
        raise Unfit("no list of what belongs to an answer")
    value, after, told, told_raised, told_printed, told_warned, changed = message[1:]
    failure, raised = failure_from(told, case), failure_from(told_raised, case)
    if case.steps:
        _must_be_reports(value, failure, case)
    kind = value.kind if isinstance(value, Raised) else ""
    if bool(kind) != bool(raised) or (kind and (failure or kind not in case.raises)):
        raise Unfit("an exception that nobody asked for")
    if after is not None and not (isinstance(after, dict) and set(after) == set(case.observe)):
        raise Unfit("the state of other arguments")
    if not isinstance(changed, list) or not all(isinstance(name, str) and name in case.args for name in changed):
        raise Unfit("other arguments")
    printed, warned = text_from(told_printed), text_from(told_warned)
    return Answer(value, after, failure, printed, warned, tuple(changed), raised)


def _must_be_reports(value: Any, failure: Failure | None, case: Case) -> None:
    """Of a script, there is one report for each step that was to report, up to the end or to the failure."""
    done = case.steps[: failure.step] if failure else case.steps
    if not isinstance(value, list) or len(value) != sum(step.report for step in done):
        raise Unfit("another number of reports")


def failure_from(told: Any, case: Case | None = None) -> Failure | None:
    """The failure in what a process says of one; None where it says that there was none.

    Raises:
        Unfit: it is neither.
    """
    if told is None:
        return None
    if not isinstance(told, list) or len(told) != 5:
        raise Unfit("no failure")
    line_number, step = told[3:]
    if type(line_number) is not int or type(step) is not int or abs(line_number) > 10**7:
        raise Unfit("no failure")
    if step < 0 or (case is not None and step >= max(1, len(case.steps))):
        raise Unfit("a failure in no step")
    kind, message, line = (text_from(text) for text in told[:3])
    kind = "Exception" if kind == HUNG else kind[:200]  # whether it came to an end is not for it to say
    return Failure(kind, message, line, line_number, step)


def text_from(text: Any) -> str:
    """A text of bounded length.

    Raises:
        Unfit: it is none.
    """
    if not isinstance(text, str):
        raise Unfit("no text")
    return text[:MOST_TEXT]
