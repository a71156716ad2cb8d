"""What a student calls in a notebook: begin, exercise, answer, hint, solution, progress, check, mine, restart."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tinygrad_lite.mending import rename, strays

from . import cells
from .added import add_pack, forget_added
from .attempt import first_sentence
from .card import STATUS_WORDS, Card, place_card
from .exercises import title_of
from .one_thread import use_one_thread
from .overview import done, next_lesson, overview
from .received import NOT_HERE, Receiving
from .session import Session
from .submission import Submission
from .task import Task

_session: Session | None = None


def _current() -> Session:
    if _session is None:
        raise RuntimeError('No lesson has begun. Run the first cell of the notebook: begin("…").')
    return _session


def _task_or_card(session: Session, task_id: Any) -> Task | None:
    """An exercise or a question by its id, by its function, or the one tried last; a card where there is none."""
    if task_id is None:
        task_id = session.last_tried
    elif not isinstance(task_id, str):
        bound = (each.name for each in session.exercises.values() if session.namespace.get(each.name) is task_id)
        task_id = next(bound, getattr(task_id, "__name__", str(task_id)))
    if not task_id:
        text = f'Say which exercise you mean, such as `hint("{next(iter(session.tasks))}")`.'
        cells.show(Card("info", "Which one?", "none was tried yet", text=text))
        return None
    try:
        return session.task(task_id)
    except KeyError as problem:
        cells.show(Card("info", str(task_id), "unknown", text=problem.args[0]))
        return None


def begin(lesson: str, receives: Sequence[str] | None = None, pack: str = "") -> None:
    """Open a lesson: bind the name of every exercise to a borrowed, working version, and say where one stands.

    Args:
        lesson: the notebook's name, such as "02_loss".
        receives: ids of an instructor's own tasks, which are not in this installation: their answers are received
            here, and judged when the notebook is graded. `tinygrad-lite release` writes this.
        pack: for instructors, who try what they write: the file of their own exercises, by which it is judged.
    """
    global _session
    use_one_thread()
    namespace = cells.notebook_variables()
    if namespace is None:
        namespace = sys._getframe(1).f_globals
    if receives is not None:
        _session = Receiving(lesson, list(receives), namespace)
        cells.listen(_session.after_cell)
        cells.show_first(_session.first_card())
        return
    if pack:
        forget_added()
        add_pack(Path(pack).name, Path(pack).read_text(encoding="utf-8-sig"))
    session = Session(lesson, namespace)
    if _session is not None and _session.lesson == lesson and _session.namespace is namespace:
        # the first cell was run again: nobody's work is forgotten
        session.accepted, session.submitted = _session.accepted, _session.submitted
        session.progress, session.last_tried = _session.progress, _session.last_tried
    _session = session
    for command in (mine, restart):  # which copies of lessons from before they existed do not import
        namespace.setdefault(command.__name__, command)
    session.bind()
    cells.listen(session.after_cell)
    card = _first_card(session)
    card.notes = [*map(_in_the_way, strays(Path(), sys.path)), *card.notes]
    cells.show_first(card)


def _in_the_way(file: Path) -> str:
    """What to say of a file beside the notebook that takes a module's place: a `torch.py`, a `random.py`."""
    return (
        f"Python takes `{file}` in this folder for another module of that name. Rename it (`{rename(file)}`), then "
        "restart the kernel."
    )


def _first_card(session: Session) -> Card:
    """What `begin` shows."""
    count = done(session)
    card = Card("info", title_of(session.lesson), f"{count} of {len(session.tasks)} done")
    if count == len(session.tasks):
        card.notes = ["All of it is done. Until you run your cells again, the course's versions stand under the names."]
        card.links = next_lesson(session)
        return card
    card.notes = [
        "Until an exercise is right, a working version borrowed from the course stands under its name, so every cell "
        "runs. Write your own, run its cell, and a card tells you at once how it went.",
    ]
    if count > len(session.accepted):
        card.notes.append(
            "What you have solved stays solved. Your own versions are back when their cells have been run again "
            "(menu Run, “Run All Above Selected Cell”)."
        )
    card.notes.append('`progress()` shows where you stand; `hint("…")` helps one step at a time.')
    return card


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


def answer(exercise_id: str, given: Any = ..., *more: Any) -> None:
    """Answer a question: a letter, or a number. A card says whether it is right, and why."""
    session = _current()
    if more:
        shown = ", ".join(map(repr, (given, *more)))[:60]
        text = f"`{shown}` are {1 + len(more)} answers. Decimals have a point: `2.5`, not `2,5`."
        cells.show(Card("error", str(exercise_id), "cannot be read", text=text))
        return
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
    session.last_tried = question.id
    session.progress.note_try(question.id, status)
    card = Card(status, question.id, "cannot be read" if status == "error" else STATUS_WORDS[status])
    card.headline, card.text = ("", text) if status == "right" else first_sentence(text)
    card.notes = session.last_words(question.id, status)
    if status != "right":
        card.choices = question.letters()
    if status == "not-started":
        card.text = f"Write the {'letter, in quotes,' if card.choices else 'number'} in place of the dots."
    cells.show(card)


