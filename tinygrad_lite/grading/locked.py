"""Rows of Moodle's worksheet that take no mark, as its column "Grade can be changed" says in the site's language."""

from __future__ import annotations

#: "No" in several languages; where a sheet has none of them, nobody knows here which rows are locked.
LOCKED = (
    "no", "nein", "non", "não", "nee", "nej", "nei", "ne", "nie", "нет", "ні", "いいえ", "否", "아니오", "όχι", "hayır",
)  # fmt: skip


def which_is_locked(values: list[list[str]], place: int) -> str:
    """That it is not known which rows are locked; "" where it is."""
    words = {row[place] for row in values[1:] if len(row) > place} - {""}
    if len(words) < 2 or {word.casefold() for word in words} & {*LOCKED}:
        return ""
    return (
        f"{values[0][place]} says {' or '.join(sorted(words))}, and which of these means no is not known here: Moodle "
        "leaves rows that are locked out when it imports, without a word."
    )
