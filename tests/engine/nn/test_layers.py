"""Layers: values, gradients, printed form and state as PyTorch's; what is random, by its distribution.

PyTorch's own sample inputs are run through all of them in tests/conformance/test_layers.py.
"""

import warnings

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers, same


def test_small_layers():
    x = tg.tensor([[-1.0, 2.0]])
    assert tg.nn.Identity(5, option=3)(x) is x
    assert tg.nn.Flatten(0)(tg.ones(2, 3)).shape == (6,)
    with pytest.raises(
        RuntimeError, match=r"linear: an input of shape \(4, 3\) does not fit a weight of shape \(3, 2\)"
    ):
        tg.nn.Linear(2, 3)(tg.ones(4, 3))
    with pytest.raises(RuntimeError, match=r"linear: a bias of shape \(3,\) does not fit a weight of shape \(4, 2\)"):
        tg.nn.functional.linear(tg.ones(5, 2), tg.ones(4, 2), tg.ones(3))
    with pytest.raises(RuntimeError, match="linear: the input is float64, the weight float32"):
        tg.nn.Linear(2, 3)(tg.ones(4, 2, dtype=tg.float64))


@pytest.mark.parametrize("shape", [(4,), (3, 4), (2, 3, 4), (0, 4)])
def test_linear_of_any_dimensions(shape):
    mine, theirs = tg.nn.Linear(4, 5), torch.nn.Linear(4, 5)
    mine.load_state_dict(theirs.state_dict())
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    a, b = tg.tensor(x, requires_grad=True), torch.tensor(x, requires_grad=True)
    mine(a).sum().backward()
    theirs(b).sum().backward()
    for mine_grad, wanted in (
        (a.grad, b.grad),
        (mine.weight.grad, theirs.weight.grad),
        (mine.bias.grad, theirs.bias.grad),
    ):
        same(mine_grad, wanted)


PRINTED = [
    "Linear(3, 2)", "Embedding(5, 2)", "Embedding(5, 2, padding_idx=-1)", "Flatten()", "Identity()", "Dropout(0.3)",
    "BatchNorm1d(3)", "BatchNorm2d(3, momentum=None, affine=False)", "BatchNorm1d(3, track_running_stats=False)",
    "BatchNorm1d(3, bias=False)", "LayerNorm(3)", "LayerNorm((2, 3), elementwise_affine=False)",
    "LayerNorm(3, bias=False)", "ReLU()", "LeakyReLU(0.2)", "ELU(2.0)", "GELU()", "GELU('tanh')", "SiLU()",
    "Softplus(2, 5)", "Sigmoid()", "Tanh()", "Softmax(1)", "LogSoftmax(-1)",
]  # fmt: skip


OWN_TESTS = {
    "containers",
    "convolution",
    "losses",
    "module",
    "pooling",
    "recurrent",
}  # files of nn that have a test file each


def test_every_layer_is_in_the_table():
    layers = {n: kind for n, kind in vars(tg.nn).items() if isinstance(kind, type) and issubclass(kind, tg.nn.Module)}
    here = {name for name, kind in layers.items() if kind.__module__.rpartition(".")[2] not in OWN_TESTS}
    assert {text.partition("(")[0] for text in PRINTED} == here


@pytest.mark.parametrize("text", PRINTED)
def test_printed_form_and_state_go_both_ways(text):
    """The state of ours fits PyTorch's layer, and comes back to the bit."""
    mine, theirs = eval(f"tg.nn.{text}"), eval(f"torch.nn.{text}")
    assert repr(mine) == repr(theirs)
    assert list(mine.state_dict()) == list(theirs.state_dict())
    state = {name: torch.tensor(value.numpy()) for name, value in mine.state_dict().items()}
    theirs.load_state_dict(state)
    again = eval(f"tg.nn.{text}")
    again.load_state_dict(theirs.state_dict())
    for name, value in mine.state_dict().items():
        same(again.state_dict()[name], value.numpy())


