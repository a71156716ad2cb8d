"""Every lesson in JupyterLab, unsolved and solved, light and dark, wide and narrow; one of them by keyboard alone."""

import shutil
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.looks import axe_findings, complaints
from tests.browser.notebook_page import NOTEBOOK
from tinygrad_lite.course.exercises import LESSONS, tasks_of

ROOT = Path(__file__).resolve().parents[2]
AN_HOUR = 3_600_000  # milliseconds: the test's own limit comes first


@pytest.mark.full
@pytest.mark.parametrize("kind", ["lessons", "solutions"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_and_looks_as_it_should(folder, open_notebook, lesson, kind):
    shutil.copy(ROOT / kind / f"{lesson}.ipynb", folder)
    page = open_notebook(f"{lesson}.ipynb")
    page.run_all(patience=AN_HOUR)
    assert page.errors() == []
    statuses = {each.get_attribute("data-status") for each in page.page.locator(".tgl-card").all()}
    assert statuses <= ({"right", "info"} if kind == "solutions" else {"not-started", "info", "wrong", "right"})
    found = []
    for theme in ("light", "dark"):
        page.set_theme(theme)
        for width in (1280, 400):
            page.resize(width)
            page.screenshot(f"{lesson}-{kind}-{theme}-{width}")
            found += [f"{theme}, {width} px: {complaint}" for complaint in complaints(page)]
        found += [f"{theme}: {finding}" for finding in axe_findings(page.page, ".jp-Cell-outputArea").splitlines()]
        page.resize(1280)
    assert found == []


@pytest.mark.full
def test_a_lesson_by_keyboard_alone(folder, open_notebook):
    """Lesson 00 from its first cell to its last: run with Shift+Enter, write, answer, and choose with Tab and Enter."""
    shutil.copy(ROOT / "lessons" / "00_start_here.ipynb", folder)
    solved = nbformat.read(ROOT / "solutions" / "00_start_here.ipynb", as_version=4)
    to_write = {task.id.replace("/", "-"): task for task in tasks_of("00_start_here")}
    page = open_notebook("00_start_here.ipynb")
    keyboard = page.page.keyboard
    page.page.evaluate(
        f"() => {{ {NOTEBOOK}.activeCellIndex = 0; {NOTEBOOK}.mode = 'command'; {NOTEBOOK}.activate() }}"
    )
    for index, cell in enumerate(solved.cells):
        active = page.page.evaluate(f"() => {NOTEBOOK}.activeCellIndex")
        assert active == index
        if cell.id in to_write and to_write[cell.id].id == "start/recap_1":
            choose_with_tab(page, cell.id, right=to_write[cell.id].letter())
        elif cell.id in to_write:
            keyboard.press("Enter")
            keyboard.press("Control+A")
            keyboard.insert_text(cell.source)
        keyboard.press("Shift+Enter")
        page.wait_idle()
    assert page.errors() == []
    right = page.page.locator('.tgl-card[data-status="right"]')
    expect(right).to_have_count(len(to_write))


def choose_with_tab(page, cell_id, right):
    """Run the cell, and go with Tab from its editor to the button of this letter."""
    keyboard = page.page.keyboard
    keyboard.press("Control+Enter")
    buttons = page.page.locator(f'.tgl-choices[data-task="{cell_id.replace("-", "/")}"] button')
    expect(buttons.first).to_be_visible()
    for _ in range(30):
        keyboard.press("Tab")
        if page.page.evaluate("() => document.activeElement.getAttribute('aria-label')") == f"answer {right}":
            break
    keyboard.press("Enter")
    expect(page.cell(cell_id).locator('.tgl-card[data-status="right"]')).to_be_visible()
