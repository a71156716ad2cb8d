"""MNIST and Fashion-MNIST: downloaded once when asked for, then kept."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.tensor import Tensor

ADDRESSES = {
    "mnist": (
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    "fashion_mnist": ("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",),
}
FILES = {True: ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
         False: ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")}  # fmt: skip
MD5 = {
    "mnist": {
        "train-images-idx3-ubyte.gz": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
        "train-labels-idx1-ubyte.gz": "d53e105ee54ea40749a09fcbcd1e9432",
        "t10k-images-idx3-ubyte.gz": "9fb629c4189551a2d022fa330f9573f3",
        "t10k-labels-idx1-ubyte.gz": "ec29112dd5afa0611ce80d1b7f02629c",
    },
    "fashion_mnist": {
        "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
        "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
        "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
    },
}


@checked
def mnist(train: bool = True, root: str | Path | None = None, download: bool = True) -> tuple[Tensor, Tensor]:
    """Handwritten digits, 28×28 pixels: 60,000 for training, 10,000 for testing.

    Args:
        train: the training images, or the test images.
        root: the folder they are kept in; by default the one named by TINYGRAD_LITE_DATA, or one in your cache.
        download: fetch them if they are not there (11 MB); with False, that is an error.
    Returns:
        images (n, 1, 28, 28), float32, from 0 (paper) to 1 (ink); labels (n,), int64, 0 to 9.
    Raises:
        DownloadError: they are not there and could not be fetched.

    Source: Y. LeCun, C. Cortes and C. Burges 1998, "The MNIST database of handwritten digits".
    """
    return load("mnist", train, root, download)


@checked
def fashion_mnist(train: bool = True, root: str | Path | None = None, download: bool = True) -> tuple[Tensor, Tensor]:
    """Photographs of ten kinds of clothing, in the form of `mnist` (31 MB).

    Source: H. Xiao, K. Rasul and R. Vollgraf 2017, "Fashion-MNIST", arXiv:1708.07747; MIT licence.
    """
    return load("fashion_mnist", train, root, download)


def load(name: str, train: bool, root: str | Path | None, download: bool) -> tuple[Tensor, Tensor]:
    from tinygrad_lite.data.download import DownloadError, data_folder, fetch  # here: the network's parts load slowly

    folder = Path(root or data_folder()) / name
    arrays = []
    for file in FILES[bool(train)]:
        addresses = [address + file for address in ADDRESSES[name]] if download else []
        try:
            arrays.append(read_idx(fetch(addresses, folder / file, MD5[name][file])))
        except DownloadError as error:
            raise DownloadError(
                f"{name}: {file} is not in {folder} and could not be downloaded. Without a network, use "
                f"tg.data.digits(): real 8×8 digits that come along. Or put the file there yourself.\n{error}"
            ) from None
    images, labels = arrays
    return Tensor(images[:, None].astype(np.float32) / np.float32(255)), Tensor(labels.astype(np.int64))


def read_idx(path: Path) -> np.ndarray:
    """A file of bytes in the IDX format: two zeros, the kind of number, the number of dimensions, their sizes, data."""
    data = gzip.decompress(path.read_bytes())
    dimensions = data[3]
    shape = np.frombuffer(data, ">u4", dimensions, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape)
