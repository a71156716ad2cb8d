"""Numbers by hand, and the recap questions of lesson 05."""

from __future__ import annotations

from ...question import ChoiceQuestion, NumberQuestion


class StepDecayByHand(NumberQuestion):
    id = "schedules/step_decay_by_hand"
    question = (
        "**By hand first.** Training begins with a learning rate of 0.001; every 10 epochs it is multiplied by 0.1. "
        "Epochs are counted from 0. What is the learning rate in epoch 25, to six decimals?"
    )
    value, digits = 0.00001, 6
    wrong = {
        0.0001: "That is the rate after one drop, from epoch 10 on. Another one came at epoch 20.",
        0.000001: "That is the rate after three drops. Epoch 25 has seen two, at 10 and at 20; the first ten epochs, 0 "
        "to 9, have the full rate.",
        0.001
        * 0.1**2.5: "That is 0.001 · 0.1 to the power 25 / 10. Between two drops nothing changes: round 2.5 down.",
        0.001: "That is the rate of the first ten epochs. By epoch 25 it has been lowered.",
        0.00081: "A drop multiplies by 0.1, so a tenth is left, not nine tenths.",
    }


class CosineByHand(NumberQuestion):
    id = "schedules/cosine_by_hand"
    question = (
        "**By hand.** A cosine schedule goes from 0.01 down to 0.0001 in 1000 steps. What is the learning rate at step "
        "500, to five decimals? (cos(π/2) = 0.)"
    )
    value, digits = 0.00505, 5
    wrong = {
        0.005: "That is half of 0.01. The wave ends at 0.0001, not at 0: half way is half way between the two.",
        0.00495: "That is half the height of the wave. It stands on 0.0001: add that.",
        0.0051: "That is half of 0.01, plus 0.0001, or 0.00505 with too few decimals. The height of the wave is 0.01 − "
        "0.0001; half of *that* is added to 0.0001. Give five decimals.",
        0.0001: "That is the rate at step 1000. At step 500 half of the wave is still to come.",
        0.01: "That is the rate at step 0.",
    }


class WarmupByHand(NumberQuestion):
    id = "schedules/warmup_by_hand"
    question = (
        "**By hand.** A warm-up of 100 steps leads to a learning rate of 0.001, which step 99 has. With what learning "
        "rate is the first update made, at step 0? (Six decimals.)"
    )
    value, digits = 0.00001, 6
    wrong = {
        0: "With a rate of 0, the first batch would be computed and no weight would move. A hundred steps lead up to "
        "0.001 at step 99, so each adds a hundredth, the first one too.",
        0.001: "That is the rate at the end of the warm-up. The first step has a hundredth of it.",
        0.0001: "That is a tenth. There are 100 steps, each adding a hundredth of 0.001.",
        0.00002: "That is the rate of step 1. Steps are counted from 0.",
    }


class PlateauByHand(NumberQuestion):
    id = "schedules/plateau_by_hand"
    question = (
        "**By hand.** The validation losses of epochs 0 to 6 are 0.50, 0.40, 0.41, 0.42, 0.40, 0.43, 0.39, and the "
        "patience is 3. After which epoch is the learning rate lowered first?"
    )
    value, digits = 5.0, 0
    wrong = {
        4: "After epoch 4 three losses in a row were not better, those of epochs 2, 3 and 4. That is as many as the "
        "patience; the rate is lowered when there are more.",
        6: "In epoch 6 the loss is better than ever. Count from epoch 0: the fourth loss in a row that is not better "
        "than 0.40 comes before that. Equal is not better.",
        3: "After epoch 3 only two losses in a row were not better than 0.40. With patience 3 it takes four.",
        2: "The loss of epoch 2 is the first that is not better. With patience 3 it takes more than three in a row.",
    }


