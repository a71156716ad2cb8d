"""What a card draws of a wrong answer: from the student's own objects, true of them, and never an error."""

import math
import re

import numpy as np
import pytest

from tinygrad_lite.course.card import Card, verdict_card
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.exercises.backward.graph import TopologicalOrder
from tinygrad_lite.course.exercises.backward.value import ValueExercise
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of, expected_answers
from tinygrad_lite.course.seen import pictured
from tinygrad_lite.course.seen.graph import drawn_graph
from tinygrad_lite.course.seen.history import history_of
from tinygrad_lite.course.submission import Submission

VALUE, ORDER = ValueExercise(), TopologicalOrder()
RIGHT = VALUE.solution_code()
BORROWED = frozenset({"topological_order"})
NAMES = {"topological_order": TopologicalOrder.solution, "np": np, "math": math}
CASES = {
    exercise.id: (cases_of(exercise), expected_answers(exercise, cases_of(exercise))) for exercise in (VALUE, ORDER)
}


def changed(before, after, source=RIGHT):
    assert before in source
    return source.replace(before, after)


def typed(exercise, source, seconds=60.0):
    """A cell's object, its verdict, and the picture that the card would have."""
    namespace = dict(NAMES)
    exec(source, namespace)
    candidate = namespace[exercise.name]
    verdict = verdict_on(exercise, Submission(candidate, source, namespace, BORROWED), *CASES[exercise.id], seconds)
    return candidate, verdict, pictured(exercise, candidate, verdict.case, verdict.answer)


def script(text):
    from tinygrad_lite.course.exercises.backward.value_scripts import case_of

    return case_of(VALUE.script(), text, "")


def captions(picture):
    return [scene.caption for scene in picture.scenes]


# ------------------------------------------------------------------------------------------------ what it shows


@pytest.mark.parametrize(
    ("exercise", "before", "after"),
    [
        (VALUE, "return -self + other", "return self - other"),
        (VALUE, "parent.grad += slope * node.grad", "parent.grad = slope * node.grad"),
        (ORDER, "return order", "return order[::-1]"),
    ],
)
def test_above_each_of_several_drawings_stands_which_step_it_is(exercise, before, after):
    """A page without styles shows all of them, one below the other."""
    _, _, picture = typed(exercise, changed(before, after, exercise.solution_code()))
    html, count = picture.__html__(), len(picture.scenes)
    assert count >= 2
    assert re.findall(r"<small>Step (\d+) of (\d+)</small> · |<svg", html) == [
        part for step in range(1, count + 1) for part in ((str(step), str(count)), ("", ""))
    ]
    assert len(set(captions(picture))) == count
    assert all(len(caption) > 20 for caption in captions(picture))


def test_the_first_gradient_that_differs_is_marked_and_the_way_there_is_gone_through():
    wrong = changed("parent.grad += slope * node.grad", "parent.grad = slope * node.grad")
    _, verdict, picture = typed(VALUE, wrong)
    assert verdict.status == "wrong"
    assert picture.title == "Your own objects, in z.backward()"
    assert captions(picture)[1:3] == ["The gradient of z becomes 1.", "The gradient of y becomes -0.5."]
    assert (
        captions(picture)[-1] == "From the result back, x is the first whose gradient differs: it has 2, expected is 4."
    )
    last = picture.scenes[-1].drawing
    assert last.count('class="marked"') == 1
    assert ">✗ x<" in last
    assert ">expected 4<" in last
    assert 'aria-label="From the result back' in last  # the picture in words, for those who do not see it
    assert "x, value -4, grad  2, expected 4;" in last


def test_a_wrong_number_is_found_forwards():
    _, _, picture = typed(VALUE, changed("return -self + other", "return self - other"))
    assert captions(picture)[-1] == "s = 1.5 - a gives 0.5; expected is -0.5."


def test_what_an_object_forgets_is_dotted():
    _, _, picture = typed(VALUE, changed("return -self + other", "return Value(other - self.data)"))
    assert captions(picture)[-1].endswith("Dotted: in your objects, nothing leads from s back to a.")
    assert 'class="gone"' in picture.scenes[-1].drawing


