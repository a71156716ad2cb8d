"""The doctor's newer causes, each with an ill training and its healthy twin; and what it must never do."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.training import Trainer, diagnose
from tinygrad_lite.training.doctor import CAUSES, data, survey
from tinygrad_lite.training.doctor.backward import made_by
from tinygrad_lite.training.doctor.changed import TEXTS

pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.one_in(3)]

LIBRARIES = {"tinygrad_lite": tg, "torch": torch}
LONG = pytest.mark.full  # a second example of something: with --full
BOTH = pytest.mark.parametrize("lib", [tg, pytest.param(torch, marks=LONG)], ids=LIBRARIES)


# ---------------------------------------------------------------------------------------------- data and models
def clouds(n, seed, classes=4):
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(7).normal(0, 1.2, (classes, 10))
    labels = random.integers(0, classes, n)
    return (centres[labels] + random.normal(0, 1, (n, 10))).astype(np.float32), labels


def hills(n, seed):
    random = np.random.default_rng(seed)
    x = random.uniform(-1.7, 1.7, (n, 4))
    y = np.sin(2 * x[:, 0]) + x[:, 1] * x[:, 2] + random.normal(0, 0.1, n)
    return x.astype(np.float32), y.astype(np.float32)[:, None]


def mlp(inputs, outputs, width=24, extra=lambda lib: [], lib=tg, last=()):
    nn = lib.nn
    return nn.Sequential(
        nn.Linear(inputs, width), *extra(lib), nn.ReLU(), nn.Linear(width, width), *extra(lib), nn.ReLU(),
        nn.Linear(width, outputs), *last,
    )  # fmt: skip


class Fit:
    """A training, changed by what is given, trained, and diagnosed."""

    def __init__(self, make=clouds, *, lib=tg, seed=1, n=320, batch=32, shuffle=True, train=None, val=None):
        lib.manual_seed(seed)
        tg.manual_seed(seed)
        self.lib, self.utils = lib, tg.data if lib is tg else lib.utils.data
        self.loss = lib.nn.CrossEntropyLoss() if make is clouds else lib.nn.MSELoss()
        self.outputs = 4 if make is clouds else 1
        parts = make(n, seed), make(200, seed + 100)
        self.parts = [change(*part) if change else part for change, part in zip((train, val), parts)]
        self.loader = self.loader_of(self.parts[0], batch, shuffle)
        self.val_loader = self.loader_of(self.parts[1], 100, False)
        self.model = mlp(self.parts[0][0].shape[1], self.outputs, lib=lib)

    def loader_of(self, part, batch, shuffle):
        dataset = self.utils.TensorDataset(*[self.lib.from_numpy(np.ascontiguousarray(values)) for values in part])
        return self.utils.DataLoader(dataset, batch_size=batch, shuffle=shuffle, drop_last=shuffle)

    def names(self, optimizer="Adam", epochs=10, given=None, schedule=None, **settings):
        arguments = {"lr": 5e-3} | {k: settings.pop(k) for k in ("lr", "weight_decay", "momentum") if k in settings}
        parameters = (given or self.model).parameters()
        self.optimizer = getattr(self.lib.optim, optimizer)(parameters, **arguments)
        if schedule is not None:
            settings["scheduler"] = schedule(self.optimizer)
        trainer = Trainer(self.model, self.optimizer, self.loss, **settings)
        trainer.fit(self.loader, self.val_loader, epochs)
        self.report = diagnose(trainer, loader=self.loader, val_loader=self.val_loader)
        return [cause.name for cause in self.report.causes]


# --------------------------------------------------------------------------------------------------- healthy twins
@pytest.mark.parametrize(
    ("make", "lib"),
    [(clouds, torch), (hills, tg), *(pytest.param(*both, marks=LONG) for both in [(clouds, tg), (hills, torch)])],
)
def test_the_training_that_the_others_are_made_of_is_healthy(lib, make):
    assert Fit(make, lib=lib).names() == []


HEALTHY = {
    "dropout": lambda fit: fit.names() if setattr(fit, "model", mlp(10, 4, 48, drop(0.5))) is None else None,
    "weight decay": lambda fit: fit.names("AdamW", weight_decay=0.05),
    "clipping that acts": lambda fit: fit.names(max_norm=0.5),
    "batch norm": lambda fit: fit.names() if setattr(fit, "model", mlp(10, 4, 24, norm)) is None else None,
    "few epochs": lambda fit: fit.names(epochs=2),
    "before training": lambda fit: fit.names(epochs=0),
}


def drop(p):
    return lambda lib: [lib.nn.Dropout(p)]


def norm(lib):
    return [lib.nn.BatchNorm1d(24)]


@pytest.mark.parametrize(
    "how", [pytest.param(how, marks=LONG if how in ("few epochs", "batch norm") else ()) for how in HEALTHY]
)
def test_healthy_twins(how):
    assert HEALTHY[how](Fit()) == []


SCHEDULES = {
    "CosineAnnealingLR": lambda optimizer: tg.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10),
    "LinearLR": lambda optimizer: tg.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, 10),
    "PolynomialLR": lambda optimizer: tg.optim.lr_scheduler.PolynomialLR(optimizer, 10),
    "warmup_cosine": lambda optimizer: tg.optim.lr_scheduler.warmup_cosine(optimizer, 2, 10),
}


@pytest.mark.parametrize(
    "schedule", [*list(SCHEDULES)[:1], *(pytest.param(name, marks=LONG) for name in list(SCHEDULES)[1:])]
)
@pytest.mark.parametrize("optimizer", ["AdamW", pytest.param("SGD", marks=LONG)])
def test_a_finished_schedule_that_ends_at_0_is_healthy(schedule, optimizer):
    fit = Fit()
    settings = {"lr": 0.05, "momentum": 0.9} if optimizer == "SGD" else {}
    assert fit.names(optimizer, schedule=SCHEDULES[schedule], **settings) == []
    assert fit.optimizer.param_groups[0]["lr"] < 1e-4


@LONG
def test_noisy_data_of_which_little_can_be_known_are_healthy():
    def noisy(n, seed):
        random = np.random.default_rng(seed)
        x = random.normal(0, 1, (n, 10)).astype(np.float32)
        return x, (random.random(n) < 1 / (1 + np.exp(-1.5 * x[:, 0]))).astype(int)

    fit = Fit(noisy, n=600)
    fit.loss, fit.model = tg.nn.CrossEntropyLoss(), mlp(10, 2, 8)
    assert fit.names(lr=2e-3, epochs=5) == []


def test_a_model_that_validation_left_in_evaluation_mode_is_healthy():
    fit = Fit()
    fit.model = mlp(10, 4, 24, lambda lib: [lib.nn.BatchNorm1d(24), lib.nn.Dropout(0.2)])
    optimizer = tg.optim.Adam(fit.model.parameters(), lr=5e-3)
    step = own_step(fit.model, fit.loss, optimizer)
    for _ in range(8):
        fit.model.train()
        for batch in fit.loader:
            step(batch)
        fit.model.eval()
    report = diagnose(step, fit.model, fit.loader, val_loader=fit.val_loader)
    assert report.healthy, report
    assert not fit.model.training


def own_step(model, criterion, optimizer, before=None):
    def step(batch):
        if before is not None:
            before()
        optimizer.zero_grad()
        loss = criterion(model(batch[0]), batch[1])
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


# ------------------------------------------------------------------------------------------- the model and its loss
@pytest.mark.slow
@pytest.mark.parametrize("lib", LIBRARIES.values(), ids=LIBRARIES)
def test_activation_before_the_loss(lib):
    fit = Fit(lib=lib)
    fit.model = mlp(10, 4, lib=lib, last=[lib.nn.Softmax(1)])
    assert fit.names() == ["activation before the loss"]


@BOTH
@pytest.mark.parametrize("last", ["nothing", "Softmax", "LogSoftmax"])
def test_what_goes_into_nll_loss(lib, last):
    fit = Fit(lib=lib)
    fit.model = mlp(10, 4, lib=lib, last=[] if last == "nothing" else [getattr(lib.nn, last)(1)])
    fit.loss = lib.nn.NLLLoss()
    assert fit.names() == ([] if last == "LogSoftmax" else ["logits into NLLLoss"])


def test_a_softmax_written_by_hand_is_seen_in_its_values():
    fit = Fit()

    def criterion(outputs, targets):
        exponentials = outputs.exp()
        return tg.nn.functional.cross_entropy(exponentials / exponentials.sum(1, keepdim=True), targets)

    fit.loss = criterion
    assert fit.names(epochs=3) == ["activation before the loss"]


@pytest.mark.parametrize("lib", LIBRARIES.values(), ids=LIBRARIES)
def test_the_operation_that_made_a_tensor(lib):
    x = lib.ones(2, 3, requires_grad=True)
    assert made_by(lib.softmax(x, 1).reshape(3, 2).reshape(-1)) == "Softmax"
    assert made_by(x.sigmoid()[:, 0]) == "Sigmoid"
    assert made_by(lib.ones(2)) == ""


@pytest.mark.parametrize("by_step", [True, False])
def test_evaluation_mode_in_training(by_step):
    fit = Fit()
    fit.model = mlp(10, 4, 24, norm)
    optimizer = tg.optim.Adam(fit.model.parameters(), lr=5e-3)
    fit.model.train(by_step)
    step = own_step(fit.model, fit.loss, optimizer, fit.model.eval if by_step else None)
    for batch in fit.loader:
        step(batch)
    fit.model.train(by_step)
    report = diagnose(step, fit.model, fit.loader)
    assert [cause.name for cause in report.causes] == ["evaluation mode in training"]


@pytest.mark.slow
@pytest.mark.parametrize("value", [0.1, pytest.param(0.0, marks=LONG)])
def test_symmetric_weights(value):
    fit = Fit()
    with tg.no_grad():
        for p in fit.model.parameters():
            p.fill_(value)
    assert fit.names() == ["symmetric weights"]


@pytest.mark.parametrize("kind", ["GRU", "LSTM", "RNN"])
def test_units_of_recurrent_layers_are_compared_gate_by_gate(kind):
    layer, head = getattr(tg.nn, kind)(3, 6, batch_first=True), tg.nn.Linear(6, 2)

    class Reader(tg.nn.Module):
        def __init__(self):
            super().__init__()
            self.layer, self.head = layer, head

        def forward(self, x):
            return self.head(self.layer(x)[0][:, -1])

    model = Reader()
    with tg.no_grad():
        for place, p in enumerate(model.parameters()):
            p.fill_(0.1 * (place + 1))
    random = np.random.default_rng(0)
    batches = [[tg.tensor(random.normal(0, 1, (8, 4, 3)).astype(np.float32)), tg.tensor(random.integers(0, 2, 8))]] * 3
    step = own_step(model, tg.nn.CrossEntropyLoss(), tg.optim.Adam(model.parameters(), lr=0.01))
    report = diagnose(step, model, batches, steps=4)
    assert [cause.name for cause in report.causes] == ["symmetric weights"]


def test_layers_that_the_step_calls_by_themselves():
    fit = Fit()
    body, head = fit.model[:-1], fit.model[-1]
    optimizer = tg.optim.Adam(fit.model.parameters(), lr=5e-3)

    def step(batch):
        with tg.no_grad():
            hidden = body(batch[0])
        optimizer.zero_grad()
        fit.loss(head(hidden), batch[1]).backward()
        optimizer.step()

    assert [cause.name for cause in diagnose(step, fit.model, fit.loader).causes] == ["detached loss"]


def test_a_last_layer_of_zeros_is_healthy():
    fit = Fit()
    with tg.no_grad():
        fit.model[-1].weight.fill_(0.0)
    assert fit.names(epochs=1) == []


# ------------------------------------------------------------------------------------------------- one thing changed
def test_frozen_parameters():
    fit = Fit(hills)
    fit.model = mlp(4, 1, 6)
    for layer in (fit.model[0], fit.model[2]):
        layer.requires_grad_(False)
    assert fit.names() == ["frozen parameters"]
    assert [p.requires_grad for p in fit.model.parameters()] == [False] * 4 + [True] * 2


@LONG
def test_parameters_that_the_optimizer_was_not_given():
    fit = Fit(hills)
    fit.model = mlp(4, 1, 6)
    assert fit.names(given=fit.model[4]) == ["frozen parameters"]


class Unregistered(tg.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [tg.nn.Linear(4, 6), tg.nn.Linear(6, 6)]
        self.head = tg.nn.Linear(6, 1)

    def forward(self, x):
        for layer in self.layers:
            x = tg.relu(layer(x))
        return self.head(x)


def test_layers_in_a_plain_list():
    fit = Fit(hills)
    fit.model = Unregistered()
    before = fit.model.layers[0].weight.detach().numpy().copy()
    assert fit.names() == ["frozen parameters"]
    assert "not registered" in repr(fit.report)
    np.testing.assert_array_equal(fit.model.layers[0].weight.detach().numpy(), before)


@LONG
def test_a_frozen_body_that_is_good_is_healthy():
    fit = Fit()
    fit.names(epochs=8)
    for layer in (fit.model[0], fit.model[2]):
        layer.requires_grad_(False)
    fit.model[4].reset_parameters()
    assert fit.names(lr=1e-2, epochs=8) == []


def test_everything_frozen():
    fit = Fit()
    fit.model.requires_grad_(False)
    optimizer = tg.optim.Adam(mlp(10, 4).parameters())
    report = diagnose(own_step(fit.model, fit.loss, optimizer), fit.model, fit.loader)
    assert [cause.name for cause in report.causes] == ["frozen parameters"]


def test_dropout_too_high():
    fit = Fit()
    fit.model = mlp(10, 4, 24, drop(0.95))
    assert fit.names() == ["dropout too high"]
    assert [module.p for module in fit.model.modules() if hasattr(module, "p")] == [0.95, 0.95]


def test_weight_decay_too_high():
    fit = Fit(hills)
    assert fit.names("SGD", lr=0.05, weight_decay=1.0) == ["weight decay too high"]
    assert fit.optimizer.param_groups[0]["weight_decay"] == 1.0


@pytest.mark.parametrize(
    "limit", [{"max_norm": 1e-4}, pytest.param({"clip_value": 1e-6}, marks=LONG)], ids=["norm", "value"]
)
def test_clipping_too_low(limit):
    assert Fit().names("SGD", lr=0.05, momentum=0.9, **limit) == ["clipping too low"]


def test_tiny_batches():
    fit = Fit(batch=2)
    fit.model = mlp(10, 4, 24, norm)
    assert fit.names(lr=1e-2, epochs=3) == ["tiny batches"]


@pytest.mark.parametrize(
    "change", [lambda y: y * 1000 + 5000, pytest.param(lambda y: y * 1e-4, marks=LONG)], ids=["huge", "small"]
)
def test_unscaled_targets(change):
    def moved(x, y):
        return x, change(y)

    assert Fit(hills, train=moved, val=moved).names("SGD", lr=0.01) == ["unscaled targets"]


@pytest.mark.parametrize(
    "change", [lambda x: x + 100, pytest.param(lambda x: x * 1e-3, marks=LONG)], ids=["far", "small"]
)
def test_unscaled_inputs(change):
    def moved(x, y):
        return change(x), y

    assert Fit(train=moved, val=moved).names("SGD", lr=0.05) == ["unscaled inputs"]


def test_schedule_ended_early():
    fit = Fit()
    names = fit.names(schedule=lambda o: tg.optim.lr_scheduler.ExponentialLR(o, 0.5), schedule_every="step")
    assert names == ["schedule ended early"]
    assert fit.optimizer.param_groups[0]["lr"] < 1e-20


@pytest.mark.parametrize(("optimizer", "rate"), [("Adam", 2e-7), pytest.param("SGD", 1e-9, marks=LONG)])
def test_a_rate_that_is_far_too_low(optimizer, rate):
    assert Fit().names(optimizer, lr=rate) == ["learning rate too low"]


def rare(share, apart):
    def make(n, seed):
        random = np.random.default_rng(seed)
        labels = (random.random(n) < share).astype(int)
        x = random.normal(0, 1, (n, 6))
        x[:, :2] += apart * np.array([1, -1]) * labels[:, None]
        return x.astype(np.float32), labels

    return make


@pytest.mark.parametrize("ill", [True, False])
def test_class_imbalance(ill):
    fit = Fit(rare(0.04, 0.9) if ill else rare(0.1, 2.5), n=800)
    fit.loss, fit.model = tg.nn.CrossEntropyLoss(), mlp(6, 2, 16)
    assert fit.names(lr=1e-3 if ill else 5e-3, epochs=8) == (["class imbalance"] if ill else [])


# ----------------------------------------------------------------------------------------------------------- the data
def test_sorted_data():
    def in_order(x, y):
        order = np.argsort(y[:, 0])
        return x[order], y[order]

    assert Fit(hills, train=in_order, shuffle=False).names("SGD", lr=0.05) == ["sorted data"]
    assert Fit(hills, shuffle=False).names() == []


@pytest.mark.parametrize(
    "change",
    [lambda x: 8 * x + 5, lambda x: x / 255, lambda x: x[:, ::-1], lambda x: np.exp(x)],
    ids=["not standardized", "divided", "other order", "not the logarithm"],
)
def test_validation_data_differ(change):
    assert Fit(val=lambda x, y: (change(x).astype(np.float32), y)).names() == ["validation data differ"]


def test_labels_of_validation_are_shifted():
    assert Fit(val=lambda x, y: (x, (y + 1) % 4)).names() == ["shifted labels"]
    assert Fit(hills, val=lambda x, y: (x, y + 4)).names() == ["shifted labels"]


def test_targets_are_moved_by_one_sample():
    def moved(x, y):
        return x, np.roll(y, 1, 0)

    fit = Fit(train=moved, val=moved)
    assert fit.names() == ["shifted labels"]
    assert "moved by -1 places" in repr(fit.report)


def test_validation_samples_are_training_samples():
    fit = Fit()
    x, y = fit.parts[0]
    fit.val_loader = fit.loader_of((x[:150], y[:150]), 50, False)
    assert fit.names() == ["leakage"]


def test_an_input_that_holds_the_target():
    def leaking(x, y):
        return np.concatenate([x, 2 * y + 1], 1), y

    assert Fit(hills, train=leaking, val=leaking).names() == ["leakage"]


# ------------------------------------------------------------------------------------------------- nothing is learned
def test_never_silent_where_nothing_is_learned():
    """The targets are the parity of 16 signs: no network learns that from 320 samples, nothing shows why."""

    def parity(n, seed):
        x = np.random.default_rng(seed).choice([-1.0, 1.0], (n, 4, 4)).astype(np.float32)
        return x, (x.prod((1, 2)) > 0).astype(int)

    class Reader(tg.nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn, self.head = tg.nn.RNN(4, 8, batch_first=True), tg.nn.Linear(8, 2)

        def forward(self, x):
            return self.head(self.rnn(x)[0][:, -1])

    fit = Fit(parity)
    fit.loss, fit.model = tg.nn.CrossEntropyLoss(), Reader()
    assert fit.names(lr=1e-3) == ["unknown"]
    (cause,) = fit.report.causes
    assert "cause is unknown" in cause.explanation
    assert all(place in cause.advice for place in ("(1)", "(2)", "(3)"))


LOSSES_WITHOUT_UNIT = {  # whose best constant has a loss of 0 or below → whether this training is ill
    "the sign is wrong": (lambda out, y: -tg.nn.functional.mse_loss(out, y), True),
    "the targets with themselves": (lambda out, y: (out * 0).mean() + tg.nn.functional.mse_loss(y, y), True),
    "a part is taken off": (lambda out, y: tg.nn.functional.mse_loss(out, y) - 100.0, False),
}


@pytest.mark.parametrize("name", LOSSES_WITHOUT_UNIT)
def test_never_silent_where_a_constant_has_no_loss(name):
    loss, ill = LOSSES_WITHOUT_UNIT[name]
    fit = Fit(hills)
    fit.loss = loss
    assert fit.names("SGD" if name == "the sign is wrong" else "Adam", lr=1e-3) == (["unknown"] if ill else [])


# ----------------------------------------------------------------------------------------------------------- the parts
def test_every_name_is_listed():
    assert set(TEXTS) <= set(CAUSES)
    assert len(set(CAUSES)) == len(CAUSES) == 32


def test_sorting_is_measured_against_chance():
    random = np.random.default_rng(0)
    shuffled = [random.integers(0, 4, 16) for _ in range(20)]
    in_order = np.split(np.sort(np.concatenate(shuffled)), 20)
    assert data.sorting(shuffled)[0] < 2
    assert data.sorting(in_order)[0] > 8
    assert data.sorting(shuffled[:2]) == (1.0, 0.0)


def test_other_names_of_the_classes():
    labels = np.arange(60) % 3
    found = survey.Seen(labels, labels, labels, 0.0, labels, (labels + 1) % 3)
    assert survey.renamed(found, 3) == ("moved by -1", 1.0)
    found.predicted = labels
    assert survey.renamed(found, 3) is None


def test_balanced_accuracy_is_not_fooled_by_a_large_class():
    labels = np.array([0] * 95 + [1] * 5)
    found = survey.Seen(labels, labels, labels, 0.0, labels, np.zeros(100, int))
    assert found.accuracy == 0.95
    assert survey.balanced_accuracy(found) == 0.5


def test_samples_that_are_there_twice():
    x = np.random.default_rng(0).normal(0, 1, (200, 5))
    other = np.random.default_rng(1).normal(0, 1, (50, 5))
    assert data.same_samples(x, other)[0] == 0.0
    assert data.same_samples(x, np.concatenate([other, x[:50]]))[0] == 0.5
