"""The examples in docstrings are true. They may use `np`, `tg` and the exercises' names without importing them."""

import doctest
import importlib
import pkgutil

import numpy
import pytest

import tinygrad_lite
from tinygrad_lite.course.exercises import LESSONS, exercises_of

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
MODULES = [
    module.name
    for module in pkgutil.walk_packages(tinygrad_lite.__path__, "tinygrad_lite.")
    if not module.name.endswith("__main__")
]
SOLUTIONS = {exercise.name: exercise.solution for lesson in LESSONS for exercise in exercises_of(lesson)}


@pytest.mark.parametrize("name", ["tinygrad_lite", *MODULES])
def test_examples(name):
    names = {"np": numpy, "tg": tinygrad_lite, **SOLUTIONS}
    result = doctest.testmod(importlib.import_module(name), extraglobs=names, optionflags=FLAGS)
    assert result.failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    found = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(found) > 20
