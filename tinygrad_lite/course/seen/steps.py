"""A picture in steps, in HTML alone: arrow keys go from one to the next, and nothing has to run.

The steps are radio buttons, which every browser goes through by arrow keys, and a rule of CSS shows the scene of the
chosen one. Above each drawing stands which step it is, and what it shows: a page that keeps no style shows all of them
below one another. Where it keeps no drawing either (a notebook that is not trusted), the words say the same.
JupyterLab has shortcuts for arrow keys of its own; a button that says so is left alone (`data-lm-suppress-shortcuts`).
"""

from __future__ import annotations

import functools
import secrets
import textwrap
from dataclasses import dataclass
from importlib import resources

import jinja2
from markupsafe import Markup


@dataclass(frozen=True)
class Scene:
    """One step: what is drawn, as SVG, and what it shows, in a sentence."""

    drawing: Markup
    caption: str


@dataclass(frozen=True)
class Steps:
    """Scenes in their order.

    Attributes:
        title: what they show.
        scenes: at least one; the last is the one that is seen first, as it says what is wrong.
    """

    title: str
    scenes: tuple[Scene, ...]

    def __html__(self) -> str:
        """For a template: safe as it is."""
        return _template().render(steps=self, name=f"tgl-{secrets.token_hex(4)}")

    def __str__(self) -> str:
        """In words, for a terminal."""
        captions = [f"{number}. {scene.caption}" for number, scene in enumerate(self.scenes, start=1)]
        return "\n".join([self.title, *(line for each in captions for line in textwrap.wrap(each, 96))])


@functools.cache
def _template() -> jinja2.Template:
    text = (resources.files(__package__) / "steps.html").read_text(encoding="utf-8")
    return jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)
