"""What students call: `tinygrad-lite lab`, `status`, `check`, `update`, `atlas`, `doctor`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import quote

import click

from .paths import FILE, FOLDER, NEW_FILE, NEW_FOLDER, PLACE
from .server import run_until_stopped

SETTINGS = Path(__file__).with_name("jupyter")  #: of JupyterLab for students: no menu of nbgrader's


class ForJupyterLab(click.Command):
    """A command that says where options of JupyterLab's belong."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As any command; of an option that it has not, it says what to type."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            typed = f"{ctx.command_path} my_lessons -- {error.option_name}"
            said = f"{error.format_message()} If it is one of JupyterLab's, put -- before it: {typed}"
            raise click.UsageError(said, ctx) from error


@click.command(cls=ForJupyterLab)
@click.argument("folder", type=NEW_FOLDER)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def lab(folder: Path, options: tuple[str, ...]) -> None:
    """Open the lessons in JupyterLab, in a folder of your own.

    Lessons that are not in FOLDER yet are copied into it; what you have worked in stays as it is. Ctrl-C ends it. What
    follows -- goes to JupyterLab.

    \b
    tinygrad-lite lab my_lessons
    tinygrad-lite lab my_lessons -- --no-browser --port 9000

    Exit status: that of JupyterLab; 0 after Ctrl-C.
    """
    from ..course.exercises import LESSONS
    from ..course.update.folder import begin

    begin(folder, click.echo, "tinygrad-lite update")
    there = [file.name for file in folder.glob("*.ipynb")]
    first = min([name for name in there if name.removesuffix(".ipynb") in LESSONS] or there)
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder.resolve()}"]
    command += ["--ServerApp.log_level=WARN", "--LabApp.log_level=WARN"]
    command += ["--ServerApp.answer_yes=True"]  # Ctrl-C ends it without a question
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    paths = os.pathsep.join(filter(None, [str(SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH")]))
    command += [f"--LabApp.default_url=/lab/tree/{quote(first)}", *options]
    click.echo(f"Opening {first} in JupyterLab; Ctrl-C here ends it. Your work is in {folder.resolve()}")
    status = run_until_stopped(command, {**os.environ, "JUPYTER_CONFIG_PATH": paths})
    if status is None:
        click.echo(f"Stopped. Your work is in {folder.resolve()}")
    sys.exit(status)


@click.command()
@click.argument("folder", default=".", type=FOLDER)
def status(folder: Path) -> None:
    """Say how far you are: every lesson of the course, and what comes next.

    FOLDER is where your notebooks are, by default this one.

    \b
    tinygrad-lite status my_lessons

    Exit status: 0; 2 for wrong use.
    """
    from ..course.overview import standing

    click.echo(repr(standing(folder)))


@click.command()
@click.argument("notebook", type=FILE)
@click.option("--only", multiple=True, metavar="EXERCISE", help="Show only this exercise (may be repeated).")
@click.option("--seed", type=click.IntRange(min=0), help="Of the cases.  [default: a fresh one]")
@click.option("--receipt", metavar="PAGE", type=NEW_FILE, help="Also a page to be printed.")
def check(notebook: Path, only: tuple[str, ...], seed: int | None, receipt: Path | None) -> None:
    """Check your notebook as it will be graded, before you hand it in.

    It is read from the disk, so save it first. Its answers run in a fresh process, with only what they need of the
    notebook. The last line is a receipt: it says which file this was. Of an instructor's own tasks, in an exam say, it
    tells only which answers are there.

    \b
    tinygrad-lite check 02_loss.ipynb
    tinygrad-lite check 02_loss.ipynb --only mse --seed 8812
    tinygrad-lite check exam_february.ipynb --receipt receipt.html

    Exit status: 0 all shown is right; 1 something is not right yet; 2 it cannot be read, or wrong use.
    """
    from ..grading.command import command
    from ..grading.own_check import check_notebook

    sys.exit(command(lambda: check_notebook(notebook, only, seed, receipt)))


@click.command()
@click.argument("places", nargs=-1, metavar="[NOTEBOOK|FOLDER]...", type=PLACE)
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be done.")
@click.option("--undo", is_flag=True, help="Bring notebooks back as they were before their last update.")
def update(places: tuple[Path, ...], dry_run: bool, undo: bool) -> None:
    """Bring corrected lessons into your own copies; nothing that you wrote is touched.

    Cells that you have not changed get the lesson's new text. Where you have written, yours stays, and a note below it
    has the new text. What a notebook held before is kept in `.before_update` beside it. A notebook that is open in
    JupyterLab is left alone.

    \b
    tinygrad-lite update                          the lessons in this folder
    tinygrad-lite update my_lessons --dry-run     what would be done
    tinygrad-lite update 02_loss.ipynb --undo     as it was before

    Exit status: 0; 1 if a notebook was left alone; 2 for wrong use, or where there is no lesson.
    """
    from ..course.update.command import run

    if dry_run and undo:
        raise click.UsageError("--undo keeps what it replaces, so it has no --dry-run.")
    sys.exit(run(list(places) or [Path()], click.echo, dry_run, undo))


@click.command()
@click.argument("folder", default=".", type=FOLDER)
def doctor(folder: Path) -> None:
    """Look whether this machine is set up right, and say which command mends what is not.

    Looked at are Python, all packages and their files, JupyterLab's kernel (one is started), ports, disk, the clock,
    the sandbox for grading, and the GPU. FOLDER is where your notebooks are, by default this one: a `numpy.py` in it
    is found, too. Nothing is installed or removed.

    \b
    tinygrad-lite doctor
    tinygrad-lite doctor my_lessons

    Exit status: 0 if the course can be used; 1 if something must be mended.
    """
    from ..doctor import examine

    sys.exit(examine(folder.resolve(), click.echo))


@click.command()
@click.argument("what", default="", metavar="[EXERCISE|LESSON|WORD]")
@click.option("--out", metavar="FILE.html", type=NEW_FILE, help="Write it as a page.")
@click.option("--lines", is_flag=True, help="Show the wrong lines of exercises that you have not done, too.")
@click.option(
    "--folder", default=".", metavar="FOLDER", type=FOLDER,
    help="Where your notebooks are.  [default: this one]",
)  # fmt: skip
def atlas(what: str, out: Path | None, lines: bool, folder: Path) -> None:
    """Look mistakes up: what goes wrong, what it does to the numbers, and how often it is met.

    Without a word, it says what there is. Of exercises that you have not done yet, the wrong lines are left out: they
    are near to the right ones. On a page they are folded.

    \b
    tinygrad-lite atlas                       what there is
    tinygrad-lite atlas loss/mse              of one exercise
    tinygrad-lite atlas 02_loss               of a lesson
    tinygrad-lite atlas "wrong sign"          with these words
    tinygrad-lite atlas --out mistakes.html   all of it as a page, to be searched and printed

    Exit status: 0; 1 if there is none; 2 for wrong use.
    """
    from ..atlas.command import show

    sys.exit(show(what, out, lines, folder, click.echo))


COMMANDS = (lab, status, check, update, atlas, doctor)
