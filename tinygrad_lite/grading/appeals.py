"""Appeals: `REPORT/appeals.csv`, which an instructor keeps by hand, a line for each code that a student sent.

Mail and the learning management system carry what is said. The table keeps what came of it, so that the class report
can say how often the checks were wrong, and so that no appeal is forgotten: an open one is a line of `needs.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .changes import AGAIN, AGAIN_SEVERAL, CHECK, EXEMPTED, HAND_IN, OVERRIDE, REGRADE, Place, all_runs, check_of
from .changes import TABLE as CHANGES
from .codes import by_code
from .errors import GradingError
from .numbers import DECIMALS
from .pseudonyms import Pseudonyms
from .scrub import LONG_LOGIN
from .spreadsheet import numbered_rows
from .tables import read_table

TABLE = "appeals.csv"
COLUMNS = ("code", "asked", "decided", "by", "note")
#: What may be decided; an empty cell is an open appeal.
STAYS, MARK_SET, CHECK_MENDED, WITHDRAWN = "stays", "mark set", "check mended", "withdrawn"
DECISIONS = (STAYS, MARK_SET, CHECK_MENDED, WITHDRAWN)


@dataclass(frozen=True)
class Appeal:
    """One line of the table.

    Attributes:
        line: where it stands in the file.
        code: of the mark that is meant.
        asked: when, or in which words, the student asked.
        decided: one of `DECISIONS`; "" while it is open.
        by, note: who decided, and anything else.
        student, exercise, lesson, run: what the code means; everybody: all who handed in that file, a group's members.
            The student is the one of them whom `asked` names, else the first.
        named: whom of them it names.
        problem: why the line cannot be counted; "" if it can.
    """

    line: int
    code: str
    asked: str = ""
    decided: str = ""
    by: str = ""
    note: str = ""
    student: str = ""
    exercise: str = ""
    lesson: str = ""
    run: int = 0
    problem: str = ""
    everybody: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """Who else may have asked, where the line does not say who did."""
        return () if self.named else tuple(one for one in self.everybody if one != self.student)

    @property
    def open(self) -> bool:
        """Whether somebody has to decide, or to mend the line."""
        return not self.decided or bool(self.problem)


@dataclass(frozen=True)
class Appealed:
    """What came of the appeals of a lesson.

    Attributes:
        all: how many there were; open: how many of them wait.
        mended: checks that were mended because of one, as long as they are other ones than then.
        gained: students who have more points for the same file by what came of these appeals, as long as they have
            them: an exemption may be undone. A mark that a person set counts only for who appealed, after the run of
            the code; a check that was mended, for everybody.
    """

    all: int = 0
    open: int = 0
    mended: int = 0
    gained: int = 0


def read_appeals(report: Path) -> list[Appeal]:
    """The lines of the table, which may have been saved by a spreadsheet. A line that is wrong says what is."""
    path = report / TABLE
    if not path.exists():
        return []
    (_, headings), *rows = numbered_rows(path) or [(1, [""])]
    if "code" not in headings:
        return [Appeal(1, "", problem=f"its first line should be {','.join(COLUMNS)}")]
    found = []
    for line, cells in rows:
        row = dict(zip(headings, [*cells, *[""] * len(headings)], strict=False))
        code, asked, decided, by, note = (row.get(column, "") for column in COLUMNS)
        found.append(_understood(report, Appeal(line, code, asked, decided.lower(), by, note)))
    return found


def _understood(report: Path, appeal: Appeal) -> Appeal:
    """The appeal with what its code means, or with what is wrong with it."""
    try:
        run, records, mark = by_code(report, appeal.code)
    except GradingError as problem:
        return replace(appeal, problem=str(problem))
    everybody = tuple(one.student for one in records)
    named = named_in(appeal.asked, everybody, run.names)
    wrong = f'decided is "{appeal.decided[:40]}"; it is one of: {", ".join(DECISIONS)}; empty while it is open'
    return replace(
        appeal, student=(*named, *everybody)[0], exercise=mark.id, lesson=records[0].lesson, run=run.number,
        problem="" if appeal.decided in ("", *DECISIONS) else wrong, everybody=everybody, named=named,
    )  # fmt: skip


def named_in(text: str, students: Iterable[str], names: Pseudonyms) -> tuple[str, ...]:
    """Those of some students whom a text names, by pseudonym, number, login or whole name."""
    text = unicodedata.normalize("NFC", text)

    def says(student: str) -> bool:
        pseudonym = names.pseudonym(student)
        hers = {one for one in (pseudonym, student, *names.known(pseudonym).called) if len(one) >= LONG_LOGIN}
        return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text, re.IGNORECASE) for one in hers)

    return tuple(filter(says, students)) if text else ()


def waiting(appeals: Iterable[Appeal], grade: str) -> Iterator[dict[str, Any]]:
    """Lines of `needs.csv`: appeals that are open, and lines that cannot be understood.

    Args:
        grade: the command that grades the class again.
    """
    for one in appeals:
        row = {"student": one.student, "exercise": one.exercise}
        if one.problem:
            yield row | {"why": f"{TABLE}, line {one.line}: {one.problem}", "what to do": f"mend the line in {TABLE}"}
        elif one.open:
            asked = f" ({one.asked})" if one.asked else ""
            remedy = f"{grade} --replay {one.code}; then say in {TABLE} what was decided"
            if one.others:
                remedy += f". The same file is that of {', '.join(one.others)}: asked may say who asks"
            yield row | {"why": f"an appeal is open{asked}", "what to do": remedy}


def outcome_of(report: Path, appeals: Iterable[Appeal], lesson: str) -> Appealed:
    """What came of a lesson's appeals, by the table and by the marks that moved since."""
    mine = [one for one in appeals if one.lesson == lesson]
    granted = [one for one in mine if not one.open and one.decided in (MARK_SET, CHECK_MENDED)]
    names = Pseudonyms(report)
    more: dict[Place, float] = {}
    for row in read_table(report / CHANGES):
        place = names.student(row["student"]), row["exercise"]
        if not any(one.exercise == row["exercise"] and one.run <= int(row["run"]) for one in granted):
            continue
        if row["reason"] == HAND_IN:
            more[place] = 0.0  # the file that gained is no longer the one that counts
        elif any(_came_of(one, row["reason"], place, int(row["run"])) for one in granted):
            more[place] = more.get(place, 0.0) + float(row["after"] or 0) - float(row["before"] or 0)
    gained = {student for (student, _), points in more.items() if round(points, DECIMALS) > 0}
    runs = all_runs(report)
    last = runs.get(max(runs, default=0), {})
    mended = {
        one.exercise for one in granted
        if one.decided == CHECK_MENDED and check_of(runs.get(one.run, {}), one.exercise) != check_of(last, one.exercise)
    }  # fmt: skip
    return Appealed(len(mine), sum(one.open for one in mine), len(mended), len(gained))


def _came_of(appeal: Appeal, reason: str, place: Place, run: int) -> bool:
    """Whether a mark moved by what was decided of an appeal, or as that was taken back: not by another hand-in or
    machine, nor by a mark that a person set where nobody had appealed."""
    student, exercise = place
    if exercise != appeal.exercise or run < appeal.run:
        return False
    if reason == OVERRIDE:
        return appeal.decided == MARK_SET and student in (appeal.named or appeal.everybody)
    return appeal.decided == CHECK_MENDED and (
        reason in (CHECK, REGRADE) or reason.endswith((EXEMPTED, AGAIN, AGAIN_SEVERAL))
    )
