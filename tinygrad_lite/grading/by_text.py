"""Single functions that an exercise rules out (`numpy.tanh`), looked for more strictly than the lesson looks.

Packages that are ruled out are not there when an answer runs. A function of NumPy is there, so a right answer has only
its text to show that it does without: it is read through all that the answer reads, decorators and classes included.
Where the text looks names up while it runs, it shows nothing, and a person looks.
"""

from __future__ import annotations

import ast
import functools
import importlib
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

from tinygrad_lite.course.by_hand import ForbiddenCall

from .around import Named, all_of, code_of, nodes_of, parsed, read_outside, statements_in

#: Where NumPy's and Python's functions are.
HOMES = ("numpy", "math", "cmath")
#: What finds things by a text, or from other things.
LOOKING_UP = {
    "eval", "exec", "compile", "__import__", "__builtins__", "globals", "locals", "vars", "getattr", "setattr",
    "importlib", "sys", "gc", "inspect", "ctypes", "builtins", "operator", "pickle", "marshal", "get_type_hints",
}  # fmt: skip
#: Of these what finds modules: others find only what is in an object that was found already.
FINDING = LOOKING_UP - {"getattr", "setattr", "operator"}
#: Of these what other things have methods by the name of: `model.eval()`, `re.compile("…")`.
METHODS = {"eval", "compile"}
#: Python's modules that cannot do that. Of any other it is not known: `timeit`, `pydoc` and `logging.config` can.
PLAIN_MODULES = {
    *HOMES, "__future__", "abc", "array", "bisect", "collections", "contextlib", "copy", "dataclasses", "datetime",
    "decimal", "enum", "fractions", "functools", "heapq", "itertools", "json", "numbers", "queue", "random",
    "statistics", "time", "typing", "warnings", "matplotlib", "tinygrad_lite",
}  # fmt: skip
#: What runs or reads a text, by the name under which NumPy or such a module has it.
RUNNING = {
    "load", "loads", "runstring", "rundocs", "f2py", "os", "types", "ForwardRef", "singledispatch",
    "singledispatchmethod",
}  # fmt: skip
#: What makes classes of texts: one with `__match_args__` takes what a pattern does not name.
MAKING = {"type", "ABCMeta", "EnumMeta", "EnumType", "make_dataclass", "TypedDict"}
#: Modules within those, of which the same is known; of `numpy.testing` only what begins with `assert_`.
PARTS = {
    "collections.abc", "numpy.char", "numpy.emath", "numpy.fft", "numpy.linalg", "numpy.ma", "numpy.polynomial",
    "numpy.random", "numpy.strings", "numpy.testing", "numpy.typing", "tinygrad_lite.course",
}  # fmt: skip
#: What a notebook needs of `tinygrad_lite.course`; the rest of it puts cases, and runs texts.
COMMANDS = {"answer", "begin", "check", "exercise", "hint", "mine", "progress", "restart", "solution"}
#: Names with two underscores that a class or a script has in all honesty.
HARMLESS = {"__init__", "__call__", "__name__", "__doc__", "__main__", "__future__", "__version__"}


def ruled_out_function(
    whole: ast.AST, name: str, variables: Mapping[str, Any], forbids: Iterable[str]
) -> ForbiddenCall | None:
    """A function of NumPy or Python that is ruled out and that an answer, or what it reads, uses all the same.

    Args:
        whole: the answer's definition, or the cell that binds it.
        name: what it is bound to.
        variables: what is known of the variables around it (`around.py`).
        forbids: the exercise's.
    """
    functions = _ruled_out(forbids)
    bound = variables.get(name)
    if isinstance(bound, Named) and bound.__name__ in functions and _is_of_a_home(bound.__module__):
        return ForbiddenCall(functions[bound.__name__], bound.__name__, "")
    for piece in _reached(whole, variables):
        nodes = list(ast.walk(piece))
        others = [one for one in nodes if isinstance(one, ast.ImportFrom) and not _is_of_a_home(one.module or "")]
        of_others = {id(alias) for one in others for alias in one.names}  # a `tanh` of a module of the student's own
        for node in (one for one in nodes if id(one) not in of_others):
            for used in _functions_of(node, variables):
                if used in functions:
                    return ForbiddenCall(functions[used], ast.unparse(node)[:200], "")
    return None


