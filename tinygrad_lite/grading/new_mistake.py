"""`tinygrad-lite mistake add`: from a wrong answer of the class to a mistake with a name, in an instructor's file.

The answer is cleaned (`cleaned.py`), run in the sandbox, and compared with the right answers and with every mistake
that has a name: only what differs from all of them can be told from them later. Whose answer it was is kept nowhere.
"""

from __future__ import annotations

import ast
import builtins
import json
import re
from dataclasses import dataclass
from pathlib import Path

from ..course import added
from ..course.diagnosis.exact import TELLING, Behaviour, known_answer
from ..course.exercise import Exercise
from ..course.exercises import LESSONS, exercises_of
from ..course.oracle import LESSON_SEED
from ..course.run import Answer
from ..files import write_whole
from .alone import standing_alone
from .asked import asked
from .canaries import notebook
from .cleaned import cleaned
from .clusters import clusters
from .definitions import program_of
from .errors import GradingError, WrongUse
from .extras import Extras
from .flag import mark_of, unexplained
from .judging import Judging
from .kept_runs import KeptRuns, Run
from .mark_meant import mark_meant
from .marking import behaviour, own_tree
from .near import did_you_mean
from .notebook import read_notebook
from .numbers import counted
from .record import GRADED, Record
from .sandbox import Limits, Tier
from .spreadsheet import written_text

HEAD = '''"""Mistakes of our students, named: `tinygrad-lite grade … --mistakes {name}` tells them by these.

Each is a wrong program and what its writer reads: the first sentence says what was done, the rest is a hint. Read a
program before you add it: grading runs it in its own process, outside of the sandbox.
"""

import math

import numpy
import numpy as np

import tinygrad_lite as tg
from tinygrad_lite import nn
from tinygrad_lite.course.exercise import mistake
'''
#: What a program in such a file may use.
IN_THE_HEAD = {"math", "numpy", "np", "tg", "nn"}
ANOTHER_WAY = "Write a program that does the same and stands alone, and give it with --program."


@dataclass(frozen=True)
class Wrong:
    """A wrong program that is to get a name.

    Attributes:
        exercise, lesson: to what it is an answer.
        code: cleaned, as the function or class of the exercise.
        behaves: as the class's answers do (`Mark.behaviour`); "" where it is no answer of the class.
        students: who gave it, who are never named.
        seed: of the cases.
    """

    exercise: Exercise
    lesson: str
    code: str
    behaves: str = ""
    students: tuple[str, ...] = ()
    seed: int = LESSON_SEED


# ---------------------------------------------------------------------------------------------------- which is meant


def from_student(report: Path, student: str, exercise: str) -> Wrong:
    """The answer of a student in the last run.

    Raises:
        GradingError: there is none, or it needs no name.
    """
    run = last_run(report)
    record, mark = mark_meant(run, student, exercise)
    if mark.state != GRADED or mark.status != "wrong":
        raise GradingError(f"The answer to {mark.id} is {mark.status or mark.state}: only a wrong one can be named.")
    if mark.name:
        raise GradingError(f"This answer has a name already: “{mark.name}”.")
    same = [one for one in run.records() if (other := mark_of(one, mark.id)) and other.behaviour == mark.behaviour]
    return _of_class(mark.id, mark.source, mark.behaviour, same, record.seed)


def from_cluster(report: Path, exercise: str, number: int) -> Wrong:
    """A cluster of the class report, by its number there.

    Raises:
        GradingError: there is no such cluster.
    """
    run = last_run(report)
    spec = known_exercise(exercise)
    records = [one for one in run.records() if one.state == GRADED]
    there = clusters(records, [spec])
    cluster = next((one for one in there if one.number == number), None)
    if cluster is None:
        raise WrongUse(f"{spec.id} has {counted(len(there), 'cluster')} without a name; there is no cluster {number}.")
    if not cluster.code or cluster.status != "wrong":
        raise GradingError(f"The code of this cluster cannot be used. {ANOTHER_WAY}")
    members = [one for one in records if one.student in cluster.students]
    for record in members:
        mark = mark_of(record, spec.id)
        if mark is not None and unexplained(mark) and cleaned(mark.source, spec) == cluster.code:
            return _of_class(spec.id, mark.source, mark.behaviour, members, record.seed)
    raise GradingError(f"The code of this cluster cannot be used. {ANOTHER_WAY}")


