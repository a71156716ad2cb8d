"""How a number of points is written: the same in every table, on the screen and on every page.

Computers add 1.1 and 2.2 to 3.3000000000000003. So a number is rounded where it is written, and here only: four
decimals are more than any rule for marks brings about.
"""

from __future__ import annotations

DECIMALS = 4
#: So many of a list of names are told.
MOST = 5


def number(value: float | None) -> float | int | None:
    """Points as a cell wants them: whole numbers without a point; None stays None.

    >>> number(2.0), number(1.1 + 2.2), number(0.25), number(None)
    (2, 3.3, 0.25, None)
    """
    if value is None:
        return None
    rounded = round(float(value), DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def points_text(value: float, decimals: int = DECIMALS) -> str:
    """Points as a text, with so many decimals at the most.

    >>> points_text(2.0), points_text(1.1 + 2.2), points_text(1234567.5), points_text(2 / 3, 2), points_text(-0.00001)
    ('2', '3.3', '1234567.5', '0.67', '0')
    """
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def counted(number: float, what: str) -> str:
    """A number with its word.

    >>> counted(1, "exercise"), counted(0, "exercise"), counted(1.0, "point"), counted(0.5, "point")
    ('1 exercise', '0 exercises', '1 point', '0.5 points')
    """
    return f"{points_text(number)} {what}{'' if number == 1 else 's'}"


def same(text: str, other: str) -> bool:
    """Whether two cells hold the same number of points, however each was written; or the same text.

    >>> same("3.3", "3.3000000000000003"), same("2", "2.0"), same("", "0")
    (True, True, False)
    """
    try:
        return text == other or round(float(text), DECIMALS) == round(float(other), DECIMALS)
    except ValueError:
        return False


def some(who: list[str]) -> str:
    """The first of a list of names, and how many more there are."""
    return ", ".join(who[:MOST]) + (f" and {len(who) - MOST} more" if len(who) > MOST else "")