def named_in(texts: Iterable[str], variables: Mapping[str, Any], forbids: Iterable[str]) -> str:
    """Where a text names what is ruled out; "" if it does not.

    What an answer needs may hand it on in ways that `ruled_out_function` does not follow: `kept.append(np.tanh)`,
    `f, g = np.tanh, 0`, `mine.f = np.tanh`.
    """
    functions = _ruled_out(forbids)
    if not functions:
        return ""
    for node in (node for text in texts for node in nodes_of(text) if not isinstance(node, ast.alias)):
        parts = node.names if isinstance(node, ast.Import | ast.ImportFrom) else [node]
        if any(used in functions for part in parts for used in _functions_of(part, variables)):
            return ast.unparse(node)[:80]
    return ""


def _ruled_out(forbids: Iterable[str]) -> dict[str, str]:
    """The functions among what an exercise forbids, by their last name."""
    return {entry.rpartition(".")[2]: entry for entry in forbids if entry.partition(".")[0] in HOMES and "." in entry}


def looks_up(texts: Iterable[str]) -> str:
    """What in the text of cells finds things that the text does not show; "" if nothing does."""
    texts = list(texts)
    modules = {name: path for text in texts for name, path in _paths(text) if path in {*HOMES, *PARTS}}
    others = {name: path for text in texts for name, path in _paths(text) if path in PLAIN_MODULES}
    for text in texts:
        roots = {id(node.value) for node in nodes_of(text) if isinstance(node, ast.Attribute)}
        for node in nodes_of(text):
            if isinstance(node, ast.Import | ast.ImportFrom) and _may_look_up(node):
                return ast.unparse(node)[:80]
            if isinstance(node, ast.Name) and (
                _is_hidden(node.id) or node.id in LOOKING_UP | MAKING or (node.id in modules and id(node) not in roots)
            ):
                return node.id
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_hidden(node.value):
                return repr(node.value)[:80]
            if isinstance(node, ast.Attribute):
                changed = not isinstance(node.ctx, ast.Load) and getattr(node.value, "id", "") in modules
                path = _path(node, others | modules)
                leads_on = _leads_on(path) or (path in PARTS and id(node) not in roots)
                if _is_hidden(node.attr) or changed or node.attr in LOOKING_UP | RUNNING | MAKING or leads_on:
                    return ast.unparse(node)[:80]
    return ""


def _is_hidden(name: str) -> bool:
    return name.startswith("__") and name.isidentifier() and name not in HARMLESS


def _may_look_up(node: ast.Import | ast.ImportFrom) -> bool:
    """An import of names that the text does not show, or from where things are found by a text."""
    if isinstance(node, ast.Import):
        return any(_leads_on(alias.name) for alias in node.names)
    names = {alias.name for alias in node.names}
    if names & {"*", *LOOKING_UP, *RUNNING, *MAKING}:
        return True
    return any(_leads_on(f"{node.module or ''}.{name}") for name in names)


def finds_engine(
    whole: ast.AST, variables: Mapping[str, Any], needed: Iterable[str] = (), given: Iterable[str] = ()
) -> str:
    """What in an answer, or in what it reads, uses the engine, or finds a module that its text does not name; "" if
    nothing does.

    Where an answer gets tensors and models, the engine is there, though it is to do without.

    Args:
        needed: the texts of what it needs, which may hand on what it found (`named_in`).
        given: the lesson's own cells, whose statements hand on nothing.
    """
    own = {ast.dump(each) for text in given for each in statements_in(parsed(text).body)}
    statements = [each for text in needed for each in statements_in(parsed(text).body)]
    statements = [each for each in statements if ast.dump(each) not in own]
    others = [each for each in statements if not isinstance(each, ast.Import | ast.ImportFrom)]
    for piece in (*_reached(whole, variables), *others):
        for node in _without_types(piece):
            name = getattr(node, "id", getattr(node, "attr", ""))
            values = all_of(name, variables) if isinstance(node, ast.Name) else []
            homes = [
                value.__name__ if isinstance(value, ModuleType) else value.__module__
                for value in values if isinstance(value, ModuleType | Named)
            ]  # fmt: skip
            homes += _homes(node)
            unknown = any(home and (home.partition(".")[0] not in PLAIN_MODULES or _is_engine(home)) for home in homes)
            imports = isinstance(node, ast.Import | ast.ImportFrom) and _may_look_up(node)
            finds = name in FINDING and not (name in METHODS and isinstance(node, ast.Attribute))
            if finds or (_is_hidden(name) and name != "__class__") or unknown or imports:
                return ast.unparse(node)[:80]
    return ""


