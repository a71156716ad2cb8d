"""Data sets, and batches of them. As `torch.utils.data`, with data sets that need no network."""

from tinygrad_lite.data.batch import get_worker_info
from tinygrad_lite.data.collate import default_collate
from tinygrad_lite.data.dataset import ConcatDataset, Dataset, Subset, TensorDataset, random_split
from tinygrad_lite.data.device_loader import DeviceLoader
from tinygrad_lite.data.fetched import fashion_mnist, mnist
from tinygrad_lite.data.loader import DataLoader
from tinygrad_lite.data.real import breast_cancer, columns, diabetes, digits, wine
from tinygrad_lite.data.sampler import (
    BatchSampler,
    DistributedSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
    SubsetRandomSampler,
    WeightedRandomSampler,
)
from tinygrad_lite.data.synthetic import adding, blobs, moons, sine, spirals, xor

__all__ = [
    "BatchSampler",
    "ConcatDataset",
    "DataLoader",
    "Dataset",
    "DeviceLoader",
    "DistributedSampler",
    "RandomSampler",
    "Sampler",
    "SequentialSampler",
    "Subset",
    "SubsetRandomSampler",
    "TensorDataset",
    "WeightedRandomSampler",
    "adding",
    "blobs",
    "breast_cancer",
    "columns",
    "default_collate",
    "diabetes",
    "digits",
    "fashion_mnist",
    "get_worker_info",
    "mnist",
    "moons",
    "random_split",
    "sine",
    "spirals",
    "wine",
    "xor",
]
