"""What tasks are worth: the exercises' own points, changed by `[points]`; part marks only where an exercise says so."""

import pytest

from tests.certificate.samples import Spread
from tinygrad_lite.course.exercises import LESSONS, tasks_of
from tinygrad_lite.grading.errors import GradingError, WrongUse
from tinygrad_lite.grading.points import check_ids, earned, points_table, read_points
from tinygrad_lite.grading.settings import read_settings


def test_every_task_has_its_own_points():
    for lesson in LESSONS:
        tasks = tasks_of(lesson)
        assert points_table(tasks) == {task.id: task.points for task in tasks}


def settings(tmp_path, text):
    """A grading.toml with this text."""
    file = tmp_path / "grading.toml"
    file.write_text(text, encoding="utf-8")
    return read_settings(file)


def points_in(tmp_path, text):
    """`[points]` of a grading.toml with this text."""
    return read_points(settings(tmp_path, text))


def test_a_table_changes_some(tmp_path):
    changed = points_in(tmp_path, '[points]\n"loss/mse" = 4\n"loss/recap_1" = 0.5\n"loss/mae" = 0\n')
    table = points_table(tasks_of("02_loss"), changed)
    assert (table["loss/mse"], table["loss/recap_1"], table["loss/mae"], table["loss/huber"]) == (4, 0.5, 0, 3)
    assert list(table) == [task.id for task in tasks_of("02_loss")]


def test_windows_may_put_a_mark_in_front_and_a_file_may_have_no_points(tmp_path):
    assert points_in(tmp_path, '\ufeff[time]\nlate = "none"\n') == {}


@pytest.mark.parametrize("value", ['"2"', "true", "-1", "nan", "inf", "[1]", "{}"])
def test_what_is_no_number_of_points_is_named(value, tmp_path):
    with pytest.raises(GradingError, match=r'grading\.toml, line 3: "loss/mse" has no number of points\. Write 0'):
        points_in(tmp_path, f'[points]\n"loss/mae" = 1\n"loss/mse" = {value}\n')


def test_a_misspelt_line_is_not_passed_over(tmp_path):
    known = [task.id for task in tasks_of("02_loss")]
    check_ids(settings(tmp_path, ""), {"loss/mse": 1.0}, known)
    toml = settings(tmp_path, '[points]\n"loss/mse" = 1\n"loss/hubr" = 1\n"x" = 2\n')
    with pytest.raises(WrongUse) as refused:
        check_ids(toml, read_points(toml), known)
    first, second = str(refused.value).splitlines()
    assert first.endswith('grading.toml, line 3: there is no exercise "loss/hubr". Did you mean "loss/huber"?')
    assert second.endswith('grading.toml, line 4: there is no exercise "x".')


def test_all_or_nothing():
    mse = next(task for task in tasks_of("02_loss") if task.id == "loss/mse")
    assert earned(mse, 2, "right") == 2
    for status in ("wrong", "error", "not-by-hand", "not-started"):
        assert earned(mse, 2, status, passed=9, total=10) == 0


@pytest.mark.parametrize(
    ("passed", "total", "points"), [(0, 10, 0), (3, 10, 0.5), (5, 10, 1), (9, 10, 1.75), (10, 10, 0), (0, 0, 0)]
)
def test_part_marks_where_the_exercise_says_so(passed, total, points):
    class Partly(Spread):
        part_marks = True

    assert earned(Partly(), 2, "wrong", passed, total) == points
    assert earned(Partly(), 2, "error", passed, total) == 0
    assert earned(Spread(), 2, "wrong", passed, total) == 0