CLOSURES = """
class Value:
    def __init__(self, data, _children=()):
        self.data, self.grad, self._backward, self._prev = data, 0.0, lambda: None, set(_children)

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
            self.grad = other.data * out.grad
            other.grad = self.data * out.grad
        out._backward = _backward
        return out

    def backward(self):
        order, seen = [], set()
        def visit(node):
            if node not in seen:
                seen.add(node)
                for child in node._prev:
                    visit(child)
                order.append(node)
        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()
"""
TAPE = """
class Value:
    tape = []
    def __init__(self, data):
        self.data, self.grad = data, 0.0
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data)
        Value.tape.append((out, self, other))
        return out
    def backward(self):
        self.grad = 1.0
        for out, a, b in reversed(Value.tape):
            a.grad = b.data * out.grad
            b.grad = a.data * out.grad
"""
TWICE = "x = Value(3.0); y = x * x; z = y * 2.0; z.backward(); x.grad"


@pytest.mark.parametrize("source", [CLOSURES, TAPE], ids=["closures", "tape"])
def test_under_whatever_names_a_class_keeps_its_graph(source):
    namespace = {}
    exec(source, namespace)
    case = script(TWICE)
    picture = drawn_graph(namespace["Value"], VALUE.solution, case, history_of(namespace["Value"], case).reports)
    assert (
        captions(picture)[-1]
        == "From the result back, x is the first whose gradient differs: it has 6, expected is 12."
    )
    assert "gone" not in re.sub(r"path\.gone", "", picture.scenes[-1].drawing)  # a tape is no missing way back


LEAVES_ONLY = changed(
    """        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad
""",
    """        found = {id(node): 0.0 for node in order}
        found[id(self)] = 1.0
        self.grad = 0.0
        for node in reversed(order):
            if not node.parents:
                node.grad = FINAL
            for parent, slope in zip(node.parents, node.slopes):
                found[id(parent)] += slope * found[id(node)]
""",
)


def test_a_class_that_keeps_gradients_of_leaves_only_is_not_at_fault_for_it():
    _, verdict, picture = typed(VALUE, changed("FINAL", "node.grad + found[id(node)]", LEAVES_ONLY))
    assert verdict.status == "right"
    _, verdict, picture = typed(VALUE, changed("FINAL", "found[id(node)]", LEAVES_ONLY))
    assert verdict.status == "wrong"
    assert "x is the first whose gradient differs" in captions(picture)[-1]


def test_an_order_is_gone_through_up_to_the_node_that_stands_too_early():
    _, _, picture = typed(ORDER, "def topological_order(root):\n    return [root, *root.parents]")
    assert captions(picture)[-1] == "Place 1: b, but a, from which it was computed, is not there yet."
    _, _, picture = typed(ORDER, "def topological_order(root):\n    return [*root.parents, root]")
    assert captions(picture)[-1].endswith(("stands at place 1 already.", "is not there yet.", "is not in your list."))


# ------------------------------------------------------------------------------------------------ what is true of it


@pytest.mark.parametrize(
    "third", [pytest.param(0, marks=pytest.mark.slow), *(pytest.param(n, marks=pytest.mark.full) for n in (1, 2))]
)
def test_every_picture_of_a_typed_answer_is_true_of_it(third):
    """Each number that a last caption tells is asked of the objects once more, without anything of `seen/`."""
    drawn = 0
    for answer in answers_to(VALUE).wrong[third::3]:
        candidate, verdict, picture = typed(VALUE, f"import numpy as np\n{answer.source}")
        if picture is None or "answers differ" in answer.diagnoses:
            continue
        drawn += 1
        found = re.search(
            r"(\w+) is the first whose gradient differs: it has (\S+), expected is (\S+)\.",
            str(picture).replace("\n", " "),
        )
        if found is None:
            continue
        name, got, expected = found.groups()
        mine, right = (gradient_after(kind, verdict.case, name, picture) for kind in (candidate, VALUE.solution))
        assert float(got) == pytest.approx(mine, rel=1e-5), answer.place
        assert float(expected) == pytest.approx(right, rel=1e-5), answer.place
        assert mine != pytest.approx(right, rel=1e-9), answer.place
    assert drawn >= 10  # of those that end without an exception, nearly all


