"""The class report: a page to read, a page to project, and report.json. All of it is drawn from one dict of numbers.

Every number and text that comes from there carries its place in it as `data-at`, so that whoever reads the page (a
person or a test) can find it in report.json.
"""

from __future__ import annotations

import copy
import functools
import json
from typing import Any

from markupsafe import Markup, escape

from ..class_rows import OUTCOMES
from ..sandbox.tier import LIMITS_ONLY
from .drawing import draw, plain_everywhere, ticks

#: What a page to be projected does not say: how many, where it is fewer.
FEWEST = 3
HIDDEN = "–"
#: These stay on the instructor's own pages.
_NOT_PROJECTED = (
    "needs",
    "clusters",
    "checks",
    "pairs",
    "together",
    "texts",
    "all_concepts",
    "seed",
    "version",
    "sandbox",
)


def report_page(numbers: dict[str, Any]) -> str:
    """The whole report; its first page is one A4 side."""
    return _draw(numbers, lecture=False)


def lecture_page(numbers: dict[str, Any]) -> str:
    """Page one, safe to project: no names, and nothing of which fewer than three students speak."""
    return _draw(lecture_numbers(numbers), lecture=True)


def report_json(numbers: dict[str, Any]) -> str:
    """The numbers as a file."""
    return json.dumps(plain_everywhere(numbers), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def lecture_numbers(numbers: dict[str, Any]) -> dict[str, Any]:
    """What may be projected."""
    shown = {key: copy.deepcopy(value) for key, value in numbers.items() if key not in _NOT_PROJECTED}
    shown["concepts"] = [each for each in shown["concepts"] if each["students"]["count"] >= FEWEST]
    for concept in shown["concepts"]:
        concept["where"] = [each for each in concept["where"] if each["students"] >= FEWEST]
    shown["exercises"] = [
        {"name": row["name"], "counts": _without_few(row["counts"]), "judged": row["judged"],
         "stopped_here": row["stopped_here"] if (row["stopped_here"] or {}).get("count", 0) >= FEWEST else None}
        for row in shown["exercises"]
    ]  # fmt: skip
    shown["students"] = {key: shown["students"][key] for key in ("handed_in", "listed")}
    return shown


def _without_few(counts: dict[str, int]) -> dict[str, int | str]:
    """Counts below `FEWEST` are hidden; and the next smallest too, where they could be found by subtraction."""
    if sum(counts.values()) < FEWEST:
        return dict.fromkeys(counts, HIDDEN)  # of two students even a 0 tells what both did
    hidden = {name for name, count in counts.items() if 0 < count < FEWEST}
    rest = sorted((name for name, count in counts.items() if count >= FEWEST), key=counts.__getitem__)
    while hidden and rest and sum(counts[name] for name in hidden) < FEWEST:
        hidden.add(rest.pop(0))
    return {name: HIDDEN if name in hidden else count for name, count in counts.items()}


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
        return HIDDEN
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
