"""Lesson 02 as a student has it: a wrong answer, its card, the right one, and on to the next cell."""

import shutil
from pathlib import Path

import pytest

LESSONS = Path(__file__).resolve().parents[2] / "lessons"
pytestmark = pytest.mark.skipif(not (LESSONS / "02_loss.ipynb").exists(), reason="lesson 02 is not built yet")

WRONG = """@exercise("loss/mse")
def mse(predicted, target):
    return ((predicted - target) ** 2).sum()"""
RIGHT = WRONG.replace(".sum()", ".mean()")
MARK = "what the name mse means now:"


@pytest.fixture
def lesson(folder, open_notebook):
    """A fresh copy of the notebook, beside no progress of an earlier test."""
    shutil.copy(LESSONS / "02_loss.ipynb", folder)
    return open_notebook("02_loss.ipynb")


def test_the_untouched_lesson_runs_from_top_to_bottom(lesson):
    lesson.run_all()
    assert lesson.errors() == []
    assert lesson.status("loss-mse") == "not-started"
    lesson.screenshot("lesson-02-untouched")


def test_wrong_then_right_then_used(lesson):
    lesson.run_cell('begin("02_loss")')
    lesson.set_cell_source("loss-mse", WRONG)
    lesson.run_cell("loss-mse")
    assert lesson.status("loss-mse") == "wrong"
    card = lesson.output("loss-mse")
    assert "loss/mse" in card
    assert "You added up the squared errors but did not divide by their number." in card
    assert lesson.theme() == "light"  # also where an earlier test has chosen the dark one
    lesson.screenshot("lesson-02-wrong-light")
    lesson.set_theme("dark")
    lesson.screenshot("lesson-02-wrong-dark")

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
    lesson.screenshot("lesson-02-right-dark")


def add_cell_below(lesson, cell, source):
    """Insert a code cell with the keyboard, as one tries something out, and run it."""
    lesson.focus(cell)
    lesson.page.keyboard.press("Escape")
    lesson.page.keyboard.press("b")
    lesson.page.keyboard.press("Enter")
    lesson.page.keyboard.insert_text(source)
    lesson.run_cell(MARK)
