"""What an author writes: one class per exercise, read from top to bottom.

    class MSE(Exercise):
        id, points = "loss/mse", 2
        axes = {"predicted": ..., "target": ...}

        def cases(self, rng): ...                      # what is asked
        def reference(self, predicted, target): ...    # what is right, from an independent source
        @staticmethod
        def solution(predicted, target): ...           # the course's own
        hints = ("…", "…", "…")

        @mistake("sums instead of averaging", "You added up … Divide by …")
        def sums(self, predicted, target): ...         # what people write, and what to tell them

The rest of the package only reads these. `docs` for authors: CONTRIBUTING.md.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from .case import Case, Script
from .run import Failure
from .stub import begun_with, source_of, stub_of
from .submission import Submission
from .task import Task

#: What "write it yourself" rules out unless an exercise says otherwise.
FORBIDDEN = ("torch", "tinygrad_lite", "scipy", "sklearn", "jax", "tensorflow", "keras")


@dataclass(frozen=True)
class Mistake:
    """A wrong solution as people really write it, and what to say to them.

    Attributes:
        name: what is done, in a few words, for reports: "sums instead of averaging".
        text: what the student reads. Its first sentence says what was done and is set in bold; the rest says why it
            matters. Fields in braces are quantities of the case shown: "{n} times too large here".
        candidate: the wrong function or class itself.
        concept: what was not understood, in words that several exercises share: "sum or mean". "" leaves it to
            `grading/concepts.py`, which goes by the name.
        ask: what an instructor may ask the class about it, where the concept's own question does not serve.
        variants: other wrong functions that are called the same, as their values differ in too few cases for a name of
            their own.
    """

    name: str
    text: str
    candidate: Callable[..., Any]
    concept: str = ""
    ask: str = ""
    variants: tuple[Callable[..., Any], ...] = ()


#: Mistakes that an instructor has added, by the exercise's id.
MORE_MISTAKES: dict[str, list[Mistake]] = {}


def mistake(name: str, text: str, concept: str = "", ask: str = "", exercise: str = "") -> Callable[[Any], Any]:
    """Mark a method (or, in an exercise that asks for a class, a nested class) as a named mistake.

    In an instructor's file of mistakes it marks a function or class by itself, and `exercise` says of which exercise.
    """

    def mark(wrong: Any) -> Any:
        wrong.mistake = (name, text, concept, ask)
        if exercise:
            wrong.mistake_of = exercise
        return wrong

    return mark


def variant_of(name: str) -> Callable[[Any], Any]:
    """Mark a method as another way to make the mistake in the method of this name: with `+ 1e-6` somewhere, perhaps."""

    def mark(wrong: Any) -> Any:
        wrong.variant_of = name
        return wrong

    return mark


@dataclass(frozen=True)
class Finding:
    """What a `judge` of one's own found wrong with an answer: a short key, and the fact in a sentence."""

    key: str
    text: str


#: An exception's kind, a pattern in its message, and what to say of it. The pattern's groups fill {0}, {1} …
Cause = tuple[str, str, str]


def look_up(causes: tuple[Cause, ...], failure: Failure) -> str:
    """What the first fitting row of a table of causes says; "" if none fits."""
    for kind, pattern, text in causes:
        found = re.search(pattern, failure.message) if kind == failure.kind else None
        if found:
            return text.format(*(group or "" for group in found.groups()))
    return ""


def _is_variant(member: Any, of: str) -> bool:
    return getattr(member, "variant_of", "") == of


@lru_cache(maxsize=1_000)
def _signature_of(solution: Callable[..., Any]) -> inspect.Signature:
    """Read off once: a diagnosis asks for it some thousand times."""
    return inspect.signature(solution)


