"""What came back: nothing, something of the wrong kind, or the input itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from ..attempt import Diagnosis
from ..case import Step
from ..compare import as_array, same
from ..plain import Other, Raised, kind_of
from ..submission import Submission
from .causes import usual_cause
from .parts import Part


def method_returned_nothing(part: Part) -> Diagnosis | None:
    """None came back from a method, where something else is expected."""
    step, got, _ = _first_wrong_report(part)
    if step is None or got is not None or step.verb != "call":
        return None
    if all(value is None for value in _reports_of(step.name, part)):
        text = f"Your method `{step.name}` returns nothing. Without a line that says `return`, Python gives back None."
        return Diagnosis("structure", "method returns nothing", text)
    text = f"On some paths your method `{step.name}` returns nothing: it came to its end without meeting a `return`."
    return Diagnosis("structure", "method returns nothing on some paths", text)


def method_returned_another_kind(part: Part) -> Diagnosis | None:
    """A dict, a list or an object came back from a method, where a number, True or False is expected."""
    step, got, right = _first_wrong_report(part)
    if step is None or step.verb != "call" or not isinstance(right, bool | int | float) or as_array(got) is not None:
        return None
    expected = "True or False" if isinstance(right, bool) else "a number"
    text = f"Your method `{step.name}` returned {kind_of(got)} here; expected is {expected}."
    return Diagnosis("structure", "method returns another kind", text)


def attribute_of_another_kind(part: Part) -> Diagnosis | None:
    """An attribute holds a list where a dict is expected, or the other way round, or a number in place of either."""
    step, got, right = _first_wrong_report(part)
    kinds = [kind for kind in (dict, list) if isinstance(right, kind) and not isinstance(got, kind)]
    if step is None or step.verb != "get" or not kinds:
        return None
    if kinds == [list] and as_array(got) is not None and np.ndim(got):
        return None
    text = f"Your attribute `{step.name}` is {kind_of(got)} here; expected is a {kinds[0].__name__}."
    return Diagnosis("structure", "attribute of another kind", text)


def _first_wrong_report(part: Part) -> tuple[Step | None, Any, Any]:
    """The first step of the shown case that reports something wrong, what it reports and what it should; else None."""
    case, answer, wanted = part.shown
    if part.exercise.has_own_judge or not isinstance(answer.value, list) or not isinstance(wanted.value, list):
        return None, None, None
    reporting = [step for step in case.steps if step.report]
    for step, got, right in zip(reporting, answer.value, wanted.value, strict=False):
        if not same(got, right, part.exercise.rtol):
            return step, got, right
    return None, None, None


def _reports_of(method: str, part: Part) -> Iterator[Any]:
    """Everything that a method returned, in all cases."""
    for case, answer in zip(part.cases, part.answers, strict=False):
        reporting = [step for step in case.steps if step.report]
        for step, value in zip(reporting, answer.value or [], strict=False):
            if step.verb == "call" and step.name == method:
                yield value


def returned_nothing(part: Part) -> Diagnosis | None:
    """None came back, where it is never the right answer: where it sometimes is, it was returned on purpose."""
    case, answer, _ = part.shown
    may_be_none = not part.exercise.has_own_judge and any(wanted.value is None for wanted in part.expected)
    if answer.value is not None or case.steps or may_be_none:
        return None
    if all(other.value is None for other in part.answers):
        if answer.printed:
            text = "Your function prints, but returns nothing. Printing shows a value to people; `return` hands it on."
            return Diagnosis("structure", "printed instead of returning", text)
        text = "Your function returns nothing. Without a line that says `return`, Python gives back None."
        for call, method in islice(_returned_changes(part.submission), 1):
            text = (
                f"What you return is what `{ast.unparse(call)}` gives back, and that is None: "
                f"`{method.attr}` changes `{ast.unparse(method.value)}` itself. Return that in a line of its own."
            )
        return Diagnosis("structure", "returned nothing", text)
    if _returns_a_value_at_its_end(part.submission):
        text = "For this case your function returned None."
        if any(isinstance(node, ast.Constant) and node.value is None for node in _returned(part.submission)):
            text += " A `return` in it says so: there a value is asked for, or an exception."
        else:
            text += " A name that it returns was still None, or a function that it calls gave nothing back."
        return Diagnosis("structure", "returned None in some cases", text)
    text = (
        "On some paths your function returns nothing. For this case it came to its end without a `return`, or to one "
        "with nothing behind it."
    )
    return Diagnosis("structure", "returned nothing on some paths", text)


def raised_or_not(part: Part) -> Diagnosis | None:
    """An answer where the contract asks for an exception, or the other way round."""
    case, answer, wanted = part.shown
    if isinstance(wanted.value, Raised) and not isinstance(answer.value, Raised):
        text = (
            f"You returned {kind_of(answer.value)} where there is no answer. `raise {wanted.value.kind}(…)` ends the "
            "function and tells the caller so; a value that is returned would be taken for an answer."
        )
        return Diagnosis("structure", "does not raise", text)
    if answer.raised and not isinstance(wanted.value, Raised):
        text = f"Your function raises {answer.raised.kind} here, where there is an answer. "
        cause = usual_cause(answer.raised, case, part)
        return Diagnosis("structure", "raises too often", (text + cause).strip())
    return None


def _returned(submission: Submission) -> Iterator[ast.expr]:
    """What stands behind each `return`; of a choice, both sides."""
    waiting = [node.value for node in submission.nodes() if isinstance(node, ast.Return) and node.value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, ast.IfExp):
            waiting += [value.body, value.orelse]
        else:
            yield value


#: Methods that change what they are called on, and give nothing back.
_CHANGING = {"sort", "reverse", "append", "extend", "insert", "remove", "clear", "update", "add", "shuffle", "fill"}


def _returned_changes(submission: Submission) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    """The calls behind a `return` of methods that only change something, and the methods."""
    for value in _returned(submission):
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _CHANGING:
            yield value, value.func


def _returns_a_value_at_its_end(submission: Submission) -> bool:
    """Whether the last line is a `return`, so that the end is not met without one, and each has something behind it."""
    last = submission.definition.body[-1] if submission.definition else None
    bare = any(isinstance(node, ast.Return) and node.value is None for node in submission.nodes())
    return isinstance(last, ast.Return) and not bare


def not_called(part: Part) -> Diagnosis | None:
    """Somewhere in a list, tuple or dict stands a function or method in place of what it gives, or a text."""
    case, answer, wanted = part.shown
    if case.steps or not isinstance(answer.value, list | tuple | dict | Other):
        return None
    function = next((item for item in _parts_of(answer.value) if isinstance(item, Other) and item.called), None)
    if function and (function is not answer.value or function.kind == "array of objects"):
        name, method = function.called.split("(")[0], function.called.startswith(".")
        known = name.strip(".") in part.submission.mentioned()  # one that is borrowed may go by another name
        what = f"{'the method' if method else 'the function'} `{name}`" if known else "a function"
        text = f"In your answer stands {what} itself, not its result. "
        return Diagnosis("structure", "a function in the answer", text + "It is called by parentheses behind its name.")
    texts = any(isinstance(item, str) for item in _parts_of(answer.value))
    may_be_text = any(isinstance(item, str) for item in _parts_of(wanted.value))
    if texts and not may_be_text and not part.exercise.has_own_judge and isinstance(answer.value, type(wanted.value)):
        text = (
            "In your answer stand texts where numbers are expected. An f-string, `format` and `str` make a text of a "
        )
        return Diagnosis("structure", "texts for numbers", text + "number: that is for printing.")
    return None


def _parts_of(value: Any) -> Iterator[Any]:
    """All that stands in nested lists, tuples and dicts; keys aside."""
    if isinstance(value, list | tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _parts_of(item)
    else:
        yield value


def wrong_type(part: Part) -> Diagnosis | None:
    """Something came back that is no answer of the expected kind at all."""
    case, got, wanted = part.shown[0], part.shown[1].value, part.shown[2].value
    if case.steps or part.exercise.has_own_judge or isinstance(got, Raised) or isinstance(wanted, Raised):
        return None
    if isinstance(got, tuple) and len(got) == 1 and not isinstance(wanted, tuple | list):
        return _tuple_of_one(part.submission)
    if isinstance(got, Other) and got.kind in ("function", "builtin_function_or_method", "method"):
        text = "You returned a function, not its result. To call it, write its name with parentheses and arguments."
        return Diagnosis("structure", "returned a function", text)
    if isinstance(got, Other) and got.kind == "generator":
        text = "You returned a generator, which has not computed anything yet. Put it into `list(…)` or `sum(…)`."
        if any(isinstance(node, ast.Yield) for node in part.submission.nodes()):
            text = "Your function says `yield`, which makes a generator of it. `return` hands a value back."
        return Diagnosis("structure", "returned a generator", text)
    several = isinstance(got, tuple | list) or (isinstance(got, np.ndarray) and got.ndim > 0)
    parts_differ = isinstance(wanted, tuple) and not (several and len(got) == len(wanted))
    not_a_number = as_array(wanted) is not None and as_array(got) is None
    other_kind = (
        isinstance(wanted, str | dict | list) and as_array(wanted) is None and not isinstance(got, type(wanted) | tuple)
    )
    if parts_differ or not_a_number or other_kind:
        text = f"You returned {kind_of(got)}; expected is {kind_of(wanted)}."
        if kind_of(got) == kind_of(wanted):
            text = f"You returned {kind_of(got)}, as expected, but its parts differ in shape, or are no numbers."
        elif isinstance(got, tuple | list) and as_array(got) is None and as_array(wanted) is not None:
            text += " Its parts differ in shape, or are no numbers."
        return Diagnosis("structure", "wrong type", text)
    return _part_of_another_kind(part)


def _part_of_another_kind(part: Part) -> Diagnosis | None:
    """In a tuple of the right length, one part is a dict or a number where a list is expected."""
    got, wanted = part.shown[1].value, part.shown[2].value
    if not isinstance(wanted, tuple) or not isinstance(got, tuple | list):
        return None
    for name, mine, right in zip(part.exercise.parts, got, wanted, strict=False):
        if isinstance(right, list) and not isinstance(mine, list | tuple | np.ndarray):
            text = f"`{name}` is {kind_of(mine)}; expected is a list."
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


def returned_argument(part: Part) -> Diagnosis | None:
    """In every case, an argument came back as it went in."""
    cases, answers = part.cases, part.answers
    for name, value in part.shown[0].args.items():
        if not isinstance(value, np.ndarray) or part.shown[0].steps:
            continue
        if all(isinstance(case.args.get(name), np.ndarray) for case in cases) and all(
            same(answer.value, case.args[name]) and not answer.changed
            for case, answer in zip(cases, answers, strict=False)
        ):
            text = (
                f"Your function gives back `{name}` as it came in, in all {len(answers)} cases. A new value has to be "
                "computed and returned"
            )
            loops = any(isinstance(node, ast.For) for node in part.submission.nodes())
            text += "; giving another value to a loop's variable changes no array." if loops else "."
            return Diagnosis("structure", "returns its input", text)
    return None


def own_finding(part: Part) -> Diagnosis | None:
    """Where the exercise has a judge of its own: what it found."""
    finding = part.findings[part.first_wrong]
    if not part.exercise.has_own_judge or finding is None:
        return None
    return Diagnosis("property", finding.key, finding.text)
