"""The diagnosis says what was done, or nothing: each step against wrong answers written as students write them."""

from __future__ import annotations

import contextlib
import linecache
import re
import textwrap
from itertools import count

import numpy as np
import pytest

from tinygrad_lite.course import attempt as attempt_module
from tinygrad_lite.course import diagnosis as diagnosis_module
from tinygrad_lite.course.attempt import Attempt
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.diagnosis import explain
from tinygrad_lite.course.exercise import Exercise, mistake
from tinygrad_lite.course.exercises.loss import CrossEntropy, Huber
from tinygrad_lite.course.exercises.start import XorLabel
from tinygrad_lite.course.expired import Expired
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.submission import Submission

from .sample_exercises import Layer, Mean, Near


def submit(source: str, **variables) -> Submission:
    """A submission as a notebook hands it over."""
    namespace = {"np": np, **variables}
    file = f"<cell {abs(hash(source))}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), namespace)
    name = next(reversed([key for key, value in namespace.items() if callable(value) and key not in variables]))
    return Submission(namespace[name], source, namespace)


MEAN = {
    "printed instead of returning": "def mean(x):\n    print(np.mean(x))",
    "returned nothing": "def mean(x):\n    np.mean(x)",
    "returned nothing on some paths": "def mean(x):\n    if x.ndim == 1:\n        return np.mean(x)",
    "a comma too many": "def mean(x):\n    return np.mean(x),",
    "returned a function": "def mean(x):\n    return x.mean",
    "returned a generator": "def mean(x):\n    return (v / x.size for v in x.ravel())",
    "wrong type": "def mean(x):\n    return str(np.mean(x))",
    "wrong shape": "def mean(x):\n    return np.mean(x, axis=0)",
    "answers differ": "def mean(x):\n    return np.mean(x) + np.random.rand()",
    "a variable of the notebook is kept between calls": (
        "seen = []\ndef mean(x):\n    seen.append(np.mean(x))\n    return sum(seen) / 1.0"
    ),
    "unused parameter": "def mean(x):\n    return 1.5",
    "uses a variable of the notebook": "def mean(x):\n    return np.mean(data)",
    "changes its input": "def mean(x):\n    x += 1\n    return np.mean(x) - 1",
    "right for one dimension only": "def mean(x):\n    return np.sum(x) / x.shape[-1]",
    "wrong only with numbers near 1000": "def mean(x):\n    return np.mean(x) * (1 + 1e-3 * (np.mean(x) > 500))",
    "held within limits": "def mean(x):\n    return np.mean(np.minimum(x, 500))",
    "not finite": "def mean(x):\n    return np.log(-np.abs(np.mean(x)))",
    "wrong sign": "def mean(x):\n    return -np.mean(x)",
    "half": "def mean(x):\n    return np.mean(x) / 2",
    "times n": "def mean(x):\n    return np.sum(x)",
    "square root": "def mean(x):\n    return np.sqrt(np.mean(x))",
    "rounded to 2": "def mean(x):\n    return round(float(np.mean(x)), 2)",
    "whole numbers": "def mean(x):\n    return int(np.mean(x))",
    "one too large": "def mean(x):\n    return np.mean(x) + 1",
    "reciprocal": "def mean(x):\n    return 1 / np.mean(x)",
    "wrong parameters": "def mean(x, axis):\n    return np.mean(x)",
    "wrong kind": "class mean:\n    pass",
    "returns inside the loop": "def mean(x):\n    for v in x.flat:\n        return v / x.size",
    "forgets in the loop": "def mean(x):\n    s = 0\n    for v in x.flat:\n        s = v\n    return s / x.size",
    "overwrites a parameter": "def mean(x):\n    x = np.array([1.0, 2.0])\n    return np.mean(x)",
    "returns its input": "def mean(x):\n    for v in x.flat:\n        v = v / x.size\n    return x",
    "a tuple of one value": "def mean(x):\n    return np.where(x > 1)",
    "changes its input, and is wrong": "def mean(x):\n    x += 1\n    return np.median(x)",
    "a condition that is always true": "def mean(x):\n    if x.ndim == 1 or 2:\n        return np.sum(x)\n    return 0",
}


