"""When a hand-in is due, and what late work loses: `[time]` and `[extension]` of grading.toml.

    [time]
    due = 2026-11-22T23:59:00+01:00
    grace = "15 min"
    late = "10 % a day"             # or "none", "zero after 3 days"; of the points got
    attempts = "last in time"       # or "last", which is the same, "first", "best", "best of each exercise"
    opened = 2026-11-15T08:00:00+01:00   # only where somebody has a factor of the time

    [extension]                     # by the id of who.csv, the LMS's number, or the login
    jdoe = "+3 days"
    "48213" = 2026-11-25T12:00:00+01:00
    accommodation = "accommodations.csv"     # student, factor or days

Who has more time is nobody else's business: it is in no report, on no page, and in no line that is printed. So what is
kept of it is only by how much a hand-in was late by what holds for its student.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from .attempts import LAST, RULES
from .errors import WrongUse
from .settings import Settings
from .spreadsheet import as_id, numbered_rows

KEYS = ("due", "grace", "late", "opened", "attempts")
ACCOMMODATION = "accommodation"
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SPAN = re.compile(r"\+?\s*(\d+(?:[.,]\d+)?)\s*(min|minutes?|h|hours?|d|days?|weeks?)")
_A_DAY = re.compile(r"(\d+(?:[.,]\d+)?)\s*% a day")
_ZERO_AFTER = re.compile(r"zero after (.+)")


@dataclass(frozen=True)
class LateRule:
    """What late work loses.

    Attributes:
        a_day: the share of the points got that each day that has begun takes off.
        zero_after: so long after it was due nothing counts; None for never.
    """

    a_day: float = 0.0
    zero_after: timedelta | None = None

    @property
    def takes(self) -> bool:
        """Whether anything is ever taken off."""
        return self.a_day > 0 or self.zero_after is not None

    def share(self, late: timedelta) -> float:
        """What part of the points got counts.

        >>> rule = LateRule(a_day=0.1)
        >>> rule.share(timedelta(hours=1)), rule.share(timedelta(days=2, hours=1)), rule.share(timedelta(days=30))
        (0.9, 0.7, 0.0)
        """
        if self.zero_after is not None and late > self.zero_after:
            return 0.0
        return max(0.0, round(1 - self.a_day * math.ceil(late / timedelta(days=1)), 6))


@dataclass(frozen=True)
class Extra:
    """One student's extra time: a span, a date, or a factor of the time that everybody had.

    Attributes:
        student: as it was written.
        where: the file and line.
    """

    student: str
    where: str
    span: timedelta = timedelta()
    until: datetime | None = None
    factor: float = 1.0


@dataclass(frozen=True)
class Timing:
    """What grading.toml says of time.

    Attributes:
        due: None where nothing is ever late.
        opened: since when it could be done; needed for factors only.
        extra: who has more time: accommodations first, then extensions.
        attempts: which of several hand-ins counts, one of `attempts.RULES`.
        where: the file and line of `due`.
    """

    due: datetime | None = None
    grace: timedelta = timedelta()
    late: LateRule = field(default_factory=LateRule)
    opened: datetime | None = None
    extra: tuple[Extra, ...] = ()
    attempts: str = LAST
    where: str = ""

    def as_json(self) -> dict[str, Any]:
        """For `run.json`: what holds for everybody. Who has more time is left out."""
        if self.due is None:
            return {"attempts": self.attempts}
        zero = self.late.zero_after
        return {
            "attempts": self.attempts,
            "due": self.due.isoformat(), "grace": self.grace.total_seconds(), "a day": self.late.a_day,
            "zero after": zero if zero is None else zero.total_seconds(),
        }  # fmt: skip

    def deadline(self, extra: Iterable[Extra] = ()) -> datetime | None:
        """When it is due for somebody with this much more time; of several dates the latest."""
        if self.due is None:
            return None
        theirs, deadline = list(extra), self.due
        for one in theirs:
            if one.factor > 1 and self.opened is not None:
                deadline = max(deadline, self.opened + (self.due - self.opened) * one.factor)
        deadline += sum((one.span for one in theirs), timedelta())
        return max([deadline, *(one.until for one in theirs if one.until is not None)])

    @property
    def too_early(self) -> list[str]:
        """The places of lines that give somebody time until a date that is no later than everybody's: a slip?"""
        return [one.where for one in self.extra if self.due and one.until is not None and one.until <= self.due]

    def is_open(self, now: datetime) -> bool:
        """Whether anybody may still hand in; `now` has a time zone, and a due date without one is in this machine's."""
        students: dict[str, list[Extra]] = {"": []}
        for one in self.extra:
            students.setdefault(one.student.casefold(), []).append(one)
        deadlines = [self.deadline(theirs) for theirs in students.values()]
        return any(each is not None and now <= each.astimezone() + self.grace for each in deadlines)


