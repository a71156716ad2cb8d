"""What usually caused an exception: what its line and the source tell, and otherwise a look into the table."""

from __future__ import annotations

import ast
import re
from difflib import get_close_matches

import numpy as np

from ..exercise import Exercise
from ..run import Failure
from ..submission import Submission
from .exceptions import CAUSES


def usual_cause(failure: Failure, submission: Submission, exercise: Exercise) -> str:
    """One or two sentences on an exception; "" where there is nothing to add to its own message."""
    if failure.kind == "NameError":
        return _unknown_name(failure, submission, exercise)
    special = _no_gradient(failure, submission)
    special = special or _array_for_gradient(failure, submission) or _tensor_in_numpy(failure, submission)
    special = special or _array_attribute(failure, exercise) or _lost_axis(failure, submission)
    special = special or _chain(failure, submission) or _hidden_choice(failure)
    if special:
        return special
    for kind, pattern, text in CAUSES:
        found = re.search(pattern, failure.message) if kind == failure.kind else None
        if found:
            return text.format(*(group or "" for group in found.groups()))
    return ""


def _array_attribute(failure: Failure, exercise: Exercise) -> str:
    """`x.exp()`, as with a tensor."""
    found = re.search(r"'numpy.ndarray' object has no attribute '(\w+)'", failure.message)
    if not found:
        return ""
    if f"numpy.{found[1]}" in exercise.forbids:
        return f"A NumPy array has no `{found[1]}`. {_write_it_yourself(found[1])}"
    if hasattr(np, found[1]):
        return f"A NumPy array has no `{found[1]}` of its own, as a tensor has. NumPy's function is `np.{found[1]}(…)`."
    return f"A NumPy array has no `{found[1]}`. Check the spelling, and whether something else is meant than an array."


def _write_it_yourself(name: str) -> str:
    """What is said where NumPy's function of that name would be the answer."""
    return f"And this exercise asks you to write it yourself, without `np.{name}`."


def _lost_axis(failure: Failure, submission: Submission) -> str:
    """`x - x.max(axis=1)`: one shape is the other without one of its axes, and something was summed along an axis."""
    found = re.search(r"could not be broadcast together with shapes \(([\d,]+)\) \(([\d,]+)\)", failure.message)
    if not found:
        return ""
    longer, shorter = sorted((found[1].strip(",").split(","), found[2].strip(",").split(",")), key=len, reverse=True)
    without_one = [longer[:axis] + longer[axis + 1 :] for axis in range(len(longer))]
    if len(longer) < 2 or shorter not in without_one or not any(map(_loses_axis, submission.nodes())):
        return ""
    return (
        f"Arrays of shapes ({found[1]}) and ({found[2]}) cannot be combined element by element: from the right, each "
        "pair of lengths must be equal, or one of them 1. A sum or a maximum along an axis loses that axis; with "
        "`keepdims=True` it stays, with length 1."
    )


def _loses_axis(node: ast.AST) -> bool:
    """Whether this is a sum, mean or extreme along an axis, without `keepdims`."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    words = {keyword.arg for keyword in node.keywords}
    has_axis = "axis" in words or any(isinstance(arg, ast.Constant) for arg in node.args)
    return node.func.attr in ("sum", "mean", "max", "min", "amax", "amin") and has_axis and "keepdims" not in words


def _chain(failure: Failure, submission: Submission) -> str:
    """`0 < x < 1` with an array."""
    if "truth value of an array" not in failure.message:
        return ""
    for node in submission.nodes():
        if isinstance(node, ast.Compare) and len(node.ops) > 1 and node.lineno == failure.line_number:
            return (
                f"`{ast.unparse(node)}` is a chain of comparisons, which wants one True or False at each step, and "
                "here gets a whole array. Write two comparisons in parentheses, with `&` between them."
            )
    return ""


def _hidden_choice(failure: Failure) -> str:
    """One True or False is wanted by a function that the line calls, not by the line itself."""
    if "truth value of an array" not in failure.message or re.search(_CHOICE, failure.line) or not failure.line:
        return ""
    return "A function that is called in this line takes a single value, and here gets a whole array."


def _array_for_gradient(failure: Failure, submission: Submission) -> str:
    """`p.grad = np.clip(…)`: the optimizer then meets an array where it needs a tensor."""
    targets = [target for node in submission.nodes() if isinstance(node, ast.Assign) for target in node.targets]
    sets_grad = any(isinstance(target, ast.Attribute) and target.attr == "grad" for target in targets)
    if not sets_grad or "'numpy.ndarray' object has no attribute 'array'" not in failure.message:
        return ""
    return (
        "A NumPy array came where a tensor is needed. A parameter's `.grad` has to stay a tensor: "
        "`parameter.grad *= …` changes it in place."
    )


def _tensor_in_numpy(failure: Failure, submission: Submission) -> str:
    """`np.sum(p.grad**2)`: NumPy hands the tensor's own `sum` an `axis`, or gives up."""
    handed_on = re.search(r"unexpected keyword argument '(?:axis|out)'", failure.message)
    asked = "axis" in submission.source or "out=" in submission.source
    if "'Tensor' does not support ufuncs" not in failure.message and (not handed_on or asked):
        return ""
    if "grad" not in submission.mentioned():
        return ""
    return (
        "A function of NumPy was given a tensor, as `parameter.grad` is one. `parameter.grad.numpy()` is the array in "
        "it; and tensors can do `** 2`, `.sum()` and `.item()` themselves."
    )


def _no_gradient(failure: Failure, submission: Submission) -> str:
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


#: What may ask for one True or False in a line of Python.
_CHOICE = r"\b(if|elif|while|and|or|not|in|assert|max|min|sorted|any|all|bool)\b"


def _unknown_name(failure: Failure, submission: Submission, exercise: Exercise) -> str:
    found = re.search(r"name '(\w+)' is not defined", failure.message)
    name = found[1] if found else ""
    if name in exercise.forbids:
        return f"`{name}` is not known here, and this exercise asks you to write it yourself, without {name}."
    if name in ("np", "math", "torch"):
        line = "import numpy as np" if name == "np" else f"import {name}"
        return f"`{name}` is not known here. Put `{line}` into the cell and run it again."
    own = [arg.arg for function in submission.functions for arg in (*function.args.posonlyargs, *function.args.args)]
    if name in own:
        text = f"`{name}` is not known here: it is a parameter of another function than the one with this line."
        return f"{text} What methods share is kept in `self`." if exercise.asks_for_class else text
    near = get_close_matches(name, own, n=1, cutoff=0.5)
    if near:
        return f"There is nothing called `{name}` here. Did you mean your parameter `{near[0]}`?"
    if f"numpy.{name}" in exercise.forbids:
        return f"There is nothing called `{name}` here. {_write_it_yourself(name)}"
    if callable(getattr(np, name, None)):
        return f"There is nothing called `{name}` here. NumPy's function is called `np.{name}`."
    known = ", ".join(f"`{parameter}`" for parameter in own) or ", ".join(exercise.signature.parameters)
    text = f"There is nothing called `{name}` here."
    return f"{text} Your function knows its parameters, {known}, and what it computes itself."
