"""What a cell says: its type, text and attachments. Outputs, counts and metadata are no part of it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

#: Our part of a notebook's metadata, and of a cell's.
TAG = "tinygrad_lite"
_ASKED = re.compile(r"""^\s*(?:@exercise|answer)\(\s*["']([^"']+)["']""", re.MULTILINE)


def plain(text: str) -> str:
    """A text without what editors change by themselves: the kind of line ends, and blanks at its end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def digest(text: str) -> str:
    """A short fingerprint of a text; halves of characters, which a broken file may hold, count as they are."""
    return hashlib.sha256(plain(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def says(cell: Any) -> tuple[str, str, dict]:
    """What makes two cells the same to a reader."""
    return cell.cell_type, plain(cell.source), cell.get("attachments") or {}


def same(one: Any, other: Any) -> bool:
    """Whether two cells say the same."""
    return says(one) == says(other)


def fingerprint(cell: Any) -> str:
    """What a cell says, in sixteen signs."""
    return digest(repr(says(cell)))


def of_lesson(cells: Iterable[Any]) -> str:
    """What a lesson says, in ten signs: the stamp by which its versions are told apart."""
    return digest(repr([(cell.get("id"), *says(cell)) for cell in cells]))[:10]


def asked(cell: Any) -> set[str]:
    """The exercises and questions that a code cell answers."""
    return set(_ASKED.findall(cell.source)) if cell.cell_type == "code" else set()


def lines(cell: Any) -> Counter[str]:
    """A cell's lines, blank ones and indentation left out."""
    return Counter(line.strip() for line in cell.source.splitlines() if line.strip())


def kept_aside(cell: Any) -> str | None:
    """The id of the cell beside which an earlier update put this one; None where it did not, or it was changed."""
    tag = ours(cell.metadata).get("update")
    if not isinstance(tag, dict) or tag.get("sha") != digest(cell.source) or cell.get("attachments"):
        return None
    return tag["of"] if isinstance(tag.get("of"), str) else None


def ours(metadata: Any) -> dict:
    """Our part of the metadata of a notebook or a cell; empty where there is none, or something else stands there."""
    found = metadata.get(TAG) if hasattr(metadata, "get") else None
    return found if isinstance(found, dict) else {}
