"""The runs that a report folder keeps: REPORT/runs/0001/run.json, and a file for every notebook that was graded.

A notebook's record is written whole, as soon as it is there. So a run that was killed at any moment goes on where it
was: what has a file is done, what has none is not. On the disk students are pseudonyms (`hidden.py`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from tinygrad_lite.files import remove_left_parts_below, write_whole

from .hidden import hide, hide_info, show, show_info
from .pseudonyms import Pseudonyms
from .record import Record
from .report_files import keep_private

LOCK = ".grading.lock"


class Busy(RuntimeError):
    """Somebody else is grading into this folder."""


class Run:
    """One run: its folder, and what is known of it.

    Attributes:
        folder: such as REPORT/runs/0001.
        info: the content of `run.json`: when, with what seed, in which sandbox, of which version; "finished" is None
            until it is; "written" is false from then on until all tables and pages are written.
    """

    def __init__(self, folder: Path, info: dict[str, Any], names: Pseudonyms | None = None):
        self.folder, self.info = folder, info
        self.names = names or Pseudonyms(folder.parent.parent)

    @property
    def number(self) -> int:
        """Counted from 1."""
        return int(self.folder.name)

    @property
    def finished(self) -> bool:
        """Whether everything was graded."""
        return bool(self.info.get("finished"))

    @property
    def done(self) -> bool:
        """Whether everything was graded, and everything written about it."""
        return self.finished and bool(self.info.get("written", True))

    def save(self, **more: Any) -> None:
        """Write `run.json`, with more in it."""
        self.info |= more
        text = json.dumps(hide_info(self.info, self.names), indent=1, ensure_ascii=False)
        write_whole(self.folder / "run.json", text + "\n")

    def keep(self, record: Record) -> None:
        """Write the record of a notebook that is done."""
        self._write(record, "marks")

    def kept(self, student: str, path: str, sha256: str) -> Record | None:
        """The record of a notebook, if this very file was graded already."""
        record = self._read(self._file(student, path, "aside")) or self._read(self._file(student, path))
        return record if record is not None and record.sha256 == sha256 else None

    def records(self) -> Iterator[Record]:
        """All that count, by student and path."""
        found = [record for file in (self.folder / "marks").glob("*.json") if (record := self._read(file)) is not None]
        yield from sorted(found, key=lambda record: (record.student, record.path))

    def everything(self) -> Iterator[Record]:
        """All that were graded: in place of those that count otherwise, what came out of their own files."""
        aside = [record for file in (self.folder / "aside").glob("*.json") if (record := self._read(file)) is not None]
        places = {(record.student, record.path) for record in aside}
        yield from (record for record in self.records() if (record.student, record.path) not in places)
        yield from aside

    def set_aside(self, record: Record) -> None:
        """Keep what was graded and does not count as it is."""
        self._write(record, "aside")

    def forget(self, student: str, path: str) -> None:
        """Let a notebook be graded again."""
        self._file(student, path).unlink(missing_ok=True)

    def forget_aside(self, student: str, path: str) -> None:
        """Of a file that is no longer there."""
        self._file(student, path, "aside").unlink(missing_ok=True)

    def _file(self, student: str, path: str, folder: str = "marks") -> Path:
        """Named by a digest: what students and systems call their files is no good name everywhere."""
        return self.folder / folder / f"{self.names.place(student, path)}.json"

    def _write(self, record: Record, folder: str) -> None:
        text = json.dumps(hide(record, self.names).as_json(), ensure_ascii=False)
        write_whole(self._file(record.student, record.path, folder), text + "\n")

    def _read(self, file: Path) -> Record | None:
        try:
            return show(Record.from_json(json.loads(file.read_text(encoding="utf-8"))), self.names)
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None  # not there, or of another version: graded again


class KeptRuns:
    """All runs of a report folder, which is made if it is not there."""

    def __init__(self, report: Path):
        self.report = report
        self.folder = report / "runs"
        self.names = Pseudonyms(report)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else may grade into this folder meanwhile.

        Raises:
            Busy: somebody does.
        """
        self.report.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            self.report.chmod(0o700)  # marks are nobody else's business
        lock, note = FileLock(self.report / LOCK, timeout=0), self.report / f"{LOCK}.who"
        try:
            lock.acquire()
        except Timeout:
            who = note.read_text(encoding="utf-8").strip() if note.exists() else "another process"
            raise Busy(
                f"{self.report} is being graded into already, by {who}. Wait until it is done; to grade something "
                "else meanwhile, give grade --out another folder."
            ) from None
        try:
            remove_left_parts_below(self.report)  # of one that was killed
            write_whole(note, f"process {os.getpid()}\n")
            yield
        finally:
            note.unlink(missing_ok=True)
            keep_private(self.report)
            lock.release()

    def all(self) -> list[Run]:
        """From the first to the last; those whose `run.json` cannot be read are left out."""
        runs = []
        for folder in sorted(self.folder.glob("[0-9]*")):
            try:
                info = json.loads((folder / "run.json").read_text(encoding="utf-8"))
                runs.append(Run(folder, show_info(info, self.names), self.names))
            except (FileNotFoundError, NotADirectoryError, ValueError):
                continue
        return runs

    def last(self, finished: bool = True) -> Run | None:
        """The last run; by default the last one that was finished."""
        return next((run for run in reversed(self.all()) if run.finished or not finished), None)

    def last_done(self) -> Run | None:
        """The last run of which everything is written."""
        return next((run for run in reversed(self.all()) if run.done), None)

    def before(self, run: Run) -> list[Record] | None:
        """The records of the last finished run before this one; None if there is none."""
        found = next((one for one in reversed(self.all()) if one.finished and one.number < run.number), None)
        return None if found is None else list(found.records())

    def begin(self, info: dict[str, Any]) -> Run:
        """A new run, with a number that none has had."""
        numbers = [int(folder.name) for folder in self.folder.glob("[0-9]*") if folder.name.isdigit()]
        run = Run(self.folder / f"{max(numbers, default=0) + 1:04d}", info | {"finished": None}, self.names)
        run.save()
        return run

    def seeds(self) -> dict[str, int]:
        """The seed of every file that was ever graded here, by its hash: the same file gets the same seed again."""
        known: dict[str, int] = {}
        for run in self.all():
            known |= {record.sha256: record.seed for record in run.everything() if record.sha256}
        return known
