"""The command `tinygrad-lite`. What its commands do is elsewhere.

students.py  lab, status, check, update, atlas, doctor
grading.py   release, grade, report, mistake add
marks.py     grades, feedback, override, exempt, forget, export-code
manual.py    manual split, manual merge
bench.py     bench
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Any

from tinygrad_lite.mending import not_loaded

try:
    import click

    from .. import __version__
    from ..files import disk_full
    from . import grading, marks, students
    from .bench import bench
    from .manual import manual
    from .suggesting import Suggesting
except Exception as problem:  # a file of somebody's that is taken for click may fail with anything
    if said := not_loaded(problem):
        sys.exit(said)
    raise

NOT_OURS = (errno.EACCES, errno.EPERM, errno.EROFS)


class Unusable(click.ClickException):
    """A file or folder that a command was given cannot be used; that counts as wrong use."""

    exit_code = 2


class DiskFull(click.ClickException):
    """Nothing was typed wrongly."""

    exit_code = 1


class InSections(Suggesting):
    """Lists its commands by whom they are for, each with its whole first sentence."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Everything, from what was typed to the exit status."""
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            if getattr(sys, name) is None:  # it was closed, as by `>&-`, or there is no console
                setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # an old console, and files on Windows, cannot show every sign
                stream.reconfigure(errors="replace")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command. What the machine lacks is said in a sentence, in place of a traceback."""
        try:
            return super().invoke(ctx)
        except (ImportError, AttributeError) as problem:
            if said := not_loaded(problem):
                return sys.exit(said)
            raise  # a fault of ours
        except OSError as problem:
            if full := disk_full(problem):
                raise DiskFull(full) from None
            if problem.filename is None:
                raise  # click's (nobody reads what is printed), or a fault of ours
            raise Unusable(why_unusable(problem)) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                rows = [(str(each.name), " ".join((each.help or "").partition("\n\n")[0].split())) for each in commands]
                formatter.write_dl(rows)


def why_unusable(problem: OSError) -> str:
    """What the system says of a file or folder, and what to do.

    >>> why_unusable(OSError(errno.EROFS, "Read-only file system", "/cdrom/lessons"))
    '/cdrom/lessons cannot be used (Read-only file system). Give a folder of your own, or close what has it open.'
    """
    what = f"{problem.filename} cannot be used ({problem.strerror})."
    return f"{what} Give a folder of your own, or close what has it open." if problem.errno in NOT_OURS else what


@click.group(cls=InSections, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tinygrad-lite")
def main() -> None:
    """A small NumPy autograd engine with PyTorch's names, and a course built on it.

    Begin with: tinygrad-lite lab my_lessons

    Exit status of each command: 0 as one would wish; 2 what was typed cannot be meant (a name, a number or a file that
    is not there, say); 1 it was understood, and could not be done. Some have more: COMMAND --help.
    """


SECTIONS: dict[str, tuple[click.Command, ...]] = {
    "For students": students.COMMANDS,
    "For instructors": (*grading.COMMANDS, *marks.COMMANDS, manual),
    "For all": (bench,),
}
for each in sum(SECTIONS.values(), ()):
    main.add_command(each)
