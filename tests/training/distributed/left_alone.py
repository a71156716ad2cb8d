"""One of two processes, started without torchrun: what happens when the other one ends, hangs or never comes.

`python left_alone.py HOW`, with RANK and so on set. Process 1 does what HOW says, process 0 prints the error.
"""

import os
import signal
import sys
import time

import numpy as np

from tinygrad_lite.training import distributed


def main(how):
    try:
        distributed.init_process_group(timeout=60 if how == "killed" else 3)
    except distributed.DistributedError as error:
        print(f"joining: {error}")
        return
    distributed.all_reduce(np.ones(3))
    if distributed.get_rank() == 1:
        if how == "killed":
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        time.sleep(12)
        return
    try:
        distributed.all_reduce(np.ones(3))
    except distributed.DistributedError as error:
        print(f"waiting: {error}")


if __name__ == "__main__":
    main(sys.argv[1])
