"""Builds the documentation as pages that open without a server: `python start.py docs`.

    python docs/site/build.py [--fast]    → .artifacts/docs/html/index.html

What is written in this repository is copied into one folder as it lies here, so that its links go on to work; beside it
come a page for each module, made from its docstrings, and the lessons, executed as students get them. A lesson that has
not changed is not executed again. `--fast` leaves them unexecuted. A link to a page that is not there is an error.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import re
import shutil
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sphinx.cmd.build import build_main

from tinygrad_lite.atlas.entries import entries
from tinygrad_lite.atlas.page import fragment
from tinygrad_lite.course.exercises import LESSONS, tasks_of

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / ".artifacts" / "docs"
OURS = "tinygrad_lite."
TASKS = {task.id.replace("/", "-") for lesson in LESSONS for task in tasks_of(lesson)}  # ids of their cells
TEXTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE")

#: Module → what its page begins with.
MODULES = {
    "tinygrad_lite": "Tensors and what can be computed with them; most of it is a method of `Tensor`, too.",
    "tinygrad_lite.autograd": "Gradients: how they come about, when not, and functions of your own.",
    "tinygrad_lite.nn": "Layers, and losses as layers.",
    "tinygrad_lite.nn.functional": "Layers and losses as functions.",
    "tinygrad_lite.nn.init": "First values of weights.",
    "tinygrad_lite.nn.utils": "Clipping gradients, and parameters as one vector.",
    "tinygrad_lite.optim": "Optimizers, and what goes around them.",
    "tinygrad_lite.optim.lr_scheduler": "Schedules of the learning rate.",
    "tinygrad_lite.data": "Data sets that work without a network, samplers, and loaders.",
    "tinygrad_lite.amp": "Mixed precision.",
    "tinygrad_lite.cuda": "The GPU.",
    "tinygrad_lite.training": "Whole trainings: the loop, callbacks, checkpoints.",
    "tinygrad_lite.training.metrics": "What is measured of a model.",
    "tinygrad_lite.training.distributed": "Training in several processes.",
    "tinygrad_lite.training.doctor": "What is wrong with a training.",
    "tinygrad_lite.compare": "Beside PyTorch: weights moved over, step by step, and timed.",
    "tinygrad_lite.plots": "Pictures of trainings and models.",
    "tinygrad_lite.profiler": "Where time and memory go.",
    "tinygrad_lite.course": "What the first cell of a lesson imports.",
}


def public_names(name: str) -> list[str]:
    """The classes and functions that a module offers: those in its `__all__`; of the package, all of the engine's.

    >>> public_names("tinygrad_lite.amp")
    ['GradScaler', 'autocast']
    """
    module = importlib.import_module(name)
    ours = [key for key, value in vars(module).items() if str(getattr(value, "__module__", "")).startswith(OURS)]
    offered = getattr(module, "__all__", [key for key in ours if not key.startswith("_")])
    described = (inspect.isclass, inspect.isfunction)
    return sorted(key for key in offered if any(kind(getattr(module, key)) for kind in described))


def reference_page(name: str) -> str:
    """A module's page: classes and functions with their docstrings."""
    module = importlib.import_module(name)
    lines = [f"# {name}", "", MODULES[name], "", "```{eval-rst}", f".. py:module:: {name}", ""]
    for key in public_names(name):
        is_class = inspect.isclass(getattr(module, key))
        lines += [f".. auto{'class' if is_class else 'function'}:: {name}.{key}"]
        lines += ["   :members:"] if is_class else []
        twice = name == "tinygrad_lite.autograd" and hasattr(importlib.import_module("tinygrad_lite"), key)
        lines += ["   :no-index:", ""] if twice else [""]
    return "\n".join([*lines, "```", ""])


def lesson_page(text: str) -> str:
    """A lesson's notebook; code that is folded in JupyterLab is folded on its page, too.

    A card's link to a task ("#cell-id=loss-mse") is JupyterLab's; here it leads to a target above the task's cell.
    """
    notebook, cells = json.loads(text), []
    for cell in notebook["cells"]:
        if cell["metadata"].get("jupyter", {}).get("source_hidden"):
            cell["metadata"].setdefault("tags", []).append("hide-input")
        if cell["id"] in TASKS:
            target = f'<span id="cell-id={cell["id"]}"></span>'
            cells.append({"cell_type": "markdown", "id": f"to-{cell['id']}"[:64], "metadata": {}, "source": target})
        cells.append(cell)
    return json.dumps({**notebook, "cells": cells})


