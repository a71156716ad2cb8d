"""The side of a tensor that belongs to the graph: whether gradients are wanted, and asking for them."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from tinygrad_lite import autograd, backend
from tinygrad_lite.arguments import is_several, need_bool
from tinygrad_lite.autograd import Variable
from tinygrad_lite.between import ask_hooks_of_idle, between
from tinygrad_lite.observers import here


class Differentiable(Variable):
    """What a tensor can do because the operations it came from were recorded."""

    @property
    def grad(self) -> Any:
        """The gradient that `backward` added up here, a tensor, or None. Only a tensor of this shape and dtype, or
        None, can be assigned.
        """
        return self._grad

    @grad.setter
    def grad(self, gradient: Any) -> None:
        self._grad = None if gradient is None else assignable(gradient, self)

    @grad.deleter
    def grad(self) -> None:
        self._grad = None

    retains_grad = False  # whether retain_grad() was called on a computed tensor

    @property
    def is_leaf(self) -> Any:
        """Whether it was made by the user and not by a recorded operation; only leaves get a `.grad`."""
        return self.grad_fn is None

    @property
    def requires_grad(self) -> Any:
        """Whether `backward` shall compute gradients for it or for what it was computed from."""
        return self.tracked

    @requires_grad.setter
    def requires_grad(self, wanted: Any) -> None:
        if self.grad_fn is not None and wanted:
            raise RuntimeError("requires_grad: can be set for leaves only; this is a computed tensor, and has it.")
        self.requires_grad_(wanted)

    def requires_grad_(self, requires_grad: Any = True) -> Any:
        """Say whether gradients are wanted, and return the tensor."""
        if not isinstance(requires_grad, (bool, np.bool_)):
            raise TypeError(f"requires_grad: must be True or False, got {type(requires_grad).__name__}.")
        if requires_grad and self.array.dtype.kind != "f":
            raise RuntimeError(
                f"requires_grad: only floating point tensors have gradients, this one is {self.array.dtype}. Write the "
                "numbers as floats (1.0), or use x.float()."
            )
        if not requires_grad and self.grad_fn is not None:
            raise RuntimeError("requires_grad: this is a computed tensor; to use it without a gradient: x.detach().")
        self.tracked = bool(requires_grad)
        return self

    def backward(
        self,
        gradient: Any = None,
        retain_graph: Any = None,
        create_graph: Any = False,
        inputs: Any = None,
    ) -> None:
        """Compute the gradient of this tensor with respect to every leaf it depends on; adds to their `.grad`.

        Args:
            gradient: the gradient to start from, of this tensor's shape; for a single element, 1.
            retain_graph: keep the graph, to go through it again.
            create_graph: not supported (no gradients of gradients).
            inputs: the leaves whose `.grad` is wanted; those of the others are left alone. None: all.
        Raises:
            RuntimeError: nothing was recorded, the graph was used before, or `gradient` is missing or does not fit.
        """
        if not here.around_backward:
            return self._backward(gradient, retain_graph, create_graph, inputs)
        run = functools.partial(self._backward, gradient, retain_graph, create_graph, inputs)
        for around in here.around_backward.values():
            run = functools.partial(around, self, run)
        run()

    def _backward(self, gradient: Any, retain_graph: Any, create_graph: Any, inputs: Any) -> None:
        if create_graph is not False:
            need_bool(create_graph, "backward", "create_graph")
        if retain_graph is not None:
            need_bool(retain_graph, "backward", "retain_graph")
        if create_graph:
            raise NotImplementedError("backward: create_graph=True (gradients of gradients) is not supported.")
        start = self.first_gradient(gradient)
        if not (inputs is None or isinstance(inputs, Differentiable) or is_several(inputs)):
            raise TypeError(f"backward: inputs= takes a tensor or a list of them, got {type(inputs).__name__}.")
        wanted = None if inputs is None else [inputs] if isinstance(inputs, Differentiable) else [*inputs]
        if wanted is not None and not (wanted and all(is_wanted_leaf(x) for x in wanted)):
            raise RuntimeError("backward: inputs= takes leaves with requires_grad=True, one at least.")
        roots = {self.grad_fn or self: start}
        leading = None
        if wanted is not None:
            leading = between(roots, wanted)
            ask_hooks_of_idle(roots, leading, wanted)
        grads = autograd.walk(roots, bool(retain_graph), leading)
        autograd.accumulate(grads if wanted is None else {x: grads[x] for x in wanted if x in grads}, start)

    def first_gradient(self, gradient: Any) -> np.ndarray:
        """What a walk back from this tensor starts with: `gradient`, or 1."""
        if not self.tracked:
            raise RuntimeError(
                "backward: the loss does not depend on any parameter (no operation recorded). It was probably rebuilt "
                "from plain numbers, as with Tensor(loss.numpy()) or float(loss), or computed under no_grad(), or no "
                "tensor in it has requires_grad=True."
            )
        if gradient is None:
            if self.array.size != 1:
                raise RuntimeError(
                    f"backward: starts from a single number, but this tensor has shape {self.array.shape}. Reduce it "
                    "first, as in loss.mean().backward(), or pass gradient=, a tensor of the same shape."
                )
            return np.ones_like(self.array)
        if not isinstance(gradient, Variable):
            raise TypeError(
                f"backward: the gradient to start from is a tensor or None, got {type(gradient).__name__}. Make it a "
                "tensor: tg.tensor(...)."
            )
        if gradient.array.shape != self.array.shape:
            raise RuntimeError(
                f"backward: gradient has shape {gradient.array.shape}, the tensor {self.array.shape}; they must agree."
            )
        if gradient._device != self._device:
            raise backend.DeviceError(
                f"backward: the gradient lies on {gradient._device}, the tensor on {self._device}. Move it: "
                "gradient.to(x.device)."
            )
        return gradient.array.astype(self.array.dtype, copy=False)

    def register_hook(self, hook: Callable) -> autograd.HookHandle:
        """Call `hook(grad)` when the gradient of this tensor is complete; a tensor it returns takes its place.

        >>> x = tg.tensor([1.0, 2.0], requires_grad=True)
        >>> handle = x.register_hook(lambda grad: grad * 10)
        >>> (x * 3).sum().backward()
        >>> x.grad
        tensor([30., 30.])
        >>> handle.remove()
        """
        if not self.tracked:
            raise RuntimeError(
                "register_hook: this tensor does not require a gradient, so no hook would ever be called."
            )
        return autograd.HookHandle(autograd.Hooks.of(self).functions, hook)

    def retain_grad(self) -> None:
        """Keep the gradient of a computed tensor as its `.grad` too; leaves do so anyway."""
        if not self.tracked:
            raise RuntimeError("retain_grad: this tensor does not require a gradient, so there is none to keep.")
        if self.grad_fn is not None:
            autograd.Hooks.of(self).keep_for(self)
            self.retains_grad = True

    def __getstate__(self) -> dict:
        """What copies and pickles keep: as in PyTorch, only of leaves, and neither the hooks nor the gradient."""
        if self.grad_fn is not None:
            raise RuntimeError(
                "copying or pickling a computed tensor would lose the graph it came from. Use x.detach() for its "
                "numbers alone, or x.clone() for a copy that gradients pass through."
            )
        return {name: value for name, value in self.__dict__.items() if name not in ("_hooks", "_grad")}

    def __deepcopy__(self, memo: dict) -> Any:
        """A deep copy of a leaf has a copy of its gradient too; that of a parameter has none, as in PyTorch."""
        state = self.__getstate__()
        copied = memo[id(self)] = object.__new__(type(self))
        copied.__dict__.update(copy.deepcopy(state, memo))
        copied._grad = copy.deepcopy(self._grad, memo)
        return copied


def is_wanted_leaf(x: Any) -> bool:
    return isinstance(x, Variable) and x.grad_fn is None and x.tracked


def assignable(gradient: Any, to: Variable) -> Any:
    """A gradient that may become the `.grad` of a tensor."""
    if not isinstance(gradient, Variable):
        kind = type(gradient).__name__
        raise TypeError(f"x.grad = ...: a gradient is a tensor or None, got {kind}. Make it one: tg.tensor(...).")
    if gradient is to:
        raise RuntimeError("x.grad = x: a tensor cannot be its own gradient; assign a copy: x.detach().clone().")
    if gradient.array.shape != to.array.shape:
        raise RuntimeError(
            f"x.grad = ...: the gradient has shape {gradient.array.shape}, the tensor {to.array.shape}. A gradient has "
            "one number for each of the tensor's."
        )
    if gradient.array.dtype != to.array.dtype:
        raise RuntimeError(
            f"x.grad = ...: the gradient is {gradient.array.dtype}, the tensor {to.array.dtype}. Convert it: "
            "gradient.to(x.dtype)."
        )
    if gradient._device != to._device:
        raise backend.DeviceError(
            f"x.grad = ...: the gradient lies on {gradient._device}, the tensor on {to._device}. Move it: "
            "gradient.to(x.device)."
        )
    return gradient
