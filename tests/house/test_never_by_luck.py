"""No test draws random numbers that nothing has seeded: what fails once in a hundred runs helps nobody.

Numbers of NumPy's, PyTorch's, our own and Python's global generators are seeded for each test (tests/conftest.py). What
that cannot reach is found here: generators of a test's own, and numbers drawn while a file is read.
"""

import ast
import importlib
import random
import signal
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.house.toy_project import ROOT

FILES = sorted(path for path in (ROOT / "tests").rglob("*.py") if "answers" not in path.parts)
OWN_GENERATORS = {"default_rng", "RandomState", "Random", "SeedSequence", "PCG64"}
DRAWS = {"rand", "randn", "randint", "randperm", "rand_like", "randn_like", "normal", "uniform", "bernoulli", "choice",
         "shuffle", "sample", "random", "permutation", "standard_normal"}  # fmt: skip
GLOBAL = {"tg", "torch", "random", "np.random", "numpy.random", "lib"}


def unseeded(source):
    """Lines in which a generator is made without a seed, or a global one is drawn from while the file is read."""
    tree = ast.parse(source)
    inside = {node for function in ast.walk(tree) if is_function(function) for node in body_of(function)}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        owner, _, name = ast.unparse(call.func).rpartition(".")
        if name in OWN_GENERATORS and not call.args and not call.keywords:
            yield call.lineno
        if name in DRAWS and owner in GLOBAL and call not in inside:
            yield call.lineno


def is_function(node):
    return isinstance(node, ast.FunctionDef | ast.Lambda)


def body_of(function):
    """What runs when the function is called: not its defaults and decorators."""
    parts = function.body if isinstance(function.body, list) else [function.body]
    return {node for part in parts for node in ast.walk(part)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_generator_has_a_seed(path):
    lines = list(unseeded(path.read_text(encoding="utf-8")))
    assert not lines, f"random numbers without a seed in line {', '.join(map(str, lines))}"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("np.random.default_rng()", [1]),
        ("def test():\n    rng = np.random.default_rng()", [2]),
        ("def test():\n    rng = random.Random()", [2]),
        ("X = tg.randn(3)", [1]),
        ("@pytest.mark.parametrize('x', [torch.rand(2)])\ndef test(x): pass", [1]),
        ("def test(x=np.random.rand()): pass", [1]),
        ("rng = np.random.default_rng(0)\nX = rng.normal()", []),
        ("def test():\n    x = tg.randn(3)", []),
        ("DRAW = lambda: tg.randn(3)", []),
    ],
)
def test_it_finds_them(source, lines):
    assert list(unseeded(source)) == lines


SEEN = []


def draw():
    return random.random(), np.random.rand(), tg.rand(1).item(), torch.rand(1).item()  # noqa: NPY002


@pytest.mark.parametrize("number", [1, 2])
def test_each_test_begins_with_random_numbers_of_its_own(number, request):
    first = draw()
    assert first not in SEEN
    SEEN.append(first)
    seed = zlib.crc32(f"{request.config.getoption('--shuffle')} {request.node.nodeid}".encode())
    for start in (random.seed, np.random.seed, tg.manual_seed, torch.manual_seed):
        start(seed)
    assert draw() == first


def test_what_a_folder_changes_in_pytorch_holds_there_only():
    """tests/conformance seeds in a faster way."""
    importlib.import_module("tests.conformance.conftest")
    assert torch.manual_seed != torch.default_generator.manual_seed


@pytest.mark.slow
def test_ctrl_c_reaches_the_tests_and_what_they_start():
    """Also where the run itself was started in the background, which makes programs deaf to it."""
    run = f"import signal, subprocess, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); {DEAF}"
    command = [sys.executable, "-c", run, f"{Path(__file__)}::test_this_one_hears_ctrl_c"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


DEAF = "sys.exit(subprocess.call([sys.executable, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', sys.argv[1]]))"


def test_this_one_hears_ctrl_c():
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    code = "import signal; assert signal.getsignal(signal.SIGINT) is signal.default_int_handler"
    assert subprocess.call([sys.executable, "-c", code]) == 0
