"""The recap of lesson 08."""

from __future__ import annotations

from ...question import ChoiceQuestion


class WhenTheClockIsRead(ChoiceQuestion):
    id = "gpu/recap_1"
    question = (
        "**1.** You time a large matrix product on a GPU with `time.perf_counter()` before and behind it, and nothing "
        "else. What have you measured?"
    )
    choices = {
        "a": (
            "how long the product took",
            "It may still be running when the clock is read for the second time. Python does not wait for it by "
            "itself.",
        ),
        "b": (
            "how long it took to write the order",
            "The order goes into a queue and Python goes on. With `synchronize()` before the first look at the clock "
            "and before the second, the figure is that of the product.",
        ),
        "c": (
            "how long it took to copy the result to the CPU",
            "Nothing was copied. The result stays on the GPU until somebody asks for it.",
        ),
        "d": (
            "nothing at all: on a GPU `perf_counter` stands still",
            "It is a clock of the computer, and goes on whatever computes. It is read too early.",
        ),
    }
    right = "b"


class WhatMoves(ChoiceQuestion):
    id = "gpu/recap_2"
    question = "**2.** You train on a GPU. What has to be moved there in every step of the loop?"
    choices = {
        "a": (
            "the model",
            "It moves once, before the loop. From then on its parameters are changed where they are.",
        ),
        "b": (
            "the gradients",
            "Nobody moves them. `backward()` makes them where the parameters are.",
        ),
        "c": (
            "what the optimizer keeps",
            "It comes into being in the first step, where the parameters are, and stays there.",
        ),
        "d": (
            "the batch",
            "It comes from the loader, which reads it into the processor's memory. It is new in every step, and so it "
            "moves in every step.",
        ),
    }
    right = "d"


class WhyScale(ChoiceQuestion):
    id = "gpu/recap_3"
    question = "**3.** In float16 many gradients become 0. Why does multiplying the *loss* by 65536 help?"
    choices = {
        "a": (
            "every gradient is multiplied on the way back, before it would become 0",
            "That is the chain rule. What float16 could not hold is now large enough for it; afterwards it is divided "
            "again, in float32.",
        ),
        "b": (
            "the weights move 65536 times farther in each step",
            "They would, if nothing divided the gradients again before the step. That is why it is done.",
        ),
        "c": (
            "a larger loss is computed more exactly",
            "A float16 has about three digits, whether the number is large or small. What the scale prevents is that "
            "small gradients are lost altogether.",
        ),
        "d": (
            "nothing can become infinite any more",
            "The other way round: a large scale brings the largest gradients nearer to infinity. That is why the "
            "scale is halved after an overflow.",
        ),
    }
    right = "a"


class WhatTheBatchCosts(ChoiceQuestion):
    id = "gpu/recap_4"
    question = "**4.** The memory is full. You halve the batch. Which part becomes smaller?"
    choices = {
        "a": (
            "the gradients",
            "There is one for each parameter, however many samples went into it.",
        ),
        "b": (
            "Adam's state",
            "Two numbers for each parameter, whatever the batch is. Momentum would keep one, plain SGD none.",
        ),
        "c": (
            "the activations",
            "They are kept for each sample of the batch, until the way back has used them: half the samples, half of "
            "this part.",
        ),
        "d": (
            "all parts, by half",
            "Parameters, gradients and the optimizer's state know nothing of the batch. If they fill the memory, a "
            "smaller batch does not help.",
        ),
    }
    right = "c"


class WhenItDoesNotHelp(ChoiceQuestion):
    id = "gpu/recap_5"
    question = "**5.** Which of these trainings is the least likely to become faster on a GPU?"
    choices = {
        "a": (
            "a large network, with batches of 512 pictures",
            "Each operation has very much to compute, and its order hardly counts beside it. That is what a GPU is "
            "good at.",
        ),
        "b": (
            "two layers of 32 units, with batches of 8",
            "Nearly all of the time is fixed cost: Python's work and the orders. A GPU takes nothing away from that, "
            "and adds to it.",
        ),
        "c": (
            "a small network, with the whole data set of 100 000 rows as one batch",
            "Small, but with much to do in each operation: the fixed cost is shared by 100 000 samples.",
        ),
        "d": (
            "a network of large matrix products, in float16",
            "GPUs multiply 16-bit numbers faster still than 32-bit ones.",
        ),
    }
    right = "b"
