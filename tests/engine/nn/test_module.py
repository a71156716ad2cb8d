"""Modules, layers, first values: names, numbers and printed form as PyTorch's."""

import copy
import pickle

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.engine.against_torch import same


def build(lib):
    class Block(lib.nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = lib.nn.Sequential(lib.nn.Linear(4, 5), lib.nn.Tanh(), lib.nn.Linear(5, 3, bias=False))
            self.scale = lib.nn.Parameter(lib.ones(3))
            self.flat = lib.nn.Flatten()

        def forward(self, x):
            return self.layers(self.flat(x)) * self.scale

    return Block()


def pair():
    mine, theirs = build(tg), build(torch)
    mine.load_state_dict({name: value.numpy() for name, value in theirs.state_dict().items()})
    return mine, theirs


def test_names_and_values():
    mine, theirs = pair()
    assert [n for n, _ in mine.named_parameters()] == [n for n, _ in theirs.named_parameters()]
    assert list(mine.state_dict()) == list(theirs.state_dict())
    assert [n for n, _ in mine.named_modules()] == [n for n, _ in theirs.named_modules()]
    assert [type(m).__name__ for m in mine.children()] == [type(m).__name__ for m in theirs.children()]
    assert repr(mine) == repr(theirs)
    x = np.random.default_rng(0).normal(size=(6, 2, 2)).astype("float32")
    out, wanted = mine(tg.tensor(x)), theirs(torch.tensor(x))
    same(out, wanted)
    out.sum().backward()
    wanted.sum().backward()
    for p, q in zip(mine.parameters(), theirs.parameters(), strict=True):
        same(p.grad, q.grad)


def test_state_goes_both_ways():
    mine, theirs = pair()
    other = build(torch)
    other.load_state_dict({name: torch.tensor(value.numpy()) for name, value in mine.state_dict().items()})
    for name, value in theirs.state_dict().items():
        assert torch.equal(other.state_dict()[name], value)
    assert repr(mine.load_state_dict(theirs.state_dict())) == "<All keys matched successfully>"


def test_state_that_does_not_fit():
    model = build(tg)
    state = model.state_dict()
    kept = state["scale"].clone()
    wrong = {**state, "scale": np.zeros(3), "more": np.zeros(1)}
    del wrong["layers.0.bias"]
    with pytest.raises(
        RuntimeError, match=r"layers\.0\.bias is missing; more is not in this model\. With strict=False"
    ):
        model.load_state_dict(wrong)
    assert model.scale.tolist() == kept.tolist()  # nothing was changed
    result = model.load_state_dict(wrong, strict=False)
    assert (result.missing_keys, result.unexpected_keys) == (["layers.0.bias"], ["more"])
    assert model.scale.tolist() == [0, 0, 0]
    with pytest.raises(RuntimeError, match=r"scale has shape \(2,\), here it is \(3,\)"):
        model.load_state_dict({**state, "scale": np.zeros(2)}, strict=False)


def test_switches_and_visits():
    model = build(tg)
    assert model.training
    assert not any(m.training for m in model.eval().modules())
    assert all(m.training for m in model.train().modules())
    seen = []
    model.apply(lambda module: seen.append(type(module).__name__))
    assert seen == ["Linear", "Tanh", "Linear", "Sequential", "Flatten", "Block"]
    model(tg.ones(1, 4)).sum().backward()
    model.zero_grad(set_to_none=False)
    assert model.scale.grad.tolist() == [0, 0, 0]
    model.zero_grad()
    assert model.scale.grad is None
    assert not any(p.requires_grad for p in model.requires_grad_(False).parameters())
    assert model.double().scale.dtype == tg.float64
    assert model.float().cpu().to(tg.float64).scale.dtype == tg.float64


def test_shared_parameters_count_once():
    for lib in (tg, torch):
        model = build(lib)
        model.again = model.layers
        model.twice = model.scale
        assert len(list(model.parameters())) == 4
        assert len(list(model.modules())) == 6


def test_a_parameter_cannot_be_lost():
    model = build(tg)
    with pytest.raises(TypeError, match=r"Block\.scale is a Parameter; a Tensor in its place would not be trained"):
        model.scale = model.scale - 1
    model.scale = None
    assert "scale" not in model.state_dict()
    with pytest.raises(NotImplementedError, match="has no forward method"):
        tg.nn.Module()(1)


def test_buffers():
    def build(lib):
        model = lib.nn.Sequential(lib.nn.Linear(2, 2))
        model.register_buffer("mean", lib.ones(2))
        model.register_buffer("count", lib.zeros(2, dtype=lib.int64), persistent=False)
        model.register_buffer("nothing", None)
        model[0].register_buffer("scale", lib.ones(1))
        return model

    mine, theirs = build(tg), build(torch)
    assert list(mine.state_dict(prefix="net.")) == list(theirs.state_dict(prefix="net."))
    assert [n for n, _ in mine.named_buffers(prefix="x")] == [n for n, _ in theirs.named_buffers(prefix="x")]
    assert len(list(mine.buffers(recurse=False))) == 2
    mine.half()
    assert (mine.mean.dtype, mine[0].weight.dtype, mine.count.dtype) == (tg.float16, tg.float16, tg.int64)
    mine.mean = tg.zeros(2)  # another tensor under the same name is still a buffer
    assert mine.state_dict()["mean"].tolist() == [0, 0]
    assert mine.state_dict(keep_vars=True)["0.weight"] is mine[0].weight
    with pytest.raises(TypeError, match=r"Sequential\.mean is a buffer and takes tensors, not float"):
        mine.mean = 1.0
    with pytest.raises(KeyError, match="already has an attribute 'training'"):
        mine.register_buffer("training", tg.ones(1))
    with pytest.raises(TypeError, match="number must be a Tensor or None, got 3"):
        mine.register_buffer("number", 3)
    with pytest.raises(TypeError, match="must stay floating point, int64 is not"):
        mine.to(tg.int64)


def test_finding_by_name():
    model = build(tg)
    assert model.get_submodule("layers.0") is model.layers[0]
    assert model.get_submodule("") is model
    assert model.get_parameter("layers.0.bias") is model.layers[0].bias
    with pytest.raises(AttributeError, match=r"Sequential has no module '7' \(asked for 'layers\.7'\): 0, 1, 2"):
        model.get_submodule("layers.7")
    with pytest.raises(AttributeError, match="Linear has no parameter 'scale'"):
        model.get_parameter("layers.0.scale")


def test_forgotten_init():
    class Model(tg.nn.Module):
        def __init__(self):
            self.layer = tg.nn.Linear(2, 2)

    with pytest.raises(
        AttributeError, match=r"Model\.layer was set before .*: write super\(\)\.__init__\(\) as the first"
    ):
        Model()


def test_order_is_that_in_which_things_became_modules():
    for lib in (tg, torch):
        model = lib.nn.Module()
        model.first, model.scale = None, None
        model.second, model.bias = lib.nn.Identity(), lib.nn.Parameter(lib.ones(1))
        model.first, model.scale = lib.nn.Identity(), lib.nn.Parameter(lib.ones(1))
        assert [name for name, _ in model.named_children()] == ["second", "first"]
        assert list(model.state_dict()) == ["bias", "scale"]


def test_forward_hooks():
    """The same calls, in the same order, with the same arguments, as in PyTorch."""

    def seen_by(lib):
        layer, seen = lib.nn.Linear(2, 2), []
        with lib.no_grad():
            layer.weight.copy_(lib.eye(2)), layer.bias.zero_()
        handles = [
            layer.register_forward_hook(lambda m, args, out: seen.append(("after", args[0].tolist(), out.tolist()))),
            layer.register_forward_hook(lambda m, args, kwargs, out: out * 10, with_kwargs=True, prepend=True),
            layer.register_forward_pre_hook(lambda m, args: args[0] + 1),
            layer.register_forward_pre_hook(lambda m, args: seen.append(("before", args[0].tolist())), prepend=True),
        ]
        if lib is tg:
            keywords = lambda m, args, kwargs: (args, {"input": kwargs.get("input", 5)} if kwargs else {})
            handles.append(layer.register_forward_pre_hook(keywords, with_kwargs=True))
        seen.append(layer(lib.ones(1, 2)).tolist())
        for handle in handles:
            handle.remove()
            handle.remove()
        seen.append(layer(lib.ones(1, 2)).tolist())
        return seen

    assert seen_by(tg) == seen_by(torch)
    layer = tg.nn.ReLU()
    with layer.register_forward_hook(lambda m, args, out: out + 1):
        assert layer(tg.zeros(1)).item() == 1
    assert layer(tg.zeros(1)).item() == 0
    assert layer._hooks is None  # nothing is left that would cost time
    layer.register_forward_pre_hook(lambda m, args, kwargs: 3, with_kwargs=True)
    with pytest.raises(RuntimeError, match=r"must return None or \(new args, new kwargs\), got 3"):
        layer(tg.zeros(1))
    with pytest.raises(NotImplementedError, match="always_call=True"):
        layer.register_forward_hook(print, always_call=True)
    with pytest.raises(NotImplementedError, match=r"register_full_backward_hook.*output\.register_hook"):
        layer.register_full_backward_hook(print)


def test_copies_are_their_own():
    model = build(tg)
    model.register_forward_hook(lambda module, args, output: output * 2)
    other = copy.deepcopy(model)
    assert other(tg.ones(1, 4)).tolist() == model(tg.ones(1, 4)).tolist()
    assert not {id(p) for p in model.parameters()} & {id(p) for p in other.parameters()}
    plain = build(tg).layers
    assert pickle.loads(pickle.dumps(plain))(tg.ones(1, 4)).tolist() == plain(tg.ones(1, 4)).tolist()


def test_extra_repr_beside_children():
    def build(lib):
        class Named(lib.nn.Module):
            def __init__(self, lines):
                super().__init__()
                self.lines = lines

            def extra_repr(self):
                return self.lines

        outer = Named("size=3")
        outer.inner = Named("a=1,\nb=2")
        outer.inner.part = lib.nn.Identity()
        outer.alone = Named("a=1,\nb=2")
        return outer

    assert repr(build(tg)) == repr(build(torch))


def test_other_errors():
    model = build(tg)
    with pytest.raises(ValueError, match="mode must be True or False"):
        model.train(1)
    with pytest.raises(TypeError, match="layers is a Module; a int cannot take its place"):
        model.layers = 3
    with pytest.raises(TypeError, match="needs a dict of names and tensors, got list"):
        model.load_state_dict([])
    with pytest.raises(NotImplementedError, match="assign=True"):
        model.load_state_dict({}, assign=True)
    for wrong in ("", "a.b", "forward"):
        with pytest.raises(KeyError):
            model.add_module(wrong, tg.nn.Identity())


def test_get_buffer_and_to_without_waiting():
    model = tg.nn.Sequential(tg.nn.Linear(2, 2), tg.nn.BatchNorm1d(2))
    assert model.get_buffer("1.running_mean") is model[1].running_mean
    for wrong in ("1.weight", "1.nothing", "0.running_mean"):
        with pytest.raises(AttributeError, match="has no buffer"):
            model.get_buffer(wrong)
    assert model.to(dtype=tg.float64, non_blocking=True)[0].weight.dtype == tg.float64
