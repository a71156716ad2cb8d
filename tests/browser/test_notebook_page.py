"""The helpers themselves, on a small notebook: if these fail, so will all that follow, and for the same reason."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

KERNEL = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
CARD = """from IPython.display import HTML
HTML(f'<div class="tgl-card" data-status="{status}">loss/mse</div>')"""


@pytest.fixture
def page(folder, open_notebook):
    cells = [
        new_markdown_cell("# A small notebook", id="title"),
        new_code_cell("status = 'wrong'", id="first"),
        new_code_cell(CARD, id="card"),
        new_code_cell("import time; time.sleep(0.5); print('slept')", id="slow"),
    ]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), folder / "ein Heft.ipynb")
    return open_notebook("ein Heft.ipynb")


@pytest.mark.slow
def test_a_notebook_can_be_run_changed_and_looked_at(page):
    page.run_all()
    assert page.status("card") == "wrong"
    assert page.output("slow") == "slept"

    page.set_cell_source("first", "status = 'right'\nif True:\n    print('kept as typed')")
    page.run_cell("first")
    assert page.source("first") == "status = 'right'\nif True:\n    print('kept as typed')"
    assert page.output("first") == "kept as typed"
    page.run_cell("card")
    assert page.status("card") == "right"
    assert page.prompt("card") == "[5]:"
    assert page.errors() == []

    page.set_cell_source("slow", "1 / 0")
    page.run_cell("slow")
    assert page.errors() == ["ZeroDivisionError"]
    assert "ZeroDivisionError" in page.output("slow")

    page.set_theme("dark")
    assert page.screenshot("helpers-dark").stat().st_size > 10_000
    page.restart()
    page.run_cell("slow")
    assert page.prompt("slow") == "[1]:"
