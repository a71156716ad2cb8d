"""The questions of lesson 11: numbers to be worked out by hand, and the recap."""

from __future__ import annotations

from ...question import ChoiceQuestion, NumberQuestion


class AmdahlByHand(NumberQuestion):
    id, digits = "scale/amdahl_by_hand", 2
    question = (
        "**By hand (a calculator is fine).** An epoch takes 100 s on one worker. 20 s of them, reading and writing, "
        "cannot be shared; the other 80 s can. How many times faster is it with 4 workers? Round to two decimals."
    )
    value = 2.5
    wrong = {
        4: "That would be so if all of the 100 s could be shared. 20 s stay as they are: 20 + 80/4 = 40 s.",
        40: "That is the time with 4 workers, in seconds. How many times faster is it than 100 s?",
        0.4: "That is the share of the time that is left. The speed-up is the other way round: 100 / 40.",
        5: "That is the limit for very many workers, 100 / 20. With 4 of them the shared part still takes 20 s.",
        3.2: "That is 0.8 · 4. The 20 s that cannot be shared take their time too.",
        3.4: "That is 0.2 + 0.8 · 4: it adds speeds. Times can be added: 20 s + 20 s.",
        1.25: "That is 100 / 80. The time with 4 workers is 20 + 80/4 = 40 s.",
    }


class BubbleByHand(NumberQuestion):
    id, digits = "scale/bubble_by_hand", 2
    question = (
        "**By hand.** Two stages, three micro-batches, each takes one tick in each stage. Draw two rows, and enter "
        "which stage works on which micro-batch in which tick. For what share of its ticks does each stage stand idle? "
        "Round to two decimals."
    )
    value = 0.25
    wrong = {
        0.33: "That is the idle tick beside the three working ones. All ticks together are four.",
        0.5: "In two of the four ticks some stage is idle, but not the same one. Count for one stage: in how many of "
        "its four ticks does it stand idle?",
        0.75: "That is the share in which a stage works. Asked for is the rest.",
        0.2: "That is 1 of 5 ticks. The second stage begins in the second tick, and is done after the fourth.",
        0.4: "That is 2 of 5 ticks. Each stage has one idle tick, of four: the first at the end, the second at the "
        "beginning.",
        1: "That is the number of idle ticks. Asked for is their share of all four.",
    }


class RingByHand(NumberQuestion):
    id, digits = "scale/ring_by_hand", 0
    question = (
        "**By hand.** 4 workers have gradients of 1000 numbers each. How many numbers does each worker send in a ring "
        "all-reduce?"
    )
    value = 1500
    wrong = {
        3000: "That is 3 times the whole array: what a worker sends if whole arrays go round. In the ring each message "
        "is a quarter of it.",
        750: "That is one phase: 3 messages of 250 numbers. There are two phases.",
        2000: "That is 8 messages of 250 numbers. Each phase has 3 rounds, not 4: a chunk has to visit the 3 others.",
        1000: "That is 4 messages of 250 numbers. There are two phases of 3 rounds each: 6 messages.",
        6000: "That is what all four together send. Asked for is each of them.",
        250: "That is one message. There are two phases of 3 rounds each: 6 messages.",
        6: "That is the number of messages. Each of them has 250 numbers.",
    }


class WhatAccumulationSaves(ChoiceQuestion):
    id = "scale/recap_1"
    question = (
        "**1.** A batch of 256 does not fit into memory. You train with 8 micro-batches of 32. What is smaller then?"
    )
    choices = {
        "a": (
            "the gradients, by a factor of 8",
            "There is one gradient for each parameter, however many samples went into it. The micro-batches are added "
            "up in the same arrays.",
        ),
        "b": (
            "the time for an epoch",
            "The same samples go through the same network. Smaller pieces are rather slower: each operation has less "
            "to do at a time.",
        ),
        "c": (
            "the activations that are kept for the backward pass",
            "Those of one micro-batch are there at a time, an eighth. `backward()` uses them up before the next one "
            "begins.",
        ),
        "d": (
            "the optimizer's state",
            "Adam keeps two numbers for each parameter, whatever the batch is.",
        ),
    }
    right = "c"


