"""Sequential, ModuleList, ModuleDict: the same steps on ours and PyTorch's give the same names, order and text."""

from collections import OrderedDict

import pytest
import torch

import tinygrad_lite as tg


def sequential(nn):
    model = nn.Sequential(OrderedDict(first=nn.Linear(2, 3), then=nn.ReLU(), last=nn.Linear(3, 1)))
    yield model
    yield model[1:]
    yield model[-2]
    model.append(nn.Tanh())
    model[1] = nn.Sigmoid()
    yield model
    del model[0]
    yield model
    model.insert(1, nn.Identity())
    model.extend([nn.Flatten()])
    yield model
    yield model.pop(0)
    model += nn.Sequential(nn.Linear(1, 1))
    yield model + nn.Sequential(nn.Tanh())
    del model[1:3]
    yield model
    yield [type(module).__name__ for module in model], len(model)
    yield nn.Sequential()


def module_list(nn):
    layers = nn.ModuleList(nn.Linear(2, 2) for _ in range(3))
    yield layers
    layers.append(nn.ReLU())
    layers.extend([nn.ReLU(), nn.Linear(2, 2)])
    yield layers
    layers.insert(2, nn.Tanh())
    layers[0] = nn.Identity()
    yield layers
    yield layers[1:4]
    yield layers.pop(-1)
    del layers[1]
    yield layers + nn.ModuleList([nn.Sigmoid()])
    layers += [nn.ModuleList()]
    yield layers
    del layers[::2]
    yield layers
    yield [type(module).__name__ for module in layers], len(layers)


def module_dict(nn):
    heads = nn.ModuleDict({"digit": nn.Linear(2, 10), "sign": nn.Linear(2, 1)})
    yield heads
    heads["sign"] = nn.Identity()
    heads.update([("more", nn.ReLU()), ("digit", nn.Tanh())])
    yield heads
    yield heads.pop("more")
    yield list(heads), list(heads.keys()), len(heads), "sign" in heads, "more" in heads
    yield [(name, repr(module)) for name, module in heads.items()], [repr(module) for module in heads.values()]
    del heads["digit"]
    yield heads
    heads.clear()
    yield heads


@pytest.mark.parametrize("steps", [sequential, module_list, module_dict])
def test_containers(steps):
    for mine, wanted in zip(steps(tg.nn), steps(torch.nn), strict=True):
        assert repr(mine) == repr(wanted)
        if isinstance(wanted, torch.nn.Module):
            assert list(mine.state_dict()) == list(wanted.state_dict())
            assert [name for name, _ in mine.named_modules()] == [name for name, _ in wanted.named_modules()]


def test_a_module_used_twice_runs_twice():
    layer = tg.nn.Linear(1, 1, bias=False)
    layer.weight = tg.nn.Parameter(tg.full((1, 1), 3.0))
    assert tg.nn.Sequential(layer, layer)(tg.ones(1, 1)).item() == 9


def test_errors():
    with pytest.raises(TypeError, match=r"Sequential: item 1 is .*not a Module\. For relu use nn\.ReLU\(\)"):
        tg.nn.Sequential(tg.nn.Linear(2, 2), tg.relu)
    with pytest.raises(TypeError, match="ModuleList: item 0 is 3, not a Module"):
        tg.nn.ModuleList([3])
    with pytest.raises(KeyError, match="already has an attribute 'keys'"):
        tg.nn.ModuleDict({"keys": tg.nn.ReLU()})
    with pytest.raises(TypeError, match="a must be a Module or None, got 3"):
        tg.nn.ModuleDict({"a": 3})
    with pytest.raises(NotImplementedError, match="ModuleList has no forward method"):
        tg.nn.ModuleList()(1)
    with pytest.raises(IndexError):
        tg.nn.Sequential()[0]
