"""Lesson 04, a step length for every weight: RMSprop."""

from __future__ import annotations

import numpy as np

from ...exercise import mistake
from .shared import SHAPES, OneParameter, sized


class RMSprop(OneParameter):
    id, points, name = "optim/rmsprop", 2, "rmsprop"
    parts = ("param", "square_avg")
    axes = {"param": ..., "grad": ..., "square_avg": ...}
    words = {**OneParameter.words, "alpha": "`alpha`", "eps": "`eps`"}
    hints = (
        "First the running average of the squared gradients is renewed; then its square root says how large the "
        "gradients of each weight usually are.",
        "square_avg ← alpha · square_avg + (1 − alpha) · gradient²; then param ← param − lr · gradient / "
        "(√square_avg + eps).",
        "Three lines: `square_avg = …` with `grad**2` in it; `param = param - lr * grad / (… + eps)` with `np.sqrt` of "
        "the new average; `return param, square_avg`.",
    )
    notice = "Multiply all gradients by 1000, now and in the past, and the step stays the same, but for eps."

    def cases(self, rng):
        yield self.case(np.array([1.0]), np.array([3.0]), np.array([16.0]), 0.1, 0.5, 0.5)
        yield self.case(np.array([1.0, -2.0]), np.array([0.5, -4.0]), np.array([0.25, 16.0]), 0.1)
        yield self.case(np.array([2.0]), np.array([-3.0]), np.array([4.0]), 0.01, 0.9)
        rates = [0.01, 0.03, 0.05, 0.2, 0.3, 0.7, 1.5, 3.0]
        alphas = [0.9, 0.5, 0.95, 0.8, 0.6, 0.98, 0.3, 0.7]
        smallest = [0.1, 1e-8, 0.03, 0.5, 1e-8, 0.2, 0.05, 1.3]
        for shape, lr, alpha, eps in zip(SHAPES, rates, alphas, smallest, strict=True):
            average = rng.uniform(0.1, 3.0, size=shape)
            yield self.case(sized(rng, shape), sized(rng, shape), average, lr, alpha, eps)
        for shape in [(3,), (3, 4)]:
            first = "in the first step of all"
            yield self.case(sized(rng, shape), sized(rng, shape), np.zeros(shape), 0.02, about=first)
            yield self.case(
                sized(rng, shape), np.zeros(shape), np.zeros(shape), 0.02, 0.9, 0.1, about="where there was no gradient"
            )
        for grad, average in [([0.0, 0.0], [4.0, 1.0]), ([0.5, 0.0], [4.0, 2.25]), ([0.25, -2.0], [0.0, 9.0])]:
            yield self.case(np.array([1.0, -2.0]), np.array(grad), np.array(average), 0.1, 0.75, 0.01)
        yield self.case(np.array([1.0, -2.0]), np.array([1e-4, -2e-4]), np.array([9e-9, 4e-9]), 0.1)
        yield self.case(np.array([1.0, -2.0]), np.array([0.5, -2.0]), np.array([4.0, 9.0]), 0.1, 0.0)

    def reference(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        import torch

        parameter = torch.nn.Parameter(torch.tensor(param))
        parameter.grad = torch.tensor(grad)
        optimizer = torch.optim.RMSprop([parameter], lr=lr, alpha=alpha, eps=eps)
        optimizer.state[parameter].update(step=torch.tensor(5.0), square_avg=torch.tensor(square_avg))
        optimizer.step()
        return parameter, optimizer.state[parameter]["square_avg"]

    @staticmethod
    def solution(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        """One step of RMSprop, as `torch.optim.RMSprop` makes it.

        The arrays that come in stay as they are; new ones are returned.

        Args:
            param: array of any shape, the weights.
            grad: array of the same shape, their gradient.
            square_avg: array of the same shape, the average of the squared gradients that the step before returned;
                zeros before the first step.
            lr: the learning rate.
            alpha: how much of the old average is kept.
            eps: a small number that keeps the divisor away from 0; it is added after the root.
        Returns:
            (param, square_avg): two arrays, the new weights and the new average.
        """
        square_avg = alpha * square_avg + (1 - alpha) * grad**2
        return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

    @mistake(
        "puts eps inside the root",
        "You added eps under the root. PyTorch adds it after the root; inside it counts as its own root, so 1e-8 acts "
        "like 1e-4 and slows down every weight with small gradients.",
    )
    def eps_inside(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * grad**2
        return param - lr * grad / np.sqrt(square_avg + eps), square_avg

    @mistake(
        "leaves out eps",
        "Your step is divided by the root alone, without eps. For a weight that never had a gradient that is 0 / 0, "
        "and the weight becomes nan.",
    )
    def no_eps(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * grad**2
        with np.errstate(all="ignore"):
            return param - lr * grad / np.sqrt(square_avg), square_avg

    @mistake(
        "leaves out the root",
        "Your step is divided by the average of the squares, without the root. The squares are in another unit than "
        "the gradient: a gradient 10 times as large would make the step 10 times as *short*.",
    )
    def no_root(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * grad**2
        return param - lr * grad / (square_avg + eps), square_avg

    @mistake(
        "exchanges alpha and 1 − alpha",
        "You exchanged alpha and 1 − alpha: the new gradient has the large share and the old average the small one. "
        "With 0.99 it is the old average that keeps 99 %.",
    )
    def shares_exchanged(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = (1 - alpha) * square_avg + alpha * grad**2
        return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

    @mistake(
        "adds up the squares",
        "You added the squared gradient to the old value in full, and nothing fades. The sum grows for ever and the "
        "steps shrink to nothing; that is Adagrad, which RMSprop was made to mend.",
    )
    def adds_up(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = square_avg + grad**2
        return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

    @mistake(
        "leaves out 1 − alpha",
        "You added the squared gradient in full. With shares that do not add up to 1 it is no average: with alpha 0.99 "
        "it grows to 100 times the squares, and the steps become 10 times too short.",
    )
    def no_share(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + grad**2
        return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

    @mistake(
        "averages the gradient, not its square",
        "You averaged the gradients without squaring them. Gradients of opposite sign cancel, so the average can be "
        "near 0 where the gradients are large, or below 0, which has no root.",
    )
    def not_squared(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * grad
        with np.errstate(all="ignore"):
            return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

    @mistake(
        "doubles the gradient instead of squaring it",
        "You averaged twice the gradient, not its square. `grad * 2` doubles, `grad**2` squares; only the square has "
        "lost the sign.",
    )
    def doubled(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * grad * 2
        with np.errstate(all="ignore"):
            return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

    @mistake(
        "takes the larger of root and eps",
        "Your step is divided by the larger of root and eps. That keeps the divisor away from 0 too, but PyTorch "
        "adds the two, and the answers differ where eps is not tiny.",
    )
    def larger_of_both(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * grad**2
        return param - lr * grad / np.maximum(np.sqrt(square_avg), eps), square_avg

    @mistake(
        "divides by the old average",
        "Your step is divided by the root of the average that came in, not of the new one. In the first step that "
        "average is 0, so only eps is left to divide by, and the step is enormous.",
    )
    def old_average(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        return param - lr * grad / (np.sqrt(square_avg) + eps), alpha * square_avg + (1 - alpha) * grad**2

    @mistake(
        "moves by the gradient alone",
        "You renewed the average but did not divide by its root. The weights then take the steps of plain gradient "
        "descent.",
    )
    def not_divided(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        return param - lr * grad, alpha * square_avg + (1 - alpha) * grad**2

    @mistake(
        "adds the step",
        "You added the step instead of subtracting it. Dividing by the root changes how far the step goes, not its "
        "direction, which must be downhill.",
    )
    def adds(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * grad**2
        return param + lr * grad / (np.sqrt(square_avg) + eps), square_avg

    @mistake(
        "takes one root for all weights",
        "All your steps are divided by one number, the root of the averages' mean. Each weight has gradients of its "
        "own size, and giving each its own divisor is the point of RMSprop.",
    )
    def one_for_all(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * grad**2
        return param - lr * grad / (np.sqrt(square_avg.mean()) + eps), square_avg

    @mistake(
        "averages over all weights",
        "You put the mean of all squared gradients into the average. Each weight has gradients of its own size, and "
        "keeping an average for each is the point of RMSprop.",
    )
    def mean_of_all(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * np.mean(grad**2)
        return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

    @mistake(
        "hands on the root",
        "You returned the root of the average. The next step would average roots with squares: hand on the average as "
        "it is.",
    )
    def hands_on_the_root(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        root = np.sqrt(alpha * square_avg + (1 - alpha) * grad**2)
        return param - lr * grad / (root + eps), root

    @mistake(
        "returns the old average",
        "You returned the average that came in. The next step then knows nothing of this gradient: hand on the new "
        "one.",
    )
    def hands_on_the_old(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        new = alpha * square_avg + (1 - alpha) * grad**2
        return param - lr * grad / (np.sqrt(new) + eps), square_avg.copy()

    @mistake(
        "returns the two in the other order",
        "You returned average and weights in this order. The weights come first: `(param, square_avg)`.",
    )
    def other_order(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * grad**2
        return square_avg, param - lr * grad / (np.sqrt(square_avg) + eps)

    @mistake(
        "leaves out the learning rate",
        "Your step has no learning rate in it. After the division every gradient has about the size 1, so that is how "
        "far each weight would jump.",
    )
    def no_rate(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * grad**2
        return param - grad / (np.sqrt(square_avg) + eps), square_avg

    @mistake(
        "adds eps to the weights",
        "Your step is divided by the root alone, and eps lands on the weights. Python divides before it adds, so "
        "root and eps need parentheses around them.",
    )
    def eps_outside(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * grad**2
        with np.errstate(all="ignore"):
            return param - lr * grad / np.sqrt(square_avg) + eps, square_avg

    @mistake(
        "leaves out the gradient",
        "Your step is lr divided by the root, without the gradient above the line. The gradient gives the step its "
        "sign: without it, every weight only ever goes down.",
    )
    def no_gradient(self, param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
        square_avg = alpha * square_avg + (1 - alpha) * grad**2
        return param - lr / (np.sqrt(square_avg) + eps), square_avg
