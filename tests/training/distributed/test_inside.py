"""What two processes check of each other, in one start."""

import json

import pytest

from tests.training.distributed import inside
from tests.training.distributed.launching import torchrun


@pytest.mark.slow
def test_every_check(tmp_path):
    printed = torchrun("inside.py", tmp_path)
    for function in inside.CHECKS:
        assert f"checked: {function.__name__}\n" in printed, printed
    goes_on_in_one_process(tmp_path)


def goes_on_in_one_process(folder):
    """From the middle of an epoch, with what the metrics of both had seen."""
    trainer, loader = inside.to_be_resumed(folder)
    trainer.resume(folder / "midway.safetensors", loader)
    assert (trainer.epoch, trainer.batch) == (1, 3)
    history = trainer.fit(loader, loader, epochs=3)
    for name, figures in json.loads((folder / "midway.json").read_text("utf-8")).items():
        assert history[name] == pytest.approx(figures, rel=1e-5), name
