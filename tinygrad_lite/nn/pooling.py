"""Pooling layers; the operations with their gradients are in ops/pooling.py. `torch.nn`."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.nn.module import Module
from tinygrad_lite.ops.pooling import adaptive_avg_pool2d, avg_pool2d, max_pool2d
from tinygrad_lite.tensor import Tensor


class MaxPool2d(Module):
    """The largest element of each window; arguments as in `functional.max_pool2d`.

    >>> tg.nn.MaxPool2d(2)(tg.zeros(64, 8, 28, 28)).shape
    (64, 8, 14, 14)
    """

    @checked
    def __init__(
        self, kernel_size: Any, stride: Any = None, padding: Any = 0, dilation: Any = 1, return_indices: bool = False,
        ceil_mode: bool = False,
    ):  # fmt: skip
        super().__init__()
        self.kernel_size, self.stride = kernel_size, kernel_size if stride is None else stride
        self.padding, self.dilation, self.ceil_mode = padding, dilation, ceil_mode
        self.return_indices = return_indices

    def forward(self, input: Tensor) -> Any:
        windows = self.kernel_size, self.stride, self.padding, self.dilation
        return max_pool2d(input, *windows, self.ceil_mode, self.return_indices)

    def extra_repr(self) -> str:
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}, dilation={self.dilation}, "
            f"ceil_mode={self.ceil_mode}"
        )


class AvgPool2d(Module):
    """The mean of each window; arguments as in `functional.avg_pool2d`.

    >>> tg.nn.AvgPool2d(2)(tg.arange(4.0).reshape(1, 2, 2))
    tensor([[[1.5000]]])
    """

    @checked
    def __init__(
        self, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False,
        count_include_pad: bool = True, divisor_override: int | None = None,
    ):  # fmt: skip
        super().__init__()
        self.kernel_size, self.stride, self.padding = kernel_size, kernel_size if stride is None else stride, padding
        self.ceil_mode, self.count_include_pad = ceil_mode, count_include_pad
        self.divisor_override = divisor_override

    def forward(self, input: Tensor) -> Tensor:
        counting = self.ceil_mode, self.count_include_pad, self.divisor_override
        return avg_pool2d(input, self.kernel_size, self.stride, self.padding, *counting)

    def extra_repr(self) -> str:
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class AdaptiveAvgPool2d(Module):
    """The mean of each of `output_size` windows, which cover an image of any size.

    >>> tg.nn.AdaptiveAvgPool2d(1)(tg.zeros(64, 8, 28, 28)).shape
    (64, 8, 1, 1)
    """

    @checked
    def __init__(self, output_size: Any):
        super().__init__()
        self.output_size = output_size

    def forward(self, input: Tensor) -> Tensor:
        return adaptive_avg_pool2d(input, self.output_size)

    def extra_repr(self) -> str:
        return f"output_size={self.output_size}"