def from_program(exercise: str, file: Path) -> Wrong:
    """A program of the instructor's own.

    Raises:
        GradingError: it cannot be read.
    """
    spec = known_exercise(exercise)
    try:
        tree = ast.parse(written_text(file))
    except (SyntaxError, ValueError) as problem:
        raise WrongUse(f"{file} cannot be read as Python: {problem}") from None
    own = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == spec.name]
    if not own:
        raise WrongUse(f"{file} has no function or class `{spec.name}`, which {spec.id} asks for.")
    own[-1].decorator_list = []
    return Wrong(spec, added.lesson_of(spec.id), ast.unparse(standing_alone(own[-1], tree, IN_THE_HEAD)))


def last_run(report: Path) -> Run:
    """The last run, with the exercises and mistakes that it was graded with."""
    run = KeptRuns(report).last()
    if run is None:
        raise GradingError(f"In {report} nothing was graded yet. First: tinygrad-lite grade … --out {report}")
    Extras.from_run(run.info).load()
    return run


def known_exercise(exercise_id: str) -> Exercise:
    """An exercise by its id."""
    spec = added.exercise_by_id(exercise_id)
    if spec is None:
        ids = [one.id for lesson in LESSONS for one in exercises_of(lesson)]
        near = did_you_mean(exercise_id, ids) or "Write it as it stands in the lesson, such as loss/mse."
        raise WrongUse(f'There is no exercise "{exercise_id}". {near}')
    return spec


def _of_class(exercise_id: str, source: str, behaves: str, same: list[Record], seed: int) -> Wrong:
    spec = known_exercise(exercise_id)
    code = cleaned(source, spec)
    if not code or not isinstance(ast.parse(code).body[0], ast.FunctionDef | ast.ClassDef):
        raise GradingError(f"Its code cannot be shown without saying whose it is. {ANOTHER_WAY}")
    students = tuple(record.student for record in same)
    return Wrong(spec, added.lesson_of(spec.id), code, behaves, students, seed)


# ----------------------------------------------------------------------------------------------- whether it may be one


def check(wrong: Wrong, tier: Tier) -> None:
    """Refuse a program that is no mistake of its own.

    Raises:
        GradingError: it is right, has a name already, is too near to another, or does not stand alone.
    """
    foreign = sorted(_free_names(wrong.code) - IN_THE_HEAD - {wrong.exercise.name} - set(dir(builtins)))
    if foreign:
        raise GradingError(f"It uses `{foreign[0]}`, which is not in it. {ANOTHER_WAY}")
    for seed in dict.fromkeys((wrong.seed, LESSON_SEED, wrong.seed + 1)):
        heard = answers_in_sandbox(wrong, seed, tier)
        if wrong.behaves and seed == wrong.seed and behaviour(heard) != wrong.behaves:
            raise GradingError(f"Cleaned of who wrote it, it gives other answers than it did. {ANOTHER_WAY}")
        near = nearest(wrong.exercise, seed, heard)
        if near:
            raise GradingError(
                f"Fewer than {TELLING} cases tell it from {near} (seed {seed}): the check could not tell the two apart."
            )


def answers_in_sandbox(wrong: Wrong, seed: int, tier: Tier) -> list[Answer]:
    """Its answers to the cases of a seed.

    Raises:
        GradingError: the judge says something else of it than "wrong, and nobody knows why".
    """
    spec, given = wrong.exercise, f'@exercise("{wrong.exercise.id}")\n{wrong.code}'
    program = program_of(read_notebook(notebook(wrong.lesson, [given])), wrong.lesson)
    judging = Judging(program, exercises_of(wrong.lesson), seed, tier, own_tree(), Limits())
    judged = judging.all().get(spec.id)
    verdict = judged.verdict if judged else None
    if judged is None or verdict is None or verdict.status != "wrong":
        said = verdict.status if verdict else judged.why if judged else "nothing"
        more = f" ({verdict.diagnosis.text})" if verdict and verdict.diagnosis else ""
        raise GradingError(f"The program is not judged wrong with seed {seed}, but: {said}{more}.")
    if verdict.diagnosis:
        raise GradingError(f"This mistake has a name already: “{verdict.diagnosis.name}”: {verdict.diagnosis.text}")
    if len(judged.heard) < verdict.total:
        raise GradingError(f"It did not answer all cases with seed {seed}.")
    return judged.heard


