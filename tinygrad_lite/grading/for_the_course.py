"""A new mistake as it goes into the course: a method of its exercise, and the answer that it comes from."""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from pathlib import Path

from .new_mistake import Wrong

#: As long as lines are here.
WIDTH = 120


def method_of(wrong: Wrong, name: str, what: str, hint: str, concept: str = "") -> str:
    """The method, ready to be pasted into the class of its exercise."""
    tree = ast.parse(wrong.code)
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef | ast.ClassDef)
    own = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "wrong"
    taken = set(dir(type(wrong.exercise)))
    own = own if own not in taken and own.isidentifier() else f"as_{own}"
    if isinstance(definition, ast.FunctionDef):
        definition.args.args.insert(0, ast.arg("self"))
    else:
        own = "".join(word.capitalize() for word in own.split("_"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == wrong.exercise.name:
            node.id = f"self.{own}" if isinstance(definition, ast.FunctionDef) else own
    definition.name = own
    rows = [f"    {_quoted(name)},", *_wrapped(f"{what.strip()} {hint.strip()}".strip())]
    rows += [f"    concept={_quoted(concept)},"] if concept else []
    return textwrap.indent("\n".join(["@mistake(", *rows, ")", ast.unparse(tree)]), "    ")


def _wrapped(text: str) -> list[str]:
    """A text as literals, one a line, as the neighbours have it."""
    pieces = textwrap.wrap(text, WIDTH - 12, drop_whitespace=False)
    lines = [f"    {_quoted(piece)}" for piece in pieces]
    return [*lines[:-1], f"{lines[-1]},"]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def instructions(wrong: Wrong, name: str, method: str) -> str:
    """Where it goes, and what to do then."""
    kind = type(wrong.exercise)
    file = Path(inspect.getfile(kind))
    folder = file.relative_to(file.parents[4]) if len(file.parents) > 4 else file
    answers = f"tests/certificate/answers/{wrong.exercise.id}.py"
    return "\n".join(
        [
            f"For the class {kind.__name__} in {folder.as_posix()}:\n",
            f"{method}\n",
            f"For {answers}:\n",
            f"# %% wrong: {name}\n{wrong.code}\n",
            f"Then: python -m tinygrad_lite.course.certificate --only {wrong.exercise.id}",
            "and:  python -m tinygrad_lite.atlas.build",
        ]
    )
