"""Who and what, before anything is run: every file, whose it is, which lesson, and whether it counts.

Names and cells are read only. Files found = graded + listed: each file is one row of `who.csv`. What an instructor has
changed there goes before what is found.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ..course.exercises import LESSONS
from .attempts import one_of_each
from .errors import WrongUse
from .kept_runs import KeptRuns
from .listed import Listed
from .near import there_are
from .notebook import Unreadable, read_notebook
from .own_record import is_own_record
from .record import NEEDS_A_PERSON, NOT_HANDED_IN, Record
from .roster import name_key
from .submissions import Found, Unfit, submissions
from .systems.times import as_time
from .tables import NOT_RECOGNISED
from .who_table import edit_of, read_edits

#: Reasons why a file is no notebook that say nothing about its student.
OWN_RECORD = "the student's own record of hints and solutions shown"
HARMLESS = ("an empty folder", OWN_RECORD)
#: In place of a lesson: every notebook is graded as what it is.
ANY = "any"
#: A lesson is graded if at least this share of the notebooks that the most frequent one has are of it.
OFTEN_ENOUGH = 0.2


def listing(source: str | os.PathLike, lesson: str = "", report: Path | None = None) -> list[Listed]:
    """Every file of a folder or zip; of several by one student, the last counts."""
    return one_of_each(every_file(source, lesson, report))


def every_file(source: str | os.PathLike, lesson: str = "", report: Path | None = None) -> list[Listed]:
    """Every file of a folder or zip, whether or not there is another by the same student.

    Args:
        source: the folder or zip.
        lesson: only notebooks of this lesson count; "any" for all; "" for those lessons that the class has handed in.
        report: the report folder, in whose `who.csv` an instructor may have written.
    Raises:
        NoSubmissions: it cannot be read at all.
        GradingError: there is no such lesson, or `who.csv` cannot be understood.
    """
    if lesson not in ("", ANY, *LESSONS):
        raise WrongUse(f'There is no lesson "{lesson}"; {there_are(lesson, LESSONS)} Or write --lesson any.')
    edits = read_edits(report) if report else {}
    files = [_listed(found) for found in submissions(source)]
    files = _given([replace(one, edit=edit_of(edits, one.path, one.sha256)) for one in files])
    before = KeptRuns(report).last_done() if report else None
    return _of_lessons(files, lesson, before.info["lessons"] if before else ())


def found_again(source: str | os.PathLike, files: Iterable[Listed]) -> Iterator[tuple[Listed, Found]]:
    """Some of the files once more, to be read, each with the student that it is listed for."""
    wanted = {one.path: one for one in files}
    for found in submissions(source):
        if found.path in wanted and found.read is not None:
            one = wanted.pop(found.path)
            yield one, replace(found, student=one.student)


def _listed(found: Found) -> Listed:
    one = Listed(
        found.path, found.student, handed_in=found.handed_in, note=found.why, system=found.system, lms_id=found.lms_id,
        name=found.name, group=found.group, order=found.order,
    )  # fmt: skip
    if found.why or found.read is None:
        return one
    if is_own_record(found.path):
        return replace(one, note=OWN_RECORD)
    try:
        notebook = read_notebook(found.read())
    except (Unfit, Unreadable) as problem:
        return replace(one, note=str(problem), sha256=found.sha256())
    one = replace(one, version=notebook.version, sha256=notebook.sha256, recognised_by=notebook.recognised_by)
    if not notebook.lesson:
        return replace(one, note=f"{NOT_RECOGNISED}: {notebook.recognised_by}")
    notes = ". ".join(filter(None, [found.note, " ".join(notebook.notes)]))
    return replace(one, lesson=notebook.lesson, counts=True, note=notes)


def _given(files: list[Listed]) -> list[Listed]:
    """Each file with the student whom the instructor wrote beside it; what is nobody's is not graded."""
    people = {one.student: one for one in files}
    result = []
    for one in map(_given_time, files):
        if written := one.edit.student:
            known = people.get(written) or _called(written, files) or Listed("", written, lms_id=written)
            one = replace(one, student=known.student, lms_id=known.lms_id, name=known.name, group=known.group)
        result.append(replace(one, counts=one.counts and bool(one.student)))
    return result


