"""A student's page says what became another one since she last received a mark or a page, and nothing of what went
between runs that she never saw; and a look at what would go out is none."""

import os
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner

from tests.grading.downloads import export
from tests.grading.named import hand_out, page_of, rows_of
from tests.grading.test_changes import Class
from tests.grading.test_feedback_back import report_of as graded
from tests.grading.test_feedback_back import run as feedback
from tests.grading.test_marks_back import EVERYBODY, report_of
from tests.grading.test_marks_back import run as grades
from tests.grading.workbooks import PHP, workbook
from tinygrad_lite.cli import main
from tinygrad_lite.grading.gone_out import BY_MARK, BY_PAGE
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.overrides import Override
from tinygrad_lite.grading.tables import read_table

CHECKED = "the check has been changed since, and your answer was graded again"


@pytest.fixture
def course(tmp_path):
    course = Class(tmp_path / "report")
    course.graded()
    return course


def said(course, student="ada"):
    """What a page says of marks and texts that are other ones."""
    text = re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", page_of(course.report, student).read_text("utf-8")))
    return re.findall(r"Why this is another (?:mark|text) than before: (.*?\.) ", text)


def checked(course, points, student="ada"):
    """Grade with another check, which gives the student so many points."""
    course.info["specs"] = {**course.info["specs"], "loss/mse": f"{points} {len(course.info['specs']['loss/mse'])}"}
    course.auto[student, "loss/mse"] = points
    course.graded()


def late(course, share, student="ada"):
    course.share[student] = share
    course.graded()


def test_what_nobody_saw_is_no_change(course):
    checked(course, 2.0)
    assert rows_of(course.report / "changes.csv")
    assert said(course) == []


@pytest.mark.parametrize("what", [BY_MARK, BY_PAGE])
def test_the_whole_difference_from_what_was_seen_last(course, what):
    """Two regrades between, each with its reason; the mark between them was never hers."""
    hand_out(course.report, what)
    checked(course, 2.0)
    assert said(course) == [f"It was 1: {CHECKED}."]
    course.share["ada"] = 0.75
    course.graded()
    assert said(course)[0] == f"It was 1: {CHECKED}; what it loses for when it was handed in was counted anew."
    assert said(course, "carla") == []


def test_what_went_there_and_back_is_no_change(course):
    hand_out(course.report)
    checked(course, 2.0)
    checked(course, 1.0)
    assert said(course) == []


def test_what_lies_before_her_last_mark_is_not_told(course):
    checked(course, 0.0)
    hand_out(course.report)
    late(course, 0.5)
    checked(course, 2.0)
    assert said(course)[0] == f"It was 0: {CHECKED}."


def test_it_is_said_until_a_page_with_this_mark_went_out(course):
    """Marks went into the table, and pages come after; between them somebody else's mark is set by hand."""
    hand_out(course.report)
    checked(course, 2.0)
    hand_out(course.report, BY_MARK)
    course.overrides["carla", "loss/mae"] = Override(2.0, "Well argued.")
    course.graded()
    assert said(course) == [f"It was 1: {CHECKED}."]
    hand_out(course.report)
    course.graded()
    assert said(course) == []


def test_who_gets_no_pages_by_this_way_reads_it_once(course):
    hand_out(course.report, BY_MARK)
    checked(course, 2.0)
    hand_out(course.report, BY_MARK)
    assert said(course) == [f"It was 1: {CHECKED}."]
    course.graded()
    assert said(course) == []


def test_whose_page_was_held_back_reads_the_difference_to_the_one_before(course):
    hand_out(course.report)
    checked(course, 2.0)
    checked(course, 2.0, "carla")
    hand_out(course.report, students=["carla"])
    course.graded()
    assert (said(course), said(course, "carla")) == ([f"It was 1: {CHECKED}."], [])


def test_a_persons_mark_speaks_for_itself_unless_more_moved(course):
    hand_out(course.report)
    course.overrides["ada", "loss/mse"] = Override(2.0, "Well argued.")
    course.graded()
    assert said(course) == []  # "Changed by a person. Well argued. (The automatic mark was 1.)"
    checked(course, 0.0)
    course.overrides["ada", "loss/mse"] = Override(1.5, "Half of it.")
    course.graded()
    assert said(course) == ["It was 1: a person has set it since."]  # the automatic mark of which it speaks is 0
    hand_out(course.report)
    course.overrides.clear()
    course.graded()
    assert said(course) == ["It was 1.5: what a person had decided was taken back."]


