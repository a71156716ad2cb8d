"""What a lesson says of other lessons: only of such as there are, and by their right name."""

import re

import pytest

from tinygrad_lite.course.exercises import LESSONS
from tinygrad_lite.course.folders import project_folder

NUMBERS = {lesson[:2] for lesson in LESSONS}


def said_of_others(text):
    """The numbers and the notebooks that a text names: "lessons 03 and 04", "(02_loss.ipynb)"."""
    lists = re.findall(r"\b[Ll]essons?\s((?:\d\d(?:, | and | to | or )?)+)", text)
    return {number for found in lists for number in re.findall(r"\d\d", found)}, set(
        re.findall(r"\b(\d\d_\w+)\.ipynb", text)
    )


def test_what_is_found():
    text = "As lessons 03 and 14 say, [go on](02_loss.ipynb); Lesson 05, Schedules, too. Lessons 06 to 09."
    assert said_of_others(text) == ({"03", "14", "05", "06", "09"}, {"02_loss"})


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_lesson_speaks_of_one_that_does_not_exist(lesson):
    numbers, notebooks = said_of_others((project_folder() / "lessons" / f"{lesson}.py").read_text(encoding="utf-8"))
    assert numbers <= NUMBERS
    assert notebooks <= set(LESSONS)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_ends_with_links_to_others_and_to_the_next(lesson):
    source = (project_folder() / "lessons" / f"{lesson}.py").read_text(encoding="utf-8")
    last = source.rpartition("# %%")[2]
    names = list(LESSONS)
    following = names[names.index(lesson) + 1 :][:1]
    assert all(f"({name}.ipynb)" in last for name in following)
    assert not re.findall(r"^# - \*\*Lesson \d\d.*", last, flags=re.MULTILINE)  # named, and no link
