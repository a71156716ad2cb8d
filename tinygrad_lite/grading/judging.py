"""The verdicts on one notebook's answers: the lesson's own judge, on answers that run in a process apart.

As in the lesson, the name of an exercise is bound to the student's own answer where that is right, and to a borrowed,
working version otherwise. Borrowed versions are only in processes in which nothing else is asked than answers that use
them; no process holds the solution of what it is asked.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tinygrad_lite.course.added import lesson_of
from tinygrad_lite.course.attempt import Verdict
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.exercises import MORE_LESSONS
from tinygrad_lite.course.expired import Expired
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.run import Failure
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.grading.around import HandedIn, Own, namespace_of
from tinygrad_lite.grading.asked import asked
from tinygrad_lite.grading.definitions import Given, Program
from tinygrad_lite.grading.outcome import (
    Judged,
    by_hand,
    did_not_finish,
    failure_of,
    left_by_others,
    not_here,
    without_answer,
)
from tinygrad_lite.grading.own_data import made_elsewhere
from tinygrad_lite.grading.process import OutOfTime, Process
from tinygrad_lite.grading.processes import Processes
from tinygrad_lite.grading.remote import Remote
from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.tier import Tier
from tinygrad_lite.grading.tampering import tampers
from tinygrad_lite.grading.uses import Uses
from tinygrad_lite.grading.values import can_be_told, is_engines, may_be_program

#: How many cells may hang before the rest of a notebook is given up.
MOST_HANGS = 3


class Judging:
    """One notebook's answers, to be judged."""

    def __init__(
        self, program: Program, exercises: list[Exercise], seed: int, tier: Tier, tree: Path, limits: Limits
    ) -> None:
        self.program, self.seed, self.limits = program, seed, limits
        self.processes = Processes(program, exercises, tier, tree, limits)
        self.exercises = {exercise.id: exercise for exercise in exercises}
        self.by_name = {exercise.name: exercise for exercise in exercises}
        self.uses = Uses(program, self.by_name)
        self.judged: dict[str, Judged] = {}
        self.failures: dict[str, Failure] = {}  # of statements of cells that were run, by the cell's name
        self.losses: dict[str, int] = {}  # how many processes each answer cost
        self.undone: set[str] = set()  # answers at which a process ended by itself, and others were judged before
        self.spoilt = False  # something that all answers use is no longer what it was

    # ------------------------------------------------------------------------------------- in which order, with what

    def all(self) -> dict[str, Judged]:
        """What came of each answer, by the exercise's id."""
        for exercise_id, given in self.program.answers.items():
            if given.empty:
                self.judged[exercise_id] = Judged(Verdict(exercise_id, "not-started"))
        with contextlib.closing(self.processes):
            self.judge_in_order([key for key in self.program.answers if key not in self.judged])
        spoilt = self.spoilt or tampers(block.kept for block in self.program.cells if block.kept)
        for exercise_id in self.program.answers:
            if spoilt or self.may_be_anothers(exercise_id):
                self.judge_apart(exercise_id)
        return self.judged

    def judge_in_order(self, waiting: list[str]) -> None:
        """Judge answers: first those that use no other one but right ones, then the others."""
        waiting.sort(key=lambda exercise_id: self.program.answers[exercise_id].after)
        with self.processes.new([], engine=True) as whole, self.processes.new([], engine=False) as bare:
            while ready := [exercise_id for exercise_id in waiting if not self.lacks(exercise_id)][:1]:
                self.judge(ready[0], whole if self.uses.engine(ready[0]) else bare)
                waiting.remove(ready[0])
        while waiting:
            together = self.together(waiting)
            names = set().union(*map(self.lent_to, together))
            with self.processes.new(self.uses.closure(names), self.uses.engine(together[0])) as process:
                for exercise_id in together:
                    self.judge(exercise_id, process)
            waiting = [exercise_id for exercise_id in waiting if exercise_id not in together]

    def may_be_anothers(self, exercise_id: str) -> bool:
        """Whether other answers may have undone this one: they ended the process, or took all memory."""
        verdict, why = self.judged[exercise_id].verdict, self.judged[exercise_id].why
        of_itself = bool(verdict and verdict.diagnosis and verdict.diagnosis.name == "MemoryError")
        out_of_memory = of_itself or "MemoryError" in why  # or what it uses was
        undone = exercise_id in self.undone  # an alarm that rings at one may have been set by another
        return out_of_memory or undone or self.processes.spent.losses > self.losses.get(exercise_id, 0)

    def judge_apart(self, exercise_id: str) -> None:
        """Judge an answer that is not right again, with what it needs alone: others may have spoilt what it uses."""
        first, skipped = self.judged[exercise_id], self.processes.skipped
        if first.verdict is not None and first.verdict.status not in ("wrong", "error"):
            return
        self.processes.skipped = []
        borrowed, engine = self.uses.closure(self.lent_to(exercise_id)), self.uses.engine(exercise_id)
        with contextlib.closing(self.processes), self.processes.new(borrowed, engine, alone=exercise_id) as process:
            self.judge(exercise_id, process)
        now, self.processes.skipped = self.judged[exercise_id].verdict, skipped
        if now is None or now.status != "right":
            self.judged[exercise_id] = first

    def lacks(self, exercise_id: str) -> set[str]:
        """Names of other exercises that an answer uses, and of which there is no right answer of the student."""
        used = self.uses.mentioned(exercise_id) & set(self.by_name) - {self.exercises[exercise_id].name}
        return used - self.right_names(self.program.answers[exercise_id].after)

    def lent_to(self, exercise_id: str) -> set[str]:
        """Names of those of them of which working versions are lent: not of what calls the answer's own exercise."""
        name = self.exercises[exercise_id].name
        if MORE_LESSONS and lesson_of(exercise_id) in MORE_LESSONS:
            return set()  # an exam's solution is in no process that a student's program could look around in
        return {other for other in self.lacks(exercise_id) if name not in self.uses.closure([other])}

    def right_names(self, place: int) -> set[str]:
        """Names of the exercises that were answered rightly up to a cell."""
        right = [key for key, judged in self.judged.items() if judged.verdict and judged.verdict.status == "right"]
        return {self.exercises[key].name for key in right if self.program.answers[key].cell <= place}

    def together(self, waiting: list[str]) -> list[str]:
        """Answers to be judged next in one process: none of them may find its own exercise's solution there."""
        names = {exercise_id: self.exercises[exercise_id].name for exercise_id in waiting}
        ready = [key for key in waiting if not self.lacks(key) & set(names.values())] or waiting[:1]
        ready = [key for key in ready if self.uses.engine(key) == self.uses.engine(ready[0])]
        chosen: list[str] = []
        lent: set[str] = set()
        for exercise_id in ready:
            needs = self.uses.closure(self.lent_to(exercise_id))
            if names[exercise_id] not in lent and not needs & {names[other] for other in chosen}:
                chosen.append(exercise_id)
                lent |= needs
        return chosen

    # ---------------------------------------------------------------------------------------------- one after another

    def judge(self, exercise_id: str, process: Process) -> None:
        """Judge one answer. Whatever goes wrong concerns this one alone."""
        before, mine = process.seconds + self.processes.kept_seconds, time.process_time()
        losses, deaths = self.processes.spent.losses, self.processes.spent.deaths
        try:
            exercise, given = self.exercises[exercise_id], self.program.answers[exercise_id]
            found = self.verdict(exercise, given, process)
            right = found.verdict is not None and found.verdict.status == "right"
            if found.lacks_engine and not right and not self.uses.engine(exercise_id):
                found = self.with_engines_values(exercise, given) or found
            else:
                found = self.right_alone_too(exercise, given, found)
        except OutOfTime:
            found = Judged(
                None, f"The notebook's time ({self.limits.wall_seconds:g} seconds) was over before this answer."
            )
        except Expired as expired:
            found = Judged(did_not_finish(exercise_id, str(expired)))
        except OSError:
            raise  # the machine's, not the answer's
        except Exception as problem:
            process.end()
            found = Judged(None, f"The check itself failed on this answer ({type(problem).__name__}: {problem})."[:500])
        self.losses[exercise_id] = self.losses.get(exercise_id, 0) + self.processes.spent.losses - losses
        if self.processes.spent.deaths > deaths and any(each.is_begun for each in self.judged.values()):
            self.undone.add(exercise_id)
        found.seconds = process.seconds + self.processes.kept_seconds - before + time.process_time() - mine
        self.judged[exercise_id] = found

    def with_engines_values(self, exercise: Exercise, given: Given) -> Judged | None:
        """The verdict on an answer that uses what the notebook makes with the engine (`values.py`).

        None where the engine's process does not come to its end.
        """
        borrowed, names = self.uses.closure(self.lent_to(exercise.id)), sorted(self.uses.mentioned(exercise.id))
        if "tinygrad_lite" not in exercise.forbids:
            return self.verdict(exercise, given, self.processes.kept("uses it", given.after, borrowed, engine=True))
        try:
            process = self.processes.kept("tells", given.after, borrowed, engine=True)
            told = process.run_up_to(given.after, exercise.id, names, values=True)
        except Expired:
            return None
        values, kinds = (it if isinstance(it, dict) else {} for it in (told.get("values"), told.get("kinds")))
        if not can_be_told(self.processes.notebook(borrowed, engine=False, values=values)):
            values = {}
        process = self.processes.kept("is told", given.after, borrowed, engine=False, values=values)
        found = by_hand(
            exercise, given, self.verdict(exercise, given, process, kinds), self.uses, may_be_program(values)
        )
        return self.right_alone_too(exercise, given, found, values, kinds)

    def right_alone_too(
        self,
        exercise: Exercise,
        given: Given,
        found: Judged,
        values: Mapping[str, Any] | None = None,
        kinds: Mapping[str, Any] | None = None,
    ) -> Judged:
        """The verdict on an answer; first, if it is right and others' code could leave it what it rules out, without
        that. `values` and `kinds` are those that it was given."""
        right = found.verdict is not None and found.verdict.status == "right"
        left = left_by_others(exercise, self.uses) if right else ""
        if not left:
            return found
        there, engine = self.uses.others(exercise.id), self.uses.engine(exercise.id)
        with self.processes.new(there, engine, alone=exercise.id, values=values) as process:
            verdict = self.verdict(exercise, given, process, kinds).verdict
        if verdict is not None and verdict.status == "right":
            return found
        return Judged(None, f"Every value is right, but not without what other answers do (`{left}`).", found.heard)

    def verdict(
        self, exercise: Exercise, given: Given, process: Process, with_engine: Mapping[str, Any] | None = None
    ) -> Judged:
        """The verdict on one answer.

        Args:
            with_engine: where it was asked for, the kinds of the variables where the engine is.
        """
        told = self.told(exercise, given, process)
        kinds = told["kinds"] = told["kinds"] if isinstance(told.get("kinds"), dict) else {}
        lacks = [name for name, kind in kinds.items() if is_engines(kind)]
        kinds |= {name: with_engine[name] for name in lacks if name in with_engine} if with_engine else {}
        made = [name for name in lacks if not is_engines(kinds[name])]
        found = self.verdict_on(exercise, given, process, told, bool(made))
        if made and found.verdict is not None and found.verdict.status not in ("right", "not-by-hand"):
            why = f"It uses `{made[0]}`, which the notebook makes with the engine. For this exercise that is not there."
            found = Judged(None, why, found.heard)
        return replace(found, lacks_engine=bool(lacks))

    def verdict_on(
        self, exercise: Exercise, given: Given, process: Process, told: dict[str, Any], unclear: bool
    ) -> Judged:
        """The verdict on an answer in a process that told what is there; `unclear` as `not_here` has it."""
        submission = self.submission(exercise, given, process, told)
        if submission is None:
            cell = self.program.cells[given.cell].name
            return without_answer(exercise, given, failure_of(told, cell), self.uses, unclear)
        verdict = verdict_on(exercise, submission, *asked(exercise, self.seed))
        heard = getattr(submission.candidate, "heard", [])
        missing = next(
            (a.failure for a in [*heard, verdict.answer] if a and a.failure and a.failure.kind == "NotHere"), None
        )
        if missing is not None and verdict.status != "right":
            return not_here(exercise, submission, missing, heard, unclear)
        own = verdict.answer.failure if verdict.answer and verdict.status == "error" else None
        file = made_elsewhere(self.program, own)
        if file:
            return Judged(None, f"It reads the file {file}, which another cell makes; that cell is not run.")
        return by_hand(exercise, given, Judged(verdict, heard=heard), self.uses)

    def told(self, exercise: Exercise, given: Given, process: Process) -> dict[str, Any]:
        """What the process says when the answer's cell has been run. A cell that hangs is left out from then on.

        Raises:
            Expired: it was the answer's own cell.
        """
        while True:
            try:
                told = process.run_up_to(given.after, exercise.id, sorted(self.uses.mentioned(exercise.id)))
                self.spoilt = self.spoilt or told.get("spoilt") is True
                failed = {block.name: failure_of(told, block.name) for block in self.program.cells}
                self.failures |= {name: failure for name, failure in failed.items() if failure is not None}
                return told
            except Expired:
                names, skipped = {block.name for block in self.program.cells}, self.processes.skipped
                if process.at not in names or process.at in skipped or len(skipped) >= MOST_HANGS:
                    raise
                skipped.append(process.at)
                if process.at == self.program.cells[given.cell].name:
                    raise

    def submission(self, exercise: Exercise, given: Given, process: Process, told: dict[str, Any]) -> Submission | None:
        """The answer as the judge knows answers; None where the process has none."""
        description = told.get("answer")
        if not isinstance(description, dict):
            return None
        value = self.uses.variables(exercise.id).get(given.name)
        name = value.definition.name if isinstance(value, Own) else str(description.get("name", ""))
        candidate: Any = Remote(process, exercise.id, given.after, description, name)
        if description.get("callable") is not True:
            kind = str(description.get("kind", ""))
            candidate = type(kind if kind.isidentifier() else "object", (), {})()
        accepted = self.right_names(given.after) | {exercise.name}
        variables = self.uses.variables(exercise.id)
        namespace = namespace_of(variables, told["kinds"], self.exercises.values(), accepted)
        namespace[exercise.name] = candidate
        return HandedIn(candidate, given.source, namespace, frozenset(self.by_name))
