"""`tinygrad-lite forget`: a student leaves a report folder, with all runs that it keeps; or everybody's work does.

Whose a pseudonym is, is forgotten last. So a call that was killed can be given again, and does what is left.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tinygrad_lite.files import write_whole

from .appeals import TABLE as APPEALS
from .appeals import read_appeals
from .command import SETTLED, command
from .errors import GradingError, WrongUse
from .extras import Extras
from .forget_groups import heirs, moved
from .forget_texts import Texts
from .hand_marking.renamed import note as note_renamed
from .kept_runs import KeptRuns
from .numbers import counted
from .pseudonyms import Known, Pseudonyms
from .publish import write_marks, write_reports
from .scrub import Scrub
from .spreadsheet import rows_of
from .tables import table_text, unhurt, write_table
from .who_is_meant import who_was_meant
from .who_table import AS_FOUND
from .who_table import TABLE as WHO_TABLE

#: Columns that say who somebody is, or where a file is: no text in which a first name alone could be taken out.
_WHO = ("student", "pseudonym", "lms_id", "name", "path", "your student", "group", "grader")
#: Of a table, what a student wrote, and what may have several lines.
_WORK, _LINES = ("text",), ("text", "comment")


@dataclass
class Gone:
    """How much was taken out."""

    records: int = 0
    lines: int = 0
    pages: int = 0
    texts: int = 0
    lost: str = ""


@dataclass
class Person:
    """Who is to be forgotten, as texts and tables have her; `others`: what takes out the name of each who stays;
    `heirs`: by path of a group's hand-in, who stands for it in her place."""

    pseudonym: str
    known: Known
    scrub: Scrub
    others: dict[str, Scrub] = field(default_factory=dict)
    gone: Gone = field(default_factory=Gone)
    texts: Texts = field(default_factory=Texts)
    heirs: dict[str, dict[str, str]] = field(default_factory=dict)

    def has(self, cells: dict[str, str]) -> bool:
        """Whether a line of a table is hers."""
        named = {unhurt(cells.get(column, "")) for column in ("student", "your student")}
        return self.pseudonym in cells.values() or self.known.student in named

    def is_in(self, path: str, of: str) -> bool:
        """Whether a path of somebody else's names her, as where a group's file lay in her folder.

        Others may be called Mary Jane Doe, or as she is: their own name is taken out first. With it may go what she has
        in common with them, so a folder or file that is called as she is, is looked for as well.
        """
        rest = self.others[of].prose(path) if of in self.others else path
        behind = "[_/]" if re.search(r"_\d+$", self.known.student) else "/"  # "jane" is not "jane_smith"
        called = rf"(?:^|/){re.escape(self.known.student)}(?:{behind}|$)"
        return self.scrub.prose(rest) != rest or bool(re.search(called, unicodedata.normalize("NFC", path)))

    @classmethod
    def of(cls, names: Pseudonyms, given: str, report: Path) -> Person:
        """Whom somebody means.

        Raises:
            GradingError: nobody, or several.
        """
        student = names.meant(given)
        everybody = dict(names.everybody())
        found = next((name for name, known in everybody.items() if known.student == student), None)
        if found is None:
            near = who_was_meant(given, names.called())
            raise WrongUse(
                f'Nothing in {report} is kept of a student "{given}". {near} Who is there says '.replace("  ", " ")
                + f"tinygrad-lite report {report} --names"
            )
        scrub = Scrub({everybody[found].student, *everybody[found].called})
        others = {}
        for name, one in everybody.items():
            if name != found:
                others[name] = others[one.student] = Scrub({one.student, *one.called})
                scrub.alone -= others[name].alone  # two may have one first name
        return cls(found, everybody[found], scrub, others)


def _runs_of(report: Path) -> KeptRuns:
    """The runs of a report folder.

    Raises:
        GradingError: it is another folder, which is left as it is.
    """
    if not (report / "runs").is_dir() and not (report / "who.csv").exists():
        raise GradingError(f"{report} is no report: nothing was ever graded into it. Nothing was changed.")
    return KeptRuns(report)


