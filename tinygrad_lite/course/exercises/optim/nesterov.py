"""nesterov, in lesson 04: a step that looks ahead along the velocity."""

from __future__ import annotations

from ...exercise import mistake
from .velocity import _WithVelocity


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
        "looks ahead from the velocity",
        "Your step is the new velocity plus momentum times it. The look ahead begins at the gradient: the "
        "step is the gradient plus momentum times the new velocity.",
    )
    def ahead_of_the_velocity(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - lr * (velocity + momentum * velocity), velocity

    @mistake(
        "looks ahead along the old velocity",
        "Your step is the new velocity plus momentum times the old one. In PyTorch's form it is the gradient plus "
        "momentum times the new velocity.",
    )
    def along_the_old(self, param, grad, velocity, lr, momentum):
        new = momentum * velocity + grad
        return param - lr * (new + momentum * velocity), new

    @mistake(
        "leaves the gradient out of the step",
        "Your step follows momentum times the new velocity alone. The gradient itself is added to that once more.",
    )
    def no_gradient(self, param, grad, velocity, lr, momentum):
        velocity = momentum * velocity + grad
        return param - lr * momentum * velocity, velocity

    @mistake(
        "leaves the look ahead out of the parentheses",
        "In your step the learning rate is on the gradient alone, and momentum · velocity is added as it is, uphill. "
        "Minus and learning rate belong to both: put the sum in parentheses.",
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
        "In your velocity the gradient counts only 1 − momentum times. PyTorch's SGD adds it in full.",
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
