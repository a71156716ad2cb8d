"""Honest notebooks that look odd have the marks that they deserve: all."""

import sys

import pytest

from tests.grading.named import rows_of
from tests.grading.odd_notebooks import odd_notebooks
from tinygrad_lite.grading.classroom import Wish, grade
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.publish import publish
from tinygrad_lite.grading.sandbox import NoSandbox, best_tier

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="programs are contained on Linux only"),
]
ODD = odd_notebooks()


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """The rows of `grades.csv`, by what is odd."""
    try:
        best_tier()
    except NoSandbox as problem:
        pytest.skip(str(problem))
    folder = tmp_path_factory.mktemp("odd")
    names = dict(zip((f"s{number:02}" for number in range(len(ODD))), ODD, strict=True))
    for student, name in names.items():
        (folder / "submitted" / student).mkdir(parents=True)
        (folder / "submitted" / student / "02_loss.ipynb").write_bytes(ODD[name].data())
    report = folder / "report"
    with KeptRuns(report).alone():
        outcome = grade(Wish(folder / "submitted", report, seed=1, jobs=2))
        publish(report, outcome.run, outcome.files, outcome.records)
    found = {name: [] for name in ODD}
    for row in rows_of(report / "grades.csv"):
        found[names[row["student"]]].append(row)
    return found


@pytest.mark.parametrize("name", ODD)
def test_all_of_it_is_right(rows, name):
    assert rows[name]
    lost = [row for row in rows[name] if row["points"] != row["max"]]
    assert [(row["exercise"], row["verdict"], row["diagnosis"], row["state"]) for row in lost] == []
