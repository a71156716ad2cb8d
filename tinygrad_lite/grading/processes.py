"""The processes of one notebook: what each of them is told of it, and those that several answers share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.grading import wire
from tinygrad_lite.grading.definitions import Program
from tinygrad_lite.grading.packages import absent_packages
from tinygrad_lite.grading.process import Process, Spent
from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.tier import Tier
from tinygrad_lite.grading.tree import BARE


class Processes:
    """Makes them.

    Attributes:
        skipped: names of cells that hang, and are not run any more.
        spent: what all of them have used.
    """

    def __init__(self, program: Program, exercises: list[Exercise], tier: Tier, tree: Path, limits: Limits) -> None:
        self.program, self.tier, self.tree, self.limits = program, tier, tree, limits
        self.exercises = {exercise.id: exercise for exercise in exercises}
        self.by_name = {exercise.name: exercise for exercise in exercises}
        self.absent = absent_packages(program, exercises)
        self.skipped: list[str] = []
        self.spent = Spent()
        self._kept: dict[str, tuple[bytes, int, Process]] = {}

    def new(
        self, borrowed: Iterable[str], engine: bool, alone: str = "", values: Mapping[str, Any] | None = None
    ) -> Process:
        """A process for this notebook, as `notebook` has it, in which the engine is or not."""
        tree = self.tree if engine else self.tree / BARE
        return Process(self.tier, tree, self.limits, self.notebook(borrowed, engine, alone, values), self.spent)

    def kept(
        self, what: str, place: int, borrowed: Iterable[str], engine: bool, values: Mapping[str, Any] | None = None
    ) -> Process:
        """The last one of its kind (`what`), if it was told the same and has not come further than to this place; else
        a new one, and the last one is ended.
        """
        told = wire.encode([sorted(borrowed), self.skipped, dict(values or {})])
        before, reached, process = self._kept.get(what, (b"", 0, None))
        if process is None or told != before or place < reached:
            if process is not None:
                process.end()
            process = self.new(borrowed, engine, values=values)
        self._kept[what] = told, place, process
        return process

    @property
    def kept_seconds(self) -> float:
        """CPU seconds that they have used and that are not in `spent` yet."""
        return sum(process.seconds - self.spent.cpu_seconds for _, _, process in self._kept.values())

    def close(self) -> None:
        """End what is kept: whoever asks now gets a new one."""
        for _, _, process in self._kept.values():
            process.end()
        self._kept.clear()

    def notebook(
        self, borrowed: Iterable[str], engine: bool, alone: str = "", values: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """What a process is told of this notebook, with these exercises' working versions.

        With `alone`, an exercise's id, there is of the notebook only what its answer needs; with `values`, these in
        place of what was made with what is not there.
        """
        answers = [
            [exercise_id, self.exercises[exercise_id].name, given.cell, given.name, given.written]
            for exercise_id, given in self.program.answers.items()
        ]
        cells, lent = list(self._cells(alone)), {name: self._lent(name) for name in sorted(borrowed)}
        texts = [text for _, text in cells] + [source for source, _ in lent.values()]
        return {
            "cells": cells,
            "answers": answers,
            "borrowed": lent,
            "random": engine or any("random" in text for text in texts),
            "absent": self.absent if engine else [*self.absent, "tinygrad_lite"],
            "skipped": self.skipped,
            "values": values or {},
        }

    def _cells(self, alone: str) -> Iterator[list[str]]:
        """Name and text of each cell; of one answer, where it is to be alone."""
        others = {given.cell for key, given in self.program.answers.items() if key != alone}
        for place, block in enumerate(self.program.cells):
            anothers = place in others and place != self.program.answers[alone].cell if alone else False
            yield [block.name, block.kept_for(alone, anothers) if alone else block.kept]

    def _lent(self, name: str) -> list[str]:
        """The code of an exercise's solution, and what the lesson's own calls itself."""
        exercise = self.by_name[name]
        return [exercise.solution_code(), exercise.solution.__name__]
