"""Arguments that, left out, have another value than the exercise says: read off the first line, and certain."""

from __future__ import annotations

import inspect

from ..attempt import Attempt, Diagnosis
from ..case import Case
from ..exercise import Mistake
from .parts import Part
from .together import MORE


def other_default(part: Part) -> Diagnosis | None:
    """An argument with another default, where the answers are wrong exactly where it is left out."""
    for text, left_out in _other_defaults(part):
        if all(left_out[index] for index in part.wrong):
            return Diagnosis("structure", "another default", text)
    return None


def other_default_besides(part: Part) -> Diagnosis | None:
    """An argument with another default, where answers are wrong in other cases, too."""
    for text, left_out in _other_defaults(part):
        others = sum(not left_out[index] for index in part.wrong)
        if len(part.wrong) > others:
            cases = "1 case that gives it is" if others == 1 else f"{others} cases that give it are"
            return Diagnosis(MORE, "another default", f"{text} That is not all: {cases} not right yet, either.")
    return None


class Given(Part):
    """The cases that give every argument whose default is another one."""

    @classmethod
    def chosen(cls, whole: Attempt) -> list[int]:
        found = [left_out for _, left_out in _other_defaults(whole)]
        return [index for index in range(len(whole.cases)) if not any(each[index] for each in found)]

    def in_the_whole(self, found: Diagnosis | Mistake, diagnosis: Diagnosis) -> Diagnosis:
        """Where it is left out, its default is another mistake."""
        besides = " ".join(text for text, _ in _other_defaults(self.whole))
        return Diagnosis(MORE, diagnosis.name, f"{diagnosis.text} Besides: {besides[0].lower()}{besides[1:]}")


def _other_defaults(attempt: Attempt) -> list[tuple[str, list[bool]]]:
    """Of each argument with another default: what is to be said, and in which cases it is left out."""
    asked = list(attempt.exercise.signature.parameters.values())
    try:
        yours = list(inspect.signature(attempt.submission.candidate).parameters.values())
    except (TypeError, ValueError):
        return []
    found = []
    for place, (wanted, given) in enumerate(zip(asked, yours, strict=False)):
        if wanted.default is wanted.empty or given.default is given.empty or wanted.default == given.default:
            continue
        left_out = [_is_left_out(wanted.name, place, case) for case in attempt.cases]
        if all(left_out):
            continue  # an argument that a class has for itself, and nobody else gives
        text = f"Where `{given.name}` is left out, it is {given.default!r} in your function. "
        found.append((f"{text}It should be {wanted.default!r}.", left_out))
    return found


def _is_left_out(name: str, place: int, case: Case) -> bool:
    """Whether a case does not give this argument; in a script, whether no object is made with it."""
    made = [step for step in case.steps if step.verb == "new"]
    return all(name not in step.kwargs and len(step.args) <= place for step in made) if made else name not in case.args
