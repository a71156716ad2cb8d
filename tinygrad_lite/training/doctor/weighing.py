"""Faults that show in how training goes: each is a matter of degree, and some look alike.

Losses are measured in units of the best constant's: 1 is what a model reaches that learned nothing from its inputs.
The thresholds were set with some trainings and measured with others: docs/measurements/doctor.md. Those that callbacks
share (dead, vanishing, exploding) are in `tinygrad_lite/training/faults.py`.
"""

from __future__ import annotations

import math

from tinygrad_lite.training import faults
from tinygrad_lite.training.doctor import survey
from tinygrad_lite.training.doctor.curves import tail
from tinygrad_lite.training.doctor.evidence import Evidence, Start
from tinygrad_lite.training.doctor.report import Cause, compared, number
from tinygrad_lite.training.faults import DEAD, VANISHING, explodes

LEARNED = 0.3  # a model whose loss is below this share of the constant's is not called ill for how it learns
LARGE = 5.0  # times the constant's loss, at the beginning: then the signal has exploded on its way forwards
SHRUNK = 0.3  # of the size that layers draw their weights with
NOTHING = 0.95  # of the constant's loss and more: no better than the best constant
STRAIGHT = ("Linear", "Flatten", "Identity", "Dropout")  # layers of which a model can only be a straight line
SIGNAL = 3.0  # standard deviations


def standing(found: Evidence) -> float:
    """The loss with the weights as they are, in units; infinite if there is none."""
    value = found.now.standing / found.unit if found.now else math.inf
    return value if math.isfinite(value) else math.inf


def gain(start: Start, factor: float, found: Evidence) -> float:
    """By how much the loss falls at a rate, in units."""
    return (start.standing - start.after[factor]) / found.unit


def diverges(start: Start | None, found: Evidence) -> bool:
    """Whether the loss soars, or stays where a tenth of the rate does clearly better (for what there is to win)."""
    if start is None or not math.isfinite(start.standing):
        return False
    slow, whole = min(start.after[0.1], start.after[0.01]), start.after[1.0]
    usual = max(found.unit, start.standing)
    if not math.isfinite(whole) or start.highest[1.0] > LARGE * max(usual, start.highest[0.1]):
        return True
    need = max(0.15 * found.unit, 0.1 * (start.standing - min(start.after.values())))
    lost = whole > 0.85 * found.unit or (found.curves.epochs >= 3 and standing(found) > 0.5)
    return (lost and whole - slow > need) or (whole > start.standing + need and whole > 1.1 * found.unit)


def rate_too_high(found: Evidence) -> Cause | None:
    now, fresh = found.now, found.fresh
    if recovered(found) or not found.unit > 0:
        return None
    ruined = diverges(fresh, found)
    stuck = now is not None and fresh is None and diverges(now, found)
    restless = now is not None and fresh is not None and gain(now, 0.1, found) > max(0.25, gain(now, 1.0, found) + 0.2)
    if not (ruined or stuck or restless):
        return None
    start, which = (fresh, "new weights") if ruined and fresh is not None else (now, "these weights")
    assert start is not None
    lower = min((0.1, 0.01), key=lambda factor: start.after[factor])
    figures = [
        (f"loss from {which}", number(start.standing)),
        (f"after {found.steps} steps at rate {number(found.rate)}", number(start.after[1.0])),
        ("the highest on the way", number(start.highest[1.0])),
        (f"after as many at rate {number(found.rate * lower)}", number(start.after[lower])),
    ]
    what = (
        "The steps are so large that they jump over what they aim at; the loss rises, or stays high, where smaller "
        "steps lower it."
    )
    return Cause(
        "learning rate too high", figures, what, f"Try {number(found.rate * lower)}, and if need be a tenth of that."
    )


def rate_too_low(found: Evidence) -> Cause | None:
    start = found.now
    if start is None or standing(found) < 0.4 or not math.isfinite(start.standing):
        return None
    gains = {factor: gain(start, factor, found) for factor in start.after if factor >= 1}
    best = max(gains, key=lambda factor: gains[factor])
    far = best >= 100 and gains[10.0] < 0.5 * gains[best]
    slow = best >= 10 and gains[best] > max(0.15, 20 * gains[1.0]) and crawling(found)
    if gains[best] < 0.05 or gains[1.0] > min(0.2 * gains[best], 0.025) or not (far or slow):
        return None
    figures = [
        ("loss now", number(start.standing)),
        *[(f"after {found.steps} steps at rate {number(found.rate * f)}", number(start.after[f])) for f in (1.0, best)],
    ]
    what = "The steps are so small that the loss hardly moves; much larger ones lower it many times as fast."
    return Cause(
        "learning rate too low", figures, what, f"Try {number(found.rate * 10)} and {number(found.rate * best)}."
    )


