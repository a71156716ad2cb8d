"""What instructors call when there are marks: `grades`, `feedback`, `override`, `exempt`, `forget`, `export-code`."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import click

from .below_zero import OfCases, OfPoints
from .paths import FILE, FOLDER, NEW_FILE, NEW_FOLDER

REPORT = click.argument("report", type=FOLDER)


class Points(click.ParamType):
    """A number of points from 0, with a point or a comma: "1.5", "1,5"."""

    name = "points"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        try:
            points = float(str(value).replace(",", "."))
        except ValueError:
            points = math.nan
        if not 0 <= points < math.inf:
            self.fail(f'"{value}" is no number of points. Write 0 or more, such as 1.5 or 1,5.', param, ctx)
        return points


TRY = click.option(
    "--try", "only_tried", is_flag=True, help="Only say what would go out: nothing is written or counts as gone out."
)


def _target(out: Path | None, only_tried: bool) -> Path | None:
    """Where to write; None for a look, which writes nothing, whatever --out says."""
    if out is None and not only_tried:
        raise click.UsageError("Say with --out which file is to be written, or --try for a look that writes nothing.")
    return None if only_tried else out


@click.command()
@REPORT
@click.option("--into", "export", required=True, type=FILE, help="The table as your system exported it.")
@click.option("--column", default="", help="Heading of the column for the marks, or a part of it.  [default: the only]")
@click.option("--lesson", default="", help="Which lesson's marks.  [default: the only]")
@click.option("--out", metavar="UPLOAD", type=NEW_FILE, help="The filled table.")
@click.option("--hold", type=FILE, help="A text file: one student a line, whose mark is left out.")
@click.option("--other-names", is_flag=True, help="Fill by the numbers, though many names beside them are other ones.")
@TRY
def grades(
    report: Path,
    export: Path,
    column: str,
    lesson: str,
    out: Path | None,
    hold: Path | None,
    other_names: bool,
    only_tried: bool,
) -> None:
    """Fill the marks of the last run into the table of your learning management system.

    Known are Moodle's worksheet and gradebook (English and German), Canvas, Blackboard, Brightspace, ILIAS' status
    file, and with --column any table, as CSV or as .xlsx. One column is filled (in Moodle's worksheet also the comment,
    with the points; in ILIAS' file also `update`); every other byte stays. A mark that waits for a person is left
    empty. What is filled in counts as gone out (report/exported.csv); with --try nothing does.

    \b
    tinygrad-lite grades report --into moodle.csv --try
    tinygrad-lite grades report --into moodle.csv --out upload.csv
    tinygrad-lite grades report --into status.xlsx --out upload/status.xlsx
    tinygrad-lite grades report --into canvas.csv --column "Loss (12345)" --out upload.csv

    Exit status: 0 all marks placed; 3 one could not be placed; 1 nothing was written; 2 wrong use.
    """
    from ..grading.command import command
    from ..grading.marks_back import grades_into

    target = _target(out, only_tried)
    sys.exit(command(lambda: grades_into(report, export, target, column, lesson, hold, other_names)))


@click.command()
@REPORT
@click.option(
    "--for", "system", required=True, type=click.Choice(["moodle", "canvas", "ilias", "nbgrader"]), help="Who takes it."
)
@click.option("--lesson", default="", help="Which lesson's pages.  [default: the only]")
@click.option("--only", type=FILE, help="A text file: one student a line, whose pages alone.")
@click.option("--hold", type=FILE, help="A text file: one student a line, whose page is left out.")
@click.option("--out", metavar="ZIP", type=NEW_FILE, help="A new archive.")
@TRY
def feedback(
    report: Path, system: str, lesson: str, only: Path | None, hold: Path | None, out: Path | None, only_tried: bool
) -> None:
    """Pack every student's page under the name by which your learning management system hands it out.

    The names are those of the system's own download, which `who.csv` keeps; none is guessed. What is packed counts as
    gone out; with --try nothing does.

    \b
    tinygrad-lite feedback report --for moodle --out feedback.zip
    tinygrad-lite feedback report --for canvas --hold not_yet.txt --out feedback.zip

    Exit status: 0 all pages are in it; 3 one could not be placed; 1 nothing was written; 2 wrong use.
    """
    from ..grading.command import command
    from ..grading.feedback_back import feedback_for

    target = _target(out, only_tried)
    sys.exit(command(lambda: feedback_for(report, system, target, lesson, only, hold)))


@click.command(cls=OfPoints)
@REPORT
@click.argument("student")
@click.argument("exercise")
@click.argument("points", type=Points())
@click.argument("reason")
@click.option("--by", default="", help="Who decided, for the table.")
def override(report: Path, student: str, exercise: str, points: float, reason: str, by: str) -> None:
    """Set one mark by hand. It wins over the automatic one in every later run; the student reads the reason.

    \b
    tinygrad-lite override report jdoe loss/mse 2 "The task can be read this way, too."

    To take it back, delete its line in report/overrides.csv and grade again.

    Exit status: 0; 1 if no mark was set; 2 for wrong use, such as a student who is not there.
    """
    from ..grading.command import override_mark

    sys.exit(override_mark(report, student, exercise, points, reason, by))


@click.command(cls=OfCases)
@REPORT
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
    from ..grading.command_exempt import exempt_cases

    sys.exit(exempt_cases(report, exercise, cases, reason, by, undo))


@click.command()
@REPORT
@click.argument("student", default="")
@click.option("--work", is_flag=True, help="Of everybody: delete what was written, keep the marks.")
def forget(report: Path, student: str, work: bool) -> None:
    """Remove a student from a report folder, with all runs that it keeps; or everybody's programs and texts.

    STUDENT is the id of who.csv, the pseudonym, the login, the number or the name. If it is stopped, or killed, give it
    again. What is not in the folder, such as the download, is yours to delete.

    \b
    tinygrad-lite forget report jdoe
    tinygrad-lite forget report --work       when appeals are over

    Exit status: 0; 1 if the folder is no report; 2 for wrong use, such as a student who is not there.
    """
    from ..grading.forget import forget_student, forget_work

    if bool(student) == work:
        raise click.UsageError("Say who is to be forgotten, or --work for what everybody wrote.")
    sys.exit(forget_work(report) if work else forget_student(report, student))


@click.command("export-code")
@REPORT
@click.option("--for", "detector", required=True, type=click.Choice(["jplag", "dolos"]), help="Who will read it.")
@click.option("--out", required=True, metavar="FOLDER", type=NEW_FOLDER,
              help="A new folder.")  # fmt: skip
def export_code(report: Path, detector: str, out: Path) -> None:
    """Write the code of a class for a program that looks for copied code, to be run on your own computer.

    Students are pseudonyms there, and who.csv says whose; names that they wrote are [name]. What everybody was given is
    in the base code, which is not compared. What a group handed in is there once, and who.csv names all members.

    \b
    tinygrad-lite export-code report --for jplag --out to_compare

    Exit status: 0; 1 if nothing was written; 2 for wrong use.
    """
    from ..grading.export_code import export_code as export

    sys.exit(export(report, detector, out))


COMMANDS = (grades, feedback, override, exempt, forget, export_code)
