"""One person has one id in a report, whatever a download calls her this time.

A name changes by marriage, a login by the computing centre; who handed in nothing is called as the class list has her,
until her first file comes under her name; and beside a stray file somebody types her login. On the id hang the marks
that a person set, what went out to her, and her pseudonym: so it stays what it was at first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from .class_list import Compared, compared
from .listed import Listed
from .pseudonyms import Pseudonyms
from .roster import Person, Roster, name_key
from .systems.who import only_letters
from .who_table import as_found

#: By what a system knows somebody, whatever else changes: the system, and a number or login.
Key = tuple[str, str]
#: So many letters at the beginning or end of two names that are run together.
_LETTERS = 3


def one_id_each(files: list[Listed], roster: Roster | None, report: Path) -> list[Listed]:
    """The files, each with the id that its student has in this report."""
    found, names = compared(files, roster), Pseudonyms(report)
    ids: dict[str, str] = {}
    for several in _of_one_person(found):
        ids |= dict.fromkeys(several, _the_one(several, found, names))
    hers: dict[str, list[Listed]] = defaultdict(list)
    for one in found.files:
        if one.student:
            hers[ids.get(one.student, one.student)].append(one)
    by_key, by_person = _known_by_key(report), _known_by_person(roster, names)
    for student, theirs in hers.items():
        if not names.knows(student):
            people = {person for one in theirs for person in found.people.get(one.student, ())}
            before = {
                by_key[key].student for key in map(_key, theirs) if key in by_key and _alike(by_key[key], theirs[0])
            }
            before |= by_person.get(people.pop(), set()) if len(people) == 1 else set()
            before -= hers.keys()
            if len(before) == 1:
                ids |= dict.fromkeys((one.student for one in theirs), before.pop())
    return [replace(one, student=ids.get(one.student, one.student)) for one in files]


def _of_one_person(found: Compared) -> Iterator[set[str]]:
    """Students of this download who are one person of the class list: all but one are so by what somebody typed.

    Two whom nobody typed stay two: a teacher may log in as a student's address begins.
    """
    students: dict[Person, set[str]] = defaultdict(set)
    for student, people in found.people.items():
        if len(people) == 1:
            students[people[0]].add(student)
    given = {one.student for one in found.files if not one.edit.student}
    yield from (several for several in students.values() if len(several) > 1 and len(several & given) < 2)


def _the_one(several: Iterable[str], found: Compared, names: Pseudonyms) -> str:
    """Of a person's ids the one that is known already; else one that the system gave, and nobody typed."""
    typed = {one.student for one in found.files if one.edit.student}
    return min(several, key=lambda student: (not names.knows(student), student in typed, student))


def _known_by_person(roster: Roster | None, names: Pseudonyms) -> dict[Person, set[str]]:
    """What this report calls people of the class list, where it is a number, login or whole address of theirs."""
    found: dict[Person, set[str]] = defaultdict(set)
    if roster is not None:
        for student in names.called():
            person = roster.with_id(student)
            if person is not None and (student.casefold() == person.lms_id.casefold() or _is_unique(student)):
                found[person].add(student)
        for person in roster.people:
            found[person] |= {person.student} if names.knows(person.student) else set()
    return found


def _is_unique(student: str) -> bool:
    """Whether it is a number or a whole address; what is before an address's "@" may be another's login."""
    return student.isdigit() or "@" in student


def _known_by_key(report: Path) -> dict[Key, Listed]:
    """Who had which number or login when the report was last written; not one that two had."""
    files: dict[Key, dict[str, Listed]] = defaultdict(dict)
    for row in as_found(report).values():
        one = Listed(
            row["path"], row.get("student", ""), system=row.get("system", ""), lms_id=row.get("lms_id", ""),
            name=row.get("name", ""), group=row.get("group", ""),
        )  # fmt: skip
        if one.student and (key := _key(one)):
            files[key][one.student] = one
    return {key: next(iter(some.values())) for key, some in files.items() if len(some) == 1}


def _key(one: Listed) -> Key | None:
    """None where there is nothing of the kind, or a group is meant: behind its name stands the number of a member."""
    in_ilias = re.search(rf"_{re.escape(one.lms_id)}_(\d+)/", one.path) if one.system == "ilias" else None
    known = in_ilias[1] if in_ilias else one.lms_id  # a login may become another one
    is_group = bool(one.group) and only_letters(one.name.casefold()) == only_letters(one.group.casefold())
    return (one.system, known.casefold()) if known and "; " not in known and not is_group else None


def _alike(one: Listed, other: Listed) -> bool:
    """Whether two names may be one person's, who has changed one of them: two sites may give one number to two people.

    Canvas writes "abelana": of such names the beginning or the end is the same.
    """
    mine, hers = ([*filter(str.isalpha, name_key(each.name or each.student).split())] for each in (one, other))
    if len(mine) > 1 or len(hers) > 1:
        return bool({*mine} & {*hers})
    first, second = "".join(mine), "".join(hers)
    return bool(first and second) and (first[:_LETTERS] == second[:_LETTERS] or first[-_LETTERS:] == second[-_LETTERS:])
