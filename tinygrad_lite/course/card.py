"""How a card is drawn: the verdict as HTML, and as plain text where there is no browser.

The HTML is in `card.html` (a Jinja template, everything escaped). It takes JupyterLab's own colours, so it is right in
the light and the dark theme, and says everything in words and signs, so it is right without any colour.
"""

from __future__ import annotations

import functools
import math
import re
import textwrap
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import jinja2
import numpy as np
from markupsafe import Markup, escape

from .attempt import Parting, Place, Spot, Verdict, first_sentence
from .case import FEW, Case, code
from .compare import as_array, close, same
from .exercise import Exercise
from .localise.told import marked_text, place_text
from .plain import Other, Raised, kind_of
from .run import HUNG, Answer
from .seen.steps import Steps

SIGNS = {"right": "✓", "wrong": "✗", "error": "✗", "not-by-hand": "◐", "not-started": "○", "info": "▸"}
STATUS_WORDS = {
    "right": "right",
    "wrong": "not yet right",
    "error": "stopped by an error",
    "not-by-hand": "right, but not by hand",
    "not-started": "not started",
}
_WIDTH = 100
#: What stands before a line of code. The line that raised an exception is not shown again where it is underlined.
LINE = re.compile(r"line \d")
#: So many lines of what was printed are shown.
PRINTED = 10
#: Of nested values with more numbers than these, only the shapes are shown.
_MOST = 40


@dataclass
class Card:
    """What is shown under a cell.

    Attributes:
        status: a key of SIGNS; also the HTML attribute `data-status`.
        title: what it is about; an exercise's id, or a headline.
        state: what is said behind the title.
        facts: rows (label, value) to be compared by eye, in a fixed-width font.
        places: rows (label, piece of a line of code), shown below the facts with the piece underlined.
        picture: what the student's own objects look like, in steps; below the diagnosis.
        headline, text: the diagnosis: its first sentence in bold, and the rest.
        code: a piece of Python to show.
        beside: a second piece of Python, to be compared with `code`: the labels of both, and the text.
        table: rows of short texts.
        notes: sentences at the end.
        links: (text, address), below the notes; an address is that of a notebook beside this one, or of a cell in it.
        choices: letters to be clicked; a click writes the line that answers `title` into the cell (`notebook_page.js`).
    """

    status: str
    title: str
    state: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    places: list[tuple[str, Spot]] = field(default_factory=list)
    picture: Steps | None = None
    headline: str = ""
    text: str = ""
    code: str = ""
    notes: list[str] = field(default_factory=list)
    table: list[tuple[str, ...]] = field(default_factory=list)
    beside: tuple[str, str, str] | tuple[()] = ()
    links: list[tuple[str, str]] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    def _repr_html_(self) -> str:
        return _template().render(card=self, sign=SIGNS[self.status])

    def spoken(self) -> str:
        """What a screen reader says when it appears."""
        said = f"{self.title}: {self.state}." if self.state else f"{self.title}."
        compared = "; ".join(f"{label} {value}" for label, value in self.facts if label in ("you returned", "expected"))
        return f"{said} {self.headline or self.text or compared}".replace("`", "").strip()

    def __repr__(self) -> str:
        lines = [f"{SIGNS[self.status]} {self.title}" + (f" · {self.state}" if self.state else "")]
        facts = [*self.facts, *((label, _underlined(spot)) for label, spot in self.places)]
        width = max((len(label) for label, _ in facts), default=0)
        for label, value in facts:
            rows = value.splitlines() or [""]
            labels = [label] + [""] * (len(rows) - 1)
            lines += [f"  {left:<{width}}  {row}" for left, row in zip(labels, rows, strict=True)]
        lines += [f"  {line}" for text in (self.headline, self.text) for line in textwrap.wrap(text, _WIDTH)]
        lines += textwrap.indent(str(self.picture or ""), "  ").splitlines()
        if self.beside:
            lines += [
                f"  {self.beside[0]}",
                *textwrap.indent(self.beside[2], "    ").splitlines(),
                f"  {self.beside[1]}",
            ]
        lines += textwrap.indent(self.code, "    ").splitlines()
        lines += ["  " + "  ".join(row).rstrip() for row in _aligned(self.table)]
        lines += [f"  {line}" for note in self.notes for line in textwrap.wrap(note, _WIDTH)]
        lines += [f"  {text}" for text, _ in self.links]
        return "\n".join(lines)


def _underlined(spot: Spot) -> str:
    """A line of code, and `~~~` below the piece that is meant."""
    return f"{spot.line}\n{' ' * spot.start}{'~' * (spot.end - spot.start)}"


