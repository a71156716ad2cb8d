"""A slider above a picture draws it anew, in JupyterLab, by keyboard."""

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
SOURCE = """import matplotlib.pyplot as plt
from tinygrad_lite.plots import explore, picture

def line(slope=1.0, style="solid"):
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.plot([0, 1], [0, slope], linestyle=style)
    return picture(fig, alt=f"A {style} line of slope {slope}.")

explore(line, slope=(0.0, 2.0, 0.5), style=["solid", "dotted"])"""


def test_the_picture_follows_the_controls(folder, open_notebook):
    nbformat.write(new_notebook(cells=[new_code_cell(SOURCE, id="explore")], metadata=KERNEL), folder / "explore.ipynb")
    page = open_notebook("explore.ipynb")
    page.run_cell("explore")
    output = page.cell("explore").locator(".jp-OutputArea").first
    shown = output.locator("img")
    expect(shown).to_have_attribute("alt", "A solid line of slope 1.0.")
    output.locator(".noUi-handle").focus()
    output.locator(".noUi-handle").press("ArrowRight")
    expect(shown).to_have_attribute("alt", "A solid line of slope 1.5.")
    output.locator("select").select_option("dotted")
    expect(shown).to_have_attribute("alt", "A dotted line of slope 1.5.")
    expect(shown).to_have_count(1)  # the picture was replaced, not added
    page.screenshot("explore")
