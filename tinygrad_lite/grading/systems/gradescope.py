"""Gradescope: "assignment_981_export/submission_128746829/02_loss.ipynb", and who it is in submission_metadata.yml.

That file is read line by line, as Gradescope writes it: a block for each submission, with `:submitters:` (several of
them are a group) and `:created_at:`; the same may stand in it for each earlier attempt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from .times import as_written
from .who import Text, Who, nfc, outermost

NAME, TITLE, GUESS = "gradescope", "a Gradescope export", ""
METADATA = "submission_metadata.yml"
OWN_FILES = (METADATA,)

_FOLDER = re.compile(r"submission_\d+")
_LINE = re.compile(r" *(?P<dash>- +)?(?P<key>:?\w+):( (?P<value>.*))?")


@dataclass
class Block:
    """What the metadata say of one submission."""

    people: list[dict[str, str]] = field(default_factory=list)
    handed_in: str = ""


def read(paths: Sequence[str], text: Text) -> list[Who | None]:
    """For each path whose it is."""
    blocks: dict[str, Block] = {}
    for path in paths:
        if path.rpartition("/")[2] == METADATA and not any(map(_FOLDER.fullmatch, path.split("/")[:-1])):
            blocks |= blocks_in(text(path))
    names = defaultdict(set)
    for person in (person for block in blocks.values() for person in block.people):
        names[person.get("sid", "")].add(person.get("name"))
    for person in (person for block in blocks.values() for person in block.people):
        if len(names[person.get("sid", "")]) > 1:  # somebody's number was mistyped: it says of nobody who she is
            person["sid"] = ""
    return [_of(path, blocks) for path in paths]


def _of(path: str, blocks: dict[str, Block]) -> Who | None:
    if (found := outermost(_FOLDER, path.split("/")[:-1])) is None:
        return None
    depth, folder = found[0], found[1][0]
    block = blocks.get(folder, Block())
    people = [person for person in block.people if any(person.values())]
    if not people:
        note = f"{METADATA} does not say whose it is; please confirm"
        return Who(folder, handed_in=block.handed_in, note=note, depth=depth, unsure=folder not in blocks)
    ids = [person.get("sid") or person.get("email") or "" for person in people]
    names, group = [person.get("name", "") for person in people], folder if len(people) > 1 else ""
    student = group or ids[0] or f"{names[0]}_{folder}"
    return Who(
        nfc(student),
        "; ".join(filter(None, ids)),
        nfc("; ".join(filter(None, names))),
        group,
        block.handed_in,
        depth=depth,
    )


def blocks_in(text: str) -> dict[str, Block]:
    """What submission_metadata.yml says, by folder; what it does not say in Gradescope's own form is passed over.

    Only the columns of a submission's own keys and of its people's count: further in lie earlier attempts, which have
    people and times of their own (`:history:`), and the other lines of what somebody wrote.
    """
    blocks: dict[str, Block] = {}
    block, own, inside, person = Block(), 0, False, 0
    for line in text.split("\n"):  # other signs that end a line may stand within one
        if (match := _LINE.fullmatch(line.rstrip())) is None:
            continue
        column, key, value = match.start("key"), match["key"].removeprefix(":"), _plain(match["value"] or "")
        if column == 0:
            block, own, inside = blocks.setdefault(key, Block()), 0, False
        elif not match["dash"] and own in (0, column):
            own, inside, person = column, key == "submitters", 0
            block.handed_in = as_written(value) if key == "created_at" else block.handed_in
        elif inside:
            person = person or (column if match["dash"] else 0)
            if match["dash"] and column == person:
                block.people.append({})
            if key in ("name", "sid", "email") and column == person:
                block.people[-1].setdefault(key, value)
    return blocks


def _plain(value: str) -> str:
    """A value without YAML's quotes."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace("''", "'") if value[0] == "'" else value[1:-1].replace('\\"', '"')
    return "" if value in ("null", "~") else value
