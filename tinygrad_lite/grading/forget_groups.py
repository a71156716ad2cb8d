"""Who stands in who.csv for a group's hand-in when the member with whom it was placed by hand is forgotten.

Without that the file would be nobody's again, and the others would be called missing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .groups import TABLE as MEMBERS
from .pseudonyms import Pseudonyms
from .tables import read_table, unhurt
from .who_table import AS_FOUND
from .who_table import TABLE as WHO_TABLE

#: Who a row of the two tables says that the file is of.
_OF_ROW = ("student", "your student", "lms_id", "name", "pseudonym")


def heirs(report: Path, student: str, is_hers: Callable[[str], bool]) -> dict[str, dict[str, str]]:
    """By path, what the columns on the student are to say: another member of the group.

    A killed call is given again: so it does not matter which of the tables was rewritten already.

    Args:
        student: who is forgotten.
        is_hers: whether a path names her; such a file is found to be hers whatever is written, and stays so.
    """
    by_hand = {row["path"] for row in read_table(report / AS_FOUND) if row.get("your student")}
    members = read_table(report / MEMBERS)
    names, found = Pseudonyms(report), {}
    for row in read_table(report / WHO_TABLE):
        path = row["path"]
        if unhurt(row["student"]) != student or path not in by_hand or is_hers(unhurt(path)):
            continue
        others = [one for one in members if one["group"] == row["group"] and unhurt(one["student"]) != student]
        if row["group"] and others:
            other = others[0]
            number = other["lms_id"] or other["student"]
            about = {**other, "your student": number, "pseudonym": names.pseudonym(unhurt(other["student"]))}
            found[path] = {column: unhurt(about[column]) for column in _OF_ROW}
    return found
