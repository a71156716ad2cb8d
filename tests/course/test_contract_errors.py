"""An exception that an exercise's contract asks for is an answer; and single functions may be ruled out."""

import linecache

import numpy as np
import pytest

from tinygrad_lite.course.by_hand import forbidden_call
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.exercise import Exercise, mistake
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import ask_reference, cases_of
from tinygrad_lite.course.plain import Raised, decode, encode
from tinygrad_lite.course.submission import Submission


class Root(Exercise):
    """The whole root of a square number; no answer for the others."""

    id, raises = "sample/whole_root", ("ValueError",)

    def cases(self, rng):
        for number in (1, 4, 9, 16, 2, 3, 5, 6):
            yield self.case(number)

    def reference(self, number):
        roots = [root for root in range(number + 1) if root * root == number]
        if not roots:
            raise ValueError("no whole root")
        return roots[0]

    @staticmethod
    def solution(number):
        """The whole root."""
        root = round(number**0.5)
        if root * root != number:
            raise ValueError(f"{number} has no whole root")
        return root

    @mistake("returns None without a root", "You returned None. Raise a ValueError.")
    def returns_none(self, number):
        root = round(number**0.5)
        return root if root * root == number else None


def check(source, exercise=None):
    file = f"<contract error {hash(source)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    namespace = {"np": np}
    exec(compile(source, file, "exec"), namespace)
    exercise = exercise or Root()
    verdict = verdict_on(exercise, Submission(namespace[exercise.name], source, namespace))
    return verdict, repr(verdict_card(exercise, verdict, []))


def whole_root(otherwise, condition="root * root != number"):
    lines = ["def whole_root(number):", "    root = round(number**0.5)", f"    if {condition}:", f"        {otherwise}"]
    return "\n".join([*lines, "    return root"])


@pytest.mark.parametrize(
    "otherwise", ["raise ValueError('none')", "raise ValueError", "raise UnicodeError('one of them')", "int('')"]
)
def test_the_exception_that_the_contract_asks_for_is_right(otherwise):
    assert check(whole_root(otherwise))[0].status == "right"


def test_a_value_in_its_place_is_wrong():
    verdict, card = check(whole_root("return -1"))
    assert (verdict.status, verdict.diagnosis.name) == ("wrong", "does not raise")
    assert "expected      raise ValueError" in card


def test_a_named_mistake_in_its_place_is_named():
    assert check(whole_root("return None"))[0].diagnosis.name == "returns None without a root"


def test_raising_where_there_is_an_answer_shows_the_line():
    verdict, card = check(whole_root("raise ValueError('odd')", "number > 3"))
    assert (verdict.status, verdict.diagnosis.name) == ("wrong", "raises too often")
    assert "raise ValueError('odd')" in card
    assert "ValueError: odd" in card


def test_another_exception_is_an_error_as_ever():
    verdict, card = check(whole_root("raise TypeError('odd')"))
    assert (verdict.status, verdict.diagnosis.name) == ("error", "TypeError")
    assert "TypeError: odd" in card


def test_another_exception_where_one_is_asked_for_names_the_right_one():
    verdict, _ = check(whole_root("raise TypeError('odd')", "root * root != number"))
    assert "a ValueError is asked for, no TypeError" in verdict.diagnosis.text


def test_exercises_that_do_not_ask_for_it_get_an_error():
    class Plain(Root):
        raises = ()

        def cases(self, rng):
            yield self.case(4)

    source = "def whole_root(number):\n    raise ValueError('odd')"
    assert check(source, Plain())[0].status == "error"


def test_it_is_kept_like_any_answer():
    answer = ask_reference(Root(), cases_of(Root())[4])
    assert answer.value == Raised("ValueError")
    assert decode(encode((answer.value, [1.5]))) == (Raised("ValueError"), [1.5])


# ------------------------------------------------------------------------------------- single functions


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\ndef f(x):\n    return np.tanh(x)",
        "import numpy\ndef f(x):\n    return numpy.tanh(x)",
        "from numpy import tanh as t\ndef f(x):\n    return t(x)",
        "def f(x):\n    from numpy import tanh\n    return tanh(x)",
        "import math\ndef f(x):\n    return [math.tanh(v) for v in x]",
    ],
)
def test_a_single_function_can_be_ruled_out(source):
    namespace: dict = {}
    exec(source, namespace)
    call = forbidden_call(Submission(namespace["f"], source, namespace), ("numpy.tanh", "math.tanh"))
    assert call.module in ("numpy.tanh", "math.tanh")
    assert call.expression in call.line


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\ndef f(x):\n    return np.exp(x)",
        "import numpy as np\ndef f(x):\n    return np.arctanh(x)",
        "import numpy as np\ndef f(x):\n    return np.tan(x)",
        "import math\ndef f(x):\n    return math.exp(x)",
        "def tanh(x):\n    return x\ndef f(x):\n    return tanh(x)",
    ],
)
def test_its_neighbours_are_allowed(source):
    namespace: dict = {}
    exec(source, namespace)
    assert forbidden_call(Submission(namespace["f"], source, namespace), ("numpy.tanh", "math.tanh")) is None


