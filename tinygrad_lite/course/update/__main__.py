"""`python -m tinygrad_lite.course.update FOLDER`: what `start.py` asks for before it opens the lessons."""

import sys
from pathlib import Path

from .folder import begin

if __name__ == "__main__":
    begin(Path(sys.argv[1]), print, "python start.py update")
