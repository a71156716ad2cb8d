"""The tests of the engine on another device: `TG_TEST_DEVICE=torch` (or cuda, mps) makes it the default device.

What a test makes lies there then. To compare, its numbers cross over to the CPU: `.numpy()` and np.asarray(tensor),
which are errors otherwise; and back: `from_numpy`, which leaves them on the CPU otherwise. Nothing else is lenient:
where the engine itself mixes devices or goes to the CPU, the test fails.

A test about the CPU itself (memory shared with NumPy, the speed of its ways, processes) is marked
`@pytest.mark.host("why")`, and passed over.
"""

import contextlib
import os
import re

import pytest

import tinygrad_lite as tg

DEVICE = tg.device(os.environ.get("TG_TEST_DEVICE", "cpu"))
# A GPU adds up in another order, some operations in an order that differs from run to run (atomic additions), and its
# exp and tanh differ in the last digits: results may be further from PyTorch's on the CPU than ours there.
ROUGHER = 10 if DEVICE.type in ("cuda", "mps") else 1


def no_products_there(error):
    """Whether an error says that PyTorch multiplies no matrices of whole numbers on a GPU. Here it does not either."""
    kinds = "Byte|Char|Short|Int|Long"
    return DEVICE.type in ("cuda", "mps") and bool(re.search(f"not implemented for '({kinds})'", str(error)))


@contextlib.contextmanager
def crossing():
    """Numbers cross over to the CPU where a test asks for them."""
    numpy, from_numpy = tg.Tensor.numpy, tg.from_numpy

    def lenient(self, **given):
        return numpy(self if self.requires_grad or self.device.type == "cpu" else self.cpu(), **given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tg.Tensor, "numpy", lenient)
        patch.setattr(tg, "from_numpy", lambda array: from_numpy(array).to(DEVICE))
        yield


@pytest.fixture(autouse=True)
def on_the_device(request):
    """Each test, on the device of TG_TEST_DEVICE."""
    if DEVICE.type == "cpu":
        yield
        return
    about_the_host = request.node.get_closest_marker("host")
    if about_the_host:
        pytest.skip(f"about the CPU: {about_the_host.args[0]}")
    with DEVICE, crossing():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call():
    """What a GPU cannot do cannot be tested there: Apple's know no float64, PyTorch on them no products of integers."""
    try:
        return (yield)
    except (tg.place.DeviceError, TypeError) as error:
        if (DEVICE.type == "mps" and "knows no float64" in str(error)) or no_products_there(error):
            pytest.skip(str(error))
        raise


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    """Tensors that a test's file makes when it is imported lie on the device as well."""
    with DEVICE:
        return (yield)
