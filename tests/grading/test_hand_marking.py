"""Hand marking: what is typed into manual.csv becomes marks, survives everything, and is never lost."""

import re

import pytest
from click.testing import CliRunner

from tests.grading.named import page_of, rows_of
from tests.grading.typed_by_hand import STYLES, mark, rows_in, save
from tinygrad_lite import files
from tinygrad_lite.cli import main
from tinygrad_lite.grading import command_manual
from tinygrad_lite.grading import publish as publishing
from tinygrad_lite.grading.gone_out import BY_MARK, note
from tinygrad_lite.grading.hand_marking import table
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.never_lower import NEVER_LOWER, Floors, as_exported
from tinygrad_lite.grading.publish import publish
from tinygrad_lite.grading.record import NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record
from tinygrad_lite.grading.tables import read_table

WHY, PLOT = "mine/why", "mine/plot"
TEXTS = {
    "ada": "Because it is smooth.",
    "ben": "Because it is smooth.",
    "carla": "=1+1\n-it grows",
    "dora": "",
    "emil": "Größe, \"quoted\"; with ; and ,",
    "fay": "No idea.",
}  # fmt: skip


class Class:
    """A class whose texts a test changes between runs; each has an exercise, which programs judge, besides."""

    def __init__(self, report):
        self.report, self.texts, self.points, self.share, self.group = report, dict(TEXTS), 3.0, {}, {}

    def record(self, student, text):
        share = self.share.get(student, 1.0)
        marks = (
            Mark("loss/mse", 2, 1.0, status="right", share=share),
            Mark(WHY, self.points, state=NEEDS_A_PERSON, read=True, share=share),
            Mark(PLOT, 2, state=NOT_HANDED_IN, read=True),
        )
        group = self.group.get(student, "")
        about = {"path": f"{group or student}/a.ipynb", "sha256": f"{len(text):064x}", "group": group}
        return Record(student, lesson="02_loss", seed=1, marks=marks, texts={WHY: text}, **about)

    def graded(self):
        """Grade; gives how many lines of needs.csv there are."""
        info = {
            "lessons": ["02_loss"], "seed": 1, "version": "1", "tier": "sandbox", "tier_sentence": "", "points": {},
            "extras": {"mistakes": [], "exercises": []}, "specs": {},
        }  # fmt: skip
        records = [self.record(*each) for each in self.texts.items()]
        runs = KeptRuns(self.report)
        with runs.alone():
            run = runs.begin(info)
            for record in records:
                run.keep(record)
            run.save(finished="now")
            return publish(self.report, run, [], records, runs.before(run))

    @property
    def file(self):
        return self.report / "manual.csv"

    def rows(self):
        return {row["text"]: row for row in rows_in(self.file)}

    def type(self, text, style="as it was", **typed):
        mark(self.file, {(WHY, text): typed}, style)

    def marks(self, exercise=WHY):
        rows = [row for row in read_table(self.report / "grades.csv") if row["exercise"] == exercise]
        return {row["student"]: row["points"] for row in rows}

    def changes(self):
        rows = rows_of(self.report / "changes.csv")
        return [(row["student"], row["exercise"], row["before"], row["after"], row["reason"]) for row in rows]

    def page(self, student):
        text = page_of(self.report, student).read_text("utf-8")
        return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", text))


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture(autouse=True)
def quick(request, monkeypatch):
    """Without waiting for the disk; and without class reports, but for one test: they take longer than all the rest."""
    monkeypatch.setattr(files.os, "fsync", lambda file: None)
    if "report" not in request.node.name:
        for module in (publishing, command_manual):
            monkeypatch.setattr(module, "write_reports", lambda *arguments: [])


@pytest.fixture
def course(tmp_path):
    course = Class(tmp_path / "report")
    course.graded()
    return course


def ids(course):
    return {text: row["answer_id"] for text, row in course.rows().items()}


