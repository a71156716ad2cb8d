"""A random program as data: lines of Python in which `lib` is one library or the other.

The text of a line is what runs, what is printed, and what is taken away when a program is made smaller.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

NAME = re.compile(r"\b[a-z]\d+\b")  # x1, o2: only the variables of a program look so

SCRIPT = """from math import inf, nan

import tinygrad_lite
import torch


def program(lib):
    seen = []  # gradients that hooks looked at
{lines}
    for name, value in list(locals().items()):
        print(name, value, getattr(value, "grad", "") if isinstance(value, lib.Tensor) else "")


for lib in (tinygrad_lite, torch):
    print(f"\\n{{lib.__name__}}")
    try:
        program(lib)
    except Exception as error:
        print(type(error).__name__, error)
"""


@dataclass(frozen=True)
class Line:
    """One statement: its text, and the variables that it makes."""

    text: str
    makes: tuple[str, ...] = ()

    @functools.cached_property
    def code(self):
        return compile(self.text, "<program>", "exec")

    @functools.cached_property
    def uses(self) -> frozenset:
        """The variables that must be there before."""
        return frozenset(NAME.findall(self.text)) - frozenset(self.makes)


@dataclass(frozen=True)
class Program:
    lines: tuple[Line, ...]
    seed: int | None = None

    def __str__(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def script(self) -> str:
        """The program as a file that can be run: first on our library, then on PyTorch."""
        text = "\n".join("    " + row for row in str(self).splitlines())
        return SCRIPT.format(lines=text)

    def without(self, index: int) -> Program:
        """The program without one line, and without those that need what it made."""
        gone, kept = set(self.lines[index].makes), list(self.lines[:index])
        for line in self.lines[index + 1 :]:
            if line.uses & gone:
                gone |= set(line.makes)
            else:
                kept.append(line)
        return Program(tuple(kept), self.seed)


def smallest(program: Program, still_fails: Callable[[Program], bool]) -> Program:
    """The program with as many lines taken away as possible, so that it still fails."""
    shrunk = True
    while shrunk:
        shrunk = False
        for index in reversed(range(len(program.lines))):
            if index < len(program.lines) and still_fails(candidate := program.without(index)):
                program, shrunk = candidate, True
    return program


def names(lines: Iterable[Line]) -> list[str]:
    return [name for line in lines for name in line.makes]
