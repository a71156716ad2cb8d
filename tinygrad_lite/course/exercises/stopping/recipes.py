"""What a checkpoint is asked about: a network of either library, its optimizer, training, and a place for files."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

import numpy as np

from ...compare import identical
from ...plain import to_plain
from ...recipes import World


def speaks_of_torch(candidate: Any) -> bool:
    """Whether a class or function uses PyTorch: by its name, or by a name that stands for something of it."""
    members = [candidate, *vars(candidate).values()] if isinstance(candidate, type) else [candidate]
    functions = [member for member in members if hasattr(member, "__code__")]
    return any(_is_torchs(name, function.__globals__) for function in functions for name in _names(function.__code__))


def _names(code: CodeType) -> Iterator[str]:
    """All names that a piece of code reads, in the functions inside it too."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _is_torchs(name: str, names: dict[str, Any]) -> bool:
    meant = names.get(name)
    home = getattr(meant, "__module__", None) or getattr(meant, "__name__", None) or ""
    return name == "torch" or (isinstance(home, str) and home.partition(".")[0] == "torch")


@dataclass(frozen=True)
class Place:
    """The name of a file that is not there yet, as text, in a folder that is gone when the case is over."""

    name: str
    beside: str = ""  #: the argument in whose folder it is, in place of one of its own

    def build(self, world: World) -> str:
        if self.beside:
            return str(Path(world.built[self.beside]).parent / self.name)
        folder = tempfile.mkdtemp()
        weakref.finalize(world, shutil.rmtree, folder, True)
        return str(Path(folder) / self.name)

    def __repr__(self) -> str:
        return f"'…/{self.name}'"


@dataclass(frozen=True)
class Network:
    """A network of two layers with weights from a seed, in the library that the student's class speaks of.

    Attributes:
        sizes: of input, hidden layer and output.
        norm: whether there is batch normalisation behind the first layer.
        seed: of the weights.
        dtype: of the weights.
    """

    sizes: tuple[int, int, int]
    norm: bool
    seed: int
    dtype: str = "float32"

    def build(self, world: World) -> Any:
        if speaks_of_torch(world.candidate):
            world.library = "torch"
        nn: Any = world.module("nn")
        first, last = nn.Linear(*self.sizes[:2]), nn.Linear(*self.sizes[1:])
        rng = np.random.default_rng(self.seed)
        for layer in (first, last):
            for name in ("weight", "bias"):
                values = rng.normal(size=tuple(getattr(layer, name).shape)).astype(self.dtype)
                setattr(layer, name, nn.Parameter(world.tensor(values)))
        return nn.Sequential(first, *([nn.BatchNorm1d(self.sizes[1])] if self.norm else []), nn.Tanh(), last)

    def __repr__(self) -> str:
        kind = "" if self.dtype == "float32" else f", in {self.dtype}"
        return f"a network {'-'.join(map(str, self.sizes))}{', with batch norm' if self.norm else ''}{kind}"


@dataclass(frozen=True)
class OptimizerOf:
    """An optimizer over the parameters of the argument `model`, in one group, or in one for each learning rate.

    The first group has the first parameter, the last one has all that are left.
    """

    name: str
    rates: tuple[float, ...]
    model: str = "model"
    momentum: float | None = None

    def build(self, world: World) -> Any:
        options = {} if self.momentum is None else {"momentum": self.momentum}
        parameters = list(world.built[self.model].parameters())
        pieces = [parameters[:1], parameters[1:]] if len(self.rates) == 2 else [parameters]
        groups = [{"params": piece, "lr": rate} for piece, rate in zip(pieces, self.rates, strict=True)]
        return getattr(world.module("optim"), self.name)(groups, lr=self.rates[0], **options)

    def __repr__(self) -> str:
        rates = (
            f"lr={self.rates[0]}" if len(self.rates) == 1 else f"in two groups, lr={self.rates[0]} and {self.rates[1]}"
        )
        momentum = "" if self.momentum is None else f", momentum={self.momentum}"
        return f"optim.{self.name}({self.model}.parameters(), {rates}{momentum})"


@dataclass(frozen=True)
class Training:
    """Some samples, and what is done with them; see `Trained`."""

    samples: int
    sizes: tuple[int, int, int]
    seed: int
    dtype: str = "float32"
    momenta: bool = False  #: whether the momentum falls with the learning rate

    def build(self, world: World) -> Trained:
        rng = np.random.default_rng(self.seed)
        x, y = (rng.normal(size=(self.samples, width)).astype(self.dtype) for width in (self.sizes[0], self.sizes[2]))
        return Trained(world.tensor(x), world.tensor(y), ("lr", "momentum") if self.momenta else ("lr",))

    def __repr__(self) -> str:
        momenta = "and momentum " if self.momenta else ""
        return f"trains on {self.samples} samples; after each step every learning rate {momenta}is multiplied by 0.9"


class Trained:
    """Trains models, notes down what they and their optimizers hold, and says what differs from a note."""

    def __init__(self, x: Any, y: Any, falling: tuple[str, ...] = ("lr",)) -> None:
        self.x, self.y, self.falling = x, y, falling
        self.notes: dict[str, dict[str, Any]] = {}

    def run(self, model: Any, optimizer: Any, steps: int) -> None:
        """So many steps; after each, the learning rates fall, as by a schedule."""
        model.train()
        for _ in range(steps):
            optimizer.zero_grad()
            ((model(self.x) - self.y) ** 2).mean().backward()
            optimizer.step()
            for group in optimizer.param_groups:
                for name in self.falling:
                    group[name] *= 0.9

    def note(self, name: str, model: Any, optimizer: Any) -> None:
        """Keep, under a name, all that a training has to know to go on."""
        self.notes[name] = all_of(model, optimizer)

    def differs(self, name: str, model: Any, optimizer: Any) -> list[str]:
        """What is not, to the last bit, as it was noted."""
        noted, found = self.notes[name], all_of(model, optimizer)
        return [part for part in noted if not identical(noted[part], found[part])]

    def written(self, path: str, model: Any) -> bool:
        """Whether there are files whose names begin with that of `path`, or that of a folder of theirs, large enough
        to hold what the model has learned."""
        found = [each for item in Path(path).parent.glob(f"{Path(path).name}*") for each in (item, *item.rglob("*"))]
        numbers = sum(value.detach().numpy().nbytes for _, value in model.named_parameters())
        return sum(item.stat().st_size for item in found if item.is_file()) >= numbers


def all_of(model: Any, optimizer: Any) -> dict[str, Any]:
    """What a checkpoint has to bring back, as plain data."""
    return {
        "parameters": [to_plain(value) for _, value in model.named_parameters()],
        "buffers": [to_plain(value) for _, value in model.named_buffers()],
        "optimizer state": to_plain(optimizer.state_dict()["state"]),
        "learning rates": [float(group["lr"]) for group in optimizer.param_groups],
        "momenta": [float(group.get("momentum", 0.0)) for group in optimizer.param_groups],
    }
