"""The recap questions of lesson 06."""

from __future__ import annotations

from ...question import ChoiceQuestion


class Place(ChoiceQuestion):
    id = "clipping/recap_1"
    question = (
        "**1.** A loop trains in mixed precision, so the loss is multiplied by 65536 before `backward()`. Where does "
        "`clip_grad_norm_` belong?"
    )
    choices = {
        "a": (
            "directly behind `backward()`",
            "There the gradients are still 65536 times too large. With max_norm = 1 nearly every one is cut down to 1, "
            "and after unscaling a norm of 0.000015 is left. Unscale first.",
        ),
        "b": (
            "behind `optimizer.step()`",
            "Then the weights have moved already, by the gradients at full length. Clipping has to come before the "
            "step.",
        ),
        "c": (
            "behind `unscale_`, before the step",
            "There the gradients have their true size, and they have not been used yet. Both are needed.",
        ),
        "d": (
            "before `backward()`",
            "Before backward there are no gradients of this batch. It adds them afterwards, unclipped.",
        ),
    }
    right = "c"


class ReturnedNorm(ChoiceQuestion):
    id = "clipping/recap_2"
    question = "**2.** `norm = clip_grad_norm_(model.parameters(), 1.0)` gives 37.5. What does that tell you?"
    choices = {
        "a": (
            "before clipping the norm was 37.5; now it is 1",
            "What comes back is the norm before. It is worth writing down for every step: it shows an explosion while "
            "it happens.",
        ),
        "b": (
            "clipping has failed: the norm should be 1",
            "The gradients do have the norm 1 now. The number that comes back is the one from before, or one could "
            "never see how large they were.",
        ),
        "c": (
            "the largest single number in the gradients is 37.5",
            "That would be the infinity norm. By default it is the root of the sum of the squares of all numbers.",
        ),
        "d": (
            "the first parameter's gradient had the norm 37.5",
            "It is one norm for all parameters together: that is what makes one factor for all possible.",
        ),
    }
    right = "a"


class Vanishing(ChoiceQuestion):
    id = "clipping/recap_3"
    question = (
        "**3.** An RNN does not learn anything that lies more than ten steps back: its gradients shrink by half at "
        "each step. What does clipping do for it?"
    )
    choices = {
        "a": (
            "it helps, if max_norm is small enough",
            "A smaller max_norm shortens more gradients. Those that have come from far back are too small already.",
        ),
        "b": (
            "nothing: clipping shortens and never lengthens",
            "A vanished gradient stays vanished. What helps is another network (LSTM, GRU), recurrent weights that "
            "neither shrink nor grow what passes through them, or shorter ways back.",
        ),
        "c": (
            "it makes small gradients as long as max_norm",
            "Clipping leaves gradients alone whose norm is below max_norm. And scaled up, the part from the last steps "
            "would grow along with the part from far back.",
        ),
    }
    right = "b"


class Direction(ChoiceQuestion):
    id = "clipping/recap_4"
    question = "**4.** The gradient is `[10, 1]`. Which of these leaves its direction as it was?"
    choices = {
        "a": (
            "clipping by value at 1, which gives [1, 1]",
            "`[10, 1]` points almost along the first axis, `[1, 1]` halfway between both. Cutting off each number for "
            "itself turns the arrow.",
        ),
        "b": (
            "clipping each number by its own norm, with max_norm 1",
            "The norm of a single number is its absolute value. So this gives `[1, 1]` too, and turns the arrow.",
        ),
        "c": (
            "setting the 10 to 0",
            "`[0, 1]` points along the second axis: the steepest direction would be left out.",
        ),
        "d": (
            "clipping both together by norm, with max_norm 1",
            "Both numbers are multiplied by the same factor, about 0.0995. The arrow becomes shorter and does not "
            "turn.",
        ),
    }
    right = "d"


class NotANumber(ChoiceQuestion):
    id = "clipping/recap_5"
    question = (
        "**5.** One number in one gradient is nan. What do you find in the gradients after "
        "`clip_grad_norm_(parameters, 1.0)`?"
    )
    choices = {
        "a": (
            "the nan replaced by 0 or 1, everything else clipped",
            "Clipping replaces nothing. It multiplies, and a number times nan is nan.",
        ),
        "b": (
            "nan everywhere, and no error",
            "The norm of a list with a nan in it is nan, so the factor is nan, and so is every product. With "
            "`error_if_nonfinite=True` there is an error instead, before anything is changed.",
        ),
        "c": (
            "an error, in any case",
            "By default there is none. It has to be asked for, with `error_if_nonfinite=True`.",
        ),
        "d": (
            "that one nan, and all others clipped as usual",
            "There is one factor for all, made from the norm of all. One nan in it is enough to spoil every number.",
        ),
    }
    right = "b"
