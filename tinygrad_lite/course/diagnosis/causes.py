"""What usually causes an exception, in words for a beginner."""

from __future__ import annotations

import re
from difflib import get_close_matches

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
        "`if`, `and`, `or`, `max` and `min` want one True or False, and here get a whole array. "
        "Element by element, use `np.where`, `np.maximum` or `np.minimum`.",
    ),
    (
        "ValueError",
        "math domain error",
        "A function of `math` was given a number outside its domain, such as the logarithm of 0.",
    ),
    (
        "TypeError",
        "only (?:length-1|0-dimensional|size-1) arrays can be converted",
        "`math` functions, `float` and `int` take one number, and here get an array. "
        "Use NumPy's function of the same name.",
    ),
    (
        "TypeError",
        r"'(\w[\w.]*)' object is not callable",
        "Parentheses behind something that is no function ({0}). Check for `x(…)` where `x[…]` or `x * (…)` is meant.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): 'NoneType'|and 'NoneType'",
        "One side of the operation is None. That is what a function without `return` gives back.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): '(\w+)' and '(\w+)'",
        "`{0}` cannot combine a {1} and a {2}. Lists do not calculate; NumPy arrays do.",
    ),
    (
        "TypeError",
        r"can't multiply sequence by non-int",
        "A list was multiplied by something that is no whole number. Lists do not calculate; NumPy arrays do.",
    ),
    (
        "TypeError",
        r"ufunc '(?:bitwise_\w+|invert)' not supported for the input types",
        "`&`, `|`, `^` and `~` combine whole numbers, or True and False, and here get floats. A comparison such as "
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
        "index (-?\\d+) is out of bounds",
        "Position {0} does not exist here. Positions are counted from 0, so the last one is the length minus 1.",
    ),
    (
        "IndexError",
        "tuple index out of range",
        "A tuple has fewer items than the position asked for. The shape of an array of one dimension has one item.",
    ),
    ("IndexError", "list index out of range", "A list has fewer items than the position asked for."),
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
    ("ZeroDivisionError", "", "A plain number was divided by 0."),
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
        "A {0} has no `{1}`. Check the spelling, and that the attribute was set before this line.",
    ),
    (
        "AttributeError",
        r"module '([\w.]+)' has no attribute '(\w+)'",
        "There is no `{1}` in {0}. Check the spelling.",
    ),
    ("NotImplementedError", "", "A part of the stub is still in place."),
    ("KeyError", "", "The dict has no entry under this name."),
    ("UnboundLocalError", r"variable '(\w+)'", "`{0}` is used before it is given a value in the function."),
    ("SystemExit", "", "`exit` ends the whole program. End a function with `return`."),
)


def usual_cause(failure: Failure, submission: Submission, exercise: Exercise) -> str:
    """One or two sentences on an exception; "" where there is nothing to add to its own message."""
    if failure.kind == "NameError":
        return _unknown_name(failure, submission, exercise)
    for kind, pattern, text in CAUSES:
        found = re.search(pattern, failure.message) if kind == failure.kind else None
        if found:
            return text.format(*(group or "" for group in found.groups()))
    return ""


def _unknown_name(failure: Failure, submission: Submission, exercise: Exercise) -> str:
    found = re.search(r"name '(\w+)' is not defined", failure.message)
    name = found[1] if found else ""
    if name in ("np", "math", "torch"):
        line = "import numpy as np" if name == "np" else f"import {name}"
        return f"`{name}` is not known here. Put `{line}` into the cell and run it again."
    own = [arg.arg for function in submission.functions for arg in (*function.args.posonlyargs, *function.args.args)]
    near = get_close_matches(name, own, n=1, cutoff=0.5)
    if near:
        return f"There is nothing called `{name}` here. Did you mean your parameter `{near[0]}`?"
    known = ", ".join(f"`{parameter}`" for parameter in own) or ", ".join(exercise.signature.parameters)
    text = f"There is nothing called `{name}` here."
    return f"{text} Your function knows its parameters, {known}, and what it computes itself."
