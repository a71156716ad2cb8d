"""Mutants of the solutions of lesson 01 that are right under the contract, with the reason."""

EQUIVALENT = {
    "forward/sigmoid": {
        "line 3: x >= 0 → x > 0": "At 0 both forms give 1/2.",
    },
    "forward/broadcast_shape": {
        "line 5: zip(a, b) → zip(b, a)": "Neither of the two shapes comes first: x + y and y + x have the same shape.",
        "line 9: return tuple(shape) → return shape": "A list of the right lengths is as good as a tuple.",
    },
}
