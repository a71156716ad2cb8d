"""Experiments: does the training go better when one thing is changed? Measured on data that it is not trained on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from tinygrad_lite.training.doctor import survey
from tinygrad_lite.training.doctor.changes import CLEAR, MILD, SMALL, Change, candidates
from tinygrad_lite.training.doctor.evidence import Evidence, Trial
from tinygrad_lite.training.doctor.neighbours import FORMS, rows_of
from tinygrad_lite.training.doctor.report import number
from tinygrad_lite.training.doctor.snapshot import Snapshot
from tinygrad_lite.training.doctor.subject import Subject, pairs_of
from tinygrad_lite.training.doctor.watch import finite
from tinygrad_lite.training.doctor.weighing import NOTHING

LONG = 4  # times as many steps as are watched
ENOUGH = 0.3  # of the constant's loss: a training that came so far is not called ill for how it learns
RATES = (0.1, 10.0)
FASTER = (100.0, 1000.0, 10_000.0)
RATE_EXPLAINS = ("weight decay too high", "dropout too high")  # better at another rate as well: then it was the rate
SELDOM = 0.5  # of a rare class is found at most: then it is tried whether more can be
FAR = 2.0  # times the constant's loss
EARLY = 0.05  # a rate below this share of the first is nearly nothing


def try_changes(subject: Subject, found: Evidence) -> None:
    """Each change that makes sense, from the weights as they are and from new ones, beside training as it is."""
    changes = candidates(subject, found)
    renewed = subject.renewed()
    if found.parallel and renewed is not None and found.unit > 0:
        try_new_weights(subject, found, renewed)
    if not found.bad_weights and found.level <= ENOUGH and found.judged <= ENOUGH:
        changes = [change for change in changes if change.need < (MILD if found.level > 0.5 * ENOUGH else SMALL) + 1e-9]
    if not changes or not found.unit > 0:
        return
    steps = LONG * found.steps * (1 if found.trained else LONG)  # at the beginning much is better that soon is not
    starts = [] if found.bad_weights else [("these weights", subject.now)]
    if renewed is not None:
        starts.append(("new weights", renewed))
    for name, start in starts:
        wanted = [change for change in changes if not change.anew or name == "new weights" or renewed is None]
        if not wanted:
            continue
        trials = tried(subject, found, wanted, name, start, steps)
        if found.trained and (unclear := [c for c, t in zip(wanted, trials) if c.need / 3 < t.gain < 0.4 * t.as_is]):
            trials += tried(subject, found, unclear, name, start, LONG * steps)
        found.trials += trials


def tried(
    subject: Subject, found: Evidence, changes: list[Change], name: str, start: Snapshot, steps: int
) -> list[Trial]:
    """A trial of each change."""
    as_is = reached(subject, start, steps, None, found.unit)
    trials = []
    for change in changes:
        changed = reached(subject, start, steps, change, unit_of(subject, found, change))
        trials.append(Trial(change.name, as_is, changed, np.inf, steps, name, change.need, change.figures))
    if any(speaks(trial, found) for trial in trials):
        rate = min(reached(subject, start, steps, None, found.unit, factor) for factor in RATES)
        trials = [replace(trial, other_rate=rate) for trial in trials]
        trials = confirmed(subject, found, changes, trials, start)
    return trials


def confirmed(
    subject: Subject, found: Evidence, changes: list[Change], trials: list[Trial], start: Snapshot
) -> list[Trial]:
    """Where a trial speaks for its change, the less clear of two: with other batches first, and other new weights."""
    again, result = None, []
    for change, trial in zip(changes, trials):
        if speaks(trial, found):
            other = subject.renewed(another=True) if trial.start == "new weights" else start
            assert other is not None  # new weights could be drawn once
            if again is None:
                again = reached(subject, other, trial.steps, None, found.unit, again=True)
            changed = reached(subject, other, trial.steps, change, unit_of(subject, found, change), again=True)
            trial = min(trial, replace(trial, as_is=again, changed=changed), key=lambda one: one.gain)
        result.append(trial)
    return result


def try_rates_for_long(subject: Subject, found: Evidence) -> None:
    """Where little was learned and nothing else has helped: other rates, with many more steps."""
    if found.bad_weights or not found.trained or found.level <= ENOUGH or found.trials:
        return
    steps = LONG * LONG * found.steps
    renewed = subject.renewed()
    for name, start, factors in (("new weights", renewed, (0.01, 0.1)), ("these weights", subject.now, FASTER)):
        if start is None:
            continue
        as_is = reached(subject, start, steps, None, found.unit)
        found.anew[name] = as_is
        for factor in factors:
            found.trials.append(rate_tried(subject, found, name, start, steps, as_is, factor))
            worse = factor > 1 and not found.trials[-1].changed < as_is + 1  # still larger ones would be worse still
            if worse or speaks(found.trials[-1], found):
                break


def rate_tried(
    subject: Subject, found: Evidence, name: str, start: Snapshot, steps: int, as_is: float, factor: float
) -> Trial:
    """Another rate; if it speaks for it, the less clear of two trials."""
    cause = "learning rate too high" if factor < 1 else "learning rate too low"
    figures = [("learning rate, and the other that was tried", f"{number(found.rate)}, {number(factor * found.rate)}")]
    reach = reached(subject, start, steps, None, found.unit, factor)
    trial = Trial(cause, as_is, reach, np.inf, steps, name, CLEAR, figures)
    if not speaks(trial, found):
        return trial
    other = subject.renewed(another=True) if name == "new weights" else start
    assert other is not None  # new weights could be drawn once
    pair = [reached(subject, other, steps, None, found.unit, rate, again=True) for rate in (1.0, factor)]
    return min(trial, replace(trial, as_is=pair[0], changed=pair[1]), key=lambda one: one.gain)


def try_new_weights(subject: Subject, found: Evidence, renewed: Snapshot) -> None:
    steps = LONG * LONG * found.steps
    as_is, new = (reached(subject, start, steps, None, found.unit) for start in (subject.now, renewed))
    figures = [("layers whose units have weights in nearly the same direction", ", ".join(found.parallel[:4]))]
    found.trials.append(Trial("symmetric weights", as_is, new, np.inf, steps, "these weights", CLEAR, figures))


def try_first_rate(subject: Subject, found: Evidence) -> None:
    """Where a schedule has taken the rate to nearly nothing: would the rate it began with still lower the loss?"""
    if not found.present_rate < EARLY * found.rate or found.bad_weights or not found.done or subject.warming_up():
        return
    late = found.curves.late  # a schedule that has just come to its end lets the loss fall in the second half of it
    flat = late < 0.01 * found.unit
    if not flat and (found.level <= ENOUGH or late > 0.03 * found.unit):
        return
    for steps in (LONG * found.steps, 4 * LONG * found.steps):
        as_is, first = (
            reached(subject, subject.now, steps, None, found.unit, factor)
            for factor in (found.present_rate / found.rate, 1.0)
        )
        if as_is - first > 0.2 or as_is - first < 0.03:
            break
    figures = [("learning rate now, and at first", f"{number(found.present_rate)}, {number(found.rate)}")]
    found.trials.append(
        Trial("schedule ended early", as_is, first, first, steps, "these weights", SMALL if flat else CLEAR, figures)
    )


def speaks(trial: Trial, found: Evidence) -> bool:
    """Whether it goes clearly better with the change, better than it has come so far, and better than any constant."""
    need = trial.need
    if trial.name.startswith("unscaled") and found.done and found.level > FAR and trial.changed < 0.5 * trial.as_is:
        return True  # steps were made, and the answers are not even where all targets are
    if not trial.gain > need or not trial.changed < min(NOTHING, (0.75 if trial.gain > CLEAR else 0.5) * trial.as_is):
        return False
    if found.trained and found.judged == found.judged and not trial.changed < found.judged - need / 2:
        return False
    if not found.trained and not trial.as_is > 2 * need:
        return False
    margin = -0.1 if trial.name in RATE_EXPLAINS else 0.15
    return trial.changed < trial.other_rate + margin


def reached(
    subject: Subject,
    start: Snapshot,
    steps: int,
    change: Change | None,
    unit: float,
    factor: float = 1.0,
    again: bool = False,
) -> float:
    """The loss of the judges, in units, after so many steps; infinite if it is not finite.

    A second time, `again`, the batches come in another order, to see whether it was chance.
    """
    batches, judges = subject.batches, subject.judges
    if judges[0] is not subject.batches[0] and not subject.judged_elsewhere and len(batches) > len(judges):
        batches = batches[: -len(judges)]
    if again:
        batches = [batches[place] for place in np.random.default_rng(1).permutation(len(batches))]
    if change is None:
        losses = subject.steps(steps, factor, start, batches)
        loss = subject.loss(judges)
    else:
        if change.batches is not None:
            batches = change.batches(batches)
            judges = judges if change.training else change.batches(judges)
        try:
            with change.made():
                losses = subject.steps(steps, factor, start, batches)
                loss = subject.loss(judges)
        except survey.REFUSED:
            return float("inf")
    return loss / unit if finite(losses) and np.isfinite(loss) else float("inf")


def unit_of(subject: Subject, found: Evidence, change: Change) -> float:
    """The best constant's loss with the changed data."""
    if change.batches is None or change.training or change.name != "unscaled targets":
        return found.unit
    batches = change.batches(subject.judges)
    targets = np.concatenate([pair[1] for pair in pairs_of(batches)])
    rows = rows_of(targets, int(np.prod(found.shapes[0][1:]))) if found.shapes else None
    if rows is None:
        return 1.0
    constant = np.broadcast_to(rows.mean(0), rows.shape)
    loss = survey.loss_with(subject, batches, FORMS[0](constant))
    return loss if loss > 0 else 1.0


