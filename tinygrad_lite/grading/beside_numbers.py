"""Whether the names beside a table's numbers are those of the hand-ins that go by these numbers.

A few may have changed their name. Where it is many, a column was sorted without the others, or it is another site's
table, in which the same numbers are other people's: then every mark would be somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .numbers import some
from .roster import Person, is_called, name_key

#: More than so many names without anything in common, or than this share of all that can be compared, are no changed
#: names; nor is it if more than a part of all are others, whatever they have in common: first names are often the same.
HANDFUL, SHARE, PART = 5, 0.1, 0.25
#: Shorter words stand in many names.
_SHORT = 2


def is_other_name(name: str, person: Person) -> bool:
    """Whether a name is not that of a row's person. Fewer or more words of it are the same name, in any order.

    >>> jane = Person("1", "Jane Mary Doe", frozenset(), "")
    >>> [is_other_name(name, jane) for name in ("Doe, Jane", "jdoe Jane Mary Doe", "doejanemary", "Jane Roe")]
    [False, False, False, True]
    """
    own, other = set(name_key(name).split()), set(name_key(person.name).split())
    return not (own <= other or other <= own or is_called(name, person))


def is_somebody_else(name: str, person: Person) -> bool:
    """Whether the two have nothing in common: who marries mostly keeps a part.

    >>> jane = Person("1", "Jane Doe", frozenset(), "")
    >>> [is_somebody_else(name, jane) for name in ("Jane Roe", "roejane", "Max Roe")]
    [False, False, True]
    """
    own, other = name_key(name), name_key(person.name)
    shared = [word for word in own.split() if word in other] + [word for word in other.split() if word in own]
    return is_other_name(name, person) and not any(len(word) > _SHORT for word in shared)


def too_many(found: Sequence[tuple[str, Person]], compared: int, table: str) -> str:
    """What is said where too many names are other ones to be changed names; "" where they are not.

    Args:
        found: the hand-in's name and who stands beside its number in the table, where that is another name.
    """
    strange = sum(is_somebody_else(name, person) for name, person in found)
    many = strange > HANDFUL or (strange > 1 and strange > SHARE * compared)
    if not many and len(found) <= max(HANDFUL, PART * compared):
        return ""
    return (
        f"{len(found)} of the {compared} names beside the numbers of {table} are other ones than those of the hand-ins "
        f"({some(as_told(found))}). Was a column sorted without the others, or is it another course's table? Export it "
        "anew, and fill that. If the numbers are right all the same: --other-names. Nothing was written."
    )


def as_told(found: Iterable[tuple[str, Person]]) -> list[str]:
    """ "Jane Doe is Max Roe there" """
    return [f"{name} is {person.name} there" for name, person in found]
