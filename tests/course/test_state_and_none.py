"""What cards say of objects with state, of None where a number should be, and of values that belong together."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from tinygrad_lite.course.card import value_text, verdict_card
from tinygrad_lite.course.diagnosis.effects import instead_of_changing
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.course.exercises.debug import FirstNan
from tinygrad_lite.course.exercises.gpu.tensors import Batch
from tinygrad_lite.course.exercises.loop import Callback
from tinygrad_lite.course.exercises.optim import Adam, OptimizerClass, PickLr, Sgd
from tinygrad_lite.course.exercises.schedules import Linear
from tinygrad_lite.course.exercises.stopping import BestEpoch
from tinygrad_lite.course.judge import verdict_on

from .test_diagnosis import submit


def card(exercise: Exercise, source: str) -> str:
    return repr(verdict_card(exercise, verdict_on(exercise, submit(source)), []))


# ----------------------------------------------------------------------------------------- several values


def test_in_a_tuple_the_part_that_differs_is_marked():
    right = (np.array([1.0]), np.array([2.0, 3.0]))
    assert value_text((np.array([1.0]), np.array([2.0, 4.0])), right) == "([1], [2, ‹4›])"
    assert value_text((np.array([5.0]), np.array([2.0, 3.0])), right) == "(‹[5]›, [2, 3])"
    assert value_text((np.array([5.0]),), right) == "([5],)"


def test_an_exercise_can_show_what_follows_from_an_answer():
    source = """
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return param - lr * m / (np.sqrt(v) + eps), m, v
"""
    text = card(Adam(), source)
    assert "moved by      [-0.316228]\n  expected      [-0.1]" in text
    assert "The bias correction is missing." in text


def test_what_follows_is_left_out_where_it_looks_the_same():
    source = "def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):\n    return np.zeros(9), m, v"
    assert "moved by" not in card(Adam(), source)
    nearly = """
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m + 1, v
"""
    assert "moved by" not in card(Adam(), nearly)


# -------------------------------------------------------------------------------------- state, and None

SGD = """
class SGD:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.velocities = [np.zeros_like(p.data) for p in self.params]

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.velocities[i] = self.momentum * self.velocities[i] + p.grad
                p.data = p.data - self.lr * self.velocities[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None
"""


def test_the_class_that_the_next_tests_spoil_is_right():
    assert verdict_on(OptimizerClass(), submit(SGD)).status == "right"


@pytest.mark.parametrize("filling", ["self.kept[i] = velocity", "self.kept.update({i: velocity})"])
def test_state_kept_in_the_class_is_found(filling):
    source = f"""
class SGD:
    kept = {{}}

    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.momentum = list(params), lr, momentum

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                velocity = self.momentum * self.kept.get(i, 0.0) + p.grad
                {filling}
                p.data = p.data - self.lr * velocity

    def zero_grad(self):
        for p in self.params:
            p.grad = None
"""
    text = card(OptimizerClass(), source)
    assert "`kept` stands in the class itself, outside of `__init__`" in text


KEEPS = """
class SGD:
    def __init__(self, params, lr, momentum=0.0, state={}):
        self.params, self.lr, self.momentum = list(params), lr, momentum
        self.state = state

    def step(self):
        for i, p in enumerate(self.params):
            if p.grad is not None:
                self.state[i] = self.momentum * self.state.get(i, 0.0) + p.grad
                p.data = p.data - self.lr * self.state[i]

    def zero_grad(self):
        for p in self.params:
            p.grad = None
"""


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        (KEEPS, "`state` is the default of an argument"),
        (
            KEEPS.replace("self.state = state", "self.lr, self.state = lr, state"),
            "`state` is the default of an argument",
        ),
        ("state = {}\n" + KEEPS.replace(", state={}", ""), "`state` is a variable of the notebook"),
        (
            "state = {}\n"
            + KEEPS.replace(", state={}", "").replace("self.state = state", "pass").replace("self.st", "st"),
            "`state` is a variable of the notebook",
        ),
    ],
)
def test_state_that_is_made_only_once_is_found(source, origin):
    assert origin in card(OptimizerClass(), source)


@pytest.mark.parametrize("line", ["state = dict(state)\n        self.state = state", "self.state = state.copy()"])
def test_a_copy_of_such_a_default_is_no_fault(line):
    assert verdict_on(OptimizerClass(), submit(KEEPS.replace("self.state = state", line))).status == "right"
    climbs = KEEPS.replace("self.state = state", line).replace("p.data - self", "p.data + self")
    assert verdict_on(OptimizerClass(), submit(climbs)).diagnosis.name == "adds the step"


def test_a_table_in_the_class_that_nobody_fills_is_no_fault():
    source = SGD.replace("class SGD:\n", 'class SGD:\n    words = {"lr": "learning rate"}\n').replace(
        "- self", "+ self"
    )
    assert verdict_on(OptimizerClass(), submit(source)).diagnosis.name == "adds the step"


def test_a_name_set_in_the_class_and_again_in_init_is_no_fault():
    source = SGD.replace("class SGD:\n", "class SGD:\n    velocities = []\n").replace("- self", "+ self")
    assert verdict_on(OptimizerClass(), submit(source)).diagnosis.name == "adds the step"


@pytest.mark.parametrize("line", ["p.grad[:] = 0", "p.grad.fill(0)", "p.grad = p.grad * 0"])
def test_a_gradient_that_is_none_is_named(line):
    assert "A parameter's `.grad` is None until" in card(OptimizerClass(), SGD.replace("p.grad = None", line))


def test_asking_whether_there_is_a_gradient():
    text = card(OptimizerClass(), SGD.replace("if p.grad is not None:", "if p.grad:"))
    assert "asked with `is not None`" in text


def test_a_function_in_a_product_is_not_called_a_list():
    source = "def momentum():\n    pass\n" + SGD.replace("self.momentum * self", "momentum * self")
    text = card(OptimizerClass(), source)
    assert "One side of `*` is a function or a class" in text
    assert "Lists" not in text


def test_the_wrong_sign_for_a_power_of_a_plain_number():
    source = """
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    return param - lr * m / (1 - beta1 ^ step), m, v
"""
    assert "It is no power: that is written `**`." in card(Adam(), source)


def test_a_function_that_ends_with_a_return_did_not_miss_it():
    source = """
def pick_lr(histories):
    best, lowest = None, 1.0
    for lr, losses in histories.items():
        if np.isfinite(losses).all() and losses[-1] < min(lowest, losses[0]):
            best, lowest = lr, losses[-1]
    return best
"""
    verdict = verdict_on(PickLr(), submit(source))
    assert verdict.diagnosis.name == "returned None in some cases"
    misses = source.replace("    return best", "    if best:\n        return best")
    assert verdict_on(PickLr(), submit(misses)).diagnosis.name == "returned nothing on some paths"


def test_what_only_changes_a_list_gives_nothing_back():
    exercise = next(each for each in exercises_of("05_schedules") if each.id == "schedules/order_of_calls")
    source = "def order_of_calls(calls):\n    return {}"
    found = verdict_on(exercise, submit(source.format("calls.sort(key=len)"))).diagnosis
    assert found.name == "returned nothing"
    assert "`sort` changes `calls` itself" in found.text
    assert "Without a line that says `return`" in verdict_on(exercise, submit(source.format("None"))).diagnosis.text


def test_a_literal_none_is_no_name_that_was_still_none():
    exercise = next(each for each in exercises_of("01_forward_pass") if each.id == "forward/broadcast_shape")
    source = """
def broadcast_shape(a, b):
    if len(a) == len(b):
        return tuple(max(pair) for pair in zip(a, b))
    else:
        return None
    return a
"""
    found = verdict_on(exercise, submit(source)).diagnosis
    assert found.name == "returned None in some cases"
    assert "A `return` in it says so" in found.text


def test_a_dict_that_changes_under_a_loop():
    source = """
def pick_lr(histories):
    for lr in histories:
        if not np.isfinite(histories[lr]).all():
            del histories[lr]
    return min(histories, key=lambda lr: histories[lr][-1])
"""
    assert "lost or got an entry while a `for` loop went through it" in card(PickLr(), source)


def test_advice_on_changed_inputs_fits_what_was_changed():
    source = "def sgd(params, grads, lr):\n    for p, g in zip(params, grads):\n        p -= lr * g\n    return params"
    text = card(Sgd(), source)
    assert "make new arrays" in text
    assert "such as `list(x)`" not in text
    assert "new dict" in instead_of_changing({0.1: [1.0]})
    assert "new dict" in instead_of_changing(Batch({"x": 1}))  # a recipe: what it builds is changed
    assert "list(x)" in instead_of_changing(Batch([1, 2]))
    assert "list(x)" in instead_of_changing([1, 2])


def test_a_bare_return_is_a_path_without_an_answer():
    source = """
def linear(lr, step, total_steps, end_factor=0.0):
    if step > total_steps:
        return
    return lr * (1 + (end_factor - 1) * step / total_steps)
"""
    assert "`return`, or to one with nothing behind it" in card(Linear(), source)


def test_another_default_in_a_class():
    text = card(OptimizerClass(), SGD.replace("momentum=0.0", "momentum=0.9"))
    assert "Where `momentum` is left out, it is 0.9 in your function." in text


def test_where_none_may_be_right_it_was_returned_on_purpose():
    source = """
def first_nan(named_arrays):
    for name, array in named_arrays[1:-1]:
        if not np.isfinite(array).all():
            return name
    return None
"""
    verdict = verdict_on(FirstNan(), submit(source))
    assert (verdict.answer.value, verdict.diagnosis.name) == (None, "wrong type")


def test_an_object_in_the_answer_is_not_taken_for_chance():
    source = """
from array import array

class History:
    def __init__(self):
        self.logs, self.epochs = {}, {}

    def on_epoch_end(self, epoch, logs):
        for key, value in logs.items():
            self.logs.setdefault(key, array("d")).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        values = list(self.logs[key])
        value = min(values) if mode == "min" else max(values)
        return self.epochs[key][values.index(value)], value
"""
    assert "different answers" not in card(Callback(), source)


def test_a_slow_import_inside_an_answer_is_not_cut_off(tmp_path, monkeypatch):
    (tmp_path / "slow_to_load.py").write_text("import time\ntime.sleep(0.6)\nloaded = True\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    source = "def best_epoch(val_losses, patience):\n    from slow_to_load import loaded\n    return 0, 0\n"
    verdict = verdict_on(BestEpoch(), submit(source), seconds=0.3)
    assert verdict.status == "wrong"
    assert "slow_to_load" in sys.modules
