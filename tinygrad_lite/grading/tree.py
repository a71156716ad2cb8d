"""The folder that a student's process finds on its import path: the engine, what puts cases, and nothing that tells.

It is made once a run. Not in it are: exercises with their solutions and mistakes, the judge, questions, plots, training
loops, and everything of `grading/` that works for the judge. In its folder `BARE` is the same without the engine, for
exercises that ask to write by hand what the engine has: however it is called, it is not there.
"""

from __future__ import annotations

import ast
import compileall
import os
import py_compile
import shutil
from pathlib import Path

from .ready import write_beginnings, write_ready

PACKAGE = Path(__file__).parents[1]
#: Not for students' processes, although the engine's: they need PyTorch or matplotlib, or are for the shell.
LEFT_OUT = (
    "atlas", "benchmark", "cli", "compare", "course", "doctor", "grading", "plots", "training", "_benchmarks",
    "_lessons", "recordings", "__main__.py",
)  # fmt: skip
#: The folder in the tree for processes without the engine.
BARE = "bare"
#: What puts cases to a candidate.
COURSE = (
    "afresh.py", "apart.py", "case.py", "compare.py", "elsewhere.py", "expired.py", "nobody_there.py", "plain.py",
    "recipes.py", "recording.py", "run.py", "watched.py", "whose.py",
)  # fmt: skip
OWN = ("__init__.py", "child.py", "frames.py", "in_turn.py", "own_files.py", "stand_ins.py", "values.py", "wire.py")
#: A file below `exercises/` that imports one of these is no file of recipes: it holds what a student must not read.
TELLING = ("exercise", "question", "judge", "oracle", "attempt", "diagnosis", "submission")
#: `import tinygrad_lite` alone loads nothing: most notebooks need NumPy only, and the engine takes as long as these.
LAZY = '''"""The engine, which is loaded when something of it is asked for."""

import importlib
import importlib.util
import sys
import types


class _Part(types.ModuleType):
    """A part of the engine that was imported, and not yet looked into."""

    def __getattr__(self, name):
        if name.startswith("__") and name != "__all__":
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


class _Whole(types.ModuleType):
    """The package: `tinygrad_lite.tensor` stays the function, also where a notebook imports the file of that name."""

    def __setattr__(self, name, value):
        if name not in self.__dict__ or value is not sys.modules.get(f"{{__name__}}.{{name}}"):
            super().__setattr__(name, value)


class _Loaded:
    """Loads what loading the whole has loaded: a second `tensor.py` would have a second class `Tensor`."""

    def __init__(self, module):
        self.module, self.spec = module, module.__spec__

    def create_module(self, spec):
        return self.module

    def exec_module(self, module):
        module.__spec__ = self.spec


class _First:
    """Hears of imports: before any part of the engine comes the whole."""

    @staticmethod
    def find_spec(name, path, target=None):
        parts = name.split(".")
        if parts[0] == __name__ and parts[1:2] not in (["course"], ["grading"], ["_whole"]):
            _load()
            module = sys.modules.get(name)
            if module is not None:
                module.__spec__ = importlib.util.spec_from_loader(name, _Loaded(module))
                return module.__spec__
        return None


def _load():
    if _First in sys.meta_path:
        sys.meta_path.remove(_First)
        del globals()["__getattr__"]
        sys.modules[__name__].__class__ = _Whole
        exec(importlib.util.find_spec("tinygrad_lite._whole").loader.get_code("tinygrad_lite._whole"), globals())


def __getattr__(name):
    if name in {parts!r}:
        return _Part(f"{{__name__}}.{{name}}")
    if name.startswith("__") and name not in ("__all__", "__version__"):
        raise AttributeError(name)
    _load()
    return getattr(sys.modules[__name__], name)


sys.meta_path.insert(0, _First)
'''

NO_ENGINE = '''"""In place of the engine, which is not here: it would do what is asked for."""

from tinygrad_lite.grading.stand_ins import Absent as _Absent


def __getattr__(name):
    if name.startswith("__") and name.endswith("__") and name != "__version__":
        raise AttributeError(name)
    return _Absent(f"{__name__}.{name}")
'''


def make_tree(folder: Path) -> Path:
    """Write the tree into an empty folder, with the compiled code beside it; gives the folder."""
    package = folder / "tinygrad_lite"
    shutil.copytree(PACKAGE, package, ignore=_left_out)
    (package / "__init__.py").rename(package / "_whole.py")
    parts = tuple(sorted(path.stem for path in package.iterdir() if (path / "__init__.py").exists()))
    (package / "__init__.py").write_text(LAZY.format(parts=parts), "utf-8")
    bare = folder / BARE / "tinygrad_lite"
    bare.mkdir(parents=True)
    (bare / "__init__.py").write_text(NO_ENGINE, "utf-8")
    recipes = recipe_files()
    for top in (package, bare):
        _what_puts_cases(top, recipes)
    compiled = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(folder, quiet=2, invalidation_mode=compiled, stripdir=None)
    write_ready(folder, [folder, folder / BARE])
    for path in [folder, *folder.rglob("*")]:  # another user reads it
        os.chmod(path, 0o755 if path.is_dir() else 0o644)
    return folder


def _what_puts_cases(package: Path, recipes: list[str]) -> None:
    """The program, the folders `course` and `grading` of the package, and the recipes."""
    for name in OWN:
        _copy(f"grading/{name}", package)
    for name in COURSE:
        _copy(f"course/{name}", package)
    (package / "course" / "__init__.py").write_text(stand_in_commands(), "utf-8")
    write_beginnings(package.parent)
    for file in recipes:
        _copy(file, package)
        for above in Path(file).parents[:-2]:
            (package / above / "__init__.py").touch()


def stand_in_commands() -> str:
    """What a notebook finds in `tinygrad_lite.course`: the lesson's commands, which do nothing here."""
    names = "answer, begin, check, exercise, hint, mine, progress, restart, solution"
    return f"from tinygrad_lite.grading.stand_ins import {names}\n"


def _left_out(folder: str, names: list[str]) -> list[str]:
    top = LEFT_OUT if Path(folder) == PACKAGE else ()
    return [name for name in names if name in top or name == "__pycache__" or name.endswith((".pyc", ".html"))]


def _copy(path: str, package: Path) -> None:
    (package / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PACKAGE / path, package / path)


def recipe_files() -> list[str]:
    """The files of recipes, below the package: they import other recipes, and nothing that tells.

    Raises:
        RuntimeError: a file has a recipe, and something besides that a student must not read.
    """
    found = []
    for path in sorted((PACKAGE / "course" / "exercises").rglob("*.py")):
        text = path.read_text("utf-8")
        if "def build(self, world" not in text and "recipes" not in text:
            continue  # the quick way
        imported = _imported(text)
        telling = [name for name in imported if name in TELLING]
        if "def build(self, world" in text and telling:
            raise RuntimeError(f"{path.name} has a recipe and imports `{telling[0]}`: recipes go into a file apart.")
        if "def build(self, world" in text or ("recipes" in imported and not telling):
            found.append(path.relative_to(PACKAGE).as_posix())
    return found


def _imported(text: str) -> list[str]:
    """The last parts of the modules' names that a file imports from."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    return [(node.module or "").rpartition(".")[2] for node in nodes]
