"""The reference is made of docstrings: what is public says what it is; what is not obvious is shown, or explained."""

from __future__ import annotations

import importlib
import inspect
import re

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
    """Those that must be known to call it; what every optimizer, loss or factory has besides is said at their home."""
    usual = {"self", "dtype", "device", "requires_grad", "generator", "foreach", "maximize", "capturable", "fused",
             "differentiable", "size_average", "reduce", "reduction", "args", "kwargs", "ax"}  # fmt: skip
    try:
        return [name for name in inspect.signature(found).parameters if name not in usual]
    except (TypeError, ValueError):
        return []


@pytest.mark.parametrize(("name", "found"), objects())
def test_it_says_what_it_is(name, found):
    text = inspect.getdoc(found) or ""
    first = text.split("\n\n")[0]
    assert first[:1], "no docstring"
    assert first.rstrip()[-1] in ".:?…)", f"the first sentence has no end: {first!r}"
    if len(own_arguments(found)) >= MANY and name not in PLAIN:
        told = any(sign in text for sign in (">>>", "Args:", "Attributes:")) or re.search(AS_ELSEWHERE, text)
        assert told, f"{own_arguments(found)}: show them in an example, or say them in Args"
