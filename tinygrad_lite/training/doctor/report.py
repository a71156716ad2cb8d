"""What the doctor says: causes with the figures they rest on, as text and as a card."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from html import escape

from tinygrad_lite.training.doctor.evidence import Evidence

WIDTH = 100
CARD = (
    "border:1px solid var(--jp-border-color2, #bbb); border-left:6px solid {accent}; border-radius:4px; padding:8px "
    "14px; margin:4px 0; max-width:60em; line-height:1.5; color:var(--jp-content-font-color1, inherit); "
    "background:var(--jp-layout-color1, transparent); overflow-wrap:break-word;"
)
CELL = "text-align:left; vertical-align:top; padding:1px 16px 1px 0;"


@dataclass
class Cause:
    """Something that is wrong.

    Attributes:
        name: a short name, one of `tinygrad_lite.training.doctor.CAUSES`.
        figures: what was measured and speaks for it, as (what, value).
        explanation: what happens, and why it does harm.
        advice: what to try next.
        confidence: "alone", or "one of two" if another cause looks alike.
    """

    name: str
    figures: list[tuple[str, str]]
    explanation: str
    advice: str
    confidence: str = "alone"


@dataclass
class DoctorReport:
    """What `diagnose` found.

    Attributes:
        causes: none, one, or two that look alike.
        test: with two causes, the experiment that tells them apart.
        evidence: everything that was measured.
        table: the main figures of it, as (what, value).
    """

    causes: list[Cause]
    evidence: Evidence
    test: str = ""
    table: list[tuple[str, str]] = field(default_factory=list)

    @property
    def healthy(self) -> bool:
        """Whether nothing was found."""
        return not self.causes

    @property
    def title(self) -> str:
        if self.healthy:
            return "✓ training doctor · nothing found"
        return f"✗ training doctor · {' or '.join(cause.name for cause in self.causes)}"

    @property
    def limits(self) -> str:
        """With nothing found: what was looked at, and what that does not say."""
        return (
            f"{self.evidence.steps} steps on {self.evidence.samples} samples, at several rates, from these weights and "
            "from new ones, showed none of the faults it knows. That is no proof that there is none."
        )

    def __repr__(self) -> str:
        lines = [self.title]
        for cause in self.causes:
            lines += ["", f"  {cause.name} ({cause.confidence})"]
            lines += rows(cause.figures)
            lines += wrapped(cause.explanation) + wrapped(f"Next: {cause.advice}")
        if self.test:
            lines += ["", *wrapped(f"These two look alike. What tells them apart: {self.test}")]
        if self.healthy:
            lines += wrapped(self.limits)
        return "\n".join([*lines, "", "  measured", *rows(self.table)])

    def _repr_html_(self) -> str:
        accent = "#2e8540" if self.healthy else "#c0392b"
        status = "right" if self.healthy else "wrong"
        parts = [f"<div><strong>{escape(self.title)}</strong></div>"]
        for cause in self.causes:
            parts.append(
                f"<div style='margin:6px 0 0;'><strong>{escape(cause.name)}</strong> ({cause.confidence})</div>"
            )
            parts += [html_table(cause.figures), f"<div>{escape(cause.explanation)}</div>"]
            parts.append(f"<div><strong>Next:</strong> {escape(cause.advice)}</div>")
        if self.test:
            parts.append(f"<div><strong>What tells the two apart:</strong> {escape(self.test)}</div>")
        if self.healthy:
            parts.append(f"<div>{escape(self.limits)}</div>")
        parts.append(f"<details><summary>measured</summary>{html_table(self.table)}</details>")
        attributes = f'class="tgl-card" data-status="{status}" role="group" aria-label="{escape(self.title)}"'
        return f'<div {attributes} style="{CARD.format(accent=accent)}">{"".join(parts)}</div>'


def rows(pairs: list[tuple[str, str]]) -> list[str]:
    width = max((len(label) for label, _ in pairs), default=0)
    return [f"    {label:<{width}}  {value}" for label, value in pairs]


def wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")


def html_table(pairs: list[tuple[str, str]]) -> str:
    inside = "".join(
        f'<tr style="background:transparent;"><th scope="row" style="{CELL} font-weight:normal; opacity:.8;">'
        f'{escape(label)}</th><td style="{CELL}">{escape(value)}</td></tr>'
        for label, value in pairs
    )
    table = f'<table style="margin:6px 0; border-collapse:collapse;">{inside}</table>'
    return f'<div tabindex="0" style="overflow-x:auto;">{table}</div>'  # on a narrow page


def number(value: float | None) -> str:
    """Three digits; a dash for what was not measured.

    >>> number(0.00012345), number(1234.5), number(None)
    ('0.000123', '1.23e+03', '–')
    """
    return "–" if value is None or value != value else f"{value:.3g}"


def compared(deviations: float) -> str:
    """How the neighbours predict, compared with shuffled targets.

    >>> compared(-1.62)
    '1.6 standard deviations worse'
    """
    return f"{abs(deviations):.1f} standard deviations {'better' if deviations > 0 else 'worse'}"


def table_of(evidence: Evidence) -> list[tuple[str, str]]:
    """The figures that most diagnoses rest on."""
    found = [
        ("looked at", f"{evidence.samples} samples, {evidence.steps} steps of {evidence.optimizer}, "
                      f"rate {number(evidence.rate)}"),
        ("loss of the best constant", number(evidence.baseline)),
        ("loss from nearest neighbours", number(evidence.neighbours)),
        ("neighbours against shuffled targets", compared(evidence.signal)),
    ]  # fmt: skip
    for name, start in (("these weights", evidence.now), ("new weights", evidence.fresh)):
        if start is not None:
            after = ", ".join(f"× {factor:g}: {number(loss)}" for factor, loss in start.after.items())
            found.append((f"loss with {name}", f"{number(start.standing)}; trained at rate {after}"))
    found.append(("lowest loss on one batch alone", number(evidence.one_batch)))
    for layer in evidence.layers:
        if layer.gradient is not None:
            sizes = f"gradient per parameter {number(layer.gradient)}, step / weight {number(layer.update)}"
            found.append((f"{layer.name} ({layer.kind})", f"{sizes}, output ± {number(layer.spread)}"))
        elif layer.dead:
            found.append((f"{layer.name} ({layer.kind})", f"{layer.dead:.0%} of the units 0 for every sample"))
        elif layer.saturated:
            found.append((f"{layer.name} ({layer.kind})", f"{layer.saturated:.0%} of the values saturated"))
    return found
