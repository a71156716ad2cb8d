"""What becomes of each mark in an instructor's own table, and which of its cells get which text.

What a person has put there is not lost: who is excused stays so, a 0 for nothing handed in takes no mark away, and a
comment stays as it was written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from .beside_numbers import as_told, is_other_name
from .grade_sheet import GradeSheet
from .numbers import DECIMALS, some
from .roster import Person
from .whose_row import Sought, rows_of

#: What a comment of ours looks like, with a point or a comma: it may be renewed, any other is a person's.
_OURS = re.compile(r"(<p>)?([\d.,]+ of [\d.,]+; (see feedback file|marked by hand)|nothing was handed in)(</p>)?")
#: Our comment on a 0 of somebody without a hand-in.
_NOTHING = "nothing was handed in"


@dataclass(frozen=True)
class Total:
    """All of one student's marks of a lesson; `points` is None where something of it is not settled.

    Attributes:
        by_itself: its file, its automatic marks, and what counts of each exercise, as `exported.csv` keeps them.
        paged: whether the system has a place for her page.
    """

    student: str
    points: float | None
    most: float
    by_itself: Mapping[str, str] = field(default_factory=dict)
    paged: bool = True


@dataclass(frozen=True)
class Claim:
    """A hand-in whose mark belongs into a row, as far as can be told; `by_name`: by nothing but the name."""

    name: str
    total: Total
    by_name: bool


@dataclass
class Filled:
    """What came of it, each a list of who.

    Attributes:
        filled: row → whose mark was written there; unchanged: rows that said the same already.
        with_them: of rows of teams, the marks of the other members, who have the same.
        without: how many rows said 0 already, of people who handed in nothing.
        unsettled: no mark is written as long as something waits for a person.
        absent: rows on the sheet of people without a hand-in → who; zeros: those of them who got a 0; zero_rows: where
            a 0 of ours stands now, whether it was there already or not.
        marked: people without a hand-in of whom the sheet has a mark or a word already, which a 0 does not take away.
        excused: rows in which a person has written that no mark counts.
        strangers: handed in, and not found on the sheet, or found more than once.
        several: whose number or login, or whose name, stands in several rows → these.
        other_names: found by a number or login, beside which the sheet has another name, with that person; compared: of
            how many both names are known.
        elsewhere: handed in by another system than the sheet's, and not on it: they will be on that system's own.
        locked: rows in which the system takes no mark.
        held: students whose marks are held back.
        above: whose marks, that are written, are more than the table says there is to get.
        lower: whose marks, that are written, are less than what stood there.
        replaced: whose marks, that are written, take the place of another one, which is not known to be ours.
        words: rows in which something stands that is no mark: a person's to read.
        by_hand: rows for which a mark of ours went out before, and in which another one stands.
        left_over: people without a hand-in by now, where a mark of ours still stands, and no 0 takes its place.
        commented: whose comment is a person's, and stays.
        reworded: whose mark stays, and whose comment of ours says something else now.
    """

    filled: dict[int, Total] = field(default_factory=dict)
    unchanged: dict[int, Total] = field(default_factory=dict)
    with_them: list[Total] = field(default_factory=list)
    without: int = 0
    unsettled: list[str] = field(default_factory=list)
    absent: dict[int, str] = field(default_factory=dict)
    zeros: list[str] = field(default_factory=list)
    zero_rows: list[int] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    several: dict[str, list[int]] = field(default_factory=dict)
    other_names: list[tuple[str, Person]] = field(default_factory=list)
    compared: int = 0
    elsewhere: list[str] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    commented: list[str] = field(default_factory=list)
    reworded: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """The line that is printed."""
        parts = [f"{len(self.filled)} filled", f"{len(self.unchanged) + self.without} unchanged"]
        more = {
            "not settled and left as they are": self.unsettled,
            "on the sheet without a hand-in": list(self.absent.values()),
            "without a hand-in, filled with 0": self.zeros,
            "without a hand-in, and what stands there stays": self.marked,
            "excused on the sheet and left so": self.excused,
            "with something that is no mark, and left so": self.words,
            "with another mark than ours, which went out before, and left so": self.by_hand,
            "in rows that the system has locked": self.locked,
            "not to be placed": self.strangers,
            "by the number, with another name beside it": as_told(self.other_names),
            "not on the sheet, and from another system": self.elsewhere,
            "held back": self.held,
            "above the most that there is to get": self.above,
            "lower than what stood there": self.lower,
            "in place of another mark that stood there": self.replaced,
            "without a hand-in, and left with our earlier mark": self.left_over,
            "with a comment that stays": self.commented,
            "unchanged, with a new comment": self.reworded,
        }
        parts += [f"{len(who)} {what} ({some(who)})" for what, who in more.items() if who]
        return " · ".join(parts)


def fill(
    found: GradeSheet,
    totals: Iterable[Total],
    who: Mapping[str, list[Sought]],
    held: Collection[str] = (),
    gone_out: Mapping[str, Collection[Total]] | None = None,
) -> tuple[Filled, dict[tuple[int, int], str]]:
    """What becomes of each mark, and which cells get which text.

    Args:
        gone_out: by student the marks that went into this column before.
    """
    result, changes = Filled(), dict[tuple[int, int], str]()
    systems = {one.system for several in who.values() for one in several} - {""}  # who handed in nothing has none
    others = systems - {found.system} if found.system in systems else set()
    claims: dict[int, list[Claim]] = defaultdict(list)
    for total in totals:
        for one in who.get(total.student) or [Sought()]:
            name, (rows, by_name) = one.name or total.student, rows_of(found, total.student, one)
            if len(rows) == 1:
                claims[rows[0]].append(Claim(name, total, by_name))
                _compare(one.name, found, rows[0], result)
                continue
            (result.elsewhere if one.system in others else result.strangers).append(name)
            if rows:
                result.several[name] = rows
    for row, all_claims in claims.items():
        sure = [claim for claim in all_claims if not claim.by_name]
        result.strangers += [claim.name for claim in all_claims if sure and claim.by_name]
        theirs = sure or all_claims
        name, total = theirs[0].name, theirs[0].total
        alike = found.by_teams and len({claim.total.points for claim in theirs}) == 1  # the members of one team
        if len(theirs) > 1 and not alike:
            result.strangers += [claim.name for claim in theirs]
        elif any(claim.total.student in held for claim in theirs):
            result.held.append(name)
        elif total.points is None:
            result.unsettled.append(name)
        elif found.is_excused(row):
            result.excused.append(name)
        elif row in found.locked:
            result.locked.append(name)
        elif _is(found, row, points_in(found, row, total)):
            result.unchanged[row] = total
            _reword(found, row, name, _word_on(found, total), result, changes)
        elif found.has_words(row):
            result.words.append(name)
        elif found.mark(row) is None:
            _write(found, row, name, total, result, changes)
        else:
            ours = (gone_out or {}).get(total.student, ())
            known = any(_is(found, row, points_in(found, row, one)) for one in ours)
            if ours and not known:
                result.by_hand.append(name)
            else:
                _write(found, row, name, total, result, changes)
                result.replaced += [] if known else [name]
        if row in result.filled or row in result.unchanged:
            result.with_them += [claim.total for claim in theirs[1:]]
    doubtful = {row for rows in result.several.values() for row in rows}  # one of them is hers, whoever handed in
    result.absent = {
        row: person.name or person.lms_id
        for row, person in found.people.items()
        if row not in claims and row not in doubtful
    }
    return result, changes


def _compare(name: str, found: GradeSheet, row: int, result: Filled) -> None:
    """See whether a row that was found by its number has another name beside it."""
    person = found.people[row]
    if name and person.name and not found.by_teams:
        result.compared += 1
        if is_other_name(name, person):
            result.other_names.append((name, person))


def _write(
    found: GradeSheet, row: int, name: str, total: Total, result: Filled, changes: dict[tuple[int, int], str]
) -> None:
    """Put a mark into a row, and say what is to be known of it."""
    points, before = points_in(found, row, total), found.mark(row)
    result.filled[row] = total
    result.above += [name] if row in found.of and points > round(found.of[row], 2) else []
    result.lower += [name] if before is not None and points < before else []
    result.commented += [name] if _is_a_persons(found, row) else []
    changes |= cells_of(found, row, points, _word_on(found, total))


def _word_on(found: GradeSheet, total: Total) -> str:
    """The comment on a mark: "7.5 of 10; see feedback file"."""
    got, most = found.written(total.points or 0.0, DECIMALS), found.written(total.most, DECIMALS)
    return f"{got} of {most}; {'see feedback file' if total.paged else 'marked by hand'}"


def _reword(
    found: GradeSheet, row: int, name: str, note: str, result: Filled, changes: dict[tuple[int, int], str]
) -> None:
    """Where a mark stays, let a comment of ours on it say what is true now; none is put where there is none."""
    text = _comment(found, row)
    if text and not _is_a_persons(found, row) and text.removeprefix("<p>").removesuffix("</p>") != note:
        changes |= {place: cell for place, cell in cells_of(found, row, 0.0, note).items() if place[1] != found.column}
        result.reworded.append(name)


def cells_of(found: GradeSheet, row: int, points: float, note: str) -> dict[tuple[int, int], str]:
    """The cells of a row that change for a mark, with a word on it where there is room for one."""
    cells = {(row, found.column): found.written(points)}
    if found.comments is not None and len(found.sheet.rows[row]) > found.comments and not _is_a_persons(found, row):
        cells[row, found.comments] = note
    if found.update is not None:
        cells[row, found.update] = "1"
    return cells


def _is_a_persons(found: GradeSheet, row: int) -> bool:
    """Whether somebody has written a comment there."""
    text = _comment(found, row)
    return bool(text) and _OURS.fullmatch(text) is None


def _comment(found: GradeSheet, row: int) -> str:
    cells = found.sheet.rows[row]
    return cells[found.comments].value.strip() if found.comments is not None and found.comments < len(cells) else ""


def zeros(
    found: GradeSheet, filled: Filled, gone_out: Mapping[int, Collection[Total]] | None = None
) -> dict[tuple[int, int], str]:
    """The cells of people without a hand-in, each with a 0; `filled` then says so.

    Not as long as a hand-in is not to be placed: it may be one of theirs. Nor where something stands already: a person
    has put it there, or the system knows of a hand-in. But a mark of ours for a hand-in that is withdrawn does go.

    Args:
        gone_out: by row the marks that went into this column before.
    """
    changes: dict[tuple[int, int], str] = {}
    for row, name in list(filled.absent.items()):
        if row in found.locked:
            continue
        del filled.absent[row]
        if found.is_excused(row):
            filled.excused.append(name)
        elif _is(found, row, 0.0):
            filled.without += 1
            filled.zero_rows.append(row)
            _reword(found, row, name, _NOTHING, filled, changes)
        elif not found.is_empty(row) and not is_ours(found, row, gone_out or {}):
            filled.marked.append(name)
        else:
            filled.zeros.append(name)
            filled.lower += [name] if not found.is_empty(row) else []
            filled.zero_rows.append(row)
            filled.commented += [name] if _is_a_persons(found, row) else []
            changes |= cells_of(found, row, 0.0, _NOTHING)
    return changes


def is_ours(found: GradeSheet, row: int, gone_out: Mapping[int, Collection[Total]]) -> bool:
    """Whether the mark of a row is one that went into it before."""
    return any(_is(found, row, points_in(found, row, one)) for one in gone_out.get(row, ()))


def points_in(found: GradeSheet, row: int, total: Total) -> float:
    """A mark as the table wants it: out of as many points as the column is, with two decimals at the most."""
    assert total.points is not None
    points = total.points * found.of[row] / total.most if row in found.of and total.most else total.points
    return round(points, 2)


def _is(found: GradeSheet, row: int, points: float) -> bool:
    """Whether a row has this mark already, however it is written: "7", "7.50", "7,5"."""
    before = found.mark(row)
    return before is not None and round(before, 2) == points
