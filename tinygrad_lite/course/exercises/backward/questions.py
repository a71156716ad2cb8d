"""The recap questions of lesson 03."""

from __future__ import annotations

from ...question import ChoiceQuestion


class GradientMeaning(ChoiceQuestion):
    id = "backward/recap_1"
    question = "**1.** For some weight w the backward pass gives a gradient of −2. What does that say?"
    choices = {
        "a": (
            "If w grows by 0.001, the loss falls by about 0.002",
            "The gradient is the slope: the change of the loss for each unit by which w grows, as long as the change "
            "is small.",
        ),
        "b": (
            "If w grows by 1, the loss falls by exactly 2",
            "The slope holds for small changes only. Over a distance of 1 the slope itself changes along the way.",
        ),
        "c": (
            "The best value of w is 2 below the present one",
            "The slope says in which direction the loss falls and how steeply, not how far away the lowest point is. "
            "And a negative slope falls to the right: w should grow.",
        ),
        "d": (
            "w caused a share of −2 of the loss",
            "A gradient is no share: it tells how the loss would change if w changed, not who is to blame for it.",
        ),
    }
    right = "a"


class TwoRoads(ChoiceQuestion):
    id = "backward/recap_2"
    question = (
        "**2.** A hidden value h goes into two units of the next layer. Back through the first comes a gradient of "
        "0.5, through the second −0.2. What is the gradient of h?"
    )
    choices = {
        "a": (
            "0.5, the larger of the two",
            "Both units react to h, so both count, whatever their sizes.",
        ),
        "b": (
            "−0.2, the one that came last",
            "This is what an engine computes that overwrites gradients instead of adding them.",
        ),
        "c": (
            "0.3, their sum",
            "If h grows a little, the loss changes through both units, and the two changes add up.",
        ),
        "d": (
            "−0.1, their product",
            "Slopes are multiplied along one path, from link to link. Different paths are added.",
        ),
    }
    right = "c"


class VanishingSigmoid(ChoiceQuestion):
    id = "backward/recap_3"
    question = (
        "**3.** A gradient travels back through ten sigmoids, one behind the other; the weights between them are all "
        "1. How large is it at most, compared with what it was at the start?"
    )
    choices = {
        "a": (
            "as large as before: the weights are 1",
            "Each sigmoid multiplies the gradient by its own slope, y · (1 − y), on top of the weights.",
        ),
        "b": (
            "about a millionth",
            "The slope y · (1 − y) is at most 0.25, and 0.25 to the power of 10 is 0.00000095. That is one "
            "reason why deep networks use ReLU, whose slope is 1 for positive inputs.",
        ),
        "c": (
            "a fortieth",
            "The slopes are multiplied, not added: 0.25 to the power of 10, not 0.25 divided by 10.",
        ),
        "d": (
            "exactly 0",
            "It becomes small, but no factor is 0: y · (1 − y) is above 0 for every y between 0 and 1.",
        ),
    }
    right = "b"


class LeftoverGradients(ChoiceQuestion):
    id = "backward/recap_4"
    question = (
        "**4.** A training loop calls `loss.backward()` and then changes the weights, again and again, but never sets "
        "the gradients back to zero. What does the fifth step follow?"
    )
    choices = {
        "a": (
            "the gradient of the fifth loss",
            "`backward` adds to the gradients that are there; it does not replace them.",
        ),
        "b": (
            "the mean of the five gradients",
            "Nothing divides by five: gradients are added up.",
        ),
        "c": (
            "nothing: calling `backward` again raises an error",
            "A second call on the *same* loss does, in PyTorch. Here each round computes a new loss, and adding up is "
            "what is meant to happen.",
        ),
        "d": (
            "the sum of the gradients of all five losses",
            "Adding is right where one value is used twice, and useful for several losses. Between two steps it has to "
            "be undone: that is what `zero_grad()` is for.",
        ),
    }
    right = "d"


class CheckFails(ChoiceQuestion):
    id = "backward/recap_5"
    question = (
        "**5.** Your gradient of a ReLU network agrees with central differences (ε = 10⁻⁶) everywhere, except for the "
        "weights and the bias of one unit: all of these are twice as large as the check says. What is the first thing "
        "to suspect?"
    )
    choices = {
        "a": (
            "an input of a ReLU so close to 0 that the two steps land on different sides",
            "There the central difference averages the slopes of both sides, and half the slope comes out. Check again "
            "at another point.",
        ),
        "b": (
            "a forgotten factor of 2 in your backward pass",
            "A wrong formula would be wrong for every unit that it is used for, and at every point, not for a single "
            "one.",
        ),
        "c": (
            "rounding: ε is too small",
            "Rounding costs digits: at ε = 10⁻⁶ the slope is still right to several of them. It does not halve a "
            "number.",
        ),
        "d": (
            "nothing: both are right",
            "Where a slope exists, there is one of it. Two different numbers for it want an explanation.",
        ),
    }
    right = "a"
