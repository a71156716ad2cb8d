"""Work by groups: graded once, and every member has the marks.

Who is in a group says the learning management system (Gradescope, teams of ILIAS), or a table that `[groups]` of
grading.toml names:

    [groups]
    file = "groups.csv"         # columns group and student

A student is written there by the id of who.csv, the system's number, or the login; a group by the name that its hand-in
has, where it has one: in a plain folder by that of its own folder or file. Who is in a group that handed in is kept
beside `who.csv`, in `REPORT/.who-members.csv`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .class_list import Compared
from .errors import WrongUse
from .listed import Listed
from .pseudonyms import Known, Pseudonyms
from .record import Record
from .roster import Person, Roster
from .settings import Settings
from .spreadsheet import as_id, numbered_rows
from .systems.who import nfc, only_letters
from .tables import read_table, write_table
from .to_confirm import IN_NO_LIST, WHOSE, asks, settled
from .who_is_meant import who_was_meant

TABLE = ".who-members.csv"
COLUMNS = ("group", "student", "lms_id", "name")
#: Where people name the folders, and may name one after a group, or the system writes its name in a student's place.
_FOLDERS = ("plain", "nbgrader", "brightspace", "blackboard")
#: What is asked of a hand-in that has a group's name, as long as nobody says who is in it.
_ASKED = re.compile(
    r"(by its name )?a group's[^.]*please confirm(\. )?|(; )?[^;]* on the roster: a group's\? Please.*"
    r"|the login [^;]*; please confirm(\. )?|another hand-in has this name[^?]*\? Please confirm(; )?"
)


@dataclass(frozen=True)
class Row:
    """One line of an instructor's table; `where` is its file and line."""

    group: str
    student: str
    where: str


def read_groups(settings: Settings) -> tuple[Row, ...]:
    """The table that `[groups]` names; no rows where there is none.

    Raises:
        GradingError: there is no such table, or it cannot be understood; says in which line.
    """
    name = settings.table("groups", ("file",)).get("file")
    if name is None:
        return ()
    path = settings.path.parent / str(name)
    if not isinstance(name, str) or not path.is_file():
        what = f'there is no file "{name}" beside it. Its columns are group and student'
        raise settings.wrong(what, "groups", "file")
    (_, headings), *rows = numbered_rows(path) or [(1, [""])]
    if not {"group", "student"} <= {*headings}:
        raise WrongUse(f"{path}: its first line should be group,student.")
    found = []
    for line, cells in rows:
        row = dict(zip(headings, [*cells, "", ""], strict=False))
        if not row["group"] or not row["student"]:
            raise WrongUse(f"{path}, line {line}: a line has a group and a student; one of them is empty.")
        found.append(Row(row["group"], as_id(row["student"]), f"{path}, line {line}"))
    return tuple(found)


def with_groups(found: Compared, rows: Collection[Row] = (), roster: Roster | None = None) -> Compared:
    """The files with who is in the group that handed them in; who is in one is not absent."""
    members, of_student = _members(found, rows, roster)
    by_name = {_plain(group): group for group in members}
    own, doubts = _systems_own(found.files), _doubts(found, members, roster)
    files, placed = [], set()
    for one in found.files:
        group = of_student.get(one.student) or by_name.get(_plain(one.group) if one.group else "", "")
        called = [] if group else _called(one, members, found.ids)
        if len(called) == 1:
            (group,) = called
            one = replace(one, note=re.sub(rf'(; )?"{re.escape(one.student)}" is not on the roster', "", one.note))
            placed |= {one.student} if one.counts else set()
        elif called and one.counts and not settled(one):
            asked = f"{len(called)} groups are called {one.student}: {WHOSE}"
            one = replace(one, note="; ".join(filter(None, [one.note, asked])))
        if group:
            note = "; ".join(filter(None, [_ASKED.sub("", one.note), doubts.get(group, "")]))
            one = replace(one, group=group, members=members[group], note=note)
        elif one.student and one.group in own:
            one = replace(one, members=own[one.group])
        files.append(one)
    in_one = {member for one in files if one.counts for member in one.members}
    theirs = [person for person in found.absent if {person.student, person.lms_id} & in_one]
    absent = [person for person in found.absent if person not in theirs]
    # who has more time may be written by what the class list calls a member, though no file is hers
    ids = {name: person.ids for person in theirs for name in (person.student, person.lms_id) if name in in_one}
    strangers, unplaced = ([one for one in some if one not in placed] for some in (found.strangers, found.unplaced))
    ids = {**found.ids, **ids}
    return replace(found, files=files, absent=absent, strangers=strangers, unplaced=unplaced, ids=ids)


def _called(one: Listed, groups: Iterable[str], ids: Mapping[str, Collection[str]]) -> list[str]:
    """The groups after one of which a folder is named, whatever the capitals; none where it is a student's name."""
    if one.system not in _FOLDERS or not one.student or ids.get(one.student):
        return []
    if asks(_ASKED.sub("", one.note)) or one.edit.counts == "no":
        return []
    name = one.name if one.system == "brightspace" and not one.edit.student else one.student
    called = [group for group in groups if nfc(group).casefold() == name.casefold()]
    return [group for group in called if nfc(group) == name] or called


