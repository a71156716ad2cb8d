"""What is said of lists of arrays, of square weights and of models that a loop trains."""

from __future__ import annotations

import linecache
from dataclasses import replace

import numpy as np
import pytest

from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.compare import same
from tinygrad_lite.course.diagnosis.shrink import simpler
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.course.exercises.clipping import RNNCell, RNNLoopWithClipping
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.run import run
from tinygrad_lite.course.submission import Submission


class Doubled(Exercise):
    """A list of arrays of different shapes, each doubled."""

    id = "sample/doubled"
    agrees_with = ""

    def cases(self, rng):
        for shapes in ([(2,)], [(3,), (2, 4)], [(5,), (3, 2), (4,)], [(2, 3, 2), (6,)]):
            yield self.case([rng.normal(size=shape) for shape in shapes])

    def reference(self, arrays):
        return [array + array for array in arrays]

    @staticmethod
    def solution(arrays):
        """Each array doubled."""
        return [2 * array for array in arrays]


class Square(Exercise):
    """An argument whose two axes have the same length."""

    id = "sample/square"
    axes = {"h": ("batch", "hidden"), "weight": ("hidden", "hidden")}

    def cases(self, rng):
        yield self.case(rng.normal(size=(3, 4)), rng.normal(size=(4, 4)))

    @staticmethod
    def solution(h, weight):
        """The product."""
        return h @ weight.T

    reference = solution


def submit(name, source):
    namespace = {"np": np}
    linecache.cache[f"<{source}>"] = (len(source), None, source.splitlines(keepends=True), f"<{source}>")
    exec(compile(source, f"<{source}>", "exec"), namespace)
    return Submission(namespace[name], source, namespace)


def test_arrays_in_a_list_that_come_back_changed():
    source = "def doubled(arrays):\n    for array in arrays:\n        array *= 2\n    return arrays"
    diagnosis = verdict_on(Doubled(), submit("doubled", source)).diagnosis
    assert diagnosis.name == "changes its input"
    assert "`a * 2` in place of `a *= 2`" in diagnosis.text
    assert "`list(x)` copies none" in diagnosis.text


def test_arrays_of_different_shapes_in_one_array():
    verdict = verdict_on(Doubled(), submit("doubled", "def doubled(arrays):\n    return list(2 * np.array(arrays))"))
    assert verdict.status == "error"
    assert "one by one, in a loop" in verdict.diagnosis.text


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("[arrays, 'clip'].index('step')", "looked for 'step' in"),
        ("np.linalg.norm(np.ones((2, 2, 2)), 2)", "matrix"),
        ("2.0 / arrays[0].sum", "One side of `/` is a function"),
    ],
)
def test_causes(expression, says):
    verdict = verdict_on(Doubled(), submit("doubled", f"def doubled(arrays):\n    return {expression}"))
    assert verdict.status == "error"
    assert says in verdict.diagnosis.text


class Sums(Doubled):
    """One number for each array."""

    id = "sample/sums"

    def reference(self, arrays):
        return [float(array.sum()) for array in arrays]

    @staticmethod
    def solution(arrays):
        """The sum of each array."""
        return [np.sum(array) for array in arrays]


def test_a_list_as_long_as_expected_with_arrays_for_numbers():
    verdict = verdict_on(
        Sums(), submit("sums", "def sums(arrays):\n    return [(array, array[0]) for array in arrays]")
    )
    assert verdict.diagnosis.name == "wrong type"
    assert verdict.diagnosis.text.startswith(
        "You returned a list with one item, as expected, but its parts differ in shape"
    )


def test_both_axes_of_one_name_are_cut_together():
    exercise = Square()
    case = next(iter(exercise.cases(np.random.default_rng(0))))
    shapes = {(smaller.args["h"].shape, smaller.args["weight"].shape) for smaller in simpler(exercise, case)}
    assert ((3, 1), (1, 1)) in shapes
    assert all(hidden == rows == columns for (_, hidden), (rows, columns) in shapes)


