"""Every layer goes to PyTorch and back: same architecture, numbers, dtype and result."""

import copy
import inspect

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.compare import copy_weights, from_torch, to_torch

nn = tg.nn
MODULES = {
    name for name in nn.__all__ if isinstance(getattr(nn, name), type) and issubclass(getattr(nn, name), nn.Module)
}

# For each layer: arguments it is made with, and the shape of an input.
LAYERS = {
    "AdaptiveAvgPool2d": [(((2, 1),), (2, 3, 6, 6))],
    "AvgPool2d": [((2, 1, 1), (2, 3, 6, 6)), (((2, 3),), (2, 3, 6, 6))],
    "BatchNorm1d": [((4,), (5, 4)), ((4, 1e-3, None, False), (5, 4)), ((4, 1e-3, 0.3, True, False), (5, 4))],
    "BatchNorm2d": [((3,), (2, 3, 4, 4))],
    "Conv2d": [
        ((4, 6, 3), (2, 4, 6, 6)), ((4, 6, (1, 3), 2, 1, 1, 2, False), (2, 4, 6, 6)),
        ((4, 2, 3, 1, "same"), (2, 4, 5, 5)),
    ],
    "ELU": [((0.5,), (3, 4))],
    "Embedding": [((10, 4), None), ((10, 4, 2), None)],
    "Flatten": [((0, 1), (2, 3, 4))],
    "GELU": [((), (3, 4)), (("tanh",), (3, 4))],
    "GRU": [((4, 3), (5, 2, 4)), ((4, 3, 2, False, True, 0.0, True), (5, 2, 4))],
    "LSTM": [((4, 3, 2, True, True), (5, 2, 4)), ((4, 3, 1, False, False, 0.0, True), (5, 2, 4))],
    "LayerNorm": [((4,), (3, 4)), (((3, 4), 1e-3, True, False), (2, 3, 4)), ((4, 1e-3, False), (3, 4))],
    "LeakyReLU": [((0.3,), (3, 4))],
    "Linear": [((4, 2), (3, 4)), ((4, 2, False), (3, 4))],
    "LogSoftmax": [((0,), (3, 4))],
    "MaxPool2d": [((2,), (2, 3, 6, 6)), ((3, 2, 1, 1, False, True), (2, 3, 6, 6))],
    "RNN": [
        ((4, 3), (5, 2, 4)), ((4, 3, 1, "relu"), (5, 2, 4)), ((4, 3, 2, "tanh", False, True, 0.0, True), (5, 2, 4)),
    ],
    "GRUCell": [((4, 3), (2, 4)), ((4, 3, False), (2, 4))],
    "LSTMCell": [((4, 3, False), (2, 4))],
    "RNNCell": [((4, 3, True, "relu"), (2, 4)), ((4, 3, False), (2, 4))],
    "Softmax": [((-1,), (3, 4))],
    "Softplus": [((2.0, 10.0), (3, 4))],
}  # fmt: skip
PLAIN = {"Identity", "ReLU", "SiLU", "Sigmoid", "Tanh"}
LOSSES = {
    "BCELoss": {"reduction": "sum"},
    "BCEWithLogitsLoss": {"pos_weight": [1.0, 2.0, 3.0, 4.0]},
    "CrossEntropyLoss": {"weight": [1.0, 2.0, 3.0, 4.0], "ignore_index": 2, "label_smoothing": 0.1},
    "HuberLoss": {"delta": 0.3},
    "KLDivLoss": {"reduction": "batchmean", "log_target": True},
    "L1Loss": {},
    "MSELoss": {"reduction": "none"},
    "NLLLoss": {"weight": [1.0, 2.0, 3.0, 4.0]},
    "SmoothL1Loss": {"beta": 0.4},
}
CASES = [(name, *case) for name, cases in LAYERS.items() for case in cases] + [
    (name, (), (3, 4)) for name in sorted(PLAIN)
]


def same(mine, reference):
    for ours, theirs in zip(flat(mine), flat(reference), strict=True):
        assert str(ours.dtype) == str(theirs.dtype).removeprefix("torch.")
        np.testing.assert_allclose(ours.detach().numpy(), theirs.detach().numpy(), rtol=1e-4, atol=1e-5)


def flat(value):
    return [leaf for part in value for leaf in flat(part)] if isinstance(value, tuple) else [value]


