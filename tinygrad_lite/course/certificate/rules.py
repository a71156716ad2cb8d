"""What is asked of an exercise's text, of its questions, and of a lesson as a whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..card import first_sentence
from ..exercise import ChoiceExercise, Exercise, NumberExercise
from ..question import Question, judge_answer
from ..stub import solution_source

LONGEST = 400
HINTS = 3
#: Words that talk down, or that belong to a traceback.
UNKIND = ("AssertionError", "Oops", "obviously", "simply", "just")


def is_question(exercise: Exercise) -> bool:
    """Whether it asks for a letter or a number rather than for code."""
    return isinstance(exercise, ChoiceExercise | NumberExercise)


def author_faults(exercise: Exercise) -> list[str]:
    """What is wrong with the texts of a coded exercise."""
    faults = []
    if len(exercise.hints) != HINTS:
        faults.append(f"It has {len(exercise.hints)} hints; there must be {HINTS}.")
    solution = _code_lines(exercise)
    for number, hint in enumerate(exercise.hints, start=1):
        faults += _text_faults(f"Hint {number}", hint)
        if solution and all(line in _squeezed(hint) for line in solution):
            faults.append(f"Hint {number} gives the whole solution away.")
    if not (exercise.solution.__doc__ or "").strip():
        faults.append("The solution has no docstring, so the stub would say nothing.")
    mistakes = exercise.mistakes()
    names = [mistake.name for mistake in mistakes]
    faults += [f'Two mistakes are named "{name}".' for name in sorted({n for n in names if names.count(n) > 1})]
    for mistake in mistakes:
        where = f'The text of the mistake "{mistake.name}"'
        faults += _text_faults(where, mistake.text)
        if not first_sentence(mistake.text)[0].endswith("."):
            faults.append(f"{where}: its first sentence does not end with a period.")
    faults += _text_faults("The notice", exercise.notice)
    return faults


def _text_faults(where: str, text: str) -> Iterator[str]:
    """Too long, too loud, or unkind."""
    if len(text) > LONGEST:
        yield f"{where} is {len(text)} characters long; at most {LONGEST} are allowed."
    prose = re.sub(r"`[^`]*`", "", text)
    if "!" in prose:
        yield f"{where} has an exclamation mark."
    for word in UNKIND:
        if re.search(rf"\b{word}\b", prose, re.IGNORECASE):
            yield f'{where} says "{word}".'


def _code_lines(exercise: Exercise) -> list[str]:
    """The statements of the solution's functions, without spaces, `return` and docstrings."""
    tree = ast.parse(solution_source(exercise))
    lines = []
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            body = function.body[1:] if ast.get_docstring(function) is not None else function.body
            for statement in body:
                value = getattr(statement, "value", None)
                lines.append(_squeezed(ast.unparse(value if isinstance(value, ast.expr) else statement)))
    return [line for line in lines if line]


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


# --------------------------------------------------------------------------------------------- questions


def question_faults(question: Question) -> list[str]:
    """What is wrong with a question: how its answers are judged, and what is said to them."""
    faults = [
        f"It is {judge_answer(question, empty).status} on {empty!r}."
        for empty in ("", None, ...)
        if judge_answer(question, empty).status != "not-started"
    ]
    faults += _text_faults("The question", question.question)
    if isinstance(question, ChoiceExercise):
        return [*faults, *_choice_faults(question)]
    return [*faults, *_number_faults(question)]


def _choice_faults(question: ChoiceExercise) -> Iterator[str]:
    if question.right not in question.choices:
        yield f'The right answer "{question.right}" is none of the choices.'
        return
    if len(question.choices) < 3:
        yield "There are fewer than three choices."
    texts = [explanation for _, explanation in question.choices.values()]
    for key, (_, explanation) in question.choices.items():
        expected = "right" if key == question.right else "wrong"
        if judge_answer(question, key).status != expected:
            yield f'The choice "{key}" is {judge_answer(question, key).status}, not {expected}.'
        if not explanation.strip() or texts.count(explanation) > 1:
            yield f'The choice "{key}" has no explanation of its own.'
        yield from _text_faults(f'The explanation of "{key}"', explanation)
    if judge_answer(question, "nonsense").status != "error":
        yield "An answer that is none of the choices is not an error."


def _number_faults(question: NumberExercise) -> Iterator[str]:
    unit = 10.0**-question.digits
    for good in (question.value, round(question.value, question.digits), str(question.value)):
        if judge_answer(question, good).status != "right":
            yield f"The right number, written {good!r}, is {judge_answer(question, good).status}."
    for bad in (question.value + 3 * unit, question.value - 3 * unit, -question.value - unit, 1e6 + question.value):
        if judge_answer(question, bad).status != "wrong":
            yield f"The wrong number {bad!r} is {judge_answer(question, bad).status}."
    texts = list(question.wrong.values())
    for number, explanation in question.wrong.items():
        verdict = judge_answer(question, number)
        if verdict.status != "wrong" or not verdict.diagnosis or verdict.diagnosis.text != explanation:
            yield f"The wrong number {number} does not get its own explanation."
        if not explanation.strip() or texts.count(explanation) > 1:
            yield f"The wrong number {number} has no explanation of its own."
        yield from _text_faults(f"The explanation of {number}", explanation)


def lesson_faults(exercises: list[Exercise]) -> list[str]:
    """What is wrong with the exercises of a lesson together."""
    faults = []
    letters = [exercise.right for exercise in exercises if isinstance(exercise, ChoiceExercise)]
    if len(letters) > 1 and len(set(letters)) == 1:
        faults.append(f'The right choice is always "{letters[0]}".')
    ids = [exercise.id for exercise in exercises]
    faults += [f"Two exercises have the id {name}." for name in sorted({i for i in ids if ids.count(i) > 1})]
    names = [exercise.name for exercise in exercises if not is_question(exercise)]
    faults += [f"Two exercises are called {name}." for name in sorted({n for n in names if names.count(n) > 1})]
    return faults