def read_timing(settings: Settings) -> Timing:
    """`[time]` and `[extension]`.

    Raises:
        GradingError: something in it cannot be understood; says in which line, and what to write.
    """
    table = settings.table("time", KEYS)
    due = _date(settings, "time", "due", table["due"]) if "due" in table else None
    attempts = LAST if (said := table.get("attempts", LAST)) == "last" else said
    if attempts not in RULES:
        known = ", ".join(map('"{}"'.format, ("last", *RULES)))
        raise settings.wrong(f'attempts is one of: {known} ("last" and "{LAST}" are the same)', "time", "attempts")
    if due is None and ({*table} - {"attempts"} or settings.table("extension")):
        where = "time" if table else "extension"
        raise settings.wrong("write in [time] when it was due: due = 2026-11-22T23:59:00+01:00", where)
    if due is None:
        return Timing(attempts=attempts)
    opened = _date(settings, "time", "opened", table["opened"], due) if "opened" in table else None
    if opened is not None and opened >= due:
        raise settings.wrong("opened has to be before due", "time", "opened")
    grace = _span(settings, "time", "grace", table.get("grace", "0 min"))
    late = _late_rule(settings, table.get("late", "none"))
    return Timing(
        due,
        grace,
        late,
        opened,
        tuple(_extra(settings, due, opened is not None)),
        attempts,
        settings.place("time", "due"),
    )


def _extra(settings: Settings, due: datetime, has_opened: bool) -> Iterator[Extra]:
    """Everybody's extra time, accommodations first."""
    table = dict(settings.table("extension"))
    if (name := table.pop(ACCOMMODATION, None)) is not None:
        if not isinstance(name, str) or not (settings.path.parent / name).is_file():
            raise settings.wrong(
                f'there is no file "{name}" beside it. It is a table with the columns student and days, or factor',
                "extension", ACCOMMODATION,
            )  # fmt: skip
        yield from _accommodations(settings.path.parent / name, has_opened)
    for student, value in table.items():
        where = settings.place("extension", student)
        if isinstance(value, datetime):
            yield Extra(student, where, until=_date(settings, "extension", student, value, due))
        else:
            yield Extra(student, where, span=_span(settings, "extension", student, value))


def _accommodations(path: Path, has_opened: bool) -> Iterator[Extra]:
    (_, headings), *rows = numbered_rows(path) or [(1, [""])]
    if "student" not in headings or not {"days", "factor"} & {*headings}:
        raise WrongUse(f"{path}: its first line should be student,days or student,factor, or student,factor,days.")
    for line, cells in rows:
        row = dict(zip(headings, cells, strict=False))
        days, factor = (_amount(path, line, key, row.get(key, "")) for key in ("days", "factor"))
        if factor is not None and factor < 1:
            raise WrongUse(f"{path}, line {line}: a factor is 1 or more; 1.5 is half as much time again.")
        if factor is not None and not has_opened:
            raise WrongUse(
                f"{path}, line {line}: a factor of which time? Write in [time] of grading.toml since when it could be "
                "done: opened = 2026-11-15T08:00:00+01:00. Or give days."
            )
        yield Extra(as_id(row["student"]), f"{path}, line {line}", timedelta(days=days or 0), factor=factor or 1.0)


def _amount(path: Path, line: int, column: str, cell: str) -> float | None:
    """A number of a table; None for an empty cell."""
    try:
        value = float(cell.replace(",", ".")) if cell else None
    except ValueError:
        value = -1.0
    if value is not None and not 0 <= value <= 1000:
        raise WrongUse(f'{path}, line {line}: {column} is "{cell[:40]}". Write a number such as 2 or 1.5.')
    return value


def _date(settings: Settings, table: str, key: str, value: Any, due: datetime | None = None) -> datetime:
    """A time, in the zone of `due` if it has none."""
    if not isinstance(value, datetime):
        raise settings.wrong(
            f"{key} is no time. Write date, hour and time zone, without quotes: {key} = 2026-11-22T23:59:00+01:00",
            table, key,
        )  # fmt: skip
    time = value if due is None else in_zone(value, due)
    if time is None:
        raise settings.wrong("this has a time zone, and due has none: write one behind due, too", table, key)
    return time


def _span(settings: Settings, table: str, key: str, value: Any) -> timedelta:
    """A span of time such as "15 min", "2 h", "+3 days", "1 week"."""
    match = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        known = '"15 min", "2 h", "3 days"' + (", or a time such as 2026-11-25T12:00:00+01:00" * (table == "extension"))
        raise settings.wrong(f"this is no span of time. Write one such as {known}", table, key)
    try:
        return timedelta(**{_UNITS[match[2][0]]: float(match[1].replace(",", "."))})
    except OverflowError:
        raise settings.wrong("this span of time is too long", table, key) from None


def _late_rule(settings: Settings, value: Any) -> LateRule:
    """ "none", "10 % a day" or "zero after 3 days"."""
    text = value.strip() if isinstance(value, str) else ""
    if text == "none":
        return LateRule()
    if (match := _A_DAY.fullmatch(text)) and (a_day := float(match[1].replace(",", ".")) / 100) <= 1:
        return LateRule(a_day)
    if (match := _ZERO_AFTER.fullmatch(text)) and _SPAN.fullmatch(match[1]):
        return LateRule(zero_after=_span(settings, "time", "late", match[1]))
    raise settings.wrong(
        'late is one of: "none", "10 % a day" (of the points got, for each day that has begun), "zero after 3 days"',
        "time", "late",
    )  # fmt: skip


def in_zone(time: datetime, due: datetime) -> datetime | None:
    """A time that can be compared with `due`, whose zone it has if it has none; None where only `due` has none."""
    if time.tzinfo is None:
        return time.replace(tzinfo=due.tzinfo)
    return None if due.tzinfo is None else time