class Exercise(Task):
    """One exercise: what is asked, what is right, which mistakes people make.

    Class attributes, besides those of every `Task`:
        name: the student's object's name, where it is not the last part of the id (classes: "EarlyStopping").
        hints: three rungs: what to look at, the formula, the shape of the code.
        axes: for each array argument the names of its axes, `{"logits": ("batch", "classes")}`, or `...` for "any
            shape, the same for all that say so". Used to make failing cases smaller, and as the quantities that a
            diagnosis may speak of (`batch`, `classes`; `n` is the number of elements).
        words: how a diagnosis names a quantity, where the common names do not serve: {"out": "the output size"}.
        parts: names of the values in a returned tuple, for the cards.
        forbids: modules that the student must not call here, and single functions: "numpy.tanh".
        raises: names of the exceptions that the contract asks for where there is no answer, ("ValueError",). The
            reference raises them too, and a student's are compared like any value.
        causes: what usually causes an exception in this exercise: rows (kind, pattern in its message, what
            to say), asked before the general ones.
        wrong_shapes: what a wrong shape of the answer means: rows (arguments that give its lengths, name of the
            mistake, what to say).
        table_is_answer: True where all answers together are a table that may as well be learned by heart.
        agrees_with: whose numbers `reference` gives, as the card says it; "" where nobody else's.
        apart: what special cases are `about` that ask a question of their own ("past the end"): where they go wrong
            besides, a mistake is still named if it gives the answers of all other cases.
        quiet: True where the contract forbids warnings.
        keeps_state: False where the objects of the class are to keep nothing: what they know is in a file, say.
        rtol: relative tolerance, where the usual one (compare.py) does not serve.
        budget: seconds that a check may take before it is cut off.
        long: what cases are `about` that may take longer, and how many seconds each: slow ways of a right answer.
        part_marks: True where, in grading, an answer that is right in some cases earns a part of the points.
        broken: in an exercise that asks to mend, the function with the fault, without docstring: a student begins with
            its code in place of an empty body. As long as she leaves it as it is, nothing has been started.
        again: a right answer in the words in which its mistakes are written, where the solution has others. By what
            each has other than these, two mistakes are put into one program (`diagnosis/combined.py`).
    """

    axes: ClassVar[dict[str, Any]] = {}
    words: ClassVar[dict[str, str]] = {}
    parts: ClassVar[tuple[str, ...]] = ()
    forbids: ClassVar[tuple[str, ...]] = FORBIDDEN
    raises: ClassVar[tuple[str, ...]] = ()
    causes: ClassVar[tuple[Cause, ...]] = ()
    wrong_shapes: ClassVar[tuple[tuple[tuple[str, ...], str, str], ...]] = ()
    table_is_answer: ClassVar[bool] = False
    agrees_with: ClassVar[str] = "PyTorch"
    apart: ClassVar[tuple[str, ...]] = ()
    quiet: ClassVar[bool] = False
    keeps_state: ClassVar[bool] = True
    rtol: ClassVar[float | None] = None
    budget: ClassVar[float] = 5.0
    long: ClassVar[dict[str, float]] = {}
    part_marks: ClassVar[bool] = False
    broken: ClassVar[Callable[..., Any] | None] = None
    again: ClassVar[Callable[..., Any] | None] = None

    solution: ClassVar[Callable[..., Any]]
    reference: ClassVar[Callable[..., Any]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        solution = cls.__dict__.get("solution")
        if isinstance(solution, staticmethod):  # Python's own messages name it, when a student calls the borrowed one
            solution.__func__.__qualname__ = cls.name

    def cases(self, rng: np.random.Generator) -> Iterable[Case]:
        """The cases, from small to large; random ones drawn from `rng`."""
        raise NotImplementedError

    def judge(self, case: Case, answer: Any) -> Finding | None:
        """None if `answer` (plain data) is right on `case`.

        The answers of most exercises are compared with `reference`; one without a single right value (a shuffle,
        dropout, an order of calls) overrides this with properties.
        """
        raise NotImplementedError

    def beside(self, case: Case, inputs: list[Any]) -> Case | None:
        """The case in which the solution is run beside a wrong loop, to be compared batch by batch (`lockstep/`).

        `inputs` is what the wrong loop gave the model, batch by batch. Where a loop may choose, as an order, there is
        no single right run, and so none is told; unless the exercise makes the solution choose as the wrong loop did.
        """
        return None if self.has_own_judge else case

    def cause(self, failure: Failure, case: Case, submission: Submission) -> str:
        """What usually causes this exception, where the exercise knows better than `diagnosis/causes.py`; or ""."""
        return look_up(self.causes, failure)

    def fair(self, case: Case) -> bool:
        """Whether a case that was made smaller and rounder, to be shown, still keeps within the contract."""
        return True

    def may_be_asked_again(self, case: Case) -> bool:
        """Whether the very same objects may be handed over a second time: not if the first call was to change them.

        Of a class, two objects are always possible.
        """
        return bool(case.steps) or not (case.changes or case.observe)

    def also_show(self, case: Case, value: Any) -> dict[str, Any]:
        """What else a card shows of an answer, and beside it of the expected one: {"moved by": new − old}.

        `value` is whatever came back; {} where it is nothing of which this can be said.
        """
        return {}

    def drawn(self, candidate: Any, case: Case, answer: Any) -> Any:
        """A picture in steps of a wrong answer (`seen/`), made from the student's own objects; None for none.

        It may raise: what the student's code raises then, nobody hears of.
        """
        return None

    # ---------------------------------------------------------------- what the author's class says, read off

    @property
    def asks_for_class(self) -> bool:
        """True when the student writes a class."""
        return inspect.isclass(self.solution)

    @property
    def has_own_judge(self) -> bool:
        """True when answers are judged by properties rather than compared."""
        return type(self).judge is not Exercise.judge

    @property
    def signature(self) -> inspect.Signature:
        """Of the solution, and so of the stub."""
        return _signature_of(self.solution)

    def case(self, *args: Any, about: str = "", changes: tuple[str, ...] = (), observe: tuple[str, ...] = ()) -> Case:
        """A case of one call: arguments in the signature's order; those left out take their default."""
        names = list(self.signature.parameters)
        given = dict(zip(names, args, strict=False))
        return Case(given, about, changes=changes, observe=observe, raises=self.raises)

    def script(self) -> Script:
        """An empty script for the student's class."""
        return Script(self.name)

    def mistakes(self) -> list[Mistake]:
        """The named mistakes in the order in which they are written, then those of mixins that are no exercises.

        Last come those that an instructor has added (`added.py`).
        """
        return [*self._marked_mistakes(), *MORE_MISTAKES.get(self.id, ())]

    def _marked_mistakes(self) -> Iterator[Mistake]:
        classes = [kind for kind in type(self).__mro__ if kind is type(self) or not issubclass(kind, Exercise)]
        for key, member in (item for kind in classes for item in vars(kind).items()):
            if hasattr(member, "mistake"):
                name, text, concept, ask = member.mistake
                variants = [other for kind in classes for other in vars(kind) if _is_variant(vars(kind)[other], key)]
                others = tuple(getattr(self, other) for other in variants)
                yield Mistake(name, text, getattr(self, key), concept, ask, others)

    # ---------------------------------------------------------------- in a notebook

    def solution_code(self) -> str:
        """The solution as Python under the exercise's name, without decorator."""
        return source_of(self.solution, self.name)

    def stub(self) -> str:
        """What a student begins with: signature and docstring of the solution, and no body or the `broken` one."""
        if self.broken is None:
            return stub_of(self.solution_code())
        return begun_with(self.solution_code(), source_of(self.broken, self.name))

    def cells(self, solved: bool) -> Iterator[tuple[str, str, str]]:
        source = self.solution_code() if solved else self.stub()
        yield "", "code", f'@exercise("{self.id}")\n{source}'.rstrip("\n")