def _homes(node: ast.AST) -> list[str]:
    """The modules that an import names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def _is_engine(home: str) -> bool:
    return f"{home}.".startswith("tinygrad_lite.") and not f"{home}.".startswith("tinygrad_lite.course.")


def _without_types(piece: ast.AST) -> Iterator[ast.AST]:
    """All of a piece of code but the types of parameters and variables that are names and nothing more."""
    waiting = [piece]
    while waiting:
        node = waiting.pop()
        yield node
        types = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        plain = [each for each in types if each and not any(isinstance(one, _DOING) for one in ast.walk(each))]
        waiting += [child for child in ast.iter_child_nodes(node) if child not in plain]


#: What a type may not have in it, because something is done by it.
_DOING = ast.Call | ast.NamedExpr | ast.Lambda | ast.comprehension | ast.Await


def _path(node: ast.AST, modules: Mapping[str, str]) -> str:
    """What an expression is called in full, "numpy.linalg.norm" of `la.norm`; "" of what begins with no module."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    home = modules.get(node.id, "") if isinstance(node, ast.Name) else ""
    return ".".join([home, *names[::-1]]) if home else ""


@functools.lru_cache(maxsize=2000)
def _leads_on(path: str) -> bool:
    """Whether a name leads to what is not known: a module's own affairs (`np._core`), or a module that it has of
    another (`statistics.sys`). No name but those of the modules above is imported for that."""
    home, *names = path.split(".")
    if not home or home == "matplotlib":
        return False  # which is not there
    if home not in PLAIN_MODULES or any(name.startswith("_") and name not in HARMLESS for name in names):
        return True
    for name in names:
        inside, home = home, f"{home}.{name}"
        if inside == "numpy.testing":
            return not name.startswith("assert_")
        if inside == "tinygrad_lite.course":
            return name not in COMMANDS
        if home not in PARTS:
            return _is_module(inside, name)
    return False


def _is_module(inside: str, name: str) -> bool:
    """Whether a module has another one by this name. Of the engine's none is there; of the rest, what is not public."""
    if inside == "tinygrad_lite":
        return name == "grading"
    if isinstance(vars(importlib.import_module(inside)).get(name), ModuleType):
        return True
    try:
        return importlib.util.find_spec(f"{inside}.{name}") is not None
    except (ImportError, ValueError, AttributeError):
        return False


def _reached(whole: ast.AST, variables: Mapping[str, Any]) -> Iterator[ast.AST]:
    """A piece of code and all pieces whose names it reads, and so on."""
    seen: set[str] = set()
    waiting = [whole]
    while waiting:
        piece = waiting.pop()
        yield piece
        new = read_outside(ast.Module([piece], [])) - seen  # type: ignore[list-item]
        seen |= new
        waiting += code_of(new, variables)


def _functions_of(node: ast.AST, variables: Mapping[str, Any]) -> list[str]:
    """The last name of what is used of a module: "tanh" of `np.ma.tanh`, and of a `t` that was imported as such."""
    if isinstance(node, ast.alias):
        return [node.name.rpartition(".")[2]]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, ast.MatchClass):  # case object(tanh=found)
        return node.kwd_attrs
    values = all_of(node.id, variables) if isinstance(node, ast.Name) else []
    named = (value for value in values if isinstance(value, Named))
    return [value.__name__ for value in named if _is_of_a_home(value.__module__)]


def _is_of_a_home(module: str) -> bool:
    return module.partition(".")[0] in HOMES


@functools.lru_cache(maxsize=500)
def _paths(text: str) -> tuple[tuple[str, str], ...]:
    """Each name that a cell imports, and what it is called in full: "numpy.linalg" of `la`."""
    found: list[tuple[str, str]] = []
    for node in nodes_of(text):
        if isinstance(node, ast.Import):
            found += [(alias.asname, alias.name) for alias in node.names if alias.asname]
            wholes = [alias.name.partition(".")[0] for alias in node.names if not alias.asname]
            found += [(name, name) for name in wholes]
        elif isinstance(node, ast.ImportFrom):
            found += [(alias.asname or alias.name, f"{node.module or ''}.{alias.name}") for alias in node.names]
    return tuple(found)
