"""The atlas: every mistake of the course that has a name, with what it does to the numbers and how often it is met.

`entries.py` reads the mistakes off the exercises and joins what was found out beforehand (`data/`, made by `build.py`);
`text.py` and `page.py` show them. The solution is not in it: of a program, only the lines that are wrong are told.
"""

from .entries import Entry, chosen, entries

__all__ = ["Entry", "chosen", "entries"]
