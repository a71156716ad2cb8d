"""What is lost is found by its value: expressions that come to what is needed, and places that one value mends."""

import ast
import math
import subprocess
import sys

import numpy as np
import pytest

from tinygrad_lite.course.attempt import Attempt
from tinygrad_lite.course.case import Case
from tinygrad_lite.course.compare import as_array
from tinygrad_lite.course.edits.scope import Scope
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.localise import locate
from tinygrad_lite.course.localise.alike import alike
from tinygrad_lite.course.localise.at_once import AtOnce
from tinygrad_lite.course.localise.changes import Changes
from tinygrad_lite.course.localise.poked import Wrong
from tinygrad_lite.course.localise.pool import Pool
from tinygrad_lite.course.localise.program import Program, left_unused
from tinygrad_lite.course.localise.unlike import unlike
from tinygrad_lite.course.localise.watched import Watched
from tinygrad_lite.course.run import Answer, quietly
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.course.work import Work

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}


@pytest.fixture(autouse=True)
def in_quiet():
    """What is tried may warn."""
    with quietly():
        yield


def submitted(name, source):
    namespace = {"np": np, "math": math}
    exec(compile(source, "<test>", "exec"), namespace)
    return Submission(namespace[name], source, namespace)


def located(exercise_id, source):
    exercise = EXERCISES[exercise_id]
    attempt = Attempt.of(exercise, submitted(exercise.name, source))
    attempt.put()
    return locate(attempt)


OPERAND_LOST = """
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
    by_m, by_v = 1, 1 - beta2**step
    return param - lr * m / by_m / (np.sqrt(v / by_v) + eps), m, v
"""
LINE_LOST = """
def mse(predicted, target):
    n = predicted.size
    return (error * error).sum() / n
"""
RESULT_LOST = """
def weight_decay(param, grad, weight_decay):
    shrinking = param * weight_decay
    return grad
"""
ALL_LOST = """
def weight_decay(param, grad, weight_decay):
    return param
"""
WORK_NOT_USED = """
def weight_decay(param, grad, weight_decay):
    shrunk = np.exp(param) * 7
    return shrunk - 3
"""


@pytest.mark.parametrize(
    ("exercise_id", "source", "lines"),
    [("optim/adam", OPERAND_LOST, {4, 5}), ("loss/mse", LINE_LOST, {3, 4}), ("optim/weight_decay", RESULT_LOST, {4})],
)
def test_what_is_lost_is_located(exercise_id, source, lines):
    place = located(exercise_id, source)
    assert {spot.number for spot in place.spots} <= lines
    assert not place.second


def test_all_of_the_code_is_no_place():
    assert located("optim/weight_decay", ALL_LOST) is None


def test_a_result_made_anew_beside_unused_work_is_no_place():
    assert located("optim/weight_decay", WORK_NOT_USED) is None


def pool(**env):
    more = {name: value * 1.5 + 0.25 for name, value in env.items()}
    return Pool(Scope(tuple(env), numpy="np"), [env, more], {"np": np}, {}, Work(10**9)), [env, more]


@pytest.mark.parametrize("text", ["a", "a - b", "(a - b) / len(a)", "np.exp(a * b)", "a / a.sum()", "np.maximum(a, 0)"])
def test_an_expression_is_found_by_its_values(text):
    a, b = np.array([0.5, -1.25, 2.0]), np.array([1.5, 0.75, -0.25])
    made, envs = pool(a=a, b=b)
    needed = [eval(text, {"np": np, **env}) for env in envs]
    piece = next(each for each in made.reaching(needed) if each.comes_to(envs, needed))
    found = ast.unparse(ast.fix_missing_locations(ast.Expression(piece.tree)))
    for env, value in zip(envs, needed, strict=True):
        np.testing.assert_allclose(eval(found, {"np": np, **env}), value, rtol=1e-6)


def test_to_look_for_an_expression_changes_nothing():
    function = ast.parse("def f(items):\n    items.append(1)\n    return items.pop() + len(items)").body[0]
    items = [3.0, 4.0]
    Pool(Scope(("items",), numpy="np", function=function), [{"items": items}], {"np": np}, {}, Work(10**9))
    assert items == [3.0, 4.0]


def test_the_solution_tells_what_it_computes_on_the_way():
    exercise = EXERCISES["loss/mse"]
    case = exercise_case(exercise)
    error = case.args["predicted"] - case.args["target"]
    known = [series for _, series in Watched.solution(exercise.solution, Work(10**9)).values(case, 1).items()]
    assert alike(error) in [alike(series[0]) for series in known]
    assert alike(-error) in [alike(series[0]) for series in known]


def exercise_case(exercise):
    attempt = Attempt.of(exercise, submitted("mse", "def mse(predicted, target):\n    return 0\n"))
    return next(case for case in attempt.cases if np.size(case.args["predicted"]) > 1)


