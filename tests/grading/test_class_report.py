"""The class report: every number on the pages is in report.json, what is said is the course's own, names stay away."""

import functools
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.simulated import answered, judged, natural_class, of_marks, renamed, untouched
from tinygrad_lite.cli import main
from tinygrad_lite.course.exercises import exercises_of, tasks_of
from tinygrad_lite.grading.about_run import About
from tinygrad_lite.grading.class_numbers import class_numbers
from tinygrad_lite.grading.class_rows import OUTCOMES
from tinygrad_lite.grading.pages.class_report import (
    lecture_numbers,
    lecture_page,
    percent_text,
    report_json,
    report_page,
    share_text,
    value_text,
)
from tinygrad_lite.grading.record import GRADED, MACHINE, NEEDS_A_PERSON, NO_ANSWER, NOT_HANDED_IN, Mark, Record
from tinygrad_lite.grading.say import example, topics
from tinygrad_lite.grading.statistics import wilson

ABOUT = About("1.4.0", 8812, "sandbox", "right", 3, 43)
LOSS = tasks_of("02_loss")
ROOT = Path(__file__).resolve().parents[2]
SUMS = "def mse(predicted, target):\n    return np.sum((predicted - target) ** 2)"
MAE_SUMS = "def mae(predicted, target):\n    return np.sum(np.abs(predicted - target))"
ODD = "def mse(predicted, target):\n    return np.mean(predicted * target)"
RIGHT = "def mse(predicted, target):\n    return np.mean((predicted - target) ** 2)"


