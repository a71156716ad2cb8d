"""A number of points is written in one way, wherever it is written: without what a computer's sums add to it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.grading.downloads import export
from tests.grading.test_marks_back import EVERYBODY, run
from tinygrad_lite import grading
from tinygrad_lite.grading.changes import Basis, changes
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.numbers import DECIMALS, number, points_text, same
from tinygrad_lite.grading.record import Mark, Record
from tinygrad_lite.grading.tables import WHO, read_table, write_table

SOURCES = sorted(Path(grading.__file__).parent.rglob("*.py"))
POINTS = st.lists(st.integers(0, 4000).map(lambda quarters: quarters / 4 * 0.9), max_size=30)


@given(POINTS)
def test_sums_are_written_as_a_person_would(marks):
    total = sum(marks)
    for text in (str(number(total)), points_text(total)):
        assert re.fullmatch(rf"\d+(\.\d{{1,{DECIMALS}}})?", text)
        assert float(text) == round(total, DECIMALS)
        assert same(text, str(total))


def test_what_went_out_holds_no_noise(tmp_path):
    """Three marks of 1.1 are 3.3000000000000003 for a computer."""
    report = tmp_path / "report"
    runs = KeptRuns(report)
    with runs.alone():
        run_ = runs.begin({"lessons": ["02_loss"]})
        person = EVERYBODY[0]
        marks = tuple(Mark(f"loss/{name}", 1.1, auto=1.1) for name in ("mse", "mae", "bce"))
        run_.keep(Record(person.login, "a.ipynb", "0" * 8, "02_loss", marks=marks))
        run_.save(finished="now")
    row = {"path": "a.ipynb", "student": person.login, "counts": "yes", "lesson": "02_loss", "lms_id": person.number}
    write_table(report / "who.csv", WHO, [row])
    before = export("moodle", EVERYBODY, tmp_path)
    result = run(report, "--into", before, "--out", tmp_path / "upload.csv")
    assert "1 filled" in result.output, result.output
    (line,) = read_table(report / "exported.csv")
    assert (line["points"], line["max"]) == ("3.3", "3.3")
    assert "3.3 of 3.3; see feedback file" in (tmp_path / "upload.csv").read_text("utf-8-sig")


def test_a_table_of_an_older_version_changes_no_mark():
    """It may hold 3.3000000000000003: the same mark, written otherwise."""

    def basis(points):
        row = {
            "student": "ada",
            "exercise": "loss/mse",
            "points": points,
            "max": "4",
            "auto": points,
            "state": "graded",
        }
        record = Record("ada", "a.ipynb", "0", "02_loss", marks=(Mark("loss/mse", 4, auto=3.3),))
        return Basis.of({}, [row], [record])

    assert changes(basis("3.3000000000000003"), basis("3.3"), 2) == []
    assert len(changes(basis("3.2"), basis("3.3"), 2)) == 1


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_number_of_points_is_written_in_another_way(path):
    """`:g` writes 1234567.5 as 1.23457e+06, and an f-string alone all seventeen digits."""
    text = path.read_text("utf-8")
    wrong = re.findall(r"\{[^{}]*\b(?:points|score|most|before|counted|auto|computed)\b[^{}(]*(?::[^{}]*g)?\}", text)
    assert [one for one in wrong if one.endswith("g}")] == []
    assert not re.search(r"str\((?:one|mark|row|total|record)\.(?:points|score|auto|counted|most)\)", text)
