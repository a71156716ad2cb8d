"""A file that was found among what was handed in; and names, as far as they can be shown."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath


class NoSubmissions(ValueError):
    """The folder or zip cannot be read at all; says why in a sentence."""


class Unfit(ValueError):
    """A file cannot be read; says why."""


@dataclass(frozen=True)
class Found:
    """One file.

    Attributes:
        path: where it is, relative to the folder or within the zip, with "/" and cleaned of what cannot be shown. Of a
            file in an archive within: "jdoe/all.zip/02_loss.ipynb".
        student: whose it is, so that no two people have the same; "" where that cannot be said.
        why: the reason why it is listed and not graded; "" for a notebook to be graded.
        size: in bytes.
        read: gives its bytes; raises `Unfit` where it turns out that it cannot be read.
        handed_in: when, as far as the system wrote it down: "2026-11-22T14:58:07", or "LATE" where that is all; what it
            wrote, where that is no time here; "".
        system: whose way of naming files the whole folder follows: "moodle", "plain" …
        lms_id: what the student is called in the system's tables; name: what people call her; group: hers.
        order: of two hand-ins by one student, the later has the larger number, where the system says so.
        note: what an instructor should know of the name.
    """

    path: str
    student: str = ""
    why: str = ""
    size: int = 0
    read: Callable[[], bytes] | None = None
    handed_in: str = ""
    system: str = ""
    lms_id: str = ""
    name: str = ""
    group: str = ""
    order: int = 0
    note: str = ""

    def sha256(self) -> str:
        """Of its bytes; "" where there are none to be had."""
        try:
            return hashlib.sha256(self.read()).hexdigest() if self.read else ""
        except Unfit:
            return ""


#: What a notebook may be called, browsers and mail programs included.
ENDINGS = (".ipynb", ".ipynb.txt", ".ipynb.json", ".json")
_TEXTS = (".py", ".html", ".htm", ".pdf", ".txt", ".md", ".docx", ".odt", ".rtf")
_ARCHIVES = (".7z", ".rar", ".tar", ".gz", ".tgz", ".xz", ".bz2")

_SYSTEM, _CHECKPOINT, _HIDDEN = "a file of the system's own", "a checkpoint that Jupyter made", "a hidden file"
BESIDE = "beside nbgrader's submitted/: not handed in by a student"
#: Reasons for files that say of nobody that she handed something in.
NOBODYS = (_SYSTEM, _HIDDEN, BESIDE)


def why_not(path: str) -> str:
    """Why a file of this name is no notebook to grade; "" if it may be one, or an archive that may hold some."""
    parts, name = PurePosixPath(path).parts, PurePosixPath(path).name.lower()
    if "__MACOSX" in parts or name.startswith("._") or name in (".ds_store", "thumbs.db", "desktop.ini"):
        return _SYSTEM
    if ".ipynb_checkpoints" in parts or name.endswith("-checkpoint.ipynb"):
        return _CHECKPOINT
    if name == "timestamp.txt":
        return "the time of the hand-in, as the system keeps it"
    if ".git" in parts or "__pycache__" in parts or name.startswith("."):
        return _HIDDEN
    if name.endswith((*ENDINGS, ".zip")):
        return ""
    if name.endswith(_ARCHIVES):
        return "an archive within: unpack it and hand it in as a notebook"
    if name.endswith(_TEXTS):
        return f"a {name.rpartition('.')[2]} file instead of a notebook"
    return "not a notebook (.ipynb)"


def shown(name: str) -> str:
    """A name without what cannot be shown or would be taken for something else: control and direction signs."""
    clean = "".join(
        "�" if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else sign for sign in name
    )
    return clean if len(clean) <= 500 else f"{clean[:480]}…{clean[-19:]}"
