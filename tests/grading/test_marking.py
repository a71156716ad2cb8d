"""One notebook, from its bytes to a record."""

import json
import re

import pytest

from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.exercises import LESSONS, exercises_of, questions_of
from tinygrad_lite.course.folders import lessons_folder
from tinygrad_lite.course.run import Answer, Failure
from tinygrad_lite.grading.definitions import Given
from tinygrad_lite.grading.judging import Judged
from tinygrad_lite.grading.marking import behaviour, mark, own_source, tree_name
from tinygrad_lite.grading.notebook import read_notebook
from tinygrad_lite.grading.process import NotStarted
from tinygrad_lite.grading.record import GRADED, MACHINE, NEEDS_A_PERSON, NOT_HANDED_IN, Record
from tinygrad_lite.grading.sandbox.limits_only import LimitsOnly


def lesson_cells(lesson):
    return json.loads((lessons_folder() / f"{lesson}.ipynb").read_text("utf-8"))


def handed_in(lesson, answers=(), replies=(), drop=()):
    """A lesson with these answers: code by the exercise's id, literals by the question's."""
    answers, replies, whole = dict(answers), dict(replies), lesson_cells(lesson)
    names = {exercise.id: exercise.name for exercise in exercises_of(lesson)}
    kept = []
    for cell in whole["cells"]:
        source = "".join(cell["source"])
        found = re.search(r'@exercise\("([^"]+)"\)', source) if cell["cell_type"] == "code" else None
        asked = re.match(r'answer\("([^"]+)"', source)
        task = (found or asked)[1] if found or asked else ""
        if task in drop:
            continue
        if found and task in answers:
            text = answers[task]
            marked = re.sub(rf"^(def|class) {names[task]}\b", f'@exercise("{task}")\n\\g<0>', text, count=1, flags=re.M)
            cell["source"] = marked
        elif asked and task in replies:
            cell["source"] = f'answer("{task}", {replies[task]})'
        kept.append(cell)
    return read_notebook(json.dumps({**whole, "cells": kept}).encode())


def graded(tree, lesson, *args, seed=0, **kwargs):
    """The record of such a notebook, and its marks by id."""
    record = mark(handed_in(lesson, *args, **kwargs), seed, LimitsOnly(), tree=tree)
    return record, {each.id: each for each in record.marks}


def right_answers(lesson):
    """An answer to every exercise, as students type them; and to every question."""
    code = {exercise.id: exercise.solution_code() for exercise in exercises_of(lesson)}
    return code, {question.id: repr(question.answer()) for question in questions_of(lesson)}


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_solution_of_a_lesson_has_all_points(lesson, tree):
    record, marks = graded(tree, lesson, *right_answers(lesson))
    assert record.state == GRADED, record.why
    assert [(each.id, each.status, each.why) for each in marks.values() if each.status != "right"] == []
    assert record.points == sum(each.points for each in record.marks) > 0


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_untouched_lesson_has_none(lesson, tree):
    record, marks = graded(tree, lesson)
    assert {each.status for each in marks.values()} == {"not-started"}
    assert {each.auto for each in marks.values()} == {0.0}
    assert record.state == GRADED


def test_another_seed_gives_other_cases_and_the_same_marks(tree):
    exercises = {exercise.id: answers_to(exercise) for exercise in exercises_of("02_loss")}
    answers = {exercise_id: found.right[0].source for exercise_id, found in exercises.items()}
    answers["loss/mse"] = (
        "import numpy as np\ndef mse(predicted, target):\n    return np.sum((predicted - target) ** 2)\n"
    )
    seen = []
    for seed in (0, 20240917):
        _, marks = graded(tree, "02_loss", answers, seed=seed)
        assert (marks["loss/mse"].status, marks["loss/mse"].name) == ("wrong", "sums instead of averaging")
        assert [each.status for each in marks.values() if each.id in answers].count("right") == len(answers) - 1
        seen.append(marks["loss/mse"].behaviour)
    assert seen[0] != seen[1]


