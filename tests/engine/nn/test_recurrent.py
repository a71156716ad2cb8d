"""Recurrent layers: as PyTorch's in every form, and as their cells applied step by step."""

from itertools import product

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.engine.against_torch import numbers, same

KINDS = {"tanh": ("RNN", {"nonlinearity": "tanh"}), "relu": ("RNN", {"nonlinearity": "relu"}),
         "GRU": ("GRU", {}), "LSTM": ("LSTM", {})}  # fmt: skip
FORMS = list(product((1, 2), (False, True), (False, True), (True, False), (False, True)))


def both(name, *arguments, dtype="float64", **options):
    """Our layer and PyTorch's, with the same weights; the state goes there and back."""
    mine = getattr(tg.nn, name)(*arguments, **options, dtype=getattr(tg, dtype))
    theirs = getattr(torch.nn, name)(*arguments, **options, dtype=getattr(torch, dtype))
    theirs.load_state_dict({key: torch.tensor(value.numpy()) for key, value in mine.state_dict().items()})
    again = getattr(tg.nn, name)(*arguments, **options, dtype=getattr(tg, dtype))
    again.load_state_dict(theirs.state_dict())
    assert (list(again.state_dict()), repr(again)) == (list(theirs.state_dict()), repr(theirs))
    return again, theirs


def results(lib, layer, x, states):
    """Outputs, final states, and the gradients of everything for random gradients of both."""
    x = lib.tensor(x, requires_grad=True)
    states = [lib.tensor(state, requires_grad=True) for state in states]
    hx = (tuple(states) if len(states) == 2 else states[0],) if states else ()
    result = layer(x, *hx)
    outputs = [result] if not isinstance(result, tuple) else result
    outputs = [tensor for part in outputs for tensor in (part if isinstance(part, tuple) else (part,))]
    dtype = str(np.dtype(outputs[0].detach().numpy().dtype))
    sum((y * lib.tensor(numbers(*y.shape, dtype=dtype, seed=i))).sum() for i, y in enumerate(outputs)).backward()
    return [*outputs, x.grad, *(state.grad for state in states), *(p.grad for p in layer.parameters())]


