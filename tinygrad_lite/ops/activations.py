"""Activations with their gradients; ReLU, Sigmoid and Tanh are in elementwise.py. Modules: see nn/activations.py."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.autograd import Function
from tinygrad_lite.backend import device_of, float16, float32, moved
from tinygrad_lite.ops.common import need_float, need_tensor, refuse
from tinygrad_lite.ops.elementwise import stable_sigmoid


class LeakyReLU(Function):
    """x where it is positive, slope·x elsewhere"""

    @staticmethod
    def forward(ctx, x, slope):
        need_float(x, "leaky_relu")
        ctx.factor = np.where(x > 0, x.dtype.type(1), x.dtype.type(slope))
        return x * ctx.factor

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.factor, None


@checked
def leaky_relu(input: Any, negative_slope: float = 0.01, inplace: bool = False) -> Any:
    """input where it is positive, negative_slope·input elsewhere. `torch.nn.functional.leaky_relu`.

    >>> tg.nn.functional.leaky_relu(tg.tensor([-2.0, 3.0]), 0.1)
    tensor([-0.2000,  3.0000])
    """
    refuse("leaky_relu", inplace=(inplace, False))
    return LeakyReLU.apply(need_tensor("leaky_relu", input), negative_slope)


class ELU(Function):
    """x where it is positive, alpha·(exp(x) - 1) elsewhere"""

    @staticmethod
    def forward(ctx, x, alpha):
        need_float(x, "elu")
        below = np.minimum(x, 0)  # without the positive ones, whose exp could overflow
        ctx.slope = np.where(x > 0, x.dtype.type(1), alpha * np.exp(below))
        return np.where(x > 0, x, alpha * np.expm1(below))

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.slope, None


@checked
def elu(input: Any, alpha: float = 1.0, inplace: bool = False) -> Any:
    """input where it is positive, alpha·(exp(input) - 1) elsewhere. Source: Clevert, Unterthiner & Hochreiter 2015,
    arXiv:1511.07289; `torch.nn.functional.elu`.
    """
    refuse("elu", inplace=(inplace, False))
    return ELU.apply(need_tensor("elu", input), alpha)


class SiLU(Function):
    """x·sigmoid(x)"""

    @staticmethod
    def forward(ctx, x):
        need_float(x, "silu")
        ctx.x, ctx.gate = x, stable_sigmoid(x)
        return x * ctx.gate

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.gate * (1 + ctx.x * (1 - ctx.gate))


def silu(input: Any, inplace: bool = False) -> Any:
    """input·sigmoid(input), also called swish. Source: Elfwing, Uchibe & Doya 2017, arXiv:1702.03118;
    `torch.nn.functional.silu`.
    """
    refuse("silu", inplace=(inplace, False))
    return SiLU.apply(need_tensor("silu", input))


class Softplus(Function):
    """log(1 + exp(beta·x)) / beta; where beta·x is above the threshold, x itself, which is the same up to rounding"""

    @staticmethod
    def forward(ctx, x, beta, threshold):
        need_float(x, "softplus")
        scaled = x * beta
        large = scaled > threshold
        ctx.slope = np.where(large, x.dtype.type(1), stable_sigmoid(scaled))
        # log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|)), which cannot overflow
        return np.where(large, x, (np.maximum(scaled, 0) + np.log1p(np.exp(-np.abs(scaled)))) / beta)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.slope, None, None


@checked
def softplus(input: Any, beta: float = 1, threshold: float = 20) -> Any:
    """log(1 + exp(beta·input)) / beta, a smooth relu; input itself where beta·input is above the threshold.
    `torch.nn.functional.softplus`.
    """
    return Softplus.apply(need_tensor("softplus", input), beta, threshold)


PER_UNIT = 256  # points at which erf is tabulated, from -6 to 6; beyond, it is ±1 to the last bit


@functools.cache
def erf_table(dtype: Any, device: Any) -> tuple[Any, Any]:
    """erf and its slope at the tabulated points: for each device made once, and brought there once."""
    points = np.arange(-6 * PER_UNIT, 6 * PER_UNIT + 1) / PER_UNIT
    values, slopes = [math.erf(point) for point in points], 2 / math.sqrt(math.pi) * np.exp(-points * points)
    return moved(np.array(values).astype(dtype), device), moved(slopes.astype(dtype), device)


def erf(x: Any) -> Any:
    """The error function 2/√π·∫exp(-t²) from 0 to x, as exact as numbers near 1 are: NumPy has none.

    From the nearest tabulated point, at most 1/512 away, a Taylor series leads to x. The derivatives of erf at a point
    p are its slope times 1, -2p, 4p² - 2, -8p³ + 12p, … (Hermite's polynomials). float32 needs two terms, float64 five.
    """
    bounded = np.clip(x, -6, 6)
    point = np.rint(np.fmax(bounded, -6) * PER_UNIT)  # fmax: nan has no nearest point; it comes back with the distance
    place = point.astype(np.intp) + 6 * PER_UNIT
    p = point / PER_UNIT
    d = bounded - p
    series = 1 - d * p
    if x.dtype != float32:
        square = p * p
        fourth = d * (0.1 + square * (2 / 15 * square - 0.4))
        series += d * d * (2 / 3 * square - 1 / 3 + d * (p * (0.5 - square / 3) + fourth))
    values, slopes = erf_table(x.dtype, device_of(x))
    return values[place] + slopes[place] * d * series


class GELU(Function):
    """x·Φ(x), Φ being the normal distribution's cumulative function (1 + erf(x/√2)) / 2"""

    @staticmethod
    def forward(ctx, x):
        need_float(x, "gelu")
        ctx.x = x.astype(float32) if x.dtype == float16 else x
        ctx.cumulative = 0.5 * (1 + erf(ctx.x * math.sqrt(0.5)))
        return (ctx.x * ctx.cumulative).astype(x.dtype, copy=False)

    @staticmethod
    def backward(ctx, grad_output):
        density = np.exp(-0.5 * ctx.x * ctx.x) * (1 / math.sqrt(2 * math.pi))
        return grad_output * (ctx.cumulative + ctx.x * density)


class TanhGELU(Function):
    """x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2"""

    @staticmethod
    def forward(ctx, x):
        need_float(x, "gelu")
        ctx.x = x
        ctx.tanh = np.tanh(math.sqrt(2 / math.pi) * x * (1 + 0.044715 * x * x))
        return 0.5 * x * (1 + ctx.tanh)

    @staticmethod
    def backward(ctx, grad_output):
        inner_slope = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * ctx.x * ctx.x)
        return grad_output * 0.5 * (1 + ctx.tanh + ctx.x * (1 - ctx.tanh * ctx.tanh) * inner_slope)


@checked
def gelu(input: Any, *, approximate: str = "none") -> Any:
    """input times the share of a standard normal distribution below input; "tanh" approximates that share by a tanh.
    Source: Hendrycks & Gimpel 2016, arXiv:1606.08415; `torch.nn.functional.gelu`.

    >>> tg.nn.functional.gelu(tg.tensor([-1.0, 0.0, 1.0]))
    tensor([-0.1587,  0.0000,  0.8413])
    """
    if approximate not in ("none", "tanh"):
        raise RuntimeError(f"gelu: approximate must be 'none' or 'tanh', got {approximate!r}.")
    return (GELU if approximate == "none" else TanhGELU).apply(need_tensor("gelu", input))
