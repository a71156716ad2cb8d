"""What operations keep to, so that they run on every device: CONTRIBUTING.md, "Operations and devices".

The rules are looked for in the text of ops/, nn/ and optim/. What may break one is listed with the reason; so a new
operation that breaks one fails here, even if no test runs it on a device.
"""

import ast
import operator
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import tinygrad_lite as tg
from tinygrad_lite.devices.tables import CREATORS, FUNCTIONS, UFUNCS

PACKAGE = Path(tg.__file__).parent
FILES = {
    f"{folder}/{path.name}": path.read_text(encoding="utf-8")
    for folder in ("ops", "nn", "optim")
    for path in sorted((PACKAGE / folder).glob("*.py"))
}
# Faster ways that only the CPU takes: `faster_way` in ops/conv.py asks before, see below.
OF_THE_CPU = ("ops/depthwise.py", "ops/grouped.py")


def found_in(rule, text):
    """Where a rule is broken: the names of the functions, one for each time, as in `Index.forward`."""
    found = []

    def look(node, name):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            name = f"{name}.{node.name}" if name else node.name
        found.extend([name] * rule(node))
        for child in ast.iter_child_nodes(node):
            look(child, name)

    look(ast.parse(text), "")
    return sorted(found)


def named(node):
    """A name as it is written: np.zeros, x.array.any"""
    return ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""


# ------------------------------------------------------------------------------------------------------ the rules
def asks_for_numpys_type(node):
    """isinstance(x, np.ndarray): an array on a device is none. Of both: backend.arrays; of NumPy's only: type(x) is."""
    return isinstance(node, ast.Call) and named(node.func) == "isinstance" and "ndarray" in ast.unparse(node.args[1])


MAKING = ("array", "asarray", "zeros", "ones", "full", "empty", "arange", "linspace", "eye", "tri", "indices",
          "ascontiguousarray", "atleast_1d", "identity")  # fmt: skip


def makes_an_array_on_the_cpu(node):
    """np.zeros(shape) without like=: an operation makes its arrays where those lie that it was given."""
    called = isinstance(node, ast.Call) and named(node.func) in [f"np.{name}" for name in MAKING]
    return called and not any(keyword.arg == "like" for keyword in node.keywords)


ASKING = ("item", "tolist", "any", "all", "nonzero")
ASKED = ("np.any", "np.all", "np.count_nonzero", "np.flatnonzero", "np.nonzero", "np.unique", "np.allclose",
         "np.array_equal", "isnan", "isfinite", "math.isnan", "math.isfinite", "float", "bool")  # fmt: skip


def waits(node):
    """x.item(), if x.any(), float(x), …: the GPU has to finish before Python can go on."""
    if not isinstance(node, ast.Call):
        return False
    if named(node.func) in ASKED:
        return not (node.args and isinstance(node.args[0], ast.Constant))
    return isinstance(node.func, ast.Attribute) and node.func.attr in ASKING and not named(node.func).startswith("np.")


def goes_backwards(node):
    """x[::-1]"""
    parts = [part for part in ast.walk(node.slice)] if isinstance(node, ast.Subscript) else []
    return any(isinstance(part, ast.Slice) and isinstance(part.step, ast.UnaryOp) for part in parts)


def writes_backwards(node):
    """x[::-1] = y, or out=x[::-1]: on a device, what was turned round is a copy."""
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(goes_backwards(target) for target in targets)
    return isinstance(node, ast.keyword) and node.arg == "out" and goes_backwards(node.value)


def steps_in_bytes(node):
    """np.lib.stride_tricks: backend.strided does the same on every device."""
    return isinstance(node, ast.Attribute) and "stride_tricks" in named(node)


def is_imported_from_torch(node):
    names = [alias.name for alias in getattr(node, "names", [])] + [getattr(node, "module", "") or ""]
    return isinstance(node, (ast.Import, ast.ImportFrom)) and any(name.split(".")[0] == "torch" for name in names)


