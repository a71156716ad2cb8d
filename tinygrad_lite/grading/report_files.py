"""Every file of a report folder: what is in it, and whom it names. Only its owner may read any of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NAMES, PSEUDONYMS, NOBODY = "names", "pseudonyms", "nobody"


@dataclass(frozen=True)
class Kind:
    """Files of one kind.

    Attributes:
        pattern: their names, from the report folder on.
        what: is in them.
        whom: names, pseudonyms, or nobody.
    """

    pattern: str
    what: str
    whom: str


KINDS = (
    Kind("who.csv", "every file that was handed in: whose it is, and when it came", NAMES),
    Kind("grades.csv", "marks", NAMES),
    Kind("needs.csv", "the work list", NAMES),
    Kind(".who-as-found.csv", "`who.csv` as it was written, by which your changes are known", NAMES),
    Kind(".who-members.csv", "who is in which group", NAMES),
    Kind(".who-key.json", "whose pseudonym is whose, and the key of which they are made", NAMES),
    Kind("changes.csv", "marks that became other ones, and why", PSEUDONYMS),
    Kind("changed_texts.csv", "marks that are as they were, with another text on the page, and why", PSEUDONYMS),
    Kind("overrides.csv", "marks that a person set, with the reason", PSEUDONYMS),
    Kind("exported.csv", "marks and pages that went out, and when", PSEUDONYMS),
    Kind("appeals.csv", "codes of marks that were appealed against, and what was decided", PSEUDONYMS),
    Kind("exempt.csv", "cases that count for nobody", NOBODY),
    Kind("manual.csv", "texts that a person reads, and what was typed of them", NOBODY),
    Kind("manual_*.csv", "each marker's part of it, and all that was ever typed", NOBODY),
    Kind(".manual-renamed.csv", "how answers were called before a forgotten name went out of them", NOBODY),
    Kind(".manual-split.csv", "who was given which answers to mark", NOBODY),
    Kind("manual/*.html", "a page for each question, with its answers and pictures", NOBODY),
    Kind("comments.toml", "comments for hand marking", NOBODY),
    Kind("feedback/*.html", "a page for each student", PSEUDONYMS),
    Kind("report*.html", "the class report", PSEUDONYMS),
    Kind("report*.json", "its numbers", PSEUDONYMS),
    Kind("lecture*.html", "page one, to be projected", NOBODY),
    Kind("runs/*/run.json", "when, with what seed, settings and versions", PSEUDONYMS),
    Kind("runs/*/grades.csv", "the marks of that run", PSEUDONYMS),
    Kind("runs/*/marks/*.json", "of each notebook the marks, the cards and the answers", PSEUDONYMS),
    Kind("runs/*/aside/*.json", "the same of notebooks that do not count as they are", PSEUDONYMS),
    Kind(".grading.lock*", "who is grading into the folder just now", NOBODY),
)  # fmt: skip


def files_of(report: Path) -> Iterator[tuple[Path, Kind]]:
    """The files that are there, each with its kind."""
    for kind in KINDS:
        yield from ((path, kind) for path in sorted(report.glob(kind.pattern)) if path.is_file())


def keep_private(report: Path) -> None:
    """Let nobody but the owner read the report folder's files and folders, whoever wrote them last."""
    if os.name != "posix":
        return
    folders = {report}
    for path, _ in files_of(report):
        _only(path, 0o600)
        folders |= {folder for folder in path.parents if report in folder.parents}
    for folder in folders:
        _only(folder, 0o700)


def _only(path: Path, mode: int) -> None:
    if path.stat().st_mode & 0o777 != mode:
        path.chmod(mode)
