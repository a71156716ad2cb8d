"""Right calls of optimizers, schedules, data sets and loaders. See `call.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tinygrad_lite as tg
from tests.misuse.call import Call, call
from tinygrad_lite import data, nn, optim
from tinygrad_lite.optim import lr_scheduler as schedules


def parameters() -> list[tg.Tensor]:
    layer = nn.Linear(3, 2)
    layer(tg.ones(2, 3)).sum().backward()
    return list(layer.parameters())


def sgd() -> optim.SGD:
    return optim.SGD(parameters(), lr=0.1, momentum=0.9)


def two_steps(optimizer: Any) -> None:
    optimizer.step()
    optimizer.step()


def steps(schedule: Any) -> None:
    """What a training does with a schedule, for some epochs."""
    for _ in range(5):
        schedule.optimizer.step()
        schedule.step()


def plateau_steps(schedule: Any) -> None:
    for loss in (1.0, 2.0, 2.0):
        schedule.step(loss)


OPTIMIZERS = ("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "NAdam", "RAdam")
MADE: dict[str, Callable[[], Call]] = {
    f"tinygrad_lite.optim.{name}": lambda name=name: call(getattr(optim, name), parameters(), use=two_steps)
    for name in OPTIMIZERS
}


def state_of(optimizer: Any) -> dict:
    two_steps(optimizer)
    return optimizer.state_dict()


def loss_again(optimizer: Any) -> Callable[[], Any]:
    def closure() -> Any:
        layer = nn.Linear(3, 2)
        return layer(tg.ones(1, 3)).sum()

    return closure


AROUND: dict[str, Callable[[], Call]] = {
    "tinygrad_lite.optim.Optimizer": lambda: call(optim.Optimizer, parameters(), {"lr": 0.1, "weight_decay": 0.0}),
    "tinygrad_lite.optim.Optimizer.add_param_group": lambda: call(
        sgd().add_param_group, {"params": parameters(), "lr": 0.2}
    ),
    "tinygrad_lite.optim.Optimizer.step": lambda: call(sgd().step, lambda: tg.tensor(1.0)),
    "tinygrad_lite.optim.Optimizer.zero_grad": lambda: call(sgd().zero_grad, True),
    "tinygrad_lite.optim.Optimizer.load_state_dict": lambda: call(sgd().load_state_dict, state_of(sgd())),
    "tinygrad_lite.optim.Optimizer.register_step_pre_hook": lambda: call(
        sgd().register_step_pre_hook, lambda optimizer, args, kwargs: None
    ),
    "tinygrad_lite.optim.Lookahead": lambda: call(optim.Lookahead, sgd(), use=two_steps),
    "tinygrad_lite.optim.SAM": lambda: call(optim.SAM, sgd()),
    "tinygrad_lite.optim.SAM.step": lambda: call(optim.SAM(sgd()).step, lambda: tg.tensor(1.0)),
    "tinygrad_lite.optim.ExponentialMovingAverage": lambda: call(
        optim.ExponentialMovingAverage, parameters(), use=lambda average: average.update()
    ),
}  # fmt: skip


class Half(schedules.LRScheduler):
    """A schedule of one's own."""

    def get_lr(self) -> list[float]:
        return [group["lr"] / 2 for group in self.optimizer.param_groups]


WITH: dict[str, tuple[Any, ...]] = {  # what a schedule is made with behind its optimizer
    "ConstantLR": (), "LinearLR": (), "PolynomialLR": (), "StepLR": (2,), "MultiStepLR": ([1, 3],),
    "ExponentialLR": (0.9,), "CosineAnnealingLR": (4,), "CosineAnnealingWarmRestarts": (2,), "CyclicLR": (0.1, 1.0),
    "OneCycleLR": (1.0, 10), "warmup_cosine": (2, 8),
}  # fmt: skip
SCHEDULES: dict[str, Callable[[], Call]] = {
    f"tinygrad_lite.optim.lr_scheduler.{name}": lambda name=name, more=more: call(
        getattr(schedules, name), sgd(), *more, use=steps
    )
    for name, more in WITH.items()
}
SCHEDULES |= {
    f"tinygrad_lite.optim.lr_scheduler.{name}": lambda name=name: call(
        getattr(schedules, name), sgd(), lambda epoch: 0.9, use=steps
    )
    for name in ("LambdaLR", "MultiplicativeLR")
}
SCHEDULES |= {
    "tinygrad_lite.optim.lr_scheduler.ReduceLROnPlateau": lambda: call(
        schedules.ReduceLROnPlateau, sgd(), use=plateau_steps
    ),
    "tinygrad_lite.optim.lr_scheduler.ReduceLROnPlateau.step": lambda: call(
        schedules.ReduceLROnPlateau(sgd()).step, 1.0
    ),
    "tinygrad_lite.optim.lr_scheduler.LRScheduler": lambda: call(Half, sgd(), use=steps),
    "tinygrad_lite.optim.lr_scheduler.LRScheduler.step": lambda: call(schedules.StepLR(sgd(), 2).step),
    "tinygrad_lite.optim.lr_scheduler.LRScheduler.load_state_dict": lambda: _loading(),
    "tinygrad_lite.optim.lr_scheduler.SequentialLR": lambda: _combined("SequentialLR", milestones=[2]),
    "tinygrad_lite.optim.lr_scheduler.ChainedScheduler": lambda: _combined("ChainedScheduler"),
}