def gradient_after(kind, case, name, picture):
    """The gradient of a value after the call of backward that the picture is of, by running the case's own text."""
    call = re.search(r"call (\d)", picture.title)
    count, namespace = 0, {"Value": kind}
    for line in case.code().splitlines():
        exec(line, namespace)
        count += ".backward()" in line
        if ".backward()" in line and count == (int(call[1]) if call else 1):
            return float(np.asarray(namespace[name].grad).item())
    raise AssertionError(case.code())


# ------------------------------------------------------------------------------------------------ never an error


OVERWRITES = changed("parent.grad +=", "parent.grad =")
BROKEN = {
    "no grad": changed("        self.grad = 0.0\n        self.parents", "        self.parents"),
    "parents are numbers": changed("(self, other), (1.0, 1.0))", "(1, 2), (1.0, 1.0))"),
    "a cycle": changed(
        "        order = topological_order(self)", "        self.parents = (self,)\n        order = [self]"
    ),
    "a gradient that is a text": changed("self.grad += 1.0", 'self.grad = "one"'),
    "a gradient that is a Value": changed("self.grad += 1.0", "self.grad = Value(1.0)"),
    "data that are lists": changed("self.data = data", "self.data = [data, self]"),
    "slots": changed(
        "    def __init__(", "    __slots__ = ('data', 'grad', 'parents', 'slopes')\n    def __init__(", OVERWRITES
    ),
    "no attribute can be read": f"{RIGHT}\n    def __getattribute__(self, name):\n        raise SystemExit(name)\n",
    "nothing can be set": f"{RIGHT}\n    def __setattr__(self, name, value):\n        raise KeyError(name)\n",
    "equal to everything": f"{OVERWRITES}\n    __eq__ = lambda self, other: True\n    __hash__ = lambda self: 1\n",
    "operations that give themselves": changed(
        "return Value(self.data + other.data, (self, other), (1.0, 1.0))", "self.data += 1\n        return self"
    ),
    "random": changed("slope * node.grad", "slope * node.grad * np.random.rand()"),
    "hangs later": changed(
        "self.data = data",
        "self.data = data\n        Value.n = getattr(Value, 'n', 0) + 1\n        while Value.n > 3000: pass",
        OVERWRITES,
    ),
}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", BROKEN)
def test_objects_that_are_broken_in_any_way_leave_the_card_its_words(name):
    _, verdict, picture = typed(VALUE, BROKEN[name], 3.0 if name == "hangs later" else 60.0)
    assert verdict.status in ("wrong", "error")
    card = verdict_card(VALUE, verdict, [])
    words = repr(card)
    card.picture = picture
    assert repr(card).startswith(words[:40])
    assert card._repr_html_()


def test_the_class_is_left_as_it_was():
    candidate, _, picture = typed(VALUE, OVERWRITES)
    assert picture is not None
    assert "__setattr__" not in vars(candidate)
    own = (
        changed("parent.grad +=", "parent.grad =")
        + "\n    def __setattr__(self, name, value):\n        object.__setattr__(self, name, value)\n"
    )
    candidate, _, picture = typed(VALUE, own)
    assert picture is not None
    assert vars(candidate)["__setattr__"].__qualname__.endswith("Value.__setattr__")


def test_what_answers_otherwise_the_second_time_is_not_drawn():
    _, verdict, picture = typed(VALUE, BROKEN["random"])
    assert verdict.status == "wrong"
    assert picture is None


def test_texts_of_students_are_escaped():
    namespace = {}
    exec(TAPE.replace("Value(self.data * other.data)", "Value('<script>alert(1)</script>')"), namespace)
    case = script("a = Value(2.0); y = a * 3.0; y.data; a.grad")
    picture = drawn_graph(namespace["Value"], VALUE.solution, case, history_of(namespace["Value"], case).reports)
    page = Card("wrong", "t", picture=picture)._repr_html_()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_a_card_without_a_picture_is_as_it_was():
    assert "fieldset" not in Card("wrong", "t")._repr_html_()
