"""What a notebook's page does beside showing: a short script says things aloud and names sliders (`notebook_page.js`).

A screen reader tells only what changes inside a region that was there before. So the script makes one at the end of the
page, and what is to be heard is written into it. Where no script runs, everything is there to be read.
"""

from __future__ import annotations

import json
import sys
from importlib import resources
from typing import Any


def kernel_shell() -> Any:
    """The shell of the notebook's kernel that runs this code; None in plain Python and in a terminal."""
    ipython = sys.modules.get("IPython")  # not loaded: no notebook
    shell = ipython.get_ipython() if ipython else None
    return shell if hasattr(shell, "kernel") else None


class WithScript:
    """Something with `_repr_html_` and, behind it, the script: it stays in the file, and runs when that is opened."""

    def __init__(self, shown: Any) -> None:
        self.shown = shown

    def _repr_html_(self) -> str:
        script = resources.files(__package__).joinpath("notebook_page.js").read_text("utf-8")
        return f"{self.shown._repr_html_()}<script>{script}</script>"

    def __repr__(self) -> str:
        return repr(self.shown)


class Spoken:
    """Something with `_repr_html_`, and what is said while it appears.

    Args:
        shown: a card, a picture.
        text: what is said.
    """

    def __init__(self, shown: Any, text: str) -> None:
        self.shown, self.text = shown, text

    def _repr_html_(self) -> str:
        text = json.dumps(self.text).replace("<", "\\u003c")  # "</script>" would end the script
        return f"{self.shown._repr_html_()}<script>window.tinygradLite?.say({text})</script>"

    def __repr__(self) -> str:
        return repr(self.shown)


def show_aloud(shown: Any, text: str, handle: Any = None) -> Any:
    """Show something in a notebook, and let `text` be heard; returns the handle by which it can be replaced.

    It is shown twice, and the second time without the words: what stays in the file says nothing when it is opened.

    Args:
        handle: what is to be replaced by it; without it, it is a new output of the cell that runs.
    """
    from IPython.display import display

    if handle is None:
        handle = display(Spoken(shown, text), display_id=True)
    else:
        handle.update(Spoken(shown, text))
    handle.update(shown)
    return handle
