"""Who is compared. Each has the workloads as functions or methods of the same names; what it lacks, it leaves out."""

from importlib.util import find_spec

LIBRARIES = {"PyTorch": "torch", "ours": "tinygrad_lite", "by hand": "numpy", "mygrad": "mygrad"}
COMPARED = ("ours", "by hand", "mygrad", "torch fused")  # with PyTorch


def available():
    """Whose library is installed."""
    return [who for who, library in LIBRARIES.items() if find_spec(library)]


def load(names):
    """{who: side}; with PyTorch its fused optimizers."""
    found = {who: side(who) for who in names}
    if "PyTorch" in found:
        from .torchlike import Fused

        found["torch fused"] = Fused(found["PyTorch"].lib)
    return found


def side(who):
    """Load one, and nothing of the others; with one thread."""
    if who == "by hand":
        from . import by_hand

        return by_hand
    if who == "mygrad":
        from . import with_mygrad

        return with_mygrad
    from .torchlike import Torchlike

    if who == "PyTorch":
        import torch

        torch.set_num_threads(1)
        return Torchlike(torch)
    import tinygrad_lite

    return Torchlike(tinygrad_lite)
