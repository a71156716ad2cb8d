"""The command `tinygrad-lite`. What its commands do is elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from . import __version__
from .benchmark import run_benchmarks
from .cli_manual import manual
from .cli_student import COMMANDS

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tinygrad-lite")
def main() -> None:
    """A small NumPy autograd engine with PyTorch's names, and a course built on it."""


@main.command()
@click.argument("submissions", type=click.Path(exists=True, path_type=Path))
@click.argument("exercise", default="")
@click.option(
    "--out", required=True, metavar="REPORT", type=click.Path(path_type=Path), help="Folder for what comes out."
)
@click.option("--lesson", default="", help='Only this lesson; "any" for each.  [default: what the class handed in]')
@click.option("--only", multiple=True, metavar="EXERCISE", help="Grade only this exercise anew (may be repeated).")
@click.option("--student", multiple=True, metavar="STUDENT", help="Grade only this student anew (may be repeated).")
@click.option("--seed", type=int, help="Of the cases.  [default: fresh; for the same file that of the last run]")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes.  [default: one for each processor]")
@click.option("--settings", type=FILE, metavar="TOML", help="Your grading.toml.  [default: that of the last run]")
@click.option("--mistakes", multiple=True, type=FILE, help="Your file of named mistakes (mistake add).")
@click.option("--exercises", multiple=True, type=FILE, help="Your own exercises (a pack).")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Grade on the workers of a Dask scheduler.")
@click.option("--gradebook", type=click.Path(path_type=Path), metavar="COURSE", help="Fill nbgrader's gradebook, too.")
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
    Canvas, Blackboard, Brightspace, Gradescope, ILIAS). A run that was stopped, or killed, goes on when the same
    command is given again.

    \b
    tinygrad-lite grade submitted --out report                        everything
    tinygrad-lite grade submitted --out report --list                 who handed in what
    tinygrad-lite grade Loss.zip --out report --roster grades.csv     and who did not
    tinygrad-lite grade submitted --out report --student jdoe         one student again
    tinygrad-lite grade submitted --out report --replay jdoe mse      why this mark?
    tinygrad-lite grade submitted --out report --replay 02_loss-mse-9f3c-r2
    tinygrad-lite grade submitted --out report --mistakes my_mistakes.py

    Exit status: 0 all settled; 2 something needs you (needs.csv), or wrong use; 1 nothing was graded; 4 a mark moved
    and nothing that it rests on did (changes.csv): the grader's own fault.
    """
    from .grading.command import grade_class, list_only, replay_one
    from .grading.due import read_timing
    from .grading.errors import GradingError
    from .grading.extras import read_extras
    from .grading.groups import read_groups
    from .grading.kept_runs import KeptRuns
    from .grading.never_lower import read_regrade
    from .grading.points import read_points
    from .grading.settings import file_before, read_settings, told_before
    from .grading.wish import Wish

    if exercise and not replay:
        raise click.UsageError(f"Got unexpected extra argument ({exercise})")
    try:
        last = KeptRuns(out).last()
        info = last.info if last else None
        before = None if settings else file_before(info, "settings")
        listed = None if roster or replay else file_before(info, "roster")
        toml = read_settings(settings or before)
        points, timing, extras = read_points(toml), read_timing(toml), read_extras(exercises, mistakes, toml)
        groups, regrade = read_groups(toml), read_regrade(toml)
    except GradingError as problem:
        raise click.UsageError(str(problem)) from None
    if before and not replay:
        click.echo(told_before(before, "settings"))
    if listed:
        click.echo(told_before(listed, "roster"))
    roster = roster or listed
    wish = Wish(
        submissions, out, lesson, only, student, seed, unsafe, jobs or 0, points, scheduler=scheduler, extras=extras,
        still_open=still_open, timing=timing, groups=groups, regrade=regrade,
        settings=settings or before, roster=roster,
    )  # fmt: skip
    if list_files:
        sys.exit(list_only(wish, roster))
    sys.exit(replay_one(wish, replay, exercise) if replay else grade_class(wish, gradebook, roster))


@main.group()
def mistake() -> None:
    """Named mistakes of your own."""


@mistake.command("add")
@click.argument("which", nargs=-1, required=True, metavar="[REPORT [STUDENT]] EXERCISE")
@click.option("--cluster", type=int, help="A cluster of the class report, by its number there.")
@click.option("--program", type=FILE, help="A wrong program of your own instead of an answer of the class.")
@click.option("--into", default="my_mistakes.py", show_default=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--name", help='In a few words: "sums instead of averaging".')
@click.option("--what", help="What was done, in a sentence: the card's headline.")
@click.option("--hint", help="What to look at; may be empty.")
@click.option("--concept", default="", help='What was not understood: "sum or mean".')
@click.option("--yes", is_flag=True, help="I have read the program: do not ask.")
@click.option("--unsafe", is_flag=True, help="Also where programs cannot be held by a sandbox.")
def mistake_add(
    which: tuple[str, ...], cluster: int | None, program: Path | None, into: Path, name: str | None, what: str | None,
    hint: str | None, concept: str, yes: bool, unsafe: bool,
) -> None:  # fmt: skip
    """Give a wrong answer of the class a name, for everybody who answers so.

    Its program is cleaned of who wrote it, tried in the sandbox, shown to you, and written into your file of mistakes.
    Grade with --mistakes, and the cards of all who answered so say what you wrote.

    \b
    tinygrad-lite mistake add report jdoe loss/mse               jdoe's answer
    tinygrad-lite mistake add report loss/mse --cluster 1        what several have in common
    tinygrad-lite mistake add loss/mse --program wrong.py        a program of your own

    Exit status: 0; 1 if it was not added; 2 for wrong use.
    """
    from .grading.command_mistake import Words, add_mistake

    if len(which) != (1 if program else 2 if cluster else 3) or (program and cluster):
        raise click.UsageError("Give REPORT STUDENT EXERCISE, REPORT EXERCISE --cluster N, or EXERCISE --program F.")
    sys.exit(add_mistake(which, cluster, program, into, Words(name, what, hint, concept), yes=yes, unsafe=unsafe))


@main.command()
@click.argument("report", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--into", "export", required=True, type=FILE, help="The table as your system exported it.")
@click.option("--column", default="", help="Heading of the column for the marks, or a part of it.  [default: the only]")
@click.option("--lesson", default="", help="Which lesson's marks.  [default: the only]")
@click.option(
    "--out", required=True, metavar="UPLOAD", type=click.Path(dir_okay=False, path_type=Path), help="The filled table."
)
@click.option("--hold", type=FILE, help="A text file: one student a line, whose mark is left out.")
def grades(report: Path, export: Path, column: str, lesson: str, out: Path, hold: Path | None) -> None:
    """Fill the marks of the last run into the table of your learning management system.

    Known are Moodle's worksheet (English and German), Canvas, Blackboard, Brightspace, and with --column any table. One
    column is filled (in Moodle's worksheet also the comment, with the points); every other byte stays. A mark that
    waits for a person is left empty.

    \b
    tinygrad-lite grades report --into moodle.csv --out upload.csv
    tinygrad-lite grades report --into canvas.csv --column "Loss (12345)" --out upload.csv

    Exit status: 0 all marks placed; 3 one could not be placed; 1 nothing was written; 2 wrong use.
    """
    from .grading.command import command
    from .grading.marks_back import grades_into

    sys.exit(command(lambda: grades_into(report, export, out, column, lesson, hold)))


@main.command()
@click.argument("report", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--for", "system", required=True, type=click.Choice(["moodle", "canvas", "ilias", "nbgrader"]), help="Who takes it."
)
@click.option("--lesson", default="", help="Which lesson's pages.  [default: the only]")
@click.option("--only", type=FILE, help="A text file: one student a line, whose pages alone.")
@click.option("--hold", type=FILE, help="A text file: one student a line, whose page is left out.")
@click.option(
    "--out", required=True, metavar="ZIP", type=click.Path(dir_okay=False, path_type=Path), help="A new archive."
)
def feedback(report: Path, system: str, lesson: str, only: Path | None, hold: Path | None, out: Path) -> None:
    """Pack every student's page under the name by which your learning management system hands it out.

    The names are those of the system's own download, which `who.csv` keeps; none is guessed.

    \b
    tinygrad-lite feedback report --for moodle --out feedback.zip
    tinygrad-lite feedback report --for canvas --hold not_yet.txt --out feedback.zip

    Exit status: 0 all pages are in it; 3 one could not be placed; 1 nothing was written; 2 wrong use.
    """
    from .grading.command import command
    from .grading.feedback_back import feedback_for

    sys.exit(command(lambda: feedback_for(report, system, out, lesson, only, hold)))


@main.command()
@click.argument("report", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("student")
@click.argument("exercise")
@click.argument("points", type=float)
@click.argument("reason")
@click.option("--by", default="", help="Who decided, for the table.")
def override(report: Path, student: str, exercise: str, points: float, reason: str, by: str) -> None:
    """Set one mark by hand. It wins over the automatic one in every later run; the student reads the reason.

    \b
    tinygrad-lite override report jdoe loss/mse 2 "The task can be read this way, too."

    To take it back, delete its line in report/overrides.csv and grade again.
    """
    from .grading.command import override_mark

    sys.exit(override_mark(report, student, exercise, points, reason, by))


@main.command()
@click.argument("report", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("student", default="")
@click.option("--work", is_flag=True, help="Of everybody: delete what was written, keep the marks.")
def forget(report: Path, student: str, work: bool) -> None:
    """Remove a student from a report folder, with all runs that it keeps; or everybody's programs and texts.

    STUDENT is the id of who.csv, the pseudonym, the login, the number or the name. If it is stopped, or killed, give it
    again. What is not in the folder, such as the download, is yours to delete.

    \b
    tinygrad-lite forget report jdoe
    tinygrad-lite forget report --work       when appeals are over

    Exit status: 0; 1 if nothing is kept of such a student; 2 for wrong use.
    """
    from .grading.forget import forget_student, forget_work

    if bool(student) == work:
        raise click.UsageError("Say who is to be forgotten, or --work for what everybody wrote.")
    sys.exit(forget_work(report) if work else forget_student(report, student))


@main.command()
@click.argument("report", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("exercise")
@click.argument("cases", metavar="CASE")
@click.argument("reason", default="")
@click.option("--by", default="", help="Who decided, for the table.")
@click.option("--undo", is_flag=True, help="It counts again.")
def exempt(report: Path, exercise: str, cases: str, reason: str, by: str, undo: bool) -> None:
    """Let a case of a check count for nobody, when it asks what the task does not say.

    CASE is its number, as `grade --replay` shows it, or several: 7 or 2,4-6. It is kept in REPORT/exempt.csv, and the
    class report says so. Marks move when the class is graded again; changes.csv says which.

    \b
    tinygrad-lite exempt report loss/huber 22-25 "The task does not say what happens exactly at delta."
    tinygrad-lite exempt report loss/huber 22-25 --undo

    Exit status: 0; 1 if it was refused; 2 for wrong use.
    """
    from .grading.command_exempt import exempt_cases

    sys.exit(exempt_cases(report, exercise, cases, reason, by, undo))


@main.command()
@click.argument(
    "reports",
    nargs=-1,
    required=True,
    metavar="REPORT...",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
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
    """
    from .grading.command import print_names, report_again

    sys.exit(print_names(list(reports)) if names else report_again(list(reports), lecture))


@main.command("export-code")
@click.argument("report", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--for", "detector", required=True, type=click.Choice(["jplag", "dolos"]), help="Who will read it.")
@click.option("--out", required=True, metavar="FOLDER", type=click.Path(path_type=Path), help="A new folder.")
def export_code(report: Path, detector: str, out: Path) -> None:
    """Write the code of a class for a program that looks for copied code, to be run on your own computer.

    Students are pseudonyms there, and who.csv says whose; names that they wrote are [name]. What everybody was given is
    in the base code, which is not compared.

    \b
    tinygrad-lite export-code report --for jplag --out to_compare

    Exit status: 0; 1 if nothing was written; 2 for wrong use.
    """
    from .grading.export_code import export_code as export

    sys.exit(export(report, detector, out))


@main.command()
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option("--out", required=True, metavar="FOLDER", type=click.Path(path_type=Path), help="Where they are written.")
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
    from .course.exercises import MORE_LESSONS
    from .grading.errors import GradingError
    from .grading.extras import read_extras
    from .grading.packs import check_extras
    from .grading.release import release as write

    try:
        read_extras(exercises, ()).load()
        check_extras(list(MORE_LESSONS))
    except GradingError as problem:
        raise click.UsageError(str(problem)) from None
    outcomes = list(write(list(lessons), out, exercises_only=exercises_only, nbgrader=nbgrader, exam=exam))
    for one in outcomes:
        click.echo(f"{one.path}: {one.outcome}")
    sys.exit(0 if all(one.written for one in outcomes) else 1)


@main.command()
@click.option("--quick", is_flag=True, help="Rough figures, in a minute instead of five.")
@click.option("--only", metavar="TEXT", default="", help="Only rows whose name contains TEXT.")
@click.option("--json", "file", metavar="FILE", type=click.Path(dir_okay=False), help="Write the figures to FILE too.")
@click.option("--record", type=click.Choice(["gpu"]), help="Record a GPU's run, for lesson 08.")
@click.option("--device", help="With --record: cuda, mps, or torch, the stand-in.  [default: the GPU that is there]")
@click.option("--output", type=click.Path(dir_okay=False), help="With --record: the recording.  [default: gpu.json]")
@click.option("--markdown", type=click.Path(dir_okay=False), help="With --record: write it as a page too.")
@click.option("--from", "earlier", type=click.Path(dir_okay=False), help="With --record: read, measure nothing.")
def bench(quick: bool, only: str, file: str | None, record: str | None, **recording: str | None) -> None:
    """How fast the engine is, beside PyTorch, the same by hand in NumPy, and mygrad.

    All sides must first come to the same result; then they are timed in turn, with one thread each. The table shows
    medians, ratios to PyTorch (below 1 is faster) and what is to be reached.

    \b
    tinygrad-lite bench                              everything
    tinygrad-lite bench --quick --only "Adam step"   the rows of that name, roughly
    tinygrad-lite bench --json figures.json          with medians and quartiles, machine and versions
    tinygrad-lite bench --record gpu                 a GPU beside its CPU, all threads: writes gpu.json
    tinygrad-lite bench --record gpu --device torch  the same without a GPU, to try the format

    Exit status: 0; 1 if nothing could be measured; 2 for wrong use, or without a GPU to record.
    """
    arguments = ["--quick"] if quick else []
    if record:
        if only or file:
            raise click.UsageError("--only and --json are not for --record; the recording goes to --output.")
        names = {name: "--from" if name == "earlier" else f"--{name}" for name in recording}
        arguments += [word for name, value in recording.items() if value for word in (names[name], value)]
        sys.exit(run_benchmarks(arguments, "gpu"))
    if given := [name for name, value in recording.items() if value]:
        raise click.UsageError(f"--{given[0].replace('earlier', 'from')} is for --record gpu.")
    arguments += ["--only", only] if only else []
    arguments += ["--json", file] if file else []
    sys.exit(run_benchmarks(arguments))


for each in (*COMMANDS, manual):
    main.add_command(each)