@functools.cache
def _template() -> jinja2.Template:
    text = (resources.files(__package__) / "card.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["ticks"] = _ticks
    environment.filters["breakable"] = _breakable
    return environment.from_string(text)


def _ticks(text: str) -> Markup:
    """`x` in backticks becomes code, the rest is escaped."""
    pieces = re.split(r"`([^`]+)`", text)
    html = [
        Markup("<code>{}</code>").format(_breakable(piece, fits=24)) if index % 2 else escape(piece)
        for index, piece in enumerate(pieces)
    ]
    return Markup("").join(html)


def _breakable(name: str, fits: int = 12) -> Markup:
    """A name of more letters than fit on a narrow page may go on in the next line behind a `/` or `_`."""
    return Markup(re.sub("([/_])(?=[a-z])", r"\1<wbr>", str(escape(name)))) if len(name) > fits else escape(name)


def _aligned(rows: list[tuple[str, ...]]) -> list[list[str]]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [[f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)] for row in rows]


# ------------------------------------------------------------------------------- from a verdict to a card


def verdict_card(exercise: Exercise, verdict: Verdict, notes: list[str]) -> Card:
    """The card of a check."""
    card = Card(verdict.status, exercise.id, _state(exercise, verdict), notes=notes)
    if verdict.status == "right" and exercise.notice:
        card.text = exercise.notice
    if verdict.status == "not-by-hand" and verdict.forbidden:
        call = verdict.forbidden
        card.facts = [("your line", call.line)]
        card.headline = f"Every value is right, but `{call.expression}` does the work for you."
        card.text = (
            f"This exercise asks you to write it yourself, without {short_name(call.module)}. "
            "It does not count as done yet."
        )
    if verdict.case is not None and verdict.answer is not None and verdict.expected is not None:
        card.facts = _comparison(exercise, verdict.case, verdict.answer, verdict.expected)
        card.facts += _printed_fact(verdict.answer)
    elif verdict.case is not None and verdict.answer is not None:
        card.facts += [*_arguments(verdict.case), *_printed_fact(verdict.answer)]
    if verdict.diagnosis:
        card.headline, card.text = first_sentence(verdict.diagnosis.text)
    if verdict.parting:
        card.facts += parting_facts(verdict.parting)
        if not (verdict.diagnosis and verdict.diagnosis.kind.startswith("mistake")):  # which has said why
            card.text = f"{card.text} {verdict.parting.usual}".strip()
    if verdict.place:
        card.places = [(f"line {spot.number}", spot) for spot in (*verdict.place.spots, *verdict.place.second)]
        underlined = [spot.line.strip() for _, spot in card.places]
        card.facts = [(label, value) for label, value in card.facts if not (LINE.match(label) and value in underlined)]
        if verdict.diagnosis:
            named = verdict.diagnosis.kind != "structure"
            card.text = f"{card.text} {marked_text(verdict.place, named)}".strip()
        else:
            card.headline, card.text = first_sentence(place_text(verdict.place))
    return card


def place_card(exercise_id: str, place: Place) -> Card:
    """The place alone, as a hint."""
    card = Card("info", exercise_id, "hint: where to look")
    card.places = [(f"line {spot.number}", spot) for spot in (*place.spots, *place.second)]
    card.headline, card.text = first_sentence(place_text(place))
    card.notes = [f'The written hints come next: `hint("{exercise_id}")`.']
    return card


def short_name(module: str) -> str:
    """A module as it is, a function of NumPy as it is mostly written."""
    return f"`np.{module.removeprefix('numpy.')}`" if module.startswith("numpy.") else module


def _state(exercise: Exercise, verdict: Verdict) -> str:
    if verdict.status == "right":
        agreement = f" · agrees with {exercise.agrees_with} {precision(verdict.ulps)}" if exercise.agrees_with else ""
        return f"right · {verdict.passed} of {verdict.total} cases{agreement}"
    if verdict.status == "wrong":
        verb = "passes" if verdict.passed == 1 else "pass"
        return f"{STATUS_WORDS['wrong']} ({verdict.passed} of {verdict.total} cases {verb})"
    return STATUS_WORDS[verdict.status]


def precision(ulps: float) -> str:
    """How near two results are, in words: the last binary digit is the unit in the last place, ulp."""
    if ulps < 0.5:
        return "to the last bit"
    if ulps <= 16:
        return f"to {math.ceil(ulps)} ulp"
    return f"to {int(-np.log10(ulps * np.finfo(np.float64).eps))} digits"


