"""Builds the notebooks: `lessons/NN_name.py` → `lessons/NN_name.ipynb` (stubs) and `solutions/NN_name.ipynb` (solved).

With them, beside a lesson's exercises: the right answers to its cases, `expected.json` (`oracle.py`), and the versions
that it has had, `versions.json` (`versions.py`); each notebook says of which it is.

    python -m tinygrad_lite.course.build            write what changed
    python -m tinygrad_lite.course.build --check    say what is out of date; exit status 1 if anything is

A lesson's source is py:percent text. Every cell has an id that stays when its text is corrected: by it an update knows
which cell of a student's copy it may renew (`update/`). So an id is not changed without saying what it was:

    # %% [markdown] id="why"
    # # Why a loss
    # %% id="first-picture" jupyter={"source_hidden": true}
    picture(…)                       ← its code is folded: JupyterLab shows it when one asks for it
    # %% [markdown] id="slopes" was="derivatives"
    # %% exercise="loss/mse"          ← a placeholder: the exercise's stub, or its solution
    # %% question="loss/recap_1"      ← a placeholder: the question's text and the line that answers it

An exercise that is called otherwise than before says so in its class (`was`). `update/cells_given.txt` keeps a
fingerprint of every cell that a lesson ever had.

Two builds are byte-identical on every system: no outputs, no counts, fixed metadata, LF line ends.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from tinygrad_lite.files import write_whole

from .compare import same
from .exercises import LESSONS, exercises_of, removed_from, tasks_of
from .folders import NotACheckout, project_folder
from .oracle import answers_as_json, file_of_answers
from .plain import decode
from .task import Task
from .update.given import KNOWN, known_cells
from .update.said import fingerprint, of_lesson
from .versions import FILE as VERSIONS
from .versions import kept_versions, version_of, versions_as_json

_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_MAKE = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}


class BuildError(ValueError):
    """A lesson's source is not as it should be; says which cell, and what to write."""


def build_lesson(source: str, lesson: str, solved: bool) -> str:
    """A lesson's notebook, as the text of an .ipynb file.

    Args:
        source: the py:percent text.
        lesson: its name, "02_loss".
        solved: with the solutions in place of the stubs.
    Raises:
        BuildError: a cell without id, an id twice, an exercise that is unknown, missing or there twice.
    """
    tasks = {task.id: task for task in tasks_of(lesson)}
    cells = [
        cell for raw in jupytext.reads(source, fmt="py:percent").cells for cell in _cells(raw, tasks, lesson, solved)
    ]
    ids = [cell.id for cell in cells]
    for cell_id in ids:
        if ids.count(cell_id) > 1:
            raise BuildError(f'{lesson}: the cell id "{cell_id}" is there twice. Give one of the cells another.')
    missing = [task_id for task_id in tasks if cell_id_of(task_id) not in ids]
    if missing:
        raise BuildError(f'{lesson}: no cell for {", ".join(missing)}. Add a line `# %% exercise="{missing[0]}"`.')
    ours = {"tinygrad_lite": {"lesson": lesson, "version": version_of(list(tasks.values()))}}
    if not solved:
        ours["tinygrad_lite"]["given"] = of_lesson(cells)
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=_METADATA | ours, nbformat_minor=5)
    nbformat.validate(notebook)
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def cell_id_of(exercise_id: str) -> str:
    """The id of the cell of an exercise: "loss/mse" → "loss-mse"."""
    return exercise_id.replace("/", "-")


def _cells(raw: Any, tasks: dict[str, Task], lesson: str, solved: bool) -> Iterator[Any]:
    """The notebook cells that one cell of the source stands for."""
    wanted = raw.metadata.get("exercise") or raw.metadata.get("question")
    if wanted is None:
        cell_id = raw.metadata.get("id", "")
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell_id):
            raise BuildError(f'{lesson}: this cell needs an id, as in `# %% id="a-short-name"`:\n{raw.source[:200]}')
        folded = {"jupyter": raw.metadata["jupyter"]} if "jupyter" in raw.metadata else {}
        was = raw.metadata.get("was", [])
        renamed = _renamed([was] if isinstance(was, str) else was)
        yield _MAKE[raw.cell_type](raw.source, id=cell_id, metadata=folded | renamed)
        return
    if wanted not in tasks:
        raise BuildError(f'{lesson}: there is no exercise "{wanted}". There are {", ".join(tasks)}.')
    if raw.source.strip():
        raise BuildError(f'{lesson}: the cell of "{wanted}" must be empty: its text comes from the exercise itself.')
    for addition, kind, text in tasks[wanted].cells(solved):
        renamed = _renamed([cell_id_of(old) + addition for old in tasks[wanted].was])
        yield _MAKE[kind](text, id=cell_id_of(wanted) + addition, metadata=renamed)


