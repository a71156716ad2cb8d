"""Every page of a report says truly what held the programs, also where parts of a class were graded at other times."""

import json

import pytest
from click.testing import CliRunner

from tests.grading.hand_in import Copy
from tests.grading.test_classroom import sandboxed
from tinygrad_lite.cli import main
from tinygrad_lite.grading.sandbox import LIMITS_ONLY, PARTIAL, SANDBOX, tiers
from tinygrad_lite.grading.sandbox.tier import weakest

WITHOUT = "without a sandbox"


def test_the_weakest_comes_first():
    assert weakest([SANDBOX, LIMITS_ONLY, PARTIAL]) == LIMITS_ONLY
    assert weakest([SANDBOX, ""]) == SANDBOX
    assert weakest([]) == ""
    assert tiers.told([SANDBOX, SANDBOX]) == "sandbox"
    assert tiers.told([PARTIAL]).startswith("partial: Each notebook ran with Landlock")
    mixed = tiers.told([SANDBOX, SANDBOX, LIMITS_ONLY])
    assert mixed.startswith("limits only (1 of 3 notebooks): ")
    assert "sandbox (2 of 3 notebooks): " in mixed


@pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")
def test_a_class_that_was_graded_partly_without(tmp_path, monkeypatch):
    for name in ("ada", "bo"):
        (tmp_path / "submitted" / name).mkdir(parents=True)
        (tmp_path / "submitted" / name / "02_loss.ipynb").write_bytes(Copy().solve(only=("loss/mse",)).data())
    report = tmp_path / "report"

    def grade(*more):
        line = ["grade", str(tmp_path / "submitted"), "--out", str(report), "--seed", "1", *more]
        done = CliRunner().invoke(main, line, catch_exceptions=False)
        assert done.exit_code in (0, 2), done.output
        return {path.name: path.read_text("utf-8") for path in [*report.glob("*.html"), *report.glob("feedback/*")]}

    with monkeypatch.context() as patched:
        patched.setattr(tiers, "wrong_with", lambda tier: "" if tier.name == LIMITS_ONLY else "broken.")
        pages = grade("--unsafe")
    pages.pop("lecture.html")  # for the class, and without a word of the run
    assert [name for name, page in pages.items() if WITHOUT not in page] == []
    pages = grade("--student", "ada")
    assert WITHOUT in pages.pop("report.html")
    assert sum(WITHOUT in page for page in pages.values()) == 1
    told = json.loads((report / "report.json").read_text("utf-8"))["sandbox"]
    assert told.startswith("limits only (1 of 2 notebooks): ")
    pages = grade("--student", "bo", "--only", "loss/mse")  # the other marks are from before
    assert sum(WITHOUT in page for page in pages.values()) == 2
    assert not any(WITHOUT in page for page in grade().values())
