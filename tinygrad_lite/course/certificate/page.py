"""The certificate as a Markdown page."""

from __future__ import annotations

from .record import Certificate

_HEAD = """# The certificate

What was found out about the checks themselves, by handing in, as a student would: each exercise's solution and other
correct versions, its untouched stub, answers that take no thought, its named mistakes, and mutants of the solution
with one small fault each. Written by `python -m tinygrad_lite.course.certificate` and by the tests in
`tests/certificate`.
"""


def page(lessons: dict[str, list[Certificate]], overview: bool = False) -> str:
    """The certificates of each lesson as Markdown; with `overview` the counts alone, without the texts."""
    failures = sum(len(certificate.failures) for found in lessons.values() for certificate in found)
    verdict = f"**{failures} failure(s).**" if failures else "Every check holds what it promises."
    coded = [certificate for found in lessons.values() for certificate in found if not certificate.question]
    mistakes, mutants = sum(len(c.mistakes) for c in coded), sum(len(c.mutants) for c in coded)
    counts = (
        f"{len(coded)} coded exercises; {mistakes} named mistakes, {sum(c.diagnosed for c in coded)} diagnosed as "
        f"themselves; {mutants} mutants, {sum(c.count('killed') for c in coded)} noticed and "
        f"{sum(c.count('equivalent') for c in coded)} right under the contract."
    )
    pieces = [_HEAD, verdict, "", counts, ""]
    for lesson, found in lessons.items():
        if found:
            pieces += [f"## {lesson}", "", *_overview(found)]
            pieces += [] if overview else [*_mistakes(found), *_equivalent(found)]
            pieces += _failures(found)
    return "\n".join(pieces).rstrip() + "\n"


def _overview(found: list[Certificate]) -> list[str]:
    rows = []
    for c in found:
        if c.question:
            rows.append([c.id, *["–"] * 9, "✗" if c.failures else "✓"])
            continue
        lazy = sum(status not in ("right", "not-by-hand") for status in c.lazy.values())
        rows.append(
            [
                c.id,
                str(c.cases),
                f"{c.solution_seeds}/{c.seeds}",
                f"{sum(c.correct.values())}/{len(c.correct)}",
                "✓" if c.stub else "✗",
                f"{lazy}/{len(c.lazy)}",
                f"{c.diagnosed}/{len(c.mistakes)}",
                f"{c.count('killed')} / {c.count('equivalent')} / {len(c.mutants)}",
                f"{1000 * c.seconds:.0f}",
                {True: "✓", False: "✗", None: "?"}[c.torch_free],
                "✗" if c.failures else "✓",
            ]
        )
    head = [
        "exercise",
        "cases",
        "solution right (seeds)",
        "correct versions right",
        "stub not started",
        "lazy answers wrong",
        "mistakes diagnosed",
        "mutants killed / equivalent / all",
        "check, ms",
        "without torch",
        "holds",
    ]
    return _table(head, rows)


def _mistakes(found: list[Certificate]) -> list[str]:
    rows = [[c.id, m.name, m.status, m.diagnosis, f"{1000 * m.seconds:.0f}", m.text] for c in found for m in c.mistakes]
    head = ["exercise", "mistake", "verdict", "diagnosed as", "ms", "what the student reads"]
    return ["### Mistakes and what the check says to them", "", *_table(head, rows)] if rows else []


def _equivalent(found: list[Certificate]) -> list[str]:
    rows = [[c.id, f"`{m.description}`", m.detail] for c in found for m in c.mutants if m.outcome == "equivalent"]
    head = ["exercise", "mutant", "why"]
    return ["### Mutants that are right under the contract", "", *_table(head, rows)] if rows else []


def _failures(found: list[Certificate]) -> list[str]:
    lines = [f"- {c.id}: {failure.splitlines()[0]}" for c in found for failure in c.failures]
    return ["### Failures", "", *lines, ""] if lines else []


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    def row(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return [row(head), row(["---"] * len(head)), *map(row, rows), ""]
