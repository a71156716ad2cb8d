"""What a student calls in a notebook: begin, exercise, answer, hint, solution, progress, check."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from . import cells
from .added import add_pack, forget_added
from .card import STATUS_WORDS, Card, first_sentence
from .exercises import title_of
from .received import NOT_HERE, Receiving
from .session import Session
from .submission import Submission
from .task import Task

_session: Session | None = None


def _current() -> Session:
    if _session is None:
        raise RuntimeError('No lesson has begun. Run the first cell of the notebook: begin("…").')
    return _session


def _task_or_card(session: Session, task_id: str) -> Task | None:
    """An exercise or a question by its id; where there is none, a card that names the nearest."""
    try:
        return session.task(task_id)
    except KeyError as problem:
        cells.show(Card("info", str(task_id), "unknown", text=problem.args[0]))
        return None


def begin(lesson: str, receives: Sequence[str] = (), pack: str = "") -> None:
    """Open a lesson: bind the name of every exercise to a borrowed, working version, and say where one stands.

    Args:
        lesson: the notebook's name, such as "02_loss".
        receives: ids of an instructor's own tasks, which are not in this installation: their answers are received
            here, and judged when the notebook is graded. `tinygrad-lite release` writes this.
        pack: for instructors, who try what they write: the file of their own exercises, by which it is judged.
    """
    global _session
    namespace = cells.notebook_variables()
    if namespace is None:
        namespace = sys._getframe(1).f_globals
    if receives:
        _session = Receiving(lesson, list(receives), namespace)
        cells.listen(_session.after_cell)
        cells.show(_session.first_card())
        return
    if pack:
        forget_added()
        add_pack(Path(pack).name, Path(pack).read_text(encoding="utf-8-sig"))
    session = Session(lesson, namespace)
    if _session is not None and _session.lesson == lesson and _session.namespace is namespace:
        session.accepted = _session.accepted  # the first cell was run again: nobody's work is forgotten
    _session = session
    session.bind()
    cells.listen(session.after_cell)
    done = _done(session)
    card = Card("info", title_of(lesson), f"{done} of {len(session.tasks)} done")
    card.notes = [
        "Every exercise's name is bound to a working version borrowed from the course, so every cell runs. "
        "Write your own, run its cell, and a card tells you at once how it went.",
    ]
    card.notes.append('`progress()` shows where you stand; `hint("…")` helps one step at a time.')
    cells.show(card)


def exercise(exercise_id: str) -> Callable[[Any], Any]:
    """Mark your function or class as the answer to an exercise; it is checked when the cell has run.

    >>> from tinygrad_lite.course import begin, exercise
    >>> @exercise("loss/mse")                                          # doctest: +SKIP
    ... def mse(predicted, target):
    ...     return ((predicted - target) ** 2).mean()
    """
    session = _current()
    if not isinstance(exercise_id, str):  # @exercise without parentheses
        return exercise(getattr(exercise_id, "__name__", ""))(exercise_id)

    def register(candidate: Any) -> Any:
        session.register(exercise_id, candidate)
        if cells.in_notebook():
            return candidate
        source = Submission.of(candidate).source
        if isinstance(session, Receiving):
            session.after_cell(source)
            return candidate
        for found_id, (found, notes) in list(session.waiting.items()):
            session.check(session.exercises[found_id], found, source, notes)
        session.waiting.clear()
        return session.namespace.get(getattr(candidate, "__name__", ""), candidate)

    return register


def answer(exercise_id: str, given: Any = ...) -> None:
    """Answer a question: a letter, or a number. A card says whether it is right, and why."""
    session = _current()
    asked = _task_or_card(session, exercise_id)
    if asked is None:
        return
    question = session.questions.get(asked.id)
    if question is None:
        text = f'It asks for code: write it below `@exercise("{asked.id}")`.'
        cells.show(Card("info", asked.id, "not a question", text=text))
        return
    if isinstance(session, Receiving):
        session.receive_reply(asked.id, given)
        return
    status, text = question.judge(given)
    session.progress.note_try(question.id, status)
    card = Card(status, question.id, "cannot be read" if status == "error" else STATUS_WORDS[status])
    card.headline, card.text = ("", text) if status == "right" else first_sentence(text)
    cells.show(card)


def hint(exercise_id: str) -> None:
    """Show the next hint of an exercise, one rung at a time: what to look at, the formula, the shape of the code."""
    session = _current()
    asked = _task_or_card(session, exercise_id)
    if asked is None:
        return
    if not asked.hints:
        cells.show(Card("info", asked.id, "has no hints"))
        return
    rung = min(session.progress.of(asked.id).get("hints", 0) + 1, len(asked.hints))
    session.progress.note_hint(asked.id, rung)
    card = Card("info", asked.id, f"hint {rung} of {len(asked.hints)}", text=asked.hints[rung - 1])
    if rung == len(asked.hints):
        card.notes = [f'That was the last hint. `solution("{asked.id}")` says how to see the solution.']
    cells.show(card)


def solution(exercise_id: str, show: bool = False) -> None:
    """Say what showing a solution means; with `show=True`, show it and note that it was shown."""
    session = _current()
    asked = _task_or_card(session, exercise_id)
    if asked is None:
        return
    if isinstance(session, Receiving):
        cells.show(Card("info", asked.id, "no solution", text=NOT_HERE))
        return
    if not show:
        text = (
            "This would show the course's own solution, and your progress file would note that you looked. You need "
            "not: a borrowed version already stands in for yours. "
            f'To see it: `solution("{asked.id}", show=True)`.'
        )
        cells.show(Card("info", asked.id, "solution", text=text))
        return
    session.progress.note_solution(asked.id)
    card = Card("info", asked.id, "solution", text=asked.solution_text(), code=asked.solution_code().rstrip("\n"))
    if card.code:
        card.notes = ["Read it, close it, and write your own. It is one way to do it, not the only one."]
    cells.show(card)


def progress() -> None:
    """Show where you stand in this lesson."""
    session = _current()
    if isinstance(session, Receiving):
        cells.show(session.table())
        return
    known = session.progress.read()
    card = Card("info", f"Lesson {session.lesson}", f"{_done(session)} of {len(session.tasks)} done")
    for asked in session.tasks.values():
        entry = known.get(asked.id, {})
        status = entry.get("status", "not-started")
        extra = [f"{entry['tries']} {'try' if entry['tries'] == 1 else 'tries'}"] if entry.get("tries") else []
        extra += [f"{entry['hints']} of {len(asked.hints)} hints"] if entry.get("hints") else []
        extra += ["solution shown"] if entry.get("solution_shown") else []
        sign = "✓" if status == "right" else "◐" if status == "not-by-hand" else "✗" if entry else "○"
        card.table.append((sign, asked.id, STATUS_WORDS[status], ", ".join(extra)))
    cells.show(card)


def check(exercise_id: str) -> None:
    """Check again what you last handed in for an exercise."""
    session = _current()
    asked = _task_or_card(session, exercise_id)
    if asked is None:
        return
    if isinstance(session, Receiving):
        cells.show(session.table())
        return
    last = session.submitted.get(asked.id)
    if last is None:
        cells.show(Card("not-started", asked.id, STATUS_WORDS["not-started"], text="Run its cell first."))
        return
    session.check(session.exercises[asked.id], last.candidate, last.source)


def _done(session: Session) -> int:
    known = session.progress.read()
    return sum(known.get(exercise_id, {}).get("status") == "right" for exercise_id in session.tasks)
