"""Lesson 04, steps with a memory: momentum, and Nesterov's look ahead."""

from __future__ import annotations

import numpy as np

from ...exercise import mistake
from .shared import SHAPES, OneParameter, sized

_RATES = [0.01, 0.03, 0.05, 0.2, 0.3, 0.7, 1.5, 3.0]
_MOMENTA = [0.9, 0.5, 0.95, 0.8, 0.6, 0.99, 0.3, 0.7]


class _WithVelocity(OneParameter):
    parts = ("param", "velocity")
    axes = {"param": ..., "grad": ..., "velocity": ...}
    words = {**OneParameter.words, "momentum": "the momentum"}
    nesterov = False

    def cases(self, rng):
        yield self.case(np.array([1.0]), np.array([0.5]), np.array([2.0]), 0.1, 0.9)
        yield self.case(np.array([0.0, 3.0]), np.array([1.0, -1.0]), np.array([1.0, 1.0]), 0.1, 0.5)
        yield self.case(np.array([2.0]), np.array([-3.0]), np.array([4.0]), 0.01, 0.9)
        for shape, lr, momentum in zip(SHAPES, _RATES, _MOMENTA, strict=True):
            yield self.case(*(sized(rng, shape) for _ in range(3)), lr, momentum)
        for shape in [(3,), (3, 4)]:
            yield self.case(
                sized(rng, shape), sized(rng, shape), np.zeros(shape), 0.25, 0.9, about="in the first step of all"
            )
            yield self.case(*(sized(rng, shape) for _ in range(3)), 0.25, 0.0, about="where the momentum is 0")
            yield self.case(
                sized(rng, shape), np.zeros(shape), sized(rng, shape), 0.25, 0.9, about="where the gradient is 0"
            )

    def reference(self, param, grad, velocity, lr, momentum):
        import torch

        parameter = torch.nn.Parameter(torch.tensor(param))
        parameter.grad = torch.tensor(grad)
        if momentum == 0:  # PyTorch keeps no velocity then
            torch.optim.SGD([parameter], lr=lr).step()
            return parameter, torch.tensor(grad)
        optimizer = torch.optim.SGD([parameter], lr=lr, momentum=momentum, nesterov=self.nesterov)
        optimizer.state[parameter]["momentum_buffer"] = torch.tensor(velocity)
        optimizer.step()
        return parameter, optimizer.state[parameter]["momentum_buffer"]


