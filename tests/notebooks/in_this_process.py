"""A lesson in the test's own process: a few seconds in place of a kernel's start, and PyTorch imported once for all.

What cells compute is computed; only pictures are not drawn. What a lesson changes for the whole process is put back.
"""

import warnings
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from unittest.mock import patch

import matplotlib.pyplot as plt
import numpy as np
import torch
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure

from tinygrad_lite.course import cells, commands


@contextmanager
def shell_of_its_own():
    """IPython's shell, which runs cells one by one; afterwards it is as if it had not been there."""
    threads, options = torch.get_num_threads(), np.get_printoptions()
    shell = InteractiveShell.instance()
    shell.display_pub = CapturingDisplayPublisher()
    with (
        patch.object(Figure, "savefig"),
        patch.object(Figure, "tight_layout"),
        warnings.catch_warnings(),
        plt.rc_context(),
    ):
        plt.switch_backend("agg")
        try:
            yield shell
        finally:
            plt.close("all")
            cells._listening, commands._session = None, None
            InteractiveShell.clear_instance()
            torch.set_num_threads(threads)
            np.set_printoptions(**options)


def run_cells(notebook):
    """Run all code cells; for each cell's id, the plain text of what it displayed.

    Raises:
        AssertionError: a cell ended in an error; it names the cell, and what the cell had printed.
    """
    shown = {}
    with shell_of_its_own() as shell:
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            shell.display_pub.outputs.clear()
            printed = StringIO()
            with redirect_stdout(printed):
                result = shell.run_cell(cell.source, store_history=True)
            error = result.error_before_exec or result.error_in_exec
            if error is not None:
                raise AssertionError(
                    f"cell {cell.id}: {type(error).__name__}: {error}\n{printed.getvalue()[-2000:]}"
                ) from error
            displayed = [output["data"].get("text/plain", "") for output in shell.display_pub.outputs]
            shown[cell.id] = "\n".join(map(str, displayed))
    return shown
