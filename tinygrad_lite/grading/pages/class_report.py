"""The class report: a page to read, a page to project, and report.json. All of it is drawn from one dict of numbers.

Every number and text that comes from there carries its place in it as `data-at`, so that whoever reads the page (a
person or a test) can find it in report.json.
"""

from __future__ import annotations

import copy
import functools
import json
import math
from typing import Any

from markupsafe import Markup, escape

from ..class_rows import OUTCOMES, share
from ..sandbox.tier import LIMITS_ONLY
from .drawing import draw, plain_everywhere, ticks

#: A page to be projected does not speak of what fewer did, and all its numbers are rounded to a multiple of the second.
#: Hiding the small ones would not do: what is hidden in one place is the difference of two numbers in another.
FEWEST, STEP = 3, 5
#: In the place of a number that there is not.
NOTHING = "–"
#: These stay on the instructor's own pages.
_NOT_PROJECTED = (
    "needs",
    "settled",
    "clusters",
    "checks",
    "pairs",
    "together",
    "texts",
    "all_concepts",
    "seed",
    "version",
    "sandbox",
    "changed",
)


def report_page(numbers: dict[str, Any]) -> str:
    """The whole report; its first page is one A4 side."""
    return _draw(numbers, lecture=False)


def lecture_page(numbers: dict[str, Any]) -> str:
    """Page one, safe to project: no names, and no number from which one or two students could be worked out."""
    return _draw(lecture_numbers(numbers), lecture=True)


def report_json(numbers: dict[str, Any]) -> str:
    """The numbers as a file."""
    return json.dumps(plain_everywhere(numbers), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def lecture_numbers(numbers: dict[str, Any]) -> dict[str, Any]:
    """What may be projected."""
    shown = {key: copy.deepcopy(value) for key, value in numbers.items() if key not in _NOT_PROJECTED}
    shown["concepts"] = [_rounded_concept(one) for one in shown["concepts"] if one["students"]["count"] >= FEWEST]
    shown["exercises"] = [_rounded_row(row) for row in shown["exercises"]]
    shown["students"] = {key: _rounded(shown["students"][key]) for key in ("handed_in", "listed")}
    return shown


def _rounded(count: float) -> int:
    """To the next multiple of `STEP`.

    >>> [_rounded(count) for count in (0, 2, 3, 7.5, 41)]
    [0, 0, 5, 10, 40]
    """
    return STEP * math.floor(count / STEP + 0.5)


def _rounded_share(found: dict[str, Any]) -> dict[str, Any]:
    """A share of rounded numbers, with the interval of these: that of the others would tell them."""
    return share(_rounded(found["count"]), _rounded(found["of"]))


def _rounded_concept(found: dict[str, Any]) -> dict[str, Any]:
    where = [one | {"students": _rounded(one["students"])} for one in found["where"] if one["students"] >= FEWEST]
    students = _rounded_share(found["students"])
    return found | {"students": students, "points": _rounded(found["points"]), "where": where}


def _rounded_row(row: dict[str, Any]) -> dict[str, Any]:
    counts = {name: _rounded(count) for name, count in row["counts"].items()}
    stopped = row["stopped_here"]
    shown = _rounded_share(stopped) if stopped is not None and stopped["count"] >= FEWEST else None
    return {"name": row["name"], "counts": counts, "judged": sum(counts.values()), "stopped_here": shown}


# --------------------------------------------------------------------------------------------------- drawing


def _draw(numbers: dict[str, Any], lecture: bool) -> str:
    shown = plain_everywhere(numbers)
    rows = shown["exercises"]
    return draw(
        "report.html",
        numbers=shown,
        lecture=lecture,
        unheld=LIMITS_ONLY in shown.get("sandbox", ""),
        outcomes=OUTCOMES,
        has_median=any(row.get("median") is not None for row in rows),
        has_own=any(row.get("hints") for row in rows),
        has_r=any(row.get("item_rest") for row in rows),
        pattern=lambda name: "p-" + name.replace(" ", "-"),
        v=functools.partial(_value, shown),
        of=functools.partial(_share, shown, shown["students"].get("judged", shown["students"]["handed_in"])),
        percent=functools.partial(_percent, shown),
        marked=_marked,
    )


def at(numbers: Any, place: tuple[Any, ...]) -> Any:
    """What stands at a place of the numbers."""
    for key in place:
        numbers = numbers[key]
    return numbers


def value_text(value: Any) -> str:
    """A number or a text as the pages show it; a dash where there is none."""
    if value is None:
        return NOTHING
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.2f}".replace("-", "−")
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def _value(numbers: dict[str, Any], *place: Any) -> Markup:
    value = at(numbers, place)
    text = ticks(value) if isinstance(value, str) else escape(value_text(value))
    return _placed(place, text)


def _placed(place: tuple[Any, ...], text: Markup) -> Markup:
    return Markup('<span data-at="{}">{}</span>').format(".".join(map(str, place)), text)


def percent_text(value: float) -> str:
    """A share in per cent."""
    return f"{100 * value:.0f} %"


def _percent(numbers: dict[str, Any], *place: Any) -> Markup:
    return _placed(place, escape(percent_text(at(numbers, place))))


def share_text(share: dict[str, Any], students: int, least: int) -> str:
    """ "12 of 40 (18–45 %)"; of small classes only the counts."""
    text = f"{share['count']} of {share['of']}"
    if students < least or share["of"] < least:
        return text
    return f"{text} ({100 * share['low']:.0f}–{100 * share['high']:.0f} %)"


def _share(numbers: dict[str, Any], students: int, *place: Any) -> Markup:
    text = share_text(at(numbers, place), students, numbers["method"]["for_percentages"])
    return _placed(place, escape(text))


def _marked(sources: list[str], own: int) -> Markup:
    """One of two texts, with the lines that the other has too underlined."""
    others = {line.strip() for place, text in enumerate(sources) if place != own for line in text.splitlines()}
    lines = [
        Markup("<mark>{}</mark>").format(line) if line.strip() and line.strip() in others else escape(line)
        for line in sources[own].splitlines()
    ]
    return Markup("\n").join(lines)
