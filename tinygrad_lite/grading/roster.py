"""Who is in the class: any table that a learning management system exports, read by its headings.

Known are Moodle's worksheet and gradebook (in any language: `by_content.py`), Canvas, Blackboard, Brightspace,
Gradescope, ILIAS' status file, and any table with a login, a number, an e-mail address or a name in it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .by_content import in_english, told_by_content
from .errors import WrongUse
from .spreadsheet import as_id, rows_of
from .systems.times import as_written
from .systems.who import only_letters

#: What a column holds, by its heading in small letters, without "#".
HEADINGS = {
    "key": ("identifier", "id"),
    "login": ("username", "user name", "sis login id", "login", "benutzername", "anmeldename", "eid", "student"),
    "number": (
        "sis user id", "student id", "sid", "orgdefinedid", "id number", "id-nummer", "matrikelnummer",
        "student number", "usr_id", "number",
    ),
    "team": ("logins",),
    "email": ("email address", "email", "e-mail-adresse", "e-mail", "mail"),
    "full": ("full name", "vollständiger name", "name"),
    "first": ("first name", "firstname", "vorname"),
    "handed_in": ("last modified (submission)", "zuletzt geändert (abgabe)"),
    "last": ("last name", "lastname", "surname", "family name", "nachname"),
}  # fmt: skip
#: How headings of marks end in Moodle's gradebook (points, per cent, letters), and one that only it has.
GRADEBOOK_ENDINGS = ("(real)", "(percentage)", "(letter)", "(punkte)", "(prozentsatz)", "(buchstabe)")
GRADEBOOK_OWN = ("last downloaded from this course", "zuletzt aus diesem kurs geladen")
GRADEBOOK = "moodle gradebook"
#: What stands in a system's own table and hardly in another: without it, "SID, Email, Mark" and "Student, ID, Mark" are
#: an instructor's. A pattern of a heading in small letters.
_OWN = {
    "canvas": r"sis .+|.+\(\d+\)|(current|final|unposted current|unposted final|override) (score|points|grade)",
    "gradescope": r"max points|submission (id|time)|lateness .+",
    "blackboard": r"last access|availability|.*\[total pts: .+",
    "moodle": r"grade|(maximum|höchste|last modified|zuletzt geändert|feedback) .+|bestwertung|maximalbewertung|"
    r"grade can be changed|bewertung kann geändert werden",
}
#: Systems whose table is still theirs where it was cut down to the class, and what stands there then.
_CUT_DOWN = ("canvas", "moodle")
_OF_PERSON = {*(name for names in HEADINGS.values() for name in names), "section"}
#: Systems whose download numbers students as only their own table does: elsewhere it may be another's number.
OWN_NUMBERS = ("moodle", "canvas")
#: In so many lines at the top of a table headings are looked for, if the first has none.
_TITLES = 10
#: What is no name.
_OF_ONE_WORD = ("key", "login", "number", "email", "team")
#: A row of Canvas' that is no person's, by the end of its first cell.
_NO_PERSON = "points possible"


@dataclass(frozen=True)
class Person:
    """One row.

    Attributes:
        lms_id: by what the table's system finds its people: a number (Moodle, Canvas) or a login.
        name: "Jane Doe".
        ids: all that may stand for her: numbers, login, e-mail address and what is before its "@".
        student: what a hand-in of hers would be called.
        handed_in: when she did so last, where the table says it (Moodle's worksheet).
    """

    lms_id: str
    name: str
    ids: frozenset[str]
    student: str
    handed_in: str = ""


@dataclass
class Roster:
    """A class; `read_as` says what its columns were taken for, where their headings do not."""

    system: str
    people: list[Person]
    read_as: str = ""
    by_id: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for person in self.people:
            for one in person.ids:
                self.by_id[one].append(person)
            for key in {name_key(person.name), *run_together(person.name)} - {""}:
                self.by_name[key].append(person)

    def with_id(self, lms_id: str) -> Person | None:
        """The one person who has this number, login or address; None if there is none, or more than one."""
        found = self.by_id.get(lms_id.casefold(), [])
        return found[0] if len(found) == 1 else None

    def with_login_before(self, name: str) -> Person | None:
        """The one person whose login stands before a name; None where there is none."""
        person = self.with_id(name.partition(" ")[0])
        return person if person is not None and is_login_and_name(name, person) else None

    def named(self, name: str) -> list[Person]:
        """All who are called so, whatever the order of the names, accents and capitals."""
        return self.by_name.get(name_key(name)) or self.by_name.get(letters(name)) or []


def name_key(name: str) -> str:
    """The same for "Doe, Jané" and "jane_doe".

    >>> name_key("Doe, Jané"), name_key("jane_doe")
    ('doe jane', 'doe jane')
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign))
    return " ".join(sorted("".join(only_letters(sign) or " " for sign in plain).split()))


