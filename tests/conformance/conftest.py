"""One thread for PyTorch, as in tests/engine; and random numbers for its processor alone.

`torch.manual_seed` also leaves word for every device that is not here, each time with the whole call stack. The
catalogue seeds before every sample: that took half the time of these tests.
"""

import torch

torch.set_num_threads(1)
torch.manual_seed = torch.default_generator.manual_seed
