"""A student goes back and runs an earlier cell again: it still works, and its picture still shows the same."""

import ast
import os
import re
from contextlib import redirect_stdout
from io import StringIO

import nbformat
import pytest

from tests.notebooks.in_this_process import shell_of_its_own
from tests.notebooks.test_explored import cells_of, given
from tinygrad_lite.course.exercises import LESSONS
from tinygrad_lite.course.folders import project_folder

#: In the ordinary tier: lessons that take a few seconds, and in which something had been wrong.
QUICK = ("02_loss",)

#: Pictures that show something else in each run, and why.
ANEW = {
    "03_backward_pass": {"cost-picture"},  # times
    "08_gpu_training": {"help-picture"},  # times
}


def run(shell, cell):
    """The error in which a cell ended, or None, and the words of its pictures."""
    shell.display_pub.outputs.clear()
    printed = StringIO()
    with redirect_stdout(printed):
        result = shell.run_cell(cell.source, store_history=True)
    return result.error_before_exec or result.error_in_exec, re.findall(r"\[Picture: .*", printed.getvalue())


def run_again(notebook, anew=()):
    """Run all cells, then each once more, the last one first, so that all that comes below it has run.

    `cell: what is wrong` for each that ends in an error (an answer that is not called right is one, where checks are
    strict), or draws a picture of something else.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    found, pictures = [], {}
    with shell_of_its_own() as shell:
        for cell in cells:
            error, pictures[cell.id] = run(shell, cell)
            assert error is None, (cell.id, error)
        for cell in reversed(cells):
            error, shown = run(shell, cell)
            if error is not None:
                found.append(f"{cell.id}: {type(error).__name__}: {error}")
            elif shown != pictures[cell.id] and cell.id not in anew:
                found.append(f"{cell.id}: {shown} instead of {pictures[cell.id]}")
    return found


@pytest.mark.parametrize(
    "lesson", [pytest.param(lesson, marks=() if lesson in QUICK else pytest.mark.full) for lesson in LESSONS]
)
def test_every_cell_can_be_run_again(lesson, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TINYGRAD_LITE_STRICT", "1")
    monkeypatch.setitem(os.environ, "MPLBACKEND", "agg")
    notebook = nbformat.read(project_folder() / "solutions" / f"{lesson}.ipynb", as_version=4)
    assert not run_again(notebook, ANEW.get(lesson, ()))


def test_what_is_wrong_would_be_found():
    sources = [
        "from matplotlib.figure import Figure\nfrom tinygrad_lite.plots import picture\nnet = 1",
        "assert net == 1",
        "picture(Figure(), alt=f'A picture in which the net is {net}.')",
        "net = 2",
    ]
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{place}") for place, source in enumerate(sources)]
    wrong = run_again(nbformat.v4.new_notebook(cells=cells))
    assert [said.split(":")[0] for said in wrong] == ["cell-2", "cell-1"]


def defined(tree):
    """The functions and classes of a cell."""
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def called_alike(cells):
    """(name of a function, the cell that has it, another cell that gives the name to something else)."""
    functions = [(name, here) for here, tree in cells for name in sorted(defined(tree))]
    return [
        (name, here, there)
        for name, here in functions
        for there, tree in cells
        if there != here and name in given(tree)
    ]


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_function_has_the_name_of_something_else(lesson):
    """Whoever runs the other cell again takes the function away from the cells below."""
    assert not called_alike(cells_of(lesson))


def test_such_a_name_would_be_found():
    cells = [("above", "both = 3"), ("own", "def both():\n    pass"), ("below", "print(both)")]
    assert called_alike([(name, ast.parse(source)) for name, source in cells]) == [("both", "own", "above")]
