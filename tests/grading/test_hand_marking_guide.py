"""docs/HAND_MARKING.md: its commands print what it shows, on the class that it speaks of, from release to marks."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading import hand_class
from tests.grading.hand_class import ANNA, BEN, COMMENTS, PACK, PLOT, notebook, png, typed, write_hand_class
from tests.grading.named import page_of
from tests.grading.test_classroom import lines, sandboxed
from tests.grading.typed_by_hand import rows_in, save
from tinygrad_lite.cli import main
from tinygrad_lite.course.exercises import tasks_of, texts_of
from tinygrad_lite.course.text_question import IN_WORDS
from tinygrad_lite.course.versions import version_of
from tinygrad_lite.grading import classroom, command_manual
from tinygrad_lite.grading import publish as publishing
from tinygrad_lite.grading.extras import Extras
from tinygrad_lite.grading.hand_marking import table
from tinygrad_lite.grading.hand_marking import typed as typed_module
from tinygrad_lite.grading.notebook import read_notebook
from tinygrad_lite.grading.pictures import LARGEST, pictures_in
from tinygrad_lite.grading.tables import read_table
from tinygrad_lite.grading.written import text_of, written

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "HAND_MARKING.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(toml|console)\n((?:.*\n)*?)```", GUIDE)


def run(command):
    return CliRunner().invoke(main, shlex.split(command), catch_exceptions=False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The class's folder; without canaries and class reports, and in this process: others take a second to begin."""
    if not sandboxed():
        pytest.skip("students' programs cannot be held here")
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    for module in (publishing, command_manual):
        monkeypatch.setattr(module, "write_reports", lambda *arguments: [])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_texts.py").write_text(PACK.read_text("utf-8"), "utf-8")
    yield tmp_path
    Extras().load()


def before(command, report, number):
    """What people do before they give a command of the guide."""
    if command.startswith("grade"):
        write_hand_class(Path(), Path("for_students/02_loss.ipynb"))
    if not command.startswith("manual merge"):
        return
    rows = rows_in(report / "manual.csv")
    if number == 1:
        typed(report / "manual_anna.csv", ANNA)
        typed(report / "manual_ben.csv", BEN)
    elif number == 2:
        save(report / "manual.csv", [row | ({"score": "2,5", "flag": ""} if row["flag"] else {}) for row in rows])
    else:
        (report / "manual_anna.csv").unlink()
        (report / "manual_ben.csv").unlink()
        rows[0]["score"], rows[1]["score"], rows[2]["comment"] = "4", "good", "#square"
        save(report / "manual.csv", rows)


@pytest.mark.slow
def test_the_guide_shows_what_is_printed(folder):
    assert f"```python\n{PACK.read_text('utf-8')}```" in GUIDE
    report, merged = folder / "report", 0
    for kind, text in BLOCKS:
        if kind == "toml":
            if text == COMMENTS:
                (report / "comments.toml").write_text(text, "utf-8")
            else:
                (folder / "grading.toml").write_text(text, "utf-8")
            continue
        command, _, shown = text.partition("\n")
        command = command.removeprefix("$ tinygrad-lite ")
        merged += command.startswith("manual merge")
        before(command, report, merged)
        printed = run(command).output
        if shown:
            assert lines(printed) == lines(shown), command
        if command.startswith("grade"):
            example = [
                f"| {row['question']} | {row['answer_id']} | {row['text']} |" for row in rows_in(report / "manual.csv")
            ]
            assert [row.replace("|  |", "| |") in GUIDE for row in example].count(True) == 3
    marks = {(row["student"], row["exercise"]): row["points"] for row in read_table(report / "grades.csv")}
    assert marks["hal", "mine/unit"] == "2.5"  # as the instructor decided
    assert marks["ada", "mine/unit"] == "2.5"  # 3, less what #compare takes off
    assert marks["carla", "mine/curve"] == marks["dora", "mine/curve"] == "0.5"
    assert marks["emil", "mine/unit"] == "0"
    assert marks["ida", "mine/unit"] == ""  # an old copy without the question
    assert marks["ada", "loss/mse"] == "2"
    page = (report / "manual" / "mine-curve.html").read_text("utf-8")
    assert page.count("<img src=") == 3
    assert "img-src data:" in page
    assert "Both curves (1)" in page
    students = "|".join(f"{name}[^a-z]" for name in hand_class.TEXTS if name not in ("ben", "hal"))
    assert not re.search(students, page + (report / "manual.csv").read_text("utf-8"))
    assert page.count("data:image/png") == 3
    mine = page_of(report, "ada").read_text("utf-8")
    assert "Say what the root can be compared with. (-0.5)" in mine
    assert mine.count("<img src=") == 1
    assert "Both curves" not in mine


def test_the_guide_names_every_column_and_file():
    said = " ".join(GUIDE.split())
    assert "| " + " | ".join(table.COLUMNS) + " |" in GUIDE
    assert all(f"`{column}`" in said for column in ("score", "comment", "grader", "flag", "count", "answer_id"))
    assert f"report/{typed_module.LOG}" in said
    assert f"`{table.TAKEN_BACK}`" in said


# --------------------------------------------------------------------------------------- what is handed out, and back


