"""Where a student stands: a small JSON file beside her notebooks.

Written atomically, under a lock, so that two notebooks may be open at once and a crash leaves the last good state.
A file that cannot be read is set aside, never overwritten. Where nothing can be written, what is new is kept in memory
until it can.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from tinygrad_lite.files import write_whole

FILE = "progress.json"
_VERSION = 1
#: Statuses from worst to best; the best that was ever reached is kept.
_ORDER = ("not-started", "error", "wrong", "not-by-hand", "right")


class Progress:
    """The progress file of one folder.

    Args:
        folder: where the notebooks are; default the current folder, which in Jupyter is the notebook's.
        renamed: exercises that were called otherwise before, as {old id: id}.
    """

    def __init__(self, folder: Path | None = None, renamed: dict[str, str] | None = None) -> None:
        self.path = (folder or Path.cwd()) / FILE
        self.renamed = renamed or {}
        self.problem = ""  # why the last write failed, or what was set aside
        self._told = ""  # the last that a card has said of it
        self.unsaved: dict[str, dict[str, Any]] = {}

    def read(self) -> dict[str, dict[str, Any]]:
        """What is known of each exercise, by id; empty where there is no file yet."""
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            saved = dict(content["exercises"])
        except (OSError, ValueError, KeyError, TypeError):  # there is none yet, or it cannot be read
            saved = {}
        known = saved | self.unsaved
        before = {now: known[old] for old, now in self.renamed.items() if old in known}
        return before | {each: entry for each, entry in known.items() if each not in self.renamed}

    def of(self, exercise_id: str) -> dict[str, Any]:
        """What is known of one exercise: status, tries, hints, solution_shown."""
        return self.read().get(exercise_id, {})

    def note_try(self, exercise_id: str, status: str) -> None:
        """A check's outcome. What was right once stays right."""
        if status == "not-started":
            return

        def change(entry: dict[str, Any]) -> None:
            entry["tries"] = entry.get("tries", 0) + 1
            entry["last"] = status
            entry["status"] = max(entry.get("status", "not-started"), status, key=_ORDER.index)

        self._change(exercise_id, change)

    def note_hint(self, exercise_id: str, rung: int) -> None:
        """A hint was shown, counted from 1."""
        self._change(exercise_id, lambda entry: entry.update(hints=max(rung, entry.get("hints", 0))))

    def note_solution(self, exercise_id: str) -> None:
        """The solution was shown."""
        self._change(exercise_id, lambda entry: entry.update(solution_shown=True))

    def news(self) -> str:
        """What a card has to say of saving, if none has said it yet: in a folder that cannot be written, once."""
        told, self._told = self._told, self.problem
        return self.problem if self.problem != told else ""

    def _change(self, exercise_id: str, change: Callable[[dict[str, Any]], None]) -> None:
        """Read, change, write back; a folder that cannot be written to is told, and stops nobody."""
        self.problem = ""
        try:
            with FileLock(self.path.with_name(f".{FILE}.lock"), timeout=5):
                self._set_aside_if_broken()
                exercises = self._changed(exercise_id, change)
                write_whole(self.path, json.dumps({"version": _VERSION, "exercises": exercises}, indent=1) + "\n")
                self.unsaved.clear()
        except (OSError, Timeout) as problem:
            self.unsaved[exercise_id] = self._changed(exercise_id, change)[exercise_id]
            self.problem = f"Your progress could not be saved in {self.path}: {problem}"

    def _changed(self, exercise_id: str, change: Callable[[dict[str, Any]], None]) -> dict[str, dict[str, Any]]:
        """All that is known, with the change."""
        exercises = self.read()
        entry = dict(exercises.get(exercise_id, {}))
        change(entry)
        return exercises | {exercise_id: entry | {"when": time.strftime("%Y-%m-%dT%H:%M:%S%z")}}

    def _set_aside_if_broken(self) -> None:
        try:
            json.loads(self.path.read_text(encoding="utf-8"))["exercises"].items()
        except FileNotFoundError:
            return
        except (ValueError, KeyError, TypeError, AttributeError):
            name = f"progress.unreadable-{time.strftime('%Y%m%d-%H%M%S')}"
            names = (f"{name}{more}.json" for more in ("", *(f"-{number}" for number in range(2, 1000))))
            aside = next(path for each in names if not (path := self.path.with_name(each)).exists())
            os.replace(self.path, aside)
            self.problem = f"{FILE} could not be read, so a new one was begun. The old one is kept as {aside.name}."