def crawling(found: Evidence) -> bool:
    """Whether the training loss has fallen, over all epochs so far, by less than a tenth of the constant's."""
    curves = found.curves
    return curves.epochs >= 3 and curves.first - curves.last < 0.1 * found.unit


def gradients(found: Evidence) -> dict[str, float]:
    return {layer.name: layer.gradient for layer in found.layers if layer.gradient is not None}


def smallest_share(found: Evidence) -> float:
    """The smallest gradient of a layer, per parameter, as a share of the largest; 1 if there is none."""
    sizes = gradients(found).values()
    largest = max(sizes, default=0.0)
    return min(sizes) / largest if 0 < largest < math.inf else 1.0


def vanishing(found: Evidence) -> Cause | None:
    sizes = gradients(found)
    if found.now is None or len(sizes) < 3 or standing(found) < 0.6 or not faults.vanishing(sizes):
        return None
    low, high = min(sizes, key=lambda n: sizes[n]), max(sizes, key=lambda n: sizes[n])
    small = found.shrunk < SHRUNK and high != low
    if not (sizes[low] > 0 or small) or max(gain(found.now, factor, found) for factor in found.now.after) > 0.3:
        return None
    figures = [
        (f"gradient per parameter in {high}", number(sizes[high])),
        (f"gradient per parameter in {low}", number(sizes[low])),
        ("ratio", number(sizes[low] / sizes[high])),
    ]
    what = (
        "On its way back through the layers the gradient becomes so small that the early ones get nearly none: they "
        "stay as they were drawn, and the later ones see only what those let through."
    )
    advice = "Try ReLU in place of Sigmoid or Tanh, Kaiming or Xavier weights, BatchNorm or LayerNorm, or fewer layers."
    return Cause("vanishing gradients", figures, what, advice)


def exploding(found: Evidence) -> Cause | None:
    now, fresh, curves = found.now, found.fresh, found.curves
    if fresh is None or not math.isfinite(fresh.standing) or recovered(found):
        return None
    usual = max(found.unit, fresh.standing)
    began = curves.first if curves.epochs else float("nan")
    lost = bool(found.bad_weights) and math.isfinite(fresh.after[1.0])
    large = began > LARGE * usual or (now is not None and now.standing > LARGE * usual)
    steep = now is not None and explodes(now.gradient, usual=fresh.gradient) and standing(found) > LEARNED
    explained = fresh.highest[1.0] > LARGE * usual and curves.epochs > 0  # by the rate, as new weights go the same way
    if explained or not (lost or large or steep):
        return None
    figures = [("norm of the gradient with new weights", number(fresh.gradient))]
    if now is not None:
        figures += [("with these weights", number(now.gradient)), ("loss with these weights", number(now.standing))]
    else:
        figures += [("parameters that are not finite", f"{found.bad_weights} and others")]
    if began == began:
        figures.append(("loss in the first epoch", number(began)))
    figures.append(("loss with new weights", number(fresh.standing)))
    if found.largest_input > 30:
        figures.append(("largest input", f"{number(found.largest_input)}: are the inputs standardized?"))
    what = (
        "Signal and gradient grow from layer to layer, so that the loss is far above that of a constant answer and "
        "single steps throw the weights about. With weights drawn as the layers do it by themselves, they do not."
    )
    advice = "Look at how the weights are drawn (Kaiming for ReLU), and clip: clip_grad_norm_(model.parameters(), 1.0)."
    return Cause("exploding gradients", figures, what, advice)


def recovered(found: Evidence) -> bool:
    return standing(found) < LEARNED and not found.curves.val_last > 0.5 * found.unit


def dead_relus(found: Evidence) -> Cause | None:
    layer = max(found.layers, key=lambda layer: layer.dead, default=None)
    if found.shrunk < SHRUNK and vanishing(found) is not None:
        return None  # where weights are so small, units are dead because the signal has vanished
    if found.better_anew and layer is not None and layer.dead < DEAD:
        return None
    if layer is None or layer.dead < DEAD or standing(found) < 0.5 or found.now is None:
        return None
    figures = [(f"units of {layer.name} ({layer.kind}) that are 0 for every sample", f"{layer.dead:.0%}")]
    figures.append(("loss now, and of the best constant", f"{number(found.now.standing)}, {number(found.baseline)}"))
    if found.fresh is not None:
        figures.append((f"with new weights, after {found.steps} steps", number(found.fresh.after[1.0])))
    what = "These units answer 0 to everything. Where a ReLU gives 0 its gradient is 0, so they hardly come back."
    advice = "Draw the weights anew with biases of 0, or use LeakyReLU; then look again after the first steps."
    return Cause("dead ReLUs", figures, what, advice)


