"""Quick ways find what the long ones find."""

import ast
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import tinygrad_lite.course
from tinygrad_lite.course.compare import FLOOR, same, tolerance
from tinygrad_lite.course.walked import children, walked

EDGE = tolerance(np.dtype(np.float64))
FILES = sorted(Path(tinygrad_lite.course.__file__).parent.glob("*.py"))


@given(
    st.floats(width=64),
    st.sampled_from([0.0, EDGE / 2, EDGE, 1.99 * EDGE, 2.01 * EDGE, 3 * EDGE, 1.0]),
    st.sampled_from([0.0, FLOOR / 2, 2 * FLOOR]),
    st.sampled_from([None, 1e-3]),
)
@example(np.nan, 0.0, 0.0, None)
@example(np.inf, 0.0, 0.0, None)
@example(-0.0, 0.0, FLOOR / 2, None)
def test_a_single_number_is_compared_as_an_array_of_one(wanted, share, more, rtol):
    with np.errstate(all="ignore"):
        got = np.float64(wanted) * np.float64(1 + share) + np.float64(more)
        alone = same(np.array(got), np.array(wanted), rtol)
        assert alone == same(np.array([got]), np.array([wanted]), rtol)


def test_other_numbers_are_not_taken_for_the_same():
    assert same(np.array(1.0), np.array(1.0 + EDGE))
    assert not same(np.array(1.0), np.array(1.0 + 3 * EDGE))
    assert not same(np.array(np.inf), np.array(1.0))
    assert not same(np.array(np.nan), np.array(1.0))
    assert not same(np.array(1.0), np.array(np.nan))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_piece_of_a_tree_is_walked_through_once_in_order(file):
    tree = ast.parse(file.read_text("utf-8"))
    assert walked(tree) == list(ast.walk(tree))
    assert all(children(node) == list(ast.iter_child_nodes(node)) for node in ast.walk(tree))