# ---------------------------------------------------------------------------------------------------- the table


def test_equal_answers_are_one_row_blank_ones_are_zero_and_no_name_is_in_it(course):
    rows = course.rows()
    assert list(next(iter(rows.values()))) == list(table.COLUMNS)
    assert rows["Because it is smooth."]["count"] == "2"
    assert (rows[""]["score"], rows[""]["comment"], rows[""]["count"]) == ("0", "no answer", "1")
    assert len(rows) == 5
    assert "'=1+1\n-it grows" in rows  # no formula, and its lines stay
    assert not re.search("|".join(TEXTS), course.file.read_text("utf-8"))
    assert course.marks() == dict.fromkeys(TEXTS, "") | {"dora": "0"}
    assert course.marks(PLOT) == dict.fromkeys(TEXTS, "")  # nothing of it was handed in


def test_the_order_says_nothing_of_names_and_is_the_same_each_time(course):
    first = [row["answer_id"] for row in rows_in(course.file)]
    course.texts = dict(reversed(course.texts.items())) | {"zoe": "Another."}
    course.graded()
    again = [row["answer_id"] for row in rows_in(course.file)]
    assert [one for one in again if one in first] == first
    assert again[:-1] == sorted(again[:-1])  # by a name that is made of the text; what is blank comes last
    assert all(re.fullmatch("[b-df-hj-np-tv-z]{5}-[b-df-hj-np-tv-z]{5}", one) for one in again)


def test_the_work_list_and_the_report_say_what_is_unread(course):
    needs = {row["exercise"]: row["why"] for row in read_table(course.report / "needs.csv")}
    assert needs == {WHY: "4 of 4 different answers are not marked yet"}
    text = re.sub("<[^>]*>", "", (course.report / "report.html").read_text("utf-8"))
    assert "Text answers unread: 5" in text
    assert "not marked yet (3 points)" in course.page("ada")


@pytest.mark.parametrize("style", STYLES)
def test_a_mark_holds_for_all_who_wrote_so_however_the_file_was_saved(course, style):
    course.type("Because", style, score="1,5" if style != "as it was" else "1.5", comment="Größer als? Say what.")
    assert course.graded() == 1
    assert course.marks() == dict.fromkeys(TEXTS, "") | {"ada": "1.5", "ben": "1.5", "dora": "0"}
    assert course.marks("loss/mse") == dict.fromkeys(TEXTS, "1")  # automatic points are as they were
    rows = {row["student"]: row for row in read_table(course.report / "grades.csv") if row["exercise"] == WHY}
    assert (rows["ada"]["manual"], rows["ada"]["auto"], rows["ada"]["state"]) == ("1.5", "", "graded")
    assert course.changes() == [(one, WHY, "", "1.5", "manual mark") for one in ("ada", "ben")]
    assert "Größer als? Say what." in course.page("ben")
    assert "1.5 of 3 points, 1.5 missed" in course.page("ben")
    assert rows_in(course.file)[0].keys() == {*table.COLUMNS}  # written as it was again


def test_rows_may_be_sorted_filtered_and_deleted(course):
    course.type("Because", score="2")
    rows = [row for row in reversed(rows_in(course.file)) if row["score"] == "2"]
    save(course.file, rows, columns=["comment", "score", "answer_id", "question"])
    course.graded()
    assert course.marks()["ada"] == "2"
    assert len(course.rows()) == 5  # what was deleted is back


def test_a_late_one_loses_what_late_ones_lose_and_an_override_wins(course):
    course.share["ben"] = 0.5
    course.type("Because", score="3")
    course.graded()
    assert (course.marks()["ada"], course.marks()["ben"]) == ("3", "1.5")
    done = run("override", course.report, "ben", WHY, "2", "Your doctor's letter.")
    assert done.exit_code == 0, done.output
    assert course.marks()["ben"] == "2"
    assert "Your doctor" in course.page("ben")
    assert "(The mark before was 3.)" in course.page("ben")


