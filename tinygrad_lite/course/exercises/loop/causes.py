"""What usually causes an exception in a training loop, beside what `gradient_causes.py` knows."""

from __future__ import annotations

import re

from ...exercise import Cause, look_up
from ...run import Failure
from ...submission import Submission
from ..gradient_causes import gradient_cause

_BOTH = (
    "The model and the data that are handed in may be of either library. A tensor's own methods serve in both: "
    "`outputs.argmax(1)`, `(a - b) ** 2`, `.mean()`; so do the `criterion` and the model."
)
_CAUSES: tuple[Cause, ...] = (
    ("TypeError", r"must be Tensor, not Tensor", f"A function of PyTorch was given a tensor of tinygrad_lite. {_BOTH}"),
    ("TypeError", r"expected Tensor as element", f"A function of PyTorch was given a tensor of tinygrad_lite. {_BOTH}"),
    (
        "TypeError",
        r"invalid combination of arguments - got \(Tensor",
        f"A function of PyTorch was given a tensor of tinygrad_lite. {_BOTH}",
    ),
    (
        "TypeError",
        r"expected np.ndarray \(got Tensor\)",
        "What the loader gives are tensors already: they go into the model as they are.",
    ),
    (
        "AttributeError",
        r"'float' object has no attribute 'backward'",
        "`.item()` and `float(…)` take a plain number out of the loss, and a number has no graph to go back through. "
        "Call `backward()` on the loss itself, and take the number out behind it.",
    ),
    (
        "AttributeError",
        r"'(?:float|int)' object has no attribute 'item'",
        "This is a plain number already; `.item()` takes the number out of a tensor.",
    ),
    (
        "AttributeError",
        r"'function' object has no attribute|'method' object",
        "A function is used here as if it were its result. To call it, write parentheses behind its name.",
    ),
    (
        "RuntimeError",
        r"mean: needs a floating point tensor, got bool",
        "True and False have no mean as a tensor. Count them, `.sum().item()`, or make numbers of them, `.float()`.",
    ),
    (
        "RuntimeError",
        r"eq: cannot combine shapes",
        "Predictions and targets are to be compared one by one, so there has to be one prediction for each row. The "
        "classes lie along axis 1 of the outputs: `outputs.argmax(1)`.",
    ),
    (
        "RuntimeError",
        r"cross_entropy: needs a floating point tensor, got int64",
        "The criterion wants the outputs, which are logits. Class indices, as `argmax` gives them, are for counting.",
    ),
    (
        "RuntimeError",
        r"cross_entropy: target must hold class indices",
        "The criterion takes the outputs first and the targets second: `criterion(outputs, y)`.",
    ),
    (
        "RuntimeError",
        r"backward: this graph was already used and released",
        "This loss reaches back into a batch whose graph has been used already. Call `backward()` on the loss of one "
        "batch, and add up plain numbers, `loss.item()`.",
    ),
    (
        "RuntimeError",
        r"device: '(\w+)' is not supported",
        "There is no such device here. Everything lies on the CPU already, so nothing has to be moved.",
    ),
    ("TypeError", r"0-d tensor has no length", "This is a single number, as a loss is. How many samples: `len(y)`."),
    (
        "TypeError",
        r"(?:sum|mean)\(\) got an unexpected keyword argument '(?:out|axis)'",
        "A function of NumPy was given a tensor. Tensors can do that themselves: `.sum()`, `.mean()`, `.item()`.",
    ),
    (
        "TypeError",
        r"'DataLoader' object is not (?:subscriptable|an iterator)",
        "A loader gives its batches in a `for` loop: `for x, y in loader:`.",
    ),
    (
        "TypeError",
        r"cannot unpack non-iterable (?:float|int|NoneType) object",
        "Two names stand on the left, and one value comes from the right.",
    ),
)


def loop_cause(failure: Failure, submission: Submission) -> str:
    """One or two sentences on an exception in a training loop; "" if there is nothing to add to its message."""
    if failure.kind == "RuntimeError" and failure.message.startswith("numpy: this tensor requires a gradient"):
        hidden = not re.search(r"numpy|np\.|float|asarray", failure.line)
        text = "NumPy wants an array here, and gets a tensor that requires a gradient. "
        if hidden and "accuracy" in failure.line:
            text = "`accuracy` is written for arrays, and gets a tensor that requires a gradient. "
        return text + "`outputs.detach().numpy()` is the array in it; or let the tensor do it: `outputs.argmax(1)`."
    return look_up(_CAUSES, failure) or gradient_cause(failure, submission)
