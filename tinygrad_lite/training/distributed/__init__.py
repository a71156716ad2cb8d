"""Training in several processes at once, on one machine or more: data parallel, on `torch.distributed`.

`torchrun` starts the processes: `python -m torch.distributed.run --standalone --nproc-per-node=2 script.py`. The same
script runs without it, as one process.

`processes.py` says which process this is; `collectives.py`, what they tell each other; `sampler.py`, which samples
each gets, and `divided.py` divides any loader; `data_parallel.py` averages gradients, in `buckets.py`; `ranks.py` is
what `Trainer(distributed=True)` asks; `pipeline.py` divides the model instead. `arrays.py` alone hands arrays to
PyTorch.
"""

from tinygrad_lite.training.distributed.arrays import as_torch
from tinygrad_lite.training.distributed.collectives import (
    all_gather,
    all_gather_object,
    all_reduce,
    barrier,
    broadcast,
    broadcast_object,
    recv,
    send,
)
from tinygrad_lite.training.distributed.data_parallel import (
    DistributedDataParallel,
    average_gradients,
    broadcast_weights,
    share_of_mean,
)
from tinygrad_lite.training.distributed.pipeline import Event, Pipeline, idle_share
from tinygrad_lite.training.distributed.processes import (
    DistributedError,
    destroy_process_group,
    get_rank,
    get_world_size,
    init_process_group,
    is_initialized,
    is_main_process,
    local_rank,
    process_group,
)
from tinygrad_lite.training.distributed.sampler import DistributedSampler, ShareOfBatches

__all__ = [
    "DistributedDataParallel",
    "DistributedError",
    "DistributedSampler",
    "Event",
    "Pipeline",
    "ShareOfBatches",
    "all_gather",
    "all_gather_object",
    "all_reduce",
    "as_torch",
    "average_gradients",
    "barrier",
    "broadcast",
    "broadcast_object",
    "broadcast_weights",
    "destroy_process_group",
    "get_rank",
    "get_world_size",
    "idle_share",
    "init_process_group",
    "is_initialized",
    "is_main_process",
    "local_rank",
    "process_group",
    "recv",
    "send",
    "share_of_mean",
]
