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
from ..compare import as_array, same
from ..exercise import Mistake
from ..judge import WARNED, Attempt, Diagnosis
from ..plain import Other, kind_of
from ..run import Answer, run
from ..submission import Submission
from .quantities import quantities, word

#: A case, the submission's answer to it, and the expected one.
Shown = tuple[Case, Answer, Answer]


def structural(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """The first fault of form in the submission; `shown` is the failing case that the student is shown."""
    return _first(_LOOKS, attempt, shown)


def where_wrong(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """Not what was done, but where the answers go wrong."""
    return _first(_WHERE, attempt, shown)


def _first(looks: Looks, attempt: Attempt, shown: Shown) -> Diagnosis | None:
    for look in looks:
        found = look(attempt, shown)
        if found:
            return found
    return None


def always_true(attempt: Attempt) -> Diagnosis | None:
    """`if task == "a" or "b":`, which is true whatever `task` is."""
    for node in attempt.submission.nodes():
        if not isinstance(node, ast.If | ast.IfExp | ast.While):
            continue
        test = node.test
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) and isinstance(test.values[0], ast.Compare):
            loose = [value for value in test.values[1:] if isinstance(value, ast.Constant) and value.value]
            if loose:
                text = (
                    f"The condition `{ast.unparse(test)}` is always true. Python reads it as two questions, and the "
                    f"second, `{ast.unparse(loose[0])}` by itself, counts as yes. Write the whole comparison on both "
                    "sides of `or`."
                )
                return Diagnosis("structure", "a condition that is always true", text)
    return None


def other_order(attempt: Attempt) -> Diagnosis | None:
    """The parameters stand in another order than the exercise's, and by name every answer is right."""
    exercise, candidate = attempt.exercise, attempt.submission.candidate
    definition = attempt.submission.definition
    if not isinstance(definition, ast.FunctionDef) or exercise.asks_for_class or exercise.has_own_judge:
        return None
    yours, asked = [arg.arg for arg in definition.args.args], list(exercise.signature.parameters)
    if yours == asked or sorted(yours) != sorted(asked):
        return None

    def by_name(*values: Any) -> Any:
        return candidate(**dict(zip(asked, values, strict=False)))

    for case, wanted in zip(attempt.cases, attempt.expected, strict=True):
        if not run(by_name, case).agrees(wanted, exercise.rtol):
            return None
    text = (
        f"Your parameters stand in another order: `({', '.join(yours)})`. Values are handed over by their place, "
        f"as `({', '.join(asked)})`, so yours get each other's."
    )
    return Diagnosis("structure", "parameters in another order", text)


def telling(attempt: Attempt, first: int) -> int:
    """The failing case to show: where the shape is wrong, one with several elements, if there is any."""
    for index in [first, *attempt.wrong]:
        triple = attempt.cases[index], attempt.answers[index], attempt.expected[index]
        for _, got, wanted in _parts(attempt, triple):
            if got is None or wanted is None or got.shape == wanted.shape:
                if index == first:
                    return first
            elif max(got.size, wanted.size) > 1:
                return index
    return first


def returned_nothing(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """None came back."""
    case, answer, wanted = shown
    may_be_none = wanted.value is None and not attempt.exercise.has_own_judge
    if answer.value is not None or case.steps or may_be_none:
        return None
    if all(other.value is None for other in attempt.answers):
        if answer.printed:
            text = "Your function prints, but returns nothing. Printing shows a value to people; `return` hands it on."
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
        return _tuple_of_one(attempt.submission)
    if isinstance(got, Other) and got.kind in ("function", "builtin_function_or_method", "method"):
        text = "You returned a function, not its result. To call it, write its name with parentheses and arguments."
        return Diagnosis("structure", "returned a function", text)
    if isinstance(got, Other) and got.kind == "generator":
        text = "You returned a generator, which has not computed anything yet. Put it into `list(…)` or `sum(…)`."
        if any(isinstance(node, ast.Yield) for node in attempt.submission.nodes()):
            text = "Your function says `yield`, which makes a generator of it. `return` hands a value back."
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


def _tuple_of_one(submission: Submission) -> Diagnosis:
    """A comma behind the value, or a function that returns a tuple."""
    said = "You returned a tuple of one value."
    nodes = submission.nodes()
    if any(isinstance(node, ast.Tuple) and len(node.elts) == 1 for node in nodes):
        text = f"{said} A comma behind the value makes it a tuple; leave the comma out."
        return Diagnosis("structure", "a comma too many", text)
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    if any(call.func.attr == "where" and len(call.args) == 1 for call in calls):  # type: ignore[attr-defined]
        said += " With a condition alone, `np.where` gives the positions at which it is true, as a tuple."
    return Diagnosis("structure", "a tuple of one value", said)


def wrong_shape(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """Numbers in the wrong shape, with the axis that was summed, kept or transposed, where that is certain."""
    for name, got, wanted in _parts(attempt, shown):
        if got is None or wanted is None or got.shape == wanted.shape:
            continue
        which = f"`{name}`" if name else "Your answer"
        expected = f"shape {wanted.shape}" if wanted.ndim else "a single number"
        facts = f"{which} has the wrong shape: {_kind_of_whole(shown, name, got)} where {expected} is expected."
        return Diagnosis("structure", "wrong shape", f"{facts} {_why_wrong_shape(attempt, name)}".strip())
    return None


def _kind_of_whole(shown: Shown, name: str, got: np.ndarray) -> str:
    """What came back, as the student wrote it: a list is not called an array."""
    value = shown[1].value
    if name or not isinstance(value, list | tuple):
        return kind_of(got)
    return kind_of(value) if got.ndim == 1 else f"{kind_of(value)}, which makes {kind_of(got)},"


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
            return "Its value is right; it only has brackets around it, so it counts as an array of length 1."
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
            if any(_always_returns(statement) for statement in loop.body):
                text = "Your `return` stands inside the loop, so the function ends in the loop's first round. "
                return Diagnosis("structure", "returns inside the loop", text + "Move it to the left, below the loop.")
    return None


def _always_returns(statement: ast.stmt) -> bool:
    """A `return`, or an `if` that returns on both sides."""
    if isinstance(statement, ast.If):
        return all(branch and _always_returns(branch[-1]) for branch in (statement.body, statement.orelse))
    return isinstance(statement, ast.Return)


def forgets_in_loop(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """`total = …` in a loop where `total` had a value before, is not read in the loop, and is used behind it."""
    for function in attempt.submission.functions:
        for place, loop in enumerate(function.body):
            if not isinstance(loop, ast.For):
                continue
            before = _names(function.body[:place], ast.Store)
            behind = _names(function.body[place + 1 :], ast.Load)
            read = _names(loop.body, ast.Load)
            for statement in loop.body:
                if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                    target = statement.targets[0]
                    if isinstance(target, ast.Name) and target.id in (before & behind) - read:
                        text = (
                            f"In every round of the loop, `{target.id} = …` forgets the value that `{target.id}` had. "
                            "Behind the loop only the last round is left. `+=` adds to what is there."
                        )
                        return Diagnosis("structure", "forgets in the loop", text)
    return None


def _names(statements: list[ast.stmt], use: type[ast.expr_context]) -> set[str]:
    """The names that are read or given a value in these statements."""
    nodes = [node for statement in statements for node in ast.walk(statement)]
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, use)}


def returned_argument(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """In every case, an argument came back as it went in."""
    cases, answers = attempt.cases, attempt.answers
    for name, value in shown[0].args.items():
        if not isinstance(value, np.ndarray) or shown[0].steps:
            continue
        if all(isinstance(case.args.get(name), np.ndarray) for case in cases) and all(
            same(answer.value, case.args[name]) and not answer.changed
            for case, answer in zip(cases, answers, strict=False)
        ):
            text = (
                f"Your function gives back `{name}` as it came in, in all {len(answers)} cases. A new value has to be "
                "computed and returned; giving another value to a loop's variable changes no array."
            )
            return Diagnosis("structure", "returns its input", text)
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
    those = "parameters" if len(unused) > 1 else "parameter"
    return Diagnosis("structure", "unused parameter", f"Your function never uses its {those} {names}.")


def reads_less(submission: Submission, mistake: Mistake) -> bool:
    """Whether the function leaves out a parameter that a named mistake of the same values reads."""
    return bool(submission.unused_parameters()) and not Submission.of(mistake.candidate).unused_parameters()


def overwritten_parameter(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """A parameter that gets a value of the function's own before it is read."""
    names = attempt.submission.overwritten_parameters()
    if not names:
        return None
    text = (
        f"Your function gives its parameter `{names[0]}` another value before using it, so what is passed in is lost. "
        "A parameter has its value from the start: the caller's."
    )
    return Diagnosis("structure", "overwrites a parameter", text)


def outside_variable(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """An array or a list from another cell, used inside the function; a table beside the function is no fault."""
    constants = attempt.submission.set_in_the_cell()
    data = [name for name, value in attempt.submission.outside_names() if _is_data(value) and name not in constants]
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
            "Either something is kept from one call to the next (a variable outside the function, a default that "
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
        f"data; {_instead_of_changing(shown[0].args.get(changed[0]))}"
    )
    return Diagnosis("structure", "changes its input", text)


def changed_besides(attempt: Attempt, shown: Shown) -> Diagnosis | None:
    """An argument came back changed, and some values are wrong; nothing else is known."""
    changed = [name for answer in attempt.answers for name in answer.changed]
    if not changed or not shown[1].changed:
        return None
    text = (
        f"Your function changes `{changed[0]}` itself, and some of its answers are wrong too. Begin with the first: "
        f"{_instead_of_changing(shown[0].args.get(changed[0]))}"
    )
    return Diagnosis("structure", "changes its input, and is wrong", text)


def _instead_of_changing(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return "work on `x.copy()` (`y = x` makes no copy), or write `x = x - 1` in place of `x -= 1`."
    return "work on a copy, such as `list(x)`; `y = x` makes none."


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


Looks = tuple[Callable[[Attempt, Shown], Diagnosis | None], ...]
#: What says what was done, and comes before the algebra of the values …
_LOOKS: Looks = (
    returned_nothing,
    unused_parameter,
    overwritten_parameter,
    wrong_type,
    returns_in_loop,
    forgets_in_loop,
    returned_argument,
    wrong_shape,
    state_or_chance,
    outside_variable,
    changed_input,
    warned,
    other_default,
)
#: … and what only says where it goes wrong, and comes after it.
_WHERE: Looks = (only_for_one, edge_cases, not_finite, changed_besides)
