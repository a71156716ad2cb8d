"""`grading.toml`: read once, and what is wrong in it said with its line.

regrade       whether marks that went out may become lower (never_lower.py)
[points]      what exercises are worth (points.py)
[time]        when it was due, and what late work loses (due.py)
[extension]   who has more time (due.py)
[groups]      who works together (groups.py)
[policy]      what counts for what was not handed in (missing.py)
[files]       your own mistakes and exercises (extras.py)
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import GradingError, WrongUse
from .near import did_you_mean
from .spreadsheet import written_text
from .toml_slips import slip_in

#: What the file may say above all tables, and the tables that it may hold.
VALUES = ("regrade",)
TABLES = ("points", "time", "extension", "groups", "policy", "files")
#: Where a line belongs that stands elsewhere.
HOMES = {
    **dict.fromkeys(("due", "grace", "late", "opened", "attempts"), "below [time]"),
    **dict.fromkeys(("exercises", "mistakes"), "below [files]"),
    "accommodation": "below [extension]", "missing": "below [policy]", "regrade": "above all tables",
}  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """The file as it was read; empty where none was given.

    Attributes:
        path: where it is; what it names lies beside it.
        text, tables: as it stands there, and as TOML understands it.
    """

    path: Path = Path("grading.toml")
    text: str = ""
    tables: Mapping[str, Any] = field(default_factory=dict)

    def table(self, name: str, keys: Collection[str] | None = None) -> dict[str, Any]:
        """The lines below `[name]`; none where there is no such table.

        Args:
            keys: what may stand there; None for anything.
        Raises:
            GradingError: it is no table, or has other lines.
        """
        found = self.tables.get(name, {})
        if not isinstance(found, dict):
            raise self.wrong(f"write [{name}] on a line of its own, and its lines below it", "", name)
        for key in found if keys is not None else ():
            if key not in (keys or ()):
                raise self.wrong(f'[{name}] knows no "{key}". {_instead(key, keys or ())}', name, key)
        return found

    def wrong(self, what: str, table: str, key: str = "") -> GradingError:
        """An error that says where it is: of a key in a table, or of the table's own line."""
        return WrongUse(f"{self.place(table, key)}: {what}{'' if what.endswith('?') else '.'}")

    def place(self, table: str, key: str = "") -> str:
        """The file and the line of something in it."""
        line = line_of(self.text, table, key)
        return f"{self.path}, line {line}" if line else f"{self.path}"


def read_settings(path: Path | None) -> Settings:
    """A grading.toml; empty settings where there is none.

    Raises:
        GradingError: it is no TOML, or has a table that nobody reads: a misspelt one would change nothing.
    """
    if path is None:
        return Settings()
    try:
        text = written_text(path)
        settings = Settings(path, text, tomllib.loads(text))
    except RecursionError:
        raise WrongUse(f"{path} cannot be read: brackets lie too deep in one another.") from None
    except ValueError as problem:  # no TOML, or a whole number of thousands of digits
        raise WrongUse(f"{path} cannot be read: {problem}. {slip_in(text, str(problem))}".rstrip()) from None
    for name, value in settings.tables.items():
        if isinstance(value, dict) and name not in TABLES:
            raise settings.wrong(f"there is no [{name}]. {_instead(name, TABLES, '[{}]')}", name)
        if not isinstance(value, dict) and name not in (*VALUES, *TABLES):
            raise settings.wrong(f'"{name}" belongs below a table, or is misspelt. {_instead(name, VALUES)}', "", name)
    return settings


def _instead(name: str, known: Collection[str], form: str = '"{}"') -> str:
    if name in HOMES:
        return f"Write it {HOMES[name]}"
    listed = ", ".join(form.format(one) for one in known)
    return did_you_mean(name, known, form) or f"There {'are' if len(known) > 1 else 'is'}: {listed}"


def line_of(text: str, table: str, key: str = "") -> int:
    """The line in which a key of a table stands, or, without a key, the table begins; 0 where neither is found.

    Where a table is written in one line, `points = {"loss/mse" = 4}` or `points."loss/mse" = 4`, it is that line.

    >>> line_of("a = 1\\n[time]\\n'late' = 2", "time", "late"), line_of("[time]", "time"), line_of("a = 1", "", "a")
    (3, 1, 1)
    """
    here = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            here = header[1].strip("\"'")
            if here == table and not key:
                return number
        elif here == table and key and re.match(rf"\s*([\"']?){re.escape(key)}\1\s*=", line):
            return number
    short = re.compile(rf"\s*{re.escape(table)}\s*[.=].*{re.escape(key)}") if table else re.compile(r"(?!)")
    return next((number for number, line in enumerate(text.splitlines(), start=1) if short.match(line)), 0)
