"""Which packages can be imported in a student's process although they are not there."""

from __future__ import annotations

import ast
import difflib
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
    """Packages that can be imported though they are not there: what is ruled out, and what a student may have.

    A student may have installed more than is installed here: an answer that uses it is a person's to judge. A name that
    looks misspelt is none, and where `try:` stands around an import the student has seen to its absence.
    """
    ruled_out = {module.partition(".")[0] for exercise in exercises for module in exercise.forbids}
    found, tried = set(ruled_out), set[str]()
    for block in program.cells:
        found |= imported_packages(block.kept)
        tried |= tried_packages(block.kept)
    found -= {*sys.stdlib_module_names, *THERE, ""}
    return [
        *NOT_THERE,
        *sorted(
            name
            for name in found
            if name in ruled_out or installed(name) or not (name in tried or looks_misspelt(name))
        ),
    ]


@functools.lru_cache(maxsize=500)
def imported_packages(text: str) -> frozenset[str]:
    """Packages that a cell imports, wherever it does."""
    found = set()
    for node in nodes_of(text):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("write", "write_text"):  # a module, say
            texts = (each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str))
            found |= {name for each in texts for name in imported_packages(each)}
    return frozenset(found)


@functools.lru_cache(maxsize=500)
def tried_packages(text: str) -> frozenset[str]:
    """Those of them that stand in a `try:` which goes on without them."""
    tries = [node for node in nodes_of(text) if isinstance(node, ast.Try) and node.handlers]
    return frozenset().union(*(imported_packages(ast.unparse(part)) for node in tries for part in node.body))


@functools.lru_cache(maxsize=1000)
def looks_misspelt(package: str) -> bool:
    """Whether a package that is not installed has nearly the name of one that every lesson can import."""
    known = [*THERE, *(name for name in sys.stdlib_module_names if not name.startswith("_"))]
    return bool(difflib.get_close_matches(package, known, n=1, cutoff=0.8))


@functools.lru_cache(maxsize=1000)
def installed(package: str) -> bool:
    """Whether a package is installed here, where the lesson runs. It is not imported for that."""
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError, AttributeError):
        return False
