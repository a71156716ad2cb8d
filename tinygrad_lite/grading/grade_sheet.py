"""The instructor's own table, as her system exported it: who is in which row, and where marks go."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from .by_content import told_by_content
from .errors import WrongUse
from .locked import LOCKED, which_is_locked
from .near import did_you_mean
from .number_in import may_be_two, number_in, sign_in, which_of
from .numbers import counted, points_text
from .roster import (
    GRADEBOOK,
    GRADEBOOK_ENDINGS,
    GRADEBOOK_OWN,
    HEADINGS,
    Person,
    columns_of,
    first_line,
    known_headings,
    name_key,
    person_of,
    plain_heading,
    system_of,
)
from .sheet import Sheet
from .spreadsheet import refuse_old_workbooks
from .workbook import BEGINNING, Workbook

#: Headings in Moodle's worksheet, in small letters: English and German; other languages: `by_content.py`.
GRADE = ("grade", "bewertung")
LARGEST = ("maximum grade", "höchste bewertung", "bestwertung", "maximalbewertung")
COMMENTS = ("feedback comments", "feedback als kommentar", "feedback als kommentare")
CHANGEABLE = ("grade can be changed", "bewertung kann geändert werden")
#: What stands in place of a mark for somebody whose mark does not count, in small letters.
EXCUSED = ("ex", "excused", "exempt", "n/a")  # the last: the assignment is not this student's (Canvas)
#: What stands where a mark is still to come, in small letters: nobody has put it there (Blackboard).
STILL_OPEN = ("", "-", "–", "needs grading", "in progress")
#: Headings in Moodle's gradebook that are no item's own points: totals, feedback, and what it knows of a person.
_NO_ITEM = (
    "course total",
    "category total",
    "feedback:",
    "kurs gesamt",
    "kurs (gesamt)",
    "institution",
    "department",
    "abteilung",
)
#: What is said of formats that were never tried in the system itself.
NOTES = {
    GRADEBOOK: "Moodle's gradebook is known here from Moodle's documentation, not tried there: look at the preview "
    "that its import shows. It does not say how many points an item has, so marks go in as they are.",
    "ilias": "ILIAS' status file was read in the source of its plug-in ExerciseStatusFile, not tried there: look at "
    "one row before you import. In filled rows `update` is 1; `status` (passed, failed) stays as it is: yours to say.",
}
NOTES["ilias teams"] = NOTES["ilias"]
#: Titles of assignments in tables of other systems, and how many points they are out of.
_CANVAS = re.compile(r".+\(\d+\)$")
_BLACKBOARD = re.compile(r".*\[Total Pts: (?P<of>[\d.,]+)[^\]]*\] \|\d+$")
_BRIGHTSPACE = re.compile(r".* (?:<(?:Numeric )?MaxPoints:(?P<of>[\d.,]+)[^>]*>|Points Grade)$", re.IGNORECASE)


@dataclass
class GradeSheet:
    """A table that marks go into.

    Attributes:
        sheet: as it is on the disk.
        system: "moodle", "moodle gradebook", "canvas", "blackboard", "brightspace", "ilias", "ilias teams", or "" for
            any other table.
        column: where the marks go, by its number.
        comments: where Moodle's line of comment goes; None in other tables.
        update: where ILIAS wants a 1 to take a row at all; None in other tables.
        out_of: where Moodle's worksheet has the most points that there are; None in other tables.
        people: row → who it speaks of.
        of: row → how many points the column is out of there; rows without one take marks as they are.
        locked: rows in which the system takes no mark.
        notes: what is to be said of how it was read.
    """

    sheet: Sheet | Workbook
    system: str
    column: int
    comments: int | None = None
    update: int | None = None
    out_of: int | None = None
    people: dict[int, Person] = field(default_factory=dict)
    of: dict[int, float] = field(default_factory=dict)
    locked: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_id: dict[str, list[int]] = defaultdict(list)
        self.by_name: dict[str, list[int]] = defaultdict(list)
        for row, person in self.people.items():
            for one in person.ids:
                self.by_id[one].append(row)
            self.by_name[name_key(person.name)].append(row)

    @property
    def title(self) -> str:
        """The heading of the column."""
        return self.sheet.values[0][self.column]

    @property
    def by_teams(self) -> bool:
        """Whether a row is a team's, for all of its members."""
        return self.system == "ilias teams"

    @cached_property
    def sign(self) -> str:
        """What the table writes before decimals: in its marks, else in what they are out of; "" where none has any."""
        for column in (self.column, self.out_of):
            cells = [
                row[column].value.strip() for row in self.sheet.rows[1:] if column is not None and column < len(row)
            ]
            signs = {sign_in(cell) for cell in cells} - {""}
            if len(signs) == 1:
                return signs.pop()
        return "." if isinstance(self.sheet, Workbook) else ""

    @property
    def comma(self) -> bool:
        """Whether decimals are written with a comma: as the table has it; where it has none, with semicolons."""
        return self.sign == "," if self.sign else self.sheet.delimiter == ";"

    def mark(self, row: int) -> float | None:
        """The mark that a row has; None where there is no number, or "8.125" may be one or thousands."""
        text = self._text(row)
        if may_be_two(text, self.sign) and row in self.of:  # no mark is thousands where a hundred is the most
            own, other = (".", ",") if "." in text else (",", ".")
            large = number_in(text, other) or 0.0
            return number_in(text, own) if large > self.of[row] else None
        return number_in(text, self.sign)

    def has_words(self, row: int) -> bool:
        """Whether somebody has put something there that is neither a mark nor says that one is still to come."""
        return self._text(row).casefold() not in STILL_OPEN and self.mark(row) is None

    def is_empty(self, row: int) -> bool:
        """Whether nobody has put anything there: Moodle's gradebook writes a dash for that."""
        return self._text(row) in ("", "-", "–")

    def is_excused(self, row: int) -> bool:
        """Whether somebody has written there that no mark counts, as Canvas' "EX"."""
        return self._text(row).casefold() in EXCUSED

    def written(self, points: float, decimals: int = 2) -> str:
        """A number of points as this table has it, with so many decimals at the most."""
        text = points_text(points, decimals)
        return text.replace(".", ",") if self.comma else text

    def _text(self, row: int) -> str:
        return self.sheet.rows[row][self.column].value.strip()


