"""The questions of lesson 07: four numbers to be worked out by hand, and the five at its end."""

from __future__ import annotations

from ...question import ChoiceQuestion, NumberQuestion


class StandardByHand(NumberQuestion):
    id = "stopping/standard_by_hand"
    question = (
        "**By hand.** A feature has the values 2 and 6 in the training part, and 7 in the validation part. What does "
        "the 7 become?"
    )
    value, digits = 1.5, 1
    wrong = {
        3.0: "That is 7 minus the mean, 4. It still has to be divided by the standard deviation.",
        0.75: "That is what you get by dividing by the variance, 4. The standard deviation is its root, 2.",
        0.926: "That is with mean and standard deviation of all three numbers. The 7 is not known while training.",
        0.0: "That is what its own mean makes of it: any single number becomes 0. The rule comes from the training "
        "part.",
        1.061: "That is with the sample's standard deviation, √8. The population's divides by n, and is 2.",
    }


class StopByHand(NumberQuestion):
    id = "stopping/stop_by_hand"
    question = (
        "**By hand.** The validation losses are 0.8, 0.5, 0.6, 0.55, 0.45, 0.5, 0.48, 0.47, 0.4, and epochs count "
        "from 0. After which epoch does training stop with a patience of 3?"
    )
    value, digits = 7, 0
    wrong = {
        4: "Epoch 4 is the best. Then come three that are not better, and after the third of them it stops.",
        8: "Epoch 8 would bring a new best, but it is never trained: the epochs 5, 6 and 7 are three in a row that "
        "are not below 0.45.",
        5: "That counts the epochs 2, 3 and 5. Epoch 4 lies between them with a new best, and there the count begins "
        "anew.",
        6: "After epoch 6 only two in a row were not better than epoch 4.",
        3: "After epoch 3 only two in a row were not better than epoch 1.",
    }


class KeptByHand(NumberQuestion):
    id = "stopping/kept_by_hand"
    question = "**By hand.** With p = 0.2, in training, a number 3 is *not* dropped. What comes out in its place?"
    value, digits = 3.75, 2
    wrong = {
        3.0: "Unchanged, it would come out as 0.8 · 3 = 2.4 on average, since it is dropped every fifth time. It has "
        "to be made larger.",
        2.4: "That is multiplied by 1 − p. On average still less would come out then: it has to be divided.",
        15.0: "That is divided by p. Four times out of five the number stays, so it is 1 − p = 0.8 that makes up for "
        "the fifth.",
        0.6: "That is multiplied by p. It has to become larger, to make up for the times when it is dropped.",
        0.0: "A 0 comes out where it is dropped. Here it is not.",
    }


class NormByHand(NumberQuestion):
    id = "stopping/norm_by_hand"
    question = (
        "**By hand.** A unit of a batch norm layer has weight 3 and bias 1, a running mean of 2 and a running variance "
        "of 16. Now a batch comes in whose mean is 4 and whose variance is 1. What does the layer make of a 6 in "
        "*evaluation*? (eps is so small that it can be left out.)"
    )
    value, digits = 4.0, 1
    wrong = {
        7.0: "That is with the batch's mean and variance, as in training. In evaluation the running ones are used.",
        1.75: "That is what you get by dividing by the variance, 16. The difference is divided by its root, 4.",
        3.0: "The bias is still to be added.",
        2.0: "The weight is missing: 3 · 1 + 1.",
        1.0: "That is (6 − 2) / 4. Then comes the weight, and then the bias.",
    }


class Patients(ChoiceQuestion):
    id = "stopping/recap_1"
    question = (
        "**1.** 300 patients, ten images of each. The network will be used on *new* patients. How do you split, so "
        "that the validation score holds for them?"
    )
    choices = {
        "a": (
            "all 3000 images by chance",
            "Then nearly every patient is on both sides, and the network is asked about people whom it has seen. For "
            "new people the score is too good.",
        ),
        "b": (
            "by patient: all ten images of one in the same part",
            "What will be new later has to be new in the validation part: the patient, not the image.",
        ),
        "c": (
            "nine images of each patient for training, the tenth for validation",
            "That asks how well it does on the next image of a patient it knows. Every patient is on both sides.",
        ),
        "d": (
            "by chance, and standardise with the training part's mean only",
            "The mean is a small leak, and this closes it. The large one stays: the same patients on both sides.",
        ),
    }
    right = "b"


