"""The place of a mistake: what is told is proven, holds the fault, and gives nothing away."""

import ast
import linecache
import random
import sys
from dataclasses import replace

import numpy as np
import pytest

import tinygrad_lite
from tinygrad_lite.course import judge
from tinygrad_lite.course.attempt import Attempt, Place, Spot
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.certificate.bench import Bench
from tinygrad_lite.course.certificate.places import DEVELOPMENT, Planted, part, planted, planted_twice, sample
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.localise import USUAL, locate
from tinygrad_lite.course.localise.harmless import harmless
from tinygrad_lite.course.localise.imports import nothing_new_imported
from tinygrad_lite.course.localise.program import Program
from tinygrad_lite.course.localise.told import marked_text, place_text
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.course.work import Work

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}

WITH_TAN = """
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    inputs = x @ w_ih.T + b_ih
    return np.tan(inputs + h @ w_hh.T + b_hh)   # squashed
"""
ROUNDS_DOWN = """
def cosine(lr, epoch, total_epochs, min_lr=0.0):
    share = (1 + np.cos(2 * np.pi * epoch / total_epochs)) / 2
    return min_lr + (lr - min_lr) * share
"""


def submitted(name, source, **variables):
    namespace = {"np": np, **variables}
    exec(compile(source, "<test>", "exec"), namespace)
    return Submission(namespace[name], source, namespace)


def checked(exercise_id, source, **variables):
    exercise = EXERCISES[exercise_id]
    verdict = verdict_on(exercise, submitted(exercise.name, source, **variables), locating=True)
    return verdict, verdict_card(exercise, verdict, [])


def test_the_place_is_told_and_marked_in_the_students_line():
    verdict, card = checked("clipping/rnn_cell", WITH_TAN)
    (spot,) = verdict.place.spots
    assert (spot.number, spot.piece) == (4, "np.tan(inputs + h @ w_hh.T + b_hh)")
    assert card.headline == "A change in one place is enough."
    text = f"Look again at line 4: `np.tan(inputs + h @ w_hh.T + b_hh)`. (Changed only there, all {verdict.total} "
    assert card.text.startswith(text)
    lines = repr(card).splitlines()
    below = lines[next(index for index, line in enumerate(lines) if "# squashed" in line) + 1]
    assert below.count("~") == len(spot.piece)
    assert ">np.tan(inputs + h @ w_hh.T + b_hh)</u>" in card._repr_html_()


NEVER_READ = """
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    z = w_ih @ x.T + w_hh @ h.T + b_hh[:, None]
    return np.tanh(z).T
"""


def test_what_is_never_read_is_looked_for_where_it_may_be_added():
    """Before anything that is made up: `np.tanh(z.T + b_ih)` would mend it, too."""
    verdict, _ = checked("clipping/rnn_cell", NEVER_READ)
    assert [(spot.number, spot.piece) for spot in verdict.place.spots] == [(3, "b_hh")]


def test_the_change_that_mends_is_not_told():
    _, card = checked("clipping/rnn_cell", WITH_TAN)
    assert "tanh" not in repr(card)


def test_a_place_comes_with_a_diagnosis_too():
    source = "def mse(predicted, target):\n    return np.sum((predicted - target) ** 2)\n"
    verdict, card = checked("loss/mse", source)
    assert verdict.diagnosis is not None
    assert verdict.place.spots[0].number == 2
    assert "Changed only in line 2, where it is underlined, all " in card.text
    assert not card.headline.startswith("Everything")


def test_nothing_is_said_of_what_is_wrong_in_several_places():
    source = "def mse(predicted, target):\n    a = predicted * 3\n    b = target + 7\n    return (a * b).max()\n"
    assert checked("loss/mse", source)[0].place is None


def test_running_the_changes_leaves_the_notebook_alone():
    submission = submitted("cosine", ROUNDS_DOWN)
    before = dict(submission.namespace)
    verdict_on(EXERCISES["schedules/cosine"], submission, locating=True)
    assert submission.namespace == before


def test_the_place_may_be_a_default():
    exercise = EXERCISES["schedules/one_cycle"]
    source = exercise.solution_code().replace("pct_start=0.3", "pct_start=-0.3")
    attempt = Attempt.of(exercise, submitted("one_cycle", source))
    attempt.put()
    assert [(spot.number, spot.piece) for spot in locate(attempt).spots] == [(1, "-0.3")]


def test_what_the_notebook_draws_below_does_not_depend_on_how_much_was_tried():
    source = (
        "def mse(predicted, target):\n    random.random() + np.random.rand() + tg.rand(1).item()\n"
        "    return ((predicted - target) ** 3).mean()\n"
    )
    submission = submitted("mse", source, random=random, tg=tinygrad_lite)
    attempt = Attempt.of(EXERCISES["loss/mse"], submission)
    attempt.put()
    drawn = []
    for search in (lambda: None, lambda: locate(attempt)):
        random.seed(0), np.random.seed(0), tinygrad_lite.manual_seed(0)  # noqa: NPY002
        found = search()
        drawn.append((random.random(), np.random.rand(), tinygrad_lite.rand(1).item()))  # noqa: NPY002
    assert found is not None
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize(
    "line", ["open('x', 'w')", "import os", "np.save('x', predicted)", "helper(predicted)", "eval('1')"]
)
def test_what_reaches_out_of_the_function_is_never_changed(line):
    helper = "def helper(x):\n    open('x', 'w')\n"
    source = f"{helper}def mse(predicted, target):\n    {line}\n    return ((predicted - target) ** 2).sum()\n"
    file = "<test of helpers>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    namespace = {"np": np}
    exec(compile(source, file, "exec"), namespace)
    assert not harmless(Submission(namespace["mse"], source, namespace))


