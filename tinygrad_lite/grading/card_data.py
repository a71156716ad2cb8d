"""A card as plain data, as a record keeps it, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from tinygrad_lite.course.attempt import Spot
from tinygrad_lite.course.card import Card


def card_data(card: Card) -> dict[str, Any]:
    """A card as JSON gives it back: rows are lists."""
    rows = {name: [list(row) for row in getattr(card, name)] for name in ("facts", "table", "links")}
    places = [[label, dict(vars(spot))] for label, spot in card.places]
    picture = None if card.picture is None else asdict(card.picture)
    return vars(card) | rows | {"places": places, "picture": picture, "beside": list(card.beside)}


def card_from(data: Mapping[str, Any]) -> Card:
    """The card that `card_data` was made of."""
    return Card(**{**data, "places": [(label, Spot(**spot)) for label, spot in data.get("places", ())]})


def rewritten(spot: Mapping[str, Any], how: Callable[[str], str]) -> dict[str, Any]:
    """A place with its line changed, and the piece that is meant still underlined; the whole line where that fails."""
    line, start, end = spot["line"], spot["start"], spot["end"]
    before, piece, after = how(line[:start]), how(line[start:end]), how(line[end:])
    whole = how(line)
    fits = bool(piece) and before + piece + after == whole
    start, end = (len(before), len(before + piece)) if fits else (0, len(whole))
    return {**spot, "line": whole, "start": start, "end": end}
