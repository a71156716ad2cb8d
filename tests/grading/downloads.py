"""The sample class as six learning management systems hand it out, and the tables that they export.

    pack = download("moodle", people(sample_class()), folder)       # a zip, as the system writes it
    table = export("moodle", students, folder)                      # a grade table without marks

    python -m tests.grading.downloads FOLDER                        # all of them, to be looked at

Names and headings follow the formats that `tinygrad_lite/grading/systems/` describes. Every student has an id, a full
name and a login made from the name in the sample class; two of them are called alike.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .sample_class import Student, sample_class
from .workbooks import PHP, workbook

SYSTEMS = ("moodle", "moodle flat", "canvas", "blackboard", "brightspace", "gradescope", "ilias", "nbgrader")
FIRST_NAMES = ("Jane", "Zoë", "Ana María", "Li", "Oğuz")


@dataclass(frozen=True)
class Person:
    """A student as a system knows her, what she handed in, and when, as Moodle's worksheet has it."""

    key: str
    number: int
    first: str
    last: str
    files: dict[str, bytes] = field(default_factory=dict)
    when: str = "Sunday, 22 November 2026, 2:58 PM"

    @property
    def login(self) -> str:
        """What she logs in with."""
        return f"{self.key}{self.number % 10}"

    @property
    def name(self) -> str:
        """Her full name."""
        return f"{self.first} {self.last}"


def people(students: Iterable[Student]) -> list[Person]:
    """The students with numbers and names; the first two, wherever both are there, are called Jane Doe."""
    found = []
    for place, one in enumerate(students):
        first, last = ("Jane", "Doe") if place < 2 else (FIRST_NAMES[place % 5], one.name.capitalize())
        found.append(Person(one.name, 48200 + place, first, last, one.files))
    return found


def _flat(name: str) -> str:
    """What is left of a path where a system makes no folders."""
    return name.replace("/", "_")


def _letters(person: Person) -> str:
    """As Canvas writes a name."""
    return "".join(letter for letter in f"{person.last}{person.first}".lower() if letter.isalnum())


def _ascii(text: str) -> str:
    """As ILIAS writes a name."""
    return text.translate(str.maketrans("ëíğ", "eig"))


def _moodle(person: Person) -> dict[str, bytes]:
    top = f"{person.name}_{person.number}_assignsubmission_file"
    return {f"{top}/{name}": data for name, data in person.files.items()}


def _moodle_flat(person: Person) -> dict[str, bytes]:
    top = f"{person.name}_{person.number}_assignsubmission_file"
    return {f"{top}_{_flat(name)}": data for name, data in person.files.items()}


def _canvas(person: Person) -> dict[str, bytes]:
    late = "_LATE" if person.number % 7 == 0 else ""
    top, upload = f"{_letters(person)}{late}_{person.number}", person.number * 100
    return {f"{top}_{upload + place}_{_flat(name)}": data for place, (name, data) in enumerate(person.files.items())}


def _blackboard(person: Person) -> dict[str, bytes]:
    top = f"Homework 2_{person.login}_attempt_2026-11-22-14-58-{person.number % 60:02d}"
    return {f"{top}_{_flat(name)}": data for name, data in person.files.items()} | {f"{top}.txt": b"Name: ..."}


def _brightspace(person: Person) -> dict[str, bytes]:
    top = f"{person.number}-640693 - {person.name} - Nov 22, 2026 {1 + person.number % 12}{person.number % 60:02d} PM"
    return {f"{top}/{name}": data for name, data in person.files.items()}


def _gradescope(person: Person) -> dict[str, bytes]:
    return {f"assignment_981_export/submission_{person.number}/{name}": data for name, data in person.files.items()}


def _ilias(person: Person) -> dict[str, bytes]:
    top = f"Loss_77/Abgaben/{_ascii(person.last)}_{_ascii(person.first)}_{person.login}_{person.number}"
    return {f"{top}/{name}": data for name, data in person.files.items()}