class Placed(HTMLParser):
    """Of a page: what stands at which place of report.json, the bars, and all other text."""

    VOID = ("meta", "rect", "circle", "path", "br")

    def __init__(self, page):
        super().__init__()
        self.open, self.found, self.bars, self.rest, self.tags = [], [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if "data-bar" in attributes:
            self.bars.append((attributes["data-bar"], float(attributes["width"].rstrip("%"))))
        if tag not in self.VOID:
            self.open.append((tag, attributes.get("data-at")))
            if attributes.get("data-at"):
                self.found.append([attributes["data-at"], ""])

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if any(tag in ("style", "title") for tag, _ in self.open):
            return
        if any(place for _, place in self.open):
            self.found[-1][1] += data
        elif not any(tag == "pre" for tag, _ in self.open):  # students' code, which has numbers of its own
            self.rest.append(data)


def looked_up(numbers, place):
    for key in place.split("."):
        numbers = numbers[int(key)] if isinstance(numbers, list) else numbers[key]
    return numbers


def texts_of(value, numbers):
    """All ways in which a page may write what report.json holds."""
    if isinstance(value, dict):
        students = numbers["students"].get("judged", numbers["students"]["handed_in"])
        return {share_text(value, students, numbers["method"]["for_percentages"])}
    texts = {value_text(value), str(value).replace("`", "")}
    return texts | ({percent_text(value)} if isinstance(value, float) else set())


def with_mark(record, new):
    return replace(record, marks=tuple(new if mark.id == new.id else mark for mark in record.marks))


def class_with_everything():
    records = natural_class(1, 38)
    records += [renamed(records[3], "copy")]
    records.append(Record("machine", state=MACHINE))
    records.append(Record("person", state=NEEDS_A_PERSON))
    records.append(Record("nothing", state=NOT_HANDED_IN))
    failed = replace(records[0].marks[0], auto=None, state=MACHINE, status="")
    first = with_mark(records[0], failed)
    text = Mark("loss/why", 2, state=NEEDS_A_PERSON, read=True)
    first = replace(first, texts={"loss/why": "because"}, marks=(*first.marks, text))
    odd = [with_mark(record, judged("loss/mse", ODD)) for record in records[10:16]]
    given = [replace(text, state=GRADED, by_hand=points, comment=said) for points, said in HAND_MARKS]
    by_hand = [replace(record, marks=(*record.marks, mark)) for record, mark in zip(records[1:10], given, strict=False)]
    return [first, *by_hand, *records[1 + len(by_hand) : 10], *odd, *records[16:]]


#: What a person gave for a text, and the 0 of somebody who wrote nothing.
HAND_MARKS = ((2.0, ""), (2.0, "Well said."), (0.5, ""), (0.0, ""), (0.0, NO_ANSWER))


CLASSES = {
    "everything": class_with_everything,
    "small": lambda: natural_class(2, 9),
    "one": lambda: natural_class(3, 1),
    "nobody": lambda: [Record("a", state=NOT_HANDED_IN)],
    "large": lambda: natural_class(4, 60),
}


@functools.cache
def class_of(name):
    """Made when it is asked for: every test process imports this file, and one needs the class."""
    return CLASSES[name]()


@functools.cache
def numbers_of(name):
    return class_numbers(class_of(name), "02_loss", ABOUT)


@pytest.mark.parametrize("name", ["everything", "small", "large"])
def test_every_exercise_that_may_be_spoken_of_has_a_case_and_a_sentence(name):
    """Also where no named mistake is behind it, and nothing says what went wrong."""
    tasks = tasks_of("02_loss")
    shown = [example(topic, "02_loss", tasks) for topic in topics([one.judged for one in class_of(name)], tasks)]
    exercises = {exercise.id for exercise in exercises_of("02_loss")}
    of_code = [each for each in shown if each.id in exercises]
    assert of_code
    assert [each.id for each in of_code if not each.facts] == []
    assert [each.id for each in shown if not each.headline] == []


@pytest.mark.slow
def test_where_no_place_is_named_no_word_leads_to_one():
    """On a page for the lecture places with few students are left out."""
    pages = [re.sub(r"\s+", " ", lecture_page(numbers_of(name))) for name in CLASSES]
    assert any("points, in" in page for page in pages)
    assert not [page for page in pages if re.search(r"points, in ?</span>", page)]


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("lecture", [False, True])
def test_every_number_on_the_page_is_in_the_json(name, lecture):
    numbers = numbers_of(name)
    held = json.loads(report_json(lecture_numbers(numbers) if lecture else numbers))
    page = Placed(lecture_page(numbers) if lecture else report_page(numbers))
    assert len(page.found) > 40
    for place, text in page.found:
        try:
            expected = texts_of(looked_up(held, place), held)
        except (KeyError, IndexError):
            pytest.fail(f"{place} is not in report.json")
        assert text in expected, f"{place}: {text!r}, in report.json {expected}"
    assert not re.search(r"\d", "".join(page.rest)), re.findall(r".{30}\d.{30}", " ".join(page.rest))


@pytest.mark.parametrize("name", CLASSES)
def test_the_bars_are_as_long_as_the_numbers_say(name):
    numbers = numbers_of(name)
    lengths = {}
    for place, width in Placed(report_page(numbers)).bars:
        row, outcome = place.split("/")
        lengths[int(row), outcome] = width
    for place, row in enumerate(numbers["exercises"]):
        assert sum(row["counts"].values()) == row["judged"]
        for outcome in OUTCOMES:
            expected = 100 * row["counts"][outcome] / row["judged"] if row["judged"] else 0
            assert lengths.get((place, outcome), 0) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("name", CLASSES)
def test_the_counts_are_those_of_the_records(name):
    """Counted again, in another way."""
    marks = [mark for record in class_of(name) for mark in record.marks if mark.state == "graded"]
    for row in numbers_of(name)["exercises"]:
        own = [mark for mark in marks if mark.id == row["id"]]
        assert row["counts"]["right"] == len([1 for mark in own if mark.auto == mark.points])
        assert row["counts"]["error"] == len([1 for mark in own if mark.status == "error"])
        assert row["counts"]["not started"] == len([1 for mark in own if mark.status == "not-started"])
        assert row["judged"] == len(own)
        if own:
            assert row["mean"] == pytest.approx(sum(mark.auto for mark in own) / len(own))


def test_what_people_read_has_its_row():
    (row,) = numbers_of("everything")["texts"]
    assert (row["id"], row["points"], row["mean"]) == ("loss/why", 2, 4.5 / 4)
    counts = {key: (row[key]["count"], row[key]["of"]) for key in ("written", "marked", "full")}
    assert counts == {"written": (5, 6), "marked": (4, 5), "full": (2, 4)}
    text = re.sub("<[^>]*>", " ", report_page(numbers_of("everything")))
    assert re.search(r"read by people:\s+4\s+of\s+5", text)
    assert "read by people" not in lecture_page(numbers_of("everything"))
    assert numbers_of("small")["texts"] == []


def test_the_line_counts_everybody():
    students = numbers_of("everything")["students"]
    assert students["handed_in"] == students["judged"] + students["needs_a_person"] + students["machine"] == 41
    assert (students["listed"], students["missing"], students["machine"]) == (43, 2, 1)


def test_needs_you_has_each_with_its_command():
    needs = {need["what"].split(":")[0]: need for need in numbers_of("everything")["needs"]}
    assert needs["Text answers unread"]["count"] == 1
    assert needs["Failures of the machine"]["count"] == 2
    assert needs["Notebooks or answers that need a person"]["count"] == 1
    assert needs["Clusters without a name"]["how"].startswith("tinygrad-lite mistake add")
    assert class_numbers([], "02_loss")["needs"] == []


def test_no_code_and_no_text_of_a_student_is_on_page_one():
    records = class_of("everything")
    numbers = class_numbers(records, "02_loss", ABOUT)
    own = {answer for exercise in exercises_of("02_loss") for answer in [exercise.solution_code().rstrip()]}
    page = lecture_page(numbers)
    text = "".join(text for _, text in Placed(page).found)
    courses = {concept["example"]["code"] for concept in numbers["concepts"]}
    for record in records:
        assert record.student not in text
        for mark in record.marks:
            if mark.source.count("\n") and mark.source not in own | courses:
                assert mark.source not in text


# --------------------------------------------------------------------------------------- exercises and checks


def test_where_a_class_stopped():
    done, begun = LOSS[:5], LOSS[:9]

    def upto(tasks):
        return tuple(answered_right(task) if task in tasks else untouched(task) for task in LOSS)

    def answered_right(task):
        return Mark(task.id, float(task.points), float(task.points), status="right")

    records = [Record(f"a{i}", marks=upto(begun)) for i in range(14)] + [
        Record(f"b{i}", marks=upto(done)) for i in range(6)
    ]
    rows = class_numbers(records, "02_loss")["exercises"]
    stopped = [row["id"] for row in rows if row["stopped_here"]]
    assert stopped == [LOSS[5].id]
    assert (rows[5]["stopped_here"]["count"], rows[5]["stopped_here"]["of"]) == (6, 20)
    rows = class_numbers(records[:-1], "02_loss")["exercises"]
    assert [row["id"] for row in rows if row["stopped_here"]] == [LOSS[5].id]
    rows = class_numbers(records[:-2], "02_loss")["exercises"]
    assert [row["id"] for row in rows if row["stopped_here"]] == [LOSS[9].id]


@pytest.mark.slow
def test_small_classes_get_no_percentages_and_only_large_ones_correlations():
    for count, percentages, correlations in ((9, False, False), (25, True, False), (40, True, True)):
        numbers = class_numbers(natural_class(5, count), "02_loss", ABOUT)
        whole = report_page(numbers)
        before_method = whole.partition('id="method"')[0].partition("<body>")[2]
        assert (" %)" in before_method) == percentages
        assert any(row["item_rest"] for row in numbers["exercises"]) == correlations
        assert ("r with the rest" in whole) == correlations


def test_a_check_that_refuses_the_strong_is_listed_with_its_contract():
    strong = [
        replace(record, marks=tuple(replace(m, auto=m.points, status="right", name="", kind="") for m in record.marks))
        for record in natural_class(6, 20)
    ]
    odd = [with_mark(record, judged("loss/mse", ODD)) for record in strong[:4]]
    numbers = class_numbers([*odd, *strong[4:]], "02_loss", ABOUT)
    flagged = numbers["checks"]["flagged"]
    assert [(flag["id"], flag["refused"]["count"], flag["refused"]["of"]) for flag in flagged] == [("loss/mse", 4, 20)]
    page = report_page(numbers)
    assert "Mean squared error: the average of (predicted - target)² over all elements." in page
    assert "the task may be ambiguous" in page
    assert next(need for need in numbers["needs"] if "look at first" in need["what"])["count"] == 4
    assert (numbers["settled"], "set by hand" in page) == (0, False)


def test_what_a_person_has_settled_is_not_to_be_looked_at_any_more():
    """The line of needs.csv was gone, and the report went on to say "to look at first: 1"."""
    strong = [
        replace(record, marks=tuple(replace(m, auto=m.points, status="right", name="", kind="") for m in record.marks))
        for record in natural_class(6, 20)
    ]
    odd = with_mark(strong[0], judged("loss/mse", ODD))
    lost = with_mark(strong[1], Mark("loss/mae", 2, state=NEEDS_A_PERSON))
    unread = Record("fontaine", "f.ipynb", "1", state=NEEDS_A_PERSON, why="The file breaks off.")
    records, whole = [odd, lost, *strong[2:], unread], {("fontaine", task.id) for task in LOSS}
    waits = {need["what"]: need["count"] for need in class_numbers(records, "02_loss", ABOUT)["needs"]}
    assert waits == waits | {"Answers to look at first": 1, "Notebooks or answers that need a person": 2}
    by_hand = {(odd.student, "loss/mse"), (lost.student, "loss/mae"), *whole}
    numbers = class_numbers(records, "02_loss", replace(ABOUT, by_hand=by_hand))
    assert numbers["settled"] == 3
    assert not {need["what"] for need in numbers["needs"]} & waits.keys() - {"Clusters without a name"}
    assert "Settled by marks that were set by hand, and no more to be looked at" in report_page(numbers)
    assert "set by hand" not in lecture_page(numbers)
    half = class_numbers(records, "02_loss", replace(ABOUT, by_hand=[*whole][1:]))
    assert half["settled"] == 0  # of a file that nobody could read, one mark still waits


def test_a_question_is_no_check_that_refuses_without_a_reason():
    question = next(task for task in LOSS if task.id == "loss/recap_2")
    right = [Mark(task.id, 1, 1, status="right") for task in LOSS if task is not question]
    records = [Record(f"s{place}", marks=(*right, answered(question, "a"))) for place in range(20)]
    assert class_numbers(records, "02_loss")["checks"]["flagged"] == []


def test_a_group_counts_once_and_is_no_pair():
    records = natural_class(1, 30)
    both = [replace(one, group="g", path="a.ipynb") for one in (records[0], renamed(records[0], "partner"))]
    numbers = class_numbers([*both, *records[1:]], "02_loss", About())
    alone = class_numbers(records, "02_loss", About())
    assert numbers["exercises"] == alone["exercises"]
    assert numbers["students"]["counted_with_their_group"] == 1
    assert numbers["pairs"]["listed"] == []


def test_points_of_the_settings_are_in_the_table():
    numbers = class_numbers(natural_class(2, 9), "02_loss", About(points={"loss/mse": 4}))
    row = next(row for row in numbers["exercises"] if row["id"] == "loss/mse")
    assert (row["points"], row["own_points"]) == (4, 2)
    assert "(else" in report_page(numbers)


# ------------------------------------------------------------------------------------------------- lecture


def leaves(found, place=()):
    """Every number, with where it stands."""
    if isinstance(found, dict | list):
        for key, value in found.items() if isinstance(found, dict) else enumerate(found):
            yield from leaves(value, (*place, key))
    elif isinstance(found, int | float) and not isinstance(found, bool):
        yield place, found


@pytest.mark.parametrize("name", CLASSES)
def test_what_is_projected_says_nothing_of_one_or_two(name):
    numbers = numbers_of(name)
    shown = lecture_numbers(numbers)
    assert not {"needs", "pairs", "clusters", "checks", "together"} & shown.keys()
    whole = {concept["title"]: concept for concept in numbers["concepts"]}
    for concept in shown["concepts"]:
        assert whole[concept["title"]]["students"]["count"] >= 3
    page = lecture_page(numbers)
    rounded = [value for place, value in leaves(shown) if place[-1] not in ("low", "high") and "method" not in place]
    assert len(rounded) > 50
    assert [value for value in rounded if value % 5] == []
    for place, value in leaves(shown):
        if place[-1] == "low":  # an interval tells the numbers that it is of
            found = looked_up(shown, ".".join(map(str, place[:-1])))
            assert value == wilson(found["count"], found["of"]).low
    for record in class_of(name):
        assert f">{record.student}<" not in page
    for word in ("Needs you", "Rare agreement", "mean</th>", "8812"):
        assert word not in page


def test_a_hostile_record_is_text_in_the_report():
    bad = "<script>alert(1)</script>{{ 7919 * 7907 }}\x00\u202e"
    marks = tuple(
        Mark(task.id, 1, 0, status="wrong", kind="structure", name=bad, tree="t", behaviour=bad, source=bad, why=bad)
        for task in LOSS
    )
    records = [Record(f"{bad}{place}", marks=marks, texts={bad: bad}, notes=(bad,)) for place in range(2)]
    records += natural_class(1, 20)
    numbers = class_numbers(records, "02_loss", About(sandbox=bad, canaries=bad))
    for page in (report_page(numbers), lecture_page(numbers)):
        page.encode()
        assert "<script" not in page
        assert "62615533" not in page
        assert "\x00" not in page
        assert "\u202e" not in page
        assert "default-src 'none'" in page
        assert not [
            tag
            for tag, attributes in Placed(page).tags
            if tag in ("script", "a", "img", "link") or "onload" in attributes
        ]
    report_json(numbers).encode()


def test_refused_though_every_value_is_right_is_something_to_look_at():
    changes = "def mse(predicted, target):\n    predicted -= target\n    predicted **= 2\n    return predicted.mean()"
    mark = judged("loss/mse", changes)
    assert (mark.status, mark.values_right) == ("wrong", True)
    records = of_marks(mark, count=3) + of_marks(judged("loss/mse", SUMS), count=2, name="other")
    assert class_numbers(records, "02_loss")["checks"]["values_right"] == [{"id": "loss/mse", "students": 3}]


def test_the_pages_need_no_torch():
    """Nor does what they show: the lessons' own cases have their answers beside them."""
    code = (
        "import sys; from tests.grading.simulated import mistaken_class as m; "
        "from tinygrad_lite.grading.class_numbers import class_numbers as c; "
        "from tinygrad_lite.grading.pages.class_report import report_page as r; "
        "r(c(m('02_loss', 0), '02_loss')); sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_report_says_where_every_wrong_answer_that_is_refused_is_listed():
    numbers = numbers_of("one")
    command = re.search(r'data-at="method.refused">([^<]*)<', report_page(numbers))[1]
    listed = CliRunner().invoke(main, command.split()[1:], catch_exceptions=False)
    assert listed.exit_code == 0
    for exercise in exercises_of("02_loss"):
        assert exercise.id in listed.output
        assert all(mistake.name in listed.output for mistake in exercise.mistakes())
    assert "np.sum(" in listed.output  # the wrong line itself
