"""The cases of the lessons are the same on every processor, down to the bit: by their content their answers are found.

NumPy and OpenBLAS choose their programs by the processor, and these differ in the last digits. Both can be told to
take the programs of another one.
"""

import json
import os
import platform
import subprocess
import sys

import pytest
from numpy._core._multiarray_umath import __cpu_features__ as has

from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.oracle import file_of_answers

OTHERS = {
    "without wide instructions": {
        "OPENBLAS_CORETYPE": "Nehalem",
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX2 FMA3 AVX512F AVX512_SKX",
    },
    "an older one": {"OPENBLAS_CORETYPE": "Prescott"},
    "with the widest": {"OPENBLAS_CORETYPE": "SkylakeX"},
    "in between": {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512F AVX512_SKX"},
}
#: OpenBLAS runs what it is told to run, also where the processor has no such instructions: it would be killed (SIGILL).
NEEDS = {"with the widest": ("AVX512_SKX", "X86_V4"), "in between": ("AVX2", "X86_V3")}
ALL_KEYS = """
import json
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.oracle import cases_of, key_of
asked = [each for lesson in LESSONS for each in exercises_of(lesson) if not each.has_own_judge]
print(json.dumps([key_of(exercise, case) for exercise in asked for case in cases_of(exercise)]))
"""


def keys_with(**variables):
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ALL_KEYS],
        env={**os.environ, **variables},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return json.loads(finished.stdout)


@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="the names are those of x86 processors")
@pytest.mark.parametrize("other", OTHERS)
def test_cases_do_not_depend_on_the_processor(other):
    if other in NEEDS and not any(has.get(name) for name in NEEDS[other]):
        pytest.skip(f"this processor cannot run the programs for {' or '.join(NEEDS[other])}")
    files = [file_of_answers(exercises_of(lesson)[0].id) for lesson in LESSONS]
    kept = {key for file in files for key in json.loads(file.read_text(encoding="utf-8"))}
    others = [key for key in keys_with(**OTHERS[other]) if key not in kept]
    assert not others, f"use `settled` (course/case.py) for what is computed in the cases of {others}"
