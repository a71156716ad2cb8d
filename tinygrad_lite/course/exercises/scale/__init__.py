"""The exercises of lesson 11: accumulation, data parallel by hand, the ring, sharding, pipelines, rules of thumb."""

from .accumulate import Accumulate
from .average_gradients import AverageGradients
from .data_parallel_step import DataParallelStep
from .lr_for_batch import LrForBatch
from .questions import (
    AmdahlByHand,
    BubbleByHand,
    NoAverage,
    RingByHand,
    RingTraffic,
    Scaling,
    SmallerBubble,
    UnequalShares,
    WhatAccumulationSaves,
)
from .ring_all_reduce import RingAllReduce
from .shard_sampler import ShardSampler
from .speed import Amdahl, Bubble
from .train_accumulated import TrainAccumulated

#: In the order of the lesson.
EXERCISES = (
    Accumulate,
    TrainAccumulated,
    AverageGradients,
    DataParallelStep,
    RingByHand,
    RingAllReduce,
    ShardSampler,
    LrForBatch,
    AmdahlByHand,
    Amdahl,
    BubbleByHand,
    Bubble,
    WhatAccumulationSaves,
    NoAverage,
    UnequalShares,
    RingTraffic,
    SmallerBubble,
    Scaling,
)