class NoAverage(ChoiceQuestion):
    id = "scale/recap_2"
    question = "**2.** Two replicas make a step each *without* averaging their gradients. What do you have then?"
    choices = {
        "a": (
            "two models, each trained on half of the data",
            "Each moves by what it has seen itself. Their weights differ from the first step on, and an average of "
            "gradients taken later no longer belongs to either.",
        ),
        "b": (
            "the same as with averaging, only faster",
            "The steps differ: the samples of one are not those of the other. Nothing brings the weights together "
            "again.",
        ),
        "c": (
            "one model with twice the learning rate",
            "That would come from adding up gradients instead of averaging them. Here nothing is added up.",
        ),
    }
    right = "a"


class UnequalShares(ChoiceQuestion):
    id = "scale/recap_3"
    question = (
        "**3.** 10 samples, 4 workers, batches of 1, one epoch. Workers 0 and 1 have three samples, workers 2 and 3 "
        "have two. What happens?"
    )
    choices = {
        "a": (
            "worker 3 repeats its last gradient",
            "Nothing repeats by itself. A worker whose samples are used up leaves its loop.",
        ),
        "b": (
            "the others average over two workers in the last step",
            "An all-reduce waits for all workers of the group. It does not know that one has finished.",
        ),
        "c": (
            "in the third step workers 0 and 1 wait for the two others",
            "Each all-reduce needs all of them, and workers 2 and 3 take part in two only. So the sampler makes all "
            "shares equally long, by taking a few samples twice.",
        ),
        "d": (
            "worker 0 skips its third sample",
            "Its loop knows nothing of the others' shares. It computes a gradient, and then waits for an average.",
        ),
    }
    right = "c"


class RingTraffic(ChoiceQuestion):
    id = "scale/recap_4"
    question = "**4.** From 4 to 8 workers: how does the traffic of *each* worker change in a ring all-reduce?"
    choices = {
        "a": (
            "it doubles",
            "The number of messages does, roughly: from 6 to 14. But each is half as long.",
        ),
        "b": (
            "it grows a little: from 1.5 to 1.75 times the gradient",
            "2 · (W − 1) / W is below 2 for any W. So the ring serves large groups too; only the number of messages "
            "grows, and with it the time that each of them waits.",
        ),
        "c": (
            "it halves",
            "A message halves. There are more than twice as many of them.",
        ),
        "d": (
            "it grows eightfold",
            "So it may be if one worker collects everything. In a ring all do the same share.",
        ),
    }
    right = "b"


class SmallerBubble(ChoiceQuestion):
    id = "scale/recap_5"
    question = "**5.** A pipeline of 4 stages stands idle for 3/7 of the time, with 4 micro-batches. What helps?"
    choices = {
        "a": (
            "more micro-batches",
            "With 12 of them the bubble is 3/15. Beyond some number each is so small that the devices compute less "
            "efficiently.",
        ),
        "b": (
            "more stages",
            "Then more of them wait for the first micro-batch to arrive: with 8 stages it would be 7/11.",
        ),
        "c": (
            "a faster network between the devices",
            "The bubble is there with no time lost between the devices at all: a stage waits until the one before it "
            "has computed something.",
        ),
        "d": (
            "a larger learning rate",
            "It changes what is learned in a step, not how long a stage waits.",
        ),
    }
    right = "a"


class Scaling(ChoiceQuestion):
    id = "scale/recap_6"
    question = (
        "**6.** 8 workers, each with the batch size and the learning rate that one worker had. What has become "
        "different?"
    )
    choices = {
        "a": (
            "nothing: every worker does what it did before",
            "The gradients are averaged over 8 times as many samples, and an epoch has an eighth of the steps.",
        ),
        "b": (
            "the global batch is 8 times larger, with fewer steps in an epoch",
            "So the rate has to be looked at again: by a rule of thumb it is raised, with a warm-up, and then checked: "
            "every rule breaks somewhere.",
        ),
        "c": (
            "the gradient is 8 times longer",
            "It is averaged, not added up. It points about as far as before, with less noise in it.",
        ),
    }
    right = "b"
