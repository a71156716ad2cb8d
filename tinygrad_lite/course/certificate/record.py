"""What a certificate records."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class MistakeProof:
    """A named mistake: the verdict on it, what it was diagnosed as, what the student reads."""

    name: str
    status: str = ""
    diagnosis: str = ""
    text: str = ""
    seconds: float = 0.0
    diagnosed: bool = True


@dataclass
class MutantProof:
    """A mutant: "killed", "equivalent" or "survived", with the diagnosis, the reason or the line."""

    description: str
    outcome: str
    detail: str = ""


@dataclass
class Certificate:
    """What was found out about one exercise; it holds if there are no failures.

    Attributes:
        id: the exercise's.
        seeds: how many were asked; solution_seeds: on how many the solution is right.
        cases, seconds, ulps: of the solution's check on the lesson's seed.
        correct: by name, whether each correct version is right.
        stub: whether the untouched stub is not started.
        lazy: by name, the verdict on each answer that takes no thought.
        mistakes, mutants: one entry each.
        torch_free: whether the lesson's check does without importing PyTorch; None where that was not asked.
        failures: what is not as it should be, a sentence each.
    """

    id: str
    question: bool = False
    seeds: int = 0
    solution_seeds: int = 0
    cases: int = 0
    seconds: float = 0.0
    ulps: float = 0.0
    correct: dict[str, bool] = field(default_factory=dict)
    stub: bool = False
    lazy: dict[str, str] = field(default_factory=dict)
    mistakes: list[MistakeProof] = field(default_factory=list)
    mutants: list[MutantProof] = field(default_factory=list)
    torch_free: bool | None = None
    failures: list[str] = field(default_factory=list)

    @property
    def diagnosed(self) -> int:
        """How many mistakes are diagnosed as themselves."""
        return sum(mistake.diagnosed for mistake in self.mistakes)

    def count(self, outcome: str) -> int:
        """How many mutants had an outcome."""
        return sum(mutant.outcome == outcome for mutant in self.mutants)
