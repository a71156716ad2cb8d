"""The training doctor: it names what is wrong, says why, and leaves everything as it was."""

import random

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from benchmarks import doctor_runs
from benchmarks.doctor_faults import FAULTS
from tinygrad_lite.training import Callback, Trainer, diagnose
from tinygrad_lite.training.doctor import CAUSES
from tinygrad_lite.training.doctor.backward import around_backward

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # ill trainings divide by zero, and compare shapes that differ
    pytest.mark.one_in(3),
]

LIBRARIES = {"tinygrad_lite": tg, "torch": torch}
TYPICAL = {  # a training of the set `tune` for each fault
    "learning rate too high": 1026, "learning rate too low": 2023, "vanishing gradients": 3039,
    "exploding gradients": 4000, "dead ReLUs": 5007, "overfitting": 6004, "underfitting": 7000, "NaN": 8010,
    "detached loss": 9004, "no zero_grad": 10011, "broadcast targets": 11002, "shuffled labels": 12001,
    "training mode in validation": 13009,
}  # fmt: skip
AS_LEARNERS_DO = (
    "dead ReLUs",
    "training mode in validation",
)  # with the doctor's own number of steps; others with half


def training(lib=tg, *, lr=0.02, layers=None, n=160):
    """A model for the two moons, its optimizer, and a loader of the library."""
    x, y = (lib.from_numpy(part.numpy()) for part in tg.data.moons(n, seed=1))
    model = lib.nn.Sequential(*(layers or (lib.nn.Linear(2, 16), lib.nn.ReLU(), lib.nn.Linear(16, 1))))
    utils = tg.data if lib is tg else torch.utils.data
    loader = utils.DataLoader(utils.TensorDataset(x, y), batch_size=20, shuffle=True)
    return model, lib.optim.Adam(model.parameters(), lr=lr), loader


def step_of(model, optimizer, criterion, zero=True):
    def step(batch):
        if zero:
            optimizer.zero_grad()
        loss = criterion(model(batch[0]), batch[1])
        loss.backward()
        optimizer.step()
        return loss

    return step


def diagnosed(*args, **options):
    """With half as many steps as usual: enough where a fault is plain."""
    return diagnose(*args, **{"steps": 15, **options})


def names(diagnosis):
    return [cause.name for cause in diagnosis.causes]


# ------------------------------------------------------------------------------------------- what it names
@pytest.mark.parametrize("fault", TYPICAL)
def test_names_each_fault(fault):
    case = doctor_runs.trained("tune", fault, TYPICAL[fault], doctor_runs.WHOLE)
    steps = {} if fault in AS_LEARNERS_DO else {"steps": 15}
    diagnosis = doctor_runs.diagnosis_of(case, **steps)
    assert names(diagnosis) == [fault], diagnosis
    assert not diagnosis.healthy
    (cause,) = diagnosis.causes
    assert cause.figures
    assert cause.explanation
    assert cause.advice
    assert cause.confidence == "alone"


@pytest.mark.parametrize("seed", [156, 152, 192])
def test_finds_nothing_in_healthy_trainings(seed):
    case = doctor_runs.trained("tune", "healthy", seed, doctor_runs.WHOLE)
    assert names(doctor_runs.diagnosis_of(case)) == []


def test_two_causes_that_look_alike_come_with_the_test_that_tells_them_apart():
    model, optimizer, loader = training(lr=50.0, layers=[tg.nn.Linear(2, 16), tg.nn.ReLU(), tg.nn.Linear(16, 1)])
    with tg.no_grad():
        for parameter in model.parameters():
            parameter.mul_(20.0)
    diagnosis = diagnosed(step_of(model, optimizer, tg.nn.BCEWithLogitsLoss()), model, loader)
    assert names(diagnosis) == ["learning rate too high", "exploding gradients"]
    assert [cause.confidence for cause in diagnosis.causes] == ["one of two"] * 2
    assert "tenth of the rate" in diagnosis.test
    assert diagnosis.test.split()[0] in repr(diagnosis)


def test_all_names_are_listed():
    assert set(FAULTS) == set(TYPICAL)
    assert set(FAULTS) <= set(CAUSES)


