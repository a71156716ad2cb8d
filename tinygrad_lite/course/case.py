"""A case: one question put to a student's function or class, as plain data.

A case never holds a live object. It holds *recipes*: arrays, numbers, texts, lists of them, and the small
dataclasses of `recipes.py` (a random generator, a model, a loader …). Every call builds its arguments afresh from
them, so one call cannot spoil the next, a case can be sent to another process, made smaller, or replayed.

There are two kinds:

- a *call*: the arguments of one call, `mse(predicted=…, target=…)`;
- a *script*: what is done with a class, step by step: make an object, call its methods, read its attributes.
  The answer to a script is the list of everything it reported.

>>> script = Script("EarlyStopping")
>>> stopper = script.new("stopper", patience=2)
>>> should_stop = stopper.call("step", 0.5)
>>> stopper.get("best")
>>> print(script.case().code())
stopper = EarlyStopping(patience=2)
stopper.step(0.5)
stopper.best
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

#: A list or a script of more than twice as many items or lines is shortened where it is shown.
FEW = 12
OPERATORS = {"add": "+", "sub": "-", "mul": "*", "pow": "**"}


def settled(values: Any) -> np.ndarray:
    """Ten decimals of what an author computed for a case, such as a product, a logarithm or a tanh.

    Their last digits depend on the processor. A case is known by its content, down to the bit (`oracle.py`), and has to
    be the same case everywhere.
    """
    return np.round(values, 10)


@dataclass(frozen=True)
class Ref:
    """Stands, in the arguments of a step, for an argument of the case or an object that an earlier step made."""

    name: str


@dataclass(frozen=True)
class Step:
    """One line of a script.

    `verb` is "new" (call the student's class), "call" (a method of `target`), "get" (an attribute of `target`),
    "set" (an attribute of `target` to args[0]) or "operate" (the operator `name` on args[0] and, except for "neg",
    args[1]). What it gives is remembered as `save`, and goes into the answer if `report` is true.
    """

    verb: str
    target: str = ""
    name: str = ""
    args: tuple = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    save: str = ""
    report: bool = False

    def code(self, class_name: str) -> str:
        """The step as the line of Python that it stands for."""
        words = [code(value) for value in self.args] + [f"{key}={code(value)}" for key, value in self.kwargs.items()]
        if self.verb == "new":
            line = f"{class_name}({', '.join(words)})"
        elif self.verb == "call":
            line = f"{self.target}.{self.name}({', '.join(words)})"
        elif self.verb == "get":
            line = f"{self.target}.{self.name}"
        elif self.verb == "set":
            return f"{self.target}.{self.name} = {words[0]}"
        elif self.name == "neg":
            line = f"-{words[0]}"
        else:
            line = f"{words[0]} {OPERATORS[self.name]} {words[1]}"
        return f"{self.save} = {line}" if self.save else line


@dataclass(frozen=True, eq=False)
class Case:
    """The arguments of one call, or a script.

    Attributes:
        args: recipe of each argument by name, in the order of the signature; arguments left out take their default.
        about: what is special about it, as it stands in "right except for …": "logits as large as 1000".
        steps: the script; empty for a plain call.
        class_name: in a script, the name of the student's class.
        changes: the arguments that may, by the contract, come back changed (the model that a loop trains).
        observe: the arguments whose state afterwards is part of the answer.
        raises: names of the exceptions that count as an answer, in a plain call; see `Exercise.raises`.
        times: how often a call is made with the very same objects; the last one's answer counts. Of a script, with how
            many objects side by side, a step of each in turn; the first one's answer counts.
    """

    args: Mapping[str, Any]
    about: str = ""
    steps: tuple[Step, ...] = ()
    class_name: str = ""
    changes: tuple[str, ...] = ()
    observe: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    times: int = 1

    @cached_property
    def again(self) -> Case:
        """The same case, asked twice in one go."""
        return replace(self, times=2)

    def with_args(self, **args: Any) -> Case:
        """The same case with some arguments replaced."""
        return replace(self, args={**self.args, **args})

    def code(self) -> str:
        """The case as Python that a reader can retype."""
        if self.steps:
            setup = [f"{name} = {code(value)}" for name, value in self.args.items()]
            return "\n".join(setup + [step.code(self.class_name) for step in self.steps])
        return "\n".join(f"{name} = {code(value)}" for name, value in self.args.items())


@dataclass(frozen=True)
class Handle:
    """A name in a script, to write further steps with."""

    script: Script
    name: str

    def call(self, method: str, *args: Any, save: str = "", report: bool | None = None, **kwargs: Any) -> Handle:
        """Call a method; what it returns is reported, unless it is kept under a name with `save`."""
        wanted = not save if report is None else report
        return self.script.add(Step("call", self.name, method, refer(args), refer(kwargs), save, wanted))

    def get(self, attribute: str) -> None:
        """Report an attribute."""
        self.script.add(Step("get", self.name, attribute, report=True))

    def set(self, attribute: str, value: Any) -> None:
        """Give an attribute a value."""
        self.script.add(Step("set", self.name, attribute, refer((value,))))


class Script:
    """Writes a case of several steps for a class."""

    def __init__(self, class_name: str) -> None:
        self.class_name = class_name
        self.steps: list[Step] = []

    def add(self, step: Step) -> Handle:
        """Append a step."""
        self.steps.append(step)
        return Handle(self, step.save)

    def new(self, save: str, *args: Any, **kwargs: Any) -> Handle:
        """Make an object of the student's class and call it `save`."""
        return self.add(Step("new", args=refer(args), kwargs=refer(kwargs), save=save))

    def operate(self, operator: str, *operands: Any, save: str) -> Handle:
        """Apply "add", "sub", "mul", "pow" or "neg" to handles and plain numbers."""
        return self.add(Step("operate", name=operator, args=refer(operands), save=save))

    def case(self, about: str = "", observe: tuple[str, ...] = (), **args: Any) -> Case:
        """The finished case; `args` are recipes that the steps refer to by `Ref(name)`."""
        return Case(args, about, tuple(self.steps), self.class_name, changes=tuple(args), observe=observe)


def refer(value: Any) -> Any:
    """Handles become references by name, so that the script is plain data."""
    if isinstance(value, Handle):
        return Ref(value.name)
    if isinstance(value, tuple | list):
        return type(value)(refer(item) for item in value)
    if isinstance(value, dict):
        return {key: refer(item) for key, item in value.items()}
    return value


def code(value: Any) -> str:
    """A recipe as short Python: arrays as nested lists, numbers without noise.

    >>> code(np.array([[1.0, -0.5], [0.0, 1000.0]]))
    '[[1, -0.5], [0, 1000]]'
    """
    if isinstance(value, Ref):
        return value.name
    if isinstance(value, np.ndarray):
        return code(value.tolist()) if value.size <= 24 else f"array of shape {value.shape}"
    if isinstance(value, list):
        return f"[{', '.join(_few(value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(code(item) for item in value)}{',' if len(value) == 1 else ''})"
    if isinstance(value, float | np.floating):
        return number(float(value))
    if isinstance(value, np.integer):
        return str(int(value))
    if isinstance(value, dict):
        return "{" + ", ".join(f"{code(key)}: {code(item)}" for key, item in value.items()) + "}"
    return repr(value)


def _few(items: list) -> list[str]:
    """The items of a list as code; of a very long one, its beginning and its end."""
    if len(items) <= 2 * FEW:
        return [code(item) for item in items]
    return [*map(code, items[:3]), f"… {len(items) - 6} more …", *map(code, items[-3:])]


def number(value: float) -> str:
    """A float in at most six significant digits, without a needless ".0".

    >>> number(2.0), number(1 / 3), number(1e-7)
    ('2', '0.333333', '1e-07')
    """
    return f"{value:.6g}" if np.isfinite(value) else str(value)
