"""Lesson 04, an optimizer as a class: it holds the parameters and their velocities, steps, and clears gradients."""

from __future__ import annotations

import re

import numpy as np

from ...case import Handle
from ...exercise import Exercise, mistake
from ..gradient_causes import gradient_cause
from .parameter import ParameterRecipe
from .play import Play
from .shared import SHAPES


class SGD:
    """Gradient descent with momentum over several parameters, with the words of `torch.optim.SGD`."""

    def __init__(self, params, lr, momentum=0.0):
        """Remember the parameters, and give each a velocity that starts at 0.

        Args:
            params: the parameters, in a list, a generator or anything else that `for` can go through; each has `.data`
                (an array) and `.grad` (an array of the same shape, or None).
            lr: the learning rate.
            momentum: how much of a velocity is kept from step to step.
        """
        self.params = list(params)
        self.lr, self.momentum = lr, momentum
        self.velocities = [np.zeros_like(param.data) for param in self.params]

    def step(self):
        """Renew every velocity and move every `.data` against it.

        A parameter whose `.grad` is None is left alone, and so is its velocity.
        """
        for index, param in enumerate(self.params):
            if param.grad is not None:
                self.velocities[index] = self.momentum * self.velocities[index] + param.grad
                param.data = param.data - self.lr * self.velocities[index]

    def zero_grad(self):
        """Forget the gradients, so that the next ones are not added to these: None or zeros are left of each."""
        for param in self.params:
            param.grad = None


