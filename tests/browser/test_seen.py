"""The card of a wrong `Value` draws its graph, gone through by arrow keys, in JupyterLab."""

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import expect

from tests.browser.conftest import REQUIRED
from tinygrad_lite.course.card import Card
from tinygrad_lite.course.exercises.backward.graph import TopologicalOrder
from tinygrad_lite.course.exercises.backward.value import ValueExercise
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.seen import pictured
from tinygrad_lite.course.submission import Submission

KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
BEGIN = 'import numpy as np\nfrom tinygrad_lite.course import *\nbegin("03_backward_pass")'
RIGHT = ValueExercise().solution_code()
OVERWRITES = RIGHT.replace("parent.grad += slope * node.grad", "parent.grad = slope * node.grad")
LAST = "From the result back, x is the first whose gradient differs: it has 2, expected is 4."


def violations(page):
    """What axe finds in the cards of a page."""
    if REQUIRED:
        import axe_playwright_python.sync_playwright as axe
    else:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page, context=".tgl-card")
    assert found.response["passes"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]]


@pytest.fixture
def page(folder, open_notebook):
    cells = [new_code_cell(BEGIN, id="begin"), new_code_cell(f'@exercise("backward/value")\n{OVERWRITES}', id="value")]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), folder / "seen.ipynb")
    return open_notebook("seen.ipynb", width=700)


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_the_arrow_keys_go_through_the_students_own_graph(page, theme):
    page.set_theme(theme)
    page.run_cell("begin")
    page.run_cell("value")
    assert page.status("value") == "wrong"
    card = page.cards("value")
    caption = card.locator("figure:visible figcaption")
    expect(caption).to_contain_text(LAST)
    expect(card.locator("figure:visible svg text.note")).to_have_text("expected 4")
    assert violations(page.page) == []
    steps = card.locator("input[type=radio]")
    count = steps.count()
    steps.last.focus()
    page.page.keyboard.press("ArrowLeft")
    expect(caption).to_contain_text(f"{count - 1} of {count} · The gradient of x becomes 2.")
    page.page.keyboard.press("ArrowUp")  # all four arrows do, and the notebook keeps its cell
    expect(caption).to_contain_text(f"{count - 2} of {count}")
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("ArrowDown")
    expect(caption).to_contain_text(LAST)
    card.locator("figcaption").last.scroll_into_view_if_needed()
    page.screenshot(f"seen-value-{theme}")
    page.page.set_viewport_size({"width": 400, "height": 900})
    page.menu("View", "Appearance", "Show Left Sidebar")
    card.locator("figcaption").last.scroll_into_view_if_needed()
    page.screenshot(f"seen-value-narrow-{theme}")


@pytest.mark.full
def test_where_nothing_may_run_all_steps_stand_there_in_words(folder, open_notebook):
    """A notebook that came by mail is not trusted: JupyterLab takes styles and drawings out of what it saved."""
    namespace = {"np": np, "topological_order": TopologicalOrder.solution}
    exec(OVERWRITES, namespace)
    verdict = verdict_on(ValueExercise(), Submission(namespace["Value"], OVERWRITES, namespace))
    picture = pictured(ValueExercise(), namespace["Value"], verdict.case, verdict.answer)
    html = Card("wrong", "backward/value", picture=picture)._repr_html_()
    shown = new_code_cell("1", id="value", outputs=[new_output("display_data", {"text/html": html})])
    nbformat.write(new_notebook(cells=[shown], metadata=KERNEL), folder / "sent.ipynb")
    page = open_notebook("sent.ipynb")
    text = page.output("value")
    assert "The gradient of y becomes -0.5." in text
    assert LAST in text
    page.screenshot("seen-value-untrusted")


LOOP = """@exercise("loop/train_one_epoch")
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x)
        loss = criterion(outputs, y)
        (loss * 2).backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (outputs.argmax(1) == y).sum().item()
        count += len(y)
    return total / count, right / count"""


@pytest.mark.full
def test_the_card_of_a_wrong_loop_names_the_first_batch_and_quantity_that_differ(folder, open_notebook):
    begin = BEGIN.replace("03_backward_pass", "09_complete_loop")
    cells = [new_code_cell(begin, id="begin"), new_code_cell(LOOP, id="loop")]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), folder / "loop.ipynb")
    page = open_notebook("loop.ipynb", width=900)
    page.run_cell("begin")
    page.run_cell("loop")
    text = page.output("loop")
    assert "batch 1 of 2: the gradient of the loss with respect to the outputs" in text
    assert "‹0.396803›" in text
    assert violations(page.page) == []
    page.cards("loop").scroll_into_view_if_needed()
    page.screenshot("seen-loop")
