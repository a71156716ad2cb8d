"""Where few right cases come by is looked first; and changes for mistakes that are usual in classes and in formulas."""

import ast
import functools
import re

import numpy as np
import pytest

from tinygrad_lite.course.attempt import Attempt
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.edits.repairs import MISSING, REPAIRS
from tinygrad_lite.course.edits.scope import Scope
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.localise import begun, locate
from tinygrad_lite.course.localise.program import Program
from tinygrad_lite.course.run import quietly
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.course.work import USUAL, Work

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}
VALUE = """
import math
class Value:
    def __init__(self, data, _children=()):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
    def __pow__(self, n):
        out = Value(self.data ** n, (self,))
        def _backward():
            self.grad += n * self.data ** (n - 1) * out.grad
        out._backward = _backward
        return out
    def relu(self):
        out = Value(0.0 if self.data < 0 else self.data, (self,))
        def _backward():
            self.grad += (out.data > 0) * out.grad
        out._backward = _backward
        return out
    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,))
        def _backward():
            self.grad += (1 - t ** 2) * out.grad
        out._backward = _backward
        return out
    def backward(self):
        topo, visited = [], set()
        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)
        build(self)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()
    def __neg__(self):
        return self * -1
    def __sub__(self, other):
        return self + (-other)
    def __radd__(self, other):
        return self + other
    def __rmul__(self, other):
        return self * other
    def __rsub__(self, other):
        return -self + other
"""
#: (a right line, a wrong one in its place)
IN_VALUE = [
    ("(out.data > 0) * out.grad", "(out.grad > 0) * out.grad"),
    ("n * self.data ** (n - 1) * out.grad", "n * self.data ** n - 1 * out.grad"),
    ("(out.data > 0) * out.grad", "max(out.data, 0) * out.grad"),
    ("self.grad += other.data * out.grad", "other.grad += other.data * out.grad"),
    ("(1 - t ** 2) * out.grad", "(1 - t) ** 2 * out.grad"),
]


def attempt_of(exercise_id, source):
    exercise = EXERCISES[exercise_id]
    namespace = {"np": np}
    exec(compile(source, "<test>", "exec"), namespace)
    attempt = Attempt.of(exercise, Submission(namespace[exercise.name], source, namespace))
    attempt.put()
    return attempt


@pytest.mark.parametrize(("right", "wrong"), IN_VALUE)
def test_a_usual_mistake_in_a_large_class_has_a_place(right, wrong):
    assert VALUE.count(right) == 1
    source = VALUE.replace(right, wrong)
    line = next(number for number, text in enumerate(source.splitlines(), 1) if wrong in text)
    place = locate(attempt_of("backward/value", source), 2 * USUAL)
    assert [spot.number for spot in place.spots] == [line]


def test_suspected_is_what_few_right_cases_run():
    search = begun(attempt_of("backward/value", VALUE.replace(*IN_VALUE[0])))
    with quietly():
        assert search.begin()
    suspected = {slot.statement.lineno for slot in search.suspected}
    relu = [number for number, text in enumerate(VALUE.splitlines(), 1) if "relu" in text or "out.data > 0" in text]
    assert relu[1] in suspected
    assert max(suspected) <= relu[1] + 2
    assert min(suspected) >= relu[0]
    first, rest = search._parts()
    assert {id(slot) for slot in first} | {id(slot) for slot in rest} == {id(slot) for slot in search.reached}


def test_where_all_cases_run_everything_the_places_are_looked_at_together():
    search = begun(
        attempt_of("loss/mse", "def mse(predicted, target):\n    return ((predicted - target) ** 3).mean()\n")
    )
    with quietly():
        assert search.begin()
    assert search._parts() == [search.reached]


def test_what_each_case_runs():
    source = (
        "def step_decay(lr, epoch, step_size, gamma=0.1):\n    if epoch < step_size:\n        return lr\n    return 1\n"
    )
    attempt = attempt_of("schedules/step_decay", source)
    program = Program(attempt.submission, Work(10**9))
    ran = program.statements_run(attempt.cases, Work(10**9))
    first, second = program.tree.body[0].body[1:]
    for case, statements in zip(attempt.cases, ran, strict=True):
        early = case.args["epoch"] < case.args["step_size"]
        assert (id(first.body[0]) in statements, id(second) in statements) == (early, not early)


SCOPE = Scope(("out", "x"), ("data", "grad"), "np")


@functools.cache
def changes_of(text):
    """What the likely changes make of an expression."""
    node = ast.parse(text, mode="eval").body
    return {ast.unparse(each) for cost, kind in REPAIRS if cost <= 2 for each in kind(node, SCOPE)}


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("a + b * c", "(a + b) * c"),
        ("a / b + c", "a / (b + c)"),
        ("a - b + c", "a - (b + c)"),
        ("n * x ** n - 1 * g", "n * x ** (n - 1) * g"),
        ("(a + b) * c", "a + b * c"),
        ("a ** b + c * d", "a ** ((b + c) * d)"),
        ("out.grad", "out.data"),
        ("out.grad", "self.grad"),
        ("self.grad", "out.grad"),
        ("max(x, 0)", "x > 0"),
        ("np.maximum(x, 0)", "x > 0"),
        ("x > 0", "np.maximum(x, 0)"),
    ],
)
def test_a_likely_change(wrong, right):
    assert right in changes_of(wrong)