def _called(written: str, files: Iterable[Listed]) -> Listed | None:
    """A file of the one student whose number or login this is, or who alone has this name; None if there is none.

    Raises:
        WrongUse: two have this name.
    """
    people = {one.student: one for one in files if one.student}.values()
    by_number = [one for one in people if one.lms_id.casefold() == written.casefold()]
    found = by_number or [one for one in people if name_key(one.name) == name_key(written)]
    if len(found) > 1:
        who = " or ".join(sorted(one.student for one in found))
        raise WrongUse(f'who.csv: "{written}" may be {who}. Write one of these into student.')
    return found[0] if found else None


def _given_time(one: Listed) -> Listed:
    """A file with the time that the instructor wrote beside it."""
    if not one.edit.handed_in:
        return one
    return replace(one, handed_in=as_time(one.edit.handed_in))


def _of_lessons(files: list[Listed], lesson: str, known: Collection[str] = ()) -> list[Listed]:
    """What is of another lesson than the class's does not count, unless the instructor wrote that it does.

    Args:
        known: lessons of which this report has marks: they are the class's, however few have them now.
    """
    often = Counter(one.lesson for one in files if one.counts)
    most = max(often.values(), default=0)
    lessons = [lesson] if lesson else [name for name, count in often.items() if count == most or (
        name in known) or (count > 1 and count >= OFTEN_ENOUGH * most)]  # fmt: skip
    graded = f"{' and '.join(sorted(lessons))} {'is' if len(lessons) == 1 else 'are'} graded"
    said = f"this is lesson {{}}, and {graded} (--lesson any grades it as what it is)"
    return [
        replace(one, counts=False, note=said.format(one.lesson))
        if one.counts and lesson != ANY and one.lesson not in lessons and one.edit.counts != "yes"
        else one
        for one in files
    ]


def of_some_lessons(files: Iterable[Listed]) -> dict[str, list[str]]:
    """Who handed in some of the class's lessons, and which of them are missing; groups are their members."""
    given: dict[str, set[str]] = {}
    for one in files:
        for student in (one.members or (one.student,)) if one.counts else ():
            given.setdefault(student, set()).add(one.lesson)
    every = set().union(*given.values())
    return {student: sorted(every - theirs) for student, theirs in sorted(given.items()) if every - theirs}


def without_lessons(files: Iterable[Listed]) -> list[Record]:
    """A record without marks for each student of whom there are some of the class's lessons, for the others.

    A file of hers that nobody could read may be one of them: then a person has to look.
    """
    files = list(files)
    records = []
    for student, lessons in of_some_lessons(files).items():
        own = [one for one in files if one.student == student and not one.lesson]
        told = [one for one in own if one.sha256 or "instead of a notebook" in one.note]
        state = NEEDS_A_PERSON if told else NOT_HANDED_IN
        why = f"nothing of {' and '.join(lessons)}" + "".join(f"; {one.path}: {one.note}" for one in told[:5])
        records.append(
            Record(student, told[0].path if told else "", told[0].sha256 if told else "", state=state, why=why)
        )
    return records


def without_notebook(files: Iterable[Listed]) -> list[Record]:
    """A record without marks for each student of whom nothing counts, and for each file that is nobody's."""
    students: dict[str, list[Listed]] = {}
    done = set()
    for one in files:
        students.setdefault(one.student, []).append(one)
        done |= {one.student, *one.members} if one.counts else set()
    records = []
    for student, theirs in sorted(students.items()):
        if not student or student in done:
            continue
        told = [one for one in theirs if one.note not in HARMLESS]
        why = "; ".join(f"{one.path}: {one.note}" for one in told[:5]) or "no file at all"
        path = told[0].path if told else ""
        state = NEEDS_A_PERSON if told else NOT_HANDED_IN
        records.append(Record(student, path, told[0].sha256 if told else "", state=state, why=why))
    return records
