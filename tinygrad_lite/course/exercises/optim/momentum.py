"""momentum, in lesson 04: a step along the velocity."""

from __future__ import annotations

from ...exercise import mistake
from .velocity import _WithVelocity


class Momentum(_WithVelocity):
    id, points = "optim/momentum", 2
    hints = (
        "Two things happen, one after the other: the velocity is renewed, and then the weights move along it.",
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
        "In your velocity the gradient counts only 1 − momentum times. That makes the velocity an average, so the "
        "steps are 1 / (1 − momentum) times shorter in the long run; PyTorch's SGD adds the gradient in full.",
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
        "In your velocity the momentum is on the gradient, and the old velocity counts in full. The velocity then "
        "never fades: an old gradient counts for ever.",
    )
    def on_the_gradient(self, param, grad, velocity, lr, momentum):
        velocity = velocity + momentum * grad
        return param - lr * velocity, velocity

    @mistake(
        "puts the momentum on both",
        "In your velocity the momentum is on the gradient as well as on the old velocity. Only the old velocity "
        "fades; the new gradient counts in full.",
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
        "Your weights move by the momentum times the new velocity, times the learning rate. The momentum belongs to "
        "the old velocity alone; the step is the learning rate times the new velocity.",
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
