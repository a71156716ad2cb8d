"""A small, readable and fast NumPy autograd engine with PyTorch's names, and a course built on it.

>>> x = tg.tensor([1.0, 2.0, 3.0], requires_grad=True)
>>> (x**2).sum().backward()
>>> x.grad
tensor([2., 4., 6.])
"""

import importlib
import math
import sys
import typing

try:
    if not hasattr(importlib.import_module("numpy"), "ufunc"):
        raise ImportError("what Python takes for it has no arrays", name="numpy")
except Exception as problem:  # what stands in its way may fail with anything
    said = importlib.import_module("tinygrad_lite.mending").without_numpy(problem)
    if sys.argv[0].removesuffix(".exe").endswith("tinygrad-lite"):  # the command: a sentence, and no traceback above it
        sys.exit(said)
    raise ImportError(said, name="numpy") from problem

from tinygrad_lite import autograd, backend
from tinygrad_lite.autograd import enable_grad, is_grad_enabled, no_grad, set_grad_enabled
from tinygrad_lite.backend import (
    Device,
    Generator,
    bfloat16,
    default_generator,
    float16,
    float32,
    float64,
    get_rng_state,
    initial_seed,
    int8,
    int16,
    int32,
    int64,
    manual_seed,
    set_rng_state,
    uint8,
)
from tinygrad_lite.creation import (
    arange,
    as_tensor,
    eye,
    from_numpy,
    full,
    full_like,
    linspace,
    ones,
    ones_like,
    rand,
    rand_like,
    randint,
    randint_like,
    randn,
    randn_like,
    randperm,
    tensor,
    zeros,
    zeros_like,
)
from tinygrad_lite.gradcheck import gradcheck
from tinygrad_lite.gradients import grad
from tinygrad_lite.ops.arithmetic import (
    add,
    div,
    floor_divide,
    mul,
    pow,
    reciprocal,
    remainder,
    square,
    sub,
)
from tinygrad_lite.ops.choosing import masked_fill, maximum, minimum, where
from tinygrad_lite.ops.comparison import (
    allclose,
    bitwise_and,
    bitwise_not,
    bitwise_or,
    bitwise_xor,
    eq,
    equal,
    ge,
    gt,
    isclose,
    isfinite,
    isinf,
    isnan,
    le,
    logical_and,
    logical_not,
    logical_or,
    lt,
    ne,
)
from tinygrad_lite.ops.curves import ceil, cos, expm1, floor, log1p, round, rsqrt, sign, sin, tan
from tinygrad_lite.ops.einsum import einsum
from tinygrad_lite.ops.elementwise import abs, clamp, clip, exp, log, neg, relu, sigmoid, sqrt, tanh
from tinygrad_lite.ops.indexing import chunk, gather, narrow, select, split, unbind
from tinygrad_lite.ops.linalg import bmm, dot, matmul, mm, mv, outer
from tinygrad_lite.ops.norms import logsumexp, norm
from tinygrad_lite.ops.reduce import (
    all,
    amax,
    amin,
    any,
    argmax,
    argmin,
    cumsum,
    max,
    mean,
    min,
    prod,
    std,
    sum,
    var,
)
from tinygrad_lite.ops.shape import (
    broadcast_to,
    cat,
    flatten,
    flip,
    permute,
    reshape,
    squeeze,
    stack,
    swapaxes,
    swapdims,
    t,
    transpose,
    tril,
    triu,
    unsqueeze,
)
from tinygrad_lite.ops.softmax import log_softmax, softmax
from tinygrad_lite.ops.sorting import argsort, sort, topk
from tinygrad_lite.place import get_default_device, set_default_device
from tinygrad_lite.tensor import Tensor

from tinygrad_lite import accelerator, amp, cuda, data, mps, nn, optim, profiler  # isort: skip (they use what is above)

inf, nan, pi = math.inf, math.nan, math.pi
half, float, double = float16, float32, float64
int, long, bool = int32, int64, backend.boolean
device = Device
dtype = backend.np.dtype
# Their places in PyTorch; they need tensors, which autograd does not know.
autograd.gradcheck, autograd.grad = gradcheck, grad  # type: ignore[attr-defined]
__version__ = "0.1.0"

LATER = ("benchmark", "compare", "plots", "training")  # rooms that are loaded when they are first asked for


def __getattr__(name: str) -> typing.Any:
    """`tg.training` without an import of its own, though `import tinygrad_lite` stays quick."""
    if name in LATER:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *LATER})
