"""Commands for an instructor to copy: whole ones, in which a name is one word and nothing else.

Names come from students: `Jane $(…)` may be one, and what is copied is run by a shell.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


def quoted(text: str) -> str:
    """A text as one word of a command line.

    >>> quoted("jdoe"), quoted("Jane Doe_48213")
    ('jdoe', '"Jane Doe_48213"')
    """
    on_posix = os.name == "posix"
    if re.fullmatch(r"[\w.@+/:-]+" if on_posix else r"[\w.@+/\\:-]+", text):
        return text
    if on_posix and re.search(r"[\"$`\\!]", text):
        return shlex.quote(text)
    return '"{}"'.format(text.replace('"', '""'))


def argument(text: str) -> str:
    """A text as one word that is no option's: a folder may be called "--by", and its student so.

    >>> argument("jdoe"), argument("--by")
    ('jdoe', '-- --by')
    """
    return f"-- {quoted(text)}" if text.startswith("-") else quoted(text)


def grading(info: Mapping[str, Any], report: Path) -> str:
    """The command that grades again what a run has graded, without any option."""
    source = info.get("source", "…")
    with suppress(ValueError):  # on another drive of Windows
        source = min(source, os.path.relpath(source), key=len)
    return f"tinygrad-lite grade {quoted(source)} --out {quoted(str(report))}"
