"""What PyTorch refuses and this library may take: a pattern of PyTorch's message, and why."""

TAKEN: dict[str, str] = {
    "more than one element of the written-to tensor refers": "a gradient is an expanded tensor there, here never",
    "INTERNAL ASSERT FAILED": "an error of PyTorch's own",
    "Index put requires the source and destination dtypes match": "x[0] = y converts there, x[[0]] = y does not",
    r"Found dtype \w+ but expected \w+": "huber_loss of two dtypes has a result there, but no gradient",
    "value cannot be converted to type uint8_t without overflow": "-0.25 is cut, to 0, as x.to(lib.uint8) does",
    r"shape mismatch: value tensor of shape \[[^\]]*\b0\b": "nothing is assigned, so that every shape fits",
    r"The shape of the mask \[0\]": "an empty tensor takes a mask without elements, as in NumPy",
    "view size is not compatible": "results lie in order in memory here, there as their operands do",
    "some elements of the input tensor and the written-to": "a tensor is not written into a part of itself there",
    "is a view and its base or another view of its base has been modified": "PyTorch does not follow changes of the "
    "parts that split, chunk and unbind give",
    "is a view and is being modified inplace": "the same",
}