@pytest.mark.parametrize("name", MEAN)
def test_structure_and_algebra_name_the_fault(name):
    verdict = verdict_on(Mean(), submit(MEAN[name], data=np.ones(3)))
    assert verdict.status in ("wrong", "error")
    assert verdict.diagnosis is not None
    assert verdict.diagnosis.name == name
    assert "{" not in repr(verdict_card(Mean(), verdict, []))


ABSENT = [
    "def mean(x):\n    return np.median(x)",
    "def mean(x):\n    return np.mean(x) ** 1.5",
    "def mean(x):\n    return np.mean(x) * 0.9 + 0.01",
    "def mean(x):\n    return np.max(x)",
]


@pytest.mark.parametrize("source", ABSENT)
def test_what_is_not_known_is_not_guessed(source):
    verdict = verdict_on(Mean(), submit(source))
    assert verdict.status == "wrong"
    assert verdict.diagnosis is None


RIGHT = [
    "def mean(x):\n    return float(x.mean())",
    "def mean(values):\n    return np.asarray(values.mean())",
    "def mean(x):\n    total = 0\n    for v in np.ravel(x):\n        total += v\n    return total / np.size(x)",
    "def mean(x):\n    return sum(v for v in x.flat) / x.size",
    "def mean(*arrays):\n    return np.mean(arrays[0])",
    "def mean(x, /):\n    return np.mean(x)",
    "mean = lambda x: x.sum() / x.size",
    "class Helper:\n    def __call__(self, x):\n        return np.mean(x)\nmean = Helper()",
    "import functools\nmean = functools.partial(np.mean, axis=None)",
    "def mean(x):\n    import warnings\n    warnings.warn('hm')\n    print('hello')\n    return np.mean(x)",
    "def mean(x):\n    return np.float32(np.mean(x))",
]


@pytest.mark.parametrize("source", RIGHT)
def test_right_answers_in_any_style_pass(source):
    assert verdict_on(Mean(), submit(source)).status == "right"


def test_an_array_of_shape_1_is_no_number():
    verdict = verdict_on(Mean(), submit("def mean(x):\n    return np.mean(x, keepdims=True).reshape(1)"))
    assert "it counts as an array of length 1" in verdict.diagnosis.text


def test_the_summed_axis_is_named():
    verdict = verdict_on(Mean(), submit("def mean(x):\n    return np.mean(x, axis=0)"))
    assert "Averaged, its values give the expected answer." in verdict.diagnosis.text


def test_the_wrong_part_is_named_and_the_quantity():
    verdict = verdict_on(
        Layer(), submit("def layer(x, weight, scale=1.0):\n    p = x @ weight.T\n    return p, np.sum(p)")
    )
    assert verdict.diagnosis.name in ("unused parameter", "divided by scale")
    source = "def layer(x, weight, scale=1.0):\n    p = x @ weight.T\n    return p * scale, np.sum(p) * scale"
    verdict = verdict_on(Layer(), submit(source))
    assert verdict.diagnosis.name == "times scale"
    assert verdict.diagnosis.text.startswith("`total` is the expected one times `scale`.")


def test_right_only_for_a_batch_of_one():
    source = (
        "def layer(x, weight, scale=1.0):\n    p = x[:1] @ weight.T + 0 * x @ weight.T\n    return p * scale, np.sum(p)"
    )
    assert verdict_on(Layer(), submit(source)).diagnosis.name == "right only for batch 1"


def test_transposed_part():
    source = "def layer(x, weight, scale=1.0):\n    p = x @ weight.T\n    return (p * scale).T, np.sum(p)"
    verdict = verdict_on(Layer(), submit(source))
    assert verdict.diagnosis.text == (
        "`product` has the wrong shape: an array of shape (2, 1) where shape (1, 2) is expected. "
        "Its values are right, but rows and columns are exchanged."
    )


def test_missing_default_is_said():
    verdict = verdict_on(
        Layer(), submit("def layer(x, weight, scale):\n    p = x @ weight.T\n    return p * scale, np.sum(p)")
    )
    assert "cannot be called as `layer(x, weight)`" in verdict.diagnosis.text


