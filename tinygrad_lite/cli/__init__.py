"""The command `tinygrad-lite`. What its commands do is elsewhere.

students.py  lab, status, check, update, atlas, doctor
grading.py   release, grade, report, mistake add
marks.py     grades, feedback, override, exempt, forget, export-code
manual.py    manual split, manual merge
bench.py     bench
"""

from __future__ import annotations

import sys

try:
    import click

    from .. import __version__
    from . import grading, marks, students
    from .bench import bench
    from .manual import manual
except ModuleNotFoundError as missing:
    sys.exit(f"{missing.name} is missing. Install it: {sys.executable} -m pip install {missing.name}")


class InSections(click.Group):
    """Lists its commands by whom they are for, each with its whole first sentence."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                rows = [(str(each.name), " ".join((each.help or "").partition("\n\n")[0].split())) for each in commands]
                formatter.write_dl(rows)


@click.group(cls=InSections, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tinygrad-lite")
def main() -> None:
    """A small NumPy autograd engine with PyTorch's names, and a course built on it.

    Begin with: tinygrad-lite lab my_lessons
    """


SECTIONS: dict[str, tuple[click.Command, ...]] = {
    "For students": students.COMMANDS,
    "For instructors": (*grading.COMMANDS, *marks.COMMANDS, manual),
    "For all": (bench,),
}
for each in sum(SECTIONS.values(), ()):
    main.add_command(each)
