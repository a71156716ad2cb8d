"""Files that a notebook makes in a cell of its own and reads in an answer: only the answer's cell is run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from tinygrad_lite.course.run import Failure
from tinygrad_lite.grading.definitions import Program


def made_elsewhere(program: Program, own: Failure | None) -> str:
    """The name of a file that an answer missed, and that lines speak of which were not run; "" where there is none.

    Args:
        own: why the answer stopped; None if it did not.
    """
    found = re.search(r"'([^']{1,300})'$", own.message) if own and own.kind == "FileNotFoundError" else None
    if found is None:
        return ""
    name = PurePath(found[1].replace("\\", "/")).name
    word = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w.])")
    return name if PurePath(name).suffix and any(map(word.search, _not_run(program))) else ""


def _not_run(program: Program) -> Iterable[str]:
    for block in program.cells:
        kept = block.kept.split("\n")
        for number, line in enumerate(block.source.split("\n")):
            if number >= len(kept) or not kept[number].strip():
                yield line
