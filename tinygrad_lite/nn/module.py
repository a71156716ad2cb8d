"""Module: what layers, models and losses have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from tinygrad_lite import backend
from tinygrad_lite.arguments import checked, need_callable
from tinygrad_lite.autograd import HookHandle, no_grad
from tinygrad_lite.nn.hooks import ModuleHooks, called_after, called_before, registered
from tinygrad_lite.nn.parameter import Parameter
from tinygrad_lite.ops.common import RANKS, refuse
from tinygrad_lite.ops.conversions import array_from
from tinygrad_lite.tensor import Tensor


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

    training: bool = True
    _persistent: dict[str, bool] = {}  # names of the buffers, and whether each is saved; replaced, never changed
    _hooks: ModuleHooks | None = None  # None: never any, so that plain calls lose no time

    def __init__(self) -> None:
        self.training = True

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"{type(self).__name__} has no forward method: define forward(self, x).")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._hooks is not None:
            return self._hooks.run(self, args, kwargs)
        return self.forward(*args, **kwargs)

    def __setattr__(self, name: str, value: Any) -> None:
        own, here = self.__dict__, f"{type(self).__name__}.{name}"
        before = own.get(name)
        if isinstance(value, (Parameter, Module)):
            if "training" not in own:
                raise AttributeError(
                    f"{here} was set before Module.__init__() ran: write super().__init__() as the first line of the "
                    f"__init__ of {type(self).__name__}."
                )
            if not isinstance(before, (Parameter, Module)):
                own.pop(name, None)  # so that it stands where it was set as a parameter or module, as in PyTorch
        elif isinstance(before, Parameter) and value is not None:
            raise TypeError(
                f"{here} is a Parameter; a {type(value).__name__} in its place would not be trained. Change its "
                f"numbers (with tg.no_grad(): model.{name}.copy_(...)), or set a tg.nn.Parameter."
            )
        elif isinstance(before, Module) and value is not None:
            raise TypeError(f"{here} is a Module; a {type(value).__name__} cannot take its place.")
        elif name in self._persistent and not (value is None or isinstance(value, Tensor)):
            raise TypeError(f"{here} is a buffer and takes tensors, not {type(value).__name__}: tg.tensor(...).")
        object.__setattr__(self, name, value)

    # ------------------------------------------------------------------------------------- what is inside
    @property
    def _modules(self) -> dict[str, Module]:
        return {name: value for name, value in self.__dict__.items() if isinstance(value, Module)}

    @property
    def _parameters(self) -> dict[str, Parameter]:
        return {name: value for name, value in self.__dict__.items() if isinstance(value, Parameter)}

    @property
    def _buffers(self) -> dict[str, Tensor]:
        found = {name: self.__dict__.get(name) for name in self._persistent}
        return {name: value for name, value in found.items() if isinstance(value, Tensor)}

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The modules directly inside, with their names."""
        seen: set[Module] = set()
        for name, module in self._modules.items():
            if module not in seen:
                seen.add(module)
                yield name, module

    def children(self) -> Iterator[Module]:
        """The modules directly inside."""
        return (module for _, module in self.named_children())

    def named_modules(
        self, memo: set[Module] | None = None, prefix: str = "", remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Module]]:
        """This module and all inside, each once (unless told otherwise), with names such as `encoder.0`."""
        memo = set() if memo is None else memo
        if self not in memo:
            if remove_duplicate:
                memo.add(self)
            yield prefix, self
            for name, module in self._modules.items():
                yield from module.named_modules(memo, joined(prefix, name), remove_duplicate)

    def modules(self) -> Iterator[Module]:
        """This module and all inside, each once."""
        return (module for _, module in self.named_modules())

    def _named(self, kind: str, prefix: str, recurse: bool, remove_duplicate: bool) -> Iterator[tuple[str, Any]]:
        """The members of a kind (`_parameters` or `_buffers`) of this module and of all inside, with their names."""
        seen: set[Tensor] = set()
        inside = self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate) if recurse else [(prefix, self)]
        for module_name, module in inside:
            for name, tensor in getattr(module, kind).items():
                if tensor not in seen:
                    if remove_duplicate:
                        seen.add(tensor)
                    yield joined(module_name, name), tensor

    def named_parameters(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Parameter]]:
        """All parameters, each once (unless told otherwise), with names such as `layer.weight`."""
        return self._named("_parameters", prefix, recurse, remove_duplicate)

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """All parameters, each once: what an optimizer takes."""
        return (parameter for _, parameter in self.named_parameters(recurse=recurse))

    def named_buffers(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Tensor]]:
        """All buffers, each once (unless told otherwise), with their names."""
        return self._named("_buffers", prefix, recurse, remove_duplicate)

    def buffers(self, recurse: bool = True) -> Iterator[Tensor]:
        """All buffers, each once."""
        return (buffer for _, buffer in self.named_buffers(recurse=recurse))

    @checked
    def get_submodule(self, target: str) -> Module:
        """The module of a name such as `encoder.0`; this one for ""."""
        module = self
        for name in target.split(".") if target else []:
            if name not in module._modules:
                known = ", ".join(module._modules) or "none"
                raise AttributeError(f"{type(module).__name__} has no module {name!r} (asked for {target!r}): {known}.")
            module = module._modules[name]
        return module

    def get_parameter(self, target: str) -> Parameter:
        """The parameter of a name such as `encoder.0.weight`."""
        path, _, name = target.rpartition(".")
        module = self.get_submodule(path)
        if name not in module._parameters:
            raise AttributeError(f"{type(module).__name__} has no parameter {name!r} (asked for {target!r}).")
        return module._parameters[name]

    def get_buffer(self, target: str) -> Tensor:
        """The buffer of a name such as `encoder.1.running_mean`."""
        path, _, name = target.rpartition(".")
        module = self.get_submodule(path)
        if name not in module._buffers:
            raise AttributeError(f"{type(module).__name__} has no buffer {name!r} (asked for {target!r}).")
        return module._buffers[name]

    def add_module(self, name: str, module: Module | None) -> None:
        """Set a module as the attribute `name`."""
        self._check_new(name, module, Module)
        setattr(self, name, module)

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """Set a parameter, or None, as the attribute `name`."""
        self._check_new(name, param, Parameter)
        setattr(self, name, param)

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        """Set a tensor that belongs to the module but is not trained, such as a running mean, as the attribute `name`.

        It is moved by `to`, and (if `persistent`) saved in `state_dict`.
        """
        self._check_new(name, tensor, Tensor)
        self._persistent = {**self._persistent, name: persistent}
        setattr(self, name, tensor)

    def _check_new(self, name: str, value: Any, kind: type) -> None:
        """Whether `value` may become the attribute `name`, where nothing but one of its kind may be now."""
        owner = type(self).__name__
        if not (value is None or isinstance(value, kind)):
            raise TypeError(f"{owner}: {name} must be a {kind.__name__} or None, got {value!r:.60}.")
        if not isinstance(name, str) or name == "" or "." in name:
            raise KeyError(f"{owner}: {name!r} cannot be a name here; it must be a text without dots.")
        if getattr(self, name, None) is not None and not isinstance(self.__dict__.get(name), kind):
            raise KeyError(f"{owner} already has an attribute {name!r}; choose another name.")

    # ------------------------------------------------------------------------------------- hooks
    def register_forward_pre_hook(
        self, hook: Callable, *, prepend: bool = False, with_kwargs: bool = False
    ) -> HookHandle:
        """Call `hook(module, args)` before `forward`; unless None, what it returns takes the place of the arguments.

        Args:
            prepend: call it before those that are there already.
            with_kwargs: call `hook(module, args, kwargs)`, which may return (args, kwargs).
        """
        self._hooks = self._hooks or ModuleHooks()
        return registered(self._hooks.before, called_before(hook, with_kwargs), prepend)

    def register_forward_hook(
        self, hook: Callable, *, prepend: bool = False, with_kwargs: bool = False, always_call: bool = False
    ) -> HookHandle:
        """Call `hook(module, args, output)` after `forward`; unless None, what it returns takes the output's place.

        >>> layer = tg.nn.Linear(2, 3)
        >>> handle = layer.register_forward_hook(lambda module, args, output: print(output.shape))
        >>> y = layer(tg.ones(4, 2))
        (4, 3)
        >>> handle.remove()
        """
        refuse("register_forward_hook", always_call=(always_call, False))
        self._hooks = self._hooks or ModuleHooks()
        return registered(self._hooks.after, called_after(hook, with_kwargs), prepend)

    def register_full_backward_hook(self, hook: Callable, prepend: bool = False) -> HookHandle:
        """Not supported: tensors have hooks for gradients."""
        raise NotImplementedError(
            "register_full_backward_hook is not supported here. Tensors have hooks for their gradients: call "
            "output.register_hook(...) in a forward hook of the module."
        )

    # ------------------------------------------------------------------------------- what is done to all
    def train(self, mode: bool = True) -> Module:
        """Switch this module and all inside to training (or, with False, to evaluation)."""
        if not isinstance(mode, bool):
            raise ValueError(f"train: mode must be True or False, got {mode!r:.60}.")
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

    @checked
    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget all gradients (or set them to zeros)."""
        for parameter in self.parameters():
            if set_to_none:
                parameter.grad = None
            elif parameter.grad is not None:
                parameter.grad.zero_()

    def apply(self, fn: Callable[[Module], Any]) -> Module:
        """Call `fn` on all modules inside, then on this one."""
        need_callable("apply", "fn", fn)
        for child in self.children():
            child.apply(fn)
        fn(self)
        return self

    def to(self, *args: Any, dtype: Any = None, device: Any = None, non_blocking: bool = False) -> Module:
        """All parameters and buffers on another device, and those of floats in another dtype, in this very module.

        They stay the same objects, and their gradients move with them. What an optimizer has kept does not.
        `non_blocking` as in `Tensor.to`.
        """
        for tensor in [*self.parameters(), *self.buffers()]:
            grad = tensor.grad
            moved = tensor.detach().to(*args, dtype=dtype, device=device, non_blocking=non_blocking)
            if not tensor.is_floating_point():  # counters stay what they are, but move
                moved = tensor.detach().to(moved.device)
            elif not moved.is_floating_point():
                raise TypeError(f"to: a module's numbers must stay floating point, {moved.dtype} is not.")
            tensor.array = moved.array
            if grad is not None:
                tensor.grad = grad.detach().to(*args, dtype=dtype, device=device, non_blocking=non_blocking)
        return self

    def half(self) -> Module:
        """All parameters and buffers of floats as float16."""
        return self.to(backend.float16)

    def float(self) -> Module:
        """All parameters and buffers of floats as float32."""
        return self.to(backend.float32)

    def double(self) -> Module:
        """All parameters and buffers of floats as float64."""
        return self.to(backend.float64)

    def cuda(self, device: Any = None) -> Module:
        """All parameters and buffers on a GPU: the current one, or the one of a number or a device."""
        if isinstance(device, int):
            device = f"cuda:{device}"
        return self.to(device="cuda" if device is None else device)

    def cpu(self) -> Module:
        """All parameters and buffers on the CPU."""
        return self.to(backend.CPU)

    # ------------------------------------------------------------------------------- saving and loading
    def state_dict(
        self, *, destination: dict[str, Tensor] | None = None, prefix: str = "", keep_vars: bool = False
    ) -> dict[str, Tensor]:
        """Name → tensor for all parameters and persistent buffers, sharing memory; names are PyTorch's.

        Args:
            destination: a dict to write into; None: a new one.
            prefix: put before every name, as it is.
            keep_vars: the parameters themselves, not only their numbers.
        """
        state = {} if destination is None else destination
        buffers = {name: buffer for name, buffer in self._buffers.items() if self._persistent[name]}
        for name, tensor in {**self._parameters, **buffers}.items():
            state[prefix + name] = tensor if keep_vars else tensor.detach()
        for name, module in self._modules.items():
            module.state_dict(destination=state, prefix=f"{prefix}{name}.", keep_vars=keep_vars)
        return state

    def load_state_dict(self, state_dict: Mapping[str, Any], strict: bool = True, assign: bool = False) -> LoadResult:
        """Copy numbers from a `state_dict`, of tensors (ours or PyTorch's) or arrays, into parameters and buffers.

        Args:
            strict: every name must be there, and no other.
            assign: not supported.
        Returns:
            LoadResult: `.missing_keys` and `.unexpected_keys`.
        Raises:
            RuntimeError: names are missing or unexpected (and `strict`), a shape differs, or it is no numbers. Nothing
                was changed then.
        """
        refuse("load_state_dict", assign=(assign, False))
        if not isinstance(state_dict, Mapping):
            raise TypeError(f"load_state_dict: needs a dict of names and tensors, got {type(state_dict).__name__}.")
        own = self.state_dict(keep_vars=True)
        result = LoadResult([name for name in own if name not in state_dict], [n for n in state_dict if n not in own])
        problems = [f"{name} is missing" for name in result.missing_keys if strict]
        problems += [f"{name} is not in this model" for name in result.unexpected_keys if strict]
        arrays = {name: array_from(value) for name, value in state_dict.items() if name in own}
        problems += [
            f"{name} has shape {array.shape}, here it is {own[name].shape}"
            for name, array in arrays.items()
            if array.shape != own[name].shape
        ]
        no_numbers = [name for name, array in arrays.items() if getattr(array.dtype, "kind", "f") not in RANKS]
        problems += [f"{name} holds {arrays[name].dtype}, which are no numbers" for name in no_numbers]
        if problems:
            hint = " With strict=False, names that do not match are passed over." if strict else ""
            raise RuntimeError(f"load_state_dict of {type(self).__name__}: {'; '.join(problems)}.{hint}")
        with no_grad():
            for name, array in arrays.items():
                own[name].copy_(array)
        return result

    # ---------------------------------------------------------------------------------------- printing
    def extra_repr(self) -> str:
        """What is printed between the brackets after the module's name."""
        return ""

    def __repr__(self) -> str:
        parts = [f"({name}): {module!r}" for name, module in self._modules.items()]
        extra = self.extra_repr()
        if not parts and "\n" not in extra:
            return f"{type(self).__name__}({extra})"
        return in_lines(type(self).__name__, [*extra.split("\n"), *parts] if extra else parts)


class LoadResult(NamedTuple):
    """Which names `load_state_dict` did not find, and which it did not know."""

    missing_keys: list[str]
    unexpected_keys: list[str]

    def __repr__(self) -> str:
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return f"LoadResult(missing_keys={self.missing_keys}, unexpected_keys={self.unexpected_keys})"


def joined(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix and name else prefix or name


def in_lines(name: str, parts: list[str]) -> str:
    """A name and, in brackets, its parts below one another."""
    return "\n  ".join([f"{name}(", *(part.replace("\n", "\n  ") for part in parts)]) + "\n)"
