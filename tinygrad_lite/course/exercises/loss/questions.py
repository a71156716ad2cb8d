"""Which loss for which task, and the recap questions of lesson 02."""

from __future__ import annotations

from ...exercise import Exercise, Finding, mistake
from ...question import ChoiceQuestion

#: Task → the losses of PyTorch that take the network's raw outputs for it; the first is the usual one.
_RIGHT = {
    "regression": ("MSELoss", "L1Loss", "HuberLoss", "SmoothL1Loss"),
    "binary": ("BCEWithLogitsLoss",),
    "multi-class": ("CrossEntropyLoss",),
    "multi-label": ("BCEWithLogitsLoss", "MultiLabelSoftMarginLoss"),
}
#: What the task needs, for the sentence on a wrong answer.
_NEEDS = {
    "regression": "The target is a number, and the loss has to say how far off the prediction is",
    "binary": "There is one output for each sample, a logit, and its sigmoid is the probability of a yes",
    "multi-class": "Exactly one of the classes is right, so their probabilities share 1, as softmax makes them",
    "multi-label": "Each label may be there or not, whatever the others are, so each output needs a sigmoid of its own",
}
_AFTER = {"BCELoss": "a sigmoid", "NLLLoss": "log-softmax"}
_FUNCTIONS = {
    "mse_loss": "MSELoss",
    "l1_loss": "L1Loss",
    "huber_loss": "HuberLoss",
    "smooth_l1_loss": "SmoothL1Loss",
    "binary_cross_entropy": "BCELoss",
    "binary_cross_entropy_with_logits": "BCEWithLogitsLoss",
    "cross_entropy": "CrossEntropyLoss",
    "nll_loss": "NLLLoss",
}
_KNOWN = {*_FUNCTIONS.values(), *(name for names in _RIGHT.values() for name in names)}


class ChooseLoss(Exercise):
    id, points, agrees_with, forbids = "loss/choose_loss", 2, "", ()
    table_is_answer = True
    hints = (
        "Ask of each task: is the target a number, one class of several, or yes or no, once or many times over?",
        "All four want a loss that takes the raw outputs as they come. The text above says of each loss what it takes.",
        'A dict from task to name: `return {"regression": …, "binary": …, …}[task]`.',
    )
    notice = "Binary and multi-label take the same loss: many yes-or-no questions are still yes-or-no questions."

    def cases(self, rng):
        for task in _RIGHT:
            yield self.case(task)

    def judge(self, case, answer):
        task = case.args["task"]
        if answer is None:
            return Finding("nothing", "Your function returns nothing for this task. It needs a `return` with a name.")
        if not isinstance(answer, str):
            return Finding(
                "no text", 'The answer is not a text. Return the name of the loss in quotes, as in "MSELoss".'
            )
        name = answer.strip().removesuffix("()").rpartition(".")[2]
        if name in _RIGHT[task]:
            return None
        if name in _FUNCTIONS:
            text = f"`{name}` is the function; its class is called `{_FUNCTIONS[name]}`. Return the name of the class."
            return Finding(f"function {name}", text)
        if name not in _KNOWN:
            close = [known for known in _KNOWN if name and known.lower().removesuffix("loss") == _bare(name)]
            meant = f" Did you mean `{close[0]}`?" if close else " They are all you need."
            return Finding(f"unknown {name}", f"`{name}` is not among the losses that the lesson names.{meant}")
        if name in _AFTER:
            text = f"`{name}` expects {_AFTER[name]} before it; raw outputs are not what it takes. {_NEEDS[task]}."
            return Finding(f"{name} for {task}", text)
        return Finding(f"{name} for {task}", f"`{name}` does not fit {task} tasks. {_NEEDS[task]}.")

    @staticmethod
    def solution(task):
        """The name of a usual PyTorch loss for a task, one that takes the network's raw outputs.

        Args:
            task: "regression", "binary" (yes or no, one output), "multi-class" (one of several) or "multi-label" (any
                of several).
        Returns:
            str: the name of the class in torch.nn, such as "MSELoss".
        """
        losses = {
            "regression": "MSELoss",
            "binary": "BCEWithLogitsLoss",
            "multi-class": "CrossEntropyLoss",
            "multi-label": "BCEWithLogitsLoss",
        }
        return losses[task]

    @mistake(
        "losses that come after an activation",
        "You chose the losses that take probabilities or log-probabilities. They need a sigmoid or a log-softmax "
        "before them; the question is about raw outputs, for which PyTorch has losses that do this step themselves, "
        "and safely.",
        concept="which loss",
    )
    def after_activation(self, task):
        return {"regression": "MSELoss", "binary": "BCELoss", "multi-class": "NLLLoss", "multi-label": "BCELoss"}[task]

    @mistake(
        "cross-entropy for everything",
        "You chose `CrossEntropyLoss` for every task. It is for one class among several; with a single output its "
        "softmax is always 1, so the loss is always 0.",
        concept="which loss",
    )
    def cross_entropy(self, task):
        return "CrossEntropyLoss"

    @mistake(
        "squared error for everything",
        "You chose `MSELoss` for every task. For classes it learns slowly where the network is sure and wrong, because "
        "sigmoid and softmax are flat there.",
        concept="which loss",
    )
    def squared(self, task):
        return "MSELoss"

    @mistake(
        "names of functions",
        "You gave the names of the functions in `torch.nn.functional`. The losses are right; the names asked for are "
        "those of the classes in `torch.nn`.",
        concept="which loss",
    )
    def functions(self, task):
        return {
            "regression": "mse_loss",
            "binary": "binary_cross_entropy_with_logits",
            "multi-class": "cross_entropy",
            "multi-label": "binary_cross_entropy_with_logits",
        }[task]

    @mistake(
        "names without “Loss”",
        "You left out the “Loss” at the end of the names. The choice is right; PyTorch's classes are called `MSELoss`, "
        "and so on.",
    )
    def short_names(self, task):
        return self.solution(task).removesuffix("Loss")


