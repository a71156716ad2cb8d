"""nbgrader's gradebook, filled from records: with `--gradebook COURSE`, formgrader, feedback and export work as usual.

Only `nbgrader.api.Gradebook` writes to it; nbgrader's own autograde, which would run students' programs, is never run.
What a person gave in formgrader (scores, comments, extra credit) is kept.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from tinygrad_lite.files import write_whole

from ..course.exercises import tasks_of
from .autograded import comment_of, copy_of, grade_id
from .errors import GradingError
from .listed import Listed
from .nbgrader_course import DATABASE, alembic_on_path, what_to_do
from .notebook import Unreadable, read_notebook
from .numbers import counted
from .points import points_table
from .record import GRADED, MACHINE, NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record
from .release import nbgraders
from .submissions import Unfit, submissions
from .systems.times import is_unread


@dataclass
class Written:
    """What came of it: how many notebooks are in the gradebook; students without one; marks that a person must give."""

    notebooks: int = 0
    without: list[str] = field(default_factory=list)
    open: int = 0
    left: list[str] = field(default_factory=list)

    def sentences(self, course: Path) -> Iterator[str]:
        """For the end of `grade`."""
        yield (
            f"Gradebook: {course / DATABASE}: {counted(self.notebooks, 'notebook')}, "
            f"{counted(self.open, 'mark')} left to a person"
        )
        if self.without:
            yield f"Without a submission in it, for which nbgrader's export writes 0: {', '.join(self.without)}"
        yield from self.left


def write_gradebook(
    course: Path, source: Path, files: Iterable[Listed], records: Collection[Record], points: Mapping[str, float],
    graded_before: Collection[str] = (),
) -> Written:  # fmt: skip
    """Write marks, comments and copies of the notebooks into a course.

    Args:
        course: from `course_of`.
        source: what was graded.
        files: every file of it; records: of all that were handed in.
        points: of tasks, where not what the lessons say.
        graded_before: hashes of files that were ever graded: copies of these in `submitted/` may be replaced.
    Raises:
        GradingError: the database cannot be written. Marks are elsewhere, too, and nothing is half there.
    """
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import SAWarning, SQLAlchemyError

    try:
        with (
            warnings.catch_warnings(),
            alembic_on_path(),
            Gradebook(f"sqlite:///{(course / DATABASE).resolve()}", "") as gradebook,
        ):
            warnings.simplefilter("ignore", SAWarning)  # nbgrader's own way of making objects
            by_path = {one.path: one for one in files}
            return _Book(gradebook, course, source, by_path, points, graded_before).write(records)
    except SQLAlchemyError as problem:
        cause = getattr(problem, "orig", None) or problem
        raise GradingError(
            f"{course / DATABASE} was not written: {cause}. {what_to_do(cause)} The marks in the report are complete."
        ) from None


def student_id(student: str) -> str:
    """A student's id for nbgrader, which uses it as a folder's name, in patterns for files and in pages as it is.

    >>> student_id("Jane Doe_48213")
    'Jane Doe_48213'
    """
    name = re.sub(r"[^\w@.+,' -]", "_", student).strip(" .") or "nobody"
    if name == student and len(name) <= 100:
        return name
    return f"{name[:100].strip(' .')}-{hashlib.sha256(student.encode()).hexdigest()[:8]}"


def _without(places: Mapping[tuple[str, str], tuple[str, str] | None], asked: list[tuple[str, str]]) -> Iterator[str]:
    """Who handed in nothing; with several lessons, also who handed in some of them, and which are missing.

    >>> list(_without({("ada", "1"): ("w", "02_loss"), ("bo", ""): None}, [("w", "02_loss"), ("w", "03_loop")]))
    ['ada (03_loop)', 'bo']
    """
    given: dict[str, set[tuple[str, str]]] = {student: set() for student, _ in places if student}
    for (student, _), place in places.items():
        if student and place:
            given[student].add(place)
    for student, theirs in sorted(given.items()):
        missing = [lesson for assignment, lesson in asked if (assignment, lesson) not in theirs]
        if not theirs:
            yield student
        elif missing:
            yield f"{student} ({', '.join(missing)})"


class _Book:
    """An open gradebook, and what goes into it."""

    def __init__(
        self, gradebook: Any, course: Path, source: Path, files: Mapping[str, Listed], points: Mapping[str, float],
        graded_before: Collection[str],
    ):  # fmt: skip
        self.gradebook, self.course, self.files, self.points = gradebook, course, files, points
        self.source, self.graded_before = source, graded_before
        self.inside = course.resolve() in (source.resolve(), source.resolve().parent)
        self.written = Written()
        self.lessons = sorted({one.lesson for one in files.values() if one.counts})

    def write(self, records: Collection[Record]) -> Written:
        """All of it: what is asked first, then who handed in what."""
        places = {(record.student, record.path): self._place(record) for record in records}
        names = {place: self._assignment(*place) for place in sorted({place for place in places.values() if place})}
        data = {found.path: found for found in submissions(self.source) if found.read}
        for record in records:
            self.gradebook.update_or_create_student(student_id(record.student)) if record.student else None
            place = places[record.student, record.path]
            if place is not None:
                self._submission(record, place, names[place], data.get(record.path))
        self.gradebook.db.commit()
        self.written.without = list(_without(places, sorted(names)))
        return self.written

    def _place(self, record: Record) -> tuple[str, str] | None:
        """(assignment, lesson) of a notebook; None where nothing was handed in, or nobody knows for what."""
        one = self.files.get(record.path)
        lesson = record.lesson or (one.lesson if one else "") or (self.lessons[0] if len(self.lessons) == 1 else "")
        if record.state == NOT_HANDED_IN or not record.student or not lesson:
            return None
        parts = PurePosixPath(record.path).parts
        parts = parts[parts.index("submitted") + 1 :] if "submitted" in parts[:-2] else parts
        named = parts[1] if len(parts) == 3 else ""
        if named and student_id(named) == named and (self.inside or named in self._assignments):
            return named, lesson
        return lesson, lesson

    @functools.cached_property
    def _assignments(self) -> set[str]:
        return {each.name for each in self.gradebook.assignments}

    def _assignment(self, assignment: str, lesson: str) -> str:
        """See that an assignment, its notebook and the notebook's cells are there; gives the notebook's name."""
        from nbformat.v4 import new_code_cell, new_markdown_cell
        from nbgrader.utils import compute_checksum

        book, tasks = self.gradebook, tasks_of(lesson)
        ids = {grade_id(task) for task in tasks}
        there = book.update_or_create_assignment(assignment).notebooks
        name = next((one.name for one in there if ids & {cell.name for cell in one.grade_cells}), lesson)
        if name not in [one.name for one in there]:
            book.add_notebook(name, assignment)
        worth = points_table(tasks, self.points)
        for task in tasks:
            key, (kind, stub) = grade_id(task), next((kind, text) for own, kind, text in task.cells(False) if not own)
            new_cell = new_code_cell if kind == "code" else new_markdown_cell
            cell = new_cell(stub, metadata={"nbgrader": nbgraders(key, task) | {"points": worth[task.id]}})
            book.update_or_create_grade_cell(key, name, assignment, max_score=worth[task.id], cell_type=kind)
            book.update_or_create_solution_cell(key, name, assignment)
            if key not in {one.name for one in book.find_notebook(name, assignment).source_cells}:
                about = {"cell_type": kind, "locked": False, "source": stub, "checksum": compute_checksum(cell)}
                book.add_source_cell(key, name, assignment, **about)
        return name

    def _submission(self, record: Record, place: tuple[str, str], name: str, found: Any) -> None:
        """One student's notebook: copies, marks, comments."""
        assignment, lesson = place
        student, tasks = student_id(record.student), tasks_of(lesson)
        try:
            data = found.read() if found else b""
            notebook = read_notebook(data) if record.state == GRADED else None
        except (Unfit, Unreadable):
            notebook = None
        if record.sha256 and record.sha256 != hashlib.sha256(data).hexdigest():
            self.written.left.append(f"{record.path} has changed since it was graded: grade it again.")
            return
        folder = Path(student) / assignment / f"{name}.ipynb"
        self._keep_submitted(self.course / "submitted" / folder, data)
        worth = points_table(tasks, self.points)
        text = copy_of(notebook, record, lesson, tasks, worth, self._texts(assignment))
        copy = self.course / "autograded" / folder
        changed = not copy.exists() or copy.read_bytes() != text.encode()
        if changed:
            write_whole(copy, text)
        grades, comments = self._of(student, assignment, name, self.files.get(record.path))
        marks = {grade_id(mark): mark for mark in record.marks}
        for key in map(grade_id, tasks):
            mark = marks.get(key) or Mark(key, 0, state=record.state, why=record.why)
            self._mark(grades[key], mark, changed)
            comments[key].auto_comment = comment_of(mark) or None
        late = sum((mark.given or 0.0) * (1 - mark.share) for mark in record.marks)
        self.gradebook.find_submission_notebook(name, assignment, student).late_submission_penalty = round(late, 4)
        self.gradebook.db.commit()
        self.written.notebooks += 1

    def _mark(self, grade: Any, mark: Mark, changed: bool) -> None:
        """The automatic score, or that of manual.csv; one that a person gave in formgrader is kept, and she is asked to
        look again if what she marked has changed."""
        auto = mark.given if mark.state == GRADED else 0.0 if mark.zero and mark.state == NOT_HANDED_IN else None
        if grade.manual_score is None:
            grade.needs_manual_grade = mark.state in (NEEDS_A_PERSON, MACHINE)
        elif changed or grade.auto_score != auto:
            grade.needs_manual_grade = True
        grade.auto_score = auto
        self.written.open += bool(grade.needs_manual_grade)

    def _of(self, student: str, assignment: str, name: str, one: Listed | None) -> tuple[dict, dict]:
        """Grades and comments of a notebook by their cells' names; made where they are not there."""
        from nbgrader.api import Comment, Grade, SubmittedNotebook
        from nbgrader.utils import parse_utc

        book = self.gradebook
        submission = book.update_or_create_submission(assignment, student)
        with contextlib.suppress(ValueError, OverflowError, TypeError):
            if one and one.handed_in and not is_unread(one.handed_in):
                submission.timestamp = parse_utc(one.handed_in)
        asked = book.find_notebook(name, assignment)
        given = next((each for each in submission.notebooks if each.notebook is asked), None)
        if given is None:  # a lesson that came into the assignment later
            given = SubmittedNotebook(notebook=asked, assignment=submission)
        kinds = ((Grade, given.grades, asked.grade_cells), (Comment, given.comments, asked.solution_cells))
        for kind, there, cells in kinds:
            known = {each.cell_id for each in there}
            for cell in cells:
                if cell.id not in known:
                    kind(cell_id=cell.id, notebook=given)
        book.db.commit()
        return {each.name: each for each in given.grades}, {each.name: each for each in given.comments}

    def _keep_submitted(self, path: Path, data: bytes) -> None:
        """What was handed in, as formgrader wants it; a file that nbgrader collected is never overwritten."""
        if self.inside or (path.exists() and path.read_bytes() == data):
            return
        if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() not in self.graded_before:
            self.written.left.append(f"{path} is another file than the one that was graded; it was left as it is.")
            return
        write_whole(path, data)

    @functools.cache  # noqa: B019  (lives as long as one call of `write_gradebook`)
    def _texts(self, assignment: str) -> frozenset[str]:
        """Markdown of the instructor's own notebooks of an assignment."""
        found = set()
        for step in ("source", "release"):
            for path in (self.course / step / assignment).glob("*.ipynb"):
                with contextlib.suppress(Unreadable, OSError, json.JSONDecodeError):
                    cells = read_notebook(path.read_bytes()).cells
                    found |= {cell.source for cell in cells if cell.kind == "markdown"}
        return frozenset(found)
