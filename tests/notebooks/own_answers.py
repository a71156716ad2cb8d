"""A lesson as its students fill it in: the certificate's right answers in place of the stubs."""

import re

import nbformat
from nbclient import NotebookClient

from tests.notebooks.in_this_process import run_cells
from tests.notebooks.pictures import pictures_without_words
from tinygrad_lite.course.folders import lessons_folder, project_folder


def right_answers(exercise):
    """The certificate's right answers to an exercise, as students type them."""
    file = project_folder() / "tests" / "certificate" / "answers" / f"{exercise}.py"
    parts = re.split(r"^# %% (.*)\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [source.strip() for said, source in zip(parts[1::2], parts[2::2]) if said.startswith("right")]


def solved_with(lesson, number):
    """The unsolved lesson with right answers of one's own, the one of this number of each; and those cells' ids."""
    notebook = nbformat.read(lessons_folder() / f"{lesson}.ipynb", as_version=4)
    ids = []
    for cell in notebook.cells:
        found = re.search(r'^@exercise\("(\w+/\w+)"\)\n(?:def|class) (\w+)', cell.source, flags=re.MULTILINE)
        if cell.cell_type != "code" or not found:
            continue
        exercise, name = found.groups()
        answers = right_answers(exercise)
        answer = answers[number % len(answers)]
        decorated, times = re.subn(
            rf"^(?=(def|class) {name}\b)", f"@exercise({exercise!r})\n", answer, count=1, flags=re.MULTILINE
        )
        if not times:  # a lambda: a decorator needs a def
            decorated, times = re.subn(
                rf"^{name} = (.*)", rf"{name} = exercise({exercise!r})(\1)", answer, flags=re.MULTILINE | re.DOTALL
            )
        assert times == 1, answer
        cell.source = decorated
        ids.append(cell.id)
    return notebook, ids


def assert_called_right(cell_id, said):
    # "not by hand": right by itself, but here it calls another answer, which calls NumPy's function
    assert "· right ·" in said or "· right, but not by hand" in said, (cell_id, said[-2000:])


def run_with_own_answers(lesson, number, folder):
    """The lesson, run with such answers, each of which has to be called right; and how many there were."""
    notebook, ids = solved_with(lesson, number)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    assert pictures_without_words(notebook) == []
    for cell in notebook.cells:
        if cell.id in ids:
            said = "".join(str(output.get("data", output.get("text", ""))) for output in cell.outputs)
            assert_called_right(cell.id, said)
    return notebook, len(ids)


def run_here_with_own_answers(lesson, number):
    """The same without a kernel, in this process and in the folder that it is in; how many answers there were."""
    notebook, ids = solved_with(lesson, number)
    shown = run_cells(notebook)
    for cell_id in ids:
        assert_called_right(cell_id, shown[cell_id])
    return len(ids)
