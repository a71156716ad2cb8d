"""Lesson 07 kills a training that uses the student's own Checkpoint, whatever that needs."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

from tinygrad_lite.course.folders import lessons_folder
from tinygrad_lite.course.one_thread import CHOSEN_BY_THE_USER

LESSON = lessons_folder() / "07_early_stopping.ipynb"
EXERCISE = "stopping-checkpoint_roundtrip"
OWN = """
import shelve
@exercise("stopping/checkpoint_roundtrip")
class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        with shelve.open(str(path)) as file:
            file["all"] = model.state_dict(), optimizer.state_dict(), epoch

    def load(self, path, model, optimizer):
        print("my own load")
        with shelve.open(str(path)) as file:
            weights, state, epoch = file["all"]
        model.load_state_dict(weights)
        optimizer.load_state_dict(state)
        return epoch
"""
STATIC = """
import shelve
@exercise("stopping/checkpoint_roundtrip")
class Checkpoint:
    @staticmethod
    def save(path, model, optimizer, epoch):
        with shelve.open(str(path)) as file:
            file["all"] = model.state_dict(), optimizer.state_dict(), epoch

    @staticmethod
    def load(path, model, optimizer):
        print("my own load")
        with shelve.open(str(path)) as file:
            weights, state, epoch = file["all"]
        model.load_state_dict(weights)
        optimizer.load_state_dict(state)
        return epoch

hint("stopping/checkpoint_roundtrip")
%time pass
"""
IN_TWO_CELLS = OWN.replace("import shelve\n", "")


def executed(own, tmp_path):
    """What the cells that kill and go on have printed, with this Checkpoint."""
    notebook = nbformat.read(LESSON, as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    cells[EXERCISE].source = own
    notebook.cells = [cells[name] for name in ("start", EXERCISE, "training", "main", "script", "kill", "resume")]
    if "import shelve" not in own:
        notebook.cells.insert(1, nbformat.v4.new_code_cell("import shelve"))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    printed = {
        cell.id: "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    }
    cards = "".join(output.data["text/plain"] for output in cells[EXERCISE].outputs if "data" in output)
    assert "✓" in cards, cards
    return printed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("own", "stands_alone"), [pytest.param(OWN, True, marks=pytest.mark.full), (STATIC, True), (IN_TWO_CELLS, False)]
)
def test_your_checkpoint_survives_the_kill(own, stands_alone, tmp_path, monkeypatch):
    for name in CHOSEN_BY_THE_USER:  # by themselves, notebook and program have to use equally many threads
        monkeypatch.delenv(name, raising=False)
    printed = executed(own, tmp_path)
    assert ("does not run on its own" in printed["kill"]) == (not stands_alone)
    assert ("my own load" in printed["resume"]) == stands_alone
    assert "your Checkpoint" in printed["script"]
    assert ("the course's Checkpoint" in printed["kill"]) == (not stands_alone)
    assert "12 losses, equal to the bit" in printed["resume"]