@pytest.mark.parametrize(
    ("score", "share", "counts", "says"),
    [
        ("3", 0.7, "2.4", "You were given 2.4 before, and that stays. Graded again, it would be 2.1."),
        ("2", 0.8, "1.6", "You got 2."),  # what a person takes off is taken off
        ("2", 0.7, "1.6", "Lateness takes off no more than it did when your mark went out, so 1.6 counts."),
        ("0", 0.7, "0", ""),
        ("3", 1.0, "3", ""),
    ],
)
def test_of_what_went_out_a_late_rule_takes_no_more_and_a_person_does(course, score, share, counts, says):
    course.share["ada"] = 0.8
    course.type("Because it is smooth.", score="3")
    course.graded()
    ada = next(one for one in KeptRuns(course.report).last().records() if one.student == "ada")
    note(course.report, [{"student": "ada", "lesson": "02_loss", "what": BY_MARK, "run": 2, **as_exported(ada)}])
    assert f"{WHY} 2.4/3 of 3/3" in read_table(course.report / "exported.csv")[0]["marks"]
    course.share["ada"] = share
    course.type("Because it is smooth.", score=score)
    plain, floors = course.record, Floors.of(course.report, NEVER_LOWER)
    course.record = lambda student, text: floors.hold_up(plain(student, text), [plain(student, text).sha256])
    course.graded()
    assert course.marks()["ada"] == counts
    assert course.marks()["ben"] == score  # in time, and his never went out
    assert says in course.page("ada")
    rows = read_table(course.report / "grades.csv")
    held = [row["student"] for row in rows if row.get("held") and row["exercise"] == WHY]
    assert held == (["ada"] if share == 0.7 and score != "0" else [])


def test_a_group_counts_once(course):
    course.group |= {"ada": "A", "ben": "A"}
    course.graded()
    assert course.rows()["Because it is smooth."]["count"] == "1"


def test_a_long_text_is_cut_in_the_table_and_whole_on_the_page(course):
    course.texts["fay"] = "word " * 8_000
    course.graded()
    row = next(row for row in rows_in(course.file) if row["text"].startswith("word"))
    assert len(row["text"]) < 32_767
    assert row["text"].endswith("(It goes on: manual/mine-why.html)")


# -------------------------------------------------------------------------------------------------- nothing is lost


def test_another_text_is_another_answer_and_the_mark_of_the_first_is_kept(course):
    course.type("No idea", score="1", comment="Try.")
    course.graded()
    course.texts["fay"] = "Now I know: it is convex."
    course.graded()
    assert course.marks()["fay"] == ""
    row = course.rows()["No idea."]
    assert (row["score"], row["comment"], row["count"]) == ("1", "Try.", "0")
    assert course.changes()[-1] == ("fay", WHY, "1", "", "hand-in changed")
    course.texts["fay"] = "No idea."
    course.graded()
    assert course.marks()["fay"] == "1"


def test_a_table_that_lay_open_takes_nothing_away(course):
    old = rows_in(course.file)
    course.type("Because", score="2", comment="Yes.")
    course.graded()
    for row in old:
        if row["text"] == "No idea.":
            row |= {"score": "1"}
    save(course.file, old)  # without the mark that was typed meanwhile
    course.texts["zoe"] = "Late, and new."
    course.graded()
    assert (course.marks()["ada"], course.marks()["fay"]) == ("2", "1")
    assert course.rows()["Because it is smooth."]["comment"] == "Yes."
    assert course.rows()["Late, and new."]["score"] == ""


