"""nbgrader's gradebook: scores, comments and copies as formgrader and export want them, and a person's marks kept."""

import csv
import hashlib
import json
import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.grading.hand_class import PACK
from tinygrad_lite.course.exercises import tasks_of
from tinygrad_lite.grading import canaries, gradebook
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.extras import Extras
from tinygrad_lite.grading.gradebook import student_id, write_gradebook
from tinygrad_lite.grading.listing import listing
from tinygrad_lite.grading.nbgrader_course import course_of
from tinygrad_lite.grading.record import GRADED, NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record

pytest.importorskip("nbgrader", reason="the extra [nbgrader] is not installed")
LESSON, PATH = "02_loss", "02_loss.ipynb"
SUMS = {"headline": "You added up.", "text": "Divide by `n` <b>here</b>.", "facts": [["expected", "2.5 $x$"]]}
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
def handed_in(tmp_path):
    return class_in(tmp_path)


def class_in(tmp_path):
    """Anna all right, Ben half wrong and with a mark that is open, Carla unreadable, Dora nothing; their records."""
    records = []
    tasks = tasks_of(LESSON)
    for student in ("anna", "ben", "carla"):
        folder = tmp_path / "submitted" / student
        folder.mkdir(parents=True)
        notebook = json.loads(canaries.notebook(LESSON, ["x = 1  # " + EVIL]))
        about = {"cell_type": "markdown", "id": "evil", "metadata": {}, "source": EVIL}
        notebook["cells"].append(about)
        shown = {"output_type": "display_data", "data": {"text/html": EVIL}, "metadata": {}}
        notebook["cells"][-2]["outputs"] = [shown]
        data = json.dumps(notebook).encode() if student != "carla" else b"{"
        (folder / PATH).write_bytes(data)
        marks = [Mark(task.id, float(task.points), float(task.points), status="right") for task in tasks]
        if student == "ben":
            marks[0] = Mark(tasks[0].id, 1.0, 0.0, status="wrong", card=SUMS)
            marks[1] = Mark(tasks[1].id, 2.0, state=NEEDS_A_PERSON, why="Nobody knows.")
        state = NEEDS_A_PERSON if student == "carla" else GRADED
        sha256 = hashlib.sha256(data).hexdigest()
        marks = () if student == "carla" else tuple(marks)
        records.append(Record(student, f"{student}/{PATH}", sha256, LESSON, state=state, why="odd", marks=marks))
    records.append(Record("dora", state=NOT_HANDED_IN))
    (tmp_path / "course").mkdir()
    return tmp_path, records


def written(handed_in, **more):
    top, records = handed_in
    source = top / "submitted"
    return write_gradebook(course_of(top / "course"), source, listing(source), records, {}, **more)


def submission(top, student):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{top / 'course' / 'gradebook.db'}", "") as book:
        notebook = book.find_submission_notebook(LESSON, LESSON, student)
        grades = {one.name: (one.auto_score, one.manual_score, one.needs_manual_grade) for one in notebook.grades}
        return notebook.score, grades, {one.name: one.comment for one in notebook.comments}


def names():
    return [task.id.replace("/", "-") for task in tasks_of(LESSON)]


def test_scores_comments_and_what_is_left_to_a_person(handed_in):
    top, _ = handed_in
    told = written(handed_in)
    assert (told.notebooks, told.without, told.left) == (3, ["dora"], [])
    total, grades, comments = submission(top, "anna")
    assert total == sum(task.points for task in tasks_of(LESSON))
    assert not any(comments.values())
    first, second, *_ = names()
    total, grades, comments = submission(top, "ben")
    assert (grades[first], grades[second]) == ((0.0, None, False), (None, None, True))
    assert comments[first] == "You added up. Divide by `n` `<b>here</b>.`\n\nexpected: `2.5 $x$`"
    assert comments[second] == "Nobody knows."
    _, grades, _ = submission(top, "carla")
    assert set(grades.values()) == {(None, None, True)}
    assert told.open == 1 + len(names())


@pytest.mark.slow
def test_a_member_of_a_group_without_a_file_of_her_own_has_its_scores(handed_in):
    top, records = handed_in
    records.append(replace(records[0], student="eve", group="A"))
    told = written(handed_in)
    assert (told.notebooks, told.without, told.left) == (4, ["dora"], [])
    assert submission(top, "eve")[0] == submission(top, "anna")[0]
    assert (top / "course" / "autograded" / "eve" / LESSON / PATH).exists()


@pytest.mark.slow
def test_who_lacks_one_of_several_lessons_is_named(handed_in):
    top, records = handed_in
    path = "ben/03_backward_pass.ipynb"
    data = canaries.notebook("03_backward_pass", [])
    (top / "submitted" / path).write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    records.append(Record("ben", path, sha256, "03_backward_pass", state=GRADED))
    told = written(handed_in)
    assert told.without == ["anna (03_backward_pass)", "carla (03_backward_pass)", "dora"]
    assert "anna (03_backward_pass), carla" in "\n".join(told.sentences(top / "course"))


