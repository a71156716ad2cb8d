"""Activations: values and gradients as PyTorch's, at the ends as well; erf to the last bits."""

import math

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers
from tinygrad_lite.ops.activations import erf

CALLS = {
    "leaky_relu": [{}, {"negative_slope": 0.3}, {"negative_slope": 0.0}],
    "elu": [{}, {"alpha": 0.5}],
    "gelu": [{}, {"approximate": "tanh"}],
    "silu": [{}],
    "softplus": [{}, {"beta": 3.0, "threshold": 2.0}],
}
CASES = [(name, options) for name, calls in CALLS.items() for options in calls]
ENDS = [0.0, -0.0, 1e-30, -1e-30, 8.0, -8.0, 30.0, -30.0, 300.0, -300.0, np.inf, -np.inf, np.nan]


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_values_and_gradients(name, options, dtype):
    def call(lib, x):
        return getattr(lib.nn.functional, name)(x, **options)

    for shape in [(), (0, 3), (40, 5)]:
        agree(call, 3 * numbers(*shape, dtype=dtype))
    # PyTorch itself gives now this, now that for gelu(inf), and for the gradient of elu at nan
    ends = [x for x in ENDS if not ((name == "gelu" and x == np.inf) or (name == "elu" and np.isnan(x)))]
    agree(call, np.array(ends, dtype))
    agree(call, numbers(4, 6, dtype=dtype)[:, ::2].T)


@pytest.mark.parametrize(("name", "options"), CASES, ids=str)
def test_against_measured_slopes(name, options):
    x = tg.tensor(np.array([-2.5, -0.4, 0.3, 1.7]), requires_grad=True)
    assert tg.autograd.gradcheck(lambda x: getattr(tg.nn.functional, name)(x, **options), x)


@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 4e-16), ("float32", 1e-7)])
def test_erf(dtype, tolerance):
    x = np.concatenate([np.linspace(-7, 7, 20001), np.geomspace(1e-300, 1, 500), [np.inf, -np.inf]]).astype(dtype)
    assert erf(x).dtype == dtype
    np.testing.assert_allclose(erf(x), [math.erf(value) for value in x], rtol=0, atol=tolerance)
    assert np.isnan(erf(np.array([np.nan], dtype)))


def test_errors():
    for name in CALLS:
        with pytest.raises(RuntimeError, match=f"{name}: needs a floating point tensor, got int64"):
            getattr(tg.nn.functional, name)(tg.tensor([1]))
    with pytest.raises(RuntimeError, match="approximate must be 'none' or 'tanh', got 'erf'"):
        tg.nn.functional.gelu(tg.ones(1), approximate="erf")
    with pytest.raises(TypeError, match="softmax: dim must be an int, got None"):
        tg.nn.Softmax()(tg.ones(2))