# What may break a rule: function → how often. Why, stands beside it.
CHECKS = {  # of indices and ranges, one wait each (and what then says so): a wrong one would end all work on a GPU
    "ops/fused.py": {"embedding": 1},
    "ops/indexing.py": {"gather": 1, "one_hot": 1, "look_before": 1},
    "ops/losses.py": {"BCELoss.forward": 1, "not_from_0_to_1": 1, "check_classes": 3},
    "ops/arithmetic.py": {"whole_operands": 1},  # integers divided by 0
}
WAYS_OF_THE_CPU = {  # behind `type(x) is np.ndarray`; test_meta.py sees that a device goes another way
    "ops/arithmetic.py": {"Remainder.forward": 1, "is_zero_somewhere": 2, "whole_power": 1},
    "ops/elementwise.py": {"ReLU.backward": 1},
    "ops/fused.py": {"Embedding.backward": 1},
    "ops/normalize.py": {"LayerNorm.forward": 1},
    "ops/reduce.py": {"Prod.backward": 3, "Var.forward": 1},
}
ASKED_FOR = {  # the user wants a number, or what depends on one
    "ops/choosing.py": {"where": 1, "need_whole": 2},  # masked_fill of integers: a 0-d tensor as the value
    "ops/comparison.py": {"allclose": 2, "equal": 2},
    "ops/common.py": {"operand": 1, "whole": 1},  # a tensor in the place of a size
    "ops/indexing.py": {"plain_index": 1},
    "ops/inplace.py": {"single": 1},  # alpha, given as a 0-d tensor
    "nn/normalization.py": {"BatchNorm.forward": 1},  # momentum=None
    "nn/utils.py": {"clip_grads_with_norm_": 1},  # on the CPU
    "optim/optimizer.py": {"Optimizer.check": 1, "Optimizer.step": 1, "Optimizer.scalars": 1},  # lie on the CPU
    "optim/adagrad.py": {"Adagrad.plain_step": 1},
    "optim/adam.py": {"Adam.plain_step": 1},
    "optim/nadam.py": {"NAdam.plain_step": 2},
    "optim/radam.py": {"RAdam.plain_step": 1},
    "optim/sam.py": {"length_of": 1},
}
NUMBERS = {  # float(x) and bool(x) of Python's numbers, and of the optimizers' counts, which lie on the CPU
    "ops/arithmetic.py": {"Div.forward": 2, "times": 2},
    "ops/common.py": {"as_float": 1},
    "ops/conversions.py": {"Converted.to": 2},
    "ops/normalize.py": {"batch_norm": 1},
    "nn/recurrent.py": {"RecurrentLayers.__init__": 1, "RecurrentLayers.through_layers": 1},
    "nn/utils.py": {"clip_grad_value_": 2, "clip_grads_with_norm_": 2, "power": 1},
    "optim/adagrad.py": {"Adagrad.coefficients": 1},
    "optim/adam.py": {"Adam.coefficients": 1},
    "optim/nadam.py": {"NAdam.coefficients": 2},
    "optim/radam.py": {"RAdam.coefficients": 1},
}
ALLOWED = {
    asks_for_numpys_type: [{
        "ops/arithmetic.py": {"whole_power": 1},  # a way of the CPU's
        "ops/writable.py": {"make_writable": 1},  # views of NumPy's
        "nn/parameter.py": {"Parameter.__init__": 1},  # what a user made
        "optim/optimizer.py": {"Optimizer.loaded": 1},  # is refused
    }],
    makes_an_array_on_the_cpu: [{
        "ops/activations.py": {"erf_table": 2},  # made once for each device, and moved
        "ops/choosing.py": {"where": 1},  # single numbers may lie on the CPU
        "ops/common.py": {"cast": 1},
        "ops/inplace.py": {"as_held": 1, "by_pytorchs_rules": 1},
        "ops/conversions.py": {"array_from": 1},  # what lies on the CPU
        "ops/indexing.py": {"index_array": 1, "what_does_not_fit": 1},  # lists as indices; before an error
        "optim/optimizer.py": {"loaded_setting": 1},  # counts and settings of optimizers stay on the CPU
        "optim/packs.py": {"Batch.__init__": 1, "Batch.step": 1, "aligned": 1},
        "nn/utils.py": {"get_total_norm": 1},  # of no gradients
    }],
    waits: [CHECKS, WAYS_OF_THE_CPU, ASKED_FOR, NUMBERS],
    writes_backwards: [],
    steps_in_bytes: [],
    is_imported_from_torch: [],
}  # fmt: skip


