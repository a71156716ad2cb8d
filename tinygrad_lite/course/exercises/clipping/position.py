"""Where clipping belongs in a round of training, in lesson 06."""

from __future__ import annotations

from ...exercise import mistake
from ..call_order import CallOrder

_ORDER = ("zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step")
#: Subsets that tell the mistakes below apart, asked for whatever the seed.
_SUBSETS = (
    ("backward", "unscale", "optimizer.step"),
    ("zero_grad", "forward", "backward", "unscale", "optimizer.step"),
    ("forward", "backward", "clip", "optimizer.step"),
    ("zero_grad", "backward", "clip", "optimizer.step"),
    ("forward", "backward", "unscale", "clip"),
)


def _ordered(name, text, order):
    """A named mistake: the calls in this order."""

    @mistake(name, text)
    def in_order(self, calls):
        return sorted(calls, key=order.split().index)

    return in_order


class ClipPosition(CallOrder):
    id, points, calls = "clipping/clip_position", 2, _ORDER
    pairs = (("clip", "optimizer.step"), ("backward", "clip"), ("unscale", "optimizer.step"), ("unscale", "clip"))
    hints = (
        "Clipping needs the true gradients, all of them. When are they there for the first time, what may still be "
        "multiplied into them, and when is it too late to change them?",
        "scheduler.step follows optimizer.step; optimizer.step uses the gradients up; clip wants them in their true "
        "size; unscale wants those that backward has made; backward wants the loss of the forward pass, and gradients "
        "that were cleared. Leave out what is not among the calls given.",
        "Write the right order of all seven as a list. Then `return [name for name in … if name in …]`, or `sorted` "
        "with the place in that list as its key.",
    )
    notice = "Where nothing was scaled there is nothing to unscale: then clip comes directly behind backward."

    def cases(self, rng):
        yield from super().cases(rng)
        for chosen in _SUBSETS:
            yield self.case([chosen[place] for place in rng.permutation(len(chosen))])

    @staticmethod
    def solution(calls):
        """The calls of one round of training in a right order.

        Args:
            calls: list of some of "zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step" and
                "scheduler.step", in any order. "unscale" divides the gradients by the factor that the loss was
                multiplied by, where it was multiplied by one (mixed precision, lesson 08).
        Returns:
            new list of the same calls, each once, in an order that they may have in a whole round. The gradients may
            hold what is left over from the round before, so zero_grad comes before backward (without backward among
            the calls, it may stand anywhere). scheduler.step comes last, after all other calls of the round.
        """
        order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
        return sorted(calls, key=order.index)

    after_step = _ordered(
        "clips after the step",
        "You put `clip` behind `optimizer.step`. The weights have moved by the unclipped gradients by then, and the "
        "next `zero_grad` throws the clipped ones away: it is as if there were no clipping.",
        "zero_grad forward backward unscale optimizer.step clip scheduler.step",
    )

    before_unscale = _ordered(
        "clips before unscale",
        "You put `clip` before `unscale`. The gradients are still multiplied by the loss scale there, often 65536, so "
        "nearly all of them are cut down; after unscaling what is left is tiny.",
        "zero_grad forward backward clip unscale optimizer.step scheduler.step",
    )

    before_backward = _ordered(
        "clips before backward",
        "You put `clip` before `backward`. At that place there are no gradients of this round yet; what backward adds "
        "afterwards goes into the step at full length.",
        "zero_grad forward clip backward unscale optimizer.step scheduler.step",
    )

    unscale_late = _ordered(
        "unscales after the step",
        "You put `unscale` behind `optimizer.step`. The weights have then moved by gradients still multiplied by the "
        "loss scale, thousands of times too far.",
        "zero_grad forward backward clip optimizer.step unscale scheduler.step",
    )

    scheduler_first = _ordered(
        "scheduler first",
        "You put `scheduler.step` before `optimizer.step`. The learning rate then changes before it was used, so its "
        "first value never is. PyTorch warns of this order.",
        "zero_grad forward backward unscale clip scheduler.step optimizer.step",
    )

    zeroed = _ordered(
        "zero_grad behind backward",
        "You put `zero_grad` between `backward` and the optimizer's step. That wipes out the gradients before they are "
        "used, and no weight moves.",
        "forward backward zero_grad unscale clip optimizer.step scheduler.step",
    )

    @mistake(
        "all seven calls, whatever is given",
        "You returned all seven calls every time. Asked for are those that were given, in a right order: without mixed "
        "precision, for one, there is no `unscale`.",
    )
    def all_seven(self, calls):
        return list(_ORDER)

    @mistake(
        "alphabetical order",
        "You sorted the names by the alphabet. What counts is which call needs what another one has done.",
    )
    def alphabetical(self, calls):
        return sorted(calls)

    @mistake(
        "in the order given",
        "You returned the calls in the order in which they were given. They are shuffled; a right order has to be "
        "made.",
    )
    def as_given(self, calls):
        return list(calls)

    backwards = _ordered(
        "the right order backwards",
        "Your order is a right one read backwards. What needs the others' results stands before them.",
        " ".join(_ORDER[::-1]),
    )
