"""`tinygrad-lite feedback`: every student's page under the name by which a learning management system hands it out."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tinygrad_lite.files import write_whole

from .command import last_run, stopped_since
from .errors import GradingError
from .gone_out import BY_PAGE, counts_now, note
from .groups import people
from .held import read_students, without_file
from .kept_runs import KeptRuns
from .lateness import waits
from .marks_back import NOT_PLACED, PLACED, TRIED, the_lesson
from .numbers import number, some
from .overrides import Overrides, has_marks_by_hand, points_of, read_overrides, with_marks_by_hand
from .page_places import NAMES, named, of_moodles_list
from .publish import page_names, page_of
from .record import NOT_HANDED_IN, Record
from .systems import BY_NAME
from .systems.called import called
from .tables import read_table, safe
from .typed_since import typed_since
from .who_table import read_edits
from .whose_row import class_list

#: What is to be done where a page waits.
WHEN = (
    "What lateness takes off is not known of who is not settled: write into handed_in of who.csv when it came "
    "(2026-11-22 14:58), grade again, and pack the pages then."
)
#: No time of day: the same pages are the same file.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass
class Packed:
    """What came of it.

    Attributes:
        pages: by their names in the archive.
        strangers: whose pages could not be named, and where each page is.
        held: how many are held back.
        unsettled: of whom nobody has said yet what lateness takes off.
        since: of whose hand-ins something was typed since, which counts when the class is graded again.
        by_group: how many have the page of their group's hand-in, which the system gives to all of them.
        by_list: how many handed in nothing themselves, and are known to the system by the number of the class list.
        elsewhere: how many handed in by another system, by its name.
        unread: of whom nothing could be graded.
        gone_out: the records whose pages students get.
    """

    pages: dict[str, Path] = field(default_factory=dict)
    strangers: dict[str, Path] = field(default_factory=dict)
    held: int = 0
    unsettled: list[str] = field(default_factory=list)
    since: list[str] = field(default_factory=list)
    by_group: int = 0
    by_list: int = 0
    elsewhere: Counter[str] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)
    gone_out: list[Record] = field(default_factory=list)


def feedback_for(
    report: Path, system: str, out: Path | None, lesson: str = "", only: Path | None = None, hold: Path | None = None
) -> int:
    """Pack the pages of the last run, say how it went; gives the exit status.

    Args:
        out: the archive; None for a look: nothing is written, and no page counts as gone out.
        only, hold: files with one student a line: whose pages alone, and whose not.
    Raises:
        GradingError: it cannot be done; nothing was written.
    """
    if out is not None and out.exists():
        raise GradingError(f"{out} is there already. Give another name to --out, or delete it first.")
    last_run(report)
    with KeptRuns(report).alone():  # while the class is graded, these would be the pages before, or some of both
        return _feedback_for(report, system, out, lesson, only, hold)


def _feedback_for(
    report: Path, system: str, out: Path | None, lesson: str, only: Path | None, hold: Path | None
) -> int:
    run = last_run(report)
    records = list(run.records())
    lesson = the_lesson(records, lesson)
    since = typed_since(report, run)
    overrides = read_overrides(report, records)
    records = with_marks_by_hand(records, overrides, run.info)
    roster = class_list(run)
    everybody = [*people(report), *without_file(records, overrides, roster)]
    held = read_students(hold, everybody, run.names) if hold else frozenset()
    chosen = read_students(only, everybody, run.names) if only else None
    pages = page_names(records, run.names)
    theirs = [
        one
        for one in records
        if one.lesson == lesson and (one.state != NOT_HANDED_IN or has_marks_by_hand(one, overrides))
    ]
    graded = {safe(one.path) for one in theirs}  # of some no lesson is known: a person gave marks for the file
    who = {
        row["path"]: row for row in read_table(report / "who.csv") if row["lesson"] == lesson or row["path"] in graded
    }
    back = {one.student for one in theirs if one.student in held or (chosen is not None and one.student not in chosen)}
    by_hand = {student for student, _ in overrides}
    of_list = of_moodles_list(roster) if system == "moodle" else {}
    there = {one.student for one in records if one.lesson == lesson}
    packed = Packed(unread=[one.student for one in records if not one.lesson and one.path and one.student not in there])
    of_it = [row for row in who.values() if row["system"] == system]
    others = {path: row["system"] for path, row in who.items() if row["system"] not in ("", system)} if of_it else {}
    typed = {path for (path, _), edit in read_edits(report).items() if edit.student}
    for record, name in named(theirs, NAMES[system], of_it, of_list, typed):
        page = report / "feedback" / pages[page_of(record)]
        group = {one.student for one in theirs if record.group and one.group == record.group}
        if record.student in back or (name.of_all and group & back):
            packed.held += 1
        elif record.student in since.students or (name.of_all and group & since.students):
            packed.since.append(record.student or record.path)
        elif waits(record, run.info) or (
            name.of_all and any(waits(one, run.info) for one in theirs if one.student in group)
        ):
            packed.unsettled.append(record.student or record.path)
        elif name.of_all and name.page in packed.pages:
            packed.by_group += 1
            packed.gone_out.append(record)
        elif not name.page and safe(record.path) in others:
            packed.elsewhere[others[safe(record.path)]] += 1
        elif not name.page or name.page in packed.pages or (name.of_all and group & by_hand):
            packed.strangers[record.student or record.path] = page
        else:
            packed.pages[name.page] = page
            packed.by_list += name.by_list
            packed.gone_out.append(record)
    if not packed.pages:
        raise GradingError("\n".join([*since.said(), _nothing(system, who.values(), packed)]))
    if out is not None:
        write_whole(out, archive(packed.pages))
        note(report, _pages_out(packed.gone_out, overrides, out.name, run.number))
    else:
        print(*(f"  {name}" for name in sorted(packed.pages)), sep="\n")
    print(*stopped_since(report, run), _sentence(system, packed), sep="\n")
    if out is not None:
        print(f"{out}: ready to be given to {called(system)}.")
    else:
        print(f"{TRIED} With --out ZIP in place of --try the archive is made.")
    if packed.unsettled:
        print(WHEN)
    print(*since.said(), sep="\n", end="\n" if since else "")
    for line in _by_hand(system, packed):
        print(line)
    return NOT_PLACED if packed.strangers or since else PLACED


def _pages_out(records: list[Record], overrides: Overrides, archive_name: str, run: int) -> Iterator[dict[str, Any]]:
    """Of each page that goes out the line that keeps it, so that the next one knows what its student has read."""
    for record in records:
        points = sum(points_of(record, mark, overrides) or 0.0 for mark in record.marks)
        yield {
            "student": record.student, "lesson": record.lesson, "points": number(points),
            "max": number(sum(mark.points for mark in record.marks)), "table": archive_name, "run": run,
            "what": BY_PAGE, "received": counts_now(record, overrides),
        }  # fmt: skip


def archive(pages: dict[str, Path]) -> bytes:
    """The pages as a zip; the same pages give the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(pages):
            about = zipfile.ZipInfo(name, LONG_AGO)
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(about, pages[name].read_bytes())
    return data.getvalue()