@pytest.mark.parametrize("name", ["ReLU", "LeakyReLU", "ELU", "SiLU", "Dropout"])
def test_in_place_is_refused(name):
    with pytest.raises(NotImplementedError, match=f"{name}: inplace=True is not supported"):
        getattr(tg.nn, name)(inplace=True)


# ------------------------------------------------------------------------------------------------------- Embedding
@pytest.mark.parametrize("indices", [np.array([[1, 4, 1], [0, 1, 3]]), np.array(2), np.zeros((0, 2), "int64")])
@pytest.mark.parametrize("padding_idx", [None, 1, -1])
def test_embedding(indices, padding_idx):
    def look_up(lib, weight):
        return lib.nn.functional.embedding(lib.tensor(indices), weight, padding_idx)

    agree(look_up, numbers(5, 3))
    agree(look_up, numbers(5, 3, dtype="float32"))


def test_embedding_layer():
    tg.manual_seed(0)
    layer = tg.nn.Embedding(4000, 50, padding_idx=7)
    drawn = layer.weight.detach().numpy()
    assert drawn[7].tolist() == [0] * 50
    assert (drawn.mean(), drawn.std()) == pytest.approx((0, 1), abs=0.01)
    with pytest.raises(IndexError, match="index 5 does not exist: there are 5 rows, 0 to 4"):
        tg.nn.Embedding(5, 2)(tg.tensor([0, 5]))
    with pytest.raises(RuntimeError, match=r"must hold int64 or int32, got float32: use input\.long"):
        tg.nn.Embedding(5, 2)(tg.tensor([0.0]))
    for argument in ({"max_norm": 1.0}, {"norm_type": 1.0}, {"sparse": True}, {"scale_grad_by_freq": True}):
        with pytest.raises(NotImplementedError, match=f"Embedding: {next(iter(argument))}="):
            tg.nn.Embedding(5, 2, **argument)


# --------------------------------------------------------------------------------------------------------- Dropout
@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_dropout(p):
    tg.manual_seed(0)
    x = tg.ones(300, 200, requires_grad=True)
    y = tg.nn.functional.dropout(x, p)
    kept = y.detach().numpy() != 0
    assert kept.mean() == pytest.approx(1 - p, abs=0.01)
    assert np.allclose(y.detach().numpy()[kept], 1 / (1 - p))
    assert kept.mean(0).std() < 0.05  # no column is favoured
    y.sum().backward()
    assert np.array_equal(x.grad.numpy(), y.detach().numpy())
    tg.manual_seed(0)
    assert tg.nn.functional.dropout(x, p).tolist() == y.tolist()


def test_dropout_at_its_ends():
    x = np.array([1.0, np.inf, np.nan, -2.0], "float32")
    for p, training in ((0.0, True), (1.0, True), (0.5, False), (1.0, False)):
        agree(lambda lib, x, p=p, training=training: lib.nn.functional.dropout(x, p, training), x)
    assert tg.nn.Dropout(1.0).eval()(tg.ones(2)).tolist() == [1, 1]
    assert tg.nn.Dropout()(tg.ones(3, dtype=tg.float16)).dtype == tg.float16
    for p in (-0.1, 1.1):
        with pytest.raises(ValueError, match="p is a probability, between 0 and 1"):
            tg.nn.Dropout(p)


# ---------------------------------------------------------------------------------------------------- normalization
NORMS = ["BatchNorm1d(3)", "BatchNorm1d(3, momentum=None)", "BatchNorm1d(3, eps=0.1, momentum=0.5, affine=False)",
         "BatchNorm1d(3, track_running_stats=False)", "BatchNorm2d(3)", "BatchNorm2d(3, bias=False)"]  # fmt: skip


