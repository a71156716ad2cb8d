"""Classes that nobody took: records made by chance, with known faults planted in them.

`simulated_class` is the model behind the table in the flag's description: how able a student is, how hard an exercise
is, and of wrong answers a share that gets a diagnosis. `natural_class` takes the answers of tests/certificate/answers,
judged by the real judge: its records look as a run's do.
"""

import functools
import hashlib
import linecache
import re
from dataclasses import asdict, replace

import numpy as np

from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.exercises import exercises_of, tasks_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of, expected_answers
from tinygrad_lite.course.question import ChoiceQuestion, Question
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.grading.record import Mark, Record

SD = 1.2
EXERCISES = 7


def simulated_class(rng, students, diagnosed=0.8, planted=0.0):
    """Records of a class of seven exercises, two points each; the check of the last refuses a share of right answers.

    A planted fault refuses without a diagnosis: no named mistake gives a right answer's values.
    """
    ability = rng.normal(0, SD, size=students)
    easy = rng.uniform(0.5, 2.5, size=EXERCISES)
    right = rng.random((students, EXERCISES)) < 1 / (1 + np.exp(-(ability[:, None] + easy)))
    named = rng.random((students, EXERCISES)) < diagnosed
    unfair = rng.random(students) < planted
    records = []
    for place in range(students):
        marks = []
        for column in range(EXERCISES):
            refused = unfair[place] and column == EXERCISES - 1
            if right[place, column] and not refused:
                marks.append(Mark(f"sample/{column}", 2.0, 2.0, status="right"))
            elif right[place, column] or not named[place, column]:
                marks.append(Mark(f"sample/{column}", 2.0, 0.0, status="wrong"))
            else:
                marks.append(Mark(f"sample/{column}", 2.0, 0.0, status="wrong", kind="mistake", name="a mistake"))
        records.append(Record(f"student{place}", marks=tuple(marks)))
    return records


def independent_class(rng, students, exercises=11):
    """Records of a class in which everybody wrote alone: some ways to write an answer are frequent, many are rare.

    Every other exercise takes one line, and most write one of a few; the others take several lines, and of these there
    are many. The able are right more often, and the right and the wrong have ways of their own: so the strong agree
    more with the strong, as in a class.
    """
    ability = rng.normal(0, SD, size=students)
    easy = rng.uniform(0.0, 2.0, size=exercises)
    frequent = [1 / np.arange(1, 41) ** 1.5, 1 / np.arange(1, 401) ** 0.8]
    frequent = [weights / weights.sum() for weights in frequent]
    records = []
    for place in range(students):
        marks = []
        for column in range(exercises):
            right = rng.random() < 1 / (1 + np.exp(-(ability[place] + easy[column])))
            way = int(rng.choice(len(frequent[column % 2]), p=frequent[column % 2]))
            if right:
                marks.append(Mark(f"sample/{column}", 2.0, 2.0, status="right", tree=f"right {way}"))
            else:
                behaviour = f"behaviour {way // 2}"
                marks.append(
                    Mark(f"sample/{column}", 2.0, 0.0, status="wrong", tree=f"wrong {way}", behaviour=behaviour)
                )
        records.append(Record(f"student{place}", marks=tuple(marks)))
    return records


def with_a_copy(records, copier, copied, changed=2):
    """The class in which one student handed in another's answers, all but the last few."""
    kept = len(records[copied].marks) - changed
    marks = records[copied].marks[:kept] + records[copier].marks[kept:]
    return [replace(record, marks=marks) if place == copier else record for place, record in enumerate(records)]


# ------------------------------------------------------------------------------------------- real answers, real cards


