"""The atlas in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator, Sequence

from .entries import Entry, by_concept

WIDTH = 96


def overview(found: Sequence[Entry]) -> str:
    """Every concept with how many mistakes are of it, and how often they are met."""
    rows = [
        (concept.title, str(len(members)), str(sum(each.met for each in members)))
        for concept, members in by_concept(found)
    ]
    width = max((len(title) for title, *_ in rows), default=0)
    head = f"{'What was not understood':<{width}}  mistakes  met"
    lines = [f"{title:<{width}}  {count:>8}  {met:>3}" for title, count, met in rows]
    return "\n".join([f"{len(found)} mistakes that the course knows by name.", "", head, *lines])


def listed(found: Sequence[Entry], done: Collection[str], lines_too: bool = False) -> str:
    """The entries one after the other.

    Args:
        done: exercises whose wrong lines may be seen: they are near to the right ones.
        lines_too: whether those of all others may be seen too.
    """
    parts = [line for each in found for line in _entry(each, lines_too or each.exercise in done)]
    hidden = sorted({each.exercise for each in found if each.lines and not (lines_too or each.exercise in done)})
    if hidden:
        parts.append(
            f"The wrong lines of {_few(hidden)} are left out: they are near to the right ones, and you have not done "
            "it yet. `--lines` shows them."
        )
    return "\n".join(parts)


def _entry(each: Entry, with_lines: bool) -> Iterator[str]:
    """One mistake."""
    yield f"{each.exercise} · {each.name}"
    yield from (f"  {line}" for line in textwrap.wrap(f"{each.headline} {each.text}", WIDTH))
    facts = [*each.facts, ("concept", each.concept.title), ("met by", met_text(each))]
    width = max(len(label) for label, _ in facts)
    for label, value in facts:
        first, *others = value.splitlines() or [""]
        yield f"    {label:<{width}}  {first}"
        yield from (f"    {'':<{width}}  {line}" for line in others)
    if with_lines:
        yield from (f"    | {line}" for line in each.lines)
    yield ""


def met_text(each: Entry) -> str:
    """How often it is met."""
    return f"{each.met} of {each.of} wrong answers that are kept" if each.met else "none of the kept answers"


def _few(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
