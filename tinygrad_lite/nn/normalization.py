"""Layers that normalize; the operations with their gradients are in ops/normalize.py. `torch.nn`."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.backend import int64
from tinygrad_lite.creation import ones, zeros
from tinygrad_lite.nn import functional, init
from tinygrad_lite.nn.module import Module
from tinygrad_lite.nn.parameter import Parameter
from tinygrad_lite.ops.common import layer_sizes, need_tensor, new_shape
from tinygrad_lite.tensor import Tensor


class BatchNorm(Module):
    """What BatchNorm1d and BatchNorm2d share: each channel brought to mean 0 and variance 1, times weight, plus bias.

    In training by the mean and variance of the batch, which also move the running averages; in evaluation by those.

    Args:
        num_features: C, the number of channels, in input of shape (N, C, …).
        eps: added to the variance.
        momentum: how far a batch moves the running averages; None: they are the plain averages of all batches.
        affine: whether there are weight (first 1) and bias (first 0), both of shape (C,); `bias=False` leaves out one.
        track_running_stats: whether there are running averages; without, every batch is normalized by its own.
    Source: Ioffe & Szegedy 2015, arXiv:1502.03167.
    """

    dimensions: tuple[int, ...] = ()  # of the input
    running_mean: Any
    running_var: Any
    num_batches_tracked: Any

    @checked
    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: Any = None,
        dtype: Any = None,
        *,
        bias: bool = True,
    ):
        super().__init__()
        (self.num_features,) = (num_features,) = layer_sizes(type(self).__name__, num_features=num_features)
        self.eps, self.momentum = eps, momentum
        self.affine, self.track_running_stats = affine, track_running_stats
        made = {"device": device, "dtype": dtype}
        self.weight = Parameter(ones(num_features, **made)) if affine else None
        self.bias = Parameter(zeros(num_features, **made)) if affine and bias else None
        tracked = track_running_stats
        self.register_buffer("running_mean", zeros(num_features, **made) if tracked else None)
        self.register_buffer("running_var", ones(num_features, **made) if tracked else None)
        self.register_buffer("num_batches_tracked", zeros((), dtype=int64, device=device) if tracked else None)

    def reset_running_stats(self) -> None:
        """Forget the running averages."""
        if self.track_running_stats:
            self.running_mean.zero_()
            self.running_var.fill_(1)
            self.num_batches_tracked.zero_()

    def reset_parameters(self) -> None:
        """Back to the first values: averages forgotten, weight 1, bias 0."""
        self.reset_running_stats()
        if self.weight is not None:
            init.ones_(self.weight)
        if self.bias is not None:
            init.zeros_(self.bias)

    def forward(self, input: Tensor) -> Tensor:
        if need_tensor(type(self).__name__, input).ndim not in self.dimensions:
            allowed = " or ".join(f"{n}D" for n in self.dimensions)
            raise ValueError(f"{type(self).__name__}: expected {allowed} input, got shape {input.shape}.")
        updates = self.training and self.running_mean is not None
        momentum = 0.0 if self.momentum is None else self.momentum
        if updates:
            self.num_batches_tracked.add_(1)
            if self.momentum is None:
                momentum = 1 / self.num_batches_tracked.item()
        own = self.training or self.running_mean is None  # whether the batch is normalized by its own mean and variance
        mean, variance = (self.running_mean, self.running_var) if updates or not own else (None, None)
        return functional.batch_norm(input, mean, variance, self.weight, self.bias, own, momentum, self.eps)

    def extra_repr(self) -> str:
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, affine={self.affine}, "
            f"bias={self.bias is not None}, track_running_stats={self.track_running_stats}"
        )


class BatchNorm1d(BatchNorm):
    __doc__ = BatchNorm.__doc__
    dimensions = (2, 3)


class BatchNorm2d(BatchNorm):
    __doc__ = BatchNorm.__doc__
    dimensions = (4,)


class LayerNorm(Module):
    """Each example brought to mean 0 and variance 1 over its last dimensions; see `functional.layer_norm`.

    Args:
        normalized_shape: the sizes of these dimensions, or one size.
        eps: added to the variance, so that nothing is divided by 0.
        elementwise_affine: whether there are weight (first 1) and bias (first 0) of that shape; `bias=False`: no bias.

    >>> tg.nn.LayerNorm(2)(tg.tensor([[1.0, 3.0], [0.0, 10.0]]))
    tensor([[-1.0000,  1.0000],
            [-1.0000,  1.0000]], grad_fn=<LayerNormBackward>)
    """

    @checked
    def __init__(
        self,
        normalized_shape: Any,
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ):
        super().__init__()
        self.normalized_shape = new_shape((normalized_shape,), "LayerNorm")
        self.eps, self.elementwise_affine = eps, elementwise_affine
        made = {"device": device, "dtype": dtype}
        self.weight = Parameter(ones(self.normalized_shape, **made)) if elementwise_affine else None
        self.bias = Parameter(zeros(self.normalized_shape, **made)) if elementwise_affine and bias else None

    def reset_parameters(self) -> None:
        """Back to the first values: weight 1, bias 0."""
        if self.weight is not None:
            init.ones_(self.weight)
        if self.bias is not None:
            init.zeros_(self.bias)

    def forward(self, input: Tensor) -> Tensor:
        return functional.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        affine, bias = self.elementwise_affine, self.bias is not None
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={affine}, bias={bias}"
