"""Which command mends a broken installation, and which file of somebody's stands in a package's way.

It needs nothing but Python: it is asked when NumPy, or what the command line is made of, cannot be loaded.
"""

from __future__ import annotations

import importlib.machinery
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PACKAGE = "tinygrad-lite"
#: The variable by which `start.py` is told where PyTorch's small builds are; pip's own index has them not.
TORCH_INDEX = "TINYGRAD_LITE_TORCH_INDEX"
#: Modules of Python's own that no program misses: a student's `test.py` is in nobody's way.
HARMLESS = ("test", "tests", "this", "antigravity")
_PLAIN = re.compile(r"[\w@%+=:./\\-]+")


def typed(*words: str) -> str:
    """A command as one types it into a shell, also where a path has blanks in it.

    >>> typed("/my course/python", "-m", "pip", "install", "numpy>=2")
    '"/my course/python" -m pip install "numpy>=2"'
    """
    line = " ".join(word if _PLAIN.fullmatch(word) else _quoted(word) for word in words)
    return f"{line}  (in PowerShell with & before it)" if os.name == "nt" and line.startswith('"') else line


def _quoted(word: str) -> str:
    """Windows' shells understand double quotes, too; what a POSIX shell would read in them asks for single ones."""
    return shlex.quote(word) if os.name != "nt" and re.search(r'["$`\\!]', word) else f'"{word}"'


def unset(variable: str) -> str:
    """The command that takes a variable away from what is started here."""
    return f'set {variable}=  (in PowerShell: $env:{variable} = "")' if os.name == "nt" else f"unset {variable}"


def place_of_pip() -> Any:
    """Where pip is, None if it is not. (`importlib.util.find_spec` would ask setuptools' finder as well, which takes
    the question for a run of pip, and from then on hinders everybody in this process who imports setuptools.)
    """
    return importlib.machinery.PathFinder.find_spec("pip")


def install(*words: str) -> str:
    """The command that installs into this Python: with pip, or with uv where only that is here."""
    if place_of_pip() is None and shutil.which("uv"):
        return typed("uv", "pip", "install", "--python", sys.executable, *words)
    return typed(sys.executable, "-m", "pip", "install", *words)


def again(package: str, version: str) -> str:
    """The command that installs a package once more, in the version that was here, and touches no other.

    `--ignore-installed`, as pip cannot remove what has lost its list of files.
    """
    has_uv_only = place_of_pip() is None and shutil.which("uv")
    words = ["--reinstall" if has_uv_only else "--ignore-installed", "--no-deps", f"{package}=={version}"]
    if "+" not in version:
        return install(*words)
    if index := os.environ.get(TORCH_INDEX):
        return install(*words, "--extra-index-url", index)
    build = version.partition("+")[2]
    return f"{install(*words)}  (with --extra-index-url and the address of PyTorch's builds for {build})"


def bringing(module: str) -> str:
    """The command that brings back a module that cannot be found.

    Where nobody says which package it is of, the course is asked for: that brings all that it needs and lacks.
    """
    from importlib.metadata import packages_distributions, version  # with all that this needs, it may be broken too

    for package in packages_distributions().get(module.partition(".")[0], ()):  # broken, or half removed
        return again(package, version(package))
    return install(PACKAGE)


def strays(folder: Path, path: Iterable[str]) -> Iterator[Path]:
    """Files of a folder that Python imports in place of a module of its own, or of a package.

    Args:
        folder: which Python looks through before the others: a notebook's own, or one of PYTHONPATH; it may be gone.
        path: where Python looks.
    """
    try:
        here = sorted(folder.iterdir())
    except OSError:
        return
    if not here:
        return
    rest = [each for each in path if Path(each).resolve() != folder.resolve()]
    for file in here:
        name = file.stem if file.suffix == ".py" else file.name if (file / "__init__.py").is_file() else ""
        if name.isidentifier() and name not in HARMLESS and _is_elsewhere(name, file, rest):
            yield file


def _is_elsewhere(name: str, file: Path, path: list[str]) -> bool:
    """Whether another module of that name would be found without this file."""
    if importlib.machinery.BuiltinImporter.find_spec(name) or importlib.machinery.FrozenImporter.find_spec(name):
        return False  # those come first, whatever lies in a folder
    spec = importlib.machinery.PathFinder.find_spec(name, path)
    origin = Path(spec.origin) if spec and spec.origin else None
    return origin is not None and origin.resolve() not in (file.resolve(), (file / "__init__.py").resolve())


def in_the_way(problem: BaseException) -> Path | None:
    """The file of somebody's because of which an import failed; None where that is not the reason."""
    seen = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    step = problem.__traceback__
    while step is not None:
        seen.add(step.tb_frame.f_code.co_filename)
        step = step.tb_next
    ran = {Path(each).resolve() for each in seen if each}
    before = [each for each in sys.path if Path(each).resolve() != Path(sys.prefix, "bin").resolve()]
    for folder in dict.fromkeys(Path(each).resolve() for each in before):
        if folder.name in ("site-packages", "dist-packages") or _is_pythons(folder):
            continue
        for file in strays(folder, sys.path):
            if {file.resolve(), (file / "__init__.py").resolve()} & ran:
                return file
    return None


def _is_pythons(folder: Path) -> bool:
    return Path(os.__file__).parent.resolve() in (folder, folder.parent)


def rename(file: Path) -> str:
    """The command that takes a file out of the way."""
    return typed("ren" if os.name == "nt" else "mv", str(file), _other_name(file))


def _other_name(file: Path) -> str:
    """On Windows `ren` wants a bare name."""
    other = f"my_{file.name}"
    return other if os.name == "nt" else str(file.with_name(other))


def taken_for_another(file: Path) -> str:
    """A sentence about a file that stands in a module's way."""
    return f"Python takes {file} for another module of that name. Rename it: {rename(file)}"


def not_loaded(problem: Exception) -> str:
    """What to say, and to do, where a module could not be loaded; "" where that is not what happened."""
    if file := in_the_way(problem):
        return taken_for_another(file)
    if isinstance(problem, ModuleNotFoundError) and problem.name and not problem.name.startswith("tinygrad_lite"):
        return f"{problem.name} is missing. Install it: {bringing(problem.name)}"
    return ""


def without_numpy(problem: Exception) -> str:
    """What to say, and to do, where NumPy cannot be loaded."""
    if file := in_the_way(problem):
        return f"tinygrad_lite needs NumPy, which cannot be loaded: {taken_for_another(file)}"
    if isinstance(problem, ModuleNotFoundError) and problem.name == "numpy":
        return f"tinygrad_lite needs NumPy, which this Python lacks. Install it: {install('numpy>=2')}"
    first = str(problem).strip().partition("\n")[0]
    command = install("--force-reinstall", "numpy>=2")
    return f"tinygrad_lite needs NumPy, which cannot be loaded ({first}). Install it: {command}"
