"""What a notebook's page does for the course, as far as it is seen without a browser (tests/browser has the rest)."""

import re

from tests.course.test_session import WRONG
from tinygrad_lite.course.card import Card
from tinygrad_lite.notebook_page import Spoken


def versions(notebook):
    """All that was shown under the last cell, also what was replaced."""
    return [output["data"].get("text/html", "") for output in notebook.shell.display_pub.outputs]


def test_the_first_card_brings_the_script_and_the_others_do_not(notebook):
    notebook.run("begin('02_loss')")
    assert 'region.setAttribute("role", "status")' in notebook.html
    notebook.run(WRONG)
    assert "<script" not in notebook.html


def test_a_verdict_is_said_once_and_what_stays_is_silent(notebook):
    notebook.run(WRONG)
    said = [html for html in versions(notebook) if "tinygradLite?.say(" in html]
    assert len(said) == 1
    assert "loss/mse: not yet right (1 of 19 cases passes). You added up the squared errors" in said[0]
    assert "say(" not in notebook.html
    assert len(notebook.outputs) == 1


def test_where_there_is_no_diagnosis_the_two_values_are_said():
    card = Card(
        "wrong", "loss/mse", "not yet right", facts=[("predicted", "1"), ("you returned", "5"), ("expected", "2")]
    )
    assert card.spoken() == "loss/mse: not yet right. you returned 5; expected 2"


def test_what_is_said_cannot_end_the_script():
    html = Spoken(Card("info", "t"), "</script><b>`x`")._repr_html_()
    assert html.count("</script>") == 1


def test_choices_can_be_clicked_until_the_right_one_was(notebook):
    for given in ("...", '"c"', '"nonsense"'):
        notebook.run(f'answer("loss/recap_1", {given})')
        assert 'data-task="loss/recap_1" data-letters="a b c d"' in notebook.html, given
    notebook.run('answer("loss/recap_1", "a")')
    assert "data-letters" not in notebook.html
    assert "the number in place of the dots" in notebook.run('answer("loss/mse_by_hand", ...)')
    assert "data-letters" not in notebook.html


def test_long_names_break_behind_a_slash_or_a_line_and_nowhere_else():
    html = Card("right", "backward/softmax_cross_entropy_grad", text="`softmax_cross_entropy_grad` <b>")._repr_html_()
    assert "backward/<wbr>softmax_<wbr>cross_<wbr>entropy_<wbr>grad" in html
    assert "<code>softmax_<wbr>cross_<wbr>entropy_<wbr>grad</code> &lt;b&gt;" in html
    assert re.search("<strong>loss/mse</strong>", Card("right", "loss/mse")._repr_html_())