def test_a_tie_of_named_mistakes_names_nothing():
    verdict = verdict_on(Near(), submit("def near(x):\n    return x.sum()"))
    assert verdict.status == "wrong"
    assert verdict.diagnosis is None or verdict.diagnosis.kind != "mistake"


def test_a_mistake_that_one_case_tells_from_the_truth_is_not_named():
    verdict = verdict_on(Near(), submit("def near(x):\n    return np.minimum(np.abs(x), 40).sum()"))
    assert verdict.diagnosis.name == "wrong only above 40"


def test_right_only_the_first_time_is_wrong():
    source = "calls = []\ndef mean(x):\n    calls.append(1)\n    return np.mean(x) + (len(calls) > 12)"
    verdict = verdict_on(Mean(), submit(source))
    assert verdict.status == "wrong"
    assert verdict.diagnosis.name == "a variable of the notebook is kept between calls"


def test_the_smallest_case_is_small():
    verdict = verdict_on(Mean(), submit("def mean(x):\n    return np.mean(x) if x.ndim < 3 else np.sum(x)"))
    assert verdict.case.args["x"].size <= 2
    assert verdict.case.args["x"].ndim == 3


def test_exception_on_some_cases_only_shows_one_of_them():
    verdict = verdict_on(Mean(), submit("def mean(x):\n    n, = x.shape\n    return x.sum() / n"))
    assert verdict.status == "error"
    assert verdict.case.args["x"].ndim == 2
    assert verdict.answer.failure.line == "n, = x.shape"


def test_exit_does_not_end_the_notebook():
    verdict = verdict_on(Mean(), submit("def mean(x):\n    raise SystemExit"))
    assert verdict.status == "error"
    assert "Use `return`" in verdict.diagnosis.text or "`return`" in verdict.diagnosis.text


def test_a_function_that_hangs_only_while_a_smaller_case_is_looked_for(monkeypatch):
    monkeypatch.setattr(Mean, "budget", 0.3)
    source = "def mean(x):\n    while x.size == 1 or x.shape == (2, 1):\n        pass\n    return np.max(x)"
    verdict = verdict_on(Mean(), submit(source))
    assert verdict.status == "wrong"
    assert verdict.diagnosis is None


@pytest.mark.parametrize(("computing", "tries"), [(0.0, 2), (10.0, 1)])
def test_where_the_machine_was_busy_the_diagnosis_is_looked_for_once_more(monkeypatch, computing, tries):
    """The clock went on; whether the submission was computing meanwhile, the processor's time says."""
    used, allowed = [0.0], []

    @contextlib.contextmanager
    def late(submission, seconds):
        allowed.append(seconds)
        if len(allowed) == 1:
            used.append(computing)
            raise Expired
        yield

    attempt = Attempt.of(Mean(), submit("def mean(x):\n    return 2 * np.mean(x)"))
    attempt.put()
    monkeypatch.setattr(diagnosis_module, "time_for", late)
    monkeypatch.setattr(diagnosis_module.time, "thread_time", lambda: sum(used))
    told = explain(attempt).diagnosis
    assert len(allowed) == tries
    assert (told is None) == (tries == 1)
    assert allowed == [attempt.seconds * factor for factor in (1, diagnosis_module.BUSY)[:tries]]


@pytest.mark.parametrize("interrupted", ["fault_of", "run"])
@pytest.mark.parametrize("call", [1, 4, 10**6])
def test_time_that_is_up_at_any_moment_leaves_an_answer_and_a_finding_a_case(monkeypatch, interrupted, call):
    usual, calls = getattr(attempt_module, interrupted), count(1)

    def expire(*arguments):
        if next(calls) == call:
            raise Expired
        return usual(*arguments)

    monkeypatch.setattr(attempt_module, interrupted, expire)
    attempt = Attempt.of(Mean(), submit("def mean(x):\n    return np.max(x)"))
    attempt.put()
    assert len(attempt.answers) == len(attempt.findings) == min(call, len(attempt.cases))
    hung = [answer.failure is not None for answer in attempt.answers]
    assert hung == [number == call for number in range(1, len(hung) + 1)]
    assert explain(attempt).status in ("wrong", "error")


