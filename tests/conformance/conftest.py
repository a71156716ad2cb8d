"""One thread for PyTorch, as in tests/engine; and two habits of its catalogue put off, which took most of the time.

Before every sample it seeds: `torch.manual_seed` leaves word for each device that is not here, with the whole call
stack. And it looks through the call stack for a test of `unittest`, which it never finds under pytest.
"""

import pytest
import torch
from torch.testing._internal import common_utils
from torch.testing._internal.opinfo import core

from tests.on_device import on_the_device, pytest_make_collect_report, pytest_runtest_call  # noqa: F401

torch.set_num_threads(1)


@pytest.fixture(scope="module", autouse=True)
def fewer_habits():
    """For the tests of this folder only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch, "manual_seed", torch.default_generator.manual_seed)
        for module in (common_utils, core):  # each has the name
            patch.setattr(module, "extract_test_fn", lambda: None)
        yield
