"""No file of the package is longer than 400 lines: what is longer has more than one idea. There are no exceptions."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "tinygrad_lite"
MOST = 400


def lines_of(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_long():
    long = {path.relative_to(PACKAGE).as_posix(): lines_of(path) for path in PACKAGE.rglob("*.py")}
    assert len(long) > 500, "the package was not found"
    assert {file: lines for file, lines in long.items() if lines > MOST} == {}, "split it along its ideas"