def test_a_function_of_its_own_parameters_is_harmless():
    assert harmless(submitted("cosine", ROUNDS_DOWN))


def test_a_change_that_never_ends_is_cut_off():
    source = (
        "def step_decay(lr, epoch, step_size, gamma=0.1):\n    rounds = 0\n"
        "    while (rounds + 1) * step_size < epoch:\n"
        "        rounds = rounds + 1\n    return lr * gamma**rounds\n"
    )
    verdict, _ = checked("schedules/step_decay", source)
    assert [spot.number for spot in verdict.place.spots] == [3]


def located(exercise_id, source, **variables):
    attempt = Attempt.of(EXERCISES[exercise_id], submitted(EXERCISES[exercise_id].name, source, **variables))
    attempt.put()
    return attempt, locate(attempt)


def test_the_place_may_be_in_a_helper_of_the_same_cell():
    source = (
        "def squared(a, b):\n    return (a + b) ** 2\n\n"
        "def mse(predicted, target):\n    return squared(predicted, target).mean()\n"
    )
    _, place = located("loss/mse", source)
    assert [spot.number for spot in place.spots] == [2]


def test_the_place_of_an_exception_is_found():
    source = "def mse(predicted, target):\n    return ((predicted @ target) ** 2).mean()\n"
    attempt, place = located("loss/mse", source)
    assert any(answer.failure for answer in attempt.answers)
    assert [spot.piece for spot in place.spots] == ["predicted @ target"]


def test_a_method_of_a_class_is_changed_by_itself():
    source = (
        "class EarlyStopping:\n    def __init__(self, patience=7, min_delta=0.0, mode='min'):\n"
        "        self.patience, self.min_delta, self.mode = patience, min_delta, mode\n"
        "        self.best, self.counter = None, 0\n    def step(self, value):\n"
        "        gain = 0 if self.best is None else self.best - value\n"
        "        if self.mode == 'max':\n            gain = -gain\n"
        "        if self.best is None or gain > self.min_delta:\n            self.best, self.counter = value, 1\n"
        "        else:\n            self.counter += 1\n        return self.counter >= self.patience\n"
    )
    _, place = located("stopping/early_stopping", source)
    assert [(spot.number, spot.piece) for spot in place.spots] == [(10, "1")]


def test_a_statement_that_is_missing_is_said_to_be_missing():
    source = (
        "def mse(predicted, target):\n    total = 0\n    count = 0\n"
        "    for p, t in zip(predicted.ravel(), target.ravel()):\n        total += (p - t) ** 2\n"
        "    return total / max(count, 1)\n"
    )
    _, place = located("loss/mse", source)
    if place.missing:  # or another change of the last lines is nearer
        assert "Something is missing after line" in place_text(place)
    verdict = replace(verdict_on(EXERCISES["loss/mse"], submitted("mse", source)), diagnosis=None, place=place)
    assert place_text(place).startswith(verdict_card(EXERCISES["loss/mse"], verdict, []).headline)


TWO = """
def huber(predicted, target, delta=1.0):
    e = np.abs(predicted + target)
    small = e <= delta
    return np.sum(np.where(small, e ** 2 / 2, delta * (e - delta / 2)))
"""


def test_two_mistakes_are_two_places():
    verdict, card = checked("loss/huber", TWO)
    assert (verdict.place.spots[0].number, verdict.place.second[0].number) == (3, 5)
    assert card.headline == "There are two things to mend."
    assert card.text.startswith("First look at line 3: `predicted + target`. When that is right, look at line 5: ")
    left = "What is left then: You added up the elements' losses but did not divide by their number."
    assert card.text.endswith(left)  # which is true of what is left, and not yet of what came out
    assert sum(line.strip().startswith("~") for line in repr(card).splitlines()) == 2


TWO_WITHOUT_A_NAME = """
def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    share = max(0, min(1, (step - warmup_steps) / (total_steps + warmup_steps)))
    falling = min_lr + (lr - min_lr) * np.cos(np.pi * share / 2) ** 3
    return min(lr * (step + 1) / warmup_steps, falling)
"""


def test_two_mistakes_of_which_none_leads_anywhere_by_itself_are_two_places(monkeypatch):
    monkeypatch.setattr(judge, "locate", lambda attempt, **two: locate(attempt, 2 * USUAL, **two))
    verdict, card = checked("schedules/warmup_cosine", TWO_WITHOUT_A_NAME)
    assert (verdict.place.spots[0].number, verdict.place.second[0].number) == (3, 4)
    assert card.headline == "Changes in two places are enough."
    assert "Changed in line 3 and line 4, where it is underlined, all " in marked_text(verdict.place)


