"""The sentences of lesson 11 that quote the record agree with it, and nothing is left behind."""

import re

import nbformat
import pytest

from tests.notebooks.own_answers import run_with_own_answers
from tinygrad_lite.course.folders import lessons_folder, project_folder

RECORD = (project_folder() / "docs" / "measurements" / "scaling.md").read_text(encoding="utf-8")
CELLS = {cell.id: cell for cell in nbformat.read(lessons_folder() / "11_scaling_out.ipynb", as_version=4).cells}


def rows(text):
    return [[part.strip() for part in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("cell", ["rules-record-words", "search-after"])
def test_every_row_quoted_is_in_the_record(cell):
    quoted = [row for row in rows(CELLS[cell].source) if re.match(r"\d", row[0])]
    assert len(quoted) >= 4
    recorded = rows(RECORD)
    for row in quoted:
        assert row in recorded, row


def test_no_best_rate_is_on_the_edge_of_the_grid():
    assert "(edge)" not in RECORD


def test_the_notebook_stops_what_it_started_and_cells_above_can_be_run_again():
    clean_up = CELLS["clean-up"].source
    assert "two.terminate()" in clean_up
    assert ".cleanup()" not in clean_up  # tests/notebooks/test_run_again.py reads the files once more


def test_no_port_is_fixed():
    text = "".join(cell.source for cell in CELLS.values())
    assert "--standalone" in text
    assert "master-port" not in text.replace("_", "-").lower()


@pytest.mark.full
@pytest.mark.parametrize("number", range(10))
def test_whatever_a_check_calls_right_the_cells_below_can_use(number, tmp_path, monkeypatch):
    monkeypatch.delenv("TINYGRAD_LITE_STRICT", raising=False)
    monkeypatch.setenv("MPLBACKEND", "agg")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    notebook, answered = run_with_own_answers("11_scaling_out", number, tmp_path)
    assert answered == 9
    assert not list((tmp_path / "temporary").glob("lesson11-*"))  # gone with the kernel
    memory = next(cell for cell in notebook.cells if cell.id == "memory")
    assert ("no memory saved" in str(memory.outputs)) == (number == 1)  # that one keeps all losses for one backward
