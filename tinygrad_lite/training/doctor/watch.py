"""What happens inside a step: which layer gives what, which loss `backward` begins with, where a NaN is born."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import numpy as np

from tinygrad_lite.training.callbacks.layer_stats import layer_name
from tinygrad_lite.training.doctor.backward import around_backward, around_losses, made_by
from tinygrad_lite.training.faults import norm, not_finite
from tinygrad_lite.training.library import library_of


class Watch:
    """Inside a `with` block, looks into every step of a model's training.

    Attributes (of the step since `begin`):
        layers: name → (module, input, output) of each layer without layers inside, in the order of computation.
        predictions: what the model gave (the first time).
        loss: the value that `backward` was called on; NaN if it was not called.
        calls: how often `backward` was called; detached: on a loss that depends on nothing.
        left_over: norm of the gradients when `backward` was first called; 0 after `zero_grad`.
        gradients: name → gradient after the last `backward`.
        birth: where the first number that is not finite came up; None as long as there is none.
        mode: whether the model was in training mode when it was called.
        modes: name → whether a layer was in training mode when it was called.
        losses: what went into losses of classes: (the loss, the operation it came from, values).
    """

    def __init__(self, model: Any):
        self.model = model
        self.replacement: np.ndarray | None = None  # predictions to be put in place of the model's
        self.forced: bool | None = None  # the mode that the model is put into whenever it is called
        self.names = {module: name for name, module in model.named_modules()}
        self.updated: set[int] | None = None  # the parameters that the optimizer has, by id; None: all
        self.quiet = False  # whether only the loss is noted, and with `grasping` the gradients: for long experiments
        self.grasping = False
        self.begin()

    def begin(self) -> None:
        self.layers: dict[str, tuple] = {}
        self.predictions: Any = None
        self.loss, self.left_over, self.calls = float("nan"), 0.0, 0
        self.detached, self.birth, self.mode = False, "", self.model.training
        self.gradients: dict[str, np.ndarray] = {}
        self.modes: dict[str, bool] = {}
        self.losses: list[tuple[str, str, np.ndarray]] = []

    def __enter__(self) -> Watch:
        leaves = [m for m in self.model.modules() if not any(True for _ in m.children())]
        self.handles = [module.register_forward_hook(self._layer) for module in leaves]
        self.handles.append(self.model.register_forward_pre_hook(self._force))
        self.handles.append(self.model.register_forward_hook(self._model))
        self.around = around_backward(library_of(self.model), self._backward)
        self.around.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.around.__exit__(*error)
        for handle in self.handles:
            handle.remove()

    def _force(self, module: Any, inputs: tuple) -> None:
        if self.forced is not None:
            module.train(self.forced)

    def losses_seen(self) -> contextlib.AbstractContextManager:
        """A `with` block in which it is noted what goes into losses of classes."""
        return contextlib.nullcontext() if self.quiet else around_losses(library_of(self.model), self._loss)

    def _layer(self, module: Any, inputs: tuple, output: Any) -> None:
        if self.quiet:
            return
        name = self.names[module]
        self.modes[name] = module.training
        if not inputs or not hasattr(inputs[0], "detach"):
            return
        given, result = array(inputs[0]), array(first(output))
        if not self.layers and not finite(given):
            self._born("the inputs")
        if not finite(result):
            own = [key for key, p in module.named_parameters() if not finite(array(p))]
            what = f"the parameter {name}.{own[0]}" if own else f"the output of {layer_name(self.model, name)}"
            self._born(what)
        self.layers[name] = (module, given, result)

    def _model(self, module: Any, inputs: tuple, output: Any) -> Any:
        if self.quiet and self.replacement is None:
            return None
        result = first(output)
        if self.predictions is None:
            self.predictions, self.mode = array(result), module.training
        if not finite(array(result)):
            self._born("the model's output")
        if self.replacement is None:
            return None
        rows = self.replacement.reshape(array(result).shape).astype(array(result).dtype)
        return result * 0 + library_of(module).from_numpy(rows).to(result.device)

    def _loss(self, name: str, given: Any) -> None:
        if self.replacement is None and hasattr(given, "grad_fn"):
            self.losses.append((name, made_by(given), array(given)))

    def _backward(self, loss: Any, run: Callable) -> None:
        """In place of `loss.backward()`; of a loss that depends on nothing, it is noted and not called."""
        quiet = self.quiet and not self.grasping
        parameters = [] if quiet else [(n, p) for n, p in self.model.named_parameters() if p.requires_grad]
        if not self.calls:
            own = [p for _, p in parameters if self.updated is None or id(p) in self.updated]
            self.left_over = norm(*(array(p.grad) for p in own if p.grad is not None))
            self.loss = float(loss.detach()) if loss.numel() == 1 else float("nan")
            if not finite(self.loss):
                self._born("the loss")
        self.calls += 1
        if not loss.requires_grad:
            self.detached = True
            return
        run()
        self.gradients = {name: array(p.grad).copy() for name, p in parameters if p.grad is not None}
        for name in reversed(list(self.gradients)):  # roughly the order of the walk backwards
            if not finite(self.gradients[name]):
                self._born(f"the gradient of {name}")

    def end(self) -> None:
        """After the step: are the parameters still finite?"""
        if self.quiet:
            return
        for name, parameter in self.model.named_parameters():
            if not self.birth and not finite(array(parameter)):
                self._born(f"the parameter {name}, in the step")

    def _born(self, where: str) -> None:
        self.birth = self.birth or where


def first(output: Any) -> Any:
    """The tensor that a module gave; of an LSTM: the output, not the states."""
    while isinstance(output, (tuple, list)):
        output = output[0]
    return output


def array(tensor: Any) -> np.ndarray:
    return tensor.detach().cpu().numpy()


def finite(values: Any) -> bool:
    return not not_finite(values)
