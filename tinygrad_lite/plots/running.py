"""Running a model to draw what comes out of it, without a trace left in it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from tinygrad_lite.arguments import said
from tinygrad_lite.training.library import library_of
from tinygrad_lite.training.metrics.metric import as_array
from tinygrad_lite.training.random_state import get_random_state, set_random_state


@contextlib.contextmanager
def undisturbed(model: Any) -> Iterator[None]:
    """Inside the `with` block the model, ours or PyTorch's, is in evaluation mode and no gradients are recorded.

    Afterwards every part of it is in the mode it was in, and random numbers go on as if nothing had been drawn.
    """
    if not hasattr(model, "modules"):
        raise TypeError(f"a model, ours or PyTorch's, is needed, got {said(model)}.")
    library = library_of(model)
    modes = [(module, module.training) for module in model.modules()]
    random = get_random_state(library)
    model.eval()
    try:
        with library.no_grad():
            yield
    finally:
        for module, training in modes:
            module.training = training
        set_random_state(random, library)


def as_input(values: Any, model: Any) -> Any:
    """A copy of `values` (a tensor of either library, an array, a list) as a tensor for the model.

    On the device of its parameters and, unless they are integers or bools, in their dtype.
    """
    array = np.array(as_array(values, "inputs"))
    tensor = library_of(model).from_numpy(array)
    parameter = next(iter(model.parameters()), None)
    if parameter is None:
        return tensor
    return tensor.to(device=parameter.device, dtype=parameter.dtype if array.dtype.kind == "f" else tensor.dtype)


def answers(model: Any, inputs: Any) -> np.ndarray:
    """What the model makes of `inputs`, as an array."""
    with undisturbed(model):
        return as_array(model(as_input(inputs, model)), "the model's answers")


def outputs_of_layers(model: Any, inputs: Any, layers: Iterable[str]) -> dict[str, np.ndarray]:
    """What comes out of the layers named, in the order in which they run; of one that runs several times, the last."""
    outputs: dict[str, np.ndarray] = {}

    def keeping(name: str) -> Any:
        def keep(module: Any, inputs: Any, output: Any) -> None:
            while isinstance(output, (tuple, list)):  # of an LSTM: the output, not the states
                output = output[0]
            outputs.pop(name, None)
            outputs[name] = np.array(as_array(output, name))  # a copy: an operation in place may follow

        return keep

    modules = dict(model.named_modules())
    hooks = [modules[name].register_forward_hook(keeping(name)) for name in layers]
    try:
        with undisturbed(model):
            model(as_input(inputs, model))
    finally:
        for hook in hooks:
            hook.remove()
    return outputs
