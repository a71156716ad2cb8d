"""Convolutional layers; the operation with its gradient is in ops/conv.py. `torch.nn`."""

from __future__ import annotations

import math
from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.creation import zeros
from tinygrad_lite.nn import init
from tinygrad_lite.nn.module import Module
from tinygrad_lite.nn.parameter import Parameter
from tinygrad_lite.ops.common import layer_sizes, refuse
from tinygrad_lite.ops.conv import conv2d, margins
from tinygrad_lite.ops.windows import pair
from tinygrad_lite.tensor import Tensor


class Conv2d(Module):
    """Slide kernels over images; weight and bias are drawn uniformly between ±1/√(in_channels / groups · kh · kw).

    Args:
        kernel_size, stride, dilation: an int, or (vertical, horizontal).
        padding: zeros on each side of the image, or "valid" (none), or "same" (results as large as images; stride 1).
        groups: in so many parts the channels are split, each with outputs of its own.
        padding_mode: "zeros"; others are not supported.
    Shape: (N, in_channels, height, width) → (N, out_channels, height', width'), or both without N;
        weight (out_channels, in_channels / groups, kh, kw), bias (out_channels,).

    >>> layer = tg.nn.Conv2d(1, 8, 3, padding=1)
    >>> layer
    Conv2d(1, 8, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
    >>> layer(tg.zeros(64, 1, 28, 28)).shape
    (64, 8, 28, 28)
    """

    @checked
    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, padding: Any = 0,
        dilation: Any = 1, groups: int = 1, bias: bool = True, padding_mode: str = "zeros", device: Any = None,
        dtype: Any = None,
    ):  # fmt: skip
        super().__init__()
        refuse("Conv2d", padding_mode=(padding_mode, "zeros"))
        sizes = layer_sizes("Conv2d", in_channels=in_channels, out_channels=out_channels, groups=groups)
        in_channels, out_channels, groups = sizes
        if groups < 1 or in_channels % groups or out_channels % groups:
            raise ValueError(f"Conv2d: groups={groups} must divide both {in_channels} and {out_channels} channels.")
        self.in_channels, self.out_channels, self.groups = in_channels, out_channels, groups
        self.kernel_size, self.stride = pair(kernel_size, "Conv2d: kernel_size"), pair(stride, "Conv2d: stride")
        self.dilation, self.padding_mode = pair(dilation, "Conv2d: dilation"), padding_mode
        self.padding = padding if isinstance(padding, str) else pair(padding, "Conv2d: padding", least=0)
        margins(self.padding, self.kernel_size, self.stride, self.dilation)  # says now what is wrong with them
        shape = (out_channels, in_channels // groups, *self.kernel_size)
        self.weight = Parameter(zeros(*shape, device=device, dtype=dtype))
        self.bias = Parameter(zeros(out_channels, device=device, dtype=dtype)) if bias else None
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw weight and bias anew."""
        bound = 1 / math.sqrt(max(math.prod(self.weight.shape[1:]), 1))
        for parameter in self.parameters():
            init.uniform_(parameter, -bound, bound)

    def forward(self, input: Tensor) -> Tensor:
        return conv2d(input, self.weight, self.bias, self.stride, self.padding, self.dilation, self.groups)

    def extra_repr(self) -> str:
        options = {
            "padding": (self.padding, (0, 0)),
            "dilation": (self.dilation, (1, 1)),
            "groups": (self.groups, 1),
            "bias": (self.bias is not None, True),
        }
        given = "".join(f", {name}={value}" for name, (value, default) in options.items() if value != default)
        return f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}{given}"
