"""Questions: a choice or a number instead of code, each wrong answer with its own explanation."""

from __future__ import annotations

import math
from typing import Any

from .exercise import ChoiceExercise, NumberExercise
from .judge import Diagnosis, Verdict

Question = ChoiceExercise | NumberExercise


def judge_answer(question: Question, given: Any) -> Verdict:
    """The verdict on an answer; `...`, None and "" mean that none has been given yet."""
    if given is ... or given is None or given == "":
        return Verdict(question.id, "not-started")
    status, text = _choice(question, given) if isinstance(question, ChoiceExercise) else _number(question, given)
    return Verdict(question.id, status, int(status == "right"), 1, diagnosis=Diagnosis("question", str(given), text))


def _choice(question: ChoiceExercise, given: Any) -> tuple[str, str]:
    key = str(given).strip().strip(".)(").lower()
    if key not in question.choices:
        return "error", f"{given!r} is none of the choices. Answer with one letter: {', '.join(question.choices)}."
    return ("right" if key == question.right else "wrong"), question.choices[key][1]


def _number(question: NumberExercise, given: Any) -> tuple[str, str]:
    try:
        number = float(given)
    except (TypeError, ValueError):
        return "error", f"{given!r} is no number. Write it with a decimal point: 0.25."
    allowed = 0.5 * 10.0**-question.digits * (1 + 1e-9)
    if abs(number - question.value) <= allowed:
        exact = math.isclose(question.value, round(question.value, question.digits), rel_tol=1e-12)
        return "right", "" if exact else f"To more digits it is {question.value:.6g}."
    for wrong, text in question.wrong.items():
        if abs(number - wrong) <= max(allowed, abs(wrong) * 1e-3):
            return "wrong", text
    shorter = range(1, question.digits)
    if number in {cut(question.value, digits) for digits in shorter for cut in (_cut_off, round)}:
        return "wrong", f"Nearly: give {question.digits} decimals."
    return "wrong", "That is not the number. Work it out step by step, with the formula above."


def _cut_off(value: float, digits: int) -> float:
    """The value with only so many decimals, the others left out."""
    return math.trunc(value * 10**digits) / 10**digits


def question_text(question: Question) -> str:
    """The question as Markdown, as a notebook shows it."""
    if isinstance(question, NumberExercise):
        return question.question
    choices = "\n".join(f"- **{key}**: {text}" for key, (text, _) in question.choices.items())
    return f"{question.question}\n\n{choices}"
