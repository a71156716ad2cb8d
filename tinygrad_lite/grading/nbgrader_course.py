"""nbgrader's course folder: found, its gradebook of the right version, and what to do where it is not."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from .errors import GradingError, WrongUse

DATABASE = "gradebook.db"
INSTALL = 'For --gradebook nbgrader is needed: pip install "tinygrad-lite[nbgrader]"'


def course_of(given: Path) -> Path:
    """nbgrader's course folder, by itself or by its gradebook.db, after a look whether it can be written.

    Raises:
        GradingError: nbgrader is not installed, there is no such folder, or its gradebook is of another version.
    """
    course = given.parent if given.name == DATABASE else given
    if not course.is_dir():
        raise WrongUse(f"There is no course folder {course}. Make one (nbgrader quickstart), or an empty folder.")
    try:
        import nbgrader.dbutil
        from alembic.config import Config
        from alembic.script import ScriptDirectory
    except ImportError:
        raise GradingError(INSTALL) from None
    config = Config()
    config.set_main_option("script_location", nbgrader.dbutil.ALEMBIC_DIR)
    wanted, there = ScriptDirectory.from_config(config).get_current_head(), _version(course / DATABASE)
    if there and there != wanted:
        raise GradingError(
            f"{course / DATABASE} is of another version of nbgrader ({there}; installed is {nbgrader.__version__}, "
            f"{wanted}). Keep a copy of it, then: cd {course}; nbgrader db upgrade"
        )
    return course


def _version(database: Path) -> str:
    """The version that a database says it is of; "" where there is none yet."""
    if not database.exists() or not database.stat().st_size:
        return ""
    try:
        with contextlib.closing(sqlite3.connect(database)) as opened:
            tables = {row[0] for row in opened.execute("SELECT name FROM sqlite_master")}
            if not tables:
                return ""
            rows = opened.execute("SELECT version_num FROM alembic_version") if "alembic_version" in tables else []
            return next((row[0] for row in rows), "none")
    except sqlite3.Error as problem:
        raise GradingError(f"{database} cannot be read: {problem}. {what_to_do(problem)}") from None


def what_to_do(problem: Exception) -> str:
    """What to do about a database that cannot be used."""
    if "locked" in str(problem):
        return "Another program holds it. Close it, or wait, and give the same command again."
    return "Is it nbgrader's gradebook, whole, and may you write to it?"


@contextlib.contextmanager
def alembic_on_path() -> Iterator[None]:
    """nbgrader looks for the program `alembic` on the PATH, where it is not if Python was called by its path."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
