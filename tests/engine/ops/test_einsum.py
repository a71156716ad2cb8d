"""Einsum: any equation, values and gradients as PyTorch's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers

SIZES = dict(zip("ijkl", (2, 3, 4, 1)))


@st.composite
def equations(draw):
    """Up to three operands of up to three letters, with repeats, sometimes broadcasting dimensions, any result."""
    terms, shapes = [], []
    extra = draw(st.lists(st.integers(1, 3), max_size=2))
    for _ in range(draw(st.integers(1, 3))):
        letters = draw(st.text("ijkl", max_size=3))
        kept = draw(st.integers(0, len(extra)))
        place = draw(st.integers(0, len(letters)))
        dots = "..." if kept or draw(st.booleans()) else ""
        terms.append(letters[:place] + dots + letters[place:])
        between = [draw(st.sampled_from([1, size])) for size in extra[len(extra) - kept :]]
        sizes = [
            draw(st.sampled_from([SIZES[x], SIZES[x], 1] if letters.count(x) == 1 else [SIZES[x]])) for x in letters
        ]
        shapes.append(sizes[:place] + between + sizes[place:])
    equation = ",".join(terms)
    if draw(st.booleans()):
        used = sorted(set("".join(terms)) - {"."})
        result = draw(st.lists(st.sampled_from(used), unique=True)) if used else []
        return equation + "->" + "..." * ("..." in equation) + "".join(result), shapes
    return equation, shapes


@settings(max_examples=120, deadline=None)
@given(case=equations(), dtype=st.sampled_from(["float64", "float32"]))
def test_any(case, dtype):
    equation, shapes = case
    operands = [numbers(*shape, dtype=dtype, seed=seed) for seed, shape in enumerate(shapes)]
    agree(lambda lib, *xs: lib.einsum(equation, *xs), *operands)


@pytest.mark.parametrize(
    ("equation", "shapes"),
    [
        ("ij,jk->ik", [(2, 0), (0, 3)]),  # nothing to add up
        ("...i->i", [(2, 3, 4)]),  # what "..." stands for is added up
        ("ij,ij->", [(2, 3), (2, 1)]),  # a size of 1 is repeated
        ("iij->ij", [(3, 3, 2)]),
        ("bhqd,bhkd->bhqk", [(2, 3, 4, 5), (2, 3, 6, 5)]),
        ("a B -> B a", [(2, 3)]),
        ("->", [()]),
    ],
)
def test_special(equation, shapes):
    agree(lambda lib, *xs: lib.einsum(equation, *xs), *[numbers(*shape, seed=i) for i, shape in enumerate(shapes)])


def test_integers_and_operands_in_a_list():
    agree(lambda lib, x, y: lib.einsum("ij,j", [x, y]), np.arange(6).reshape(2, 3), np.arange(3))


@pytest.mark.parametrize(
    ("equation", "shapes", "message"),
    [
        ("ij", [(2, 3), (3,)], r"has 1 term\(s\), but there are 2 operand\(s\)"),
        (
            "ij,j",
            [(2, 3), (4,)],
            r"shapes \(2, 3\) and \(4,\) do not fit the terms ij and j: a letter stands for one size",
        ),
        ("ii", [(2, 1)], "in 'ii' a letter stands for two sizes"),
        ("i", [(2, 3)], r"the term 'i' does not fit an operand of shape \(2, 3\)"),
        ("i->j", [(2,)], "must name letters of the operands"),
        ("i->ii", [(2,)], "each once"),
        ("i.->i", [(2,)], "may hold letters"),
    ],
)
def test_errors(equation, shapes, message):
    with pytest.raises(RuntimeError, match=message):
        tg.einsum(equation, *[tg.ones(*shape) for shape in shapes])


def test_refused():
    with pytest.raises(NotImplementedError, match="write the equation as text"):
        tg.einsum(tg.ones(2), [0], [0])
    with pytest.raises(RuntimeError, match="one dtype"):
        tg.einsum("i,i", tg.ones(2), tg.ones(2).double())


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int32", "int64"])
@pytest.mark.parametrize("equation", ["ij->i", "ij->", "ii", "ij->ji", "ii->i", "...j->..."])
def test_integers_are_added_up_to_int64(equation, dtype):
    agree(lambda lib, x: lib.einsum(equation, x), np.array([[1, 1], [0, 1]], dtype))


@pytest.mark.parametrize("dtype", ["uint8", "int32"])
@pytest.mark.parametrize("equation", ["ij,jk->ik", "ij,ij->ij", "i...,j...->", "ij,ij->"])
def test_products_of_integers(equation, dtype):
    x = np.array([[1, 2], [0, 3]], dtype)
    agree(lambda lib, x, y: lib.einsum(equation, x, y), x, x)