def _sentence(system: str, packed: Packed) -> str:
    pages = len(packed.pages)
    parts = [f"{pages} {'page' if pages == 1 else 'pages'} under the names of {called(system)}"]
    parts[0] += f", {packed.by_list} of them by the class list's numbers" if packed.by_list else ""
    strangers = some(list(packed.strangers))
    parts += [f"{len(packed.strangers)} not to be placed ({strangers})"] if packed.strangers else []
    parts += [f"{len(packed.unread)} without a page, as nothing could be graded ({some(packed.unread)})"] * bool(
        packed.unread
    )
    parts += [f"{packed.by_group} with their group's"] if packed.by_group else []
    parts += [_unsettled(packed)] if packed.unsettled else []
    parts += [f"{len(packed.since)} to be graded again first ({some(packed.since)})"] if packed.since else []
    parts += [f"{packed.held} held back"] if packed.held else []
    parts += [f"{count} from {called(other)}, not packed here" for other, count in sorted(packed.elsewhere.items())]
    return " · ".join(parts)


def _unsettled(packed: Packed) -> str:
    return f"{len(packed.unsettled)} not settled and not packed ({some(packed.unsettled)})"


#: Where a page can be handed out by hand, if a system's archive has no place for it, and why that may be.
_BY_HAND = {
    "canvas": "Canvas takes a page only where the student handed in something there (not of members of a group whose "
    "file another one handed in). Attach these in SpeedGrader, as a comment",
}


def _by_hand(system: str, packed: Packed) -> Iterator[str]:
    """Which pages are still to be handed out, one a line."""
    if packed.strangers:
        yield f"{_BY_HAND.get(system, 'These are to be handed out by hand')}:"
        for student, page in sorted(packed.strangers.items()):
            yield f"  {student}: {page}"


def _nothing(system: str, who: Iterable[dict[str, str]], packed: Packed) -> str:
    """Why there is no page to pack."""
    found = sorted({row["system"] for row in who} - {""})
    if found and system not in found:
        titles = " and ".join(BY_NAME[one].TITLE for one in found if one in BY_NAME)
        return (
            f"What was graded is {titles}, and {called(system)} takes pages only under the names of its own download: "
            f"grade that, and pack the pages then; or hand them out from the folder feedback. Nothing was written."
        )
    if packed.unsettled:
        return f"There is no page to hand out: {_unsettled(packed)}. {WHEN} Nothing was written."
    if strangers := list(packed.strangers):
        return f"No page has a place of its own in {called(system)} ({some(strangers)}). Nothing was written."
    return "There is no page to hand out: nobody handed anything in, or all are held back. Nothing was written."
