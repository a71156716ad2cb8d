"""docs/measurements/updates.md names a test for every promise: each of them exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "measurements" / "updates.md").read_text("utf-8")


def test_every_test_that_the_page_names_exists():
    there = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", PAGE)
    assert len(named) > 40
    assert [name for name in named if f"\ndef {name}(" not in there] == []
    assert all((ROOT / name).is_file() for name in re.findall(r"`(tests/\S+\.py)`", PAGE))


def test_every_row_of_what_becomes_of_a_cell_is_on_the_page():
    """Whoever writes another row into docs/UPDATING.md says here what keeps it."""
    table = (ROOT / "docs" / "UPDATING.md").read_text("utf-8").partition("|---|")[2].partition("\n\n")[0]
    rows = [line.split("|")[1].strip() for line in table.splitlines()[1:]]
    assert rows == ["as you got it", "changed by you, an answer too", "deleted by you", "your own", "moved by you"]
