"""What was written is offered: operations and layers are found in every place where PyTorch has one of their name."""

import importlib
import inspect
import pkgutil

import torch

import tinygrad_lite as tg
from tinygrad_lite import nn, ops

HELPERS = {
    "activations.erf",
    "depthwise.diagonal",
    "grouped.put",
    "grouped.tile",
    "recurrent.split",
}  # functions of arrays that happen to have a name of PyTorch's


def written_in(package, kind):
    """The names (with a module's) and objects of a kind that the modules of a package define."""
    found = []
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        own = [(n, value) for n, value in vars(module).items() if kind(value) and value.__module__ == module.__name__]
        found += [(f"{info.name}.{name}", value) for name, value in own if not name.startswith("_")]
    return found


def test_operations():
    forgotten = []
    for place, function in written_in(ops, inspect.isfunction):
        name = function.__name__
        if place in HELPERS:
            continue
        if hasattr(torch.nn.functional, name):
            if name not in nn.functional.__all__ or not hasattr(nn.functional, name):
                forgotten.append(f"{name}: import it in nn/functional.py, and add it to __all__")
        elif (
            callable(getattr(torch, name, None)) and not name.endswith("_") and getattr(tg, name, None) is not function
        ):
            forgotten.append(f"{name}: import it in tinygrad_lite/__init__.py")
        if hasattr(torch.Tensor, name) and not hasattr(tg.Tensor, name):
            forgotten.append(f"{name}: make it a method in tinygrad_lite/tensor.py")
    assert forgotten == []


def test_layers():
    layers = [kind.__name__ for _, kind in written_in(nn, inspect.isclass) if hasattr(torch.nn, kind.__name__)]
    assert len(layers) > 30
    assert not set(layers) - set(nn.__all__), "import it in nn/__init__.py, and add it to __all__"
    assert all(hasattr(nn, name) for name in nn.__all__)


def test_layers_take_their_input_under_the_name_that_pytorch_gives_it():
    containers = {"Module", "ModuleDict", "ModuleList"}
    for name in set(nn.__all__) - containers:
        ours, theirs = getattr(nn, name), getattr(torch.nn, name, None)
        if inspect.isclass(ours) and hasattr(ours, "forward") and theirs is not None:
            assert list(inspect.signature(ours.forward).parameters) == list(
                inspect.signature(theirs.forward).parameters
            ), name
