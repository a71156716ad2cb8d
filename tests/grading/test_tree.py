"""What a student's process finds on its path is the engine that the lesson has, whatever a notebook imports first."""

import subprocess
import sys

import pytest

#: Parts whose name the package also gives to a function, a folder in the package, and a file in a folder.
PARTS = ("tensor", "gradcheck", "backend", "nn", "nn.functional", "optim.sgd", "ops.softmax")
ASKED = """
import sys
sys.path.insert(0, {tree!r})
import {part}
import tinygrad_lite as tg
import tinygrad_lite.tensor

assert tg.tensor([1.0]).sum().item() == 1 and callable(tg.gradcheck)
assert tg.Tensor is sys.modules["tinygrad_lite.tensor"].Tensor
assert isinstance(tg.tensor([1.0]), tg.Tensor)
assert isinstance(tg.nn.Linear(2, 1).weight, tg.nn.Parameter)
for name in [name for name in sys.modules if name.startswith("tinygrad_lite")]:
    spec = sys.modules[name].__spec__
    assert spec.name == name and type(spec.loader).__name__ == "SourceFileLoader", spec
"""


@pytest.mark.parametrize("part", PARTS)
def test_the_first_import_may_be_any_part_of_the_engine(tree, part):
    asked = ASKED.format(tree=str(tree), part=f"tinygrad_lite.{part}")
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, cwd=tree)
    assert not done.returncode, done.stderr