def test_a_dash_takes_a_mark_back_and_the_log_has_all_that_was_typed(course):
    for typed in ({"score": "2", "comment": "Yes."}, {"score": "1", "comment": "No."}, {"score": "-", "comment": ""}):
        course.type("Because", **typed)
        course.graded()
    assert course.marks()["ada"] == ""
    assert [row[2:] for row in course.changes() if row[0] == "ada"] == [
        ("", "2", "manual mark"), ("2", "1", "manual mark"), ("1", "", "manual mark"),
    ]  # fmt: skip
    log = [
        row
        for row in read_table(course.report / "manual_log.csv")
        if row["answer_id"] == ids(course)["Because it is smooth."]
    ]
    assert [(row["score"], row["comment"]) for row in log] == [("", ""), ("2", "Yes."), ("1", "No."), ("", "")]


def test_a_table_that_was_deleted_comes_back(course):
    course.type("Because", score="2", comment="Yes.", grader="anna", flag="look")
    course.graded()
    before = course.file.read_bytes()
    course.file.unlink()
    course.graded()
    assert course.file.read_bytes() == before


def test_a_file_that_cannot_be_written_costs_nothing(course, monkeypatch):
    from tinygrad_lite.grading.hand_marking import marks

    course.type("Because", score="2")
    course.texts["zoe"] = "Late, and new."
    held = marks.write_whole

    def open_elsewhere(path, data):
        if path.name == "manual.csv":
            raise PermissionError(13, "it is open", str(path))
        return held(path, data)

    monkeypatch.setattr(marks, "write_whole", open_elsewhere)
    with pytest.raises(PermissionError):
        course.graded()
    assert course.marks()["ada"] == "2"  # the marks are there all the same
    monkeypatch.undo()
    course.graded()
    assert course.rows()["Late, and new."]["count"] == "1"


def test_what_is_as_it_was_is_not_written_again(course):
    before = course.file.stat().st_mtime_ns
    course.graded()
    assert course.file.stat().st_mtime_ns == before


# ---------------------------------------------------------------------------------------------------- what is wrong

WRONG = {
    "row 3, column score: 4 points, and mine/why has 0 to 3.": {"score": "4"},
    "row 3, column score: -1 points, and mine/why has 0 to 3.": {"score": "-1"},
    'row 3, column score: "good" is no number of points. Write one from 0 to 3, such as 1.5 or 1,5': {"score": "good"},
    'row 3, column score: "01. Mai" is no number of points.': {"score": "01. Mai"},
    "row 3, column score: nan points": {"score": "nan"},
    'row 3, column answer_id: there is no answer "bcdfg-hjklm" to mine/why.': {"answer_id": "bcdfg-hjklm"},
    'row 3, column question: there is no "mine/who"; there are: mine/why. Did you mean "mine/why"?': {
        "question": "mine/who"
    },
    "row 3, column comment: there is no code #units. Did you mean #unit?": {"score": "1", "comment": "#units"},
    "row 3, column comment: there is no code #zz. Write it into comments.toml": {"score": "1", "comment": "x #zz"},
}


@pytest.mark.parametrize("said", WRONG)
def test_what_cannot_be_right_is_said_with_row_and_column_and_changes_nothing(course, said):
    (course.report / "comments.toml").write_text('unit = {text = "In what unit?"}\n', "utf-8")
    rows = rows_in(course.file)
    rows[1] |= WRONG[said]
    rows[2] |= {"score": "2"}  # which is right, and waits with the others
    save(course.file, rows)
    before = {path: path.read_bytes() for path in course.report.rglob("*") if path.is_file()}
    done = run("manual", "merge", course.report)
    assert (done.exit_code, said in done.output) == (2, True), done.output
    assert "Nothing was taken from this file." in done.output
    assert before == {path: path.read_bytes() for path in before}


def test_columns_that_were_sorted_by_themselves_are_seen(course):
    rows = rows_in(course.file)
    texts = [row["text"] for row in rows]
    for row, text in zip(rows, [*texts[1:], texts[0]], strict=True):
        row |= {"text": text, "score": "1"}
    save(course.file, rows)
    done = run("manual", "merge", course.report)
    assert done.exit_code == 2
    assert "Were single columns sorted? Sort whole rows." in done.output


