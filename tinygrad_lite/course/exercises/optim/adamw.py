"""Lesson 04, AdamW: the weight decay apart from Adam's averages."""

from __future__ import annotations

import numpy as np

from ...exercise import mistake, variant_of
from .adam import _SETTINGS, UNUSUAL, Adam
from .from_averages import _FromAverages
from .shared import SHAPES, sized

#: The exercise before this one, which the solution calls as it stands in the notebook.
adam = Adam.solution
_DECAYS = [0.1, 0.2, 0.5, 0.03, 0.3, 0.05, 0.15, 0.07]


class AdamW(_FromAverages):
    id, points, name = "optim/adamw", 2, "adamw"
    torch_name = "AdamW"
    hints = (
        "Two things, one after the other: the weights shrink a little, and then Adam makes its step. The gradient, m "
        "and v know nothing of the decay.",
        "param ← param · (1 − lr · weight_decay); then Adam's step from there, with the gradient as it came in.",
        "Two lines: `param = param * (1 - …)`, then `return adam(param, …)` with all that `adam` needs. You may call "
        "your own `adam`.",
    )
    notice = "m and v are exactly Adam's: the decay never enters them. That is what “decoupled” means."

    def cases(self, rng):
        zero = np.zeros(1)
        yield self.case(np.array([4.0]), np.array([0.5]), zero, zero, 1, 0.1, 0.9, 0.999, 1e-8, 0.5)
        two = np.zeros(2)
        yield self.case(np.array([1.0, -2.0]), np.array([0.25, 3.0]), two, two, 1, 0.1, 0.5, 0.75, 0.5)
        yield self.case(
            np.array([2.0]), np.array([1.0]), np.array([0.5]), np.array([0.75]), 2, 0.1, 0.5, 0.5, 0.25, 0.5
        )
        for shape, settings, decay in zip(SHAPES, _SETTINGS, _DECAYS, strict=True):
            second = rng.uniform(0.1, 3.0, size=shape)
            yield self.case(sized(rng, shape), sized(rng, shape), sized(rng, shape), second, *settings, decay)
        small = [0.01 * sized(rng, (3,)) for _ in range(2)]
        yield self.case(sized(rng, (3,)), *small, rng.uniform(1e-5, 1e-4, size=3), 3, 0.05)
        for shape in [(3,), (3, 4)]:
            averages = sized(rng, shape), rng.uniform(0.1, 3.0, size=shape)
            off, still = "where the weight decay is 0", "where there was no gradient"
            yield self.case(sized(rng, shape), sized(rng, shape), *averages, 4, 0.1, 0.8, 0.9, 0.1, 0.0, about=off)
            none = np.zeros(shape)
            yield self.case(sized(rng, shape), none, none, none, 1, 0.2, 0.9, 0.999, 1e-8, 0.3, about=still)
        for m, v, step in UNUSUAL:
            yield self.case(np.array([1.0, -2.0]), np.array([1e-4, -3e-4]), np.array(m), np.array(v), step, 0.1)
        betas = np.array([2.0]), np.array([3.0])
        yield self.case(np.array([1.0]), np.array([0.5]), *betas, 3, 0.1, 0.0, 0.0, 0.5)
        for grad in ([0.5, 0.0], [0.0, 0.0]):  # what has no gradient now moves on by its average, which fades
            averages = np.array([0.25, -0.5]), np.array([1.0, 2.25])
            yield self.case(np.array([1.0, -2.0]), np.array(grad), *averages, 3, 0.1, 0.8, 0.9, 0.1)

    @staticmethod
    def solution(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        """One step of AdamW, as `torch.optim.AdamW` makes it: first the weights shrink, then Adam's step.

        The arrays that come in stay as they are; new ones are returned.

        Args:
            param: array of any shape, the weights.
            grad: array of the same shape, their gradient.
            m: array of the same shape, the average of the gradients so far; zeros before the first step.
            v: array of the same shape, the average of their squares so far; zeros before the first step.
            step: the number of this step, counted from 1.
            lr: the learning rate.
            beta1: how much of m is kept.
            beta2: how much of v is kept.
            eps: a small number, added after the root, that keeps the divisor away from 0.
            weight_decay: how strongly the weights shrink; each step takes lr · weight_decay of them away.
        Returns:
            (param, m, v): three arrays, the new weights and the new averages.
        """
        param = param * (1 - lr * weight_decay)
        return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

    def again(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-08, weight_decay=0.01):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)
        return param * (1 - lr * weight_decay) - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "does not multiply the decay by the learning rate",
        "You shrank the weights by the weight decay alone, without the learning rate. With the usual 0.01 a weight "
        "then loses 1 % at every step, half of itself in 69 steps, however small the learning rate is.",
    )
    def no_rate_in_decay(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        return adam(param * (1 - weight_decay), grad, m, v, step, lr, beta1, beta2, eps)

    @mistake(
        "leaves out the bias correction and the learning rate in the decay",
        "Your step lacks the bias correction, and your decay lacks the learning rate. So one published text has it. "
        "The first steps come out with the wrong length, and the weights shrink far too fast.",
    )
    def as_in_the_source(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param * (1 - weight_decay) - lr * m / (np.sqrt(v) + eps), m, v

    @mistake(
        "leaves out the bias correction",
        "The bias correction of m and v is missing. Early on both are still near the zeros they started from, so the "
        "first steps have the wrong length. Your decay is right.",
    )
    def uncorrected(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param * (1 - lr * weight_decay) - lr * m / (np.sqrt(v) + eps), m, v

    @mistake(
        "couples the decay to the gradient",
        "You added the decay to the gradient, so it went into m and v. There it is divided by √v like everything else: "
        "weights with large gradients hardly shrink. AdamW keeps it apart, and shrinks the weights directly.",
    )
    def coupled(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        return adam(param, grad + weight_decay * param, m, v, step, lr, beta1, beta2, eps)

    @mistake(
        "divides the decay by the root too",
        "Your decay is divided by √v̂ + eps, together with m̂. Weights with large gradients then hardly shrink, and "
        "those with small ones too much; the decay is to be the same share of every weight.",
    )
    def divided(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)
        return param - lr * (m_hat + weight_decay * param) / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "decays twice",
        "You added the decay to the gradient and shrank the weights as well. One of the two is enough, and AdamW is "
        "the one that keeps it out of the gradient.",
    )
    def twice(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        coupled = grad + weight_decay * param
        return adam(param * (1 - lr * weight_decay), coupled, m, v, step, lr, beta1, beta2, eps)

    @mistake(
        "shrinks after the step",
        "You made Adam's step first and shrank the weights afterwards, so the step shrinks as well. The difference is "
        "small, but PyTorch shrinks the weights as they came in.",
    )
    def afterwards(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        param, m, v = adam(param, grad, m, v, step, lr, beta1, beta2, eps)
        return param * (1 - lr * weight_decay), m, v

    @variant_of("afterwards")
    def afterwards_in_one(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)
        return (param - lr * m_hat / (np.sqrt(v_hat) + eps)) * (1 - lr * weight_decay), m, v

    @mistake(
        "shrinks after the step, without the learning rate",
        "You shrank the weights after Adam's step, and without the learning rate. With the usual 0.01 they lose 1 % at "
        "every step, however small the learning rate is; and what shrinks is the weights as they came in.",
    )
    def afterwards_in_full(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        param, m, v = adam(param, grad, m, v, step, lr, beta1, beta2, eps)
        return param * (1 - weight_decay), m, v

    @mistake(
        "leaves out the decay",
        "Your step is Adam's alone: no decay reaches the weights that you return. Make them smaller first.",
    )
    def no_decay(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

    @mistake(
        "lets the weights grow",
        "Your weights are 1 + lr · weight_decay times as large before Adam's step. They grow at every step; with a "
        "minus they shrink.",
    )
    def grows(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        return adam(param * (1 + lr * weight_decay), grad, m, v, step, lr, beta1, beta2, eps)

    @mistake(
        "subtracts the same from every weight",
        "You subtracted lr · weight_decay itself from every weight. Each weight is to lose its own share: large ones "
        "more, negative ones upwards.",
    )
    def constant(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        return adam(param - lr * weight_decay, grad, m, v, step, lr, beta1, beta2, eps)

    @mistake(
        "leaves only the decayed part",
        "Of the weights your answer keeps lr · weight_decay, the share that they should lose. What is to be left is "
        "1 minus that.",
    )
    def only_the_share(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        return adam(param * lr * weight_decay, grad, m, v, step, lr, beta1, beta2, eps)

    @mistake(
        "shrinks the gradient",
        "You shrank the gradient instead of the weights. A shorter gradient changes Adam's step very little, because "
        "it divides by the gradient's size; the weights are what should decay.",
    )
    def gradient_shrunk(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        return adam(param, grad * (1 - lr * weight_decay), m, v, step, lr, beta1, beta2, eps)

    @mistake(
        "counts the step from 0",
        "You raised the betas to step − 1. `step` already counts from 1; with 0 in the exponent the correction divides "
        "by 1 − 1 = 0, and the first step gives nan.",
    )
    def from_zero(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        with np.errstate(all="ignore"):
            m_hat, v_hat = m / np.float64(1 - beta1 ** (step - 1)), v / np.float64(1 - beta2 ** (step - 1))
            return param * (1 - lr * weight_decay) - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "puts eps inside the root",
        "You added eps under the root. PyTorch adds it after the root; inside it counts as its own root, so 1e-8 acts "
        "like 1e-4 and slows down every weight with small gradients.",
    )
    def eps_inside(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)
        return param * (1 - lr * weight_decay) - lr * m_hat / np.sqrt(v_hat + eps), m, v

    @mistake(
        "adds eps before the correction of v",
        "You added eps to the root of the uncorrected v. Some programs do, to save a division; early on, eps then "
        "counts for more. PyTorch corrects first and adds eps last.",
    )
    def eps_early(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        rate = lr * np.sqrt(1 - beta2**step) / (1 - beta1**step)
        return param * (1 - lr * weight_decay) - rate * m / (np.sqrt(v) + eps), m, v

    @mistake(
        "exchanges β and 1 − β",
        "You exchanged β and 1 − β in both averages: the new gradient has the large share and the old average the "
        "small one. It is the old average that keeps most of itself.",
    )
    def shares_exchanged(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        m, v = (1 - beta1) * m + beta1 * grad, (1 - beta2) * v + beta2 * grad**2
        m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)
        return param * (1 - lr * weight_decay) - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "leaves out the root",
        "Your step is divided by v̂ itself, without the root. That is an average of squares: a gradient 10 times as "
        "large would make the step 10 times as *short*.",
    )
    def no_root(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)
        return param * (1 - lr * weight_decay) - lr * m_hat / (v_hat + eps), m, v

    @mistake(
        "hands on the corrected averages",
        "You returned the corrected averages. The next step would correct them again: hand on m and v as they were "
        "averaged.",
    )
    def hands_on_corrected(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        param, m, v = adam(param * (1 - lr * weight_decay), grad, m, v, step, lr, beta1, beta2, eps)
        return param, m / (1 - beta1**step), v / (1 - beta2**step)

    @mistake(
        "hands m and v on as they came in",
        "You handed on m and v as they came in, beside the new weights. The next step then averages nothing: it "
        "begins with the same old averages again.",
    )
    def old_averages(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        return self.solution(param, grad, m, v, step, lr, beta1, beta2, eps, weight_decay)[0], m, v

    @mistake(
        "decays by the corrected learning rate",
        "Your decay uses the learning rate with the bias correction in it, lr · √(1 − beta2ᵗ) / (1 − beta1ᵗ). The "
        "correction belongs to the step alone; the decay takes lr · weight_decay.",
    )
    def corrected_decay(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
        corrected = lr * np.sqrt(1 - beta2**step) / (1 - beta1**step)
        return adam(param * (1 - corrected * weight_decay), grad, m, v, step, lr, beta1, beta2, eps)
