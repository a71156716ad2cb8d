"""The examples in docstrings give what they say. `tg` and `np` need no import there."""

import doctest
import importlib
from pathlib import Path

import numpy as np
import pytest

import tinygrad_lite as tg

PACKAGE = Path(tg.__file__).parent
FOLDERS = ["", "ops", "nn", "optim", "data"]
MODULES = sorted(
    ".".join(["tinygrad_lite", *path.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(".__init__")
    for folder in FOLDERS
    for path in (PACKAGE / folder).glob("*.py")
    if path.name != "cli.py"
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(name)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    result = doctest.testmod(module, extraglobs={"tg": tg, "np": np}, optionflags=flags)
    assert result.failed == 0


def test_examples_were_found():
    found = [test for name in MODULES for test in doctest.DocTestFinder().find(importlib.import_module(name))]
    assert sum(bool(test.examples) for test in found) >= 20
