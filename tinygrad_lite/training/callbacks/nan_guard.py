"""NaNGuard: stops training where the first NaN or infinity is born. Beside PyTorch's detect_anomaly: lesson 10."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.callback import Callback, CancelFit
from tinygrad_lite.training.callbacks.layer_stats import layer_name
from tinygrad_lite.training.faults import not_finite
from tinygrad_lite.training.metrics.metric import as_array
from tinygrad_lite.training.metrics.waiting import elsewhere, fetched


class NaNGuard(Callback):
    """Ends training as soon as something is not finite, and names the first place where that is so.

    Looked at are, in this order: the output of each layer, as the batch passes through; the loss; the gradient of each
    parameter, from the last to the first (not with float16, where the scaler leaves out such steps); and the parameters
    after the step. What is found before the step is found while the parameters are still good.

    Args:
        action: "raise" FloatingPointError, or "stop" training, with the text as `trainer.stop_reason`.
    """

    @explained()
    @checked
    def __init__(self, action: str = "raise"):
        if action not in ("raise", "stop"):
            raise ValueError(f"NaNGuard: action must be 'raise' or 'stop', got {action!r}.")
        self.action = action
        self._hooks: list[Any] = []
        self._parameters: list[tuple[str, Any]] = []

    def on_fit_begin(self) -> None:
        for name, module in self.trainer.model.named_modules():
            self._hooks.append(module.register_forward_hook(self._output_check(name)))
        self._parameters = list(self.trainer.model.named_parameters())

    def on_fit_end(self) -> None:
        while self._hooks:
            self._hooks.pop().remove()

    def _output_check(self, name: str) -> Callable:
        def check(module: Any, inputs: Any, output: Any) -> None:
            if bad := bad_values(output):
                layer = layer_name(self.trainer.model, name)
                self._found(f"the output of {layer} has {bad}{self._cause(name, module, inputs)}")

        return check

    def _cause(self, name: str, module: Any, inputs: Any) -> str:
        for own, parameter in module.named_parameters(prefix=name):
            if bad := bad_values(parameter):
                return f"; so has its parameter {own}: {bad}"
        if bad := bad_values(inputs):
            return f"; so has its input: {bad}"
        return ", though its input and its parameters are finite"

    def on_before_step(self, step: int) -> None:
        self._check_backward()

    def on_batch_end(self, batch: int, logs: dict[str, float]) -> None:
        if not self.trainer.between_steps:  # gradients of several batches are being added up: found in this one
            self._check_backward()
            return
        for name, parameter in [] if all_finite([p for _, p in self._parameters]) else self._parameters:
            if bad := bad_values(parameter):
                self._found(f"after the step, {name} has {bad}, though its gradient is finite: too large a step")

    def _check_backward(self) -> None:
        """The loss of this batch, and the gradients that `backward` left."""
        loss = self.trainer.loss
        if not math.isfinite(loss):
            bad = bad_values(self.trainer.targets)
            cause = f"; the targets have {bad}" if bad else ", though all layers' outputs and the targets are finite"
            self._found(f"the loss is {loss}{cause}")
        if self.trainer.scaler is not None:
            return
        if all_finite([parameter.grad for _, parameter in self._parameters if parameter.grad is not None]):
            return
        for name, parameter in reversed(self._parameters):  # roughly the order of the walk backwards
            if parameter.grad is not None and (bad := bad_values(parameter.grad)):
                self._found(f"the gradient of {name} has {bad}, though the loss and all layers' outputs are finite")

    def on_validation_end(self, logs: dict[str, float]) -> None:
        if not math.isfinite(logs["loss"]):
            self._found(f"the loss of validation is {logs['loss']}, though all layers' outputs are finite")

    def _found(self, what: str) -> None:
        place = f"batch {self.trainer.batch - 1}" if self.trainer.model.training else "validation"
        text = f"NaNGuard: in epoch {self.trainer.epoch}, {place}, {what}."
        raise FloatingPointError(text) if self.action == "raise" else CancelFit(text)


def all_finite(tensors: list[Any]) -> bool:
    """Whether tensors of a device are finite, asked of all at once, as answers are waited for; False for the CPU's."""
    if not tensors or not elsewhere(tensors[0]):
        return False
    return all(math.isfinite(total) for total in fetched([tensor.detach().sum() for tensor in tensors]))


def bad_values(value: Any) -> str:
    """How many numbers of a tensor, or of tensors in lists, tuples and dicts, are not finite; empty if none."""
    for tensor in tensors_in(value):
        if math.isfinite(tensor.sum().item()):  # then so are all, and this takes little time
            continue
        if count := not_finite(as_array(tensor, "NaNGuard")):
            return f"{count} of {tensor.numel()} values that are not finite"
    return ""


def tensors_in(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from tensors_in(part)
    elif hasattr(value, "detach"):
        yield value.detach()
