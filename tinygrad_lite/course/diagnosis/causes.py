"""What usually caused an exception: what its line and the source tell, and otherwise a look into the table."""

from __future__ import annotations

import ast
import itertools
import re
from difflib import get_close_matches

import numpy as np

from ..attempt import Diagnosis
from ..case import Case
from ..exercise import Exercise, look_up
from ..plain import Raised
from ..run import HUNG, Failure
from ..submission import Submission
from . import reading
from .exceptions import CAUSES, STOPPED
from .parts import Part


def exception(part: Part) -> Diagnosis | None:
    """An exception: in which line, and what usually causes it."""
    failed = part.answers[part.first_wrong].failure
    if failed is None:
        return None
    case, answer, wanted = part.shown
    failure = answer.failure or failed
    text = usual_cause(failure, case, part)
    mixed_up = reading.unused_parameter(part) if failure.kind not in ("NameError", HUNG) else None
    if mixed_up and mixed_up.name == reading.NOTEBOOKS:  # whatever was raised, it came of other values than are asked
        text = mixed_up.text
    if isinstance(wanted.value, Raised):
        text = f"{text} There is no answer here, and a {wanted.value.kind} is asked for, no {failure.kind}.".strip()
    return Diagnosis("error", failure.kind, text)


def usual_cause(failure: Failure, case: Case, part: Part) -> str:
    """One or two sentences on an exception; "" where there is nothing to add to its own message.

    The exercise is asked first, then the line and the source, then the table.
    """
    exercise, submission = part.exercise, part.submission
    own = exercise.cause(failure, case, submission)
    if own:
        return own
    if failure.kind == "NameError":
        return _unknown_name(failure, submission, exercise)
    if failure.kind == HUNG:
        text = look_up(CAUSES, failure)
        return f"{text} {_what_takes_long(submission)}" if text == STOPPED else text
    special = _array_attribute(failure, exercise) or _lost_axis(failure, submission)
    return special or _chain(failure, submission) or _hidden_choice(failure) or look_up(CAUSES, failure)


def _what_takes_long(submission: Submission) -> str:
    """What in the code can go on for ever, or for long."""
    nodes = [node for function in submission.functions for node in ast.walk(function)]
    kinds = {type(node) for node in nodes}
    if ast.While in kinds:
        return "A `while` loop whose condition never changes goes on for ever."
    called = {getattr(node.func, "attr", getattr(node.func, "id", "")) for node in nodes if isinstance(node, ast.Call)}
    if "sleep" in called:
        return "`sleep` only waits; a check waits for a few seconds."
    if {ast.For, ast.AsyncFor} & kinds:
        return "Look at its loops: how many rounds are there, and how long does one of them take?"
    return "Look for what takes long: a call that waits, an array far too large, a function that calls itself."


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


#: What may ask for one True or False in a line of Python.
_CHOICE = r"\b(if|elif|while|and|or|not|in|assert|max|min|sorted|any|all|bool)\b"


#: Said of a name that nothing has, and that is nearly a parameter's.
MISSPELT = "Did you mean your parameter"
#: Modules of Python that answers use, and that a cell of its own has to import; a variable may have such a name, too.
_MODULES = ("collections", "copy", "functools", "io", "itertools", "json", "operator", "os", "pickle", "random", "time")


def _unknown_name(failure: Failure, submission: Submission, exercise: Exercise) -> str:
    found = re.search(r"name '(\w+)' is not defined", failure.message)
    name = found[1] if found else ""
    if name in exercise.forbids:
        return f"`{name}` is not known here, and this exercise asks you to write it yourself, without {name}."
    own = {function: _parameters(function) for function in submission.functions}
    if any(name in parameters for parameters in own.values()):
        text = f"`{name}` is not known here: it is a parameter of another function than the one with this line."
        return f"{text} What methods share is kept in `self`." if exercise.asks_for_class else text
    if name in ("np", "math", "torch") or (name in _MODULES and f"{name}." in failure.line):
        line = "import numpy as np" if name == "np" else f"import {name}"
        return f"`{name}` is not known here. Put `{line}` into the cell and run it again."
    here = next((each for each in own if each.lineno <= failure.line_number <= (each.end_lineno or 0)), None)
    mine = own[here] if here else list(dict.fromkeys(itertools.chain(*own.values())))
    near = get_close_matches(name, mine, n=1, cutoff=0.5)
    if near:
        return f"There is nothing called `{name}` here. {MISSPELT} `{near[0]}`?"
    if f"numpy.{name}" in exercise.forbids:
        return f"There is nothing called `{name}` here. {_write_it_yourself(name)}"
    if callable(getattr(np, name, None)):
        return f"There is nothing called `{name}` here. NumPy's function is called `np.{name}`."
    known = ", ".join(f"`{parameter}`" for parameter in mine) or ", ".join(exercise.signature.parameters)
    text = f"There is nothing called `{name}` here."
    called = f"`{here.name}`" if here and exercise.asks_for_class else "Your function"
    return f"{text} {called} knows its parameters, {known}, and what it computes itself."


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
