"""What usually causes an exception, in words for a beginner."""

from __future__ import annotations

import ast
import re
from difflib import get_close_matches

import numpy as np

from ..exercise import Exercise
from ..judge import HUNG
from ..run import Failure
from ..submission import Submission

#: (exception, pattern in its message, what to say). The groups of the pattern fill the braces {0}, {1} …
CAUSES: tuple[tuple[str, str, str], ...] = (
    (
        HUNG,
        "",
        "It did not come to an end and was stopped. A `while` loop whose condition never changes goes on for ever.",
    ),
    (
        "ValueError",
        r"operands could not be broadcast together with shapes (\(.*?\)) (\(.*?\))",
        "Arrays of shapes {0} and {1} cannot be combined element by element. "
        "From the right, each pair of lengths must be equal, or one of them 1.",
    ),
    (
        "ValueError",
        r"matmul: .*size (\d+) is different from (\d+)",
        "The inner sizes of a matrix product differ: {1} and {0}. "
        "In `a @ b` the last axis of `a` must be as long as the first of `b`.",
    ),
    (
        "ValueError",
        "shapes .* not aligned",
        "The inner sizes of the product differ. The last axis of the first must be as long as the first of the second.",
    ),
    (
        "ValueError",
        "truth value of an array",
        "`if`, `and`, `or`, `not`, `max` and `min` want one True or False, and here get a whole array. Element by "
        "element there are `np.where` for `if`, `&` and `|` between comparisons in parentheses, `np.maximum` and "
        "`np.minimum`.",
    ),
    (
        "ValueError",
        "math domain error",
        "A function of `math` was given a number outside its domain, such as the logarithm of 0.",
    ),
    (
        "TypeError",
        "only (?:length-1|0-dimensional|size-1) arrays can be converted",
        "`float`, `int` and the functions of `math` take one number, and here get an array. "
        "NumPy has the functions of `math` for whole arrays: `np.exp`, `np.log`, `np.sqrt` and so on.",
    ),
    (
        "ValueError",
        "can only convert an array of size 1",
        "`item()` gives the number of an array that holds a single one. This array holds several.",
    ),
    (
        "ValueError",
        r"cannot assign (\d+) input values to the (\d+) output values where the mask is true",
        "On the left a mask chooses {1} elements, on the right stand {0}. Both sides need the same choice.",
    ),
    (
        "ValueError",
        "setting an array element with a sequence",
        "A place in an array holds one number, and here several are put into it. Compare the two shapes.",
    ),
    (
        "TypeError",
        "only integer scalar arrays can be converted to a scalar index",
        "A length, a position or an axis is one whole number, and here comes an array.",
    ),
    (
        "TypeError",
        r"bad operand type for unary -: '(\w+)'",
        "`-` cannot turn the sign of a {0}. Lists do not calculate; NumPy arrays do.",
    ),
    (
        "TypeError",
        r"'(?:\w*function\w*|method|numpy\.\w+)' object is not subscriptable",
        "A function is used as if it were an array. Its result is meant, perhaps: that takes parentheses with the "
        "arguments in them.",
    ),
    (
        "TypeError",
        r"takes (?:from )?(\d+(?: to \d+)?) positional arguments? but (\d+)",
        "A function was called with {1} arguments; it takes {0}.",
    ),
    (
        "TypeError",
        r"'(\w[\w.]*)' object is not callable",
        "Parentheses behind something that is no function ({0}). Check for `x(…)` where `x[…]` or `x * (…)` is meant.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): 'NoneType'|and 'NoneType'",
        "One side of the operation is None: a value that began as None and has not got another yet, or what a function "
        "without `return` gave back.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for \^=?: '(?:float|int)",
        "`^` is the exclusive or of whole numbers. It is no power: that is written `**`.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): (?=.*'list')'(\w+)' and '(\w+)'",
        "`{0}` cannot combine a {1} and a {2}. Lists do not calculate; NumPy arrays do.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): '(\w+)' and '(\w+)'",
        "`{0}` cannot combine these two types: {1} and {2}.",
    ),
    (
        "ValueError",
        r"(min|max)\(\) (?:arg is an empty sequence|iterable argument is empty)",
        "`{0}` was given nothing to choose from: the list is empty.",
    ),
    (
        "ValueError",
        r"(.+) is not in list",
        "`index` looks for {0} in a list in which it does not stand. Compare the spelling, letter by letter.",
    ),
    (
        "TypeError",
        r"can't multiply sequence by non-int",
        "A list was multiplied by something that is no whole number. Lists do not calculate; NumPy arrays do.",
    ),
    (
        "TypeError",
        r"ufunc 'bitwise_xor' not supported for the input types",
        "`^` is the exclusive or of whole numbers, or of True and False, and here gets floats. It is no power: that is "
        "written `**`.",
    ),
    (
        "TypeError",
        r"ufunc '(?:bitwise_\w+|invert)' not supported for the input types",
        "`&`, `|` and `~` combine whole numbers, or True and False, and here get floats. A comparison such as "
        "`x > 0.5`, in parentheses, gives True and False.",
    ),
    (
        "TypeError",
        r"numpy.ndarray doesn't define __round__",
        "`round` takes one number, and here gets an array. For arrays there is `np.round`.",
    ),
    (
        "TypeError",
        r"object of type '((?:numpy\.)?(?:int|float)\w*)' has no len",
        "`len` counts items, and a single number ({0}) has none.",
    ),
    (
        "TypeError",
        r"cannot unpack non-iterable (\w+) object",
        "There are several names on the left and a single {0} for them. In a loop, `zip(…, …)` gives pairs.",
    ),
    (
        "ValueError",
        r"(?:not enough|too many) values to unpack \(expected (\d+)",
        "There are {0} names on the left, and not as many values for them. "
        "The number of values can differ from case to case.",
    ),
    (
        "ValueError",
        r"matmul: Input operand \d does not have enough dimensions",
        "`@` is the matrix product, which single numbers do not have. `*` multiplies element by element.",
    ),
    (
        "TypeError",
        r"missing (\d+) required positional argument",
        "A function was called with too few arguments.",
    ),
    (
        "TypeError",
        "unexpected keyword argument 'dim'",
        "NumPy's functions call it `axis`; `dim` is PyTorch's word.",
    ),
    (
        "TypeError",
        "unexpected keyword argument 'keepdim'",
        "NumPy's functions call it `keepdims`, with an s; `keepdim` is PyTorch's word.",
    ),
    (
        "TypeError",
        r"unexpected keyword argument '(\w+)'",
        "A function was called with an argument that it does not know: `{0}`.",
    ),
    (
        "AxisError",
        r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        "There is no axis {0} in an array with {1} dimension(s). Axes are counted from 0; −1 is always the last.",
    ),
    (
        "IndexError",
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        "There is no position {0} along axis {1}, whose length is {2}. Positions are counted from 0, so the last one "
        "is the length minus 1.",
    ),
    (
        "IndexError",
        "tuple index out of range",
        "A tuple has fewer items than the position asked for. The shape of an array of one dimension has one item.",
    ),
    (
        "IndexError",
        "list index out of range",
        "A list has fewer items than the position asked for. Positions are counted from 0, so the last one is the "
        "length minus 1.",
    ),
    (
        "IndexError",
        "too many indices",
        "There are more numbers in the square brackets than the array has dimensions.",
    ),
    (
        "IndexError",
        "arrays used as indices must be of integer",
        "Only whole numbers or True/False can stand in the square brackets.",
    ),
    ("ZeroDivisionError", "by zero", "A plain number was divided by 0."),
    ("OverflowError", "", "A number became larger than a float can hold. `math.exp` does so from about 710 on."),
    ("RecursionError", "", "The function called itself again and again without an end."),
    (
        "AttributeError",
        r"'list' object has no attribute '(\w+)'",
        "A list has no `{0}`. `np.asarray(…)` makes an array of it.",
    ),
    (
        "AttributeError",
        r"'(\w+)' object has no attribute '(\w+)'",
        "An object of type {0} has no `{1}`. Check the spelling, and that it is what its name says.",
    ),
    (
        "AttributeError",
        r"module '([\w.]+)' has no attribute '(\w+)'",
        "There is no `{1}` in {0}. Check the spelling.",
    ),
    (
        "TypeError",
        "unhashable type: '(?:numpy.ndarray|list)'",
        "An array or a list cannot be the key of a dict, the item of a set, or what `functools.cache` looks up.",
    ),
    ("EOFError", "", "`input` waits for somebody to type. What the function needs comes in as its arguments."),
    ("NotImplementedError", "", "A part of the stub is still in place."),
    ("KeyError", "", "The dict has no entry under exactly this name; capital letters and signs count."),
    ("UnboundLocalError", r"variable '(\w+)'", "`{0}` is used before it is given a value in the function."),
    ("SystemExit", "", "`exit` ends the whole program. End a function with `return`."),
)


