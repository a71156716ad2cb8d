"""A notebook without Jupyter: IPython's own shell, whose cells are run one by one."""

from __future__ import annotations

import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell


class Notebook:
    """Runs cells and keeps what they showed."""

    def __init__(self) -> None:
        self.shell = InteractiveShell.instance()
        self.shell.display_pub = CapturingDisplayPublisher()
        self.result = None

    def run(self, cell: str) -> str:
        """Run a cell as JupyterLab does; the text of the last card, "" if there was none."""
        self.shell.display_pub.outputs.clear()
        self.result = self.shell.run_cell(cell, store_history=True)
        return self.text

    @property
    def outputs(self) -> list[dict]:
        """What stands under the cell: of an output that was renewed, the last."""
        shown = {}
        for number, output in enumerate(self.shell.display_pub.outputs):
            shown[(output.get("transient") or {}).get("display_id", number)] = output["data"]
        return list(shown.values())

    @property
    def text(self) -> str:
        return self.outputs[-1]["text/plain"] if self.outputs else ""

    @property
    def html(self) -> str:
        return self.outputs[-1]["text/html"] if self.outputs else ""

    def value(self, expression: str):
        """What an expression gives in the notebook."""
        return eval(expression, self.shell.user_ns)


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """A fresh notebook in an empty folder, with lesson 02 begun."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TINYGRAD_LITE_STRICT", raising=False)
    notebook = Notebook()
    notebook.run("import numpy as np\nfrom tinygrad_lite.course import *\nbegin('02_loss')")
    assert notebook.result.success
    yield notebook
    from tinygrad_lite.course import cells, commands

    cells._listening, commands._session = None, None
    InteractiveShell.clear_instance()