def test_a_text_that_a_spreadsheet_changed_does_not_matter(course):
    rows = rows_in(course.file)
    for row in rows:
        row |= {"text": row["text"].replace("smooth", "smoth").replace("'=1+1", "2"), "score": "1"}
    save(course.file, rows)
    assert run("manual", "merge", course.report).exit_code == 0
    assert set(course.marks().values()) == {"1"}


@pytest.mark.parametrize(("score", "worth"), [("9", 3), ("3", 2)])
def test_what_is_typed_wrongly_or_is_worth_less_now_is_said_before_anything_is_graded(course, tmp_path, score, worth):
    course.type("Because", score=score)
    (tmp_path / "submitted" / "ada").mkdir(parents=True)
    (tmp_path / "grading.toml").write_text(f'[points]\n"{WHY}" = {worth}\n', "utf-8")
    settings = ("--settings", tmp_path / "grading.toml", "--unsafe")
    done = run("grade", tmp_path / "submitted", "--out", course.report, *settings)
    assert done.exit_code == 2
    assert f"column score: {score} points, and mine/why has 0 to {worth}." in done.output
    assert len(KeptRuns(course.report).all()) == 1


# ------------------------------------------------------------------------------------------------------------- codes


def test_codes_are_looked_up_each_time(course):
    codes = course.report / "comments.toml"
    codes.write_text('unit = {text = "In what unit?", points = -0.5}\nnice = {text = "Well seen."}\n', "utf-8")
    course.type("Because", score="3", comment="#unit And: #nice See ##3, #3.")
    course.type("No idea", score="0", comment="#unit")
    course.graded()
    assert (course.marks()["ada"], course.marks()["fay"]) == ("2.5", "0")  # never below 0
    assert "In what unit? (-0.5) And: Well seen. See #3, #3." in course.page("ada")
    codes.write_text('unit = {text = "Name the unit.", points = -1}\nnice = {text = "Good."}\n', "utf-8")
    course.graded()
    assert course.marks()["ada"] == "2"
    assert "Name the unit. (-1) And: Good." in course.page("ada")
    assert ("ada", WHY, "2.5", "2", "manual mark") in course.changes()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit = 3\n", 'line 1: write unit = {text = "…", points = -0.5}'),
        ('a = {text = "x"}\nunit = {text = "x", points = "y"}\n', "line 2: points of unit are no number"),
        ("unit = {text\n", "comments.toml cannot be read"),
        ('"3x" = {text = "x"}\n', '"3x" is no code'),
    ],
)
def test_codes_that_cannot_be_read(course, text, said):
    (course.report / "comments.toml").write_text(text, "utf-8")
    done = run("manual", "merge", course.report)
    assert (done.exit_code, said in done.output) == (2, True), done.output


def test_a_code_that_was_taken_out_is_said(course):
    codes = course.report / "comments.toml"
    codes.write_text('unit = {text = "In what unit?"}\n', "utf-8")
    course.type("Because", score="3", comment="#unit")
    course.graded()
    codes.write_text("", "utf-8")
    done = run("manual", "merge", course.report)
    assert "there is no code #unit" in done.output
    assert course.marks()["ada"] == "3"


# -------------------------------------------------------------------------------------------------- several markers


def dealt(course, overlap=1, graders="anna,ben"):
    done = run("manual", "split", course.report, "--graders", graders, "--overlap", overlap)
    assert done.exit_code == 0, done.output
    return done.output


def of(course, grader):
    return course.report / f"manual_{grader}.csv"


def give(course, grader, score, style="as it was", **more):
    rows = rows_in(of(course, grader))
    for row in rows:
        row |= {"score": score} | more
    save(of(course, grader), rows, style)


