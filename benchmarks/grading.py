"""How many notebooks are graded in a minute, and what memory the grader takes: `python -m benchmarks.grading`.

A notebook is a lesson with the first coded exercises answered as in its solution, and everything else as it was
released. Each student's answers differ in a comment, so that nothing that a student wrote is read only once. What it
costs to start a student's process in the sandbox, until it waits for its first cell, is measured beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.folders import project_folder
from tinygrad_lite.files import write_whole
from tinygrad_lite.grading.classroom import Wish, grade, processors, usual_jobs
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.sandbox import Limits, best_tier
from tinygrad_lite.grading.tree import make_tree

#: Notebooks at the beginning whose time does not count: processes start, right answers are computed.
WARM = 20
#: So many notebooks a row has at least.
FEW = 60


def notebook(lesson: str, answered: int) -> dict[str, Any]:
    """The released lesson with the first coded exercises answered."""
    solved, released = (
        json.loads((project_folder() / folder / f"{lesson}.ipynb").read_text("utf-8"))
        for folder in ("solutions", "lessons")
    )
    ids = {exercise.id.replace("/", "-") for exercise in exercises_of(lesson)[:answered]}
    answers = {cell["id"]: "".join(cell["source"]) for cell in solved["cells"] if cell["id"] in ids}
    for cell in released["cells"]:
        cell["source"] = answers.get(cell["id"], "".join(cell["source"]))
    return released | {"answered": sorted(answers)}


def write_class(folder: Path, lesson: str, answered: int, students: int) -> None:
    """So many students' notebooks, NAME/LESSON.ipynb each."""
    content = notebook(lesson, answered)
    ids = content.pop("answered")
    for number in range(students):
        mine = content | {
            "cells": [
                cell | {"source": f"{cell['source']}\n# student {number}"} if cell["id"] in ids else cell
                for cell in content["cells"]
            ]
        }
        write_whole(folder / f"student{number:04}" / f"{lesson}.ipynb", json.dumps(mine))


def timed(lesson: str, answered: int, students: int, jobs: int) -> dict[str, Any]:
    """Grade such a class, seed 1, and time what comes after the first notebooks."""
    times, memory = [], []

    def step(done: int, total: int, record: Any) -> None:
        times.append(time.perf_counter())
        if len(times) in (WARM + 1, students):  # it takes milliseconds
            memory.append(resident())

    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        write_class(top / "submitted", lesson, answered, students)
        wish = Wish(top / "submitted", top / "report", seed=1, jobs=jobs)
        with KeptRuns(wish.report).alone():
            records = grade(wish, step).records
    points = {record.points for record in records}
    assert len(points) == 1, f"equal notebooks, and {points} points"
    seconds = times[-1] - times[WARM]
    each = students - WARM - 1
    return {
        "lesson": lesson,
        "exercises": min(answered, len(exercises_of(lesson))),
        "a minute": round(60 * each / seconds),
        "ms each": round(1000 * processors() * seconds / each),  # of a processor
        "MB at first": round(memory[0] / 2**20),
        "MB at last": round(memory[-1] / 2**20),
    }


def resident() -> int:
    """Bytes that this process and those that it started hold (Linux), those of students not counted."""
    parents: dict[int, list[int]] = {}
    sizes: dict[int, int] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(process.name))
        sizes[int(process.name)] = 0 if b"SETTINGS" in command else int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    total, waiting = 0, [os.getpid()]
    while waiting:
        process_id = waiting.pop()
        total += sizes.get(process_id, 0)
        waiting += parents.get(process_id, [])
    return total


def bare_start(times: int = 30) -> float:
    """Milliseconds for starting a student's process in the sandbox, and ending."""
    tier = best_tier()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        tree = make_tree(Path(folder) / "tree")
        begun = time.perf_counter()
        for _ in range(times):
            with tier.start([str(tree / "start.py")], [tree], Limits()) as started:
                started.stdin.close()  # it is asked nothing, and ends
                started.stdout.read()
        return 1000 * (time.perf_counter() - begun) / times


def rows(students: int, jobs: int) -> Iterator[dict[str, Any]]:
    """Six exercises, then every lesson whole; each row when it is measured."""
    yield timed("02_loss", 6, students, jobs)
    for lesson in LESSONS:
        yield timed(lesson, 99, max(FEW, students // 4), jobs)


def how_many(word: str) -> int:
    """The number of notebooks, out of the command line."""
    if not word.isdecimal() or int(word) < FEW:
        raise argparse.ArgumentTypeError(f"{word!r} is no whole number from {FEW} on: the first {WARM} are not timed")
    return int(word)


def main() -> None:
    """Print a table, row by row."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading", description=__doc__.partition(":")[0] + ".")
    parser.add_argument(
        "notebooks", nargs="?", type=how_many, default=200, help="in the first row; a quarter in others (default: 200)"
    )
    students = parser.parse_args().notebooks
    jobs = usual_jobs()
    print(f"{students} notebooks, {jobs} processes, tier {best_tier().name}; a process that is asked nothing: ", end="")
    print(f"{bare_start():.0f} ms", flush=True)
    for number, row in enumerate(rows(students, jobs)):
        if number == 0:
            print("| " + " | ".join(row) + " |\n" + "|---" * len(row) + "|")
        print("| " + " | ".join(map(str, row.values())) + " |", flush=True)


if __name__ == "__main__":
    main()
