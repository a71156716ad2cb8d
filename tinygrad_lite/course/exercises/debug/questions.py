"""The recap questions of lesson 10, and two numbers to be worked out by hand."""

from __future__ import annotations

import math

from ...question import ChoiceQuestion, NumberQuestion


class FirstLossByHand(NumberQuestion):
    id = "debug/first_loss_by_hand"
    question = (
        "**By hand (a calculator is fine).** A classifier for 10 classes has not learnt anything yet: it gives every "
        "class the same probability. What is its cross-entropy? To three decimals."
    )
    value = math.log(10)
    wrong = {
        0.1: "That is the probability of each class. The loss is minus its natural logarithm.",
        -2.303: "That is the logarithm of 0.1. The loss is minus that, and so above 0.",
        1.0: "That is −log to the base 10. Losses take the natural logarithm: ln 10.",
        3.322: "That is −log to the base 2, which counts bits. Losses take the natural logarithm: ln 10.",
        0.105: "That is −ln 0.9, the loss of a net that is 90% sure and right. Here the right class has "
        "probability 0.1.",
        23.026: "That is 10 · ln 10. Only the right class counts, once: −ln 0.1.",
        0.693: "That is ln 2, for two classes. Here there are 10.",
    }


class FloorByHand(NumberQuestion):
    id = "debug/floor_by_hand"
    question = (
        "**By hand (a calculator is fine).** A net for 4 classes is entirely sure and right: its probabilities are "
        "1, 0, 0, 0. `CrossEntropyLoss` is given these in place of logits. What is the loss? To three decimals."
    )
    value = math.log((math.e + 3) / math.e)
    wrong = {
        0.0: "That would be −ln 1, without a second softmax. The criterion takes the softmax of 1, 0, 0, 0 first.",
        1.386: "That is ln 4, where all classes have the same probability. After a softmax, 1 is still more than 0.",
        1.744: "That is ln(e + 3), the logarithm of the sum. The logit of the right class, 1, has to be taken off.",
        0.475: "That is the probability e / (e + 3). The loss is minus its natural logarithm.",
        0.551: "That is the loss for 3 classes, e / (e + 2). With 4, three zeros stand beside the 1.",
        1.461: "That is the loss for 10 classes. With 4, three zeros stand beside the 1: e / (e + 3).",
        0.323: "That is the logarithm to the base 10. Losses take the natural one.",
        -0.744: "The logarithm of a probability is below 0; the loss is minus that.",
    }


class OneBatch(ChoiceQuestion):
    id = "debug/recap_1"
    question = "**1.** Your set-up learns one batch by heart in 80 steps. Which fault may it still have?"
    choices = {
        "a": (
            "the loss is detached from the graph",
            "Then no gradient would reach a weight, and the batch could not be learnt.",
        ),
        "b": (
            "the optimizer holds the parameters of another model",
            "Then no step would move this one, and the batch could not be learnt.",
        ),
        "c": (
            "the inputs and the labels are shuffled apart when the data are loaded",
            "Any labels can be learnt by heart, wrong ones too. What this test says nothing of is whether the labels "
            "belong to the inputs, and whether anything carries over to new data.",
        ),
        "d": (
            "the learning rate is a million times too small",
            "With such steps, 80 of them would not move the loss by a visible digit.",
        ),
    }
    right = "c"


class SameLoss(ChoiceQuestion):
    id = "debug/recap_2"
    question = (
        "**2.** Without dropout and without shuffling, the training loss is 0.6931 in every epoch, the same in all "
        "sixteen digits. What do you look at first?"
    )
    choices = {
        "a": (
            "whether any weight has moved, and whether any `.grad` is filled",
            "The same to the last digit means that not one weight moves. From there it is one step: no gradient (a "
            "loss made anew, a detach), no step, or an optimizer that holds other parameters.",
        ),
        "b": (
            "whether the learning rate is too small",
            "A rate that is too small moves the loss a little, in its last digits at least. To move nothing, it "
            "would have "
            "to be 0, or lost in rounding: that is seen by looking at a weight.",
        ),
        "c": (
            "whether the labels are shuffled",
            "A net moves for wrong labels as well: it learns what it can of them. Here nothing moves at all.",
        ),
        "d": (
            "whether the network is too small",
            "A net that is too small still lowers its loss at first, if only to what the mean answer gives.",
        ),
    }
    right = "a"


class Restored(ChoiceQuestion):
    id = "debug/recap_3"
    question = (
        "**3.** The log says: best validation loss 0.21, in epoch 7 of 30. You put the best weights back, validate "
        "again in eval mode, and get 0.38, the number of epoch 30. What is the likeliest reason?"
    )
    choices = {
        "a": (
            "the validation data were leaked into the training",
            "Then 0.21 would be too good to be true, but the same weights would give it again on the same data.",
        ),
        "b": (
            "the validation loss is noisy",
            "In eval mode the same weights on the same data give the same number, to the last digits.",
        ),
        "c": (
            "the learning rate was too high in the end",
            "That may be why epoch 30 is worse than epoch 7. It does not say why the weights of epoch 7 do not come "
            "back.",
        ),
        "d": (
            "what was kept is no copy: the best weights moved on with the training",
            "`state_dict()` names the tensors that the optimizer goes on changing. Putting them back puts back what is "
            "there already: those of epoch 30, whose number you see.",
        ),
    }
    right = "d"


class SmallerRate(ChoiceQuestion):
    id = "debug/recap_4"
    question = (
        "**4.** A loss jumps about. With a tenth of the learning rate it falls smoothly, and somebody says: the rate "
        "was the fault. Which experiment could refute that?"
    )
    choices = {
        "a": (
            "a hundredth of the rate: if that is smooth as well, the rate was the fault",
            "It would be smooth whatever the fault is: smaller steps hide most things. What could not come out "
            "differently refutes nothing.",
        ),
        "b": (
            "the old rate, with the gradients looked at: are they those of one batch, as they should be?",
            "If `zero_grad` is missing, or the loss is a sum over the data, the gradients are too long, and the rate "
            "is innocent. With that mended, the old rate would do: that is an outcome which refutes the claim.",
        ),
        "c": (
            "the smaller rate with another seed",
            "That tells whether the remedy works again, and that is worth knowing. It does not tell the causes apart.",
        ),
    }
    right = "b"


class FirstSick(ChoiceQuestion):
    id = "debug/recap_5"
    question = (
        "**5.** At step 312 the loss is NaN. Of that step's activations `first_nan` names the output of layer 3; the "
        "inputs and all weights are finite. What do you know?"
    )
    choices = {
        "a": (
            "the gradients of layer 3 are too large: clip them",
            "Nothing has been said of gradients. It is the forward pass that broke, with finite weights.",
        ),
        "b": (
            "layers 4, 5 and 6 are sick, too",
            "Their outputs are NaN only because their input is. What a layer does with NaN says nothing about the "
            "layer.",
        ),
        "c": (
            "a finite input became something else inside layer 3: look at the sizes of its input and its weights",
            "All that comes before it is finite, so it arises there: an overflow, 0/0, the logarithm of 0 or of a "
            "negative number. The layers behind it only pass it on.",
        ),
        "d": (
            "the NaN arose at step 312, so this batch is to be left out",
            "A batch may be what sets it off. But the layer that turns finite numbers into NaN stays where it "
            "is, and other "
            "batches may find it.",
        ),
    }
    right = "c"