def test_the_same_notebook_and_seed_give_the_same_record_to_the_letter(tree):
    code, replies = right_answers("02_loss")
    code["loss/mae"] = "def mae(predicted, target):\n    return np.abs(predicted - target).sum()\n"
    one, two = (graded(tree, "02_loss", code, replies, seed=3)[0].as_json() for _ in range(2))
    for record in (one, two):
        record["seconds"] = 0.0
        for each in record["marks"]:
            each["seconds"] = 0.0
    assert one == two
    assert Record.from_json(json.loads(json.dumps(one))).as_json() == one


def test_a_card_is_the_lessons(tree):
    _, marks = graded(tree, "02_loss", {"loss/mse": "def mse(p, t):\n    return ((p - t) ** 2).sum()\n"})
    found = marks["loss/mse"]
    assert found.card["headline"].startswith("You added up the squared errors")
    assert found.card["state"].startswith("not yet right (")
    assert [label for label, _ in found.card["facts"]][:2] == ["predicted", "target"]
    assert found.source == '@exercise("loss/mse")\ndef mse(p, t):\n    return ((p - t) ** 2).sum()'
    assert found.values_right is False
    assert found.total > found.passed


def test_right_values_with_a_changed_input(tree):
    text = "def mse(p, t):\n    p -= t\n    p *= p\n    return p.mean()\n"
    found = graded(tree, "02_loss", {"loss/mse": text})[1]["loss/mse"]
    assert (found.status, found.name, found.values_right) == ("wrong", "changes its input", True)


def test_what_is_not_in_the_notebook_is_no_zero(tree):
    question = questions_of("02_loss")[0].id
    _, marks = graded(tree, "02_loss", drop=("loss/mse", question))
    for task in ("loss/mse", question):
        assert (marks[task].state, marks[task].auto) == (NOT_HANDED_IN, None)


def test_a_cell_that_python_cannot_read(tree):
    found = graded(tree, "02_loss", {"loss/mse": "def mse(p, t):\n    return (p - t\n"})[1]["loss/mse"]
    assert (found.status, found.auto, found.name) == ("error", 0.0, "SyntaxError")
    assert found.card["state"] == "Python cannot read this cell"


def test_questions(tree):
    asked = questions_of("02_loss")
    one, two, three = asked[:3]
    replies = {one.id: repr(one.answer()), two.id: "'nonsense'", three.id: "open('x').read()"}
    _, marks = graded(tree, "02_loss", (), replies)
    assert (marks[one.id].status, marks[one.id].auto) == ("right", marks[one.id].points)
    assert marks[two.id].status in ("wrong", "error")
    assert (marks[three.id].state, marks[three.id].auto) == (NEEDS_A_PERSON, None)