def test_a_text_is_held_against_the_last_page_that_went_out(course):
    card = {"title": "loss/mse", "headline": "It is wrong."}
    course.cards = {("ada", "loss/mse"): card}
    course.graded()
    hand_out(course.report)
    for headline in ("You sum.", "You add up."):
        course.info["specs"] = {**course.info["specs"], "loss/mse": headline}
        course.cards["ada", "loss/mse"] = {**card, "headline": headline}
        course.graded()
    course.graded()  # nothing moved since the run before, and all the same she has not read it
    assert said(course) == [f"The mark is as it was: {CHECKED}."]
    course.cards["ada", "loss/mse"] = card
    course.info["specs"] = {**course.info["specs"], "loss/mse": "back"}
    course.graded()
    assert said(course) == []


def test_a_text_is_not_called_another_one_with_the_same_mark_where_the_mark_moved(course):
    """The mark moved in one run, and the text in the next one: "The mark is as it was" would be untrue."""
    hand_out(course.report)
    checked(course, 2.0)
    course.info["version"] = "2"
    course.cards = {("ada", "loss/mse"): {"title": "loss/mse", "headline": "You sum."}}
    course.graded()
    assert said(course) == [f"It was 1: {CHECKED}."]


def test_who_sent_the_code_of_her_page_has_received_it(course):
    """Pages may be handed out by other ways than `feedback`."""
    course.files = {"ada": "a1b2", "carla": "c1b2"}
    course.graded()
    (course.report / "appeals.csv").write_text("code,asked,decided,by,note\n02_loss-mse-a1b2-r2,,,,\n", "utf-8")
    checked(course, 2.0)
    checked(course, 2.0, "carla")
    assert (said(course), said(course, "carla")) == ([f"It was 1: {CHECKED}."], [])


def test_a_mark_that_moves_there_and_back_within_a_run_has_all_its_lines(course):
    """Otherwise its lines in their order would not lead to what it is."""
    for points in (2, 1.5, 2):
        command = ["override", str(course.report), "ada", "loss/mse", str(points), "Well argued."]
        assert CliRunner().invoke(main, command).exit_code in (0, 2)
    lines = [(row["before"], row["after"]) for row in read_table(course.report / "changes.csv")]
    assert lines == [("1", "2"), ("2", "1.5"), ("1.5", "2")]


# ------------------------------------------------------------------------------------------- what is kept, and a look


def test_pages_that_go_out_are_kept_and_those_held_back_are_not(tmp_path):
    report = graded(tmp_path, "moodle")
    (tmp_path / "hold.txt").write_text(f"{EVERYBODY[0].number}\n", "utf-8")
    done = feedback(report, "--for", "moodle", "--hold", tmp_path / "hold.txt", "--out", tmp_path / "pages.zip")
    assert "1 held back" in done.output
    rows = rows_of(report / "exported.csv")
    assert {(row["what"], row["run"], row["table"]) for row in rows} == {(BY_PAGE, "1", "pages.zip")}
    assert all(row["received"].startswith("loss/mse ") for row in rows if row["received"])
    assert not any(str(EVERYBODY[0].number) in row["student"] for row in rows)
    assert len(rows) == int(done.output.split()[0])


def test_a_page_that_went_out_is_no_mark_of_a_table(tmp_path):
    """Neither is the sheet called too old, nor is a mark taken for ours, because of a page."""
    report, before = report_of(tmp_path, "canvas"), export("canvas", EVERYBODY, tmp_path)
    hand_out(report)
    assert grades(report, "--into", before, "--out", tmp_path / "upload.csv").output.count("2 filled") == 1
    assert [row["what"] for row in read_table(report / "exported.csv")].count(BY_MARK) == 2


def test_the_one_row_of_a_team_is_kept_for_each_of_its_members(tmp_path):
    report = report_of(tmp_path, "ilias")
    last = KeptRuns(report).last()
    ann, ben = (next(one for one in last.records() if one.student == who.login) for who in EVERYBODY[:2])
    last.keep(replace(ben, marks=ann.marks))
    heading = ["update", "team_id", "logins", "status", "mark", "notice", "comment", "plagiarism", "plag_comment"]
    team = [0, 1, f"{ann.student}, {ben.student}", "notgraded", *[""] * 5]
    (tmp_path / "status.xlsx").write_bytes(workbook([heading, team], **PHP))
    done = grades(report, "--into", tmp_path / "status.xlsx", "--out", tmp_path / "upload.xlsx")
    assert "1 filled" in done.output
    kept = [(row["student"], row["points"]) for row in rows_of(report / "exported.csv")]
    assert kept == sorted([(ann.student, "7"), (ben.student, "7")])


