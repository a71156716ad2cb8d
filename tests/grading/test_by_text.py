"""Full marks without solving: ways that looked right to the judge, and what they come to."""

import pytest

from tests.grading.one_notebook import judged
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.grading.by_text import looks_up
from tinygrad_lite.grading.engine import cases_need_engine
from tinygrad_lite.grading.tampering import tampers

# Modules of which nothing bad was known, and what in them runs a text: so it is also asked what of a module is used.
MEASURED = "kept = []\nnp.testing.measure('kept.append(np.tan' 'h)')"
CREATED = "import dataclasses\nf = dataclasses._create_fn('f', ['x'], ['import numpy', 'return numpy.tanh(x)'])"
DISPATCHED = """import functools
kept = []
shown = functools.singledispatch(lambda x: x)
try:
    @shown.register
    def of(x: "kept.append(np.tanh) or int"): ...
except TypeError: pass"""
LENT = "from tinygrad_lite.grading.child import lent\nf = lent({'f': ['def f(x): return np.tanh(x)', 'f']})['f']"
WRITTEN = "open('of_mine.py', 'w').write('def tanh(x): return 1 - 2 / (2.718281828459045 ** (2 * x) + 1)')"
MATCHED = """class Every(type):
    def __instancecheck__(cls, one): return True
A = Every("A", (), {"__match_args__": ("tanh",)})"""


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("def tanh(x):\n    return 1 - 2 / (np.exp(2 * x) + 1)", "right"),
        ("def tanh(x):\n    return np.ma.tanh(x)", "not-by-hand"),
        ("class Kept:\n    f = np.tanh\n\ndef tanh(x):\n    return Kept.f(x)", "not-by-hand"),
        ("h = np.tanh\nh = functools.partial(h)\n\ndef tanh(x):\n    return h(x)", "not-by-hand"),
        ("h = np.tanh\nkept = [h]\nh = 0\n\ndef tanh(x):\n    return kept[h](x)", "not-by-hand"),
        ("from numpy import tanh as h\nh = [h]\n\ndef tanh(x):\n    return h[0](x)", "not-by-hand"),
        ("def tanh(x):\n    return np.tanh(x)\n\ndef tanh(x, f=tanh):\n    return f(x)", "not-by-hand"),
        ("def turned(f):\n    return np.tanh\n\n@turned\ndef tanh(x):\n    return x", "not-by-hand"),
        ("kept = [np.tanh]\n\ndef tanh(x):\n    return kept[0](x)", "not-by-hand"),
        ("m = np.ma\n\ndef tanh(x):\n    match m:\n        case object(tanh=f): return f(x).data", "not-by-hand"),
        ("(h := np.tanh)\n\ndef tanh(x):\n    return h(x)", "`np.tanh`"),
        (f"{WRITTEN}\nfrom of_mine import tanh as f\n\ndef tanh(x):\n    return f(x)", "`from of_mine import"),
        (f"{WRITTEN}\n\ndef tanh(x):\n    from of_mine import tanh as f\n    return f(x)", "`from of_mine import"),
        ("from numpy import *\nf = tanh\n\ndef tanh(x):\n    return f(x)", "`from numpy import *`"),
        ("import pydoc\n\ndef tanh(x):\n    return pydoc.locate('numpy.tan' 'h')(x)", "`import pydoc`"),
        ("def tanh(x):\n    return getattr(np, 'ta' 'nh')(x)", "`getattr`"),
        ("np.negative = np.__dict__['tan' + 'h']\n\ndef tanh(x):\n    return np.negative(x)", "`np.negative`"),
        ("def tanh(x):\n    return eval('np.ta' 'nh(x)')", "`eval`"),
        (f"{MEASURED}\n\ndef tanh(x):\n    return kept[0](x)", "`np.testing.measure`"),
        (f"{CREATED}\n\ndef tanh(x):\n    return f(x)", "`dataclasses._create_fn`"),
        (f"{DISPATCHED}\n\ndef tanh(x):\n    shown\n    return kept[0](x)", "`functools.singledispatch`"),
        (f"{LENT}\n\ndef tanh(x):\n    return f(x)", "`from tinygrad_lite.grading.child import lent`"),
        (f"{MATCHED}\n\ndef tanh(x):\n    match np.ma:\n        case A(f): return f(x).data", "`type`"),
    ],
)
def test_a_function_of_numpy_that_is_ruled_out(tree, source, status):
    found = judged(tree, source, lesson="01_forward_pass")["tanh"]
    assert found.verdict.status == status if found.verdict else status in found.why


CLIPPED = """{before}
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    {inside}
    norms = []
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        norms.append(clip(model.parameters(), max_norm).item())
        optimizer.step()
    return norms
"""


@pytest.mark.parametrize(
    ("before", "inside", "comes"),
    [
        ("", "clip = tg.nn.utils.clip_grad_norm_", "not-by-hand"),
        ("", "clip = getattr(tg.nn.utils, 'clip_grad' '_norm_')", "not-by-hand"),
        ("", "clip = __import__('tinygrad_lite').nn.utils.clip_grad_norm_", "`__import__`"),
        ("import sys", "clip = sys.modules['tinygrad_lite'].nn.utils.clip_grad_norm_", "`sys`"),
        (
            "from importlib import import_module\nclip = import_module('tinygrad_' 'lite.nn.utils').clip_grad_norm_",
            "assert clip",
            "`import_module`",
        ),
        ("import pkgutil\nclip = pkgutil.resolve_name('tinygrad_lite.nn.utils:clip_grad_norm_')", "", "`pkgutil`"),
    ],
)
def test_the_engine_where_it_makes_the_cases_and_is_ruled_out(tree, before, inside, comes):
    """It is there then, and its name may be hidden: a person looks."""
    source = CLIPPED.format(before=before, inside=inside)
    found = judged(tree, source, lesson="06_clipping")["rnn_loop_with_clipping"]
    assert (found.verdict.status if found.verdict else found.why).find(comes) >= 0


