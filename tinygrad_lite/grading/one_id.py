"""One person has one id in a report, whatever a download calls her this time.

A name changes by marriage, a login by the computing centre; who handed in nothing is called as the class list has her,
until her first file comes under her name; and beside a stray file somebody types her login. On the id hang the marks
that a person set, what went out to her, and her pseudonym: so it stays what it was at first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from .class_list import Compared, compared
from .listed import Listed
from .pseudonyms import Pseudonyms
from .roster import Person, Roster
from .systems.who import only_letters
from .who_table import as_found

#: A student's folder of ILIAS: "Doe_Jane_jdoe_48213", with a number that stays.
_ILIAS = re.compile(r"(?:^|/)[^/]+_[^/]+_[^/]+_(\d+)/")
#: By what a system knows somebody, whatever else changes: the system, and a number or login.
Key = tuple[str, str]


def one_id_each(files: list[Listed], roster: Roster | None, report: Path) -> list[Listed]:
    """The files, each with the id that its student has in this report."""
    found, names = compared(files, roster), Pseudonyms(report)
    ids: dict[str, str] = {}
    for several in _of_one_person(found):
        now = {ids.get(student, student) for student in several}
        ids |= dict.fromkeys(several | now, _the_one(now, found, names))
    hers: dict[str, list[Listed]] = defaultdict(list)
    for one in found.files:
        if one.student:
            hers[ids.get(one.student, one.student)].append(one)
    by_key, by_person = _known_by_key(report), _known_by_person(roster, names)
    for student, theirs in hers.items():
        if not names.knows(student):
            people = {person for one in theirs for person in found.people.get(one.student, ())}
            before = {by_key[key] for key in map(_key, theirs) if key in by_key}
            before |= by_person.get(people.pop(), set()) if len(people) == 1 else set()
            before -= hers.keys()
            if len(before) == 1:
                ids |= dict.fromkeys((one.student for one in theirs), before.pop())
    return [replace(one, student=ids.get(one.student, one.student)) for one in files]


def _of_one_person(found: Compared) -> list[set[str]]:
    """Students of this download who are one person: by the system's number, or by the class list."""
    keys: dict[object, set[str]] = defaultdict(set)
    for one in found.files:
        if one.student and (key := _key(one)):
            keys[key].add(one.student)
    for student, people in found.people.items():
        if len(people) == 1:
            keys[people[0]].add(student)
    return [several for several in keys.values() if len(several) > 1]


def _the_one(several: Iterable[str], found: Compared, names: Pseudonyms) -> str:
    """Of a person's ids the one that is known already; else one that the system gave, and nobody typed."""
    typed = {one.student for one in found.files if one.edit.student}
    return min(several, key=lambda student: (not names.knows(student), student in typed, student))


def _known_by_person(roster: Roster | None, names: Pseudonyms) -> dict[Person, set[str]]:
    """What this report calls people of the class list: by a number or login of theirs, or as the list would."""
    found: dict[Person, set[str]] = defaultdict(set)
    if roster is not None:
        for student in names.called():
            if (person := roster.with_id(student)) is not None:
                found[person].add(student)
        for person in roster.people:
            found[person] |= {person.student} if names.knows(person.student) else set()
    return found


def _known_by_key(report: Path) -> dict[Key, str]:
    """Who had which number or login when the report was last written; not one that two had."""
    students: dict[Key, set[str]] = defaultdict(set)
    for row in as_found(report).values():
        one = Listed(
            row["path"], row.get("student", ""), system=row.get("system", ""), lms_id=row.get("lms_id", ""),
            name=row.get("name", ""), group=row.get("group", ""),
        )  # fmt: skip
        if one.student and (key := _key(one)):
            students[key].add(one.student)
    return {key: min(some) for key, some in students.items() if len(some) == 1}


def _key(one: Listed) -> Key | None:
    """None where there is nothing of the kind, or a group is meant: behind its name stands the number of a member."""
    number = _ILIAS.search(one.path) if one.system == "ilias" else None  # a login may become another one
    known = number[1] if number else one.lms_id
    is_group = bool(one.group) and only_letters(one.name.casefold()) == only_letters(one.group.casefold())
    return (one.system, known.casefold()) if known and "; " not in known and not is_group else None