def _nbgrader(person: Person) -> dict[str, bytes]:
    top = f"submitted/{person.login}/loss"
    return {f"{top}/{name}": data for name, data in person.files.items()} | {
        f"{top}/timestamp.txt": f"2026-11-22 14:58:{person.number % 60:02d} UTC\n".encode()
    }


_NAMES: dict[str, Callable[[Person], dict[str, bytes]]] = dict(
    zip(
        SYSTEMS,
        (_moodle, _moodle_flat, _canvas, _blackboard, _brightspace, _gradescope, _ilias, _nbgrader),
        strict=True,
    )
)


def names(system: str, everybody: list[Person]) -> dict[str, bytes]:
    """All files of a download, with what the system itself adds."""
    files = {path: data for person in everybody for path, data in _NAMES[system](person).items()}
    if system == "gradescope":
        files["assignment_981_export/submission_metadata.yml"] = "".join(map(_block, everybody)).encode()
    if system == "brightspace":
        files["index.html"] = b"<html>"
    return files | {"__MACOSX/._x.ipynb": b"\0", ".DS_Store": b"\0"}


def _block(person: Person) -> str:
    return (
        f"submission_{person.number}:\n  :submitters:\n  - :name: {person.name}\n    :sid: '{person.number:08d}'\n"
        f"    :email: {person.login}@example.org\n"
        f"  :created_at: 2026-11-22 14:58:{person.number % 60:02d}.123 -0800\n  :score: 0.0\n"
    )


def download(system: str, everybody: list[Person], folder: Path) -> Path:
    """A download as a zip."""
    path = folder / f"{system.replace(' ', '-')}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in names(system, everybody).items():
            archive.writestr(name, data)
    return path


# ------------------------------------------------------------------------------------------------------ grade tables

#: The name of a table, its columns, and what a person has in them.
Row = Callable[[Person], list[object]]
_MOODLE = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed",
           "Last modified (submission)", "Last modified (grade)", "Feedback comments"]  # fmt: skip
_MOODLE_GERMAN = ["ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Bestwertung",
                  "Bewertung kann geändert werden", "Zuletzt geändert (Abgabe)", "Zuletzt geändert (Bewertung)",
                  "Feedback als Kommentar"]  # fmt: skip

#: Of languages whose headings are not known here; the words are those of Moodle's language packs.
_MOODLE_FRENCH = ["Identifiant", "Nom complet", "Adresse de courriel", "Statut", "Note", "Note maximale",
                  "La note peut être modifiée", "Dernière modification (travail remis)", "Dernière modification (note)",
                  "Feedback par commentaires"]  # fmt: skip


def _sheet(person: Person, word: str = "Participant") -> list[object]:
    return [f"{word} {person.number}", person.name, f"{person.login}@example.org", "Submitted for grading", "", "10.00",
            "Yes", person.when, "-", ""]  # fmt: skip


EXPORTS: dict[str, tuple[list[list[str]], Row]] = {
    "moodle": ([_MOODLE], _sheet),
    "moodle german": ([_MOODLE_GERMAN], lambda person: _sheet(person, "Teilnehmer/in")),
    "moodle french": (
        [_MOODLE_FRENCH],
        lambda one: [f"Participant{one.number}", one.name, f"{one.login}@example.org", "Remis pour évaluation", "",
                     "10,00", "Oui", "dimanche 22 novembre 2026, 14:58", "-", ""],
    ),
    "canvas": (
        [["Student", "ID", "SIS Login ID", "Section", "Loss (12345)", "Current Score"],
         ["    Points Possible", "", "", "", "10", "(read only)"]],
        lambda one: [f"{one.last}, {one.first}", one.number, one.login, "Deep Learning", "", ""],
    ),
    "blackboard": (
        [["Last Name", "First Name", "Username", "Student ID", "Last Access", "Availability",
          "Loss [Total Pts: 10 Score] |409586"]],
        lambda one: [one.last, one.first, one.login, f"{one.number:08d}", "", "Yes", ""],
    ),
    "brightspace": (
        [["OrgDefinedId", "Username", "Last Name", "First Name", "Loss Points Grade <Numeric MaxPoints:10>",
          "End-of-Line Indicator"]],
        lambda one: [f"#{one.number:08d}", f"#{one.login}", one.last, one.first, "", "#"],
    ),
    "gradescope": (
        [["First Name", "Last Name", "SID", "Email", "Sections", "Total Score", "Max Points", "Status"]],
        lambda one: [one.first, one.last, f"{one.number:08d}", f"{one.login}@example.org", "", "", "10.0", "Missing"],
    ),
}  # fmt: skip