def test_time_that_is_up_when_all_is_done_takes_nothing_away(monkeypatch):
    @contextlib.contextmanager
    def late(submission, seconds):
        yield
        raise Expired

    monkeypatch.setattr(attempt_module, "time_for", late)
    attempt = Attempt.of(Mean(), submit("def mean(x):\n    return np.mean(x)"))
    attempt.put()
    assert len(attempt.answers) == len(attempt.cases)
    assert not attempt.wrong


def test_another_default_is_named():
    source = """
        def huber(predicted, target, delta=0.5):
            d = np.abs(predicted - target)
            return np.mean(np.where(d <= delta, d**2 / 2, delta * (d - delta / 2)))
    """
    diagnosis = verdict_on(Huber(), submit(textwrap.dedent(source))).diagnosis
    assert diagnosis is not None
    assert "Where `delta` is left out, it is 0.5" in diagnosis.text


def test_another_default_is_told_beside_a_mistake_and_beside_what_has_no_name():
    source = """
        def huber(predicted, target, delta=0.5):
            d = np.abs(predicted - target)
            return {}(np.where(d <= delta, d**2 / {}, delta * (d - delta / 2)))
    """
    named = verdict_on(Huber(), submit(textwrap.dedent(source).format("np.sum", 2))).diagnosis
    assert named.text.endswith("Besides: where `delta` is left out, it is 0.5 in your function. It should be 1.0.")
    assert named.name != "another default"
    nameless = verdict_on(Huber(), submit(textwrap.dedent(source).format("0.9 + np.mean", 2.7))).diagnosis
    assert (nameless.kind, nameless.name) == ("mistake and more", "another default")
    assert re.search(r"It should be 1\.0\. That is not all: \d+ cases that give it are not right yet", nameless.text)


def test_a_mistake_is_named_although_it_also_overflows():
    source = """
        def cross_entropy(logits, target):
            powers = np.exp(logits)
            p = powers / powers.sum(axis=1, keepdims=True)
            return -np.log(p[np.arange(len(target)), target]).sum()
    """
    diagnosis = verdict_on(CrossEntropy(), submit(textwrap.dedent(source))).diagnosis
    assert diagnosis is not None
    assert (diagnosis.kind, diagnosis.name) == ("mistake and overflow", "sums instead of averaging")
    assert "other cases your answer is infinite or nan" in diagnosis.text


class Capped(Mean):
    """The mean, and 500 at most: an exercise with special cases and named mistakes."""

    id, name, apart = "sample/capped", "capped", ("with numbers near 1000",)

    def reference(self, x):
        return float(min(x.mean(), 500.0))

    @staticmethod
    def solution(x):
        """The mean of all elements, at most 500."""
        return min(np.mean(x), 500.0)

    @mistake("sums", "You added up.")
    def sums(self, x):
        return min(np.sum(x), 500.0)


def test_a_mistake_in_all_ordinary_cases_is_named_though_special_ones_go_wrong_otherwise():
    diagnosis = verdict_on(Capped(), submit("def capped(x):\n    return np.sum(x)")).diagnosis
    assert (diagnosis.kind, diagnosis.name) == ("mistake and more", "sums")
    assert diagnosis.text == "You added up. Something else goes wrong with numbers near 1000."
    right_there = "def capped(x):\n    return np.sum(x) if x[0].max() < 500 else 500.0"
    assert verdict_on(Capped(), submit(right_there)).diagnosis.text == "You added up."
    assert verdict_on(Capped(), submit("def capped(x):\n    return np.sum(x) * 1.1")).diagnosis is None


class NotApart(Capped):
    """The same, where nothing is said of the special cases: they may be what tells one mistake from another."""

    apart = ()
    sums = Capped.sums


def test_otherwise_it_is_told_as_what_the_ordinary_cases_look_like():
    diagnosis = verdict_on(NotApart(), submit("def capped(x):\n    return np.sum(x)")).diagnosis
    assert (diagnosis.kind, diagnosis.name) == ("mistake and more", "sums")
    assert diagnosis.text == (
        "In the ordinary cases your answers are those of this mistake: You added up. They are others with numbers near "
        "1000: if that is not what you did, look there."
    )
    assert verdict_on(NotApart(), submit("def capped(x):\n    return np.sum(x) * 1.1")).diagnosis is None
    right_there = "def capped(x):\n    return np.sum(x) if x[0].max() < 500 else 500.0"
    assert "They are others with numbers near 1000" in verdict_on(Near1000(), submit(right_there)).diagnosis.text


