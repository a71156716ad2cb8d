"""What whoever marks by hand calls: `tinygrad-lite manual split` and `tinygrad-lite manual merge`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .paths import FILE, FOLDER
from .suggesting import Suggesting

REPORT = click.argument("report", type=FOLDER)


@click.group(cls=Suggesting)
def manual() -> None:
    """Answers that people read: dealt out to several markers, and taken into the marks.

    \b
    tinygrad-lite manual split report --graders anna,ben
    tinygrad-lite manual merge report

    Exit status: that of the command; each says its own with --help.
    """


@manual.command()
@REPORT
@click.option("--graders", required=True, metavar="NAMES", help="Who marks, with commas between: anna,ben")
@click.option(
    "--overlap", default=0, show_default=True, type=click.IntRange(min=0), help="Of each question so many go to all."
)
def split(report: Path, graders: str, overlap: int) -> None:
    """Write a file for each marker, with the answers that nobody has marked yet, in REPORT/manual_NAME.csv.

    No file says whose an answer is. Who has got an answer keeps it when you split again, after a late hand-in, say.

    \b
    tinygrad-lite manual split report --graders anna,ben --overlap 5

    Exit status: 0; 1 if nothing was written; 2 for wrong use.
    """
    from ..grading.command_manual import manual_split

    sys.exit(manual_split(report, graders, overlap))


@manual.command()
@REPORT
@click.argument("files", nargs=-1, metavar="[FILE]...", type=FILE)
def merge(report: Path, files: tuple[Path, ...]) -> None:
    """Take what was typed into the marks: REPORT/manual.csv, and the markers' files.

    Without FILE these are REPORT/manual_NAME.csv, as far as they are there. Two different marks for one answer are
    refused, but for answers that were given to several: there it says how far they are apart.

    \b
    tinygrad-lite manual merge report                          manual.csv, and all files in report
    tinygrad-lite manual merge report ~/mail/manual_anna.csv   a file that came back

    Exit status: 0 all is settled; 2 something needs you; 1 nothing was merged.
    """
    from ..grading.command_manual import manual_merge

    sys.exit(manual_merge(report, files))
