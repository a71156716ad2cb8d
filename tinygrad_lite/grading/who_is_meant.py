"""Whom a text means that a person wrote, by the same ids and names everywhere; and who may be meant by a text that is
nobody's id: a surname alone, a first name, a slip of the pen.

The latter is asked, never taken: a surname that one student here has may be that of another who handed in nothing, and
then the wrong page would be held back, or the wrong mark set.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from .roster import name_key

#: So many are named.
MOST = 5


def meant_by(given: str, called: Mapping[str, Iterable[str]], pseudonyms: Mapping[str, str] | None = None) -> set[str]:
    """The students whom a text means: by the id or pseudonym, else by a number, login, address or name as it is, else
    by a whole name however it is spelt.

    Args:
        called: student → names, logins, numbers and addresses.
        pseudonyms: pseudonym → student.

    >>> class_ = {"jdoe": ["Jane Doe", "48213", "j@example.org"], "48213": []}
    >>> meant_by("48213", class_), meant_by("doe, JANE", class_), meant_by("J@example.org", class_)
    ({'48213'}, {'jdoe'}, {'jdoe'})
    >>> meant_by("Doe", class_)
    set()
    """
    if given in called:
        return {given}
    if (student := (pseudonyms or {}).get(given.upper(), "")) in called:
        return {student}
    plain, words = _plain(given), name_key(given)
    found = {student for student, theirs in called.items() if plain in map(_plain, (student, *theirs))}
    return found or {student for student, theirs in called.items() if words and words in map(name_key, theirs)}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()


def may_be_meant(given: str, called: Mapping[str, Iterable[str]]) -> list[str]:
    """The students who have all of the given words in one of their names, else those who are called nearly so.

    Args:
        called: student → names, logins and numbers.

    >>> may_be_meant("48215", {"48216": []})
    []
    >>> may_be_meant("doe", {"jdoe": ["Jane Doe"], "roe": ["Rick Roe"]}), may_be_meant("jdo", {"jdoe": ["Jane Doe"]})
    (['jdoe'], ['jdoe'])
    """
    words = set(name_key(given).split())
    keys = {student: {name_key(text) for text in (student, *texts) if text} for student, texts in called.items()}
    found = [student for student, theirs in keys.items() if words and any(words <= {*key.split()} for key in theirs)]
    if found or not any(sign.isalpha() for sign in given):  # of a number the next one is another's
        return sorted(found)
    spelt: dict[str, list[str]] = {}
    for student, theirs in keys.items():
        for way in {*theirs, *(word for key in theirs for word in key.split() if len(word) > 2)}:
            spelt.setdefault(way, []).append(student)
    near = get_close_matches(name_key(given), spelt, n=MOST, cutoff=0.75)
    return list(dict.fromkeys(student for way in near for student in sorted(spelt[way])))


def who_was_meant(given: str, called: Mapping[str, Iterable[str]]) -> str:
    """The question who was meant, with what to write for each; "" where nobody is near.

    >>> who_was_meant("doe", {"jdoe": ["Jane Doe"], "roe": ["Rick Roe"]})
    'Did you mean jdoe (Jane Doe)?'
    """
    found = may_be_meant(given, called)
    told = [_told(student, called[student]) for student in found[:MOST]]
    if not told:
        return ""
    *some, last = told
    more = f", or one of {len(found) - MOST} more" if len(found) > MOST else ""
    return f"Did you mean {', '.join(some)}{' or ' if some else ''}{last}{more}?"


def _told(student: str, texts: Iterable[str]) -> str:
    """ "jdoe (Jane Doe)": the id, and the name where the id does not hold it."""
    name = next((text for text in sorted(texts) if " " in text and "@" not in text and text not in student), "")
    return f"{student} ({name})" if name else student
