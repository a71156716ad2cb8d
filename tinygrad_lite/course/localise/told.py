"""What is said of a place. What to write there is not said: to find it is the exercise."""

from __future__ import annotations

from ..attempt import Place, Spot
from ..diagnosis.quantities import listed


def place_text(place: Place) -> str:
    """Where the mistake is, and how that is known."""
    where = " or ".join(map(_seen, place.spots))
    if place.second:
        return _two(place, where)
    if place.mended:
        return f"More than one thing is not right yet. First look at {where}. {_part_mended(place)}"
    if place.left:
        return f"There are two things to mend. First look at {where}. What is left when that is right: {place.left}"
    if place.missing:
        return f"Something is missing after {where}. (With one statement more there, {_passing(place)}.)"
    if place.several:
        begins = "What is wrong can be mended in one place, but perhaps not by one change."
        return f"{begins} Look again at {where}, and at what goes into it. (Changed only there, {_passing(place)}.)"
    proof = "Changed only there" if len(place.spots) == 1 else "Changed in either of them alone"
    return f"A change in one place is enough. Look again at {where}. ({proof}, {_passing(place)}.)"


def _two(place: Place, where: str) -> str:
    other = " or ".join(map(_seen, place.second))
    if not place.left:
        both = f"(Changed in both, {_passing(place)}.)"
        if len(place.spots) == len(place.second) == 1:
            return f"Changes in two places are enough. Look again at {where}, and at {other}. {both}"
        return f"Changes in two places are enough. One of them is {where}. The other is {other}. {both}"
    then = f"When that is right, look at {other}. What is left then: {place.left}"
    return f"There are two things to mend. First look at {where}. {then}"


def marked_text(place: Place, named: bool = True) -> str:
    """The same beside a diagnosis, which has said what is wrong: the place is underlined on the card.

    Args:
        place: the place.
        named: whether the diagnosis is a mistake with a name; any other leaves open whether it is a single one.
    """
    numbers = " or ".join(str(spot.number) for spot in place.spots)
    if place.second:
        others = " or ".join(str(spot.number) for spot in place.second)
        return f"Changed in line {numbers} and line {others}, where it is underlined, {_passing(place)}."
    if place.mended:
        return f"First look at what is underlined in line {numbers}. {_part_mended(place)}"
    if place.left:
        return f"What is underlined in line {numbers} is one of two things to mend. The other: {place.left}"
    if place.missing:
        return f"With one statement more after line {numbers}, which is underlined, {_passing(place)}."
    more = "; but perhaps not by one change alone" if place.several and not named else ""
    return f"Changed only in line {numbers}, where it is underlined, {_passing(place)}{more}."


def _seen(spot: Spot) -> str:
    return f"line {spot.number}: `{spot.piece}`"


def _part_mended(place: Place) -> str:
    mended, then = listed(place.mended), listed(place.unmended)
    are = "is" if len(place.mended) == 1 else "are"
    return f"(Changed only there, {mended} {are} right in all {place.cases} cases.) Then look at {then}."


def _passing(place: Place) -> str:
    return f"all {place.cases} cases pass" if place.cases > 1 else "the case passes"