@pytest.mark.parametrize("lib", LIBRARIES.values(), ids=LIBRARIES)
@pytest.mark.parametrize(
    ("zero", "lr", "expected"),
    [(True, 0.02, []), (False, 0.02, ["no zero_grad"]), (True, 50.0, ["learning rate too high"])],
)
def test_both_libraries(lib, zero, lr, expected):
    model, optimizer, loader = training(lib, lr=lr)
    step = step_of(model, optimizer, lib.nn.BCEWithLogitsLoss(), zero)
    assert names(diagnosed(step, model, loader)) == expected


@pytest.mark.parametrize("lib", LIBRARIES.values(), ids=LIBRARIES)
def test_a_loss_rebuilt_from_numbers(lib):
    model, optimizer, loader = training(lib)

    def step(batch):
        loss = lib.nn.functional.binary_cross_entropy_with_logits(model(batch[0]), batch[1])
        lib.tensor(loss.item()).backward()
        optimizer.step()

    assert names(diagnosed(step, model, loader)) == ["detached loss"]


@pytest.mark.parametrize("every", [2, 4])
def test_gradients_added_up_on_purpose_are_no_fault(every):
    model, optimizer, loader = training()
    criterion, count = tg.nn.BCEWithLogitsLoss(), [0]

    def step(batch):
        (criterion(model(batch[0]), batch[1]) / every).backward()
        count[0] += 1
        if count[0] % every == 0:
            optimizer.step()
            optimizer.zero_grad()

    assert names(diagnosed(step, model, loader)) == []
    assert count == [0]


def test_an_optimizer_of_another_model():
    model, _, loader = training()
    _, optimizer, _ = training()
    assert names(diagnosed(step_of(model, optimizer, tg.nn.BCEWithLogitsLoss()), model, loader)) == [
        "parameters not updated"
    ]


class Root(tg.nn.Module):
    def forward(self, x):
        return (x - x.max()).sqrt()


def test_says_where_a_nan_is_born():
    model, optimizer, loader = training(layers=[tg.nn.Linear(2, 8), Root(), tg.nn.Linear(8, 1)])
    diagnosis = diagnosed(Trainer(model, optimizer, tg.nn.BCEWithLogitsLoss()), loader=loader)
    assert names(diagnosis) == ["NaN"]
    assert "the output of 1 (Root), in step 1" in repr(diagnosis)


class Scale(tg.nn.Module):
    """With a parameter that cannot be drawn anew."""

    def __init__(self):
        super().__init__()
        self.by = tg.nn.Parameter(tg.ones(1))

    def forward(self, x):
        return x * self.by


@pytest.mark.parametrize("extra", [Scale, tg.nn.ReLU])
def test_weights_that_are_nan_without_a_visible_reason(extra):
    model, optimizer, loader = training(layers=[tg.nn.Linear(2, 8), extra(), tg.nn.Linear(8, 1)])
    with tg.no_grad():
        model[0].weight.fill_(np.nan)
    diagnosis = diagnosed(step_of(model, optimizer, tg.nn.BCEWithLogitsLoss()), model, loader)
    assert "NaN" in names(diagnosis)
    assert "NaNGuard" in repr(diagnosis)


def test_names_the_samples_that_are_not_finite():
    model, optimizer, loader = training()
    loader.dataset.tensors[0].numpy()[3, 1] = np.nan
    diagnosis = diagnosed(step_of(model, optimizer, tg.nn.BCEWithLogitsLoss()), model, loader)
    assert "1 of 40 inputs of batch" in dict(diagnosis.causes[0].figures)["not finite"]


def test_a_frozen_layer_is_no_detached_loss():
    model, _, loader = training()
    model[0].requires_grad_(False)
    optimizer = tg.optim.Adam(model[2].parameters(), lr=0.02)
    assert "detached loss" not in names(diagnosed(step_of(model, optimizer, tg.nn.BCEWithLogitsLoss()), model, loader))


@pytest.mark.parametrize("squeeze", [True, False])
def test_targets_of_another_shape_matter_only_if_they_are_broadcast(squeeze):
    model, optimizer, loader = training()
    x, y = loader.dataset.tensors
    loader.dataset.tensors = (x, y.squeeze(1))

    def criterion(predictions, targets):
        return ((predictions.squeeze(1) if squeeze else predictions) - targets).pow(2).mean()

    diagnosis = diagnosed(step_of(model, optimizer, criterion), model, loader)
    assert names(diagnosis) == ([] if squeeze else ["broadcast targets"])


