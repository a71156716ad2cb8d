"""A student's page: the card of the lesson, the points, nothing that runs, nothing of another's, never the solution."""

import functools
import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.grading.simulated import judged, natural_class
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.grading.card_data import card_from
from tinygrad_lite.grading.pages.feedback import Beside, feedback_page
from tinygrad_lite.grading.record import MACHINE, NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record

TITLE = "Lesson 02: Loss"
SUMS = "def mse(predicted, target):\n    return np.sum((predicted - target) ** 2)"


class Read(HTMLParser):
    """What a browser finds in a page: its text, and every tag with its attributes."""

    def __init__(self, page):
        super().__init__()
        self.words, self.tags, self.skipped = [], [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.skipped += tag == "style"

    def handle_endtag(self, tag):
        self.skipped -= tag == "style"

    def handle_data(self, data):
        if not self.skipped:
            self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))


def test_points_got_and_missed_and_the_card_of_the_lesson():
    wrong = judged("loss/mse", SUMS)
    right = judged("loss/mae", "def mae(p, t):\n    return np.mean(np.abs(p - t))")
    page = feedback_page(Record("jdoe", lesson="02_loss", marks=(wrong, right)), TITLE)
    text = Read(page).text
    assert "2 of 4 points" in text
    assert "0 of 2 points, 2 missed" in text
    assert "2 of 2 points" in text
    assert "You added up the squared errors but did not divide by their number." in text
    for mark in (wrong, right):
        in_the_lesson = card_from(mark.card)._repr_html_()
        assert in_the_lesson in page


@functools.cache
def twelve():
    """A class, judged when the first test asks for it."""
    return natural_class(4, 12)


@pytest.mark.parametrize("place", range(12))
def test_no_page_shows_a_solution_or_runs_anything(place):
    page = feedback_page(twelve()[place], TITLE)
    shown = html.unescape(page)
    for exercise in exercises_of("02_loss"):
        body = [line.strip() for line in exercise.solution_code().rpartition('"""')[2].splitlines() if line.strip()]
        for line in body:
            if len(line) > 12:
                assert line not in shown, f"{exercise.id}: {line}"
    assert_nothing_runs(page)


def assert_nothing_runs(page):
    for tag, attributes in Read(page).tags:
        assert tag not in ("script", "iframe", "object", "embed", "link", "img", "form", "base", "a", "input", "svg")
        assert not [name for name in attributes if name.startswith("on") or name in ("href", "src", "srcset", "action")]
        assert tag != "meta" or attributes.get("http-equiv", "").lower() != "refresh"
        assert not re.search(r"url\(|expression|@import", attributes.get("style") or "")
    assert "default-src 'none'" in page


HOSTILE = [
    "<script>alert(1)</script>",
    "</pre></code><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "`</code><script>alert(1)</script>`",
    "{{ 7 * 7 }}{% raw %}{{ config }}",
    "</style><svg onload=alert(1)>",
    "javascript:alert(1)",
    "<!-- --><meta http-equiv=refresh content='0;url=http://x'>",
    "&lt;script&gt;",
    "\x00\x1b[31mred\x07\x7f\x9b",
    "a\u202eb\u2066c\u200bd\ufeff\ud800",
    "]]><x>",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_student_writes_is_text(text):
    card = {
        "status": text, "title": text, "state": text, "facts": [[text, text], [text]], "headline": text, "text": text,
        "code": text, "notes": [text], "table": [[text, text]], "another": text,
    }  # fmt: skip
    mark = Mark("loss/mse", 2, 0, status="wrong", card=card, why=text, source=text)
    read = Mark("loss/why", 2, read=True, by_hand=1, comment=text)
    record = Record(text, why=text, marks=(mark, read), texts={"loss/why": text}, notes=(text,))
    beside = Beside(overrides={"loss/mse": (1, text)}, changed={"loss/mse": text})
    page = feedback_page(record, TITLE, beside)
    assert_nothing_runs(page)
    page.encode("utf-8")
    for mark in page:
        assert mark in "\n\t" or mark.isprintable(), hex(ord(mark))
    plain = [tag for tag, _ in Read(feedback_page(replace(record, student="x"), TITLE, beside)).tags]
    assert [tag for tag, _ in Read(page).tags] == plain
    unhurt = re.sub("[^ -~\n]", "\ufffd", text)
    if "`" not in text:
        assert re.sub(r"\s+", " ", unhurt) in Read(page).text


def test_no_byte_of_another_student():
    records = natural_class(7, 6)
    marked = [
        replace(
            record,
            student=f"secret{place}id",
            texts={"loss/mse": f"secret{place}text"},
            notes=(f"secret{place}note",),
            marks=tuple(replace(m, source=f"secret{place}code", why=f"secret{place}why") for m in record.marks),
        )
        for place, record in enumerate(records)
    ]
    pages = [feedback_page(record, TITLE) for record in marked]
    for place, page in enumerate(pages):
        assert set(re.findall(r"secret(\d)", page)) == {str(place)}
        assert page == feedback_page(marked[place], TITLE)


def test_what_is_no_mark_is_not_a_zero():
    machine = Mark("loss/mse", 2, None, MACHINE, why="NumPy could not be imported.")
    text = Read(
        feedback_page(
            Record(
                "a",
                marks=(machine, judged("loss/mae", "def mae(p, t): ...")),
            ),
            TITLE,
        )
    ).text
    assert "not graded: machine (2 points)" in text
    assert "NumPy could not be imported." in text
    assert "0 of 4 points ; 1 of 2 not marked yet" in text
    for state in (NOT_HANDED_IN, NEEDS_A_PERSON, MACHINE):
        text = Read(feedback_page(Record("a", state=state, why="`x.ipynb` is no notebook."), TITLE)).text
        assert state[1:] in text
        assert "x.ipynb is no notebook." in text
        assert "of 0 points" not in text


def test_a_person_s_mark_counts_and_says_why():
    beside = Beside(
        replay={"loss/mse": "02_loss-mse-9f3c-r2"},
        again={"loss/mse": "tinygrad-lite check 02_loss.ipynb --only loss/mse --seed 8812"},
        overrides={"loss/mse": (1.5, "The text could be read so.")},
        changed={"loss/mse": "The check of large errors was mended."},
        made_by="tinygrad-lite 1.4.0",
    )
    read = Mark("loss/why", 3, read=True, by_hand=1, comment="Say in what unit.")
    record = Record("a", marks=(judged("loss/mse", SUMS), read), texts={"loss/why": "Because."})
    text = Read(feedback_page(record, TITLE, beside)).text
    assert "2.5 of 5 points" in text
    assert "1.5 of 2 points, 0.5 missed" in text
    assert "1 of 3 points, 2 missed" in text
    for said in (
        "The text could be read so.",
        "The automatic mark was 0.",
        "large errors was mended",
        "unit.",
        "Because.",
    ):
        assert said in text
    for said in ("02_loss-mse-9f3c-r2", "--seed 8812", "tinygrad-lite 1.4.0"):
        assert said in text
