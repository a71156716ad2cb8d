"""The reference is made of docstrings: what is public says what it is; what is not obvious is shown, or explained."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import textwrap

import pytest

from tests.misuse.sweep import public

#: So many arguments of its own, and a reader needs more than a sentence.
MANY = 4
AS_ELSEWHERE = r"[Aa]rguments( and \w+)? as (those of|in) `"
PLAIN = {
    "tinygrad_lite.rand_like": "as rand, which has them",
    "tinygrad_lite.randint_like": "as randint",
    "tinygrad_lite.randn_like": "as randn",
    "tinygrad_lite.full_like": "as full",
    "tinygrad_lite.std": "as var",
}


def objects():
    for name in public():
        module, _, attribute = name.rpartition(".")
        found = getattr(importlib.import_module(module), attribute)
        if inspect.isfunction(found) or inspect.isclass(found):
            yield name, found


def own_arguments(found):
    """Those that must be known to call it; what every optimizer, loss or factory has besides is said at their home.

    So are the `name` of a metric (at `Metric`) and the `last_epoch` of a schedule (at `LRScheduler`).
    """
    usual = {"self", "dtype", "device", "requires_grad", "generator", "foreach", "maximize", "capturable", "fused",
             "differentiable", "size_average", "reduce", "reduction", "args", "kwargs", "ax",
             "last_epoch"}  # fmt: skip
    try:
        return [name for name in inspect.signature(found).parameters if name not in usual]
    except (TypeError, ValueError):
        return []


OBJECTS = list(objects())


@pytest.mark.parametrize(("name", "found"), OBJECTS)
def test_it_says_what_it_is(name, found):
    text = inspect.getdoc(found) or ""
    first = text.split("\n\n")[0]
    assert first[:1], "no docstring"
    assert first.rstrip()[-1] in ".:?…)", f"the first sentence has no end: {first!r}"
    if len(own_arguments(found)) >= MANY and name not in PLAIN:
        told = any(sign in text for sign in (">>>", "Args:", "Attributes:")) or re.search(AS_ELSEWHERE, text)
        assert told, f"{own_arguments(found)}: show them in an example, or say them in Args"


def section(text, name):
    """The lines below "Args:" and the like."""
    found = re.search(rf"^{name}:\n((?:(?:    .*)?\n)+)", text + "\n", re.MULTILINE)
    return found[1] if found else ""


TELLING = [(name, found) for name, found in OBJECTS if section(inspect.getdoc(found) or "", "Args")]


@pytest.mark.parametrize(("name", "found"), TELLING)
def test_the_arguments_that_it_tells_of_are_those_that_it_has(name, found):
    """Where arguments are told one by one, none is forgotten, and none is told that is gone or has another name."""
    text = inspect.getdoc(found) or ""
    told = section(text, "Args")
    names = {
        each.strip("* ")
        for row in re.findall(r"^    (?=[a-zA-Z_*])([\w*]+(?:, [\w*]+)*):", told, re.MULTILINE)
        for each in row.split(",")
    }
    has = set(inspect.signature(found).parameters)
    assert names - has == set(), f"it has only {sorted(has)}"
    if re.search(AS_ELSEWHERE, text) or "    The others: as those of `" in told:
        return
    forgotten = [each for each in own_arguments(found) if not re.search(rf"\b{each}\b", text)]
    if name.startswith("tinygrad_lite.training.metrics."):
        forgotten = [each for each in forgotten if each != "name"]
    assert forgotten == []


#: What is raised at a wrong call, everywhere: the text says what was wrong with it.
AT_A_WRONG_CALL = {"TypeError", "ValueError", "RuntimeError"}


@pytest.mark.parametrize(("name", "found"), OBJECTS)
def test_an_error_of_another_kind_is_told(name, found):
    """What a right program may meet, or what is not supported, has a name by which it can be caught: it is said."""
    body = found.__dict__.get("__init__") if inspect.isclass(found) else inspect.unwrap(found)
    if not inspect.isfunction(body) or body.__code__.co_filename == "<string>":
        return  # it has none of its own, or it was made by `dataclass`
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(body))))
    made = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)]
    kinds = {call.func.id for call in made if isinstance(call.func, ast.Name) and call.func.id[0].isupper()}
    text = inspect.getdoc(found) or ""
    assert {kind for kind in kinds - AT_A_WRONG_CALL if kind not in text} == set()
