"""While an answer is asked, nobody sits at the keyboard: what speaks to a person raises, and what ends a program too.

`input` would ask for every case again. In a notebook `exit` and `quit` are IPython's own: they raise nothing, and end
the kernel a moment later, with all that a student had in it.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, NoReturn


def no_input(prompt: object = "") -> NoReturn:
    """In place of `input`."""
    raise EOFError("nobody is there to type an answer")


def leave(code: object = None) -> NoReturn:
    """In place of `exit` and `quit`."""
    raise SystemExit(code)


STAND_INS = {"input": no_input, "exit": leave, "quit": leave}
for _stand_in in (no_input, leave):
    _stand_in.__module__ = "builtins"  # where what they stand for is: who says `exit()` uses nothing of the course


@contextmanager
def nobody_there(namespace: MutableMapping[str, Any] | None = None) -> Iterator[None]:
    """In the block, the three names mean their stand-ins, wherever a student has not given them another meaning.

    Args:
        namespace: a notebook's variables, in which IPython keeps an `exit` and a `quit` of its own.
    """
    variables = vars(builtins) if namespace is None else namespace
    there = [name for name in STAND_INS if name in variables]
    before = {name: variables[name] for name in there if namespace is None or _is_ipythons(variables[name])}
    variables.update({name: STAND_INS[name] for name in before})
    try:
        yield
    finally:
        for name, value in before.items():
            if variables.get(name) is STAND_INS[name]:
                variables[name] = value


def _is_ipythons(value: object) -> bool:
    return type(value).__module__.startswith("IPython.")
