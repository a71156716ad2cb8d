"""Lesson 00: the questions at its end."""

from __future__ import annotations

from ...question import ChoiceQuestion


class Recap1(ChoiceQuestion):
    id = "start/recap_1"
    question = "**1.** Four things happen in one step of training. In which order?"
    choices = {
        "a": (
            "predict, backward, loss, update",
            "The backward pass has nothing to start from yet. It walks back from the loss, so the loss comes before "
            "it.",
        ),
        "b": (
            "loss, predict, backward, update",
            "There is nothing to compare yet. The loss compares the predictions with the targets, so predicting "
            "comes first.",
        ),
        "c": (
            "predict, loss, backward, update",
            "Each one needs what the one before it made: predictions, one number that says how wrong they are, a "
            "gradient for every weight, new weights.",
        ),
        "d": (
            "predict, loss, update, backward",
            "The update would have no gradients to use, or old ones. The backward pass makes them, so it comes "
            "before the update.",
        ),
    }
    right = "c"


class Recap2(ChoiceQuestion):
    id = "start/recap_2"
    question = "**2.** The gradient of a weight is −4. What does a step of gradient descent do to this weight?"
    choices = {
        "a": (
            "It makes it larger.",
            "A gradient of −4 says that the loss falls when the weight grows. Subtracting a negative number makes the "
            "weight larger, and the loss smaller.",
        ),
        "b": (
            "It makes it smaller.",
            "That would raise the loss. The gradient is negative, so the loss falls when the weight grows; subtracting "
            "a negative number adds to it.",
        ),
        "c": (
            "That depends on whether the weight is positive.",
            "The sign of the weight has no part in it. The new weight is the old one minus learning rate times "
            "gradient, and only the gradient's sign decides the direction.",
        ),
    }
    right = "a"


class Recap3(ChoiceQuestion):
    id = "start/recap_3"
    question = (
        "**3.** A loop calls `loss.backward()` and `optimizer.step()`, but never `optimizer.zero_grad()`. What happens?"
    )
    choices = {
        "a": (
            "`backward()` raises an error the second time.",
            "No error comes, and that makes this mistake hard to see. Each `backward()` adds to the gradients that "
            "are there.",
        ),
        "b": (
            "Nothing: `backward()` replaces the old gradients.",
            "It does not replace them, it adds to them. That is wanted where several losses share their weights, and "
            "so the clearing is left to you.",
        ),
        "c": (
            "The weights stop moving.",
            "They go on moving, though not where the present batch points: the gradients of all earlier batches are "
            "still in the sum.",
        ),
        "d": (
            "Every step uses the sum of the gradients of all batches so far.",
            "`backward()` adds to `.grad`. The steps are made from gradients that belong to weights of long ago.",
        ),
    }
    right = "d"


class Recap4(ChoiceQuestion):
    id = "start/recap_4"
    question = (
        "**4.** A ReLU unit gives 0 for every sample of the training set. What is the gradient of the loss with "
        "respect to the weights that go into this unit?"
    )
    choices = {
        "a": (
            "Very large, because the unit has to change.",
            "The gradient does not know what has to change. It says how the loss changes with a tiny change of the "
            "weight, and here the unit stays at 0, so the loss stays as it is.",
        ),
        "b": (
            "0 for every sample.",
            "Where the ReLU is flat, a tiny change of its weights changes nothing, so their gradient is 0. The unit "
            "is dead: once an optimizer has forgotten older gradients, nothing moves it any more.",
        ),
        "c": (
            "The same as for any other unit of the layer.",
            "The gradient passes through the ReLU on its way to these weights. Its slope is 0 where its output is 0, "
            "and whatever is multiplied by 0 is gone.",
        ),
    }
    right = "b"


class Recap5(ChoiceQuestion):
    id = "start/recap_5"
    question = (
        "**5.** You train once with seed 7 and reach a validation loss of 0.001. A friend runs your program with "
        "seed 8 and stops at 0.35. Neither of you made a mistake. What do you report about these settings?"
    )
    choices = {
        "a": (
            "0.001, the better of the two.",
            "The best of several runs says what can happen, not what usually does. Whoever runs your program next "
            "may get 0.35.",
        ),
        "b": (
            "The share of many seeds that reach the goal, and how sure that share is.",
            "The first weights are drawn at random, so a result is a share, not a single number. More seeds make it "
            "surer.",
        ),
        "c": (
            "0.1755, the mean of the two.",
            "No run gives this value, and two runs are too few. Some seeds get there and others stick, so say how "
            "many do.",
        ),
        "d": (
            "Nothing: results that depend on the seed are worthless.",
            "Nearly all results in this field depend on a seed. Counted over many of them, they are as solid as any "
            "other measurement.",
        ),
    }
    right = "b"
