"""Faults that an experiment shows beyond doubt. Each function gives the cause, or None."""

from __future__ import annotations

from tinygrad_lite.training.doctor.evidence import Evidence
from tinygrad_lite.training.doctor.report import Cause, number

EQUAL = (
    "All units of a layer have equal weights, so they give the same, get the same gradient, and stay alike: the layer "
    "is worth one unit.",
    "Draw the weights at random, as the layers do by themselves (or nn.init.kaiming_normal_); zeros are for biases.",
)


def detached_loss(found: Evidence) -> Cause | None:
    without, count = found.without_gradient, found.parameters
    if found.detached:
        figures = [("parameters with a gradient after backward", f"{count - len(without)} of {count}")]
        what = (
            "The loss does not depend on the model's parameters: backward reaches none of them, so nothing is learned."
        )
    elif without and found.moved:
        figures = [("parameters without a gradient", f"{len(without)} of {count}: {', '.join(without[:4])}")]
        what = "backward reaches only a part of the model; the parameters named get no gradient and stay as they are."
    else:
        return None
    advice = (
        "Look between the model and backward() for .detach(), .numpy(), .item(), no_grad(), or a new tensor made from "
        "the loss. If these parameters are meant to stay: parameter.requires_grad_(False)."
    )
    return Cause("detached loss", figures, what, advice)


def all_frozen(found: Evidence) -> Cause | None:
    if found.parameters:
        return None
    figures = [("parameters with requires_grad=True", "none")]
    what = (
        "Every parameter of the model is frozen, so backward has nothing to give a gradient to, and nothing is learned."
    )
    advice = "Call model.requires_grad_(True), or thaw the layers that are to learn: layer.requires_grad_(True)."
    return Cause("frozen parameters", figures, what, advice)


def not_updated(found: Evidence) -> Cause | None:
    if found.moved:
        return None
    figures = [("parameters changed by the steps", "none"), ("learning rate", number(found.rate))]
    what = "The parameters get gradients, but no step changes any of them."
    advice = "Is optimizer.step() called, and was the optimizer made with the parameters of this very model?"
    return Cause("parameters not updated", figures, what, advice)


def no_zero_grad(found: Evidence) -> Cause | None:
    if found.left_over is None:
        return None
    before, after = found.left_over
    figures = [
        ("norm of the gradients before backward, second step", f"{number(before)} (0 after zero_grad)"),
        ("after it", number(after)),
    ]
    what = (
        "The gradients of earlier steps are still there when backward adds the new ones, so every step goes along the "
        "sum of all gradients so far."
    )
    return Cause("no zero_grad", figures, what, "Call optimizer.zero_grad() once before each backward().")


def bad_number(found: Evidence) -> Cause | None:
    """NaN or infinity that comes from the data or from an operation, not from steps that are too large."""
    if found.bad_data:
        figures = [("not finite", found.bad_data)]
        what = "There are NaN or infinite values in the data; one of them makes the loss NaN, and then every weight."
        advice = "Find them with np.isnan, and fill in or leave out these samples."
        return Cause("NaN", figures, what, advice)
    if not found.birth or diverged(found) or (found.bad_weights and not found.birth_fresh):
        return None
    place = f"{found.birth}, in step {found.birth_step + 1}"
    figures = [("first not finite", f"{place}{' from new weights' if found.birth_fresh else ''}")]
    if len(found.losses) > 1:
        figures.append(("losses before", ", ".join(number(loss) for loss in found.losses[-4:-1])))
    what = f"A number that is not finite is born in {found.birth}; what came before it was finite and of ordinary size."
    advice = (
        "Look at that operation for log(0), 0 / 0, sqrt(0) (its gradient is infinite) or exp of something large; keep "
        "its argument away from there with a small constant or clamp, or use the stable form (such as cross_entropy "
        "with logits)."
    )
    return Cause("NaN", figures, what, advice)


def diverged(found: Evidence) -> bool:
    """Whether the losses had grown before the first number that is not finite, or that birth lies in the step."""
    finite = [loss for loss in found.losses[:-1] if loss == loss]
    usual = found.fresh.standing if found.fresh else float("nan")
    if finite and max(finite) > 20 * usual:
        return True
    grown = len(finite) > 1 and max(finite[1:]) > 4 * max(abs(finite[0]), 1e-3)
    return grown or found.birth.endswith("in the step")