def _loading() -> Call:
    schedule = schedules.StepLR(sgd(), 2)
    return call(schedule.load_state_dict, schedule.state_dict(), use=lambda _: steps(schedule))


def _combined(name: str, **more: Any) -> Call:
    optimizer = sgd()
    parts = [schedules.ConstantLR(optimizer), schedules.ExponentialLR(optimizer, 0.9)]
    if name == "SequentialLR":
        return call(schedules.SequentialLR, optimizer, parts, more["milestones"], use=steps)
    return call(schedules.ChainedScheduler, parts, use=lambda schedule: schedule.step())


# ---------------------------------------------------------------------------------------------------------------- data
def numbers() -> data.TensorDataset:
    return data.TensorDataset(tg.ones(6, 3), tg.ones(6))


def all_of(loader: Any) -> None:
    """Go through a loader once, but not for ever."""
    for number, _ in enumerate(loader):
        if number > 50:
            break


def some_of(sampler: Any) -> None:
    len(sampler)
    all_of(sampler)


WORKERS = "worker_init_fn multiprocessing_context timeout num_workers prefetch_factor persistent_workers"
DATA: dict[str, Callable[[], Call]] = {
    "tinygrad_lite.data.TensorDataset": lambda: call(
        data.TensorDataset, tg.ones(6, 3), tg.ones(6), use=lambda made: (len(made), made[0])
    ),
    "tinygrad_lite.data.TensorDataset.__getitem__": lambda: call(numbers().__getitem__, 2),
    "tinygrad_lite.data.Subset": lambda: call(
        data.Subset, numbers(), [0, 2], use=lambda made: (len(made), made[0], made[1])
    ),
    "tinygrad_lite.data.ConcatDataset": lambda: call(
        data.ConcatDataset, [numbers(), numbers()], use=lambda made: (len(made), made[7])
    ),
    "tinygrad_lite.data.ConcatDataset.__getitem__": lambda: call(data.ConcatDataset([numbers()]).__getitem__, 2),
    "tinygrad_lite.data.random_split": lambda: call(data.random_split, numbers(), [4, 2], use=lambda made: made[0][0]),
    "tinygrad_lite.data.default_collate": lambda: call(data.default_collate, [(1.0, 2), (3.0, 4)]),
    "tinygrad_lite.data.DataLoader": lambda: call(data.DataLoader, numbers(), 2, True, use=all_of, leave=WORKERS),
    "tinygrad_lite.data.DataLoader of workers": lambda: call(
        data.DataLoader, numbers(), 6, num_workers=0, timeout=0, prefetch_factor=None, use=all_of,
        leave="worker_init_fn multiprocessing_context dataset batch_size",
    ),
    "tinygrad_lite.data.DeviceLoader": lambda: call(
        data.DeviceLoader, data.DataLoader(numbers()), "cpu", use=all_of
    ),
    "tinygrad_lite.data.BatchSampler": lambda: call(data.BatchSampler, [0, 1, 2], 2, False, use=some_of),
    "tinygrad_lite.data.RandomSampler": lambda: call(data.RandomSampler, numbers(), use=some_of),
    "tinygrad_lite.data.SequentialSampler": lambda: call(data.SequentialSampler, numbers(), use=some_of),
    "tinygrad_lite.data.SubsetRandomSampler": lambda: call(data.SubsetRandomSampler, [0, 1, 2], use=some_of),
    "tinygrad_lite.data.WeightedRandomSampler": lambda: call(
        data.WeightedRandomSampler, [0.1, 0.9], 4, use=some_of
    ),
    "tinygrad_lite.data.DistributedSampler": lambda: call(
        data.DistributedSampler, numbers(), 2, 0, use=some_of
    ),
    "tinygrad_lite.data.DistributedSampler.set_epoch": lambda: _set_epoch(),
    **{f"tinygrad_lite.data.{name}": lambda name=name: call(getattr(data, name), 8) for name in (
        "blobs", "moons", "sine", "spirals", "xor",
    )},
    "tinygrad_lite.data.adding": lambda: call(data.adding, 8, 5),
    **{f"tinygrad_lite.data.{name}": lambda name=name: call(getattr(data, name), True) for name in (
        "breast_cancer", "diabetes", "digits", "wine",
    )},
    "tinygrad_lite.data.columns": lambda: call(data.columns, "wine"),
}  # fmt: skip


def _set_epoch() -> Call:
    sampler = data.DistributedSampler(numbers(), 2, 0)
    return call(sampler.set_epoch, 1, use=lambda _: list(sampler))


CALLS: dict[str, Callable[[], Call]] = {**MADE, **AROUND, **SCHEDULES, **DATA}
