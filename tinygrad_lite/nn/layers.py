"""Layers with weights of one kind, and small ones without; their operations are in ops/fused.py. `torch.nn`."""

from __future__ import annotations

import math
from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.autograd import no_grad
from tinygrad_lite.creation import zeros
from tinygrad_lite.nn import functional, init
from tinygrad_lite.nn.module import Module
from tinygrad_lite.nn.parameter import Parameter
from tinygrad_lite.ops.common import layer_sizes, refuse, whole
from tinygrad_lite.ops.fused import check_probability
from tinygrad_lite.ops.shape import flatten
from tinygrad_lite.tensor import Tensor


class Linear(Module):
    """x @ weight.T + bias, with weight and bias drawn uniformly between ±1/√in_features, as in PyTorch.

    Shape: (…, in_features) → (…, out_features); weight (out_features, in_features), bias (out_features,).

    >>> layer = tg.nn.Linear(3, 2)
    >>> layer(tg.ones(4, 3)).shape
    (4, 2)
    >>> layer.weight.shape, layer.bias.shape
    ((2, 3), (2,))
    """

    @checked
    def __init__(self, in_features: int, out_features: int, bias: bool = True, device: Any = None, dtype: Any = None):
        super().__init__()
        sizes = layer_sizes("Linear", in_features=in_features, out_features=out_features)
        self.in_features, self.out_features = in_features, out_features = sizes
        self.weight = Parameter(zeros(out_features, in_features, device=device, dtype=dtype))
        self.bias = Parameter(zeros(out_features, device=device, dtype=dtype)) if bias else None
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw weight and bias anew."""
        bound = 1 / math.sqrt(self.in_features) if self.in_features else 0.0
        init.uniform_(self.weight, -bound, bound)
        if self.bias is not None:
            init.uniform_(self.bias, -bound, bound)

    def forward(self, input: Tensor) -> Tensor:
        return functional.linear(input, self.weight, self.bias)

    def extra_repr(self) -> str:
        return f"in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None}"


class Embedding(Module):
    """A table of `num_embeddings` rows, drawn from a standard normal distribution; gives the row of each index.

    Args:
        padding_idx: a row that stands for "nothing": first 0, and without a gradient.
        max_norm, norm_type, scale_grad_by_freq, sparse: not supported.
    Shape: any, of ints → (…, embedding_dim); weight (num_embeddings, embedding_dim).

    >>> words = tg.nn.Embedding(1000, 16)
    >>> words(tg.tensor([[5, 3, 999]])).shape
    (1, 3, 16)
    """

    @checked
    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None = None,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        sparse: bool = False,
        *,
        device: Any = None,
        dtype: Any = None,
    ):
        super().__init__()
        refuse("Embedding", max_norm=(max_norm, None), norm_type=(norm_type, 2.0), sparse=(sparse, False))
        refuse("Embedding", scale_grad_by_freq=(scale_grad_by_freq, False))
        sizes = layer_sizes("Embedding", num_embeddings=num_embeddings, embedding_dim=embedding_dim)
        self.num_embeddings, self.embedding_dim = num_embeddings, embedding_dim = sizes
        if padding_idx is not None:
            padding_idx = whole(padding_idx, "Embedding", "padding_idx")
        if padding_idx is not None and not -num_embeddings <= padding_idx < num_embeddings:
            raise ValueError(f"Embedding: padding_idx {padding_idx} is none of the {num_embeddings} rows.")
        self.padding_idx = None if padding_idx is None else padding_idx % num_embeddings
        self.weight = Parameter(zeros(num_embeddings, embedding_dim, device=device, dtype=dtype))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw the weight anew."""
        init.normal_(self.weight)
        if self.padding_idx is not None:
            with no_grad():
                self.weight[self.padding_idx] = 0

    def forward(self, input: Tensor) -> Tensor:
        return functional.embedding(input, self.weight, self.padding_idx)

    def extra_repr(self) -> str:
        padding = "" if self.padding_idx is None else f", padding_idx={self.padding_idx}"
        return f"{self.num_embeddings}, {self.embedding_dim}{padding}"


class Dropout(Module):
    """In training, each element set to 0 with probability p and the others divided by 1 - p; see `functional.dropout`.

    >>> layer = tg.nn.Dropout(0.5)
    >>> layer.eval()(tg.ones(3))
    tensor([1., 1., 1.])
    """

    @checked
    def __init__(self, p: float = 0.5, inplace: bool = False):
        super().__init__()
        refuse("Dropout", inplace=(inplace, False))
        check_probability("Dropout", p)
        self.p = p

    def forward(self, input: Tensor) -> Tensor:
        return functional.dropout(input, self.p, self.training)

    def extra_repr(self) -> str:
        return f"p={self.p}, inplace=False"


class Identity(Module):
    """x as it is; arguments are taken and forgotten."""

    @checked
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__()

    def forward(self, input: Tensor) -> Tensor:
        return input


class Flatten(Module):
    """Dimensions `start_dim` to `end_dim` as one: (N, C, H, W) → (N, C·H·W)."""

    @checked
    def __init__(self, start_dim: int = 1, end_dim: int = -1):
        super().__init__()
        self.start_dim, self.end_dim = start_dim, end_dim

    def forward(self, input: Tensor) -> Tensor:
        return flatten(input, self.start_dim, self.end_dim)

    def extra_repr(self) -> str:
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"
