"""Module: what layers, models and losses have in common. Parameter: a tensor that is trained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from tinygrad_lite import backend
from tinygrad_lite.tensor import Tensor


class Parameter(Tensor):
    """A tensor that a module trains: as an attribute of one, it is found by `parameters()`. `torch.nn.Parameter`."""

    def __init__(self, data: Any, requires_grad: bool = True):
        super().__init__(data.array if isinstance(data, Tensor) else data)
        self.requires_grad_(requires_grad)

    def __repr__(self) -> str:
        return f"Parameter containing:\n{super().__repr__()}"


class Module:
    """A layer or a whole model. Write `__init__`, which sets parameters and modules as attributes, and `forward`.

    >>> class Double(tg.nn.Module):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.layer = tg.nn.Linear(3, 1)
    ...     def forward(self, x):
    ...         return self.layer(x) * 2
    >>> model = Double()
    >>> [name for name, parameter in model.named_parameters()]
    ['layer.weight', 'layer.bias']
    >>> model(tg.ones(5, 3)).shape
    (5, 1)

    Nothing is registered anywhere: the parameters of a module are those of its attributes that are Parameters, its
    children those that are Modules. (Not found, as in PyTorch: those inside a plain list or dict.) `torch.nn.Module`.
    """

    training = True

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"{type(self).__name__} has no forward method: define forward(self, x).")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.forward(*args, **kwargs)

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(self.__dict__.get(name), Parameter) and not (value is None or isinstance(value, Parameter)):
            raise TypeError(
                f"{type(self).__name__}.{name} is a Parameter; a {type(value).__name__} in its place would not be "
                f"trained. Change its numbers (with tg.no_grad(): model.{name}.copy_(...)), or set a tg.nn.Parameter."
            )
        object.__setattr__(self, name, value)

    # ------------------------------------------------------------------------------------- what is inside
    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The modules directly inside, with their names."""
        seen: set[int] = set()
        for name, value in self.__dict__.items():
            if isinstance(value, Module) and id(value) not in seen:
                seen.add(id(value))
                yield name, value

    def children(self) -> Iterator[Module]:
        """The modules directly inside."""
        return (module for _, module in self.named_children())

    def named_modules(self, memo: set[int] | None = None, prefix: str = "") -> Iterator[tuple[str, Module]]:
        """This module and all inside, each once, with names such as `encoder.0`."""
        memo = set() if memo is None else memo
        if id(self) not in memo:
            memo.add(id(self))
            yield prefix, self
            for name, value in self.__dict__.items():
                if isinstance(value, Module):
                    yield from value.named_modules(memo, joined(prefix, name))

    def modules(self) -> Iterator[Module]:
        """This module and all inside, each once."""
        return (module for _, module in self.named_modules())

    def named_parameters(self, prefix: str = "", recurse: bool = True) -> Iterator[tuple[str, Parameter]]:
        """All parameters, each once, with names such as `layer.weight`."""
        seen: set[int] = set()
        for module_name, module in self.named_modules() if recurse else [("", self)]:
            for name, value in module.__dict__.items():
                if isinstance(value, Parameter) and id(value) not in seen:
                    seen.add(id(value))
                    yield joined(prefix, joined(module_name, name)), value

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """All parameters, each once: what an optimizer takes."""
        return (parameter for _, parameter in self.named_parameters(recurse=recurse))

    def add_module(self, name: str, module: Module | None) -> None:
        """Set a module as the attribute `name`."""
        setattr(self, name, module)

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """Set a parameter, or None, as the attribute `name`."""
        setattr(self, name, param)

    # ------------------------------------------------------------------------------- what is done to all
    def train(self, mode: bool = True) -> Module:
        """Switch this module and all inside to training (or, with False, to evaluation)."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> Module:
        """Switch this module and all inside to evaluation."""
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> Module:
        """Say for all parameters whether gradients are wanted; without, they are frozen."""
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget all gradients (or set them to zeros)."""
        for parameter in self.parameters():
            if set_to_none:
                parameter.grad = None
            elif parameter.grad is not None:
                parameter.grad.array[...] = 0

    def apply(self, fn: Callable[[Module], Any]) -> Module:
        """Call `fn` on all modules inside, then on this one."""
        for child in self.children():
            child.apply(fn)
        fn(self)
        return self

    def to(self, *args: Any, dtype: Any = None, device: Any = None) -> Module:
        """All parameters in another dtype or on another device, in this very module."""
        for parameter in self.parameters():
            parameter.array = parameter.detach().to(*args, dtype=dtype, device=device).array
            if parameter.grad is not None:
                parameter.grad = parameter.grad.to(*args, dtype=dtype, device=device)
        return self

    def float(self) -> Module:
        """All parameters as float32."""
        return self.to(backend.float32)

    def double(self) -> Module:
        """All parameters as float64."""
        return self.to(backend.float64)

    def cpu(self) -> Module:
        """All parameters on the CPU."""
        return self.to(backend.CPU)

    # ------------------------------------------------------------------------------- saving and loading
    def state_dict(self, prefix: str = "") -> dict[str, Tensor]:
        """Name → tensor for all parameters, sharing memory; names are PyTorch's."""
        state = {joined(prefix, n): p.detach() for n, p in self.__dict__.items() if isinstance(p, Parameter)}
        for name, module in self.__dict__.items():
            if isinstance(module, Module):
                state.update(module.state_dict(joined(prefix, name)))
        return state

    def load_state_dict(self, state_dict: Mapping[str, Any], strict: bool = True) -> LoadResult:
        """Copy numbers from a `state_dict`, of tensors or arrays, into the parameters.

        Args:
            strict: every name must be there, and no other.
        Returns:
            LoadResult: `.missing_keys` and `.unexpected_keys`.
        Raises:
            RuntimeError: names are missing or unexpected (and `strict`), or a shape differs. Nothing was changed then.
        """
        own = self.state_dict()
        result = LoadResult([name for name in own if name not in state_dict], [n for n in state_dict if n not in own])
        problems = [f"{name} is missing" for name in result.missing_keys if strict]
        problems += [f"{name} is not in this model" for name in result.unexpected_keys if strict]
        given = {name: np.asarray(value) for name, value in state_dict.items() if name in own}
        problems += [
            f"{name} has shape {array.shape}, here it is {own[name].shape}"
            for name, array in given.items()
            if array.shape != own[name].shape
        ]
        if problems:
            hint = " With strict=False, names that do not match are passed over." if strict else ""
            raise RuntimeError(f"load_state_dict of {type(self).__name__}: {'; '.join(problems)}.{hint}")
        for name, array in given.items():
            own[name].array[...] = array
        return result

    # ---------------------------------------------------------------------------------------- printing
    def extra_repr(self) -> str:
        """What is printed between the brackets after the module's name."""
        return ""

    def __repr__(self) -> str:
        lines = [
            f"({name}): {indented(repr(module))}"
            for name, module in self.__dict__.items()
            if isinstance(module, Module)
        ]
        extra = self.extra_repr()
        if not lines:
            return f"{type(self).__name__}({extra})"
        return "\n  ".join([f"{type(self).__name__}({extra}", *lines]) + "\n)"


class LoadResult:
    """Which names `load_state_dict` did not find, and which it did not know."""

    def __init__(self, missing_keys: list[str], unexpected_keys: list[str]):
        self.missing_keys, self.unexpected_keys = missing_keys, unexpected_keys

    def __repr__(self) -> str:
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return f"LoadResult(missing_keys={self.missing_keys}, unexpected_keys={self.unexpected_keys})"


def joined(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix and name else prefix or name


def indented(text: str) -> str:
    return text.replace("\n", "\n  ")