class Momentum(_WithVelocity):
    id, points = "optim/momentum", 2
    hints = (
        "Two things happen, one after the other: the velocity gets new, and then the weights move along it.",
        "velocity ← momentum · velocity + gradient; then param ← param − lr · velocity, with the new velocity.",
        "Three lines: `velocity = …` with the gradient in it, `param = …` with the new velocity in it, and "
        "`return param, velocity`.",
    )
    notice = "With momentum 0 this is plain gradient descent: nothing is left of the old velocity."

    @staticmethod
    def solution(param, grad, velocity, lr, momentum):
        """One step of gradient descent with momentum, as `torch.optim.SGD(momentum=…)` makes it.

        The arrays that come in stay as they are; new ones are returned.

        Args:
            param: array of any shape, the weights.
            grad: array of the same shape, their gradient.
            velocity: array of the same shape, what the step before returned; zeros before the first step.
            lr: the learning rate.
            momentum: how much of the old velocity is kept, from 0 to below 1.
        Returns:
            (param, velocity): two arrays, the new weights and the new velocity.
        """
        velocity = momentum * velocity + grad
        return param - lr * velocity, velocity

    @mistake(
        "averages the gradients",
        "You multiplied the gradient by 1 − momentum. That makes the velocity an average, so the steps are "
        "1 / (1 − momentum) times shorter in the long run; PyTorch's SGD adds the gradient in full.",
    )
    def averages(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + (1 - momentum) * grad
        return param - lr * velocity, velocity

    @mistake(
        "puts the learning rate into the velocity",
        "Your velocity has the learning rate in it. The velocity that came in has not: it is a sum of gradients, and "
        "went into the weights without the learning rate. PyTorch's stays a sum of gradients, and is multiplied in the "
        "step.",
    )
    def rate_inside(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + lr * grad
        return param - velocity, velocity

    @mistake(
        "puts minus the learning rate into the velocity",
        "Your velocity is the step itself, with minus and learning rate in it, and is added to the weights. Some books "
        "write it so; here, as in PyTorch, the velocity is a sum of gradients and is subtracted, times lr.",
    )
    def step_as_velocity(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity - lr * grad
        return param + velocity, velocity

    @mistake(
        "uses the learning rate twice",
        "The learning rate is in your velocity and in your step. The gradient is then multiplied by it twice.",
    )
    def rate_twice(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + lr * grad
        return param - lr * velocity, velocity

    @mistake(
        "moves by the old velocity",
        "You moved the weights by the velocity from before, and only then renewed it. Every gradient then takes effect "
        "one step late, and the first step goes nowhere.",
    )
    def old_velocity(self, param, grad, velocity, lr, momentum):
        return param - lr * velocity, momentum * velocity + grad

    @mistake(
        "moves by the gradient alone",
        "You renewed the velocity but moved the weights by the gradient alone. The velocity is there to be followed: "
        "without it this is plain gradient descent.",
    )
    def plain(self, param, grad, velocity, lr, momentum):
        return param - lr * grad, momentum * velocity + grad

    @mistake(
        "adds the step",
        "You added the step instead of subtracting it. The velocity is a sum of gradients, and they point uphill.",
    )
    def adds(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param + lr * velocity, velocity

    @mistake(
        "turns the velocity's sign",
        "Your new weights are right, but your velocity has the opposite sign. PyTorch keeps a sum of gradients and "
        "puts the minus into the step; the next step would take yours the wrong way.",
    )
    def turned(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - lr * velocity, -velocity

    @mistake(
        "subtracts the gradient from the velocity",
        "You put the gradient into the velocity with a minus, and added the velocity to the weights. The velocity that "
        "came in is a sum of gradients with a plus, so it now drives the weights uphill.",
    )
    def minus_plus(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity - grad
        return param + lr * velocity, velocity

    @mistake(
        "puts the gradient into the velocity with a minus",
        "You put the gradient into the velocity with a minus, and subtracted the velocity from the weights. Two minus "
        "signs make a plus: the new gradient moves the weights uphill.",
    )
    def two_minuses(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity - grad
        return param - lr * velocity, velocity

    @mistake(
        "puts the momentum on the gradient",
        "You multiplied the gradient by the momentum and kept the old velocity in full. The velocity then never fades: "
        "an old gradient counts for ever.",
    )
    def on_the_gradient(self, param, grad, velocity, lr, momentum):
        velocity = velocity + momentum * grad
        return param - lr * velocity, velocity

    @mistake(
        "puts the momentum on both",
        "You multiplied the sum of velocity and gradient by the momentum. Only the old velocity fades; the new "
        "gradient counts in full.",
    )
    def on_both(self, param, grad, velocity, lr, momentum):
        velocity = momentum * (velocity + grad)
        return param - lr * velocity, velocity

    @mistake(
        "exchanges the shares",
        "You gave the gradient the momentum as its share, and the old velocity 1 − momentum. Here it is the old "
        "velocity that is multiplied by the momentum, and the gradient is added in full.",
    )
    def shares_exchanged(self, param, grad, velocity, lr, momentum):
        velocity = (1 - momentum) * velocity + momentum * grad
        return param - lr * velocity, velocity

    @mistake(
        "uses the momentum twice",
        "You multiplied by the momentum again when you moved the weights. It belongs to the old velocity alone; the "
        "step is the learning rate times the new velocity.",
    )
    def momentum_twice(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - lr * momentum * velocity, velocity

    @mistake(
        "leaves out the momentum",
        "You added the gradient to the velocity without making the old velocity smaller. It then never fades, and the "
        "weights swing through the minimum for ever.",
    )
    def no_momentum(self, param, grad, velocity, lr, momentum):
        velocity = velocity + grad
        return param - lr * velocity, velocity

    @mistake(
        "returns the old velocity",
        "You returned the velocity that came in. The next step then starts without this step's gradient: hand on the "
        "new one.",
    )
    def hands_on_the_old(self, param, grad, velocity, lr, momentum):
        return param - lr * (momentum * velocity + grad), velocity.copy()

    @mistake(
        "returns the two in the other order",
        "You returned velocity and weights in this order. The weights come first: `(param, velocity)`.",
    )
    def other_order(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return velocity, param - lr * velocity

    @mistake(
        "makes Nesterov's step",
        "Your weights move by gradient + momentum · new velocity, which is Nesterov's step, the next exercise. Here "
        "they move by the new velocity itself.",
    )
    def looks_ahead(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - lr * (grad + momentum * velocity), velocity

    @mistake(
        "leaves out the learning rate",
        "You subtracted the whole velocity, without the learning rate. The velocity is a sum of several gradients, so "
        "the step would be even longer than the gradient itself.",
    )
    def no_rate(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - velocity, velocity

    @mistake(
        "adds the gradient once more to the step",
        "You moved by the new velocity plus the gradient. The new velocity has this gradient in it already.",
    )
    def gradient_twice(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - lr * (velocity + grad), velocity


class Nesterov(_WithVelocity):
    id, points = "optim/nesterov", 2
    nesterov = True
    hints = (
        "The velocity is renewed as in `momentum`. What differs is the direction in which the weights move.",
        "velocity ← momentum · velocity + gradient; direction = gradient + momentum · velocity, with the new velocity; "
        "param ← param − lr · direction.",
        "Three lines: `velocity = …` as before; `direction = grad + …`; `return … direction, velocity`.",
    )
    notice = "What is returned as velocity is the same as with momentum. The look ahead is in the step alone."

    @staticmethod
    def solution(param, grad, velocity, lr, momentum):
        """One step with Nesterov's momentum, in the form of `torch.optim.SGD(momentum=…, nesterov=True)`.

        The arrays that come in stay as they are; new ones are returned.

        Args:
            param: array of any shape, the weights.
            grad: array of the same shape, their gradient.
            velocity: array of the same shape, what the step before returned; zeros before the first step.
            lr: the learning rate.
            momentum: how much of the old velocity is kept, from 0 to below 1.
        Returns:
            (param, velocity): two arrays, the new weights and the new velocity.
        """
        velocity = momentum * velocity + grad
        return param - lr * (grad + momentum * velocity), velocity

    @mistake(
        "moves by the velocity",
        "Your step is that of plain momentum. Nesterov's step looks ahead: it follows the gradient plus momentum times "
        "the *new* velocity. With the old velocity in that place, plain momentum comes out again.",
    )
    def plain_momentum(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - lr * velocity, velocity

    @mistake(
        "looks ahead by the whole velocity",
        "You added the whole new velocity to the gradient. It comes in times the momentum: that is the part of it that "
        "will be left in the next step.",
    )
    def whole_velocity(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - lr * (grad + velocity), velocity

    @mistake(
        "leaves the gradient out of the step",
        "Your step follows momentum times the new velocity alone. The gradient itself is added to that once more.",
    )
    def no_gradient(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - lr * momentum * velocity, velocity

    @mistake(
        "leaves the look ahead out of the parentheses",
        "You multiplied the gradient alone by the learning rate, and added momentum · velocity as it is, uphill. Minus "
        "and learning rate belong to both: put the sum in parentheses.",
    )
    def no_parentheses(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - lr * grad + momentum * velocity, velocity

    @mistake(
        "hands on the direction as velocity",
        "You returned the direction of the step as the velocity. It has the gradient in it twice, and the next step "
        "would add to that; hand on momentum · velocity + gradient.",
    )
    def direction_as_velocity(self, param, grad, velocity, lr, momentum):
        direction = grad + momentum * (momentum * velocity + grad)
        return param - lr * direction, direction

    @mistake(
        "averages the gradients",
        "You multiplied the gradient by 1 − momentum in the velocity. PyTorch's SGD adds it in full.",
    )
    def averages(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + (1 - momentum) * grad
        return param - lr * (grad + momentum * velocity), velocity

    @mistake(
        "puts the learning rate into the velocity",
        "Your velocity has the learning rate in it. The weights move alike only where the velocity that came in has it "
        "too; PyTorch keeps the learning rate out of the velocity.",
    )
    def rate_inside(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + lr * grad
        return param - (lr * grad + momentum * velocity), velocity

    @mistake(
        "puts minus the learning rate into the velocity",
        "Your velocity is a step, with minus and learning rate in it, as in Sutskever's paper. In PyTorch's form it is "
        "a sum of gradients, and minus and learning rate come in when the weights are moved.",
    )
    def step_as_velocity(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity - lr * grad
        return param + momentum * velocity - lr * grad, velocity

    @mistake(
        "adds the step",
        "You added the step instead of subtracting it. Gradient and velocity point uphill.",
    )
    def adds(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param + lr * (grad + momentum * velocity), velocity

    @mistake(
        "leaves out the learning rate",
        "You subtracted the whole direction, without the learning rate, which says how far to go along it.",
    )
    def no_rate(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - (grad + momentum * velocity), velocity

    @mistake(
        "subtracts the look ahead",
        "You subtracted momentum · velocity from the gradient. Looking ahead means going on in the direction of the "
        "velocity, so it is added.",
    )
    def looks_back(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - lr * (grad - momentum * velocity), velocity

    @mistake(
        "returns the old velocity",
        "You returned the velocity that came in. The next step then starts without this step's gradient: hand on the "
        "new one.",
    )
    def hands_on_the_old(self, param, grad, velocity, lr, momentum):
        new = momentum * velocity + grad
        return param - lr * (grad + momentum * new), velocity.copy()

    @mistake(
        "returns the two in the other order",
        "You returned velocity and weights in this order. The weights come first: `(param, velocity)`.",
    )
    def other_order(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return velocity, param - lr * (grad + momentum * velocity)

    @mistake(
        "puts the learning rate into the velocity, without a look ahead",
        "Two things: your velocity has the learning rate in it, where PyTorch's is a sum of gradients; and the step "
        "goes along the velocity itself. Nesterov's looks ahead: gradient plus momentum times the new velocity.",
    )
    def plain_with_rate(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + lr * grad
        return param - velocity, velocity

    @mistake(
        "puts minus the learning rate into the velocity, without a look ahead",
        "Two things: your velocity holds the steps themselves, −lr · gradient, where PyTorch's is a sum of "
        "gradients; and no look ahead is in it. Nesterov's step: gradient plus momentum times the new velocity, "
        "times lr.",
    )
    def steps_as_velocity(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity - lr * grad
        return param + velocity, velocity