class OptimizerClass(Exercise):
    id, name, points = "optim/optimizer_class", "SGD", 4
    solution = SGD
    hints = (
        "What has to be remembered from one step to the next? Make it in `__init__`, one for each parameter. And "
        "remember the parameters themselves so that you can go through them more than once.",
        "For each parameter that has a gradient: velocity ← momentum · velocity + grad, data ← data − lr · velocity. "
        "`zero_grad` sets every `.grad` to None.",
        "`self.params = list(params)`; a list `self.velocities` of zeros of the right shapes; in `step`: "
        "`for index, param in enumerate(self.params):`, with `if param.grad is not None:` in it.",
    )
    notice = "An optimizer holds references: whoever owns the parameters sees `.data` change, without being told."

    def cause(self, failure, case, submission):
        if "broadcast" in failure.message and re.search(r"\bid\(\s*\w+\.data\s*\)", submission.source):
            return (
                "The velocities are kept under `id(….data)`. Each step makes a new array, and a new array may get the "
                "id of another one that is gone. The parameter itself stays the same object: take its id, or count "
                "them."
            )
        return gradient_cause(failure, submission)

    def cases(self, rng):
        yield self._by_hand(momentum=None)
        yield self._by_hand(momentum=0.9)
        for shapes, lr, momentum in (
            ([(3,), (1, 4)], 0.1, None),
            ([(5,)], 0.3, 0.5),
            ([(3, 5), (3,), (4, 1)], 0.05, 0.9),
            ([(3,), (3,)], 0.2, 0.8),
            ([(4, 3), (4, 3), (4, 3)], 0.1, 0.6),
            ([(7,), SHAPES[-1]], 0.7, 0.95),
            ([(3,), (1, 3)], 0.2, 0.7),
            ([(2, 3), (3,)], 0.1, 0.9),
            ([(4,), (1, 4), (4,)], 0.3, 0.6),
        ):
            play = Play(self, rng, shapes, lr, momentum)
            for _ in range(3):
                play.round()
            yield play.case()
        for momentum in (None, 0.9, 0.5, 0.7):
            yield self._without_clearing(rng, momentum)
        for momentum in (None, 0.9, 0.7):
            play = Play(self, rng, [(3,), (4,)], 0.1, momentum, once=True)
            play.gradients()
            play.step()
            play.round()
            play.round()
            yield play.case("where the parameters come from a generator")
        for without, momentum in (("b", 0.9), ("a", 0.5), ("a", None), ("a", 0.8), ("a", 0.9), ("a", 0.6)):
            yield self._some_without_gradient(rng, without, momentum)
        for momentum in (0.9, 0.6, 0.8):
            yield self._two_optimizers(rng, momentum)
        for values in ((1.0, 0.0, 0.5), ([1.0, -1.0], [1.0, 1.0], [0.5, 0.25]), ([1.0, 0.0], [1.0, 1.0], [0.0, 0.5])):
            play = Play(self, rng, [(2,)], 0.1, 0.9)  # a gradient of 0 is one, and so is a velocity that adds up to 0
            for value in values:
                play.round(value=value)
            yield play.case()

    def _by_hand(self, momentum):
        """Steps that can be followed in the head: with a gradient of 1 the velocity grows 1, 1.9, 2.71."""
        play = Play(self, np.random.default_rng(0), [(1,)], 0.1, momentum)
        play.params["a"] = ParameterRecipe(np.array([5.0]))
        for _ in range(3):
            play.round(value=1.0)
        return play.case()

    def _without_clearing(self, rng, momentum):
        """Gradients add up until `zero_grad` is called; a step does not clear them."""
        play = Play(self, rng, [(3,), (1, 4)], 0.1, momentum)
        play.gradients()
        play.step()
        play.step()
        play.gradients()
        play.step()
        play.round()
        play.round()
        return play.case()

    def _some_without_gradient(self, rng, without, momentum):
        """One parameter has no gradient, first from the start, then because it was set to None."""
        play = Play(self, rng, [(3,), (3,)], 0.1, momentum)
        play.round(without)
        play.round()
        play.optimizer.call("zero_grad", report=False)
        play.gradients(without)
        Handle(play.script, without).set("grad", None)
        play.step()
        play.round()
        return play.case("where a parameter has no gradient")

    def _two_optimizers(self, rng, momentum):
        """Each has parameters and velocities of its own."""
        first = Play(self, rng, [(3,), (4,)], 0.1, momentum)
        second = Play(self, rng, [(3,), (4,)], 0.3, momentum, name="second", script=first.script)
        for play in (first, second, first, second):
            play.round()
        return first.case("with two optimizers", **second.params, **second.group)

    class reference:
        """The same words, on PyTorch; the parameters are read before a step and written after it."""

        def __init__(self, params, lr, momentum=0.0):
            import torch

            self.params = list(params)
            self.tensors = [torch.nn.Parameter(torch.tensor(param.data)) for param in self.params]
            self.optimizer = torch.optim.SGD(self.tensors, lr=lr, momentum=momentum)

        def step(self):
            import torch

            for param, tensor in zip(self.params, self.tensors, strict=True):
                tensor.grad = None if param.grad is None else torch.tensor(param.grad)
            self.optimizer.step()
            for param, tensor in zip(self.params, self.tensors, strict=True):
                param.data = tensor.detach().numpy().copy()

        def zero_grad(self):
            for param in self.params:
                param.grad = None

    @mistake(
        "loses the parameters of a generator",
        "You kept the generator itself. A generator gives its parameters once; the second loop over it finds nothing, "
        "so from the second round on no weight moves and no gradient is cleared. `list(params)` keeps them.",
    )
    class KeepsTheGenerator(SGD):
        def __init__(self, params, lr, momentum=0.0):
            self.params, self.lr, self.momentum, self.velocity = params, lr, momentum, {}

        def step(self):
            for param in self.params:
                if param.grad is not None:
                    self.velocity[param] = self.momentum * self.velocity.get(param, 0.0) + param.grad
                    param.data = param.data - self.lr * self.velocity[param]

    @mistake(
        "uses a generator up in __init__",
        "When your first step comes, a generator is used up already. It gives its parameters once; whatever goes "
        "through it again finds nothing. Begin with `self.params = list(params)`, and use that from then on.",
    )
    class TwiceInInit(SGD):
        def __init__(self, params, lr, momentum=0.0):
            self.velocities = [np.zeros_like(param.data) for param in params]
            self.params, self.lr, self.momentum = list(params), lr, momentum

    @mistake(
        "shares one velocity",
        "Your parameters share one velocity. Each then moves along the gradients of the others too, and arrays of "
        "different shapes may not fit together at all: keep a velocity for each parameter.",
    )
    class Shared(SGD):
        def __init__(self, params, lr, momentum=0.0):
            self.params, self.lr, self.momentum, self.velocity = list(params), lr, momentum, 0.0

        def step(self):
            for param in self.params:
                if param.grad is not None:
                    self.velocity = self.momentum * self.velocity + param.grad
                    param.data = param.data - self.lr * self.velocity

    @mistake(
        "one velocity for all parameters of a shape",
        "Parameters of the same shape share one velocity, so each moves along the gradients of the others too. Two "
        "layers of a network often have the same shape: keep a velocity for each parameter, by its place in the list.",
    )
    class ByShape(SGD):
        def __init__(self, params, lr, momentum=0.0):
            self.params, self.lr, self.momentum = list(params), lr, momentum
            self.by_shape = {param.data.shape: np.zeros_like(param.data) for param in self.params}

        def step(self):
            for param in self.params:
                if param.grad is not None:
                    shape = param.data.shape
                    self.by_shape[shape] = self.momentum * self.by_shape[shape] + param.grad
                    param.data = param.data - self.lr * self.by_shape[shape]

    @mistake(
        "forgets the velocity",
        "Your step does not depend on the steps before it. The velocity has to be kept in `self` from step to step; "
        "one that starts again from 0 is the gradient alone.",
    )
    class Forgets(SGD):
        def step(self):
            for param in self.params:
                if param.grad is not None:
                    param.data = param.data - self.lr * param.grad

    @mistake(
        "averages the gradients",
        "In your velocity the gradient counts only 1 − momentum times. PyTorch's SGD adds it in full, as in the "
        "exercise `momentum`.",
    )
    class Averages(SGD):
        def step(self):
            for index, param in enumerate(self.params):
                if param.grad is not None:
                    gradient = (1 - self.momentum) * param.grad
                    self.velocities[index] = self.momentum * self.velocities[index] + gradient
                    param.data = param.data - self.lr * self.velocities[index]

    @mistake(
        "uses the learning rate twice",
        "The learning rate is in your velocity and in your step. The gradient is then multiplied by it twice.",
    )
    class RateTwice(SGD):
        def step(self):
            for index, param in enumerate(self.params):
                if param.grad is not None:
                    self.velocities[index] = self.momentum * self.velocities[index] + self.lr * param.grad
                    param.data = param.data - self.lr * self.velocities[index]

    @mistake(
        "adds the step",
        "You added the step instead of subtracting it. The gradient points uphill.",
    )
    class Climbs(SGD):
        def step(self):
            self.lr = -abs(self.lr)
            super().step()

    @mistake(
        "does not clear the gradients",
        "Your `zero_grad` leaves the gradients as they are. The next ones are added to them, so every step follows the "
        "sum of all gradients so far.",
    )
    class NeverClears(SGD):
        def zero_grad(self):
            self.gradients = [None for _ in self.params]

    @mistake(
        "clears the weights",
        "Your `zero_grad` sets `.data` to 0 and leaves `.grad` as it is. It is the gradients that are to be cleared; "
        "with the weights goes all that was learned.",
    )
    class ClearsWeights(SGD):
        def zero_grad(self):
            for param in self.params:
                param.data = 0.0 * param.data

    @mistake(
        "makes the gradient's own array the velocity",
        "Your first velocity is the gradient's own array, not a copy. What is later written into the one is then in "
        "the other too, the zeros of `zero_grad` for example. `param.grad.copy()` keeps them apart.",
    )
    class SameArray(SGD):
        def __init__(self, params, lr, momentum=0.0):
            self.params, self.lr, self.momentum, self.velocity = list(params), lr, momentum, {}

        def step(self):
            for param in self.params:
                if param.grad is not None and param not in self.velocity:
                    self.velocity[param] = param.grad
                elif param.grad is not None:
                    self.velocity[param] *= self.momentum
                    self.velocity[param] += param.grad
                if param.grad is not None:
                    param.data = param.data - self.lr * self.velocity[param]

        def zero_grad(self):
            for param in self.params:
                if param.grad is not None:
                    param.grad[...] = 0.0

    @mistake(
        "clears the velocities with the gradients",
        "Your `zero_grad` sets the velocities back to 0 too. It is called before every step, so no velocity ever lives "
        "longer than one step.",
    )
    class ClearsVelocities(SGD):
        def zero_grad(self):
            super().zero_grad()
            self.velocities = [0.0 * velocity for velocity in self.velocities]

    @mistake(
        "clears the gradients in step",
        "Your `step` clears the gradients. That is for `zero_grad` alone: whoever wants to look at the gradients after "
        "a step, or to gather several batches, would find them gone.",
    )
    class StepClears(SGD):
        def step(self):
            super().step()
            self.zero_grad()

    @mistake(
        "takes None for a gradient of 0",
        "You treated a gradient that is None as zeros. With momentum the parameter then goes on moving by its old "
        "velocity; PyTorch leaves it alone, and its velocity as it is.",
    )
    class NoneIsZero(SGD):
        def step(self):
            for index, param in enumerate(self.params):
                gradient = 0.0 if param.grad is None else param.grad
                self.velocities[index] = self.momentum * self.velocities[index] + gradient
                param.data = param.data - self.lr * self.velocities[index]

    @mistake(
        "stops at the first parameter without a gradient",
        "Your step ends at the first parameter that has no gradient. Those after it may have one: `continue` goes on "
        "with the next, where `return` and `break` end the loop.",
    )
    class Stops(SGD):
        def step(self):
            for index, param in enumerate(self.params):
                if param.grad is None:
                    return
                self.velocities[index] = self.momentum * self.velocities[index] + param.grad
                param.data = param.data - self.lr * self.velocities[index]

    @mistake(
        "counts parameters with a gradient only",
        "Where a parameter has no gradient, those behind it take the velocities of others: the velocities are numbered "
        "by the parameters that have a gradient. The number has to go on with every parameter, as with `enumerate`.",
    )
    class CountsSome(SGD):
        def __init__(self, params, lr, momentum=0.0):
            super().__init__(params, lr, momentum)
            self.velocities = [0.0] * len(self.params)

        def step(self):
            for index, param in enumerate([each for each in self.params if each.grad is not None]):
                self.velocities[index] = self.momentum * self.velocities[index] + param.grad
                param.data = param.data - self.lr * self.velocities[index]

    @mistake(
        "moves by the old velocity",
        "You moved the weights by the velocity from before, and only then renewed it. Every gradient then takes effect "
        "one step late, and the first step goes nowhere.",
    )
    class OldVelocity(SGD):
        def step(self):
            for index, param in enumerate(self.params):
                if param.grad is not None:
                    param.data = param.data - self.lr * self.velocities[index]
                    self.velocities[index] = self.momentum * self.velocities[index] + param.grad

    @mistake(
        "leaves `.data` as it was",
        "After your `step` every `.data` is what it was. A new value has to be given to `param.data` itself; given to "
        "a variable of the loop, as in `param = param.data - …`, it is lost.",
    )
    class Nothing(SGD):
        def step(self):
            self.moved = [param.data - self.lr * param.grad for param in self.params if param.grad is not None]
