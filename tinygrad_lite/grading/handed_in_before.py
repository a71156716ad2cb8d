"""Hand-ins that the last run had, and of which there is nothing in the download now: a part of it, or the wrong one?

Who is not in a download would have handed in nothing, and by `missing = "zero"` would have a 0 in place of a mark that
went out. So these hand-ins stay in the list as they were found, with their marks, until somebody says what it is: by
the whole download, or in `counts` of `who.csv`: `no`, it was withdrawn; `ok`, the mark is to stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from .errors import WrongUse
from .groups import TABLE as MEMBERS
from .kept_runs import KeptRuns
from .listed import Listed
from .listing import ANY
from .record import Record
from .systems.times import as_time
from .tables import read_table, unhurt
from .to_confirm import GONE
from .who_table import TABLE, as_found, edit_of, read_edits

#: The note of such a file; what was said of it before stands behind.
_ASKED, _BEFORE = f"{GONE}: please confirm", ". Before: "


def check_lesson(report: Path, lesson: str, files: Iterable[Listed]) -> None:
    """See that no marks of another lesson vanish because one alone is graded.

    Where of this lesson nothing was in the download that was graded last, that one was the wrong one, and its marks go.

    Raises:
        GradingError: they would.
    """
    before = KeptRuns(report).last_done()
    others = sorted({*(before.info["lessons"] if before else ())} - {lesson})
    if before is None or lesson in ("", ANY) or not others:
        return
    rows = as_found(report)
    mine = [record for record in before.records() if record.lesson == lesson]
    was_gone = [rows.get((one.path, one.sha256), {}).get("note", "").startswith(GONE) for one in mine]
    if not (mine and all(was_gone)) or {one.lesson for one in files} & {*others}:
        raise WrongUse(
            f"{report} has marks of {' and '.join(others)} from the last run, and --lesson {lesson} would take them "
            "away. Leave --lesson out, and all of them are graded; or give --out another folder. If these files are "
            f"not to count, write no into counts of {TABLE}, and leave --lesson out."
        )


def not_here(report: Path, files: Collection[Listed], lesson: str = "", *, each_attempt: bool = False) -> list[Listed]:
    """Files of the last run's hand-ins of which nothing is there now, as they were listed then.

    Args:
        files: what is there now, with who is in a group.
        lesson: the one that is graded; "" for all.
        each_attempt: whether each may count, so that one is missed also where another one is there.
    """
    before = KeptRuns(report).last_done()
    if before is None:
        return []
    edits, rows, members = read_edits(report), as_found(report), defaultdict(set)
    for row in read_table(report / MEMBERS):
        members[row["group"]].add(unhurt(row["student"]))
    here, paths = _who_is_here(files), {one.path for one in files}
    found: dict[str, Listed] = {}
    for record in before.everything():
        row = rows.get((record.path, record.sha256), {})
        hers = {record.student, *row.get("lms_id", "").split("; "), *members.get(row.get("group", ""), ())} - {""}
        wanted = record.student and record.path and lesson in ("", ANY, record.lesson)
        theirs = [here.get(record.lesson, set())] if record.lesson else here.values()
        is_here = any(who & hers for who in theirs)
        if is_here and each_attempt:  # as a file of another name, at least
            is_here = record.sha256 in {one.sha256 for one in files if hers & {one.student, *one.members}}
        if not wanted or record.path in paths or is_here:
            continue
        edit = edit_of(edits, record.path, record.sha256)
        own = row.get("student") == record.student  # of a group's records, the one of who handed it in
        if edit.counts != "no" and (own or record.path not in found):
            handed_in = as_time(edit.handed_in) or row.get("handed_in", "")
            found[record.path] = replace(_as_it_was(record, row), edit=edit, handed_in=handed_in)
    return [found[path] for path in sorted(found)]


def _who_is_here(files: Iterable[Listed]) -> dict[str, set[str]]:
    """By lesson all of whom there is a notebook; by "" of whom there is one that nobody could read: it may be any."""
    here: dict[str, set[str]] = defaultdict(set)
    for one in files:
        if one.lesson or one.sha256 or one.note.endswith("instead of a notebook"):
            here[one.lesson] |= {one.student, *one.lms_id.split("; "), *one.members} - {""}
    return {lesson: who | here.get("", set()) for lesson, who in here.items()}


def _as_it_was(record: Record, row: Mapping[str, str]) -> Listed:
    note = row.get("note", "")
    before = "" if record.lesson else (note.partition(_BEFORE)[2] if note.startswith(GONE) else note)
    return Listed(
        record.path, record.student, record.lesson, record.version, sha256=record.sha256, counts=bool(record.lesson),
        note=f"{_ASKED}{_BEFORE}{before}" if before else _ASKED, gone=True,
        system=row.get("system", ""), lms_id=row.get("lms_id", ""), name=row.get("name", ""),
        group=row.get("group", ""), recognised_by=row.get("recognised_by", ""),
    )  # fmt: skip


def of_these(records: Iterable[Record], files: Iterable[Listed]) -> Iterator[Record]:
    """The records of files that are not there now."""
    gone = {one.path for one in files if one.gone}
    return (record for record in records if record.path in gone)
