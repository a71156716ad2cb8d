"""What an expression is worth, told from its text."""

import ast
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinygrad_lite.grading.literals import Constants, literal_of


def worth(text, constants=None):
    return literal_of(ast.parse(text, mode="eval").body, constants if constants is not None else Constants())


@pytest.mark.parametrize(
    "text",
    [
        "3", "-3", "+0.5", "'b'", "True", "None", "1 / 3", "2 ** 0.5", "np.log(2) * 2", "-math.log(0.5)", "math.pi",
        "np.tanh(0.3)", "np.log10(100)", "round(0.12345, 2)", "sum([1, 2, 3]) / 3", "np.mean([1.0, 2.0])",
        "math.sqrt(2)", "7 // 2", "7 % 4", "np.exp(-1)", "abs(-2)", "float(3)", "max(1, 2.5)", "np.float64(0.5)",
        "len([1, 2])",
    ],
)  # fmt: skip
def test_what_python_would_say(text):
    wanted = eval(text, {"np": np, "math": math})
    (found,) = worth(text)
    assert found == pytest.approx(wanted) if isinstance(wanted, float) else found == wanted


@pytest.mark.parametrize(
    "text",
    [
        "mse(1, 2)", "np.load('x')", "open('x')", "1 / 0", "np.log(0)", "np.log(-1)", "(-8) ** 0.5", "10 ** 10 ** 10",
        "pow(10, 10 ** 9)", "round(5, -10 ** 9)", "1j", "f'{1}'", "x", "np.random.rand()", "math", "'a' + 'b'",
        "[1] * 3", "np.log(2, where=0)", "round", "int('9' * 5)", "np.log()", "sum([])[0]", f"'{'x' * 2000}'",
    ],
)  # fmt: skip
def test_what_cannot_be_told(text):
    assert worth(text) is None


def test_a_function_of_the_notebooks_own_is_not_the_well_known_one():
    assert worth("round(0.5)", Constants(["round"])) is None
    assert worth("np.log(2)", Constants(["np"])) is None


def test_names_that_hold_a_literal():
    constants = Constants()
    constants["half"] = 0.5
    assert worth("np.log(half)", constants) == (math.log(0.5),)


numbers = st.one_of(st.integers(-100, 100), st.floats(-100, 100))
operators = st.sampled_from(["+", "-", "*", "/", "//", "%", "**"])


@given(numbers, operators, numbers)
def test_arithmetic_is_pythons(a, operator, b):
    text = f"({a!r}) {operator} ({b!r})"
    try:
        wanted = eval(text)
    except ArithmeticError:
        wanted = None
    found = worth(text)
    if found is None:
        assert wanted is None or isinstance(wanted, complex) or abs(wanted) >= 1e30 or wanted != wanted
    else:
        assert found[0] == pytest.approx(wanted, rel=1e-12)