def test_every_answer_goes_to_one_and_some_to_all(course):
    said = dealt(course)
    files = [{row["answer_id"] for row in rows_in(of(course, grader))} for grader in ("anna", "ben")]
    open_ = {row["answer_id"] for row in rows_in(course.file) if row["score"] == ""}
    assert files[0] | files[1] == open_
    assert len(files[0] & files[1]) == 1
    assert {len(one) for one in files} <= {2, 3}
    assert "Marked by more than one: 1 of mine/why." in said
    assert not re.search("|".join({*TEXTS} - {"ben"}), of(course, "anna").read_text("utf-8"))


def test_the_parts_come_together_and_what_two_have_marked_is_compared(course):
    dealt(course)
    (shared,) = {row["answer_id"] for row in rows_in(of(course, "anna"))} & {
        row["answer_id"] for row in rows_in(of(course, "ben"))
    }
    give(course, "anna", "1", "semicolons")
    give(course, "ben", "2,5", "Unicode text")
    done = run("manual", "merge", course.report)
    assert done.exit_code == 2  # where they differ, somebody has to look
    assert (
        f"mine/why: 1 answer marked by more than one; on average 1.5 of 3 points apart (ben gives 1.5 more); "
        f"furthest: {shared} (anna 1, ben 2.5)." in done.output
    )
    assert "" not in course.marks().values()
    row = next(row for row in rows_in(course.file) if row["answer_id"] == shared)
    assert (row["score"], row["grader"], row["flag"]) == ("1", "anna", "ben gave 2.5")
    (need,) = read_table(course.report / "needs.csv")
    assert need["why"] == f"{shared} (anna 1) is flagged: ben gave 2.5"
    # the instructor decides; merging again takes nothing back
    rows = rows_in(course.file)
    for one in rows:
        if one["answer_id"] == shared:
            one |= {"score": "2", "flag": ""}
    save(course.file, rows)
    done = run("manual", "merge", course.report)
    assert done.exit_code == 0, done.output
    after = next(row for row in rows_in(course.file) if row["answer_id"] == shared)
    assert (after["score"], after["flag"]) == ("2", "")


@pytest.mark.parametrize(("ben", "flag"), [("3", "ben gave 3 with #square"), ("2,5", "ben gave 2.5 with #square")])
def test_what_codes_take_off_counts_where_two_differ(course, ben, flag):
    """The same score, and a code that takes a point off: these are two marks."""
    (course.report / "comments.toml").write_text('square = {text = "An area.", points = -1}\n', "utf-8")
    dealt(course)
    give(course, "anna", "3")
    give(course, "ben", ben, comment="#square")
    assert run("manual", "merge", course.report).exit_code == 2
    assert [row["flag"] for row in rows_in(course.file) if row["flag"]] == [flag]


def test_the_work_list_says_what_a_flagged_mark_comes_to(course):
    """What was typed is not what counts where a code takes something off, now or later."""
    codes = course.report / "comments.toml"
    codes.write_text('square = {text = "An area.", points = -1}\n', "utf-8")
    dealt(course)
    give(course, "anna", "2,5", comment="Say more. #square")
    give(course, "ben", "2,5", comment="#square #square", flag="look")
    run("manual", "merge", course.report)
    shared = next(row["answer_id"] for row in rows_in(course.file) if row["flag"] and row["grader"] == "anna")
    for points, says in (
        (-1, "anna 1.5 in all: 2.5 typed, with #square"), (-2, "anna 0.5 in all: 2.5 typed, with #square"),
        (0, "anna 2.5"),
    ):  # fmt: skip
        codes.write_text(f'square = {{text = "An area.", points = {points}}}\n', "utf-8")
        run("manual", "merge", course.report)
        said = [need["why"] for need in read_table(course.report / "needs.csv")]
        assert f"{shared} ({says}) is flagged: look" in said


