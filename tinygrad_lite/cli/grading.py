"""What instructors call to have notebooks graded: `tinygrad-lite release`, `grade`, `report`, `mistake add`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from ..files import need_writable
from .paths import FILE, FOLDER, KEPT_FILE, NEW_FOLDER, PLACE, ToRead
from .suggesting import Suggesting


@click.command()
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option("--out", required=True, metavar="FOLDER", type=NEW_FOLDER,
              help="Where they are written.")  # fmt: skip
@click.option("--exercises-only", is_flag=True, help="Without the lesson's text: only what is asked.")
@click.option("--nbgrader", is_flag=True, help="With nbgrader's metadata in the cells that earn points.")
@click.option("--exercises", multiple=True, type=FILE, help="Your own exercises (a pack).")
@click.option("--exam", is_flag=True, help="Of your own exercises, without their hints.")
def release(
    lessons: tuple[str, ...], out: Path, exercises_only: bool, nbgrader: bool, exercises: tuple[Path, ...], exam: bool
) -> None:
    """Write lessons for students, from solved ones: without solutions and outputs.

    LESSON is a lesson's name, or a solved notebook of your own. Nobody's work is overwritten.

    \b
    tinygrad-lite release --out for_students                       all lessons
    tinygrad-lite release 02_loss 04_optimizers --out for_students
    tinygrad-lite release my_02_loss.ipynb --out for_students      yours: its texts, the course's tasks
    tinygrad-lite release my_exam.ipynb --exercises my_exam.py --exam --out for_students

    Exit status: 0; 1 if a lesson was not written; 2 for wrong use.
    """
    from ..course.exercises import MORE_LESSONS
    from ..grading.command import command
    from ..grading.errors import GradingError
    from ..grading.extras import read_extras
    from ..grading.packs import check_extras
    from ..grading.release import release as write

    try:
        read_extras(exercises, ()).load()
        check_extras(list(MORE_LESSONS))
    except GradingError as problem:
        raise click.UsageError(str(problem)) from None

    def work() -> int:
        outcomes = list(write(list(lessons), out, exercises_only=exercises_only, nbgrader=nbgrader, exam=exam))
        for one in outcomes:
            click.echo(f"{one.path}: {one.outcome}")
        return 0 if all(one.written for one in outcomes) else 1

    sys.exit(command(work))


@click.command()
@click.argument("submissions", type=PLACE)
@click.argument("exercise", default="")
@click.option(
    "--out",
    required=True,
    metavar="REPORT",
    type=NEW_FOLDER,
    help="Folder for what comes out.",
)
@click.option("--lesson", default="", help='Only this lesson; "any" for each.  [default: what the class handed in]')
@click.option("--only", multiple=True, metavar="EXERCISE", help="Grade only this exercise anew (may be repeated).")
@click.option("--student", multiple=True, metavar="STUDENT", help="Grade only this student anew (may be repeated).")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    help="Of the cases; 0 asks the lesson's own.  [default: fresh; for the same file that of the last run]",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes.  [default: one more than there are processors]")
@click.option("--settings", type=FILE, metavar="TOML", help="Your grading.toml.  [default: that of the last run]")
@click.option("--mistakes", multiple=True, type=FILE, help="Your named mistakes.  [default: those of the last run]")
@click.option("--exercises", multiple=True, type=FILE, help="Your own exercises.  [default: those of the last run]")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Grade on the workers of a Dask scheduler.")
@click.option("--gradebook", type=ToRead(path_type=Path), metavar="COURSE", help="Fill nbgrader's gradebook, too.")
@click.option(
    "--roster", type=FILE, help="Who is in the class: a table that your LMS exports.  [default: that of the last run]"
)
@click.option("--list", "list_files", is_flag=True, help="Only say who handed in what; no code is run.")
@click.option(
    "--replay", default="", metavar="CODE", help="Why this mark? By the code on its page, or by STUDENT EXERCISE."
)
@click.option("--still-open", is_flag=True, help="Students may still hand in: pages show neither seed nor case.")
@click.option("--unsafe", is_flag=True, help="Also where students' programs cannot be held by a sandbox.")
def grade(
    submissions: Path, exercise: str, out: Path, lesson: str, only: tuple[str, ...], student: tuple[str, ...],
    seed: int | None, jobs: int | None, settings: Path | None, mistakes: tuple[Path, ...],
    exercises: tuple[Path, ...], scheduler: str, list_files: bool, replay: str, still_open: bool, unsafe: bool,
    gradebook: Path | None, roster: Path | None,
) -> None:  # fmt: skip
    """Notebooks become marks, feedback and a class report; their code runs in a sandbox.

    SUBMISSIONS is a folder of NAME/02_loss.ipynb, a zip, nbgrader's submitted/, or what an LMS hands out (Moodle,
    Canvas, Blackboard, Brightspace, Gradescope, ILIAS, Sakai). A run that was stopped, or killed, goes on when the
    same command is given again.

    \b
    tinygrad-lite grade submitted --out report                        everything
    tinygrad-lite grade submitted --out report --list                 who handed in what
    tinygrad-lite grade Loss.zip --out report --roster grades.csv     and who did not
    tinygrad-lite grade submitted --out report --student jdoe         one student again
    tinygrad-lite grade submitted --out report --replay jdoe mse      why this mark?
    tinygrad-lite grade submitted --out report --replay 02_loss-mse-9f3c-r2
    tinygrad-lite grade submitted --out report --mistakes my_mistakes.py

    Exit status: 0 all settled; 2 something needs you (needs.csv), or wrong use; 1 nothing was graded, or with --list no
    notebook was found; 4 a mark moved and nothing that it rests on did (changes.csv): the grader's own fault.
    """
    from ..grading.command import grade_class, list_only, replay_one
    from ..grading.errors import GradingError
    from ..grading.wish import Wish
    from ..grading.with_files import with_files

    if exercise and not replay:
        raise click.UsageError(f"Got unexpected extra argument ({exercise})")
    wish = Wish(
        submissions, out, lesson, only, student, seed, unsafe, jobs or 0, scheduler=scheduler, still_open=still_open,
        settings=settings, roster=roster,
    )  # fmt: skip
    try:
        wish, said = with_files(wish, exercises, mistakes, bool(replay))
    except GradingError as problem:
        raise click.UsageError(str(problem)) from None
    for line in said:
        click.echo(line)
    if list_files:
        sys.exit(list_only(wish, gradebook, wish.roster))
    sys.exit(replay_one(wish, replay, exercise) if replay else grade_class(wish, gradebook, wish.roster))


@click.command()
@click.argument(
    "reports",
    nargs=-1,
    required=True,
    metavar="REPORT...",
    type=FOLDER,
)
@click.option("--lecture", is_flag=True, help="Name the page that is safe to project: no names, no small numbers.")
@click.option("--names", is_flag=True, help="Print whose pseudonym is whose, and write nothing.")
def report(reports: tuple[Path, ...], lecture: bool, names: bool) -> None:
    """Write the class report of the last run again, and say where it is.

    \b
    tinygrad-lite report report              report.html: what to say in the next lecture, and what needs you
    tinygrad-lite report report --lecture    lecture.html: safe to project
    tinygrad-lite report report --names      who is K7Q2
    tinygrad-lite report report02 report03   two lessons of one class: what was misunderstood in both

    Exit status: 0; 1 if there is nothing to report on; 2 for wrong use.
    """
    from ..grading.command import print_names, report_again

    sys.exit(print_names(list(reports)) if names else report_again(list(reports), lecture))


@click.group(cls=Suggesting)
def mistake() -> None:
    """Named mistakes of your own.

    \b
    tinygrad-lite mistake add report jdoe loss/mse

    Exit status: 0; 1 if it was not added; 2 for wrong use.
    """


@mistake.command("add")
@click.argument("which", nargs=-1, required=True, metavar="EXERCISE FILE | REPORT [STUDENT] EXERCISE")
@click.option("--cluster", type=click.IntRange(min=1), help="A cluster of the class report, by its number there.")
@click.option("--program", type=FILE, help="The same as FILE.")
@click.option("--into", default="my_mistakes.py", show_default=True, type=KEPT_FILE)
@click.option("--say", help="All that the card says. Its first sentence says what was done, and gives the name.")
@click.option("--name", help='In a few words: "sums instead of averaging".')
@click.option("--what", help="What was done, in a sentence: the card's headline.")
@click.option("--hint", help="What to look at; may be empty.")
@click.option("--concept", default="", help='What was not understood: "sum or mean".')
@click.option("--course", is_flag=True, help="Write nothing; print a method for the course's own exercise.")
@click.option("--yes", is_flag=True, help="I have read the program: do not ask.")
@click.option("--unsafe", is_flag=True, help="Also where programs cannot be held by a sandbox.")
def mistake_add(
    which: tuple[str, ...], cluster: int | None, program: Path | None, into: Path, say: str | None, name: str | None,
    what: str | None, hint: str | None, concept: str, course: bool, yes: bool, unsafe: bool,
) -> None:  # fmt: skip
    """Give a wrong answer a name, for everybody who answers so.

    A program of the class is cleaned of who wrote it. Each is tried in the sandbox, compared with right answers and
    with every mistake that has a name, shown to you, and written into your file of mistakes. Grade with --mistakes, and
    the cards of all who answered so say what you wrote.

    \b
    tinygrad-lite mistake add loss/mse answer.py --say "You took the cube. …"   a file with the wrong answer
    tinygrad-lite mistake add report jdoe loss/mse                              jdoe's answer
    tinygrad-lite mistake add report loss/mse --cluster 1                       what several have in common
    tinygrad-lite mistake add loss/mse answer.py --course                       for authors of the course

    Exit status: 0; 1 if it was not added; 2 for wrong use.
    """
    from ..grading.command_mistake import Words, add_mistake

    if len(which) == 2 and not (program or cluster):
        program = Path(os.fsdecode(FILE(which[-1])))
        which = which[:1]
    if len(which) != (1 if program else 2 if cluster else 3) or (program and cluster):
        raise click.UsageError("Give EXERCISE FILE, REPORT STUDENT EXERCISE, or REPORT EXERCISE --cluster N.")
    if not program:
        FOLDER(which[0])  # the report is there
    if say is not None and (what is not None or hint is not None):
        raise click.UsageError("--say is --what and --hint in one: give it alone.")
    if not course:
        need_writable(into)
    words = Words(name, what, hint, concept) if say is None else Words.said(say, name, concept)
    sys.exit(add_mistake(which, cluster, program, into, words, yes=yes, unsafe=unsafe, course=course))


COMMANDS = (release, grade, report, mistake)
