"""The training doctor: watches a few steps, makes experiments, and names what is wrong with a training.

How to work with it, and what to do where it is silent or wrong: lesson 10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.training.doctor.changed import changed, poor_start, rare_class
from tinygrad_lite.training.doctor.data_proofs import DATA_PROOFS
from tinygrad_lite.training.doctor.evidence import Evidence
from tinygrad_lite.training.doctor.probes import gather
from tinygrad_lite.training.doctor.proofs import PROOFS
from tinygrad_lite.training.doctor.report import Cause, DoctorReport, table_of
from tinygrad_lite.training.doctor.snapshot import Snapshot
from tinygrad_lite.training.doctor.subject import check, subject_of
from tinygrad_lite.training.doctor.unknown import unknown, uphill
from tinygrad_lite.training.doctor.validation import kept
from tinygrad_lite.training.doctor.weighing import weighed

__all__ = ["Cause", "DoctorReport", "diagnose"]

CAUSES = (
    "learning rate too high", "learning rate too low", "vanishing gradients", "exploding gradients", "dead ReLUs",
    "overfitting", "underfitting", "NaN", "detached loss", "no zero_grad", "broadcast targets", "shuffled labels",
    "training mode in validation", "parameters not updated", "activation before the loss", "logits into NLLLoss",
    "validation data differ", "shifted labels", "sorted data", "evaluation mode in training", "frozen parameters",
    "tiny batches", "unscaled targets", "unscaled inputs", "schedule ended early", "dropout too high",
    "class imbalance", "leakage", "symmetric weights", "weight decay too high", "clipping too low", "unknown",
)  # fmt: skip


@checked
def diagnose(
    training: Any,
    model: Any = None,
    loader: Iterable | None = None,
    history: Mapping | None = None,
    *,
    optimizer: Any = None,
    val_loader: Iterable | None = None,
    validate: Callable | None = None,
    steps: int = 30,
) -> DoctorReport:
    """Watch some steps of a training, make experiments with it, and name what is wrong.

    It can be asked before training, in the middle and at the end. Afterwards model, optimizer, random numbers and the
    loader's place are as before, to the bit: a Trainer is looked at in a copy, and what a step changes is brought back
    (with the optimizers, schedules, lists and dicts that its code names; not what it counts in plain variables).
    A Trainer's callbacks are left out; where one changes the gradients, show the doctor a step of your own.

    Args:
        training: a `Trainer`; or a function `step(batch)` that makes one step of training on a batch of the loader, as
            in your own loop. It may return the loss.
        model: what the step trains, ours or PyTorch's; not needed with a Trainer.
        loader: the training batches, pairs (inputs, targets).
        history: losses of the epochs so far, as "loss" and "val_loss"; by default the Trainer's.
        optimizer: the step's, if it is not a variable that the step's code names.
        val_loader: validation batches; with a history, they show whether validation ran in training mode.
        validate: your own validation, called without arguments: for the same purpose.
        steps: so many steps are watched, and made in each experiment.
    Returns:
        DoctorReport: `healthy`; `causes`, each with its figures and what to try next; shown as a card in a notebook.

    >>> tg.manual_seed(0) and None
    >>> data = tg.data.TensorDataset(*tg.data.moons(200, seed=0))
    >>> loader = tg.data.DataLoader(data, batch_size=20, shuffle=True)
    >>> model = tg.nn.Sequential(tg.nn.Linear(2, 16), tg.nn.ReLU(), tg.nn.Linear(16, 1))
    >>> optimizer = tg.optim.Adam(model.parameters(), lr=0.02)
    >>> def step(batch):
    ...     loss = tg.nn.functional.binary_cross_entropy_with_logits(model(batch[0]), batch[1])
    ...     loss.backward()
    ...     optimizer.step()
    >>> tg.training.diagnose(step, model, loader).causes[0].name
    'no zero_grad'
    """
    if not 1 <= steps <= 10_000:
        raise ValueError(f"diagnose: steps says how many are watched, from 1 to 10000, got {steps}.")
    check(training, model, loader, validate)
    if history is None:
        history = getattr(training, "history", None)
    before = Snapshot(getattr(training, "model", None) or model, [], loader)
    others = [] if val_loader is None else [Snapshot(before.model, [], val_loader)]
    try:
        subject = subject_of(training, model, loader, optimizer, steps)
        try:
            if val_loader is not None and (batches := kept(val_loader)):
                subject.judges, subject.judged_elsewhere = batches, True
            return report_of(gather(subject, history, validate, val_loader, loader, steps))
        finally:
            subject.now.restore()
    finally:
        for snapshot in [*others, before]:
            snapshot.restore()


def report_of(found: Evidence) -> DoctorReport:
    """What the evidence leads to: what is proven; or what an experiment shows; or what weighs most; or "unknown"."""
    causes, test = [cause for cause in (proof(found) for proof in (*PROOFS, *DATA_PROOFS)) if cause is not None][:1], ""
    if not causes and uphill(found) and (nothing := unknown(found)) is not None:
        causes = [nothing]
    if not causes or (causes[0].name == "NaN" and not found.bad_data):
        shown, question = changed(found)
        if shown and (not causes or shown[0].name.startswith("unscaled")):  # numbers so large that they overflow
            causes, test = shown, question
    if not causes and (poor := poor_start(found)) is not None:
        causes = [poor]
    if not causes and (rare := rare_class(found)) is not None:
        causes = [rare]
    if not causes:
        causes, test = weighed(found)
    if not causes and (nothing := unknown(found)) is not None:
        causes = [nothing]
    return DoctorReport(causes, found, test, table_of(found))
