"""Lesson 04, the plain step: gradient descent on a list of arrays, and weight decay coupled to its gradient."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .shared import SHAPES, OneParameter, sized


class Sgd(Exercise):
    id, points = "optim/sgd", 2
    words = {"lr": "the learning rate"}
    hints = (
        "Take one array of weights and its gradient. In which direction does the loss grow, and in which do you want "
        "to go? Then do the same for every pair.",
        "new = old − lr · gradient, for each array by itself.",
        "A list comprehension over pairs makes the new list: `return [… for p, g in zip(params, grads)]`. `zip` walks "
        "along both lists together.",
    )
    notice = "The arrays may have any shapes, since each is paired only with its own gradient: so all layers fit in."

    def cases(self, rng):
        yield self.case([np.array([0.5])], [np.array([0.2])], 0.01)
        yield self.case([np.array([1.0, -2.0]), np.array([3.0])], [np.array([0.5, 4.0]), np.array([-1.0])], 0.1)
        yield self.case([np.array([2.0])], [np.array([-3.0])], 0.1)
        rates = [0.001, 0.03, 0.05, 0.2, 0.3, 0.7, 1.5, 3.0]
        for count, rate in zip([1, 2, 3, 4, 3, 2, 5, 4], rates, strict=True):
            shapes = [SHAPES[index] for index in rng.choice(len(SHAPES), size=count, replace=False)]
            yield self.case([rng.normal(size=s) for s in shapes], [sized(rng, s) for s in shapes], rate)
        for shape in [(3,), (3, 4)]:
            arrays = rng.normal(size=(2, 3, *shape))
            yield self.case(list(arrays[0]), list(arrays[1]), 0.25, about="where all arrays have the same shape")
            yield self.case([arrays[0, 0]], [arrays[1, 0]], 0.0, about="where the learning rate is 0")

    def reference(self, params, grads, lr):
        import torch

        held = [torch.nn.Parameter(torch.tensor(param)) for param in params]
        for parameter, grad in zip(held, grads, strict=True):
            parameter.grad = torch.tensor(grad)
        torch.optim.SGD(held, lr=lr).step()
        return held

    @staticmethod
    def solution(params, grads, lr):
        """One step of gradient descent for all the parameters of a network.

        The arrays that come in stay as they are; new ones are returned.

        Args:
            params: list of arrays, of any shapes: the weights before the step.
            grads: list of arrays of the same shapes: how fast the loss grows with each weight.
            lr: the learning rate, a number.
        Returns:
            list of arrays of the same shapes: the weights after the step.
        """
        return [param - lr * grad for param, grad in zip(params, grads)]

    @mistake(
        "adds the step",
        "You added the step instead of subtracting it. The gradient points to where the loss grows, so every step "
        "makes the network worse.",
    )
    def adds(self, params, grads, lr):
        return [p + lr * g for p, g in zip(params, grads, strict=True)]

    @mistake(
        "leaves out the learning rate",
        "You subtracted the whole gradient, without the learning rate. The gradient says how steep it is, not how far "
        "to go.",
    )
    def no_rate(self, params, grads, lr):
        return [p - g for p, g in zip(params, grads, strict=True)]

    @mistake(
        "divides by the learning rate",
        "Your step is the gradient divided by the learning rate. A smaller learning rate then makes a longer step.",
    )
    def divides(self, params, grads, lr):
        with np.errstate(all="ignore"):
            return [p - g / np.float64(lr) for p, g in zip(params, grads, strict=True)]

    @mistake(
        "returns the old arrays",
        "You returned the parameters as they came in. A loop that gives a new value to its own variable, as in "
        "`p = p - …`, leaves the list as it was: collect the new arrays in a list of your own.",
    )
    def unchanged(self, params, grads, lr):
        return [p.copy() for p in params]

    @mistake(
        "returns only the steps",
        "You returned the steps alone, learning rate times gradient. The new weights are the old ones minus these.",
    )
    def only_steps(self, params, grads, lr):
        return [lr * g for g in grads]

    @mistake(
        "moves the first array only",
        "You moved the first array and left the others as they were. A network has several, weights and biases of "
        "every layer, and each has its gradient.",
    )
    def first_only(self, params, grads, lr):
        return [*self.solution(params[:1], grads[:1], lr), *(p.copy() for p in params[1:])]

    @mistake(
        "returns the first array only",
        "Your list holds the new first array and nothing else. A `return` inside the loop ends the function in its "
        "first round; the list is complete only after the loop.",
    )
    def first_returned(self, params, grads, lr):
        return self.solution(params, grads, lr)[:1]

    @mistake(
        "leaves out the last array",
        "Your list is one array too short: the last one is missing. `range(len(params))` already ends before "
        "`len(params)`, with the last index.",
    )
    def all_but_the_last(self, params, grads, lr):
        return self.solution(params, grads, lr)[:-1]

    @mistake(
        "returns the last array only",
        "Your list holds the last array only. Each array needs its step, and its place in the list; with `append` "
        "behind the loop only what the last round left is taken.",
    )
    def the_last(self, params, grads, lr):
        return self.solution(params, grads, lr)[-1:]

    @mistake(
        "moves the last array only",
        "Only the last array has moved; the others came back as they were. Each is moved by its own gradient.",
    )
    def moves_the_last(self, params, grads, lr):
        return [*(p.copy() for p in params[:-1]), *self.solution(params[-1:], grads[-1:], lr)]

    @mistake(
        "exchanges weights and gradients",
        "You exchanged the weights and the gradients. The weights are what is moved; the gradients, made small by the "
        "learning rate, say by how much.",
    )
    def exchanged(self, params, grads, lr):
        return [g - lr * p for p, g in zip(params, grads, strict=True)]

    @mistake(
        "multiplies the step by the weight",
        "Your step is multiplied by the weight as well. A weight of 0 could then never move; the step is the learning "
        "rate times the gradient and nothing else.",
    )
    def times_weight(self, params, grads, lr):
        return [p - lr * g * p for p, g in zip(params, grads, strict=True)]

    @mistake(
        "multiplies the weights by the learning rate too",
        "In your answer the learning rate makes the weights small too. Only the gradient is made small; the weights "
        "count in full, otherwise every step shrinks them by that factor.",
    )
    def scales_all(self, params, grads, lr):
        return [lr * (p - g) for p, g in zip(params, grads, strict=True)]

    @mistake(
        "keeps only the sign of the gradient",
        "You took a step of the same length for every weight, by the sign of its gradient. Where the slope is gentle "
        "the step should be short.",
    )
    def sign_only(self, params, grads, lr):
        return [p - lr * np.sign(g) for p, g in zip(params, grads, strict=True)]


class WeightDecay(OneParameter):
    id, points = "optim/weight_decay", 1
    axes = {"param": ..., "grad": ...}
    words = {"weight_decay": "the weight decay", "n": "the number of weights"}
    hints = (
        "The loss gets a second term, ½ · weight_decay · (sum of all weights squared). What is its slope with respect "
        "to one weight?",
        "The derivative of ½ · λ · w² is λ · w. The gradient of the sum of both terms is the sum of their gradients.",
        "One line: `return grad … weight_decay … param`, with an operator for each gap.",
    )
    notice = "With plain SGD, a step along this gradient makes each weight 1 − lr · weight_decay times as large first."

    def also_show(self, case, value):
        return {}

    def cases(self, rng):
        yield self.case(np.array([2.0]), np.array([0.5]), 0.1)
        yield self.case(np.array([3.0, -4.0]), np.array([1.0, 0.5]), 0.01)
        yield self.case(np.array([-2.0]), np.array([0.0]), 0.1)
        decays = [0.001, 0.03, 0.05, 0.2, 0.3, 0.7, 1.5, 3.0]
        for shape, decay in zip(SHAPES, decays, strict=True):
            yield self.case(sized(rng, shape), sized(rng, shape), decay)
        for shape in [(3,), (4, 3)]:
            yield self.case(sized(rng, shape), sized(rng, shape), 0.0, about="where the weight decay is 0")
            yield self.case(np.zeros(shape), sized(rng, shape), 0.1, about="where all weights are 0")

    def reference(self, param, grad, weight_decay):
        import torch

        parameter = torch.tensor(param, requires_grad=True)
        penalty = weight_decay / 2 * (parameter**2).sum()
        return torch.tensor(grad) + torch.autograd.grad(penalty, parameter)[0]

    @staticmethod
    def solution(param, grad, weight_decay):
        """The gradient with weight decay coupled to it (L2), as `torch.optim.SGD(weight_decay=…)` uses it.

        It is the gradient of the loss plus ½ · weight_decay · (the sum of the squared weights).
        The arrays that come in stay as they are.

        Args:
            param: array of any shape, the weights.
            grad: array of the same shape, the gradient of the loss alone.
            weight_decay: how strongly the weights are drawn to 0, a number.
        Returns:
            array of the same shape: the gradient of both together.
        """
        return grad + weight_decay * param

    @mistake(
        "subtracts the decay",
        "You subtracted the weights' part from the gradient. The optimizer subtracts the gradient in its turn, so the "
        "weights would grow at every step instead of shrinking.",
    )
    def subtracts(self, param, grad, weight_decay):
        return grad - weight_decay * param

    @mistake(
        "adds the same to every weight",
        "You added the weight decay itself to every element. Each weight is to be drawn to 0 by its own share: large "
        "ones more, negative ones upwards.",
    )
    def constant(self, param, grad, weight_decay):
        return grad + weight_decay

    @mistake(
        "takes twice the weights",
        "You added twice the weights' part, the slope of λ · w². The term has a ½ in front, ½ · λ · w², so its slope "
        "is λ · w, as in PyTorch.",
    )
    def twice(self, param, grad, weight_decay):
        return grad + 2 * weight_decay * param

    @mistake(
        "takes half the weights",
        "You added half of λ · w. The ½ of the term ½ · λ · w² is used up by the 2 of the derivative.",
    )
    def half(self, param, grad, weight_decay):
        return grad + 0.5 * weight_decay * param

    @mistake(
        "adds the penalty instead of its slope",
        "You added λ · w², the size of the penalty rather than its slope. A gradient says how fast the loss changes "
        "with each weight; the square has lost the weight's sign.",
    )
    def squared(self, param, grad, weight_decay):
        return grad + weight_decay * param**2

    @mistake(
        "adds the whole penalty to every element",
        "You added one number, the penalty of all weights together, to every element. Each element needs its own "
        "slope.",
    )
    def whole_penalty(self, param, grad, weight_decay):
        return grad + 0.5 * weight_decay * np.sum(param**2)

    @mistake(
        "drops the sign of the weights",
        "You added the absolute values of the weights. Negative weights are then pushed further away from 0.",
    )
    def absolute(self, param, grad, weight_decay):
        return grad + weight_decay * np.abs(param)

    @mistake(
        "takes only the sign of the weights",
        "You added the weight decay with each weight's sign: the slope of λ · |w|, called L1. Here large weights are "
        "to be drawn harder, in proportion to their size.",
    )
    def sign_only(self, param, grad, weight_decay):
        return grad + weight_decay * np.sign(param)

    @mistake(
        "multiplies the gradient by the decay",
        "You added a share of the gradient to itself; the weights have no part in it. What is to be added is "
        "proportional to the weights.",
    )
    def of_the_gradient(self, param, grad, weight_decay):
        return grad + weight_decay * grad

    @mistake(
        "returns only the decay",
        "You returned the weights' part alone. The gradient of the loss has to stay in, or the network learns nothing "
        "but zeros.",
    )
    def only_decay(self, param, grad, weight_decay):
        return weight_decay * param

    @mistake(
        "adds the whole weights",
        "You added the weights in full, without the factor `weight_decay`, which says how much they count.",
    )
    def no_factor(self, param, grad, weight_decay):
        return grad + param

    @mistake(
        "exchanges weights and gradient",
        "You exchanged the two arrays: the weights come in full and the gradient with the factor. It is the gradient "
        "that counts in full.",
    )
    def exchanged(self, param, grad, weight_decay):
        return param + weight_decay * grad

    @mistake(
        "shrinks the weights",
        "You returned the weights, made smaller by the factor 1 − weight_decay. That is another way to decay, done "
        "directly to the weights; here the gradient with the decay in it is asked for.",
    )
    def shrunk(self, param, grad, weight_decay):
        return param * (1 - weight_decay)
