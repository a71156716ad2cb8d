"""Whose code it is: a student's, or that of the course, Python and the packages."""

from __future__ import annotations

import functools
import os
import site

import numpy as np


@functools.cache
def not_students() -> tuple[str, ...]:
    """Where files are that are not a student's: ours, Python's, NumPy's and the other packages'."""
    # Not by `sysconfig`: it reads how Python was built, which takes longer than most candidates run.
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folders = ours, os.path.dirname(os.__file__), os.path.dirname(np.__file__), *site.getsitepackages()
    return (*(os.path.join(folder, "") for folder in folders), "<frozen ")  # the last is how Python imports
