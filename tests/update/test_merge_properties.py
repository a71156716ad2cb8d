"""Whatever authors and students do: nothing that a student wrote is lost, and twice is once."""

from __future__ import annotations

import copy
from collections import Counter

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.update.lessons_and_students import lessons, next_versions, students
from tinygrad_lite.course.update.lost import lost
from tinygrad_lite.course.update.merge import merge
from tinygrad_lite.course.update.said import kept_aside, same, says

often = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
very_often = settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def three(draw):
    """A lesson, its next version, a student of the first."""
    lesson = draw(lessons())
    return lesson, draw(next_versions(lesson)), draw(students(lesson))


def texts(notebook):
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def is_whole(notebook):
    """It is valid, and no two cells have one id."""
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    nbformat.validate(notebook)


def holds(notebook, wrote):
    """Every text is there, to the byte, as often as it was."""
    missing = Counter(wrote) - Counter(cell.source for cell in notebook.cells)
    assert not missing, missing


@often
@given(three())
def test_nothing_that_a_student_wrote_is_lost(case):
    lesson, new, her = case
    result, _ = merge(lesson, new, her.notebook)
    holds(result, her.wrote)
    is_whole(result)
    assert lost(her.notebook, result, lesson, new) == []


@often
@given(three())
def test_twice_is_once(case):
    lesson, new, her = case
    once, _ = merge(lesson, new, her.notebook)
    twice, _ = merge(new, new, once)
    assert texts(twice) == texts(once)
    assert [cell.id for cell in twice.cells] == [cell.id for cell in once.cells]


@often
@given(three())
def test_a_lesson_that_has_not_changed_changes_nothing(case):
    lesson, _, her = case
    result, done = merge(lesson, lesson, her.notebook)
    assert texts(result) == texts(her.notebook)
    assert [cell.get("outputs") for cell in result.cells] == [cell.get("outputs") for cell in her.notebook.cells]
    assert not any(vars(done).values())


@often
@given(three())
def test_an_untouched_notebook_becomes_the_new_lesson(case):
    lesson, new, _ = case
    result, _ = merge(lesson, new, lesson)
    assert [(cell.id, *says(cell)) for cell in result.cells] == [(cell.id, *says(cell)) for cell in new.cells]


@often
@given(three(), st.data())
def test_three_updates_in_a_row_lose_nothing_either(case, data):
    lesson, new, her = case
    result = her.notebook
    for stamp in ("3", "4", "5"):
        result, _ = merge(lesson, new, result)
        holds(result, her.wrote)
        is_whole(result)
        lesson, new = new, data.draw(next_versions(new, stamp))


@often
@given(three())
def test_without_knowing_what_was_given_nothing_is_lost_either(case):
    _, new, her = case
    result, _ = merge(nbformat.v4.new_notebook(), new, her.notebook)
    holds(result, her.wrote)
    is_whole(result)
    again, _ = merge(new, new, result)
    assert texts(again) == texts(result)


@often
@given(three())
def test_what_was_deleted_stays_deleted(case):
    lesson, new, her = case
    given_ids = {cell.id for cell in lesson.cells}
    there = {cell.id for cell in her.notebook.cells}
    hers = [cell.source for cell in her.notebook.cells]
    result, done = merge(lesson, new, her.notebook)
    back = [cell for cell in result.cells if cell.id in set(her.deleted) & given_ids - there]
    assert all(
        cell.source in hers for cell in back
    )  # a cell without id, or a copy, may have taken a deleted one's place
    assert not set(done.added) & given_ids


@often
@given(three())
def test_cells_that_nobody_moved_stand_in_the_new_lessons_order(case):
    lesson, new, her = case
    unmoved = [cell.id for cell in her.notebook.cells if cell.id in {each.id for each in lesson.cells}]
    as_given = [cell.id for cell in lesson.cells if cell.id in unmoved]
    result, _ = merge(lesson, new, her.notebook)
    if unmoved == as_given and not any(cell.id.startswith(("lost", "copy")) for cell in her.notebook.cells):
        order = [cell.id for cell in new.cells]
        found = [cell.id for cell in result.cells if cell.id in order]
        assert found == [key for key in order if key in found]


def run(notebook):
    """Run the code cells from top to bottom; returns the names that are there at the end."""
    space = {"exercise": lambda task: lambda function: function, "print": lambda *_: None}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            exec(cell.source, space)
    return space


@st.composite
def readers(draw):
    """A lesson, its next version, and a student who has cells at the end that read names of the lesson."""
    lesson, new = (lambda one: (one, draw(next_versions(one))))(draw(lessons()))
    her = copy.deepcopy(lesson)
    given_names = sorted(name for name in run(lesson) if len(name) == 1)
    for turn, name in enumerate(draw(st.lists(st.sampled_from(given_names), max_size=3)) if given_names else []):
        her.cells.append(nbformat.v4.new_code_cell(f"mine{turn} = {name} + 1", id=f"own{turn}"))
    return lesson, new, her


@often
@given(readers())
def test_what_ran_before_runs_after(case):
    lesson, new, her = case
    run(her)
    result, _ = merge(lesson, new, her)
    assert {name for name in run(result) if name.startswith("mine")} == {n for n in run(her) if n.startswith("mine")}


@pytest.mark.full
@pytest.mark.parametrize(
    ("test", "cases"),
    [
        (test_nothing_that_a_student_wrote_is_lost, three()),
        (test_twice_is_once, three()),
        (test_an_untouched_notebook_becomes_the_new_lesson, three()),
        (test_without_knowing_what_was_given_nothing_is_lost_either, three()),
        (test_what_was_deleted_stays_deleted, three()),
        (test_cells_that_nobody_moved_stand_in_the_new_lessons_order, three()),
        (test_what_ran_before_runs_after, readers()),
    ],
)
def test_the_same_in_three_thousand_cases_each(test, cases):
    very_often(given(cases)(test.hypothesis.inner_test))()


def test_the_check_itself_sees_a_lost_cell_a_changed_byte_and_a_lost_attachment():
    lesson = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("given", id="a")])
    hers = copy.deepcopy(lesson)
    hers.cells[0].source = "hers "
    hers.cells[0].attachments = {"x.png": {"image/png": "AAAA"}}
    assert lost(hers, hers, lesson) == []
    for spoil in (
        lambda cell: cell.update(source="hers"),
        lambda cell: cell.update(attachments={}),
        lambda cell: cell.update(cell_type="raw"),
    ):
        result = copy.deepcopy(hers)
        spoil(result.cells[0])
        assert lost(hers, result, lesson) == ["hers "]
    assert lost(hers, lesson, lesson) == ["hers "]
    assert kept_aside(hers.cells[0]) is None
    assert not same(hers.cells[0], lesson.cells[0])
