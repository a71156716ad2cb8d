"""Feedback pages under the names that a learning management system hands them out by."""

import re
import shlex
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.downloads import download, export, people
from tests.grading.sample_class import sample_class
from tinygrad_lite.cli import main
from tinygrad_lite.grading import page_places
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.lateness import SOMEHOW, UNREAD
from tinygrad_lite.grading.listing import listing
from tinygrad_lite.grading.missing import for_pages
from tinygrad_lite.grading.overrides import Override, with_marks_by_hand, write_overrides
from tinygrad_lite.grading.pseudonyms import Pseudonyms
from tinygrad_lite.grading.publish import write_feedback
from tinygrad_lite.grading.record import NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record
from tinygrad_lite.grading.tables import WHO, read_table, write_table
from tinygrad_lite.grading.who_table import write_who

FILS = "Fil Kim_48506_assignsubmission_file/feedback.html"
EVERYBODY = people(sample_class())[:6]
SYSTEMS = {"moodle": "moodle", "moodle flat": "moodle", "canvas": "canvas", "ilias": "ilias", "nbgrader": "nbgrader"}


def report_of(folder, system):
    """A report on a download: everybody has one mark; somebody on the list handed in nothing."""
    files = listing(download(system, EVERYBODY, folder))
    report = folder / "report"
    runs = KeptRuns(report)
    with runs.alone():
        run = runs.begin({"lessons": ["02_loss"], "seed": 1, "version": "1", "tier": "sandbox", "points": {}})
        marks = (Mark("loss/mse", 10, auto=7.0),)
        records = [Record(one.student, one.path, one.sha256, "02_loss", marks=marks) for one in files if one.counts]
        records.append(Record("nobody", lesson="02_loss", state=NOT_HANDED_IN))
        for record in records:
            run.keep(record)
        run.save(finished="now")
    write_who(report, files)
    write_feedback(report / "feedback", run, records)
    return report


def run(*arguments):
    return CliRunner().invoke(main, ["feedback", *map(str, arguments)], catch_exceptions=False)