def _members(
    found: Compared, rows: Iterable[Row], roster: Roster | None
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Who is in each group of the table, and in which group each of them is."""
    names: dict[str, set[str]] = {}
    for one in found.files:
        if one.student:
            names.setdefault(one.student, set()).update([one.student.casefold(), one.lms_id.casefold()])
            names[one.student] |= set(found.ids.get(one.student, ()))
    members: dict[str, tuple[str, ...]] = {}
    of_student: dict[str, str] = {}
    for row in rows:
        student = _student(row, names, roster)
        if of_student.get(student, row.group) != row.group:
            raise WrongUse(f"{row.where}: {row.student} is in {of_student[student]} already. Take one of them out.")
        of_student[student] = row.group
        members[row.group] = tuple(dict.fromkeys([*members.get(row.group, ()), student]))
    return members, of_student


def _doubts(found: Compared, members: Mapping[str, tuple[str, ...]], roster: Roster | None) -> dict[str, str]:
    """What is to be asked of a group: a member who is nowhere else, and may be a slip of the pen.

    A member need not have handed in anything. So without a class list it is asked only where somebody is called nearly
    so who is in no group.
    """
    in_one = {student for theirs in members.values() for student in theirs}
    alone = {one.student: {one.name, one.lms_id} for one in found.files if one.student and one.student not in in_one}
    known = {one.student for one in found.files} | {person.student for person in (roster.people if roster else ())}
    asked: dict[str, list[str]] = {}
    for group, theirs in members.items():
        for student in theirs:
            near = who_was_meant(student, alone) if student not in known else ""
            if near or (roster and student not in known):
                asked.setdefault(group, []).append(f'of this group nobody is known as "{student}". {near}'.rstrip(". "))
    return {group: f"{'; '.join(said)}; {IN_NO_LIST}" for group, said in asked.items()}


def _student(row: Row, names: Mapping[str, Collection[str]], roster: Roster | None) -> str:
    """Whom a line means: somebody who handed in, else somebody of the class list, else a name as it stands there."""
    if row.student in names:
        return row.student
    called = [student for student, known in names.items() if row.student.casefold() in known]
    if len(called) > 1:
        raise WrongUse(f"{row.where}: {row.student} fits {len(called)} students. Write the id that who.csv has.")
    person = roster.with_id(row.student) if roster else None
    return called[0] if called else person.student if person else row.student


def _systems_own(files: Iterable[Listed]) -> dict[str, tuple[str, ...]]:
    """Who is in each group, where the system says it: several ids of one hand-in, or one group of several students."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in files:
        if one.group and one.student:
            ids = one.lms_id.split("; ") if one.student == one.group else [one.student]
            found[one.group].update(dict.fromkeys(ids))
    return {group: tuple(members) for group, members in found.items() if len(members) > 1}


def _plain(name: str) -> str:
    """A group's name without what systems take out of it."""
    return only_letters(name.casefold())


def whose(one: Listed) -> tuple[str, ...]:
    """All whose marks a file makes."""
    return one.members or (one.student,)


def for_all(record: Record, one: Listed) -> list[Record]:
    """A hand-in's record for each member of the group; as it is where there is no group."""
    if not one.members:
        return [record]
    return [replace(record, student=member, group=one.group) for member in one.members]


def once_a_group(records: Iterable[Record]) -> list[Record]:
    """The records, of a group the first: what is counted of a class counts groups once."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for record in records:
        place = record.group, record.path
        if not record.group or place not in seen:
            kept.append(record)
        seen.add(place)
    return kept


def set_for_all(records: Iterable[Record], by_hand: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of the marks that a person set, by student and exercise, those that settle a hand-in: of a group's a mark that is
    one member's alone leaves the others' to be looked at."""
    members: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for record in records:
        for mark in record.marks if record.group else ():
            members[record.group, record.path, mark.id].add(record.student)
    waits = {
        (student, exercise)
        for (_, _, exercise), students in members.items()
        if not all((student, exercise) in by_hand for student in students)
        for student in students
    }
    return {*by_hand} - waits


def write_members(report: Path, found: Compared, roster: Roster | None = None) -> None:
    """Write who is in a group that handed in, with what the system calls each of them; no file where there are none."""
    groups = {one.group: one for one in found.files if one.counts and one.members}
    rows, known = [], []
    for group, one in groups.items():
        pairs = dict(zip(one.lms_id.split("; "), one.name.split("; "), strict=False))
        own = {each.student: each for each in found.files if each.student != each.group}
        for member in one.members:
            person = roster.with_id(member) or _by_student(member, roster) if roster else None
            lms_id, name = (person.lms_id, person.name) if person else (member, pairs.get(member, ""))
            if person is None and member in own:
                lms_id, name = own[member].lms_id, own[member].name
            rows.append({"group": group, "student": member, "lms_id": lms_id, "name": name})
            known.append(Known(member, {member, lms_id, name, *(person.ids if person else ())}))
    Pseudonyms(report).learn(known)
    if rows:
        write_table(report / TABLE, COLUMNS, rows, private=True)
    else:
        (report / TABLE).unlink(missing_ok=True)


def people(report: Path) -> list[dict[str, str]]:
    """Everybody who has marks of her own, as rows of `who.csv` name them; in a group's place its members."""
    members = read_table(report / TABLE)
    of_group: dict[str, list[str]] = defaultdict(list)
    for row in members:
        of_group[row["group"]].append(row["student"])
    rows = read_table(report / "who.csv")
    return [row for row in rows if row["student"] in of_group.get(row.get("group", ""), [row["student"]])] + members


def _by_student(student: str, roster: Roster) -> Person | None:
    return next((person for person in roster.people if person.student == student), None)
