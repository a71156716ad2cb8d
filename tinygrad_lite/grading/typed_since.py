"""What was typed into `who.csv` and grading.toml after the last run: it counts when the class is graded again.

`grade --list` reads the answers, and asks no more what they answer; no mark rests on them yet. So each run keeps a
digest of every answer that it was graded with (`run.json`, made with the report's own key), and until the next one what
is another one since stays on the work list, and the marks of these files do not go out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .as_before import has_moved
from .command_line import grading
from .errors import WrongUse
from .groups import TABLE as MEMBERS
from .kept_runs import Run
from .listed import Listed
from .numbers import counted
from .pseudonyms import Pseudonyms
from .tables import read_table, unhurt
from .to_confirm import MOST
from .who_table import NONE, TABLE, Edit, Edits, answers_of_others, as_found, read_edits

#: In `run.json`.
ANSWERS = "answers"


def sealed(report: Path, files: Iterable[Listed], names: Pseudonyms) -> dict[str, str]:
    """For `run.json`: of each file of which something was written a digest of that, by one of the file."""
    files = list(files)
    edits = {(one.path, one.sha256): one.edit for one in files} | {
        (unhurt(path), sha256): edit for (path, sha256), edit in answers_of_others(report, files).items()
    }
    return {names.seal(*key): _seal(edit, names) for key, edit in edits.items() if edit != NONE}


def _seal(edit: Edit, names: Pseudonyms) -> str:
    return names.seal(edit.student, edit.counts, edit.handed_in)


@dataclass(frozen=True)
class Since:
    """What was typed since a run.

    Attributes:
        again: the command that grades the class again; run: the number of the one that counts so far.
        files: path → whose it is, of files of which something was written, or taken back.
        students: whose marks may be other ones by that.
        more: what else is to be said: of grading.toml, or of a table that cannot be read.
    """

    again: str
    run: int
    files: dict[str, str] = field(default_factory=dict)
    students: frozenset[str] = frozenset()
    more: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.more)

    def said(self) -> list[str]:
        """For the screen."""
        lines = list(self.more)
        if self.files:
            lines.append(
                f"{TABLE} was changed after run {self.run}, of {counted(len(self.files), 'file')}: what you wrote "
                "counts when the class is graded again, and until then no mark or page of theirs goes out."
            )
        return [*lines, f"First: {self.again}"] if lines else []

    def needs(self) -> Iterator[dict[str, str]]:
        """Lines of `needs.csv`."""
        for why in self.more:
            yield {"why": why, "what to do": self.again}
        why = f"what you wrote in {TABLE} after run {self.run} does not count yet"
        if len(self.files) > MOST:
            yield {"why": f"{len(self.files)} files: {why}", "what to do": self.again}
            return
        for path, student in self.files.items():
            yield {"student": student, "why": f"{path}: {why}", "what to do": self.again}


def typed_since(report: Path, run: Run) -> Since:
    """What was typed since a run; nothing is known of runs that kept no digests."""
    again, more = grading(run.info, report), []
    path = Path(run.info.get("settings") or "")
    if path.is_file() and has_moved(path, "settings", run.info, run.names):
        more.append(f"{path.name} was changed after run {run.number}: what it says now counts in the next one.")
    try:
        edits = read_edits(report)
    except WrongUse as problem:
        return Since(again, run.number, more=(*more, str(problem)))
    files = _changed(edits, report, run.info.get(ANSWERS), run.names)
    return Since(again, run.number, *_whose(files, edits, report, run), tuple(more))


def _changed(edits: Edits, report: Path, known: Any, names: Pseudonyms) -> list[tuple[str, str]]:
    """The files of which another thing is written than was then, by path and SHA-256."""
    if not isinstance(known, dict):
        return []
    now = {(unhurt(path), sha256): edit for (path, sha256), edit in edits.items()}
    every = dict.fromkeys([*as_found(report), *now])
    return [
        key
        for key in every
        if known.get(names.seal(*key), "") != (_seal(edit, names) if (edit := now.get(key, NONE)) != NONE else "")
    ]


def _whose(
    files: Iterable[tuple[str, str]], edits: Edits, report: Path, run: Run
) -> tuple[dict[str, str], frozenset[str]]:
    """Path → student of these files; and all whose marks may be other ones: who was written there, and a group's."""
    rows, wrote = as_found(report), {unhurt(path): edit.student for (path, _), edit in edits.items()}
    of_group: dict[str, set[str]] = {}
    for row in read_table(report / MEMBERS):
        of_group.setdefault(unhurt(row["group"]), set()).add(unhurt(row["student"]))
    found: dict[str, str] = {}
    students: set[str] = set()
    for path, sha256 in files:
        row = rows.get((path, sha256), {})
        found[path] = row.get("student", "")
        students |= {found[path], wrote.get(path, ""), *of_group.get(row.get("group", ""), ())}
    students |= {record.student for record in run.records() if record.path in found}
    return found, frozenset(students - {""})
