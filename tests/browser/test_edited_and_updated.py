"""Cells that are split, merged, copied and moved in the real JupyterLab, and the update of that notebook.

An update knows cells by their ids. What becomes of an id under each of these is JupyterLab's behaviour and no promise:
the first test says so when a new version does otherwise (`tinygrad_lite/course/update/match.py` relies on it).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from tests.browser.notebook_page import NOTEBOOK
from tinygrad_lite.cli import main
from tinygrad_lite.course.update import notebook
from tinygrad_lite.course.update.folder import begin, stamp_of
from tinygrad_lite.course.update.given import read
from tinygrad_lite.course.update.said import of_lesson

LESSON = Path(__file__).resolve().parents[2] / "lessons" / "02_loss.ipynb"
LATER = "loss-mse_by_hand-question"  # a cell that was not there when the lesson was given
ANSWER = "    return np.mean((predicted - target) ** 2)  # ñ, mine"


@pytest.fixture
def given(folder):
    """The lesson as it was given some time ago: one text was other, one cell was not there."""
    old = read(LESSON.read_bytes())
    old.cells = [cell for cell in old.cells if cell.id != LATER]
    next(cell for cell in old.cells if cell.id == "regression").source += "\n\nA mistake that was mended later."
    old.metadata["tinygrad_lite"]["given"] = of_lesson(old.cells)
    text = notebook.text_of(old)
    (folder / ".given").mkdir()
    (folder / ".given" / f"02_loss-{of_lesson(old.cells)}.ipynb").write_bytes(text)
    (folder / "02_loss.ipynb").write_bytes(text)
    return folder / "02_loss.ipynb"


def do(page, command, cell=None):
    """What a menu's entry does, to this cell: the entries have other names in other versions."""
    if cell is not None:
        page.cell(cell)
        page.page.evaluate(
            f"id => {{ const n = {NOTEBOOK}; n.deselectAll();"
            " n.activeCellIndex = n.widgets.findIndex(cell => cell.model.id === id); }",
            cell,
        )
    page.page.evaluate(f"() => window.jupyterapp.commands.execute('notebook:{command}')")


def cells(page):
    """(id, text) of each cell, as the page has them."""
    script = f"() => {NOTEBOOK}.widgets.map(cell => [cell.model.id, cell.model.sharedModel.getSource()])"
    return [tuple(each) for each in page.page.evaluate(script)]


def ids(page):
    return [key for key, _ in cells(page)]


def edit(page):
    """All that one does with cells; what it says of ids is what the update relies on."""
    known = set(ids(page))

    page.set_cell_source("loss-mse", page.source("loss-mse").replace("    ...  # your code here", ANSWER))
    page.page.keyboard.press("Control+Home")
    page.page.keyboard.press("ArrowDown")
    do(page, "split-cell-at-cursor")
    at = ids(page).index("loss-mse")
    upper, lower = cells(page)[at - 1 : at + 1]
    assert upper[0] not in known, "the upper half of a split cell has a new id"
    assert upper[1].startswith('@exercise("loss/mse")'), "and the lower half the old one"
    assert lower[1].startswith("def mse")

    below = cells(page)[ids(page).index("log-picture") + 1]
    do(page, "merge-cell-below", "log-picture")
    assert not {"log-picture", below[0]} & set(ids(page)), "of merged cells no id stays"

    do(page, "copy-cell", "mae-use")
    do(page, "paste-cell-below", "outliers")
    assert ids(page).count("mae-use") == 1, "a copy has an id of its own"
    assert ids(page)[ids(page).index("outliers") + 1] not in known

    do(page, "cut-cell", "huber-use")
    do(page, "paste-cell-below", "title")
    assert ids(page)[1] == "huber-use", "what is cut and pasted keeps its id"

    do(page, "move-cell-down", "loss-mae")
    assert "loss-mae" in ids(page), "what is moved, too"

    do(page, "change-cell-to-markdown", "landscape-picture")
    assert "landscape-picture" in ids(page), "and what is made another kind of cell"

    do(page, "delete-cell", "smooth-l1-words")
    do(page, "undo-cell-action")
    assert "smooth-l1-words" in ids(page), "and what comes back after it was deleted"


def update(*words):
    return CliRunner().invoke(main, ["update", *map(str, words)])


@pytest.mark.slow
def test_what_was_done_to_cells_in_jupyterlab_survives_an_update(given, open_notebook, lab, monkeypatch):
    page = open_notebook(given.name)
    edit(page)
    texts = [text for _, text in cells(page)]
    page.menu("File", "Save Notebook")
    expect(page.page.locator("#jp-main-statusbar")).to_be_visible()
    page.page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    before = given.read_bytes()
    assert [cell.source for cell in read(before).cells] == texts

    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(lab.folder.parent / "runtime"))
    told: list[str] = []
    begin(given.parent, told.append, "start update")
    refused = update(given)
    assert "left alone: it is open in JupyterLab." in refused.output
    assert given.read_bytes() == before
    assert any("brings the corrections and keeps all you wrote" in line for line in told)

    page.menu("File", "Close and Shut Down Notebook…")
    page.page.locator(".jp-Dialog button.jp-mod-accept").click()
    page.page.locator(".jp-NotebookPanel").wait_for(state="detached")
    done = update(given)
    assert done.exit_code == 0, done.output
    after = given.read_bytes()
    assert stamp_of(after) == stamp_of(LESSON.read_bytes())
    sources = [cell.source for cell in read(after).cells]
    corrected = [text for text in texts if "A mistake that was mended later." in text]
    assert len(corrected) == 1
    assert [text for text in texts if text not in sources] == corrected
    assert next(cell.source for cell in read(LESSON.read_bytes()).cells if cell.id == LATER) in sources
    assert "up to date" in update(given).output

    page = open_notebook(given.name)
    assert [text for _, text in cells(page)] == sources
    page.cell("loss-mse")
    page.screenshot("lesson-02-updated")