_GRADEBOOK = ["First name", "Last name", "ID number", "Institution", "Department", "Email address",
              "Assignment: Loss (Real)", "Assignment: Loss (Percentage)", "Quiz: XOR (Real)", "Course total (Real)",
              "Last downloaded from this course"]  # fmt: skip
_GRADEBOOK_GERMAN = ["Vorname", "Nachname", "ID-Nummer", "Institution", "Abteilung", "E-Mail-Adresse",
                     "Aufgabe: Loss (Punkte)", "Aufgabe: Loss (Prozentsatz)", "Test: XOR (Punkte)",
                     "Kurs gesamt (Punkte)", "Zuletzt aus diesem Kurs geladen"]  # fmt: skip
_GRADEBOOK_FRENCH = ["Prénom", "Nom de famille", "Numéro d'identification", "Institution", "Département",
                     "Adresse de courriel", "Devoir : Loss (Brut)", "Devoir : Loss (Pourcentage)", "Test : XOR (Brut)",
                     "Total du cours (Brut)", "Dernier téléchargement depuis ce cours"]  # fmt: skip
_STATUS = ["update", "usr_id", "login", "lastname", "firstname", "status", "mark", "notice", "comment", "plagiarism",
           "plag_comment"]  # fmt: skip


def _book(person: Person) -> list[object]:
    # ID numbers are the university's: here each is another student's number in Moodle
    return [person.first, person.last, person.number + 1, "", "", f"{person.login}@example.org", "-", "-", "5.00", "-",
            1795359600]  # fmt: skip


#: Tables that only marks go into.
FOR_MARKS: dict[str, tuple[list[list[str]], Row]] = {
    "moodle gradebook": ([_GRADEBOOK], _book),
    "moodle gradebook german": ([_GRADEBOOK_GERMAN], _book),
    "moodle gradebook french": ([_GRADEBOOK_FRENCH], _book),
    "ilias": (
        [_STATUS],
        lambda one: [0, one.number, one.login, one.last, one.first, "notgraded", "", "", "", "", ""],
    ),
}


def export(system: str, everybody: list[Person], folder: Path) -> Path:
    """A table without marks, as the system exports it."""
    heading, row = (EXPORTS | FOR_MARKS)[system]
    text = io.StringIO()
    tab, quoted = ("\t", csv.QUOTE_ALL) if system == "blackboard" else (",", csv.QUOTE_MINIMAL)
    csv.writer(text, delimiter=tab, quoting=quoted).writerows([*heading, *map(row, everybody)])
    path = folder / f"{system.replace(' ', '-')}.csv"
    path.write_bytes(text.getvalue().encode("utf-16" if system == "blackboard" else "utf-8-sig"))
    return path


def status_file(everybody: list[Person], folder: Path) -> Path:
    """The workbook of ILIAS' plug-in."""
    heading, row = FOR_MARKS["ilias"]
    path = folder / "status.xlsx"
    path.write_bytes(workbook([*heading, *map(row, everybody)], **PHP))
    return path


def main(folder: Path) -> None:
    """Write the sample class as every system hands it out, and every table."""
    everybody = people(sample_class())
    folder.mkdir(parents=True, exist_ok=True)
    paths = [download(one, everybody, folder) for one in SYSTEMS]
    paths += [export(one, everybody, folder) for one in EXPORTS | FOR_MARKS]
    paths.append(status_file(everybody, folder))
    print(*paths, sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