def nearest(exercise: Exercise, seed: int, heard: list[Answer]) -> str:
    """What it cannot be told from: the right answers, or a named mistake; "" if from all."""
    cases, expected = asked(exercise, seed)
    mine = Behaviour(exercise, cases, heard, expected)
    own = exercise.has_own_judge
    right = [known_answer(exercise, None, case) for case in cases] if own else expected
    if mine.tells(Behaviour(exercise, cases, right, expected)) < TELLING:
        return "the right answers"
    for mistake in exercise.mistakes():
        theirs = Behaviour(exercise, cases, [known_answer(exercise, mistake, case) for case in cases], expected)
        if mine.tells(theirs) < TELLING or theirs.tells(mine) < TELLING:
            return f"the mistake “{mistake.name}”"
    return ""


def _free_names(code: str) -> set[str]:
    """Names that a program reads and does not give a value."""
    nodes = list(ast.walk(ast.parse(code)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler)}  # type: ignore[misc]
    aliases = [alias for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names]
    bound |= {alias.asname or alias.name.partition(".")[0] for alias in aliases}
    return {node.id for node in names if isinstance(node.ctx, ast.Load)} - bound


# ------------------------------------------------------------------------------------------------------- the file


def check_words(wrong: Wrong, name: str, what: str, hint: str) -> None:
    """Refuse words that cannot stand on a card.

    Raises:
        GradingError: something is missing, taken, or somebody's name.
    """
    if not name.strip() or not what.strip() or "\n" in name + what:
        raise WrongUse("A mistake needs a name and a sentence that says what was done, each on one line.")
    if not what.strip().endswith((".", "!", "?")):
        raise WrongUse("What was done is to be a sentence, with a full stop at its end.")
    if name in [mistake.name for mistake in wrong.exercise.mistakes()]:
        raise GradingError(f"{wrong.exercise.id} has a mistake “{name}” already: choose another name.")
    for student in wrong.students:
        if any(re.search(rf"\b{re.escape(student)}\b", text, re.IGNORECASE) for text in (name, what, hint)):
            raise GradingError(f"The words name {student}: other students will read them.")


def as_function(wrong: Wrong, name: str, what: str, hint: str, concept: str = "", taken: str = "") -> str:
    """The mistake as it stands in the file."""
    tree = ast.parse(wrong.code)
    word = re.sub(r"[^a-z0-9]+", "_", f"{wrong.exercise.name} {name}".lower()).strip("_") or wrong.exercise.name
    own = word
    number = 2
    while re.search(rf"^(def|class) {own}\b", taken, re.MULTILINE):
        own, number = f"{word}_{number}", number + 1
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == wrong.exercise.name:
            node.id = own
    tree.body[0].name = own  # type: ignore[attr-defined]
    said = [_quoted(name), _quoted(f"{what.strip()} " if hint.strip() else what.strip())]
    if hint.strip():
        said[1] += f"\n    {_quoted(hint.strip())}"
    rows = [f"    {each},\n" for each in said] + ([f"    concept={_quoted(concept)},\n"] if concept else [])
    rows.append(f"    exercise={_quoted(wrong.exercise.id)},\n")
    return f"@mistake(\n{''.join(rows)})\n{ast.unparse(tree)}\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def as_file(wrong: Wrong, name: str, what: str, hint: str, concept: str = "") -> str:
    """A file with nothing but this mistake, to try it."""
    return f"{HEAD.format(name='')}\n\n{as_function(wrong, name, what, hint, concept)}"


def add_to(file: Path, wrong: Wrong, name: str, what: str, hint: str, concept: str = "") -> None:
    """Write the mistake at the end of the instructor's file, which is begun where it is not there."""
    before = written_text(file) if file.exists() else HEAD.format(name=file.name)
    text = f"{before.rstrip()}\n\n\n{as_function(wrong, name, what, hint, concept, before)}"
    ast.parse(text)
    write_whole(file, text)