def read_grade_sheet(path: Path, wanted: str = "") -> GradeSheet:
    """The table in a file.

    Args:
        path: of the export.
        wanted: the heading of the column for the marks, or a part that no other heading has; "" for the only one.
    Raises:
        GradingError: it is no such table, or it cannot be said which column is meant.
    """
    sheet = _sheet(path)
    values = sheet.values
    headings = known_headings(values)
    columns, plain = columns_of(headings), list(map(plain_heading, headings))
    if not columns:
        raise WrongUse(
            f"{path} has no column that says who somebody is. "
            + first_line(values, "Give the table as your system exports it.")
        )
    system = _system(path, headings, plain, values[0])
    column = _column(path, headings, values[0], system, wanted)
    of = _place(plain, LARGEST) if system == "moodle" else None
    change = _place(plain, CHANGEABLE) if system == "moodle" else None
    found = GradeSheet(sheet, system, column, _place(plain, COMMENTS) if system == "moodle" else None)
    found.out_of = of
    found.update = plain.index("update") if system.startswith("ilias") else None
    everywhere = number_in(_most_text(found, values), found.sign) if system != "moodle" else None
    for row, cells in enumerate(values):
        person = person_of(cells, columns, system) if row else None
        if person is None:
            continue
        if len(cells) <= column:
            raise WrongUse(
                f"{path}, row {row + 1} has {counted(len(cells), 'cell')}, marks go into column {column + 1}."
            )
        found.people[row] = person
        most = number_in(cells[of], found.sign) if of is not None else everywhere
        if of is not None and may_be_two(cells[of], found.sign):
            raise WrongUse(f"{path}, row {row + 1}: {values[0][of]} {which_of(cells[of])}")
        if of is not None and not (most and most > 0):
            raise WrongUse(
                f'{path}, row {row + 1}: {values[0][of]} is "{cells[of]}", so it cannot be said what a mark is out of. '
                "Give the assignment points in Moodle (no scale), and export its worksheet again."
            )
        if most:
            found.of[row] = most
        if change is not None and cells[change].casefold() in LOCKED:
            found.locked.add(row)
    if everywhere is None and (text := _most_text(found, values)) and may_be_two(text, found.sign):
        raise WrongUse(f"{path}: the most that there is to get {which_of(text)}")
    told = told_by_content(values[0], headings)
    found.notes += [NOTES[system]] if system in NOTES else []
    found.notes += [f"{path.name}: {told}."] if told else []
    found.notes += list(filter(None, [which_is_locked(values, change)])) if change is not None else []
    found.__post_init__()
    return found


