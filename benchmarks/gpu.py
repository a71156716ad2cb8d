"""`python -m benchmarks.gpu`: what a GPU does to the same training, measured and written as a recording."""

import datetime
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tinygrad_lite.benchmark import FORMAT, VERSION, Recording, RecordingError, recorded_gpu_run
from tinygrad_lite.files import write_whole

from .command import ended, need_all_writable, parser

FILE = Path("gpu.json")


class Size(NamedTuple):
    """How much is measured."""

    batches: list  # of workload c and of the wide network
    row: float  # seconds for one row of the table
    sample: float  # seconds for one sample
    least: int  # rounds at least
    moved: list  # bytes
    matmul: int
    precise: int  # the batch for mixed precision and memory
    images: int
    epochs: int


SIZES = {
    "full": Size([64, 256, 1024, 4096, 16384], 5.0, 0.02, 5, [2**n for n in range(12, 29, 4)], 4096, 4096, 16384, 20),
    "quick": Size([64, 1024, 4096], 3.0, 0.01, 7, [2**n for n in range(12, 25, 6)], 2048, 1024, 4096, 5),
    "tiny": Size([64], 0.0, 0.0, 3, [4096], 64, 32, 512, 2),
}


def with_options(found):
    found.add_argument("--device", help="cuda, mps, or torch: the stand-in, to try the format (the GPU that is there)")
    found.add_argument("--output", metavar="FILE", type=Path, help=f"where the recording is written ({FILE})")
    found.add_argument("--markdown", metavar="FILE", type=Path, help="write it as a page here as well")
    found.add_argument("--from", metavar="FILE", dest="earlier", help="measure nothing, read this recording")
    found.add_argument("--quick", action="store_true", help="a minute instead of three")
    found.add_argument("--tiny", action="store_true", help="seconds: says nothing about speed, shows the format")
    return found


def main(arguments=None):
    """The command; returns the exit status: 0, 1 if it cannot measure, 2 for wrong use, or without a GPU."""
    line = with_options(parser(arguments, "python -m benchmarks.gpu", __doc__))
    options = line.parse_args(arguments)
    need_all_writable(line, options.output or (None if options.earlier else FILE), options.markdown)
    try:
        if options.earlier:
            record = recorded_gpu_run(options.earlier)
            print(record.label)
        else:
            device = device_for(options.device)
            size = "tiny" if options.tiny else "quick" if options.quick else "full"
            record = measured(device, size)
            output = options.output or FILE
            write_whole(output, json.dumps(record, indent=1, ensure_ascii=False) + "\n")
            print(f"{record.label} Written to {output}.")
    except (NoGPU, RecordingError) as problem:  # a recording that was named, and is none
        return trouble(problem, 2)
    except Trouble as problem:
        return trouble(problem, 1)
    if options.markdown:
        from .gpu_page import page

        write_whole(options.markdown, page(record))
    return 0


def trouble(problem, status):
    print(problem, file=sys.stderr)
    return status


class NoGPU(Exception):
    """There is nothing to measure."""


class Trouble(Exception):
    """Nothing can be measured, for another reason."""


def device_for(named):
    """The device that is measured, by its whole name; by default the GPU that is there."""
    import tinygrad_lite as tg

    if named is None:
        found = tg.accelerator.current_accelerator()
        if found is None:
            raise NoGPU(
                "No GPU was found: PyTorch was asked for one of CUDA's and for Apple's (mps), and has neither. "
                "To try the format without one: --device torch, a stand-in, and labelled as one."
            )
        named = str(found)
    try:
        device = tg.device(named)
    except (RuntimeError, ValueError, TypeError) as problem:
        raise NoGPU(f"{problem} To try the format without a GPU: --device torch, labelled as a stand-in.") from None
    if device.type not in ("cuda", "mps", "torch"):
        raise NoGPU(f"--device {named}: a GPU is recorded, cuda or mps; or torch, the stand-in, to try the format.")
    return str(device)


def measured(device, size):
    """Everything, as a recording."""
    import tinygrad_lite as tg

    from . import gpu_parts as parts
    from .gpu_steps import Disagreement, measured_steps

    chosen, start = SIZES[size], time.perf_counter()

    def synchronize():
        tg.accelerator.synchronize(device)

    try:
        steps = measured_steps(device, chosen, synchronize)
    except Disagreement as problem:
        raise Trouble(problem) from None
    short = chosen._replace(row=chosen.row / 4)
    found = {
        **about(device, size),
        "steps": steps,
        "moves": parts.moves(device, short, synchronize),
        "timing": parts.timing(device, short, synchronize),
        "precision": parts.precision(device, short, synchronize),
        "memory": parts.memory(device, chosen),
        "loading": parts.loading(device, short, synchronize),
        "training": {
            where: parts.digits(name, chosen, synchronize) for where, name in (("device", device), ("cpu", "cpu"))
        },
    }
    return Recording({**found, "seconds": round(time.perf_counter() - start)})


def about(device, size):
    """Of what, when and where."""
    import numpy
    import torch

    import tinygrad_lite as tg

    from .measure import processor, threads

    kind = tg.device(device).type
    name, memory = {"mps": "Apple's GPU (mps)", "torch": "none"}.get(kind), None
    if kind == "cuda":
        found = torch.cuda.get_device_properties(device)
        name, memory = found.name, found.total_memory
    cuda = torch.version.cuda if kind == "cuda" else None
    libraries = {"numpy": numpy.__version__, "torch": torch.__version__, "tinygrad_lite": tg.__version__}
    return {
        "format": FORMAT,
        "version": VERSION,
        "stand_in": kind == "torch",
        "size": size,
        "date": datetime.date.today().isoformat(),
        "system": f"{platform.system()} {platform.machine()}",
        "hardware": {
            "device": device, "name": name, "memory": memory, "cuda": cuda, "cpu": processor(), "cores": os.cpu_count(),
        },
        "versions": {"python": platform.python_version(), **libraries},
        "threads": {"NumPy": threads(), "PyTorch": torch.get_num_threads()},
    }  # fmt: skip


if __name__ == "__main__":
    ended(main)
