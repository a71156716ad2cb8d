"""The names that a code cell gives to other cells, or reads from them, found without running it.

Names made by `exec`, `globals()` or `import *` are not seen.
"""

from __future__ import annotations

import re
import symtable
import warnings
from typing import Any

_MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)  # `%timeit`, `!pip`: IPython's, not Python's


def given_by(cell: Any) -> set[str]:
    """The names that are there for others when the cell has run."""
    return {
        name.get_name()
        for table in _tables(cell)[:1]
        for name in table.get_symbols()
        if name.is_assigned() or name.is_imported() or name.is_namespace()
    }


def read_by(cell: Any) -> set[str]:
    """The names that the cell wants from the notebook, those in the functions that it defines included."""
    tables = _tables(cell)
    return {
        name.get_name()
        for table in tables
        for name in table.get_symbols()
        if name.is_referenced() and (table is tables[0] or name.is_global())
    }


def _tables(cell: Any) -> list[symtable.SymbolTable]:
    """Python's own tables of the names in a cell, the outermost first; none for text or where Python cannot read it."""
    if cell.cell_type != "code":
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a "\\d", say: the student's cell tells that when it runs
            tables = [symtable.symtable(_MAGIC.sub("", cell.source), "a cell", "exec")]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    for table in tables:
        tables.extend(table.get_children())
    return tables
