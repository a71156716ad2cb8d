"""What lesson 03 asked of the machinery: formulas, inputs compared to the bit, causes of its own, long scripts."""

from __future__ import annotations

import linecache

import numpy as np
import pytest

from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.case import Case, code
from tinygrad_lite.course.compare import identical
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.exercises.backward import Gradcheck, NumericalGradient, TopologicalOrder, ValueExercise
from tinygrad_lite.course.exercises.backward.recipes import Formula, Graph
from tinygrad_lite.course.exercises.backward.value_scripts import DEEP, PATHS, scripts
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.recipes import World
from tinygrad_lite.course.run import run
from tinygrad_lite.course.submission import Submission


def submit(source: str, name: str, **variables) -> Submission:
    namespace = {"np": np, **variables}
    file = f"<cell {abs(hash(source))}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), namespace)
    return Submission(namespace[name], source, namespace)


# ------------------------------------------------------------------------------------------------ recipes


def test_a_formula_is_the_same_function_on_both_libraries():
    torch = pytest.importorskip("torch")
    formula = Formula("np.sum(x ** 2) + x[0]")
    assert formula.build(World())(np.array([1.0, 2.0])) == 6.0
    assert formula.build(World("torch"))(torch.tensor([1.0, 2.0])).item() == 6.0
    assert repr(formula) == "lambda x: np.sum(x ** 2) + x[0]"


def test_the_numerical_gradient_is_pytorchs_where_the_step_is_small():
    exercise = NumericalGradient()
    for case in cases_of(exercise):
        if "eps" not in case.args:
            assert run(exercise.solution, case).agrees(run(exercise.reference, case, "torch"), exercise.rtol)


def test_what_is_written_into_the_nodes_of_a_graph_is_noticed():
    case = Case({"root": Graph({"a": (), "b": ("a", "a"), "c": ("b", "a")})})

    def marks(root):
        root.parents[1].visited = True

    def cuts(root):
        root.parents = ()

    assert run(lambda root: None, case).changed == ()
    assert run(marks, case).changed == ("root",)
    assert run(cuts, case).changed == ("root",)


# ----------------------------------------------------------------------------------------- to the last bit


def test_an_input_that_comes_back_one_bit_off_is_changed():
    def there_and_back(x):
        x += 0.3
        x -= 0.3

    assert run(there_and_back, Case({"x": np.array([0.1])})).changed == ("x",)
    assert run(lambda x: None, Case({"x": np.array([0.1, np.nan])})).changed == ()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        (np.array([0.1]), np.array([np.nextafter(0.1, 1)]), False),
        (np.array([1.0]), np.array([1]), False),
        ([("x", np.array([1.0]))], [("x", np.array([1.0]))], True),
        ([("x", np.array([1.0]))], [("x", np.array([2.0]))], False),
        ({"a": 1.0}, {"a": 1.0}, True),
        ({"a": 1.0}, {"b": 1.0}, False),
        ((1, 2), [1, 2], False),
        (float("nan"), float("nan"), True),
        ([1], [1, 2], False),
    ],
)
def test_identical(one, other, expected):
    assert identical(one, other) is expected


# ------------------------------------------------------------------------------------- errors and their causes


def test_an_exercise_may_know_the_cause_better():
    recursive = (
        "def topological_order(root):\n    return [n for p in root.parents for n in topological_order(p)] + [root]"
    )
    source = (
        "def topological_order(root, seen=None):\n    seen = {} if seen is None else seen\n"
        "    if id(root) not in seen:\n        seen[id(root)] = None\n"
        "        for parent in root.parents:\n            topological_order(parent, seen)\n"
        "        del seen[id(root)]\n        seen[id(root)] = root\n    return [n for n in seen.values() if n]"
    )
    deep = verdict_on(TopologicalOrder(), submit(source, "topological_order"))
    assert deep.diagnosis.name == "RecursionError"
    assert "2000 nodes deep" in deep.diagnosis.text
    endless = verdict_on(TopologicalOrder(), submit(recursive, "topological_order"), seconds=0.3)
    assert endless.status == "error"
    assert "the number of paths doubles" in endless.diagnosis.text


@pytest.mark.parametrize(
    ("method", "line", "words"),
    [
        ("__radd__", "", "its method `__radd__`"),
        ("__sub__", "", "its method `__sub__`"),
        ("__neg__", "", "its method `__neg__`"),
        ("__add__", "return self.data + getattr(other, 'data', other)", "An operation gave a plain number"),
        ("__mul__", "pass", "Here comes None"),
        ("tanh", "return self.tanh()", "goes on for ever"),
        ("__add__", "return Value(self.data + other.data, (self, other), (1, 1))", "make a Value of it first"),
        ("__init__", "self.data, self.parents, self.slopes, self.grad = data, parents, slopes, None", "None"),
    ],
)
def test_causes_of_errors_in_a_value(method, line, words):
    lines = ValueExercise().solution_code().splitlines()
    start = next(i for i, text in enumerate(lines) if text.startswith(f"    def {method}("))
    end = next((i for i in range(start + 1, len(lines)) if lines[i].startswith("    def ")), len(lines))
    lines[start:end] = [lines[start], f"        {line}", ""] if line else []
    order = TopologicalOrder.solution
    verdict = verdict_on(ValueExercise(), submit("\n".join(lines), "Value", topological_order=order))
    assert verdict.status == "error"
    assert words in verdict.diagnosis.text


