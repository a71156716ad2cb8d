"""`tinygrad-lite release`: lessons for students, made from solved ones: no solution, no output, nothing of an author.

What a student gets in a task's cell comes from the task itself (`Task.cells`), as when the lessons are built; the words
around it come from the notebook. A file in which somebody has written is never overwritten.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tinygrad_lite.files import write_whole

from ..course.exercises import LESSONS, MORE_LESSONS, tasks_of, texts_of
from ..course.folders import NotACheckout, lessons_folder, project_folder
from ..course.task import Task
from ..course.text_question import TextQuestion
from ..course.versions import version_of
from .around import parsed
from .cell_text import read_cell
from .definitions import program_of
from .errors import WrongUse
from .near import there_are
from .notebook import Cell, Notebook, Unreadable, read_notebook

#: Cells that a notebook of exercises alone keeps besides those of its tasks.
_FRAME = ("title", "start", "progress")
#: What ends a lesson of the course: questions that an instructor adds come before it.
_CLOSING = ("recap", "progress", "next")


class NotReleased(ValueError):
    """A lesson was not written; says why, and what to do."""


@dataclass(frozen=True)
class Released:
    """What came of one lesson: its file, and "written", "is there already" or the reason why it was not written."""

    path: Path
    outcome: str
    written: bool = True


def release(
    lessons: list[str], out: Path, *, exercises_only: bool = False, nbgrader: bool = False, exam: bool = False
) -> Iterator[Released]:
    """Write lessons for students into a folder.

    Args:
        lessons: names ("02_loss"), or paths of solved notebooks of one's own; all lessons if there are none.
        out: the folder.
        exercises_only: without the text of the lesson, only what is asked.
        nbgrader: with nbgrader's metadata in the cells of the tasks.
        exam: an instructor's own exercises without their hints.
    """
    for given in lessons:
        if given not in LESSONS and not Path(given).is_file():
            files = [str(path) for path in Path().glob("*.ipynb") if path.is_file()]
            known = [*(name for name in LESSONS if name not in MORE_LESSONS), *files]
            raise WrongUse(f'There is neither a lesson nor a file "{given}"; {there_are(given, known)}')
    for given in lessons or [lesson for lesson in LESSONS if lesson not in MORE_LESSONS]:
        try:
            lesson, whole = _source(given)
            text = released(whole, lesson, exercises_only=exercises_only, nbgrader=nbgrader, exam=exam)
        except NotReleased as problem:
            yield Released(Path(given), str(problem), written=False)
            continue
        path = out / f"{lesson}.ipynb"
        if path.exists() and path.read_bytes() == text.encode():
            yield Released(path, "is there already")
        elif path.exists() and (mine := somebodys(path)):
            yield Released(path, f"{mine} It was not overwritten: move it, or choose another folder.", written=False)
        else:
            write_whole(path, text)
            yield Released(path, "written")


def released(
    whole: dict[str, Any], lesson: str, *, exercises_only: bool = False, nbgrader: bool = False, exam: bool = False
) -> str:
    """The notebook for students, as the text of a file.

    Args:
        whole: a notebook as JSON holds it, solved or not.
        lesson: its lesson.
        exercises_only, nbgrader, exam: as for `release`.
    Raises:
        NotReleased: a task of the lesson is missing in it, or it is no lesson for an exam.
    """
    tasks, own = tasks_of(lesson), lesson in MORE_LESSONS
    whole = with_cells_of_texts(whole, lesson)
    if exam and not own:
        raise NotReleased(
            f"{lesson} is a lesson of the course: its solutions are installed on every student's machine, so it is no "
            "exam. Write exercises of your own, and give them with --exercises."
        )
    unsolved = {cell_id: (kind, text, task) for task in tasks for cell_id, kind, text in _cells_of(task)}
    answering = _answering(whole, lesson)
    cells, done = [], set()
    for cell in whole["cells"]:
        cell_id = answering.get(cell.get("id", ""), cell.get("id", ""))
        if cell_id in unsolved:
            if cell_id in done:
                continue  # a second answer of the author's
            kind, text, task = unsolved[cell_id]
            done.add(cell_id)
            answers = cell_id == _cell_of(task)
            if (own or isinstance(task, TextQuestion)) and answers:  # the words of a question come from the task
                for before, (also, words, of) in unsolved.items():
                    if of is task and also == "markdown" and before not in done:
                        done.add(before)
                        cells.append(_clean({"cell_type": also, "id": before, "source": words}))
            cells.append(_clean(cell | {"cell_type": kind, "id": cell_id, "source": text}))
            if nbgrader and answers and (kind == "code" or isinstance(task, TextQuestion)):
                cells[-1]["metadata"]["nbgrader"] = nbgraders(cell_id, task)
            if own and answers and task.hints and not exam:
                cells.append(hints_cell(cell_id, task))
        elif own and "begin" in "".join(cell.get("source", "")) and cell["cell_type"] == "code":
            cells.append(_clean(cell | {"source": receiving("".join(cell["source"]), lesson, tasks)}))
        elif not exercises_only or cell_id in _FRAME:
            cells.append(_clean(cell))
    missing = [cell_id for cell_id in unsolved if cell_id not in done]
    if missing:
        raise NotReleased(f"The notebook has no cell for {', '.join(missing)}: add a cell with this id.")
    metadata = {key: value for key, value in whole["metadata"].items() if key in ("kernelspec", "language_info")}
    metadata["tinygrad_lite"] = {"lesson": lesson, "version": version_of(tasks), "released": _digest(cells)}
    if texts_of(lesson):  # by which a student's own cells are known, which may go on with an answer
        metadata["tinygrad_lite"]["cells"] = [cell["id"] for cell in cells]
        metadata["tinygrad_lite"]["texts"] = [task.id for task in texts_of(lesson)]
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def hints_cell(cell_id: str, task: Task) -> dict[str, Any]:
    """A task's hints, folded: a student's own installation does not know them."""
    rungs = [
        f"<details><summary>Hint {number}</summary>\n\n{hint}\n\n</details>"
        for number, hint in enumerate(task.hints, start=1)
    ]
    return {"cell_type": "markdown", "id": f"{cell_id}-hints", "metadata": {}, "source": "\n".join(rungs)}


def receiving(source: str, lesson: str, tasks: list[Task]) -> str:
    """The first cell of a notebook with an instructor's own tasks: what it begins only receives answers."""
    calls = [
        node
        for node in ast.walk(parsed(read_cell(source).source))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "begin"
    ]
    text = source
    for call in sorted(calls, key=lambda node: -node.lineno):
        old = ast.get_source_segment(source, call) or ""
        function = ast.get_source_segment(source, call.func)
        ids = "".join(f'    "{task.id}",\n' for task in tasks if not isinstance(task, TextQuestion))
        received = f"[\n{ids}]" if ids else "[]"
        text = text.replace(old, f'{function}("{lesson}", receives={received})')
    return text


