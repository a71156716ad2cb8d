"""Mutants of the solutions of lesson 05 that are right under the contract, with the reason."""

_FIRST_LOSS = "The first loss is always below infinity, so it is better, and sets the count to 0."

EQUIVALENT = {
    "schedules/one_cycle": {"line 5: step <= peak → step < peak": "At the peak itself both phases give max_lr."},
    "schedules/plateau": {"line 6: 0 → 1": _FIRST_LOSS, "line 6: 0 → -1": _FIRST_LOSS},
}
