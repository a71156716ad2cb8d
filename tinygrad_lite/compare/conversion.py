"""Models, losses and optimizers taken over from PyTorch, and back: what they are built of, and their numbers."""

from __future__ import annotations

import inspect
import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

import tinygrad_lite
from tinygrad_lite.arguments import Model, checked
from tinygrad_lite.backend import OtherArray
from tinygrad_lite.place import devices_there

CONTAINERS: dict[str, Callable] = {
    "Sequential": OrderedDict,
    "ModuleList": lambda parts: parts.values(),
    "ModuleDict": dict,
}
PASSED_OVER = ("self", "device", "dtype", "size_average", "reduce")  # not settings; the last two became `reduction`


def from_torch(source: Any, params: Iterable | None = None) -> Any:
    """The same model, loss or optimizer with our layers, from PyTorch's.

    Architecture, numbers, dtypes, buffers, `requires_grad`, train/eval, and what is used twice are kept; hooks and
    gradients are not. An optimizer's settings and state are kept. So is the device: what lies on a GPU stays there,
    and is copied there. (PyTorch's "cpu" is ours; ours "torch" is PyTorch's "cpu".)

    Args:
        source: a torch.nn.Module made of layers that are here too, in Sequential, ModuleList and ModuleDict; or a
            torch.optim.Optimizer.
        params: for an optimizer, our parameters in the order of its own.
    Raises:
        NotImplementedError: a layer, a setting or a dtype is not supported; the text says where it is.

    >>> import torch
    >>> theirs = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh())
    >>> tg.compare.from_torch(theirs)
    Sequential(
      (0): Linear(in_features=2, out_features=8, bias=True)
      (1): Tanh()
    )
    """
    import torch

    return converted(source, params, torch, tinygrad_lite, "from_torch")


def to_torch(source: Any, params: Iterable | None = None) -> Any:
    """The same model, loss or optimizer with PyTorch's layers, from ours; see `from_torch`.

    >>> tg.compare.to_torch(tg.nn.Linear(3, 2))
    Linear(in_features=3, out_features=2, bias=True)
    """
    import torch

    return converted(source, params, tinygrad_lite, torch, "to_torch")


def converted(source: Any, params: Iterable | None, old_lib: Any, new_lib: Any, name: str) -> Any:
    if isinstance(source, old_lib.optim.Optimizer):
        if params is None:
            raise TypeError(f"{name}: an optimizer needs params, what it shall train there, in its own order.")
        return optimizer(source, list(params), old_lib, new_lib, name)
    if isinstance(source, old_lib.nn.Module):
        return Rebuilding(old_lib, new_lib, name).module(source, "model")
    raise TypeError(
        f"{name}: needs a module or an optimizer of {old_lib.__name__}, got {type(source).__module__}."
        f"{type(source).__name__}."
    )


@checked
def copy_weights(source: Model, target: Model) -> None:
    """Copy all parameters and buffers of one model into another with the same names, each of either library.

    >>> import torch
    >>> ours, theirs = tg.nn.Linear(2, 1), torch.nn.Linear(2, 1)
    >>> tg.compare.copy_weights(ours, theirs)
    >>> theirs.weight.tolist() == ours.weight.tolist()
    True
    """
    library: Any = tinygrad_lite
    if not isinstance(target, tinygrad_lite.nn.Module):
        import torch as library
    target.load_state_dict({name: taken(tensor, library, name) for name, tensor in source.state_dict().items()})


