"""Gathering the evidence: the experiments that are made with a Subject, each with what it measures."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tinygrad_lite.training import faults
from tinygrad_lite.training.doctor import neighbours, setup, survey, trials, validation
from tinygrad_lite.training.doctor.curves import curves_of
from tinygrad_lite.training.doctor.evidence import Evidence, Layer, Start
from tinygrad_lite.training.doctor.snapshot import Snapshot
from tinygrad_lite.training.doctor.subject import Subject, pairs_of
from tinygrad_lite.training.doctor.watch import array, finite
from tinygrad_lite.training.faults import norm, not_finite
from tinygrad_lite.training.library import inputs_and_targets

FACTORS = (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)
DIFFERS = ("Dropout", "BatchNorm", "InstanceNorm")


def gather(
    subject: Subject, history: Mapping | None, validate: Callable | None, val_loader: Any, loader: Any, steps: int
) -> Evidence:
    """All probes, in an order in which each can rest on those before."""
    found = Evidence(steps=steps, curves=curves_of(history), rate=max(subject.rates), present_rate=max(subject.present))
    found.optimizer = type(subject.optimizer).__name__
    found.parameters = sum(p.requires_grad for p in subject.model.parameters())
    found.epoch_steps = subject.epoch_steps
    found.done = setup.steps_so_far(subject, found.curves.epochs)
    look_at_data(subject, found)
    with subject, np.errstate(all="ignore"):
        if not found.bad_data:
            setup.look_at_order(subject, found)
            setup.look_at_mode(subject, found)
        begin(subject, found)
        if found.detached or not found.moved or found.bad_data:
            return found
        look_into_layers(subject, found)
        exchange_targets(subject, found)
        constants_and_neighbours(subject, found)
        try_rates(subject, found)
        train_longer(subject, found)
        overfit_one_batch(subject, found)
        if found.random_layers:
            validation.look_at_mode(subject, found, history, validate, val_loader)
        compare(subject, found, loader)
    return found


def compare(subject: Subject, found: Evidence, loader: Any) -> None:
    """Validation beside training, and experiments with one thing changed."""
    setup.look_for_noise(subject, found)
    if not found.unit > 0:
        setup.look_uphill(subject, found)
        return
    validation.look_at_answers(subject, found)
    validation.compare_data(subject, found, loader)
    validation.mend(subject, found)
    trials.try_shuffled(subject, found)
    trials.try_first_rate(subject, found)
    trials.try_changes(subject, found)
    trials.try_balanced(subject, found)
    trials.try_rates_for_long(subject, found)
    setup.look_uphill(subject, found)
    train_longer_anyway(subject, found)


def look_at_data(subject: Subject, found: Evidence) -> None:
    """Is everything that goes in finite? And which layers act differently in training and in evaluation?"""
    pairs = pairs_of(subject.batches)
    found.constant_inputs = all(np.ptp(inputs, axis=0).max(initial=0) == 0 for inputs, _ in pairs)
    found.batch = len(pairs[0][1])
    found.samples = sum(len(targets) for _, targets in pairs)
    found.sequences = pairs[0][0].ndim == 3 or pairs[0][0].dtype.kind in "iu"
    found.largest_input = max(float(np.abs(inputs).max(initial=0)) for inputs, _ in pairs)
    for number, pair in enumerate(pairs):
        for name, values in zip(("inputs", "targets"), pair):
            if (bad := not_finite(values)) and not found.bad_data:
                found.bad_data = f"{bad} of {values.size} {name} of batch {number}"
    named = [(name, p) for name, p in subject.model.named_parameters() if not finite(array(p))]
    found.bad_weights = named[0][0] if named else ""
    kinds = [(name, type(m).__name__, getattr(m, "p", 1)) for name, m in subject.model.named_modules()]
    found.random_layers = [f"{name} ({kind})" for name, kind, p in kinds if kind.startswith(DIFFERS) and p]


def begin(subject: Subject, found: Evidence) -> None:
    """A few steps as they are: what reaches the parameters, whether gradients are left over, where a NaN is born.

    Where the weights are not finite any more, nothing can be seen with them, and new ones take their place.
    """
    if found.bad_weights:
        subject.start = subject.renewed() or subject.now
        found.birth_fresh = subject.start is not subject.now
    subject.start.restore()
    subject.set_rate(1.0)
    before = {name: array(p).copy() for name, p in subject.model.named_parameters() if p.requires_grad}
    norms, changed = [], []  # of the gradients, before and after backward
    clipped = []  # those before and after clipping
    for number in range(found.steps):
        last = {name: array(p).copy() for name, p in subject.model.named_parameters() if p.requires_grad}
        found.losses.append(subject.step(subject.batches[number % len(subject.batches)]))
        watch = subject.watch
        if number == 0:
            note_first_step(subject, found, before)
        norms.append((watch.left_over, norm(*watch.gradients.values())))
        clipped.append(subject.clipped)
        changed.append(any(not np.array_equal(array(p), last[n]) for n, p in named(subject) if n in last))
        if watch.birth:
            found.birth, found.birth_step = watch.birth, number
            break
        if watch.detached:
            found.detached = True
            break
    setup.note_clipping(clipped, found)
    setup.look_for_equal_units(subject, found)
    found.moved = any(changed) or not any(size > 0 for _, size in norms)  # dead: there is nothing to move them
    # left over is what was there before backward though a step had just used it; not what is added up for a step
    left = [pair for pair, stepped in zip(norms[1:], changed) if stepped and pair[0] > 0]
    if len(norms) > 2 and len(left) > 0.4 * sum(changed) and left[0][1] > 0:
        found.left_over = left[0]


def named(subject: Subject) -> Any:
    return subject.model.named_parameters()


def note_first_step(subject: Subject, found: Evidence, before: dict[str, np.ndarray]) -> None:
    watch = subject.watch
    found.detached = watch.detached or (watch.calls > 0 and not watch.gradients)
    found.without_gradient = [name for name in before if name not in watch.gradients] if watch.calls else []
    setup.look_into_losses(subject, found)
    targets = array(inputs_and_targets(subject.batches[0])[1])
    found.kind = "classes" if targets.dtype.kind in "iub" else "numbers"
    if watch.predictions is not None:
        found.shapes = (tuple(watch.predictions.shape), tuple(targets.shape))


def look_into_layers(subject: Subject, found: Evidence) -> None:
    """Activations over all samples, without any change; then gradients and updates of one step."""
    subject.start.restore()
    subject.set_rate(0.0)
    subject.watch.forced = False  # in evaluation mode: what dropout sets to 0 is not dead
    alive: dict[str, np.ndarray] = {}
    rows: dict[str, Layer] = {}
    before: dict[str, bool] = {}  # whether a layer is judged by what goes into it, where a ReLU stands before it
    counts = 0
    for batch in subject.batches:
        subject.step(batch)
        for name, (module, given, output) in subject.watch.layers.items():
            layer = rows.setdefault(name, Layer(name, type(module).__name__))
            is_first = name == next(iter(subject.watch.layers))
            if name not in before:  # the same one for all batches
                before[name] = not is_first and is_rectified(given)
            values = given if before[name] else output
            alive[name] = alive.get(name, False) | faults.active_units(values)
            layer.spread += float(output.std())
            if type(module).__name__ in faults.RANGES:
                layer.saturated += faults.saturated_share(type(module).__name__, output)
        counts += 1
    subject.watch.forced = None
    for name, layer in rows.items():
        layer.spread, layer.saturated = layer.spread / counts, layer.saturated / counts
        if name in alive:
            layer.dead = float(1 - np.mean(alive[name]))
    gradients_and_updates(subject, rows)
    found.layers = list(rows.values())


def gradients_and_updates(subject: Subject, rows: dict[str, Layer]) -> None:
    """The layers' gradients per parameter; and how far a step moves their weights, relative to their size."""
    subject.start.restore()
    subject.set_rate(1.0)
    before = {name: array(p).copy() for name, p in named(subject)}
    subject.step(subject.batches[0])
    for name, gradient in faults.layer_gradients(subject.watch.gradients.items()).items():
        if name in rows:
            rows[name].gradient = faults.per_parameter(gradient)
    for name, p in named(subject):
        layer, size = rows.get(name.rpartition(".")[0]), norm(before[name])
        if layer is not None and p.ndim >= 2 and size:
            layer.update = max(layer.update or 0.0, norm(array(p) - before[name]) / size)