def broken(rule):
    """Where a rule is broken: (file, function) → how often."""
    found = {file: found_in(rule, text) for file, text in FILES.items() if file not in OF_THE_CPU}
    return Counter((file, name) for file, names in found.items() for name in names)


@pytest.mark.parametrize("rule", ALLOWED, ids=lambda rule: rule.__name__)
def test_rule(rule):
    allowed = Counter()
    for group in ALLOWED[rule]:
        for file, functions in group.items():
            allowed.update({(file, name): count for name, count in functions.items()})
    found = broken(rule)
    assert found - allowed == {}, f"against the rule: {rule.__doc__}"
    assert allowed - found == {}, "allowed, and not needed any more"


WRONG = {
    asks_for_numpys_type: ["isinstance(x, np.ndarray)", "isinstance(x, (int, np.ndarray))"],
    makes_an_array_on_the_cpu: ["np.zeros(x.shape)", "np.arange(len(x))", "y = np.asarray(x.sum())"],
    waits: [
        "x.item()",
        "float(x.sum())",
        "if (x > 0).any(): pass",
        "np.count_nonzero(x)",
        "bool(x == y)",
        "x.nonzero()",
    ],
    writes_backwards: ["x[::-1] = y", "x[..., ::-1] += y", "np.cumprod(x, 0, out=y[-2::-1])"],
    steps_in_bytes: ["np.lib.stride_tricks.as_strided(x, (2,), (4,))"],
    is_imported_from_torch: ["import torch", "from torch import nn", "import torch.nn as nn"],
}
RIGHT = [
    "type(x) is np.ndarray", "np.zeros_like(x, shape=(2,))", "np.arange(len(x), like=x)", "y = x[::-1]",
         "isinstance(x, arrays)", "np.add(x, y, out=z)", "x[1:] = y", "strided(x, (2,), (4,))", "float('inf')",
]  # fmt: skip


@pytest.mark.parametrize("rule", ALLOWED, ids=lambda rule: rule.__name__)
def test_a_new_operation_that_breaks_a_rule_is_found(rule):
    for line in WRONG[rule]:
        operation = f"class New(Function):\n    def forward(ctx, x, y):\n        {line}\n        return x"
        assert set(found_in(rule, operation)) == {"New.forward"}, line
    for line in RIGHT:
        assert found_in(rule, line) == [], line


# ------------------------------------------------------------------------------- what NumPy's functions are there
ONLY_ON_THE_CPU = {"add.reduceat", "unique", "linalg.qr"}  # in ways of the CPU's, and of what was drawn there
NO_FUNCTIONS = {"errstate", "finfo", "iinfo", "broadcast_shapes", "array_equal"}  # of no array; the last: see tables


def test_every_function_of_numpys_that_is_called_is_written_for_devices():
    """What is not in the tables raises a TypeError there."""
    tables, missing = {*UFUNCS, *FUNCTIONS, *CREATORS}, set()
    for file, text in FILES.items():
        for node in ast.walk(ast.parse(text)):
            if file in OF_THE_CPU or not re.fullmatch(r"np(\.\w+)+", named(node)):
                continue
            name = named(node).removeprefix("np.")
            function = operator.attrgetter(name)(np)
            is_function = callable(function) and not isinstance(function, (type, np.dtype)) and name != "add.at"
            if is_function and function not in tables and name not in ONLY_ON_THE_CPU | NO_FUNCTIONS:
                missing.add(f"{file}: np.{name}")
    assert missing == set()


def test_the_ways_of_the_cpu_are_taken_there_only():
    """Depthwise and grouped convolutions, whose files are left out above."""
    layer = tg.nn.Conv2d(4, 4, 3, groups=4)
    for device, way in (("cpu", tg.ops.depthwise), ("torch", None)):
        layer.to(device)
        y = layer(tg.ones(2, 4, 6, 6, device=device))
        assert y.grad_fn.faster is way
    users = [file for file, text in FILES.items() if "depthwise" in text or "grouped" in text]
    assert set(users) == {"ops/conv.py", *OF_THE_CPU}