def _comparison(exercise: Exercise, case: Case, answer: Answer, expected: Answer) -> list[tuple[str, str]]:
    """Rows that show the case, what came out and what was expected."""
    if case.steps:
        return _script_comparison(exercise, case, answer, expected)
    facts = _arguments(case)
    if answer.failure:
        return facts + _failure_facts(answer) + _expected_fact(exercise, expected)
    if exercise.has_own_judge:
        return [*facts, ("you returned", value_text(answer.value))]
    if answer.raised and not isinstance(expected.value, Raised):
        return facts + _failure_facts(Answer(failure=answer.raised)) + _expected_fact(exercise, expected)
    if answer.changed and answer.agrees(expected, exercise.rtol):
        return [*facts, ("afterwards", f"{answer.changed[0]} is no longer what it was")]
    state = _after_facts(answer.after, expected.after, exercise.rtol)
    if state and same(answer.value, expected.value, exercise.rtol):
        return facts + state
    facts += [("you returned", value_text(answer.value, expected.value)), *_expected_fact(exercise, expected)]
    facts += _difference_fact(answer.value, expected.value)
    return facts + _further_facts(exercise, case, answer, expected) + state


def _arguments(case: Case) -> list[tuple[str, str]]:
    return [(name, value_text(value)) for name, value in case.args.items()]


def _printed_fact(answer: Answer) -> list[tuple[str, str]]:
    """What the student printed, its first lines: looking at values is how one finds out what is wrong."""
    lines = [line[:_WIDTH] for line in answer.printed.rstrip().splitlines()]
    more = [_left_out(len(lines) - PRINTED)] if len(lines) > PRINTED else []
    return [("you printed", "\n".join([*lines[:PRINTED], *more]))] if lines else []


def _after_facts(got: Any, wanted: Any, rtol: float | None, place: str = "") -> list[tuple[str, str]]:
    """The first part of an argument's state that is not as it should be afterwards: a parameter of a model, say."""
    if same(got, wanted, rtol):
        return []
    if isinstance(got, dict) and isinstance(wanted, dict) and got.keys() == wanted.keys():
        rows = (_after_facts(got[key], wanted[key], rtol, f"{place} {key}".strip()) for key in got)
        return next((found for found in rows if found), [])
    return [(f"{place} afterwards", value_text(got, wanted)), ("expected", value_text(wanted))]


def _expected_fact(exercise: Exercise, expected: Answer) -> list[tuple[str, str]]:
    return [] if exercise.has_own_judge else [("expected", value_text(expected.value))]


def _difference_fact(got: Any, wanted: Any) -> list[tuple[str, str]]:
    """How far two values are apart that look the same in the digits shown."""
    first, second = as_array(got), as_array(wanted)
    if value_text(got) != value_text(wanted) or first is None or second is None or first.shape != second.shape:
        return []
    distance = np.abs(first.astype(np.float64) - second.astype(np.float64)).max()
    return [("difference", f"{distance:.2g}")] if distance > 0 else []


def parting_facts(parting: Parting) -> list[tuple[str, str]]:
    """Where the loop parts from the right one, and by how much."""
    if not parting.what:
        name, does = ("training", "trains") if parting.trains else ("measuring", "measures")
        return [(name, f"as the right loop {does}, {parting.where}")]
    pairs = ((parting.got, parting.expected), (parting.expected, None))
    got, expected = (each if isinstance(each, str) else value_text(each, beside) for each, beside in pairs)
    where = ("first difference", f"{parting.where}: {parting.what}")
    facts = [where, ("in yours", got), ("in the right loop", expected)]
    return facts + _difference_fact(parting.got, parting.expected)


def _further_facts(exercise: Exercise, case: Case, answer: Answer, expected: Answer) -> list[tuple[str, str]]:
    """What the exercise shows besides, where it differs from what it shows of the expected answer."""
    got, wanted = exercise.also_show(case, answer.value), exercise.also_show(case, expected.value)
    facts = []
    for label in got:
        if label in wanted and value_text(got[label]) != value_text(wanted[label]):
            facts += [(label, value_text(got[label])), ("expected", value_text(wanted[label]))]
    return facts


def _failure_facts(answer: Answer) -> list[tuple[str, str]]:
    failure = answer.failure
    assert failure is not None
    if failure.kind == HUNG:
        return [("stopped", failure.message)]
    line = [(f"line {failure.line_number}", failure.line)] if failure.line else []
    said = f": {failure.message}" if failure.message else ""  # of `exit()` and a bare `assert` there is only the kind
    return [*line, ("raised", f"{failure.kind}{said}"[:400])]


