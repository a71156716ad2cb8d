"""Which packages can be imported in a student's process although they are not there."""

from __future__ import annotations

import ast
import functools
import importlib.util
import sys
from collections.abc import Iterable

from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.grading.around import nodes_of
from tinygrad_lite.grading.definitions import Program

#: What is really there in a student's process besides Python's own modules.
THERE = ("numpy", "tinygrad_lite")
#: Parts of the engine that are not there.
NOT_THERE = ("tinygrad_lite.plots", "tinygrad_lite.compare", "tinygrad_lite.training")


def absent_packages(program: Program, exercises: Iterable[Exercise]) -> list[str]:
    """Packages that can be imported though they are not there: what is ruled out, and what a student's Python has."""
    found = {module.partition(".")[0] for exercise in exercises for module in exercise.forbids}
    for block in program.cells:
        found |= imported_packages(block.kept)
    found -= {*sys.stdlib_module_names, *THERE, ""}
    ruled_out = {module.partition(".")[0] for exercise in exercises for module in exercise.forbids}
    return [*NOT_THERE, *sorted(name for name in found if name in ruled_out or installed(name))]


@functools.lru_cache(maxsize=500)
def imported_packages(text: str) -> frozenset[str]:
    """Packages that a cell imports, wherever it does."""
    found = set()
    for node in nodes_of(text):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return frozenset(found)


@functools.lru_cache(maxsize=1000)
def installed(package: str) -> bool:
    """Whether a package is installed here, where the lesson runs. It is not imported for that."""
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError, AttributeError):
        return False
