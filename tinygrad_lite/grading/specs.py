"""Short names for what a mark rests on in this package: what each exercise asks, and the programs that grade.

They are hashes of source text. An exercise's covers its own file and every file of `course/` that this one uses, itself
or through others, so that a mended check is known as mended wherever it was mended.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import inspect
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import tinygrad_lite

from ..course.exercises import tasks_of

_DIGITS = 12
#: Files outside of this are no part of a check; the engine, say, is covered by `grader`.
_COURSE = "tinygrad_lite.course."
_READ = (".py", ".json", ".toml")


def specs(lessons: Iterable[str]) -> dict[str, str]:
    """A short name for what each task asks, by its id: another one where an author changed something."""
    found = {}
    for lesson in lessons:
        for task in tasks_of(lesson):
            module = inspect.getmodule(type(task))
            assert module is not None
            texts = [inspect.getsource(module), *(_text(name) for name in sorted(used_by(module.__name__)))]
            found[task.id] = _short(texts)
    return found


@cache
def grader() -> str:
    """A short name for this package as a whole: its programs, and the data that they read."""
    files = sorted(path for path in Path(tinygrad_lite.__file__).parent.rglob("*") if path.suffix in _READ)
    return _short(path.read_text(encoding="utf-8") for path in files)


def used_by(module: str) -> set[str]:
    """The files of the course that a module uses, by their modules' names, without itself."""
    seen, waiting = {module}, [module]
    while waiting:
        new = _imported(waiting.pop()) - seen
        seen |= new
        waiting += new
    return seen - {module}


@cache
def _imported(module: str) -> frozenset[str]:
    """What a module of the course imports of it, anywhere in its text."""
    text = _text(module)
    package = module if _is_package(module) else module.rpartition(".")[0]
    found = {name for node in ast.walk(ast.parse(text)) for name in _names(node, package)}
    return frozenset(name for name in found if name.startswith(_COURSE) and _text(name))


def _names(node: ast.AST, package: str) -> Iterator[str]:
    """Modules that an import may mean: what stands behind `from`, and each name in it."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
        base = ".".join([*above, *filter(None, [node.module])])
        yield from (base, *(f"{base}.{alias.name}" for alias in node.names))


@cache
def _text(module: str) -> str:
    """A module's source; "" where there is none, as of a name that is no module."""
    origin = _origin(module)
    return Path(origin).read_text(encoding="utf-8") if origin.endswith(".py") else ""


def _is_package(module: str) -> bool:
    return _origin(module).endswith("__init__.py")


@cache
def _origin(module: str) -> str:
    """The file of a module."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        return ""
    return (spec.origin or "") if spec else ""


def _short(texts: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for text in texts:
        whole.update(text.encode())
    return whole.hexdigest()[:_DIGITS]
