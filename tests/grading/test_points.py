"""What tasks are worth: the exercises' own points, changed by `[points]`; part marks only where an exercise says so."""

import pytest

from tests.certificate.samples import Spread
from tinygrad_lite.course.exercises import LESSONS, tasks_of
from tinygrad_lite.grading.points import PointsError, changed_points, earned, points_table, read_points, unknown_ids


def test_every_task_has_its_own_points():
    for lesson in LESSONS:
        tasks = tasks_of(lesson)
        assert points_table(tasks) == {task.id: task.points for task in tasks}


def test_a_table_changes_some(tmp_path):
    file = tmp_path / "grading.toml"
    file.write_text('[points]\n"loss/mse" = 4\n"loss/recap_1" = 0.5\n"loss/mae" = 0\n', encoding="utf-8")
    table = points_table(tasks_of("02_loss"), read_points(file))
    assert (table["loss/mse"], table["loss/recap_1"], table["loss/mae"], table["loss/huber"]) == (4, 0.5, 0, 3)
    assert list(table) == [task.id for task in tasks_of("02_loss")]


def test_windows_may_put_a_mark_in_front_and_a_file_may_have_no_points(tmp_path):
    file = tmp_path / "grading.toml"
    file.write_text('\ufeff[time]\nlate = "none"\n', encoding="utf-8")
    assert read_points(file) == {}


@pytest.mark.parametrize("value", ["2", True, -1, float("nan"), float("inf"), [1], None])
def test_what_is_no_number_of_points_is_named(value):
    with pytest.raises(PointsError, match="loss/mse"):
        changed_points({"loss/mse": value})


def test_a_broken_file_is_named(tmp_path):
    file = tmp_path / "grading.toml"
    file.write_bytes(b"[points\n")
    with pytest.raises(PointsError, match=r"grading\.toml"):
        read_points(file)
    with pytest.raises(PointsError, match=r"\[points\]"):
        changed_points(3)


def test_a_misspelt_line_is_not_passed_over():
    known = [task.id for task in tasks_of("02_loss")]
    assert unknown_ids({"loss/mse": 1}, known) == []
    assert "loss/huber" in unknown_ids({"loss/hubr": 1}, known)[0]


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
