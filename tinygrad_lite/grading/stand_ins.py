"""What stands, in a student's process, for what is not there: other packages, and the lesson's own commands.

A package that is not there can be imported, so that a shared `import torch` costs nobody the exercises that do not use
it. Whatever is then done with it raises `NotHere`.
"""

from __future__ import annotations

import ast
import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class NotHere(ImportError):
    """Something of a package was used that is not there when a notebook is graded.

    Attributes:
        used: what was used, "torch.nn.Linear".
    """

    used = ""


class Absent:
    """Something of an absent package: it has whatever is asked for, and nothing can be done with it.

    Args:
        name: what it would be, "torch.nn".
        why: what is said when it is used, where that is not that its package is not here.
    """

    def __init__(self, name: str, why: str = "") -> None:
        self.__dict__.update(_name=name, _why=why)

    def __getattr__(self, name: str) -> Absent:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Absent(f"{self._name}.{name}", self.__dict__["_why"])

    def __instancecheck__(self, instance: object) -> bool:
        return False

    def __repr__(self) -> str:
        return f"<{self._name}, which is not here>"


def _refuse(self: Any, *args: Any, **kwargs: Any) -> Any:
    why = self._why or f"`{self._name}` was used, and `{self._name.partition('.')[0]}` is not here."
    problem = NotHere(why)
    problem.used = self._name
    raise problem


_USES = """call mro_entries iter len getitem setitem contains bool float int index complex array enter exit setattr
    add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow matmul rmatmul neg pos abs
    and rand or ror xor rxor invert eq ne lt le gt ge round""".split()  # noqa: SIM905
for _use in _USES:
    setattr(Absent, f"__{_use}__", _refuse)
Absent.__hash__ = object.__hash__  # type: ignore[method-assign]


def kind_of(value: Any) -> tuple[str, str]:
    """The module and the name of a value's type; of what is not there, those that it would have: "torch", "tensor"."""
    if isinstance(value, Absent):
        module, _, name = str(value.__dict__["_name"]).rpartition(".")
        return module, name
    return type(value).__module__, type(value).__name__


#: What fails here and may work where the notebook was written: there is less memory here, there are no other files,
#: no network, and nobody types.
MAY_WORK_ELSEWHERE = (NotHere, MemoryError, OSError, EOFError)


def instead_of(statement: ast.stmt, problem: BaseException) -> dict[str, Absent]:
    """The names that a statement would have given a value, had it not failed with such a problem.

    `slider = widgets.FloatSlider()`: whoever uses `slider` uses what is not there, too.
    """
    stored, waiting = set(), [statement]
    while waiting:
        node: ast.AST = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            stored.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            stored.add(node.id)
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)  # type: ignore[arg-type]
    if isinstance(problem, NotHere):
        return {name: Absent(problem.used or str(problem)) for name in stored}
    said = f"{type(problem).__name__}: {problem}"[:200].rstrip(": ")
    return {name: Absent(name, f"`{name}` was used, and could not be made here ({said}).") for name in stored}


class AbsentModule(ModuleType):
    """A module of an absent package. `from torch import nn` is an import too, and so gives something."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name != "__version__":
            raise AttributeError(name)
        return NoEffect if (self.__name__, name) in NO_EFFECT else Absent(f"{self.__name__}.{name}")


class NoEffect(contextlib.ContextDecorator):
    """Something of PyTorch that does nothing to what is not PyTorch's, or of IPython that only shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Whatever it is given, it does nothing."""

    def __enter__(self) -> NoEffect:
        return self

    def __exit__(self, *error: object) -> None:
        """There is nothing to put back."""


NO_EFFECT = {
    *(("torch", name) for name in ("no_grad", "inference_mode", "enable_grad", "set_grad_enabled", "manual_seed")),
    *(
        ("IPython.display", name)
        for name in ("display", "clear_output", "Markdown", "HTML", "Latex", "Math", "Image", "SVG", "Pretty")
    ),
}


class AbsentPackages:
    """Finds modules of packages that are not there. It is asked last.

    (Not derived from importlib.abc, which takes as long to import as a quarter of NumPy.)
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> Any:
        absent = any(fullname == name or fullname.startswith(f"{name}.") for name in self.names)
        return ModuleSpec(fullname, self, is_package=True) if absent else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _progress_bars(spec.name) if spec.name.partition(".")[0] == "tqdm" else AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in it."""


class Bar:
    """tqdm's: a loop with a progress bar is a loop. What else a bar is asked to do, it does not do."""

    def __init__(self, iterable: Any = None, desc: Any = None, total: Any = None, **kwargs: Any) -> None:
        self.iterable, self.desc, self.total, self.n = iterable, desc, total, 0
        if total is None and hasattr(iterable, "__len__"):
            self.total = len(iterable)

    def __iter__(self) -> Iterator[Any]:
        for item in () if self.iterable is None else self.iterable:
            yield item
            self.n += 1

    def __len__(self) -> int:
        return int(self.total)

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *error: object) -> None:
        """There is nothing to put back."""

    def update(self, n: Any = 1) -> None:
        self.n += n

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)
        return nothing

    @staticmethod
    def write(text: Any = "", *args: Any, **kwargs: Any) -> None:
        print(text)

    @staticmethod
    def pandas(*args: Any, **kwargs: Any) -> None:
        """pandas is not there."""


def _progress_bars(name: str) -> ModuleType:
    """A module of tqdm: each has all that one of them has."""
    module = ModuleType(name)

    def bar_of_range(*args: Any, **kwargs: Any) -> Bar:
        return Bar(range(*args), **kwargs)

    def enumerated(iterable: Any, start: int = 0, *args: Any, **kwargs: Any) -> Any:
        return enumerate(iterable, start) if not hasattr(iterable, "ndim") else _numpys("ndenumerate")(iterable)

    def zipped(*iterables: Any, **kwargs: Any) -> Any:
        return zip(*iterables, strict=False)

    bars = {"tqdm": Bar, "trange": bar_of_range, "tqdm_notebook": Bar, "tnrange": bar_of_range}
    vars(module).update(bars | {"tenumerate": enumerated, "tzip": zipped, "tmap": lambda f, *args, **kw: map(f, *args)})
    return module


def _numpys(name: str) -> Any:
    return getattr(sys.modules["numpy"], name)


def install(absent: Iterable[str]) -> None:
    """Make these packages importable, and no others besides Python's, NumPy and what was given to the process."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, AbsentPackages)]
    sys.meta_path.append(AbsentPackages(absent))


# ------------------------------------------------------------------------------------------ the lesson's own commands


#: What `@exercise("…")` stood above, by what is written there; the last one counts.
registered: dict[str, Any] = {}


def exercise(exercise_id: Any) -> Any:
    """`@exercise("…")`, or `@exercise` as some write it. What is judged, and when, is decided elsewhere."""
    if callable(exercise_id):
        return exercise_id

    def register(candidate: Any) -> Any:
        registered[str(exercise_id)] = candidate
        return candidate

    return register


def nothing(*args: Any, **kwargs: Any) -> None:
    """A command that only shows something."""


begin = answer = hint = solution = progress = check = restart = mine = nothing


def leave(code: Any = None) -> None:
    """`exit()` and `quit()`, which Python has at its prompt."""
    raise SystemExit(code)


class NoShell:
    """`get_ipython()`, which a magic inside of a function becomes: whatever it is told to do, it does nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return nothing