def test_a_mistake_before_a_case_that_hangs_is_named():
    source = ValueExercise().solution_code().partition("    def backward(self)")[0]
    source += (
        "    def backward(self, first=True):\n        if first:\n            self.grad = 1.0\n"
        "        for parent, slope in zip(self.parents, self.slopes):\n            parent.grad += slope * self.grad\n"
        "        for parent in self.parents:\n            parent.backward(False)\n"
    )
    verdict = verdict_on(ValueExercise(), submit(source, "Value"), seconds=0.5)
    assert verdict.diagnosis.name == "hands on a gradient more than once"
    assert "did not come to an end" in verdict.diagnosis.text


def test_defaults_of_a_class_are_its_own_affair():
    class Wrong(ValueExercise.solution):
        def __init__(self, data, parents=None, slopes=()):
            super().__init__(data, parents or (), slopes)

        def relu(self):
            return self

    verdict = verdict_on(ValueExercise(), Submission(Wrong))
    assert verdict.status == "wrong"
    assert not verdict.diagnosis or verdict.diagnosis.name != "another default"


def test_of_true_and_false_no_mean_is_spoken():
    verdict = verdict_on(Gradcheck(), submit("def gradcheck(f, g, x, atol=1e-5):\n    return x == x", "gradcheck"))
    assert "Averaged" not in verdict.diagnosis.text


# ---------------------------------------------------------------------------------------------- what is shown


def test_of_the_scripts_that_go_wrong_the_shortest_is_shown():
    source = ValueExercise().solution_code().replace("self.data - other.data", "other.data - self.data")
    source = source.replace("        return self + (-other)", "        return self + other")
    verdict = verdict_on(ValueExercise(), submit(source, "Value", topological_order=TopologicalOrder.solution))
    wrong = [case for case in cases_of(ValueExercise()) if any(step.name == "sub" for step in case.steps)]
    assert len(verdict.case.steps) == min(len(case.steps) for case in wrong)
    assert len(wrong[0].steps) > len(verdict.case.steps)


def test_long_lists_graphs_and_scripts_are_shortened():
    assert code(list(range(30))) == "[0, 1, 2, … 24 more …, 27, 28, 29]"
    assert code(list(range(24))).endswith("22, 23]")
    chain = Graph({f"n{i}": (f"n{i - 1}",) if i else () for i in range(100)})
    assert "… 94 more nodes …" in repr(chain)
    assert len(repr(chain)) < 200

    class Wrong(ValueExercise.solution):
        def __add__(self, other):
            raise ValueError("no")

    class Long(Exercise):
        id, name, solution, reference = "sample/long", "Long", ValueExercise.solution, ValueExercise.reference

        def cases(self, rng):
            script = self.script()
            a = script.new("a", 1.0)
            for _ in range(50):
                a.call("tanh", save="t")
            script.operate("add", a, 1.0, save="b")
            yield script.case()

    verdict = verdict_on(Long(), Submission(Wrong))
    assert "(40 more lines)" in repr(verdict_card(Long(), verdict, []))


def test_a_changed_input_is_shown_as_such_within_the_exercises_own_tolerance():
    source = (
        "def numerical_gradient(f, x, eps=1e-6):\n    g = np.zeros(x.shape)\n    for i in np.ndindex(x.shape):\n"
        "        old = x[i]\n        x[i] = old + eps\n        a = f(x)\n        x[i] = old - eps\n"
        "        g[i] = (a - f(x)) / (2 * eps)\n    return g"
    )
    verdict = verdict_on(NumericalGradient(), submit(source, "numerical_gradient"))
    assert "x is no longer what it was" in repr(verdict_card(NumericalGradient(), verdict, []))


# --------------------------------------------------------------------------- a Value, one operation after the other

_BEGUN = """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))
    def __mul__(self, other):
        ...  # your code here
    def __rmul__(self, other):
        ...  # your code here
    def backward(self):
        ...  # your code here
"""
_PRODUCT = "return Value(self.data * other.data, (self, other), (other.data, self.data))"


def _card_of_value(source):
    exercise = ValueExercise()
    cases = cases_of(exercise)
    expected = [run(exercise.solution, case) for case in cases]
    return repr(verdict_card(exercise, verdict_on(exercise, submit(source, "Value"), cases, expected), []))


def test_the_card_of_a_value_says_what_is_still_empty_and_what_is_right_so_far():
    first = " ".join(_card_of_value(_BEGUN).split())
    assert "is still empty" in first
    assert "Right so far, in their numbers: `a + b`." in first
    with_product = _BEGUN.replace("...  # your code here", _PRODUCT, 1)
    assert "Right so far, in their numbers: `a + b`, `a * b`." in " ".join(_card_of_value(with_product).split())
    doubled = _BEGUN.replace("self.data + other.data", "self.data + 2 * other.data")
    assert "Not yet right: `a + b`." in " ".join(_card_of_value(doubled).split())


def test_no_program_takes_a_power_of_0_or_stands_on_the_kink_of_relu(monkeypatch):
    """The exercise says that a base is never 0, and relu's slope at 0 is nobody's: a right answer may divide by it."""
    value, seen, programs = ValueExercise.solution, [], 0

    def watched(usual):
        return lambda self, *more: (seen.append(self.data), usual(self, *more))[1]

    for name in ("__pow__", "relu"):
        monkeypatch.setattr(value, name, watched(getattr(value, name)))
    for seed in range(300):
        for text, about in scripts(np.random.default_rng(seed)):
            if about not in (DEEP, PATHS):
                exec(text, {"Value": value})
                assert 0 not in seen, text
                programs += bool(seen)
                seen.clear()
    assert programs > 1000
