"""Cells that may change what other cells use: NumPy, Python's own functions, the engine."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable

from .around import nodes_of
from .by_text import LOOKING_UP


def tampers(texts: Iterable[str]) -> bool:
    """Whether cells may change what other cells use: attributes of what was imported, or what their text hides."""
    texts = list(texts)
    imported = [row for text in texts for row in _imported(text)]
    if any(module in LOOKING_UP or module.startswith("tinygrad_lite.grading") for _, module in imported):
        return True
    names = {name for name, _ in imported}
    return any(_hides(text) or not names.isdisjoint(_changed(text)) for text in texts)


@functools.lru_cache(maxsize=500)
def _hides(text: str) -> bool:
    """Whether the text of a cell looks names up while it runs."""
    return any(isinstance(node, ast.Name) and node.id in LOOKING_UP for node in nodes_of(text))


@functools.lru_cache(maxsize=500)
def _changed(text: str) -> frozenset[str]:
    """Names of what is given new attributes: "np" of `np.random.seed = …`."""
    found = set()
    for node in nodes_of(text):
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            root: ast.AST = node
            while isinstance(root, ast.Attribute | ast.Subscript):
                root = root.value
            if isinstance(root, ast.Name):
                found.add(root.id)
    return frozenset(found)


@functools.lru_cache(maxsize=500)
def _imported(text: str) -> tuple[tuple[str, str], ...]:
    """Each name that a cell imports, and the module that it is or is from."""
    found: list[tuple[str, str]] = []
    for node in nodes_of(text):
        if isinstance(node, ast.Import):
            found += [(alias.asname or alias.name.partition(".")[0], alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(alias.asname or alias.name, node.module or "") for alias in node.names]
    return tuple(found)
