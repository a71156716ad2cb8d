"""The shapes of the arrays that activations are asked with."""

SHAPES = [(3,), (5,), (8,), (1, 4), (2, 3), (4, 3), (3, 5), (2, 3, 4)]
