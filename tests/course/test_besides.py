"""A look that sees one thing says what else is wrong, where that has a name: and only where it is known."""

import pytest

from tests.course.test_two_mistakes import verdict

#: Where one of two named mistakes is seen in the code or in the arguments: what is said first, and what is left.
SEEN_AND_LEFT = [
    (
        "backward/tanh_grad",
        "def tanh_grad(grad_output, y):\n    return 1 - y",
        "Your function never uses its parameter `grad_output`.",
        "Your slope is 1 − y.",
    ),
    (
        "backward/numerical_gradient",
        """
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros(x.size)
    for i in range(x.size):
        x.flat[i] += eps
        right = f(x)
        x.flat[i] -= 2 * eps
        grad[i] = (right - f(x)) / (2 * eps)
    return grad
""",
        "Your function changes `x` itself",
        "Your slopes stand in a row",
    ),
]


@pytest.mark.parametrize(("exercise_id", "source", "seen", "left"), SEEN_AND_LEFT)
def test_what_is_left_is_told_too(exercise_id, source, seen, left):
    found = verdict(exercise_id, source).diagnosis
    assert found.kind == "structure"
    assert found.text.startswith(seen)
    assert f"When that is mended, one thing is left. Alone, it would be described like this: {left}" in found.text


#: One thing that is seen, beside nothing that has a name; and a mask that findings of a judge cannot tell from others.
SEEN_ALONE = [
    ("backward/tanh_grad", "def tanh_grad(grad_output, y):\n    return 0.3 - y / 5"),
    (
        "stopping/dropout",
        "def dropout(x, p, rng, training):\n    return x * (x > p) / (1 - p) if training else x",
    ),
]


@pytest.mark.parametrize(("exercise_id", "source"), SEEN_ALONE)
def test_what_is_not_known_is_not_told(exercise_id, source):
    assert verdict(exercise_id, source).diagnosis.text.startswith("Your function never uses its parameter")
    assert "one thing is left" not in verdict(exercise_id, source).diagnosis.text


#: Two mistakes that had to be put into the same words first, and what is said of them.
IN_THE_SAME_WORDS = [
    (
        "optim/adam",
        """
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (1 - beta1) * m + beta1 * grad
    v = (1 - beta2) * v + beta2 * grad * grad
    rate = lr * np.sqrt(1 - beta2 ** step) / (1 - beta1 ** step)
    return param - rate * m / (np.sqrt(v) + eps), m, v
""",
        ("You added eps to the root of the uncorrected v.", "You exchanged β and 1 − β in both averages"),
    ),
    (
        "backward/accumulate",
        """
def accumulate(edges):
    out = {}
    for name, g in edges[:-1]:
        out[name] = out.get(name, 0) - g
    return out
""",
        ("Your sums have the wrong sign", "The gradient of the last edge is in none of your sums."),
    ),
    (
        "scale/shard_sampler",
        """
def shard_sampler(n, rank, world_size):
    share = -(-n // world_size)
    line = list(range(n)) + [n - 1] * (share * world_size - n)
    return line[rank * share:(rank + 1) * share]
""",
        ("You gave each worker a block of neighbours.", "repeating the last sample."),
    ),
    (
        "clipping/rnn_backward",
        """
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states:
        grad = (grad * (1 - h)) @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms
""",
        ("Your slope of tanh is 1 − h.", "Your gradient meets the states in the order of time."),
    ),
]


@pytest.mark.parametrize(("exercise_id", "source", "told"), IN_THE_SAME_WORDS, ids=[e for e, *_ in IN_THE_SAME_WORDS])
def test_both_are_told(exercise_id, source, told):
    found = verdict(exercise_id, source).diagnosis
    assert found.kind == "mistakes"
    assert all(piece in found.text for piece in told)