def _renamed(old: list[str]) -> dict[str, Any]:
    """A cell's metadata that say which ids it had before."""
    return {"tinygrad_lite": {"was": old}} if old else {}


def vanished(folder: Path, tasks: list[Task], removed: tuple[str, ...] = ()) -> list[str]:
    """Ids of exercises that a lesson once had, that none of today's has or had, and that nobody took out on purpose."""
    today = {each for task in tasks for each in (task.id, *task.was)} | {*removed}
    return sorted({each for ids in kept_versions(folder).values() for each in ids} - today)


def outputs(project: Path) -> Iterator[tuple[Path, str]]:
    """Every file that is built, with its content."""
    students = []
    for lesson in LESSONS:
        source = (project / "lessons" / f"{lesson}.py").read_text(encoding="utf-8")
        unsolved = build_lesson(source, lesson, solved=False)
        students.append(nbformat.reads(unsolved, as_version=4))
        yield project / "lessons" / f"{lesson}.ipynb", unsolved
        yield project / "solutions" / f"{lesson}.ipynb", build_lesson(source, lesson, solved=True)
        exercises = exercises_of(lesson)
        answers = file_of_answers(exercises[0].id)
        yield answers, answers_as_json(exercises)
        if gone := vanished(answers.parent, tasks_of(lesson), removed_from(lesson)):
            raise BuildError(
                f"{lesson}: {', '.join(gone)} is gone. Whoever has answered it would lose the way to it: write "
                f'`was = ("{gone[0]}",)` into the exercise that takes its place, or, if nothing does, '
                f'`REMOVED = ("{gone[0]}",)` below the lesson\'s `EXERCISES`.'
            )
        yield answers.with_name(VERSIONS), versions_as_json(answers.parent, tasks_of(lesson))
    yield KNOWN, _known_with([cell for notebook in students for cell in notebook.cells])


def _known_with(cells: list[Any]) -> str:
    """The fingerprints of all cells that were ever given, and of these; a line each."""
    return "\n".join(sorted(known_cells() | {fingerprint(cell) for cell in cells})) + "\n"


def is_current(path: Path, content: str) -> bool:
    """Whether a built file says what it should. Kept answers may differ in the last digits from machine to machine."""
    if not path.exists():
        return False
    found = path.read_bytes()
    if path == KNOWN:  # two authors' lists that were joined are in no order
        return set(found.decode().split()) >= set(content.split())
    if path.suffix == ".ipynb" or path.name == VERSIONS:
        return found == content.encode()
    old, new = json.loads(found), json.loads(content)
    return old.keys() == new.keys() and all(same(decode(old[key]), decode(new[key])) for key in new)


def renewed(project: Path, check: bool) -> list[Path]:
    """The files that were out of date; they are written unless this is only a `check`."""
    stale = []
    for path, content in outputs(project):
        if is_current(path, content):
            continue
        stale.append(path)
        if not check:
            write_whole(path, content)
            print(f"wrote {path.relative_to(project)}")
    return stale


def main(arguments: list[str] | None = None) -> int:
    """The command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tinygrad_lite.course.build", description="Build the lessons' notebooks."
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file is out of date")
    check = parser.parse_args(arguments).check
    try:
        project = project_folder()
        stale = renewed(project, check)
    except (NotACheckout, BuildError) as problem:
        print(problem, file=sys.stderr)
        return 1
    if check and stale:
        for path in stale:
            print(f"out of date: {path.relative_to(project)}")
        print("Repair it with: python -m tinygrad_lite.course.build")
        return 1
    print("The notebooks are what their sources say.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
