"""`python -m tinygrad_lite.course.update FOLDER`: what `start.py` asks for before it opens the lessons."""

import sys
from pathlib import Path

from .folder import begin

if __name__ == "__main__":
    try:
        begin(Path(sys.argv[1]), print, "python start.py update")
    except OSError as problem:
        if problem.strerror is None:
            raise  # a fault of ours
        where = f"{problem.filename} cannot be used ({problem.strerror})"
        sys.exit(f"The lessons could not all be looked through: {where}.")