@pytest.mark.parametrize("text", NORMS)
@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_batch_norm_over_several_steps(text, dtype):
    """Outputs, gradients and running averages, in training and then in evaluation."""
    mine, theirs = eval(f"tg.nn.{text}").to(np.dtype(dtype)), eval(f"torch.nn.{text}").to(getattr(torch, dtype))
    with torch.no_grad():
        for parameter in theirs.parameters():
            parameter.uniform_(-1, 1)
    mine.load_state_dict(theirs.state_dict())
    shape = (4, 3, 2, 5) if "2d" in text else (4, 3, 5)
    for step in range(4):
        if step == 2:
            mine.eval(), theirs.eval()
        agree(lambda lib, x: (mine if lib is tg else theirs)(x), numbers(*shape, dtype=dtype, seed=step) + 3)
        for name, wanted in theirs.state_dict().items():
            same(mine.state_dict()[name], wanted, name)
        for p, q in zip(mine.parameters(), theirs.parameters(), strict=True):
            same(p.grad, q.grad)
    mine.reset_parameters(), theirs.reset_parameters()
    for name, wanted in theirs.state_dict().items():
        same(mine.state_dict()[name], wanted, name)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=4), st.data())
def test_layer_norm(shape, data):
    normalized = tuple(shape[data.draw(st.integers(0, len(shape) - 1)) :])
    affine = data.draw(st.sampled_from([(False, False), (True, False), (True, True), (False, True)]))

    def normalize(lib, x, *parameters):
        given = iter(parameters)
        weight, bias = [next(given) if wanted else None for wanted in affine]
        return lib.nn.functional.layer_norm(x, normalized, weight, bias)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        agree(normalize, numbers(*shape), *[numbers(*normalized, seed=i) for i in range(sum(affine))])


@pytest.mark.parametrize("text", ["BatchNorm1d(3)", "LayerNorm((3, 2))"])
def test_normalization_against_measured_slopes(text):
    layer = eval(f"tg.nn.{text}").double()
    tg.nn.init.uniform_(layer.weight, 0.5, 1.5)
    x = tg.tensor(numbers(4, 3, 2), requires_grad=True)
    assert tg.autograd.gradcheck(lambda x, w, b: layer(x), (x, layer.weight, layer.bias))
    assert tg.autograd.gradcheck(layer.eval(), x)


def test_normalization_errors():
    with pytest.raises(ValueError, match=r"a single number per channel has no variance.*drop_last=True"):
        tg.nn.BatchNorm1d(3)(tg.ones(1, 3))
    with pytest.raises(ValueError, match=r"BatchNorm2d: expected 4D input, got shape \(2, 3\)"):
        tg.nn.BatchNorm2d(3)(tg.ones(2, 3))
    with pytest.raises(RuntimeError, match=r"weight must have shape \(4,\) for an input of shape \(2, 4\)"):
        tg.nn.BatchNorm1d(3).eval()(tg.ones(2, 4))
    with pytest.raises(RuntimeError, match="weight is float32, the input float64"):
        tg.nn.LayerNorm(3)(tg.ones(2, 3, dtype=tg.float64))
    with pytest.raises(RuntimeError, match=r"normalized_shape \(4,\) must be the last sizes of the input"):
        tg.nn.LayerNorm(4)(tg.ones(2, 3))
    with pytest.raises(RuntimeError, match="needs running_mean and running_var where training=False"):
        tg.nn.functional.batch_norm(tg.ones(2, 3), None, None)
    with pytest.raises(RuntimeError, match=r"the input must have shape \(N, C, …\)"):
        tg.nn.functional.batch_norm(tg.ones(3), None, None, training=True)


def test_running_averages_may_move_before_the_gradient_is_taken():
    """What BatchNorm keeps for its gradient is its own: two batches, then both gradients."""
    layer = tg.nn.BatchNorm1d(2)
    first, second = layer(tg.tensor(numbers(3, 2, dtype="float32"))), layer(tg.ones(3, 2))
    (first.sum() + second.sum()).backward()
    assert layer.bias.grad.tolist() == [6, 6]
