"""What there is where something was misspelt, and what may be meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

#: So many names are written out.
MOST = 12


def there_are(given: str, known: Iterable[str], meant: str | None = None) -> str:
    """The end of a sentence that began with what there is not.

    Args:
        meant: the question which was meant, where it is asked better than by the spelling of the names.

    >>> there_are("loss/msee", ["loss/mae", "loss/mse"])
    'there are: loss/mae, loss/mse. Did you mean "loss/mse"?'
    >>> there_are("x", [])
    'there are: none.'
    """
    names = list(known)
    listed = ", ".join(names[:MOST]) or "none"
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return f"there are: {listed}{more}. {did_you_mean(given, names) if meant is None else meant}".rstrip()


def did_you_mean(given: str, known: Iterable[str], form: str = '"{}"') -> str:
    """The question which of some names was meant; "" where none is near. Of "loss/mse" the end alone may be given.

    >>> did_you_mean("graze", ["grace", "due"]), did_you_mean("MSEE", ["loss/mae", "loss/mse"])
    ('Did you mean "grace"?', 'Did you mean "loss/mse"?')
    """
    spelt: dict[str, str] = {}
    for name in known:
        for way in (name, name.rpartition("/")[2]):
            spelt.setdefault(way.casefold(), name)
    near = get_close_matches(given.casefold(), spelt, n=1)
    return f"Did you mean {form.format(spelt[near[0]])}?" if near else ""