def is_rectified(values: np.ndarray) -> bool:
    return bool(values.size) and float(values.min()) == 0.0


def exchange_targets(subject: Subject, found: Evidence) -> None:
    """Does the loss notice when the targets of a batch change places? It does not if all pairs are compared."""
    inputs, targets = inputs_and_targets(subject.batches[0])
    if len(targets) < 2:
        return
    order = np.roll(np.arange(len(targets)), 1 + len(targets) // 3)
    changed = targets[subject.library.from_numpy(order)]
    as_it_is, exchanged, other = (
        subject.steps(1, 0.0, subject.start, [[inputs, y]], look=True)[0]
        for y in (targets, changed, targets if found.kind == "classes" else targets / 2)
    )
    found.needs_targets = other != as_it_is
    predictions = subject.watch.predictions
    if predictions is not None and found.kind == "numbers" and rounded(predictions, array(targets)):
        return
    if predictions is not None and float(np.ptp(predictions, axis=0).max()) > 1e-4 * float(np.abs(predictions).max()):
        found.exchanged = abs(exchanged - as_it_is) / max(abs(as_it_is), 1e-12)  # with equal answers it says nothing


def rounded(predictions: np.ndarray, targets: np.ndarray) -> bool:
    """Whether one is so large beside the other that an exchange is lost in rounding."""
    large = float(np.abs(targets).max(initial=0))
    return not 1e-3 * large < float(np.ptp(predictions, axis=0).max()) < 1e4 * large


def constants_and_neighbours(subject: Subject, found: Evidence) -> None:
    """The losses of predictions that need no training."""
    if found.shapes is None or len(found.shapes[0]) > 2:
        return
    batches = subject.batches[: max(1, 1024 // max(1, found.shapes[0][0]))]
    pairs = pairs_of(batches)
    columns = int(np.prod(found.shapes[0][1:]))
    rows = neighbours.rows_of(np.concatenate([targets for _, targets in pairs]), columns)
    if rows is None:
        return
    constant = np.broadcast_to(rows.mean(0), rows.shape)
    losses = [survey.loss_with(subject, batches, form(constant)) for form in neighbours.FORMS]
    if not any(map(math.isfinite, losses)):
        return
    best = int(np.nanargmin([loss if math.isfinite(loss) else np.inf for loss in losses]))
    found.baseline = losses[best]
    found.perfect = survey.loss_with(subject, batches, neighbours.FORMS[best](0.9 * rows + 0.1 * rows.mean(0)))
    near = neighbours.nearest(np.concatenate([inputs for inputs, _ in pairs]))
    if near is not None:
        found.signal = neighbours.signal(rows, near)
        found.neighbours = survey.loss_with(subject, batches, neighbours.FORMS[best](neighbours.guess(rows, near)))


def try_rates(subject: Subject, found: Evidence) -> None:
    """Train at several rates from the weights as they are, and from new ones, on the same batches."""
    sizes = [norm(array(p)) for _, p in named(subject) if p.ndim >= 2]
    renewed = subject.renewed()
    drawn = [norm(array(p)) for _, p in named(subject) if p.ndim >= 2]
    if renewed is not None and drawn and min(drawn) > 0:
        found.shrunk = float(np.min(np.array(sizes) / np.array(drawn)))
    if not found.bad_weights:
        found.now = course_from(subject, subject.now, found.steps)
        try_larger_rates(subject, found)
    if renewed is not None:
        found.fresh = course_from(subject, renewed, found.steps)


def course_from(subject: Subject, start: Snapshot, steps: int) -> Start:
    result = Start()
    quiet = subject.steps(steps, 0.0, start)
    count = min(len(quiet), max(5, steps // 3))
    subject.steps(1, 0.0, start, look=True)
    result.gradient = norm(*subject.watch.gradients.values())
    result.standing = float(np.mean(quiet[-count:]))
    for factor in FACTORS:
        losses = subject.steps(steps, factor, start)
        whole = len(losses) == steps and finite(losses)
        result.after[factor] = float(np.mean(losses[-count:])) if whole else float("inf")
        result.highest[factor] = float(np.max(losses)) if whole else float("inf")
    return result


def try_larger_rates(subject: Subject, found: Evidence) -> None:
    """Where no rate has moved the loss at all: larger and larger ones, until one does."""
    now, factor = found.now, max(FACTORS)
    while now is not None and factor < 1e9 and found.unit > 0 and math.isfinite(now.after[factor]):
        if any(abs(now.standing - loss) > 0.2 * found.unit for loss in now.after.values()):
            return
        factor *= 10
        losses = subject.steps(found.steps, factor, subject.now)
        whole = len(losses) == found.steps and finite(losses)
        count = max(5, found.steps // 3)
        now.after[factor] = float(np.mean(losses[-count:])) if whole else float("inf")
        now.highest[factor] = float(np.max(losses)) if whole else float("inf")


def train_longer(subject: Subject, found: Evidence) -> None:
    """Where no rate moved the loss in a few steps: do ten times as many?"""
    now = found.now
    if now is None or not now.standing > 1.5 * found.neighbours or not found.unit > 0:
        return
    if now.standing - min(now.after.values()) > 0.15 * found.unit:
        return
    reached = []
    for factor in (1.0, 10.0):
        losses = subject.steps(10 * found.steps, factor, subject.now)
        reached.append(float(np.mean(losses[-found.steps :])) if finite(losses) else float("inf"))
    found.longer_as_is, found.longer = reached[0], min(reached)


def train_longer_anyway(subject: Subject, found: Evidence) -> None:
    """Where nothing was learned so far: is anything, with ten times as many steps?"""
    if found.now is not None and found.level > 0.9 and math.isnan(found.longer):
        losses = subject.steps(10 * found.steps, 1.0, subject.now)
        found.longer = found.longer_as_is = float(np.mean(losses[-found.steps :])) if finite(losses) else float("inf")


def overfit_one_batch(subject: Subject, found: Evidence) -> None:
    """Can it learn a single batch by heart?"""
    start, course = (subject.now, found.now) if found.now else (subject.start, found.fresh)
    if course is None:
        return
    best = min(course.after, key=lambda factor: course.after[factor])
    losses = subject.steps(4 * found.steps, best, start, subject.batches[:1])
    found.one_batch = float(np.min(losses[-5:])) if finite(losses) else float("inf")
