"""First values for parameters. Each function fills a tensor in place and returns it. `torch.nn.init`.

A weight of shape (out, in) has fan_in = in and fan_out = out; further dimensions multiply both.
"""

from __future__ import annotations

import math

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.autograd import no_grad
from tinygrad_lite.backend import Generator, default_generator, float64, on_host
from tinygrad_lite.tensor import Tensor

__all__ = [
    "calculate_gain",
    "constant_",
    "kaiming_normal_",
    "kaiming_uniform_",
    "normal_",
    "ones_",
    "orthogonal_",
    "uniform_",
    "xavier_normal_",
    "xavier_uniform_",
    "zeros_",
]

GAINS = {"linear": 1.0, "conv2d": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2), "selu": 0.75}


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """By how much the weights before this activation should be larger, to keep signals at their size.

    `param` is the negative slope of "leaky_relu".

    >>> tg.nn.init.calculate_gain("relu"), tg.nn.init.calculate_gain("tanh")
    (1.4142135623730951, 1.6666666666666667)
    """
    if isinstance(nonlinearity, str) and nonlinearity == "leaky_relu":
        if isinstance(param, bool) or not isinstance(param, (int, float, type(None))):
            raise ValueError(f"calculate_gain: the negative slope must be a number, got {param!r}.")
        return math.sqrt(2 / (1 + (0.01 if param is None else param) ** 2))
    if not isinstance(nonlinearity, str) or nonlinearity not in GAINS:
        known = ", ".join([*GAINS, "leaky_relu"])
        raise ValueError(f"calculate_gain: nonlinearity {nonlinearity!r} is not known; choose one of {known}.")
    return GAINS[nonlinearity]


def fans(tensor: Tensor, name: str) -> tuple[int, int]:
    """How many inputs go into an output of this weight, and how many outputs an input goes to."""
    if tensor.ndim < 2:
        raise ValueError(f"{name}: needs a weight of at least 2 dimensions, (out, in, ...), got shape {tensor.shape}.")
    window = math.prod(tensor.shape[2:])
    return tensor.shape[1] * window, tensor.shape[0] * window


@no_grad()
@checked
def uniform_(tensor: Tensor, a: float = 0.0, b: float = 1.0, generator: Generator | None = None) -> Tensor:
    """All equally likely between a and b."""
    return tensor.uniform_(a, b, generator=generator)


@no_grad()
@checked
def normal_(tensor: Tensor, mean: float = 0.0, std: float = 1.0, generator: Generator | None = None) -> Tensor:
    """Normal distribution."""
    return tensor.normal_(mean, std, generator=generator)


@no_grad()
@checked
def constant_(tensor: Tensor, val: float) -> Tensor:
    """All `val`."""
    return tensor.fill_(val)


@checked
def zeros_(tensor: Tensor) -> Tensor:
    """All 0."""
    return constant_(tensor, 0.0)


@checked
def ones_(tensor: Tensor) -> Tensor:
    """All 1."""
    return constant_(tensor, 1.0)


@no_grad()
@checked
def orthogonal_(tensor: Tensor, gain: float = 1.0, generator: Generator | None = None) -> Tensor:
    """Rows (or columns, where there are fewer of them) of length `gain` at right angles to one another.

    Further dimensions are taken together with the second. Source: Saxe, McClelland & Ganguli 2013, arXiv:1312.6120.

    >>> weight = tg.nn.init.orthogonal_(tg.zeros(2, 3))
    >>> tg.allclose(weight @ weight.T, tg.eye(2), atol=1e-6)
    True
    """
    fans(tensor, "orthogonal_")
    rows, columns = tensor.shape[0], math.prod(tensor.shape[1:])
    drawn = (generator or default_generator()).normal(0, 1, (max(rows, columns), min(rows, columns)), float64)
    q, r = np.linalg.qr(on_host(drawn))
    q *= np.sign(np.diag(r))  # so that all orthogonal matrices are equally likely
    return tensor.copy_(gain * (q if rows >= columns else q.T).reshape(tensor.shape))


@checked
def xavier_uniform_(tensor: Tensor, gain: float = 1.0, generator: Generator | None = None) -> Tensor:
    """Uniform between ±gain·√(6 / (fan_in + fan_out)). Source: Glorot & Bengio 2010.

    >>> limit = tg.nn.init.xavier_uniform_(tg.zeros(100, 50)).abs().max().item()
    >>> limit <= (6 / 150) ** 0.5
    True
    """
    bound = gain * math.sqrt(6 / sum(fans(tensor, "xavier_uniform_")))
    return uniform_(tensor, -bound, bound, generator)


@checked
def xavier_normal_(tensor: Tensor, gain: float = 1.0, generator: Generator | None = None) -> Tensor:
    """Normal with standard deviation gain·√(2 / (fan_in + fan_out)). Source: Glorot & Bengio 2010."""
    return normal_(tensor, 0.0, gain * math.sqrt(2 / sum(fans(tensor, "xavier_normal_"))), generator)


def kaiming_std(tensor: Tensor, a: float, mode: str, nonlinearity: str, name: str) -> float:
    """The standard deviation gain / √fan; 0 for a tensor without elements, of which there is nothing to draw."""
    if tensor.numel() == 0:
        return 0.0
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"{name}: mode must be 'fan_in' or 'fan_out', got {mode!r}.")
    fan_in, fan_out = fans(tensor, name)
    return calculate_gain(nonlinearity, a) / math.sqrt(fan_in if mode == "fan_in" else fan_out)


@checked
def kaiming_uniform_(
    tensor: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Tensor:
    """Uniform between ±gain·√(3 / fan). Source: He, Zhang, Ren & Sun 2015, arXiv:1502.01852.

    >>> weight = tg.nn.init.kaiming_uniform_(tg.zeros(100, 50), nonlinearity="relu")
    >>> weight.abs().max().item() <= (6 / 50) ** 0.5
    True
    """
    bound = math.sqrt(3) * kaiming_std(tensor, a, mode, nonlinearity, "kaiming_uniform_")
    return uniform_(tensor, -bound, bound, generator)


@checked
def kaiming_normal_(
    tensor: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Tensor:
    """Normal with standard deviation gain / √fan. Source: He, Zhang, Ren & Sun 2015, arXiv:1502.01852.

    >>> tg.manual_seed(0) and None
    >>> weight = tg.nn.init.kaiming_normal_(tg.zeros(1000, 50))
    >>> round(weight.std().item(), 2)  # (2 / 50) ** 0.5
    0.2
    """
    return normal_(tensor, 0.0, kaiming_std(tensor, a, mode, nonlinearity, "kaiming_normal_"), generator)