def test_every_public_module_is_here():
    elsewhere = {"Module", "Sequential", "ModuleList", "ModuleDict", "Dropout"}
    assert set(LAYERS) | PLAIN | set(LOSSES) | elsewhere == MODULES


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("name", "arguments", "shape"), CASES)
def test_layers(name, arguments, shape, dtype):
    ours = getattr(nn, name)(*arguments).to(getattr(tg, dtype))
    theirs = to_torch(ours)
    again = from_torch(theirs)
    assert repr(theirs) == repr(getattr(torch.nn, name)(*arguments))
    assert repr(again) == repr(ours) == repr(theirs)
    generator = np.random.default_rng(0)
    x = generator.normal(size=shape).astype(dtype) if shape else generator.integers(0, 10, (3, 5))
    for mode in (True, False):
        wanted = theirs.train(mode)(torch.tensor(x))
        same(ours.train(mode)(tg.tensor(x)), wanted)
        same(again.train(mode)(tg.tensor(x)), wanted)
    assert list(again.state_dict()) == list(theirs.state_dict())
    for mine, reference in zip(again.state_dict().values(), theirs.state_dict().values()):
        same(mine, reference)


@pytest.mark.parametrize("name", ["RNN", "GRU", "LSTM"])
@pytest.mark.parametrize(("convert", "lib"), [(from_torch, torch), (to_torch, tg)])
def test_settings_without_numbers_are_kept(name, convert, lib):
    """batch_first and dropout leave no trace among the weights: lost, the new layer would take time for the batch."""
    layer = getattr(lib.nn, name)(4, 3, num_layers=2, batch_first=True, dropout=0.25, bidirectional=True)
    converted = convert(layer)
    assert (converted.batch_first, converted.dropout, converted.bidirectional) == (True, 0.25, True)


def test_no_layer_hides_its_settings():
    """Conversion reads the settings of a layer in its signature: behind *rest or **named they would be lost."""
    for name in MODULES - {"Sequential", "Identity"}:
        kinds = {parameter.kind for parameter in inspect.signature(getattr(nn, name)).parameters.values()}
        assert not kinds & {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}, name


@pytest.mark.parametrize("name", LOSSES)
def test_losses(name):
    def build(lib):
        settings = {k: lib.tensor(v) if isinstance(v, list) else v for k, v in LOSSES[name].items()}
        return getattr(lib.nn, name)(**settings)

    scores = np.random.default_rng(0).uniform(0.1, 0.9, (3, 4)).astype(np.float32)
    targets = np.array([0, 3, 1]) if name in ("CrossEntropyLoss", "NLLLoss") else scores[::-1].copy()
    wanted = build(torch)(torch.tensor(scores), torch.tensor(targets))
    same(from_torch(build(torch))(tg.tensor(scores), tg.tensor(targets)), wanted)
    same(
        build(tg)(tg.tensor(scores), tg.tensor(targets)),
        to_torch(build(tg))(torch.tensor(scores), torch.tensor(targets)),
    )


def nested(lib):
    n = lib.nn
    model = n.Sequential(
        n.Linear(4, 4),
        n.ModuleList([n.ReLU(), n.Linear(4, 4)]),
        n.ModuleDict({"a": n.Dropout(0.3), "b": n.BatchNorm1d(4)}),
    )
    shared = n.Linear(4, 4, bias=False)
    model.append(shared)
    model.append(shared)
    model.append(n.Linear(4, 4))
    model[5].weight = shared.weight  # one parameter in two layers
    model[0].weight.requires_grad_(False)
    model[2].eval()
    return model


@pytest.mark.parametrize(("convert", "source", "target"), [(from_torch, torch, tg), (to_torch, tg, torch)])
def test_nested_shared_frozen_and_modes(convert, source, target):
    old = nested(source)
    new = convert(old)
    assert isinstance(new, target.nn.Sequential)
    assert repr(new) == repr(old)
    assert new[3] is new[4]
    assert new[5].weight is new[3].weight
    assert [m.training for m in new.modules()] == [m.training for m in old.modules()]
    assert [p.requires_grad for p in new.parameters()] == [p.requires_grad for p in old.parameters()]
    before = copy.deepcopy({name: t.tolist() for name, t in old.state_dict().items()})
    with target.no_grad():
        for parameter in new.parameters():
            parameter.mul_(0)  # the numbers are copies
    assert {name: t.tolist() for name, t in old.state_dict().items()} == before


class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(2, 2)


class OurBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 2)


