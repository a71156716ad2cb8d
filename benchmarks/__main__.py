"""`python -m benchmarks`. How many threads a library uses is settled when it is loaded, so it is said before that."""

import os

os.environ.update({name + "_THREADS": "1" for name in ("OMP_NUM", "OPENBLAS_NUM", "MKL_NUM", "VECLIB_MAXIMUM")})

if __name__ == "__main__":
    from .command import ended, main

    ended(main)
