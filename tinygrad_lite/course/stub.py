"""The stub that a student sees, and the solution as it stands in a solved notebook: both made from the solution.

There is one source for stub, solution, borrowed version and display, so they cannot disagree. Where the exercise is to
mend code, the stub is that code, under the solution's signature and docstring.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any

PLACEHOLDER = "...  # your code here"


def source_of(solution: Any, name: str) -> str:
    """A solution as Python under the name of its exercise, without decorator."""
    source = textwrap.dedent(inspect.getsource(solution))
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef | ast.ClassDef)
    lines = source.splitlines()[definition.lineno - 1 :]
    keyword = "class" if isinstance(definition, ast.ClassDef) else "def"
    lines[0] = lines[0].replace(f"{keyword} {definition.name}", f"{keyword} {name}", 1)
    return "\n".join(lines) + "\n"


def stub_of(source: str) -> str:
    """Signature and docstring of a solution, a placeholder in place of every body."""
    lines = source.splitlines()
    definition = ast.parse(source).body[0]
    functions = [node for node in ast.walk(definition) if isinstance(node, ast.FunctionDef)]
    for function in sorted(functions, key=lambda node: -node.lineno):
        body = function.body
        if ast.get_docstring(function) is not None:
            body = body[1:]
        if body:
            first = body[0].lineno - 1
            indent = " " * body[0].col_offset
            lines[first : function.end_lineno] = [indent + PLACEHOLDER]
    return "\n".join(lines) + "\n"


def begun_with(source: str, broken: str) -> str:
    """Signature and docstring of a solution, and the body of a broken function in place of its own."""
    solution, fault = (_only_function(text) for text in (source, broken))
    begin = solution.body[1 if ast.get_docstring(solution) is not None else 0].lineno - 1
    head, body = source.splitlines()[:begin], broken.splitlines()[fault.body[0].lineno - 1 :]
    return "\n".join([*head, *body]) + "\n"


def _only_function(source: str) -> ast.FunctionDef:
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    return function
