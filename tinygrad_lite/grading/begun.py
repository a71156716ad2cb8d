"""Where a run begins: the one that was stopped and goes on, or a new one, with all that its marks rest on."""

from __future__ import annotations

import platform
import secrets
import time
from importlib import metadata
from typing import Any

import numpy as np

from tinygrad_lite import __version__

from ..course.exercises import tasks_of
from .as_before import SEALS, seals
from .kept_runs import KeptRuns, Run
from .points import points_table
from .sandbox import Tier
from .specs import grader, specs
from .wish import Wish


def the_run(wish: Wish, runs: KeptRuns, tier: Tier, lessons: list[str]) -> Run:
    """The last run, if it was stopped before all was written and did what this one is to do; else a new one."""
    same: dict[str, Any] = {
        "version": __version__, "lessons": lessons, "specs": specs(lessons), "points": dict(wish.points),
        "only": list(wish.only), "students": list(wish.students), "source": str(wish.source.resolve()),
        "tier": tier.name, "extras": wish.extras.as_json(), "timing": wish.timing.as_json(),
        "grader": grader(), "regrade": wish.regrade, "missing": wish.missing,
        "worth": {lesson: points_table(tasks_of(lesson), wish.points) for lesson in lessons},
    }  # fmt: skip
    files: dict[str, Any] = {
        name: str(path.resolve()) if (path := getattr(wish, name)) else "" for name in ("settings", "roster")
    }
    files |= {name: [str(path.resolve()) for path in getattr(wish, name)] for name in ("exercises", "mistakes")}
    given = {
        "settings": [wish.settings],
        "roster": [wish.roster],
        "exercises": wish.exercises,
        "mistakes": wish.mistakes,
    }
    files[SEALS] = seals(runs.names, {option: filter(None, paths) for option, paths in given.items()})
    last = runs.last(finished=False)
    known = last.info if last is not None and not last.done else {}
    if (
        last is not None
        and wish.seed in (None, known.get("seed"))
        and all(known.get(key) == value for key, value in same.items())
    ):
        last.save(**files)  # what holds is what was given last
        return last
    seed = secrets.randbelow(2**31) if wish.seed is None else wish.seed
    about = {"seed": seed, "started": now(), "tier_sentence": tier.sentence, "why_no_better_tier": tier.why}
    machine = {
        "python": platform.python_version(), "numpy": np.__version__, "torch": version_of("torch"),
        "system": platform.platform(terse=True),
    }  # fmt: skip
    return runs.begin(same | about | files | machine)


def version_of(package: str) -> str:
    """Of a package that is installed, without importing it; "" where it is not."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")
