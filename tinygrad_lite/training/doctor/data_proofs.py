"""Faults of the data: their order, their labels, and validation data that are other ones, or the same."""

from __future__ import annotations

from tinygrad_lite.training.doctor import survey
from tinygrad_lite.training.doctor.evidence import Evidence
from tinygrad_lite.training.doctor.report import Cause, number

FITS = 6.0  # standard deviations by which moved targets fit the inputs, where the targets as they are do not


def sorted_data(found: Evidence) -> Cause | None:
    trial = next((trial for trial in found.trials if trial.name == "sorted data"), None)
    if trial is None:
        return None
    better = trial.changed < 0.8 * trial.as_is
    one_kind = found.sorted > 0.4 * found.batch  # nearly each batch holds one class, or one range of targets
    if not (better and trial.gain > 0.03) and not (one_kind and trial.gain > 0 and (better or found.level > 0.2)):
        return None
    figures = [
        *trial.figures,
        ("loss after a pass in this order (1: the best constant)", number(trial.as_is)),
        ("after a pass over the same batches mixed", number(trial.changed)),
    ]
    what = (
        "The samples come in the order of their targets. Each batch shows only a part of what is to be told apart; the "
        "network learns to answer that, and forgets what it saw before."
    )
    return Cause("sorted data", figures, what, "Shuffle: DataLoader(..., shuffle=True), for the training data.")


def shifted_labels(found: Evidence) -> Cause | None:
    if found.displaced is not None:
        places, fit, as_is = found.displaced
        if fit > FITS and fit > as_is + FITS and as_is < FITS / 2:
            figures = [
                ("targets as they are fit similar inputs", f"by {as_is:.1f} standard deviations better than by chance"),
                (f"moved by {places:+d} places against the inputs", f"by {fit:.1f}"),
            ]
            what = "Each input has the target of a neighbour in the data set: the two were cut or read with an offset."
            advice = "Compare three inputs with their targets, by eye; look for a slice such as y[1:] or a header."
            return Cause("shifted labels", figures, what, advice)
    if found.renamed is None or found.val.labels is None:
        return None
    words, mended, as_is = found.renamed
    learned = survey.right_anyway(found.train) and found.train.accuracy > as_is + 0.3
    if not (learned and mended > as_is + 0.3 and mended > 0.75 * found.train.accuracy):
        return None
    return other_meaning(
        [
            ("accuracy on training data", f"{found.train.accuracy:.0%}"),
            ("on validation data", f"{as_is:.0%}"),
            (f"on validation data, with the predicted classes {words}", f"{mended:.0%}"),
        ]
    )


def shifted_numbers(found: Evidence) -> Cause | None:
    if found.renamed is None or found.val.labels is not None:
        return None
    words, share, deviations = found.renamed
    if not (share > 0.7 and deviations > 3 and found.level < 0.7):
        return None
    return other_meaning(
        [
            ("validation targets lie off the predictions, all together", words.removeprefix("moved by ")),
            ("in standard deviations of the training errors", number(deviations)),
            ("share of the squared error that this makes up", f"{share:.0%}"),
        ]
    )


def other_meaning(figures: list[tuple[str, str]]) -> Cause:
    what = (
        "The network is right on validation data when its answers are renamed or moved as a whole: the targets there "
        "do not mean what they mean in training."
    )
    advice = (
        "Make the class indices of both sets in one place and in one way (from 0, in the same order of names), and "
        "treat the targets of both alike."
    )
    return Cause("shifted labels", figures, what, advice)


def other_validation(found: Evidence) -> Cause | None:
    if found.mended is None:
        return None
    words, mended, as_is = found.mended
    gap = as_is - found.train.loss
    if not (as_is - mended > 0.5 * gap and as_is - mended > 0.15 * found.unit and mended < 0.8 * found.unit):
        return None
    figures = [
        ("loss on training data, in evaluation mode", number(found.train.loss)),
        ("on validation data", number(as_is)),
        (f"on validation data, with {words}", number(mended)),
    ]
    what = (
        "The inputs of validation are not what the network was trained with: brought back to that, by one simple "
        "change, the network is far better on them. It is not overfitting."
    )
    advice = (
        "Send both sets through the same steps, with the mean and standard deviation of the training data in both; "
        "print mean, standard deviation, smallest and largest value of a batch of each."
    )
    return Cause("validation data differ", figures, what, advice)


def leakage(found: Evidence) -> Cause | None:
    share, usual = found.twins
    if share > 0.1 and share > 5 * usual + 0.05:
        figures = [
            ("validation samples that are also in the training data", f"{share:.0%}"),
            ("training samples that are there twice", f"{usual:.0%}"),
        ]
        what = "Validation shows samples that were trained on. It measures how well they are remembered: too good."
        advice = "Take out doubles first, then split, then augment; keep samples of one source on one side."
        return Cause("leakage", figures, what, advice)
    column, explained, next_best = found.telling
    if not (explained > 0.95 and next_best < 0.8):
        return None
    figures = [
        (f"share of the targets' variance that input {column} alone predicts", f"{explained:.1%}"),
        ("that the next best input predicts", f"{next_best:.1%}"),
    ]
    what = "One input holds the target, nearly as it is. The network reads it off and needs to learn nothing else."
    advice = f"What is input {column}, and is it known before the target is? If not, leave it out."
    return Cause("leakage", figures, what, advice)


def unlike_validation(found: Evidence) -> Cause | None:
    """Each set by itself shows a relation of inputs and targets, but it is not the same one."""
    within, across = min(found.signal, found.val_signal), found.cross_signal
    if not within > FITS or survey.right_anyway(found.val) or found.level > 0.7:
        return None
    if not across < min(3.0, 0.4 * within):  # training has more samples: of one kind, it would say as much and more
        return None
    figures = [
        ("targets fit similar inputs: among training samples", f"{found.signal:.1f} standard deviations above chance"),
        ("among validation samples", f"{found.val_signal:.1f}"),
        ("validation samples beside similar training samples", f"{across:.1f}"),
    ]
    what = (
        "In each of the two sets similar inputs have similar targets, but what holds in one does not hold in the "
        "other: inputs or targets are coded differently in them."
    )
    advice = (
        "Compare how the two sets are made, step by step: the numbering of words and classes, the order of columns, "
        "scaling. Show five samples of each in words."
    )
    return Cause("validation data differ", figures, what, advice)


DATA_PROOFS = (sorted_data, shifted_labels, other_validation, shifted_numbers, unlike_validation, leakage)