def test_so_does_what_the_flag_says_of_the_other_marker(course):
    codes = course.report / "comments.toml"
    codes.write_text('square = {text = "An area.", points = -1}\n', "utf-8")
    dealt(course)
    give(course, "anna", "3")
    give(course, "ben", "2,5", comment="#square")
    run("manual", "merge", course.report)
    (need,) = read_table(course.report / "needs.csv")
    assert need["why"].endswith("(anna 3) is flagged: ben gave 1.5 in all: 2.5 typed, with #square")
    page = (course.report / "manual" / "mine-why.html").read_text("utf-8")
    assert "flagged: ben gave 1.5 in all: 2.5 typed, with #square" in page


def test_a_flag_that_somebody_typed_is_no_difference_between_markers(course):
    course.type("Because", score="2", flag="look")
    said = run("manual", "merge", course.report).output
    assert "Where they differ" not in said


def test_two_marks_that_differ_by_a_code_alone_are_told_apart(course):
    (course.report / "comments.toml").write_text('square = {text = "An area.", points = -1}\n', "utf-8")
    dealt(course, overlap=0)
    give(course, "anna", "3")
    foreign = [row | {"grader": "ben", "comment": "#square"} for row in rows_in(of(course, "anna"))[:1]]
    save(of(course, "ben"), [*rows_in(of(course, "ben")), *foreign])
    said = run("manual", "merge", course.report).output
    assert "anna 3 (manual_anna.csv, row 2), ben 3 with #square (manual_ben.csv, row" in said


def test_what_comes_to_the_same_is_no_difference(course):
    (course.report / "comments.toml").write_text('square = {text = "An area.", points = -1}\n', "utf-8")
    dealt(course)
    give(course, "anna", "3", comment="#square")
    give(course, "ben", "2")
    assert run("manual", "merge", course.report).exit_code == 0
    assert not [row["flag"] for row in rows_in(course.file) if row["flag"]]


def test_two_marks_for_one_answer_are_refused_and_nothing_is_merged(course):
    dealt(course, overlap=0)
    rows = rows_in(of(course, "anna"))
    give(course, "anna", "1")
    foreign = [row | {"score": "2", "grader": "ben"} for row in rows[:1]]
    mine = [row | {"score": "3"} for row in rows_in(of(course, "ben"))]
    save(of(course, "ben"), [*mine, *foreign])
    before = course.file.read_bytes()
    done = run("manual", "merge", course.report)
    assert done.exit_code == 2
    assert (
        f"mine/why {rows[0]['answer_id']}: anna 1 (manual_anna.csv, row 2), ben 2 (manual_ben.csv, row" in done.output
    )
    assert "Nothing was merged." in done.output
    assert course.file.read_bytes() == before


def test_a_mark_in_the_table_and_another_in_a_file_are_refused(course):
    dealt(course, overlap=0)
    give(course, "anna", "1")
    rows = rows_in(course.file)
    name = rows_in(of(course, "anna"))[0]["answer_id"]
    save(course.file, [row | ({"score": "2"} if row["answer_id"] == name else {}) for row in rows])
    done = run("manual", "merge", course.report)
    assert done.exit_code == 2
    assert "anna 1 (manual_anna.csv, row 2), somebody 2 (manual.csv)" in done.output


def test_a_marker_may_correct_herself_and_a_file_from_a_mail_is_hers(course, tmp_path):
    dealt(course, overlap=0)
    give(course, "anna", "1")
    run("manual", "merge", course.report)
    give(course, "anna", "2", comment="Seen again.")
    mail = tmp_path / "manual_anna (1).csv"
    of(course, "anna").rename(mail)
    save(mail, [row | {"grader": ""} for row in rows_in(mail)])
    done = run("manual", "merge", course.report, mail)
    assert done.exit_code == 2, done.output  # ben has not marked his yet
    assert sorted(set(course.marks().values())) == ["", "0", "2"]
    assert "anna: 2 of 2 marked\nben: 0 of 2 marked" in done.output