def usual_cause(failure: Failure, submission: Submission, exercise: Exercise) -> str:
    """One or two sentences on an exception; "" where there is nothing to add to its own message."""
    if failure.kind == "NameError":
        return _unknown_name(failure, submission, exercise)
    special = _array_attribute(failure) or _lost_axis(failure, submission)
    special = special or _chain(failure, submission) or _hidden_choice(failure)
    if special:
        return special
    for kind, pattern, text in CAUSES:
        found = re.search(pattern, failure.message) if kind == failure.kind else None
        if found:
            return text.format(*(group or "" for group in found.groups()))
    return ""


def _array_attribute(failure: Failure) -> str:
    """`x.exp()`, as with a tensor."""
    found = re.search(r"'numpy.ndarray' object has no attribute '(\w+)'", failure.message)
    if not found:
        return ""
    if hasattr(np, found[1]):
        return f"A NumPy array has no `{found[1]}` of its own, as a tensor has. NumPy's function is `np.{found[1]}(…)`."
    return f"A NumPy array has no `{found[1]}`. Check the spelling, and whether something else is meant than an array."


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
    if callable(getattr(np, name, None)):
        return f"There is nothing called `{name}` here. NumPy's function is called `np.{name}`."
    known = ", ".join(f"`{parameter}`" for parameter in own) or ", ".join(exercise.signature.parameters)
    text = f"There is nothing called `{name}` here."
    return f"{text} Your function knows its parameters, {known}, and what it computes itself."
