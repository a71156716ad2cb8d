"""A lesson lets its reader write before long: the fifth cell at the latest asks for code."""

import nbformat
import pytest

from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.folders import lessons_folder

BY_CELL = 5


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_first_code_of_ones_own_is_asked_for_by_the_fifth_cell(lesson):
    first = nbformat.read(lessons_folder() / f"{lesson}.ipynb", as_version=4).cells[:BY_CELL]
    coded = {exercise.id.replace("/", "-") for exercise in exercises_of(lesson)}
    assert any(cell.id in coded for cell in first), [cell.id for cell in first]
