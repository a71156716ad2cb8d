"""The training kit on real data: the digits, by our model and by PyTorch's with the same code."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite import compare
from tinygrad_lite.training import Trainer, metrics


def loaders(lib):
    """Training and test batches, standardised, in the same order for both libraries."""
    parts = []
    for train in (True, False):
        images, labels = tg.data.digits(train=train)
        images = ((images - 8.0) / 8.0).reshape(-1, 1, 8, 8)
        if lib is tg:
            dataset = tg.data.TensorDataset(images, labels)
            order = tg.Generator().manual_seed(0)
            parts.append(tg.data.DataLoader(dataset, 64 if train else 360, shuffle=train, generator=order))
        else:
            mine = loaders(tg)[not train]
            parts.append([[torch.tensor(part.numpy()) for part in batch] for batch in mine])
    return parts


def conv_net():
    tg.manual_seed(0)
    return tg.nn.Sequential(
        tg.nn.Conv2d(1, 16, 3, padding=1), tg.nn.BatchNorm2d(16), tg.nn.ReLU(), tg.nn.MaxPool2d(2),
        tg.nn.Conv2d(16, 32, 3, padding=1), tg.nn.ReLU(), tg.nn.MaxPool2d(2),
        tg.nn.Flatten(), tg.nn.Linear(128, 10),
    )  # fmt: skip


def trainer_of(lib, model, epochs):
    optimizer = lib.optim.AdamW(model.parameters(), lr=1e-2)
    steps = epochs * 23
    return Trainer(
        model, optimizer, lib.nn.CrossEntropyLoss(label_smoothing=0.05), metrics=[metrics.Accuracy()], max_norm=1.0,
        scheduler=lib.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, total_steps=steps), schedule_every="step",
    )  # fmt: skip


def test_a_conv_net_reads_the_digits():
    train, test = loaders(tg)
    trainer = trainer_of(tg, conv_net(), epochs=5)
    history = trainer.fit(train, epochs=5)
    assert history["accuracy"][-1] > 0.99
    assert trainer.test(test)["test_accuracy"] >= 0.97


def test_the_same_code_gets_the_same_curve_in_both_libraries():
    ours = conv_net()
    theirs = compare.to_torch(ours)
    curves = []
    for lib, model in ((tg, ours), (torch, theirs)):
        train, test = loaders(lib)
        curves.append(trainer_of(lib, model, epochs=1).fit(train, test, epochs=1))
    for name in ("loss", "val_loss"):
        np.testing.assert_allclose(curves[0][name], curves[1][name], rtol=2e-3, err_msg=name)
    assert curves[0]["val_accuracy"] == pytest.approx(curves[1]["val_accuracy"], abs=0.01)
