"""What the source says: a parameter that is never used, a `return` inside a loop, a foreign variable."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ..attempt import Diagnosis
from ..exercise import Mistake
from ..run import by_name, run
from ..submission import Submission, unread_parameters
from .parts import Part
from .quantities import listed

#: What is found where a variable of the notebook has a parameter's place.
NOTEBOOKS = "uses a variable of the notebook"


def always_true(part: Part) -> Diagnosis | None:
    """`if task == "a" or "b":`, which is true whatever `task` is."""
    for node in part.submission.nodes():
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


def other_order(part: Part) -> Diagnosis | None:
    """The parameters stand in another order than the exercise's, and by name every answer is right."""
    exercise, candidate = part.exercise, part.submission.candidate
    definition = part.submission.definition
    if not isinstance(definition, ast.FunctionDef) or exercise.asks_for_class or exercise.has_own_judge:
        return None
    yours, asked = [arg.arg for arg in definition.args.args], list(exercise.signature.parameters)
    if yours == asked or sorted(yours) != sorted(asked):
        return None

    called = by_name(candidate, asked)
    for case, wanted in zip(part.cases, part.expected, strict=True):
        if not run(called, case).agrees(wanted, exercise.rtol):
            return None
    text = (
        f"Your parameters stand in another order: `({', '.join(yours)})`. Values are handed over by their place, "
        f"as `({', '.join(asked)})`, so yours get each other's."
    )
    return Diagnosis("structure", "parameters in another order", text)


def quoted(names: Sequence[str]) -> str:
    """`a`, `b` and `c`."""
    return listed([f"`{name}`" for name in names])


def unused_parameter(part: Part) -> Diagnosis | None:
    """A parameter that is never read, with the notebook's variable that is read in its place."""
    unused = part.submission.unused_parameters()
    data = [name for name, value in part.submission.outside_names() if _is_data(value)]
    if not unused:
        return None
    names = quoted(unused)
    if data:
        text = f"Your function uses `{data[0]}`, a variable of the notebook, and never its own parameter {names}."
        return Diagnosis("structure", NOTEBOOKS, text)
    those = "parameters" if len(unused) > 1 else "parameter"
    return Diagnosis("structure", "unused parameter", f"Your function never uses its {those} {names}.")


def unused_in_a_method(part: Part) -> Diagnosis | None:
    """What `__init__`, or a method with one parameter, is given and never reads, where the solution's does."""
    definition, solution = part.submission.definition, Submission.of(part.exercise.solution).definition
    if not isinstance(definition, ast.ClassDef) or not isinstance(solution, ast.ClassDef):
        return None
    theirs = {method.name: method for method in solution.body if isinstance(method, ast.FunctionDef)}
    for method in definition.body:
        if not isinstance(method, ast.FunctionDef) or method.name not in theirs:
            continue
        asked = theirs[method.name].args.args[1:]
        if method.name != "__init__" and len(asked) != 1:
            continue
        needed = {one.arg for one in asked} - {*unread_parameters(theirs[method.name])}
        places = {mine.arg: one.arg for mine, one in zip(method.args.args[1:], asked, strict=False)}
        unused = [name for name in unread_parameters(method) if places.get(name) in needed]
        if method.name == "__init__":
            unused = [name for name in unused if _is_given(part, definition, [*places].index(name), name)]
        if unused:
            text = f"Your `{method.name}` never uses {quoted(unused)}, so it makes no difference what is passed there."
            return Diagnosis("structure", "unused parameter", text)
    return None


def _is_given(part: Part, definition: ast.ClassDef, place: int, name: str) -> bool:
    """Whether anybody passes this argument when an object is made: who builds a class otherwise may do without it."""
    made = [step for case in part.cases for step in case.steps if step.verb == "new"]
    calls = [node for node in ast.walk(definition) if isinstance(node, ast.Call)]
    own = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == definition.name]
    others = any(
        isinstance(call.func, ast.Call | ast.Attribute) and "class" in ast.unparse(call.func) for call in calls
    )
    words = {word for step in made for word in step.kwargs} | {each.arg for call in own for each in call.keywords}
    given = max([0, *(len(step.args) for step in made), *(len(call.args) for call in own)])
    return others or given > place or name in words or None in words


