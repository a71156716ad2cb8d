"""Students' Markdown on the marking page: drawn, and unable to do anything."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinygrad_lite.course.text_question import TextQuestion
from tinygrad_lite.grading.hand_marking.answers import Answer
from tinygrad_lite.grading.hand_marking.page import question_page
from tinygrad_lite.grading.hand_marking.table import Row
from tinygrad_lite.grading.pages.markdown import markdown

ELEMENTS = {"p", "br", "pre", "code", "strong", "em", "ul", "li"}
HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![x](http://evil/p.png)",
    "<!-- hidden -->", "`<b>`", "**<i>**", "<https://evil>", "[<b>](<i>)", "$<svg onload=alert(1)>$",
    "```\n</pre><script>x</script>\n```", "- <iframe src=//evil>", "# <h1 style=x>", "| <td> |", "1. </p>",
]  # fmt: skip


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.attributes, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.found.append("comment")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("The **mean** of *all*.", "<p>The <strong>mean</strong> of <em>all</em>.</p>"),
        ("2*x*y and 2 * x * y and a_b_c", "<p>2*x*y and 2 * x * y and a_b_c</p>"),
        ("`a * b * c`", "<p><code>a * b * c</code></p>"),
        (r"$\frac{1}{n}$ costs $5", r"<p><code>$\frac{1}{n}$</code> costs $5</p>"),
        ("# Title #\none\ntwo\n\nthree", "<p><strong>Title</strong></p>\n<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("- a\n- *b*", "<ul><li>a</li><li><em>b</em></li></ul>"),
        ("3. a\n4) b", "<p>3. a<br>\n4. b</p>"),
        ("```python\nx = 1\n```", "<pre>x = 1</pre>"),
        ("```\nnever closed", "<pre>never closed</pre>"),
        ("[here](http://x.org/a)", "<p>here (http://x.org/a)</p>"),
        ("![a plot](attachment:1.png)", "<p>[picture: a plot]</p>"),
        ("**open *and `never", "<p>**open *and `never</p>"),
        ("", ""),
    ],
)
def test_what_is_drawn(text, drawn):
    assert str(markdown(text)) == drawn


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_students_is_an_element(text):
    found = Elements(str(markdown(text)))
    assert {*found.found} <= ELEMENTS
    assert found.attributes == []


@given(st.lists(st.sampled_from([*"`*_$[]()!<>#|-~\n 1.ab&\"'", "```", "**", "<b>", "&lt;", "1. ", "- "]), max_size=60))
def test_whatever_is_typed_is_only_these_elements_and_no_word_is_lost(pieces):
    text = "".join(pieces)
    found = Elements(str(markdown(text)))
    assert {*found.found} <= ELEMENTS
    assert found.attributes == []
    letters = re.sub(r"[^ab]", "", re.sub(r"&lt;", "", re.sub(r"^ {0,3}(```|~~~).*$", "", text, flags=re.MULTILINE)))
    said = re.sub(r"[^ab]", "", "".join(found.words).replace("&lt;", "").replace("picture", ""))
    assert len(letters) <= len(said) + text.count("b")  # of an HTML tag's name nothing is hidden, either


@pytest.mark.parametrize(
    "piece", ["`", "$", "*", "[", "![", "](", "`a", "**a", "$a ", "[a](", "``` ", "- ", "`\n", "1. "]
)
def test_a_long_text_keeps_nobody_waiting(piece):
    begin = time.perf_counter()
    markdown((piece * 20_000)[:20_000])
    assert time.perf_counter() - begin < 2


# ------------------------------------------------------------------------------------------------------- the page


class Unit(TextQuestion):
    id, points = "mine/unit", 3
    question = "**In your own words.** Which unit?"
    look_for = "*Square* centimetres (1)."


class Curve(Unit):
    id, plot = "mine/curve", True


def page(task, *answers):
    rows = [
        (Row(task.id, f"a{n}", score), Answer(task.id, f"a{n}", text, points=3, count=1))
        for n, (text, score) in enumerate(answers)
    ]
    return question_page(task.id, task(), rows, {})


def test_blank_answers_are_not_counted_as_marked():
    text = page(Unit, ("Centimetres.", None), ("Squares.", 2.0), ("", 0.0))
    assert "1 of 2 different answers are marked; 1 left blank." in text
    assert "left blank: 0 of 3" in text
    assert "Nothing was written." in text


def test_question_and_answers_are_drawn_and_kept_as_they_were_typed():
    text = page(Unit, ("The *square* of <b>cm</b>\n- one", None))
    assert "<strong>In your own words.</strong> Which unit?" in text
    assert "<em>Square</em> centimetres" in text
    assert "<em>square</em> of &lt;b&gt;cm&lt;/b&gt;" in text
    assert (
        '<summary class="soft">As it was typed</summary><pre>The *square* of &lt;b&gt;cm&lt;/b&gt;\n- one</pre>' in text
    )
    assert "Content-Security-Policy" in text
    assert "<script" not in text


def test_the_code_of_a_plot_stays_code():
    text = page(Curve, ("plt.plot(a * b * c)\n# *red*", None))
    assert "<pre>plt.plot(a * b * c)\n# *red*</pre>" in text
