"""A notebook with an instructor's own tasks, in the hands of a student: answers are received, and not judged.

The tasks themselves, their cases and their solutions are on no student's machine, so nothing can be borrowed, hinted
at or shown. What is here is only what the notebook says itself: `begin("exam", receives=["exam/clip", …])`.
"""

from __future__ import annotations

from typing import Any

from . import cells
from .card import Card
from .exercises import LESSONS
from .session import Session
from .submission import Submission
from .task import Task

NOT_HERE = "This task is your instructor's own. Nothing on this computer knows its solution."
LATER = "It is judged when the notebook is graded; this card does not say whether it is right."


class ReceivedTask(Task):
    """A task of which only the id is known."""

    def __init__(self, task_id: str) -> None:
        self.id, self.name = task_id, task_id.rpartition("/")[2]  # type: ignore[misc]


class Receiving(Session):
    """Such a notebook.

    Attributes:
        got: what was received last, by id: what it is, in a word or two.
    """

    def __init__(self, lesson: str, ids: list[str], namespace: dict[str, Any]) -> None:
        if lesson in LESSONS:
            raise ValueError(f'begin: "{lesson}" is a lesson of the course: write begin("{lesson}").')
        self.lesson, self.namespace = lesson, namespace
        self.tasks = {task_id: ReceivedTask(task_id) for task_id in ids}
        self.exercises = self.questions = self.tasks  # type: ignore[assignment]  # which asks for what is not known
        self.accepted, self.submitted, self.waiting, self.wrong = {}, {}, {}, {}
        self.last_tried = ""
        self.got: dict[str, str] = {}

    def first_card(self) -> Card:
        """What `begin` shows."""
        card = Card("info", self.lesson, f"{len(self.tasks)} {'task' if len(self.tasks) == 1 else 'tasks'}")
        card.notes = [
            "Run the cell of each answer: a card says that it was received, not whether it is right. All answers are "
            "judged when the notebook is graded."
        ]
        card.notes.append("`progress()` shows what was received. Save the notebook before you hand it in.")
        return card

    def table(self) -> Card:
        """What was received so far, since the kernel was started."""
        card = Card("info", self.lesson, f"{len(self.got)} of {len(self.tasks)} received")
        card.table = [("▸" if one in self.got else "○", one, self.got.get(one, "not yet")) for one in self.tasks]
        return card

    def after_cell(self, source: str, syntax_error: SyntaxError | None = None) -> list[Card]:
        """Say what the cell handed in."""
        cards = self._unread(source, syntax_error) if syntax_error is not None else []
        waiting, self.waiting = self.waiting, {}
        for task_id, (candidate, notes) in waiting.items():
            cards.append(self._received(task_id, candidate, source, notes))
        for card in cards:
            cells.show(card)
        return cards

    def receive_reply(self, task_id: str, given: Any) -> None:
        """A letter or a number."""
        if given is ... or given is None or given == "":
            self.got.pop(task_id, None)
            cells.show(Card("not-started", task_id, "not started"))
            return
        self.got[task_id] = "an answer"
        cells.show(Card("info", task_id, "received", facts=[("your answer", repr(given)[:200])], notes=[LATER]))

    def _received(self, task_id: str, candidate: Any, source: str, notes: list[str]) -> Card:
        if Submission(candidate, source, self.namespace).is_stub(""):
            self.got.pop(task_id, None)
            return Card("not-started", task_id, "not started", notes=notes)
        self.got[task_id] = "a class" if isinstance(candidate, type) else "a function"
        return Card("info", task_id, "received", notes=[*notes, LATER])

    def _unread(self, source: str, error: SyntaxError) -> list[Card]:
        """A card for each task in a cell that Python could not read; where there is none, for the first call."""
        about = handed_in = cells.exercises_in(source)
        if not about and (call := cells.call_in(source)):
            about, handed_in = [call[1] or call[0]], [call[1]] if call[0] == "answer" else []
        for task_id in handed_in:
            self.got.pop(task_id, None)
        return [cells.unreadable_card(task_id, error) for task_id in about]
