"""Moodle's tables in any language: their headings are translated, so columns are told by order and by what they hold.

As Moodle writes them (mod/assign/gradingtable.php, grade/export), a worksheet has a number behind one and the same word
in every row; a mark, the most that there is, and whether it can be changed, side by side; and two columns of times. A
gradebook has names, addresses, and one and the same second of the export in every row. What does not fit stays unknown,
and what was told so is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from .number_in import number_in

#: Found in Moodle's English tables; what is missing here is found by nobody's content.
KEY, FULL, EMAIL, GRADE, LARGEST = "Identifier", "Full name", "Email address", "Grade", "Maximum Grade"
CHANGEABLE, HANDED_IN, MARKED = "Grade can be changed", "Last modified (submission)", "Last modified (grade)"
COMMENTS, EXPORTED = "Feedback comments", "Last downloaded from this course"

_KEY = re.compile(r"(?P<word>\D*[^\W\d_]\D*?) *(?P<number>\d+)")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_TIME = re.compile(r"(?=.*\d{4})\D*\d+\D+\d+\D+\d+.*")
_SECOND = re.compile(r"\d{10}")
#: So large a part of a class is called otherwise than everybody before.
_MOST = 0.6

Column = list[str]


def in_english(rows: list[list[str]], logins: Collection[int] = ()) -> list[str]:
    """The headings of a table, Moodle's own ones as they are in English; as they are where it is no such table.

    Args:
        logins: columns of logins or numbers, by their headings: "s001" is built as "Participant 48213" is.
    """
    headings = list(rows[0]) if rows else []
    wide = [row for row in rows[1:] if len(row) == len(headings)]
    columns = [list(column) for column in zip(*wide, strict=True)] if wide else []
    for place, name in (_worksheet(columns, logins) or _gradebook(columns)).items():
        headings[place] = name
    return headings


def told_by_content(headings: list[str], english: list[str]) -> str:
    """What was told so, in a sentence; "" where nothing was."""
    pairs = [f"{own} = {known}" for own, known in zip(headings, english, strict=True) if own != known]
    return f"its headings are not known here; by what the columns hold: {', '.join(pairs)}" if pairs else ""


def _worksheet(columns: list[Column], logins: Collection[int]) -> dict[int, str]:
    """Which column is what in the worksheet of an assignment; {} where it is none."""
    key = next((place for place, column in enumerate(columns) if place not in logins and _is_key(column)), None)
    if key is None:
        return {}
    marks = next((place for place in range(1, len(columns) - 1) if _are_marks(columns, place)), None)
    times = [place for place, column in enumerate(columns) if place > (marks or key) and _all(column, _is_time)]
    if not times or (marks is None and len(times) != 2):
        return {}
    found, changeable = {key: KEY}, len(columns)
    if marks is not None:
        changeable = marks + 2 if marks + 2 < len(columns) and _are_words(columns[marks + 2]) else marks + 1
        found |= {marks - 1: GRADE, marks: LARGEST, changeable: CHANGEABLE}
    if len(times) == 2 and times[0] == changeable + 1:  # in another order, nobody knows which of the two times is which
        found |= {times[0]: HANDED_IN, times[1]: MARKED}
        if len(columns) == times[1] + 2 and not any(map(_is_time, columns[times[1] + 1])):
            found[times[1] + 1] = COMMENTS
    found |= {place: EMAIL for place, column in enumerate(columns) if place not in found and _all(column, _is_email)}
    between = range(key + 1, marks - 1 if marks else times[0])
    names = [place for place in (*between, *range(key)) if place not in found and _are_names(columns[place])]
    return found | ({names[0]: FULL} if names and len(between) > 1 else {})


def _gradebook(columns: list[Column]) -> dict[int, str]:
    """Which column is what in the gradebook; {} where it is none."""
    if len(columns) < 4 or len({*columns[-1]}) > 1 or not _all(columns[-1], lambda cell: bool(_SECOND.fullmatch(cell))):
        return {}
    emails = [place for place, column in enumerate(columns) if _all(column, _is_email)]
    if len(emails) != 1 or not all(_all(column, _is_name) for column in columns[:2]):
        return {}
    return {0: "First name", 1: "Last name", emails[0]: EMAIL, len(columns) - 1: EXPORTED}


def _is_key(column: Column) -> bool:
    """ "Participant 48213", "参加者48214": one word, and no number twice."""
    found = [_KEY.fullmatch(cell) for cell in filter(None, column)]
    told = [match for match in found if match]
    return (
        len(told) == len(found) > 0
        and len({match["word"] for match in told}) == 1
        and len({match["number"] for match in told}) == len(told)
    )


def _are_marks(columns: list[Column], place: int) -> bool:
    """Whether a column is the most that there is, behind the marks, and before whether they can be changed."""
    most = {number_in(cell) for cell in columns[place] if cell}
    if len(most) != 1 or None in most or not (largest := most.pop()):
        return False
    marks = [number_in(cell) for cell in columns[place - 1] if cell not in ("", "-")]
    return all(mark is not None and mark <= largest for mark in marks) and _are_words(columns[place + 1])


def _are_words(column: Column) -> bool:
    """Whether these are few words that come again, as "Yes" and "No"."""
    words = {*column} - {""}
    return 0 < len(words) <= max(2, len(column) // 2) and not any(map(_is_time, words)) and all(map(_is_name, words))


def _are_names(column: Column) -> bool:
    return _all(column, _is_name) and len({*column}) >= _MOST * len(column)


def _is_name(cell: str) -> bool:
    return bool(re.search(r"[^\W\d_]", cell)) and not re.search(r"[\d@]", cell)


def _is_email(cell: str) -> bool:
    return _EMAIL.fullmatch(cell) is not None


def _is_time(cell: str) -> bool:
    return cell == "-" or _TIME.fullmatch(cell) is not None


def _all(column: Column, fits: Callable[[str], bool]) -> bool:
    """Whether something is there, and all of it fits."""
    cells = [cell for cell in column if cell]
    return bool(cells) and all(map(fits, cells))
