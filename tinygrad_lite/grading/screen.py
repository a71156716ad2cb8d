"""What was found, in a few lines, before anything is run: who and what, and what is to be looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from .attempts import CHOSEN, EARLIER, SAME, TWICE, UNCLEAR, together
from .class_list import Compared
from .listed import Listed
from .listing import HARMLESS, of_some_lessons, without_notebook
from .numbers import counted
from .record import NOT_HANDED_IN
from .systems import BY_NAME
from .systems.times import is_unread
from .to_confirm import GONE
from .to_confirm import asks as note_asks
from .who_table import HERS, TABLE, answers_of_others

#: So many names or lines are printed of one kind; all are in the table.
MOST = 12


def told(class_list: Compared, report: Path) -> list[str]:
    """What was found."""
    files = class_list.files
    roster = f" Roster: {class_list.size}." if class_list.size else ""
    lines = [heading(files) + roster, *(f"{count:4}  {what}" for what, count in kinds(class_list) if count)]
    counting = sum(one.counts and not one.gone for one in files)
    here = sum(not one.gone for one in files)
    total = f"{counted(here, 'file')} = {counting} to be graded + {here - counting} listed."
    return [*lines, *asked(files, report), f"{total} All of them: {report / TABLE}"]


def heading(files: list[Listed]) -> str:
    """How many notebooks, of which lesson, from which system."""
    notebooks = [one for one in files if one.sha256 and not one.gone]
    by_lesson: dict[str, int] = defaultdict(int)
    for one in notebooks:
        by_lesson[one.lesson] += bool(one.lesson)
    lessons = [f"{count} of lesson {lesson}" for lesson, count in sorted(by_lesson.items()) if count]
    systems = Counter(one.system for one in files if one.system and one.student and not one.gone) or {"plain": 1}
    *some, last = sorted((BY_NAME[system].TITLE for system in systems), key=str.casefold)
    titles = " and ".join([*filter(None, [", ".join(some)]), last])
    count = counted(len(notebooks), "notebook")
    if len(lessons) == 1:
        return f"{count} of lesson {lessons[0].rpartition(' ')[2]} from {titles}."
    return f"{count} from {titles}{': ' if lessons else ''}{', '.join(lessons)}."


def kinds(class_list: Compared) -> Iterator[tuple[str, int]]:
    """What is said of the files, and of how many; then the students of whom there is nothing."""
    files, every = [one for one in class_list.files if not one.gone], class_list.files
    lines = {one.path: line for line, one in enumerate(every, start=2)}
    one_each = "found, one of each student" if all(len(each) == 1 for each in together(files)) else "found"
    matched = "found and matched" if class_list.size else one_each
    strange = [one for one in files if one.counts and one.student in class_list.strangers]
    yield matched, sum(one.counts for one in files) - len(strange)
    yield f"found, and not on the roster: {_several(one.student for one in strange)}", len(strange)
    groups = {one.group: one.members for one in files if one.counts and one.members}
    yield f"of these by groups, with {counted(sum(map(len, groups.values())), 'member')}", len(groups)
    yield "of these further attempts; the best counts", sum(len(theirs) - 1 for theirs in together(files))
    twice = [one for one in files if one.note.startswith(TWICE)]
    unclear = [one for one in twice if one.note.endswith(UNCLEAR)]
    chosen = [one for one in twice if one.note.endswith(CHOSEN)]
    same = [one for one in twice if one.note.endswith(SAME)]
    later = [one for one in twice if one.note.endswith(EARLIER)]
    earlier = [one for one in twice if not one.note.endswith((UNCLEAR, CHOSEN, SAME, EARLIER))]
    yield f"{TWICE}: the later one counts ({_where(earlier, lines)})", len(earlier)
    yield f"{TWICE}: the earlier one counts ({_where(later, lines)})", len(later)
    yield f"{TWICE}: the one that you chose counts ({_where(chosen, lines)})", len(chosen)
    yield f"{TWICE}, the same to the letter ({_where(same, lines)})", len(same)
    yield f"{TWICE}, and nothing says which is the later ({_where(unclear, lines)})", len(unclear)
    alike: dict[str, list[Listed]] = defaultdict(list)
    for one in files:
        if not one.counts and one not in twice and one.note not in HARMLESS:
            alike[one.note].append(one)
    for note, some in alike.items():
        yield _of(note, some, lines), len(some)
    gone = [one for one in every if one.gone]
    yield (
        f"{GONE}: {_several(dict.fromkeys(one.name or one.student for one in gone))} ({_where(gone, lines)})",
        len(gone),
    )
    nothing = [record.student for record in without_notebook(every) if record.state == NOT_HANDED_IN]
    if class_list.size:
        nothing = [person.name or person.student for person in class_list.absent]
    yield f"nothing handed in: {_several(nothing)}", len(nothing)
    lacking = of_some_lessons(every)
    for lesson in sorted(set().union(*lacking.values())):
        without = [student for student, missing in lacking.items() if lesson in missing]
        yield f"nothing of lesson {lesson}: {_several(without)}", len(without)


def _of(note: str, some: list[Listed], lines: dict[str, int]) -> str:
    """A sentence on files that have the same note."""
    if len(some) > 1:
        return f"not graded: {note} ({_where(some, lines)})"
    one = some[0]
    file = one.path.rpartition("/")[2]
    if not one.student or file.startswith(one.student):
        return f'not graded: "{one.path}": {note}'
    return f'not graded: "{file}" of {one.student}: {note}'


def asked(files: list[Listed], report: Path) -> list[str]:
    """What an instructor is asked to look at."""
    lines = {one.path: line for line, one in enumerate(files, start=2)}
    systems = [BY_NAME[name] for name in sorted({one.system for one in files if one.system})]
    asks = [f"{system.GUESS}: look at the names in {TABLE}." for system in systems if system.GUESS]
    if not any(one.sha256 and not one.gone for one in files):
        asks.append("No notebook was found. Is it the right folder, or the right zip?")
    confirm = [one for one in files if note_asks(one.note) and not one.gone]
    if confirm:
        asks.append(
            f"Please look at {_where(confirm, lines)}: write ok into counts there if it is right, or change student or "
            "counts."
        )
    gone = [one for one in files if one.gone and note_asks(one.note)]
    if gone:
        asks.append(
            f"Is this the whole download? Who handed in before and is not in it keeps what was marked, and gets no 0. "
            f"Take the whole one; or write into counts ({_where(gone, lines)}): no if it was withdrawn, ok if the mark "
            "stays."
        )
    unread = [one for one in files if one.counts and is_unread(one.handed_in)]
    if unread:
        asks.append(
            f"When it came is written in a form that is not read here ({_where(unread, lines)}): write it into "
            "handed_in there as 2026-11-22 14:58."
        )
    return [*asks, *_kept(files, report)]


def _kept(files: list[Listed], report: Path) -> Iterator[str]:
    """How many cells she has changed, and in which columns: so she sees that each of her changes was read."""
    changed = {column: sum(getattr(one.edit, column) != "" for one in files) for column in HERS}
    where = ", ".join(f"{count} in {column}" for column, count in changed.items() if count)
    if where:
        yield f"Your changes in {TABLE} are kept: {sum(changed.values())} ({where})."
    if others := answers_of_others(report, files).values():
        lines = "1 file that is" if len(others) == 1 else f"{len(others)} files that are"
        doubt = " Is it the right one, and whole?" if any(one.counts != "no" for one in others) else ""  # or withdrawn
        yield f"What you wrote in {TABLE} of {lines} not in this download is kept, too.{doubt}"


def _where(some: Iterable[Listed], lines: dict[str, int]) -> str:
    """The lines of the table, for people."""
    places = sorted(lines[one.path] for one in some)
    return f"{TABLE}, line{'s' if len(places) > 1 else ''} {_several(map(str, places))}"


def _several(names: Iterable[str]) -> str:
    """The first of some names, and how many more there are."""
    every = list(names)
    return ", ".join(every[:MOST]) + (f" and {len(every) - MOST} more" if len(every) > MOST else "")
