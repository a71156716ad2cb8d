"""Reshaping, exchanging dimensions, joining."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers

SHAPES = st.lists(st.integers(0, 3), max_size=4)


@settings(max_examples=60, deadline=None)
@given(shape=SHAPES, data=st.data())
def test_rearranging(shape, data):
    x = numbers(*shape)
    n = len(shape)
    order = data.draw(st.permutations(range(n)))
    agree(lambda lib, x: x.permute(tuple(order)), x)
    agree(lambda lib, x: x.reshape(tuple(shape[::-1])), x)
    agree(lambda lib, x: x.flatten(), x)
    agree(lambda lib, x: x.squeeze(), x)
    place = data.draw(st.integers(-n - 1, n))
    agree(lambda lib, x: x.unsqueeze(place), x)
    if n:
        a, b = data.draw(st.integers(-n, n - 1)), data.draw(st.integers(-n, n - 1))
        agree(lambda lib, x: lib.transpose(x, a, b), x)
        agree(lambda lib, x: x.squeeze(a), x)
        agree(lambda lib, x: x.flatten(min(a % n, b % n), max(a % n, b % n)), x)
        agree(lambda lib, x: lib.stack([x, 2 * x], place), x)
        agree(lambda lib, x: lib.cat([x, 2 * x, x], a), x)
        agree(lambda lib, x: lib.flip(x, (a,)), x)
        agree(lambda lib, x: x.swapaxes(a, b), x)
    agree(lambda lib, x: x.expand(2, *shape[:1], *[-1] * (n - 1)), x)
    agree(lambda lib, x: lib.broadcast_to(x[..., None], (*shape, 3)), x)
    if n > 1:
        agree(lambda lib, x: x.mT, x)
        agree(lambda lib, x: x.tril(place) + lib.triu(x, diagonal=place), x)


def test_turned_round_and_repeated():
    x = numbers(2, 1, 3)
    agree(lambda lib, x: x.flip(0, 2), x)
    agree(lambda lib, x: lib.flip(x, dims=(0,)), x)
    agree(lambda lib, x: x.permute(dims=(2, 0, 1)), x)
    agree(lambda lib, x: x.expand(4, 2, 5, -1) * 2, x)
    agree(lambda lib, x: x[0].t() + x[0, 0].t()[:, None], x)
    agree(lambda lib, x: lib.tril(x > 0), numbers(3, 3))
    agree(lambda lib, x: lib.tril(x), np.full((2, 2), np.nan))
    assert not np.shares_memory(tg.ones(3).flip(0).array, tg.ones(3).array)
    with pytest.raises(RuntimeError, match=r"expand: shape \(2, 1, 3\) cannot become \(3, 1, 3\)"):
        tg.tensor(x).expand(3, 1, 3)
    with pytest.raises(RuntimeError, match=r"flip: dims .* names a dimension twice"):
        tg.tensor(x).flip(0, 0)
    with pytest.raises(RuntimeError, match="tril: needs a matrix"):
        tg.ones(3).tril()
    with pytest.raises(RuntimeError, match="t: works on up to 2 dimensions"):
        tg.tensor(x).t()
    with pytest.raises(RuntimeError, match="mT: needs at least 2 dimensions"):
        tg.ones(3).mT


def test_reshape_and_view():
    agree(lambda lib, x: x.reshape(-1, 2).T.reshape(3, 2) * 2, numbers(2, 3))
    agree(lambda lib, x: x.view(3, -1), numbers(2, 3))
    agree(lambda lib, x: x.T @ x, numbers(2, 3))
    x = tg.ones(2, 3)
    x.view(6)[0] = 5.0
    assert x[0, 0].item() == 5.0  # a view shares memory


def test_joining():
    agree(lambda lib, x, y: lib.cat([x, y]), numbers(2, 3), numbers(1, 3))
    agree(lambda lib, x, y: lib.cat((x, y), dim=-1), numbers(2, 3), numbers(2, 0))
    agree(lambda lib, x, y: lib.cat((x, y, x)), numbers(0), numbers(2, 3))
    agree(lambda lib, x, y: lib.cat((x, y)), numbers(2, dtype="float32"), np.array([1, 2]))
    agree(lambda lib, x, y: lib.stack([x, y], 1), numbers(2), numbers(2, dtype="float32"))


def test_errors():
    x = tg.ones(2, 3)
    with pytest.raises(RuntimeError, match=r"reshape: 6 elements, of shape \(2, 3\), do not fit into shape \(4, -1\)"):
        x.reshape(4, -1)
    with pytest.raises(RuntimeError, match=r"view: the elements .* Use reshape"):
        x.T.view(6)
    with pytest.raises(RuntimeError, match="permute: dims must name each of the 2"):
        x.permute(0, 0)
    with pytest.raises(
        RuntimeError, match=r"cat: apart from dimension 0 all sizes must agree, got shapes \(2, 3\), \(2, 2\)"
    ):
        tg.cat([x, tg.ones(2, 2)])
    with pytest.raises(IndexError, match="cat: there is no dimension 2"):
        tg.cat([x, x], 2)
    with pytest.raises(RuntimeError, match=r"0-d tensors .* use stack"):
        tg.cat([tg.tensor(1.0)])
    with pytest.raises(RuntimeError, match=r"stack: all tensors must have the same shape, got \(2, 3\), \(2,\)"):
        tg.stack([x, tg.ones(2)])
    with pytest.raises(TypeError, match="stack: needs a list"):
        tg.stack([])
    with pytest.raises(RuntimeError, match="start_dim"):
        x.flatten(1, 0)


def test_sizes_that_cannot_be():
    x = tg.ones(2, 3)
    cases = {
        r"ones: a size cannot be negative, got \(2, -1\)": lambda: tg.ones(2, -1),
        r"randn: a size cannot be negative, got \(-3,\)": lambda: tg.randn((-3,)),
        r"reshape: a size cannot be negative \(but one may be -1.*\), got \(-2, 3\)": lambda: x.reshape(-2, 3),
        r"zeros: the sizes are missing, as in zeros\(2, 3\); for a 0-d tensor: zeros\(\(\)\)": lambda: tg.zeros(),
        r"full: size must be a tuple, as in \(2, 3\) or \(3,\), got int 3": lambda: tg.full(3, 1.0),
        "Linear: in_features must not be negative, got -1": lambda: tg.nn.Linear(-1, 2),
        "reshape: a size must be an int, got float 3.0. A division by / gives a float": lambda: x.reshape(6 / 2, 2),
    }
    for message, compute in cases.items():
        with pytest.raises((RuntimeError, TypeError, ValueError), match=message):
            compute()
    assert tg.ones(tg.tensor(2), np.int64(3)).shape == (2, 3)  # whole numbers of every kind are sizes
    assert x.sum(tg.tensor(0)).shape == x.sum([np.int64(0)]).shape == (3,)


def test_what_stays_itself():
    x = tg.ones(3, requires_grad=True)
    assert x.flatten() is x
    assert tg.tensor(1.0).mT.shape == ()
    assert x[0].flatten().shape == (1,)
