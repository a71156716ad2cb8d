"""Mutants of the solutions of lesson 03 that are right under the contract, with the reason."""

_SMALL_STEP = "Any step near 1e-6 gives the slope to the digits asked for, and a step to the left first is the same."

_SHIFT = "A shift of all logits cancels. That it keeps logits of 1000 finite is not asked in this exercise."
_LAST_AXIS = "Logits have two dimensions, so axis 1 is the last one, and −1 names the same axis."
_SHARED = "Two losses that share a value on the way are not asked about; PyTorch refuses them unless told otherwise."

EQUIVALENT = {
    "backward/numerical_gradient": {
        "line 1: 1e-06 → -1e-06": _SMALL_STEP,
        "line 1: 1e-06 → 2e-06": _SMALL_STEP,
        "line 2: np.zeros → np.ones": "Every element is given its value in the loop.",
    },
    "backward/softmax_cross_entropy_grad": {
        "line 2: logits - … → logits + …": _SHIFT,
        "line 2: logits - … → logits": _SHIFT,
        "line 2: logits.max → logits.min": _SHIFT,
        "line 2: axis=1 → no axis": _SHIFT,
        "line 2: 1 → -1": _LAST_AXIS,
        "line 3: 1 → -1": _LAST_AXIS,
    },
    "backward/value": {
        "line 44: for node in order: → left out": _SHARED,
        "line 45: if node.parents: → left out": _SHARED,
        "line 45: if node.parents → if False": _SHARED,
        "line 46: node.grad = 0.0 → left out": _SHARED,
        "line 36: self.data > 0 → self.data >= 0": "The slope of `relu` at exactly 0 is not asked about.",
        "line 47: self.grad += 1.0 → self.grad = 1.0": "A leaf that is itself the loss is not asked about.",
    },
    "backward/gradcheck": {
        "line 3: difference <= atol → difference < atol": "Rounding keeps a difference from being exactly atol.",
    },
}
