"""Counts what holds a GPU up: waits for it, and copies from the CPU to it. On PyTorch's device "meta", without a GPU.

Arrays on "meta" have shapes and dtypes, and no numbers. Whoever asks for one (`.item()`, `if array.any()`, a mask as an
index) would wait for a GPU; here he is counted, and told 0, or `told`. What comes from the CPU is counted as well.
"""

import traceback

import torch
from torch.utils._python_dispatch import TorchDispatchMode

aten = torch.ops.aten
WAITING = {aten.nonzero, aten.nonzero_numpy, aten.masked_select, aten._unique2, aten.bincount, aten.equal}


class Waited(Exception):
    """The shape of a result on "meta" would depend on numbers, which there are not."""


class Watch(TorchDispatchMode):
    """`with Watch() as seen:` then `seen.waits` and `seen.copies` are the places in the package, line by line."""

    def __init__(self, told=0):
        super().__init__()
        self.waits, self.copies, self.told = [], [], told

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        packet = function.overloadpacket
        first = args[0] if args else None
        if packet is aten._local_scalar_dense and first.is_meta:
            self.waits.append(place())
            return torch.full((), self.told, dtype=first.dtype).item()
        masked = packet in (aten.index, aten.index_put_) and any(
            [part is not None and part.dtype is torch.bool for part in args[1]]
        )
        if (packet in WAITING and first.is_meta) or masked:  # the shape of the result depends on the numbers
            self.waits.append(place())
            raise Waited(packet)
        if packet is aten._to_copy and first.is_cpu and torch.device(kwargs.get("device") or "cpu").type == "meta":
            self.copies.append(place())
        if packet is aten.copy_ and first.is_meta and args[1].is_cpu:
            self.copies.append(place())
        return function(*args, **kwargs)

    def __enter__(self):
        self.tensor = torch.tensor
        torch.tensor = self.made
        return super().__enter__()

    def __exit__(self, *error):
        torch.tensor = self.tensor
        return super().__exit__(*error)

    def made(self, data, **options):
        """torch.tensor, which copies from the CPU out of sight of what is above."""
        if str(options.get("device")) == "meta":
            self.copies.append(place())
        return self.tensor(data, **options)


def place():
    """Where in the package, above devices/, this happens: `ops/losses.py:231 check_classes`."""
    frames = [frame for frame in traceback.extract_stack() if "tinygrad_lite" in frame.filename]
    above = [frame for frame in frames if "/devices/" not in frame.filename.replace("\\", "/")]
    if not above:
        return "a test"
    frame = above[-1]
    return f"{frame.filename.replace(chr(92), '/').rpartition('tinygrad_lite/')[2]} {frame.name}: {frame.line}"
