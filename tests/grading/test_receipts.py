"""Receipts: which file was handed in, and what is in it; also of an exam, which a student's computer does not know."""

import hashlib
import json
import re

import pytest

from tests.grading.test_marking import right_answers
from tests.grading.test_own_check import check, with_answer, write

EXAM = (
    'from tinygrad_lite.course import answer, begin, exercise\nbegin("exam", receives=[\n    "exam/clipped",\n'
    '    "exam/epochs",\n    "exam/other",\n])'
)
CLIPPED = '@exercise("exam/clipped")\ndef clipped(values, limit):\n    """The values."""\n    '


def exam(folder, *answers, texts=("mine/why",), **cells):
    """An exam's notebook with these answers, and these texts by their cells' ids."""
    made = [{"cell_type": "code", "id": f"c{place}", "metadata": {}, "source": text, "outputs": []}
            for place, text in enumerate([EXAM, *answers])]  # fmt: skip
    made += [{"cell_type": "markdown", "id": name.replace("_", "-"), "source": text} for name, text in cells.items()]
    whole = {"cells": made, "metadata": {"tinygrad_lite": {"texts": list(texts)}}, "nbformat": 4, "nbformat_minor": 5}
    path = folder / "exam.ipynb"
    path.write_text(json.dumps(whole), "utf-8")
    return path


def test_of_an_exam_it_says_what_is_there_and_nothing_of_right_or_wrong(tmp_path):
    path = exam(tmp_path, CLIPPED + "return 0", 'answer("epochs", "b")', mine_why="Because it is so.")
    done = check(path)
    digits = hashlib.sha256(path.read_bytes()).hexdigest()
    assert done.exit_code == 1
    assert done.output.splitlines()[:4] == [
        "▸ exam/clipped · received", "▸ exam/epochs · received", "○ exam/other · not started",
        "▸ mine/why · 4 words, for a person to read",
    ]  # fmt: skip
    receipt = f"exam · 2 of 3 answers found and 1 of 1 text · sha256 {digits[:4]}-{digits[4:8]}-{digits[8:12]}"
    assert done.output.splitlines()[-1] == receipt
    assert "right" not in done.output


@pytest.mark.parametrize(
    ("cells", "states"),
    [
        ((CLIPPED + "...", 'answer("exam/epochs", ...)'), ("not started", "not started", "not started")),
        ((CLIPPED + "return (", 'answer("exam/epochs", "")'), ("Python cannot read its cell", *["not started"] * 2)),
        ((CLIPPED + "return (", CLIPPED + "return 1"), ("received", "not started", "not started")),
        (("from tinygrad_lite.course import answer as a\na('epochs', 3)",), ("not started", "received", "not started")),
        (("@exercise('other')\nclass Other:\n    x = 1",), ("not started", "not started", "received")),
        (("answer('exam/nothing', 3)",), ("not started", "not started", "not started")),
    ],
)
def test_what_counts_as_an_answer(tmp_path, cells, states):
    done = check(exam(tmp_path, *cells, texts=()))
    assert tuple(line.split(" · ")[1] for line in done.output.splitlines()[:3]) == states


def test_everything_handed_in_ends_with_0_and_nothing_is_run(tmp_path):
    harmful = "import pathlib\npathlib.Path('made').touch()"
    other = "@exercise('other')\ndef other():\n    return 2"
    path = exam(tmp_path, harmful, CLIPPED + "return 1", 'answer("exam/epochs", "b")', other, texts=())
    assert check(path).exit_code == 0
    assert [one.name for one in tmp_path.iterdir()] == ["exam.ipynb"]


def test_the_receipt_can_be_printed_and_has_the_whole_number(tmp_path):
    path = exam(tmp_path, CLIPPED + "return 1", mine_why="*Your answer, in place of this line.*")
    done = check(path, "--receipt", tmp_path / "receipt.html")
    assert "receipt.html: the receipt, to be printed." in done.output
    page = (tmp_path / "receipt.html").read_text("utf-8")
    assert hashlib.sha256(path.read_bytes()).hexdigest() in page.replace(" ", "")
    rows = dict(re.findall(r'<th scope="row">([^<]*)</th><td>([^<]*)</td>', page))
    assert rows == {
        "exam/clipped": "received", "exam/epochs": "not started", "exam/other": "not started",
        "mine/why": "not started",
    }  # fmt: skip


def test_of_a_lesson_the_receipt_counts_texts_too_and_can_be_printed(tmp_path):
    path = write(tmp_path, with_answer("loss/mse", right_answers("02_loss")[0]["loss/mse"]))
    whole = json.loads(path.read_text("utf-8"))
    whole["metadata"]["tinygrad_lite"]["texts"] = ["mine/why"]
    whole["cells"].append({"cell_type": "markdown", "id": "mine-why", "metadata": {}, "source": "Two words."})
    path.write_text(json.dumps(whole), "utf-8")
    done = check(path, "--only", "mse", "--receipt", tmp_path / "receipt.html")
    assert "▸ mine/why · 2 words, for a person to read" in done.output
    assert re.search(r"02_loss · \d+ exercises and \d+ questions found, 1 of 1 text · sha256 ", done.output)
    assert "<td>right</td>" in (tmp_path / "receipt.html").read_text("utf-8")