def forget_student(report: Path, given: str) -> int:
    """Take a student out of everything, and say what remains."""

    def work() -> int:
        runs = _runs_of(report)
        with runs.alone():
            person = Person.of(runs.names, given, report)
            _appeals(report, person)
            person.texts = Texts.of(records_in(report), person.pseudonym, person.scrub.prose)
            person.heirs = heirs(report, person.known.student, lambda path: person.is_in(path, ""))
            moved(report, person.heirs, person.known.student)
            for table in tables_in(report):
                _table(table, person)
            note_renamed(report, person.texts.renamed, person.texts.gone)
            for path in records_in(report):  # behind all that they tell
                _record(path, person)
            for path in report.glob("runs/*/run.json"):
                _info(path, person)
            for page in report.glob(f"feedback/{person.pseudonym}-*.html"):
                page.unlink()
                person.gone.pages += 1
            person.gone.lost = publish_again(runs)
            _key(runs.names, person)
        print("\n".join(told(report, person)))
        return SETTLED

    return command(work)


def forget_work(report: Path) -> int:
    """Delete what everybody wrote, keep the marks, and say what remains."""

    def work() -> int:
        runs, deleted = _runs_of(report), 0
        with runs.alone():
            for path in records_in(report):
                deleted += _changed(path, _without_work)
            for path in report.glob("feedback/*.html"):
                path.unlink()
            for table in tables_in(report):
                _rewritten(table, lambda headings, row: [_blank(*pair) for pair in zip(headings, row, strict=False)])
            lost = publish_again(runs)
        print(f"Deleted: the programs, texts and cards of {counted(deleted, 'record')} in {report}. {lost}".rstrip())
        print("What remains: marks, verdicts, the reasons of changes, and who is who. Pages and the class report are")
        print("written anew from these. The download is not in this folder: graded again, it brings all of it back.")
        return SETTLED

    return command(work)


def told(report: Path, person: Person) -> Iterator[str]:
    """What was removed, and what remains."""
    gone = person.gone
    hers = {"record": gone.records, "line": gone.lines, "page": gone.pages}
    of = {"record": " of graded notebooks", "line": " of tables", "page": ""}
    some = ", ".join(f"{counted(count, what)}{of[what]}" for what, count in hers.items() if count)
    name = f"the name in {counted(gone.texts, 'record')} of others" if gone.texts else ""
    yield f"Forgotten: {'; and '.join(filter(None, [some, name])) or 'who this is; nothing else was there'}."
    yield f"What remains in {report}: nothing. Pages and the class report are made from the others."
    for heir in dict.fromkeys(heir["student"] for heir in person.heirs.values()):
        yield f"A group's hand-in that stood in {WHO_TABLE} for this student stands there for {heir} now."
    if gone.lost:
        yield gone.lost
    yield (
        "Not in this folder, and yours to mend or delete: the download, the class list, and what was made from the "
        "report (filled tables, packed pages, exported code, nbgrader's gradebook). Graded again, the first two "
        "bring it back."
    )


def publish_again(runs: KeptRuns) -> str:
    """Write tables, pages and reports of the last run from what it has now; why not, if that cannot be done."""
    for kind in ("report*.html", "report*.json", "lecture*.html", "manual/*.html"):
        for page in runs.report.glob(kind):
            page.unlink()
    run = runs.last()
    if run is None:
        return ""
    records = list(run.records())
    try:
        Extras.from_run(run.info).load()
        write_marks(runs.report, run, records)
        write_reports(runs.report, run, records, runs.before(run))
    except GradingError as problem:
        return f"The class report was deleted, and cannot be written anew: {problem}"
    return ""


# --------------------------------------------------------------------------------------------------------- records


def _record(path: Path, person: Person) -> None:
    """A record of hers goes; in one of somebody else's, her name does."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return
    if data.get("student") == person.pseudonym:
        path.unlink()
        person.gone.records += 1
    else:
        person.gone.texts += _changed(path, lambda known: _without_name(known, person))


def _without_name(data: dict[str, Any], person: Person) -> dict[str, Any]:
    texts = {key: person.scrub.everywhere(data[key]) for key in ("why", "notes", "texts") if key in data}
    marks = [
        {**mark, "source": person.scrub.code(mark["source"], numbers=False)}
        | {key: person.scrub.everywhere(mark[key]) for key in ("why", "card", "name", "comment") if key in mark}
        for mark in data.get("marks", ())
    ]
    return data | texts | {"marks": marks}


def _without_work(data: dict[str, Any]) -> dict[str, Any]:
    empty = {"source": "", "tree": "", "behaviour": "", "card": {}, "why": ""}
    return data | {"texts": {}, "pictures": {}, "notes": [], "marks": [mark | empty for mark in data.get("marks", ())]}


def _changed(path: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> bool:
    """Write a file of JSON with a change; whether there was any."""
    data = json.loads(path.read_text(encoding="utf-8"))
    new = change(data)
    if new == data:
        return False
    write_whole(path, json.dumps(new, ensure_ascii=False) + "\n")
    return True


def _info(path: Path, person: Person) -> None:
    """What a run knows of her."""

    def without(info: dict[str, Any]) -> dict[str, Any]:
        students = [one for one in info.get("students", ()) if one != person.pseudonym]
        shown = {name: rows for name, rows in info.get("shown", {}).items() if name != person.pseudonym}
        kept = {key: value for key, value in (("students", students), ("shown", shown)) if key in info}
        return info | kept | {"source": person.scrub.prose(info.get("source", ""))}

    _changed(path, without)


def _key(names: Pseudonyms, person: Person) -> None:
    """Nobody knows any more who she was, nor that a file of a group's lay in her folder."""
    for pseudonym, known in names.everybody():
        files = {path for path in known.files if not person.is_in(path, pseudonym)}
        if pseudonym != person.pseudonym and files != known.files:
            names.keep_files(pseudonym, files)
    names.forget(person.pseudonym)


