"""The gradient of a large batch out of those of its micro-batches, in lesson 11."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake


class Accumulate(Exercise):
    id, points, agrees_with = "scale/accumulate", 2, ""
    causes = (
        (
            "TypeError",
            "Axis must be specified",
            "Without `axis`, `np.average` goes over all numbers. The micro-batches lie along axis 0.",
        ),
    )
    hints = (
        "Each array is a mean over the samples of its micro-batch. A mean over 6 samples has to count three times as "
        "much as one over 2. How does a mean become the sum that it was made of?",
        "Mean times number of samples is a sum. Add up these sums, and divide by the number of all samples: "
        "(2·g₁ + 6·g₂) / 8.",
        "`total = 0.0`; a loop over `zip(micro_grads, sizes)` that adds `size * grad`; behind the loop, return the "
        "total divided by `sum(sizes)`.",
    )
    notice = "Where all micro-batches are equally large, this is the plain mean. Only the last one of an epoch is not."

    def cases(self, rng):
        yield self.case([np.array([2.0]), np.array([6.0])], [1, 3])
        yield self.case([np.array([1.0, 2.0]), np.array([5.0, 4.0]), np.array([3.0, 9.0])], [2, 2, 1])
        for shape, sizes in [
            ((3,), [4, 1]),
            ((2, 3), [2, 5, 3]),
            ((4,), [8, 8, 8, 3]),
            ((), [1, 2, 6]),
            ((3, 2), [7, 2]),
            ((2, 3, 4), [5, 1, 3, 2, 9]),
            ((5,), [32, 32, 7]),
            ((2, 2), [1, 6, 2, 4]),
            ((6, 1), [3, 11, 2]),
        ]:
            yield self.case([np.array(3 * rng.normal(size=shape)) for _ in sizes], sizes)
        for sizes in ([4, 4], [3, 3, 3]):
            yield self.case([rng.normal(size=(2, 3)) for _ in sizes], sizes, about="where all sizes are equal")
        yield self.case([rng.normal(size=(4,))], [5], about="with a single micro-batch")

    def reference(self, micro_grads, sizes):
        every = np.concatenate([np.repeat(grad[None], size, 0) for grad, size in zip(micro_grads, sizes, strict=True)])
        return every.mean(0)

    @staticmethod
    def solution(micro_grads, sizes):
        """The gradient of a large batch, out of the gradients of the micro-batches that it was cut into.

        The arrays that come in stay as they are.

        Args:
            micro_grads: list of arrays of one shape, one for each micro-batch: the gradient of its *mean* loss.
            sizes: list of whole numbers, how many samples each micro-batch has.
        Returns:
            array of the same shape: the gradient of the mean loss over all samples.
        """
        total = 0.0
        for grad, size in zip(micro_grads, sizes):
            total = total + size * grad
        return total / sum(sizes)

    @mistake(
        "averages with equal weights",
        "You averaged the arrays as if all micro-batches were equally large. The samples of a small one then count "
        "more than the others. Weight each array by its number of samples.",
    )
    def equal(self, micro_grads, sizes):
        return sum(micro_grads) / len(micro_grads)

    @mistake(
        "adds up without dividing",
        "Your answer is the plain sum of the arrays. That is what `backward()` leaves in `.grad` after several "
        "micro-batches; a step by it is too long, the more so the more micro-batches there are. Asked for is a mean "
        "over samples.",
    )
    def sums(self, micro_grads, sizes):
        return sum(micro_grads) + 0.0

    @mistake(
        "weights, but does not divide",
        "Your answer is the sum of the arrays, each times its size: the sum over all samples. Asked for is the mean: "
        "divide by the number of samples.",
    )
    def weighted_sum(self, micro_grads, sizes):
        return sum(size * grad for grad, size in zip(micro_grads, sizes, strict=True)) + 0.0

    @mistake(
        "divides the weighted sum by the number of micro-batches",
        "Your answer is the sum of the arrays, each times its size, divided by the number of micro-batches. The "
        "weights count samples, so their sum, the number of samples, is what to divide by.",
    )
    def over_count(self, micro_grads, sizes):
        return sum(size * grad for grad, size in zip(micro_grads, sizes, strict=True)) / len(sizes)

    @mistake(
        "divides the plain sum by the number of samples",
        "You added up the arrays unweighted and divided by the number of samples. Each array is a mean already; make "
        "it a sum first, by its own size.",
    )
    def over_samples(self, micro_grads, sizes):
        return sum(micro_grads) / sum(sizes)

    @mistake(
        "divides each array by its size",
        "In your sum each array is divided by its size. They are means already: dividing again makes large "
        "micro-batches count less. Multiply by the size, and divide once at the end.",
    )
    def divides_each(self, micro_grads, sizes):
        return sum(grad / size for grad, size in zip(micro_grads, sizes, strict=True)) + 0.0

    @mistake(
        "weights by one over the size",
        "Your weights are 1 / size, so that large micro-batches count less than small ones. It is the other way "
        "round: each array weighs as much as it has samples.",
    )
    def inverse_weights(self, micro_grads, sizes):
        weights = [1 / size for size in sizes]
        return sum(weight * grad for grad, weight in zip(micro_grads, weights, strict=True)) / sum(weights)

    @mistake(
        "the last micro-batch only",
        "Your answer is the gradient of the last micro-batch alone. The others have to be added to it; in a training "
        "loop this comes from `zero_grad()` before each micro-batch.",
    )
    def last_only(self, micro_grads, sizes):
        return micro_grads[-1] + 0.0

    @mistake(
        "the first micro-batch only",
        "Your answer is the gradient of the first micro-batch alone. The others belong to the large batch too.",
    )
    def first_only(self, micro_grads, sizes):
        return micro_grads[0] + 0.0

    @mistake(
        "leaves out the last micro-batch",
        "The last micro-batch is missing from your mean, as with `drop_last`. Its samples belong to the large batch.",
    )
    def without_last(self, micro_grads, sizes):
        if len(sizes) == 1:
            return np.zeros_like(micro_grads[0])
        return sum(size * grad for grad, size in zip(micro_grads[:-1], sizes[:-1], strict=True)) / sum(sizes[:-1])

    @mistake(
        "a running mean of two at a time",
        "Your answer comes out when each array is averaged, half and half, with the result so far. The first ones are "
        "then halved again and again. Add up first, and divide once at the end.",
    )
    def halves(self, micro_grads, sizes):
        mean = micro_grads[0] + 0.0
        for grad in micro_grads[1:]:
            mean = (mean + grad) / 2
        return mean

    @mistake(
        "weights by the largest size",
        "Your answer is the sum of the arrays weighted by size / largest size. The weights of a mean add up to 1: "
        "divide by the sum of the sizes.",
    )
    def over_largest(self, micro_grads, sizes):
        return sum(size * grad for grad, size in zip(micro_grads, sizes, strict=True)) / max(sizes)

    @mistake(
        "divides by the first size",
        "Your answer is the sum divided by the number of micro-batches times the first size. That is the number of "
        "samples only if all are equally large. Divide by the sum of the sizes.",
    )
    def first_size(self, micro_grads, sizes):
        weighted = sum(size * grad for grad, size in zip(micro_grads, sizes, strict=True))
        return weighted / (len(sizes) * sizes[0])

    @mistake(
        "divides twice",
        "Your answer is the right mean, divided by the number of micro-batches once more. Weights that add up to 1 "
        "make a mean already.",
    )
    def divides_twice(self, micro_grads, sizes):
        return self.solution(micro_grads, sizes) / len(sizes)

    @mistake(
        "counts the first one twice",
        "The first micro-batch is in your sum twice: as when it is the value that the sum begins with, and comes "
        "again in a loop.",
    )
    def first_twice(self, micro_grads, sizes):
        return self.solution(micro_grads, sizes) + micro_grads[0] * sizes[0] / sum(sizes)

    @mistake(
        "leaves out the last one, and counts its samples",
        "The last micro-batch is missing from your sum, but its samples are counted in the divisor.",
    )
    def last_missing(self, micro_grads, sizes):
        return self.solution(micro_grads, sizes) - micro_grads[-1] * sizes[-1] / sum(sizes)

    @mistake(
        "averages the arrays divided by their sizes",
        "Your answer is the average of the arrays, each divided by its size. The arrays are means already: dividing "
        "again makes large micro-batches count less. Multiply by the size, and divide once by the number of samples.",
    )
    def mean_of_divided(self, micro_grads, sizes):
        return self.divides_each(micro_grads, sizes) / len(sizes)

    @mistake(
        "one number instead of an array",
        "Your answer is a single number: the elements of the array were averaged too. Each parameter element keeps a "
        "gradient of its own; the mean goes over samples only.",
    )
    def one_number(self, micro_grads, sizes):
        return np.mean(self.solution(micro_grads, sizes))

    @mistake(
        "leaves out the first micro-batch",
        "The first micro-batch is missing from your mean. Its samples belong to the large batch.",
    )
    def without_first(self, micro_grads, sizes):
        if len(sizes) == 1:
            return np.zeros_like(micro_grads[0])
        return self.solution(micro_grads[1:], sizes[1:])

    @mistake(
        "leaves out the first one, and counts its samples",
        "The first micro-batch is missing from your sum, but its samples are counted in the divisor.",
    )
    def first_missing(self, micro_grads, sizes):
        return self.solution(micro_grads, sizes) - micro_grads[0] * sizes[0] / sum(sizes)

    @mistake(
        "the last micro-batch's share only",
        "Your answer is what the last micro-batch contributes to the mean; the others are missing. Add to the sum in "
        "each round of the loop, `total = total + …`, in place of overwriting it.",
    )
    def last_share(self, micro_grads, sizes):
        return micro_grads[-1] * sizes[-1] / sum(sizes)

    @mistake(
        "one size for all",
        "Every array is multiplied by the size of the last micro-batch. Each has a size of its own.",
    )
    def last_size(self, micro_grads, sizes):
        return sum(micro_grads) * sizes[-1] / sum(sizes)

    @mistake(
        "sorts the sizes",
        "Your weights are the sizes from the largest to the smallest, whatever order the arrays have. Array i belongs "
        "to size i.",
    )
    def sorted_sizes(self, micro_grads, sizes):
        return self.solution(micro_grads, sorted(sizes, reverse=True))

    @mistake(
        "weights by the squares of the sizes",
        "Your weights are the squares of the sizes, so large micro-batches count too much. Each array weighs as much "
        "as it has samples.",
    )
    def squares(self, micro_grads, sizes):
        return self.solution(micro_grads, [size**2 for size in sizes])

    @mistake(
        "multiplies by the size twice",
        "Each array is multiplied by its size twice, and divided by the number of samples once.",
    )
    def size_twice(self, micro_grads, sizes):
        return sum(size**2 * grad for grad, size in zip(micro_grads, sizes, strict=True)) / sum(sizes)