# ------------------------------------------------------------------------------------------ where, warned


class Quiet(Exercise):
    id, quiet = "sample/quiet", True

    def cases(self, rng):
        yield self.case(np.array([1.0, 0.0, 4.0]))

    def reference(self, x):
        return [1.0, 0.0, 0.25]

    @staticmethod
    def solution(x):
        """1/x, and 0 where x is 0."""
        return np.divide(1.0, x, out=np.zeros_like(x), where=x != 0)


def test_where_is_said_to_compute_both_sides():
    verdict, _ = check("def quiet(x):\n    return np.where(x == 0, 0.0, 1 / x)", Quiet())
    assert verdict.diagnosis.name == "warned"
    assert "both sides" in verdict.diagnosis.text


class Power(Exercise):
    id, name, quiet, axes = "sample/power", "power", True, {"x": ...}

    def cases(self, rng):
        yield self.case(np.array([1.0, 2.0]))
        yield self.case(np.array([[1.5, -2.0, -1000.0], [0.5, 3.0, 4.0]]))

    def reference(self, x):
        return 1 / (1 + np.exp(np.minimum(-x, 500)))

    @staticmethod
    def solution(x):
        """Without overflow."""
        return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))


def test_a_warning_is_shown_on_the_smallest_case_that_warns():
    verdict, card = check("def power(x):\n    return 1 / (1 + np.exp(-x))", Power())
    assert "x             [-1000]" in card
    assert "larger than any float can hold" in verdict.diagnosis.text


def test_without_where_nothing_is_said_of_it():
    source = "def quiet(x):\n    y = 1 / x\n    y[x == 0] = 0\n    return y"
    assert "both sides" not in check(source, Quiet())[0].diagnosis.text


# --------------------------------------------------------------------------- what is not recommended, and lists


class Curve(Exercise):
    id, forbids = "sample/curve", ("numpy.tanh",)

    def cases(self, rng):
        yield self.case(np.array([0.5, 1.0]))

    def reference(self, x):
        return np.tanh(x)

    @staticmethod
    def solution(x):
        """tanh."""
        return 1 - 2 / (1 + np.exp(2 * x))


@pytest.mark.parametrize("call", ["x.tanh()", "tanh(x)"])
def test_what_is_ruled_out_is_not_recommended(call):
    verdict, _ = check(f"def curve(x):\n    return {call}", Curve())
    assert "write it yourself, without `np.tanh`" in verdict.diagnosis.text
    assert "function is" not in verdict.diagnosis.text


def test_a_function_that_is_ruled_out_is_named_as_it_is_written():
    verdict, card = check("def curve(x):\n    return np.tanh(x)", Curve())
    assert verdict.status == "not-by-hand"
    assert "without `np.tanh`." in card


class Steps(Exercise):
    id, parts = "sample/steps", ("last", "all")

    def cases(self, rng):
        for length in (1, 3, 6):
            yield self.case(rng.normal(size=(length, 15)))

    def reference(self, x):
        return x[-1], [x[:count] for count in range(1, len(x))]

    @staticmethod
    def solution(x):
        """The last row, and all the beginnings."""
        return x[-1], [x[:count] for count in range(1, len(x))]


def test_a_list_of_another_length_is_counted():
    verdict, _ = check("def steps(x):\n    return x[-1], [x[:n] for n in range(len(x))]", Steps())
    assert verdict.diagnosis.text == "`all` has 1 entry here, where 0 are expected."


def test_of_many_numbers_in_a_list_the_shapes_are_shown():
    _, card = check("def steps(x):\n    return x[-1], [x[:n] for n in range(1, len(x))][::-1]", Steps())
    assert "[an array of shape (2, 15), an array of shape (1, 15)]" in card


def test_a_tuple_is_shown_as_one():
    class Pair(Steps):
        id, name, parts = "sample/pair", "pair", ()

        def cases(self, rng):
            yield self.case(2)

        def reference(self, x):
            return (x, x + 1)

    _, card = check("def pair(x):\n    return x + 1, x", Pair())
    assert "(‹3›, ‹2›)" in card
