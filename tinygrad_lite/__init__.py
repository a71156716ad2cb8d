"""A small, readable and fast NumPy autograd engine with PyTorch's names, and a course built on it.

>>> x = tg.tensor([1.0, 2.0, 3.0], requires_grad=True)
>>> (x**2).sum().backward()
>>> x.grad
tensor([2., 4., 6.])
"""

from tinygrad_lite import autograd, backend
from tinygrad_lite.autograd import enable_grad, is_grad_enabled, no_grad, set_grad_enabled
from tinygrad_lite.backend import (
    Device,
    Generator,
    default_generator,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    manual_seed,
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
    randn,
    randn_like,
    randperm,
    tensor,
    zeros,
    zeros_like,
)
from tinygrad_lite.gradcheck import gradcheck
from tinygrad_lite.ops.arithmetic import add, div, eq, ge, gt, le, lt, maximum, minimum, mul, ne, pow, sub, where
from tinygrad_lite.ops.elementwise import abs, clamp, exp, log, neg, relu, sigmoid, sqrt, tanh
from tinygrad_lite.ops.linalg import matmul
from tinygrad_lite.ops.reduce import argmax, argmin, log_softmax, max, mean, min, softmax, sum
from tinygrad_lite.ops.shape import cat, flatten, permute, reshape, squeeze, stack, transpose, unsqueeze
from tinygrad_lite.tensor import Tensor

from tinygrad_lite import data, nn, optim  # isort: skip (they use what is above)

half, float, double = float16, float32, float64
int, long, bool = int32, int64, backend.boolean
device = Device
dtype = backend.np.dtype
autograd.gradcheck = gradcheck  # type: ignore[attr-defined]  # its place in PyTorch; it needs tensors, which autograd does not know
__version__ = "0.1.0"
