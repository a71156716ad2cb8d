"""What happens to an optimizer over some parameters, for the cases of `optim/optimizer_class` in lesson 04."""

from __future__ import annotations

import numpy as np

from ...case import Handle
from .parameter import ParameterRecipe, Together
from .shared import sized


class Play:
    """A script in the making: an optimizer over some parameters, and what happens to them."""

    def __init__(self, exercise, rng, shapes, lr, momentum=None, once=False, name="optimizer", script=None):
        self.rng, self.script = rng, script or exercise.script()
        letters = "abcd" if name == "optimizer" else "pqrs"
        named = zip(letters, shapes, strict=False)
        self.params = {letter: ParameterRecipe(sized(rng, shape)) for letter, shape in named}
        self.group = {"params" if name == "optimizer" else "others": Together(tuple(self.params), once)}
        options = {} if momentum is None else {"momentum": momentum}
        self.optimizer = self.script.new(name, Handle(self.script, next(iter(self.group))), lr=lr, **options)

    def gradients(self, without="", value=None):
        for name, parameter in self.params.items():
            if name not in without:
                shape = parameter.data.shape
                gradient = sized(self.rng, shape) if value is None else np.full(shape, value)
                Handle(self.script, name).call("add_grad", gradient, report=False)

    def step(self, look=True):
        self.optimizer.call("step", report=False)
        for name in self.params if look else ():
            Handle(self.script, name).get("data")

    def round(self, without="", value=None):
        """Clear, get gradients, step: as in a training loop."""
        self.optimizer.call("zero_grad", report=False)
        self.gradients(without, value)
        self.step()

    def case(self, about="", **more):
        return self.script.case(about, **self.params, **self.group, **more)