def is_login_and_name(text: str, person: Person) -> bool:
    """Whether a text is somebody's login with the name behind it, as some sites' Moodle writes it: "jdoe Jane Doe".

    The name has to be there, too: "Max Doe" may be called as somebody else logs in.
    """
    login, _, name = text.partition(" ")
    return bool(name) and login.casefold() in person.ids and name_key(name) == name_key(person.name)


def is_called(name: str, person: Person) -> bool:
    """Whether a name in a download is a person's, as the one or the other system writes it."""
    alike = name_key(name) == name_key(person.name) or name.lower() in run_together(person.name)
    return alike or is_login_and_name(name, person)


def letters(name: str) -> str:
    """As Canvas writes "Jane Doe" or "Doe, Jane" into a file's name: "doejane"."""
    first, _, last = name.rpartition(" ") if "," not in name else name.partition(",")[::-1]
    return only_letters(unicodedata.normalize("NFC", f"{last}{first}".lower()))


def run_together(name: str) -> set[str]:
    """All that Canvas may write of "Gabriel García Márquez": where the family name begins, the name does not say.

    >>> sorted(run_together("Li van Berg"))
    ['berglivan', 'livanberg', 'vanbergli']
    """
    words = name.split()
    cut = {f"{' '.join(words[place:])}, {' '.join(words[:place])}" for place in range(len(words))}
    return {letters(one) for one in cut}


def read_roster(path: Path) -> Roster:
    """Who is in the class.

    Raises:
        GradingError: no column of the table says who somebody is.
    """
    try:
        rows = rows_of(path)
    except csv.Error as problem:
        raise WrongUse(f"{path} is no table: {problem}.") from None
    headings = known_headings(rows)
    columns = columns_of(headings)
    if not columns:
        raise WrongUse(
            f"{path} has no column that says who somebody is. "
            + first_line(
                rows,
                "Give an export of your learning management system, or a table with a column login, email or name.",
            )
        )
    system = system_of(headings, rows[0])
    return Roster(system, list(_once(_people(rows[1:], columns, system))), told_by_content(rows[0], headings))


def _once(people: Iterable[Person]) -> Iterator[Person]:
    """Each who has a number or login once, for of two tables put together some may be in both; a name may be two's."""
    seen = set()
    for person in people:
        if person not in seen or not person.ids:
            yield person
        seen.add(person)


def first_line(rows: list[list[str]], to_do: str) -> str:
    """What a table begins with, and what to do: another thing where its headings stand further down."""
    below = next((row for row in rows[1:_TITLES] if len(columns_of(row)) > 1), None)
    first = ", ".join(filter(None, rows[0]))[:200] if rows else ""
    said = f"Its first line is: {first}." if first else "It is empty, or its first line is."
    return f"{said} " + (f"Take out what stands above the line {', '.join(below)[:200]}." if below else to_do)


def plain_heading(heading: str) -> str:
    """A heading as `HEADINGS` has it: in small letters, with one blank of the usual kind between words.

    >>> plain_heading("#OrgDefinedId "), plain_heading("Email\\xa0address")
    ('orgdefinedid', 'email address')
    """
    return " ".join(heading.lstrip("#").split()).casefold()


def columns_of(headings: list[str]) -> dict[str, int]:
    """What is in which column; of several of one kind the one whose heading comes first in `HEADINGS`."""
    plain = list(map(plain_heading, headings))
    found = {}
    for what, known in HEADINGS.items():
        places = [plain.index(one) for one in known if one in plain]
        if places:
            found[what] = places[0]
    if "full" not in found and "student" in plain and ("id" in plain or "login" in found):  # Canvas' names
        found["full"] = plain.index("student")
        if found.get("login") == found["full"]:
            del found["login"]
    return found


