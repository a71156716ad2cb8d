"""Each hostile notebook through `grade`: its marks, its reason, the host, and the marks of honest ones among them."""

import os
import re
import sys

import pytest

from tests.hostile import more_notebooks, third_look
from tests.hostile.notebooks import HONEST, HOSTILE
from tinygrad_lite.course.exercises import tasks_of
from tinygrad_lite.grading.classroom import Wish, grade
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.publish import publish
from tinygrad_lite.grading.record import GRADED
from tinygrad_lite.grading.sandbox import LIMITS_ONLY, Limits, NoSandbox, best_tier
from tinygrad_lite.grading.sandbox.tiers import tiers, wrong_with
from tinygrad_lite.grading.submissions import shown
from tinygrad_lite.grading.work import Task, grade_one

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are contained on Linux only")
#: Names of students, which come out in tables and on pages.
NAMES = {"honest 0": "=1+1|cmd", "honest 1": "<img src=x onerror=alert(1)>", "honest 2": "..line\nbreak\u202e"}
LOOKS = (more_notebooks, third_look)  # they are among the hostile ones from when they are imported
SECRET = "the-grader's-own-2718281828"


class Graded:
    """A class of these notebooks, graded between honest ones; a canary beside them."""

    def __init__(self, folder, hostile, monkeypatch):
        self.canary = folder / "canary.txt"
        self.canary.write_text(SECRET, "utf-8")
        self.files = {}
        everybody = [HONEST[0], *hostile[::2], HONEST[1], *hostile[1::2], HONEST[2]]
        for number, one in enumerate(everybody):
            name = NAMES.get(one.name, f"s{number:03}")
            self.files[one.name] = folder / "submitted" / name / "02_loss.ipynb"
            self.files[one.name].parent.mkdir(parents=True)
            self.files[one.name].write_bytes(one.data)
        before = self.host(folder)
        monkeypatch.setenv("TINYGRAD_LITE_SECRET", SECRET)
        report = folder / "report"
        with KeptRuns(report).alone():
            outcome = grade(Wish(folder / "submitted", report, seed=0, jobs=2))
            publish(report, outcome.run, outcome.files, outcome.records)
        self.records = {record.student: record for record in outcome.records}
        self.unchanged = self.host(folder) == before
        self.report = report

    def host(self, folder):
        """All files that were there before, as they are."""
        files = [self.canary, *self.files.values()]
        return [(str(path), path.stat().st_mtime_ns, path.read_bytes()) for path in files], sorted(os.listdir("/etc"))

    def of(self, one):
        return self.records[shown(self.files[one.name].parent.name)]


@pytest.fixture(scope="module")
def graded(request, tmp_path_factory):
    try:
        best_tier()
    except NoSandbox as problem:
        pytest.skip(str(problem))
    asked = {id(item.callspec.params.get("one")) for item in request.session.items if hasattr(item, "callspec")}
    hostile = [one for one in HOSTILE if id(one) in asked]  # a short run has a share of them
    with pytest.MonkeyPatch.context() as monkeypatch:
        return Graded(tmp_path_factory.mktemp("hostile"), hostile, monkeypatch)


def said(record):
    """Everything that a person can read of it."""
    return " ".join(map(str, [record.why, *record.notes, *((mark.why, mark.card) for mark in record.marks)]))


def as_expected(record, one):
    """Of each task what came out, and what was to."""
    rows = []
    for mark in record.marks:
        wanted = one.of(mark.id)
        name = mark.name if wanted.diagnosis == "*" or wanted.status in ("right", "not-by-hand") else wanted.diagnosis
        rows.append(((mark.id, mark.status, mark.name, mark.state), (mark.id, wanted.status, name, wanted.state)))
    return [row for row in rows if row[0] != row[1]]


PARAMETERS = [
    pytest.param(one, id=one.name[:60], marks=pytest.mark.full if one.slow else ()) for one in [*HONEST, *HOSTILE]
]


@pytest.mark.one_in(5, slow=2)
@pytest.mark.parametrize("one", PARAMETERS)
def test_hostile_notebook(graded, one):
    record = graded.of(one)
    assert (record.state, record.why if record.state == GRADED else "") == (one.state, "")
    assert as_expected(record, one) == []
    if record.state == GRADED:
        assert [mark.id for mark in record.marks] == [task.id for task in tasks_of("02_loss")]
        points = {mark.id: mark.points if one.of(mark.id).status == "right" else 0.0 for mark in record.marks}
        assert {mark.id: mark.auto or 0.0 for mark in record.marks} == points
        assert all(
            mark.card.get("headline") or mark.card.get("state") or mark.why for mark in record.marks if not mark.auto
        )
    else:
        assert record.why
    assert one.says in said(record)
    assert SECRET not in said(record)


@pytest.mark.parametrize("run", ["short", pytest.param("the rest", marks=pytest.mark.slow)])
def test_nothing_of_the_host_was_changed_or_read(graded, run):
    """By what was graded in this run: a short one has a share of the hostile notebooks, another one the rest."""
    assert graded.unchanged
    for path in graded.report.rglob("*"):
        if path.is_file():
            text = path.read_text("utf-8", "replace")
            assert SECRET not in text, path
            if path.suffix == ".html":
                assert not re.search(r"<script|<img[^>]*onerror", text, re.IGNORECASE), path
    tables = [path.read_text("utf-8-sig") for path in graded.report.glob("*.csv")]
    assert not any(re.search(r'(^|,)"?[=+@]', line) for table in tables for line in table.splitlines())


@pytest.mark.full
@pytest.mark.parametrize("tier", [tier for tier in tiers() if tier.name != LIMITS_ONLY], ids=lambda tier: tier.name)
@pytest.mark.parametrize("one", [pytest.param(one, id=one.name[:60]) for one in HOSTILE])
def test_alone(one, tier):
    """The same marks where nothing else is graded, in each tier that holds programs."""
    if wrong_with(tier):
        pytest.skip(wrong_with(tier))
    record = grade_one(Task("s", "s/02_loss.ipynb", one.data, 1, tier, Limits(), None, {}))
    assert record.state == one.state
    assert as_expected(record, one) == []
    assert one.says in said(record)