# ---------------------------------------------------------------------------------------------------------- tables


def records_in(report: Path) -> list[Path]:
    """All records of notebooks."""
    return sorted({*report.glob("runs/*/marks/*.json"), *report.glob("runs/*/aside/*.json")})


def tables_in(report: Path) -> list[Path]:
    """All tables of a report folder, those that people put there too."""
    return sorted({*report.glob("*.csv"), *report.glob(".*.csv"), *report.glob("runs/*/*.csv")})


def _appeals(report: Path, person: Person) -> None:
    """Lines with codes of hers, which only her records tell; so they go first. Of a group's, only where she asked."""
    who = person.known.student
    hers = {one.line for one in read_appeals(report) if who in one.named or one.everybody == (who,)}
    if hers:
        rows = rows_of(report / APPEALS)
        write_table(
            report / APPEALS, rows[0],
            (dict(zip(rows[0], row, strict=False)) for line, row in enumerate(rows[1:], start=2) if line not in hers),
            private=True,
        )  # fmt: skip
        person.gone.lines += len(hers)


def _table(path: Path, person: Person) -> None:
    """Her lines go, and her name in those of others."""

    def without(headings: list[str], row: list[str]) -> list[str] | None:
        cells = dict(zip(headings, row, strict=False))
        file = unhurt(cells.get("path", ""))
        if path.name in (WHO_TABLE, AS_FOUND) and person.has(cells) and file in person.heirs:
            cells |= person.heirs[file]
            row = [cells[heading] for heading in headings]
        nobodys = not cells.get("student") and "path" in cells
        if person.has(cells) or cells.get("answer_id") in person.texts.gone:
            return None
        if nobodys and (file in person.known.files or person.scrub.prose(file) != file):
            return None
        whose = unhurt(cells.get("student") or cells.get("pseudonym", ""))
        return [_cell(heading, cell, person, whose) for heading, cell in zip(headings, row, strict=False)]

    person.gone.lines += _rewritten(path, without)


def _cell(heading: str, cell: str, person: Person, whose: str) -> str:
    """A cell of somebody else's line: of several people in it only she goes; of a path what names her."""
    several = cell.split("; ")
    if len(several) > 1:
        hers = {person.pseudonym, person.known.student, *person.known.called}
        cell = "; ".join(one for one in several if one not in hers)
    if heading == "answer_id":
        return person.texts.renamed.get(cell, cell)
    if heading == "path":
        moved_to = person.heirs.get(unhurt(cell), {}).get("path")
        return moved_to or (person.scrub.prose(cell) if person.is_in(cell, whose) else cell)
    return cell if heading in _WHO else person.scrub.prose(cell)


def _blank(heading: str, cell: str) -> str:
    return "" if heading in _WORK else cell


def _rewritten(path: Path, change: Callable[[list[str], list[str]], list[str] | None]) -> int:
    """Write a table with changed rows, those left out that became None; how many were left out."""
    rows = rows_of(path)
    if not rows:
        return 0
    headings, old = rows[0], rows[1:]
    new = [change(headings, [*row, *[""] * (len(headings) - len(row))]) for row in old]
    kept = [row for row in new if row is not None]
    if len(kept) < len(old) or any(one[: len(two)] != two for one, two in zip(kept, old, strict=False)):
        lines = (dict(zip(headings, row, strict=False)) for row in kept)
        write_whole(path, table_text(headings, lines, _LINES))
    return len(old) - len(kept)