def test_a_program_with_all_its_changes_in_it_is_the_program_with_one_of_them():
    source = (
        "def cosine(lr, epoch, total_epochs, min_lr=0.0):\n    share = epoch / total_epochs\n"
        "    if share > 1:\n        share = 1\n    return min_lr + (lr - min_lr) * (1 + np.cos(np.pi * share)) / 2\n"
    )
    program = Program(submitted("cosine", source), Work(10**9))
    unchanged = outcome(program.namespace["cosine"])
    changes = [each for group in Changes(program).groups(program.slots, 1, 64) for each in group]
    at_once = AtOnce(program, changes)
    made = at_once.made()
    compared = 0
    for statement, several in enumerate(at_once.changes):
        for number, change in enumerate(several):
            alone = outcome(program.changed(change.slot, change.replacement))
            assert outcome(made({statement: number})) == alone, ast.unparse(ast.fix_missing_locations(change.at))
            compared += 1
    assert compared > 100
    assert outcome(made({})) == unchanged


def outcome(function):
    try:
        return [repr(function(0.1, epoch, 10)) for epoch in (0, 4, 25)] + [repr(function(0.1, 3, 10, 0.02))]
    except Exception as problem:
        return type(problem).__name__


FIRST_OF_ALL = """
import numpy as np
from tinygrad_lite.course.attempt import Attempt
from tinygrad_lite.course.case import Case
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.localise import begun, searched
from tinygrad_lite.course.whose import not_students
from tinygrad_lite.course.submission import Submission

exercise = next(each for lesson in LESSONS for each in exercises_of(lesson) if each.id == "loss/mse")
source = "def mse(predicted, target):\\n    return ((predicted + target) ** 2).mean()"
namespace = {"np": np}
exec(source, namespace)
attempt = Attempt.of(exercise, Submission(namespace["mse"], source, namespace))
attempt.put()
search = begun(attempt)
assert not not_students.cache_info().currsize, "it has been asked before: this shows nothing"
assert searched(search)
assert not_students.cache_info().currsize
"""


def test_what_we_import_ourselves_is_imported_before_changes_are_tried():
    done = subprocess.run([sys.executable, "-c", FIRST_OF_ALL], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("number", [10**400, -(10**400)])
def test_a_number_too_large_for_a_float_is_infinite(number):
    assert float(as_array(number)) == np.copysign(np.inf, 1 if number > 0 else -1)


DIVISION_LOST = """
def softmax_cross_entropy_grad(logits, target):
    rows = []
    for row, right in zip(logits, target):
        e = [math.exp(v - max(row)) for v in row]
        rows.append([v / sum(e) - (k == right) for k, v in enumerate(e)])
    return np.array(rows)
"""
MEAN_LOST = """
def mse(predicted, target):
    error = np.ravel(target - predicted)
    return error
"""


def test_of_lists_and_arrays_alike_the_array_is_computed_with():
    place = located("backward/softmax_cross_entropy_grad", DIVISION_LOST)
    assert {spot.number for spot in place.spots} == {6, 7}  # each row can be divided, or all


def test_one_longer_change_comes_before_two():
    place = located("loss/mse", MEAN_LOST)
    assert 4 in {spot.number for spot in place.spots}
    assert not place.second


UPDATE_LOST = """
def adam_with_one_rate(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad * grad
    root = math.sqrt(1 - beta2**step)
    rate = lr / (1 - beta1**step)
    return {first}, m, v


def adamw(w, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    moved, m, v = adam_with_one_rate(w, g, m, v, t, lr, b1, b2, eps)
    return moved - lr * wd * w, m, v
"""


@pytest.mark.slow
@pytest.mark.parametrize("first", ["param", "rate * m / (np.sqrt(v) / root + eps)"])
def test_what_leaves_unused_what_was_computed_is_no_mending(first):
    """The update can be made good behind the helper, too; its rate, or its parameter, would be there for nothing."""
    source = UPDATE_LOST.replace("{first}", first)
    place = located("optim/adamw", source)
    assert place is None or {spot.number for spot in place.spots} == {7}


def test_what_is_left_unused():
    function = "def f(a, b, _c):\n    d = a\n    e, g = d, 1\n    h = 2\n    return e\n"
    source = f"{function}class C:\n    def m(self, x):\n        return 1"
    assert left_unused(ast.parse(source)) == {("f", "b"), ("f", "h")}


def test_after_all_is_written_anew_the_search_goes_on():
    source = "def kaiming_std(fan_in):\n    return np.sqrt(6) / np.sqrt(3 * fan_in) / 2\n"
    place = located("forward/kaiming_std", source)
    assert place is not None


def answer(*parts):
    return Answer(value=parts)


def test_what_is_wrong_hangs_on_a_place_or_does_not():
    wanted, got = answer(np.array([1.0, 2.0]), 5.0), answer(np.array([1.0, 3.0]), 5.0)
    wrong = Wrong(got, wanted)
    assert wrong.numbers == {1}
    assert wrong.hang_on([3.0], lambda values: answer(np.array([1.0, values[0]]), 5.0))
    assert not wrong.hang_on([1.0], lambda values: answer(np.array([values[0], 3.0]), 5.0))
    assert not wrong.hang_on([5.0], lambda values: answer(np.array([1.0, 3.0]), values[0]))


@pytest.mark.parametrize("value", [None, "mean", [None]])
def test_what_cannot_be_changed_a_little_may_be_the_place(value):
    wrong = Wrong(answer(1.0), answer(2.0))
    assert wrong.hang_on([value], lambda values: answer(1.0))


def test_the_first_case_looked_at_has_many_different_numbers():
    cases = [Case({"x": np.array([1.0, 2.0])}), Case({"x": np.array([0.137, -1.28, 3.551])}), Case({"x": np.zeros(9)})]
    assert unlike(cases)[0] == 1
