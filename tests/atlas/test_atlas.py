"""The atlas: nothing is missing, what it tells is so, the solution is not in it, and it is found by word."""

import json
import re
import zlib

import pytest
from click.testing import CliRunner

from tinygrad_lite.atlas import chosen, entries
from tinygrad_lite.atlas.build import DATA, as_text, facts_of, lesson_data, met_by
from tinygrad_lite.atlas.entries import by_concept
from tinygrad_lite.atlas.page import fragment, page
from tinygrad_lite.atlas.wrong_lines import lines_of, wrong_lines
from tinygrad_lite.cli import main
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.exercises import LESSONS, exercises_of

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}
RENEW = "the atlas is behind: python -m tinygrad_lite.atlas.build"


@pytest.fixture(scope="module")
def everything():
    return entries()


@pytest.fixture(scope="module")
def kept():
    """What is kept of each exercise."""
    return {key: value for file in DATA.glob("*.json") for key, value in json.loads(file.read_text("utf-8")).items()}


def call(*words):
    return CliRunner().invoke(main, ["atlas", *map(str, words)])


# ---------------------------------------------------------------------------------------------- what it tells is so


def test_every_mistake_of_the_course_is_in_it_with_a_case(everything, kept):
    there = {(each.exercise, each.name) for each in everything}
    assert there == {(key, mistake.name) for key, one in EXERCISES.items() for mistake in one.mistakes()}
    assert {(key, name) for key, of in kept.items() for name in of["mistakes"]} == there, RENEW
    assert [each for each in everything if len(each.facts) < 2] == []


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_how_often_a_mistake_is_met_is_counted_over_the_kept_answers(exercise_id, kept):
    exercise, answers = EXERCISES[exercise_id], answers_to(EXERCISES[exercise_id])
    assert kept[exercise_id]["wrong"] == len(answers.wrong), RENEW
    for mistake in exercise.mistakes():
        counted = sum(mistake.name in answer.diagnoses for answer in answers.wrong)
        counted += sum(
            any(name and name.endswith("…") and mistake.name.startswith(name[:-1]) for name in answer.diagnoses)
            for answer in answers.wrong
        )
        assert kept[exercise_id]["mistakes"][mistake.name]["met"] == counted, RENEW
        assert len(met_by(mistake, answers)) == counted


def a_few():
    """One in forty, always the same; with --full every one."""
    for key, exercise in EXERCISES.items():
        for mistake in exercise.mistakes():
            few = zlib.crc32(f"{key} {mistake.name}".encode()) % 40 == 0
            yield pytest.param(key, mistake, id=f"{key}-{mistake.name}", marks=() if few else pytest.mark.full)


@pytest.mark.parametrize(("exercise_id", "mistake"), list(a_few()))
def test_the_case_that_is_kept_is_what_the_mistake_does(exercise_id, mistake, kept):
    facts, _ = facts_of(EXERCISES[exercise_id], mistake)
    assert facts == kept[exercise_id]["mistakes"][mistake.name]["facts"], RENEW


@pytest.mark.parametrize("lesson", LESSONS)
def test_nothing_has_changed_since_it_was_built(lesson):
    file = DATA / f"{LESSONS[lesson][0]}.json"
    text = file.read_text("utf-8")
    assert as_text(lesson_data(lesson, json.loads(text))) == text, RENEW


# --------------------------------------------------------------------------------------------- what it does not tell


def test_no_solution_is_in_it(everything):
    """Of what is right, not one line: neither whole programs nor the lines around a wrong one."""
    for each in everything:
        right = {line.strip() for line in lines_of(EXERCISES[each.exercise].solution_code())}
        told = [line.strip() for line in each.lines if line.strip() != "…"]
        assert right.isdisjoint(told), f"{each.exercise}: {each.name}"