def test_what_an_instructor_corrects_stays_when_the_same_file_is_merged_again(course):
    dealt(course, overlap=0)
    give(course, "anna", "1")
    give(course, "ben", "1")
    run("manual", "merge", course.report)
    course.type("Because", score="3")  # the marker's name stays in its row
    for _ in range(2):
        done = run("manual", "merge", course.report)
        assert done.exit_code == 0, done.output
        assert (course.marks()["ada"], course.marks()["fay"]) == ("3", "1")
    grader = course.rows()["Because it is smooth."]["grader"]
    give(course, grader, "2")  # another mark than the one that was decided
    done = run("manual", "merge", course.report)
    assert (done.exit_code, f"{grader} 3 (manual.csv)" in done.output) == (2, True), done.output
    assert course.marks()["ada"] == "3"


def test_markers_that_nobody_named_are_refused(course, tmp_path):
    dealt(course)
    rows = rows_in(of(course, "anna"))
    save(of(course, "anna"), [row | {"score": "1", "grader": "carl"} for row in rows])
    done = run("manual", "merge", course.report)
    assert (done.exit_code, 'row 2, column grader: "carl" is no marker here; there are: anna, ben.' in done.output) == (
        2,
        True,
    )
    other = tmp_path / "carl.csv"
    save(other, [row | {"score": "1", "grader": ""} for row in rows])
    done = run("manual", "merge", course.report, other)
    assert (done.exit_code, "row 2, column grader: nobody knows whose mark this is" in done.output) == (2, True)
    assert course.marks()["ada"] == ""


def test_a_second_split_gives_out_what_came_late_and_overwrites_no_mark(course):
    dealt(course, overlap=0)
    before = {grader: {row["answer_id"] for row in rows_in(of(course, grader))} for grader in ("anna", "ben")}
    give(course, "anna", "1")
    course.texts |= {"zoe": "Late, and new.", "yan": "Later."}
    course.graded()
    refused = run("manual", "split", course.report, "--graders", "anna,ben")
    assert refused.exit_code == 1
    assert "manual_anna.csv has marks that are not merged yet" in refused.output
    run("manual", "merge", course.report)
    dealt(course, overlap=0)
    files = {grader: {row["answer_id"] for row in rows_in(of(course, grader))} for grader in ("anna", "ben")}
    assert before["ben"] <= files["ben"]
    assert not before["anna"] & files["anna"]
    assert len(files["anna"] | files["ben"]) == 4
    assert not files["anna"] & files["ben"]


def test_a_split_speaks_only_of_what_is_still_to_be_marked(course):
    """What is marked is not counted again; a marker who has nothing is told; where nobody has, no file is written."""
    dealt(course)
    for grader in ("anna", "ben"):
        give(course, grader, "1")
    run("manual", "merge", course.report)
    files = {grader: of(course, grader).read_bytes() for grader in ("anna", "ben")}
    done = run("manual", "split", course.report, "--graders", "anna,ben")
    assert done.exit_code == 1
    assert "nothing new to be marked: every answer that was dealt out has its mark" in done.output
    assert files == {grader: of(course, grader).read_bytes() for grader in ("anna", "ben")}
    course.texts |= {"zoe": "Late, and new."}
    course.graded()
    said = dealt(course, graders="anna,ben,carl")
    assert sorted(line.partition(": ")[2] for line in said.splitlines()[:3]) == ["1 answer", *["nothing to mark"] * 2]
    assert "No answer is marked by two." in said
    assert " 0 " not in said


@pytest.mark.parametrize("names", ["anna", "anna,anna", "anna,../ben", "anna,"])
def test_names_of_markers(course, names):
    assert run("manual", "split", course.report, "--graders", names).exit_code == 2


def test_without_questions_for_people_there_is_nothing(course):
    for record in (run_ := KeptRuns(course.report).last()).records():
        run_.keep(Record(record.student, record.path, marks=record.marks[:1], lesson="02_loss"))
    done = run("manual", "merge", course.report)
    assert (done.exit_code, "there is nothing that a person reads" in done.output) == (1, True)
