"""A class in a term of three lessons: who hands in what, and when; and the instructor at the command line.

Lesson 02 comes from Moodle, with a question that a person reads; lesson 05 from Canvas, by groups; the exam of February
from Moodle again. What each student writes is drawn once, from answers as students type them.
"""

from __future__ import annotations

import random
import shlex
from pathlib import Path

from click.testing import CliRunner

from tests.grading.downloads import FIRST_NAMES, Person
from tests.grading.hand_class import notebook as handed_in
from tests.grading.named import rows_of
from tinygrad_lite.cli import main
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.grading.tables import read_table

UNIT = "mine/unit"
#: What people write to the question; the last two nearly everybody.
SENTENCES = (
    "Square centimetres; the root is in centimetres, as the heights are.",
    "cm², since errors are squared. The root undoes it.",
    "It is in centimetres.",
    "Centimetres.",
    "",
)
CLIP = '@exercise("exam/clipped")\ndef clipped(values, limit):\n    return '
#: The exam: the answer to each of its two tasks.
EXAMS = (
    (CLIP + "np.clip(values, -limit, limit)", 'answer("exam/epochs", "a")'),
    (CLIP + "np.minimum(values, limit)", 'answer("exam/epochs", "a")'),
    (CLIP + "np.clip(values, -limit, limit)", 'answer("exam/epochs", "b")'),
    (CLIP + "values", 'answer("exam/epochs", ...)'),
)


def students(count: int) -> list[Person]:
    """So many people; the first two are called alike."""
    found = []
    for place in range(count):
        first, last = ("Jane", "Doe") if place < 2 else (FIRST_NAMES[place % 5], f"Name{place:02d}")
        found.append(Person(f"s{place:02d}", 48200 + place, first, last))
    return found


class Desk:
    """The instructor's folder, in which commands are given; after each it is looked whether a mark moved in silence.

    Attributes:
        folder: the current one.
        moved: how many marks moved, each with its line.
        log: what was given, and what was printed; in walk.txt, too.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.moved = folder, 0
        self.log: list[str] = []
        self.known: dict[Path, dict[tuple[str, str], str]] = {}

    def do(self, command: str, status: int | None = 0) -> str:
        """Give a command; gives what it prints.

        Args:
            status: with which it must end; None for 0 or 2, as something may need the instructor.
        """
        done = CliRunner().invoke(main, shlex.split(command), catch_exceptions=False)
        assert done.exit_code in ((0, 2) if status is None else (status,)), f"{command}\n{done.output}"
        self.log.append(f"$ tinygrad-lite {command}\n{done.output}")
        (self.folder / "walk.txt").write_text("\n".join(self.log), "utf-8")
        for table in sorted(self.folder.glob("*/grades.csv")):
            self._told(table, command)
        return done.output

    def _told(self, table: Path, command: str) -> None:
        """Whether every mark that is not what it was has its line, with what it was and what it is."""
        now = {(row["student"], row["exercise"]): row["points"] for row in read_table(table) if row["exercise"]}
        before = self.known.setdefault(table, now)
        lines = rows_of(table.with_name("changes.csv"))
        told = {(row["student"], row["exercise"], row["before"], row["after"]) for row in lines if row["reason"]}
        for place in before.keys() | now.keys():
            was, points = before.get(place, ""), now.get(place, "")
            if was != points:
                assert (*place, was, points) in told, f"{command}: {place} moved from {was!r} to {points!r} in silence"
                self.moved += 1
        assert not any("report this" in row["reason"] for row in lines)
        self.known[table] = now

    def marks(self, report: str, exercise: str) -> dict[str, str]:
        """The points of an exercise, by student."""
        rows = read_table(self.folder / report / "grades.csv")
        return {row["student"]: row["points"] for row in rows if row["exercise"] == exercise}


class Work:
    """What is handed in: of each student and lesson the same each time."""

    def __init__(self, released: Path, count: int) -> None:
        self.released, self.draw = released, random.Random(count)

    def loss(self, place: int, text: str = "") -> bytes:
        """Lesson 02: two exercises as students type them, and the question, answered with this text if one is given."""
        answers = {"mine-unit": text or SENTENCES[place % len(SENTENCES)] or "*Your answer, in place of this line.*"}
        answers |= {"loss-mse": self.typed("02_loss", "loss/mse", place), "loss-bce": BCE if place % 7 == 2 else ""}
        answers["loss-bce"] = answers["loss-bce"] or self.typed("02_loss", "loss/bce", place + 1)
        return handed_in(self.released / "02_loss.ipynb", answers)

    def schedules(self, place: int, right: bool = False) -> bytes:
        """Lesson 05: one exercise."""
        exercise = next(one for one in exercises_of("05_schedules"))
        own = exercise.id.replace("/", "-")
        return handed_in(
            self.released / "05_schedules.ipynb", {own: self.typed("05_schedules", exercise.id, 0 if right else place)}
        )

    def exam(self, place: int) -> bytes:
        """The exam: both of its tasks."""
        clipped, epochs = EXAMS[place % len(EXAMS)]
        return handed_in(self.released / "exam_february.ipynb", {"exam-clipped": clipped, "exam-epochs": epochs})

    def typed(self, lesson: str, exercise_id: str, place: int) -> str:
        """An answer to an exercise as somebody typed it; every third is wrong."""
        exercise = next(one for one in exercises_of(lesson) if one.id == exercise_id)
        known = answers_to(exercise)
        right = [f"{exercise.solution_code()}\n", *(one.source for one in known.right)]
        wrong = [one.source for one in known.wrong if one.diagnoses != ("did not finish",)]
        source = wrong[place % len(wrong)] if place % 3 == 1 else right[place % len(right)]
        name = f"def {exercise.name}("
        return (
            source.replace(name, f'@exercise("{exercise_id}")\n{name}', 1) if f"\n{name}" in f"\n{source}" else source
        )


#: Right for every target that the lecture had; not for those between 0 and 1.
BCE = (
    '@exercise("loss/bce")\ndef bce(probability, target):\n    p = np.clip(probability, 1e-7, 1 - 1e-7)\n'
    "    return -np.mean(np.where(target == 1, np.log(p), np.log(1 - p)))"
)
