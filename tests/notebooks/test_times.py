"""The minutes that a lesson names for its parts are those of the rule in CONTRIBUTING.md."""

import inspect
import re

import pytest

from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.folders import project_folder

WORDS_A_MINUTE, TASK, CLASS, RECAP = 130, 5, 10, 1
SITTING = 90  # a longer lesson names a good place to stop


def classes(lesson):
    """The ids of the exercises that ask for a class."""
    coded = [exercise for exercise in exercises_of(lesson) if hasattr(exercise, "solution")]
    return {exercise.id for exercise in coded if inspect.isclass(exercise.solution)}


def section_minutes(text, classes=frozenset()):
    """The minutes of each section by the rule; "" holds what stands before the first, "next" what follows the last."""
    found, section = {"": 0.0}, ""
    for cell in re.split(r"^# %% ", text, flags=re.MULTILINE)[1:]:
        head, _, body = cell.partition("\n")
        if "[markdown]" in head:
            for line in body.splitlines():
                heading = re.match(r"# ## (?:(\d+)\. )?(.+)", line)
                if heading:
                    section = heading[1] or ("next" if heading[2] == "Where to go next" else heading[2])
                found[section] = found.get(section, 0) + len(line.split()[1:]) / WORDS_A_MINUTE
        task = re.search(r'\b(?:exercise|question)="([^"]+)"', head)
        if task:
            found[section] += RECAP if "/recap_" in task[1] else CLASS if task[1] in classes else TASK
    return found


def table_of(text):
    """What the lesson says: for each row its sections, by number where they have one, and its minutes."""
    table = text.partition("| section | minutes |")[2].partition("\n#\n")[0]
    rows = re.findall(r"^# \| (.+?) \| *(\d*) *\|$", table, flags=re.MULTILINE)
    return [(re.findall(r"(?:^|· )(\d+) ", said), said, int(minutes or 0)) for said, minutes in rows]


def source(lesson):
    return (project_folder() / "lessons" / f"{lesson}.py").read_text(encoding="utf-8")


TIMED = [lesson for lesson in LESSONS if "| section | minutes |" in source(lesson)]


def test_the_rule():
    words = "# " + "word " * 129 + "word\n"
    text = (
        f'# %% [markdown] id="a"\n{words}# %% [markdown] id="b"\n# ## 1. One\n{words}# %% exercise="x/f"\n\n'
        '# %% exercise="x/c"\n\n# %% question="x/by_hand"\n\n# %% question="x/recap_1"\n'
    )
    minutes = section_minutes(text, {"x/c"})
    assert minutes == {"": 1.0, "1": pytest.approx(1 + 3 / 130 + 5 + 10 + 5 + 1)}


def test_all_lessons_are_timed_and_no_heading_says_it_otherwise():
    assert set(TIMED) == set(LESSONS)
    assert not any(re.search(r"^# ## .*minutes", source(lesson), re.MULTILINE) for lesson in LESSONS)


@pytest.mark.parametrize("lesson", TIMED)
def test_the_minutes_of_each_part_are_by_the_rule(lesson):
    text = source(lesson)
    by_rule, rows = section_minutes(text, classes(lesson)), table_of(text)
    for numbers, said, minutes in rows:
        if numbers:
            assert abs(minutes - sum(by_rule[number] for number in numbers)) <= 5, said
    named = [number for numbers, _, _ in rows for number in numbers]
    assert named == [section for section in by_rule if section.isdigit()] or not named  # lesson 00 has no numbers
    assert abs(sum(minutes for _, _, minutes in rows) - sum(by_rule.values())) <= 10


@pytest.mark.parametrize("lesson", TIMED)
def test_a_long_lesson_has_a_place_to_stop(lesson):
    parts, stops = [0], 0
    for _, said, minutes in table_of(source(lesson)):
        if "a good place to stop" in said:
            parts.append(0)
            stops += 1
        parts[-1] += minutes
    assert max(parts) <= SITTING
    assert stops == 1 or sum(parts) <= SITTING
