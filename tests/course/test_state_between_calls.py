"""What outlives a call and changes the answers is refused in every exercise, and named as the code calls it.

Each kind is planted into the solutions, and into the right answers that people typed, wherever it is possible. State
that changes no answer is nobody's fault.
"""

from __future__ import annotations

import copy
import inspect
import json
import linecache
import math
import pickle
import zlib

import numpy as np
import pytest

import tinygrad_lite
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.submission import Submission

from .planted_state import PLANTERS, counted, right_memo

EXERCISES = {exercise.id: (lesson, exercise) for lesson in LESSONS for exercise in exercises_of(lesson)}
#: What is planted and changes nothing, and why.
HARMLESS = {
    ("loop/train_model", "best_epoch"): "every call gives it a value before it is read",
    ("scale/train_accumulated", "total"): "it is back at 0 after each group, and so after each call",
    ("scale/train_accumulated", "count"): "it is back at 0 after each group, and so after each call",
}


def judged(exercise_id, source):
    """The verdict on a text typed into a cell of the exercise's lesson."""
    lesson, exercise = EXERCISES[exercise_id]
    lent = {each.name: each.solution for each in exercises_of(lesson)}
    modules = {"np": np, "tg": tinygrad_lite, "copy": copy, "json": json, "math": math, "pickle": pickle}
    namespace = {**vars(inspect.getmodule(exercise.solution)), **modules, **lent, "__name__": "__main__"}
    file = f"<planted in {exercise_id}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), namespace)
    return verdict_on(exercise, Submission(namespace[exercise.name], source, namespace, frozenset(lent)))


def planted(exercise, source):
    """Everything that can be planted into a text: (what is kept, the spoilt text)."""
    for planter in PLANTERS:
        yield from planter(source, exercise.name)


def sources_of(exercise):
    """The solution, and the right answers that define the name with `def` or `class`."""
    typed = [answer.source for answer in answers_to(exercise).right]
    start = (f"def {exercise.name}(", f"class {exercise.name}:", f"class {exercise.name}(")
    return [exercise.solution_code(), *(each for each in typed if any(line in f"\n{each}" for line in start))]


def problems_of(exercise_id, source):
    """Planted state that passes, or that is not named."""
    exercise = EXERCISES[exercise_id][1]
    for what, spoilt in planted(exercise, source):
        if (exercise_id, what.rpartition(".")[2]) in HARMLESS:
            continue
        verdict = judged(exercise_id, spoilt)
        said = verdict.diagnosis.text if verdict.diagnosis else ""
        if verdict.status == "right" or f"`{what}`" not in said:
            yield f"{verdict.status}, {said or 'nothing said'}\n{spoilt}"


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_planted_state_is_refused_and_named(exercise_id):
    exercise = EXERCISES[exercise_id][1]
    for what, spoilt in one_of(list(planted(exercise, exercise.solution_code())), exercise_id):
        if (exercise_id, what.rpartition(".")[2]) not in HARMLESS:
            verdict = judged(exercise_id, spoilt)
            assert verdict.status in ("wrong", "error"), spoilt
            assert verdict.diagnosis is not None, spoilt
            assert f"`{what}`" in verdict.diagnosis.text, f"{spoilt}\n{verdict.diagnosis.text}"


def one_of(things, key):
    """Always the same one of a list, another for each key; an empty list where there is none."""
    return [things[zlib.crc32(key.encode()) % len(things)]] if things else []


@pytest.mark.full
@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_all_planted_state_is_refused_and_named(exercise_id):
    problems = [each for source in sources_of(EXERCISES[exercise_id][1]) for each in problems_of(exercise_id, source)]
    assert not problems, "\n\n".join(problems)


def only_plain(exercise):
    """Whether all of an exercise's cases are calls with plain data that nothing may change."""
    cases = cases_of(exercise)
    return not any(case.steps or case.changes or any(hasattr(r, "build") for r in case.args.values()) for case in cases)


def looks_up(exercise):
    """Whether the memo of the planter fits: arguments can be told apart, and none has the function's name."""
    plain = not exercise.asks_for_class and only_plain(exercise)
    return plain and exercise.name not in exercise.signature.parameters and not has_functions(exercise)


def has_functions(exercise):
    return exercise.id in ("backward/numerical_gradient", "backward/gradcheck", "schedules/sequential")


def some(exercise_ids):
    """A quarter of them in every run; with --full all."""
    always = {each for each in EXERCISES if zlib.crc32(each.encode()) % 4 == 0}
    return [pytest.param(each, marks=[] if each in always else [pytest.mark.full]) for each in exercise_ids]


@pytest.mark.parametrize("exercise_id", some(each for each in EXERCISES if looks_up(EXERCISES[each][1])))
def test_a_memo_of_all_that_counts_is_right(exercise_id):
    exercise = EXERCISES[exercise_id][1]
    verdict = judged(exercise_id, right_memo(exercise.solution_code(), exercise.name))
    assert verdict.status == "right", verdict.diagnosis


