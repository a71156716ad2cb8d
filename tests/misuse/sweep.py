"""Going through everything public: which calls there are, and what is to be complained of in their refusals."""

from __future__ import annotations

import contextlib
import importlib.util
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import tinygrad_lite as tg
from tests.misuse import calls_engine, calls_optim, calls_training
from tests.misuse.judge import complaint, tried
from tests.misuse.values import VALUES

CALLS = {**calls_engine.CALLS, **calls_optim.CALLS, **calls_training.CALLS}
SITE = Path(__file__).resolve().parents[2] / "docs" / "site" / "build.py"

#: What is public and not called, with the reason.
NOT_CALLED = {
    **dict.fromkeys(
        ["tinygrad_lite.Device", "tinygrad_lite.cuda", "tinygrad_lite.is_grad_enabled", "tinygrad_lite.no_grad",
         "tinygrad_lite.enable_grad", "tinygrad_lite.set_grad_enabled", "tinygrad_lite.get_rng_state",
         "tinygrad_lite.default_generator", "tinygrad_lite.initial_seed", "tinygrad_lite.get_default_device",
         "tinygrad_lite.autograd.is_grad_enabled", "tinygrad_lite.data.get_worker_info"],
        "takes nothing, or has another name here",
    ),
    **dict.fromkeys(
        [f"tinygrad_lite.autograd.{name}" for name in (
            "HookHandle", "Hooks", "Observer", "Variable", "around_backward", "constant", "walk")],
        "parts of the engine that are read, not called",
    ),
    **dict.fromkeys(
        ["tinygrad_lite.data.Dataset", "tinygrad_lite.data.Sampler", "tinygrad_lite.nn.Module"],
        "subclassed",
    ),
    **dict.fromkeys(
        ["tinygrad_lite.training.CancelBatch", "tinygrad_lite.training.CancelEpoch", "tinygrad_lite.training.CancelFit",
         "tinygrad_lite.training.CheckpointError", "tinygrad_lite.training.metrics.UndefinedMetricWarning"],
        "raised",
    ),
    **dict.fromkeys(
        ["tinygrad_lite.data.fashion_mnist", "tinygrad_lite.data.mnist"], "asks a network: tests/engine/data"
    ),
    **dict.fromkeys(
        ["tinygrad_lite.training.doctor.Cause", "tinygrad_lite.training.doctor.DoctorReport",
         "tinygrad_lite.training.doctor.diagnose", "tinygrad_lite.profiler.Average", "tinygrad_lite.profiler.Averages",
         "tinygrad_lite.profiler.Event"],
        "results, or called under another name",
    ),
    **dict.fromkeys(["tinygrad_lite.plots.explore"], "draws what the caller's function draws: tests/plots"),
}  # fmt: skip
ROOMS_APART = ("tinygrad_lite.cuda", "tinygrad_lite.course", "tinygrad_lite.training.distributed")  # tested there


@dataclass(frozen=True)
class Found:
    """A refusal that is not clear."""

    name: str
    argument: str
    value: str
    why: str

    @property
    def key(self) -> tuple[str, str]:
        return self.name, self.argument


def complaints(name: str, values: Callable[[], Iterable[str]]) -> list[Found]:
    """All that is not clear when one argument of a call is replaced; `values` says by what, for each argument anew."""
    error = tried(CALLS[name]())
    if error is not None:
        raise AssertionError(f"{name}: the right call fails") from error
    found = []
    for place in list(CALLS[name]().places()):
        if CALLS[name]().name_of(place) in CALLS[name]().leave:
            continue
        for value in values():
            call = CALLS[name]()
            call.with_value(place, VALUES[value]())
            with contextlib.redirect_stdout(io.StringIO()):
                error = tried(call)
            if error is not None and (why := complaint(error)):
                found.append(Found(name, call.name_of(place), value, why))
    return found


def public() -> list[str]:
    """Everything that the reference has a page for."""
    spec = importlib.util.spec_from_file_location("site_build_for_misuse", SITE)
    site = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(site)
    modules = [module for module in site.MODULES if module not in ROOMS_APART]
    twice = {name for name in tg.nn.functional.__all__ if getattr(tg, name, None) is getattr(tg.nn.functional, name)}
    return [
        f"{module}.{name}"
        for module in modules
        for name in site.public_names(module)
        if not (module == "tinygrad_lite.nn.functional" and name in twice)
    ]
