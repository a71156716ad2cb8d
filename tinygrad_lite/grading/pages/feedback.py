"""The page that one student gets: each card as in the lesson, points got and missed, and what may be said against it.

It is made from one record and from nothing of anybody else's. No script, no solution; everything that a student wrote
is escaped, and characters that hide others are taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from markupsafe import Markup

from ...course.card import SIGNS, Card
from ...course.exercises import MORE_LESSONS
from ..card_data import card_from, rewritten
from ..codes import code_of
from ..numbers import counted, points_text
from ..record import GRADED, NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record
from ..sandbox.tier import LIMITS_ONLY
from .drawing import draw, plain, plain_everywhere

#: Of what a card may hold, what a page shows. `code` is left out: in the lesson it holds solutions. So is `picture`: it
#: is made of live objects, and goes into a page as it is.
_SHOWN = {each.name for each in fields(Card)} - {"code", "picture"}
#: Verdicts that a student can see again.
_SHOWS_ITSELF = ("wrong", "error", "not-by-hand")


@dataclass(frozen=True)
class Beside:
    """What a feedback page says besides the record. Each dict goes by the task's id.

    Attributes:
        replay: codes by which an instructor repeats a check.
        again: commands by which the student repeats it.
        overrides: (points, reason) of marks that a person set.
        changed: why a mark is another one than its student received last.
        reworded: why a text is, where the mark is as it was.
        still_open: hand-in is open: cards show no case.
        made_by: name and version of what made the page.
    """

    replay: Mapping[str, str] = field(default_factory=dict)
    again: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, tuple[float, str]] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)
    reworded: Mapping[str, str] = field(default_factory=dict)
    still_open: bool = False
    made_by: str = ""


def to_ask(record: Record, run: int, digits: int, still_open: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Where points were missed: the codes of the marks, and the commands by which the student sees the same.

    A command names the seed, so there is none as long as hand-in is open; nor for an instructor's own exercises, which
    are not installed where the student is.
    """
    missed = [mark for mark in record.marks if record.sha256 and _missed(mark)]
    replay = {mark.id: code_of(record, mark.id, run, digits) for mark in missed}
    if still_open or record.lesson in MORE_LESSONS:
        return replay, {}
    check = f"tinygrad-lite check {record.lesson}.ipynb --only {{}} --seed {record.seed}"
    return replay, {
        mark.id: check.format(mark.id) for mark in missed if mark.status in _SHOWS_ITSELF and not mark.attempt
    }


def _missed(mark: Mark) -> bool:
    """Whether somebody may ask why: not before a person has read the answer."""
    if mark.read:
        return mark.by_hand is not None and mark.by_hand < mark.points
    return mark.auto is None or mark.auto < mark.points


def feedback_page(record: Record, title: str, beside: Beside | None = None) -> str:
    """The page as HTML.

    Args:
        title: the lesson's: "Lesson 02: Loss".
    """
    beside = beside or Beside()
    marks = record.marks
    counted = [(_points(mark, beside), mark.points) for mark in marks]
    given = [(got, possible) for got, possible in counted if got is not None]
    return draw(
        "feedback.html",
        title=title,
        student=plain(record.student),
        settled=record.state == GRADED or (bool(given) and len(given) == len(counted)),
        missing="" if record.state == GRADED else _of_missing(record, beside),
        state=record.state[:1].upper() + record.state[1:],
        why=plain(record.why),
        notes=plain_everywhere(list(record.notes)),
        got=sum(got for got, _ in given),
        possible=sum(of for _, of in counted),
        open=len(counted) - len(given),
        tasks=[_task(mark, beside, record) for mark in marks],
        still_open=beside.still_open,
        unheld=record.tier == LIMITS_ONLY,
        made_by=beside.made_by,
    )


def _of_missing(record: Record, beside: Beside) -> str:
    """What is said below the points of who handed in nothing, and has a mark all the same."""
    zero = any(mark.counted is not None and mark.id not in beside.overrides for mark in record.marks)
    state = f"{record.state[:1].upper()}{record.state[1:]}"
    return f"{state}: what was not handed in counts 0." if zero else f"{state}."