def short(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def tree_of(source, name):
    import ast

    renamed = {}

    class Names(ast.NodeTransformer):
        def visit_Name(self, node):
            node.id = renamed.setdefault(node.id, f"v{len(renamed)}") if node.id not in ("np", "math") else node.id
            return node

        def visit_arg(self, node):
            node.arg = renamed.setdefault(node.arg, f"v{len(renamed)}")
            return node

    try:
        return short(ast.dump(Names().visit(ast.parse(source))))
    except SyntaxError:
        return short(source)


def behaviour_of(verdict, exercise):
    """How it is wrong on the case shown: enough to tell the sample's answers apart."""
    if verdict.status not in ("wrong", "error"):
        return ""
    answer = verdict.answer
    what = answer.failure.kind if answer and answer.failure else repr(answer.value if answer else None)[:200]
    return short(f"{exercise.id} {verdict.status} {verdict.passed} {what}")


@functools.cache
def _asked(exercise_id):
    exercise = {each.id: each for each in exercises_of("02_loss")}[exercise_id]
    cases = cases_of(exercise)
    return exercise, cases, expected_answers(exercise, cases)


@functools.cache
def judged(exercise_id, source):
    """The mark of one answer to an exercise of lesson 02, judged in this process."""
    exercise, cases, expected = _asked(exercise_id)
    borrowed = {each.name: each.solution for each in exercises_of("02_loss")}
    namespace = {"np": np, **borrowed}
    file = f"<{short(source)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), namespace)
    submission = Submission(namespace[exercise.name], source, namespace, frozenset(borrowed))
    verdict = verdict_on(exercise, submission, cases, expected, 60.0)
    name, kind = (verdict.diagnosis.name, verdict.diagnosis.kind) if verdict.diagnosis else ("", "")
    return Mark(
        exercise.id,
        float(exercise.points),
        float(exercise.points) if verdict.status == "right" else 0.0,
        status=verdict.status,
        kind=kind,
        name=name,
        card=asdict(verdict_card(exercise, verdict, [])),
        source=source,
        tree=tree_of(source, exercise.name),
        behaviour=behaviour_of(verdict, exercise),
        passed=verdict.passed,
        total=verdict.total,
        values_right=name in ("changes its input", "warned"),
    )


def answered(question, given):
    """The mark of an answer to a question."""
    status, said = question.judge(given)
    points = float(question.points)
    card = {"status": status, "title": question.id, "state": "right" if status == "right" else "not yet right"}
    card |= {"facts": [("your answer", str(given))], "text": said}
    return Mark(question.id, points, points if status == "right" else 0.0, status=status, card=card, source=repr(given))


def untouched(task):
    card = {"status": "not-started", "title": task.id, "state": "not started"}
    return Mark(task.id, float(task.points), 0.0, status="not-started", card=card)


def natural_class(seed, students, share_right=0.75):
    """A class of lesson 02: each student able or less able, answers drawn from those that people typed."""
    rng = np.random.default_rng(seed)
    tasks = tasks_of("02_loss")
    able = np.clip(rng.normal(share_right, 0.2, size=students), 0.05, 0.98)
    records = []
    for place in range(students):
        stops = len(tasks) if rng.random() < 0.8 else int(rng.integers(6, len(tasks)))
        marks = [
            untouched(task) if at >= stops else _one(rng, task, rng.random() < able[place])
            for at, task in enumerate(tasks)
        ]
        student = f"student{place:03d}"
        records.append(Record(student, f"{student}/02_loss.ipynb", short(student), "02_loss", marks=tuple(marks)))
    return records


def _one(rng, task, right):
    if isinstance(task, Question):
        wrong = [key for key in task.choices if key != task.right] if isinstance(task, ChoiceQuestion) else []
        wrong = wrong or [number for number in task.wrong]
        return answered(task, task.answer() if right else wrong[rng.integers(len(wrong))])
    answers = answers_to(task)
    pool = answers.right if right else answers.wrong
    # As in a class, some answers are frequent: those that stand first.
    at = int(min(rng.geometric(0.12) - 1, len(pool) - 1))
    return judged(task.id, pool[at].source)


def of_marks(*marks, count=1, name="s"):
    """So many students with the same marks."""
    return [Record(f"{name}{place}", marks=tuple(marks)) for place in range(count)]


def mistaken_class(lesson, seed, students=41):
    """A class of any lesson in which two in three make a named mistake in each exercise, mostly the same few."""
    rng = np.random.default_rng(seed)
    records = []
    for place in range(students):
        marks = []
        for task in tasks_of(lesson):
            names = [] if isinstance(task, Question) else [mistake.name for mistake in task.mistakes()]
            points = float(task.points)
            if names and rng.random() < 2 / 3:
                name = names[(seed + int(rng.geometric(0.4))) % len(names)]
                marks.append(Mark(task.id, points, 0.0, status="wrong", kind="mistake", name=name))
            else:
                marks.append(Mark(task.id, points, points, status="right"))
        records.append(Record(f"student{place}", lesson=lesson, marks=tuple(marks)))
    return records


def unusual(student):
    """A student of lesson 02 whose right answers have a line that nobody else has."""
    marks = []
    for task in tasks_of("02_loss"):
        if isinstance(task, Question):
            marks.append(answered(task, task.answer()))
        else:
            source = next(each.source for each in answers_to(task).right if f"def {task.name}(" in each.source)
            own = re.sub(rf"(def {task.name}\(.*\):\n)", r"\1    begun = ends = None\n", source, count=1)
            marks.append(judged(task.id, own))
    return Record(student, lesson="02_loss", marks=tuple(marks))


def renamed(record, student):
    """The same work under another name."""
    return replace(record, student=student, path=f"{student}/02_loss.ipynb")