def test_equal_answers_are_no_sign_of_broadcasting():
    model, optimizer, loader = training()
    x, y = loader.dataset.tensors
    loader.dataset.tensors = (x, y.squeeze(1))
    with tg.no_grad():
        model[0].bias.fill_(-50.0)
    step = step_of(model, optimizer, lambda predictions, targets: (predictions.squeeze(1) - targets).pow(2).mean())
    assert names(diagnosed(step, model, loader)) == ["dead ReLUs"]


@pytest.mark.parametrize("mode", [True, False])
def test_the_mode_of_a_validation_that_is_shown(mode):
    model, optimizer, loader = training(
        layers=[tg.nn.Linear(2, 16), tg.nn.Dropout(0.3), tg.nn.ReLU(), tg.nn.Linear(16, 1)]
    )
    criterion = tg.nn.BCEWithLogitsLoss()

    def validate():
        model.train(mode)
        return sum(criterion(model(x), y).item() for x, y in loader)

    diagnosis = diagnosed(step_of(model, optimizer, criterion), model, loader, validate=validate)
    assert names(diagnosis) == (["training mode in validation"] if mode else [])
    assert model.training


# ----------------------------------------------------------------------------- everything is left as it was
def everything(model, optimizer, lib):
    state = {name: value.detach().numpy().copy() for name, value in model.state_dict().items()}
    gradients = [None if p.grad is None else p.grad.numpy().copy() for p in model.parameters()]
    moments = [
        {key: np.array(value) for key, value in values.items()} for values in optimizer.state_dict()["state"].values()
    ]
    settings = [{k: v for k, v in group.items() if k != "params"} for group in optimizer.state_dict()["param_groups"]]
    numbers = [np.random.get_state()[1].copy(), random.getstate(), tg.rand(1).item()]  # noqa: NPY002
    numbers.append(lib.rand(1).item())
    return state, gradients, moments, settings, [m.training for m in model.modules()], numbers


@pytest.mark.parametrize("lib", LIBRARIES.values(), ids=LIBRARIES)
@pytest.mark.parametrize("as_trainer", [True, False])
def test_leaves_everything_as_it_was(lib, as_trainer):
    def prepared():
        for seeded in (tg, torch):
            seeded.manual_seed(3)
        random.seed(3)
        np.random.seed(3)  # noqa: NPY002
        layers = [lib.nn.Linear(2, 8), lib.nn.BatchNorm1d(8), lib.nn.Dropout(0.2), lib.nn.ReLU(), lib.nn.Linear(8, 1)]
        model, optimizer, loader = training(lib, layers=layers)
        losses, criterion = [], lib.nn.BCEWithLogitsLoss()
        inner = step_of(model, optimizer, criterion)

        def step(batch):
            losses.append(inner(batch).item())
            np.random.random()  # noqa: NPY002
            random.random()

        for batch in loader:
            step(batch)
        model[2].eval()
        passing = iter(loader)
        next(passing)
        return model, optimizer, loader, losses, step, passing, Trainer(model, optimizer, criterion)

    expected = prepared()
    wanted_batch, wanted = next(expected[5])[0].numpy(), everything(*expected[:2], lib)
    model, optimizer, loader, losses, step, passing, trainer = prepared()
    noted = list(losses)
    given = (trainer, None) if as_trainer else (step, model)
    extra = {"optimizer": optimizer} if not as_trainer else {}
    diagnosed(*given, loader, {"loss": [0.7], "val_loss": [0.7]}, val_loader=loader, steps=6, **extra)
    np.testing.assert_array_equal(next(passing)[0].numpy(), wanted_batch)
    np.testing.assert_equal(everything(model, optimizer, lib), wanted)
    assert losses == noted


def test_finds_what_a_method_uses():
    class Run:
        def __init__(self):
            self.model, self.optimizer, self.loader = training()
            self.schedule = tg.optim.lr_scheduler.StepLR(self.optimizer, 3)
            self.seen = {}

        def step(self, batch):
            self.optimizer.zero_grad()
            loss = tg.nn.functional.binary_cross_entropy_with_logits(self.model(batch[0]), batch[1])
            loss.backward()
            self.optimizer.step()
            self.schedule.step()
            self.seen["last"] = loss.item()

    run = Run()
    diagnosed(run.step, run.model, run.loader, steps=6)
    assert run.schedule.last_epoch == 0
    assert run.optimizer.param_groups[0]["lr"] == 0.02
    assert run.seen == {}