class Rebuilding:
    """One model on its way from one library to the other.

    Nothing here knows a single layer: both libraries use the same class names, a layer keeps its constructor's
    arguments as attributes of the same names, and its numbers are its `state_dict`.
    """

    def __init__(self, old_lib: Any, new_lib: Any, name: str):
        self.old_lib, self.new_lib, self.name = old_lib, new_lib, name
        self.made: dict[int, Any] = {}  # id of a module or parameter → the new one, also for what is used twice

    def module(self, old: Any, path: str) -> Any:
        if id(old) not in self.made:
            build = self.counterpart(old, path)
            if type(old).__name__ in CONTAINERS:
                parts = OrderedDict((n, self.module(part, f"{path}.{n}")) for n, part in old._modules.items())
                new = build(CONTAINERS[type(old).__name__](parts))
            else:
                new = self.layer(old, build, path)
            new.training = old.training
            self.made[id(old)] = new
        return self.made[id(old)]

    def counterpart(self, old: Any, path: str) -> Any:
        name = type(old).__name__
        if type(old) is not getattr(self.old_lib.nn, name, None):
            raise NotImplementedError(
                f"{self.name}: {path} is a {name}, a class of its own, whose forward cannot be taken over. Write it a "
                f"second time as a subclass of {self.new_lib.__name__}.nn.Module, with the same attributes, then copy "
                "the numbers: compare.copy_weights(source, target)."
            )
        if "forward" in vars(old):
            raise NotImplementedError(
                f"{self.name}: the forward of {path}, a {name}, was replaced on this very module, and what it does now "
                "cannot be taken over. Write it as a class of your own for each library."
            )
        if not hasattr(self.new_lib.nn, name):
            raise NotImplementedError(
                f"{self.name}: {path} is a {name}, which {self.new_lib.__name__}.nn does not have."
            )
        return getattr(self.new_lib.nn, name)

    def layer(self, old: Any, build: Any, path: str) -> Any:
        state = old.state_dict()
        kinds = {dtype_of(tensor, f"{self.name}: {path}.{name}") for name, tensor in state.items()}
        dtypes = {kind for kind in kinds if kind.kind == "f"}
        devices = {tensor.device for tensor in state.values()}
        if len(dtypes) > 1 or len(devices) > 1:
            what = "dtypes" if len(dtypes) > 1 else "devices"
            raise NotImplementedError(f"{self.name}: {path} has parameters of several {what}.")
        try:
            new = build(**self.arguments(old, build))
            for dtype in dtypes:  # at most one
                new.to(dtype_in(self.new_lib, dtype))
            for device in devices:
                new.to(device_in(self.new_lib, device))
            copy_weights(old, new)
        except (NotImplementedError, RuntimeError, TypeError, ValueError) as error:
            raise NotImplementedError(f"{self.name}: {path} cannot be taken over. {error}") from error
        for (name, old_param), new_param in zip(old.named_parameters(), new.parameters()):
            new_param.requires_grad_(old_param.requires_grad)
            if self.made.setdefault(id(old_param), new_param) is not new_param:  # one parameter in two layers
                setattr(new, name, self.made[id(old_param)])
        return new

    def arguments(self, old: Any, build: Any) -> dict[str, Any]:
        """The constructor's arguments, from the attributes of the same names."""
        known, wanted = settings(type(old)), settings(build)
        takes_any = inspect.getfullargspec(build.__init__).varkw  # as PyTorch's RNN, GRU and LSTM
        found = {}
        for name, parameter in {**known, **wanted}.items():
            if not hasattr(old, name):
                continue  # left at its default; where it has none, the constructor complains
            value = self.argument(getattr(old, name), parameter.default)
            differs = value != parameter.default
            if name in wanted or (takes_any and differs):  # PyTorch's GRU refuses proj_size, also with its default
                found[name] = value
            elif differs:
                raise NotImplementedError(f"{build.__name__}: {name}={value!r} is not supported here.")
        return found

    def argument(self, value: Any, default: Any) -> Any:
        if isinstance(value, self.old_lib.nn.Parameter) or (value is None and isinstance(default, bool)):
            return value is not None  # bias=True became a parameter, bias=False None
        if isinstance(value, self.old_lib.Tensor):
            return taken(value, self.new_lib, self.name)
        return value


def settings(build: Any) -> dict[str, inspect.Parameter]:
    """The parameters of a constructor that a layer remembers."""
    return {
        name: parameter
        for name, parameter in inspect.signature(build.__init__).parameters.items()
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        and name not in PASSED_OVER
        and not name.startswith("_")
    }


