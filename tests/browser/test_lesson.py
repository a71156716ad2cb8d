"""Lesson 02 as a student has it, unsolved and run once: its cards, wrong and right answers, clicks; a narrow page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import keep_a_picture_of_failure, notebooks_opened
from tests.browser.looks import axe_findings, complaints
from tinygrad_lite.course.update.folder import as_opened

LESSONS = Path(__file__).resolve().parents[2] / "lessons"

WRONG = """@exercise("loss/mse")
def mse(predicted, target):
    return ((predicted - target) ** 2).sum()"""
RIGHT = WRONG.replace(".sum()", ".mean()")
MARK = "what the name mse means now:"


@pytest.fixture(scope="module")
def opened(lab, browser):
    """A fresh copy of the notebook, beside no progress of an earlier test, and run; opened once, as that takes long."""
    folder = lab.folder / "lesson 02"
    folder.mkdir()
    (folder / "02_loss.ipynb").write_bytes(as_opened((LESSONS / "02_loss.ipynb").read_bytes()))
    with notebooks_opened(lab, browser) as opened:
        page = opened(folder / "02_loss.ipynb")
        assert not page.unsaved()  # nobody has typed
        assert page.theme() == "light"  # also where an earlier test has chosen the dark one
        page.run_all()
        yield page


@pytest.fixture
def lesson(opened, request):
    """The same; each test uses other cells of it."""
    opened.resize(1280)
    yield opened
    keep_a_picture_of_failure(opened, request)


def test_the_untouched_lesson_runs_from_top_to_bottom(lesson):
    assert lesson.errors() == []
    assert lesson.status("loss-mae") == "not-started"
    lesson.screenshot("lesson-02-untouched")


def test_wrong_then_right_then_used(lesson):
    lesson.set_cell_source("loss-mse", WRONG)
    lesson.run_cell("loss-mse")
    assert lesson.status("loss-mse") == "wrong"
    card = lesson.output("loss-mse")
    assert "loss/mse" in card
    diagnosis = "You added up the squared errors but did not divide by their number."
    assert diagnosis in card
    expect(lesson.page.locator("#tgl-said")).to_contain_text(
        f"loss/mse: not yet right (1 of 19 cases passes). {diagnosis}"
    )

    add_cell_below(lesson, "loss-mse", f"print({MARK!r}, mse(np.array([1.0, 2.0]), np.array([0.0, 0.0])))")
    assert lesson.output(MARK) == f"{MARK} 2.5"  # borrowed: the wrong one would say 5.0

    lesson.set_cell_source("loss-mse", RIGHT)
    lesson.run_cell("loss-mse")
    assert lesson.status("loss-mse") == "right"
    lesson.run_cell(MARK)
    assert lesson.output(MARK) == f"{MARK} 2.5"
    lesson.run_cell("mse-use")  # the lesson's own next cell
    assert "0.043" in lesson.output("mse-use")
    assert lesson.errors() == []


def add_cell_below(lesson, cell, source):
    """Insert a code cell with the keyboard, as one tries something out, and run it."""
    lesson.focus(cell)
    lesson.page.keyboard.press("Escape")
    lesson.page.keyboard.press("b")
    lesson.page.keyboard.press("Enter")
    lesson.page.keyboard.insert_text(source)
    lesson.run_cell(MARK)


def test_a_click_on_a_choice_writes_the_answer_into_the_cell_and_runs_it(lesson):
    cell = lesson.cell("loss-recap_1")
    assert lesson.status("loss-recap_1") == "not-started"
    cell.get_by_role("button", name="answer c").click()
    expect(cell.locator('.tgl-card[data-status="wrong"]')).to_be_visible()
    assert lesson.source("loss-recap_1") == 'answer("loss/recap_1", "c")'  # what is graded
    button = cell.get_by_role("button", name="answer a")
    button.focus()
    button.press("Enter")
    expect(cell.locator('.tgl-card[data-status="right"]')).to_be_visible()
    assert lesson.source("loss-recap_1") == 'answer("loss/recap_1", "a")'
    expect(cell.get_by_role("button", name="answer")).to_have_count(0)
    expect(lesson.page.locator("#tgl-said")).to_contain_text("loss/recap_1: right.")


def test_a_click_where_the_line_is_gone_says_what_to_write(lesson):
    lesson.set_cell_source("loss-recap_2", "# nothing")
    cell = lesson.cell("loss-recap_2")
    cell.get_by_role("button", name="answer b").click()
    expect(cell.locator(".tgl-choices p")).to_have_text(
        'Write this line into the cell, and run it: answer("loss/recap_2", "b")'
    )


def test_go_on_here_leads_to_the_next_cell_that_is_not_done(lesson):
    lesson.run_cell("progress")
    link = lesson.cards("progress").get_by_role("link", name="Go on here: loss/mse")
    link.click()
    expect(lesson.cell("loss-mse")).to_be_in_viewport()
    expect(lesson.page.locator(".jp-Cell.jp-mod-active")).to_contain_text("loss/mse")


@pytest.mark.slow
@pytest.mark.parametrize(("theme", "width"), [("light", 400), pytest.param("dark", 1280, marks=pytest.mark.full)])
def test_nothing_sticks_out_or_is_without_words(lesson, theme, width):
    if theme != lesson.theme():
        lesson.set_theme(theme)
    lesson.resize(width)
    lesson.screenshot(f"lesson-02-{theme}-{width}")
    assert complaints(lesson) == []
    assert axe_findings(lesson.page, ".tgl-card") == ""
    lesson.resize(1280)
    if theme != "light":
        lesson.set_theme("light")
