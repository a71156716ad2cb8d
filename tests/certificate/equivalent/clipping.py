"""Mutants of the solutions of lesson 06 that are right under the contract, with the reason."""

_LIMIT = "Where the norm is exactly max_norm, the factor is 1 either way."

EQUIVALENT: dict[str, dict[str, str]] = {
    "clipping/clip_by_norm": {"line 3: norm > max_norm → norm >= max_norm": _LIMIT},
    "clipping/rnn_loop_with_clipping": {"line 8: norm > max_norm → norm >= max_norm": _LIMIT},
}
