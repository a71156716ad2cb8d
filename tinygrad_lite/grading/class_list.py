"""The files that were found beside the class list: who is who, who handed in nothing, who is on no list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from .errors import WrongUse
from .found import NOBODYS
from .listed import Listed
from .listing import HARMLESS
from .pseudonyms import Known
from .record import NOT_HANDED_IN, Record
from .roster import OWN_NUMBERS, Person, Roster, is_called, name_key
from .to_confirm import WHOSE, asks, settled

#: Where the name of a file does not hold what the system's tables call people.
_NO_ID = ("plain", "brightspace")


@dataclass
class Compared:
    """What came of it.

    Attributes:
        files: with what the class list says of their students.
        absent: of whom there is no file; strangers: students who are not on the list.
        unplaced: those of the strangers of whom nobody on the list has the name: any of the absent they may be.
        size: of the list.
        ids: logins, numbers and addresses of students who were found on the list.
        people: who of the list each of these is; of a group, all.
    """

    files: list[Listed]
    absent: list[Person] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    size: int = 0
    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    people: dict[str, list[Person]] = field(default_factory=dict)

    def known(self) -> Iterator[Known]:
        """What is known of everybody: what each is called, and the files of each, those of a group too."""
        for one in self.files:
            ids, names = one.lms_id.split("; "), one.name.split("; ")
            herself = len(ids) == 1 and (not one.members or one.student in one.members)  # and not a group
            called = {*ids, *names, *self.ids.get(one.student, ())} if herself else set()
            yield Known(one.student, {one.student} | called, {one.path})
            by_id = dict(zip(ids, names, strict=False))
            for member in {*one.members} - {one.student}:
                yield Known(member, {member, by_id.get(member, ""), *self.ids.get(member, ())}, {one.path})
        for person in self.absent:
            yield Known(person.student, {person.student, person.lms_id, person.name, *person.ids})

    def outside(self) -> frozenset[str]:
        """Who is on no list, and of whose work the instructor wrote that it does not count: a teacher's, say."""
        refused = {one.student for one in self.files if one.edit.counts == "no"}
        return frozenset(refused.intersection(self.strangers) - {one.student for one in self.files if one.counts})

    def records(self) -> list[Record]:
        """One for each who handed in nothing."""
        there = {one.student for one in self.files}
        why = "on the roster, and nothing was handed in"
        return [
            Record(person.student, state=NOT_HANDED_IN, why=why)
            for person in self.absent
            if person.student not in there
        ]


def compared(files: list[Listed], roster: Roster | None) -> Compared:
    """The files beside the class list; as they are without one."""
    if roster is None:
        return Compared(files)
    _refuse_names_of_two(files, roster)
    students: dict[str, list[Listed]] = defaultdict(list)
    for one in files:
        if one.student and one.note not in NOBODYS:
            students[one.student].append(one)
    found = {student: _people(theirs, roster, students) for student, theirs in students.items()}
    some = {student for student, theirs in students.items() if any(one.note not in HARMLESS for one in theirs)}
    here = {person for student in some for person in found[student]}
    unsure = {student: _who_it_may_be(students[student], roster, here) for student in some if not found[student]}
    result = [
        _said(one, found[one.student], unsure.get(one.student, ())) if one.student in found else one for one in files
    ]
    maybe = {person for people in unsure.values() for person in people}  # something of theirs may be there: no 0
    absent = [person for person in roster.people if person not in here | maybe]
    strangers = [student for student in sorted(some) if not found[student]]
    ids = {student: frozenset().union(*(person.ids for person in people)) for student, people in found.items()}
    unplaced = [student for student in strangers if not unsure[student]]
    return Compared(result, absent, strangers, unplaced, len(roster.people), ids, found)


def whose_asked(found: Compared) -> Compared:
    """Who is on no list is asked about while somebody on the list handed in nothing: it may be the same person."""
    if not found.absent:
        return found
    asked = f"{len(found.absent)} of the roster handed in nothing: {WHOSE}"
    strange = {*found.unplaced} - found.outside()
    files = [
        replace(one, note=_and(one.note, asked))
        if one.counts and one.student in strange and not asks(one.note)
        else one
        for one in found.files
    ]
    return replace(found, files=files)


