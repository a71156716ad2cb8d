"""Where a lesson imports PyTorch, it says at once that one thread is enough.

PyTorch takes a thread for each processor. On arrays as small as those of the lessons they mostly wait for each other:
beside other programs, a step took some forty times as long as on one.
"""

import jupytext
import pytest

from tinygrad_lite.course.exercises import LESSONS
from tinygrad_lite.course.folders import project_folder


@pytest.mark.parametrize("lesson", LESSONS)
def test_pytorch_is_told_to_use_one_thread_where_it_is_imported(lesson):
    cells = jupytext.read(project_folder() / "lessons" / f"{lesson}.py").cells
    importing = [cell.source.splitlines() for cell in cells if "import torch" in cell.source.splitlines()]
    assert importing
    assert any(line.startswith("torch.set_num_threads(1)") for line in importing[0])
