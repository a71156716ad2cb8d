"""Every version that a lesson ever had, with all answers and a note of the student's under each cell, updated to today.

The versions are those of the project's own history; an archive without it has nothing to try here.
"""

from __future__ import annotations

import copy
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from tinygrad_lite.course.exercises import LESSONS
from tinygrad_lite.course.update.given import read
from tinygrad_lite.course.update.lost import lost
from tinygrad_lite.course.update.merge import merge

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="needs the project's history"),
]


def git(*words):
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True).stdout


def versions(lesson):
    """All that the history has of a lesson, the oldest first."""
    path = f"lessons/{lesson}.ipynb"
    commits = git("log", "--format=%H", "--reverse", "--", path).decode().split()
    blobs = dict.fromkeys(git("rev-parse", f"{commit}:{path}").decode().strip() for commit in commits)
    return [read(git("cat-file", "blob", blob)) for blob in blobs]


def answered(old, lesson):
    """An old version as a diligent student has it: every answer written, words of her own below every cell."""
    solved = read((ROOT / "solutions" / f"{lesson}.ipynb").read_bytes())
    answers = {cell.id: cell.source for cell in solved.cells}
    hers = copy.deepcopy(old)
    cells = []
    for number, cell in enumerate(hers.cells):
        if "# your " in cell.source and cell.id in answers:
            cell.source = answers[cell.id] + "\n# mine"
        cells += [cell, nbformat.v4.new_markdown_cell(f"my words {number}", id=f"own-{number}")]
    hers.cells = cells
    return hers


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_answer_and_every_word_is_there_after_the_update(lesson):
    new = read((ROOT / "lessons" / f"{lesson}.ipynb").read_bytes())
    for old in versions(lesson):
        hers = answered(old, lesson)
        result, _ = merge(old, new, hers)
        nbformat.validate(result)
        assert lost(hers, result, old, new) == []
        sources = [cell.source for cell in result.cells]
        wrote = [cell.source for cell in hers.cells if cell.source.endswith("\n# mine") or "my words" in cell.source]
        assert all(source in sources for source in wrote)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_oldest_version_with_all_answers_still_runs_after_the_update(lesson, tmp_path):
    from nbclient import NotebookClient

    old = versions(lesson)[0]
    new = read((ROOT / "lessons" / f"{lesson}.ipynb").read_bytes())
    result, _ = merge(old, new, answered(old, lesson))
    NotebookClient(result, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
