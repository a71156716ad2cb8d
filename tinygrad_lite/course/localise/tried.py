"""One change that is tried."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from ..edits.scope import Slot


@dataclass(frozen=True, eq=False)
class Try:
    """One change that may mend.

    Attributes:
        cost: how far-fetched it is.
        slot, replacement: where something is put, and what.
        at: the piece of the student's code that it changes: what stands there, or a part of it.
        size: how many nodes that piece has.
        missing: whether it puts in a statement behind `at`, and changes nothing.
        made_up: whether what it puts in was not there in any form: it could do all the work anew.
        moved: whether it only moves a statement.
    """

    cost: int
    slot: Slot
    replacement: ast.AST
    at: ast.AST
    size: int
    missing: bool = False
    made_up: bool = False
    moved: bool = False


def last_line_of(node: ast.AST) -> ast.AST:
    """The last statement of a block: what is missing behind a loop is missing behind its last line."""
    for field in ("finalbody", "orelse", "handlers", "cases", "body"):
        held = getattr(node, field, None)
        if isinstance(held, list) and held:
            return last_line_of(held[-1])
    return node
