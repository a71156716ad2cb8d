"""What a student's page says of a mark that is another one than she received last, or of another text, and why.

The reasons are those of `changes.csv` and `changed_texts.csv`, of all runs since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from .appeals import Appeal
from .changed_texts import TABLE as TEXTS
from .changed_texts import is_of_ours, text_of
from .changes import AGAIN, EXEMPTED, HAND_IN, LOST, MANUAL, OVERRIDE, TOLD, Place
from .changes import TABLE as CHANGES
from .gone_out import Received, mark_before, received
from .kept_runs import KeptRuns, Run
from .numbers import same
from .overrides import Overrides
from .pseudonyms import Pseudonyms
from .record import Mark, Record
from .tables import read_table

#: Of a mark that a person set, and that she set no longer.
_SET, _TAKEN_BACK = "a person has set it since.", "what a person had decided was taken back."
#: Where changes.csv has no line of it any more.
_AGAIN = "it was graded again."

#: By student and exercise what is said; nothing where nothing is.
Said = dict[str, dict[str, str]]


class Why:
    """What is known of a report's changes, and of what went out."""

    def __init__(self, report: Path, run: Run, appeals: Iterable[Appeal], overrides: Overrides) -> None:
        self.report, self.run, self.overrides = report, run, overrides
        self.times = received(report, appeals)
        self.lines = _by_place(report / CHANGES, run.names)
        self.texts = _by_place(report / TEXTS, run.names)
        self._records: dict[int, dict[tuple[str, str], Record]] = {}

    @cached_property
    def _runs(self) -> dict[int, Run]:
        return {one.number: one for one in KeptRuns(self.report).all()}

    def said(self, records: Iterable[Record], rows: Iterable[Mapping[str, Any]]) -> tuple[Said, Said]:
        """Of each mark that is another one, and of each text.

        Args:
            rows: those of grades.csv, as they are about to be written.
        """
        now = {(row["student"], row["exercise"]): row["points"] for row in rows if row.get("exercise")}
        changed: Said = {}
        reworded: Said = {}
        for record in records:
            times = self.times.get((record.student, record.lesson), [])
            for mark in record.marks if times else ():
                value = now.get((record.student, mark.id))
                points = "" if value is None else str(value)
                before = mark_before(times, mark.id, points, self.run.number)
                if before is not None:
                    changed.setdefault(record.student, {})[mark.id] = self._of_mark(
                        (record.student, mark.id), before, mark
                    )
                else:
                    reworded.setdefault(record.student, {})[mark.id] = self._of_text(record, mark, times)
        return changed, reworded

    def _of_mark(self, place: Place, before: str, mark: Mark) -> str:
        """ "It was 1: the check has been changed since, and your answer was graded again." """
        lines = self.lines.get(place, [])
        begins = [number for number, line in enumerate(lines) if same(line["before"], before)]
        reasons = [line["reason"] for line in lines[begins[-1] :]] if begins else []
        if not before and MANUAL in reasons:
            return ""  # a first mark
        by_person = place in self.overrides
        if by_person and {*reasons} <= {OVERRIDE} and same(before, _text(mark.given)):
            return ""  # what the page says of the person's mark says it all
        return f"It was {before or 'no mark'}: {as_read(reasons, by_person)}"

    def _of_text(self, record: Record, mark: Mark, times: list[Received]) -> str:
        """ "The mark is as it was: …", held against the last page that went out; "" where it says the same, or where it
        is the student's own matter, or a person's, that it does not."""
        page = next((one for one in reversed(times) if one.page), None)
        if page is None or page.run >= self.run.number:
            return ""
        then = self._record(page.run, record)
        was = next((one for one in then.marks if one.id == mark.id), None) if then else None
        still_open = bool(self.run.info.get("still_open"))
        place = record.student, mark.id
        by_hand = place in self.overrides
        if was is None or text_of(was, still_open, by_hand) == text_of(mark, still_open, by_hand):
            return ""
        lines = [*self.lines.get(place, ()), *self.texts.get(place, ())]
        lines = sorted((one for one in lines if int(one["run"]) > page.run), key=lambda one: int(one["run"]))
        reasons = [line["reason"] for line in lines]
        ours = [reason for reason in reasons if is_of_ours(reason)]
        return "" if HAND_IN in reasons or not ours else f"The mark is as it was: {as_read(ours)}"

    def _record(self, run: int, record: Record) -> Record | None:
        """A student's record of an earlier run."""
        if run not in self._records:
            records = self._runs[run].records() if run in self._runs else ()
            self._records[run] = {(one.student, one.lesson): one for one in records}
        return self._records[run].get((record.student, record.lesson))


def as_read(reasons: Iterable[str], by_person: bool = False) -> str:
    """The reasons as a student reads them, in one sentence: each once, in the order in which they came.

    >>> as_read(["not graded: machine", "check changed", "override"], by_person=True)
    'the check has been changed since, and your answer was graded again; a person has set it since.'
    """
    reasons = list(reasons)
    reasons = [one for place, one in enumerate(reasons, start=1) if one != LOST or place == len(reasons)]
    ways = {OVERRIDE: _SET if by_person else _TAKEN_BACK}
    found = (ways.get(one) or TOLD.get(one) or TOLD[EXEMPTED if one.endswith(EXEMPTED) else AGAIN] for one in reasons)
    phrases = list(dict.fromkeys(found)) or [_AGAIN]
    return "; ".join([*(one.removesuffix(".") for one in phrases[:-1]), phrases[-1]])


def _text(points: float | None) -> str:
    return "" if points is None else str(points)


def _by_place(table: Path, names: Pseudonyms) -> dict[Place, list[dict[str, str]]]:
    """The lines of a table of changes, by student and exercise, in their order."""
    found: dict[Place, list[dict[str, str]]] = {}
    for row in read_table(table):
        found.setdefault((names.student(row["student"]), row["exercise"]), []).append(row)
    return found
