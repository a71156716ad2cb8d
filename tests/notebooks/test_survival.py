"""No cell of a lesson raises because an exercise was left out, deleted, misspelt, broken or answered wrongly."""

from __future__ import annotations

import json
import re

import nbformat
import pytest
from nbclient import NotebookClient

from tests.notebooks.pictures import pictures_without_words
from tinygrad_lite.course.exercises import LESSONS
from tinygrad_lite.course.folders import lessons_folder


def delete(cell):
    cell.source = ""


def misspell(cell):
    cell.source = re.sub(r'@exercise\("(\w+)/', r'@exercise("\1s/', cell.source)
    cell.source = re.sub(r"^(def|class) (\w+)", r"\1 \2_of_mine", cell.source, flags=re.MULTILINE)


def break_syntax(cell):
    cell.source = cell.source.replace('"""', "", 1)
    cell.metadata.tags = ["raises-exception"]  # Python itself stops at this one cell


def drop_decorator(cell):
    cell.source = "\n".join(line for line in cell.source.splitlines() if not line.startswith("@exercise"))


def raise_error(cell):
    cell.source = cell.source.replace("...  # your code here", "raise ValueError('not yet')")


def return_nothing(cell):
    cell.source = cell.source.replace("...  # your code here", "return None")


def overwrite(cell):
    cell.source = re.search(r"^(?:def|class) (\w+)", cell.source, flags=re.MULTILINE)[1] + " = 3.5"


def answer_nonsense(cell):
    cell.source = cell.source.replace("...", "'z'")


DAMAGES = [delete, misspell, break_syntax, drop_decorator, raise_error, return_nothing, overwrite]
#: In the ordinary tier: short lessons, one that asks for classes among them. What their cells do is the machinery of
#: all lessons, and tests/certificate puts lazy and broken answers to the check of every exercise.
SHORT = ("01_forward_pass", "02_loss", "04_optimizers")
ROUNDS = [
    pytest.param(lesson, first, marks=() if first == 0 and lesson in SHORT else pytest.mark.full)
    for lesson in LESSONS
    for first in range(len(DAMAGES))
]


def damaged(lesson: str, first: int):
    """The unsolved lesson with its exercises damaged, each in another way, and what was done to which cell."""
    notebook = nbformat.read(lessons_folder() / f"{lesson}.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and "your code here" in cell.source]
    for number, cell in enumerate(cells):
        DAMAGES[(first + number) % len(DAMAGES)](cell)
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.startswith("answer("):
            answer_nonsense(cell)
    return notebook


@pytest.mark.one_in(3)
@pytest.mark.parametrize(("lesson", "first"), ROUNDS)
def test_nothing_breaks_the_cells_below(lesson, first, tmp_path, monkeypatch):
    monkeypatch.delenv("TINYGRAD_LITE_STRICT", raising=False)
    notebook = damaged(lesson, first)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    for cell in notebook.cells:
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        if "raises-exception" not in cell.metadata.get("tags", []):
            assert not errors, f"cell {cell.id}: {errors[0].ename}: {errors[0].evalue}"
    broken = [cell for cell in notebook.cells if cell.metadata.get("tags")]
    for cell in broken:
        assert "Python cannot read this cell" in json.dumps(cell.outputs)
    assert pictures_without_words(notebook) == [], "show them with tinygrad_lite.plots.picture"
