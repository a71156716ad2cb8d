"""A `Value` of lesson 03 of which some methods are written and others still empty: what is right so far."""

from __future__ import annotations

from ...case import Script, Step
from ...run import run
from .value_class import Value
from .value_scripts import case_of

#: Method, its sign, and a line that asks for it alone, in the order of the stub.
_ASKED = (
    ("__add__", "a + b", "a = Value(3.0); b = Value(2.0); y = a + b"),
    ("__radd__", "2.0 + a", "a = Value(3.0); y = 2.0 + a"),
    ("__mul__", "a * b", "a = Value(3.0); b = Value(2.0); y = a * b"),
    ("__rmul__", "2.0 * a", "a = Value(3.0); y = 2.0 * a"),
    ("__neg__", "-a", "a = Value(3.0); y = -a"),
    ("__sub__", "a - b", "a = Value(3.0); b = Value(2.0); y = a - b"),
    ("__rsub__", "2.0 - a", "a = Value(3.0); y = 2.0 - a"),
    ("__pow__", "a ** 3", "a = Value(2.0); y = a ** 3"),
    ("relu", "a.relu()", "a = Value(-3.0); y = a.relu()"),
    ("tanh", "a.tanh()", "a = Value(0.5); y = a.tanh()"),
)
_WITH_FLOAT_LEFT = {"add": "__radd__", "sub": "__rsub__", "mul": "__rmul__"}


def cause_of_empty(failure, case, submission):
    """What an exception comes from if the script asks for a method that nobody has written yet; else ""."""
    empty = submission.empty_functions()
    asked = [step for step in case.steps[: failure.step + 1] if _method(step) in empty]
    if not asked or "__init__" in empty:
        return ""
    step = asked[-1]
    line = step.code("Value").partition(" = ")[2] or step.code("Value")
    return f"`{_method(step)}` is still empty, and `{line}` asks for it. {_so_far(submission, empty)}"


def _method(step: Step) -> str:
    """The method that a step of a script asks for."""
    if step.verb != "operate":
        return step.name
    if isinstance(step.args[0], int | float):
        return _WITH_FLOAT_LEFT[step.name]
    return f"__{step.name}__"


def _so_far(submission, empty):
    """Which of the written operations are right, and which not."""
    written = [(sign, text) for method, sign, text in _ASKED if method not in empty]
    asked_back = "" if "backward" in empty else "; y.backward(); a.grad"
    found = {sign: _is_right(submission.candidate, f"{text}; y.data{asked_back}") for sign, text in written}
    right = [sign for sign, says in found.items() if says is True]
    wrong = [sign for sign, says in found.items() if says is False]
    what = "numbers" if "backward" in empty else "numbers and gradients"
    told = [f"Right so far, in their {what}: {_listed(right)}."] if right else []
    told += [f"Not yet right: {_listed(wrong)}."] if wrong else []
    return " ".join(told) or "No operation is written yet."


def _listed(signs):
    return ", ".join(f"`{sign}`" for sign in signs)


def _is_right(candidate, text):
    """Whether the class answers this script rightly; None where it raises, as without the method asked for."""
    case = case_of(Script("Value"), text, "")
    answer = run(candidate, case)
    return None if answer.failure else answer.agrees(run(Value, case), 1e-9)
