"""A mark that a person sets wins, survives every run, and is shown with its reason."""

import json

import pytest
from click.testing import CliRunner

from tests.grading.named import page_of
from tests.grading.test_files_in import LOSS, put
from tinygrad_lite.cli import main
from tinygrad_lite.grading import classroom
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.marks_back import total_of
from tinygrad_lite.grading.overrides import Override, read_overrides, write_overrides
from tinygrad_lite.grading.publish import publish
from tinygrad_lite.grading.record import MACHINE, NOT_HANDED_IN, Mark, Record
from tinygrad_lite.grading.roster import read_roster
from tinygrad_lite.grading.tables import WHO, read_table, write_table

INFO = {
    "lessons": ["02_loss"], "seed": 1, "version": "1", "tier": "sandbox", "tier_sentence": "", "points": {},
    "extras": {"mistakes": [], "exercises": []},
}  # fmt: skip


def records(auto=0.0):
    wrong = Mark("loss/mse", 2, auto, status="wrong", name="sums instead of averaging", total=9)
    waits = Mark("loss/mae", 2, state=MACHINE, why="it took too long")
    return [Record(name, f"{name}/a.ipynb", "0" * 8, "02_loss", marks=(wrong, waits)) for name in ("ada", "=ben")]


def graded(report, auto=0.0, new=True):
    runs = KeptRuns(report)
    with runs.alone():
        run = runs.begin(INFO) if new else runs.last()
        for record in records(auto):
            run.keep(record)
        run.save(finished="now")
        return publish(report, run, [], records(auto), runs.before(run))


def override(report, *arguments):
    return CliRunner().invoke(main, ["override", str(report), *map(str, arguments)], catch_exceptions=False)


def marks(report):
    rows = read_table(report / "grades.csv")
    return {(row["student"], row["exercise"]): (row["points"], row["auto"], row["override"]) for row in rows}


@pytest.fixture
def report(tmp_path):
    graded(tmp_path / "report")
    return tmp_path / "report"


def test_it_wins_now_and_in_every_later_run(report):
    result = override(report, "ada", "mse", 1.5, "Another <b>reading</b> of the task.", "--by", "anna")
    assert result.exit_code == 0, result.output
    assert "ada, loss/mse: 1.5 of 2 points in place of 0." in result.output
    for _ in range(2):
        assert marks(report)["ada", "loss/mse"] == ("1.5", "0", "1.5")
        assert marks(report)["'=ben", "loss/mse"] == ("0", "0", "")
        page = page_of(report, "ada").read_text("utf-8")
        assert "Another &lt;b&gt;reading&lt;/b&gt; of the task. (The automatic mark was 0.)" in page
        graded(report)
    (row,) = read_table(report / "overrides.csv")
    assert (row["by"], row["automatic then"]) == ("anna", "0")


def test_the_class_report_knows_it_at_once(report):
    """Without another run: nothing of what was settled is still called open."""

    def said():
        return json.loads((report / "report.json").read_text("utf-8"))

    before = {need["what"]: need["count"] for need in said()["needs"]}
    assert before["Failures of the machine"] == 2
    assert override(report, "ada", "mae", 2, "It can be read.").exit_code == 0
    assert {need["what"]: need["count"] for need in said()["needs"]} == before | {"Failures of the machine": 1}
    assert said()["settled"] == 1


def test_a_new_one_takes_the_place_of_the_old_one(report):
    override(report, "ada", "loss/mse", 1, "first")
    assert "in place of 1." in override(report, "ada", "loss/mse", 2, "second").output
    assert [row["reason"] for row in read_table(report / "overrides.csv")] == ["second"]


def test_of_a_student_whose_name_is_a_formula(report):
    override(report, "=ben", "loss/mse", 2, "why")
    assert marks(report)["'=ben", "loss/mse"] == ("2", "0", "2")


def test_a_task_that_waits_is_settled_by_it(report):
    before = {(row["student"], row["exercise"]) for row in read_table(report / "needs.csv")}
    override(report, "ada", "loss/mae", 1, "read by hand")
    assert before - {(row["student"], row["exercise"]) for row in read_table(report / "needs.csv")} == {
        ("ada", "loss/mae")
    }
    ada, ben = records()
    known = read_overrides(report, [ada, ben])
    assert (total_of(ada, known).points, total_of(ben, known).points) == (1.0, None)


def test_an_automatic_mark_that_moves_later_is_to_be_reviewed(report):
    override(report, "ada", "loss/mse", 2, "right after all")
    assert not [row for row in read_table(report / "needs.csv") if "by hand" in row["why"]]
    graded(report, auto=2.0)
    (row,) = [row for row in read_table(report / "needs.csv") if "by hand" in row["why"]]
    assert row["why"] == "set to 2 by hand; the automatic mark was 0 then, and is 2 now"
    assert marks(report)["ada", "loss/mse"] == ("2", "2", "2")