class Chosen(ChoiceQuestion):
    id = "stopping/recap_2"
    question = (
        "**2.** You tried 200 settings, each with early stopping. The best has 94.0% right on the 500 validation "
        "samples. Which number do you report?"
    )
    choices = {
        "a": (
            "94.0%, since nothing was trained on the validation samples",
            "No weights were, but the setting and the epoch were chosen by them. The best of very many scores is also "
            "the luckiest.",
        ),
        "b": (
            "the mean validation score of all 200 settings",
            "That is the score of a setting drawn by chance. It is another network than the one you use.",
        ),
        "c": (
            "its score on a test part that has chosen nothing",
            "Choosing fits, too: the chosen score is flattered. A part that was never looked at is not.",
        ),
        "d": (
            "its score on the training part, which is larger",
            "More samples make a score steadier, not more honest. These were learned from.",
        ),
    }
    right = "c"


class WhatToSave(ChoiceQuestion):
    id = "stopping/recap_3"
    question = (
        "**3.** A network with batch norm and dropout is trained by Adam with a learning rate that falls. It is to be "
        "interrupted, and to go on to the same curve, to the bit. What has to be kept?"
    )
    choices = {
        "a": (
            "the parameters and the epoch",
            "Missing are batch norm's running averages, Adam's averages and its learning rate, the schedule and the "
            "generator.",
        ),
        "b": (
            "the parameters, their gradients, and the epoch",
            "Gradients are computed anew at each step, after `zero_grad`. What a step remembers of the ones before is "
            "in the optimizer.",
        ),
        "c": (
            "`model.state_dict()` and the epoch",
            "That has parameters and buffers. Adam's averages, its learning rate, the schedule and the generator are "
            "missing.",
        ),
        "d": (
            "the states of model, optimizer, schedule and random generator, and the epoch",
            "Parameters and buffers; Adam's averages and learning rate; where the schedule stands; what dropout and "
            "the order of the batches draw next; and where to go on. (A seed set in each epoch can stand for the "
            "generator.)",
        ),
    }
    right = "d"


class ForgottenEval(ChoiceQuestion):
    id = "stopping/recap_4"
    question = (
        "**4.** A network with dropout and batch norm is validated under `no_grad()`, but `model.eval()` was "
        "forgotten. What happens?"
    )
    choices = {
        "a": (
            "answers depend on chance and on the batch, and the running averages move",
            "All three, without an error. `no_grad()` spares the gradients; it does not touch the mode.",
        ),
        "b": (
            "nothing: `no_grad()` switches the layers over as well",
            "They are two switches for two things. Under `no_grad()` dropout still drops.",
        ),
        "c": (
            "the weights are trained on the validation samples",
            "Without `backward` and `step` no weight moves. What moves are batch norm's running averages.",
        ),
        "d": (
            "an error, since a layer notices that no gradient is wanted",
            "There is none, except where a batch has a single sample. That is what makes it hard to notice.",
        ),
    }
    right = "a"


class Impatient(ChoiceQuestion):
    id = "stopping/recap_5"
    question = (
        "**5.** The best weights are brought back at the end. What does it change to raise patience from 1 to 10?"
    )
    choices = {
        "a": (
            "the weights that are kept are ten epochs further on",
            "That would be so if the last weights were kept. Those that are brought back are those of the best epoch.",
        ),
        "b": (
            "it costs more epochs, and no longer stops at the first setback",
            "A setback by chance no longer ends the training before its best epoch. The price is time.",
        ),
        "c": (
            "the network learns more by heart, so it gets worse",
            "It does learn more by heart in those epochs, but what is brought back is the best one.",
        ),
        "d": (
            "nothing: the best epoch is the same for every patience",
            "For one that stops too early it is another: the best of the few epochs that were trained.",
        ),
    }
    right = "b"
