"""The bench on which the certificate examines one exercise: its cases and expected answers by seed, and submissions.

Everything that the certificate hands in is handed in as a student would: as an object with source and surroundings.
"""

from __future__ import annotations

import ast
import functools
import inspect
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

import numpy as np

import tinygrad_lite

from ..attempt import Attempt, Verdict, answers_of
from ..case import Case, Step
from ..diagnosis.exact import Behaviour, exact, known_answer
from ..exercise import Exercise, Mistake
from ..exercises import LESSONS, exercises_of
from ..judge import verdict_on
from ..oracle import LESSON_SEED, ask_reference, cases_of, expected_answers
from ..run import HUNG, Answer
from ..submission import Submission
from .answers import TypedAnswer

#: A version that counts as accepted: what must never happen to a wrong one.
ACCEPTED = ("right", "not-by-hand")
#: So many cases are put at a time where one that is wrong is enough: a time budget has to be begun for each time.
FEW = 5


@dataclass
class Bench:
    """One exercise with its cases and expected answers, computed once a seed."""

    exercise: Exercise
    seeds: tuple[int, ...]
    _cases: dict[int, list[Case]] = field(default_factory=dict)
    _expected: dict[int, list[Answer]] = field(default_factory=dict)
    _looked_up: dict[Case, Answer] = field(default_factory=dict)

    def cases(self, seed: int) -> list[Case]:
        """The cases of a seed."""
        if seed not in self._cases:
            self._cases[seed] = cases_of(self.exercise, seed)
        return self._cases[seed]

    def expected(self, seed: int) -> list[Answer]:
        """What is right, asked of the reference now; of the solution where the exercise has its own judge."""
        if seed not in self._expected:
            self._expected[seed] = self.ask(self.cases(seed))
        return self._expected[seed]

    def ask(self, cases: list[Case]) -> list[Answer]:
        """What is right on any cases."""
        if self.exercise.has_own_judge:
            return answers_of(self.exercise.solution, cases)
        answers = [ask_reference(self.exercise, case) for case in cases]
        if "torch" in sys.modules:
            sys.modules["torch"].set_num_threads(1)  # on arrays as small as these, several wait for each other
        return answers

    def verdict_on(
        self,
        submission: Submission,
        seed: int = LESSON_SEED,
        cases: list[Case] | None = None,
        seconds: float | None = None,
    ) -> Verdict:
        """The verdict that a student would get, in as many seconds."""
        cases = self.cases(seed) if cases is None else cases
        return verdict_on(self.exercise, submission, cases, self.looked_up(cases), seconds)

    def looked_up(self, cases: list[Case]) -> list[Answer]:
        """What a check takes for right, as in a lesson: from `expected.json`, where it is there."""
        new = [case for case in cases if case not in self._looked_up]
        self._looked_up.update(zip(new, expected_answers(self.exercise, new), strict=True))
        return [self._looked_up[case] for case in cases]

    @functools.cached_property
    def nudged(self) -> list[Case]:
        """The lesson's cases with inputs changed by a relative 1e-15."""
        return [nudged_case(case) for case in self.cases(LESSON_SEED)]

    def could_be_seen(self, submission: Submission) -> bool:
        """Whether an answer looks wrong in the printed digits on any of the lesson's cases."""
        cases = self.cases(LESSON_SEED)
        attempt = self._attempt(submission, cases, self.looked_up(cases))
        return any(map(attempt.can_be_seen, attempt.wrong))

    def named(self, submission: Submission, cases: list[Case], expected: list[Answer]) -> str:
        """The name of the mistake that a submission is diagnosed as, "" for none: the verdict without the card."""
        attempt = self._attempt(submission, cases, expected)
        mistake = exact(attempt) if attempt.wrong else None
        return mistake.name if mistake else ""

    def passes(self, submission: Submission, seed: int) -> bool:
        """Whether every answer to a seed is right, also when asked again: the verdict without the card."""
        attempt = self._attempt(submission, self.cases(seed), self.expected(seed))
        return not attempt.wrong and attempt.repeat() is None

    def notices(self, submission: Submission, seconds: float) -> bool:
        """Whether one of the lesson's cases, put in their order, is answered wrongly. None is asked far behind it.

        What did not finish in time does not count: on a busy machine it might have, and been right.
        """
        cases = self.cases(LESSON_SEED)
        expected = self.looked_up(cases)
        for first in range(0, len(cases), FEW):
            few = slice(first, first + FEW)
            attempt = Attempt.of(self.exercise, submission, cases[few], expected[few], seconds)
            attempt.put()
            if attempt.wrong:
                failure = attempt.answers[attempt.wrong[0]].failure
                return failure is None or failure.kind != HUNG
        return False

    def _attempt(self, submission: Submission, cases: list[Case], expected: list[Answer]) -> Attempt:
        attempt = Attempt.of(self.exercise, submission, cases, expected)
        attempt.put()
        return attempt

    def behaviour(self, candidate: Callable[..., Any], seed: int) -> Behaviour:
        """How a candidate answers the cases of a seed."""
        answers = answers_of(candidate, self.cases(seed))
        return Behaviour(self.exercise, self.cases(seed), answers, self.expected(seed))

    def behaviour_of(self, mistake: Mistake | None, seed: int) -> Behaviour:
        """How a named mistake, or the solution, answers the cases of a seed."""
        answers = [known_answer(self.exercise, mistake, case) for case in self.cases(seed)]
        return Behaviour(self.exercise, self.cases(seed), answers, self.expected(seed))

    # ------------------------------------------------------------------------------------- what is handed in

    def surroundings(self) -> dict[str, Any]:
        """What code in a notebook finds: NumPy, ours, what the solution's file imports, and the lesson's exercises."""
        module = inspect.getmodule(self.exercise.solution) or sys.modules[type(self.exercise).__module__]
        names: dict[str, Any] = {"np": np, "tg": tinygrad_lite}
        names.update({name: value for name, value in vars(module).items() if isinstance(value, ModuleType)})
        names.update({neighbour.name: neighbour.solution for neighbour in self._neighbours})
        return names

    def submit(self, source: str, **variables: Any) -> Submission:
        """Code as it would stand in a cell."""
        namespace = {**self.surroundings(), **variables}
        exec(compile(source, "<certificate>", "exec"), namespace)
        return Submission(namespace[self.exercise.name], source, namespace, self._exercise_names())

    def submit_versions(self, versions: Iterable[Callable[..., Any] | TypedAnswer]) -> dict[str, Submission]:
        """Correct versions by name: functions and classes, or answers as they are typed into a cell."""
        found = {}
        for version in versions:
            if isinstance(version, TypedAnswer):
                found[version.name] = self.submit(version.source)
            else:
                found[version.__name__] = self.submit_object(version)
        return found

    def submit_object(self, candidate: Callable[..., Any]) -> Submission:
        """A function or class that is written somewhere else."""
        return replace(Submission.of(candidate), exercises=self._exercise_names())

    def submit_mistake(self, mistake: Mistake) -> Submission:
        """A named mistake."""
        return self.submit_object(mistake.candidate)

    def _exercise_names(self) -> frozenset[str]:
        return frozenset(neighbour.name for neighbour in self._neighbours)

    @functools.cached_property
    def _neighbours(self) -> list[Exercise]:
        """The coded exercises of the same lesson, which a notebook lends to each other."""
        lessons = [lesson for lesson, (module, _) in LESSONS.items() if self.exercise.id.startswith(f"{module}/")]
        found = [exercise for lesson in lessons for exercise in exercises_of(lesson)]
        return found or [self.exercise]