def unused_attribute(part: Part) -> Diagnosis | None:
    """An argument of `__init__` that a class keeps as an attribute, and that nothing reads or asks for."""
    definition = part.submission.definition
    if not isinstance(definition, ast.ClassDef) or not part.exercise.asks_for_class:
        return None
    nodes = list(ast.walk(definition))
    if any(isinstance(node, ast.Name) and node.id in ("vars", "getattr") for node in nodes):
        return None
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    read = {node.attr for node in attributes if not isinstance(node.ctx, ast.Store)} | {"__dict__"}
    asked = {step.name for case in part.cases for step in case.steps if step.verb == "get"}
    made = next((node for node in nodes if isinstance(node, ast.FunctionDef) and node.name == "__init__"), None)
    if made is None or "__dict__" in {node.attr for node in attributes}:
        return None
    uses = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    for argument in made.args.args[1:]:
        kept = {attribute for attribute, name in _kept_as(made) if name == argument.arg}
        if kept and uses.count(argument.arg) == 1 and not kept & (read | asked):
            text = f"Your class keeps `{argument.arg}` and never uses it. What does it change in what the class does?"
            return Diagnosis("structure", "keeps an argument and never uses it", text)
    return None


def _kept_as(made: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """The pairs (attribute, name) of all `self.attribute = name`, several in one line too."""
    for node in ast.walk(made):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            both = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            pairs = zip(target.elts, value.elts, strict=False) if both else [(target, value)]  # type: ignore[attr-defined]
            for left, right in pairs:
                if isinstance(left, ast.Attribute) and isinstance(right, ast.Name):
                    yield left.attr, right.id


def reads_less(submission: Submission, mistake: Mistake) -> bool:
    """Whether the function leaves out a parameter that a named mistake of the same values reads."""
    return bool(submission.unused_parameters()) and not Submission.of(mistake.candidate).unused_parameters()


def overwritten_parameter(part: Part) -> Diagnosis | None:
    """A parameter that gets a value of the function's own before it is read."""
    names = part.submission.overwritten_parameters()
    if not names:
        return None
    text = (
        f"Your function gives its parameter `{names[0]}` another value before using it, so what is passed in is lost. "
        "A parameter has its value from the start: the caller's."
    )
    return Diagnosis("structure", "overwrites a parameter", text)


def outside_variable(part: Part) -> Diagnosis | None:
    """An array or a list from another cell, used inside the function; a table beside the function is no fault."""
    constants = part.submission.set_in_the_cell()
    data = [name for name, value in part.submission.outside_names() if _is_data(value) and name not in constants]
    if not data:
        return None
    text = f"Your function uses `{data[0]}`, a variable of the notebook. Its answer may depend on its parameters alone."
    return Diagnosis("structure", NOTEBOOKS, text)


def _is_data(value: Any) -> bool:
    return isinstance(value, np.ndarray | list) or type(value).__name__ == "Tensor"


def returns_in_loop(part: Part) -> Diagnosis | None:
    """A `return` in the body of a `for` loop, under no condition."""
    for function in part.submission.functions:
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


def forgets_in_loop(part: Part) -> Diagnosis | None:
    """`total = …` in a loop where `total` had a value before, is not read in the loop, and is used behind it."""
    for function in part.submission.functions:
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
                            f"Behind the loop only the last round is left. {_adding(target.id, statement.value)}"
                        )
                        return Diagnosis("structure", "forgets in the loop", text)
    return None


def _adding(name: str, value: ast.expr) -> str:
    """How to keep what is there."""
    if isinstance(value, ast.Dict | ast.DictComp):
        return f"`{name}[…] = …` puts one more entry in."
    return "`+=` adds to what is there."


def _names(statements: list[ast.stmt], use: type[ast.expr_context]) -> set[str]:
    """The names that are read or given a value in these statements."""
    nodes = [node for statement in statements for node in ast.walk(statement)]
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, use)}
