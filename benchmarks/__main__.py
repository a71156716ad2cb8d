"""`python -m benchmarks`. How many threads a library uses is settled when it is loaded, so it is said before that."""

import os
import sys

os.environ.update({name + "_THREADS": "1" for name in ("OMP_NUM", "OPENBLAS_NUM", "MKL_NUM", "VECLIB_MAXIMUM")})

if __name__ == "__main__":
    from .command import main

    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped; nothing was written.")
