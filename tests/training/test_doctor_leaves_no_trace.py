"""The doctor makes hundreds of steps with a training. Afterwards everything is as it was, to the bit."""

import copy
import pickle

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.training import diagnose
from tinygrad_lite.training.doctor import trials
from tinygrad_lite.training.random_state import get_random_state

pytestmark = pytest.mark.filterwarnings("ignore")


def frozen(value):
    """A copy to compare with later: tensors as bytes, everything else as it is."""
    if hasattr(value, "detach"):
        return value.detach().numpy().tobytes()
    if isinstance(value, dict):
        return {key: frozen(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [frozen(part) for part in value]
    return value.tobytes() if isinstance(value, np.ndarray) else copy.copy(value)


class Training:
    """Everything that experiments change: dropout, decay, clipping, what is frozen or unregistered, scales, order."""

    def __init__(self, lib):
        lib.manual_seed(3)
        tg.manual_seed(3)
        self.lib, nn = lib, lib.nn
        random = np.random.default_rng(0)
        y = (np.sort(random.random(96)) > 0.85).astype(np.int64)  # sorted, and one class is rare
        x = (30 * random.normal(0, 1, (96, 5)) + 40 * y[:, None]).astype(np.float32)
        utils = tg.data if lib is tg else lib.utils.data
        data = utils.TensorDataset(lib.from_numpy(x), lib.from_numpy(y))
        self.loader = utils.DataLoader(data, batch_size=4, shuffle=False)
        self.val_loader = utils.DataLoader(data, batch_size=24, shuffle=True)
        self.model = nn.Sequential(
            nn.Linear(5, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.6), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 2)
        )
        self.model[4].requires_grad_(False)
        self.model[0].loose = [lib.zeros(3, requires_grad=True)]
        parameters = [{"params": list(self.model[:2].parameters()), "weight_decay": 0.3}]
        parameters += [{"params": list(self.model[6].parameters()), "lr": 2e-3}]
        self.optimizer = lib.optim.Adam(parameters, lr=1e-3, weight_decay=0.1)
        self.scheduler = lib.optim.lr_scheduler.ExponentialLR(self.optimizer, 0.9)
        self.counts, self.called = {"steps": 0}, []
        self.model.register_forward_hook(lambda *args: self.called.append(1) if len(self.called) < 3 else None)
        step = self.step = self.step_function()
        for batch in self.loader:
            step(batch)

    def step_function(self):
        lib, model, optimizer, scheduler, counts = self.lib, self.model, self.optimizer, self.scheduler, self.counts

        def step(batch):
            optimizer.zero_grad()
            loss = lib.nn.functional.cross_entropy(model(batch[0]), batch[1])
            loss.backward()
            lib.nn.utils.clip_grad_norm_(model.parameters(), 1e-3)
            optimizer.step()
            scheduler.step()
            counts["steps"] += 1

        return step

    def everything(self):
        model, optimizer = self.model, self.optimizer
        random = get_random_state(self.lib), get_random_state(tg)
        hooks = [
            (len(vars(m).get("_forward_hooks", ())), len(vars(m).get("_forward_pre_hooks", ())))
            for m in model.modules()
        ]
        return {
            "weights and buffers": frozen(dict(model.state_dict())),
            "gradients": [None if p.grad is None else frozen(p.grad) for p in model.parameters()],
            "which gradients": [id(p.grad) for p in model.parameters()],
            "requires_grad": [p.requires_grad for p in model.parameters()],
            "unregistered": frozen(model[0].loose),
            "modes": [m.training for m in model.modules()],
            "dropout": [m.p for m in model.modules() if hasattr(m, "p")],
            "hooks": hooks,
            "the optimizer": frozen(optimizer.state_dict()),
            "its groups": [{k: frozen(v) for k, v in g.items() if k != "params"} for g in optimizer.param_groups],
            "its hooks": len(getattr(optimizer, "_step_pre_hooks", None) or getattr(optimizer, "_pre_hooks", ())),
            "the schedule": {k: frozen(v) for k, v in self.scheduler.state_dict().items() if not callable(v)},
            "the schedule's own step": "step" in vars(self.scheduler),
            "what the step counts": dict(self.counts),
            "random numbers": pickle.dumps(random),
            "backward": self.lib.Tensor.backward,
        }


@pytest.mark.slow
@pytest.mark.parametrize("lib", [tg, torch], ids=["tinygrad_lite", "torch"])
@pytest.mark.parametrize("training", [True, False])
def test_everything_is_as_before(lib, training, monkeypatch):
    made = []
    reached = trials.reached
    monkeypatch.setattr(trials, "reached", lambda *a, **k: made.append(a[3] and a[3].name) or reached(*a, **k))
    fit = Training(lib)
    fit.model.train(training)
    before = fit.everything()
    diagnose(fit.step, fit.model, fit.loader, optimizer=fit.optimizer, val_loader=fit.val_loader, steps=6)
    after = fit.everything()
    for what, value in before.items():
        assert after[what] == value, what
    wanted = {"clipping too low", "weight decay too high", "dropout too high", "frozen parameters", "tiny batches"}
    assert wanted | {"unscaled inputs"} <= set(made)  # so that none of the experiments was left out here


def test_the_loaders_go_on_as_they_would_have():
    orders = []
    for asked in (True, False):
        fit = Training(tg)
        if asked:
            diagnose(fit.step, fit.model, fit.loader, optimizer=fit.optimizer, val_loader=fit.val_loader, steps=2)
        orders.append([batch[0].numpy() for batch in fit.val_loader])
    np.testing.assert_array_equal(*orders)