def agree(name, x, states, *arguments, **options):
    mine, theirs = both(name, *arguments, dtype=str(x.dtype), **options)
    with np.errstate(all="ignore"):
        pairs = list(zip(results(tg, mine, x, states), results(torch, theirs, x, states), strict=True))
    for number, (result, wanted) in enumerate(pairs):
        same(result, wanted, f"result {number}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("layers", "both_ways", "batch_first", "bias", "unbatched"), FORMS)
def test_against_torch(kind, layers, both_ways, batch_first, bias, unbatched):
    name, options = KINDS[kind]
    options = {**options, "bidirectional": both_ways, "batch_first": batch_first, "bias": bias}
    batch = () if unbatched else (2,)
    x = numbers(*((5, *batch, 3) if unbatched or not batch_first else (2, 5, 3)))
    first = [numbers(layers * (1 + both_ways), *batch, 4, seed=i) for i in range(2 if name == "LSTM" else 1)]
    agree(name, x, first, 3, 4, layers, **options)
    if not unbatched:
        agree(name, x.astype("float32"), [], 3, 4, layers, **options)


@pytest.mark.parametrize("kind", KINDS)
def test_cells(kind):
    name, options = KINDS[kind]
    for lead, bias in (((), True), ((2,), False), ((0,), True)):
        first = [numbers(*lead, 4, seed=i) for i in range(2 if name == "LSTM" else 1)]
        for states in (first, []):
            agree(name + "Cell", numbers(*lead, 3), states, 3, 4, bias=bias, **options)


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_layers_are_their_cells_step_by_step(kind, reverse):
    name, options = KINDS[kind]
    layer = getattr(tg.nn, name)(3, 4, bidirectional=reverse, dtype=tg.float64, **options)
    cell = getattr(tg.nn, f"{name}Cell")(3, 4, dtype=tg.float64, **options)
    suffix = "_l0_reverse" if reverse else "_l0"
    cell.load_state_dict({key: getattr(layer, key + suffix) for key in cell.state_dict()})
    x = tg.tensor(numbers(6, 2, 3), requires_grad=True)
    steps, state = [], None
    for t in reversed(range(6)) if reverse else range(6):
        state = cell(x[t], state)
        steps.append(state[0] if name == "LSTM" else state)
    by_steps = tg.stack(steps[::-1] if reverse else steps)
    at_once = layer(x)[0][..., 4:] if reverse else layer(x)[0]
    same(at_once, by_steps.detach().numpy())
    grads = []
    for outputs, weights in ((at_once, layer), (by_steps, cell)):
        x.grad = None
        (outputs * tg.tensor(numbers(6, 2, 4))).sum().backward()
        names = [key + (suffix if weights is layer else "") for key in cell.state_dict()]
        grads.append([x.grad.numpy(), *(getattr(weights, key).grad.numpy() for key in names)])
    for mine, wanted in zip(*grads, strict=True):
        same(mine, wanted)


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_and_extremes(kind):
    name, options = KINDS[kind]
    layer = getattr(tg.nn, name)(2, 3, dtype=tg.float64, **options)
    x = tg.tensor(numbers(3, 2, 2), requires_grad=True)
    assert tg.autograd.gradcheck(lambda x, *weights: layer(x)[0], [x, *layer.parameters()])
    for special in (1e4, np.inf, np.nan):  # gates that are fully open or shut
        agree(name, np.array([[[special, -1.0]], [[1.0, 2.0]]]), [], 2, 3, **options)
    agree(name, numbers(3, 0, 2), [], 2, 3, **options)
    agree(name, numbers(3, 2, 2, dtype="float16"), [], 2, 3, **options)


def test_dropout_acts_between_layers_in_training_only():
    x = tg.tensor(numbers(5, 8, 3, dtype="float32"))
    layer = tg.nn.GRU(3, 16, num_layers=2, dropout=0.5)
    plain = tg.nn.GRU(3, 16, num_layers=2)
    plain.load_state_dict(layer.state_dict())
    same(layer.eval()(x)[0], plain(x)[0].detach().numpy())
    outputs, final = layer.train()(x)
    assert not np.allclose(outputs.detach().numpy(), plain(x)[0].detach().numpy())
    same(outputs[-1], final[1].detach().numpy())  # nothing is dropped after the last layer
    same(final[0], plain(x)[1][0].detach().numpy())  # nor before the first
    everything = tg.nn.GRU(3, 16, num_layers=2, dropout=1.0)
    same(everything(x)[0][:, 0], everything(x * 0)[0][:, 1].detach().numpy())


def test_first_values():
    for layer in (tg.nn.LSTM(3, 25, 2), tg.nn.GRUCell(3, 25)):
        for parameter in layer.parameters():
            assert 0.15 < np.abs(parameter.detach().numpy()).max() <= 0.2


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda nn, x: nn.RNN(3, 4, nonlinearity="sin"), ValueError, "nonlinearity must be 'tanh' or 'relu'"),
        (lambda nn, x: nn.GRU(3, 0), ValueError, "hidden_size must be at least 1"),
        (lambda nn, x: nn.GRU(3, 4, 0), ValueError, "num_layers must be at least 1"),
        (lambda nn, x: nn.GRU(3, 4, dropout=2), ValueError, "dropout must be a number from 0 to 1, got 2"),
        (lambda nn, x: nn.GRU(2, 4)(x), RuntimeError, r"last size of the input must be 2, got shape \(5, 2, 3\)"),
        (lambda nn, x: nn.GRU(3, 4)(x.double()), RuntimeError, "GRU: the input is float64, the weights float32"),
        (lambda nn, x: nn.GRU(3, 4)(x[0, 0]), ValueError, r"needs an input of 2 or 3 dimensions, got shape \(3,\)"),
        (lambda nn, x: nn.GRU(3, 4)(x[:0]), RuntimeError, "needs at least one time step"),
        (lambda nn, x: nn.GRU(3, 4)(x, tg.zeros(1, 4)), RuntimeError, r"h_0 must have shape \(1, 2, 4\) and dtype"),
        (lambda nn, x: nn.GRU(3, 4)(x, (tg.zeros(1, 2, 4),)), TypeError, "must be h_0, a tensor; got tuple"),
        (lambda nn, x: nn.LSTM(3, 4)(x, tg.zeros(1, 2, 4)), TypeError, r"must be \(h_0, c_0\), a tuple; got Tensor"),
        (lambda nn, x: nn.LSTMCell(3, 4)(x), ValueError, "needs an input of 1 or 2 dimensions"),
        (lambda nn, x: nn.RNN(3, 4)(x.numpy()), TypeError, "must be a Tensor, got a NumPy array"),
    ],
)
def test_errors(call, error, message):
    with pytest.raises(error, match=message):
        call(tg.nn, tg.zeros(5, 2, 3))


def test_packed_sequences_are_refused():
    packed = torch.nn.utils.rnn.pack_sequence([torch.zeros(2, 3)])
    with pytest.raises(TypeError, match="packed sequences are not supported: pad them"):
        tg.nn.RNN(3, 4)(packed)


@pytest.mark.parametrize(
    "options", [{}, {"num_layers": 2, "bidirectional": True}, {"batch_first": True, "bias": False}]
)
def test_projected_states(options):
    theirs = torch.nn.LSTM(3, 5, proj_size=2, dtype=torch.float64, **options)
    ours = tg.nn.LSTM(3, 5, proj_size=2, dtype=tg.float64, **options)
    assert repr(ours) == repr(theirs)
    assert list(ours.state_dict()) == list(theirs.state_dict())
    ours.load_state_dict(theirs.state_dict())
    layers = options.get("num_layers", 1) * (2 if options.get("bidirectional") else 1)
    x, h, c = numbers(4, 4, 3), numbers(layers, 4, 2, seed=1), numbers(layers, 4, 5, seed=2)
    for states in (None, (h, c)):
        mine = ours(tg.tensor(x), states and tuple(map(tg.tensor, states)))
        wanted = theirs(torch.tensor(x), states and tuple(map(torch.tensor, states)))
        for one, other in zip((mine[0], *mine[1]), (wanted[0], *wanted[1]), strict=True):
            same(one, other)
        for model, output in ((ours, mine[0]), (theirs, wanted[0])):
            model.zero_grad()
            output.sum().backward()
        for one, other in zip(ours.parameters(), theirs.parameters(), strict=True):
            same(one.grad, other.grad)


def test_what_cannot_be_projected():
    for make in (lambda: tg.nn.GRU(3, 4, proj_size=2), lambda: tg.nn.LSTM(3, 4, proj_size=4)):
        with pytest.raises(ValueError, match="proj_size is for an LSTM, and must be smaller than hidden_size"):
            make()
