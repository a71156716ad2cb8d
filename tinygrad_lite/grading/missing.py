"""`[policy]` in grading.toml: what counts for what was not handed in.

    [policy]
    missing = "empty"       # or "zero"

Either way it is called "not handed in": a 0 for an answer that was wrong stays another thing than one for none. Nobody
has a 0 as long as anybody may still hand in: an empty mark beside other people's zeros would say who has more time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from .record import NOT_HANDED_IN, Mark, Record
from .settings import Settings

EMPTY, ZERO = "empty", "zero"
RULES = (EMPTY, ZERO)
#: For the end of `grade`, where the rule waits.
NOT_YET = 'missing = "zero" waits: the time is not over yet for everybody. Grade again when it is.'
IN_DOUBT = (
    'missing = "zero" waits: who handed in and is not on the roster may be one of those without a hand-in. Say in '
    "who.csv whose it is, or that it does not count, or mend the roster; then grade again."
)
#: In `run.json`: what grading.toml says, and why that waits, if it does.
ASKED, WAITS = "missing asked", "missing waits"
TIME, DOUBT = "time", "doubt"
_KINDS = {"": "", NOT_YET: TIME, IN_DOUBT: DOUBT}


def read_missing(settings: Settings) -> str:
    """`missing`, one of `RULES`.

    Raises:
        GradingError: it says something else.
    """
    rule = settings.table("policy", ("missing",)).get("missing", EMPTY)
    if rule not in RULES:
        raise settings.wrong(
            f'missing is {json.dumps(rule, default=str)}. Write "empty" or "zero"', "policy", "missing"
        )
    return str(rule)


def waits_for(rule: str, is_open: bool, in_doubt: bool) -> str:
    """Why a rule waits, in a sentence; "" where it holds now.

    Args:
        rule: one of `RULES`.
        is_open: whether anybody may still hand in.
        in_doubt: whether of those with nothing one may have handed in under a name that is not on the list.
    """
    return "" if rule == EMPTY else NOT_YET if is_open else IN_DOUBT if in_doubt else ""


def as_json(asked: str, waiting: str) -> dict[str, str]:
    """For `run.json`: why the rule that holds is another one than was asked for, if it is.

    Args:
        waiting: the sentence of `waits_for`.
    """
    return {ASKED: asked, WAITS: _KINDS[waiting]}


def rule_of(info: Mapping[str, Any]) -> str:
    """The rule of a run, by its `run.json`; older ones had no other."""
    return str(info.get("missing", EMPTY))


def counted_by(rule: str, record: Record) -> Record:
    """A record whose marks know what counts where nothing was handed in."""
    return replace(record, marks=tuple(replace(mark, zero=rule == ZERO) for mark in record.marks))


def owed(info: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """What those who handed in nothing of a lesson have a 0 for: its tasks with their points, by lesson; nothing by the
    rule "empty"."""
    lessons = info.get("worth", {}) if rule_of(info) == ZERO else {}
    return {lesson: {task: float(points) for task, points in tasks.items()} for lesson, tasks in lessons.items()}


def is_absent(record: Record) -> bool:
    """Whether a record stands for somebody who handed in nothing, or nothing of some lessons."""
    return record.state == NOT_HANDED_IN and not record.marks


def for_pages(records: Iterable[Record], info: Mapping[str, Any]) -> list[Record]:
    """The records as pages show them: of who handed in nothing, with the lesson, and with each 0 that she owes to that.

    Of a run with several lessons it is one record, and has no lesson, where she lacks more than one of them.
    """
    records, zeros = list(records), owed(info)
    given = {(record.student, record.lesson) for record in records}
    result = []
    for record in records:
        if is_absent(record) and record.student:
            lacking = [lesson for lesson in info.get("worth", {}) if (record.student, lesson) not in given]
            tasks = (item for lesson in lacking for item in zeros.get(lesson, {}).items())
            marks = tuple(Mark(task, points, state=NOT_HANDED_IN, zero=True) for task, points in tasks)
            record = replace(record, lesson=lacking[0] if len(lacking) == 1 else "", marks=marks)
        result.append(record)
    return result
