"""Whether changed versions of a submission could do harm."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from ..submission import Submission

#: What a definition may mention besides its own names: none of it writes a file or reaches the network.
_MODULES = {"numpy", "math", "tinygrad_lite", "itertools", "functools", "collections", "operator", "random", "copy"}
_MODULES |= {"bisect", "heapq", "statistics", "fractions", "decimal", "dataclasses", "typing", "string", "re"}
_REACHES_OUT = {"save", "savez", "savez_compressed", "savetxt", "tofile", "dump", "write", "memmap", "load", "replace"}
_REACHES_OUT |= {"unlink", "rename", "rmdir", "system", "urlopen", "write_text", "write_bytes"}
#: The same of Python's own; a method may be called so: `model.eval()`.
_PYTHONS = {"open", "exec", "eval", "compile", "input", "__import__", "globals", "locals", "vars", "setattr", "delattr"}
_PYTHONS |= {"exit", "quit"}
_LEAVES_IT = (ast.Global, ast.AsyncFunctionDef)


def harmless(submission: Submission) -> bool:
    """Whether a changed version of it could do no harm: it imports nothing, opens no file, and keeps to itself."""
    if any(isinstance(node, _LEAVES_IT) for node in submission.nodes()):
        return False
    if not _numbers_only(submission.imports()) or _reaches_out(submission.nodes()):
        return False
    for name in submission.mentioned():
        value = submission.namespace.get(name)
        if isinstance(value, ModuleType) and not _numbers_only([value.__name__]):
            return False
    return all(_keeps_to_itself(submission, value) for _, value in submission.outside_names())


def _reaches_out(nodes: Iterable[ast.AST]) -> bool:
    for node in nodes:
        if isinstance(node, ast.Name) and node.id in _PYTHONS | _REACHES_OUT:
            return True
        if isinstance(node, ast.Attribute) and node.attr in _REACHES_OUT:
            return True
    return False


def _numbers_only(modules: list[str]) -> bool:
    return all(module.partition(".")[0] in _MODULES for module in modules)


def _keeps_to_itself(submission: Submission, value: Any) -> bool:
    """A number, a text, a class or function of a library, or a harmless function of the notebook."""
    if isinstance(value, type) and value.__name__ in [helper.name for helper in submission.cell_helpers()]:
        return True  # what it says is looked at with the rest of the cell
    definition, source = submission.helper(value)
    if definition is not None:
        inside = Submission(value, source, submission.namespace, submission.exercises)
        return _numbers_only(inside.imports()) and not _reaches_out(ast.walk(definition))
    if isinstance(value, bool | int | float | str | tuple | None):
        return True
    module = getattr(value, "__module__", None) or ""
    return module.partition(".")[0] in _MODULES
