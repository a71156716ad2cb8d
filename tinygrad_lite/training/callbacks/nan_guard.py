"""NaNGuard: stops training where the first NaN or infinity is born."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from tinygrad_lite.training.callbacks.callback import Callback, CancelFit
from tinygrad_lite.training.callbacks.layer_stats import layer_name


class NaNGuard(Callback):
    """Ends training as soon as something is not finite, and names the first place where that is so.

    Looked at are, in this order: the output of each layer, as the batch passes through; the gradient of each parameter,
    as it is made (not with float16, where the scaler leaves out such steps); the loss; and the parameters after the
    step. What is found before the step is found while the parameters are still good.

    Args:
        action: "raise" FloatingPointError, or "stop" training, with the text as `trainer.stop_reason`.
    """

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
        if self.trainer.scaler is None:
            for name, parameter in self._parameters:
                if parameter.requires_grad:
                    self._hooks.append(parameter.register_hook(self._gradient_check(name)))

    def on_fit_end(self) -> None:
        while self._hooks:
            self._hooks.pop().remove()

    def _output_check(self, name: str) -> Callable:
        def check(module: Any, inputs: Any, output: Any) -> None:
            bad = self._bad(output)
            if bad:
                layer = layer_name(self.trainer.model, name)
                self._found(f"the output of {layer} has {bad}{self._cause(name, module, inputs)}")

        return check

    def _cause(self, name: str, module: Any, inputs: Any) -> str:
        for own, parameter in module.named_parameters(prefix=name):
            if bad := self._bad(parameter):
                return f"; so has its parameter {own}: {bad}"
        if bad := self._bad(inputs):
            return f"; so has its input: {bad}"
        return ", though its input and its parameters are finite"

    def _gradient_check(self, name: str) -> Callable:
        def check(gradient: Any) -> None:
            bad = self._bad(gradient)
            if bad:
                self._check_loss()
                self._found(f"the gradient of {name} has {bad}, though the loss and all layers' outputs are finite")

        return check

    def _check_loss(self) -> None:
        """Compute the loss of this batch once more: if it is not finite, it was so before any gradient."""
        with self.trainer.library.no_grad():
            loss = self.trainer.criterion(self.trainer.predictions, self.trainer.targets).item()
        if not math.isfinite(loss):
            self._bad_loss(loss)

    def _bad_loss(self, loss: float) -> None:
        bad = self._bad(self.trainer.targets)
        cause = f"; the targets have {bad}" if bad else ", though all layers' outputs and the targets are finite"
        self._found(f"the loss is {loss}{cause}")

    def on_batch_end(self, batch: int, logs: dict[str, float]) -> None:
        if not math.isfinite(logs["loss"]):
            self._bad_loss(logs["loss"])
        if self.trainer.between_steps:
            for name, parameter in self._parameters:
                if bad := self._bad(parameter):
                    self._found(f"after the step, {name} has {bad}, though its gradient is finite: too large a step")

    def on_validation_end(self, logs: dict[str, float]) -> None:
        if not math.isfinite(logs["loss"]):
            self._found(f"the loss of validation is {logs['loss']}, though all layers' outputs are finite")

    def _found(self, what: str) -> None:
        place = f"batch {self.trainer.batch - 1}" if self.trainer.model.training else "validation"
        text = f"NaNGuard: in epoch {self.trainer.epoch}, {place}, {what}."
        raise FloatingPointError(text) if self.action == "raise" else CancelFit(text)

    def _bad(self, value: Any) -> str:
        """How many numbers of a tensor, or of tensors in lists, tuples and dicts, are not finite; empty if none."""
        for tensor in tensors_in(value):
            if math.isfinite(tensor.sum().item()):  # then so are all, and this takes little time
                continue
            finite = self.trainer.library.isfinite(tensor)
            if not finite.all():
                count = finite.numel() - int(finite.sum())
                return f"{count} of {finite.numel()} values that are not finite"
        return ""


def tensors_in(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from tensors_in(part)
    elif hasattr(value, "detach"):
        yield value.detach()