def _sheet(path: Path) -> Sheet | Workbook:
    """The table in a file, as text or as a workbook."""
    data = path.read_bytes()
    refuse_old_workbooks(data, str(path))
    return (Workbook if data.startswith(BEGINNING) else Sheet)(data, str(path))


def _system(path: Path, headings: list[str], plain: list[str], written: list[str]) -> str:
    """Whose table it is.

    Raises:
        GradingError: one that takes no marks.
    """
    system = system_of(headings, written)
    if any("[total pts:" in heading for heading in plain) or system == "blackboard":
        return "blackboard"
    if system == "gradescope":
        raise WrongUse(f"{path} is Gradescope's table, and Gradescope imports no marks from a table.")
    return system


def _column(path: Path, known: list[str], headings: list[str], system: str, wanted: str) -> int:
    """The column for the marks.

    Args:
        known: the headings as they are told from each other; headings: as they stand there.
    Raises:
        GradingError: there is none, or more than one could be meant.
    """
    pattern = {"canvas": _CANVAS, "blackboard": _BLACKBOARD, "brightspace": _BRIGHTSPACE}.get(system)
    if pattern is not None:
        fit = [place for place, heading in enumerate(known) if pattern.match(heading)]
    elif system == GRADEBOOK:
        fit = [place for place, heading in enumerate(known) if _is_item(heading.casefold())]
    elif system.startswith("ilias"):
        fit = [place for place, heading in enumerate(known) if heading.casefold() == "mark"]
    else:
        fit = [place for place, heading in enumerate(known) if system != "moodle" or heading.casefold() in GRADE]
    if system == "blackboard" and not fit:
        raise WrongUse(
            f'{path} has no column with Blackboard\'s own number, such as "Loss [Total Pts: 10 Score] |409586". '
            "Without it Blackboard makes a new column of 0 points: export the column from the grade centre first."
        )
    chosen = [place for place in fit if wanted.casefold() in headings[place].casefold()] if wanted else fit
    chosen = [place for place in chosen if headings[place] == wanted] or chosen
    if len(chosen) == 1 and (wanted or system):
        return chosen[0]
    if len(chosen) > 1 and len({headings[place] for place in chosen}) == 1:
        raise WrongUse(
            f"{path} has {len(chosen)} columns that are called {headings[chosen[0]]}: in a copy of the table, give "
            "the one that is not meant another heading or take it out, and fill the copy."
        )
    there = "; ".join(headings[place] for place in fit)[:300]
    said = (
        f'no column "{wanted}" for marks' if wanted and not chosen else "more than one column that marks could go into"
    )
    if not fit:
        raise WrongUse(
            f"{path} has no column for marks: export it together with the column of the assignment. Its headings are: "
            f"{', '.join(headings)[:300]}."
        )
    near = did_you_mean(wanted, [headings[place] for place in fit]) if wanted and not chosen else ""
    raise WrongUse(f'{path} has {said}. Name it with --column "…". There are: {there}. {near}'.rstrip())


def _is_item(heading: str) -> bool:
    """Whether a heading of Moodle's gradebook is an item's, in points."""
    of_person = {name for names in HEADINGS.values() for name in names}
    if heading in (*of_person, *GRADEBOOK_OWN) or heading.startswith(_NO_ITEM):
        return False
    return not heading.endswith(GRADEBOOK_ENDINGS) or heading.endswith(("(real)", "(punkte)"))


def _place(plain: list[str], names: tuple[str, ...]) -> int | None:
    return next((plain.index(name) for name in names if name in plain), None)


def _most_text(found: GradeSheet, values: list[list[str]]) -> str:
    """How many points the column is out of, as it stands in its heading, or in Canvas' row below the headings."""
    for pattern in (_BLACKBOARD, _BRIGHTSPACE):
        if (match := pattern.match(found.title)) and match["of"]:
            return str(match["of"])
    for row in values[1:4]:
        if row[0].casefold().endswith("points possible") and len(row) > found.column:
            return row[found.column]
    return ""
