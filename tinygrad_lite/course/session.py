"""One lesson in one notebook: which names are whose, and checking what a cell defined.

Every exercise's name is bound to a borrowed, working version from the start. What happens to your own:

1. `@exercise("loss/mse")` only registers it (`commands.py`, then `Session.register`).
2. When the cell has run, IPython tells `cells.py`, where `begin` has asked for it, and that calls `Session.after_cell`.
3. `Session.check` asks `judge.py` for the verdict, while the name is bound to what is checked; a wrong answer goes on
   to `diagnosis/`.
4. The name is bound to your version if it is right, and to the borrowed one otherwise.
5. `card.py` makes a card of the verdict, and `cells.py` shows it.

Outside a notebook there are no cells, and `@exercise` checks at once. So nothing that is undone, wrong, misspelt or
deleted breaks the cells below.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from types import FunctionType
from typing import Any

from . import cells
from .attempt import Attempt, Place, Verdict
from .card import Card, verdict_card
from .exercise import Exercise
from .exercises import LESSONS, exercises_of, questions_of, tasks_of
from .judge import verdict_on
from .localise import USUAL, locate
from .nobody_there import nobody_there
from .progress_file import Progress
from .run import HUNG
from .seen import pictured
from .submission import Submission
from .task import Task
from .text_question import TextQuestion

#: How much `hint` tries to find the place of a mistake: more than is done under a cell, as it was asked for.
FOR_A_HINT = 2 * USUAL
STUCK = (
    "If this card stays, the code is inside a long call that cannot be interrupted: restart the kernel (menu Kernel)."
)


class Session:
    """One lesson in one notebook.

    Attributes:
        namespace: the notebook's variables.
        tasks: the lesson's exercises and questions, by id.
        exercises: those that ask for code, and so have a name in the notebook; questions: the others.
        accepted: the student's own objects that were found right, by id.
        submitted: the student's last object for each exercise, right or wrong, by id.
        waiting: what was registered in the cell that is running now.
        last_tried: the id of the task that was tried last; "" before the first.
        wrong: the verdict on a wrong last try, by id, as long as `hint` may still say where the mistake is.
        complete: whether all tasks were right when a card last looked.
    """

    def __init__(self, lesson: str, namespace: dict[str, Any]) -> None:
        self.lesson, self.namespace = lesson, namespace
        self.tasks = {task.id: task for task in tasks_of(lesson) if not isinstance(task, TextQuestion)}
        self.exercises = {exercise.id: exercise for exercise in exercises_of(lesson)}
        self.questions = {question.id: question for question in questions_of(lesson)}
        self.progress = Progress(Path.cwd(), {old: task.id for task in self.tasks.values() for old in task.was})
        self.accepted: dict[str, Any] = {}
        self.submitted: dict[str, Submission] = {}
        self.waiting: dict[str, tuple[Any, list[str]]] = {}
        self.last_tried = ""
        self.wrong: dict[str, Verdict] = {}
        self.complete = self._all_right()

    # ------------------------------------------------------------------------------ names in the notebook

    def stand_in(self, exercise: Exercise) -> Any:
        """What the exercise's name is bound to: the student's own if it is right, otherwise the borrowed one."""
        return self.accepted.get(exercise.id, exercise.solution)

    def bind(self) -> None:
        """Bind every exercise's name."""
        for exercise in self.exercises.values():
            self.namespace[exercise.name] = self.stand_in(exercise)

    def task(self, task_id: str) -> Task:
        """An exercise or a question by its id, or by its last part.

        Raises:
            KeyError: with the nearest ids.
        """
        for task in self.tasks.values():
            if task.is_called(task_id):
                return task
        near = get_close_matches(str(task_id), self.tasks, n=2, cutoff=0.4)
        meant = f" Did you mean {' or '.join(near)}?" if near else f" This lesson has {', '.join(self.tasks)}."
        raise KeyError(f'There is no exercise "{task_id}" in lesson {self.lesson}.{meant}')

    # ------------------------------------------------------------------------------------------- checking

    def register(self, exercise_id: str, candidate: Any) -> None:
        """Remember an object for the end of the cell; a misspelt id is understood where the object's name tells."""
        name = getattr(candidate, "__name__", "")
        notes = []
        try:
            task = self.task(exercise_id)
        except KeyError as problem:
            if name not in [exercise.name for exercise in self.exercises.values()]:
                cells.show(Card("info", str(exercise_id), "unknown", text=problem.args[0]))
                return
            task = self.task(name)
            notes.append(f'There is no exercise "{exercise_id}"; this was taken for "{task.id}".')
        if task.id not in self.exercises:
            text = f'It asks for a letter or a number, not for code: `answer("{task.id}", …)`.'
            cells.show(Card("info", task.id, "a question", text=text))
            return
        self.waiting[task.id] = (candidate, notes)

    def after_cell(self, source: str, syntax_error: SyntaxError | None = None) -> list[Card]:
        """Check what the cell registered or redefined; show the cards and return them."""
        cards = []
        if syntax_error is not None:
            cards += self._syntax_cards(source, syntax_error)
        waiting, self.waiting = self.waiting, {}
        for exercise_id, (candidate, notes) in waiting.items():
            cards.append(self.check(self.exercises[exercise_id], candidate, source, notes))
        for exercise in self.exercises.values():
            found = self.namespace.get(exercise.name, None)
            if found is not self.stand_in(exercise) and exercise.id not in waiting:
                cards += self._redefined(exercise, found, source)
        return cards

    def check(self, exercise: Exercise, candidate: Any, source: str, notes: list[str] | None = None) -> Card:
        """Check one object under its own name, show the card, bind the name."""
        names = frozenset(other.name for other in self.exercises.values())
        submission = Submission(candidate, source, self.namespace, names)
        self.submitted[exercise.id] = submission
        self.last_tried = exercise.id
        self.namespace[exercise.name] = candidate
        slot = cells.Slot(Card("info", exercise.id, "checking …", notes=[STUCK]))
        self.accepted.pop(exercise.id, None)
        try:
            with nobody_there(self.namespace):
                verdict = verdict_on(exercise, submission, locating=True)
                picture = pictured(exercise, candidate, verdict.case, verdict.answer)
        except KeyboardInterrupt:
            verdict = None
            card = Card("info", exercise.id, "the check was interrupted", notes=["Run the cell again to repeat it."])
        finally:
            self.namespace[exercise.name] = exercise.solution
        if verdict is not None:
            self.wrong.pop(exercise.id, None)
            hung = verdict.answer and verdict.answer.failure and verdict.answer.failure.kind == HUNG
            if verdict.status in ("wrong", "error") and verdict.place is None and not hung:
                self.wrong[exercise.id] = verdict
            if verdict.status == "right":
                self.accepted[exercise.id] = self.namespace[exercise.name] = candidate
            self.progress.note_try(exercise.id, verdict.status)
            card = verdict_card(exercise, verdict, [*(notes or []), *self._notes(exercise, verdict, candidate)])
            card.picture = picture
        slot.fill(card)
        return card

    def place_of_last(self, exercise_id: str) -> Place | None:
        """Where the mistake of the last try is, if that can be proven and no card has said it; looked for once."""
        if self.wrong.pop(exercise_id, None) is None:
            return None
        exercise, submission = self.exercises[exercise_id], self.submitted[exercise_id]
        self.namespace[exercise.name] = submission.candidate
        try:
            with nobody_there(self.namespace):
                attempt = Attempt.of(exercise, submission)
                attempt.put()
                return locate(attempt, FOR_A_HINT)
        finally:
            self.namespace[exercise.name] = self.stand_in(exercise)

    def _notes(self, exercise: Exercise, verdict: Verdict, candidate: Any) -> list[str]:
        """What the card says at its end: which version the cells below use, and what to do next."""
        name, given = exercise.name, getattr(candidate, "__name__", exercise.name)
        notes = []
        if given != name and given != "<lambda>":
            notes.append(f"Yours is called `{given}`; the cells below use the name `{name}`.")
        if verdict.status == "right":
            notes.append(f"From here on, `{name}` is yours.")
        elif verdict.status == "not-started":
            todo = "mend" if exercise.broken else "write"
            notes.append(f"Until you {todo} it, `{name}` is borrowed from the course, so everything below works.")
        else:
            hints = self.progress.of(exercise.id).get("hints", 0)
            help_ = f'hint("{exercise.id}")' if hints < len(exercise.hints) else f'solution("{exercise.id}")'
            notes.append(
                f'Below, the course\'s `{name}` stands in for yours, so you can go on; yours is `mine("{name}")`. '
                f"Next: `{help_}`."
            )
        return notes + self.last_words(exercise.id, verdict.status)

    def last_words(self, task_id: str, status: str) -> list[str]:
        """What a card says last: that nothing could be saved, or that the lesson is done."""
        words = [news] if (news := self.progress.news()) else []
        before, self.complete = self.complete, self._all_right()
        if status == "right" and self.complete and not before and self.lesson in LESSONS:
            words.append(f"That was the last of {len(self.tasks)}: the lesson is done. `progress()` leads on.")
        return words

    def _all_right(self) -> bool:
        known = self.progress.read()
        return all(known.get(each, {}).get("status") == "right" for each in self.tasks)

    def _syntax_cards(self, source: str, error: SyntaxError) -> list[Card]:
        """A card for each exercise in a cell that Python could not read; where there is none, for the first call."""
        cards = []
        for exercise_id in cells.exercises_in(source):
            try:
                exercise = self.exercises[self.task(exercise_id).id]
            except KeyError:
                continue
            card = cells.unreadable_card(exercise.id, error)
            self.progress.note_try(exercise.id, "error")
            card.notes = [self._after_unreadable(exercise), *self.last_words(exercise.id, "error")]
            self.last_tried = exercise.id
            cards.append(card)
        if not cards and (call := cells.call_in(source)):
            cards.append(cells.unreadable_card(self._asked_in(*call), error))
        for card in cards:
            cells.show(card)
        return cards

    def _asked_in(self, command: str, task_id: str) -> str:
        """What a call in an unreadable cell is about: the task, where its id can be read; an answer counts as a try."""
        try:
            task = self.task(task_id)
        except KeyError:
            return command
        if command == "answer" and task.id in self.questions:
            self.progress.note_try(task.id, "error")
            self.last_tried = task.id
        return task.id

    def _after_unreadable(self, exercise: Exercise) -> str:
        """What the cells below use where Python could not read the answer."""
        if exercise.id in self.accepted:
            return f"Below, `{exercise.name}` is still the version of yours that was right."
        return f'Below, the course\'s `{exercise.name}` stands in, so you can go on. Next: `hint("{exercise.id}")`.'

    def _redefined(self, exercise: Exercise, found: Any, source: str) -> list[Card]:
        """An exercise's name was given to something else without `@exercise`: check it, or put the function back."""
        if isinstance(found, FunctionType | type) and f"{exercise.name}" in source:
            note = f'The line `@exercise("{exercise.id}")` is missing above it; it was checked all the same.'
            return [self.check(exercise, found, source, [note])]
        self.namespace[exercise.name] = self.stand_in(exercise)
        if found is None:
            return []  # deleted
        text = (
            f"`{exercise.name}` is the name of an exercise, and the cells below call it. Your cell gave the name to "
            f"something else ({type(found).__name__}), so it was put back. Take another name for your value."
        )
        card = Card("info", exercise.id, "name put back", text=text)
        cells.show(card)
        return [card]
