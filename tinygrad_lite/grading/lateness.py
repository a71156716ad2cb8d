"""How late each hand-in came, by the times that the learning management system wrote, and what of its points counts.

A notebook can say anything, and a file's date is that of the download: neither is read. Where the system wrote no time,
nothing is taken off, and the end of `grade` says of how many.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from .due import Extra, Timing, in_zone
from .errors import WrongUse
from .listed import Listed
from .numbers import counted
from .record import Record
from .systems.times import LATE, is_unread
from .to_confirm import MOST as ONE_BY_ONE

#: In the column `late_by`: no time is known; it is known only that it came late; there is one in a form not read here.
UNKNOWN, SOMEHOW, UNREAD = "unknown", "late", "unread"
#: What is missing in these, and what a person writes in its place.
_UNCLEAR = {
    SOMEHOW: (
        "it came late, says the download, and not by how much; nothing was taken off",
        "look in your system when it came, and write that into handed_in of who.csv: 2026-11-22 14:58",
    ),
    UNREAD: (
        "when it came is written in a form that is not read here; nothing was taken off",
        "write the time that stands in handed_in of who.csv there as 2026-11-22 14:58",
    ),
}
#: So many places of lines about nobody are told.
MOST = 5


@dataclass(frozen=True)
class Lateness:
    """Of one hand-in.

    Attributes:
        by: as the column `late_by` has it: "27:12:00" (hours, minutes, seconds); "" in time.
        share: what part of the points got counts.
    """

    by: str = ""
    share: float = 1.0


def lateness(handed_in: str, timing: Timing, extra: Collection[Extra] = ()) -> Lateness:
    """How late something is that was handed in then, by somebody with this much more time.

    Raises:
        GradingError: the two times cannot be compared.
    """
    deadline = timing.deadline(extra)
    if deadline is None:
        return Lateness()
    if handed_in == LATE:  # by the system's own date; whether somebody's extra time covers it, nobody knows
        return Lateness(SOMEHOW)
    if not handed_in:
        return Lateness(UNKNOWN)
    if is_unread(handed_in):
        return Lateness(UNREAD)
    time = in_zone(datetime.fromisoformat(handed_in), deadline)
    if time is None:
        raise WrongUse(
            f"{timing.where}: due has no time zone, and the times of this download have one ({handed_in}): write one "
            "behind due, too, as in 2026-11-22T23:59:00+01:00."
        )
    late = time - deadline
    if late <= timedelta(0):
        return Lateness()
    return Lateness(hours(late), 1.0 if late <= timing.grace else timing.late.share(late))


def hours(span: timedelta) -> str:
    """Hours, minutes and seconds, as spreadsheets and Gradescope write a span.

    >>> hours(timedelta(days=1, hours=3, minutes=12))
    '27:12:00'
    """
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


@dataclass(frozen=True)
class Clock:
    """The rules, and whom they know.

    Attributes:
        extra: by student.
        unknown: the places of the lines that give somebody more time of whom there is no hand-in.
    """

    timing: Timing
    extra: Mapping[str, list[Extra]]
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, timing: Timing, files: Iterable[Listed], ids: Mapping[str, Collection[str]]) -> Clock:
        """Whose extra time it is, by student.

        Args:
            ids: more of what students are called: logins, addresses.
        Raises:
            GradingError: a line fits two students.
        """
        names: dict[str, set[str]] = {}
        for one in files:
            if one.student:
                own = {one.student, *one.lms_id.split("; "), *ids.get(one.student, ())} - {""}
                names.setdefault(one.student, set()).update(name.casefold() for name in own)
            for member in one.members:
                names.setdefault(member, set()).update({member.casefold(), *ids.get(member, ())})
        found: dict[str, list[Extra]] = {}
        unknown = []
        for line in timing.extra:
            meant = [line.student] if line.student in names else _called(line.student, names)
            if len(meant) > 1:
                raise WrongUse(f"{line.where}: this fits {len(meant)} students. Write the id that who.csv has.")
            if not meant:
                unknown.append(line.where)
            for student in meant:
                found.setdefault(student, []).append(line)
        return cls(timing, found, tuple(unknown))

    def of_file(self, one: Listed) -> Lateness:
        """How late a file came; a group has as much time as the one of them who has most."""
        extra = (self.extra.get(student, []) for student in dict.fromkeys([one.student, *one.members]))
        latest = max(extra, key=lambda theirs: self.timing.deadline(theirs) or datetime.min)
        return lateness(one.handed_in, self.timing, latest)

    def check(self, files: Iterable[Listed]) -> None:
        """See before anything is graded that all their times can be compared.

        Raises:
            GradingError: one cannot.
        """
        for one in files:
            self.of_file(one)

    def timed(self, record: Record, one: Listed) -> Record:
        """A record with what its lateness makes of its marks."""
        found = self.of_file(one)
        return replace(record, marks=tuple(replace(mark, late_by=found.by, share=found.share) for mark in record.marks))

    def said(self, records: Iterable[Record]) -> list[str]:
        """For the end of `grade`: of how many nothing is known; nobody's name."""
        if self.timing.due is None:
            return []
        by = [record.marks[0].late_by for record in records if record.marks]
        unknown, unread = by.count(UNKNOWN), by.count(UNREAD)
        late = len(by) - by.count("") - unknown - unread
        lines = [f"Due {self.timing.due.isoformat(' ', 'minutes')}: {late} of {counted(len(by), 'hand-in')} came late."]
        if unknown:
            lines.append(f"Of {unknown} the download does not say when {_they(unknown)} came: nothing is taken off.")
        if unread:
            lines.append(
                f"Of {unread} the time is written in a form that is not read here: nothing is taken off. Write it into "
                "handed_in of who.csv as 2026-11-22 14:58."
            )
        return [*lines, *self.slips()]

    def slips(self) -> list[str]:
        """Of lines that give nobody more time: where they are, and nobody's name."""
        lines = []
        if self.unknown:
            many = "lines give" if len(self.unknown) > 1 else "line gives"
            lines.append(
                f"{len(self.unknown)} {many} more time to nobody who handed in: {_places(self.unknown)}. There the id "
                "of who.csv, the number or the login counts, and a name does not."
            )
        if early := self.timing.too_early:
            many = "lines name a time that is" if len(early) > 1 else "line names a time that is"
            lines.append(f"{len(early)} {many} no later than due, and so gives nobody more: {_places(early)}.")
        return lines