@pytest.mark.slow
def test_what_a_person_gave_is_kept_when_marks_are_written_again(handed_in):
    from nbgrader.api import Gradebook

    top, _ = handed_in
    written(handed_in)
    first, second, *_ = names()
    with Gradebook(f"sqlite:///{top / 'course' / 'gradebook.db'}", "") as book:
        notebook = book.find_submission_notebook(LESSON, LESSON, "ben")
        by_hand = next(one for one in notebook.grades if one.name == second)
        by_hand.manual_score, by_hand.needs_manual_grade = 1.5, False
        next(one for one in notebook.comments if one.name == second).manual_comment = "Well seen."
        book.db.commit()
    written(handed_in)
    _, grades, comments = submission(top, "ben")
    assert grades[second] == (None, 1.5, False)
    assert comments[second] == "Well seen."
    assert grades[first] == (0.0, None, False)


@pytest.mark.slow
def test_nothing_of_a_student_is_active_in_what_formgrader_shows(handed_in):
    top, _ = handed_in
    written(handed_in)
    for student in ("anna", "ben", "carla"):
        text = (top / "course" / "autograded" / student / LESSON / PATH).read_text("utf-8")
        cells = json.loads(text)["cells"]
        assert not any(cell.get("outputs") for cell in cells)
        shown = [cell["source"] for cell in cells if cell["cell_type"] == "markdown" and EVIL in cell["source"]]
        assert all(line.startswith("    ") for source in shown for line in source.split("\n"))


@pytest.mark.slow
def test_nbgrader_exports_the_same_scores(handed_in):
    top, records = handed_in
    late = tuple(replace(mark, share=0.8, late_by="30:00:00") for mark in records[0].marks)
    records[0] = replace(records[0], marks=late)
    written(handed_in)
    command = [sys.executable, "-m", "nbgrader", "export", "--to", "out.csv"]
    subprocess.run(command, cwd=top / "course", check=True, capture_output=True)
    with (top / "course" / "out.csv").open(encoding="utf-8", newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    counted = {record.student: sum(mark.counted or 0 for mark in record.marks) for record in records}
    assert counted == pytest.approx(scores)
    assert counted["anna"] == pytest.approx(0.8 * records[0].points)


@pytest.mark.full
def test_a_file_that_nbgrader_collected_is_left_and_said(handed_in):
    top, _ = handed_in
    written(handed_in)
    copy = top / "course" / "submitted" / "anna" / LESSON / PATH
    copy.write_text("{}", "utf-8")
    told = written(handed_in)
    assert any("another file than the one that was graded" in line for line in told.left)
    assert copy.read_text("utf-8") == "{}"


def test_problems_are_said(handed_in, monkeypatch):
    top, _ = handed_in
    with pytest.raises(GradingError, match="There is no course folder"):
        course_of(top / "nowhere")
    (top / "course" / "gradebook.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(GradingError, match=r"gradebook\.db cannot be read"):
        course_of(top / "course")
    (top / "course" / "gradebook.db").unlink()
    with sqlite3.connect(top / "course" / "gradebook.db") as opened:
        opened.execute("CREATE TABLE alembic_version (version_num TEXT)")
        opened.execute("INSERT INTO alembic_version VALUES ('old')")
    opened.close()
    with pytest.raises(GradingError, match="nbgrader db upgrade"):
        course_of(top / "course")
    monkeypatch.setitem(sys.modules, "nbgrader.dbutil", None)
    with pytest.raises(GradingError, match=r"pip install .tinygrad-lite\[nbgrader\]"):
        course_of(top / "course")


def test_names_of_students_are_names_of_folders():
    hostile = ["../../x", "a/b", "x" * 300, "*", "<script>", "..", " "]
    found = [student_id(name) for name in hostile]
    assert len(set(found)) == len(hostile)
    assert not any(set("/<>*\\") & set(name) or name in ("", ".", "..") for name in found)
    assert gradebook.DATABASE == "gradebook.db"


@pytest.mark.slow
def test_what_a_person_read_is_there_with_her_comment_and_nothing_of_it_is_active(handed_in):
    top, records = handed_in
    Extras((("my_texts.py", PACK.read_text("utf-8")),)).load()
    try:
        for place, (student, points) in enumerate((("anna", 2.0), ("ben", None))):
            path = top / "submitted" / student / PATH
            whole = json.loads(path.read_bytes())
            whole["cells"].append({"cell_type": "markdown", "id": "mine-unit", "metadata": {}, "source": EVIL})
            path.write_text(json.dumps(whole), "utf-8")
            state = NEEDS_A_PERSON if points is None else GRADED
            read = Mark("mine/unit", 3.0, state=state, read=True, by_hand=points, comment=f"Say what. {EVIL}")
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            marks = (*records[place].marks, read)
            records[place] = replace(records[place], sha256=sha256, marks=marks, texts={"mine/unit": EVIL})
        written(handed_in)
        total, grades, comments = submission(top, "anna")
        assert grades["mine-unit"] == (2.0, None, False)
        assert total == sum(task.points for task in tasks_of(LESSON) if not task.id.startswith("mine")) + 2
        assert comments["mine-unit"].startswith("Say what. `<img`")
        assert submission(top, "ben")[1]["mine-unit"] == (None, None, True)
        copy = json.loads((top / "course" / "autograded" / "anna" / LESSON / PATH).read_text("utf-8"))
        (cell,) = [one for one in copy["cells"] if one["metadata"].get("nbgrader", {}).get("grade_id") == "mine-unit"]
        assert (cell["cell_type"], cell["metadata"]["nbgrader"]["points"]) == ("markdown", 3)
        assert all(line.startswith("    ") for line in "".join(cell["source"]).splitlines())
    finally:
        Extras().load()
