"""The one place that knows IPython: hearing when a cell has run, and showing cards under it.

Outside a notebook, cards are printed.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import Any

from tinygrad_lite.notebook_page import WithScript, show_aloud

from .card import Card
from .unreadable import CALLS, what_to_do

#: With this environment variable set to 1, a card that is not "right" fails its cell: for testing solved notebooks.
STRICT = "TINYGRAD_LITE_STRICT"

AfterCell = Callable[[str, SyntaxError | None], list[Card]]
_listening: Callable[[Any], None] | None = None
_shown: list[Card] = []


class NotRight(AssertionError):
    """In strict mode: a card was not "right"."""


def _shell() -> Any:
    """IPython's shell, or None outside of one."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def in_notebook() -> bool:
    """Whether cells are run by IPython."""
    return _shell() is not None


def notebook_variables() -> dict[str, Any] | None:
    """The notebook's variables; None outside a notebook."""
    shell = _shell()
    return shell.user_ns if shell else None


def exercises_in(source: str) -> list[str]:
    """The ids in the `@exercise("…")` lines of a cell that Python cannot read: a quote may be missing."""
    return re.findall(r"""^\s*@exercise[( ]\s*["'“”„‘’]?([^"'“”„‘’)\n]+)""", source, flags=re.MULTILINE)


def call_in(source: str) -> tuple[str, str] | None:
    """The first line in such a cell that calls the course: `answer`, `hint` …, and what stands first behind it."""
    found = re.search(rf"""^\s*({CALLS})(?:\s*\(|\s+(?=["'“”„‘’]))\s*["'“”„‘’]?([\w/]*)""", source, flags=re.MULTILINE)
    return (found[1], found[2]) if found else None


def unreadable_card(about: str, error: SyntaxError) -> Card:
    """The card for an exercise, a question or a call in a cell that Python could not read."""
    line, message = (error.text or "").strip(), error.msg or ""
    card = Card("error", about, "Python cannot read this cell", text=what_to_do(message, line))
    card.facts = [(f"line {error.lineno or 0}", line), (type(error).__name__, message)]
    return card


def listen(after_cell: AfterCell) -> None:
    """Call `after_cell(source, syntax error or None)` after every cell; replaces an earlier listener."""
    global _listening
    shell = _shell()
    if shell is None:
        return
    if _listening is not None:
        shell.events.unregister("post_run_cell", _listening)

    def heard(result: Any) -> None:
        raw = result.info.raw_cell if result.info else ""
        error = result.error_before_exec if isinstance(result.error_before_exec, SyntaxError) else None
        source = raw if error else shell.transform_cell(raw)
        after_cell(source, error)
        if isinstance(result.error_in_exec, NameError):
            _say_what_quotes_are_for(result.error_in_exec, source)
        _fail_if_strict(shell, result)

    _listening = heard
    shell.events.register("post_run_cell", heard)


def _say_what_quotes_are_for(error: NameError, source: str) -> None:
    """`answer("…", a)` or `hint(loss/mse)`, without the quotes, asks Python for a variable `a` or `loss`."""
    letter = error.name or ""
    begun = re.search(rf"\b(\w+)\(\s*({re.escape(letter)}\s*/\s*\w+)", source)
    if letter and begun and re.fullmatch(f"exercise|{CALLS}", begun[1]):
        wanted = re.sub(r"\s", "", begun[2])
        more = ", …" if begun[1] == "answer" else ""
        text = (
            f'Write the id in quotes: `{begun[1]}("{wanted}"{more})`. Without them `/` divides a variable `{letter}`.'
        )
        show(Card("error", begun[1], "cannot be read", text=text))
    if len(letter) == 1 and re.search(rf"\banswer\([^)\n]*,\s*{re.escape(letter)}\s*\)", source):
        text = f'Without quotes, `{letter}` is the name of a variable. Write the letter in quotes: `"{letter}"`.'
        show(Card("error", "answer", "cannot be read", text=text))


def _fail_if_strict(shell: Any, result: Any) -> None:
    """Strict mode: the cell itself fails if one of its cards is not right."""
    cards = list(_shown)
    _shown.clear()
    if os.environ.get(STRICT) != "1":
        return
    bad = [card for card in cards if card.status not in ("right", "info")]
    if bad:
        error = NotRight("\n".join(map(repr, bad)))
        result.error_in_exec = error
        shell.showtraceback((NotRight, error, None))


def show(card: Card) -> None:
    """Show a card under the cell that is running, or print it."""
    _shown.append(card)
    if in_notebook():
        show_aloud(card, card.spoken())
    else:
        print(card)


def show_first(card: Card) -> None:
    """Show the first card of a notebook, and with it the script of its page."""
    if in_notebook():
        from IPython.display import display

        _shown.append(card)
        display(WithScript(card))
    else:
        show(card)


def new_cell(text: str) -> None:
    """A new cell with this text below the one that is running, where the notebook can do that."""
    shell = _shell()
    if shell is not None:
        shell.set_next_input(text, replace=False)


class Slot:
    """A place under the cell that first shows a card that waits, and then the result."""

    def __init__(self, waiting: Card) -> None:
        self.handle = None
        if in_notebook():
            from IPython.display import display

            self.handle = display(waiting, display_id=True)

    def fill(self, card: Card) -> None:
        """Put the result in place of the waiting card."""
        if self.handle is None:
            show(card)
        else:
            _shown.append(card)
            show_aloud(card, card.spoken(), self.handle)
