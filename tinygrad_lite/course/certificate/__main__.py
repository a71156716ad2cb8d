"""The command `python -m tinygrad_lite.course.certificate`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tinygrad_lite.files import write_whole

from ..exercises import LESSONS
from ..folders import NotACheckout
from .answers import answers_folder
from .examine import SEEDS, certify_lesson
from .page import page
from .record import Certificate
from .torch_free import note_torch


def main(arguments: list[str] | None = None) -> int:
    """The command; returns the exit status."""
    program = "python -m tinygrad_lite.course.certificate"
    parser = argparse.ArgumentParser(prog=program, description="Examine the checks.")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many seeds to ask (2)")
    parser.add_argument(
        "--only", default="", metavar="ID", help="only exercises whose id begins so: folder, folder/name"
    )
    parser.add_argument("--out", type=Path, help="where to write it (.artifacts/certificate.md; with --only nowhere)")
    parser.add_argument("--overview", action="store_true", help="write the tables of counts alone, without the texts")
    options = parser.parse_args(arguments)
    try:
        answers_folder()
    except NotACheckout as problem:
        print(problem, file=sys.stderr)
        return 1
    lessons: dict[str, list[Certificate]] = {}
    for lesson in LESSONS:
        lessons[lesson] = []
        start = time.perf_counter()
        for certificate in certify_lesson(lesson, options.seeds, options.only):
            lessons[lesson].append(certificate)
            _report(certificate, time.perf_counter() - start)
            start = time.perf_counter()
        note_torch(lesson, lessons[lesson])
    out = options.out or (None if options.only else Path(".artifacts/certificate.md"))
    if out:
        write_whole(out, page(lessons, options.overview))
        print(f"wrote {out}")
    failures = sum(len(certificate.failures) for found in lessons.values() for certificate in found)
    print(f"{failures} failure(s)." if failures else "Every check holds what it promises.")
    return 1 if failures else 0


def _report(certificate: Certificate, seconds: float) -> None:
    """One line, and the failures below it."""
    sign = "✗" if certificate.failures else "✓"
    facts = f"{certificate.cases} cases, {certificate.diagnosed}/{len(certificate.mistakes)} mistakes diagnosed, "
    facts += f"mutants {certificate.count('killed')} killed + {certificate.count('equivalent')} equivalent "
    facts += f"of {len(certificate.mutants)}, check {1000 * certificate.seconds:.0f} ms; examined in {seconds:.1f} s"
    print(f"{sign} {certificate.id}" + ("" if certificate.question else f"  {facts}"), flush=True)
    for failure in certificate.failures:
        print("    " + failure.replace("\n", "\n      "), flush=True)


if __name__ == "__main__":
    sys.exit(main())