def _they(count: int) -> str:
    return "it" if count == 1 else "they"


def unclear(records: Iterable[Record], info: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Lines of `needs.csv`: late by a time that nobody knows, or perhaps late, where lateness takes something off.

    Where there are many (the system speaks another language), they are one line.

    Args:
        info: the run's.
    """
    if not _takes(info):
        return
    records = list(records)
    for how, (why, remedy) in _UNCLEAR.items():
        theirs = [record.student for record in records if any(mark.late_by == how for mark in record.marks)]
        if how == UNREAD and len(theirs) > ONE_BY_ONE:
            theirs, why = [""], f"{len(theirs)} hand-ins (late_by is {UNREAD} in grades.csv): {why}"
        for student in theirs:
            yield {"student": student, "exercise": "", "why": why, "what to do": remedy}


def waits(record: Record, info: Mapping[str, Any]) -> bool:
    """Whether nobody has said yet what lateness takes off: a mark that went out would not become lower."""
    return _takes(info) and any(mark.late_by in _UNCLEAR for mark in record.marks)


def _takes(info: Mapping[str, Any]) -> bool:
    timing = info.get("timing", {})
    return bool(timing.get("a day")) or timing.get("zero after") is not None


def _places(lines: Sequence[str]) -> str:
    """Where they are; who it is for is not told."""
    return "; ".join([*lines[:MOST], *(["…"] if len(lines) > MOST else [])])


def _called(wanted: str, names: Mapping[str, Collection[str]]) -> list[str]:
    return [student for student, known in names.items() if wanted.casefold() in known]