def test_a_trainers_callbacks_are_left_out():
    class Refuses(Callback):
        def on_before_step(self, step):
            raise AssertionError("called by the doctor")

    model, optimizer, loader = training()
    trainer = Trainer(model, optimizer, tg.nn.BCEWithLogitsLoss(), callbacks=[Refuses()])
    assert diagnosed(trainer, loader=loader, steps=4).evidence.losses


@pytest.mark.parametrize("lib", LIBRARIES.values(), ids=LIBRARIES)
def test_standing_around_backward(lib):
    """`run` does what `backward` does, with its arguments; outside the block nothing is left."""
    seen, w = [], lib.tensor([2.0], requires_grad=True)

    def around(loss, run):
        seen.append((loss.item(), w.grad))
        if loss.requires_grad:
            run()

    with around_backward(lib, around):
        (w * w).sum().backward(lib.tensor(3.0))
        lib.tensor(1.0).backward()
    assert w.grad.item() == 12.0
    assert seen == [(4.0, None), (1.0, w.grad)]
    (w * w).sum().backward()
    assert len(seen) == 2


def test_an_error_in_the_step_is_passed_on_and_nothing_has_changed():
    model, optimizer, loader = training()
    before = model.state_dict()["0.weight"].numpy().copy()
    inner, count = step_of(model, optimizer, tg.nn.BCEWithLogitsLoss()), []

    def step(batch):
        inner(batch)
        count.append(1)
        if len(count) == 5:
            raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        diagnosed(step, model, loader, optimizer=optimizer)
    np.testing.assert_array_equal(model.state_dict()["0.weight"].numpy(), before)
    assert not tg.observers.here.around_backward


# ------------------------------------------------------------------------------------------------ what it says
def test_the_report_is_text_and_a_card():
    model, optimizer, loader = training(lr=50.0)
    diagnosis = diagnosed(step_of(model, optimizer, tg.nn.BCEWithLogitsLoss()), model, loader)
    text, html = repr(diagnosis), diagnosis._repr_html_()
    assert text.startswith("✗ training doctor · learning rate too high")
    assert "Next: Try" in text
    assert 'data-status="wrong"' in html
    assert "learning rate too high" in html
    assert max(map(len, text.splitlines())) < 200


def test_a_healthy_report_says_what_it_does_not_prove():
    model, optimizer, loader = training()
    diagnosis = diagnosed(step_of(model, optimizer, tg.nn.BCEWithLogitsLoss()), model, loader)
    assert diagnosis.healthy
    assert "no proof" in repr(diagnosis)
    assert 'data-status="right"' in diagnosis._repr_html_()


def test_wrong_calls_are_explained():
    model, optimizer, loader = training()
    step = step_of(model, optimizer, tg.nn.BCEWithLogitsLoss())
    with pytest.raises(TypeError, match="give the training batches"):
        diagnosed(step, model)
    with pytest.raises(TypeError, match="a generator"):
        diagnosed(step, model, iter(loader))
    with pytest.raises(TypeError, match="give the model"):
        diagnosed(step, loader=loader)
    with pytest.raises(TypeError, match="found 0 optimizers"):
        diagnosed(lambda batch: None, model, loader)
    with pytest.raises(TypeError, match=r"a Trainer, or a function step\(batch\)"):
        diagnosed(3, model, loader)
    with pytest.raises(ValueError, match="no batches"):
        diagnosed(step, model, [])
    with pytest.raises(ValueError, match="not the one"):
        diagnosed(Trainer(model, optimizer, tg.nn.BCEWithLogitsLoss()), tg.nn.Linear(2, 1), loader)


# ------------------------------------------------------------------------------------------------ how often right
@pytest.mark.full
def test_the_measurement_reaches_its_targets():
    rows, _ = doctor_runs.measured("measure", doctor_runs.HEALTHY, doctor_runs.ILL)
    ill = [row for row in rows if row[0] != "healthy"]
    healthy = [row for row in rows if row[0] == "healthy"]
    assert len(ill) >= 300
    assert len(healthy) >= 300
    assert sum(row[0] in row[3] for row in ill) >= 0.9 * len(ill)
    assert sum(bool(row[3]) for row in healthy) <= 0.02 * len(healthy)