def _bare(name: str) -> str:
    """A name without case, underscores and "Loss"."""
    return name.lower().replace("_", "").replace(" ", "").replace("-", "").removesuffix("loss")


class TargetDtype(ChoiceQuestion):
    id = "loss/recap_1"
    question = (
        "**1.** A network gives logits of shape (32, 10): 32 images, 10 classes. In what form does `CrossEntropyLoss` "
        "expect the target, as built in this lesson?"
    )
    choices = {
        "a": (
            "32 whole numbers from 0 to 9, dtype int64",
            "One class index for each row, so a whole number: it says which column to pick.",
        ),
        "b": (
            "32 whole numbers from 1 to 10, dtype int64",
            "Columns are counted from 0, so the last class is 9. Class 10 would be outside the array.",
        ),
        "c": (
            "32 numbers from 0.0 to 9.0, dtype float32",
            "A class index picks a column, and 3.0 is no place in an array. PyTorch raises an error: use "
            "`target.long()`.",
        ),
        "d": (
            "a column of shape (32, 1) of whole numbers, dtype int64",
            "The shape has to be (32,), one index a row. A column raises an error: use `target.squeeze(1)`.",
        ),
    }
    right = "a"


class PredictionRule(ChoiceQuestion):
    id = "loss/recap_2"
    question = (
        "**2.** A photo can show a cat, a dog, both or neither. The network gives one logit for each, and was "
        "trained with `BCEWithLogitsLoss`. How do you get from logits to the predicted labels?"
    )
    choices = {
        "a": (
            "take the label with the largest logit (`argmax`)",
            "That always gives exactly one label. “Both” and “neither” could never be predicted.",
        ),
        "b": (
            "every label whose logit is above 0",
            "sigmoid(0) is 0.5, so a logit above 0 means more probable than not. Each label is decided on its own.",
        ),
        "c": (
            "every label whose logit is above 0.5",
            "0.5 is the limit for the probability. The logit that belongs to it is 0, because sigmoid(0) = 0.5.",
        ),
        "d": (
            "apply softmax, then take every label above 0.5",
            "With softmax the labels share a probability of 1, so two of them can never both be above 0.5.",
        ),
    }
    right = "b"


class Outlier(ChoiceQuestion):
    id = "loss/recap_3"
    question = (
        "**3.** In a table of house prices, one price was typed with three zeros too many. You fit one constant to "
        "all the prices. With which loss does that typing error move the result most?"
    )
    choices = {
        "a": (
            "MSE",
            "Its slope grows with the error, so the one wrong price pulls harder than all the others: the best "
            "constant is the mean of the prices.",
        ),
        "b": (
            "MAE",
            "Its slope is 1 for every error, however large, so each price pulls equally hard: the best constant is the "
            "median, which one wrong price hardly moves.",
        ),
        "c": (
            "Huber",
            "Beyond δ its slope stays at δ. The wrong price pulls no harder than any other that is more than δ away.",
        ),
        "d": (
            "all three equally",
            "The three differ in exactly this: how hard a large error pulls. Look at the slopes of the three curves.",
        ),
    }
    right = "a"


class FirstLoss(ChoiceQuestion):
    id = "loss/recap_4"
    question = (
        "**4.** A new network for 1000 classes has not been trained yet; its logits are all near 0. About how large "
        "is its cross-entropy?"
    )
    choices = {
        "a": (
            "0.001",
            "That is the probability of each class, 1/1000. The loss is minus its logarithm.",
        ),
        "b": (
            "2.3",
            "That is log 10, for 10 classes. Here each class gets a probability of 1/1000.",
        ),
        "c": (
            "6.9",
            "Equal logits give each class 1/1000, and −log(1/1000) = log 1000 = 6.9. If a first loss is far from "
            "this, look for a mistake before you train.",
        ),
        "d": (
            "1000",
            "The loss of a guess grows with the logarithm of the number of classes, not with the number itself.",
        ),
    }
    right = "c"


class DoubleSoftmax(ChoiceQuestion):
    id = "loss/recap_5"
    question = (
        "**5.** A classifier for 10 classes ends with a softmax layer, and its output goes into `CrossEntropyLoss`. "
        "What happens?"
    )
    choices = {
        "a": (
            "an error: the loss refuses probabilities",
            "Probabilities are numbers like any others, and nothing stops them from being taken for logits. That is "
            "why this mistake is so common.",
        ),
        "b": (
            "nothing changes: the softmax of a softmax is the same",
            "Softmax changes what it gets each time. It is log-softmax that stays the same when applied twice.",
        ),
        "c": (
            "the loss becomes infinite for sure, wrong answers",
            "On the contrary: inputs from 0 to 1 can never be far apart, so the loss stays in a narrow range.",
        ),
        "d": (
            "it trains, but slowly, and the loss never comes near 0",
            "The loss applies softmax once more, to numbers from 0 to 1. Even a perfect answer then keeps a loss of "
            "log(1 + 9/e) = 1.46, and gradients are small.",
        ),
    }
    right = "d"
