"""A number in a table that another program wrote: with a point or a comma for decimals, and the other at the thousands.

"1,000" is one with three decimals, or a thousand. Only the other numbers of its table can tell; where they do not,
nobody knows, and nothing is made of it.
"""

from __future__ import annotations

import re

from .numbers import points_text

_NUMBER = re.compile(r"[+-]?(\d*)((?:[.,]\d+)*)(?:[eE][+-]?\d{1,3})?")
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")


def sign_in(text: str) -> str:
    """What stands before the decimals of a number; "" where there are none, or it may be a thousand.

    >>> sign_in("7.5"), sign_in("1.000,00"), sign_in("1,000"), sign_in("7")
    ('.', ',', '', '')
    """
    found = re.findall("[.,]", text) if _NUMBER.fullmatch(text) else []
    if not found or _TWO_WAYS.fullmatch(text) or (len(found) > 1 and found[-1] in found[:-1]):
        return ""
    return str(found[-1])


def number_in(text: str, sign: str = "") -> float | None:
    """A number; None where there is none, or it cannot be said which.

    Args:
        sign: what the table writes before decimals; "" where that is not known.

    >>> number_in("2,5"), number_in("1,000.00"), number_in("1.000,00"), number_in("1,000,000"), number_in("-")
    (2.5, 1000.0, 1000.0, 1000000.0, None)
    >>> number_in("1,000"), number_in("1,000", "."), number_in("1,000", ","), number_in("0,500"), number_in("nan")
    (None, 1000.0, 1.0, 0.5, None)
    """
    match = _NUMBER.fullmatch(text)
    if match is None or not (match[1] or match[2]) or may_be_two(text, sign):
        return None
    decimal = sign if _TWO_WAYS.fullmatch(text) else sign_in(text)
    whole, found, rest = text.rpartition(decimal) if decimal else (text, "", "")
    if not found:  # at the thousands only
        whole, rest = text, ""
    groups = re.split("[.,]", whole)
    if len(groups) > 1 and (not 0 < len(groups[0].lstrip("+-")) < 4 or any(len(one) != 3 for one in groups[1:])):
        return None
    return float("".join(groups) + (f".{rest}" if found else ""))


def may_be_two(text: str, sign: str) -> bool:
    """Whether it may be one number or another, and the table does not tell."""
    return not sign and _TWO_WAYS.fullmatch(text) is not None


def which_of(text: str) -> str:
    """That it may be two numbers, and what to do.

    >>> which_of("1,000")
    'is "1,000": is that 1 or 1000? Write it there without the sign between, and give the command again.'
    """
    small, large = (points_text(float(re.sub("[.,]", sign, text))) for sign in (".", ""))
    return (
        f'is "{text}": is that {small} or {large}? Write it there without the sign between, and give the command again.'
    )
