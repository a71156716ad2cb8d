"""The recap questions of lesson 01."""

from __future__ import annotations

from ...question import ChoiceQuestion


class ShapesOfALayer(ChoiceQuestion):
    id = "forward/recap_1"
    question = (
        "**1.** A batch of 32 images with 64 pixels each goes through a dense layer with 10 units, as PyTorch stores "
        "it. Which shapes have weight, bias and output?"
    )
    choices = {
        "a": (
            "weight (64, 10), bias (10,), output (32, 10)",
            "That weight would do for `x @ weight`. PyTorch stores one unit a row, (out, in), and multiplies by the "
            "transposed weight.",
        ),
        "b": (
            "weight (10, 64), bias (10,), output (32, 10)",
            "One row for each unit, with a weight for each of its 64 inputs; one bias for each unit; one row for each "
            "sample.",
        ),
        "c": (
            "weight (10, 64), bias (10, 1), output (10, 32)",
            "That is the layout of books that put samples into columns. Here the batch comes first, and the bias has "
            "one axis.",
        ),
        "d": (
            "weight (32, 10, 64), bias (32, 10), output (32, 10)",
            "All samples meet the same weights. A layer does not know how large the batch is.",
        ),
    }
    right = "b"


class LinearCollapse(ChoiceQuestion):
    id = "forward/recap_2"
    question = (
        "**2.** You remove all activations from a network with five dense layers. What can it compute that a single "
        "dense layer cannot?"
    )
    choices = {
        "a": (
            "Nothing.",
            "Dense layers one after the other are a dense layer again: its weight is the product of the five. Only "
            "what stands between them makes a difference.",
        ),
        "b": (
            "Curved functions, because it has more weights.",
            "More weights, but the same functions: a weighted sum of weighted sums is a weighted sum. It needs a bend "
            "between the layers.",
        ),
        "c": (
            "The same functions, but more exactly.",
            "Exactly the same functions, and every one of them can be reached with one layer. More layers only add "
            "rounding.",
        ),
        "d": (
            "XOR, because it has hidden layers.",
            "Hidden layers help only with an activation behind them. Without one, the network draws a straight line, "
            "and no straight line separates XOR.",
        ),
    }
    right = "a"


class CacheWhy(ChoiceQuestion):
    id = "forward/recap_3"
    question = "**3.** Why does a forward pass keep the pre-activation and the activation of every hidden layer?"
    choices = {
        "a": (
            "So that the next forward pass is faster.",
            "The next batch has other samples, and the weights have moved: nothing of it can be used again.",
        ),
        "b": (
            "Because the next layer needs them.",
            "The next layer needs the activation once, and then it could be thrown away. It is kept for later.",
        ),
        "c": (
            "Because the gradients of this batch are made from them.",
            "The slope of an activation depends on where it was, and the gradient of a weight on what was multiplied "
            "by it. Lesson 03 walks back through the cache.",
        ),
        "d": (
            "So that one can look at them when something goes wrong.",
            "That is a good use of them, but a network in training keeps them whether anyone looks or not.",
        ),
    }
    right = "c"


class SoftmaxShift(ChoiceQuestion):
    id = "forward/recap_4"
    question = (
        "**4.** The logits of a sample are `[2, 1, 0]`. You compute softmax, and again after adding 100 to all three, "
        "and again after multiplying all three by 10. What changes?"
    )
    choices = {
        "a": (
            "Nothing: softmax looks at the order only.",
            "Adding changes nothing. Multiplying does: the differences grow, and with them the largest probability.",
        ),
        "b": (
            "Adding makes every probability larger, multiplying too.",
            "They add up to 1 each time, so not all can grow. Adding the same to all logits cancels in the quotient.",
        ),
        "c": (
            "Adding changes the probabilities, multiplying does not.",
            "It is the other way round: only differences of logits count, and multiplying makes them ten times larger.",
        ),
        "d": (
            "Adding changes nothing; multiplying makes the first probability larger.",
            "Only differences count. They were 1, and are 10 after multiplying, so the first class takes nearly all: "
            "0.67 becomes 0.99995.",
        ),
    }
    right = "d"


class ZeroWeights(ChoiceQuestion):
    id = "forward/recap_5"
    question = "**5.** All weights and biases of a ReLU network with hidden layers are 0 at the start. What happens?"
    choices = {
        "a": (
            "Training finds good weights from there, only more slowly.",
            "Every hidden unit gives 0, so the weights behind it get a gradient of 0; and nothing comes back to the "
            "weights before it. Only the last bias ever moves.",
        ),
        "b": (
            "Every hidden unit gives 0, and none of the weights can move.",
            "The output is the last bias, whatever the input. Even with weights that are all alike but not 0, the "
            "units of a layer would stay copies of each other: random numbers break the symmetry.",
        ),
        "c": (
            "It is safe as long as the biases start at 1.",
            "Then the units of a layer give the same number, all of them. They get the same gradient, and stay copies "
            "of each other.",
        ),
        "d": (
            "The numbers overflow.",
            "0 is the most harmless number there is. The trouble is that nothing passes through.",
        ),
    }
    right = "b"
