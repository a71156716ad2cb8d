"""An operation of one's own stays on the device of what it was given: neither its result nor its gradients leave it.

Operations of this package are tested for that. One written by hand may make an array with np.ones(…), on the CPU, which
would go on from there in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tinygrad_lite import versions
from tinygrad_lite.backend import CPU, DeviceError, arrays, device_of, mixed

HINT = " NumPy's functions of an array compute where it lies, as np.exp(x) does; np.asarray(x) and np.array(x) cannot."


def checked(run: Callable, operation: Any, inputs: tuple) -> Any:
    """What `run` gives, a tensor on the device of the tensors among the inputs; an error has the operation's name."""
    name = operation.__name__
    try:
        result = run(operation, inputs)
    except DeviceError as error:
        raise error if str(error).startswith(name) else DeviceError(f"{name}.forward: {error}{HINT}") from None
    given = [value.array for value in inputs if isinstance(value, type(result))]
    given = [array for array in given if array.ndim] or given  # beside others, one number may lie elsewhere
    there = device_of(result.array)
    if operation.mixes or all([device_of(array) == there for array in given]):
        return result
    place = device_of(given[0])
    raise mixed(name, given) or DeviceError(
        f"{name}.forward: its result lies on {there}, its input, of shape {given[0].shape}, on {place}. Make new "
        "arrays from those that forward gets: np.ones_like(x) instead of np.ones(x.shape)."
    )


def staying(compute: Callable) -> Callable:
    """`compute`, which runs an operation's backward; each gradient must lie where its input does."""

    def computed(operation: Any, grad_output: Any) -> Any:
        sources = operation._sources
        found = compute(operation, grad_output)
        for source, grad in zip(sources, found if type(found) is tuple else (found,)):
            if source is None or not isinstance(grad, arrays) or device_of(grad) == source._device:
                continue
            if source._shape or device_of(grad) == CPU:  # the walk brings one number of the CPU its gradient
                raise DeviceError(
                    f"{type(operation).__name__}.backward: a gradient lies on {device_of(grad)}, its input, of shape "
                    f"{source._shape}, on {source._device}. Make new arrays from those that backward gets: "
                    "np.zeros_like(grad_output) instead of np.zeros(grad_output.shape)."
                )
        return found

    return computed


def own(grad: Any, leaf: Any, given: set[int]) -> Any:
    """A gradient on a device, in memory of its own: not that of one which was given before."""
    if device_of(grad) != leaf._device:
        raise DeviceError(
            f"backward: a gradient lies on {device_of(grad)}, its tensor, of shape {leaf._shape}, on "
            f"{leaf._device}. An operation makes the arrays it returns from those it gets: np.zeros_like(grad_output)."
        )
    if grad.base is not None or versions.memory(grad) in given or not grad.flags.writeable:
        grad = grad.copy()
    given.add(versions.memory(grad))
    return grad
