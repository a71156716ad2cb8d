"""The backward pass of softmax and cross-entropy together, in lesson 03."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, NumberExercise, mistake


class SoftmaxByHand(NumberExercise):
    id = "backward/softmax_by_hand"
    question = (
        "**By hand first.** The softmax of one sample's logits is `[0.7, 0.2, 0.1]`, and class 0 is right. What is the "
        "gradient of the cross-entropy with respect to the *first logit*, to two decimals?"
    )
    value, digits = -0.3, 2
    wrong = {
        0.3: "The sign is turned. Raising the logit of the right class lowers the loss, so its gradient is negative.",
        -1.43: "−1/0.7 is the gradient with respect to the probability. The softmax comes in between, and its own "
        "slopes turn it into something simpler.",
        0.7: "That is the probability. For the right class, 1 is taken off.",
        0.2: "That is the gradient of the second logit, whose class is wrong. Asked is the first, whose class is right.",
        0.21: "That is the softmax's own slope, 0.7 · 0.3. It is one link of the chain: multiply it by −1/0.7.",
        -0.1: "Dividing by 3 would average over the classes. The loss is averaged over the samples, and there is one.",
        -0.7: "You put a minus in front of the probability. It is the probability minus 1, for the right class.",
        1.7: "1 is taken off for the right class, not added.",
        -0.36: "That is the logarithm of 0.7, minus the loss itself. Asked is the slope of the loss.",
        0.36: "That is the loss, −log 0.7. Asked is its slope.",
    }


class SoftmaxCrossEntropyGrad(Exercise):
    id, points = "backward/softmax_cross_entropy_grad", 3
    axes = {"logits": ("batch", "classes"), "target": ("batch",)}
    hints = ("", "", "")

    def cases(self, rng):
        yield self.case(np.log(np.array([[0.7, 0.2, 0.1]])), np.array([0]))

    def reference(self, logits, target):
        import torch

        point = torch.from_numpy(logits).requires_grad_()
        torch.nn.functional.cross_entropy(point, torch.from_numpy(target)).backward()
        return point.grad

    @staticmethod
    def solution(logits, target):
        """Gradient, with respect to the logits, of the cross-entropy averaged over the batch.

        Args:
            logits: (batch, classes), as they come out of the last layer.
            target: (batch,), the index of the right class of each row.
        Returns:
            array (batch, classes).
        """
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        gradient = powers / powers.sum(axis=1, keepdims=True)
        gradient[np.arange(len(target)), target] -= 1
        return gradient / len(target)
