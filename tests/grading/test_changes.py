"""No mark moves without a line in changes.csv that says why."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.grading.named import hand_out, page_of
from tinygrad_lite.grading import publish as publishing
from tinygrad_lite.grading.changed_texts import COMMENT, texts_of, texts_told
from tinygrad_lite.grading.changes import (
    CHECK,
    HAND_IN,
    LATENESS,
    LOST,
    MACHINERY,
    MISSING,
    NO_REASON,
    OVERRIDE,
    POINTS,
    REGRADE,
    RETRIED,
    SEED,
    TIME_MOVED,
    TIME_OVER,
    TOLD,
    WHOSE,
    Change,
    changes_of,
)
from tinygrad_lite.grading.changes_told import told
from tinygrad_lite.grading.command import how_marks_moved
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.missing import ASKED, DOUBT, EMPTY, TIME, WAITS, ZERO
from tinygrad_lite.grading.overrides import Override, write_overrides
from tinygrad_lite.grading.publish import publish
from tinygrad_lite.grading.record import MACHINE, NOT_HANDED_IN, Mark, Record
from tinygrad_lite.grading.tables import read_table, safe

IDS = ("loss/mse", "loss/mae")
STUDENTS = ("ada", "=ben", "carla")


class Class:
    """A class whose hand-ins, checks, points, seeds and overrides a test changes between runs."""

    def __init__(self, report):
        self.report = report
        self.info = {
            "lessons": ["02_loss"], "seed": 1, "version": "1", "tier": "sandbox", "tier_sentence": "", "points": {},
            "extras": {"mistakes": [], "exercises": []}, "specs": dict.fromkeys(IDS, "a"), "python": "3.11",
            "worth": {"02_loss": dict.fromkeys(IDS, 2.0)},
        }  # fmt: skip
        self.files = dict.fromkeys(STUDENTS, 0)
        self.auto = {(student, name): 1.0 for student in STUDENTS for name in IDS}
        self.worth = dict.fromkeys(IDS, 2.0)
        self.lost = set()
        self.overrides = {}
        self.share = dict.fromkeys(STUDENTS, 1.0)
        self.floors = {}
        self.made = {}
        self.names = {}
        self.cards = {}
        self.comments = {}
        self.absent = []
        self.late_by = "27:00:00"

    def records(self):
        for student, version in self.files.items():
            marks = [
                Mark(name, self.worth[name], state=MACHINE, why="slow")
                if (student, name) in self.lost
                else Mark(
                    name,
                    self.worth[name],
                    self.auto[student, name],
                    status="wrong",
                    share=self.share[student],
                    late_by=self.late_by if self.share[student] < 1 else "",
                    floor=self.floors.get((student, name)),
                    run=self.made.get(name, 0),
                    name=self.names.get(student, ""),
                    card=self.cards.get((student, name), {}),
                    comment=self.comments.get((student, name), ""),
                    total=3,
                )
                for name in IDS
            ]
            yield Record(
                student, f"{student}/a.ipynb", f"{version}", "02_loss", marks=tuple(marks), seed=self.info["seed"]
            )

        yield from (Record(student, state=NOT_HANDED_IN, why="on the roster") for student in self.absent)

    def marks(self):
        """The marks of all, by student and exercise."""
        return {(record.student, mark.id): mark for record in self.records() for mark in record.marks}

    def graded(self):
        """Grade; gives the lines of changes.csv that this made."""
        runs, records = KeptRuns(self.report), list(self.records())
        with runs.alone():
            run = runs.begin(dict(self.info))
            for record in records:
                run.keep(record)
            run.save(finished="now")
            write_overrides(self.report, self.overrides)
            publish(self.report, run, [], records, runs.before(run))
        return changes_of(self.report, run)

    def points(self):
        return {(row["student"], row["exercise"]): row["points"] for row in read_table(self.report / "grades.csv")}


@pytest.fixture
def course(tmp_path):
    course = Class(tmp_path / "report")
    assert course.graded() == []
    hand_out(course.report)
    return course


def only(lines):
    (line,) = lines
    return line.student, line.exercise, line.before, line.after, line.reason


def test_nothing_moved_and_nothing_is_said(course):
    assert course.graded() == []
    assert not (course.report / "changes.csv").exists()
    assert how_marks_moved([], course.report, KeptRuns(course.report).last()) == []


def test_another_file(course):
    course.files["ada"], course.auto["ada", "loss/mse"] = 1, 2.0
    assert only(course.graded()) == ("ada", "loss/mse", "1", "2", HAND_IN)
    assert '"changed": 1,' in (course.report / "report.json").read_text("utf-8")
    page = page_of(course.report, "ada").read_text("utf-8")
    assert "It was 1: a file of yours counts that did not before." in page
    assert "It was" not in page_of(course.report, "carla").read_text("utf-8")


def test_a_run_that_was_stopped_between_its_lines_and_its_marks_has_moved_none(course, monkeypatch):
    """It is not gone on with, since something is graded otherwise now: what moves, moves in the run that is written."""
    course.files["ada"], course.auto["ada", "loss/mse"] = 1, 2.0
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "write_table", lambda *arguments, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            course.graded()
    assert [row["run"] for row in read_table(course.report / "changes.csv")] == ["2"]
    assert only(course.graded()) == ("ada", "loss/mse", "1", "2", HAND_IN)
    assert [row["run"] for row in read_table(course.report / "changes.csv")] == ["3"]
    course.auto["ada", "loss/mse"], course.files["ada"] = 1.0, 2
    course.graded()
    assert [row["run"] for row in read_table(course.report / "changes.csv")] == ["3", "4"]


def test_a_hand_in_that_is_gone_or_new(course):
    del course.files["ada"]
    assert {(line.before, line.after, line.reason) for line in course.graded()} == {("1", "", HAND_IN)}
    course.files["ada"] = 0
    assert {(line.before, line.after, line.reason) for line in course.graded()} == {("", "1", HAND_IN)}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda course: course.info["specs"].update({"loss/mse": "b"}), CHECK),
        (lambda course: course.info.update(version="2"), CHECK),
        (lambda course: course.info.update(seed=2), SEED),
        (lambda course: course.info.update(python="3.12"), MACHINERY),
        (lambda course: None, NO_REASON),
    ],
)
def test_another_check_seed_or_machine(course, change, why):
    course.info["specs"] = dict(course.info["specs"])
    course.auto["ada", "loss/mse"] = 0.0
    change(course)
    lines = course.graded()
    assert only(lines) == ("ada", "loss/mse", "1", "0", why)
    said = how_marks_moved(lines, course.report, KeptRuns(course.report).last())
    assert said[1:] == [f"loss/mse: {why}: 0 marks up, 1 down. 2 others: the same"]


def test_a_mark_whose_hand_in_is_gone_is_not_open(course):
    """Nobody is to mark it, so it is not called open; a mark that the machine lost is."""
    del course.files["ada"]
    said = how_marks_moved(course.graded(), course.report, KeptRuns(course.report).last())
    assert f"loss/mse: {HAND_IN}: 1 mark gone. 2 others: the same" in said
    course.lost = {("carla", "loss/mse")}
    said = how_marks_moved(course.graded(), course.report, KeptRuns(course.report).last())
    assert f"loss/mse: {LOST}: 1 mark open again. 1 other: the same" in said
    course.files = {}
    said = how_marks_moved(course.graded(), course.report, KeptRuns(course.report).last())
    assert f"loss/mae: {HAND_IN}: 2 marks gone" in said


def test_of_no_other_nothing_is_said(course):
    course.info["specs"] = dict.fromkeys(IDS, "b")
    for student in STUDENTS:
        course.auto[student, "loss/mse"] = 0.0 if student == "ada" else 1.5
    said = how_marks_moved(course.graded(), course.report, KeptRuns(course.report).last())
    (line,) = [line for line in said if line.startswith("loss/mse")]
    assert "other" not in line


def test_a_mark_that_was_kept_rests_on_the_run_that_made_it(course):
    """Both checks are mended; then `--only loss/mae`, then everything: the mended mse is seen only now."""
    course.info["specs"] = dict.fromkeys(IDS, "b")
    course.made = {"loss/mse": 1, "loss/mae": 2}
    course.auto["ada", "loss/mae"] = 0.0
    assert only(course.graded()) == ("ada", "loss/mae", "1", "0", CHECK)
    course.made = dict.fromkeys(IDS, 3)
    course.auto["ada", "loss/mse"] = 2.0
    assert only(course.graded()) == ("ada", "loss/mse", "1", "2", CHECK)


def test_diagnoses_that_changed_are_counted(course):
    course.info["specs"] = dict.fromkeys(IDS, "b")
    course.names = {"ada": "sums", "carla": "sums"}
    course.auto["ada", "loss/mse"] = 2.0
    said = how_marks_moved(course.graded(), course.report, KeptRuns(course.report).last())
    assert said[1:] == ["loss/mse: check changed: 1 mark up, 0 down, 2 diagnoses changed. 2 others: the same"]


_DUE = {"due": "2026-11-22T23:59:00+01:00", "grace": 0.0}
_WAITS = {"missing": EMPTY, ASKED: ZERO, WAITS: TIME, "timing": _DUE, "seals": {"settings": {"": "a"}}}
_HOLDS = _WAITS | {"missing": ZERO, WAITS: ""}


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (_WAITS, _HOLDS, TIME_OVER),
        (_WAITS, _HOLDS | {"timing": _DUE | {"due": "2026-11-20T23:59:00+01:00"}}, TIME_MOVED),
        (_WAITS, _HOLDS | {"seals": {"settings": {"": "b"}}}, TIME_MOVED),  # nobody has more time any more
        (_HOLDS, _WAITS | {"seals": {"settings": {"": "b"}}}, TIME_MOVED),
        (_WAITS | {WAITS: DOUBT}, _HOLDS, WHOSE),
        (_HOLDS, _WAITS | {WAITS: DOUBT}, WHOSE),
        (_HOLDS | {"missing": EMPTY, ASKED: EMPTY}, _HOLDS, MISSING),
        ({"missing": EMPTY}, _HOLDS, MISSING),  # of a run before this was kept
    ],
)
def test_where_nothing_was_handed_in_the_reason_is_what_changed(before, after, why, tmp_path):
    """The due date had moved, or time had gone by, and the reason was that a rule had changed."""
    course = Class(tmp_path / "report")
    course.absent = ["dora"]
    course.info |= before
    course.graded()
    course.info |= after
    lines = course.graded()
    assert {(line.student, line.reason) for line in lines} == {("dora", why)}
    assert len(lines) == len(IDS)


def test_what_a_student_reads_of_it_does_not_say_that_somebody_has_more_time():
    assert len({TOLD[why] for why in (TIME_OVER, TIME_MOVED, WHOSE)}) == 1


def test_who_has_no_mark_is_not_among_those_with_the_same_mark(course):
    """Carla handed in nothing, and one mark of hers was set by hand: her empty row was "the same", too."""
    del course.files["carla"]
    course.lost = {("=ben", "loss/mse")}
    course.absent = ["carla", "dora"]
    course.overrides = {("carla", "loss/mae"): Override(1.0, "Oral."), ("dora", "loss/mse"): Override(1.0, "Oral.")}
    course.graded()
    course.info["specs"] = dict.fromkeys(IDS, "b")
    course.auto["ada", "loss/mse"] = course.auto["ada", "loss/mae"] = 2.0
    said = how_marks_moved(course.graded(), course.report, KeptRuns(course.report).last())
    assert sorted(said[1:]) == [
        "loss/mae: check changed: 1 mark up, 0 down. 2 others: the same; 1 not handed in, as before",
        "loss/mse: check changed: 1 mark up, 0 down. 1 other: the same; 1 without a mark, as before; "
        "1 not handed in, as before",
    ]


def test_a_diagnosis_is_counted_with_the_reason_of_its_own_mark(course):
    """Another file of Ada's has a mistake that has a name; Carla's mark is set by hand, and her answer is as it was."""
    course.files["ada"] = 2
    course.names = {"ada": "sums"}
    course.auto["ada", "loss/mse"] = 0.0
    course.overrides["carla", "loss/mse"] = Override(0.5, "Ill.")
    said = how_marks_moved(course.graded(), course.report, KeptRuns(course.report).last())
    assert sorted(said[1:]) == [
        "loss/mse: hand-in changed: 0 marks up, 1 down, 1 diagnosis changed. 1 other: the same",
        "loss/mse: override: 0 marks up, 1 down. 1 other: the same",
    ]


@pytest.mark.parametrize("points", ["0", "2"])
def test_the_mark_of_who_hands_in_later_is_her_first(points):
    """It went neither up nor down, and least of all up to 0."""
    found = [Change("eva", "loss/mse", "", points, HAND_IN, 2)]
    assert told(found) == ["loss/mse: hand-in changed: 1 first mark"]


def other_texts(course):
    """What is printed of texts, and of each its student, exercise, and reason."""
    run = KeptRuns(course.report).last()
    found = texts_of(course.report, run)
    return texts_told(found, course.report), {(one.student, one.exercise, one.reason) for one in found}


def test_another_text_with_the_same_mark(course):
    """A mistake gets a name: no mark moves; it is said, in one line, of how many students the text is another one."""
    course.cards = {(student, "loss/mse"): {"title": "loss/mse", "headline": "It is wrong."} for student in STUDENTS}
    course.info["specs"] = dict.fromkeys(IDS, "b")
    course.graded()
    hand_out(course.report)
    course.info["extras"] = {"mistakes": ["my_mistakes.py"], "exercises": []}
    course.cards["ada", "loss/mse"] = course.cards["carla", "loss/mse"] = {"title": "loss/mse", "headline": "You sum."}
    course.names = {"ada": "sums", "carla": "sums"}
    assert course.graded() == []
    table = course.report / "changed_texts.csv"
    line = f"2 students with the mark as it was, and another text on the page: each with its reason in {table}."
    expected = {("ada", "loss/mse", CHECK), ("carla", "loss/mse", CHECK)}
    assert other_texts(course) == ([line], expected)
    rows = [row for row in read_table(table) if row["run"] == "3"]
    assert {(row["before"], row["after"]) for row in rows} == {("wrong", "wrong (sums)")}
    assert not {row["student"] for row in rows} & {*STUDENTS}  # pseudonyms
    page = page_of(course.report, "ada").read_text("utf-8")
    assert "The mark is as it was: the check has been changed since, and your answer was graded again." in page
    assert "another text than before" not in page_of(course.report, "=ben").read_text("utf-8")
    course.graded()
    assert other_texts(course) == ([], set())


def test_a_text_that_is_another_one_for_another_file_is_not_told(course):
    """Whoever hands in again, or writes what gives other numbers each time, reads another text anyway."""
    course.cards = {("ada", "loss/mse"): {"title": "loss/mse", "headline": "You got 1."}}
    course.files["ada"] = 1
    course.graded()
    course.cards = {("ada", "loss/mse"): {"title": "loss/mse", "headline": "You got 2."}}
    course.graded()
    assert not (course.report / "changed_texts.csv").exists()


def test_a_text_that_is_another_one_since_lateness_was_counted_anew(course):
    """Where a mark is held up, or the same share is lost by another hour, only the text says otherwise."""
    course.floors = {("ada", name): 1.0 for name in IDS}
    course.share["ada"] = 0.8
    assert course.graded() == []
    table = course.report / "changed_texts.csv"
    line = f"1 student with the mark as it was, and another text on the page: each with its reason in {table}."
    expected = {("ada", name, LATENESS) for name in IDS}
    assert other_texts(course) == ([line], expected)
    page = page_of(course.report, "ada").read_text("utf-8")
    assert "You were given 1 before, and that stays. Graded again, it would be 0.8." in page
    assert "The mark is as it was: what it loses for when it was handed in was counted anew." in page
    course.graded()
    assert other_texts(course) == ([], set())
    course.floors = {}
    course.graded()
    course.late_by = "30:00:00"
    assert course.graded() == []
    assert other_texts(course) == ([line], expected)
    course.files["ada"], course.late_by = 1, "40:00:00"  # hers to know
    course.graded()
    assert other_texts(course) == ([], set())
    course.overrides = {("ada", name): Override(1.5, "Ill.") for name in IDS}
    course.graded()
    course.late_by = "50:00:00"  # of a mark that a person set nothing is said of it
    course.graded()
    assert other_texts(course) == ([], set())


def test_a_comment_that_was_written_anew(course):
    course.comments = {("ada", "loss/mse"): "Say what the root can be compared with."}
    course.graded()
    said, found = other_texts(course)
    assert (len(said), found) == (1, {("ada", "loss/mse", COMMENT)})
    assert "another text than before" not in page_of(course.report, "ada").read_text("utf-8")  # it speaks for itself


def test_as_long_as_hand_in_is_open_what_no_page_shows_is_no_other_text(course):
    course.info["still_open"] = True
    for seed, value in ((2, "1"), (3, "2")):
        course.info["seed"] = seed
        course.cards = {("ada", "loss/mse"): {"title": "loss/mse", "headline": "Wrong.", "facts": [["x", value]]}}
        course.graded()
    assert [row["run"] for row in read_table(course.report / "changed_texts.csv")] == ["2"]  # the first card


def test_other_points(course):
    course.worth["loss/mse"] = 4.0
    for student in STUDENTS:
        course.auto[student, "loss/mse"] = 2.0
    lines = course.graded()
    assert {line.reason for line in lines} == {POINTS}
    assert told(lines) == ["loss/mse: points changed: 3 marks up, 0 down"]


def test_what_ran_out_of_time_was_tried_again(course):
    course.lost.add(("ada", "loss/mse"))
    course.files["ada"] = 1
    course.graded()
    course.lost.clear()
    assert only(course.graded()) == ("ada", "loss/mse", "", "1", RETRIED)


def test_what_ran_out_of_time_this_time(course):
    course.lost.add(("ada", "loss/mse"))
    assert only(course.graded()) == ("ada", "loss/mse", "1", "", LOST)


def test_late_work_that_loses_something_and_then_does_not(course):
    course.share["ada"] = 0.8
    course.auto["carla", "loss/mse"], course.share["carla"] = 0.0, 0.5  # of nothing, nothing is taken off
    course.files["carla"] = 1
    lines = {(line.student, line.exercise, line.after): line.reason for line in course.graded()}
    assert lines == {
        ("ada", "loss/mse", "0.8"): LATENESS, ("ada", "loss/mae", "0.8"): LATENESS,
        ("carla", "loss/mse", "0"): HAND_IN, ("carla", "loss/mae", "0.5"): HAND_IN,
    }  # fmt: skip
    page = page_of(course.report, "ada").read_text("utf-8")
    assert "0.8 of 2 points" in page
    assert "You got 1. It came 27:00:00 (hours:minutes:seconds) late: 20 % are taken off." in page
    assert "It was 1: what it loses for when it was handed in was counted anew." in page
    course.overrides["ada", "loss/mse"] = Override(1.5, "Ill.")
    course.graded()
    assert course.points()["ada", "loss/mse"] == "1.5"  # a person's mark loses nothing
    course.share["ada"] = 1.0
    assert [(line.after, line.reason) for line in course.graded()] == [("1", LATENESS)]


def test_a_mark_that_is_held_up_does_not_move_until_the_rule_does(course):
    course.floors = {("ada", "loss/mse"): 1.0}
    course.auto["ada", "loss/mse"] = 0.0
    assert course.graded() == []
    assert [row["held"] for row in read_table(course.report / "grades.csv")].count("yes") == 1
    page = page_of(course.report, "ada").read_text("utf-8")
    assert "You were given 1 before, and that stays. Graded again, it would be 0." in page
    course.floors.clear()
    assert only(course.graded()) == ("ada", "loss/mse", "1", "0", REGRADE)
    assert "held" not in (course.report / "grades.csv").read_text("utf-8")
    course.overrides["ada", "loss/mse"] = Override(0.5, "Half of it.")
    course.floors = {("ada", "loss/mse"): 1.0}
    assert only(course.graded()) == ("ada", "loss/mse", "0", "0.5", OVERRIDE)  # a person's mark is not held up


def test_what_became_lower_is_told_first_and_what_the_rest_are():
    """A class's one mark down was in the fourth line of those that were not printed."""
    moved = [Change("ada", f"loss/{name}", "1", "2", LATENESS, 2) for name in "abcdefghij"]
    moved += [Change("ben", "mine/unit", "2.4", "2.1", LATENESS, 2), Change("ben", "loss/z", "1", "", LATENESS, 2)]
    lines = told(moved, most=8)
    assert lines[0] == f"loss/z: {LATENESS}: 1 mark open again"
    assert lines[1] == f"mine/unit: {LATENESS}: 0 marks up, 1 down"
    assert lines[2].startswith("loss/a: ")
    assert lines[8:] == ["and 4 more: 4 marks up, 0 down"]
    assert len(told(moved)) == 12


