"""The atlas as a page: it opens from the file system, is searched by words, and can be printed."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from importlib import resources

import jinja2
from markupsafe import Markup, escape

from .entries import Entry, by_concept
from .text import met_text


def page(found: Sequence[Entry]) -> str:
    """A whole page."""
    return _environment().get_template("page.html").render(inside=Markup(fragment(found)))


def fragment(found: Sequence[Entry]) -> str:
    """What is inside of it, as it stands in the documentation too: headings begin with the second rank."""
    lessons = list(dict.fromkeys(each.lesson for each in found))
    return _environment().get_template("atlas.html").render(groups=by_concept(found), count=len(found), lessons=lessons)


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_source),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"ticks": _ticks, "met": met_text, "anchor": _anchor}
    return environment


def _source(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _ticks(text: str) -> Markup:
    """`x` in backticks becomes code, the rest is escaped."""
    pieces = re.split(r"`([^`]+)`", text)
    html = [Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in enumerate(pieces)]
    return Markup("").join(html)


def _anchor(text: str) -> str:
    """What an address calls it."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
