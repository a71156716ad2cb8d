"""Questions: a choice or a number instead of code, each wrong answer with its own explanation."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, ClassVar

from .task import Task


class Question(Task):
    """A question that is answered with a letter or a number.

    Class attributes:
        question: Markdown.
    """

    question: ClassVar[str]

    def judge(self, given: Any) -> tuple[str, str]:
        """Status and explanation of an answer; `...`, None and "" mean that none has been given yet.

        The status is "not-started", "right", "wrong", or "error" for what cannot be read as an answer.
        """
        if given is ... or given is None or (isinstance(given, str) and not given.strip()):
            return "not-started", ""
        return self.compared(given)

    def compared(self, given: Any) -> tuple[str, str]:
        """Status and explanation of an answer that was given."""
        raise NotImplementedError

    def text(self) -> str:
        """The question as Markdown, as a notebook shows it."""
        return self.question

    def answer(self) -> Any:
        """The right answer, as a student would write it."""
        raise NotImplementedError

    def samples(self) -> Iterator[tuple[Any, str, str | None]]:
        """Answers that the certificate tries: (answer, its status, its explanation; None where any will do)."""
        raise NotImplementedError

    def letter(self) -> str:
        """The right letter; "" where a number is asked for."""
        return ""

    def letters(self) -> list[str]:
        """The letters that there are to choose from."""
        return []

    def faults(self) -> Iterator[str]:
        """What is wrong with how it is written, whatever is answered."""
        return iter(())

    def cells(self, solved: bool) -> Iterator[tuple[str, str, str]]:
        yield "-question", "markdown", self.text()
        line = f'answer("{self.id}", {self.answer()!r})' if solved else f'answer("{self.id}", ...)  # your answer here'
        yield "", "code", line


class ChoiceQuestion(Question):
    """A question with one right answer among a few, each wrong one with its own explanation.

    Class attributes:
        choices: {"a": (text, explanation)}; the explanation of the right one says why it is right.
        right: the key of the right one.
    """

    choices: ClassVar[dict[str, tuple[str, str]]]
    right: ClassVar[str]

    def compared(self, given: Any) -> tuple[str, str]:
        key = str(given).strip().strip(".)(").lower()
        if not isinstance(given, str):
            kind = f"an object of type {type(given).__name__}"
            return "error", f'That is {kind}, no letter. Write the letter in quotes: "{next(iter(self.choices))}".'
        if key not in self.choices:
            return "error", f"{given!r} is none of the choices. Answer with one letter: {', '.join(self.choices)}."
        return ("right" if key == self.right else "wrong"), self.choices[key][1]

    def text(self) -> str:
        choices = "\n".join(f"- **{key}**: {text}" for key, (text, _) in self.choices.items())
        return f"{self.question}\n\n{choices}"

    def answer(self) -> str:
        return self.right

    def letter(self) -> str:
        return self.right

    def letters(self) -> list[str]:
        return list(self.choices)

    def samples(self) -> Iterator[tuple[Any, str, str | None]]:
        for key, (_, explanation) in self.choices.items():
            yield key, "right" if key == self.right else "wrong", explanation
        yield "nonsense", "error", None

    def faults(self) -> Iterator[str]:
        if self.right not in self.choices:
            yield f'The right answer "{self.right}" is none of the choices.'
        if len(self.choices) < 3:
            yield "There are fewer than three choices."

    def solution_text(self) -> str:
        return f"{self.right}. {self.choices[self.right][1]}"


class NumberQuestion(Question):
    """A question whose answer is a number, to be worked out by hand.

    Class attributes:
        value: the right number.
        digits: how many decimals are asked for; a more exact answer is right too.
        wrong: {number: explanation} for the wrong answers that people give.
    """

    value: ClassVar[float]
    digits: ClassVar[int] = 3
    wrong: ClassVar[dict[float, str]] = {}

    def compared(self, given: Any) -> tuple[str, str]:
        try:
            number = float(given)
        except (TypeError, ValueError):
            shown = repr(given) if isinstance(given, str) else f"An object of type {type(given).__name__}"
            return "error", f"{shown} is no number. Write it with a decimal point: 0.25."
        allowed = 0.5 * 10.0**-self.digits * (1 + 1e-9)
        if abs(number - self.value) <= allowed:
            exact = math.isclose(self.value, round(self.value, self.digits), rel_tol=1e-12)
            return "right", "" if exact else f"To more digits it is {self.value:.6g}."
        near = [wrong for wrong in self.wrong if abs(number - wrong) <= max(allowed, abs(wrong) * 1e-3)]
        if near:
            return "wrong", self.wrong[min(near, key=lambda wrong: abs(number - wrong))]
        shorter = range(1, self.digits)
        if number in {cut(self.value, digits) for digits in shorter for cut in (_cut_off, round)}:
            return "wrong", f"Nearly: give {self.digits} decimals."
        return "wrong", "That is not the number. Work it out once more, step by step, from what the question gives."

    def answer(self) -> float:
        return round(self.value, self.digits)

    def samples(self) -> Iterator[tuple[Any, str, str | None]]:
        for good in (self.value, self.answer(), str(self.value)):
            yield good, "right", None
        unit = 10.0**-self.digits
        for bad in (self.value + 3 * unit, self.value - 3 * unit, -self.value - unit, 1e6 + self.value):
            yield bad, "wrong", None
        for number, explanation in self.wrong.items():
            yield number, "wrong", explanation

    def solution_text(self) -> str:
        return f"{self.value:.6g}"


def _cut_off(value: float, digits: int) -> float:
    """The value with only so many decimals, the others left out."""
    return math.trunc(value * 10**digits) / 10**digits
