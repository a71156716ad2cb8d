"""Causes that an experiment shows: with one thing changed, the training goes clearly better."""

from __future__ import annotations

from tinygrad_lite.training.doctor.evidence import Evidence, Trial
from tinygrad_lite.training.doctor.proofs import EQUAL
from tinygrad_lite.training.doctor.report import Cause, number
from tinygrad_lite.training.doctor.trials import speaks

TEXTS = {  # name: what happens and why it harms, what to try next
    "unscaled targets": (
        "The targets are far from the answers that a new network gives, which are about 0 ± 1. Most steps are spent "
        "on getting there, or are far too large.",
        "Standardize them, (targets - mean) / std with the training data's figures, and turn the predictions back.",
    ),
    "unscaled inputs": (
        "The inputs are so large, small, uneven or far from 0 that one rate cannot suit all weights, and units "
        "begin saturated or dead.",
        "Standardize them, (inputs - mean) / std for each feature, with the training data's figures everywhere.",
    ),
    "clipping too low": (
        "The gradients are cut to a small part of what they are, at nearly every step: the steps are next to nothing.",
        "Raise the limit above what the norm of the gradient usually is (1 to 10), so that only outliers are cut.",
    ),
    "weight decay too high": (
        "The decay pulls the weights back to 0 more strongly than the loss pulls them to where they fit the data.",
        "Try a hundredth of it, or 0; when that learns, raise it again while the validation loss still falls.",
    ),
    "dropout too high": (
        "So many units are set to 0 that too little of the signal is left to learn from.",
        "Try 0.2 in its place, or none; more dropout only when the network overfits.",
    ),
    "frozen parameters": (
        "A part of the network does not learn, because it is frozen, not given to the optimizer, or not registered in "
        "the model; and what does learn cannot make up for it.",
        "Set requires_grad_(True) where it should learn, give the optimizer model.parameters() after the last layer is "
        "in place, and keep lists of layers in nn.ModuleList.",
    ),
    "tiny batches": (
        "BatchNorm estimates mean and variance from so few samples that they are mostly noise; the statistics kept for "
        "evaluation do not fit what the layers were trained with.",
        "Use batches of 16 or more; where memory does not allow it, GroupNorm or LayerNorm.",
    ),
    "schedule ended early": (
        "The schedule has taken the learning rate to nearly nothing before the network had learned what it can: since "
        "then the steps change nothing.",
        "Let the schedule last for the whole training: its length in steps if step() is called after each batch, in "
        "epochs if after each epoch. Or begin it anew.",
    ),
    "symmetric weights": EQUAL,
    "learning rate too high": (
        "The steps are so large that they jump over what they aim at. With smaller ones the loss comes far lower in as "
        "many steps.",
        "Take the rate that was tried here, and if need be a tenth of that.",
    ),
    "learning rate too low": (
        "The steps are so small that the loss hardly moves; with much larger ones it falls far in as many steps.",
        "Take the rate that was tried here, or a tenth of it.",
    ),
}


def changed(found: Evidence) -> tuple[list[Cause], str]:
    """The cause whose removal helps most; with it another one that helps as much; and what tells them apart."""
    best: dict[str, Trial] = {}
    for trial in found.trials:
        before = best.get(trial.name)
        if trial.name in TEXTS and speaks(trial, found) and (before is None or trial.gain > before.gain):
            best[trial.name] = trial
    ranked = sorted(best.values(), key=lambda trial: trial.changed)
    if not ranked:
        return [], ""
    causes = [cause_of(trial) for trial in ranked if trial.changed < ranked[0].changed + 0.1][:2]
    if len(causes) == 1:
        return causes, ""
    for cause in causes:
        cause.confidence = "one of two"
    return causes, "change only the first, train for as long as before, then only the second: which brings more?"


def cause_of(trial: Trial) -> Cause:
    what, advice = TEXTS[trial.name]
    figures = [
        *trial.figures,
        (f"loss after {trial.steps} steps from {trial.start} (1: the best constant)", number(trial.as_is)),
        ("after as many with this changed", number(trial.changed)),
    ]
    return Cause(trial.name, figures, what, advice)


def poor_start(found: Evidence) -> Cause | None:
    """New weights learn, these do not, and these are far smaller in some layer than layers draw them."""
    if not (found.better_anew and found.shrunk < 0.3):
        return None
    figures = [
        ("a layer's weights, beside those that it draws by itself", f"{found.shrunk:.2f} times as large"),
        ("loss after many more steps from these weights (1: the best constant)", number(found.anew["these weights"])),
        ("after as many from new weights", number(found.anew["new weights"])),
    ]
    what = (
        "Some weights are so small that the signal dies away on its way forwards, and the gradient on its way back: "
        "the layers before them learn nearly nothing."
    )
    advice = (
        "Draw the weights as the layers do it by themselves (Kaiming for ReLU, Xavier for Tanh, orthogonal in an RNN)."
    )
    return Cause("vanishing gradients", figures, what, advice)


def rare_class(found: Evidence) -> Cause | None:
    if found.balanced is None:
        return None
    chance, as_is, balanced = found.balanced
    if not balanced - as_is > 0.15 * (1 - chance):
        return None
    what = (
        "One class is so rare that the loss is low when it is never predicted, and accuracy high: so the network does "
        "not learn it. When all classes come equally often, it does."
    )
    advice = (
        "Weigh the classes in the loss (weight= or pos_weight=), or draw the rare one more often "
        "(WeightedRandomSampler); and watch a measure that sees it: recall, F1, balanced accuracy."
    )
    return Cause("class imbalance", found.balanced_figures, what, advice)