def test_the_wrong_lines_are_those_that_the_nearest_right_program_does_not_have():
    right = "def f(x):\n    total = x.sum()\n    return total / x.size\n"
    other = "def f(values):\n    return values.mean()\n"
    wrong = 'def f(x):\n    """Text."""\n    total = x.sum()\n    return total\n'
    assert wrong_lines([wrong], [other, right], other) == ["…", "    return total"]
    assert wrong_lines([right], [right], right) == []
    assert wrong_lines([], [right], right) == []
    turned = "def f(x):\n    return total / x.size\n    total = x.sum()\n    x = 1\n"
    assert wrong_lines([turned], [right], right) == ["…", "    x = 1"]


def test_lines_are_told_of_most_mistakes(everything):
    assert sum(bool(each.lines) for each in everything) > 0.8 * len(everything)


# ------------------------------------------------------------------------------------------------------- the command


def test_it_is_found_by_exercise_lesson_and_word(everything):
    assert {each.exercise for each in chosen(everything, "loss/mse")} == {"loss/mse"}
    assert {each.exercise for each in chosen(everything, "mse")} == {"loss/mse"}
    assert {each.lesson for each in chosen(everything, "02_loss")} == {"02_loss"}
    assert {each.lesson for each in chosen(everything, "loss")} == {"02_loss"}
    found = chosen(everything, "wrong sign")
    assert found
    assert all("wrong" in each.words and "sign" in each.words for each in found)
    assert chosen(everything, "xyzzy") == []


def test_wrong_lines_are_shown_of_what_is_done(tmp_path):
    before = call("loss/mse", "--folder", tmp_path)
    assert before.exit_code == 0
    assert "loss/mse · sums instead of averaging" in before.output
    assert re.search(r"comes out +5\n +expected +2\.5\n", before.output)
    assert "np.sum((predicted - target) ** 2)" not in before.output
    assert "The wrong lines of loss/mse are left out" in before.output
    assert "Your answer is 2 times too large here" in " ".join(before.output.split())  # filled in, of this case
    assert "np.sum((predicted - target) ** 2)" in call("loss/mse", "--lines").output
    known = {"version": 1, "exercises": {"loss/mse": {"status": "right"}}}
    (tmp_path / "progress.json").write_text(json.dumps(known), encoding="utf-8")
    after = call("loss/mse", "--folder", tmp_path).output
    assert "    |     return np.sum((predicted - target) ** 2)" in after
    assert "left out" not in after
    assert "left out" in call("loss/mae", "--folder", tmp_path).output


def test_without_a_word_it_says_what_there_is(everything):
    shown = call().output
    assert f"{len(everything)} mistakes" in shown
    assert re.search(r"Sum or mean\? +\d+ +\d+", shown)


def test_a_word_that_is_nowhere():
    ended = call("loss/msee")
    assert ended.exit_code == 1
    assert "Did you mean loss/mse" in ended.output


def test_a_page_is_written_whole_or_not_at_all(tmp_path):
    file = tmp_path / "mistakes.html"
    assert call("loss/mse", "--out", file).exit_code == 0
    text = file.read_text("utf-8")
    assert text.count("<article") == len(EXERCISES["loss/mse"].mistakes())
    ended = call("--out", file / "mistakes.html")
    assert ended.exit_code == 2
    assert "a file is where a folder should be" in ended.output


# ----------------------------------------------------------------------------------------------------------- the page


def test_a_page_fetches_nothing_and_escapes_everything(everything):
    text = page(everything)
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text)
    assert text.count("<h1>") == 1
    for each in everything:
        assert "{" not in each.headline.replace("{0}", ""), each.name
    assert "<a>" not in fragment([each for each in everything if "<" in each.name])


def test_concepts_are_in_the_order_of_how_often_they_are_met(everything):
    groups = by_concept(everything)
    met = [sum(each.met for each in members) for _, members in groups]
    assert met == sorted(met, reverse=True)
    assert sum(len(members) for _, members in groups) == len(everything)
    assert len({concept.key for concept, _ in groups}) == len(groups)
