"""The code of a class, laid out for a program that looks for copied code: JPlag or Dolos, run on one's own computer.

Only what students wrote themselves goes out, exercise by exercise; what everybody was given goes into the base code,
which such a program leaves out of account. Students are pseudonyms there, and names in their programs are `[name]`;
`who.csv` beside them says who is who. What a group handed in goes out once: twice, it would be a full match.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from tinygrad_lite.files import write_whole

from ..course.exercise import Exercise
from ..course.exercises import tasks_of
from .command import SETTLED, command, last_run
from .errors import GradingError
from .extras import Extras
from .groups import once_a_group
from .numbers import counted
from .pseudonyms import Pseudonyms
from .record import Record
from .scrub import Scrub
from .tables import write_table

DETECTORS = ("jplag", "dolos")

#: The code of one student, or of the base, by the exercise's id.
Code = dict[str, str]


def export_code(report: Path, detector: str, out: Path) -> int:
    """The command `export-code`: write the code of the last run into a new folder, and say how to go on."""

    def work() -> int:
        run = last_run(report)
        Extras.from_run(run.info).load()
        records = list(run.records())
        written = write_code(records, detector, out, run.names)
        print(f"{out}: the code of {counted(written, 'student')}; who.csv says who is who")
        if len(once_a_group(records)) < len(records):
            print("A group's code is there once, under one of its members: between members every line would match.")
        print(f"Next: {next_command(detector, out)}")
        return SETTLED

    return command(work)


def next_command(detector: str, out: Path) -> str:
    """What to run on the folder."""
    if detector == "jplag":
        return f"java -jar jplag.jar -l python3 -bc {out / 'base'} {out / 'submissions'}"
    return f"dolos run -l python --ignore {out / 'base.py'} {out / 'submissions'}/*.py"


def write_code(records: Iterable[Record], detector: str, out: Path, names: Pseudonyms) -> int:
    """Write submissions, base code and `who.csv`; gives the number of students, of a group one.

    Raises:
        GradingError: the folder is not empty, or nobody wrote anything.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise GradingError(
            f"{out} is there already, and not empty. Take a new folder, so that no old code is mixed in."
        )
    records = list(records)
    classes = code_of(once_a_group(records))
    if not classes:
        raise GradingError("No student has begun an exercise: there is no code to compare.")
    scrub = Scrub.of(names)
    out.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        out.chmod(0o700)  # a class's work is nobody else's business
    _write(detector, out, "base", base_code({record.lesson for record in records if record.lesson}))
    for student, code in classes.items():
        hidden = {key: scrub.code(text) for key, text in code.items()}
        _write(detector, out / "submissions", names.pseudonym(student), hidden)
    rows = [
        {"pseudonym": names.pseudonym(student), "student": "; ".join(_with(student, records))} for student in classes
    ]
    write_table(out / "who.csv", ("pseudonym", "student"), rows, private=True)
    return len(classes)


def _with(student: str, records: list[Record]) -> list[str]:
    """A student, and who handed in the same as a group."""
    theirs = {(one.group, one.path) for one in records if one.group and one.student == student}
    members = (one.student for one in records if (one.group, one.path) in theirs)
    return list(dict.fromkeys([student, *members]))


def code_of(records: Iterable[Record]) -> dict[str, Code]:
    """What each student wrote; exercises that are not begun, and answers to questions, are left out."""
    found: dict[str, Code] = {}
    for record in records:
        exercises = _exercises({record.lesson})
        for mark in record.marks:
            if mark.id in exercises and mark.source.strip() and mark.status != "not-started":
                found.setdefault(record.student, {})[mark.id] = mark.source.rstrip() + "\n"
    return found


def base_code(lessons: Iterable[str]) -> Code:
    """What everybody was given: the stub of each exercise."""
    return {
        key: next(text for _, kind, text in exercise.cells(False) if kind == "code").rstrip() + "\n"
        for key, exercise in _exercises(lessons).items()
    }


def _exercises(lessons: Iterable[str]) -> dict[str, Exercise]:
    tasks = (task for lesson in sorted(filter(None, lessons)) for task in tasks_of(lesson))
    return {task.id: task for task in tasks if isinstance(task, Exercise)}


def _write(detector: str, folder: Path, name: str, code: Code) -> None:
    """JPlag compares folders, with a file for each exercise; Dolos compares files."""
    if detector == "jplag":
        for key, text in code.items():
            write_whole(folder / name / f"{key.replace('/', '_')}.py", text)
    else:
        write_whole(folder / f"{name}.py", "\n\n".join(code.values()))
