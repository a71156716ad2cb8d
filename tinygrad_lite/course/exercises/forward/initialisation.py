"""How large the weights of lesson 01 are at the start: Xavier and Kaiming."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion


def _drawn_std(initialise, fan_in, fan_out):
    """The standard deviation that an initialiser of PyTorch draws with: its weights, compared with standard ones."""
    import torch

    generator = torch.Generator().manual_seed(0)
    weight = initialise(torch.empty(fan_out, fan_in, dtype=torch.float64), generator=generator)
    standard = torch.empty(fan_out, fan_in, dtype=torch.float64).normal_(0, 1, generator=generator.manual_seed(0))
    place = standard.abs().argmax()
    return float(weight.flatten()[place] / standard.flatten()[place])


DRAWN = (
    "the weights in place of their standard deviation",
    "That is the shape of weights. Asked for is one number: the standard deviation with which they are drawn. Whoever "
    "builds the layer draws them.",
)


class XavierStd(Exercise):
    id = "forward/xavier_std"
    axes = {}
    wrong_shapes = ((("fan_out", "fan_in"), *DRAWN), (("fan_in", "fan_out"), *DRAWN))
    words = {"fan_in": "`fan_in`", "fan_out": "`fan_out`"}
    hints = (
        "It is a compromise between two wishes: 1 / fan_in keeps the variance of the signal on its way forward, "
        "1 / fan_out that of the gradient on its way back. And a standard deviation is a root of a variance.",
        "The variance is 1 divided by the mean of the two: 1 / ((fan_in + fan_out) / 2) = 2 / (fan_in + fan_out).",
        "One line: `return np.sqrt(… / (…))`. Mind the brackets in the denominator.",
    )
    notice = "For a layer with as many outputs as inputs this is √(1 / fan_in)."

    def cases(self, rng):
        yield self.case(2, 6)
        yield self.case(1, 1)
        yield self.case(3, 5)
        yield self.case(784, 256)
        for _ in range(10):
            yield self.case(*(int(size) for size in rng.integers(3, 300, size=2)))
        for sizes in ((5, 1), (1, 7), (300, 1)):
            yield self.case(*sizes, about="where there is one input or one output")

    def reference(self, fan_in, fan_out):
        import torch

        return _drawn_std(torch.nn.init.xavier_normal_, fan_in, fan_out)

    @staticmethod
    def solution(fan_in, fan_out):
        """Standard deviation of the weights of a layer by Xavier's rule (gain 1).

        Args:
            fan_in: number of inputs of the layer.
            fan_out: number of its outputs.
        Returns:
            float
        """
        return np.sqrt(2 / (fan_in + fan_out))

    @mistake(
        "the variance",
        "You returned the variance. Its root is asked for: `np.sqrt`. For 784 and 256 inputs and outputs the variance "
        "is some twenty times smaller.",
    )
    def variance(self, fan_in, fan_out):
        return 2 / (fan_in + fan_out)

    @mistake(
        "brackets missing",
        "Your answer has 2 divided by `fan_in` alone, with `fan_out` added to that. Division comes before plus: the "
        "sum needs brackets.",
    )
    def no_brackets(self, fan_in, fan_out):
        return np.sqrt(2 / fan_in + fan_out)

    @mistake(
        "1 instead of 2",
        "Your answer has 1 divided by the sum of the two. It is 1 divided by their mean, which is 2 divided by their "
        "sum.",
    )
    def one(self, fan_in, fan_out):
        return np.sqrt(1 / (fan_in + fan_out))

    @mistake(
        "fan_in only",
        "Your answer is √(1 / fan_in). That keeps the signal forward; Xavier's rule takes the mean of `fan_in` and "
        "`fan_out` to keep the gradient too.",
    )
    def inputs_only(self, fan_in, fan_out):
        return np.sqrt(1 / fan_in)

    @mistake(
        "fan_out only",
        "Your answer is √(1 / fan_out). That keeps the gradient; Xavier's rule takes the mean of `fan_in` and "
        "`fan_out` to keep the signal forward too.",
    )
    def outputs_only(self, fan_in, fan_out):
        return np.sqrt(1 / fan_out)

    @mistake(
        "the mean of the two quotients",
        "You averaged 1 / fan_in and 1 / fan_out. Xavier's rule averages `fan_in` and `fan_out` first, and divides 1 "
        "by that mean.",
    )
    def mean_of_quotients(self, fan_in, fan_out):
        return np.sqrt((1 / fan_in + 1 / fan_out) / 2)

    @mistake(
        "Kaiming's rule",
        "Your answer is √(2 / fan_in), which is Kaiming's rule, for ReLU. Xavier's takes `fan_out` into account as "
        "well.",
    )
    def kaiming(self, fan_in, fan_out):
        return np.sqrt(2 / fan_in)

    @mistake(
        "the limit of the uniform version",
        "Your answer is √(6 / (fan_in + fan_out)). That is the largest weight in the version with evenly spread "
        "numbers; the standard deviation is √3 times smaller.",
    )
    def uniform(self, fan_in, fan_out):
        return np.sqrt(6 / (fan_in + fan_out))

    @mistake(
        "3 instead of 2",
        "Your answer is √(3 / (fan_in + fan_out)). But 1 divided by the mean of two numbers is 2 divided by their sum.",
    )
    def three(self, fan_in, fan_out):
        return np.sqrt(3 / (fan_in + fan_out))

    @mistake("the product", "Your answer has the product of `fan_in` and `fan_out`. The rule has their sum.")
    def product(self, fan_in, fan_out):
        return np.sqrt(2 / (fan_in * fan_out))

    @mistake(
        "the geometric mean",
        "You took the geometric mean of the two, the root of their product. Xavier's rule takes the usual one, half of "
        "their sum.",
    )
    def geometric(self, fan_in, fan_out):
        return (fan_in * fan_out) ** -0.25

    @mistake(
        "root of the 2 only",
        "You took the root of the 2 only. It belongs to the whole quotient, or the weights shrink far too fast as the "
        "layer grows.",
    )
    def root_above(self, fan_in, fan_out):
        return np.sqrt(2) / (fan_in + fan_out)

    @mistake(
        "2 over the root of the sum",
        "Your answer is 2 / √(fan_in + fan_out), which is √2 times too large. Under the root stands 2 / (fan_in + "
        "fan_out), once.",
    )
    def root_below(self, fan_in, fan_out):
        return 2 / np.sqrt(fan_in + fan_out)

    @mistake(
        "upside down",
        "Your quotient is upside down. The more inputs a unit adds up, the smaller each weight has to be.",
    )
    def inverted(self, fan_in, fan_out):
        return np.sqrt((fan_in + fan_out) / 2)

    @mistake(
        "1 over the sum",
        "Your answer is 1 / (fan_in + fan_out). The standard deviation is a root. (`** 1 / 2` halves: the power comes "
        "first. It takes brackets, `** (1 / 2)`.)",
    )
    def halved(self, fan_in, fan_out):
        return 1 / (fan_in + fan_out)


class FadingByHand(NumberQuestion):
    id, digits = "forward/fading_by_hand", 0
    question = (
        "**By hand.** In a network with ReLU, weights of variance 1 / fan_in halve the mean square of the signal in "
        "every layer. By what number has the root of it, the root mean square, been *divided* after 20 layers?"
    )
    value = 1024.0
    wrong = {
        1048576.0: "That is 2²⁰, by which the mean square is divided. The root mean square is its root.",
        2.0: "That is the mean square after one layer. Each of the 20 layers halves it again.",
        20.0: "Halving is repeated multiplication: 20 layers give ½ · ½ · … and not 20.",
        40.0: "Factors multiply, they do not add up: ½ · ½ · … twenty times, and then the root.",
        10.0: "You have the exponent: the root of 2²⁰ is 2¹⁰. Work it out.",
        1 / 1024: "That is what is left. Asked for is the number by which it was divided: 1 over that.",
        0.5: "That is what one layer leaves of the mean square. Each of the 20 layers halves it again, and the root is "
        "asked for.",
        float(np.sqrt(2)): "That is the factor of one layer. There are 20 of them, and factors multiply.",
        512.0: "That is 2⁹. The root of 2²⁰ is 2¹⁰.",
        float(20 * np.sqrt(2)): "In each layer the factor is √2, and factors multiply: √2 · √2 · … twenty times.",
    }


class KaimingStd(Exercise):
    id = "forward/kaiming_std"
    axes = {}
    wrong_shapes = ((("fan_in",), *DRAWN), (("fan_in", "fan_in"), *DRAWN))
    words = {"fan_in": "`fan_in`"}
    hints = (
        "Without ReLU, a variance of 1 / fan_in keeps the signal's mean square. ReLU throws half of it away. What "
        "makes up for that?",
        "The variance is 2 / fan_in; asked for is its root.",
        "One line: `return np.sqrt(… / …)`.",
    )
    notice = "It is √2 times √(1 / fan_in): the root of 2 makes up for what ReLU takes away."

    def cases(self, rng):
        yield self.case(2)
        yield self.case(8)
        yield self.case(1)
        yield self.case(784)
        for _ in range(10):
            yield self.case(int(rng.integers(3, 900)))

    def reference(self, fan_in):
        import torch

        def initialise(weight, generator):
            return torch.nn.init.kaiming_normal_(weight, nonlinearity="relu", generator=generator)

        return _drawn_std(initialise, fan_in, 20)

    @staticmethod
    def solution(fan_in):
        """Standard deviation of the weights of a layer by Kaiming's rule, for ReLU.

        Args:
            fan_in: number of inputs of the layer.
        Returns:
            float
        """
        return np.sqrt(2 / fan_in)

    @mistake(
        "the variance",
        "You returned the variance. Its root is asked for: `np.sqrt`. For 784 inputs the variance is some twenty times "
        "smaller.",
    )
    def variance(self, fan_in):
        return 2 / fan_in

    @mistake(
        "no factor 2",
        "Your answer is √(1 / fan_in). That keeps a signal without ReLU; the 2 makes up for the half that ReLU throws "
        "away.",
    )
    def no_two(self, fan_in):
        return np.sqrt(1 / fan_in)

    @mistake(
        "the limit of the uniform version",
        "Your answer is √(6 / fan_in). That is the largest weight in the version with evenly spread numbers; the "
        "standard deviation is √3 times smaller.",
    )
    def uniform(self, fan_in):
        return np.sqrt(6 / fan_in)

    @mistake(
        "root of the 2 only",
        "You took the root of the 2 only. It belongs to the whole quotient, or the weights shrink far too fast as the "
        "layer grows.",
    )
    def root_above(self, fan_in):
        return np.sqrt(2) / fan_in

    @mistake(
        "2 over the root of fan_in",
        "Your answer is 2 / √fan_in, which is √2 times too large. Under the root stands 2 / fan_in, once, and there is "
        "no further factor.",
    )
    def root_below(self, fan_in):
        return 2 / np.sqrt(fan_in)

    @mistake(
        "upside down",
        "Your quotient is upside down. The more inputs a unit adds up, the smaller each weight has to be.",
    )
    def inverted(self, fan_in):
        return np.sqrt(fan_in / 2)

    @mistake(
        "multiplied instead of divided",
        "Your answer has 2 times `fan_in`. The more inputs a unit adds up, the smaller each weight has to be: divide.",
    )
    def multiplied(self, fan_in):
        return np.sqrt(2 * fan_in)

    @mistake(
        "2 in the denominator",
        "Your answer is √(1 / (2 fan_in)). The 2 is above the line: the weights have to be larger to make up for what "
        "ReLU throws away.",
    )
    def two_below(self, fan_in):
        return np.sqrt(1 / (2 * fan_in))

    @mistake(
        "1 / fan_in",
        "Your answer is 1 / fan_in. The standard deviation is a root. (`** 1 / 2` halves: the power comes first. It "
        "takes brackets, `** (1 / 2)`.)",
    )
    def plain(self, fan_in):
        return 1 / fan_in

    @mistake(
        "for a leaky ReLU of slope 0.01",
        "Your number is that for a leaky ReLU, which keeps 0.01 of the negative side: gain √(2 / (1 + 0.01²)). ReLU "
        "keeps nothing of it, and the gain is √2.",
    )
    def leaky(self, fan_in):
        return np.sqrt(2 / ((1 + 0.01**2) * fan_in))

    @mistake(
        "with √5 for the negative slope",
        "Your number is what PyTorch's layers begin with, made by `kaiming_uniform_` with a = √5: gain √(2 / 6). For "
        "ReLU the gain is √2.",
    )
    def root_five(self, fan_in):
        return np.sqrt(2 / (6 * fan_in))