def _people(theirs: list[Listed], roster: Roster, students: dict[str, list[Listed]]) -> list[Person]:
    """Who of the class list a student is: by number or login, else by a name that nobody else has; of a group, all."""
    one = theirs[0]
    ids = [part for part in (one.lms_id or one.student).split("; ") if part]
    by_id = [person for person in map(roster.with_id, ids) if person is not None]
    if roster.system and one.system in OWN_NUMBERS and roster.system != one.system:
        by_id = [person for person in by_id if is_called(one.name, person)]  # in another's table: another's number?
    if by_id:
        return by_id
    if written := [person for person in roster.people if one.edit.student == person.student]:
        return written  # as grades.csv calls who handed in nothing
    if one.system == "ilias" and not one.lms_id:  # "Von_Berg_Li_li_48215": the list tells where the login begins
        parts = one.student.split("_")[2:-1]
        logins = [roster.with_id("_".join(parts[place:])) for place in range(len(parts))]
        return [person for person in logins if person] if sum(map(bool, logins)) == 1 else []
    if person := roster.with_login_before(one.name):  # before the name, which two may have
        return [person]
    name = _name(one)
    named = roster.named(name) if name else []
    alike = [other for other in students.values() if name_key(other[0].name or other[0].student) == name_key(name)]
    return named if len(named) == 1 and len(alike) == 1 else []


def _name(one: Listed) -> str:
    return one.name or (one.student if one.system == "plain" or one.edit.student else "")


def _refuse_names_of_two(files: list[Listed], roster: Roster) -> None:
    """Whoever is written beside a file by a name alone must be the only one of that name on the list.

    Raises:
        WrongUse: two are called so; says what to write.
    """
    ids = {one.student for one in files if not one.edit.student}
    for one in files:
        written = one.edit.student
        named = [] if written in ids or roster.with_id(written) else roster.named(written)
        if written and len(named) > 1:
            who = " or ".join(sorted(person.lms_id or person.student for person in named))
            raise WrongUse(
                f'who.csv, the line of {one.path}: on the class list, {len(named)} are called "{written}". Write into '
                f"student which of them: {who}."
            )


def _who_it_may_be(theirs: list[Listed], roster: Roster, here: Collection[Person]) -> list[Person]:
    """Who of the list, and not found yet, is called as a student who was not found: several, or several hand-ins are.

    None if it was answered whose the hand-in is.
    """
    if any(settled(one) for one in theirs) or not _name(theirs[0]):
        return []
    return [person for person in roster.named(_name(theirs[0])) if person not in here]


def _said(one: Listed, people: Iterable[Person], maybe: Collection[Person] = ()) -> Listed:
    """A file with what the class list says of its student.

    Args:
        maybe: if it says nothing: who is called so.
    """
    found = list(people)
    if not found and one.counts:
        note = _and(one.note, f'"{one.student}" is not on the roster')
        if maybe and not asks(note):
            called = f"{len(maybe)} there are" if len(maybe) > 1 else "one there is, as another hand-in is,"
            note += f"; {called} called {_name(one)}: {WHOSE}"
        return replace(one, note=note)
    if not found:
        return one
    if len(found) > 1:
        return replace(one, name="; ".join(person.name for person in found))
    (person,) = found
    if one.system == "moodle" and _is_a_members(one.name, person):
        one = replace(
            one, name=person.name, group="", note=re.sub(r"by its name a group's; please confirm", "", one.note)
        )
    note = one.note
    if one.name and person.name and one.system in ("moodle", "canvas") and not _is_hers(one.name, person):
        note = (
            _and(note, f"{one.lms_id} is {person.name} on the roster: a group's? Please confirm")
            if one.counts
            else note
        )
    elif one.system in ("blackboard", "ilias"):
        note = re.sub(r"the login [^;]*; please confirm(\. )?", "", note)  # the list confirms it
    by_name = one.system in _NO_ID or not one.lms_id or one.lms_id == one.edit.student
    known = (person.lms_id or one.lms_id) if by_name else one.lms_id
    time = one.handed_in or (person.handed_in if one.system == "moodle" else "")
    name = one.name if one.group else person.name or one.name
    return replace(one, lms_id=known, name=name, note=note, handed_in=time)


def _is_hers(name: str, person: Person) -> bool:
    """Whether a name beside somebody's own number is hers, with a login before it or without."""
    return is_called(name, person) or name_key(name.partition(" ")[2]) == name_key(person.name)


def _is_a_members(name: str, person: Person) -> bool:
    """Whether it is "Team A-Jane Doe": before 4.1, Moodle packs a group's work for each member, with her own number."""
    places = [place for place, sign in enumerate(name) if sign == "-"]
    return any(name_key(name[place + 1 :]) == name_key(person.name) for place in places)


def _and(note: str, more: str) -> str:
    return f"{note}; {more}" if note else more