class PerBatch(ChoiceQuestion):
    id = "schedules/recap_1"
    question = (
        "**1.** `StepLR(optimizer, step_size=10, gamma=0.1)` is meant to drop every 10 epochs. Somebody calls "
        "`scheduler.step()` after every batch, and an epoch has 60 batches. What is the learning rate after one epoch?"
    )
    choices = {
        "a": ("unchanged: `StepLR` counts epochs", "It counts calls of `step()`, and knows nothing of epochs."),
        "b": (
            "a tenth of what it was",
            "That would be one drop. There were 60 calls, and every tenth of them is a drop.",
        ),
        "c": (
            "a millionth of what it was",
            "60 calls are six drops, and 0.1 to the power 6 is a millionth. From then on the weights practically "
            "stand still, and no message says so.",
        ),
        "d": ("zero", "A factor never makes it zero. It is only far too small: six drops have come in 60 calls."),
    }
    right = "c"


class SchedulerFirst(ChoiceQuestion):
    id = "schedules/recap_2"
    question = (
        "**2.** In a loop, `scheduler.step()` stands before `optimizer.step()`. The schedule is warm-up and cosine, "
        "called for every batch. What happens?"
    )
    choices = {
        "a": (
            "every rate is used one update too early, and the first never",
            "The schedule is shifted by one. PyTorch warns once, at the first call. For a schedule "
            "that is called once an epoch, it is a whole epoch.",
        ),
        "b": (
            "nothing is trained",
            "Gradients are computed and used as always; only the rate is that of the next step.",
        ),
        "c": ("an error", "Both calls are allowed at any time. PyTorch gives a warning, and goes on."),
        "d": (
            "the rate changes twice in each step",
            "There is one call a round, so one change a round. It comes before the update instead of after it.",
        ),
    }
    right = "a"


class AccuracyInMin(ChoiceQuestion):
    id = "schedules/recap_3"
    question = (
        "**3.** `ReduceLROnPlateau(optimizer, patience=3)` gets the validation *accuracy* with every `step(accuracy)`. "
        "The accuracy rises from epoch to epoch, as it should. What does the learning rate do?"
    )
    choices = {
        "a": (
            "it stays: things are getting better",
            'The scheduler cannot know that. Its default mode is "min": lower is better.',
        ),
        "b": (
            "it is lowered every four epochs, while all goes well",
            'In mode "min" no later accuracy is below the first, so none is better. After more than 3 in a row the '
            'rate falls, again and again. The remedy is mode="max".',
        ),
        "c": ("it rises", "This scheduler only ever lowers the rate."),
        "d": (
            "it is lowered once, at the end",
            "It is lowered whenever more than 3 values in a row were not better, and here none ever is.",
        ),
    }
    right = "b"


class PastTheEnd(ChoiceQuestion):
    id = "schedules/recap_4"
    question = (
        "**4.** PyTorch's `CosineAnnealingLR(optimizer, T_max=50)` is called once an epoch, and somebody trains for "
        "100 epochs. What is the learning rate near the end?"
    )
    choices = {
        "a": (
            "`eta_min`, as since epoch 50",
            "That is what the `cosine` of this lesson does. PyTorch's goes on along the wave.",
        ),
        "b": (
            "half the first rate",
            "That is the rate in epochs 25 and 75. After 100 epochs the wave has come round.",
        ),
        "c": ("negative", "The cosine stays between −1 and 1, so the rate stays between `eta_min` and the first rate."),
        "d": (
            "nearly the first rate again",
            "The wave rises again from `T_max` on, and reaches the first rate at 2 · `T_max`. The training ends with "
            "the largest steps. `T_max` should be the number of calls.",
        ),
    }
    right = "d"


class WhyLower(ChoiceQuestion):
    id = "schedules/recap_5"
    question = (
        "**5.** With a constant learning rate, the training loss has stopped falling and goes to and fro. The rate is "
        "lowered tenfold, and within a few steps the loss is much lower. Why?"
    )
    choices = {
        "a": (
            "smaller steps move faster towards the minimum",
            "Smaller steps are slower. They help here because the minimum is near already.",
        ),
        "b": (
            "the batches' gradients differ, and large steps turn that noise into a large distance from the minimum",
            "Each step follows one batch, not all data. The weights dance around the minimum, the wider the larger the "
            "rate. With small steps, what the batches say averages out.",
        ),
        "c": (
            "the gradients had vanished",
            "With vanished gradients nothing would go to and fro, and a lower rate would not help.",
        ),
        "d": (
            "the network was overfitting",
            "Overfitting shows in the validation loss while the training loss falls. Here the training loss itself "
            "stood still.",
        ),
    }
    right = "b"
