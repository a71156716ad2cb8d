"""Everything that training changes, kept and brought back to the bit."""

from __future__ import annotations

import copy
import functools
import inspect
from collections.abc import Callable
from typing import Any

from tinygrad_lite.training.library import library_of
from tinygrad_lite.training.random_state import get_random_state, set_random_state


class Snapshot:
    """A model, the optimizers and whatever else has a state, and all random numbers, as they are now.

    Args:
        model: ours or PyTorch's; with its gradients, and the mode of each of its modules.
        others: what has a `state_dict` (optimizers, schedules), lists and dicts.
        loader: its place in the epoch, and the generators of it and of its sampler.
    """

    def __init__(self, model: Any, others: list[Any], loader: Any = None):
        self.model, self.library, self.loader = model, library_of(model), loader
        self.tensors = [(t, t.detach().clone()) for t in [*model.parameters(), *model.buffers()]]
        self.gradients = [(p, p.grad, None if p.grad is None else p.grad.clone()) for p in model.parameters()]
        self.modes = [(module, module.training) for module in model.modules()]
        self.plain = [(value, value.copy()) for value in others if isinstance(value, (list, dict))]
        with_state = [value for value in others if hasattr(value, "load_state_dict")]
        self.states = [(value, copy.deepcopy(value.state_dict())) for value in with_state]
        self.place = dict(vars(loader)) if hasattr(loader, "__dict__") else {}
        sources = [getattr(owner, "generator", None) for owner in (loader, getattr(loader, "sampler", None))]
        self.generators = [(source, source.get_state()) for source in sources if source is not None]
        self.random = get_random_state(self.library)

    def restore(self) -> None:
        with self.library.no_grad():
            for tensor, before in self.tensors:
                tensor.copy_(before)
            for parameter, gradient, before in self.gradients:
                parameter.grad = gradient
                if gradient is not None:
                    gradient.copy_(before)
        for module, training in self.modes:
            module.training = training
        for value, before in self.plain:
            value.clear()
            value.extend(before) if isinstance(value, list) else value.update(before)
        for value, state in self.states:
            value.load_state_dict(copy.deepcopy(state))
        if self.place:
            vars(self.loader).update(self.place)
        for source, state in self.generators:
            source.set_state(state)
        set_random_state(self.random, self.library)


def named_by(function: Callable) -> list[Any]:
    """The objects that a function's code names: those around it, its module's, its object's and its defaults."""
    found: list[Any] = []
    while isinstance(function, functools.partial):
        found += [*function.args, *function.keywords.values()]
        function = function.func
    if not inspect.isroutine(function):
        found += vars(function).values()
        function = type(function).__call__
    if inspect.ismethod(function):
        found += vars(function.__self__).values()
        function = function.__func__
    function = inspect.unwrap(function)
    if inspect.isfunction(function):
        variables = inspect.getclosurevars(function)
        found += [*variables.nonlocals.values(), *variables.globals.values(), *(function.__defaults__ or ())]
    return list({id(value): value for value in found}.values())
