"""What to say in the next lecture: the concepts that cost a class most points, each with the course's own example.

The wrong code that is shown is the named mistake's, from the exercise; never a student's.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import inspect
import re
import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ..course.attempt import Verdict
from ..course.card import first_sentence, value_text, verdict_card
from ..course.exercise import Exercise, Mistake
from ..course.judge import verdict_on
from ..course.oracle import cases_of, expected_answers
from ..course.question import ChoiceQuestion, Question
from ..course.stub import source_of
from ..course.submission import Submission
from ..course.task import Task
from .concepts import Concept, concept_of
from .lessons import cells_of
from .record import GRADED, Mark, Record

AT_MOST = 3
#: What one student alone did not understand is that student's matter.
FEWEST = 2
#: What fits on page one, three times: lines of code and of facts, as wide as they are there, and letters of text.
LINES, WIDE, FACT_LINES, FACT_WIDE, LETTERS = 6, 52, 5, 50, 200


@dataclass
class Topic:
    """A concept, and what not having understood it cost.

    Attributes:
        concept: itself.
        students: who.
        points: missed, all together. An answer has one cause, so nothing is counted twice.
        where: how many students, by the task's id.
        names: how many answers, by (the task's id, the kind of the diagnosis, its name).
    """

    concept: Concept
    students: set[str] = field(default_factory=set)
    points: float = 0.0
    where: Counter[str] = field(default_factory=Counter)
    names: Counter[tuple[str, str, str]] = field(default_factory=Counter)


@dataclass(frozen=True)
class Example:
    """What is shown of a topic: from the course, nothing from a student.

    Attributes:
        id: the task that it is of.
        headline, text: what goes wrong.
        code: the named mistake's; "" where it is none.
        facts: the smallest case: input, what came out, what was expected.
        ask: what to ask the class.
        section: where the lesson speaks of it; "" where that is not known.
        hint: the command that gives a student the first hint; "" where there is none.
    """

    id: str
    headline: str
    text: str
    code: str
    facts: tuple[tuple[str, str], ...]
    ask: str
    section: str
    hint: str


def topics(records: Iterable[Record], tasks: Iterable[Task]) -> list[Topic]:
    """All concepts that cost points, the dearest first; at the same points the one of more students."""
    known = {task.id: task for task in tasks}
    found: dict[str, Topic] = {}
    for record in records:
        for mark in record.marks:
            concept = _concept(mark, known.get(mark.id))
            if concept is None:
                continue
            topic = found.setdefault(concept.key, Topic(concept))
            topic.students.add(record.student)
            topic.points += mark.points - (mark.auto or 0.0)
            topic.where[mark.id] += 1
            topic.names[mark.id, mark.kind, mark.name] += 1
    return sorted(found.values(), key=lambda topic: (-topic.points, -len(topic.students), topic.concept.key))


def to_say(found: list[Topic], fewest: int = FEWEST) -> list[Topic]:
    """Those to be spoken of."""
    return [topic for topic in found if len(topic.students) >= fewest][:AT_MOST]


def _concept(mark: Mark, task: Task | None) -> Concept | None:
    """What cost the points of one mark; None where none were lost, or nobody knows why."""
    if mark.state != GRADED or mark.auto is None or mark.auto >= mark.points or mark.status == "not-started":
        return None
    if isinstance(task, Question):
        return _misconception(mark, task)
    if not isinstance(task, Exercise):
        return None
    if mark.kind.startswith("property") and not _of_the_course(mark.name, task):
        return Concept(f"{task.id} otherwise", f"Another answer than {task.name} asks for", _asked(task))
    mistake = _mistake(task, mark.name) if mark.kind.startswith("mistake") else None
    found = concept_of(mark.kind, mark.name, mistake, mark.status, task.id)
    return replace(found, sentence=_asked(task)) if found is not None and not found.sentence else found


def _asked(exercise: Exercise) -> str:
    """What an exercise asks for, where nothing says what went wrong: the first sentence of its text."""
    headline, _ = first_sentence(" ".join((exercise.solution.__doc__ or "").split()))
    return f"Asked is: {headline}"


def _of_the_course(name: str, exercise: Exercise) -> bool:
    """Whether the course's own code has every word of a finding's name; else it may be a student's."""
    module = inspect.getmodule(type(exercise))
    words = set(re.findall(r"\w+", inspect.getsource(module))) if module else set()
    return set(re.findall(r"\w+", name)) <= words


def _mistake(exercise: Exercise, name: str) -> Mistake | None:
    return next((each for each in exercise.mistakes() if each.name == name), None)


# --------------------------------------------------------------------------------------------- questions


def _misconception(mark: Mark, question: Question) -> Concept | None:
    """A wrong answer that the question itself explains. What it says is the course's, whatever was typed."""
    for given, status, text in question.samples():
        if status == "wrong" and text and _typed(mark.source, given) and question.judge(given) == ("wrong", text):
            title = f"{question.name}: {_said(question, given)}"
            asked = question.question.replace("**", "").strip()
            return Concept(f"{question.id} {given}", title, text, asked)
    return None


def _said(question: Question, given: object) -> str:
    """An answer as a headline has it."""
    if isinstance(question, ChoiceQuestion):
        return f"“{question.choices[str(given)][0]}”"
    return f"{given:.4g}" if isinstance(given, float) else str(given)


def _typed(source: str, given: object) -> bool:
    """Whether this is the answer that was given: `"b"`, `'b'`, b) or 0.13."""
    try:
        value = ast.literal_eval(source.strip()) if len(source) < 200 else source
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        value = source
    if isinstance(given, str):
        return isinstance(value, str) and value.strip().strip(".)(").lower() == given
    try:
        return isinstance(given, int | float) and abs(float(value) - given) <= 1e-3 * abs(given)
    except (TypeError, ValueError, OverflowError):
        return False


# ---------------------------------------------------------------------------------------------- examples


def example(topic: Topic, lesson: str, tasks: Iterable[Task]) -> Example:
    """What to show of a topic: its most frequent named mistake; where it has none, a sentence and a question."""
    known = {task.id: task for task in tasks}
    found = []
    for (task_id, kind, name), _ in topic.names.most_common():
        task = known.get(task_id)
        mistake = _mistake(task, name) if isinstance(task, Exercise) and kind.startswith("mistake") else None
        if isinstance(task, Exercise) and mistake:
            found.append((task, mistake))
    for task, mistake in sorted(found, key=lambda each: _hard_to_read(*each)):
        return _of_a_mistake(topic.concept, lesson, task, mistake)
    task_id = topic.where.most_common(1)[0][0]
    task = known.get(task_id)
    names = [name for (where, _, name), _ in topic.names.most_common() if where == task_id]
    facts = _few(_asked_there(task, names[0])) if isinstance(task, Exercise) else ()
    headline, text = first_sentence(topic.concept.sentence)
    return Example(task_id, headline, text, "", facts, topic.concept.ask, section_of(lesson, task_id), _hint(task))


def _asked_there(exercise: Exercise, name: str) -> list[tuple[str, str]]:
    """A case of the lesson and what is right there: that of which a diagnosis speaks, else the first."""
    cases = cases_of(exercise)
    said = ([one.about, *(value for value in one.args.values() if isinstance(value, str))] for one in cases)
    case = next((one for one, texts in zip(cases, said, strict=True) if any(t and t in name for t in texts)), cases[0])
    facts = [(label, value_text(value)) for label, value in case.args.items()] or [("steps", case.code())]
    with contextlib.suppress(RuntimeError):  # a pack's own reference may need what is not installed here
        if not exercise.has_own_judge:
            facts.append(("expected", value_text(expected_answers(exercise, [case])[0].value)))
    return facts


def _hard_to_read(exercise: Exercise, mistake: Mistake) -> bool:
    """Whether its code does not show what it does, or is cut off: then another one of the concept is shown."""
    code = source_of(mistake.candidate, exercise.name)
    return re.search(r"self\.|\b_[a-z]", code) is not None or len(_lines(code, WIDE)) > LINES


def _of_a_mistake(concept: Concept, lesson: str, exercise: Exercise, mistake: Mistake) -> Example:
    code, verdict = _shown(type(exercise), mistake.name)  # type: ignore[arg-type]
    card = verdict_card(exercise, verdict, [])
    headline, text = (card.headline, card.text) if card.headline else first_sentence(mistake.text)
    section, ask = section_of(lesson, exercise.id), mistake.ask or concept.ask
    return Example(
        exercise.id, headline, _cut(text), code, _few(card.facts), ask, section, _hint(exercise)
    )  # fmt: skip


def _lines(text: str, wide: int) -> list[str]:
    """The lines of a text as they stand in a column so wide."""
    return [part for line in text.splitlines() or [""] for part in (textwrap.wrap(line, wide) or [""])]


def _few(facts: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """As many facts as fit: the last two, what came out and what was expected, always; long ones cut."""
    kept: dict[int, tuple[str, str]] = {}
    room, wide = FACT_LINES, max(12, FACT_WIDE - max((len(label) for label, _ in facts), default=0))
    for place in [*range(max(0, len(facts) - 2), len(facts)), *range(len(facts) - 2)]:
        label, value = facts[place]
        lines, most = _lines(value, wide), max(1, min(room, 2))
        if room <= 0:
            continue
        if len(lines) > most:
            value = f"{value[: sum(len(line) for line in lines[:most])].rstrip()} …"
        kept[place] = (label, value)
        room -= min(len(lines), most)
    return tuple(kept[place] for place in sorted(kept))


def _cut(text: str) -> str:
    """Whole sentences, as many as fit."""
    kept = ""
    for sentence in re.split(r"(?<=[.?])\s+(?=[A-Z`−Σ])", text):
        if kept and len(kept) + len(sentence) > LETTERS:
            break
        kept = f"{kept} {sentence}".strip()
    return kept


@functools.cache
def _shown(kind: Any, name: str) -> tuple[str, Verdict]:
    """A named mistake's code, and the verdict on it: on the lesson's own cases, so that everybody can repeat it."""
    exercise = kind()
    mistake = next(each for each in exercise.mistakes() if each.name == name)
    code = re.sub(r"^(def \w+\()self(, )?", r"\1", source_of(mistake.candidate, exercise.name).rstrip())
    code = code.replace("self.solution(", f"right_{exercise.name}(")
    verdict = verdict_on(exercise, Submission(mistake.candidate, code))
    if verdict.diagnosis is None or verdict.diagnosis.name != name:
        verdict = replace(verdict, diagnosis=None)  # then the mistake's own text speaks
    if f"right_{exercise.name}(" in code:
        code = f"# right_{exercise.name}: a right answer\n{code}"
    lines = code.splitlines()
    while len(_lines("\n".join(lines), WIDE)) > LINES:
        lines = lines[:-1]
    return "\n".join(lines) + ("\n    …" if len(lines) < len(code.splitlines()) else ""), verdict


def _hint(task: Task | None) -> str:
    return f'hint("{task.id}")' if task is not None and task.hints else ""


@functools.cache
def section_of(lesson: str, task_id: str) -> str:
    """The heading under which the lesson asks for a task; "" where it is not found."""
    heading = ""
    try:
        cells = cells_of(lesson)
    except (FileNotFoundError, KeyError):
        return ""
    for kind, text in cells.values():
        for line in text.splitlines():
            if kind == "markdown" and (found := re.match(r"##+ (.+)", line)):
                heading = re.sub(r"\*\(.*?\)\*", "", found[1]).strip()  # "*(20 minutes)*"
        if kind == "code" and re.search(rf'(exercise|answer)\("{re.escape(task_id)}"', text):
            return heading
    return ""
