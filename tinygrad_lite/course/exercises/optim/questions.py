"""The numbers to work out by hand, and the recap questions of lesson 04."""

from __future__ import annotations

from ...question import ChoiceQuestion, NumberQuestion


class StepByHand(NumberQuestion):
    id = "optim/step_by_hand"
    question = (
        "**By hand.** A weight is 0.5, its gradient is 0.2, and the learning rate is 0.01. What is the weight "
        "after one step of gradient descent? (Three decimals.)"
    )
    value = 0.498
    wrong = {
        0.502: "You went uphill. The gradient points to where the loss grows: subtract the step of 0.01 · 0.2.",
        0.3: "You subtracted the whole gradient. First multiply it by the learning rate: 0.01 · 0.2.",
        0.002: "That is the step. The new weight is the old one, 0.5, minus this.",
        0.499: "That is what you get by multiplying the step by the weight as well. The step is learning rate times "
        "gradient and nothing else.",
        0.003: "In your answer the learning rate makes the weight small too. Only the gradient is made small.",
        -19.5: "That is what you get by dividing the gradient by the learning rate. The rate multiplies: 0.01 · 0.2.",
        0.48: "The step is 0.01 · 0.2 = 0.002, with two zeros behind the point. You subtracted 0.02.",
    }


class VelocityLimit(NumberQuestion):
    id, digits = "optim/velocity_limit", 1
    question = (
        "**Think, then answer.** The gradient is 1 at every step, and the momentum is 0.9. The velocity grows 1, 1.9, "
        "2.71, 3.439 … Which number does it approach? (Once it has arrived there, 0.9 times it, plus 1, is the same "
        "number again.)"
    )
    value = 10.0
    wrong = {
        9.0: "That is what is left of the old velocity, 0.9 · 10. The new gradient of 1 comes on top.",
        1.0: "The velocity is 1 after the first step already, and grows from there.",
        1.9: "That is the velocity after two steps. It goes on growing: 0.9 · 1.9 + 1 = 2.71.",
        0.9: "That is the momentum. Look for a velocity with velocity = 0.9 · velocity + 1.",
        0.1: "That is 1 − 0.9. The equation velocity · (1 − 0.9) = 1 has to be solved for the velocity: 1 divided by "
        "that.",
        3.44: "That is the velocity after four steps. It goes on growing, by less each time.",
        100.0: "For that the momentum would have to be 0.99. Solve velocity = 0.9 · velocity + 1.",
    }


class VelocityAlternating(NumberQuestion):
    id, digits = "optim/velocity_alternating", 2
    question = (
        "**Now gradients that alternate:** first +1, then −1. The momentum is 0.9 and the velocity starts at 0. After "
        "the first step it is 1. What is it after the second?"
    )
    value = -0.1
    wrong = {
        0.1: "The size is right, the sign is not: 0.9 · 1 + (−1). One published text has the same 0.1.",
        1.9: "You added 1. The second gradient is −1.",
        -1.9: "The old velocity is +1, so 0.9 · 1 is positive. Only the new gradient is negative.",
        -1.0: "That is the new gradient alone. 0.9 of the old velocity is still there.",
        0.9: "That is what is left of the old velocity. The new gradient, −1, is added to it.",
        0.0: "They would cancel if the old velocity were kept in full. 0.9 of it is left.",
        0.8: "You gave the new gradient a weight of 0.1. In PyTorch's form it is added in full.",
    }


class AdamFirstStep(NumberQuestion):
    id = "optim/adam_first_step"
    question = (
        "**By hand.** The very first step of Adam: m and v are 0, `step` is 1, the weight is 1.0, its gradient is "
        "−250, and the learning rate is 0.1. (β₁ = 0.9, β₂ = 0.999; eps is so small that you may leave it out.) What "
        "is the weight afterwards?"
    )
    value = 1.1
    wrong = {
        26.0: "That is the step of plain gradient descent, 0.1 · 250. Adam divides by √v̂, which is 250 here.",
        0.9: "The gradient is negative, so the loss falls as the weight grows: the step goes up.",
        1.316: "That is the step without bias correction, 0.1 · 25 / 7.9. First divide m by 1 − 0.9, v by 1 − 0.999.",
        0.1: "That is how far the weight moves. It started at 1.0.",
        1.01: "You corrected v but not m. m = −25 divided by 1 − 0.9 gives m̂ = −250.",
        4.162: "You corrected m but not v. v = 62.5 divided by 1 − 0.999 gives v̂ = 62500.",
        -24.0: "That is plain gradient descent, and uphill. Adam divides by √v̂, which is 250 here.",
        1.0004: "That is what you get by dividing by v̂ without the root. √62500 = 250.",
    }


