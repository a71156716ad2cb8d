"""Which operations a walk to certain tensors goes through: for `backward(inputs=...)` and `autograd.grad`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tinygrad_lite.autograd import RELEASED, Function, Variable


def between(roots: Iterable, wanted: Sequence[Variable]) -> set:
    """The operations on the ways from `roots` to the tensors that are `wanted`: those a walk to them goes through.

    Raises:
        RuntimeError: one of them was released.
    """
    goals = {tensor.grad_fn or tensor for tensor in wanted}
    for tensor in wanted:
        if tensor.grad_fn is not None:  # may have been released, and have forgotten what its gradients must look like
            tensor.grad_fn._shape, tensor.grad_fn._dtype = tensor._shape, tensor._dtype
            tensor.grad_fn._device = tensor._device
    found = {root for root in roots if isinstance(root, Function)}
    unseen: list = list(found)
    users: dict[Any, list[Function]] = {}  # of each operation and leaf: the operations that used it
    while unseen:
        operation = unseen.pop()
        for source in behind(operation, goals):
            users.setdefault(source, []).append(operation)
            if isinstance(source, Function) and source not in found:
                found.add(source)
                unseen.append(source)
    leading: set[Function] = set()
    unseen = list(goals)
    while unseen:
        more = {user for user in users.get(unseen.pop(), ()) if user not in leading}
        leading |= more
        unseen.extend(more)
    if any(operation._sources is None for operation in leading):
        raise RuntimeError(RELEASED)
    return leading


def behind(operation: Function, goals: set) -> Iterable:
    """Where the inputs of an operation came from. Of a released one: where its walk ended, shared by all that this walk
    released; and those goals that were released (perhaps by that walk), or, if it broke off, all.
    """
    if operation._sources is not None:
        return operation._sources
    ended = operation._ended
    broke_off = ended is None or not ended._sources
    unsure = [goal for goal in goals if broke_off or (isinstance(goal, Function) and goal._sources is None)]
    return [ended, *(goal for goal in unsure if goal is not operation)]


def ask_hooks_of_idle(roots: dict, leading: set, wanted: Sequence[Variable]) -> None:
    """The gradient of a root is complete from the beginning: its hooks see it, even if nothing wanted lies behind."""
    goals = {tensor.grad_fn or tensor for tensor in wanted}
    for root, grad in roots.items():
        if root not in leading and root not in goals and root._hooks is not None:
            root._hooks(grad)
