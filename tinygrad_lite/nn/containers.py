"""Modules that hold other modules: in a row, in a list, under names. `torch.nn`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tinygrad_lite.arguments import checked, is_several, said
from tinygrad_lite.nn.module import Module, in_lines
from tinygrad_lite.ops.common import whole
from tinygrad_lite.tensor import Tensor


class Numbered(Module):
    """What Sequential and ModuleList share: modules under the names "0", "1", …, used like a list."""

    def _fill(self, modules: Iterable[Any]) -> None:
        """Hold these modules, numbered from 0, and no others."""
        for name in self._modules:
            delattr(self, name)
        for number, module in enumerate(modules):
            self._set(str(number), module)

    def _set(self, name: str, module: Any) -> None:
        if not isinstance(module, Module):
            owner = type(self).__name__
            raise TypeError(f"{owner}: item {name} is {module!r:.60}, not a Module. For relu use nn.ReLU().")
        self.add_module(name, module)

    def __iter__(self) -> Iterator[Any]:
        return iter([value for value in self.__dict__.values() if isinstance(value, Module)])

    def __len__(self) -> int:
        return len(self._modules)

    def __setitem__(self, index: int, module: Module) -> None:
        self._set(list(self._modules)[index], module)

    def __delitem__(self, index: int | slice) -> None:
        modules = list(self)
        del modules[index]
        self._fill(modules)

    def _at(self, index: int) -> Module:
        """The module of a number, as in a list."""
        modules = list(self)
        number = whole(index, type(self).__name__, "index")
        if not -len(modules) <= number < len(modules):
            raise IndexError(f"{type(self).__name__}: there is no module {number}: it has {len(modules)}.")
        return modules[number]

    def append(self, module: Module) -> Any:
        """Put one more module at the end."""
        self._set(str(len(self)), module)
        return self

    def extend(self, modules: Iterable[Module]) -> Any:
        """Put several more modules at the end."""
        if not is_several(modules):
            raise TypeError(f"{type(self).__name__}: takes a list of modules, got {said(modules)}.")
        for module in list(modules):
            self.append(module)
        return self

    def insert(self, index: int, module: Module) -> Any:
        """Put a module before the one at `index`."""
        modules = list(self)
        number = whole(index, type(self).__name__, "index")
        modules.insert(max(-len(modules), min(number, len(modules))), module)  # beyond an end: there, as in a list
        self._fill(modules)
        return self

    def pop(self, key: int) -> Module:
        """Take a module out, and return it."""
        module = list(self)[key]
        del self[key]
        return module

    def __iadd__(self, other: Iterable[Module]) -> Any:
        return self.extend(other)


class Sequential(Numbered):
    """Modules one after the other: `Sequential(Linear(2, 8), ReLU(), Linear(8, 1))`, or of a dict of named ones.

    >>> model = tg.nn.Sequential(tg.nn.Linear(2, 8), tg.nn.ReLU())
    >>> model
    Sequential(
      (0): Linear(in_features=2, out_features=8, bias=True)
      (1): ReLU()
    )
    >>> model[0].weight.shape, len(model)
    ((8, 2), 2)
    """

    @checked
    def __init__(self, *modules: Any):
        super().__init__()
        named = modules[0] if len(modules) == 1 and isinstance(modules[0], Mapping) else dict(enumerate(modules))
        for name, module in named.items():
            self._set(str(name), module)

    def forward(self, input: Tensor) -> Tensor:
        for module in self:
            input = module(input)
        return input

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return type(self)(dict(list(self._modules.items())[index]))
        return self._at(index)

    def __add__(self, other: Sequential) -> Sequential:
        return Sequential(*self, *other)


class ModuleList(Numbered):
    """A list of modules whose parameters are found, which those in a plain list are not; has no forward of its own.

    >>> layers = tg.nn.ModuleList([tg.nn.Linear(4, 4) for _ in range(3)])
    >>> layers
    ModuleList(
      (0-2): 3 x Linear(in_features=4, out_features=4, bias=True)
    )
    """

    @checked
    def __init__(self, modules: Iterable[Module] | None = None):
        super().__init__()
        self.extend([] if modules is None else modules)

    def __getitem__(self, index: int | slice) -> Any:
        return type(self)(list(self)[index]) if isinstance(index, slice) else self._at(index)

    def __add__(self, other: Iterable[Module]) -> ModuleList:
        return type(self)([*self, *other])

    def __repr__(self) -> str:
        runs: list[list] = []  # [first, last, text] of modules alike
        for number, module in enumerate(self):
            if runs and runs[-1][2] == repr(module):
                runs[-1][1] = number
            else:
                runs.append([number, number, repr(module)])
        lines = [
            f"({first}): {text}" if first == last else f"({first}-{last}): {last - first + 1} x {text}"
            for first, last, text in runs
        ]
        return in_lines(type(self).__name__, lines) if lines else f"{type(self).__name__}()"


class ModuleDict(Module):
    """A dict of modules whose parameters are found, which those in a plain dict are not; has no forward of its own.

    >>> heads = tg.nn.ModuleDict({"digit": tg.nn.Linear(8, 10), "sign": tg.nn.Linear(8, 1)})
    >>> heads["sign"].weight.shape
    (1, 8)
    """

    @checked
    def __init__(self, modules: Any = None):
        super().__init__()
        self.update({} if modules is None else modules)

    def __getitem__(self, key: str) -> Module:
        if not isinstance(key, str) or key not in self._modules:
            raise KeyError(f"ModuleDict: there is no module {key!r:.60}; it has {', '.join(self._modules) or 'none'}.")
        return self._modules[key]

    def __setitem__(self, key: str, module: Module) -> None:
        self.add_module(key, module)

    def __delitem__(self, key: str) -> None:
        self.pop(key)

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __contains__(self, key: str) -> bool:
        return key in self._modules

    def keys(self) -> Iterable[str]:
        """The names."""
        return self._modules.keys()

    def values(self) -> Iterable[Module]:
        """The modules."""
        return self._modules.values()

    def items(self) -> Iterable[tuple[str, Module]]:
        """Names and modules."""
        return self._modules.items()

    def pop(self, key: str) -> Module:
        """Take a module out, and return it."""
        module = self._modules[key]
        delattr(self, key)
        return module

    def clear(self) -> None:
        """Take all out."""
        for key in self._modules:
            delattr(self, key)

    def update(self, modules: Any) -> None:
        """Set modules from a dict, or from pairs of a name and a module."""
        try:
            named = dict(modules)
        except (TypeError, ValueError):
            raise TypeError(f"ModuleDict: takes a dict of modules, got {said(modules)}.") from None
        for key, module in named.items():
            self[key] = module
