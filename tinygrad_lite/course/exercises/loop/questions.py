"""The recap questions of lesson 09."""

from __future__ import annotations

from ...question import ChoiceQuestion


class EvalAndNoGrad(ChoiceQuestion):
    id = "loop/recap_1"
    question = "**1.** A validation loop says `with tg.no_grad():`, and nothing else. What goes wrong?"
    choices = {
        "a": (
            "nothing: without gradients the model is in evaluation mode",
            "`no_grad` says nothing about modes. It stops the recording of the graph, and that is all.",
        ),
        "b": (
            "Dropout goes on taking numbers out, and batch normalisation takes the batch",
            "Those depend on the mode, which `model.eval()` sets. The losses come out wrong, without any error.",
        ),
        "c": (
            "the weights go on being trained",
            "Weights move in `optimizer.step()`, which a validation loop does not call.",
        ),
        "d": (
            "it takes more memory than it need",
            "That is what happens *without* `no_grad`: the graph of each batch is recorded for nothing.",
        ),
    }
    right = "b"


class LossTensor(ChoiceQuestion):
    id = "loop/recap_2"
    question = (
        "**2.** A validation loop without `no_grad` adds up `total += loss`, without `.item()`, and memory grows from "
        "batch to batch. Why?"
    )
    choices = {
        "a": (
            "`total` is a tensor whose graph reaches back through every batch so far",
            "A sum of tensors remembers what it was made of, back to the activations of every batch. `.item()` takes "
            "the number alone; under `no_grad` nothing is remembered at all.",
        ),
        "b": (
            "the loader keeps the batches that it has handed out",
            "A loader makes each batch when it is asked for, and forgets it.",
        ),
        "c": (
            "the gradients are added up in `.grad`",
            "Nothing calls `backward` here. And a sum in `.grad` has the size of its parameter, whatever goes into it.",
        ),
        "d": (
            "a tensor takes more memory than a float",
            "It does, but one tensor more or less would not grow from batch to batch.",
        ),
    }
    right = "a"


class WhichData(ChoiceQuestion):
    id = "loop/recap_3"
    question = (
        "**3.** You train 20 networks with different settings and take the one with the best accuracy on the *test* "
        "data. What is that accuracy?"
    )
    choices = {
        "a": (
            "an honest figure, as no network was trained on the test data",
            "None was trained on them, but one was chosen by them. The luckiest of 20 is better than it deserves.",
        ),
        "b": (
            "too good: choosing is learning, too",
            "The best of 20 figures is large partly by luck. Choose by the validation data; the test data are looked "
            "at once, when everything is decided.",
        ),
        "c": (
            "too bad, as the other 19 would have done better",
            "It is the best of the 20, so the others did worse on these data.",
        ),
    }
    right = "b"


class RareClass(ChoiceQuestion):
    id = "loop/recap_4"
    question = (
        "**4.** 1 % of the samples are of class 1. A classifier says class 0 to everything. Which figure shows that it "
        "is of no use?"
    )
    choices = {
        "a": (
            "the accuracy",
            "It is 99 %: nearly all samples are of class 0, and for these the answer is right.",
        ),
        "b": (
            "the recall of class 0",
            "It is 1: every sample of class 0 is found.",
        ),
        "c": (
            "the recall of class 1",
            "It is 0: not one sample of the rare class is found. That is the class for which one builds a classifier.",
        ),
        "d": (
            "the precision of class 0",
            "It is 0.99: of all that were called 0, 99 % are.",
        ),
    }
    right = "c"


class SchedulerStep(ChoiceQuestion):
    id = "loop/recap_5"
    question = (
        "**5.** A loop has a `StepLR` and a `ReduceLROnPlateau`. What belongs at the end of an epoch, when the "
        "validation loss `val_loss` is known?"
    )
    choices = {
        "a": (
            "`step()` for both",
            "`ReduceLROnPlateau` has to know what does not get better. Without the loss its `step` is a TypeError.",
        ),
        "b": (
            "`step(val_loss)` for both",
            "`StepLR` counts epochs. It would take the loss for the number of the epoch.",
        ),
        "c": (
            "`step()` for the StepLR, `step(val_loss)` for the other",
            "One counts, the other listens. Each has its own call; they are not two spellings of the same.",
        ),
        "d": (
            "nothing: both watch the optimizer",
            "Neither is told by the optimizer that an epoch is over. Without `step` the rate never changes.",
        ),
    }
    right = "c"