def atlas_page() -> str:
    """The atlas of mistakes."""
    text = (
        "Every mistake that the course knows by name, by what was not understood; those first that are met most "
        "often. Each has its exercise, what is said of it, and the smallest case of the lesson in which it shows. How "
        "often it is met is counted over the wrong answers that are kept for testing. The solutions are not here. In "
        "a terminal it is `tinygrad-lite atlas`."
    )
    return f"# Atlas of mistakes\n\n{text}\n\n```{{raw}} html\n{fragment(entries())}\n```\n"


def sources() -> Iterator[tuple[str, str]]:
    """Every page: its path and its text."""
    for path in (ROOT / "docs" / "site").glob("*.md"):
        yield path.name, path.read_text("utf-8")
    for name in TEXTS:
        yield name, (ROOT / name).read_text("utf-8").replace("](docs/measurements/)", "](docs/measurements/index.md)")
    for path in (ROOT / "docs").rglob("*.md"):
        if path.parent.name != "site":
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
    for lesson in LESSONS:
        yield f"lessons/{lesson}.ipynb", lesson_page((ROOT / "lessons" / f"{lesson}.ipynb").read_text("utf-8"))
    yield "atlas.md", atlas_page()
    for name in MODULES:
        yield f"reference/{name}.md", reference_page(name)
    measured = "\n".join(sorted(path.stem for path in (ROOT / "docs" / "measurements").glob("*.md")))
    about = "What was measured, each page with its date, machine and versions."
    yield "docs/measurements/index.md", f"# Measurements\n\n{about}\n\n```{{toctree}}\n{measured}\n```\n"
    names = "\n".join(MODULES)
    yield (
        "reference/index.md",
        f"# Reference\n\nMade from the docstrings.\n\n```{{toctree}}\n:maxdepth: 1\n\n{names}\n```\n",
    )


def stage(folder: Path) -> None:
    """Bring a folder up to date with `sources()`: what has not changed is not touched, what is gone is removed."""
    pages = dict(sources())
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in pages:
            path.unlink()
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


def dead_links(folder: Path) -> Iterator[str]:
    """Links between the pages, outputs of lessons included, that lead to no file or to no place in it."""
    texts = {path.resolve(): path.read_text("utf-8") for path in folder.rglob("*.html")}
    places = {path: {unescape(each) for each in re.findall(r'\sid="([^"]+)"', text)} for path, text in texts.items()}
    for path, text in texts.items():
        for link in sorted({unescape(each) for each in re.findall(r'\s(?:href|src)="([^"]*)"', text)}):
            address = urlsplit(link)
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            place = unquote(address.fragment)
            if address.scheme or address.netloc:
                continue
            if not target.exists() or (place and place not in places.get(target, {place})):
                yield f"{path.relative_to(folder.resolve())}: {link} leads nowhere"


def main(arguments: list[str]) -> int:
    """Build; gives Sphinx's exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--fast", action="store_true", help="leave the lessons unexecuted")
    parser.add_argument("--out", type=Path, default=OUT, help="a folder")
    given = parser.parse_args(arguments)
    out = given.out.resolve()
    stage(out / "pages")
    shutil.rmtree(out / "html", ignore_errors=True)
    mode = "off" if given.fast else "cache"
    settings = ["-D", f"nb_execution_mode={mode}", "-D", f"nb_execution_cache_path={out / 'executed'}"]
    status = build_main([
        "-q", "-W", "--keep-going", "-b", "html", "-c", str(Path(__file__).parent), *settings,
        "-d", str(out / "doctrees"), str(out / "pages"), str(out / "html"),
    ])  # fmt: skip
    for link in dead_links(out / "html"):
        print(link, file=sys.stderr)
        status = 1
    if status == 0:
        print(f"Open {out / 'html' / 'index.html'} in a browser.")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
