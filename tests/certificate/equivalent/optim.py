"""Mutants of lesson 04's solutions that are right under the contract, each with the reason why."""

from __future__ import annotations

EQUIVALENT: dict[str, dict[str, str]] = {}
