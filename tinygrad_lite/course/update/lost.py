"""What of the student's a merged notebook lacks. It must be nothing; asked before every write."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from .said import fingerprint, kept_aside


def lost(mine: Any, result: Any, *given: Any) -> list[str]:
    """The texts of the student's cells that are not in the result, to the byte and with what was attached.

    Args:
        mine: the student's notebook, as it was read.
        result: the merged one.
        given: lessons as they were given: what they say is not the student's.
    """
    not_hers = {fingerprint(cell) for notebook in given for cell in notebook.cells}
    hers = Counter(_whole(cell) for cell in mine.cells if fingerprint(cell) not in not_hers and not _is_note(cell))
    return [json.loads(cell)[1] for cell in (hers - Counter(map(_whole, result.cells))).elements()]


def _whole(cell: Any) -> str:
    return json.dumps([cell.cell_type, cell.source, cell.get("attachments") or {}], sort_keys=True)


def _is_note(cell: Any) -> bool:
    """A cell that an update has written and nobody has touched."""
    return kept_aside(cell) is not None
