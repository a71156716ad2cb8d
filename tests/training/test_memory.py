"""Training with every callback keeps no more than the numbers of its history: memory does not grow with the epochs."""

import contextlib
import gc
import importlib
import os
import tracemalloc

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.training.parts import BOTH, loader_of, model_of, trainer_of
from tinygrad_lite.training import (
    ActivationStats,
    CSVLogger,
    EarlyStopping,
    GradientStats,
    JSONLogger,
    LambdaCallback,
    LearningRateMonitor,
    NaNGuard,
    ProgressBar,
    TensorBoardLogger,
)
from tinygrad_lite.training.metrics import Accuracy

EPOCHS = 48
LIMIT = 1500  # bytes an epoch: the numbers take 300 to 500, any layer's output of a batch 8,000 and more


@contextlib.contextmanager
def traced():
    """What was there before is not looked through again and again; and nothing is left on afterwards."""
    importlib.import_module("torch.utils.tensorboard")  # before memory is traced, which takes time
    gc.collect()
    gc.freeze()
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()
        gc.unfreeze()


def growth(lib, *callbacks):
    """Bytes an epoch: the median of the slopes between every fourth epoch, as single jumps of memory say nothing."""
    used = []

    def measure(epoch, logs):
        if epoch >= 12 and epoch % 4 == 0:  # free memory that Python keeps at hand is there by then
            gc.collect()
            used.append(tracemalloc.get_traced_memory()[0])

    trainer = trainer_of(
        lib, *callbacks, LambdaCallback(on_epoch_end=measure), model=model_of(lib, width=32),
        metrics=[Accuracy(threshold=0.0)],
    )  # fmt: skip
    batch = loader_of(lib, n=64, batch_size=64)
    with traced():
        trainer.fit(batch, batch, epochs=EPOCHS)
    return np.median(np.diff(used)) / 4


@pytest.mark.slow
@BOTH
def test_memory_does_not_grow_with_the_epochs(tmp_path, lib):
    with open(os.devnull, "w") as nowhere:
        callbacks = [
            CSVLogger(tmp_path / "csv"), JSONLogger(tmp_path / "json"), ProgressBar(file=nowhere), NaNGuard(),
            GradientStats(every_n_steps=1, keep=5), ActivationStats(every_n_steps=1, keep=5), LearningRateMonitor(),
            TensorBoardLogger(tmp_path, histograms_every=EPOCHS), EarlyStopping(patience=EPOCHS, restore_best=True),
        ]  # fmt: skip
        assert growth(lib, *callbacks) < LIMIT


@pytest.mark.slow
@pytest.mark.parametrize("jumps", [False, True])
def test_growth_sees_what_is_kept_and_no_single_jump(jumps):
    kept = []

    def keep(epoch, logs):
        if jumps and epoch in (18, 30):
            kept.append(bytearray(100_000))
        if not jumps:
            kept.append(np.ones((64, 32), np.float32))  # what a layer gives

    assert (growth(tg, LambdaCallback(on_epoch_end=keep)) > LIMIT) != jumps
