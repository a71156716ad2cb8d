"""Lesson 04, Adam: averages of the gradient and of its square, both corrected for their start at zero."""

from __future__ import annotations

import numpy as np

from ...exercise import mistake
from .from_averages import _FromAverages
from .shared import SHAPES, sized

#: step, lr, beta1, beta2, eps of the random cases.
#: Averages and steps that are no first step, though they add up to 0, hold a 0 or are small; and steps far on.
UNUSUAL = [
    ([1.0, -1.0], [0.5, 0.5], 4),
    ([0.5, 0.0], [0.25, 0.0], 3),
    ([1e-5, -2e-5], [9e-9, 4e-9], 3),
    ([0.25, -0.5], [0.5, 1.0], 300),
    ([0.25, -0.5], [0.5, 1.0], 2000),
]
_SETTINGS = [
    (3, 0.01, 0.9, 0.999, 0.1),
    (4, 0.03, 0.8, 0.99, 1e-8),
    (5, 0.05, 0.95, 0.9, 0.03),
    (6, 0.2, 0.7, 0.95, 0.5),
    (7, 0.3, 0.85, 0.98, 1e-8),
    (11, 0.7, 0.5, 0.97, 0.2),
    (23, 1.5, 0.9, 0.995, 0.05),
    (150, 3.0, 0.6, 0.96, 1.3),
]