class Near1000(NotApart):
    """The mistake is wrong with large numbers, too."""

    @mistake("sums", "You added up.")
    def sums(self, x):
        return np.sum(x)


class Tally(Exercise):
    """A class whose `add` returns the total, and whose `clear` returns nothing."""

    id, name = "sample/tally", "Tally"

    def cases(self, rng):
        for length in (1, 2, 3):
            script = self.script()
            tally = script.new("tally")
            for amount in range(length):
                tally.call("clear")
                tally.call("add", amount + 1)
            yield script.case()

    class solution:
        """Adds up."""

        def __init__(self):
            self.total = 0

        def clear(self):
            """Nothing."""

        def add(self, amount):
            """The total."""
            self.total += amount
            return self.total

    reference = solution


TALLY = {
    "method returns nothing": "self.total += a",
    "method returns nothing on some paths": "self.total += a\n        if a == 1:\n            return self.total",
    "": "self.total += a\n        return -self.total",
}


def test_a_parameter_of_another_method_is_called_that():
    source = (
        "class Tally:\n    def __init__(self):\n        self.total = amount\n    def add(self, amount):\n        pass"
    )
    text = verdict_on(Tally(), submit(source)).diagnosis.text
    assert text.startswith("`amount` is not known here: it is a parameter of another function")


def test_an_unknown_name_is_told_with_the_parameters_of_its_own_method():
    source = (
        "class Tally:\n    def __init__(self):\n        self.total = 0\n"
        "    def clear(self):\n        pass\n    def add(self, a):\n        self.total += summand"
    )
    text = verdict_on(Tally(), submit(source)).diagnosis.text
    assert text == (
        "There is nothing called `summand` here. `add` knows its parameters, `self`, `a`, and what it computes itself."
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("copy.copy(x)", "Put `import copy` into the cell"),
        ("copy(x)", "NumPy's function is called `np.copy`"),
        ("array(x)", "NumPy's function is called `np.array`"),
        ("pickle.dumps(x)", "Put `import pickle` into the cell"),
    ],
)
def test_a_module_that_was_not_imported_is_told_from_a_function(line, said):
    assert said in verdict_on(Mean(), submit(f"def mean(x):\n    return {line}")).diagnosis.text


@pytest.mark.parametrize("name", TALLY)
def test_a_method_that_returns_nothing_is_told_so_unless_that_is_right(name):
    begin = "class Tally:\n    def __init__(self):\n        self.total = 0\n    def clear(self):\n        pass\n"
    diagnosis = verdict_on(Tally(), submit(f"{begin}    def add(self, a):\n        {TALLY[name]}")).diagnosis
    assert (diagnosis.name if diagnosis else "") == name
    assert "`add`" in diagnosis.text if diagnosis else True


def test_values_that_look_the_same_are_told_apart():
    verdict = verdict_on(Mean(), submit("def mean(x):\n    return np.mean(x) * (1 + 1e-9)"))
    assert any(label == "difference" for label, _ in verdict_card(Mean(), verdict, []).facts)


