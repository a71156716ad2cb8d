"""Is a gradient right? Compare it with slopes measured by moving each number a little."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tinygrad_lite.autograd import no_grad
from tinygrad_lite.creation import tensor
from tinygrad_lite.tensor import Tensor


def gradcheck(
    func: Callable, inputs: Any, eps: float = 1e-6, atol: float = 1e-5, rtol: float = 1e-3, raise_exception: bool = True
) -> bool:
    """Whether the gradients of `func` agree with measured slopes, to `atol + rtol * |slope|`.

    Args:
        func: a function of tensors that returns one tensor.
        inputs: a float64 tensor, or several; those with requires_grad=True are checked.
        eps: how far each number is moved, to both sides.
        raise_exception: say where the first disagreement is; else return False.
    Raises:
        ValueError: no input requires a gradient, or one that does is not float64 (float32 is too coarse).
        RuntimeError: a gradient is wrong, and `raise_exception` is True.

    >>> x = tg.tensor([0.5, -2.0], dtype=tg.float64, requires_grad=True)
    >>> tg.autograd.gradcheck(tg.sigmoid, x)
    True

    At a kink, as of relu at 0, there is no slope to agree with: check elsewhere. `torch.autograd.gradcheck`.
    """
    inputs = (inputs,) if isinstance(inputs, Tensor) else tuple(inputs)
    checked = [x for x in inputs if isinstance(x, Tensor) and x.requires_grad]
    if not checked:
        raise ValueError("gradcheck: no input requires a gradient; make them with requires_grad=True.")
    if any(x.dtype != np.float64 for x in checked):
        raise ValueError("gradcheck: needs float64 inputs, float32 is too coarse: tg.tensor(..., dtype=tg.float64).")
    output = func(*inputs)
    weights = np.random.default_rng(0).uniform(0.5, 1.5, output.shape)  # one number out of many, none cancelling
    analytic = gradients(output, weights, checked)
    for position, (x, found) in enumerate(zip(checked, analytic)):
        wanted = measured_slopes(lambda: float((func(*inputs).array * weights).sum()), x.array, eps)
        wrong = ~np.isclose(found, wanted, rtol=rtol, atol=atol)
        if wrong.any():
            place = tuple(int(i) for i in np.argwhere(wrong)[0])
            if raise_exception:
                raise RuntimeError(
                    f"gradcheck: the gradient of input {position} is wrong at {list(place)}: backward gives "
                    f"{found[place]:.6g}, moving the number gives {wanted[place]:.6g} ({int(wrong.sum())} of "
                    f"{wrong.size} differ)."
                )
            return False
    return True


def gradients(output: Tensor, weights: np.ndarray, checked: list[Tensor]) -> list[np.ndarray]:
    """What `backward` gives for each input; their `.grad` is left as it was."""
    before = [x.grad for x in checked]
    for x in checked:
        x.grad = None
    output.backward(tensor(weights))
    found = [np.zeros(x.shape) if x.grad is None else x.grad.array for x in checked]
    for x, grad in zip(checked, before, strict=True):
        x.grad = grad
    return found


def measured_slopes(value: Callable[[], float], array: np.ndarray, eps: float) -> np.ndarray:
    """How `value()` changes when each number in `array` is moved by eps to both sides, by that distance."""
    slopes = np.empty(array.shape)
    with no_grad():
        for place in np.ndindex(*array.shape):
            kept = array[place]
            array[place] = kept + eps
            above = value()
            array[place] = kept - eps
            below = value()
            array[place] = kept
            slopes[place] = (above - below) / (2 * eps)
    return slopes