def test_a_look_at_marks_writes_nothing_and_is_not_kept(tmp_path):
    report, before = report_of(tmp_path, "moodle"), export("moodle", EVERYBODY, tmp_path)
    there = sorted(tmp_path.rglob("*"))
    done = grades(report, "--into", before, "--try")
    assert done.exit_code == 3  # somebody is on no list
    ann, ben = EVERYBODY[:2]  # who are called alike
    assert f"  {ann.name} ({ann.number}): 7\n  {ben.name} ({ben.number}): 10\n2 filled" in done.output
    assert "Tried only: nothing was written, and nothing counts as gone out." in done.output
    assert "ready to be imported" not in done.output
    assert sorted(tmp_path.rglob("*")) == there
    grades(report, "--into", before, "--try", "--out", tmp_path / "upload.csv")
    assert sorted(tmp_path.rglob("*")) == there
    assert "2 filled" in grades(report, "--into", before, "--out", tmp_path / "upload.csv").output
    look = grades(report, "--into", tmp_path / "upload.csv", "--try").output
    assert "0 filled · 2 unchanged" in look


def test_a_look_says_in_place_of_what(tmp_path):
    report, before = report_of(tmp_path, "canvas"), export("canvas", EVERYBODY, tmp_path)
    before.write_bytes(before.read_bytes())
    (tmp_path / "own.csv").write_text(f"login,Mark\n{EVERYBODY[0].login},3\n", "utf-8")
    report = report_of(tmp_path / "own", "own")
    done = grades(report, "--into", tmp_path / "own.csv", "--column", "Mark", "--try")
    assert f"  {EVERYBODY[0].login}: 7 in place of 3\n" in done.output


def test_a_look_at_pages_writes_nothing_and_is_not_kept(tmp_path):
    report = graded(tmp_path, "moodle")
    there = sorted(tmp_path.rglob("*"))
    done = feedback(report, "--for", "moodle", "--try")
    assert done.exit_code == 0, done.output
    assert "feedback.html\n" in done.output
    assert "nothing counts as gone out. With --out ZIP in place of --try the archive is made." in done.output
    assert sorted(tmp_path.rglob("*")) == there


@pytest.mark.parametrize("command", ["grades", "feedback"])
@pytest.mark.parametrize("way", ["--out", "--try"])
def test_while_the_class_is_graded_nothing_goes_out(tmp_path, command, way):
    """It would be what holds no longer a minute later. Of a run that was stopped, it is said that it is not its."""
    report, runs = graded(tmp_path, "moodle"), KeptRuns(tmp_path / "report")
    target = str(export("moodle", EVERYBODY, tmp_path)) if command == "grades" else "moodle"
    line = [command, str(report), "--into" if command == "grades" else "--for", target]
    line += [way, str(tmp_path / "new")] if way == "--out" else [way]
    with runs.alone():
        stopped = runs.begin(runs.last().info)
        done = CliRunner().invoke(main, line, catch_exceptions=False)
        assert done.exit_code == 1
        assert f"is being graded into already, by process {os.getpid()}. Wait until it is done" in done.output
    assert not (tmp_path / "new").exists()
    assert not (report / "exported.csv").exists()
    said = "Run 2 was stopped before its end, so this is run 1. Give its command again to go on.\n"
    assert said in CliRunner().invoke(main, line, catch_exceptions=False).output
    (tmp_path / "new").unlink(missing_ok=True)
    stopped.save(finished="now")
    assert "was stopped" not in CliRunner().invoke(main, line, catch_exceptions=False).output


@pytest.mark.parametrize("command", [("grades", "--into"), ("feedback", "--for")])
def test_without_out_or_try_it_is_asked_which(tmp_path, command):
    name, option = command
    report, before = report_of(tmp_path, "moodle"), export("moodle", EVERYBODY, tmp_path)
    value = str(before) if option == "--into" else "moodle"
    done = CliRunner().invoke(main, [name, str(report), option, value])
    assert done.exit_code == 2
    assert "Say with --out which file is to be written, or --try for a look" in " ".join(done.output.split())