class Adam(_FromAverages):
    id, points, name = "optim/adam", 3, "adam"
    hints = (
        "Four stages: renew the average m of the gradient, renew the average v of its square, correct both, move the "
        "weights. The corrected ones are used for the move, the uncorrected ones are handed on.",
        "m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), where t is `step`; "
        "param ← param − lr · m̂ / (√v̂ + eps).",
        "Give the corrected ones names of their own: `m_hat = m / (1 - …**step)`, `v_hat = …`. Then "
        "`param = param - lr * m_hat / (np.sqrt(…) + eps)`, and `return param, m, v`.",
    )
    notice = "In the first step, m̂ is the gradient and √v̂ its size: every weight moves by about lr, whatever its slope."

    def cases(self, rng):
        zero = np.zeros(1)
        yield self.case(np.array([1.0]), np.array([0.5]), zero, zero, 1, 0.1)
        two = np.zeros(2)
        yield self.case(np.array([1.0, -2.0]), np.array([3.0, -0.25]), two, two, 1, 0.01, 0.5, 0.75, 0.5)
        yield self.case(np.array([2.0]), np.array([1.0]), np.array([0.5]), np.array([0.75]), 2, 0.1, 0.5, 0.5, 0.25)
        for shape, settings in zip(SHAPES, _SETTINGS, strict=True):
            second = rng.uniform(0.1, 3.0, size=shape)
            yield self.case(sized(rng, shape), sized(rng, shape), sized(rng, shape), second, *settings)
        for shape in [(3,), (3, 4)]:
            yield self.case(
                sized(rng, shape), np.zeros(shape), np.zeros(shape), np.zeros(shape), 1, 0.1,
                about="where there was no gradient",
            )  # fmt: skip
            averages = sized(rng, shape), rng.uniform(0.1, 3.0, size=shape)
            yield self.case(
                sized(rng, shape), np.zeros(shape), *averages, 2, 0.1, 0.8, 0.9, 0.1, about="where the gradient is 0"
            )
        for m, v, step in UNUSUAL:
            yield self.case(np.array([1.0, -2.0]), np.array([1e-4, -3e-4]), np.array(m), np.array(v), step, 0.1)
        yield self.case(np.array([1.0]), np.array([0.5]), np.array([2.0]), np.array([3.0]), 3, 0.1, 0.0, 0.0, 0.5)

    @staticmethod
    def solution(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        """One step of Adam, with bias correction, as `torch.optim.Adam` makes it.

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
            eps: a small number that keeps the divisor away from 0; it is added after the root.
        Returns:
            (param, m, v): three arrays, the new weights and the new averages, these without the correction.
        """
        m = beta1 * m + (1 - beta1) * grad
        v = beta2 * v + (1 - beta2) * grad**2
        m_hat = m / (1 - beta1**step)
        v_hat = v / (1 - beta2**step)
        return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    def again(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-08):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)
        return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "leaves out the bias correction",
        "The bias correction is missing. Early on, m and v are still near the zeros they started from, v far more so "
        "than m with the usual betas. Dividing by 1 − β₁ᵗ and 1 − β₂ᵗ makes up for it; without that the first steps "
        "have the wrong length.",
    )
    def uncorrected(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param - lr * m / (np.sqrt(v) + eps), m, v

    @mistake(
        "corrects v only",
        "You corrected v but not m. Early on, m is still near the zeros it started from, so the first steps come out "
        "too short: in the first of all only 1 − β₁ of its length is left.",
    )
    def only_v(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param - lr * m / (np.sqrt(v / (1 - beta2**step)) + eps), m, v

    @mistake(
        "corrects m only",
        "You corrected m but not v. Early on, v is still near the zeros it started from, and dividing by its small "
        "root makes the first steps far too long.",
    )
    def only_m(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param - lr * m / (1 - beta1**step) / (np.sqrt(v) + eps), m, v

    @mistake(
        "counts the step from 0",
        "You raised the betas to step − 1. `step` already counts from 1; with 0 in the exponent the correction divides "
        "by 1 − 1 = 0, and the first step gives nan.",
    )
    def from_zero(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        with np.errstate(all="ignore"):
            m_hat, v_hat = m / np.float64(1 - beta1 ** (step - 1)), v / np.float64(1 - beta2 ** (step - 1))
            return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "counts the step one too far",
        "You raised the betas to step + 1. `step` already counts from 1, so the correction comes out too weak in the "
        "first steps.",
    )
    def one_too_far(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        m_hat, v_hat = m / (1 - beta1 ** (step + 1)), v / (1 - beta2 ** (step + 1))
        return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "corrects as in step 1 at every step",
        "Your correction is by 1 − β at every step, without the power of `step`. That is right for the first step "
        "only; later m and v have filled up, and the correction has to fade.",
    )
    def no_power(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param - lr * m / (1 - beta1) / (np.sqrt(v / (1 - beta2)) + eps), m, v

    @mistake(
        "multiplies beta by the step",
        "Your correction has the betas times `step`. It is a power, β to the power of t: after t steps that much is "
        "left of the zeros at the start.",
    )
    def times_step(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        with np.errstate(all="ignore"):
            m_hat, v_hat = m / np.float64(1 - beta1 * step), v / np.float64(1 - beta2 * step)
            return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "raises 1 − β to the power",
        "You raised 1 − β as a whole to the power of `step`. Only β is raised: βᵗ is what is left of the zeros at the "
        "start, and 1 minus that is the divisor.",
    )
    def power_of_all(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        m_hat, v_hat = m / (1 - beta1) ** step, v / (1 - beta2) ** step
        return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "leaves the correction without parentheses",
        "You subtracted the power of β from m and v, as `m / 1 - beta1**step` does. Python divides before it "
        "subtracts, so 1 − βᵗ needs parentheses around it.",
    )
    def no_parentheses(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        m_hat, v_hat = m - beta1**step, v - beta2**step
        with np.errstate(all="ignore"):
            return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "multiplies by the correction",
        "Your correction multiplies by 1 − βᵗ. Early on m and v are too small, and this makes them smaller still; "
        "the correction divides.",
    )
    def times_correction(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        m_hat, v_hat = m * (1 - beta1**step), v * (1 - beta2**step)
        return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "hands on the corrected averages",
        "You returned the corrected averages. The next step would correct them again: correct copies for the move, and "
        "hand on m and v as they were averaged.",
    )
    def hands_on_corrected(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m_hat = (beta1 * m + (1 - beta1) * grad) / (1 - beta1**step)
        v_hat = (beta2 * v + (1 - beta2) * grad**2) / (1 - beta2**step)
        return param - lr * m_hat / (np.sqrt(v_hat) + eps), m_hat, v_hat

    @mistake(
        "hands on the corrected average of the squares",
        "You returned v̂ in place of v. The next step would correct it again: correct a copy for the move, and hand on "
        "v as it was averaged, as you did with m.",
    )
    def hands_on_v_hat(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        v_hat = v / (1 - beta2**step)
        return param - lr * m / (1 - beta1**step) / (np.sqrt(v_hat) + eps), m, v_hat

    @mistake(
        "takes the root before the correction",
        "You took the root of v first and divided the root by 1 − β₂ᵗ. It is v that is divided, under the root: the "
        "root of a hundredth is a tenth.",
    )
    def root_first(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param - lr * m / (1 - beta1**step) / (np.sqrt(v) / (1 - beta2**step) + eps), m, v

    @mistake(
        "exchanges the betas in the correction",
        "You averaged with the right betas and corrected with the wrong ones: m by β₂, v by β₁. What is left of the "
        "zeros in m is a power of the β that m was averaged with.",
    )
    def corrections_exchanged(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param - lr * m / (1 - beta2**step) / (np.sqrt(v / (1 - beta1**step)) + eps), m, v

    @mistake(
        "puts eps inside the root",
        "You added eps under the root. PyTorch adds it after the root; inside it counts as its own root, so 1e-8 acts "
        "like 1e-4 and slows down every weight with small gradients.",
    )
    def eps_inside(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)
        return param - lr * m_hat / np.sqrt(v_hat + eps), m, v

    @mistake(
        "adds eps before the correction of v",
        "You added eps to the root of the uncorrected v. Some programs do, to save a division; early on, eps then "
        "counts for more. PyTorch corrects first and adds eps last.",
    )
    def eps_early(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        rate = lr * np.sqrt(1 - beta2**step) / (1 - beta1**step)
        return param - rate * m / (np.sqrt(v) + eps), m, v

    @mistake(
        "leaves out eps",
        "Your step is divided by the root alone, without eps. For a weight that never had a gradient that is 0 / 0, "
        "and the weight becomes nan.",
    )
    def no_eps(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        with np.errstate(all="ignore"):
            return param - lr * m / (1 - beta1**step) / np.sqrt(v / (1 - beta2**step)), m, v

    @mistake(
        "leaves out the root",
        "Your step is divided by v̂ itself, without the root. That is an average of squares: a gradient 10 times as "
        "large would make the step 10 times as *short*.",
    )
    def no_root(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param - lr * m / (1 - beta1**step) / (v / (1 - beta2**step) + eps), m, v

    @mistake(
        "averages the gradient in v, not its square",
        "You put the gradient into v without squaring it. Gradients of opposite sign then cancel, so v says nothing "
        "about their size; and below 0 it has no root.",
    )
    def not_squared(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad
        with np.errstate(all="ignore"):
            return param - lr * m / (1 - beta1**step) / (np.sqrt(v / (1 - beta2**step)) + eps), m, v

    @mistake(
        "exchanges the betas",
        "You exchanged the two betas. The first belongs to m, the average of the gradient, the second to v, the "
        "average of its square, which is to change more slowly.",
    )
    def betas_exchanged(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta2 * m + (1 - beta2) * grad, beta1 * v + (1 - beta1) * grad**2
        m_hat, v_hat = m / (1 - beta2**step), v / (1 - beta1**step)
        return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "exchanges β and 1 − β",
        "You exchanged β and 1 − β in both averages: the new gradient has the large share and the old average the "
        "small one. It is the old average that keeps most of itself.",
    )
    def shares_exchanged(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = (1 - beta1) * m + beta1 * grad, (1 - beta2) * v + beta2 * grad**2
        m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)
        return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    @mistake(
        "corrects v by beta1",
        "You corrected v with β₁. The average v is made with β₂, so the power of β₂ is what is left of its zeros at "
        "the start.",
    )
    def one_beta(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param - lr * m / (1 - beta1**step) / (np.sqrt(v / (1 - beta1**step)) + eps), m, v

    @mistake(
        "adds the step",
        "You added the step instead of subtracting it. m̂ is an average of gradients, and they point uphill.",
    )
    def adds(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param + lr * m / (1 - beta1**step) / (np.sqrt(v / (1 - beta2**step)) + eps), m, v

    @mistake(
        "moves by the gradient, not its average",
        "Your step has the gradient itself above the line, where the corrected average m̂ belongs. The average is "
        "there to smooth the noise of single batches.",
    )
    def gradient_above(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param - lr * grad / (np.sqrt(v / (1 - beta2**step)) + eps), m, v

    @mistake(
        "leaves out 1 − β",
        "You added the gradient and its square in full, without 1 − β. Then m and v are sums instead of averages, and "
        "the correction does not fit them.",
    )
    def no_shares(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + grad, beta2 * v + grad**2
        return param - lr * m / (1 - beta1**step) / (np.sqrt(v / (1 - beta2**step)) + eps), m, v

    @mistake(
        "returns m and v in the other order",
        "You returned v before m. The next step would take the average of the squares for that of the gradients: "
        "`(param, m, v)`.",
    )
    def other_order(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return param - lr * m / (1 - beta1**step) / (np.sqrt(v / (1 - beta2**step)) + eps), v, m

    @mistake(
        "returns the weights last",
        "You returned m and v first and the weights last. The weights come first: `(param, m, v)`.",
    )
    def weights_last(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        param, m, v = self.solution(param, grad, m, v, step, lr, beta1, beta2, eps)
        return m, v, param

    @mistake(
        "moves by the old averages",
        "You moved the weights by the averages that came in, and renewed them afterwards. Each gradient then takes "
        "effect one step late, and the first step goes nowhere.",
    )
    def old_averages(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        moved = param - lr * m / (1 - beta1**step) / (np.sqrt(v / (1 - beta2**step)) + eps)
        return moved, beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2

    @mistake(
        "adds eps to the weights",
        "Your step is divided by the root alone, and eps lands on the weights. Python divides before it adds, so "
        "root and eps need parentheses around them.",
    )
    def eps_outside(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        with np.errstate(all="ignore"):
            return param - lr * m / (1 - beta1**step) / np.sqrt(v / (1 - beta2**step)) + eps, m, v

    @mistake(
        "hands m and v on as they came in",
        "You handed on m and v as they came in, beside the new weights. The next step then averages nothing: it "
        "begins with the same old averages again.",
    )
    def nothing_new(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        return self.solution(param, grad, m, v, step, lr, beta1, beta2, eps)[0], m, v

    @mistake(
        "adds eps to the step size",
        "Your step is (lr / √v̂ + eps) · m̂. eps belongs to the root, below the line: lr · m̂ / (√v̂ + eps).",
    )
    def eps_on_top(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        _, m, v = self.solution(param, grad, m, v, step, lr, beta1, beta2, eps)
        m_hat, v_hat = m / (1 - beta1**step), v / (1 - beta2**step)
        return param - (lr / np.sqrt(v_hat) + eps) * m_hat, m, v

    @mistake(
        "corrects v alone, and hands it on",
        "You corrected v, handed the corrected one on, and did not correct m. What is handed on are the plain "
        "averages; both are corrected for the step alone.",
    )
    def v_in_place(self, param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        _, m, v = self.solution(param, grad, m, v, step, lr, beta1, beta2, eps)
        v = v / (1 - beta2**step)
        return param - lr * m / (np.sqrt(v) + eps), m, v