def shuffled_labels(found: Evidence) -> Cause | None:
    curves, related = found.curves, survey.related(found.val)
    by_heart = found.level < 0.93 and found.judged >= 0.95 and related < SIGNAL  # and of no use elsewhere
    inside = (
        found.kind == "classes" and found.signal > 8 and found.perfect > 0.97 * found.baseline
    )  # not the right ones
    if inside and found.trained and found.level > 0.9:
        return Cause("shuffled labels", inside_step(found), *INSIDE)
    # with labels as good as those of validation, the signal would grow with the root of the number of samples
    expected = found.val_signal * math.sqrt(found.samples / max(1, len(found.val.targets))) if found.val else 0.0
    elsewhere = found.val_signal > 2 * SIGNAL and found.samples > 100 and found.signal < 0.25 * expected
    no_signal = found.signal < SIGNAL or (found.signal != found.signal and found.sequences and by_heart)
    if found.samples < 30 or found.constant_inputs or not (no_signal or elsewhere):
        return None
    if (related > SIGNAL or survey.right_anyway(found.val)) and not elsewhere:
        return None
    if found.sequences and not by_heart and not elsewhere:  # neighbours say little of sequences
        return None
    seen = curves.val_lowest / found.unit if curves.val_lowest == curves.val_lowest else standing(found)
    if seen < 0.85 and not elsewhere:
        return None
    figures = [
        ("loss of the best constant", number(found.baseline)),
        ("loss from each sample's nearest neighbours", number(found.neighbours)),
        ("these, compared with shuffled targets", compared(found.signal)),
    ]
    if found.val_signal > SIGNAL:
        figures.append(("the same within the validation data", compared(found.val_signal)))
    if curves.val_lowest == curves.val_lowest:
        figures.append(("lowest validation loss", number(curves.val_lowest)))
    what = (
        "Similar inputs do not have similar targets, no more than if the targets were dealt out at random; and nothing "
        "that was learned helps on other data."
    )
    advice = (
        "Show ten samples with their targets. Were inputs and targets shuffled, sorted or filtered separately? If they "
        "are right, then similar inputs need not have similar targets here (as with parity): then this says nothing."
    )
    return Cause("shuffled labels", figures, what, advice)


def inside_step(found: Evidence) -> list[tuple[str, str]]:
    return [
        ("loss of the best constant", number(found.baseline)),
        ("loss if the model gave the right answers of each batch", number(found.perfect)),
        ("targets of the loader beside similar inputs", compared(found.signal)),
    ]


INSIDE = (
    "The loader gives each input its target, but the loss does not get them so: even right answers would be no better "
    "than a constant. The targets are shuffled, or otherwise changed, inside the step or the loss.",
    "Compute the loss by hand for one batch, with the model's predictions and the loader's targets; print the targets "
    "just before the loss.",
)


def overfitting(found: Evidence) -> Cause | None:
    curves = found.curves
    rise = curves.val_last - curves.val_lowest
    needed = max(0.15 * found.unit, 0.25 * curves.val_lowest) + 3 * curves.val_noise / math.sqrt(tail(curves.epochs))
    rises = rise > needed and curves.last < 0.75 * curves.val_last and curves.last <= curves.train_at_best
    apart = curves.last < 0.2 * curves.val_last and curves.val_last > 0.6 * found.unit and rise >= 0
    if not rises and not (apart and curves.val_best < curves.epochs / 2):
        return None
    figures = [
        (f"validation loss, lowest (epoch {curves.val_best})", number(curves.val_lowest)),
        ("validation loss at the end", f"{number(curves.val_last)} (noise of an epoch ± {number(curves.val_noise)})"),
        ("training loss at the end", number(curves.last)),
    ]
    what = "The training loss keeps falling while the validation loss does not: the model learns its samples by heart."
    advice = "Stop at the best epoch (EarlyStopping); or take more data, weight decay, dropout, or a smaller model."
    return Cause("overfitting", figures, what, advice)


