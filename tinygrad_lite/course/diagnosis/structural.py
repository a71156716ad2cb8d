"""Step 2: what can be said of any exercise without anything being written for it.

Each function looks for one fault and returns its diagnosis or None; `structural` asks them in the order in which a
student should act on them. They state facts about what came back and what the source says, never a guess.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np

from ..case import Case
from ..compare import as_array
from ..judge import WARNED, Attempt, Diagnosis
from ..plain import Other, kind_of
from ..run import Answer, run
from ..submission import Submission
from .quantities import quantities, word

#: A case, the submission's answer to it, and the expected one.
Shown = tuple[Case, Answer, Answer]


def structural(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """The first fault of form in the submission; `shown` is the failing case that the student is shown."""
    for look in _LOOKS:
        found = look(attempt, shown)
        if found:
            return found
    return None


def returned_nothing(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """None came back."""
    case, answer, wanted = shown
    may_be_none = wanted.value is None and not attempt.exercise.has_own_judge
    if answer.value is not None or case.steps or may_be_none:
        return None
    if all(other.value is None for other in attempt.answers):
        if answer.printed:
            text = (
                "You printed the answer but did not return it. Printing shows a value to people; `return` hands it on."
            )
            return Diagnosis("structure", "printed instead of returning", text)
        text = "Your function returns nothing. Without a line that says `return`, Python gives back None."
        return Diagnosis("structure", "returned nothing", text)
    text = "On some paths your function returns nothing. For this case it came to its end without meeting a `return`."
    return Diagnosis("structure", "returned nothing on some paths", text)


def wrong_type(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """Something came back that is no answer of the expected kind at all."""
    case, got, wanted = shown[0], shown[1].value, shown[2].value
    if case.steps or attempt.exercise.has_own_judge:
        return None
    if isinstance(got, tuple) and len(got) == 1 and not isinstance(wanted, tuple | list):
        text = "You returned a tuple of one value. A comma behind the value makes it a tuple; leave the comma out."
        return Diagnosis("structure", "a comma too many", text)
    if isinstance(got, Other) and got.kind in ("function", "builtin_function_or_method", "method"):
        text = "You returned a function, not its result. To call it, write its name with parentheses and arguments."
        return Diagnosis("structure", "returned a function", text)
    if isinstance(got, Other) and got.kind == "generator":
        text = "You returned a generator, which has not computed anything yet. Put it into `list(…)` or `sum(…)`."
        return Diagnosis("structure", "returned a generator", text)
    parts_differ = isinstance(wanted, tuple) and not (isinstance(got, tuple | list) and len(got) == len(wanted))
    not_a_number = as_array(wanted) is not None and as_array(got) is None
    other_kind = (
        isinstance(wanted, str | dict | list) and as_array(wanted) is None and not isinstance(got, type(wanted) | tuple)
    )
    if parts_differ or not_a_number or other_kind:
        text = f"You returned {kind_of(got)}; expected is {kind_of(wanted)}."
        if isinstance(got, tuple | list) and as_array(got) is None and not isinstance(wanted, tuple | list):
            text += " Its parts are of different shapes or no numbers."
        return Diagnosis("structure", "wrong type", text)
    return None


def wrong_shape(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """Numbers in the wrong shape, with the axis that was summed, kept or transposed, where that is certain."""
    for name, got, wanted in _parts(attempt, shown):
        if got is None or wanted is None or got.shape == wanted.shape:
            continue
        which = f"`{name}`" if name else "Your answer"
        expected = f"shape {wanted.shape}" if wanted.ndim else "a single number"
        facts = f"{which} has the wrong shape: {kind_of(got)} where {expected} is expected."
        return Diagnosis("structure", "wrong shape", f"{facts} {_why_wrong_shape(attempt, name)}".strip())
    return None


def _why_wrong_shape(attempt: Attempt, name: str) -> str:
    """What is true of the wrong shape in every case that shows it; "" if nothing is.

    A single element is its own sum and mean, so such cases speak only if there are no others.
    """
    reasons: dict[bool, set[str]] = {True: set(), False: set()}
    for triple in zip(attempt.cases, attempt.answers, attempt.expected, strict=True):
        for part, got, wanted in _parts(attempt, triple):
            if part == name and got is not None and wanted is not None and got.shape != wanted.shape:
                reasons[got.size > 1].add(_why_shape(got, wanted))
    speaking = reasons[True] or reasons[False]
    return speaking.pop() if len(speaking) == 1 else ""


def _why_shape(got: np.ndarray, wanted: np.ndarray) -> str:
    if not got.size:
        return ""
    if got.ndim >= 2 and got.shape == wanted.shape[::-1] and np.allclose(got.T, wanted):
        return "Its values are right, but rows and columns are exchanged."
    if got.size == wanted.size and np.allclose(got.reshape(-1), wanted.reshape(-1)):
        if wanted.ndim == 0:
            return "Its value is right; it is only wrapped in an array of length 1."
        return "Its values are right and in the right order."
    for count in range(got.ndim, 0, -1):
        for axis in combinations(range(got.ndim), count):
            for verb, reduce in (("averaged", np.mean), ("added up", np.sum)):
                reduced = reduce(got, axis=axis)
                if reduced.shape == wanted.shape and np.allclose(reduced, wanted):
                    over = "" if count == got.ndim else f" over axis {', '.join(map(str, axis))}"
                    return f"{verb.capitalize()}{over}, its values give the expected answer."
    return ""


def not_finite(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """NaN or infinity where a finite number is expected."""
    for name, got, wanted in _parts(attempt, shown):
        if got is None or wanted is None or got.dtype.kind != "f" or not np.isfinite(wanted).all():
            continue
        if not np.isfinite(got).all():
            what = "nan (not a number)" if np.isnan(got).any() else "an infinity"
            which = f"`{name}`" if name else "your answer"
            return Diagnosis("structure", "not finite", f"Here {which} holds {what}.{_because(shown[1])}")
    return None


def _because(answer: Answer) -> str:
    """The usual sources, as far as NumPy's first warning names one."""
    warned = answer.warned
    for function, name in (("log", "logarithm"), ("sqrt", "square root")):
        if f"invalid value encountered in {function}" in warned:
            return f" NumPy warned of the {name} of a number below 0, or of nan."
    if "overflow" in warned and "exp" in warned:
        return " NumPy warned of an overflow in `exp`: from about 710 on, exp(x) is larger than any float can hold."
    if "divide by zero" in warned and "log" in warned:
        return " NumPy warned of the logarithm of 0, which is −infinity."
    if "divide by zero" in warned:
        return " NumPy warned of a division by zero."
    return ""