def somebodys(path: Path) -> str:
    """Why a file that is there is somebody's work; "" for a released lesson in which nobody has written."""
    try:
        notebook = read_notebook(path.read_bytes())
        whole = json.loads(path.read_bytes())
        released = whole["metadata"]["tinygrad_lite"]["released"]
    except Unreadable as problem:
        return f"There is another file of this name: {problem.reason}"
    except (ValueError, KeyError, TypeError):
        return "There is a notebook of this name that was not released by this command."
    if released == _digest([{"source": cell.source} for cell in notebook.cells]):
        return ""
    program = program_of(notebook, notebook.lesson) if notebook.lesson else None
    answers = [key for key, given in program.answers.items() if not given.empty] if program else []
    said = f", {', '.join(answers[:3])} among it" if answers else ""
    return f"Somebody has written in it{said}."


def nbgraders(cell_id: str, task: Task) -> dict[str, Any]:
    """nbgrader's metadata of a cell that a student fills in and that earns points."""
    return {
        "grade": True,
        "grade_id": cell_id,
        "locked": False,
        "points": task.points,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }


def _source(given: str) -> tuple[str, dict[str, Any]]:
    """The lesson and the notebook that somebody means by its name, or by a path."""
    path = Path(given)
    if given in MORE_LESSONS:
        raise NotReleased(f"{given} is your own: give the path of its solved notebook.")
    if given in LESSONS:
        try:
            folder = project_folder() / "solutions"
        except NotACheckout:
            folder = lessons_folder()  # an installation has only these
        path = folder / f"{given}.ipynb"
    try:
        data = path.read_bytes()
        notebook: Notebook = read_notebook(data)
        whole = json.loads(data.decode("utf-8-sig"))
    except Unreadable as problem:
        raise NotReleased(problem.reason) from None
    except ValueError as problem:
        raise NotReleased(f"The notebook cannot be read: {problem}.") from None
    if not notebook.lesson or whole.get("nbformat") != 4:
        raise NotReleased(f"It is not known which lesson this is ({notebook.recognised_by}).")
    return notebook.lesson, whole