@pytest.fixture
def released(tmp_path, monkeypatch):
    """Lesson 02 with the two questions, as students get it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_texts.py").write_text(PACK.read_text("utf-8"), "utf-8")
    done = run("release 02_loss --exercises my_texts.py --out for_students")
    assert done.exit_code == 0, done.output
    yield tmp_path / "for_students" / "02_loss.ipynb"
    Extras().load()


def texts(data):
    found = written(read_notebook(data), "02_loss", texts_of("02_loss"))
    return {task_id: text_of(cells) for task_id, cells in found.items()}


def cells_in(path):
    return [(cell.id, cell.source) for cell in read_notebook(path.read_bytes()).cells]


def test_the_questions_stand_before_the_recap_and_the_lesson_is_of_its_own_version(released):
    ids = [cell_id for cell_id, _ in cells_in(released)]
    place = ids.index("mine-unit-question")
    assert ids[place : place + 5] == ["mine-unit-question", "mine-unit", "mine-curve-question", "mine-curve", "recap"]
    text = released.read_text("utf-8")
    assert "Square centimetres" not in text
    assert read_notebook(released.read_bytes()).version == version_of(tasks_of("02_loss"))
    assert texts(released.read_bytes()) == {"mine/unit": "", "mine/curve": ""}
    again = run("release 02_loss --exercises my_texts.py --out for_students")
    assert "is there already" in again.output
    released.write_bytes(notebook(released, {"mine-unit": "Mine."}))
    again = run("release 02_loss --exercises my_texts.py --out for_students")
    assert "Somebody has written in it" in again.output


def test_an_author_says_where_a_question_stands_and_her_own_answer_stays_hers(released):
    import json

    whole = json.loads(released.read_text("utf-8"))
    whole["cells"] = [cell for cell in whole["cells"] if not cell["id"].startswith("mine")]
    mine = {"cell_type": "markdown", "id": "f00-ba4", "metadata": {}, "source": "`mine/unit`\nSquare centimetres."}
    whole["cells"].insert(3, mine)
    Path("own.ipynb").write_text(json.dumps(whole), "utf-8")
    done = run("release own.ipynb --exercises my_texts.py --out own")
    assert done.exit_code == 0, done.output
    cells = cells_in(Path("own/02_loss.ipynb"))
    assert [cell_id for cell_id, _ in cells][3:5] == ["mine-unit-question", "mine-unit"]
    assert dict(cells)["mine-unit"] == IN_WORDS
    assert "Square centimetres" not in Path("own/02_loss.ipynb").read_text("utf-8")


def test_what_people_do_to_the_cells_costs_them_no_answer(released):
    import json

    def changed(work):
        whole = json.loads(released.read_text("utf-8"))
        cells = whole["cells"]
        by_id = {cell["id"]: cell for cell in cells}
        work(cells, by_id, cells.index(by_id["mine-unit"]))
        return texts(json.dumps(whole).encode())["mine/unit"]

    own = {"cell_type": "markdown", "id": "4711", "metadata": {}, "source": "Below."}
    assert changed(lambda cells, by_id, at: by_id["mine-unit"].update(source=f"{IN_WORDS}\nMine.  \n")) == "Mine."
    assert changed(lambda cells, by_id, at: by_id["mine-unit"].update(cell_type="code", source="Mine.")) == "Mine."
    assert changed(lambda cells, by_id, at: cells.insert(at + 1, own)) == "Below."
    assert changed(lambda cells, by_id, at: cells.__setitem__(at, own)) == "Below."  # deleted, and another taken
    question = changed(lambda cells, by_id, at: by_id["mine-unit-question"].update(
        source=[by_id["mine-unit-question"]["source"], "\n\nIn the question."]))  # fmt: skip
    assert question == "In the question."
    both = changed(lambda cells, by_id, at: (by_id["mine-unit"].update(source="Mine."), cells.insert(at + 1, own)))
    assert both == "Mine.\n\nBelow."
    other = {"source": "An older question?"}
    asked_otherwise = changed(
        lambda cells, by_id, at: (by_id["mine-unit-question"].update(other), by_id["mine-unit"].update(source="Mine."))
    )
    assert asked_otherwise == "Mine."
    assert "mine/unit" not in texts(json.dumps({"cells": [own], "nbformat": 4}).encode())


def test_only_small_pictures_are_taken_and_nothing_else(released):
    import base64
    import json

    large = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * LARGEST).decode()
    wide = base64.b64encode(base64.b64decode(png(1))[:16] + b"\0\1\0\0" * 2 + b"rest").decode()
    script = base64.b64encode(b"<svg onload='alert(1)'>").decode()
    for data, kept in ((png(7), 1), (large, 0), (wide, 0), (script, 0), ("no base64", 0), ('"><script>', 0)):
        outputs = [{"output_type": "display_data", "data": {"image/png": data, "text/html": "<b>"}}]
        cell = {"cell_type": "code", "id": "mine-curve", "source": PLOT, "outputs": outputs}
        pasted = {"cell_type": "markdown", "id": "a", "source": "x", "attachments": {"1.png": {"image/png": [data]}}}
        whole = json.dumps({"cells": [cell, pasted]}).encode()
        found = pictures_in(whole, {"mine/curve": ["mine-curve"], "mine/unit": ["a"]})
        assert [len(found.get(one, [])) for one in ("mine/curve", "mine/unit")] == [kept, kept], data[:20]
        assert all(one.startswith("data:image/png;base64,") for many in found.values() for one in many)
    cell["outputs"] = [{"data": {"image/png": png(shade)}} for shade in range(9)]
    assert len(pictures_in(json.dumps({"cells": [cell]}).encode(), {"mine/curve": ["mine-curve"]})["mine/curve"]) == 4
    assert pictures_in(b"[", {"x": ["y"]}) == pictures_in(b'{"cells": 3}', {"x": ["y"]}) == {}
