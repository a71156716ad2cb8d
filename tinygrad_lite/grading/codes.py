"""Codes such as `02_loss-mse-9f3c-r2`: what a student sends to say which mark is meant.

A code names the lesson, the exercise, the beginning of the file's SHA-256 (as on the receipt of `tinygrad-lite check`)
and the run. It holds no name and no seed, so it may stand in a mail or a forum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from .errors import WrongUse
from .kept_runs import KeptRuns, Run
from .record import Mark, Record

#: Digits of the file's hash, where no other file of the lesson begins with the same ones.
DIGITS = 4
#: What may stand around it.
_AROUND = " \t\r\n\xa0.,;:!?()[]<>\"'`*„“”‘’«»"
_FORM = re.compile(r"(?P<lesson>\w+)-(?P<exercise>\w+)-(?P<digits>[0-9a-f]{4,64})-r(?P<run>[0-9]{1,6})")


def digits_needed(records: Iterable[Record]) -> dict[str, int]:
    """With how many digits every file of a lesson begins otherwise than all others, by lesson."""
    files: dict[str, set[str]] = {}
    for record in records:
        files.setdefault(record.lesson, set()).add(record.sha256)
    return {
        lesson: next(
            (n for n in range(DIGITS, 64) if len({sha256[:n] for sha256 in theirs}) == len(theirs)),
            64,
        )
        for lesson, theirs in files.items()
    }


def code_of(record: Record, exercise: str, run: int, digits: int = DIGITS) -> str:
    """The code of one mark."""
    return f"{record.lesson}-{exercise.rpartition('/')[2]}-{record.sha256[:digits]}-r{run}"


def short(sha256: str) -> str:
    """The beginning of a file's number, for people: "9f3c-11ab-77e0"."""
    return "-".join(sha256[place : place + 4] for place in (0, 4, 8))


def as_sent(code: str) -> str:
    """A code without what a mail or a telephone makes of it: capitals, other dashes, a full stop behind it.

    >>> as_sent(" 02_Loss‑mse–9F3C-r2. ")
    '02_loss-mse-9f3c-r2'
    """
    return re.sub("[\u2010-\u2015\u2212]", "-", code).strip(_AROUND).casefold()


def by_code(report: Path, code: str) -> tuple[Run, list[Record], Mark]:
    """The run, the record (several where several students handed in the same file), and the mark that a code means.

    Raises:
        GradingError: it is no code, or nothing here has it.
    """
    form = _FORM.fullmatch(as_sent(code))
    if form is None:
        raise WrongUse(
            f'"{code}" is no code. It looks like 02_loss-mse-9f3c-r2, and stands on the student\'s page; '
            "or give the student and the exercise: --replay jdoe loss/mse"
        )
    run = next((run for run in KeptRuns(report).all() if run.number == int(form["run"])), None)
    if run is None:
        raise WrongUse(f"There is no run {form['run']} in {report}. Is {code} of another class or lesson?")
    meant = [
        record
        for record in run.records()
        if record.lesson.casefold() == form["lesson"] and record.sha256.startswith(form["digits"])
    ]
    if len({record.sha256 for record in meant}) > 1:
        students = ", ".join(record.student for record in meant[:12])
        raise WrongUse(f"{code} fits several files, of {students}. Give the student and the exercise instead.")
    asked = form["exercise"]
    marks = [mark for record in meant[:1] for mark in record.marks if mark.id.rpartition("/")[2].casefold() == asked]
    if not marks:
        raise WrongUse(
            f"Nothing in run {run.number} of {report} has the code {code}. Was it copied whole, and of this class?"
        )
    return run, meant, marks[0]
