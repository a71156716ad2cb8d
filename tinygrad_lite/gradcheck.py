"""Is a gradient right? Compare it with slopes measured by moving each number a little."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked, is_several
from tinygrad_lite.autograd import no_grad
from tinygrad_lite.backend import on_host
from tinygrad_lite.creation import tensor
from tinygrad_lite.gradients import grad
from tinygrad_lite.ops.common import as_float
from tinygrad_lite.ops.writable import make_writable
from tinygrad_lite.tensor import Tensor


@checked
def gradcheck(
    func: Callable, inputs: Any, eps: float = 1e-6, atol: float = 1e-5, rtol: float = 1e-3, raise_exception: bool = True
) -> bool:
    """Whether the gradients of `func` agree with measured slopes, to `atol + rtol * |slope|`.

    Args:
        func: a function of tensors that returns a tensor, or several in a tuple or list; each is checked.
        inputs: a float64 tensor, or several; those with requires_grad=True are checked, leaves and computed ones.
        eps: how far each number is moved, to both sides.
        raise_exception: say where the first disagreement is; else return False.
    Raises:
        ValueError: no input requires a gradient, or one that does is not float64 (float32 is too coarse).
            Or `func` returns something else.
        RuntimeError: a gradient is wrong, and `raise_exception` is True; or the numbers of an input cannot be moved
            one by one (after `expand`).

    >>> x = tg.tensor([0.5, -2.0], dtype=tg.float64, requires_grad=True)
    >>> tg.autograd.gradcheck(tg.sigmoid, x)
    True

    At a kink, as of relu at 0, there is no slope to agree with: check elsewhere. `torch.autograd.gradcheck`.
    """
    if not isinstance(inputs, Tensor) and not is_several(inputs):
        raise TypeError(f"gradcheck: inputs must be a tensor or a tuple of them, got {type(inputs).__name__}.")
    inputs = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    checked = {i: x for i, x in enumerate(inputs) if isinstance(x, Tensor) and x.requires_grad}
    rtol, atol = as_float(rtol, "gradcheck", "rtol"), as_float(atol, "gradcheck", "atol")
    if not as_float(eps, "gradcheck", "eps") > 0:
        raise ValueError(f"gradcheck: eps must be greater than 0, got {eps}.")
    if not checked:
        raise ValueError("gradcheck: no input requires a gradient; make them with requires_grad=True.")
    for x in checked.values():
        if x.dtype != np.float64:
            raise ValueError(
                "gradcheck: needs float64 inputs, float32 is too coarse: tg.tensor(..., dtype=tg.float64)."
            )
        if not x.array.flags.writeable:
            make_writable(x.array, "gradcheck")
    random = np.random.default_rng(0)
    outputs = results(func, inputs)
    for number, output in enumerate(outputs):
        weights = random.uniform(0.5, 1.5, output.shape)  # one number out of many, none cancelling

        def weighted(number: int = number, weights: np.ndarray = weights) -> float:
            return float((on_host(results(func, inputs)[number].array) * weights).sum())

        for (place, x), found in zip(checked.items(), gradients(output, weights, list(checked.values()))):
            wanted = measured_slopes(weighted, x.array, eps)
            wrong = ~np.isclose(found, wanted, rtol=rtol, atol=atol)
            if wrong.any() and raise_exception:
                of = f" (of result {number})" if len(outputs) > 1 else ""
                raise RuntimeError(disagreement(place, of, found, wanted, wrong))
            if wrong.any():
                return False
    return True


def results(func: Callable, inputs: tuple) -> list[Tensor]:
    """What `func` returns, one tensor or several; only floats can have gradients."""
    returned = func(*inputs)
    outputs = [returned] if isinstance(returned, Tensor) else returned
    if not isinstance(outputs, (tuple, list)) or not all(isinstance(output, Tensor) for output in outputs):
        raise ValueError(f"gradcheck: func must return a tensor or several, it returned {type(returned).__name__}.")
    return [output for output in outputs if output.is_floating_point()]


def disagreement(place: int, of: str, found: np.ndarray, wanted: np.ndarray, wrong: np.ndarray) -> str:
    """Where a gradient is wrong first, and by how much."""
    first = tuple(int(i) for i in np.argwhere(wrong)[0])
    return (
        f"gradcheck: the gradient of input {place}{of} is wrong at {list(first)}: backward gives {found[first]:.6g}, "
        f"moving the number gives {wanted[first]:.6g} ({int(wrong.sum())} of {wrong.size} differ)."
    )


def gradients(output: Tensor, weights: np.ndarray, checked: list[Tensor]) -> list[np.ndarray]:
    """What the graph gives for each input, a leaf or a computed tensor; no `.grad` is changed."""
    if not output.requires_grad:
        return [np.zeros(x.shape) for x in checked]
    start = tensor(weights, dtype=output.dtype, device=output.device)
    found = grad(output, checked, start, retain_graph=True, materialize_grads=True)
    return [on_host(g.array) for g in found if g is not None]


def measured_slopes(value: Callable[[], float], array: np.ndarray, eps: float) -> np.ndarray:
    """How `value()` changes when each number in `array` is moved by eps to both sides, by that distance."""
    slopes = np.empty(array.shape)
    with no_grad():
        for place in np.ndindex(*array.shape):
            kept = array[place].item()  # not a view of the place
            array[place] = kept + eps
            above = value()
            array[place] = kept - eps
            below = value()
            array[place] = kept
            slopes[place] = (above - below) / (2 * eps)
    return slopes
