"""What is asked of an exercise's text, of its questions, and of a lesson as a whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..attempt import first_sentence
from ..exercise import Exercise
from ..question import Question

LONGEST = 400
HINTS = 3
#: Words that talk down, or that belong to a traceback.
UNKIND = ("AssertionError", "Oops", "obviously", "simply", "just")
#: Stands where `python -m tinygrad_lite.course.new` leaves something for the author.
TO_WRITE = "(to be written)"


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
    if TO_WRITE in (exercise.solution.__doc__ or ""):
        faults.append("The solution's docstring is still to be written.")
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
    if TO_WRITE in text:
        yield f"{where} is still to be written."
    prose = re.sub(r"`[^`]*`", "", text)
    if "!" in prose:
        yield f"{where} has an exclamation mark."
    for word in UNKIND:
        if re.search(rf"\b{word}\b", prose, re.IGNORECASE):
            yield f'{where} says "{word}".'


def _code_lines(exercise: Exercise) -> list[str]:
    """The statements of the solution's functions, without spaces, `return` and docstrings."""
    tree = ast.parse(exercise.solution_code())
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
    faults = _text_faults("The question", question.question)
    return [*faults, *_sample_faults(question), *question.faults()]


def _sample_faults(question: Question) -> Iterator[str]:
    """Whether every answer that is tried gets its status, and the explained ones each an explanation of their own."""
    empty = [(answer, "not-started", None) for answer in ("", None, ...)]
    samples = [*empty, *question.samples()]
    texts = [explanation for *_, explanation in samples if explanation is not None]
    for answer, expected, explanation in samples:
        status, text = question.judge(answer)
        if status != expected:
            yield f"The answer {answer!r} is {status}, not {expected}."
        if explanation is None:
            continue
        if text != explanation:
            yield f"The answer {answer!r} does not get its own explanation."
        if not explanation.strip() or texts.count(explanation) > 1:
            yield f"The answer {answer!r} has no explanation of its own."
        yield from _text_faults(f"The explanation of {answer!r}", explanation)


def lesson_faults(folder: str, exercises: list[Exercise], questions: list[Question]) -> list[str]:
    """What is wrong with the exercises and questions of a lesson together; `folder` holds them."""
    faults = []
    letters = [letter for question in questions if (letter := question.letter())]
    if len(letters) > 1 and len(set(letters)) == 1:
        faults.append(f'The right choice is always "{letters[0]}".')
    ids = [task.id for task in (*exercises, *questions)]
    faults += [f"Two tasks have the id {name}." for name in sorted({i for i in ids if ids.count(i) > 1})]
    strangers = [name for name in ids if not name.startswith(f"{folder}/")]
    faults += [f"{name} is in the folder {folder}/; its id should begin like that." for name in strangers]
    names = [exercise.name for exercise in exercises]
    faults += [f"Two exercises are called {name}." for name in sorted({n for n in names if names.count(n) > 1})]
    return faults
