"""A second device that is none: tensors that say they lie on "other:0", and refuse to meet those on the CPU.

Not every computer has a second device. To practise what goes wrong with two devices, this stand-in keeps one label a
tensor, and is as strict as PyTorch with it: two tensors meet only where their labels agree, `to` returns a new tensor
and leaves the old one where it was, a module moves itself, and NumPy gets nothing that is not on the CPU. All numbers
are in the same memory in truth, so nothing is faster, or slower, there.

What is checked: all methods and operators of a tensor, the model and the criterion. Functions of the library that take
tensors directly (`tg.mean(x)`) do not know of the labels.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tinygrad_lite import nn
from tinygrad_lite.backend import CPU, Device
from tinygrad_lite.data import DataLoader, TensorDataset
from tinygrad_lite.tensor import Tensor

from ...recipes import Criterion, World
from .pieces import Loader, Net

#: Methods that move, copy or show a tensor, and so do not come under the rule for all others.
_OWN = {"__init__", "__getstate__", "__deepcopy__", "__hash__", "__repr__", "__array__", "__array_wrap__", "numpy"}
_OWN |= {"to", "cpu", "cuda"}


def _other() -> Device:
    """The second device; `Device("other:0")` would be refused by the engine, which has none."""
    device = object.__new__(Device)
    device.type, device.index = "other", 0
    return device


OTHER = _other()
PLACES = {"cpu": CPU, "other": OTHER, "other:0": OTHER}


def place(device: Any) -> Device:
    """One of the two devices, from its name or from itself."""
    if str(device) not in PLACES:
        raise RuntimeError(f"device: {str(device)!r} is not there; this exercise has 'cpu' and 'other:0'.")
    return PLACES[str(device)]


def meet(where: str, *values: Any) -> Device:
    """The device on which all tensors among `values` lie.

    Raises:
        RuntimeError: there are two; in PyTorch's words, and with `where` in parentheses.
    """
    places = list(dict.fromkeys(str(value.device) for value in values if isinstance(value, Tensor)))
    if len(places) > 1:
        raise RuntimeError(
            f"Expected all tensors to be on the same device, but found at least two devices, {places[0]} and "
            f"{places[1]}! ({where})"
        )
    return place(places[0])


def put(value: Any, device: Device) -> Any:
    """The same tensor, or a tuple's tensors, with the label of a device; anything else unchanged."""
    if type(value) is Tensor:
        value.__class__ = Placed
    if isinstance(value, Placed):
        value.lies_on = device
    elif isinstance(value, tuple):
        parts = [put(item, device) for item in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


class Placed(Tensor):
    """A tensor that says where it lies."""

    lies_on: Device = CPU

    @property
    def device(self) -> Device:
        """Where it says that it lies."""
        return self.lies_on

    def to(self, *args: Any, device: Any = None, **options: Any) -> Tensor:
        """On another device, which makes a new tensor; other dtypes as usual."""
        for arg in args:
            device = arg.device if isinstance(arg, Tensor) else arg if isinstance(arg, str | Device) else device
        rest = [arg for arg in args if not isinstance(arg, str | Device | Tensor)]
        result = super().to(*rest, **options)
        target = self.lies_on if device is None else place(device)
        if target == self.lies_on:
            return result if result is self else put(result, target)
        return put(Tensor.clone(self) if result is self else result, target)

    def cpu(self) -> Tensor:
        """On the CPU."""
        return self.to("cpu")

    def cuda(self, device: Any = None, non_blocking: Any = False) -> Tensor:
        """On a GPU, which is not there."""
        return self.to(device or "cuda")

    def numpy(self, *, force: bool = False) -> np.ndarray:
        """The array inside, on the CPU only; with `force` from anywhere."""
        if force:
            return self.detach().cpu().numpy()
        if self.lies_on != CPU:
            raise TypeError(
                f"can't convert {self.lies_on} device type tensor to numpy. Use Tensor.cpu() to copy the tensor to "
                "host memory first."
            )
        return super().numpy()

    def __repr__(self) -> str:
        text = super().__repr__()
        return text if self.lies_on == CPU else f"{text[:-1]}, device='{self.lies_on}')"


def _checked(name: str, method: Callable) -> Callable:
    """A method of tensors that takes only tensors of the same device, and whose result lies there too."""

    @functools.wraps(method)
    def checked(self: Placed, *args: Any, **kwargs: Any) -> Any:
        device = meet(f"in {name.strip('_')}", self, *args, *kwargs.values())
        return put(method(self, *args, **kwargs), device)

    return checked


for _kind in reversed(Tensor.__mro__[:-1]):
    for _name, _member in vars(_kind).items():
        _hidden = _name.startswith("_") and not _name.startswith("__")
        if callable(_member) and not isinstance(_member, type) and not _hidden and _name not in _OWN:
            setattr(Placed, _name, _checked(_name, getattr(Tensor, _name)))


def _viewed(member: property) -> property:
    """A property that gives a tensor, such as `T`: it lies where the tensor lies."""
    assert member.fget is not None
    get = member.fget
    return property(lambda self: put(get(self), self.lies_on), member.fset)


for _name in ("T", "mT", "data"):
    setattr(Placed, _name, _viewed(getattr(Tensor, _name)))


class PlacedParameter(Placed, nn.Parameter):
    """A parameter on the second device, until its module moves."""

    lies_on = OTHER


def _unlabelled(function: Callable, *tensors: Any) -> Any:
    """What a function of the library makes of tensors that have been found to lie together, without their labels."""
    labelled: list[Any] = [tensor for tensor in tensors if type(tensor) is Placed]
    try:
        for tensor in labelled:
            tensor.__class__ = Tensor
        return function(*tensors)
    finally:
        for tensor in labelled:
            tensor.__class__ = Placed


class PlacedNet(nn.Sequential):
    """A network on the second device; `ran_on` tells where its forward passes were computed."""

    def __init__(self, *modules: Any) -> None:
        super().__init__(*modules)
        self.ran_on: list[str] = []
        for module in modules:
            for name, parameter in list(vars(module).items()):
                if isinstance(parameter, nn.Parameter):
                    setattr(module, name, PlacedParameter(parameter))

    def forward(self, x: Any) -> Any:
        device = meet("weights and inputs of the model", *self.parameters(), x)
        self.ran_on.append(str(device))
        return put(_unlabelled(super().forward, x), device)

    def to(self, *args: Any, device: Any = None, **options: Any) -> Any:
        """The module moves itself, as in PyTorch: the parameters stay the objects they are."""
        for arg in args:
            device = arg.device if isinstance(arg, Tensor) else arg if isinstance(arg, str | Device) else device
        rest = [arg for arg in args if not isinstance(arg, str | Device | Tensor)]
        if rest or options:
            super().to(*rest, **options)
        for parameter in self.parameters() if device is not None else ():
            put(parameter, place(device))
        return self

    def cuda(self, device: Any = None) -> Any:
        """On a GPU, which is not there."""
        return self.to(device or "cuda")


class PlacedCriterion(nn.Module):
    """A criterion for outputs and targets that lie together; `ran_on` tells where."""

    def __init__(self, criterion: Any) -> None:
        super().__init__()
        self.criterion, self.ran_on = criterion, []

    def forward(self, outputs: Any, targets: Any) -> Any:
        device = meet("outputs and targets in the criterion", outputs, targets)
        self.ran_on.append(str(device))
        return put(_unlabelled(self.criterion, outputs, targets), device)


# --------------------------------------------------------------------------------------------- recipes


def _counted(module: Any) -> Any:
    """A module of PyTorch, for the reference: it always runs where it should."""
    module.ran_on = []
    module.register_forward_hook(lambda *_: module.ran_on.append(str(OTHER)))
    return module


@dataclass(frozen=True, eq=False)
class NetElsewhere(Net):
    """A network on the second device."""

    def build(self, world: World) -> Any:
        net = super().build(world)
        return _counted(net) if world.library == "torch" else PlacedNet(*net)

    def observe(self, model: Any) -> dict[str, Any]:
        parameters = {name: np.array(value.detach().cpu().numpy()) for name, value in model.named_parameters()}
        places = {str(value.device) for value in model.parameters()} if isinstance(model, PlacedNet) else {str(OTHER)}
        return {"parameters": parameters, "ran on": sorted(set(model.ran_on)), "lies on": sorted(places)}

    def __repr__(self) -> str:
        return f"{super().__repr__()}, on {OTHER}"


@dataclass(frozen=True)
class CriterionElsewhere(Criterion):
    """A loss module by its name in `nn` that refuses outputs and targets of two devices."""

    def build(self, world: World) -> Any:
        criterion = super().build(world)
        return _counted(criterion) if world.library == "torch" else PlacedCriterion(criterion)

    def observe(self, criterion: Any) -> dict[str, Any]:
        """Where losses were computed."""
        return {"ran on": sorted(set(criterion.ran_on))}

    def __repr__(self) -> str:
        return f"nn.{self.loss}()"


@dataclass(frozen=True, eq=False)
class LoaderHere(Loader):
    """A DataLoader whose batches lie on the CPU, and can be moved."""

    def build(self, world: World) -> Any:
        if world.library == "torch":
            return super().build(world)
        tensors = [put(world.tensor(array), CPU) for array in (self.x, self.y)]
        return DataLoader(TensorDataset(*tensors), batch_size=self.batch_size)

    def __repr__(self) -> str:
        return f"{super().__repr__()}, on cpu"
