"""What replicas do after backward, in lesson 11: the mean of their gradients, parameter by parameter."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake

_SHAPES = (
    (2, [(1,)]),
    (2, [(2,), (1,)]),
    (3, [(2, 3), (3,)]),
    (2, [(4, 2), (4,), (3, 4), (3,)]),
    (4, [(3,), (2, 5)]),
    (5, [(2, 2, 3), (1,), (4,)]),
    (3, [(6,)]),
    (4, [(3, 2), (), (5,)]),
    (6, [(2,), (3, 4)]),
    (2, [(3, 3), (3, 3), (3,)]),
)


class AverageGradients(Exercise):
    id, points, agrees_with = "scale/average_gradients", 2, ""
    causes = (
        (
            "ValueError",
            "zero-dimensional arrays cannot be concatenated",
            "`np.concatenate` puts arrays one behind the other. Here the arrays of the workers are to be added up.",
        ),
    )
    hints = (
        "The outer list goes over workers, the inner one over parameters. The answer is a list over parameters: one "
        "worker's list, with means in it. Which arrays belong together?",
        "For parameter p: (worker 0's array p + worker 1's array p + …) / number of workers. Arrays of different "
        "parameters never meet.",
        "`zip(*worker_grads)` gives, for each parameter, the arrays of all workers. Make a list of `sum(…)` of these, "
        "each divided by `len(worker_grads)`.",
    )
    notice = "This is all that data parallel training adds to a loop: after backward, before the step."

    def cases(self, rng):
        yield self.case([[np.array([2.0])], [np.array([4.0])]])
        yield self.case([[np.array([1.0, 2.0]), np.array([6.0])], [np.array([3.0, 8.0]), np.array([0.0])]])
        for workers, shapes in _SHAPES:
            grads = [[np.array(3 * rng.normal(size=shape)) for shape in shapes] for _ in range(workers)]
            yield self.case(grads, about="where a parameter is a single number" if () in shapes else "")
        for shapes in ([(3,)], [(2, 3), (4,)], [(5,), (2, 2)]):
            yield self.case([[rng.normal(size=shape) for shape in shapes]], about="with a single worker")

    def reference(self, worker_grads):
        count = len(worker_grads[0])
        return [np.mean(np.stack([grads[p] for grads in worker_grads]), axis=0) for p in range(count)]

    @staticmethod
    def solution(worker_grads):
        """The mean gradient of each parameter over the workers.

        Args:
            worker_grads: list over workers (one or more); each item is that worker's list of arrays, one array for
                each parameter. All workers have the same parameters in the same order; their shapes differ.
        Returns:
            list of arrays, one for each parameter. What came in is left unchanged.
        """
        return [sum(arrays) / len(worker_grads) for arrays in zip(*worker_grads)]

    def again(self, worker_grads):
        return [sum(arrays) / len(worker_grads) for arrays in zip(*worker_grads, strict=True)]

    @mistake(
        "adds up without dividing",
        "You added up the workers' gradients and did not divide. The step of every replica would be as many times too "
        "long as there are workers.",
    )
    def sums(self, worker_grads):
        return [sum(arrays) + 0.0 for arrays in zip(*worker_grads, strict=True)]

    @mistake(
        "divides by the number of parameters",
        "Your answer is the sum divided by the number of arrays that a worker has. The mean goes over workers: "
        "divide by how many of these there are.",
    )
    def over_parameters(self, worker_grads):
        return [sum(arrays) / len(worker_grads[0]) for arrays in zip(*worker_grads, strict=True)]

    @mistake(
        "the first worker only",
        "Your answer is the first worker's list. The samples of the others would have been computed for nothing.",
    )
    def first(self, worker_grads):
        return [grad + 0.0 for grad in worker_grads[0]]

    @mistake(
        "the last worker only",
        "Your answer is the last worker's list. The gradients of the workers before it have to be added.",
    )
    def last(self, worker_grads):
        return [grad + 0.0 for grad in worker_grads[-1]]

    @mistake(
        "one number for each parameter",
        "You averaged the elements of each parameter's gradient too, so each became a single number. The mean goes "
        "over the workers only: the arrays keep their shapes.",
    )
    def numbers(self, worker_grads):
        return [np.mean(np.stack(arrays)) for arrays in zip(*worker_grads, strict=True)]

    @mistake(
        "averages within each worker",
        "Your answer has one item for each worker: its own arrays averaged. What is to be averaged is one parameter's "
        "gradients on all workers.",
    )
    def within(self, worker_grads):
        return [np.mean([np.mean(grad) for grad in grads]) for grads in worker_grads]

    @mistake(
        "a running mean of two at a time",
        "Your answer comes out when each worker's gradient is averaged, half and half, with the result so far. The "
        "first workers' share is then halved again and again. Add up first, and divide once.",
    )
    def halves(self, worker_grads):
        means = [grad + 0.0 for grad in worker_grads[0]]
        for grads in worker_grads[1:]:
            means = [(mean + grad) / 2 for mean, grad in zip(means, grads, strict=True)]
        return means

    @mistake(
        "divides by the number of workers less one",
        "Your answer is the sum divided by the number of workers less one. A mean divides by how many there are.",
    )
    def less_one(self, worker_grads):
        return [sum(arrays) / (len(worker_grads) - 1) for arrays in zip(*worker_grads, strict=True)]

    @mistake(
        "always divides by 2",
        "Your answer is half the sum, whatever the number of workers is. The workers are counted by "
        "`len(worker_grads)`.",
    )
    def by_two(self, worker_grads):
        return [sum(arrays) / 2 for arrays in zip(*worker_grads, strict=True)]

    @mistake(
        "leaves out the last worker",
        "The last worker's gradients are missing from your sums; they are divided by the number of all workers.",
    )
    def without_last(self, worker_grads):
        return [sum(arrays[:-1], 0 * arrays[-1]) / len(worker_grads) for arrays in zip(*worker_grads, strict=True)]

    @mistake(
        "leaves out the first worker",
        "The first worker's gradients are missing from your sums; they are divided by the number of all workers.",
    )
    def without_first(self, worker_grads):
        return [sum(arrays[1:], 0 * arrays[0]) / len(worker_grads) for arrays in zip(*worker_grads, strict=True)]

    @mistake(
        "the first parameter only",
        "Your answer holds the mean of the first parameter alone. Each parameter has one, in the same order.",
    )
    def first_parameter(self, worker_grads):
        return self.solution(worker_grads)[:1]

    @mistake(
        "changes the workers' arrays",
        "Your means are right, but what came in was changed on the way: a worker's list, or the arrays in it. `+=` "
        "and `array[...] =` write into an array itself, `grads[i] =` into the list. Begin with new ones.",
    )
    def into_first(self, worker_grads):
        for index, mean in enumerate(self.solution(worker_grads)):
            worker_grads[0][index][...] = mean
        return worker_grads[0]

    @mistake(
        "the same mean on every worker",
        "Your answer has a list of means for each worker. Asked for is that list once, one array for each parameter.",
    )
    def for_all(self, worker_grads):
        return [self.solution(worker_grads) for _ in worker_grads]

    @mistake(
        "divides by one worker too few",
        "With more than one worker, your answer is the sum divided by their number less one. A mean divides by how "
        "many there are.",
    )
    def one_too_few(self, worker_grads):
        return [sum(arrays) / max(1, len(worker_grads) - 1) for arrays in zip(*worker_grads, strict=True)]

    @mistake(
        "divides by one worker too many",
        "Your answer is the sum divided by the number of workers plus one. A mean divides by how many there are.",
    )
    def one_too_many(self, worker_grads):
        return [sum(arrays) / (len(worker_grads) + 1) for arrays in zip(*worker_grads, strict=True)]

    @mistake(
        "the parameters in reverse order",
        "Your means are right, but the parameters stand in reverse order. The optimizer takes them in the order in "
        "which the workers have them.",
    )
    def reverse(self, worker_grads):
        return self.solution(worker_grads)[::-1]

    @mistake(
        "the last worker's share only",
        "Your answer is the last worker's gradients, divided by the number of workers; those of the others are "
        "missing. Add up over the workers in place of overwriting.",
    )
    def last_share(self, worker_grads):
        return [grad / len(worker_grads) for grad in worker_grads[-1]]

    @mistake(
        "divides the last worker's gradients only",
        "Only the last worker's gradients are divided by the number of workers, before they are added to the others. "
        "All have to be: put the division outside the sum.",
    )
    def last_divided(self, worker_grads):
        return [sum(arrays[:-1], arrays[-1] / len(worker_grads)) for arrays in zip(*worker_grads, strict=True)]