def returns_in_loop(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """A `return` in the body of a `for` loop, under no condition."""
    for function in attempt.submission.functions:
        for loop in ast.walk(function):
            if not isinstance(loop, ast.For) or any(isinstance(node, ast.Continue) for node in ast.walk(loop)):
                continue
            if any(isinstance(statement, ast.Return) for statement in loop.body):
                text = "Your `return` stands inside the loop, so the function ends in the loop's first round. "
                return Diagnosis("structure", "returns inside the loop", text + "Move it to the left, below the loop.")
    return None


def other_default(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """An argument that, left out, has another value than the exercise says; wrong exactly where it is left out."""
    asked = list(attempt.exercise.signature.parameters.values())
    try:
        yours = list(inspect.signature(attempt.submission.candidate).parameters.values())
    except (TypeError, ValueError):
        return None
    for wanted, given in zip(asked, yours, strict=False):
        if wanted.default is wanted.empty or given.default is given.empty or wanted.default == given.default:
            continue
        if all(wanted.name not in attempt.cases[index].args for index in attempt.wrong):
            text = f"Where `{given.name}` is left out, it is {given.default!r} in your function. "
            return Diagnosis("structure", "another default", f"{text}It should be {wanted.default!r}.")
    return None


def unused_parameter(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """A parameter that is never read, with the notebook's variable that is read in its place."""
    unused = attempt.submission.unused_parameters()
    data = [name for name, value in attempt.submission.outside_names() if _is_data(value)]
    if not unused:
        return None
    names = " and ".join(f"`{name}`" for name in unused)
    if data:
        text = f"Your function uses `{data[0]}`, a variable of the notebook, and never its own parameter {names}."
        return Diagnosis("structure", "uses a variable of the notebook", text)
    return Diagnosis("structure", "unused parameter", f"Your function never uses its parameter {names}.")


def outside_variable(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """An array or a list of the notebook, used inside the function."""
    data = [name for name, value in attempt.submission.outside_names() if _is_data(value)]
    if not data:
        return None
    text = f"Your function uses `{data[0]}`, a variable of the notebook. Its answer may depend on its parameters alone."
    return Diagnosis("structure", "uses a variable of the notebook", text)


def _is_data(value: Any) -> bool:
    return isinstance(value, np.ndarray | list) or type(value).__name__ == "Tensor"


def state_or_chance(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """The same case, asked again, gets another answer."""
    if attempt.exercise.has_own_judge:
        return None
    again = run(attempt.submission.candidate, shown[0])
    return None if again.agrees(shown[1]) else unstable_answer(attempt.submission)


def unstable_answer(submission: Submission) -> Diagnosis:
    """What to say of a submission that answers the same case differently."""
    text = "Asked twice with the same input, it gave different answers. "
    if "random" in submission.mentioned():
        text += "It draws random numbers of its own, which an answer must not depend on."
    else:
        text += (
            "Either something is kept from one call to the next (a list outside the function, a default argument that "
            "is changed), or memory is read before it is filled (`np.empty`)."
        )
    return Diagnosis("structure", "answers differ", text)


def changed_input(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """Every value is right, but an argument came back changed."""
    changed = [answer.changed[0] for answer in attempt.answers if answer.changed]
    if not changed or not attempt.all_values_right:
        return None
    text = (
        f"The values are right, but your function changes `{changed[0]}` itself. Whoever called it goes on with spoilt "
        "data; work on a copy, or write `x = x - 1` in place of `x -= 1`."
    )
    return Diagnosis("structure", "changes its input", text)


def warned(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """Every value is right, but there was a warning where the contract forbids it."""
    texts = [finding.text for finding in attempt.findings if finding and finding.key == WARNED]
    if not texts or not attempt.all_values_right:
        return None
    return Diagnosis("structure", WARNED, f"The values are right, but NumPy warned: {texts[0]}.")


def only_for_one(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """Right exactly where one length is 1, or only for arrays of one dimension."""
    exercise, wrong = attempt.exercise, set(attempt.wrong)
    known = [quantities(exercise, case) for case in attempt.cases]
    names = {axis for axes in exercise.axes.values() if axes is not ... for axis in axes}
    for name in sorted(names):
        single = {i for i, q in enumerate(known) if q.get(name) == 1}
        if len(single) >= 2 and len(wrong) >= 3 and wrong == set(range(len(known))) - single:
            text = f"It is right only where {word(exercise, name)} is 1. In every other case the answer differs."
            return Diagnosis("structure", f"right only for {name} 1", text)
    free = [name for name, axes in exercise.axes.items() if axes is ...]
    if free:
        dimensions = [np.ndim(case.args[free[0]]) for case in attempt.cases]
        flat = {i for i, count in enumerate(dimensions) if count == 1}
        if len(wrong) >= 3 and wrong == set(range(len(dimensions))) - flat:
            text = "It is right for arrays of one dimension only. With rows and columns, or more, the answer differs."
            return Diagnosis("structure", "right for one dimension only", text)
    return None


def edge_cases(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """Right in all ordinary cases, wrong only in special ones."""
    if attempt.exercise.has_own_judge:
        return None  # what its judge found says more
    abouts = list(dict.fromkeys(attempt.cases[i].about for i in attempt.wrong))
    ordinary = [i for i, case in enumerate(attempt.cases) if not case.about]
    if "" in abouts or not ordinary:
        return None
    where = " and ".join([", ".join(abouts[:-1]), abouts[-1]] if len(abouts) > 1 else abouts)
    text = f"Your answer is right in all {len(ordinary)} ordinary cases, and goes wrong only {where}."
    infinite = not_finite(attempt, shown)
    text += f" {infinite.text}" if infinite else ""
    return Diagnosis("structure", f"wrong only {where}", text)


def _parts(attempt: Attempt, shown: Shown) -> list[tuple[str, np.ndarray | None, np.ndarray | None]]:
    """Name, answer and expected value of each part of a case's answer; one nameless part where there is no tuple."""
    case, got, wanted = shown[0], shown[1].value, shown[2].value
    if case.steps:
        return []
    if isinstance(wanted, tuple) and isinstance(got, tuple | list) and len(got) == len(wanted):
        names = attempt.exercise.parts or tuple(f"part {number}" for number in range(1, len(wanted) + 1))
        return [(name, as_array(g), as_array(w)) for name, g, w in zip(names, got, wanted, strict=True)]
    return [("", as_array(got), as_array(wanted))]


_LOOKS: tuple[Callable[[Attempt, Shown], Diagnosis | None], ...] = (
    returned_nothing,
    wrong_type,
    returns_in_loop,
    wrong_shape,
    state_or_chance,
    unused_parameter,
    outside_variable,
    changed_input,
    warned,
    other_default,
    only_for_one,
    edge_cases,
    not_finite,
)