def broadcast_targets(found: Evidence) -> Cause | None:
    if found.shapes is None or found.kind == "classes" or not found.exchanged < 1e-5:
        return None
    predictions, targets = found.shapes
    if predictions == targets and not found.needs_targets:  # a loss that has no use for them, as of an autoencoder
        return None
    inside = " as they come from the loader; the step or the loss changes it" if predictions == targets else ""
    figures = [
        ("shape of the predictions", str(predictions)),
        ("shape of the targets", f"{targets}{inside}"),
        ("change of the loss when the targets of a batch change places", number(found.exchanged)),
    ]
    what = (
        "The loss does not notice which target belongs to which sample: the two shapes are broadcast against each "
        "other, and every prediction is compared with every target. The best answer to that is one constant."
    )
    advice = "Give both the same shape before the loss, for example targets.reshape(predictions.shape)."
    return Cause("broadcast targets", figures, what, advice)


def training_mode(found: Evidence) -> Cause | None:
    """Validation in training mode: seen as it happened, or the reported loss is one of training mode."""
    if not found.random_layers:
        return None
    layers = ", ".join(found.random_layers[:3])
    figures = [("layers that act differently in training", layers)]
    if found.validation_mode:
        figures.append(("model.training during validation", "True"))
    elif found.validation_mode is None and reported_in_training(found.validation):
        losses = found.validation
        figures += [
            ("validation loss in the history", number(losses["reported"])),
            ("the same weights in evaluation mode", number(losses["eval"])),
            ("in training mode", ", ".join(number(v) for k, v in losses.items() if k.startswith("train"))),
        ]
    else:
        return None
    what = (
        "The model was validated in training mode: dropout still drops, and BatchNorm uses, and learns from, the batch."
    )
    advice = "Call model.eval() before validation and model.train() after it."
    return Cause("training mode in validation", figures, what, advice)


def reported_in_training(losses: dict[str, float]) -> bool:
    """Whether the loss is among those of training mode, and not that of evaluation mode."""
    trained = [value for name, value in losses.items() if name.startswith("train")]
    if "reported" not in losses or not trained:
        return False
    spread = max(trained) - min(trained)
    near = min(trained) - spread <= losses["reported"] <= max(trained) + spread
    return near and abs(losses["reported"] - losses["eval"]) > 1e-3 * abs(losses["eval"])


def activation_twice(found: Evidence) -> Cause | None:
    if not found.twice:
        return None
    what = (
        "The loss applies softmax or sigmoid by itself. Applied twice, all answers are squeezed into the small range "
        "from 0 to 1: even for perfect ones the loss stays high, and its gradients are small."
    )
    advice = (
        "Give the loss the raw scores (logits): leave out the softmax or sigmoid before CrossEntropyLoss and "
        "BCEWithLogitsLoss. For probabilities to look at, apply it outside of training."
    )
    return Cause("activation before the loss", [("seen", found.twice)], what, advice)


def not_logs(found: Evidence) -> Cause | None:
    if not found.not_logs:
        return None
    what = (
        "NLLLoss takes log-probabilities, as log_softmax gives them. Of other numbers it only makes that of the right "
        "class as large as possible, without any bound, and the other classes do not matter to it."
    )
    advice = "Put CrossEntropyLoss in place of NLLLoss; or give NLLLoss the result of log_softmax(logits, dim=1)."
    return Cause("logits into NLLLoss", [("seen", found.not_logs)], what, advice)


def evaluation_mode(found: Evidence) -> Cause | None:
    if not found.evaluating:
        return None
    what = (
        "Training goes on in evaluation mode: dropout does nothing, and BatchNorm uses its stored mean and variance "
        "and does not renew them, so that it does not normalize what comes in."
    )
    advice = "Call model.train() at the beginning of each epoch, behind every model.eval()."
    return Cause("evaluation mode in training", [("seen", found.evaluating)], what, advice)


def equal_units(found: Evidence) -> Cause | None:
    if not found.alike:
        return None
    figures = [
        (f"after {len(found.losses)} more steps, all units have the same weights in", ", ".join(found.alike[:4]))
    ]
    return Cause("symmetric weights", figures, *EQUAL)


PROOFS = (
    all_frozen, detached_loss, not_updated, bad_number, activation_twice, not_logs, no_zero_grad, broadcast_targets,
    evaluation_mode, equal_units, training_mode,
)  # fmt: skip
