"""The sample class: the same on every machine, and what is expected of it is what the lesson itself says."""

from __future__ import annotations

import hashlib
import linecache
import sys

import pytest

from tinygrad_lite.course import cells
from tinygrad_lite.course.attempt import Verdict
from tinygrad_lite.course.card import Card
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.exercises import exercises_of, questions_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.question import Question
from tinygrad_lite.course.session import Session
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.grading import record
from tinygrad_lite.grading.definitions import Program, program_of
from tinygrad_lite.grading.notebook import Unreadable, read_notebook
from tinygrad_lite.grading.submissions import by_student, submissions

from .sample_class import ABSENT, UNCLEAR, Expected, sample_class, write_class

CLASS = {one.name: one for one in sample_class()}
GRADED = [one.name for one in CLASS.values() if one.state == record.GRADED]


def test_it_is_large_and_the_same_every_time():
    assert len(CLASS) >= 40
    digests = [[hashlib.sha256(data).digest() for data in one.files.values()] for one in sample_class()]
    assert digests == [[hashlib.sha256(data).digest() for data in one.files.values()] for one in CLASS.values()]
    assert max(len(data) for one in CLASS.values() for data in one.files.values()) > 4_900_000


def test_every_file_is_found(tmp_path):
    write_class(tmp_path)
    found = list(submissions(tmp_path))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len([item for item in found if not item.path.endswith("/")]) == len(files)
    students = by_student(found)
    assert set(students) == set(CLASS)
    for name, notebooks in students.items():
        handed_in = sum("checkpoint" not in file and ".ipynb" in file for file in CLASS[name].files)
        assert len(notebooks) == handed_in, name


@pytest.mark.parametrize("name", [name for name in CLASS if name not in GRADED])
def test_what_is_no_notebook_is_said(name):
    one = CLASS[name]
    if not one.says:
        return
    try:
        notebook = read_notebook(one.notebook)
    except Unreadable as problem:
        said = problem.reason
    else:
        assert notebook.lesson == ""
        said = "It is not known which lesson this is"
    assert one.says in said


class Silent:
    """A card's place that shows nothing."""

    def __init__(self, waiting: Card) -> None:
        self.card = waiting

    def fill(self, card: Card) -> None:
        """Put another card in its place."""
        self.card = card


def lesson_says(program: Program, monkeypatch: pytest.MonkeyPatch) -> dict[str, Expected]:
    """What the lesson says of each exercise when the kept cells are run in a notebook."""
    verdicts: dict[str, Verdict] = {}

    def judge(exercise: Exercise, submission: Submission, locating: bool = False) -> Verdict:
        seconds = 1.0 if "while i" in submission.source else None
        verdicts[exercise.id] = verdict_on(exercise, submission, seconds=seconds)
        return verdicts[exercise.id]

    session = Session("02_loss", {"__name__": "__main__"})
    session.bind()
    for name, value in (("in_notebook", lambda: True), ("show", lambda card: None), ("Slot", Silent)):
        monkeypatch.setattr(cells, name, value)
    monkeypatch.setattr(sys.modules["tinygrad_lite.course.commands"], "_session", session)
    monkeypatch.setattr(sys.modules["tinygrad_lite.course.session"], "verdict_on", judge)
    for block in program.cells:
        if block.kept:
            monkeypatch.setitem(linecache.cache, block.name, (1, None, block.kept.splitlines(True), block.name))
            exec(compile(block.kept, block.name, "exec"), session.namespace)
            session.after_cell(block.source)
    for exercise_id, given in program.answers.items():
        if given.after != given.cell:  # it uses what stands further down
            last = session.submitted[exercise_id]
            session.check(session.exercises[exercise_id], last.candidate, last.source)
    said = {key: Expected(v.status, v.diagnosis.name if v.diagnosis else "") for key, v in verdicts.items()}
    return said | {key: Expected("error", failure.kind) for key, failure in program.unread.items()}


def said_of_question(question: Question, program: Program) -> Expected:
    """What the lesson says of an answer."""
    if question.id in program.unclear:
        return UNCLEAR
    if question.id in program.unread:
        return Expected("error", program.unread[question.id].kind)
    if question.id not in program.literals:
        return ABSENT
    given = program.literals[question.id]
    status = question.judge(given)[0]
    return Expected(status, repr(given) if status == "wrong" else "")


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", GRADED)
def test_the_lesson_itself_says_what_is_expected(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    one = CLASS[name]
    notebook = read_notebook(one.notebook)
    assert notebook.lesson == "02_loss"
    program = program_of(notebook, "02_loss")
    said = lesson_says(program, monkeypatch)
    for exercise in exercises_of("02_loss"):
        assert said.get(exercise.id, ABSENT) == one.expected[exercise.id], exercise.id
    for question in questions_of("02_loss"):
        assert said_of_question(question, program) == one.expected[question.id], question.id
    assert one.says in " ".join([*notebook.notes, *program.notes])
