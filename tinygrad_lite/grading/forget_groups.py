"""Who stands for a group's hand-in when the member is forgotten with whom it stands in who.csv.

Without that the file would be nobody's, and the others would be called missing. Where it lay in a folder of her name,
which goes, it is kept under a name that says nothing: as one that was handed in before, and is not in the download.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tinygrad_lite.files import write_whole

from .groups import TABLE as MEMBERS
from .pseudonyms import Known, Pseudonyms
from .tables import read_table, unhurt
from .who_table import TABLE as WHO_TABLE

#: Who a row of the two tables says that the file is of, and where it is.
_OF_ROW = ("path", "student", "your student", "lms_id", "name", "pseudonym")
#: The folder of files of which nobody is to know where they lay. No system has one of this name.
FOLDER = "handed in by a group"


def heirs(report: Path, student: str, is_hers: Callable[[str], bool]) -> dict[str, dict[str, str]]:
    """By path, what the columns on the student are to say: another member of the group.

    A killed call is given again: so it does not matter which of the tables was rewritten already, as long as
    `who.csv` is the last of them.

    Args:
        student: who is forgotten.
        is_hers: whether a path names her.
    """
    members = defaultdict(list)
    for one in read_table(report / MEMBERS):
        members[one["group"]].append({column: unhurt(cell) for column, cell in one.items()})
    names, rows = Pseudonyms(report), read_table(report / WHO_TABLE)
    taken, found = {unhurt(row["path"]) for row in rows}, {}
    for row in rows:
        path = unhurt(row["path"])
        others = [one for one in members[row["group"]] if one["student"] != student]
        if unhurt(row["student"]) != student or not row["group"] or not others:
            continue
        other = others[0]
        about = {**other, "path": path, "pseudonym": names.pseudonym(other["student"])}
        if is_hers(path):
            about |= {"path": _nameless(row["lesson"], taken), "your student": ""}  # found by its records
            taken.add(about["path"])
        else:
            about["your student"] = other["lms_id"] or other["student"]
        found[path] = {column: about[column] for column in _OF_ROW}
    return found


def _nameless(lesson: str, taken: Iterable[str]) -> str:
    """A path that is not there yet, and names nobody."""
    first = f"{FOLDER}/{lesson or 'file'}.ipynb"
    path, number = first, 1
    while path in taken:
        number += 1
        path = first.replace(".ipynb", f" ({number}).ipynb")
    return path


def moved(report: Path, heirs: Mapping[str, Mapping[str, str]], student: str) -> None:
    """Let the records of the other members say where the file is now, and be found there; and what was graded of it,
    and is kept under her name alone, as one of several attempts, be the heir's."""
    names = Pseudonyms(report)
    tokens = {names.token(old): about for old, about in heirs.items()}
    hers = names.pseudonym(student)
    for file in sorted([*report.glob("runs/*/marks/*.json"), *report.glob("runs/*/aside/*.json")]) if tokens else ():
        text = file.read_text(encoding="utf-8")
        try:
            data = json.loads(text)
        except ValueError:
            continue
        about = tokens.get(data.get("path", ""))
        is_hers = data.get("student") == hers
        if (is_hers and about is None) or not any(token in text for token in tokens):
            continue
        for token, other in tokens.items():
            text = text.replace(token, names.token(other["path"]))
        if about is None:  # of several attempts another one counts, and a mark of it came from there
            write_whole(file, text)
            continue
        owner = unhurt(about["student"]) if is_hers else names.student(data["student"])
        names.learn([Known(owner, files={about["path"]})])
        place = file.with_name(f"{names.place(owner, about['path'])}.json")
        if is_hers:
            if not place.exists():  # else it is the heir's own copy
                write_whole(place, text.replace(f'"{hers}"', f'"{names.pseudonym(owner)}"'))
        elif place != file:
            write_whole(place, text)
            file.unlink()
