"""P5: of every answer that is kept as students type it, `check NOTEBOOK` says at home what `grade` says later.

Both are called as people call them: a folder of notebooks is graded, and each notebook is checked with the same seed. A
notebook has one answer to each of its lesson's exercises. One of a lesson in every run; with --full all answers.
"""

import json
import re
import zlib
from itertools import zip_longest

import pytest
from click.testing import CliRunner

from tests.grading.test_classroom import sandboxed
from tinygrad_lite.cli import main
from tinygrad_lite.course.card import STATUS_WORDS
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.run import HUNG
from tinygrad_lite.grading import classroom
from tinygrad_lite.grading.canaries import notebook
from tinygrad_lite.grading.card_data import card_from
from tinygrad_lite.grading.classroom import Wish, grade
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.record import GRADED
from tinygrad_lite.grading.work import TWICE

pytestmark = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")


@pytest.fixture(autouse=True)
def _here(monkeypatch, tmp_path):
    """In this process and without canaries: others take a second to begin, and canaries have tests of their own."""
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    monkeypatch.chdir(tmp_path)


def cell_of(exercise, answer):
    """A cell as in the lesson; an answer that is no `def` or `class` is known by its name."""
    lines = answer.source.splitlines()
    starts = [
        place
        for place, line in enumerate(lines)
        if line.startswith((f"def {exercise.name}(", f"class {exercise.name}"))
    ]
    if starts and not (starts[-1] and lines[starts[-1] - 1].startswith("@")):
        lines.insert(starts[-1], f'@exercise("{exercise.id}")')
    return "\n".join(lines)


def notebooks(lesson):
    """Lists of cells, which have all answers between them. What never ends is in a notebook of its own."""
    columns, alone = [], []
    for exercise in exercises_of(lesson):
        found = answers_to(exercise)
        answers = [*found.wrong, *found.right]
        columns.append([cell_of(exercise, one) for one in answers if HUNG not in one.diagnoses])
        alone += [[cell_of(exercise, one)] for one in answers if HUNG in one.diagnoses]
    return [[cell for cell in row if cell] for row in zip_longest(*columns)] + alone


def compare(lesson, some, folder):
    """Grade these notebooks, check each, and compare every mark; gives how many answers got a verdict."""
    for number, cells in enumerate(some):
        path = folder / "submitted" / f"student{number}" / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook(lesson, cells))
    with KeptRuns(folder / "report").alone():
        records = grade(Wish(folder / "submitted", folder / "report", seed=5, jobs=1)).records
    judged, others = 0, []
    for record in records:
        assert record.state == GRADED, record
        said = CliRunner().invoke(main, ["check", str(folder / "submitted" / record.path), "--seed", "5"]).output
        for mark in record.marks:
            verdict = f"{mark.id} · {STATUS_WORDS.get(mark.status, mark.state)}"
            words, heard = told(mark), said
            if reads_a_clock(mark):
                words, heard = without_numbers(words), without_numbers(said)
            assert words in heard or verdict in said, (record.path, words, said)
            others.append(mark.source) if words not in heard else None
            judged += mark.status not in ("", "not-started")
    # A set of objects goes by their addresses, what hangs by the clock: such an answer may fail other cases each time.
    assert len(others) <= 0.01 * judged, "\n\n".join(others)
    return judged


def reads_a_clock(mark):
    """Whether what an answer returns are times: no two runs of it give the same."""
    return mark.id == "gpu/time_it"


def without_numbers(text):
    """The same with a # for each number."""
    return re.sub(r"[-+]?\d[\d.,]*(e[-+]?\d+)?", "#", text)


def told(mark):
    """What is said of a mark. Where an answer draws numbers of its own, those that it drew are others each time."""
    if not mark.card:
        return f"{mark.id} · {STATUS_WORDS.get(mark.status, mark.state)}"
    card = card_from(mark.card)
    if mark.name == "answers differ" or "rand" in mark.source:
        return f"{mark.id} · {card.state}"
    return repr(card).replace(TWICE, "").rstrip()


@pytest.mark.slow
@pytest.mark.parametrize("lesson", [lesson for lesson in LESSONS if lesson[:2] in ("00", "02", "03")])
def test_some_answers(lesson, tmp_path):
    whole = [cells for cells in notebooks(lesson) if len(cells) == len(exercises_of(lesson))]
    one = whole[zlib.crc32(json.dumps(lesson).encode()) % len(whole)]
    assert compare(lesson, [one], tmp_path) >= len(exercises_of(lesson)) - 1


@pytest.mark.full
@pytest.mark.parametrize("lesson", LESSONS)
def test_every_answer(lesson, tmp_path):
    everything = notebooks(lesson)
    answers = sum(map(len, everything))
    assert answers == sum(len(answers_to(one).wrong) + len(answers_to(one).right) for one in exercises_of(lesson))
    assert compare(lesson, everything, tmp_path) > 0.95 * answers