def _script_comparison(exercise: Exercise, case: Case, answer: Answer, expected: Answer) -> list[tuple[str, str]]:
    """The script line by line, down to the first line whose outcome differs."""
    facts, lines, reported = _arguments(case), [], 0
    if answer.failure and answer.failure.kind == HUNG:  # nobody knows in which line
        return [*facts, _steps([step.code(case.class_name) for step in case.steps]), *_failure_facts(answer)]
    for index, step in enumerate(case.steps):
        lines.append(step.code(case.class_name))
        if answer.failure and answer.failure.step == index:
            return [*facts, _steps(lines), *_failure_facts(answer)]
        if step.report:
            got, wanted = answer.value[reported], expected.value[reported] if expected.value else None
            reported += 1
            if not exercise.has_own_judge and not same(got, wanted, exercise.rtol):
                return [*facts, _steps(lines), ("you gave", value_text(got, wanted)), ("expected", value_text(wanted))]
            if not exercise.has_own_judge:
                lines[-1] += f"   # {value_text(got)}"
    return [*facts, _steps(lines)]


def _steps(lines: list[str]) -> tuple[str, str]:
    """The lines of a script; of a very long one, its beginning and its end."""
    if len(lines) > 2 * FEW:
        lines = [*lines[:6], _left_out(len(lines) - 12), *lines[-6:]]
    return "steps", "\n".join(lines)


def _left_out(count: int) -> str:
    return f"…  ({count} more {'line' if count == 1 else 'lines'})"


def value_text(value: Any, against: Any = None) -> str:
    """A value to be compared by eye; where it differs from `against`, that element is marked with ‹ ›."""
    if isinstance(value, Other):
        return kind_of(value)
    if isinstance(value, tuple) and isinstance(against, tuple) and len(value) == len(against) > 1:
        return f"({', '.join(_shown_part(*pair) for pair in zip(value, against, strict=True))})"
    if isinstance(value, dict) and isinstance(against, dict) and value.keys() == against.keys():
        parts = [f"{code(key)}: {_shown_part(item, against[key])}" for key, item in value.items()]
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, list | tuple) and any(isinstance(item, tuple) for item in value) and _elements(value) <= _MOST:
        return _nested_text(value, against)
    got, wanted = as_array(value), as_array(against)
    if isinstance(value, bool):
        return code(value)
    if isinstance(value, dict) and _elements(value) > _MOST:
        return f"a dict with the keys {', '.join(map(repr, value))}"
    if got is None:
        return code(value if _elements(value) <= _MOST else _outlined(value))
    if got.size > 24:
        return f"array of shape {got.shape}, from {got.min():.6g} to {got.max():.6g}"
    if wanted is None or got.shape != wanted.shape or got.ndim == 0 or got.size == 1:
        return code(got if isinstance(value, np.ndarray) else value)
    text = _marked(got, wanted)
    return f"({text[1:-1]})" if isinstance(value, tuple) and got.ndim == 1 else text


def _nested_text(value: list | tuple, against: Any) -> str:
    """A list or tuple that holds tuples, in its own brackets: as an array they would all be square."""
    alike = isinstance(against, list | tuple) and len(against) == len(value)
    pairs = zip(value, against if alike else [None] * len(value), strict=True)
    text = ", ".join(_shown_part(item, other) if alike else value_text(item) for item, other in pairs)
    if isinstance(value, list):
        return f"[{text}]"
    return f"({text},)" if len(value) == 1 else f"({text})"


def _elements(value: Any) -> int:
    """How many numbers a nested value holds."""
    if isinstance(value, list | tuple | dict):
        return sum(map(_elements, value.values() if isinstance(value, dict) else value))
    return value.size if isinstance(value, np.ndarray) else 1


def _outlined(value: Any) -> Any:
    """A nested value with the shapes of its arrays in place of their numbers."""
    if isinstance(value, list | tuple):
        return type(value)(map(_outlined, value))
    return Other(f"array of shape {value.shape}") if isinstance(value, np.ndarray) and value.ndim else value


def _shown_part(value: Any, against: Any) -> str:
    """One of several values, marked as a whole where it differs and none of its elements is marked."""
    text = value_text(value, against)
    return text if "‹" in text or same(value, against) else f"‹{text}›"


def _marked(got: np.ndarray, wanted: np.ndarray) -> str:
    if got.ndim == 0:
        text = code(got.item())
        return text if close(got, wanted) else f"‹{text}›"
    return f"[{', '.join(_marked(g, w) for g, w in zip(got, wanted, strict=True))}]"
