"""What a run keeps, without names: on the disk a record speaks of a pseudonym and of a token for the path; read back,
it is what it was. What a student wrote is kept as it was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .pseudonyms import Known, Pseudonyms
from .record import Record

#: How a pseudonym or a token stands in a sentence of ours.
_MARKED = re.compile(r"⟨([A-Za-z0-9-]+)⟩")
#: Shorter names may be a part of any sentence.
_SHORTEST = 3
#: In `run.json`: a list of students, and what is kept by student.
_LIST, _BY_STUDENT = "students", "shown"


def hide(record: Record, names: Pseudonyms) -> Record:
    """A record as it is kept."""
    names.learn([Known(record.student, files=_paths(record))])
    said = _hider(record, names)
    marks = (replace(one, attempt=names.token(one.attempt), why=said(one.why)) for one in record.marks)
    return replace(
        record, student=names.pseudonym(record.student), path=names.token(record.path), why=said(record.why),
        group=names.pseudonym(record.group), notes=tuple(map(said, record.notes)), marks=tuple(marks),
    )  # fmt: skip


def show(record: Record, names: Pseudonyms) -> Record:
    """The record, from what is kept of it."""

    def said(text: str) -> str:
        return _MARKED.sub(lambda found: names.path(names.student(found[1])), text) if "⟨" in text else text

    marks = (replace(one, attempt=names.path(one.attempt), why=said(one.why)) for one in record.marks)
    return replace(
        record, student=names.student(record.student), path=names.path(record.path), why=said(record.why),
        group=names.student(record.group), notes=tuple(map(said, record.notes)), marks=tuple(marks),
    )  # fmt: skip


def _paths(record: Record) -> set[str]:
    return {record.path, *(mark.attempt for mark in record.marks)} - {""}


def _hider(record: Record, names: Pseudonyms) -> Callable[[str], str]:
    """What takes a student's paths and names out of our sentences about her."""
    pseudonym = names.pseudonym(record.student)
    known = names.known(pseudonym)
    words = {path: names.token(path) for path in {*_paths(record), *known.files}}
    words |= {one: pseudonym for one in {record.student, *known.called} if len(one) >= _SHORTEST}
    if record.group:
        words.setdefault(record.group, names.pseudonym(record.group))
    longest = sorted(filter(None, words), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest)) or '$.'})(?!\w)")

    def said(text: str) -> str:
        return pattern.sub(lambda found: f"⟨{words[found[0]]}⟩", text) if text else text

    return said


def hide_info(info: dict[str, Any], names: Pseudonyms) -> dict[str, Any]:
    """`run.json` as it is kept."""
    return _info(info, names.pseudonym)


def show_info(info: dict[str, Any], names: Pseudonyms) -> dict[str, Any]:
    """`run.json`, from what is kept of it."""
    return _info(info, names.student)


def _info(info: dict[str, Any], called: Callable[[str], str]) -> dict[str, Any]:
    told = dict(info)
    if _LIST in info:
        told[_LIST] = list(map(called, info[_LIST]))
    if _BY_STUDENT in info:
        told[_BY_STUDENT] = {called(student): what for student, what in info[_BY_STUDENT].items()}
    return told