def hint(exercise_id: Any = None) -> None:
    """Show the next hint of an exercise, one rung at a time: what to look at, the formula, the shape of the code.

    After a wrong try whose card did not say where the mistake is, the place comes first, if it can be proven.
    Without an id it is that of the exercise tried last. The hints before it are shown again.
    """
    session = _current()
    asked = _task_or_card(session, exercise_id)
    if asked is None:
        return
    place = session.place_of_last(asked.id)
    if place is not None:
        cells.show(place_card(asked.id, place))
        return
    if not asked.hints:
        text = "Go on, and come back to it: nothing below needs your answer."
        cells.show(Card("info", asked.id, "has no hints", text=text))
        return
    rung = min(session.progress.of(asked.id).get("hints", 0) + 1, len(asked.hints))
    session.progress.note_hint(asked.id, rung)
    card = Card("info", asked.id, f"hint {rung} of {len(asked.hints)}", text=asked.hints[rung - 1])
    card.notes = [f"Hint {number} was: {text}" for number, text in enumerate(asked.hints[: rung - 1], start=1)]
    if rung == len(asked.hints):
        card.notes.append(f'That was the last hint. `solution("{asked.id}")` says how to see the solution.')
    if news := session.progress.news():
        card.notes.append(news)
    cells.show(card)


def solution(exercise_id: Any = None, show: bool = False) -> None:
    """Say what showing a solution means; with `show=True`, show it and note that it was shown.

    Where yours is right, the course's is shown at once, beside yours. Without an id it is the exercise tried last.
    """
    session = _current()
    asked = _task_or_card(session, exercise_id)
    if asked is None:
        return
    if isinstance(session, Receiving):
        cells.show(Card("info", asked.id, "no solution", text=NOT_HERE))
        return
    own = session.accepted.get(asked.id)
    if own is not None and asked.solution_code():
        card = Card("info", asked.id, "two ways to do it", code=asked.solution_code().rstrip("\n"))
        card.beside = ("yours", "the course's", session.submitted[asked.id].own_text())
        cells.show(card)
        return
    if not show:
        lent = "a borrowed version already stands in for yours" if asked.solution_code() else "nothing below needs it"
        text = (
            "This would show the course's own solution, and your progress file would note that you looked. You need "
            f'not: {lent}. To see it: `solution("{asked.id}", show=True)`.'
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
    cells.show(overview(session))


def check(exercise_id: Any = None) -> None:
    """Check again what you last handed in for an exercise; without an id, for the one tried last."""
    session = _current()
    asked = _task_or_card(session, exercise_id)
    if asked is None:
        return
    if isinstance(session, Receiving):
        cells.show(session.table())
        return
    last = _last_submitted(session, asked)
    if last is not None:
        session.check(session.exercises[asked.id], last.candidate, last.source)


def mine(exercise_id: Any = None) -> Any:
    """Your own version of an exercise, right or wrong: `mine("mse")(predicted, target)`.

    The name `mse` itself is bound to the course's version as long as yours is not right.
    """
    session = _current()
    asked = _task_or_card(session, exercise_id)
    last = _last_submitted(session, asked) if asked is not None else None
    return last.candidate if last is not None else None


def _last_submitted(session: Session, asked: Task) -> Submission | None:
    """What was handed in last for an exercise; a card where there is nothing."""
    last = session.submitted.get(asked.id)
    if asked.id in session.questions:
        text = "What you answer is checked whenever its cell is run."
        cells.show(Card("info", asked.id, "a question", text=text))
    elif last is None:
        cells.show(Card("not-started", asked.id, STATUS_WORDS["not-started"], text="Run its cell first."))
    return last


def restart(exercise_id: Any = None) -> None:
    """Give you the empty exercise again, in a new cell below; what you have written stays where it is."""
    session = _current()
    asked = _task_or_card(session, exercise_id)
    if asked is None:
        return
    if isinstance(session, Receiving):
        cells.show(Card("info", asked.id, "cannot be begun again", text=NOT_HERE))
        return
    text = next(code for _, kind, code in asked.cells(False) if kind == "code")
    cells.new_cell(text)
    card = Card("info", asked.id, "from the beginning", code=text)
    card.notes = [
        "In JupyterLab it is in a new cell below; elsewhere copy it from here. Nothing that you wrote is lost."
    ]
    cells.show(card)