# ------------------------------------------------------------------------------------------- lazy answers


_VALUES = ("None", "0.0", "1.0", "True", "False", "[]")


def lazy_answers(bench: Bench) -> dict[str, Submission]:
    """Answers that take no thought, by name."""
    exercise, source = bench.exercise, bench.exercise.solution_code()
    if exercise.asks_for_class:
        sources = {f"every method returns {value}": with_bodies(source, f"return {value}") for value in _VALUES}
        sources["an empty class"] = f"class {exercise.name}:\n    pass\n"
        return {name: bench.submit(source) for name, source in sources.items()}
    first = bench.cases(LESSON_SEED)[0]
    parameters = list(exercise.signature.parameters)
    bodies = {f"returns {value}": f"return {value}" for value in _VALUES}
    bodies |= {f"returns `{name}`": f"return {name}" for name in parameters[:2]}
    arrays = [name for name in parameters if isinstance(first.args.get(name), np.ndarray)]
    bodies |= {f"returns zeros like `{name}`": f"return 0.0 * {name}" for name in arrays[:1]}
    bodies["returns the answer of the first case"] = "return first_answer"
    answer = bench.expected(LESSON_SEED)[0].value
    return {name: bench.submit(with_bodies(source, body), first_answer=answer) for name, body in bodies.items()}