def test_a_notebook_of_no_lesson_needs_a_person(tree):
    notebook = read_notebook(json.dumps({"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}).encode())
    record = mark(notebook, 0, LimitsOnly(), tree=tree)
    assert (record.state, record.marks) == (NEEDS_A_PERSON, ())


def test_where_no_process_starts_it_is_the_machines_doing(tree, monkeypatch):
    def start(*args, **kwargs):
        raise NotStarted("no memory")

    monkeypatch.setattr("tinygrad_lite.grading.process.Process.start", start)
    record, _ = graded(tree, "02_loss", {"loss/mse": "def mse(p, t):\n    return 1.0\n"})
    assert (record.state, record.marks) == (MACHINE, ())
    assert "no memory" in record.why


def test_a_check_that_fails_is_for_a_person_and_costs_nobody_else(tree, monkeypatch):
    def verdict(self, exercise, given, process):
        if exercise.name == "mse":
            raise OverflowError("too large")
        return Judged(None, "not looked at")

    monkeypatch.setattr("tinygrad_lite.grading.judging.Judging.verdict", verdict)
    code = {name: f"def {name.partition('/')[2]}(p, t):\n    return 1.0\n" for name in ("loss/mse", "loss/mae")}
    _, marks = graded(tree, "02_loss", code)
    assert (marks["loss/mse"].state, marks["loss/mae"].why) == (NEEDS_A_PERSON, "not looked at")
    assert "OverflowError" in marks["loss/mse"].why


def test_what_is_ruled_out_and_was_never_run_is_not_said_to_be_right(tree):
    text = "import torch\ndef mse(p, t):\n    return torch.nn.MSELoss()(torch.tensor(p), torch.tensor(t)).item()\n"
    found = graded(tree, "02_loss", {"loss/mse": text})[1]["loss/mse"]
    assert (found.status, found.auto) == ("not-by-hand", 0.0)
    assert "Every value is right" not in found.card["headline"]


# -------------------------------------------------------------------------------------------- equal code, equal answers


def given(source, name="mse"):
    return Given(0, name, source=source)


def test_names_comments_and_layout_make_no_other_code():
    one = given("def mse(p, t):\n    '''Mean.'''\n    error = p - t  # the error\n    return np.mean(error ** 2)\n")
    two = given("x = 3\n@exercise('loss/mse')\ndef mse(a, b):\n    d = (a -\n        b)\n    return np.mean(d**2)\n")
    other = given("def mse(p, t):\n    error = t - p\n    return np.sum(error ** 2)\n")
    assert tree_name(one) == tree_name(two) != tree_name(other)
    assert own_source(two).startswith("@exercise('loss/mse')\ndef mse(a, b):")


def test_answers_that_are_equal_but_for_rounding_behave_alike():
    assert behaviour([Answer(0.1 + 0.2)]) == behaviour([Answer(0.3)])
    assert behaviour([Answer(0.3)]) != behaviour([Answer(0.4)])
    assert behaviour([Answer(failure=Failure("KeyError", "'a'"))]) == behaviour(
        [Answer(failure=Failure("KeyError", "3"))]
    )
    assert behaviour([]) == ""


def test_an_answer_in_a_cell_that_is_too_long_to_be_read_needs_a_person(tree):
    long = "\n# " + "x" * 60_000
    code, _ = right_answers("02_loss")
    notebook = {"loss/mse": code["loss/mse"] + long, "loss/mae": code["loss/mae"]}
    record, marks = graded(tree, "02_loss", notebook, {"loss/recap_1": "'a'" + long})
    assert (marks["loss/mse"].state, marks["loss/mse"].auto) == (NEEDS_A_PERSON, None)
    assert (marks["loss/recap_1"].state, marks["loss/recap_1"].auto) == (NEEDS_A_PERSON, None)
    assert "too long" in marks["loss/mse"].why
    assert marks["loss/mae"].status == "right"
    assert any("of its cells were not read" in note for note in record.notes)


def test_halves_of_characters_can_be_written(tree):
    code = "def mse(predicted, target):\n    raise ValueError(chr(0xD83D))\n"
    record, marks = graded(tree, "02_loss", {"loss/mse": code}, {"loss/recap_1": r"'\ud83d'"})
    assert marks["loss/mse"].status == "error"
    with pytest.raises(UnicodeEncodeError):  # what this test is about
        json.dumps(record.as_json(), ensure_ascii=False).encode("utf-8")
    whole = record.writable()
    json.dumps(whole.as_json(), ensure_ascii=False).encode("utf-8")
    assert [mark.auto for mark in whole.marks] == [mark.auto for mark in record.marks]
    assert record.writable() == whole.writable()


def test_names_that_are_made_while_the_notebook_runs(tree):
    code, _ = right_answers("02_loss")
    before = 'globals().update(power=2)\nglobals()["one"] = 1\nexec("halve = 0.5")\n'
    uses = before + "def mse(predicted, target):\n    return ((predicted - target) ** power).mean() * halve * 2 * one\n"
    hidden = f"code = {code['loss/mae']!r}\nexec(code)\n"
    _, marks = graded(tree, "02_loss", {"loss/mse": uses, "loss/mae": hidden})
    assert marks["loss/mse"].status == "right"
    assert (marks["loss/mae"].state, marks["loss/mae"].auto) == (NEEDS_A_PERSON, None)
    assert "made while" in marks["loss/mae"].why
    assert marks[exercises_of("02_loss")[-1].id].status == "not-started"