class Diverging(ChoiceQuestion):
    id = "optim/recap_1"
    question = (
        "**1.** The losses of the first five steps are 2.3, 2.9, 8.1, 1400, nan. The program has trained well before; "
        "only the learning rate was changed. What do you do first?"
    )
    choices = {
        "a": (
            "divide the learning rate by 10 and try again",
            "Each step overshoots, lands higher on the other side, finds a steeper slope there and jumps further. "
            "Shorter steps end that.",
        ),
        "b": (
            "train for more epochs",
            "After nan nothing can change any more: nan minus anything is nan, in every weight.",
        ),
        "c": (
            "switch on momentum 0.9",
            "It allows a learning rate that is larger by a factor of 1.9 at most, and where gradients agree it makes "
            "the steps ten times as long. Find a rate at which the loss falls first; momentum comes after that.",
        ),
        "d": (
            "take a larger weight decay",
            "Weight decay draws the weights to 0, but the jump of each step is as long as before.",
        ),
    }
    right = "a"


class LongerSteps(ChoiceQuestion):
    id = "optim/recap_2"
    question = (
        "**2.** SGD trains well with lr 0.1. You add `momentum=0.9` and change nothing else. Along a direction in "
        "which the gradient hardly changes, how long do the steps become?"
    )
    choices = {
        "a": ("as long as before", "That would be so if the gradient came in times 1 − 0.9. PyTorch adds it in full."),
        "b": ("0.9 times as long", "0.9 is what is kept of the old velocity, and the whole new gradient is added."),
        "c": ("1.9 times as long", "That is true of the second step. The velocity goes on growing after that."),
        "d": (
            "10 times as long, after a while",
            "1 + 0.9 + 0.81 + … = 1 / (1 − 0.9) = 10. That is why the learning rate is often lowered when momentum is "
            "added.",
        ),
    }
    right = "d"


class WhyCorrect(ChoiceQuestion):
    id = "optim/recap_3"
    question = "**3.** Adam divides m by 1 − β₁ᵗ and v by 1 − β₂ᵗ. What for?"
    choices = {
        "a": (
            "so that the learning rate falls in the course of the training",
            "Both divisors approach 1, so the correction fades away; no step becomes shorter by it in the long run.",
        ),
        "b": (
            "because m and v start at 0, and without it the first steps have the wrong length",
            "After t steps β₁ᵗ of the zeros at the start is left in m, and β₂ᵗ in v. Dividing by the rest makes true "
            "averages of them.",
        ),
        "c": (
            "so that nothing is divided by 0",
            "eps is there for that. A v of 0 divided by 1 − β₂ᵗ is still 0.",
        ),
        "d": (
            "so that the gradient has length 1",
            "The division by √v̂ brings each weight's step to about the size of lr. The correction makes v̂ a true "
            "average before that.",
        ),
    }
    right = "b"


class WhichShrinks(ChoiceQuestion):
    id = "optim/recap_4"
    question = (
        "**4.** Weights A and B are equally large, but the gradients of A are usually 100 times as large as those of "
        "B. The decay is added to the gradient, and then goes through Adam (`Adam(weight_decay=…)`). Which of the two "
        "does the decay draw to 0 more strongly?"
    )
    choices = {
        "a": (
            "both equally",
            "That is AdamW, in which the decay is taken apart from the gradient: each weight loses the same share.",
        ),
        "b": (
            "A, with the large gradients",
            "The decay is part of what is divided by √v̂, and √v̂ is large for A. So little of its decay is left.",
        ),
        "c": (
            "B, with the small gradients",
            "All that is in the gradient is divided by √v̂, the decay too. B's divisor is small, so its decay is "
            "large. AdamW was made to end this.",
        ),
        "d": (
            "neither: Adam cancels the decay",
            "It scales it, by a different factor for each weight. It does not cancel it.",
        ),
    }
    right = "c"


class Memory(ChoiceQuestion):
    id = "optim/recap_5"
    question = (
        "**5.** A network has a million weights, in float32: 4 MB, and as much again for the gradients. How much "
        "memory does AdamW keep from step to step besides?"
    )
    choices = {
        "a": ("nothing worth mentioning", "That is plain SGD. Adam has to remember its averages for every weight."),
        "b": ("4 MB", "That is SGD with momentum: one velocity for every weight. Adam keeps two averages."),
        "c": (
            "8 MB",
            "m and v have one number each for every weight: twice the weights, besides all the rest.",
        ),
        "d": ("12 MB", "There are two averages, m and v. The corrected ones and the decay are not kept."),
    }
    right = "c"
