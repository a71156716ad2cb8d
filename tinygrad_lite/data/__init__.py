"""Data sets, and batches of them. As `torch.utils.data`, with data sets that need no network."""

from tinygrad_lite.data.loading import DataLoader, Dataset, Subset, TensorDataset, default_collate, random_split
from tinygrad_lite.data.sets import digits, xor

__all__ = ["DataLoader", "Dataset", "Subset", "TensorDataset", "default_collate", "digits", "random_split", "xor"]