def _points(mark: Mark, beside: Beside) -> float | None:
    """What counts: a person's mark, else the judge's, less what lateness takes off; None for no mark yet."""
    return beside.overrides[mark.id][0] if mark.id in beside.overrides else mark.counted


def got_and_missed(got: float | None, possible: float, state: str = "") -> str:
    """ "1.5 of 2 points, 0.5 missed" """
    if got is None:
        return f"{state or 'not marked yet'} ({counted(possible, 'point')})"
    unit = "point" if possible == 1 else "points"
    if not got and state == NOT_HANDED_IN:
        return f"0 of {points_text(possible)} {unit}: {state}"
    missed = f", {points_text(possible - got)} missed" if got < possible else ""
    return f"{points_text(got)} of {points_text(possible)} {unit}{missed}"


def _task(mark: Mark, beside: Beside, record: Record) -> dict[str, Any]:
    points = _points(mark, beside)
    state = "not marked yet" if mark.read and mark.state == NEEDS_A_PERSON else mark.state
    override = ""
    if mark.id in beside.overrides:
        before = "none" if mark.given is None else points_text(mark.given)
        which = "mark before" if mark.read else "automatic mark"
        override = f"{plain(beside.overrides[mark.id][1])} (The {which} was {before}.)"
    return {
        "id": mark.id,
        "points": got_and_missed(points, mark.points, state),
        "override": override,
        "otherwise": "" if override else otherwise(mark),
        "changed": plain(beside.changed.get(mark.id, "")),
        "reworded": plain(beside.reworded.get(mark.id, "")),
        "why": "" if mark.why in mark.card.get("notes", ()) else plain(mark.why),
        "card": card_html(mark, beside.still_open),
        "comment": plain(mark.comment),
        "text": plain(record.texts.get(mark.id, "")),
        "pictures": record.pictures.get(mark.id, []),
        "again": beside.again.get(mark.id, ""),
        "replay": beside.replay.get(mark.id, ""),
    }


def otherwise(mark: Mark) -> str:
    """Why the points are not those that the card speaks of: held up, or late; "" where they are."""
    if mark.held:
        before, now = points_text(mark.least or 0.0), points_text(mark.computed or 0.0)
        if mark.least != mark.floor:  # whoever read it took something off since
            return (
                f"You got {points_text(mark.given or 0.0)}. Lateness takes off no more than it did when your mark went "
                f"out, so {before} counts. Counted anew, it would be {now}."
            )
        return f"You were given {before} before, and that stays. Graded again, it would be {now}."
    if not mark.given or mark.share >= 1:
        return ""
    off = "nothing of it counts" if mark.share <= 0 else f"{points_text(100 * (1 - mark.share), 2)} % are taken off"
    return f"You got {points_text(mark.given)}. It came {mark.late_by} (hours:minutes:seconds) late: {off}."


def card_html(mark: Mark, still_open: bool = False) -> Markup:
    """The card as in the lesson; nothing where there is none. As long as hand-in is open, it shows no case."""
    known = text_shown(mark, still_open)
    return Markup(card_from({"title": mark.id} | known)._repr_html_()) if known else Markup("")


def text_shown(mark: Mark, still_open: bool = False) -> dict[str, Any]:
    """What a page shows of a mark's card; {} where there is none."""
    if not mark.card:
        return {}
    known = {key: value for key, value in plain_everywhere(mark.card).items() if key in _SHOWN}
    known["places"] = [(label, rewritten(spot, plain)) for label, spot in mark.card.get("places", ())]
    known["facts"] = [tuple(row) for row in known.get("facts", []) if len(row) == 2]
    if still_open and mark.total:
        known |= {"facts": [], "table": []}
    known["status"] = known.get("status") if known.get("status") in SIGNS else "info"
    return known