def underfitting(found: Evidence) -> Cause | None:
    now = found.now
    if now is None or not math.isfinite(now.standing) or not found.signal > SIGNAL:
        return None
    if found.better_anew:
        return None  # with other weights the model can
    level = standing(found)
    better = max(gain(now, factor, found) for factor in now.after)
    anew = min(found.fresh.after.values()) / found.unit if found.fresh else math.inf
    possible = found.neighbours / found.unit
    if level >= NOTHING and any(layer.kind not in STRAIGHT for layer in found.layers):
        return None  # nothing is learned at all: a model that is too small would learn a little, if it can bend
    if level < max(LEARNED, 1.5 * possible) or better > 0.15 or anew < level - 0.2 or still_learning(found):
        return None
    if not (now.standing - found.longer) / found.unit < 0.08:
        return None
    if vanishing(found) is not None and smallest_share(found) < 0.1 * VANISHING:
        return None  # there is no doubt which of the two it is
    figures = [
        ("training loss now", number(now.standing)),
        (f"lowest after {found.steps} steps at any rate", number(min(now.after.values()))),
        (f"after {10 * found.steps} steps", number(found.longer)),
        ("loss from nearest neighbours, without any training", number(found.neighbours)),
    ]
    what = "The training loss has come to rest far above what is possible with these data, and no other rate moves it."
    advice = (
        "Give the model more units or a layer more; take away dropout and weight decay until it fits the training data."
    )
    return Cause("underfitting", figures, what, advice)


def still_learning(found: Evidence) -> bool:
    """Whether there were too few steps so far to say, or the loss still falls."""
    curves = found.curves
    return curves.epochs < 3 or curves.epochs * found.epoch_steps < 150 or curves.falling > 0.05 * found.unit


def lost_weights(found: Evidence) -> Cause | None:
    """The weights are not finite, and nothing that was tried has shown why."""
    if not found.bad_weights:
        return None
    figures = [("not finite", f"{found.bad_weights} and perhaps others")]
    what = "The weights are not finite any more, so nothing can be seen with them."
    if found.fresh is not None:
        if not math.isfinite(found.fresh.after[1.0]):
            return None
        figures.append((f"from new weights, after {found.steps} steps", f"loss {number(found.fresh.after[1.0])}"))
        what += " From new ones some steps went well: whatever makes NaN does not happen there."
    advice = "Train with the callback NaNGuard: it stops where the first NaN is born and names the place."
    return Cause("NaN", figures, what, advice)


RULES = (  # the deeper cause before its consequence
    shuffled_labels, rate_too_high, dead_relus, vanishing, exploding, rate_too_low, overfitting, underfitting,
    lost_weights,
)  # fmt: skip
ALIKE = {
    ("learning rate too high", "exploding gradients"): "train from the same first weights with a tenth of the rate. If "
    "the loss falls from the first step, it was the rate; if it begins far too high, it is the weights.",
    ("dead ReLUs", "underfitting"): "put LeakyReLU in place of ReLU. If it learns now, the units were dead; if not, "
    "the model is too small or held back too much.",
    ("shuffled labels", "overfitting"): "take more samples. True targets let the validation loss fall below the "
    "constant's; shuffled ones never do.",
    ("exploding gradients", "NaN"): "build the model anew, with your own first weights, and call diagnose before "
    "training: weights that are too large show at once.",
    ("vanishing gradients", "underfitting"): "put BatchNorm or LayerNorm behind each layer. If it learns now, the "
    "gradients had vanished; if not, the model is too small.",
    (
        "dead ReLUs",
        "exploding gradients",
    ): "train again from new weights, drawn by the layers themselves, and look after "
    "each epoch: explosions show in the loss before units die.",
    ("dead ReLUs", "learning rate too low"): "look at the share of dead units before training. If it is as high, it is "
    "the first weights; if not, the rate.",
    (
        "learning rate too high",
        "underfitting",
    ): "train for long at a hundredth of the rate, from new weights. If it fits "
    "the training data then, it was the rate; if not, the model is too small or held back.",
    (
        "learning rate too low",
        "underfitting",
    ): "train ten times as long, or at ten times the rate. If the training loss "
    "comes down, it was the rate; if not, the model is too small.",
}


def weighed(found: Evidence) -> tuple[list[Cause], str]:
    """The deepest cause that the evidence speaks for, and with it one that looks alike; and what tells them apart."""
    if not found.unit > 0:
        return [cause for cause in [lost_weights(found)] if cause], ""
    causes = [cause for cause in (rule(found) for rule in RULES) if cause is not None]
    for other in causes[1:]:
        test = ALIKE.get((causes[0].name, other.name))
        if test is not None:
            for cause in (causes[0], other):
                cause.confidence = "one of two"
            return [causes[0], other], test
    return causes[:1], ""