def with_cells_of_texts(whole: dict[str, Any], lesson: str) -> dict[str, Any]:
    """A notebook with a cell for each question that a person reads.

    An author says where it is to be with a cell that begins with the question's id, alone in its first line. What she
    writes below it there, the answer that she expects say, is not released. Otherwise it is at the notebook's end.
    """
    cells = list(whole["cells"])
    for task in texts_of(lesson):
        mine = _cell_of(task)
        if any(cell.get("id") == mine for cell in cells):
            continue
        made: dict[str, Any] = {"cell_type": "code" if task.plot else "markdown", "id": mine, "source": ""}
        there = (at for at, cell in enumerate(cells) if _first_line("".join(cell.get("source", ""))) == task.id)
        place = next(there, None)
        if place is not None:
            cells[place] = made
        else:
            closing = [at for at, cell in enumerate(cells) if cell.get("id") in _CLOSING]
            cells.insert(min(closing, default=len(cells)), made)
    return whole | {"cells": cells}


def _first_line(text: str) -> str:
    """The first line without what Markdown or Python has around an id."""
    return text.strip().partition("\n")[0].strip(" `#*")


def _cell_of(task: Task) -> str:
    """The id of the cell that answers a task."""
    return task.id.replace("/", "-")


def _cells_of(task: Task) -> Iterator[tuple[str, str, str]]:
    """Id, kind and text of a task's cells, unsolved."""
    for addition, kind, text in task.cells(False):
        yield task.id.replace("/", "-") + addition, kind, text


def _answering(whole: dict[str, Any], lesson: str) -> dict[str, str]:
    """Cells that answer a task though their id is another: id → the id of the task's cell. None may stay as it is."""
    cells = [
        Cell(str(cell.get("id", "")), "code", "".join(cell.get("source", "")))
        for cell in whole["cells"]
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]
    found = {}
    for cell in cells:
        program = program_of(Notebook((cell,), lesson), lesson)
        for task_id in (*program.answers, *program.literals, *program.unclear, *program.unread):
            found[cell.id] = task_id.replace("/", "-")
    return found


def _clean(cell: dict[str, Any]) -> dict[str, Any]:
    """A cell without what it has shown and what its author's notebook kept."""
    metadata = {key: value for key, value in cell.get("metadata", {}).items() if key in ("jupyter", "tags")}
    clean = {"cell_type": cell["cell_type"], "id": cell.get("id", ""), "metadata": metadata}
    clean["source"] = "".join(cell.get("source", ""))
    if cell["cell_type"] == "code":
        clean |= {"execution_count": None, "outputs": []}
    if cell["cell_type"] == "markdown" and "attachments" in cell:
        clean["attachments"] = cell["attachments"]
    return clean


def _digest(cells: list[dict[str, Any]]) -> str:
    """A short name for the texts of all cells."""
    return hashlib.sha256(json.dumps([cell["source"] for cell in cells]).encode()).hexdigest()[:16]
