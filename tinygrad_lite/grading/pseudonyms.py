"""Pseudonyms such as K7Q2: what students are called in a report folder, but for the tables that say who is who.

`who.csv`, `grades.csv` and `needs.csv` name students; everything else does not, so that whoever marks texts or looks
through pages does not see whose they are. A pseudonym is the HMAC of the student's id in `who.csv`: the same in every
run and lesson of the folder, in no order of the names, and not to be found by trying names without the key. The key,
and which pseudonym is whose, are in `REPORT/.who-key.json` beside `who.csv`. Without that file nobody can tell.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tinygrad_lite.files import write_whole

from .errors import GradingError, WrongUse
from .who_is_meant import meant_by

TABLE = ".who-key.json"
#: Without what is easily taken for another sign. Letters and digits take turns, so that no pseudonym is a word.
LETTERS, NUMERALS = "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"
#: After so many that are taken, longer ones are tried.
_TRIES = 50


@dataclass
class Known:
    """What is known of a student.

    Attributes:
        student: the id, as in `who.csv`.
        called: names, logins, numbers and addresses: what is hers in a text.
        files: the paths of what she handed in.
    """

    student: str
    called: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)


class Pseudonyms:
    """Those of a report folder. What another process, or another object, has written is seen."""

    def __init__(self, report: Path):
        self.file = report / TABLE
        self.stamp: tuple[int, ...] | None = None
        self.key = secrets.token_hex(16)
        self.students: dict[str, Known] = {}
        self.by_student: dict[str, str] = {}
        self.paths: dict[str, str] = {}

    # ------------------------------------------------------------------------------------------- who is who

    def pseudonym(self, student: str) -> str:
        """What a student is called; one who is not known gets a pseudonym now. "" for nobody."""
        self._read()
        if student and student not in self.by_student:
            self.learn([Known(student)])
        return self.by_student.get(student, "")

    def knows(self, student: str) -> bool:
        """Whether somebody here has this id."""
        self._read()
        return student in self.by_student

    def student(self, pseudonym: str) -> str:
        """Whose a pseudonym is; what is none stays as it is."""
        self._read()
        known = self.students.get(pseudonym)
        return known.student if known else pseudonym

    def known(self, pseudonym: str) -> Known:
        """What is known of her; nothing of what is no pseudonym."""
        self._read()
        return self.students.get(pseudonym, Known(""))

    def meant(self, given: str) -> str:
        """The student whom somebody means by an id, a pseudonym, a number, a login or a name; what is given, if nobody.

        Raises:
            GradingError: it may mean several.
        """
        self._read()
        found = meant_by(given, self.called(), {name: known.student for name, known in self.students.items()})
        if len(found) > 1:
            raise WrongUse(f'"{given}" may be {" or ".join(sorted(found)[:5])}. Give the id that who.csv has.')
        return found.pop() if found else given

    def called(self) -> dict[str, set[str]]:
        """Everybody: the id, and by what names, logins and numbers she is known."""
        self._read()
        return {known.student: known.called for known in self.students.values()}

    def everybody(self) -> list[tuple[str, Known]]:
        """All, by their pseudonyms."""
        self._read()
        return sorted(self.students.items())

    def learn(self, people: Iterable[Known]) -> None:
        """Give pseudonyms to those who have none, and keep what is known of each."""
        self._read()
        changed = False
        for one in people:
            if one.student:
                name = self._named(one.student)  # which may write a new key first, and read all of it again
                self.by_student[one.student] = name
                changed |= name not in self.students
                known = self.students.setdefault(name, Known(one.student))
                called = {unicodedata.normalize("NFC", text) for text in one.called if text}
                changed |= not (called <= known.called and one.files <= known.files)
                known.called |= called
                known.files |= one.files
        if changed:
            self.paths.clear()
            self._write()

    def keep_files(self, pseudonym: str, files: set[str]) -> None:
        """Of the files that are known of somebody, keep only these."""
        self._read()
        self.students[pseudonym].files = files
        self._write()

    def forget(self, pseudonym: str) -> None:
        """Let nobody know any more whose this was."""
        self._read()
        if self.students.pop(pseudonym, None) is not None:
            self._write()

    def _named(self, student: str) -> str:
        """A student's pseudonym, which nobody else has."""
        known = self.by_student.get(student)
        tries = (_signs(self._digest("student", student, number), 4 + 2 * (number // _TRIES)) for number in count())
        return known or next(new for new in tries if new not in self.students and new not in self.by_student)

    # ----------------------------------------------------------------------------------------------- paths

    def token(self, path: str) -> str:
        """What stands for the path of a hand-in, which mostly holds a name."""
        self._read()
        return f"file-{self._digest('path', path).hex()[:16]}" if path else ""

    def path(self, token: str) -> str:
        """The path for which it stands; what is no such token stays as it is."""
        self._read()
        if not self.paths:
            self.paths = {self.token(path): path for one in self.students.values() for path in one.files}
        return self.paths.get(token, token)

    def place(self, student: str, path: str) -> str:
        """A name for a file about a student's hand-in, which nobody can guess from theirs."""
        self._read()
        return self._digest("place", student, path).hex()[:24]

    def seal(self, *parts: str) -> str:
        """A short name for a text, by which it is known again, and from which nobody without the key learns it."""
        self._read()
        return self._digest("seal", *parts).hex()[:16]

    def _digest(self, *parts: object) -> bytes:
        if self.stamp is None:  # the key holds from its first use on
            self._write()
        return hmac.digest(bytes.fromhex(self.key), json.dumps(parts).encode(), hashlib.sha256)

    # ------------------------------------------------------------------------------------------------ file

    def _read(self) -> None:
        """Read the file, if it is not as it was."""
        with suppress(FileNotFoundError):
            about = self.file.stat()
            stamp = (about.st_mtime_ns, about.st_size, about.st_ino)
            if stamp != self.stamp:
                self.key, self.students = _from(self.file)
                self.by_student = {known.student: pseudonym for pseudonym, known in self.students.items()}
                self.paths, self.stamp = {}, stamp

    def _as_json(self) -> dict[str, Any]:
        students = {
            name: {"student": one.student, "called": sorted(one.called), "files": sorted(one.files)}
            for name, one in sorted(self.students.items())
        }
        return {"key": self.key, "students": students}

    def _write(self) -> None:
        write_whole(self.file, json.dumps(self._as_json(), indent=1, ensure_ascii=False) + "\n")
        with suppress(OSError):  # Windows knows no such modes
            self.file.chmod(0o600)
        self.stamp = None
        self._read()


def _from(file: Path) -> tuple[str, dict[str, Known]]:
    """The key, and who is who."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        bytes.fromhex(data["key"])
        return data["key"], {
            name: Known(one["student"], set(one["called"]), set(one["files"])) for name, one in data["students"].items()
        }
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, AttributeError):
        raise GradingError(
            f"{file} says whose pseudonym is whose, and cannot be read. Restore it from a copy, or delete it: then all "
            "are called otherwise, and nobody can tell whose the earlier marks are."
        ) from None


def _signs(digest: bytes, length: int) -> str:
    """Letter, digit, letter, digit …"""
    number = int.from_bytes(digest, "big")
    signs = ""
    for place in range(length):
        alphabet = NUMERALS if place % 2 else LETTERS
        number, which = divmod(number, len(alphabet))
        signs += alphabet[which]
    return signs
