"""Running one candidate (a student's object, the solution, a mistake) on one case. Nothing here knows what is right."""

from __future__ import annotations

import contextlib
import io
import linecache
import operator
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .apart import apart
from .case import Case, Ref, Step
from .compare import identical, same
from .elsewhere import Elsewhere
from .expired import Expired
from .nobody_there import nobody_there
from .plain import Raised, to_plain
from .recipes import World, build
from .recording import recording_put_back
from .whose import not_students

_OPERATORS: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "pow": operator.pow,
    "neg": operator.neg,
}
#: What is raised while a candidate runs and is no doing of its own.
NOT_THE_ANSWERS = (Expired, KeyboardInterrupt)
#: What is kept of what a candidate prints.
LONGEST_PRINTED = 100_000
#: The kind of failure that a check which ran out of time counts as.
HUNG = "did not finish"


@dataclass(frozen=True)
class Failure:
    """An exception that the candidate raised.

    Attributes:
        kind: the exception's class name.
        message: its text.
        line, line_number: the candidate's own line in which it arose, "" and 0 where it has none.
        step: in a script, which step raised it.
        exception: the exception itself; not part of the plain data.
    """

    kind: str
    message: str
    line: str = ""
    line_number: int = 0
    step: int = 0
    exception: BaseException | None = None


@dataclass(frozen=True)
class Answer:
    """What came back from one run, as plain data.

    Attributes:
        value: what was returned; for a script, the list of what it reported.
        after: the state of the arguments that the case observes.
        failure: the exception, if one was raised.
        printed: what was printed meanwhile.
        warned: the first warning, or "".
        changed: names of arguments that came back changed though the case does not allow it.
        raised: the exception behind a value that is `Raised`.
    """

    value: Any = None
    after: Any = None
    failure: Failure | None = None
    printed: str = ""
    warned: str = ""
    changed: tuple[str, ...] = ()
    raised: Failure | None = None

    def agrees(self, other: Answer, rtol: float | None = None) -> bool:
        """The same outcome: the same value and state, or the same kind of exception."""
        if self.failure or other.failure:
            return bool(self.failure and other.failure and self.failure.kind == other.failure.kind)
        return same(self.value, other.value, rtol) and same(self.after, other.after, rtol)


class Printed(io.StringIO):
    """Keeps the beginning of what is printed: a loop that prints without end must not take all memory."""

    def write(self, text: str) -> int:
        super().write(text[: max(LONGEST_PRINTED - self.tell(), 0)])
        return len(text)


@apart
def run(candidate: Callable[..., Any], case: Case, library: str = "tinygrad_lite") -> Answer:
    """Build the case's arguments and put it to the candidate.

    Exceptions, `exit()` included, become part of the answer; a time budget's interrupt and Ctrl-C do not. Nobody can be
    asked for input.
    """
    if isinstance(candidate, Elsewhere):
        return candidate.answer(case)
    world = _world(candidate, case, library)
    before = _states(case, world)
    value: Any = None
    failure, printed = None, Printed()
    with (
        warnings.catch_warnings(record=True) as caught,
        contextlib.redirect_stdout(printed),
        nobody_there(),
        recording_put_back(),
        np.errstate(divide="warn", over="warn", under="ignore", invalid="warn"),
    ):
        warnings.simplefilter("always")
        if case.steps:
            beside = [_world(candidate, case, library) for _ in range(case.times - 1)]
            value, failure = _follow(candidate, case, [world, *beside])
        else:
            try:
                for _ in range(case.times):
                    value = to_plain(candidate(*(world.built[name] for name in case.args)), world.known)
            except NOT_THE_ANSWERS:
                raise
            except BaseException as exception:
                failure = _failure(exception)
    raised = failure if failure and _asked_for(failure, case) else None
    if raised:
        value, failure = Raised(next(kind for kind in case.raises if kind in _kinds(raised))), None
    after = _states(case, world)
    changed = tuple(name for name in before if name not in case.changes and not identical(after[name], before[name]))
    observed = {name: after[name] for name in case.observe} or None
    warned = str(caught[0].message) if caught else ""
    return Answer(value, observed, failure, printed.getvalue(), warned, changed, raised)


