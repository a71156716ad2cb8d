"""Whose a row of an instructor's table is: by number or login, by what the class list knows besides, or by name.

Nothing is guessed: what fits no row, or two, is nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .grade_sheet import GradeSheet
from .groups import TABLE as MEMBERS
from .kept_runs import Run
from .roster import OWN_NUMBERS, Roster, is_called, is_login_and_name, name_key, read_roster
from .tables import read_table


@dataclass(frozen=True)
class Sought:
    """Whose row is looked for.

    Attributes:
        lms_id, name: number or login, and name, as `who.csv` has them.
        system: that of the hand-in.
        more: what else stands for this student in the class list: login, e-mail address.
    """

    lms_id: str = ""
    name: str = ""
    system: str = ""
    more: frozenset[str] = frozenset()


def class_list(run: Run) -> Roster | None:
    """The class list that a run was graded with, where it is still there."""
    path = Path(run.info.get("roster") or "")
    return read_roster(path) if path.is_file() else None


def who_is_who(report: Path, lesson: str, roster: Roster | None = None) -> dict[str, list[Sought]]:
    """Student → whose rows they are, of `who.csv`; of members of a group, who have no file there, of theirs.

    A file that counts for the lesson goes before others of the same student.
    """

    def sought(lms_id: str, name: str, system: str = "") -> Sought:
        person = roster.with_id(lms_id) if roster and lms_id else None
        return Sought(lms_id, name, system, person.ids - {lms_id.casefold()} if person else frozenset())

    systems = set()
    found = {}
    rows = read_table(report / "who.csv")
    counting = [row for row in rows if row.get("counts") == "yes" and row.get("lesson") == lesson]
    for row in [*rows, *counting]:
        if row["student"]:
            ids, names = row.get("lms_id", "").split("; "), row.get("name", "").split("; ")
            names += [""] * (len(ids) - len(names))
            system = row.get("system", "")
            systems.add(system)
            found[row["student"]] = [sought(*both, system) for both in zip(ids, names, strict=False)]
    system = systems.pop() if len(systems) == 1 else ""
    members = read_table(report / MEMBERS)
    return {row["student"]: [sought(row["lms_id"], row["name"], system)] for row in members} | found


def of_class_list(found: GradeSheet, roster: Roster | None) -> dict[str, list[Sought]]:
    """Student → whose row it is, by what the class list knows: for who handed in nothing, and has a mark by hand.

    They came by no system; a number of the list's own is left out where it would be another's in the table.
    """
    people = roster.people if roster else []
    ids = {}
    for person in people:
        listed = Sought(person.lms_id, person.name, roster.system if roster else "")
        ids[person] = person.lms_id if _may_be_known(found, listed) else ""
    return {
        person.student: [Sought(own, person.name, "", person.ids - {person.lms_id.casefold()})]
        for person, own in ids.items()
    }


def row_of(found: GradeSheet, student: str, one: Sought) -> tuple[int | None, bool]:
    """The one row of a student, None where there is none, or several; and whether by name alone."""
    rows, by_name = rows_of(found, student, one)
    return rows[0] if len(rows) == 1 else None, by_name


def rows_of(found: GradeSheet, student: str, one: Sought) -> tuple[list[int], bool]:
    """The rows that may be a student's, and whether by name alone: by number or login, a login that stands before the
    name among them, else by a name."""
    for known in ((one.lms_id,) if _may_be_known(found, one) else (), one.more, (student,)):
        rows = sorted({row for each in known if each for row in found.by_id.get(each.casefold(), [])})
        if rows:
            return rows, False
    login = one.name.partition(" ")[0].casefold()
    rows = [row for row in found.by_id.get(login, []) if is_login_and_name(one.name, found.people[row])]
    if len(rows) == 1:
        return rows, False
    return found.by_name.get(name_key(one.name or student), []), True


def _may_be_known(found: GradeSheet, one: Sought) -> bool:
    """Whether a hand-in's number can be looked for in a table: not where it would be another's there.

    A table of the instructor's own may hold the system's numbers, as long as no row has another name beside it.
    """
    if one.system not in OWN_NUMBERS or found.system == one.system:
        return True
    people = [found.people[row] for row in found.by_id.get(one.lms_id.casefold(), [])]
    return not found.system and all(not person.name or is_called(one.name, person) for person in people)