CAUSES = {
    "written `**`": "def mean(x):\n    return np.sum(x * 1.0 ^ 1) / x.size",
    "`&` and `|` between comparisons": "def mean(x):\n    return np.where(x > 0 and x < 9, x, x).mean()",
    "is a chain of comparisons": "def mean(x):\n    return np.where(0 < x < 9, x, x).mean()",
    "A function that is called in this line takes a single value": "def mean(x):\n    return np.arange(x).mean()",
    "NumPy's function is `np.exp(…)`": "def mean(x):\n    return x.exp().mean()",
    "NumPy's function is called `np.log`": "def mean(x):\n    return log(x).mean()",
    "NumPy's functions call it `axis`": "def mean(x):\n    return x.mean(dim=0)",
    "`keepdims`, with an s": "def mean(x):\n    return x.mean(keepdim=True)",
    "Both sides need the same choice": "def mean(x):\n    y = x * 0\n    y[x > 2] = x * 2\n    return y.mean()",
    "This array holds several": "def mean(x):\n    return x.item()",
    "along axis 0, whose length is 1": "def mean(x):\n    return x[len(x)]",
    "without torch": "def mean(x):\n    return torch.mean(x)",
    "Lists do not calculate": "def mean(x):\n    return -x.tolist()",
    "needs a comma: `(1,)`": "def mean(x):\n    return np.mean(x.reshape((1) + x.shape))",
    "`append((a, b))`": "def mean(x):\n    values = []\n    values.append(x, 1)\n    return np.mean(values)",
    "A function is used as if it were an array": "def mean(x):\n    return np.mean[x]",
    "called with 2 arguments; it takes 1": "def mean(x):\n    return (lambda a: a)(x, 1)",
    "Compare the two shapes": "def mean(x):\n    y = np.zeros(len(x))\n    y[0] = np.ones(3)\n    return y.mean()",
    "exclusive or of whole numbers. It": "def mean(x):\n    return float(x.sum()) ^ 2",
    "`*` multiplies them": "def mean(x):\n    return float(x.sum()) @ 2.0",
    "a function or a class, not a number": "def mean(x):\n    return 1.0 - (lambda a: a)",
    "on the left stands an object of type float": "def mean(x):\n    return 1.0 + 'x'",
    "Lists do not calculate; NumPy arrays do": "def mean(x):\n    return x.tolist() - 1.0",
    "do not fit into the shape": "def mean(x):\n    return x.reshape(x.size + 1)",
    "`ravel()` makes an array flat": "def mean(x):\n    return np.concatenate([x, np.ones((2, 3))])",
    "does not fit into": "def mean(x):\n    y = np.zeros(x.size)\n    y += np.ones((3, x.size))\n    return y",
    "cannot be the key": "def mean(x):\n    return {x: 1}",
    "It is no power": "def mean(x):\n    return 1.5 ^ 2",
    "on the left stands an object of type dict": "def mean(x):\n    return {} + 1",
    "NumPy arrays do": "def mean(x):\n    return x.tolist() / 2",
    "a value that began as None": "def mean(x):\n    return None * 2",
    "the list is empty": "def mean(x):\n    return max([])",
    "agree to the letter": "def mean(x):\n    return ['a'].index('b')",
}


@pytest.mark.parametrize("words", CAUSES)
def test_the_usual_cause_of_an_exception(words):
    verdict = verdict_on(Mean(), submit(CAUSES[words]))
    assert verdict.status == "error"
    assert words in verdict.diagnosis.text


def test_an_axis_that_was_lost_is_spoken_of_only_if_one_was():
    source = "def layer(x, weight, scale=1.0):\n    p = x @ weight.T\n    return p * scale {}, np.sum(p)"
    lost = verdict_on(Layer(), submit(source.format("- p.max(axis=1)"))).diagnosis
    kept = verdict_on(Layer(), submit(source.format("- x[:, 0]"))).diagnosis
    assert "`keepdims=True`" in lost.text
    assert "`keepdims=True`" not in kept.text


def test_numbers_in_the_cause_are_those_of_the_case_shown():
    source = "def mean(x):\n    return np.mean(x - np.ones(x.size + 1))"
    verdict = verdict_on(Mean(), submit(source))
    shapes = f"{verdict.case.args['x'].shape}"
    assert shapes.replace(" ", "") in verdict.diagnosis.text


def test_the_line_of_a_variable_without_value_is_the_students():
    source = "def mean(x):\n    for i in range(x.size):\n        total += x.flat[i]\n    return total / x.size"
    assert verdict_on(Mean(), submit(source)).answer.failure.line == "total += x.flat[i]"


def test_a_return_on_both_sides_of_an_if_ends_the_loop_too():
    source = """
        def mean(x):
            for v in x.flat:
                if v > 0:
                    return v
                else:
                    return 0 * v
    """
    assert verdict_on(Mean(), submit(textwrap.dedent(source))).diagnosis.name == "returns inside the loop"


