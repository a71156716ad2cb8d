"""ReduceOnPlateau in pieces, so that a mistake can change one of them."""

from __future__ import annotations


class _Plateau:
    """Right, and in pieces, so that a mistake can change one of them."""

    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.waited = float("inf"), 0

    def limit(self):
        return self.best * (1 - self.threshold)

    def better(self, loss):
        return loss < self.limit()

    def too_long(self):
        return self.waited > self.patience

    def lower(self):
        self.lr, self.waited = self.lr * self.factor, 0

    def step(self, loss):
        if self.better(loss):
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
        if self.too_long():
            self.lower()
        return self.lr