def test_refused_with_its_place():
    inner = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU(inplace=True))
    for model, text in [
        (torch.nn.Sequential(torch.nn.ReLU(), inner), r"model\.1\.1 .*ReLU: inplace=True"),
        (
            torch.nn.Sequential(torch.nn.Bilinear(2, 2, 2)),
            r"model\.0 is a Bilinear, which tinygrad_lite\.nn does not have",
        ),
        (torch.nn.Sequential(Block()), r"model\.0 is a Block, a class of its own.*copy_weights"),
        (torch.nn.Linear(2, 2).bfloat16(), r"model\.weight has dtype torch\.bfloat16"),
        (torch.nn.Embedding(3, 2, max_norm=1.0), "max_norm=1.0"),
    ]:
        with pytest.raises(NotImplementedError, match=text):
            from_torch(model)
    with pytest.raises(NotImplementedError, match=r"model\.0 is a OurBlock"):
        to_torch(nn.Sequential(OurBlock()))
    with pytest.raises(TypeError, match="needs a module or an optimizer of torch, got tinygrad_lite"):
        from_torch(nn.ReLU())


def test_copy_weights_of_own_classes():
    ours, theirs = OurBlock(), Block()
    copy_weights(ours, theirs)
    assert theirs.layer.weight.tolist() == ours.layer.weight.tolist()
    copy_weights(Block(), ours)
    assert theirs.layer.weight.tolist() != ours.layer.weight.tolist()
    with pytest.raises(RuntimeError, match=r"layer\.weight"):
        copy_weights(torch.nn.Linear(2, 2), ours)


@pytest.mark.parametrize("name", ["SGD", "Adam", "AdamW", "RMSprop"])
def test_optimizers(name):
    def settings(model):
        return [{"params": model[0].parameters(), "lr": 0.3}, {"params": model[1].parameters(), "weight_decay": 0.1}]

    extra = {"momentum": 0.9} if name in ("SGD", "RMSprop") else {"eps": 1e-6}
    theirs = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Linear(2, 1))
    ours = from_torch(theirs)
    their_optimizer = getattr(torch.optim, name)(settings(theirs), **extra)
    x = np.random.default_rng(0).normal(size=(8, 3)).astype(np.float32)

    def step(lib, model, optimizer):
        optimizer.zero_grad()
        model(lib.tensor(x)).square().sum().backward() if lib is torch else (model(lib.tensor(x)) ** 2).sum().backward()
        optimizer.step()

    step(torch, theirs, their_optimizer)
    copy_weights(theirs, ours)
    our_optimizer = from_torch(their_optimizer, ours.parameters())
    back = to_torch(ours)
    back_optimizer = to_torch(our_optimizer, back.parameters())
    for _ in range(3):
        for lib, model, optimizer in [
            (torch, theirs, their_optimizer), (tg, ours, our_optimizer), (torch, back, back_optimizer),
        ]:  # fmt: skip
            step(lib, model, optimizer)
    for mine, wanted, returned in zip(ours.parameters(), theirs.parameters(), back.parameters()):
        same(mine, wanted)
        same(mine, returned)
    assert [g["lr"] for g in our_optimizer.param_groups] == [g["lr"] for g in their_optimizer.param_groups]
    with pytest.raises(ValueError, match="trains 4 parameters, but params holds 1"):
        from_torch(their_optimizer, [tg.ones(1)])
    with pytest.raises(TypeError, match="needs params"):
        from_torch(their_optimizer)


@pytest.mark.parametrize(("convert", "source"), [(from_torch, torch), (to_torch, tg)])
def test_a_forward_replaced_on_the_instance_is_refused(convert, source):
    model = source.nn.Sequential(source.nn.Linear(2, 2), source.nn.Tanh())
    plain = model[0].forward
    model[0].forward = lambda x: plain(x) * 2
    with pytest.raises(NotImplementedError, match=r"the forward of model\.0, a Linear, was replaced"):
        convert(model)


def test_params_in_another_order_are_refused_before_there_is_any_state():
    theirs, ours = torch.nn.Linear(3, 2), tg.nn.Linear(3, 2)
    optimizer = torch.optim.SGD(theirs.parameters(), lr=0.1, momentum=0.9)
    with pytest.raises(ValueError, match=r"parameter 0 of the optimizer has shape \(2, 3\), params\[0\] \(2,\)"):
        from_torch(optimizer, [ours.bias, ours.weight])