LOOP = """
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        norms.append(sum((p.grad ** 2).sum().item() for p in model.parameters()) ** 0.5)
        {}
    return norms
"""
CLIPPED = """
        for p in model.parameters():
            p.grad *= min(1.0, max_norm / norms[-1])
        optimizer.step()
"""


def verdict_on_loop(between, cases=None):
    return verdict_on(RNNLoopWithClipping(), submit("rnn_loop_with_clipping", LOOP.format(between)), cases)


def test_the_card_shows_the_state_that_is_wrong_afterwards():
    exercise = RNNLoopWithClipping()
    one_batch = [case for case in cases_of(exercise) if len(case.args["loader"].x) == case.args["loader"].batch_size]
    assert verdict_on_loop(CLIPPED, one_batch).status == "right"
    verdict = verdict_on_loop(CLIPPED + "        optimizer.step()\n", one_batch)
    card = repr(verdict_card(exercise, verdict, []))
    assert verdict.status == "wrong"
    assert "model parameters rnn.weight_ih_l0 afterwards" in card
    assert "training" not in card
    assert "you returned" not in card  # that was right


def test_a_model_that_should_not_change_and_does():
    exercise = RNNLoopWithClipping()
    case = replace(cases_of(exercise)[0], changes=())
    assert run(exercise.solution, case).changed == ("model",)


def test_a_gradient_that_is_none():
    verdict = verdict_on_loop("optimizer.zero_grad(); [parameter.grad * 2 for parameter in model.parameters()]")
    assert verdict.status == "error"
    assert "`.grad` is None until `backward()` fills it" in verdict.diagnosis.text


@pytest.mark.parametrize("call", ["np.sum(p.grad**2)", "np.mean(p.grad)"])
def test_a_tensor_where_numpy_works(call):
    verdict = verdict_on_loop(f"norms = [{call} for p in model.parameters()]")
    assert verdict.status == "error"
    assert "A function of NumPy was given a tensor" in verdict.diagnosis.text


def test_a_method_that_is_not_called():
    verdict = verdict_on_loop("[p for p in model.parameters]")
    assert "put parentheses behind its name" in verdict.diagnosis.text


def test_an_array_in_place_of_a_gradient():
    verdict = verdict_on_loop(
        "for p in model.parameters():\n            p.grad = p.grad.numpy() * 2\n        optimizer.step()"
    )
    assert verdict.status == "error"
    assert "has to stay a tensor" in verdict.diagnosis.text


@pytest.mark.parametrize("call", ["None * 2", "None + 1"])
def test_none_without_gradients_is_not_said_to_be_one(call):
    verdict = verdict_on(Doubled(), submit("doubled", f"def doubled(arrays):\n    return {call}"))
    assert ".grad" not in verdict.diagnosis.text


def test_a_product_that_does_not_fit_is_told_how_weights_are_kept():
    source = "def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):\n    return np.tanh(x @ w_ih + b_ih + h @ w_hh + b_hh)"
    assert "A weight is kept as (out, in)" in verdict_on(RNNCell(), submit("rnn_cell", source)).diagnosis.text


def test_whole_numbers_in_an_array_are_as_good_as_a_tuple_of_them():
    assert same(np.array([2, 4]), (2, 4))
    assert not same(np.array([2, 5]), (2, 4))
    assert same(np.array([True, False]), (True, False))
    [right] = [e for e in exercises_of("07_early_stopping") if e.name == "best_epoch"]
    array = "np.array(best_epoch_before(val_losses, patience))"
    namespace = {"np": np, "best_epoch_before": right.solution}
    for answer, status in ((array, "right"), (f"{array} + np.array([0, 7])", "wrong")):
        source = f"def best_epoch(val_losses, patience):\n    return {answer}"
        exec(source, namespace)
        verdict = verdict_on(right, Submission(namespace["best_epoch"], source))
        assert verdict.status == status
        assert not verdict.diagnosis or verdict.diagnosis.name != "wrong type"
