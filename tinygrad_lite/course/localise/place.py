"""Which place follows from the changes that mend, and how it is told."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from ..attempt import Attempt, Place, Spot
from ..submission import Submission
from .second import Pair
from .tried import Try

#: In so many lines at most may the place be.
MOST_LINES = 2


def place_of(submission: Submission, mending: Sequence[Try], cases: int) -> Place | None:
    """The smallest pieces of the code that hold all changes that mend; None where they are all over the place."""
    spots = _spots(submission, mending)
    missing = bool(mending) and all(each.missing for each in mending)
    several = bool(mending) and not any(map(_is_one_thing, mending))
    return Place(spots, cases, missing, several) if 0 < len(spots) <= MOST_LINES else None


def _is_one_thing(change: Try) -> bool:
    """Whether a change is one thing in the piece that it changes, and no other piece in its place."""
    old, new = change.at, change.replacement
    if not change.made_up or change.missing or not [*ast.iter_child_nodes(old)] or isinstance(old, ast.Attribute):
        return True
    texts = [[ast.dump(part) for part in ast.walk(node)] for node in (old, new)]
    if texts[0][0] in texts[1] or texts[1][0] in texts[0]:
        return True  # something is put around it, or left out
    return type(old) is type(new) and _parts_that_differ(old, new) == 1


def _parts_that_differ(old: ast.AST, new: ast.AST) -> int:
    """How many of the parts of two pieces of one kind are not the same; more than one where their numbers differ."""
    ours, others = ([*map(ast.dump, ast.iter_child_nodes(node))] for node in (old, new))
    return sum(a != b for a, b in zip(ours, others, strict=True)) if len(ours) == len(others) else 2


def place_of_two(attempt: Attempt, pairs: Sequence[Pair]) -> Place | None:
    """The places that all pairs of changes have in common, each in one of two lines; None where they differ."""
    if not pairs:
        return None
    if pairs[0].mended:
        place = place_of(attempt.submission, [pair.first for pair in pairs], len(attempt.cases))
        parts = {(pair.mended, pair.unmended) for pair in pairs}
        return replace(place, mended=pairs[0].mended, unmended=pairs[0].unmended) if place and len(parts) == 1 else None
    if pairs[0].second is None and pairs[0].left:
        place, names = place_of(attempt.submission, [pair.first for pair in pairs], 0), {pair.left for pair in pairs}
        return replace(place, left=pairs[0].left.text) if place and len(names) == 1 else None
    if pairs[0].second is None:
        place = place_of(attempt.submission, [pair.first for pair in pairs], len(attempt.cases))
        return replace(place, several=True) if place else None
    named = [pair for pair in pairs if pair.left]
    chosen = named or _in_line(pairs)
    if len({pair.left for pair in chosen}) != 1:
        return None
    first = _spots(attempt.submission, [pair.first for pair in chosen])
    second = _spots(attempt.submission, [pair.second for pair in chosen if pair.second])
    if not 0 < len(first) <= MOST_LINES or not 0 < len(second) <= MOST_LINES or not set(first).isdisjoint(second):
        return None
    ones, others = ({spot.number for spot in spots} for spots in (first, second))
    if any(not (_lines(pair) & ones and _lines(pair) & others and _lines(pair) <= ones | others) for pair in pairs):
        return None
    if not named and min(others) < min(ones):
        first, second = second, first
    mistake = chosen[0].left
    outer = max(first[0], second[0], key=lambda spot: spot.end - spot.start)
    if (
        not mistake
        and len(first) == len(second) == 1
        and first[0].number == second[0].number
        and _holds(outer, first[0])
        and _holds(outer, second[0])
    ):
        return Place((outer,), len(attempt.cases), several=True)  # one inside the other: one place
    return Place(first, len(attempt.cases), second=second, left=mistake.text if mistake else "")


def lines_of(changes: Sequence[Try]) -> set[int]:
    """The lines in which changes are."""
    return set(map(_line, changes))


def _in_line(pairs: Sequence[Pair]) -> Sequence[Pair]:
    """Pairs turned so that what comes first is in the line that all have in common, or in one of some lines, and what
    comes second in none of these.
    """
    common = set.intersection(*map(_lines, pairs))
    firsts = common if len(common) == 1 else _one_side([*map(_lines, pairs)])
    return [pair if _line(pair.first) in firsts else _turned(pair) for pair in pairs]


def _one_side(pairs: Sequence[set[int]]) -> set[int]:
    """Of lines that belong together in pairs those on one side, where each pair has one on either."""
    side, other = {min(pairs[0])}, set[int]()
    for _ in pairs:
        for pair in pairs:
            if pair & side:
                other |= pair - side
            elif pair & other:
                side |= pair - other
    return side


def _turned(pair: Pair) -> Pair:
    return replace(pair, first=pair.second, second=pair.first) if pair.second else pair


def _lines(pair: Pair) -> set[int]:
    """The lines of both changes."""
    return {_line(pair.first), _line(pair.second)}


def _spots(submission: Submission, changes: Sequence[Try]) -> tuple[Spot, ...]:
    """What the changes change, line by line."""
    by_line: dict[int, list[ast.AST]] = {}
    for each in changes:
        node = _positioned(each)
        if node is None:
            return ()
        by_line.setdefault(node.lineno, []).append(node)  # type: ignore[attr-defined]
    return tuple(_spot(submission.source, nodes) for _, nodes in sorted(by_line.items()))


def _holds(outer: Spot, inner: Spot) -> bool:
    """Whether a piece of a line holds another."""
    return outer.start <= inner.start and inner.end <= outer.end


def _line(each: Try | None) -> int:
    """The line of a change; 0 where it has none."""
    return getattr(_positioned(each), "lineno", 0) if each else 0


def _positioned(each: Try) -> ast.AST | None:
    """What is changed, or what is around it where that has no position of its own, as a slice."""
    for node in (each.at, each.slot.parent):
        if hasattr(node, "lineno"):
            return node
    return None


def _spot(source: str, nodes: Sequence[ast.AST]) -> Spot:
    """What holds some pieces that begin in one line: from the first one's beginning to the last one's end there."""
    number = nodes[0].lineno  # type: ignore[attr-defined]
    text = source.splitlines()[number - 1]
    raw = text.encode()  # positions count bytes
    spans = [
        (node.col_offset, node.end_col_offset if node.end_lineno == number else len(raw))  # type: ignore[attr-defined]
        for node in nodes
    ]
    begins, ends = min(span[0] for span in spans), max(span[1] for span in spans)
    start, end = len(raw[:begins].decode()), len(raw[:ends].decode())
    code = text.split("#")[0].rstrip() if end == len(text) and "#" in text[start:] else text
    end = min(end, len(code.rstrip()))
    indent = len(text) - len(text.lstrip())
    if (begins, ends) not in spans:  # no piece holds the others: what lies between is none
        start, end = indent, len(code.rstrip())
    return Spot(number, text.strip(), start - indent, end - indent)