def packed(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("named", SYSTEMS)
def test_every_page_has_the_name_that_the_system_knows(tmp_path, named):
    report = report_of(tmp_path, named)
    result = run(report, "--for", SYSTEMS[named], "--out", tmp_path / "feedback.zip")
    assert result.exit_code == 0, result.output
    pages = packed(tmp_path / "feedback.zip")
    handed_in = {record.path for record in KeptRuns(report).last().records() if record.path}
    assert len(pages) == len(handed_in) == len(EVERYBODY)
    for name in pages:
        folder, _, file = name.rpartition("/")
        where = {
            "moodle": any(path.startswith(f"{folder}/") for path in handed_in) and file == "feedback.html",
            "moodle flat": any(path.startswith(file.removesuffix("_feedback.html")) for path in handed_in),
            "canvas": name.removesuffix(".html") + ".ipynb" in handed_in,
            "ilias": any(path.startswith(f"{folder}/") for path in handed_in) and file == "feedback.html",
            "nbgrader": f"submitted/{name.removeprefix('feedback/')[:-5]}.ipynb" in handed_in,
        }
        assert where[named], name


def test_each_page_is_the_right_students_and_nobody_elses(tmp_path):
    report = report_of(tmp_path, "moodle")
    run(report, "--for", "moodle", "--out", tmp_path / "feedback.zip")
    pages = {
        name.partition("_assignsubmission_file")[0]: page for name, page in packed(tmp_path / "feedback.zip").items()
    }
    names = Pseudonyms(report)
    called = {student: names.pseudonym(student) for student in pages}
    for mine, page in pages.items():
        assert [student for student in pages if called[student] in page] == [mine]
        assert not [student for student in pages if student in page]


@pytest.mark.parametrize(
    ("system", "path", "number", "place"),
    [
        ("moodle", "Dov Lee_48504_assignsubmission_file/48506_02_loss.ipynb", "48506", FILS),
        ("moodle", "Fil Kim_48506_assignsubmission_file/02_loss.ipynb", "48506", FILS),
        ("moodle", "Dov Lee_48504_assignsubmission_file/02_loss.ipynb", "48999", ""),  # on no list
        ("canvas", "leedov_48504_9911223_02_loss.ipynb", "48506", ""),
        ("canvas", "kimfil_48506_9911223_02_loss.ipynb", "48506", "kimfil_48506_9911223_02_loss.html"),
        ("nbgrader", "submitted/dov/week2/02_loss.ipynb", "fil", ""),
        ("nbgrader", "submitted/fil/week2/02_loss.ipynb", "fil", "feedback/fil/week2/02_loss.html"),
    ],
)  # fmt: skip
def test_a_page_goes_to_whom_the_file_was_given_and_not_to_whose_folder_it_lay_in(system, path, number, place):
    """A person wrote into who.csv whose it is: in the folder it may be another's, who would get the result."""
    listed = {"Fil Kim_48506": FILS} if system == "moodle" else {}
    record, row = Record(number, path, "1", "02_loss"), {"path": path, "student": number, "lms_id": number}
    ((_, name),) = page_places.named([record], page_places.NAMES[system], [row], listed, {path})
    assert name.page == place


def test_the_same_pages_are_the_same_file(tmp_path):
    report = report_of(tmp_path, "canvas")
    for name in ("one.zip", "two.zip"):
        run(report, "--for", "canvas", "--out", tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_who_is_held_is_left_out_and_counted(tmp_path):
    report = report_of(tmp_path, "canvas")
    held = tmp_path / "held.txt"
    held.write_text(f"# not yet\n{EVERYBODY[0].number}\n\n{EVERYBODY[1].number}   # asked for time\n", "utf-8")
    result = run(report, "--for", "canvas", "--hold", held, "--out", tmp_path / "feedback.zip")
    assert "4 pages under the names of Canvas · 2 held back" in result.output
    assert not [name for name in packed(tmp_path / "feedback.zip") if f"_{EVERYBODY[0].number}_" in name]
    result = run(report, "--for", "canvas", "--only", held, "--out", tmp_path / "alone.zip")
    assert len(packed(tmp_path / "alone.zip")) == 2


def test_a_page_waits_as_long_as_nobody_knows_what_lateness_takes_off(tmp_path):
    """As its mark does, which would not become lower once it went out."""
    report = report_of(tmp_path, "canvas")
    last = KeptRuns(report).last()
    last.save(timing={"a day": 0.1})
    every = sorted(last.records(), key=lambda record: record.path)
    late = [record for record in every if record.path][:2]

    def come(records, by):
        for record in records:
            last.keep(replace(record, marks=tuple(replace(mark, late_by=by) for mark in record.marks)))

    come(late[:1], SOMEHOW)
    come(late[1:], UNREAD)
    result = run(report, "--for", "canvas", "--out", tmp_path / "feedback.zip")
    names = ", ".join(record.student for record in late)
    assert result.exit_code == 0
    assert f"4 pages under the names of Canvas · 2 not settled and not packed ({names})" in result.output
    assert "write into handed_in of who.csv when it came (2026-11-22 14:58), grade again" in result.output
    assert not {f"{Path(record.path).stem}.html" for record in late} & {*packed(tmp_path / "feedback.zip")}
    assert len(read_table(report / "exported.csv")) == 4
    come([record for record in every if record.path], SOMEHOW)
    none = run(report, "--for", "canvas", "--out", tmp_path / "none.zip")
    assert none.exit_code == 1
    assert "There is no page to hand out: 6 not settled and not packed" in none.output
    come([record for record in every if record.path], "8:01:00")
    assert "6 pages under" in run(report, "--for", "canvas", "--out", tmp_path / "all.zip").output


def test_a_mistyped_name_lets_no_page_out(tmp_path):
    report = report_of(tmp_path, "canvas")
    held = tmp_path / "held.txt"
    held.write_text("Nobody At All\n")
    result = run(report, "--for", "canvas", "--hold", held, "--out", tmp_path / "feedback.zip")
    assert result.exit_code == 2
    assert 'line 1: nobody is called "Nobody At All". Write the id' in result.output
    assert "the column student of who.csv; who has no line there handed in nothing." in result.output
    assert "Nothing was written." in result.output
    assert not (tmp_path / "feedback.zip").exists()


def test_names_of_another_system_are_not_made_up(tmp_path):
    report = report_of(tmp_path, "canvas")
    result = run(report, "--for", "moodle", "--out", tmp_path / "feedback.zip")
    assert result.exit_code == 1
    assert "What was graded is a Canvas download, and Moodle takes pages only" in result.output
    assert not (tmp_path / "feedback.zip").exists()


def test_whose_file_could_not_be_graded_is_named(tmp_path):
    """She has no page in the archive, and should not have to find out by herself."""
    report = report_of(tmp_path, "moodle")
    broken = Record("Eve Lee_7", "Eve Lee_7_assignsubmission_file/a.pdf", "1", state=NEEDS_A_PERSON, why="a pdf file")
    KeptRuns(report).last().keep(broken)
    result = run(report, "--for", "moodle", "--out", tmp_path / "feedback.zip")
    assert (
        "6 pages under the names of Moodle · 1 without a page, as nothing could be graded (Eve Lee_7)" in result.output
    )
    assert result.exit_code == 0


def test_what_is_there_is_not_overwritten(tmp_path):
    report = report_of(tmp_path, "canvas")
    (tmp_path / "feedback.zip").write_text("mine")
    result = run(report, "--for", "canvas", "--out", tmp_path / "feedback.zip")
    assert result.exit_code == 1
    assert (tmp_path / "feedback.zip").read_text() == "mine"


def test_whose_place_is_not_known_is_listed(tmp_path):
    report = report_of(tmp_path, "canvas")
    lines = (report / "who.csv").read_text("utf-8-sig").splitlines()
    gone = next(line for line in lines if f"_{EVERYBODY[0].number}_" in line)
    (report / "who.csv").write_text("\n".join(line for line in lines if line != gone), "utf-8")
    result = run(report, "--for", "canvas", "--out", tmp_path / "feedback.zip")
    assert result.exit_code == 3
    assert "5 pages under the names of Canvas · 1 not to be placed" in result.output
    student, _, page = result.output.splitlines()[-1].strip().partition(": ")
    assert f"1 not to be placed ({student})" in result.output
    assert "Attach these in SpeedGrader" in result.output
    assert Pseudonyms(report).pseudonym(student) in Path(page).read_text("utf-8")  # that student's own page
    assert Path(page).read_text("utf-8") not in packed(tmp_path / "feedback.zip").values()


@pytest.mark.parametrize(("listed", "placed"), [("moodle", True), ("moodle german", True), ("canvas", False)])
def test_a_member_without_a_hand_in_has_a_place_by_moodles_own_class_list(tmp_path, listed, placed):
    """Moodle's import reads the number alone. The table of another system has other numbers."""
    report = report_of(tmp_path, "moodle")
    last = KeptRuns(report).last()
    first, absent = EVERYBODY[0], replace(EVERYBODY[5], number=59999, last="Van_der/Berg")
    own = next(record for record in last.records() if str(first.number) in record.student)
    student = f"{absent.name}_{absent.number}"
    records = [record for record in last.records() if record != own]
    records += [replace(own, group="A"), replace(own, group="A", student=student)]
    for record in records:
        last.keep(record)
    last.save(roster=str(export(listed, [*EVERYBODY, absent], tmp_path)))
    write_feedback(report / "feedback", last, records)
    result = run(report, "--for", "moodle", "--out", tmp_path / "feedback.zip")
    pages = packed(tmp_path / "feedback.zip")
    name = f"{absent.first} Van der Berg_59999_assignsubmission_file/feedback.html"
    assert (name in pages) == placed
    if placed:
        assert result.exit_code == 0, result.output
        assert "7 pages under the names of Moodle, 1 of them by the class list's numbers" in result.output
        assert Pseudonyms(report).pseudonym(student) in pages[name]
        theirs = f"{first.name}_{first.number}_assignsubmission_file/feedback.html"
        assert Pseudonyms(report).pseudonym(own.student) in pages[theirs]
    else:
        assert result.exit_code == 3
        assert f"6 pages under the names of Moodle · 1 not to be placed ({student})" in result.output


def by_hand(report, folder, system, listed, lessons=("02_loss",)):
    """Of two on the class list one handed in nothing, and one a text; a person set a mark of each."""
    last = KeptRuns(report).last()
    absent, wrote = (replace(EVERYBODY[5], key=key, number=number) for key, number in (("eve", 59998), ("cem", 59999)))
    absent, wrote = replace(absent, last="Away"), replace(wrote, last="Wrote")
    eve, cem = (f"{one.name}_{one.number}" if listed.startswith("moodle") else one.login for one in (absent, wrote))
    folders = {"moodle": f"{wrote.name}_59999_assignsubmission_file/answer.txt",
               "canvas": f"{wrote.login}_59999_9911299_answer.txt"}  # fmt: skip
    rows = read_table(report / "who.csv")
    path = folders[system]
    rows.append(rows[0] | {"student": cem, "path": path, "lesson": "", "counts": "no", "lms_id": "59999",
                           "name": wrote.name, "system": system})  # fmt: skip
    write_table(report / "who.csv", WHO, rows)
    last.keep(Record(eve, state=NOT_HANDED_IN))
    last.keep(Record(cem, path, "2" * 8, state=NEEDS_A_PERSON, why="This is a text."))
    last.forget("nobody", "")
    last.save(roster=str(export(listed, [*EVERYBODY, absent, wrote], folder)),
              worth={lesson: {f"{lesson[3:]}/mse": 10.0} for lesson in lessons})  # fmt: skip
    marks = {(eve, "loss/mse"): Override(4.0, "Oral exam."), (cem, "loss/mse"): Override(5.0, "Sent as a text.")}
    write_overrides(report, marks)
    records = for_pages(with_marks_by_hand(last.records(), marks, last.info), last.info)
    write_feedback(report / "feedback", last, records, marks)
    return eve, cem, absent, wrote


@pytest.mark.parametrize("lessons", [("02_loss",), ("02_loss", "03_backward_pass")])
def test_the_page_with_a_mark_by_hand_goes_out_where_the_system_has_a_place(tmp_path, lessons):
    """Of who handed in nothing by Moodle's class list, of who handed in something else by that hand-in."""
    report = report_of(tmp_path, "moodle")
    _, _, absent, wrote = by_hand(report, tmp_path, "moodle", "moodle", lessons)
    result = run(report, "--for", "moodle", "--out", tmp_path / "feedback.zip")
    assert result.exit_code == 0, result.output
    assert "8 pages under the names of Moodle, 1 of them by the class list's numbers" in result.output
    pages = packed(tmp_path / "feedback.zip")
    assert "Oral exam." in pages[f"{absent.name}_59998_assignsubmission_file/feedback.html"]
    assert "Sent as a text." in pages[f"{wrote.name}_59999_assignsubmission_file/feedback.html"]
    assert sum("Oral exam." in page for page in pages.values()) == 1


@pytest.mark.parametrize("named", ["id", "number", "name"])
def test_it_can_be_held_back(tmp_path, named):
    report = report_of(tmp_path, "moodle")
    eve, _, absent, _ = by_hand(report, tmp_path, "moodle", "moodle")
    (tmp_path / "hold.txt").write_text({"id": eve, "number": "59998", "name": absent.name}[named], "utf-8")
    more = ["--hold", tmp_path / "hold.txt"]
    result = run(report, "--for", "moodle", "--out", tmp_path / "feedback.zip", *more)
    assert "7 pages under the names of Moodle · 1 held back" in result.output
    sheet = export("moodle", [*EVERYBODY, absent], tmp_path)
    line = ["grades", str(report), "--into", str(sheet), "--try", *map(str, more)]
    assert "1 held back" in CliRunner().invoke(main, line, catch_exceptions=False).output


def test_who_handed_in_nothing_has_no_place_in_canvas_and_the_page_is_named(tmp_path):
    report = report_of(tmp_path, "canvas")
    eve, *_ = by_hand(report, tmp_path, "canvas", "canvas")
    result = run(report, "--for", "canvas", "--out", tmp_path / "feedback.zip")
    assert result.exit_code == 3
    assert f"7 pages under the names of Canvas · 1 not to be placed ({eve})" in result.output
    page = re.search(rf"{re.escape(eve)}: (.*)", result.output)[1]
    assert "Oral exam." in Path(page).read_text("utf-8")


@pytest.mark.parametrize("listed", ["moodle", "canvas"])
def test_moodles_comment_speaks_of_a_file_only_where_there_is_one(tmp_path, listed):
    report = report_of(tmp_path, "moodle")
    *_, absent, wrote = by_hand(report, tmp_path, "moodle", listed)
    sheet = export("moodle", [*EVERYBODY, absent, wrote], tmp_path)
    line = ["grades", str(report), "--into", str(sheet), "--out", str(tmp_path / "upload.csv")]
    printed = CliRunner().invoke(main, line, catch_exceptions=False).output
    text = (tmp_path / "upload.csv").read_text("utf-8-sig")
    assert "5 of 10; see feedback file" in text, printed
    assert f"4 of 10; {'see feedback file' if listed == 'moodle' else 'marked by hand'}" in text, printed
    again = [*line[:3], str(tmp_path / "upload.csv"), "--try"]
    assert "with a comment that stays" not in CliRunner().invoke(main, again, catch_exceptions=False).output


def test_of_two_downloads_each_system_has_its_own_pages(tmp_path):
    report = report_of(tmp_path, "canvas")
    rows = read_table(report / "who.csv")
    for row in [row for row in rows if row["counts"] == "yes"][:2]:
        row["system"] = "blackboard"
    write_table(report / "who.csv", WHO, rows)
    result = run(report, "--for", "canvas", "--out", tmp_path / "feedback.zip")
    assert result.exit_code == 0
    assert f"{len(EVERYBODY) - 2} pages under the names of Canvas · 2 from Blackboard, not packed here" in result.output


def test_the_guide_shows_what_is_printed(tmp_path, monkeypatch):
    guide = (Path(__file__).resolve().parents[2] / "docs" / "MARKS_BACK.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    report_of(tmp_path, "moodle")
    (tmp_path / "not_yet.txt").write_text(f"{EVERYBODY[2].name}\n", "utf-8")
    ((command, printed),) = re.findall(r"```console\n\$ tinygrad-lite feedback (.*)\n((?:.*\n)*?)```", guide)
    assert run(*shlex.split(command)).output == printed
