"""A notebook in a student's hands: the lesson as it is handed out, and what people do to it before they hand it in."""

from __future__ import annotations

import ast
import json
from copy import deepcopy
from functools import cache
from typing import Any

from tinygrad_lite.course.certificate.answers import TypedAnswer, answers_to
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.exercises import exercises_of, tasks_of
from tinygrad_lite.course.folders import project_folder
from tinygrad_lite.course.question import Question

LESSON = "02_loss"


@cache
def tasks() -> dict[str, Any]:
    """The lesson's tasks, by id."""
    return {task.id: task for task in tasks_of(LESSON)}


@cache
def _handed_out() -> dict[str, Any]:
    return json.loads((project_folder() / "lessons" / f"{LESSON}.ipynb").read_text(encoding="utf-8"))


@cache
def right_answers(exercise_id: str) -> list[str]:
    """Right answers as students type them; the course's own first."""
    exercise = next(exercise for exercise in exercises_of(LESSON) if exercise.id == exercise_id)
    return [exercise.solution_code().rstrip("\n"), *(answer.source for answer in answers_to(exercise).right)]


@cache
def wrong_answer(exercise_id: str, diagnosis: str, which: int = 0) -> TypedAnswer:
    """A wrong answer that people type, by what is said of it: the only thing that is true of it."""
    exercise = next(exercise for exercise in exercises_of(LESSON) if exercise.id == exercise_id)
    return [answer for answer in answers_to(exercise).wrong if answer.diagnoses == (diagnosis,)][which]


def decorated(exercise_id: str, source: str) -> str:
    """An answer under its `@exercise("…")`; other lines stay where they are."""
    name = tasks()[exercise_id].name
    found = [node for node in ast.parse(source).body if getattr(node, "name", "") == name]
    if not found:  # `nll = lambda …`: known by its name
        return source
    lines = source.split("\n")
    lines.insert(found[-1].lineno - 1, f'@exercise("{exercise_id}")')
    return "\n".join(lines)


class Copy:
    """One student's copy of the lesson.

    Attributes:
        notebook: as JSON holds it; change what you like.
    """

    def __init__(self) -> None:
        self.notebook: dict[str, Any] = deepcopy(_handed_out())

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The cells as JSON holds them."""
        return self.notebook["cells"]

    def cell(self, cell_id: str) -> dict[str, Any]:
        """A cell by its id, or by its task's."""
        return next(cell for cell in self.cells if cell["id"] == cell_id.replace("/", "-"))

    def write(self, cell_id: str, source: str) -> Copy:
        """Give a cell another text."""
        self.cell(cell_id)["source"] = source.splitlines(keepends=True)
        return self

    def read(self, cell_id: str) -> str:
        """The text of a cell."""
        return "".join(self.cell(cell_id)["source"])

    def solve(self, number: int = 0, only: tuple[str, ...] = ()) -> Copy:
        """Answer everything rightly, as the student of this number types it; or only some of it."""
        for task in tasks().values():
            if only and task.id not in only:
                continue
            if isinstance(task, Question):
                self.write(task.id, f'answer("{task.id}", {task.answer()!r})')
            elif isinstance(task, Exercise):
                known = right_answers(task.id)
                self.write(task.id, decorated(task.id, known[number % len(known)]))
        return self

    def err(self, exercise_id: str, diagnosis: str, which: int = 0) -> Copy:
        """Answer an exercise wrongly, as people do."""
        return self.write(exercise_id, decorated(exercise_id, wrong_answer(exercise_id, diagnosis, which).source))

    def insert(self, after: str, source: str, kind: str = "code", cell_id: str = "") -> Copy:
        """Put a cell of one's own below another."""
        place = self.cells.index(self.cell(after)) + 1
        cell: dict[str, Any] = {"cell_type": kind, "id": cell_id or f"own-{len(self.cells)}", "metadata": {}}
        cell["source"] = source.splitlines(keepends=True)
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        self.cells.insert(place, cell)
        return self

    def delete(self, *cell_ids: str) -> Copy:
        """Take cells out."""
        for cell_id in cell_ids:
            self.cells.remove(self.cell(cell_id))
        return self

    def replace(self, cell_id: str, old: str, new: str) -> Copy:
        """Change a part of a cell's text."""
        text = self.read(cell_id)
        assert old in text, f"{cell_id} has no {old!r}"
        return self.write(cell_id, text.replace(old, new))

    def run(self) -> Copy:
        """Number the cells and leave an output under each, as when they were run."""
        code = [cell for cell in self.cells if cell["cell_type"] == "code"]
        for number, cell in enumerate(code, start=1):
            cell["execution_count"] = number
            cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": [f"{number}\n"]}]
        return self

    def data(self) -> bytes:
        """The file, as JupyterLab writes it."""
        return (json.dumps(self.notebook, indent=1, ensure_ascii=False) + "\n").encode()