def taken(tensor: Any, lib: Any, where: str = "compare") -> Any:
    """A copy of a tensor of either library as one of the other, on the same device.

    On a GPU both libraries' tensors are PyTorch's inside, so that no number passes through the CPU.
    """
    inside = getattr(tensor, "array", tensor)  # of ours: the array
    if isinstance(inside, OtherArray):
        copied = devices_there().in_torch(inside).clone()
        return copied if lib.__name__ == "torch" else tinygrad_lite.Tensor(inside.copy())
    if lib is tinygrad_lite and hasattr(tensor, "detach") and tensor.device.type != "cpu":
        return tinygrad_lite.Tensor(devices_there().from_tensor(tensor.detach().clone()))
    made = as_array(tensor, where)
    return tinygrad_lite.Tensor(made) if lib is tinygrad_lite else lib.tensor(made)


def as_array(tensor: Any, where: str = "compare") -> np.ndarray:
    """A copy of the numbers of a tensor of either library, on the CPU."""
    try:
        return np.array(tensor.detach().cpu().numpy() if hasattr(tensor, "detach") else tensor)
    except TypeError:
        raise NotImplementedError(f"{where} has dtype {tensor.dtype}, which is not supported here.") from None


def dtype_of(tensor: Any, where: str) -> np.dtype:
    """NumPy's dtype for a tensor's of either library."""
    try:
        return np.dtype(str(tensor.dtype).removeprefix("torch."))
    except TypeError:
        raise NotImplementedError(f"{where} has dtype {tensor.dtype}, which is not supported here.") from None


def device_in(lib: Any, device: Any) -> str:
    """The name that a device has in the other library."""
    return "cpu" if lib.__name__ == "torch" and device.type == "torch" else str(device)


def dtype_in(lib: Any, dtype: np.dtype) -> Any:
    """A NumPy dtype under the name that both libraries use."""
    return getattr(lib, dtype.name)


def moved(value: Any, lib: Any) -> Any:
    """A setting of an optimizer; a tensor, as the learning rate may be, becomes one of the other library."""
    return taken(value, lib) if hasattr(value, "detach") else value


def optimizer(old: Any, params: list, old_lib: Any, new_lib: Any, name: str) -> Any:
    """An optimizer of the same class over `params`, with the settings and the state of `old`."""
    kind = type(old).__name__
    if type(old) is not getattr(old_lib.optim, kind, None) or not hasattr(new_lib.optim, kind):
        raise NotImplementedError(f"{name}: {kind} is not an optimizer of both libraries; make the other one yourself.")
    build, remaining = getattr(new_lib.optim, kind), iter(params)
    count = sum(len(group["params"]) for group in old.param_groups)
    if len(params) != count:
        raise ValueError(f"{name}: the optimizer trains {count} parameters, but params holds {len(params)}.")
    held = [parameter for group in old.param_groups for parameter in group["params"]]
    for number, (before, after) in enumerate(zip(held, params)):
        if tuple(before.shape) != tuple(after.shape):
            raise ValueError(
                f"{name}: parameter {number} of the optimizer has shape {tuple(before.shape)}, params[{number}] "
                f"{tuple(after.shape)}. Give params in the optimizer's own order."
            )
    groups = [
        {key: moved(value, new_lib) for key, value in group.items() if key in settings(build)}
        | {"params": list(itertools.islice(remaining, len(group["params"])))}
        for group in old.param_groups
    ]
    new = build(groups)
    saved = old.state_dict()
    state = {
        number: {
            key: value if value is None else taken(value, new_lib, f"{name}: the state {key}")
            for key, value in kept.items()
        }
        for number, kept in saved["state"].items()
    }
    saved_groups = [{key: moved(value, new_lib) for key, value in group.items()} for group in saved["param_groups"]]
    new.load_state_dict({"state": state, "param_groups": saved_groups})
    return new
