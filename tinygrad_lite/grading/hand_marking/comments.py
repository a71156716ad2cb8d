"""`REPORT/comments.toml`: what is said often, under a code. In a comment `#units` stands for all of it.

    units = {text = "Say in what unit the loss is.", points = -0.5}
    nice = {text = "Well seen."}

A code's text and points are looked up each time, so that a change holds for all who have it.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import WrongUse
from ..near import did_you_mean
from ..numbers import number, points_text
from ..spreadsheet import written_text

TABLE = "comments.toml"
#: "##" is the sign itself. A number behind it, as in "see #3", is no code.
_NAME = r"[A-Za-z_][\w-]*"
_CODE = re.compile(rf"##|#({_NAME})")
_TYPED = re.compile(rf"(?<= gave )(\d+(?:\.\d+)?) with (#{_NAME}(?: #{_NAME})*)")


@dataclass(frozen=True)
class Code:
    """What a code stands for."""

    text: str
    points: float = 0.0


#: By their names.
Codes = Mapping[str, Code]


def read_comments(report: Path) -> dict[str, Code]:
    """The codes; none where there is no such file.

    Raises:
        GradingError: it cannot be understood; says in which line.
    """
    path = report / TABLE
    if not path.exists():
        return {}
    try:
        text = written_text(path)
        found = tomllib.loads(text)
    except RecursionError:
        raise WrongUse(f"{path} cannot be read: brackets lie too deep in one another.") from None
    except ValueError as problem:  # no TOML, or a whole number of thousands of digits
        raise WrongUse(f"{path} cannot be read: {problem}.") from None
    return {name: _code(name, value, path, text) for name, value in found.items()}


def _code(name: str, value: object, path: Path, text: str) -> Code:
    begins = re.compile(rf"\s*[\"']?{re.escape(name)}\b")
    line = next((at for at, one in enumerate(text.splitlines(), start=1) if begins.match(one)), 0)
    place = f"{path}, line {line}" if line else str(path)
    if not re.fullmatch(_NAME, name):
        raise WrongUse(f'{place}: "{name}" is no code: letters, digits, "_" and "-", a letter first.')
    if not (isinstance(value, dict) and isinstance(value.get("text"), str) and set(value) <= {"text", "points"}):
        raise WrongUse(f'{place}: write {name} = {{text = "…", points = -0.5}}; points may be left out.')
    points = value.get("points", 0)
    if isinstance(points, bool) or not isinstance(points, int | float) or not math.isfinite(points):
        raise WrongUse(f"{place}: points of {name} are no number. Write -0.5, say.")
    return Code(value["text"].strip(), float(points))


def codes_in(comment: str) -> list[str]:
    """The codes of a comment, each once."""
    return list(dict.fromkeys(found[1] for found in _CODE.finditer(comment) if found[1]))


def unknown(comment: str, codes: Codes) -> str:
    """A sentence on the first code of a comment that nobody has explained; "" where there is none."""
    for name in codes_in(comment):
        if name not in codes:
            near = did_you_mean(name, codes, "#{}")
            instead = near or f"Write it into {TABLE}, or ## for the sign itself."
            return f"there is no code #{name}. {instead}"
    return ""


def as_read(comment: str, codes: Codes) -> str:
    """A comment as the student reads it.

    >>> as_read("#units See ##3.", {"units": Code("Say in what unit.", -0.5)})
    'Say in what unit. (-0.5) See #3.'
    """

    def told(found: re.Match[str]) -> str:
        code = codes.get(found[1] or "")
        if code is None:
            return "#" if not found[1] else found[0]
        return f"{code.text} ({number(code.points):+})" if code.points else code.text

    return _CODE.sub(told, comment)


def with_codes(score: float, comment: str, codes: Codes, points: float) -> float:
    """A score with what the codes of its comment add and take off: never below 0, nor above what there is.

    >>> with_codes(2, "#units #units", {"units": Code("", -0.5)}, 3)
    1.5
    """
    total = score + sum(codes[name].points for name in codes_in(comment) if name in codes)
    return round(min(max(total, 0.0), max(points, 0.0)), 4)


def told_score(score: float, comment: str, codes: Codes, points: float) -> str:
    """What a score comes to; where codes make it another one, what was typed as well.

    >>> told_score(2, "#units", {"units": Code("", -0.5)}, 3), told_score(2, "Well seen.", {}, 3)
    ('1.5 in all: 2 typed, with #units', '2')
    """
    total = with_codes(score, comment, codes, points)
    if total == score:
        return points_text(score)
    named = " ".join(f"#{name}" for name in codes_in(comment))
    return f"{points_text(total)} in all: {points_text(score)} typed, with {named}"


def typed_score(score: float, comment: str) -> str:
    """A score as it was typed, with its codes, which may count otherwise later: "1.5 with #square"."""
    codes = " ".join(f"#{name}" for name in codes_in(comment))
    return f"{points_text(score)}{f' with {codes}' if codes else ''}"


def told_flag(flag: str, codes: Codes, points: float) -> str:
    """A flag as it is read: of what `typed_score` wrote into it, what that comes to today.

    >>> told_flag("ben gave 2 with #units; look", {"units": Code("", -0.5)}, 3)
    'ben gave 1.5 in all: 2 typed, with #units; look'
    """
    return _TYPED.sub(lambda found: told_score(float(found[1]), found[2], codes, points), flag)