def test_an_override_that_comes_and_goes(course):
    course.overrides["=ben", "loss/mse"] = Override(2.0, "Well argued.")
    assert only(course.graded()) == ("=ben", "loss/mse", "1", "2", OVERRIDE)
    course.overrides.clear()
    assert only(course.graded()) == ("=ben", "loss/mse", "2", "1", OVERRIDE)


def test_a_table_that_somebody_edited_hides_nothing(course):
    table = course.report / "grades.csv"
    table.write_text(table.read_text("utf-8-sig").replace("ada,loss/mse,1", "ada,loss/mse,2"), "utf-8")
    course.files["ada"], course.auto["ada", "loss/mse"] = 1, 2.0
    assert only(course.graded()) == ("ada", "loss/mse", "1", "2", HAND_IN)


def test_published_twice_a_line_is_there_once(course):
    course.files["ada"], course.auto["ada", "loss/mse"] = 1, 2.0
    course.graded()
    runs = KeptRuns(course.report)
    with runs.alone():
        publish(course.report, runs.last(), [], list(course.records()))
    assert len(read_table(course.report / "changes.csv")) == 1


KINDS = (
    "file",
    "gone",
    "check",
    "points",
    "seed",
    "override",
    "back",
    "lost",
    "found",
    "machine",
    "late",
    "export",
    "lower",
)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from(STUDENTS),
        st.sampled_from(IDS),
        st.sampled_from([0.0, 0.5, 1.0, 2.0]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(EVENTS)
def test_no_mark_moves_without_a_line(events):
    with tempfile.TemporaryDirectory() as folder:
        course = Class(Path(folder) / "report")
        course.graded()
        for number, (event, student, name, points) in enumerate(events, start=1):
            old = course.points()
            if event == "file":
                course.files[student], course.auto[student, name] = number, points
                course.floors = {place: floor for place, floor in course.floors.items() if place[0] != student}
            elif event == "gone" and len(course.files) > 1:
                course.files.pop(student, None)
            elif event == "check":
                course.info["specs"] = {**course.info["specs"], name: f"{number}"}
                course.auto[student, name] = points
            elif event == "points":
                course.worth[name] = points + 10 * number  # never what it was
                course.auto[student, name] = points
            elif event in ("seed", "machine"):
                course.info.update({"seed": 100 + number} if event == "seed" else {"python": f"{number}"})
                course.auto[student, name] = points
            elif event == "override":
                course.overrides[student, name] = Override(points, "because")
            elif event == "back":
                course.overrides.pop((student, name), None)
            elif event == "lost":
                course.lost.add((student, name))
            elif event == "found":
                course.lost.discard((student, name))
            elif event == "export":
                course.floors = {place: mark.counted for place, mark in course.marks().items() if mark.auto is not None}
            elif event == "lower":
                course.floors.clear()
            elif event == "late":
                course.share[student] = points / 2
            lines, new = course.graded(), course.points()
            moved = {
                place: (old.get(place, ""), new.get(place, ""))
                for place in old.keys() | new.keys()
                if old.get(place, "") != new.get(place, "")
            }
            assert {(safe(line.student), line.exercise): (line.before, line.after) for line in lines} == moved
            assert not [line for line in lines if line.reason == NO_REASON]