@apart
@recording_put_back()
def glance(candidate: Callable[..., Any], case: Case) -> Answer:
    """The value alone: not what is printed, warned of or changed, nor the line of an exception.

    For many candidates one after the other, in a block of `quietly`.
    """
    world = _world(candidate, case, "tinygrad_lite")
    value: Any = None
    failure = None
    if case.steps:
        beside = [_world(candidate, case, "tinygrad_lite") for _ in range(case.times - 1)]
        value, failure = _follow(candidate, case, [world, *beside], _in_short)
    else:
        try:
            for _ in range(case.times):
                value = to_plain(candidate(*(world.built[name] for name in case.args)), world.known)
        except NOT_THE_ANSWERS:
            raise
        except BaseException as exception:
            failure = _in_short(exception)
    if failure and _asked_for(failure, case):
        return Answer(Raised(next(kind for kind in case.raises if kind in _kinds(failure))))
    after = _states(case, world) if case.observe else {}
    return Answer(value, {name: after[name] for name in case.observe} or None, failure)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """A block in which nothing is printed, warned of or asked."""
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(Printed()),
        nobody_there(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield


def _world(candidate: Callable[..., Any], case: Case, library: str) -> World:
    """The case's arguments, built afresh."""
    world = World(library, candidate=candidate)
    for name, recipe in case.args.items():
        world.built[name] = build(recipe, world)
    return world


def by_name(candidate: Callable[..., Any], names: Sequence[str]) -> Callable[..., Any]:
    """The same candidate, called with the arguments by these names in place of their order."""
    if isinstance(candidate, Elsewhere):
        return candidate.by_name(names)

    def called(*values: Any) -> Any:
        return candidate(**dict(zip(names, values, strict=False)))

    return called


def _asked_for(failure: Failure, case: Case) -> bool:
    """Whether an exception is of a kind that the contract names; those that Python raises for itself included."""
    return not case.steps and not _kinds(failure).isdisjoint(case.raises)


def _kinds(failure: Failure) -> set[str]:
    """The names of the exception's class and of those it is derived from."""
    return {kind.__name__ for kind in type(failure.exception).__mro__}


def _follow(
    candidate: Callable[..., Any],
    case: Case,
    worlds: list[World],
    told: Callable[[BaseException, int], Failure] | None = None,
) -> tuple[list, Failure | None]:
    """Carry out the steps of a script, each in every world in turn: what the first reported, up to the first exception.

    `told` makes a `Failure` of it and of the step; without it, as always.


    What objects of one class share without being meant to, the others spoil.
    """
    reports: list = []
    for index, step in enumerate(case.steps):
        for world in worlds:
            try:
                result = carry_out(step, candidate, world)
            except NOT_THE_ANSWERS:
                raise
            except BaseException as exception:
                return reports, (told or _failure)(exception, index)
            if step.save:
                world.built[step.save] = result
            if step.report and world is worlds[0]:
                reports.append(to_plain(result, world.known))
    return reports, None


def carry_out(step: Step, candidate: Callable[..., Any], world: World) -> Any:
    """What one step of a script gives."""

    def live(item: Any) -> Any:
        return world.built[item.name] if isinstance(item, Ref) else build(item, world)

    args, kwargs = [live(item) for item in step.args], {key: live(item) for key, item in step.kwargs.items()}
    if step.verb == "new":
        return candidate(*args, **kwargs)
    if step.verb == "operate":
        return _OPERATORS[step.name](*args)
    target = world.built[step.target]
    if step.verb == "set":
        return setattr(target, step.name, *args)
    member = getattr(target, step.name)
    return member(*args, **kwargs) if step.verb == "call" else member


def _states(case: Case, world: World) -> dict[str, Any]:
    """The state of every argument that has one, by name."""
    states = {}
    for name, recipe in case.args.items():
        if hasattr(recipe, "observe"):
            states[name] = recipe.observe(world.built[name])
        elif not hasattr(recipe, "build"):
            states[name] = to_plain(world.built[name], world.known)
    return states


def _in_short(exception: BaseException, step: int = 0) -> Failure:
    """An exception without its line, which takes longer to find than most candidates run."""
    return Failure(type(exception).__name__, "", step=step, exception=exception)


def _failure(exception: BaseException, step: int = 0) -> Failure:
    """The exception with the deepest line that is the candidate's own, not a library's and not ours."""
    file, line_number, line = "", 0, ""
    # Not by `extract_tb`: it looks for columns, too, which takes longer than the run where the code is long.
    for frame, number in traceback.walk_tb(exception.__traceback__):
        if not frame.f_code.co_filename.startswith(not_students()):
            file, line_number = frame.f_code.co_filename, number or 0
    if file:
        linecache.checkcache(file)
        line = linecache.getline(file, line_number).strip()
    said = "" if isinstance(exception, SystemExit) and exception.code is None else str(exception)
    return Failure(type(exception).__name__, said, line, line_number, step, exception)
