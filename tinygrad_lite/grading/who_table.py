"""`who.csv`: every file, whose it is and whether it counts; and what the instructor has changed in it.

She may change `student`, `counts` (yes, no, or ok for what is right as it was found), and `handed_in`, where her
system knows when it came and the download does not.
The next run keeps that, for the same file: the same path with the same bytes. What she empties becomes again
as it was found. To know her changes from ours, what was written is kept beside it, in `.who-as-found.csv`.
There stays, too, what she wrote of files that are not in the download this time: it may be the wrong one, or a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from .errors import WrongUse
from .pseudonyms import Known, Pseudonyms
from .spreadsheet import as_id, rows_of
from .systems.times import as_time
from .tables import WHO, read_table, safe, unhurt, write_table

TABLE, AS_FOUND = "who.csv", ".who-as-found.csv"
#: In `counts`: it is right as it was found, and need not be asked again.
OK = "ok"
#: The columns that are hers.
HERS = ("student", "counts", "handed_in")
_KEPT = (
    "path", "sha256", *HERS, *(f"your {column}" for column in HERS), "system", "lms_id", "name", "group",
    "recognised_by", "note",
)  # fmt: skip
_NEEDED = ("path", "sha256", "student", "counts")


@dataclass(frozen=True)
class Edit:
    """What an instructor wrote of one file; "" where she left it as it was found."""

    student: str = ""
    counts: str = ""
    handed_in: str = ""


NONE = Edit()


class Row(Protocol):
    """A file as `write_who` needs it: `listing.Listed`."""

    @property
    def edit(self) -> Edit:
        """What the instructor wrote."""

    def row(self) -> Mapping[str, object]:
        """Its cells."""


#: By path and SHA-256, as the table holds them.
Edits = dict[tuple[str, str], Edit]


def write_who(report: Path, files: Iterable[Row]) -> None:
    """Write `who.csv`, and beside it what is in it of ours and what of the instructor's. Both are for her alone.

    What she wrote of files that are not among these is kept, and so is what she wrote since the table was read.
    """
    names, found = Pseudonyms(report), [(one.row(), one.edit) for one in files]
    names.learn(Known(str(row["student"]), files={str(row["path"])}) for row, _ in found)
    rows = [({**row, "pseudonym": names.pseudonym(str(row["student"]))}, edit) for row, edit in found]
    before, now = _before(report), _answers(report)
    kept = [{**row, **_yours(now.get(key, NONE) if (key := _key(row)) in before else edit)} for row, edit in rows]
    there = set(map(_key, kept))
    for key in now.keys() - there:
        old = {column: unhurt(cell) for column, cell in before[key].items()}
        kept.append({**old, **_yours(now[key]), "student": now[key].student or old["student"]})
    write_table(report / AS_FOUND, _KEPT, kept, private=True)
    write_table(report / TABLE, WHO, (row for row, _ in rows), private=True)


def _key(row: Mapping[str, object]) -> tuple[str, str]:
    return safe(str(row["path"])), str(row["sha256"])


def _yours(edit: Edit) -> dict[str, str]:
    return {f"your {column}": getattr(edit, column) for column in HERS}


def _answers(report: Path) -> Edits:
    """What she has written so far. What cannot be understood is told where the table is read, and not here, where hours
    of grading may lie behind."""
    try:
        return read_edits(report)
    except WrongUse:
        return _of_before(_before(report)) if (report / TABLE).exists() else {}


def answers_of_others(report: Path, files: Iterable[Row]) -> Edits:
    """What she wrote of files that are not among these, by path and SHA-256."""
    there = {_key(one.row()) for one in files}
    return {key: edit for key, edit in _of_before(_before(report)).items() if key not in there}


def as_found(report: Path) -> dict[tuple[str, str], dict[str, str]]:
    """By path and SHA-256 what was last found of every file, without what a spreadsheet may have made of it; only what
    an earlier version did not keep is taken from `who.csv`."""
    shown = {(row.get("path", ""), row.get("sha256", "")): row for row in read_table(report / TABLE)}
    both = ({**shown.get(key, {}), **row} for key, row in _before(report).items())
    rows = ({column: unhurt(cell) for column, cell in row.items()} for row in both)
    return {(row["path"], row["sha256"]): row for row in rows}


def _before(report: Path) -> dict[tuple[str, str], dict[str, str]]:
    """By path and SHA-256 what was written, and of it what was hers."""
    return {(row["path"], row["sha256"]): row for row in read_table(report / AS_FOUND)}


def _of_before(before: Mapping[tuple[str, str], Mapping[str, str]]) -> Edits:
    edits = {key: Edit(*(unhurt(row.get(f"your {column}", "")) for column in HERS)) for key, row in before.items()}
    return {key: edit for key, edit in edits.items() if edit != NONE}


def edit_of(edits: Edits, path: str, sha256: str) -> Edit:
    """What was written of a file."""
    return edits.get((safe(path), sha256), NONE)


def read_edits(report: Path) -> Edits:
    """What an instructor has changed in `who.csv`, in the last run or before; nothing where there is no such table.

    Raises:
        GradingError: the table cannot be understood; says in which line.
    """
    table = report / TABLE
    before = _before(report)
    if not table.exists() or not before:
        return {}
    edits = _of_before(before)  # what was written of files whose lines are not in the table holds, too
    for line, row in enumerate(_rows(table), start=2):
        key = row["path"], row["sha256"]
        if (known := before.get(key)) is None:
            continue
        counts = row["counts"].lower()
        if counts not in ("yes", "no", OK, ""):
            raise WrongUse(
                f'{table}, line {line}: counts is "{row["counts"][:40]}". Write yes or no; or {OK}, if it is right as '
                "it was found."
            )
        edits[key] = Edit(
            as_id(_edit(row["student"], known["student"], known["your student"])),
            _edit(counts, known["counts"], known["your counts"]),
            _edit(row["handed_in"], known.get("handed_in", ""), known.get("your handed_in", "")),
        )
        if (handed_in := edits[key].handed_in) and not as_time(handed_in):
            raise WrongUse(
                f'{table}, line {line}: handed_in is "{handed_in[:40]}", which is no time. '
                "Write it as 2026-11-22 14:58."
            )
    return {key: edit for key, edit in edits.items() if edit != NONE}


def _edit(cell: str, written: str, before: str) -> str:
    """What the instructor wants in a cell: a new value, what she wanted before, or "" for no wish."""
    wanted = before if cell == written else cell
    return unhurt(wanted)


def _rows(table: Path) -> list[dict[str, str]]:
    """The rows of a table that a spreadsheet may have saved in its own way."""
    headings, *rows = rows_of(table) or [[]]
    missing = [column for column in _NEEDED if column not in headings]
    if missing:
        raise WrongUse(
            f'{table} has no column "{missing[0]}". Give it back its first line ({",".join(WHO)}), or delete the file: '
            "then it is made anew, without your changes."
        )
    places = {column: headings.index(column) for column in (*_NEEDED, "handed_in") if column in headings}
    empty = {"handed_in": ""}
    return [empty | {column: row[at] if at < len(row) else "" for column, at in places.items()} for row in rows]
