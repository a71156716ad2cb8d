"""Gradients held in bounds, and all parameters as one vector. `torch.nn.utils`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked, is_several
from tinygrad_lite.autograd import no_grad
from tinygrad_lite.backend import OtherArray, as_array, device_of, moved
from tinygrad_lite.ops.common import refuse
from tinygrad_lite.ops.shape import cat
from tinygrad_lite.tensor import Tensor

__all__ = [
    "clip_grad_norm_", "clip_grad_value_", "clip_grads_with_norm_", "get_total_norm", "parameters_to_vector",
    "vector_to_parameters",
]  # fmt: skip

Parameters = Tensor | Iterable[Tensor]  # a model is neither: `listed` says what to write instead


def as_list(tensors: Parameters, name: str) -> list[Tensor]:
    """One tensor or several, as a list, for the function `name`."""
    if isinstance(tensors, Tensor):
        return [tensors]
    given = type(tensors).__name__
    if hasattr(tensors, "parameters"):
        raise TypeError(f"{name}: takes parameters, not a model ({given}). Write model.parameters().")
    if not is_several(tensors):
        raise TypeError(f"{name}: takes a tensor or several, got {given}.")
    found = list(tensors)
    for tensor in found:
        if not isinstance(tensor, Tensor):
            hint = " Leave out the names: model.parameters()." if isinstance(tensor, tuple) else ""
            raise TypeError(f"{name}: takes tensors, got {type(tensor).__name__} among them.{hint}")
    return found


def gradients(parameters: list[Tensor]) -> list[Tensor]:
    """The gradients of those that have one."""
    return [parameter._grad for parameter in parameters if parameter._grad is not None]


def power(norm_type: Any, name: str) -> float:
    """p of a p-norm: a number, or a text that says one, such as "inf"."""
    try:
        return float(norm_type)
    except ValueError:
        raise ValueError(f'{name}: norm_type must be a number or "inf", got {norm_type!r:.60}.') from None


def norm_of(x: Any, p: float) -> Any:
    """The p-norm of all numbers in an array: (Σ|x|ᵖ)^(1/p), and for p = inf the largest |x|."""
    numbers = x.reshape(-1).astype(np.result_type(x.dtype, np.float32), copy=False)  # squares of float16 soon overflow
    if p == 2:
        return np.sqrt(numbers.dot(numbers)).astype(x.dtype)
    return np.linalg.norm(numbers, p).astype(x.dtype) if x.size else x.dtype.type(0)


@checked
def get_total_norm(
    tensors: Parameters,
    norm_type: float | str = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """The norm of all numbers in all tensors together, as a 0-d tensor; arguments as in `clip_grad_norm_`.

    >>> tg.nn.utils.get_total_norm([tg.tensor([3.0]), tg.tensor([4.0])])
    tensor(5.)
    """
    refuse("get_total_norm", foreach=(foreach or None, None))
    p = power(norm_type, "get_total_norm")
    norms = [norm_of(tensor.array, p) for tensor in as_list(tensors, "get_total_norm")]
    if any(isinstance(norm, OtherArray) for norm in norms):  # brought to one device, that of the first, as in PyTorch
        together = np.stack([moved(as_array(norm), device_of(norms[0])) for norm in norms])
    else:
        together = np.array(norms or [0.0], None if norms else np.float32)
    total = norm_of(together, p)
    if error_if_nonfinite and not np.isfinite(total):
        raise RuntimeError(
            f"get_total_norm: the norm of the gradients is {total}: somewhere a number became too large, or is not a "
            "number. Look for a learning rate that is too high, log(0) or a division by 0; with "
            "error_if_nonfinite=False they are scaled all the same."
        )
    return Tensor(as_array(total))


@no_grad()
@checked
def clip_grads_with_norm_(
    parameters: Parameters, max_norm: float, total_norm: Tensor, foreach: bool | None = None
) -> None:
    """Scale all gradients, whose common norm is `total_norm`, so that it is at most `max_norm`."""
    refuse("clip_grads_with_norm_", foreach=(foreach or None, None))
    found = gradients(as_list(parameters, "clip_grads_with_norm_"))
    if isinstance(total_norm.array, OtherArray):  # on a device, to ask whether it is too large would be to wait
        factor = (float(max_norm) / (total_norm.detach() + 1e-6)).clamp(max=1.0)
        for grad in found:
            grad.mul_(factor.to(grad.device))
        return
    scale = float(max_norm) / (total_norm.item() + 1e-6)
    for grad in found:
        if not scale >= 1:  # nan as well: then all become nan, as in PyTorch
            grad.mul_(scale)


@checked
def clip_grad_norm_(
    parameters: Parameters,
    max_norm: float,
    norm_type: float | str = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """Scale all gradients together so that their common norm is at most `max_norm`.

    Args:
        parameters: a Tensor or an iterable of Tensors; those without a gradient are left out.
        max_norm: the largest norm allowed, > 0.
        norm_type: p of the p-norm; `float("inf")` for the largest absolute value.
    Returns:
        0-d Tensor: the total norm *before* scaling.
    Raises:
        RuntimeError: the norm is not finite and `error_if_nonfinite` is True.

    >>> w = tg.tensor([0.0, 0.0, 0.0], requires_grad=True)
    >>> w.grad = tg.tensor([100.0, -200.0, 50.0])
    >>> tg.nn.utils.clip_grad_norm_([w], 1.0).item()
    229.12878...
    >>> w.grad.numpy().round(2)
    array([ 0.44, -0.87,  0.22], dtype=float32)

    Source: Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063; `torch.nn.utils.clip_grad_norm_`.
    """
    parameters = as_list(parameters, "clip_grad_norm_")
    total = get_total_norm(gradients(parameters), norm_type, error_if_nonfinite, foreach)
    clip_grads_with_norm_(parameters, max_norm, total, foreach)
    return total


@no_grad()
@checked
def clip_grad_value_(parameters: Parameters, clip_value: float, foreach: bool | None = None) -> None:
    """Hold every number of every gradient between -clip_value and clip_value.

    >>> w = tg.zeros(3, requires_grad=True)
    >>> w.grad = tg.tensor([0.5, -7.0, 2.0])
    >>> tg.nn.utils.clip_grad_value_([w], 1.0)
    >>> w.grad
    tensor([ 0.5000, -1.0000,  1.0000])
    """
    refuse("clip_grad_value_", foreach=(foreach or None, None))
    for grad in gradients(as_list(parameters, "clip_grad_value_")):
        grad.copy_(np.clip(grad.array, -float(clip_value), float(clip_value)))


@checked
def parameters_to_vector(parameters: Iterable[Tensor]) -> Tensor:
    """All parameters one after the other, as a vector; gradients pass through it.

    >>> tg.nn.utils.parameters_to_vector(tg.nn.Linear(3, 2).parameters()).shape
    (8,)
    """
    return cat([parameter.reshape(-1) for parameter in as_list(parameters, "parameters_to_vector")])


@no_grad()
@checked
def vector_to_parameters(vec: Tensor, parameters: Iterable[Tensor]) -> None:
    """Write the numbers of a vector, as `parameters_to_vector` gives it, into the parameters.

    >>> layer = tg.nn.Linear(1, 1)
    >>> tg.nn.utils.vector_to_parameters(tg.tensor([2.0, 3.0]), layer.parameters())
    >>> layer(tg.tensor([[10.0]])).item()
    23.0
    """
    parameters = as_list(parameters, "vector_to_parameters")
    sizes = [math.prod(parameter.shape) for parameter in parameters]
    if sum(sizes) != vec.numel():
        raise ValueError(f"vector_to_parameters: {vec.numel()} numbers do not fill parameters of {sum(sizes)}.")
    start = 0
    for parameter, size in zip(parameters, sizes):
        parameter.copy_(vec[start : start + size].reshape(parameter.shape))
        start += size
