"""Whether a lesson's checks do without importing PyTorch, which takes longer than all of them together."""

from __future__ import annotations

import json
import subprocess
import sys

from .record import Certificate

#: Runs in a Python of its own, in which `import torch` fails; tells for each exercise what happened.
_PROGRAM = """
import json, sys

class NoTorch:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "torch":
            raise ImportError("the check of a lesson must not import torch")

sys.meta_path.insert(0, NoTorch())
from tinygrad_lite.course.certificate.bench import Bench
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.course.judge import verdict_on

found = {}
for exercise in exercises_of(sys.argv[1]):
    try:
        found[exercise.id] = verdict_on(exercise, Bench(exercise, (0,)).submit(exercise.solution_code())).status
    except Exception as problem:
        found[exercise.id] = repr(problem.__cause__ or problem)
assert "torch" not in sys.modules
print(json.dumps(found))
"""


def without_torch(lesson: str) -> dict[str, str]:
    """For each coded exercise of a lesson, the verdict on its solution where PyTorch cannot be imported.

    The expected answers must then come from `expected.json` beside its exercises, which
    `python -m tinygrad_lite.course.build` writes.
    """
    done = subprocess.run([sys.executable, "-c", _PROGRAM, lesson], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{lesson}: the checks without torch could not be run:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def note_torch(lesson: str, certificates: list[Certificate]) -> dict[str, str]:
    """Write into the certificates of a lesson whether they do without PyTorch."""
    found = without_torch(lesson) if certificates else {}
    for certificate in certificates:
        if certificate.id in found:
            certificate.torch_free = found[certificate.id] == "right"
    return found