# ------------------------------------------------------------------------------------- the order, and rare classes
def try_shuffled(subject: Subject, found: Evidence) -> None:
    """A pass over the data in the loader's order, and one in a random order."""
    if not found.sorted or found.bad_weights or not found.unit > 0:
        return
    passes = max(1, min(4, 200 // len(subject.all)))
    as_is = after_pass(subject, subject.all * passes)
    shuffled = after_pass(subject, mixed(subject, subject.all) * passes)
    figures = [
        (f"the batches' means of the {found.sorted_by} differ", f"{found.sorted:.0f} times as much as by chance")
    ]
    found.trials.append(
        Trial(
            "sorted data",
            as_is / found.unit,
            shuffled / found.unit,
            np.inf,
            passes * len(subject.all),
            "these weights",
            CLEAR,
            figures,
        )
    )


def after_pass(subject: Subject, batches: list[Any]) -> float:
    losses = subject.steps(len(batches), 1.0, subject.now, batches)
    return subject.loss(subject.judges) if finite(losses) else float("inf")


def mixed(subject: Subject, batches: list[Any]) -> list[Any]:
    """The same samples in batches of the same sizes, in a random order."""
    pairs = pairs_of(batches)
    inputs, targets = (np.concatenate(part) for part in zip(*pairs))
    order = np.random.default_rng(0).permutation(len(targets))
    return batches_of(subject, inputs[order], targets[order], [len(part) for _, part in pairs])


def batches_of(subject: Subject, inputs: np.ndarray, targets: np.ndarray, sizes: list[int]) -> list[Any]:
    ends = np.cumsum(sizes)
    make = subject.library.from_numpy
    device = next(iter(subject.model.parameters())).device
    return [
        [make(np.ascontiguousarray(part[end - size : end])).to(device) for part in (inputs, targets)]
        for size, end in zip(sizes, ends)
    ]


def try_balanced(subject: Subject, found: Evidence) -> None:
    """Where a rare class is hardly ever predicted: is it, after some steps in which all classes come equally often?"""
    seen = found.train
    if seen is None or seen.labels is None or found.bad_weights or not found.trained:
        return
    labels, classes = seen.labels, np.unique(seen.labels)
    right = {c: (seen.predicted[labels == c] == c).mean() for c in classes}
    count = {c: int((labels == c).sum()) for c in classes}
    rare = [c for c in classes if 4 <= count[c] < 0.5 / len(classes) * len(labels) and right[c] < SELDOM]
    if not rare:
        return
    steps, reached = LONG * found.steps, []
    for batches in (subject.batches, balanced(subject, steps)):
        subject.steps(steps, 1.0, subject.now, batches)
        reached.append(survey.balanced_accuracy(survey.seen(subject, subject.judges)))
    one = min(rare, key=lambda c: right[c])
    found.balanced = (1 / len(classes), reached[0], reached[1])
    found.balanced_figures = [
        (f"samples of class {one}, and how many of them are found", f"{count[one]} of {len(labels)}, {right[one]:.0%}"),
        ("mean of the classes' accuracies", f"{survey.balanced_accuracy(seen):.0%}, by chance {1 / len(classes):.0%}"),
        (f"after {steps} steps as they are", f"{reached[0]:.0%}"),
        ("after as many with all classes equally often", f"{reached[1]:.0%}"),
    ]


def balanced(subject: Subject, steps: int) -> list[Any]:
    """Batches of training samples in which all classes come equally often."""
    random, pairs = np.random.default_rng(0), pairs_of(subject.batches)
    inputs, targets = (np.concatenate(part) for part in zip(*pairs))
    labels, size = survey.labels_of(targets), max(16, len(pairs[0][1]))
    assert labels is not None  # the caller has seen that there are classes
    kinds = np.unique(labels)
    picked = [random.choice(np.flatnonzero(labels == c), steps * size // len(kinds) + 1) for c in kinds]
    order = random.permutation(np.concatenate(picked))[: steps * size]
    return batches_of(subject, inputs[order], targets[order], [size] * (len(order) // size))
