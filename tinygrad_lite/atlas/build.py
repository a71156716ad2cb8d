"""Finds out what the atlas tells of each mistake, and keeps it in `data/`: the smallest case, lines, how often met.

    python -m tinygrad_lite.atlas.build            what is new or changed
    python -m tinygrad_lite.atlas.build --all      everything anew
    python -m tinygrad_lite.atlas.build --check    write nothing; say what differs; exit status 1 if anything does

The kept answers of students are in the repository alone, and so this runs in a checkout.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import hashlib
import inspect
import json
import sys
from pathlib import Path
from typing import Any

from ..course.attempt import Verdict, fault_of
from ..course.card import value_text, verdict_card
from ..course.case import Case
from ..course.certificate.answers import Answers, answers_to
from ..course.diagnosis.exact import fill
from ..course.exercise import Exercise, Mistake
from ..course.exercises import LESSONS, exercises_of
from ..course.oracle import cases_of, expected_answers
from ..course.run import Answer, run
from ..course.stub import source_of
from ..files import write_whole
from .wrong_lines import wrong_lines

DATA = Path(__file__).parent / "data"
#: Letters of one value.
LONGEST = 400
#: Rows that are others in every run: measured times, and Python's `hash`. By exercise and mistake; "" for all of it.
_OTHERS_EACH_TIME = {
    ("gpu/time_it", ""): ("comes out", "so"),
    ("loop/run_record", "Python's hash as the fingerprint"): ("comes out",),
}
#: Labels of a card speak to the student; the atlas speaks of a program.
_LABELS = {"you returned": "comes out", "you gave": "comes out"}


def lesson_data(lesson: str, kept: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a lesson's exercises; what is known and has not changed is taken over.

    Args:
        kept: as it was kept before; {} to find out everything anew.
    """
    return {exercise.id: _of_exercise(exercise, kept.get(exercise.id, {})) for exercise in exercises_of(lesson)}


def _of_exercise(exercise: Exercise, kept: dict[str, Any]) -> dict[str, Any]:
    answers, before = answers_to(exercise), kept.get("mistakes", {})
    right = [exercise.solution_code(), *(answer.source for answer in answers.right)]
    found = {}
    for mistake in exercise.mistakes():
        met = met_by(mistake, answers)
        typed = [answers.wrong[place].source for place in met]
        digest = _digest(exercise, mistake, right, typed)
        old = before.get(mistake.name, {})
        if old.get("digest") != digest:
            lines = wrong_lines([*program_of(exercise, mistake), *typed], right, exercise.solution_code())
            facts, case = facts_of(exercise, mistake)
            said = fill(mistake, exercise, case).text if case and "{" in mistake.text else ""
            old = {"facts": facts, "lines": lines, **({"text": said} if said else {})}
        found[mistake.name] = {**old, "met": len(met), "digest": digest}
    return {"wrong": len(answers.wrong), "mistakes": found}


def met_by(mistake: Mistake, answers: Answers) -> list[int]:
    """Which of the kept wrong answers are this mistake, as it stands in their markers."""
    return [place for place, answer in enumerate(answers.wrong) if answer.is_true(mistake.name)]


def _digest(exercise: Exercise, mistake: Mistake, right: list[str], typed: list[str]) -> str:
    """Changes with everything of which lines and case are made, except for helpers in other files."""
    module = inspect.getsource(sys.modules[type(exercise).__module__])
    parts = [module, inspect.getsource(mistake.candidate), *right, *typed]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


# ------------------------------------------------------------------------------------------------- its program


def program_of(exercise: Exercise, mistake: Mistake) -> list[str]:
    """The exercise's own wrong program, where it stands alone as a student's does; else nothing."""
    source = source_of(mistake.candidate, exercise.name)
    tree = ast.parse(source)
    definition = tree.body[0]
    if isinstance(definition, ast.ClassDef) and definition.bases:
        return []  # it changes another one's methods
    functions = [definition] if isinstance(definition, ast.FunctionDef) else []
    for function in functions:
        if function.args.args and function.args.args[0].arg == "self":
            function.args.args = function.args.args[1:]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - names
    bound |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    bound |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    foreign = names - bound - set(dir(builtins)) - {"np", "math", "tg", "copy", "json"}
    return [] if foreign else [ast.unparse(tree)]


# ------------------------------------------------------------------------------------------- what it does to numbers


def facts_of(exercise: Exercise, mistake: Mistake) -> tuple[list[list[str]], Case | None]:
    """The first, and so the smallest case in which the mistake can be seen: input, what comes out, what is expected."""
    cases = cases_of(exercise)
    shown: tuple[list[list[str]], Case | None] = ([], None)
    for case, right in zip(cases, expected_answers(exercise, cases), strict=True):
        answer = run(mistake.candidate, case)
        if fault_of(exercise, case, answer, right):
            left_out = [_OTHERS_EACH_TIME.get((exercise.id, name), ()) for name in ("", mistake.name)]
            rows = _facts(exercise, case, answer, right)
            shown = [row for row in rows if row[0] not in (*left_out[0], *left_out[1])], case
            if answer.failure or exercise.has_own_judge or value_text(answer.value) != value_text(right.value):
                return shown
    return shown


def _facts(exercise: Exercise, case: Case, answer: Answer, right: Answer) -> list[list[str]]:
    card = verdict_card(exercise, Verdict(exercise.id, "wrong", case=case, answer=answer, expected=right), [])
    rows = [[_LABELS.get(label, label), value] for label, value in card.facts if not label.startswith("line ")]
    if exercise.has_own_judge and not answer.failure:
        finding = fault_of(exercise, case, answer, right)
        rows.append(["so", finding.text if finding else ""])
    return [[label, value if len(value) <= LONGEST else f"{value[:LONGEST]} …"] for label, value in rows]


# ----------------------------------------------------------------------------------------------------------- the files


def as_text(found: dict[str, Any]) -> str:
    """The text of a file: a line for each mistake, so that a change is seen where it is."""
    lines = ["{"]
    for place, (exercise_id, kept) in enumerate(found.items()):
        lines.append(f'{json.dumps(exercise_id)}: {{"wrong": {kept["wrong"]}, "mistakes": {{')
        rows = [
            f" {json.dumps(name)}: {json.dumps(each, ensure_ascii=False)}" for name, each in kept["mistakes"].items()
        ]
        lines.append(",\n".join(rows))
        lines.append("}}," if place < len(found) - 1 else "}}")
    return "\n".join([*lines, "}"]) + "\n"


def main(arguments: list[str]) -> int:
    """Write, or check, the files."""
    parser = argparse.ArgumentParser(prog="python -m tinygrad_lite.atlas.build")
    parser.add_argument("--all", action="store_true", help="find everything out anew")
    parser.add_argument("--check", action="store_true", help="write nothing; say what differs")
    given = parser.parse_args(arguments)
    differs = []
    for lesson, (folder, _) in LESSONS.items():
        file = DATA / f"{folder}.json"
        before = file.read_text(encoding="utf-8") if file.exists() else "{}"
        text = as_text(lesson_data(lesson, {} if given.all else json.loads(before)))
        if text != before:
            differs.append(folder)
            if not given.check:
                write_whole(file, text)
    if differs and given.check:
        print(f"The atlas is behind: {', '.join(differs)}. Run: python -m tinygrad_lite.atlas.build")
    return 1 if differs and given.check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
