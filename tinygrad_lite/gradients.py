"""Gradients handed back instead of added to `.grad`: `autograd.grad`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tinygrad_lite import autograd
from tinygrad_lite.arguments import checked
from tinygrad_lite.between import ask_hooks_of_idle, between
from tinygrad_lite.ops.common import refuse
from tinygrad_lite.tensor import Tensor


@checked
def grad(
    outputs: Tensor | Sequence[Tensor],
    inputs: Tensor | Sequence[Tensor],
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> tuple[Tensor | None, ...]:
    """The gradients of the sum of `outputs` with respect to `inputs`; no `.grad` is changed. `torch.autograd.grad`.

    Args:
        outputs: one or several tensors, of one element each where `grad_outputs` has none for it.
        inputs: one or several tensors, leaves or computed ones.
        grad_outputs: for each output the gradient to start from, or None.
        retain_graph: keep the graph, to walk through it again.
        create_graph, is_grads_batched, only_inputs=False: not supported.
        allow_unused: give None for an input that the outputs do not depend on.
        materialize_grads: give zeros for such an input.
    Raises:
        ValueError: `materialize_grads` is True and `allow_unused` False.
        RuntimeError: an input requires no gradient, or was not used and neither of the two is set; or the graph was
            used before.

    >>> x = tg.tensor(3.0, requires_grad=True)
    >>> tg.autograd.grad(x**2, x)
    (tensor(6.),)
    """
    if materialize_grads and allow_unused is False:
        raise ValueError("grad: materialize_grads=True gives zeros for what is not used: leave out allow_unused=False.")
    refuse(
        "grad",
        create_graph=(create_graph, False),
        only_inputs=(only_inputs, True),
        is_grads_batched=(is_grads_batched, False),
    )
    outputs, inputs = as_list(outputs, "outputs"), as_list(inputs, "inputs")
    starts = as_list(grad_outputs, "grad_outputs") if grad_outputs is not None else [None] * len(outputs)
    if len(starts) != len(outputs):
        raise RuntimeError(f"grad: there are {len(outputs)} outputs, but {len(starts)} grad_outputs: one for each.")
    if not all(x.requires_grad for x in inputs):
        raise RuntimeError("grad: an input does not require a gradient; make it with requires_grad=True.")
    grads: dict[Any, Any] = {}
    for output, start in zip(outputs, starts):
        root, first = output.grad_fn or output, output.first_gradient(start)
        grads[root] = grads[root] + first if root in grads else first
    leading = between(grads, inputs)
    ask_hooks_of_idle(grads, leading, inputs)
    passing = {x: Passing() for x in inputs if x.grad_fn in leading}  # the walk goes on from these; so they are asked
    handles = [x.register_hook(keep) for x, keep in passing.items()]
    try:
        left = autograd.walk(grads, bool(retain_graph), leading)
    finally:
        for handle in handles:
            handle.remove()
    found_by = {x: passing[x].grad if x in passing else arrived(x, left) for x in dict.fromkeys(inputs)}
    found = [found_by[x] for x in inputs]
    if materialize_grads:
        found = [Tensor(np.zeros_like(x.array)) if g is None else g for x, g in zip(inputs, found)]
    elif not allow_unused and None in [g if g is None else 0 for g in found]:
        raise RuntimeError(
            "grad: an input was not used to compute the outputs. With allow_unused=True its gradient is None, with "
            "materialize_grads=True zeros."
        )
    return tuple(found)


class Passing:
    """Keeps a gradient that passes by."""

    grad: Tensor | None = None

    def __call__(self, grad: Tensor) -> None:
        self.grad = Tensor(grad.array.copy())


def arrived(x: Tensor, left: dict) -> Tensor | None:
    """The gradient at which the walk ended, after the hooks of that tensor."""
    place = x.grad_fn or x
    if place not in left:
        return None
    array = left[place] if place._hooks is None else place._hooks(left[place])
    return Tensor(array.copy())


def as_list(tensors: Any, name: str) -> list:
    """One tensor or several, as a list; there may be None among `grad_outputs`."""
    if isinstance(tensors, Tensor):
        return [tensors]
    if isinstance(tensors, (list, tuple)):
        others = [x for x in tensors if not isinstance(x, Tensor) and (x is not None or name != "grad_outputs")]
        if not others:
            return list(tensors)
        tensors = others[0]
    raise TypeError(f"grad: {name} must be a tensor or several in a list, got {type(tensors).__name__}.")