def with_bodies(source: str, body: str) -> str:
    """The solution with the body of every function replaced; `__init__` then does nothing."""
    tree = ast.parse(source)
    for node in tree.body:
        methods = [node] if isinstance(node, ast.FunctionDef) else getattr(node, "body", [])
        for function in methods:
            if isinstance(function, ast.FunctionDef):
                function.body = ast.parse("0" if function.name == "__init__" else body).body
    return ast.unparse(tree)


def lookup_table(bench: Bench) -> Submission | None:
    """The lesson's cases and their answers learned by heart; None where the arguments are no plain data."""
    cases = bench.cases(LESSON_SEED)
    plain = all(not hasattr(recipe, "build") for case in cases for recipe in case.args.values())
    if bench.exercise.asks_for_class or any(case.steps for case in cases) or not plain:
        return None
    defaults = {name: parameter.default for name, parameter in bench.exercise.signature.parameters.items()}
    keys = [repr(list({**defaults, **case.args}.values())) for case in cases]
    table = {key: answer.value for key, answer in zip(keys, bench.expected(LESSON_SEED), strict=True)}
    body = "return table.get(repr(list(locals().values())))"
    return bench.submit(with_bodies(bench.exercise.solution_code(), body), table=table)


# ------------------------------------------------------------------------------------- rounding, on purpose


def nudged_answers(submission: Submission) -> Submission:
    """The same submission with its answers a few units in the last place off, as another machine may give them."""

    @functools.wraps(submission.candidate)
    def nudged(*args: Any, **kwargs: Any) -> Any:
        return nudge(submission.candidate(*args, **kwargs), 4e-16)

    return replace(submission, candidate=nudged)


def nudged_case(case: Case) -> Case:
    """The same case with every number that is not whole changed by a relative 1e-15."""
    args = {name: nudge(recipe, 1e-15) for name, recipe in case.args.items()}
    return replace(case, args=args, steps=tuple(_nudged_step(step) for step in case.steps))


def _nudged_step(step: Step) -> Step:
    return replace(step, args=nudge(step.args, 1e-15), kwargs=nudge(dict(step.kwargs), 1e-15))


def nudge(value: Any, size: float) -> Any:
    """Numbers a little larger or smaller; whole numbers and everything else unchanged."""
    if isinstance(value, float) and np.isfinite(value) and value != round(value):
        return value * (1 + size)
    if isinstance(value, np.ndarray) and value.dtype == np.float64:
        signs = np.where(np.arange(value.size).reshape(value.shape) % 3 == 1, -1.0, 1.0)
        return np.where(value == np.round(value), value, value * (1 + size * signs))
    if isinstance(value, list | tuple) and type(value) in (list, tuple):
        return type(value)(nudge(item, size) for item in value)
    if type(value) is dict:
        return {key: nudge(item, size) for key, item in value.items()}
    return value
