"""What a step of training computes, from the prediction to the changed weights. The same code for both libraries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .conversion import CONTAINERS, as_array

Place = tuple[str, str]  # a layer's name, and which of its quantities: ("0", "gradient of weight")


class Recorder:
    """Watches a model and its optimizer, of either library, through hooks."""

    def __init__(self, model: Any, optimizer: Any = None):
        self.model, self.optimizer = model, optimizer
        self.clear()

    def clear(self) -> None:
        self.calls: list[str] = []  # the names of the layers in the order in which their calls began
        self.running: list[int] = []  # calls that have not returned, by their numbers in that order
        self.outputs: dict[int, list[np.ndarray]] = {}  # of each call, in the order in which they returned
        self.input_gradients: dict[int, np.ndarray] = {}  # of each call
        self.gradients: dict[str, np.ndarray] = {}  # by the name of the parameter

    def step(self, step: Callable, *arguments: Any) -> dict[Place, np.ndarray]:
        """Run `step(model, …)`, a step of training, and return all its quantities in the order of their computation."""
        self.clear()
        layers = [(n, m) for n, m in self.model.named_modules() if type(m).__name__ not in CONTAINERS]
        handles = [module.register_forward_pre_hook(self.before(name)) for name, module in layers]
        handles += [module.register_forward_hook(self.after) for _, module in layers]
        if hasattr(self.optimizer, "register_step_pre_hook"):  # before its step: afterwards a loop may clear gradients
            handles.append(self.optimizer.register_step_pre_hook(self.before_optimizer_step))
        try:
            loss = step(self.model, *arguments)
        finally:
            for handle in handles:
                handle.remove()
        if not self.gradients:  # no optimizer, or one of your own without hooks
            self.keep_gradients()
        return self.quantities(loss)

    def before(self, layer: str) -> Callable:
        """A hook that notes the call, and later the gradient of the input (as it was, if the layer changes it)."""

        def note(module: Any, inputs: tuple) -> None:
            number = len(self.calls)
            self.calls.append(layer)
            self.running.append(number)

            def keep_gradient(gradient: Any) -> None:
                self.input_gradients[number] = as_array(gradient)

            if inputs and getattr(inputs[0], "requires_grad", False):
                inputs[0].register_hook(keep_gradient)

        return note

    def after(self, module: Any, inputs: tuple, output: Any) -> None:
        self.outputs[self.running.pop()] = [as_array(tensor) for tensor in flat(output)]

    def before_optimizer_step(self, optimizer: Any, args: tuple, kwargs: dict) -> None:
        self.keep_gradients()

    def keep_gradients(self) -> None:
        self.gradients = {n: as_array(p.grad) for n, p in self.model.named_parameters() if p.grad is not None}

    def quantities(self, loss: Any) -> dict[Place, np.ndarray]:
        found: dict[Place, np.ndarray] = {}
        for number, outputs in self.outputs.items():
            for i, array in enumerate(outputs):
                found[self.calls[number], self.counted("activation", number) + (f"[{i}]" if i else "")] = array
        if loss is not None:
            found["", "loss"] = as_array(loss)
        for name, buffer in self.model.named_buffers():
            found[split(name, "buffer ")] = as_array(buffer)
        for name, gradient in self.backward_order():
            found[name] = gradient
        for name, parameter in self.model.named_parameters():
            state = self.optimizer.state.get(parameter, {}) if self.optimizer is not None else {}
            for key, value in state.items():
                if value is not None:
                    found[split(name, f"state {key} of ")] = as_array(value)
            if self.optimizer is not None:
                found[split(name, "parameter ")] = as_array(parameter)
        return found

    def backward_order(self) -> list[tuple[Place, np.ndarray]]:
        """Gradients from the loss to the first layer; in each layer those of its parameters, then that of its input."""
        remaining = {split(name, "gradient of "): gradient for name, gradient in self.gradients.items()}
        ordered: list[tuple[Place, np.ndarray]] = []
        for number, layer in reversed(list(enumerate(self.calls))):
            if layer not in self.calls[:number]:  # else it was used before: its gradients are not complete
                ordered += [(place, remaining.pop(place)) for place in list(remaining) if place[0] == layer]
            if number in self.input_gradients:
                ordered.append(((layer, self.counted("gradient of input", number)), self.input_gradients[number]))
        return ordered + list(remaining.items())

    def counted(self, quantity: str, number: int) -> str:
        """With a count, from the second call of a layer on."""
        count = self.calls[: number + 1].count(self.calls[number])
        return quantity if count == 1 else f"{quantity}, call {count}"


def split(name: str, quantity: str) -> Place:
    """`0.weight` is the quantity `weight` of layer `0`."""
    layer, _, own = name.rpartition(".")
    return layer, quantity + own


def flat(output: Any) -> list[Any]:
    """The tensors in what a layer returned: one, or a tuple with tuples in it as from an LSTM."""
    if isinstance(output, (tuple, list)):
        return [tensor for part in output for tensor in flat(part)]
    return [output] if hasattr(output, "detach") else []
