"""Activations as modules, the parts of a model. `torch.nn`.

Each applies an operation, mostly of the same name, and that has the gradient: ReLU, Sigmoid and Tanh in
ops/elementwise.py, softmax in ops/softmax.py, the others in ops/activations.py.
"""

from __future__ import annotations

from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.nn import functional
from tinygrad_lite.nn.module import Module
from tinygrad_lite.ops.common import refuse
from tinygrad_lite.tensor import Tensor


class InPlace(Module):
    """An activation that PyTorch can also write over its input, which the graph here does not allow."""

    @checked
    def __init__(self, inplace: bool = False):
        super().__init__()
        refuse(type(self).__name__, inplace=(inplace, False))


class ReLU(InPlace):
    """max(x, 0); see `functional.relu`. The gradient is that of the operation of this name, in ops/elementwise.py."""

    def forward(self, input: Tensor) -> Tensor:
        return functional.relu(input)


class LeakyReLU(InPlace):
    """x where it is positive, negative_slope·x elsewhere; see `functional.leaky_relu`."""

    @checked
    def __init__(self, negative_slope: float = 0.01, inplace: bool = False):
        super().__init__(inplace)
        self.negative_slope = negative_slope

    def forward(self, input: Tensor) -> Tensor:
        return functional.leaky_relu(input, self.negative_slope)

    def extra_repr(self) -> str:
        return f"negative_slope={self.negative_slope}"


class ELU(InPlace):
    """x where it is positive, alpha·(exp(x) - 1) elsewhere; see `functional.elu`."""

    @checked
    def __init__(self, alpha: float = 1.0, inplace: bool = False):
        super().__init__(inplace)
        self.alpha = alpha

    def forward(self, input: Tensor) -> Tensor:
        return functional.elu(input, self.alpha)

    def extra_repr(self) -> str:
        return f"alpha={self.alpha}"


class GELU(Module):
    """x times the share of a normal distribution that lies below x; see `functional.gelu`."""

    @checked
    def __init__(self, approximate: str = "none"):
        super().__init__()
        self.approximate = approximate

    def forward(self, input: Tensor) -> Tensor:
        return functional.gelu(input, approximate=self.approximate)

    def extra_repr(self) -> str:
        return f"approximate={self.approximate!r}"


class SiLU(InPlace):
    """x·sigmoid(x); see `functional.silu`."""

    def forward(self, input: Tensor) -> Tensor:
        return functional.silu(input)


class Softplus(Module):
    """log(1 + exp(beta·x)) / beta; see `functional.softplus`."""

    @checked
    def __init__(self, beta: float = 1.0, threshold: float = 20.0):
        super().__init__()
        self.beta, self.threshold = beta, threshold

    def forward(self, input: Tensor) -> Tensor:
        return functional.softplus(input, self.beta, self.threshold)

    def extra_repr(self) -> str:
        return f"beta={self.beta}, threshold={self.threshold}"


class Sigmoid(Module):
    """1 / (1 + exp(-x)); see `functional.sigmoid`."""

    def forward(self, input: Tensor) -> Tensor:
        return functional.sigmoid(input)


class Tanh(Module):
    """Hyperbolic tangent; see `functional.tanh`."""

    def forward(self, input: Tensor) -> Tensor:
        return functional.tanh(input)


class Softmax(Module):
    """Along `dim`, positive numbers that add up to 1; see `functional.softmax`."""

    @checked
    def __init__(self, dim: int | None = None):
        super().__init__()
        self.dim: Any = dim  # PyTorch lets it be None and then guesses; here it must be given

    def forward(self, input: Tensor) -> Tensor:
        return functional.softmax(input, self.dim)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"


class LogSoftmax(Softmax):
    """Their logarithms; see `functional.log_softmax`."""

    def forward(self, input: Tensor) -> Tensor:
        return functional.log_softmax(input, self.dim)