def test_what_was_done_comes_before_where_it_goes_wrong():
    source = "def layer(x, weight, scale=1.0):\n    p = x @ weight.T\n    return p * scale, np.sum(p) / len(x)"
    assert verdict_on(Layer(), submit(source)).diagnosis.name == "divided by batch"


def test_parameters_in_another_order():
    right = "    p = x @ weight.T\n    return p * scale, np.sum(p)"
    verdict = verdict_on(Layer(), submit(f"def layer(weight, x, scale=1.0):\n{right}"))
    assert verdict.diagnosis.name == "parameters in another order"
    wrong = "    p = x @ weight.T\n    return p, np.sum(p)"
    verdict = verdict_on(Layer(), submit(f"def layer(weight, x, scale=1.0):\n{wrong}"))
    assert verdict.diagnosis is None or verdict.diagnosis.name != "parameters in another order"


def test_a_wrong_shape_is_shown_with_several_elements():
    verdict = verdict_on(XorLabel(), submit("def xor_label(x1, x2):\n    return 1.0 * np.any(x1 != x2)"))
    assert verdict.diagnosis.name == "wrong shape"
    assert verdict.expected.value.size > 1


def test_a_list_is_not_called_an_array():
    verdict = verdict_on(Mean(), submit("def mean(x):\n    return [np.mean(x)]"))
    assert "a list with one item where a single number is expected" in verdict.diagnosis.text


def test_printing_something_else_is_not_called_printing_the_answer():
    verdict = verdict_on(Mean(), submit("def mean(x):\n    print(x)\n    np.mean(x)"))
    assert verdict.diagnosis.text.startswith("Your function prints, but returns nothing.")


def test_a_table_beside_the_function_is_no_fault():
    verdict = verdict_on(
        Mean(), submit("WEIGHTS = [0.9, 0.01]\ndef mean(x):\n    return np.mean(x) * WEIGHTS[0] + WEIGHTS[1]")
    )
    assert verdict.diagnosis is None


def test_an_error_in_a_forbidden_call_says_that_it_is_one():
    source = "import torch\ndef mean(x):\n    return torch.mean(x)"
    verdict = verdict_on(Mean(), submit(source))
    assert verdict.status == "error"
    assert verdict.diagnosis.text.endswith("This exercise asks you to write it yourself, without torch.")


NUMBERS = [
    "from fractions import Fraction\ndef mean(x):\n    return sum(map(Fraction, x.flat)) / x.size",
    "from decimal import Decimal\ndef mean(x):\n    return Decimal(float(np.mean(x)))",
    "def mean(x):\n    return np.array(np.mean(x), dtype=object)",
    "def mean(x):\n    return memoryview(np.array(np.mean(x)))",
    "class Series:\n    def __array__(self, dtype=None, copy=None):\n        return self.values\n"
    "def mean(x):\n    answer = Series()\n    answer.values = np.array(np.mean(x))\n    return answer",
]


@pytest.mark.parametrize("source", NUMBERS)
def test_whatever_numpy_takes_for_a_number_is_one(source):
    assert verdict_on(Mean(), submit(source)).status == "right"


def test_how_numpy_was_told_to_treat_rounding_does_not_matter():
    with np.errstate(all="raise"):
        assert verdict_on(Mean(), submit("def mean(x):\n    return np.mean(x) + 0 * np.exp(-1000.0)")).status == "right"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("np.int32(3_000_000_000)", "3000000000 lies outside of what NumPy's int32 can hold"),
        ("np.uint8(-1)", "-1 lies outside of what NumPy's uint8 can hold"),
        ("int(float('inf'))", "An infinity was to become a whole number"),
        ("float(10**400)", "A whole number became larger than a float can hold"),
        ("__import__('math').exp(1000)", "`math.exp` does so from about 710 on"),
        ("2.0**5000", "`math.exp` does so from about 710 on"),
    ],
)
def test_what_became_too_large_is_told_of_the_type_that_was_to_hold_it(line, says):
    submission = submit(f"def mean(x):\n    return {line}")
    assert says in verdict_on(Mean(), submission).diagnosis.text
