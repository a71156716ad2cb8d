"""The drawn computation graph is stepped through with the keyboard, in JupyterLab."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
SOURCE = """import tinygrad_lite as tg
from tinygrad_lite.plots import computation_graph
w, b = tg.tensor(0.5, requires_grad=True), tg.tensor(-1.0, requires_grad=True)
x = tg.tensor(3.0)
computation_graph(lambda: (w * x + b).tanh(), w=w, x=x, b=b)"""


@pytest.fixture
def page(folder, open_notebook):
    nbformat.write(new_notebook(cells=[new_code_cell(SOURCE, id="graph")], metadata=KERNEL), folder / "graph.ipynb")
    return open_notebook("graph.ipynb", width=800)


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_the_arrow_keys_step_through_the_graph(page, theme):
    page.set_theme(theme)
    page.run_cell("graph")
    output = page.cell("graph").locator(".jp-OutputArea")
    caption = output.locator("p[role=status]")
    expect(caption).to_have_text("The leaves: what is given.")
    gradient = output.locator("svg.tg-graph text.gradient", has_text="2.359")
    expect(gradient).to_have_count(0)
    handle = output.locator(".noUi-handle")
    handle.focus()
    for _ in range(7):
        handle.press("ArrowRight")
    expect(caption).to_have_text("Backwards, 3 of 3: *; w gets 0.7864 times 3 = 2.359.")
    expect(gradient).to_have_count(1)
    handle.press("ArrowLeft")
    expect(caption).to_contain_text("Backwards, 2 of 3")
    scrolled, whole = (output.locator(place) for place in ("div:has(> svg.tg-graph)", ".widget-html-content"))
    assert scrolled.evaluate("e => e.scrollWidth > e.clientWidth")  # too wide for this page: to be scrolled
    assert whole.evaluate("e => e.scrollWidth <= e.clientWidth")  # but nothing is cut off
    page.screenshot(f"computation-graph-{theme}")