@pytest.mark.parametrize("exercise_id", some(EXERCISES))
def test_a_counter_that_nobody_reads_is_no_fault(exercise_id):
    exercise = EXERCISES[exercise_id][1]
    verdict = judged(exercise_id, counted(exercise.solution_code(), exercise.name))
    assert verdict.status == "right", verdict.diagnosis


def test_a_counter_beside_another_mistake_is_not_its_cause():
    source = (
        "seen = []\ndef mse(predicted, target):\n    seen.append(1)\n    return np.sum((predicted - target) ** 2)\n"
    )
    assert judged("loss/mse", source).diagnosis.name == "sums instead of averaging"


def test_a_kept_set_of_nodes_is_found_by_asking_about_the_same_graph():
    """Every case alone is right: nodes of another graph are other nodes."""
    source = """
def topological_order(root, visited=set()):
    order = []
    waiting = [(root, False)]
    while waiting:
        node, done = waiting.pop()
        if done:
            order.append(node)
        elif node not in visited:
            visited.add(node)
            waiting.append((node, True))
            waiting += [(parent, False) for parent in node.parents]
    return order
"""
    verdict = judged("backward/topological_order", source)
    assert verdict.diagnosis.name == "a default is kept between calls"
    assert "`visited`" in verdict.diagnosis.text


def test_state_in_a_helper_of_the_cell_is_named():
    source = """
def visit(node, order=[], seen=set()):
    if id(node) not in seen:
        seen.add(id(node))
        for parent in node.parents:
            visit(parent, order, seen)
        order.append(node)
    return order

def topological_order(root):
    return visit(root)
"""
    verdict = judged("backward/topological_order", source)
    assert verdict.diagnosis.name == "a default is kept between calls"
    assert "`order`" in verdict.diagnosis.text


def test_the_first_answer_kept_for_ever_is_named():
    source = """
def mse(predicted, target):
    if not hasattr(mse, "result"):
        mse.result = np.mean((predicted - target) ** 2)
    return mse.result
"""
    verdict = judged("loss/mse", source)
    assert verdict.diagnosis.name == "an attribute of the function is kept between calls"
    assert "`mse.result`" in verdict.diagnosis.text


def test_objects_are_asked_side_by_side():
    """`__init__` sets the numbers of the class back, so one object after the other is right."""
    source = """
class GradScaler:
    good = 0

    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale, self.growth, self.backoff = init_scale, growth_factor, backoff_factor
        self.interval = growth_interval
        GradScaler.good = 0

    def update(self, found_inf):
        GradScaler.good = 0 if found_inf else GradScaler.good + 1
        if found_inf:
            self.scale *= self.backoff
        elif GradScaler.good == self.interval:
            self.scale *= self.growth
            GradScaler.good = 0
        return self.scale
"""
    verdict = judged("gpu/grad_scaler", source)
    assert verdict.diagnosis.name == "shared by all objects"
    assert "`GradScaler.good`" in verdict.diagnosis.text


@pytest.mark.parametrize("method", ["add", "sub", "mul", "pow", "neg", "relu", "tanh", "radd", "rmul", "rsub"])
def test_whatever_sets_a_gradient_is_refused(method):
    """In any operation of `Value`: each is asked for twice, and in two losses."""
    verdict = judged("backward/value", one_sets(method, True))
    assert verdict.status == "wrong"
    assert verdict.diagnosis is not None


def test_the_value_that_the_test_above_spoils_is_right():
    assert judged("backward/value", one_sets("add", False)).status == "right"


def one_sets(method, sets):
    """A right `Value` with closures, in which one operation sets the gradients that it hands on."""
    solution = EXERCISES["backward/value"][1].solution_code()
    spoilt = """
    def __init__(self, data, parents=(), slopes=(), sets=False):
        self.data, self.grad, self.parents, self.slopes, self.sets = data, 0.0, parents, slopes, sets

    def backward(self):
        order = topological_order(self)
        for node in order:
            if node.parents:
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad = slope * node.grad + (0.0 if node.sets else parent.grad)

    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,))

    def __sub__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))

    def __radd__(self, other):
        return Value(self.data + other, (self,), (1.0,))

    def __rmul__(self, other):
        return Value(self.data * other, (self,), (other,))

    def __rsub__(self, other):
        return Value(other - self.data, (self,), (-1.0,))
"""
    name = method if method in ("relu", "tanh") else f"__{method}__"
    setting = f"""
class Value(Value):
    def {name}(self, *others):
        made = Whole.{name}(self, *others)
        made.sets = {sets}
        return made
"""
    return f"{solution}\n{spoilt}\nWhole = Value\n{setting}"
