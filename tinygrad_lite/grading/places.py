"""The place of each mistake on a student's page, as the card in the lesson shows it.

It is looked for when all verdicts of a notebook are there, beside a named mistake as well, by the lesson's own search
in a process apart (`place_child.py`). That process has the student's code in it and could say anything. So of what it
says only numbers are taken, which have to point into the student's own text, and the words of a mistake, which have to
be the course's own. A process that lies can underline another piece of its own student's page; one that hangs, crashes
or sends too much costs that page its places. No status, no points and no other page follow from it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tinygrad_lite.course.attempt import Place, Spot, Verdict
from tinygrad_lite.course.case import Case
from tinygrad_lite.course.diagnosis.in_parts import pieces
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.exercises import MORE_LESSONS
from tinygrad_lite.course.expired import Expired
from tinygrad_lite.course.judge import wants_a_place, with_place
from tinygrad_lite.course.localise.place import MOST_LINES
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.run import HUNG, run
from tinygrad_lite.grading.asked import numbers_exempt
from tinygrad_lite.grading.judging import Judging
from tinygrad_lite.grading.outcome import Judged
from tinygrad_lite.grading.place_tree import place_tree
from tinygrad_lite.grading.process import OutOfTime, Process, Spent

#: Processes that the answers of a notebook may cost it.
MOST_LOST = 2
#: CPU seconds for one of them. A search counts what it tries and takes a second or two: this ends what hangs.
SECONDS = 20.0


class Places:
    """The places in one notebook's answers.

    Args:
        judging: which has judged them all.
        lesson: the notebook's.
    """

    def __init__(self, judging: Judging, lesson: str) -> None:
        self.judging, self.lesson = judging, lesson
        self.spent = Spent()
        self.process: Process | None = None

    def add_to(self, judged: dict[str, Judged], only: str = "") -> None:
        """Add to each verdict, or to that on one exercise alone, the place that it lacks, if it can be found."""
        if self.lesson in MORE_LESSONS:
            return  # their solutions are in no process that a student's program could look around in
        with contextlib.closing(self):
            for exercise_id in list(_searched(judged)):
                if self.spent.losses < MOST_LOST and only in ("", exercise_id):
                    judged[exercise_id] = self.with_its_place(exercise_id, judged[exercise_id])

    def close(self) -> None:
        """End the process, where one was needed."""
        if self.process is not None:
            self.process.end()

    def with_its_place(self, exercise_id: str, judged: Judged) -> Judged:
        """The same with the place, where there is one. Whatever goes wrong costs the place alone."""
        assert judged.verdict is not None
        before, mine = self.spent_so_far(), time.process_time()
        verdict = judged.verdict
        try:
            exercise = self.judging.exercises[exercise_id]
            verdict = with_place(exercise, verdict, lambda two: self.place(exercise_id, two))
        except (Expired, OutOfTime, OSError):
            pass
        except Exception:
            self.close()
        seconds = self.spent_so_far() - before + time.process_time() - mine
        return replace(judged, verdict=verdict, seconds=judged.seconds + seconds)

    def spent_so_far(self) -> float:
        """CPU seconds of the processes."""
        return self.process.seconds if self.process else 0.0

    def place(self, exercise_id: str, two: bool) -> Place | None:
        """Where the mistake in an answer is, as far as what a process says can be that.

        Raises:
            Expired, OutOfTime: there was no answer in time, or no process any more.
        """
        judging = self.judging
        exercise, given = judging.exercises[exercise_id], judging.program.answers[exercise_id]
        exempt = numbers_exempt(exercise)
        request = {
            "do": "place",
            "lesson": self.lesson,
            "exercise": exercise_id,
            "source": given.source,
            "names": sorted(judging.by_name),
            "exempt": exempt,
            "two": two,
        }
        process = self.started_for(exercise_id)
        with process.within(SECONDS):
            process.run_up_to(given.after, exercise_id, [])
            said = process.understood(next(process.ask(request)))
        return place_from(said, exercise, given.source, exempt)

    def started_for(self, exercise_id: str) -> Process:
        """The process, with the notebook as this answer was judged in it."""
        judging = self.judging
        borrowed = judging.uses.closure(judging.lent_to(exercise_id))
        notebook = judging.processes.notebook(borrowed, engine=True)
        if self.process is None:
            tree = place_tree(judging.processes.tree)
            self.process = Process(judging.processes.tier, tree, judging.limits, notebook, self.spent)
            return self.process
        return self.process.take(notebook)


def _searched(judged: dict[str, Judged]) -> Iterator[str]:
    """The exercises whose answers are searched, those without a diagnosis first: there the place says most."""
    wanted = [key for key, each in judged.items() if each.verdict is not None and _is_searched(each.verdict)]
    yield from sorted(wanted, key=lambda key: judged[key].verdict.diagnosis is not None)  # type: ignore[union-attr]


def _is_searched(verdict: Verdict) -> bool:
    """Whether the lesson looks for the place too: not where an answer never ended."""
    hung = verdict.answer and verdict.answer.failure and verdict.answer.failure.kind == HUNG
    return verdict.case is not None and not hung and wants_a_place(verdict)


def place_from(said: Any, exercise: Exercise, source: str, exempt: Sequence[int] = ()) -> Place | None:
    """A place out of what a process says; None where it says that there is none, or what cannot be one."""
    told = said[0] if isinstance(said, list) and len(said) == 1 else None
    if not isinstance(told, dict):
        return None
    spots, second = _spots(told.get("spots"), source), _spots(told.get("second"), source)
    cases = [case for number, case in enumerate(cases_of(exercise), start=1) if number not in exempt]
    left = told.get("left")
    missing, several = told.get("missing"), told.get("several")
    if not spots or second is None or type(missing) is not bool or type(several) is not bool:
        return None
    if not isinstance(left, str):
        return None
    if left and left not in {mistake.text for mistake in exercise.mistakes()}:
        return None
    mended, unmended = (_parts(told.get(which), exercise, cases[0]) for which in ("mended", "unmended"))
    if mended is None or unmended is None or bool(mended) != bool(unmended):
        return None
    return Place(spots, len(cases), missing, several, second, left, mended, unmended)


def _parts(told: Any, exercise: Exercise, case: Case) -> tuple[str, ...] | None:
    """Names of parts of an answer; None where it has no such parts."""
    if not told:
        return ()
    known = pieces(exercise, case, run(exercise.solution, case)) or {}
    return tuple(told) if isinstance(told, list) and all(type(each) is str and each in known for each in told) else None


def _spots(told: Any, source: str) -> tuple[Spot, ...] | None:
    """Pieces of a text's lines; None where they are not in it."""
    lines = source.splitlines()
    if not isinstance(told, list) or len(told) > MOST_LINES:
        return None
    found = []
    for spot in told:
        if not isinstance(spot, list) or len(spot) != 3 or any(type(number) is not int for number in spot):
            return None
        number, start, end = spot
        line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
        if not 0 <= start < end <= len(line):
            return None
        found.append(Spot(number, line, start, end))
    return tuple(found)
