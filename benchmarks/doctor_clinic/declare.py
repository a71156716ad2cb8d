"""How the files of cases say what a case is: `ill(...)` and `healthy(...)`."""

from __future__ import annotations

import hashlib
from typing import Any

from benchmarks.doctor_clinic.case import Case
from benchmarks.doctor_clinic.recipe import Recipe

NAMES = (
    "learning rate too high", "learning rate too low", "vanishing gradients", "exploding gradients", "dead ReLUs",
    "overfitting", "underfitting", "NaN", "detached loss", "no zero_grad", "broadcast targets", "shuffled labels",
    "training mode in validation", "parameters not updated", "activation before the loss", "logits into NLLLoss",
    "validation data differ", "shifted labels", "sorted data", "evaluation mode in training", "frozen parameters",
    "tiny batches", "unscaled targets", "unscaled inputs", "schedule ended early", "dropout too high",
    "class imbalance", "leakage", "symmetric weights", "weight decay too high", "clipping too low", "unknown",
)  # fmt: skip


def ill(
    name: str,
    family: str,
    twin: Recipe,
    *,
    right: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
    shows: str = "worse",
    cured: dict[str, Any] | None = None,
    **fault: Any,
) -> Case:
    """A training that is `twin` but for the fault.

    Args:
        right: the names that count as right; by default the family's.
        also: more of them.
        cured: what else the twin has, where it is not quite the recipe.
    """
    named = frozenset(right or (family,)) | frozenset(also)
    assert named <= set(NAMES), f"{name}: {named - set(NAMES)}"
    cure = twin.but(**(cured or {}))
    return Case(name, family, twin.but(**fault).build, named, twin=cure.build, shows=shows, data=name_of(twin))


def healthy(name: str, recipe: Recipe, *, tolerance: float = 0.05, **changes: Any) -> Case:
    """A training that goes well. If it has not come to its end (`whole`), that end is what is checked."""
    recipe = recipe.but(**changes)
    grown = recipe if recipe.whole is None else recipe.but(epochs=recipe.whole)
    return Case(
        name, "healthy", recipe.build, healthy=True, grown=grown.build, data=name_of(recipe), tolerance=tolerance
    )  # fmt: skip


def name_of(recipe: Recipe) -> str:
    return getattr(recipe.data, "__name__", "?")


def half_of(name: str) -> str:
    """Where a case belongs: by its name alone, so that nobody chooses."""
    return "held" if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 else "development"
