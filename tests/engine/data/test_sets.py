"""The data sets that need no network."""

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.on_device import DEVICE

MADE = {  # shape and dtype of x, and of y
    "xor": ((60, 2), (60, 1), "float32"),
    "moons": ((60, 2), (60, 1), "float32"),
    "spirals": ((60, 2), (60,), "int64"),
    "blobs": ((60, 2), (60,), "int64"),
    "sine": ((60, 1), (60, 1), "float32"),
    "adding": ((60, 50, 2), (60, 1), "float32"),
}


@pytest.mark.parametrize("name", MADE)
def test_made_data(name):
    make, (x_shape, y_shape, y_dtype) = getattr(tg.data, name), MADE[name]
    x, y = make(60, seed=1)
    assert (x.shape, y.shape, str(x.dtype), str(y.dtype)) == (x_shape, y_shape, "float32", y_dtype)
    assert np.isfinite(x.numpy()).all()
    assert make(60, generator=tg.Generator().manual_seed(1))[0].tolist() == x.tolist()
    tg.manual_seed(1)
    assert [part.tolist() for part in make(60)] == [x.tolist(), y.tolist()]
    assert make(60, seed=2)[0].tolist() != x.tolist()
    with pytest.raises(ValueError, match=f"{name}: give seed or generator"):
        make(60, seed=1, generator=tg.Generator())


def learned(name, hidden=32, classes=1, **arguments):
    """The share of new samples that a small net gets right."""
    tg.manual_seed(0)
    x, y = (part.to(DEVICE) for part in getattr(tg.data, name)(600, seed=0, **arguments))
    model = tg.nn.Sequential(
        tg.nn.Linear(2, hidden), tg.nn.Tanh(), tg.nn.Linear(hidden, hidden), tg.nn.Tanh(), tg.nn.Linear(hidden, classes)
    )
    criterion = tg.nn.CrossEntropyLoss() if classes > 1 else tg.nn.BCEWithLogitsLoss()
    optimizer = tg.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(300):
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    x, y = (part.to(DEVICE) for part in getattr(tg.data, name)(600, seed=1, **arguments))
    answer = model(x).argmax(1) if classes > 1 else (model(x) > 0).float()
    return (answer == y).float().mean().item()


def test_a_net_learns_them_and_a_line_does_not():
    assert learned("moons") > 0.98
    assert learned("spirals", classes=3) > 0.95
    assert learned("blobs", classes=3) > 0.98
    x, y = (part.numpy() for part in tg.data.moons(600, seed=0))
    weights = np.linalg.lstsq(np.c_[x, np.ones(600)], y * 2 - 1, rcond=None)[0]
    assert 0.8 < (((np.c_[x, np.ones(600)] @ weights) > 0) == y).mean() < 0.95


def test_what_the_numbers_are():
    x, y = (part.numpy() for part in tg.data.sine(2000, noise=0.1, seed=0))
    assert abs(x).max() <= np.pi
    assert 0.09 < (y - np.sin(x)).std() < 0.11
    x, y = (part.numpy() for part in tg.data.adding(500, 10, seed=0))
    assert (x[:, :5, 1].sum(1) == 1).all()
    assert (x[:, 5:, 1].sum(1) == 1).all()
    np.testing.assert_allclose((x[..., 0] * x[..., 1]).sum(1), y[:, 0], rtol=1e-6)
    assert 0.13 < ((y - 1) ** 2).mean() < 0.2
    with pytest.raises(ValueError, match="length must be at least 2"):
        tg.data.adding(3, 1)
    x, y = (part.numpy() for part in tg.data.blobs(300, centers=4, std=0.0, seed=0))
    assert len(np.unique(x.round(4), axis=0)) == 4
    np.testing.assert_allclose(np.linalg.norm(x, axis=1), 2, rtol=1e-6)
    x, y = (part.numpy() for part in tg.data.moons(400, noise=0.0, seed=0))
    centre = np.where(y == 0, [[0.0, 0.0]], [[1.0, 0.5]])
    np.testing.assert_allclose(np.linalg.norm(x - centre, axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("name", ["breast_cancer", "diabetes", "wine", "digits"])
def test_real_data(name):
    arguments = {"scaled": False} if name == "diabetes" else {}
    import sklearn.datasets  # a second and a half, which collecting these tests need not take

    source = getattr(sklearn.datasets, f"load_{name}")(**arguments)
    x, y = getattr(tg.data, name)()
    np.testing.assert_array_equal(x.numpy(), source.data.astype(np.float32))
    np.testing.assert_array_equal(y.numpy().reshape(-1), source.target.astype(y.dtype))
    train, test = (getattr(tg.data, name)(train=wanted) for wanted in (True, False))
    assert len(train[0]) == int(0.8 * len(x))
    joined = np.concatenate([train[0].numpy(), test[0].numpy()])
    assert sorted(map(tuple, joined.tolist())) == sorted(map(tuple, x.tolist()))
    assert train[0].dtype == tg.float32
    if name != "digits":
        assert tg.data.columns(name) == list(source.feature_names)
