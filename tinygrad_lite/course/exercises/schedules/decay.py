"""The schedules of lesson 05 that only fall: in steps, by a factor, in a straight line."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .by_torch import rate

#: Where a limit shows that somebody has set for the rate.
TINY = "where the rate is very small"


class StepDecay(Exercise):
    id, points = "schedules/step_decay", 2
    hints = (
        "Count the drops first: how often has `step_size` gone by when this epoch begins? In epochs 0 to step_size − 1 "
        "not once.",
        "lr · gammaᵏ, where k is epoch divided by step_size, rounded down.",
        "`//` divides and rounds down, `**` is the power: `return lr * … ** (… // …)`.",
    )
    notice = "Within a stair nothing changes: the learning rate of epoch 0 still holds in epoch step_size − 1."

    def cases(self, rng):
        yield self.case(1.0, 3, 2, 0.5)
        yield self.case(1.0, 5, 2, 0.5)
        yield self.case(0.8, 4, 4, 0.5)
        yield self.case(0.001, 25, 10, 0.1)
        for size, drops, further in [
            (3, 0, 1), (4, 1, 2), (3, 2, 0), (5, 1, 4), (7, 2, 3), (4, 3, 3), (6, 2, 1), (5, 3, 2), (8, 0, 6),
            (3, 1, 0), (9, 2, 8), (2, 4, 1), (5, 0, 0), (1, 3, 0), (6, 1, 3), (10, 2, 5), (7, 1, 6),
            (4, 2, 0), (4, 0, 0), (9, 0, 0),
        ]:  # fmt: skip
            lr, gamma = round(rng.uniform(0.1, 2), 3), round(rng.uniform(0.25, 0.9), 2)
            yield self.case(lr, size * drops + further, size, gamma)
        yield self.case(1e-5, 41, 4, 0.25, about=TINY)
        for size in (49, 98, 103):  # 1 / size, rounded, is a little too small
            yield self.case(0.5, size, size, 0.5, about="where the first drop is due after many epochs")

    def reference(self, lr, epoch, step_size, gamma):
        return rate(lambda torch_s, optimizer: torch_s.StepLR(optimizer, step_size, gamma), lr, epoch)

    @staticmethod
    def solution(lr, epoch, step_size, gamma):
        """Step decay: every `step_size` epochs the learning rate is multiplied by `gamma`.

        Args:
            lr: the learning rate of the first epochs.
            epoch: which epoch, counted from 0.
            step_size: how many epochs a stair lasts, at least 1.
            gamma: the factor of each drop, between 0 and 1.
        Returns:
            float: the learning rate of this epoch.
        """
        return lr * gamma ** (epoch // step_size)

    @mistake(
        "drops in every epoch",
        "Your rate has gamma as a factor for every epoch, {epoch} times here. Then nothing is left of the stairs, "
        "and the rate falls `step_size` times too fast.",
    )
    def every_epoch(self, lr, epoch, step_size, gamma):
        return lr * gamma**epoch

    @mistake(
        "one stair, then every epoch",
        "After the first {step_size} epochs your rate falls by gamma in every epoch. Each stair lasts `step_size` "
        "epochs, not the first alone.",
    )
    def every_epoch_later(self, lr, epoch, step_size, gamma):
        return lr * gamma ** max(0, epoch - step_size)

    @mistake(
        "takes away a share of lr at each drop",
        "Your rate loses gamma · lr at each drop. A drop *multiplies* the rate that is there, so that a share "
        "gamma of it is left: the rate never reaches 0.",
    )
    def takes_away(self, lr, epoch, step_size, gamma):
        return lr * (1 - gamma * (epoch // step_size))

    @mistake(
        "slides between the drops",
        "You took the power with epoch / step_size, which is rarely a whole number. The rate then slides down a little "
        "in every epoch; a stair stays level until the next drop.",
    )
    def slides(self, lr, epoch, step_size, gamma):
        return lr * gamma ** (epoch / step_size)

    @mistake(
        "drops one epoch too early",
        "You dropped one epoch too early. Epochs are counted from 0, so the first stair holds epochs 0 to "
        "step_size − 1, and epoch {step_size} is the first one after a drop.",
    )
    def early(self, lr, epoch, step_size, gamma):
        return lr * gamma ** ((epoch + 1) // step_size)

    @mistake(
        "drops one epoch too late",
        "You dropped one epoch too late. Epoch step_size itself has the lower rate already: before it, step_size "
        "epochs have gone by, those from 0 to step_size − 1.",
    )
    def late(self, lr, epoch, step_size, gamma):
        return lr * gamma ** (max(epoch - 1, 0) // step_size)

    @mistake(
        "drops one epoch too late, and begins above lr",
        "You dropped one epoch too late, and in epoch 0 your rate is above `lr`: (0 − 1) // step_size is −1. Epoch "
        "step_size itself has the lower rate already.",
    )
    def late_from_above(self, lr, epoch, step_size, gamma):
        return lr * gamma ** ((epoch - 1) // step_size)

    @mistake(
        "drops in epoch 0 too",
        "You made one drop too many: the first came in epoch 0. 0 is divisible by every number, so a test such as "
        "`epoch % step_size == 0` is true there too. Epoch 0 still has the full rate.",
    )
    def drops_at_zero(self, lr, epoch, step_size, gamma):
        return lr * gamma ** (epoch // step_size + 1)

    @mistake(
        "rounds the number of drops up",
        "Your number of drops is epoch / step_size rounded up. From epoch 1 on the rate is then already lower, though "
        "no stair has come to its end.",
    )
    def rounds_up(self, lr, epoch, step_size, gamma):
        return lr * gamma ** (-(-epoch // step_size))

    @mistake(
        "rounds the number of drops to the nearest",
        "Your number of drops is epoch / step_size rounded to the nearest whole number. The drop then comes in the "
        "middle of a stair. Round down.",
    )
    def rounds(self, lr, epoch, step_size, gamma):
        return lr * gamma ** round(epoch / step_size)

    @mistake(
        "drops only once",
        "You dropped once and never again. After every further step_size epochs, the rate is multiplied by gamma once "
        "more.",
    )
    def once(self, lr, epoch, step_size, gamma):
        return lr if epoch < step_size else lr * gamma

    @mistake(
        "low only in epochs divisible by step_size",
        "You lowered the rate only in epochs that are divisible by step_size, and in the others it is back at `lr`. A "
        "drop stays: count how many there have been up to this epoch.",
    )
    def only_then(self, lr, epoch, step_size, gamma):
        return lr * gamma if epoch % step_size == 0 else lr

    @mistake(
        "low only in later epochs divisible by step_size",
        "You lowered the rate only in the epochs step_size, 2·step_size and so on, and in all others it is back at "
        "`lr`. A drop stays: count how many there have been up to this epoch.",
    )
    def only_then_not_first(self, lr, epoch, step_size, gamma):
        return lr * gamma if epoch % step_size == 0 and epoch > 0 else lr

    @mistake(
        "takes the remainder for the number of drops",
        "You took the remainder, `%`, where the quotient, `//`, belongs. 25 % 10 is 5, the epochs since the last drop; "
        "25 // 10 is 2, the number of drops.",
    )
    def remainder(self, lr, epoch, step_size, gamma):
        return lr * gamma ** (epoch % step_size)

    @mistake(
        "multiplies by the number of drops",
        "Your factor is gamma times the number of drops. Each drop multiplies what the one before has left: that is "
        "a power. Before the first drop your rate is 0, and nothing is learned.",
    )
    def times(self, lr, epoch, step_size, gamma):
        return lr * gamma * (epoch // step_size)

    @mistake(
        "raises the rate to the power too",
        "You raised the learning rate to the power together with gamma. The rate `lr` counts once; only gamma is "
        "multiplied again at every drop. Before the first drop your rate is 1.",
    )
    def both(self, lr, epoch, step_size, gamma):
        return (lr * gamma) ** (epoch // step_size)

    @mistake(
        "subtracts gamma at each drop",
        "You subtracted gamma at each drop. The rate soon falls below 0, and training then walks uphill. It is a "
        "factor.",
    )
    def subtracts(self, lr, epoch, step_size, gamma):
        return lr - gamma * (epoch // step_size)

    @mistake(
        "takes away the share gamma",
        "You left a share of 1 − gamma at each drop. `gamma` is the factor itself: with gamma = 0.1 a tenth of the "
        "rate is left, not nine tenths.",
    )
    def complement(self, lr, epoch, step_size, gamma):
        return lr * (1 - gamma) ** (epoch // step_size)

    @mistake(
        "divides by gamma",
        "Each drop gives your rate divided by gamma. gamma is below 1, so the rate rises.",
    )
    def divides(self, lr, epoch, step_size, gamma):
        return lr / gamma ** (epoch // step_size)


class Exponential(Exercise):
    id, points = "schedules/exponential", 1
    hints = (
        "In every epoch the rate is multiplied by `gamma`. How often has that happened in epoch 0, in epoch 1, in "
        "epoch 2?",
        "lr · gamma^epoch.",
        "One line: `return lr * … ** …`.",
    )
    notice = "On a logarithmic scale this is a straight line: each epoch takes away the same share."

    def cases(self, rng):
        yield self.case(1.0, 2, 0.5)
        yield self.case(0.1, 1, 0.9)
        yield self.case(0.001, 3, 0.9)
        yield self.case(0.4, 0, 0.5)
        for epoch in (2, 3, 4, 5, 6, 7, 8, 0, 1, 10, 12, 15, 20, 30, 0, 1):
            yield self.case(round(rng.uniform(0.1, 2), 3), epoch, round(rng.uniform(0.55, 0.95), 2))
        yield self.case(1e-4, 61, 0.7, about=TINY)

    def reference(self, lr, epoch, gamma):
        return rate(lambda torch_s, optimizer: torch_s.ExponentialLR(optimizer, gamma), lr, epoch)

    @staticmethod
    def solution(lr, epoch, gamma):
        """Exponential decay: from each epoch to the next the learning rate is multiplied by `gamma`.

        Args:
            lr: the learning rate of epoch 0.
            epoch: which epoch, counted from 0.
            gamma: the factor, between 0 and 1.
        Returns:
            float: the learning rate of this epoch.
        """
        return lr * gamma**epoch

    @mistake(
        "multiplies once only",
        "Your rate has gamma as a factor once, however many epochs have gone by. Each epoch multiplies what the one "
        "before has left.",
    )
    def once(self, lr, epoch, gamma):
        return lr * gamma if epoch > 0 else lr

    @mistake(
        "multiplies by one power of gamma after the other",
        "Your rate has the factors gamma to the power 0, then 1, then 2 and so on, up to epoch − 1. The rate then "
        "falls faster and faster; each epoch multiplies what the one before has left by gamma once.",
    )
    def growing_powers(self, lr, epoch, gamma):
        return lr * gamma ** (epoch * (epoch - 1) // 2)

    @mistake(
        "multiplies by the epoch",
        "Your factor is gamma times the epoch in place of a power. In epoch 0 your rate is 0, and from there on it "
        "rises.",
    )
    def times(self, lr, epoch, gamma):
        return lr * gamma * epoch

    @mistake(
        "one epoch ahead",
        "You are one epoch ahead: in epoch 0 the rate has been multiplied by gamma already. Epochs are counted from 0, "
        "and epoch 0 has the full rate.",
    )
    def ahead(self, lr, epoch, gamma):
        return lr * gamma ** (epoch + 1)

    @mistake(
        "one epoch behind",
        "You are one epoch behind: epochs are counted from 0, so in epoch 1 gamma has been applied once. In epoch 0 "
        "your rate is larger than `lr`.",
    )
    def behind(self, lr, epoch, gamma):
        return lr * gamma ** (epoch - 1)

    @mistake(
        "one epoch behind, but not in epoch 0",
        "You are one epoch behind: epoch 1 still has the full rate. Epochs are counted from 0, so in epoch 1 gamma has "
        "been applied once.",
    )
    def behind_at_least_zero(self, lr, epoch, gamma):
        return lr * gamma ** max(epoch - 1, 0)

    @mistake(
        "takes exp(−gamma · epoch)",
        "Your rates are lr times e to the power −gamma·epoch. That falls exponentially too, but its factor for each "
        "epoch is exp(−gamma); here the factor is gamma itself, as in PyTorch.",
    )
    def natural(self, lr, epoch, gamma):
        return lr * np.exp(-gamma * epoch)

    @mistake(
        "takes exp(gamma · epoch)",
        "Your rate is multiplied by e to the power gamma·epoch, so it grows. The factor for each epoch is gamma "
        "itself, which is below 1.",
    )
    def growing(self, lr, epoch, gamma):
        return lr * np.exp(gamma * epoch)

    @mistake(
        "takes away the share gamma",
        "You left a share of 1 − gamma in each epoch. `gamma` is the factor itself: with gamma = 0.9 nine tenths of "
        "the rate are left.",
    )
    def complement(self, lr, epoch, gamma):
        return lr * (1 - gamma) ** epoch

    @mistake(
        "raises the rate to the power too",
        "You raised the learning rate to the power together with gamma. The rate `lr` counts once; only gamma is "
        "multiplied again in every epoch.",
    )
    def both(self, lr, epoch, gamma):
        return (lr * gamma) ** epoch

    @mistake(
        "exchanges base and exponent",
        "You raised the epoch to the power gamma. It is gamma that is multiplied by itself, as often as there have "
        "been epochs.",
    )
    def exchanged(self, lr, epoch, gamma):
        return lr * float(epoch) ** gamma

    @mistake(
        "subtracts gamma in every epoch",
        "You subtracted gamma in every epoch. The rate soon falls below 0, and training then walks uphill. It is a "
        "factor.",
    )
    def subtracts(self, lr, epoch, gamma):
        return lr - gamma * epoch

    @mistake(
        "divides by 1 + gamma · epoch",
        "Your rates are lr divided by 1 + gamma·epoch. That is inverse time decay, which falls fast at first and then "
        "ever more slowly; here every epoch takes away the same share.",
    )
    def inverse_time(self, lr, epoch, gamma):
        return lr / (1 + gamma * epoch)

    @mistake(
        "divides by gamma",
        "Every epoch gives your rate divided by gamma. gamma is below 1, so the rate rises.",
    )
    def divides(self, lr, epoch, gamma):
        return lr / gamma**epoch

    @mistake(
        "e to the power of −(1 − gamma) · epoch",
        "Your rate has the factor e^(−(1 − gamma)) in each epoch. That is near to gamma only where gamma is near to 1; "
        "asked for is gamma itself, to the power of the epoch.",
    )
    def by_e(self, lr, epoch, gamma):
        return lr * np.exp(-(1 - gamma) * epoch)