def known_headings(rows: list[list[str]]) -> list[str]:
    """The headings of a table; those of Moodle's, in whatever language, as they are in English."""
    headings = rows[0] if rows else []
    if system_of(headings):
        return headings
    columns = columns_of(headings)
    return in_english(rows, {columns[what] for what in ("login", "number", "team") if what in columns})


def system_of(headings: list[str], written: Sequence[str] = ()) -> str:
    """Whose table it is; "" where that cannot be said.

    Args:
        written: the headings as they stand there: where others were told by content, it is Moodle's worksheet.
    """
    plain = set(map(plain_heading, headings))
    marks = (
        ("ilias", {"update", "usr_id", "login"}),
        ("ilias teams", {"update", "team_id", "logins"}),
        ("canvas", {"student", "id"}),
        ("canvas", {"lastname", "firstname", "id", "section"}),  # by a setting of the course, names are in two columns
        ("brightspace", {"end-of-line indicator"}),
        ("gradescope", {"sid", "email"}),
        ("blackboard", {"username", "last name", "student id"}),
    )
    found = next((system for system, wanted in marks if wanted <= plain and _has_own(system, plain)), "")
    sheets = [{"identifier", "full name"}, {"identifier", "maximum grade"}]  # with blind marking there are no names
    sheets += [{"id", "vollständiger name"}, {"id", "bewertung", "bewertung kann geändert werden"}]
    told = bool(written) and list(written) != headings
    sheet = any(wanted <= plain for wanted in sheets) and (told or _has_own("moodle", plain))
    if not found and not sheet and (plain & {*GRADEBOOK_OWN} or any(one.endswith(GRADEBOOK_ENDINGS) for one in plain)):
        return GRADEBOOK
    return found or ("moodle" if sheet else "")


def _has_own(system: str, plain: Collection[str]) -> bool:
    """Whether a table whose people are named as a system names them is that system's, by what else stands in it."""
    own = system not in _OWN or any(re.fullmatch(_OWN[system], heading) for heading in plain)
    return own or (system in _CUT_DOWN and _OF_PERSON.issuperset(plain))


def _people(rows: list[list[str]], columns: dict[str, int], system: str) -> Iterator[Person]:
    found = (person_of(row, columns, system) for row in rows)
    yield from (person for person in found if person is not None)


def person_of(row: list[str], columns: dict[str, int], system: str) -> Person | None:
    """Who a row of a table speaks of; None where it is no person's."""
    if row[0].casefold().endswith(_NO_PERSON) or "manual posting" in map(str.casefold, row):
        return None
    cells = {what: row[place] if place < len(row) else "" for what, place in columns.items()}
    cells = {what: (as_id(cell) if what in _OF_ONE_WORD else cell).lstrip("#") for what, cell in cells.items()}
    if system == "moodle":  # "Participant 48213", in the site's language
        cells["key"] = re.sub(r".*\D(\d+)$", r"\1", cells.get("key", ""))
    first, last = cells.get("first", ""), cells.get("last", "")
    name = _in_order(cells.get("full", "")) or f"{first} {last}".strip()
    if system == "canvas" and (name == "Test Student" or not any(cells.get(what) for what in _OF_ONE_WORD)):
        return None  # without a number or login it is a row that somebody added: "Average"
    return _person(cells, name, system) if any(cells.values()) else None


def _person(cells: dict[str, str], name: str, system: str) -> Person:
    key, login, number, email = (cells.get(what, "") for what in ("key", "login", "number", "email"))
    lms_id = key if system in ("moodle", "canvas") else login or number or key or email or cells.get("team", "")
    lms_id = number or email if system == "gradescope" else lms_id
    if system in ("moodle", "canvas"):
        known: Collection[str] = (key,)  # elsewhere in the table may be other people's numbers
        in_order = cells.get("full") or f"{cells.get('last', '')}, {cells.get('first', '')}"
        student = f"{name if system == 'moodle' else letters(in_order)}_{key}" if name else f"Participant {key}"
    else:
        known, student = (key, login, number, email, email.partition("@")[0]), lms_id or name
    more = (login, email, email.partition("@")[0]) if system in ("moodle", "canvas") else ()
    more = (*more, *re.split(r"\s*,\s*", cells.get("team", "")))
    ids = frozenset(one.casefold() for one in (*known, *more) if one)
    return Person(lms_id, name, ids, unicodedata.normalize("NFC", student), as_written(cells.get("handed_in", "")))


def _in_order(name: str) -> str:
    """ "Doe, Jane" as "Jane Doe"."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else name
