"""P11: who is named where, who may read it, and what is left of a student who is forgotten."""

import json
import os
import re
import shutil

import pytest
from click.testing import CliRunner

from tests.grading.named import page_of, rows_of
from tests.grading.private_class import CLASS, HERS, ZOE, says_of_zoe, write_private_class
from tests.grading.test_classroom import sandboxed
from tinygrad_lite import files
from tinygrad_lite.cli import main
from tinygrad_lite.grading import classroom, forget, tables
from tinygrad_lite.grading.extras import Extras
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.pseudonyms import Pseudonyms
from tinygrad_lite.grading.report_files import KINDS, NAMES, files_of
from tinygrad_lite.grading.tables import read_table

pytestmark = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")
GRADE = ("grade", "moodle", "--out", "report", "--roster", "roster.csv")


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Graded twice, with an override, an appeal, marks that went out, and a case that counts for nobody."""
    folder = tmp_path_factory.mktemp("private")
    write_private_class(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(classroom, "canaries", lambda lesson: [])
        patch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
        run(*GRADE, "--seed", 3)
        (code,) = re.findall(r"02_loss-mse-\w+-r1", page_of(folder / "report", ZOE).read_text("utf-8"))
        (folder / "report" / "appeals.csv").write_text(f"code,asked,decided,by,note\n{code},Zoë asked,,,\n", "utf-8")
        run("override", "report", "zquist7", "mse", 1, "Dear Zoë Quistgård, a sum was asked for.")
        run("grades", "report", "--into", "table.csv", "--column", "Mark", "--out", "upload.csv")
        run("exempt", "report", "mse", "3", "Ben Oyelaran is right.")
        run(*GRADE, "--only", "mse")
        run(*GRADE, "--student", "boyela2")
    Extras().load()
    return folder


@pytest.fixture
def folder(graded, tmp_path, monkeypatch):
    """A copy of it, to be changed."""
    shutil.copytree(graded, tmp_path / "copy", copy_function=shutil.copy2)
    monkeypatch.chdir(tmp_path / "copy")
    yield tmp_path / "copy"
    Extras().load()


def everything(report):
    """Every file with its bytes, names of files among them."""
    return {
        path.relative_to(report).as_posix(): path.relative_to(report).as_posix().encode() + b"\n" + path.read_bytes()
        for path in report.rglob("*") if path.is_file()
    }  # fmt: skip


@pytest.mark.slow
def test_every_file_is_of_a_kind_that_is_known(graded):
    known = {path for path, _ in files_of(graded / "report")}
    assert {path for path in (graded / "report").rglob("*") if path.is_file()} == known
    unseen = {kind.pattern for kind in KINDS} - {kind.pattern for _, kind in files_of(graded / "report")}
    hand_marked = {"manual.csv", "manual_*.csv", ".manual-split.csv", "manual/*.html", "comments.toml"}
    hand_marked |= {".manual-renamed.csv"}  # seen where a name stood in such a text: test_forget_texts.py
    assert unseen == {".who-members.csv", "runs/*/aside/*.json"} | hand_marked  # of groups, attempts, texts


def test_only_three_tables_name_students(graded):
    """And what lies beside who.csv, by which it is known who is who; nothing else does, but what they wrote."""
    for path, kind in files_of(graded / "report"):
        text = path.read_text("utf-8")
        if "marks" in path.parts:
            record = json.loads(text)
            for mark in record["marks"]:
                mark |= {"source": "", "card": {}}
            text = json.dumps(record, ensure_ascii=False)
        if kind.whom != NAMES and path.name != "appeals.csv" and path.name not in ("overrides.csv", "exempt.csv"):
            told = [
                word for name, (number, login, _) in CLASS.items() for word in (name, number, login) if word in text
            ]
            assert not told, path
    for table in ("changes.csv", "overrides.csv", "exported.csv"):
        rows = read_table(graded / "report" / table)
        assert all(re.fullmatch("([A-Z][2-9]){2}", row["student"]) for row in rows), table
    assert len(read_table(graded / "report" / "exported.csv")) == 4


def test_pages_and_report_show_no_name_that_students_wrote(graded):
    names = Pseudonyms(graded / "report")
    pages = {path.name: path.read_text("utf-8") for path in (graded / "report").glob("**/*.html")}
    assert f"{names.pseudonym(ZOE)}-02_loss.html" in pages
    for name, page in pages.items():
        for word in ("Quistg", "quistg", "zquist7", "zoe.q", "Oyelaran", "4711815", "Zoë"):
            assert word not in page, (name, word)
    assert "[name], a sum was asked for." in pages[f"{names.pseudonym(ZOE)}-02_loss.html"]


def test_who_is_who_is_printed_and_stands_in_who_csv(graded):
    pseudonym = Pseudonyms(graded / "report").pseudonym(ZOE)
    printed = run("report", graded / "report", "--names").output
    (line,) = [line for line in printed.splitlines() if line.startswith(pseudonym)]
    assert ZOE in line
    assert "zquist7@example.org" in line
    rows = {row["pseudonym"]: row["student"] for row in read_table(graded / "report" / "who.csv")}
    assert rows[pseudonym] == ZOE
    assert rows.keys() == {name for name, _ in Pseudonyms(graded / "report").everybody()}


def test_a_pseudonym_is_as_good_as_an_id(folder):
    pseudonym = Pseudonyms(folder / "report").pseudonym(ZOE)
    assert f"{ZOE}, loss/mse" in run("grade", "moodle", "--out", "report", "--replay", pseudonym, "mse").output
    run("override", "report", pseudonym, "mse", 2, "Again.")
    (row,) = rows_of(folder / "report" / "overrides.csv")
    assert (row["student"], row["points"]) == (ZOE, "2")
    (folder / "hold.txt").write_text(pseudonym)
    assert "1 held back" in run("feedback", "report", "--for", "moodle", "--hold", "hold.txt", "--out", "f.zip").output


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_nobody_else_may_read_any_of_it(folder):
    (folder / "report" / "overrides.csv").chmod(0o644)  # as a spreadsheet saves it
    (folder / "report" / "runs").chmod(0o755)
    run("report", "report")
    open_to_others = [
        path for path in (folder / "report", *(folder / "report").rglob("*")) if path.stat().st_mode & 0o077
    ]
    assert open_to_others == []


# ------------------------------------------------------------------------------------------------------- forgetting


@pytest.mark.parametrize("called", [ZOE, "48213", "zquist7", "zoë quistgård", "zquist7@example.org", "the pseudonym"])
def test_of_who_is_forgotten_no_byte_is_left(folder, called):
    report = folder / "report"
    pseudonym = Pseudonyms(report).pseudonym(ZOE)
    before = everything(report)
    assert len([name for name, data in before.items() if says_of_zoe(data, pseudonym)]) > 15
    marks = {
        row["student"]: row["points"] for row in read_table(report / "grades.csv") if row["exercise"] == "loss/mse"
    }
    result = run("forget", "report", pseudonym if called == "the pseudonym" else called)
    assert result.exit_code == 0, result.output
    assert "Forgotten: 3 records of graded notebooks" in result.output
    assert "What remains in report: nothing." in result.output
    left = {name: said for name, data in everything(report).items() if (said := says_of_zoe(data, pseudonym))}
    assert left == {}
    now = {row["student"]: row["points"] for row in read_table(report / "grades.csv") if row["exercise"] == "loss/mse"}
    assert now == {student: points for student, points in marks.items() if student != ZOE}
    assert "Zoë Lindqvist_48215" in now  # of whom nothing was taken, though she has the same first name
    assert "Zoë Lindqvist" in (report / "who.csv").read_text("utf-8")
    assert read_table(report / "appeals.csv") == []
    assert '"judged": 3' in (report / "report.json").read_text("utf-8")
    again = run("forget", "report", "zquist7")
    assert again.exit_code == 2
    assert 'Nothing in report is kept of a student "zquist7"' in again.output


@pytest.mark.slow
def test_the_others_are_graded_on_as_if_nothing_had_been(folder, monkeypatch):
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    seeds = {record.student: record.seed for record in KeptRuns(folder / "report").last().records()}
    moved = len(read_table(folder / "report" / "changes.csv"))
    run("forget", "report", "zquist7")
    shutil.rmtree(folder / "moodle" / f"{ZOE}_assignsubmission_file")
    roster = (folder / "roster.csv").read_text("utf-8-sig").splitlines(keepends=True)
    (folder / "roster.csv").write_text("".join(line for line in roster if "zquist7" not in line), "utf-8-sig")
    said = run(*GRADE).output
    assert "Not what they were" not in said, said
    assert len(read_table(folder / "report" / "changes.csv")) <= moved
    now = {record.student: record.seed for record in KeptRuns(folder / "report").last().records()}
    assert now == {student: seed for student, seed in seeds.items() if student != ZOE}


def test_a_name_that_two_have_and_one_that_nobody_has(folder):
    before = everything(folder / "report")
    result = run("forget", "report", "Nobody Known")
    assert result.exit_code == 2
    assert "Who is there says" in result.output
    assert everything(folder / "report").keys() == before.keys()
    assert run("forget", "report").exit_code == 2
    assert run("forget", "report", "zquist7", "--work").exit_code == 2


class Killed(BaseException):
    """As if the process had been killed."""


@pytest.mark.slow
def test_killed_at_any_step_and_given_again_it_forgets_all(graded, tmp_path, monkeypatch):
    """At each file that is written or removed, in turn."""
    monkeypatch.chdir(tmp_path)
    steps = 0

    def step(do):
        def counted(*arguments, **named):
            nonlocal steps
            steps -= 1
            if steps == 0:
                raise Killed
            return do(*arguments, **named)

        return counted

    pseudonym = Pseudonyms(graded / "report").pseudonym(ZOE)
    for at in (*range(1, 30, 2), *range(30, 200, 12)):
        shutil.copytree(graded / "report", "report")
        with monkeypatch.context() as patch:
            steps = at
            patch.setattr(files, "put_in_place", step(files.put_in_place))
            patch.setattr(forget.Path, "unlink", step(forget.Path.unlink))
            try:
                ended = run("forget", "report", "zquist7")
            except Killed:
                ended = None
        if ended is None:
            ended = run("forget", "report", "zquist7")
            done = ended.exit_code == 2  # it was killed behind the last step
            assert ended.exit_code == 0 or done, ended.output
        left = {
            name: said
            for name, data in everything(tmp_path / "report").items()
            if (said := says_of_zoe(data, pseudonym))
        }
        assert left == {}, at
        shutil.rmtree("report")
        if steps > 0:
            break
    assert steps > 0  # more steps than there are were tried


def test_work_goes_and_marks_stay(folder):
    report = folder / "report"
    table = (report / "grades.csv").read_bytes()
    assert HERS in str(everything(report))
    result = run("forget", "report", "--work")
    assert result.exit_code == 0, result.output
    assert "Deleted: the programs, texts and cards of 12 records" in result.output
    assert (report / "grades.csv").read_bytes() == table
    left = {name for name, data in everything(report).items() if re.search(rb"def mse|np\.|4711815|zoes_very", data)}
    assert left <= {"report.html", "report.json", "lecture.html"}  # the course's own examples
    for page in ("report.html", "report.json", "feedback"):
        assert HERS not in str([path.read_bytes() for path in report.glob(f"{page}/*")] or (report / page).read_bytes())
    assert "0 of 2 points" in page_of(report, "Amira Haddad_48216").read_text("utf-8")
    assert run("forget", "report", "--work").output.startswith("Deleted: the programs, texts and cards of 0 records")


def test_tables_that_people_saved_and_lists_of_several(folder):
    report = folder / "report"
    names = Pseudonyms(report)
    zoe, ben = names.pseudonym(ZOE), names.pseudonym("Ben Oyelaran_48214")
    lines = f'q1;a1;{zoe};hers;1\nq1;a2;{ben};Zoë Quistgård knows;2\nq1;a3;"{zoe}; {ben}";;\n'
    (report / "manual.csv").write_text(f"question;answer_id;student;text;score\n{lines}", "utf-8")
    run("forget", "report", zoe)
    rows = read_table(report / "manual.csv")
    assert [(row["answer_id"], row["student"], row["text"]) for row in rows] == [
        ("a2", ben, "[name] knows"),
        ("a3", ben, ""),
    ]
    run("forget", "report", "--work")
    assert {(row["text"], row["score"]) for row in read_table(report / "manual.csv")} == {("", "2"), ("", "")}


def test_safe_cells_stay_as_they_are(folder):
    tables.write_table(folder / "report" / "mine.csv", ("note",), [{"note": "=1+1"}, {"note": "of Zoë Quistgård"}])
    run("forget", "report", "zquist7")
    assert [row["note"] for row in read_table(folder / "report" / "mine.csv")] == ["'=1+1", "of [name]"]
