"""Of texts that a person marks, those that go with a student who is forgotten, and those that lose her name.

An answer is known by what was written, and by nothing else. So with a name in it, it becomes another answer, and what
was typed of it has to follow.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .hand_marking.answers import answer_id


@dataclass(frozen=True)
class Texts:
    """Names of answers, as `manual.csv` has them.

    Attributes:
        gone: those that only she gave.
        renamed: of others' answers that name her, what they are called without the name.
    """

    gone: frozenset[str] = frozenset()
    renamed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, records: list[Path], pseudonym: str, without_name: Callable[[str], str]) -> Texts:
        """From all records that a report folder keeps."""
        hers: set[str] = set()
        others: set[str] = set()
        renamed: dict[str, str] = {}
        for path in records:
            data = json.loads(path.read_text(encoding="utf-8"))
            for question, text in data.get("texts", {}).items():
                pictures = data.get("pictures", {}).get(question, ())
                name, new = answer_id(question, text, pictures), answer_id(question, without_name(text), pictures)
                (hers if data.get("student") == pseudonym else others).add(name)
                if name != new and data.get("student") != pseudonym:
                    renamed[name] = new
        return cls(frozenset(hers - others), renamed)
