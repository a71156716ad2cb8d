"""The lines of a wrong program that are wrong: those that the right program nearest to it does not have."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from difflib import SequenceMatcher

#: Where more lines differ, two programs have little in common, and no line of them is the wrong one.
MOST = 8


def wrong_lines(wrong: Sequence[str], right: Sequence[str], hidden: str) -> list[str]:
    """Of several programs with the same mistake the one with the fewest wrong lines: these, and "…" for the others.

    Empty where every one of them is written all too differently from every right program.

    Args:
        hidden: a program of which no line is told, wherever it stands: the solution.
    """
    known, never = [lines_of(source) for source in right], {line.strip() for line in lines_of(hidden)}
    best: list[str] = []
    fewest = MOST + 1
    for source in wrong:
        mine = lines_of(source)
        for other in known:
            found = _only_in(mine, other, never)
            count = sum(line.strip() != "…" for line in found)
            if 0 < count < fewest:
                best, fewest = found, count
    return best


def lines_of(source: str) -> list[str]:
    """A program's lines without docstrings, comments, annotations of the layout, and the name in its first line."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.decorator_list = []
            if ast.get_docstring(node) is not None:
                node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree).splitlines()


def _only_in(mine: list[str], other: list[str], never: set[str]) -> list[str]:
    """The lines that only the first has, with "…" in place of each run of others."""
    told: set[int] = set()
    for kind, start, end, _, _ in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
        if kind in ("replace", "delete"):
            told |= {place for place in range(start, end) if mine[place].strip() and mine[place].strip() not in never}
    found: list[str] = []
    for place, line in enumerate(mine):
        if place in told:
            found.append(line)
        elif not found or found[-1].strip() != "…":
            found.append(f"{line[: len(line) - len(line.lstrip())]}…")
    return found
