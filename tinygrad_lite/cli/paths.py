"""What a path on the command line may be: a file or a folder that is there, or a file that can be written.

Anything else is refused before the command begins: a pipe or a device, at which it would wait forever, or whose place
what it writes would take; a file that cannot be written, which would be seen only after minutes of work.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from ..files import is_no_file, need_writable

#: What is said of "", as a script has it whose variable is not set: the current folder was hardly meant.
EMPTY = "It is empty. Give a path; the folder where you are is a point, as in ./report."


class ToRead(click.Path):
    """A file or folder, and no pipe or device."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """The path."""
        if value == "":
            self.fail(EMPTY, param, ctx)
        if isinstance(value, str) and is_no_file(Path(value)):
            instead = "Save what it gives in a file, and give that." if self.file_okay else "Give a folder."
            self.fail(f"{value} is a pipe or a device. {instead}", param, ctx)
        return super().convert(value, param, ctx)


class ToWrite(click.Path):
    """A file to be written, or written anew: it can be."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """The path."""
        if value == "":
            self.fail(EMPTY, param, ctx)
        given = super().convert(value, param, ctx)
        try:
            need_writable(Path(os.fsdecode(given)))
        except OSError as problem:
            self.fail(f"{os.fsdecode(given)} cannot be written ({problem.strerror}). Give another place.", param, ctx)
        return given


FILE = ToRead(exists=True, dir_okay=False, path_type=Path)
PLACE = ToRead(exists=True, path_type=Path)
FOLDER = ToRead(exists=True, file_okay=False, path_type=Path)
NEW_FILE = ToWrite(dir_okay=False, path_type=Path)
NEW_FOLDER = ToRead(file_okay=False, path_type=Path)
#: What is read where it is there, and written anew.
KEPT_FILE = ToRead(dir_okay=False, path_type=Path)
