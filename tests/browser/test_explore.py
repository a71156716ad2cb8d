"""A slider above a picture draws it anew, in JupyterLab, by keyboard."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from tests.browser.looks import axe_findings
from tests.browser.notebook_page import NOTEBOOK

KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
SOURCE = """import matplotlib.pyplot as plt
from tinygrad_lite.plots import explore, picture

def line(slope=1.0, style="solid"):
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.plot([0, 1], [0, slope], linestyle=style)
    return picture(fig, alt=f"A {style} line of slope {slope}.")

explore(line, slope=(0.0, 2.0, 0.5), style=["solid", "dotted"])"""


@pytest.fixture
def page(folder, open_notebook):
    nbformat.write(new_notebook(cells=[new_code_cell(SOURCE, id="explore")], metadata=KERNEL), folder / "explore.ipynb")
    page = open_notebook("explore.ipynb")
    page.run_cell("explore")
    return page


@pytest.mark.slow
def test_the_picture_follows_the_controls(page):
    output = page.cell("explore").locator(".jp-OutputArea").first
    shown = output.locator("img")
    expect(shown).to_have_attribute("alt", "A solid line of slope 1.0.")
    handle = output.get_by_role("slider", name="slope")
    handle.focus()
    handle.press("ArrowRight")
    expect(shown).to_have_attribute("alt", "A solid line of slope 1.5.")
    expect(page.page.locator("#tgl-said")).to_have_text("A solid line of slope 1.5.")
    output.locator("select").select_option("dotted")
    expect(shown).to_have_attribute("alt", "A dotted line of slope 1.5.")
    expect(shown).to_have_count(1)  # the picture was replaced, not added
    assert axe_findings(page.page, ".jp-OutputArea") == ""
    assert shown.evaluate("image => getComputedStyle(image).filter") == "none"
    page.set_theme("dark")
    assert shown.evaluate("image => getComputedStyle(image).filter") == "brightness(0.8)"
    page.screenshot("explore")


@pytest.mark.full
def test_opened_again_it_says_how_its_controls_come_back_and_nothing_aloud(page, lab, open_notebook):
    page.menu("File", "Save Notebook")
    page.page.wait_for_function(f"() => !{NOTEBOOK}.model.dirty")
    lab.stop_kernels()
    again = open_notebook("explore.ipynb")
    expect(again.cell("explore")).to_contain_text("The controls are back when this cell is run again.")
    assert again.page.locator("#tgl-said").text_content() == ""
