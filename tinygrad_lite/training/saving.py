"""The state of a Trainer: everything that training needs to go on as if it had not been interrupted, to the bit."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.arguments import need_saved
from tinygrad_lite.training.metrics.metric import bring_back, state_of
from tinygrad_lite.training.random_state import get_random_state, set_random_state
from tinygrad_lite.training.setup import differences, loader_setup, setup_of, whole_number
from tinygrad_lite.training.whole import all_or_nothing


def trainer_state(trainer: Any) -> dict[str, Any]:
    """What `Trainer.state_dict` returns."""
    scheduler, scaler = trainer.scheduler, trainer.scaler
    state = {
        "model": trainer.model.state_dict(),
        "criterion": trainer.criterion.state_dict() if learns(trainer.criterion) else None,
        "optimizer": trainer.optimizer.state_dict(),
        "gradients": None if trainer.between_steps else gradients_of(trainer.optimizer),
        "scheduler": None if scheduler is None else scheduler.state_dict(),
        "scaler": None if scaler is None else scaler.state_dict(),
        "place": trainer._place.state_dict(trainer._share(trainer.loader), trainer._share(trainer.val_loader)),
        "callbacks": trainer.callbacks.state_dict(),
        "metrics": [state_of(metric) for metric in trainer.metrics],
        "history": trainer.history.state_dict(),
        "progress": {
            "epoch": trainer.epoch, "batch": trainer.batch, "step": trainer.step,
            **{f"loss_{name}": value for name, value in trainer._mean.state.items()},
            "stopped": trainer.stop_reason if ended(trainer) else None,
        },
        "setup": setup_of(trainer) | trainer._loader_setup,
        "random": get_random_state(trainer.library),
    }  # fmt: skip
    return state if trainer._ranks is None else trainer._ranks.with_own_parts(trainer, state)


def ended(trainer: Any) -> bool:
    """Whether training came to an end by itself, after an epoch, so that a resumed one must not go on."""
    return trainer.batch == 0 and trainer.stop_reason != "interrupted"


#: What every saved training has.
PARTS = ("model", "optimizer", "scheduler", "scaler", "callbacks", "metrics", "history", "progress", "random")


def load_state(trainer: Any, state: dict[str, Any], loader: Any, strict: bool) -> None:
    """What `Trainer.load_state_dict` does."""
    need_saved("Trainer", state, PARTS)
    check_progress(state["progress"])
    parts = (trainer.model, trainer.criterion, trainer.optimizer, trainer.scheduler, trainer.scaler, trainer.callbacks)
    holders = (trainer, trainer._mean, trainer._place)
    gradients = [(p, p.grad) for group in trainer.optimizer.param_groups for p in group["params"]]
    with all_or_nothing(
        "load_state_dict", *parts, trainer.history, *trainer.metrics, holders=holders, library=trainer.library
    ):
        try:
            take_state(trainer, state, loader, strict)
        except BaseException:
            for parameter, gradient in gradients:
                parameter.grad = gradient
            raise


def take_state(trainer: Any, state: dict[str, Any], loader: Any, strict: bool) -> None:
    """Part by part; of what fails, the caller takes care."""
    if trainer._ranks is not None:
        state = trainer._ranks.own_part(trainer, state)
    saved, present = state.get("setup", {}), setup_of(trainer)
    if strict:
        now = present if loader is None else present | loader_setup(loader, trainer.limit_train_batches)
        refuse_differences("load_state_dict", saved, now)
    same = {name for name in present if name not in saved or saved[name] == present[name]}
    trainer.model.load_state_dict(state["model"])
    if "loss" in same and learns(trainer.criterion) and state.get("criterion"):
        trainer.criterion.load_state_dict(state["criterion"])
    if {"optimizer", "parameter groups"} <= same:
        trainer.optimizer.load_state_dict(state["optimizer"])
    put_gradients(trainer.optimizer, state.get("gradients") if "accumulate" in same else None)
    if trainer.scheduler is not None and state["scheduler"] is not None and "scheduler" in same:
        trainer.scheduler.load_state_dict(state["scheduler"])
    if trainer.scaler is not None and state["scaler"] is not None:
        trainer.scaler.load_state_dict(state["scaler"])
    trainer.callbacks.load_state_dict(state["callbacks"])
    for metric, figures in zip(trainer.metrics, state["metrics"]):
        bring_back(metric, figures, midway=state["progress"]["batch"] > 0)
    trainer.history.load_state_dict(state["history"])
    load_progress(trainer, state, strict)
    set_random_state(state["random"], trainer.library)


def check_progress(progress: Any) -> None:
    """How far a training was is told in whole numbers."""
    need_saved("progress", progress, ("epoch", "batch", "step", "stopped"))
    for name in ("epoch", "batch", "step"):
        whole_number(progress[name], f"the saved {name}", "load_state_dict", least=0)


def load_progress(trainer: Any, state: dict[str, Any], strict: bool) -> None:
    """How far training was, in which epoch and where in it."""
    progress, setup = state["progress"], state.get("setup", {})
    trainer.epoch, trainer.batch, trainer.step = progress["epoch"], progress["batch"], progress["step"]
    seen = {name: progress.get(f"loss_{name}", 0.0) for name in ("total", "lost", "count")}
    trainer._mean.state = seen if seen["count"] else {}
    trainer._stopped = progress["stopped"]
    trainer.between_steps = state.get("gradients") is None
    trainer._loader_setup = {name: setup[name] for name in loader_setup(None, None) if name in setup}
    trainer._same_loader = strict
    if "place" in state:
        trainer._place.load_state_dict(state["place"])
    elif state["loader"]:
        trainer._place.load_loader_state(state["loader"])


def learns(criterion: Any) -> bool:
    """Whether a loss has parameters of its own, such as a temperature or the centres of classes."""
    return hasattr(criterion, "parameters") and any(True for _ in criterion.parameters())


def gradients_of(optimizer: Any) -> list[list[Any]]:
    """The gradients that several batches are adding up, by groups; None where there is none yet."""
    return [[p.grad for p in group["params"]] for group in optimizer.param_groups]


def put_gradients(optimizer: Any, gradients: list[list[Any]] | None) -> None:
    optimizer.zero_grad()
    for group, values in zip(optimizer.param_groups, gradients or []):
        for parameter, value in zip(group["params"], values):
            if value is not None:
                parameter.grad = value.detach().clone().to(parameter.device)


def refuse_differences(caller: str, saved: dict[str, Any], present: dict[str, Any]) -> None:
    """Raise if training would go on with something else than was saved."""
    if found := differences(saved, present):
        raise ValueError(
            f"{caller}: this training is not set up as the one that was saved: {found}. Set it up alike, and it goes "
            "on as if nothing had happened; or insist with strict=False, and it goes on with what is there now."
        )
