"""How all pages are drawn: one environment for the templates, everything escaped, and what a text may not hold."""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup, escape

from ..numbers import counted, points_text
from .markdown import markdown

#: Of one text of a student's so much is shown.
MOST = 20_000
_KEPT = "\n\t"
#: Marks that turn the direction of writing, or cannot be seen at all: with them a line reads as it does not run.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def plain(text: str) -> str:
    """A text as it may stand on a page: no control characters, no marks that hide or turn others, not too long."""
    if len(text) > MOST:
        text = f"{text[:MOST]}\n… ({len(text) - MOST} more characters)"
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))


def visible(text: str) -> str:
    """A text in which a sign that would steer a terminal, turn a line or hide in it is shown as "�"."""
    if text.isprintable():
        return text
    return "".join(mark if mark in _KEPT or unicodedata.category(mark) not in _UNSEEN else "\ufffd" for mark in text)


def plain_everywhere(value: Any) -> Any:
    """The same for every text in lists and dicts."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {plain(str(key)): plain_everywhere(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_everywhere(item) for item in value]
    return value


def ticks(text: str) -> Markup:
    """`x` in backticks becomes code, the rest is escaped."""
    pieces = re.split(r"`([^`]+)`", text)
    html = [Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in enumerate(pieces)]
    return Markup("").join(html)


@functools.cache
def environment() -> jinja2.Environment:
    """Templates of this folder. A name that a template misspells is an error, not an empty place."""
    found = jinja2.Environment(
        loader=jinja2.FunctionLoader(_source),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    found.filters |= {"points": points_text, "counted": counted, "ticks": ticks, "markdown": markdown}
    return found


def _source(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def draw(name: str, **values: Any) -> str:
    """A page. Nothing that it holds can make it run or fetch anything: its own policy forbids it besides."""
    return environment().get_template(name).render(**values)
