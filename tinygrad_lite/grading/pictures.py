"""Pictures in answers that a person reads: what a plot has shown, and photos pasted into a text.

They come from students, so only PNG and JPEG are taken, by their first bytes, few of them, and none that is large: the
page on which they are looked at fetches nothing and runs nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
import struct
from collections.abc import Collection, Iterator, Mapping
from typing import Any

#: Of one answer so many are kept, each with so many bytes and points on a side at the most.
MOST, LARGEST, WIDEST = 4, 2_000_000, 8_000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


def pictures_in(data: bytes, wanted: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """The pictures of some answers, by the task's id, each as the address of its own bytes ("data:image/png;…").

    Args:
        data: the notebook, which was read already.
        wanted: the ids of the cells that answer each task.
    """
    try:
        whole = json.loads(data.decode(json.detect_encoding(data)), parse_int=str, parse_float=str)
        cells = {str(cell.get("id")): cell for cell in whole["cells"] if isinstance(cell, dict)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError):
        return {}
    found = {}
    for task_id, ids in wanted.items():
        shown = [picture for cell_id in ids for picture in _of_cell(cells.get(cell_id, {}))]
        if shown:
            found[task_id] = shown[:MOST]
    return found


def _of_cell(cell: dict[str, Any]) -> Iterator[str]:
    """Those of a cell: attached to its text, or shown below it."""
    bundles = list(cell["attachments"].values()) if isinstance(cell.get("attachments"), dict) else []
    outputs = cell.get("outputs")
    bundles += [one.get("data") for one in outputs if isinstance(one, dict)] if isinstance(outputs, list) else []
    for bundle in bundles:
        for kind in ("image/png", "image/jpeg"):
            text = bundle.get(kind) if isinstance(bundle, dict) else None
            text = "".join(map(str, text)) if isinstance(text, list) else text
            if isinstance(text, str) and (picture := _picture(text)):
                yield picture


def _picture(text: str) -> str:
    """The address of a picture's own bytes; "" for what is none, or is too large."""
    if len(text) > 2 * LARGEST:
        return ""
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    if len(data) > LARGEST:
        return ""
    if data.startswith(_PNG) and len(data) > 24:
        wide, high = struct.unpack(">II", data[16:24])
        return f"data:image/png;base64,{base64.b64encode(data).decode()}" if 0 < max(wide, high) <= WIDEST else ""
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}" if data.startswith(_JPEG) else ""