VARIANCE_OF_BOTH = """
def no_leakage(x_train, x_val):
    mean = (x_train.mean(axis=0) + x_val.mean(axis=0)) / 2
    var = ((x_train - mean) ** 2).mean(axis=0)
    return (x_train - mean) / var, (x_val - mean) / var
"""


def test_of_two_mistakes_the_one_with_a_name_comes_second(monkeypatch):
    monkeypatch.setattr(judge, "locate", lambda attempt, **two: locate(attempt, 5 * USUAL, **two))
    verdict, card = checked("stopping/no_leakage", VARIANCE_OF_BOTH)
    assert (verdict.place.spots[0].number, verdict.place.second[0].number) == (3, 4)
    assert card.headline == "There are two things to mend."
    assert card.text.startswith("First look at line 3: `x_val`. When that is right, look at line 4: ")
    assert card.text.endswith("What is left then: Your features are divided by their variance.")


def test_two_changes_in_one_place_are_one_place():
    source = "def mse(predicted, target):\n    error = predicted - target\n    return np.log(error / 2).mean()\n"
    _, place = located("loss/mse", source)
    assert place is None or not place.second


def test_a_change_never_calls_what_is_ruled_out():
    source = "def tanh(x):\n    return np.sin(x)\n"
    exercise = EXERCISES["forward/tanh"]
    assert "numpy.tanh" in exercise.forbids
    _, place = located("forward/tanh", source)
    assert place is None


def test_many_changes_compiled_together_are_the_changes_one_by_one():
    program = Program(submitted("cosine", ROUNDS_DOWN), Work(10**9))
    slot = next(slot for slot in program.slots if isinstance(slot.node, ast.Constant) and slot.node.value == 2)
    numbers = [ast.Constant(number) for number in range(1, 12)]
    together = [candidate(1.0, 1, 7) for _, candidate in program.variants(slot, numbers)]
    alone = [program.changed(slot, number)(1.0, 1, 7) for number in numbers]
    assert together == alone
    assert len(set(alone)) > 3


def test_code_that_no_failing_case_runs_is_not_changed():
    source = (
        "def step_decay(lr, epoch, step_size, gamma=0.1):\n    if epoch < 0:\n        return lr * 77\n"
        "    return lr * gamma ** (epoch % step_size)\n"
    )
    attempt, _ = located("schedules/step_decay", source)
    program = Program(attempt.submission, Work(10**9))
    reached = set.intersection(*program.statements_run([attempt.cases[index] for index in attempt.wrong], Work(10**9)))
    lines = {slot.statement.lineno for slot in program.slots if slot.statement and id(slot.statement) in reached}
    assert lines == {2, 4}


def test_a_list_that_a_change_would_put_into_itself_takes_neither_time_nor_memory():
    source = (
        "def sgd(params, grads, lr):\n    new = []\n    for p, g in zip(params, grads):\n"
        "        new.append(p + lr * g)\n    return new\n"
    )
    _, place = located("optim/sgd", source)
    assert [spot.number for spot in place.spots] == [4]


def test_nothing_is_imported_for_the_first_time_while_changes_are_tried():
    import colorsys  # what is there may be imported again

    with nothing_new_imported():
        import colorsys as again

        with pytest.raises(ImportError, match="while changes are tried"):
            import this  # noqa: F401
    assert again is colorsys
    assert "this" not in sys.modules


def test_memory_is_what_it_was_after_a_search():
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    located("loss/mse", "def mse(predicted, target):\n    return ((predicted - target) ** 3).mean()\n")
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def told(exercises, plant=planted, every=60):
    found = []
    for exercise in exercises:
        found += plant(Bench(exercise, (0,)), sample(DEVELOPMENT, every))
    return found


def assert_true(found, share):
    placed = [each for each in found if each.place]
    assert sum(each.held for each in placed) >= 0.98 * len(placed), [each.id for each in placed if not each.held]
    assert len(placed) >= share * len(found), [each.id for each in found if not each.place]


@pytest.mark.parametrize(
    ("first", "second", "held"), [((3, 5), (9,), True), ((9,), (5,), True), ((3,), (9,), False), ((5, 9), (4,), False)]
)
def test_of_two_faults_each_has_to_be_in_a_place_of_its_own(first, second, held):
    ones, others = (tuple(Spot(number, "", 0, 0) for number in numbers) for numbers in (first, second))
    assert Planted("", (5, 9), Place(ones, 1, second=others)).held is held
    assert not Planted("", (5,), Place(ones, 1, second=others)).held  # there is no second one


@pytest.mark.slow
def test_the_place_holds_a_planted_fault():
    assert_true(told([exercise for exercise in EXERCISES.values() if part(exercise.id, 12) == 1], every=30), 0.7)


@pytest.mark.full
def test_the_place_holds_many_planted_faults():
    assert_true(told(EXERCISES.values()), 0.7)


@pytest.mark.full
def test_two_planted_faults_are_told_apart():
    assert_true(told(EXERCISES.values(), planted_twice, 120), 0.2)
