"""What usually causes an exception in exercises that handle parameters with a `.grad`: models, optimizers, loops.

Such an exercise says `def cause(self, failure, case, submission): return gradient_cause(failure, submission)`.
"""

from __future__ import annotations

import ast
import re

from ..run import Failure
from ..submission import Submission


def gradient_cause(failure: Failure, submission: Submission) -> str:
    """One or two sentences on an exception that has to do with gradients; "" if this one has not."""
    return (
        no_gradient(failure, submission)
        or array_for_gradient(failure, submission)
        or tensor_in_numpy(failure, submission)
        or learning_rate_of(failure)
    )


def learning_rate_of(failure: Failure) -> str:
    """`optimizer.lr`: the settings of an optimizer are in its groups of parameters."""
    if failure.kind != "AttributeError" or not re.search(r"no attribute '(?:lr|learning_rate)'", failure.message):
        return ""
    return (
        "A library's optimizer keeps its settings in groups of parameters: the learning rate is "
        '`optimizer.param_groups[0]["lr"]`.'
    )


def array_for_gradient(failure: Failure, submission: Submission) -> str:
    """`p.grad = np.clip(…)`: a `.grad` is a tensor."""
    targets = [target for node in submission.nodes() if isinstance(node, ast.Assign) for target in node.targets]
    sets_grad = any(isinstance(target, ast.Attribute) and target.attr == "grad" for target in targets)
    if not sets_grad or "a gradient is a tensor or None, got ndarray" not in failure.message:
        return ""
    return (
        "A NumPy array came where a tensor is needed. A parameter's `.grad` has to stay a tensor: "
        "`parameter.grad *= …` changes it in place."
    )


def tensor_in_numpy(failure: Failure, submission: Submission) -> str:
    """`np.sum(p.grad**2)`: NumPy hands the tensor's own `sum` an `out`, which it does not have (nor has PyTorch's)."""
    handed_on = re.search(r"unexpected keyword argument '(?:axis|out)'", failure.message)
    asked = "axis" in submission.source or "out=" in submission.source
    if not handed_on or asked or "grad" not in submission.mentioned():
        return ""
    return (
        "A function of NumPy was given a tensor, as `parameter.grad` is one. `parameter.grad.numpy()` is the array in "
        "it; and tensors can do `** 2`, `.sum()` and `.item()` themselves."
    )


def no_gradient(failure: Failure, submission: Submission) -> str:
    """`p.grad * 2` where there is no gradient, and `if p.grad:`."""
    condition = re.search(r"\b(if|not|and|or|while)\b", failure.line)
    if ".grad" in failure.line and "truth value of an array" in failure.message and condition:
        return (
            "A condition wants one True or False, and here gets a whole array. Whether there is a gradient at all is "
            "asked with `is not None`."
        )
    if "NoneType" not in failure.message or "grad" not in submission.mentioned():
        return ""
    return (
        "A value here is None. A parameter's `.grad` is None until `backward()` fills it, and again after "
        "`zero_grad()`; `is None` asks for that. (A function without `return` gives None, too.)"
    )
