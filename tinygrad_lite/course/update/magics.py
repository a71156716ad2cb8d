"""What IPython adds to Python (`%timeit f(x)`, `!ls {folder}`, `len?`), as far as it gives and reads names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MAGIC = re.compile(r"^[ \t]*[!%?,;/]|\?[ \t]*$|=[ \t]*[!%]", re.MULTILINE)
_LINE = re.compile(r"^([ \t]*)[%!].*", re.MULTILINE)
_PUT_IN = re.compile(r"\$\$?(\w+)|\{([^{}]*)\}")  # `$name` and `{name}`: what IPython itself puts into a line
_OPTIONS = re.compile(r"\s*(?:-\w+\s+)*")  # `-n1 -r3`
#: Lines times magics: IPython goes through a cell for each of them. Of more, what begins as one is left out.
MOST_TRANSLATED = 20_000
#: What is no Python, or runs elsewhere: only what IPython puts into its first line is the notebook's.
_ELSEWHERE = {
    *("!", "bash", "cmd", "script", "sh", "sx", "system", "perl", "pypy", "python", "python2", "python3", "ruby"),
    *("html", "HTML", "javascript", "js", "latex", "markdown", "svg", "SVG", "file", "writefile"),
    *("cd", "conda", "load_ext", "matplotlib", "pip", "reload_ext"),
}


@dataclass(frozen=True)
class Magic:
    """One magic, or line for the shell.

    Attributes:
        texts: what in it is Python, or may be.
        stays: whether the names that they give are there afterwards.
        gives: names that it gives itself.
    """

    texts: tuple[str, ...]
    stays: bool = False
    gives: tuple[str, ...] = ()


def python_of(source: str) -> str:
    """A cell's text after IPython's translation, which makes calls with a text of all that is IPython's.

    Raises:
        SyntaxError: neither can read it.
    """
    try:
        ast.parse(source)
        return source
    except SyntaxError:
        pass
    if source.count("\n") * len(_MAGIC.findall(source)) > MOST_TRANSLATED:
        return _LINE.sub(r"\1pass", source)
    from IPython.core.inputtransformer2 import TransformerManager  # takes a while, and few cells need it

    try:
        return TransformerManager().transform_cell(source)
    except Exception as problem:  # whatever IPython stumbles over would not have run there either
        raise SyntaxError("IPython cannot translate it") from problem


def magics_in(tree: ast.AST) -> Iterator[Magic]:
    """The magics in a text that was translated."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            words = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if node.func.attr in ("run_line_magic", "run_cell_magic") and len(words) > 1:
                yield _magic(*words[:3])
            elif node.func.attr in ("system", "getoutput") and words:
                yield Magic(_put_into(words[0]))


def _magic(name: str, line: str, body: str = "") -> Magic:
    if name in _ELSEWHERE:
        return Magic(_put_into(line))
    if name == "capture":  # `%%capture shown --no-stderr`
        return Magic((body,), stays=True, gives=tuple(filter(str.isidentifier, line.split())))
    return Magic((_OPTIONS.sub("", line, count=1), body), stays=name in ("time", "prun"))


def _put_into(line: str) -> tuple[str, ...]:
    return tuple(part for found in _PUT_IN.findall(line) for part in found)
