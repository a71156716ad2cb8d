"""Every picture stays out of pyplot, and leaves the model it was drawn from as it was."""

import contextlib
import copy
import io
import random
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

import tinygrad_lite as tg

torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def nothing_in_pyplot():
    before = plt.get_fignums()
    yield
    assert plt.get_fignums() == before


@pytest.fixture(params=[tg, torch], ids=["ours", "pytorch's"])
def lib(request):
    return request.param


@pytest.fixture
def unchanged():
    """A `with` block after which a model's numbers, gradients and modes and all random states are what they were."""

    def state(model):
        return copy.deepcopy(
            {
                "numbers": {name: value.detach().numpy() for name, value in model.state_dict().items()},
                "gradients": [p.grad if p.grad is None else p.grad.numpy() for p in model.parameters()],
                "memory": [p.data_ptr() if isinstance(p, torch.Tensor) else id(p.array) for p in model.parameters()],
                "modes": [module.training for module in model.modules()],
                "hooks": [
                    bool(getattr(m, "_forward_hooks", None) or getattr(m, "_hooks", None)) for m in model.modules()
                ],
                "random": (tg.get_rng_state(), torch.get_rng_state().numpy(), random.getstate(), np.random.get_state()),  # noqa: NPY002
            }
        )

    @contextlib.contextmanager
    def block(model):
        before = state(model)
        try:
            yield
        finally:
            for module in model.modules():
                if getattr(module, "_hooks", None) and not (module._hooks.before or module._hooks.after):
                    module._hooks = None  # ours are put away with the next call
            np.testing.assert_equal(state(model), before)

    return block


@pytest.fixture
def rendered(request):
    """Draw the figure for real, on white and without a warning; once, as it is the same from either library."""

    def render(figure):
        assert figure.get_facecolor() == (1, 1, 1, 1)
        assert figure.alt.endswith(".")
        if "pytorch's" not in request.node.name:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                figure.savefig(io.BytesIO(), format="png", dpi=30)

    return render