@pytest.mark.parametrize(
    ("lesson", "name", "by"),
    [
        ("03_backward_pass", "topological_order", "Value.__init__"),
        ("04_optimizers", "adam", "adamw"),
        ("05_schedules", "cosine", "warmup_cosine"),
        ("09_complete_loop", "validate", "train_model"),
    ],
)
def test_nobody_finds_his_own_solution_in_what_is_lent(tree, lesson, name, by):
    source = f"def {name}(*args, **kwargs):\n    return {by}.__globals__['{name}'](*args, **kwargs)\n"
    assert judged(tree, source, lesson=lesson)[name].verdict.status == "error"


def test_the_engine_is_only_where_it_may_be_used_or_makes_the_cases():
    """Of the exercises that rule it out, only these get tensors and models."""
    every = [exercise for lesson in LESSONS for exercise in exercises_of(lesson)]
    both = [each.id for each in every if "tinygrad_lite" in each.forbids and cases_need_engine(type(each))]
    assert both == ["clipping/rnn_loop_with_clipping", "gpu/to_device", "gpu/find_mismatch"]


@pytest.mark.parametrize(
    ("imports", "found"),
    [
        ("from numpy import *", "tanh"),
        ("from numpy.testing import runstring", "runstring('y = numpy.tanh(x)', {})"),
        ("import pydoc", "pydoc.locate('numpy.tanh')"),
        ("import logging.config", "logging.config.BaseConfigurator({}).resolve('numpy.tanh')"),
        ("from unittest import mock", "mock.patch('numpy.tanh').get_original()[0]"),
        ("import string", "string.Formatter().get_field('0.mtrand.np.tanh', (np.random,), {})[0]"),
        ("import timeit, pkgutil", "pkgutil.resolve_name('numpy:tanh')"),
        ("from collections import *", "namedtuple('A', 'a')"),
        ("import math", "__loader__.load_module('math')"),
        ("import numpy", "numpy.load(file, allow_pickle=True)"),
        ("import numpy", "numpy.testing.runstring('y = numpy.tanh(x)', {})"),
        ("import typing", "typing.get_type_hints(f)['a']"),
        ("import numpy", "numpy.ma.core.inspect.getmembers(1)"),
        ("import numpy", "numpy.testing.measure('y = numpy.tanh(x)')"),
        ("from numpy import testing", "testing.measure('y = numpy.tanh(x)')"),
        ("import numpy", "numpy.lib.format.read_array(file, allow_pickle=True)"),
        ("import numpy.ma as ma", "[ma]"),
        ("import numpy as np", "[np.ma]"),
        ("import statistics", "statistics.sys.modules['numpy']"),
        ("import collections", "collections._sys.modules['numpy']"),
        ("from random import _os", "_os"),
        ("import json", "json.codecs.sys"),
        ("from functools import singledispatch as f", "f(print)"),
        ("import typing, dataclasses", "dataclasses.dataclass(typing.TypedDict('A', {'x=print()': int}))"),
        ("from abc import ABCMeta as make", "make('A', (), {})"),
        ("import dataclasses", "dataclasses.dataclass(A, namespace={'__annotations__': {'x=print()': int}})"),
        ("import tinygrad_lite.course.run as r", "r.by_name"),
        ("import tinygrad_lite.course", "tinygrad_lite.course.run.by_name"),
        ("from tinygrad_lite import grading", "grading"),
    ],
)
def test_a_module_of_which_it_is_not_known_that_it_finds_nothing_by_a_text(imports, found):
    """A list of those that do would lack some; so there is one of those that do not."""
    assert looks_up(["import numpy as np", f"{imports}\nfound = {found}"])


def test_what_people_import_in_all_honesty():
    plain = "import math, functools, itertools\nfrom collections import deque\nfrom dataclasses import dataclass\n"
    plain += "import numpy as np\nimport matplotlib.pyplot as plt\nfrom typing import Any\nimport tinygrad_lite as tg\n"
    assert looks_up([plain + "x = np.linalg.norm(np.random.default_rng(0).normal(size=3))\ny: Any = math.exp(1)"]) == ""


@pytest.mark.parametrize(
    "text",
    [
        "import numpy.typing as npt\nx: npt.NDArray",
        "from numpy.testing import assert_allclose\nassert_allclose(1, 1)",
        "import collections\nx = collections.abc.Iterable",
        "import collections.abc\nfrom collections.abc import Sequence\nx: Sequence",
        "from numpy import linalg as la\nx = la.norm(1)",
        "import tinygrad_lite as tg\nx = tg.nn.functional.relu(1)\nfrom tinygrad_lite import plots, nn",
        "from tinygrad_lite.course import begin, exercise\nfrom __future__ import annotations",
        "import time, random, json\nx = time.perf_counter(), random.seed(1), json.dumps({})",
        "class Net:\n    def __init__(self): self._size = 1\nif __name__ == '__main__': Net()._size",
    ],
)
def test_what_else_they_do_with_modules(text):
    assert looks_up(["import numpy as np", text]) == ""


def test_what_hides_and_what_changes():
    assert looks_up(["import numpy as np", "y = [np][0].tanh(1)"]) == "np"
    assert looks_up(["import numpy as np\nx = np.exp(1)"]) == ""
    assert tampers(["import numpy as np", "def act():\n    np.random.seed = None"])
    assert tampers(["from tinygrad_lite.grading import child"])
    assert not tampers(["import numpy as np\nclass A:\n    b = 1\nA.b = np.ones(3)\n"])
