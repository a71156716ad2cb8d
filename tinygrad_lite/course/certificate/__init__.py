"""The certificate: who checks the checks. For each exercise it proves that its check can be relied on.

    python -m tinygrad_lite.course.certificate                      every lesson, 2 seeds
    python -m tinygrad_lite.course.certificate --only loss/mse      one exercise, or all that begin so
    python -m tinygrad_lite.course.certificate --seeds 100          as the long measurement does
    python -m tinygrad_lite.course.certificate --overview           .artifacts/certificate.md without the texts of cards

The solution and differently written correct versions are right; the untouched stub and lazy answers are not; every
named mistake is diagnosed as itself; every mechanical mutant of the solution is noticed or listed as equivalent; no
verdict depends on the seed, the order of the cases or rounding. For exercises of your own:

    certificate = certify(MyExercise(), correct=[with_a_loop, vectorised], equivalent={"line 2: …": "why"})
    assert not certificate.failures
"""

from .examine import certify
from .record import Certificate

__all__ = ["Certificate", "certify"]
