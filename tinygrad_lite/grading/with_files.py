"""What files add to a command: `grading.toml`, an instructor's own exercises and mistakes, the class list.

A file that is not named is that of the last run, and it is said which.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from .as_before import file_before, files_before, told_before
from .due import read_timing
from .extras import read_extras
from .groups import read_groups
from .kept_runs import KeptRuns
from .missing import read_missing
from .never_lower import read_regrade
from .points import read_points
from .pseudonyms import Pseudonyms
from .settings import read_settings
from .wish import Wish


def with_files(
    wish: Wish, exercises: Iterable[Path], mistakes: Iterable[Path], replaying: bool = False
) -> tuple[Wish, list[str]]:
    """What is wished, with all that stands in files; and what is to be printed of it.

    Raises:
        GradingError: something in a file cannot be right; says where.
    """
    last = KeptRuns(wish.report).last(finished=replaying)  # what was stopped is gone on with
    info = last.info if last else None
    before = None if wish.settings else file_before(info, "settings")
    listed = None if wish.roster or replaying else file_before(info, "roster")
    toml = read_settings(wish.settings or before)
    names = Pseudonyms(wish.report)
    said = [told_before(before, "settings", info, names)] if before and not replaying else []
    said += [told_before(listed, "roster", info, names)] if listed else []
    given = {"exercises": tuple(exercises), "mistakes": tuple(mistakes)}
    for option, paths in given.items():
        if not paths and not replaying:  # a replay has what the run was graded with
            given[option] = files_before(info, option)
            said += [told_before(path, option, info, names) for path in given[option]]
    return replace(
        wish, points=read_points(toml), timing=read_timing(toml), groups=read_groups(toml), regrade=read_regrade(toml),
        missing=read_missing(toml),
        extras=read_extras(given["exercises"], given["mistakes"], toml), settings=wish.settings or before,
        roster=wish.roster or listed, exercises=given["exercises"], mistakes=given["mistakes"],
    ), said  # fmt: skip