def test_a_table_that_a_spreadsheet_has_saved_is_read_and_a_wrong_one_is_said(report):
    table = report / "overrides.csv"
    table.write_bytes("student;exercise;points;reason\r\nada;loss/mse;1,5;für Mühe\r\n".encode("cp1252"))
    graded(report)
    assert marks(report)["ada", "loss/mse"] == ("1.5", "0", "1.5")
    table.write_text("student,exercise,points,reason\nada,loss/mse,many,x\n", "utf-8")
    with pytest.raises(GradingError, match='line 2: points is "many"'):
        read_overrides(report)
    table.write_text("student,points\nada,1\n", "utf-8")
    with pytest.raises(GradingError, match='no column "exercise"'):
        read_overrides(report)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("eve", "loss/mse", 1, "x"), 'There is no student "eve"'),
        (("ada", "loss/nothing", 1, "x"), 'ada has no mark for "loss/nothing"'),
        (("ada", "loss/mse", 1, " "), "Say why"),
    ],
)
def test_what_cannot_be_set_is_said_and_nothing_is_written(report, arguments, says):
    result = override(report, *arguments)
    assert result.exit_code == 2
    assert says in result.output
    assert not (report / "overrides.csv").exists()


def test_a_table_that_cannot_be_read_is_said_before_anything_is_run(tmp_path, monkeypatch):
    def never(*_):
        raise AssertionError("it was run")

    monkeypatch.setattr(classroom, "test_canaries", never)
    place = put(tmp_path / "class", {"ada/a.ipynb": LOSS})
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "overrides.csv").write_text("wer,punkte\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["grade", str(place), "--out", str(tmp_path / "report")])
    assert 'overrides.csv has no column "student"' in done.output
    assert done.exit_code == 2


# ---------------------------------------------------------------------------------- of somebody who handed in nothing

LISTS = {
    "list": "login,matrikelnummer,name\nada,101,Ada Low\nkjan,102,Kurt Janssen\nzoe,103,Zoe Fox\n",
    "canvas": 'Student,ID,SIS Login ID,Section\n"Low, Ada",7101,ada,\n"Janssen, Kurt",7102,102,\n',
}


def test_of_who_handed_in_nothing_it_says_what_the_sum_waits_for_and_where_the_page_is(tmp_path):
    graded(tmp_path / "report")
    last = KeptRuns(tmp_path / "report").last()
    last.keep(Record("eve", state=NOT_HANDED_IN))
    last.save(worth={"02_loss": {"loss/mse": 2.0, "loss/mae": 2.0}})
    first = override(tmp_path / "report", "eve", "mse", 1.5, "Oral exam.").output
    assert "1 other mark of 02_loss is still empty: `grades` leaves the sum open until all are set." in first
    page = page_of(tmp_path / "report", "eve")
    assert f"The page with the reason, {page}, goes out with `feedback` where the run has Moodle's" in first
    assert "Oral exam." in page.read_text("utf-8")
    assert "still empty" not in override(tmp_path / "report", "eve", "mae", 2, "Oral exam.").output
    assert "page with the reason" not in override(tmp_path / "report", "ada", "mae", 2, "Oral exam.").output


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize(("missing", "others"), [("empty", ""), ("zero", "0")])
def test_it_goes_into_the_row_of_somebody_on_the_class_list_who_handed_in_nothing(tmp_path, listed, missing, others):
    """By the number that the list has: the sheet knows neither the login nor the name in the report's own way."""
    (tmp_path / "roster.csv").write_text(LISTS[listed], encoding="utf-8")
    kurt = next(one for one in read_roster(tmp_path / "roster.csv").people if "Kurt" in one.name)
    report, runs = tmp_path / "report", KeptRuns(tmp_path / "report")
    done = Record("ada", "ada/a.ipynb", "0" * 8, "02_loss", marks=(Mark("loss/mse", 2, 1.0), Mark("loss/mae", 2, 2.0)))
    with runs.alone():
        run = runs.begin(INFO | {"worth": {"02_loss": {"loss/mse": 2.0, "loss/mae": 2.0}}, "missing": missing})
        run.keep(done)
        run.keep(Record(kurt.student, state=NOT_HANDED_IN))
        run.save(finished="now", roster=str(tmp_path / "roster.csv"))
    row = {"path": "ada/a.ipynb", "student": "ada", "counts": "yes", "lesson": "02_loss", "lms_id": "101"}
    write_table(report / "who.csv", WHO, [row | {"name": "Ada Low", "system": "plain"}])
    set_ = {"loss/mse": 1.5} if missing == "zero" else {"loss/mse": 1.5, "loss/mae": 0}  # else it is not settled
    write_overrides(report, {(kurt.student, task): Override(points, "paper") for task, points in set_.items()})
    # Canvas' own number of Kurt's, 7102, is another's here
    sheet = "Matrikelnummer,Name,Mark\n101,Low A.,\n102,Janssen K.,\n103,Fox Z.,\n7102,Roe D.,\n"
    (tmp_path / "sheet.csv").write_text(sheet, encoding="utf-8")
    into = ["grades", report, "--into", tmp_path / "sheet.csv", "--column", "Mark", "--out", tmp_path / "upload.csv"]
    result = CliRunner().invoke(main, [*map(str, into)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert "not to be placed" not in result.output
    marks = [line.rpartition(",")[2] for line in (tmp_path / "upload.csv").read_text("utf-8").split("\n")[1:5]]
    assert marks == ["3", "1.5", others, others]