def test_brackets_are_set_in_every_other_way_once():
    node = ast.parse("a - b - c - d", mode="eval").body
    (brackets,) = (kind for _, kind in REPAIRS if kind.__name__ == "brackets")
    found = [ast.unparse(each) for each in brackets(node, SCOPE)]
    assert len(found) == len(set(found)) == 4  # five ways in all
    assert ast.unparse(node) not in found
    many = ast.parse("+".join("abcdefgh"), mode="eval").body
    assert not list(brackets(many, SCOPE))


def test_the_attribute_of_a_module_is_not_an_objects():
    assert "np.data" not in changes_of("np.grad_mode")


PLATEAU = """
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr = lr
        self.factor = 0.1
        self.patience = 10
        self.threshold = threshold
        self.best = float("inf")
        self.bad = 0
    def step(self, loss):
        if loss < self.best * (1 - self.threshold):
            self.best = loss
            self.bad = 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.lr *= self.factor
            self.bad = 0
        return self.lr
"""


def test_what_a_class_is_given_and_never_reads_is_named():
    attempt = attempt_of("schedules/plateau", PLATEAU)
    found = verdict_on(attempt.exercise, attempt.submission).diagnosis
    assert found.name == "unused parameter"
    assert found.text.startswith("Your `__init__` never uses `factor` and `patience`, so")


@pytest.mark.parametrize("line", ["self.__dict__.update(locals())", "vars(self).update(vars())"])
def test_who_keeps_all_that_is_given_reads_it(line):
    lines = PLATEAU.splitlines()
    source = "\n".join([*lines[:3], f"        {line}", *lines[7:]]).replace(
        "self.lr *= self.factor", "self.lr *= self.factor * 0.83"
    )
    attempt = attempt_of("schedules/plateau", source)
    verdict = verdict_on(attempt.exercise, attempt.submission)
    assert verdict.status == "wrong"
    assert verdict.diagnosis is None or "never uses" not in verdict.diagnosis.text


def test_what_a_method_is_given_and_never_reads_is_named():
    source = PLATEAU.replace("= 0.1\n", "= factor\n").replace("= 10\n", "= patience\n").replace("= loss", "= self.lr")
    attempt = attempt_of("schedules/plateau", source.replace("loss <", "self.lr <"))
    found = verdict_on(attempt.exercise, attempt.submission).diagnosis
    assert found.text.startswith("Your `step` never uses `loss`, so")


def test_what_the_other_methods_do_may_be_forgotten_in_one():
    source = VALUE.replace(
        "        out._backward = _backward\n        return out\n    def tanh", "        return out\n    def tanh"
    )
    assert source.count("out._backward = _backward") == VALUE.count("out._backward = _backward") - 1
    place = locate(attempt_of("backward/value", source), 2 * USUAL)
    relu = next(number for number, text in enumerate(source.splitlines(), 1) if "def relu" in text)
    assert place.missing
    assert all(relu < spot.number <= relu + 4 for spot in place.spots)


def test_what_is_put_in_hides_no_name_outside():
    source = """
import math
def f(x, limit):
    total = 0
    def step(y):
        pass
        return math.tanh(y) + total
    return step(x)
"""
    namespace = {"np": np}
    exec(source, namespace)
    program = Program(Submission(namespace["f"], source, namespace), Work(10**9))
    slot = next(slot for slot in program.slots if isinstance(slot.node, ast.Pass))
    assert slot.scope.undefined == ()
    stored = {
        node.id
        for statement in MISSING(slot.node, slot.scope)
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    assert stored == {"y"}
    again = [candidate(1.0, 2) for _, candidate in program.variants(slot, [ast.Pass(), ast.parse("y = 2.0").body[0]])]
    assert again == [np.tanh(1.0), np.tanh(2.0)]


def test_as_likely_a_change_elsewhere_is_told_too():
    """A word that has to be the same in two places: which is wrong, nobody can say, however seldom one is run."""
    answer = next(each for each in answers_to(EXERCISES["backward/value"]).named if each.name == "named operations")
    before = next(line for line in answer.source.splitlines() if re.search(r"self.op == .neg.", line))
    source = answer.source.replace(before, before.replace("neg", "negx"))
    place = locate(attempt_of("backward/value", source), 2 * USUAL)
    told = [source.splitlines()[spot.number - 1] for spot in place.spots]
    assert len(told) == 2
    assert all("neg" in line for line in told)
