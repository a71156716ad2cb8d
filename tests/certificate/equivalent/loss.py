"""Mutants of the solutions of lesson 02 that are right under the contract, with the reason."""

_LAST_AXIS = "Logits have two dimensions, so axis 1 is the last one, and −1 names the same axis."
_CORNER = "Where the distance is exactly at the corner, both parts give the same value."

EQUIVALENT = {
    "loss/huber": {"line 3: distance <= delta → distance < delta": _CORNER},
    "loss/smooth_l1": {"line 3: distance < beta → distance <= beta": _CORNER},
    "loss/log_softmax": {"line 2: 1 → -1": _LAST_AXIS, "line 3: 1 → -1": _LAST_AXIS},
    "loss/cross_entropy": {"line 2: 1 → -1": _LAST_AXIS, "line 3: 1 → -1": _LAST_AXIS},
}
