"""What a training keeps in memory, in lesson 08: parameters, gradients, the optimizer's state, activations."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake

_STATES = {"sgd": 0, "momentum": 1, "adam": 2}
#: (parameters, activations, bytes per value): small, half and double precision, and more than 32 bits can count.
_SIZES = [
    (10, 7, 4),
    (1_250, 640, 2),
    (301, 5_000, 8),
    (7_000_000_000, 900_000_000, 2),
    (1_500_000_000, 3_100_000_000, 4),
]
_LARGE, _LEFT_OUT = "where there are more than 2³¹ bytes", "where bytes_per_value is left out"
_UNKNOWN = "with an optimizer that is none of the three"


class MemoryEstimate(Exercise):
    id, points, agrees_with = "gpu/memory_estimate", 1, ""
    raises = ("ValueError",)
    causes = (("KeyError", "", "A KeyError is what a dict raises that has no such entry."),)
    hints = (
        "Four parts: the parameters, their gradients, what the optimizer keeps, the activations. Which of them have as "
        "many values as there are parameters?",
        "(n_parameters · (1 + 1 + k) + n_activations) · bytes_per_value, where k is what the optimizer keeps for each "
        "parameter: 0, 1 or 2. Anything but the three names is a ValueError.",
        "A dict from the optimizer's name to k; `if optimizer not in …: raise ValueError(…)`; then one line that adds "
        "up the values and multiplies by their size.",
    )
    notice = (
        "From its first step on, a training with Adam keeps four values for each parameter, however small the batch."
    )

    def cases(self, rng):
        yield self.case(3, 5, "adam", 1)
        for optimizer in _STATES:
            for parameters, activations, size in _SIZES:
                large = parameters > 10**9
                yield self.case(parameters, activations, optimizer, size, about=_LARGE if large else "")
            for _ in range(3):
                parameters, activations = (int(number) for number in rng.integers(100, 10**7, 2))
                yield self.case(parameters, activations, optimizer, int(rng.choice([1, 2, 4, 8])))
            parameters, activations = (int(number) for number in rng.integers(100, 10**5, 2))
            yield self.case(parameters, activations, optimizer, about=_LEFT_OUT)
            yield self.case(0, 11, optimizer, 2, about="where there are no parameters")
            yield self.case(13, 0, optimizer, 2, about="where there are no activations")
        for optimizer in ("adamax", "rmsprop", "none", ""):
            yield self.case(10, 7, optimizer, about=_UNKNOWN)
        for optimizer in ("Adam", "SGD", "Momentum"):
            yield self.case(10, 7, optimizer, about="with an optimizer's name in capital letters")

    def reference(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        kept = {"sgd": (), "momentum": ("velocity",), "adam": ("m", "v")}
        if optimizer not in kept:
            raise ValueError(f"no optimizer {optimizer!r}")
        arrays = [n_parameters for _ in ("parameters", "gradients", *kept[optimizer])] + [n_activations]
        return sum(length * bytes_per_value for length in arrays)

    @staticmethod
    def solution(n_parameters, n_activations, optimizer, bytes_per_value=4):
        """The bytes that a training keeps: parameters, gradients, the optimizer's state and activations, once each.

        Args:
            n_parameters: how many parameters the model has.
            n_activations: how many values the way forward keeps for the way back.
            optimizer: "sgd" keeps nothing, "momentum" one value for each parameter, "adam" two.
            bytes_per_value: the size of a value: 4 in float32, 2 in float16.
        Returns:
            int: bytes, a whole number however large: of a large model they are more than 2**31.
        Raises:
            ValueError: where optimizer is anything else.
        """
        kept = {"sgd": 0, "momentum": 1, "adam": 2}
        if optimizer not in kept:
            raise ValueError(f'optimizer is "sgd", "momentum" or "adam", not {optimizer!r}')
        values = n_parameters * (2 + kept[optimizer]) + n_activations
        return values * bytes_per_value

    def again(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return (n_parameters * (2 + self._kept(optimizer)) + n_activations) * bytes_per_value

    @mistake(
        "the parameters or the gradients are missing",
        "Your sum has one value too few for each parameter. In memory lie both, the parameter and its gradient; what "
        "the optimizer keeps comes on top.",
    )
    def no_gradients(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return (n_parameters * (1 + self._kept(optimizer)) + n_activations) * bytes_per_value

    @mistake(
        "one value too many for each parameter",
        "Your sum has one value too many for each parameter. The parameter and its gradient are two; what the "
        "optimizer keeps comes on top, and plain SGD keeps nothing.",
    )
    def one_more(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return (n_parameters * (3 + self._kept(optimizer)) + n_activations) * bytes_per_value

    @mistake(
        "gradients of the activations instead of the parameters",
        "You counted a gradient for each activation and none for the parameters. What stays behind after `backward()` "
        "are the gradients of the parameters.",
    )
    def wrong_gradients(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return (n_parameters * (1 + self._kept(optimizer)) + 2 * n_activations) * bytes_per_value

    @mistake(
        "the optimizer's state always at 4 bytes",
        "The values that the optimizer keeps count 4 bytes in your sum, whatever bytes_per_value says. Here all four "
        "parts have values of the same size.",
    )
    def state_at_four(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return self.solution(n_parameters, n_activations, "sgd", bytes_per_value) + 4 * n_parameters * self._kept(
            optimizer
        )

    @mistake(
        "the optimizer's state is missing",
        "Your answer is the same for every optimizer. Momentum keeps one value for each parameter, Adam two; with "
        "Adam that is half of all that is kept for the parameters.",
    )
    def no_state(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        self._kept(optimizer)
        return (2 * n_parameters + n_activations) * bytes_per_value

    @mistake(
        "the activations are missing",
        "The activations are not in your sum. They are kept from the way forward until the way back has used them, "
        "and with large batches they are often the largest part.",
    )
    def no_activations(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return self.solution(n_parameters, 0, optimizer, bytes_per_value)

    @mistake(
        "the activations twice",
        "You counted the activations twice. They are kept once: the way back uses what the way forward has left.",
    )
    def activations_twice(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return self.solution(n_parameters, 2 * n_activations, optimizer, bytes_per_value)

    @mistake(
        "every factor applied to the activations too",
        "In your count the activations have the factor of the parameters. That factor stands for gradients and the "
        "optimizer's state, which parameters have; the activations count once.",
    )
    def factor_for_all(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return (n_parameters + n_activations) * (2 + self._kept(optimizer)) * bytes_per_value

    @mistake(
        "values instead of bytes",
        "Your answer is the number of values. Each of them takes bytes_per_value bytes.",
    )
    def no_bytes(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return self.solution(n_parameters, n_activations, optimizer, 1)

    @mistake(
        "always 4 bytes",
        "You took 4 bytes for every value. In float16 it is 2, in float64 8: that is what bytes_per_value says.",
    )
    def always_four(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return self.solution(n_parameters, n_activations, optimizer, 4)

    @mistake(
        "activations counted as bytes",
        "The activations are added as they are, one byte for each. They are values like all others, and take "
        "bytes_per_value bytes each.",
    )
    def activations_as_bytes(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return self.solution(n_parameters, 0, optimizer, bytes_per_value) + n_activations

    @mistake(
        "the size of a value only once",
        "In your count only the activations are times bytes_per_value. Parameters, gradients and the optimizer's "
        "state are values too: add up first, in parentheses, and multiply the sum.",
    )
    def size_once(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return self.solution(n_parameters, 0, optimizer, 1) + n_activations * bytes_per_value

    @mistake(
        "one value a parameter for Adam",
        "Your Adam keeps one value for each parameter. It keeps two: a mean of the gradients and a mean of their "
        "squares.",
    )
    def adam_one(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return (n_parameters * (2 + min(1, self._kept(optimizer))) + n_activations) * bytes_per_value

    @mistake(
        "three values a parameter for Adam",
        "Your Adam keeps three values for each parameter. It keeps two, a mean of the gradients and a mean of their "
        "squares; the gradient itself has been counted already.",
    )
    def adam_three(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        kept = 3 if optimizer == "adam" else self._kept(optimizer)
        return (n_parameters * (2 + kept) + n_activations) * bytes_per_value

    @mistake(
        "one value a parameter for plain SGD",
        "Your plain SGD keeps a value for each parameter. It takes the gradient, makes its step, and remembers "
        "nothing.",
    )
    def sgd_one(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return (n_parameters * (2 + max(1, self._kept(optimizer))) + n_activations) * bytes_per_value

    @mistake(
        "the same factor for momentum and Adam",
        "Your momentum keeps two values for each parameter, as Adam does. It keeps one, the velocity.",
    )
    def momentum_two(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return (n_parameters * (2 + (2 if self._kept(optimizer) else 0)) + n_activations) * bytes_per_value

    @mistake(
        "other units than bytes",
        "Your answer is in mebibytes, of 1024 · 1024 bytes each. Asked for are bytes, one whole number.",
    )
    def mebibytes(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return self.solution(n_parameters, n_activations, optimizer, bytes_per_value) / 2**20

    @mistake(
        "bits instead of bytes",
        "Your answer is in bits, 8 for each byte. Asked for are bytes.",
    )
    def bits(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return 8 * self.solution(n_parameters, n_activations, optimizer, bytes_per_value)

    @mistake(
        "the optimizer's state alone",
        "Your answer is what the optimizer keeps, and nothing else. Parameters, gradients and activations lie in the "
        "same memory.",
    )
    def state_alone(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return n_parameters * self._kept(optimizer) * bytes_per_value

    @mistake(
        "the optimizer's state counted on the activations",
        "You counted what the optimizer keeps for each activation. It keeps it for each parameter: what it is to "
        "remember is how that one moved.",
    )
    def state_of_activations(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return (2 * n_parameters + n_activations * (1 + self._kept(optimizer))) * bytes_per_value

    @mistake(
        "megabytes instead of bytes",
        "Your answer is in megabytes, of a million bytes each. Asked for are bytes, one whole number.",
    )
    def megabytes(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return self.solution(n_parameters, n_activations, optimizer, bytes_per_value) / 1e6

    @mistake(
        "rounded to float32",
        "Large numbers come out rounded, as float32 rounds: it holds about 7 digits. Python's own whole numbers hold "
        "all of them.",
    )
    def rounded(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return int(np.float32(self.solution(n_parameters, n_activations, optimizer, bytes_per_value)))

    @mistake(
        "numbers of 32 bits",
        "From 2³¹ on your answer is wrong: somewhere a number has 32 bits only. Python's own whole numbers have no "
        "limit.",
    )
    def wraps(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        total = self.solution(n_parameters, n_activations, optimizer, bytes_per_value)
        return int(np.int64(total).astype(np.int32))

    @mistake(
        "an unknown optimizer keeps nothing",
        'An unknown optimizer is taken for one that keeps nothing. A slip of the pen, such as `"adm"`, would give an '
        "estimate that is far too small: raise a ValueError.",
    )
    def unknown_is_sgd(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        known = optimizer if optimizer in _STATES else "sgd"
        return self.solution(n_parameters, n_activations, known, bytes_per_value)

    @mistake(
        "an unknown optimizer counts as Adam",
        "An unknown optimizer is taken for Adam. It may keep more or less: raise a ValueError, which says that this "
        "one is not known.",
    )
    def unknown_is_adam(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        known = optimizer if optimizer in _STATES else "adam"
        return self.solution(n_parameters, n_activations, known, bytes_per_value)

    @mistake(
        "an unknown optimizer gives None",
        "For an unknown optimizer nothing is returned, or None. That is noticed only later, somewhere else: raise a "
        "ValueError.",
    )
    def unknown_is_none(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        known = optimizer in _STATES
        return self.solution(n_parameters, n_activations, optimizer, bytes_per_value) if known else None

    @mistake(
        "capital letters do not matter",
        'Your function takes "Adam" for "adam". The names are those three as they stand: anything else is a '
        "ValueError.",
    )
    def any_case(self, n_parameters, n_activations, optimizer, bytes_per_value=4):
        return self.solution(n_parameters, n_activations, optimizer.lower(), bytes_per_value)

    def _kept(self, optimizer):
        """The values that an optimizer keeps for each parameter; raises for an unknown one."""
        self.solution(1, 1, optimizer)
        return _STATES[optimizer]
