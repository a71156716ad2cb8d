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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tinygrad-lite")
def main() -> None:
    """A small NumPy autograd engine with PyTorch's names, and a course built on it."""


for each in (*students.COMMANDS, *grading.COMMANDS, *marks.COMMANDS, manual, bench):
    main.add_command(each)
