"""Files with one student a line: whose marks and feedback are to be held back, or alone are meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from .errors import WrongUse
from .overrides import has_marks_by_hand
from .pseudonyms import Pseudonyms
from .record import Record
from .roster import Roster
from .spreadsheet import text_of
from .who_is_meant import meant_by, who_was_meant

#: Said of who is on the class list alone, too: she has no page, and no mark but by the rule for what is missing.
NO_LINE = "Write the id that stands in the column student of who.csv; who has no line there handed in nothing."


def read_students(path: Path, who: Iterable[Mapping[str, str]], names: Pseudonyms | None = None) -> frozenset[str]:
    """The students that a file names, each by id or pseudonym (`who.csv`), number, login, address or name.

    Empty lines, and what stands behind "#", do not count.

    Args:
        who: rows of `who.csv`; names: what else everybody is called, by the class list.
    Raises:
        WrongUse: a line names nobody, or more than one: a mistyped name must not let a page go out. Nor is a surname
            taken for the one student here who has it: it may be another's, who handed in nothing.
    """
    rows = [row for row in who if row["student"]]
    called = {row["student"]: {*row["name"].split("; "), *row["lms_id"].split("; ")} - {""} for row in rows}
    everybody = {**called}
    for student, more in (names.called() if names else {}).items():
        everybody[student] = {*called.get(student, ()), *more}
    pseudonyms = {row.get("pseudonym", ""): row["student"] for row in rows}
    pseudonyms |= {name: known.student for name, known in (names.everybody() if names else ())}
    found: set[str] = set()
    wrong = []
    for number, line in enumerate(text_of(path.read_bytes()).splitlines(), start=1):
        named = line.partition("#")[0].strip()
        if not named:
            continue
        meant = meant_by(named, everybody, pseudonyms)
        if len(meant) == 1 and meant <= called.keys():
            found |= meant
        elif len(meant) > 1:
            wrong.append(f'{path}, line {number}: "{named}" may be {" or ".join(sorted(meant))}. Write one of these.')
        else:
            near = (not meant and who_was_meant(named, called)) or NO_LINE
            wrong.append(f'{path}, line {number}: nobody is called "{named}". {near}')
    if wrong:
        raise WrongUse("\n".join([*wrong, "Nothing was written."]))
    return frozenset(found)


def without_file(
    records: Iterable[Record], overrides: Collection[tuple[str, str]], roster: Roster | None
) -> list[dict[str, str]]:
    """Rows as `who.csv` has them, of those who handed in nothing and have marks that a person set."""
    listed = {person.student: person for person in roster.people} if roster else {}
    rows = []
    for record in records:
        if not record.path and has_marks_by_hand(record, overrides):
            person = listed.get(record.student)
            lms_id, name = (person.lms_id, person.name) if person else ("", "")
            rows.append({"student": record.student, "lms_id": lms_id, "name": name})
    return rows
