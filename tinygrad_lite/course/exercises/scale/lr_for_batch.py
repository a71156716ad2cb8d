"""The learning rate for another batch size, in lesson 11."""

from __future__ import annotations

import math

from ...exercise import Exercise, mistake

_SMALLER = "where the batch is the smaller one"


class LrForBatch(Exercise):
    id, points, agrees_with = "scale/lr_for_batch", 1, ""
    raises = ("ValueError",)
    causes = (("KeyError", "", "A KeyError is what a dict raises that has no such entry."),)
    hints = (
        "How many times larger is the new batch? The rule says what becomes of the learning rate for that factor.",
        'k = batch / base_batch. "linear": base_lr · k. "sqrt": base_lr · √k. Anything else is no rule: ValueError.',
        'Compute the factor with `/`. Then `if rule == "linear":` … `if rule == "sqrt":` …, and behind these '
        "`raise ValueError(…)` with a message that names the rule.",
    )
    notice = "Both are rules of thumb: the lesson measures where they break."

    def cases(self, rng):
        yield self.case(0.1, 32, 64)
        yield self.case(0.1, 32, 128, "sqrt")
        for rule in ("linear", "sqrt"):
            for base_lr, base_batch, batch in [
                (0.1, 256, 1024),
                (0.02, 16, 48),
                (0.5, 100, 250),
                (0.3, 64, 64),
                (0.7, 8, 72),
            ]:
                yield self.case(base_lr, base_batch, batch, rule)
            for base_lr, base_batch, batch in [(0.4, 128, 32), (0.1, 96, 24), (0.25, 100, 40), (0.05, 7, 3)]:
                yield self.case(base_lr, base_batch, batch, rule, about=_SMALLER)
            for _ in range(3):
                base = int(rng.integers(4, 60))
                yield self.case(round(float(rng.uniform(0.01, 1)), 3), base, base + int(rng.integers(1, 200)), rule)
        for base_lr, base_batch, batch in [(0.001, 32, 512), (0.2, 10, 35), (0.15, 50, 20)]:
            yield self.case(base_lr, base_batch, batch, about="where rule is left out")
        for rule in ("square", "none", "Linear", ""):
            yield self.case(0.1, 32, 64, rule, about="with an unknown rule")
        yield self.case(0.1, 32, 32, "square", about="with an unknown rule")

    def reference(self, base_lr, base_batch, batch, rule="linear"):
        power = {"linear": 1.0, "sqrt": 0.5}
        if rule not in power:
            raise ValueError(f"no rule {rule!r}")
        return math.exp(math.log(base_lr) + power[rule] * (math.log(batch) - math.log(base_batch)))

    @staticmethod
    def solution(base_lr, base_batch, batch, rule="linear"):
        """The learning rate for another batch size, by a rule of thumb.

        Args:
            base_lr: the learning rate that was found for base_batch.
            base_batch: the batch size for which it was found.
            batch: the new batch size; it may be the smaller one.
            rule: "linear" (twice the batch, twice the rate) or "sqrt" (four times the batch, twice the rate).
        Returns:
            float
        Raises:
            ValueError: where rule is anything else.
        """
        factor = batch / base_batch
        if rule == "linear":
            return base_lr * factor
        if rule == "sqrt":
            return base_lr * math.sqrt(factor)
        raise ValueError(f'rule is "linear" or "sqrt", not {rule!r}')

    @mistake(
        "the factor upside down",
        "Your learning rate falls where the batch grows: the factor is base_batch / batch. A larger batch has a less "
        "noisy gradient and makes fewer steps, so each may be longer.",
    )
    def upside_down(self, base_lr, base_batch, batch, rule="linear"):
        return self.solution(base_lr, batch, base_batch, rule)

    @mistake(
        "linear whatever the rule",
        'Under "sqrt" too, your factor is batch / base_batch. That rule takes the square root of the factor.',
    )
    def always_linear(self, base_lr, base_batch, batch, rule="linear"):
        self.solution(base_lr, base_batch, batch, rule)
        return base_lr * batch / base_batch

    @mistake(
        "the root whatever the rule",
        'You took the root of the factor under "linear" too. That rule multiplies by batch / base_batch itself.',
    )
    def always_sqrt(self, base_lr, base_batch, batch, rule="linear"):
        self.solution(base_lr, base_batch, batch, rule)
        return base_lr * math.sqrt(batch / base_batch)

    @mistake(
        "the two rules exchanged",
        'Your "linear" takes the root of the factor, and your "sqrt" does not.',
    )
    def exchanged(self, base_lr, base_batch, batch, rule="linear"):
        self.solution(base_lr, base_batch, batch, rule)
        return self.solution(base_lr, base_batch, batch, "sqrt" if rule == "linear" else "linear")

    @mistake(
        "a whole-number factor",
        "Your factor has lost what stands behind the decimal point: it is batch // base_batch. Where the batch is the "
        "smaller one that gives 0, and nothing would be learned.",
    )
    def whole(self, base_lr, base_batch, batch, rule="linear"):
        factor = float(batch // base_batch)
        return base_lr * (math.sqrt(factor) if self._checked(rule) == "sqrt" else factor)

    @mistake(
        "never lowers the rate",
        "Where the batch is the smaller one, your learning rate stays as it was. The rules hold in both directions: "
        "half the batch, half the rate.",
    )
    def never_lower(self, base_lr, base_batch, batch, rule="linear"):
        return max(base_lr, self.solution(base_lr, base_batch, batch, rule))

    @mistake(
        "never raises the rate",
        "Where the batch is the larger one, your learning rate stays as it was. The rules hold in both directions: "
        "twice the batch, by the linear rule twice the rate.",
    )
    def never_higher(self, base_lr, base_batch, batch, rule="linear"):
        return min(base_lr, self.solution(base_lr, base_batch, batch, rule))

    @mistake(
        "never above 1",
        "Your learning rate is capped at 1. The rules know no such limit; whether the rate is too large is for the "
        "training to show.",
    )
    def capped(self, base_lr, base_batch, batch, rule="linear"):
        return min(1.0, self.solution(base_lr, base_batch, batch, rule))

    @mistake(
        "an unknown rule counts as linear",
        'An unknown rule is taken for another one. A slip of the pen, such as `"square"`, would go unnoticed for the '
        "whole training: raise a ValueError.",
    )
    def unknown_is_linear(self, base_lr, base_batch, batch, rule="linear"):
        return self.solution(base_lr, base_batch, batch, rule if rule == "sqrt" else "linear")

    @mistake(
        "an unknown rule counts as the root",
        'An unknown rule is taken for "sqrt". A slip of the pen, such as `"square"`, would go unnoticed for the '
        "whole training: raise a ValueError.",
    )
    def unknown_is_sqrt(self, base_lr, base_batch, batch, rule="linear"):
        return self.solution(base_lr, base_batch, batch, rule if rule == "linear" else "sqrt")

    @mistake(
        "an unknown rule gives None",
        "For an unknown rule nothing is returned, or None. That is noticed only later, somewhere else: raise a "
        "ValueError.",
    )
    def unknown_is_none(self, base_lr, base_batch, batch, rule="linear"):
        return self.solution(base_lr, base_batch, batch, rule) if rule in ("linear", "sqrt") else None

    @mistake(
        "an unknown rule leaves the rate",
        'For an unknown rule the base learning rate comes back. A slip of the pen, such as `"square"`, would go '
        "unnoticed for the whole training: raise a ValueError.",
    )
    def unknown_is_base(self, base_lr, base_batch, batch, rule="linear"):
        return self.solution(base_lr, base_batch, batch, rule) if rule in ("linear", "sqrt") else base_lr

    @mistake(
        "the root of the learning rate too",
        'Under "sqrt" you took the root of the whole product. Only the factor goes under the root: base_lr · √k.',
    )
    def root_of_all(self, base_lr, base_batch, batch, rule="linear"):
        return (
            self.solution(base_lr, base_batch, batch, rule)
            if rule != "sqrt"
            else math.sqrt(base_lr * batch / base_batch)
        )

    @mistake(
        "the root of the batch only",
        'Under "sqrt" you took the root of the new batch size, and divided by base_batch itself. The root is that of '
        "the factor, batch / base_batch.",
    )
    def root_of_batch(self, base_lr, base_batch, batch, rule="linear"):
        return (
            self.solution(base_lr, base_batch, batch, rule)
            if rule != "sqrt"
            else (base_lr * math.sqrt(batch) / base_batch)
        )

    @mistake(
        "squares instead of the root",
        'Under "sqrt" your factor is squared. The root grows more slowly than the factor, the square faster.',
    )
    def squares(self, base_lr, base_batch, batch, rule="linear"):
        return (
            self.solution(base_lr, base_batch, batch, rule) if rule != "sqrt" else (base_lr * (batch / base_batch) ** 2)
        )

    @mistake(
        "half instead of the root",
        'Under "sqrt" your learning rate is half of what it is under "linear". `** 1 / 2` raises to the power 1 and '
        "then divides by 2; the root is `** 0.5`, or `math.sqrt`.",
    )
    def half(self, base_lr, base_batch, batch, rule="linear"):
        return self.solution(base_lr, base_batch, batch) / (2 if self._checked(rule) == "sqrt" else 1)

    @mistake(
        "the root of the learning rate, not of the factor",
        'Under "sqrt" you took the root of base_lr and left the factor as it was. It is the other way round.',
    )
    def root_of_base(self, base_lr, base_batch, batch, rule="linear"):
        return self.solution(math.sqrt(base_lr) if self._checked(rule) == "sqrt" else base_lr, base_batch, batch)

    @mistake(
        "adds the factor",
        "You added the factor to base_lr. Multiply: twice the batch, twice the rate.",
    )
    def adds(self, base_lr, base_batch, batch, rule="linear"):
        return base_lr + self.solution(1.0, base_batch, batch, rule)

    @mistake(
        "the factor alone",
        "Your answer is the factor alone. Multiply base_lr by it.",
    )
    def factor_only(self, base_lr, base_batch, batch, rule="linear"):
        return self.solution(1.0, base_batch, batch, rule)

    @mistake(
        "the base batch left out",
        "Your factor has batch in it, and not base_batch. What counts is how many times larger the batch is.",
    )
    def no_base(self, base_lr, base_batch, batch, rule="linear"):
        return self.solution(base_lr, 1, batch, rule)

    def _checked(self, rule):
        self.solution(1.0, 1, 1, rule)
        return rule
