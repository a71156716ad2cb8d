"""Nets of every kind that a training has, small, and data for them: for whole runs on a device."""

import numpy as np

import tinygrad_lite as tg

nn = tg.nn


def mlp():
    return nn.Sequential(
        nn.Linear(8, 16), nn.GELU(), nn.Dropout(0.25), nn.LayerNorm(16), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 3)
    )


def convolutional():
    """Nothing before batch norm that it takes off, such as a bias: its gradient is rounding, which Adam enlarges."""
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(3, 2, 1),
        nn.Conv2d(4, 4, 3, groups=2), nn.SiLU(),
        nn.AvgPool2d(2, 1, 1, count_include_pad=False), nn.Flatten(), nn.Linear(36, 3),
    )  # fmt: skip


class Reader(nn.Module):
    """Words, their vectors, a recurrent layer in both directions, and classes from its last outputs."""

    def __init__(self, layer):
        super().__init__()
        self.words = nn.Embedding(20, 8, padding_idx=0)
        self.layer = layer(8, 6, num_layers=2, bidirectional=True, batch_first=True)
        self.classes = nn.Linear(12, 3)

    def forward(self, x):
        return self.classes(self.layer(self.words(x))[0][:, -1])


NETS = {
    "mlp": mlp,
    "convolutional": convolutional,
    "rnn": lambda: Reader(nn.RNN),
    "gru": lambda: Reader(nn.GRU),
    "lstm": lambda: Reader(nn.LSTM),
}
OPTIMIZERS = {
    "SGD": lambda params: tg.optim.SGD(params, lr=0.1),
    "momentum": lambda params: tg.optim.SGD(params, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
    "Adam": lambda params: tg.optim.Adam(params, lr=0.01),
    "amsgrad": lambda params: tg.optim.Adam(params, lr=0.01, amsgrad=True, weight_decay=0.01),
    "AdamW": lambda params: tg.optim.AdamW(params, lr=0.01),
    "NAdam": lambda params: tg.optim.NAdam(params, lr=0.01),
    "RAdam": lambda params: tg.optim.RAdam(params, lr=0.01),
    "RMSprop": lambda params: tg.optim.RMSprop(params, lr=0.01, momentum=0.5),
    "Adagrad": lambda params: tg.optim.Adagrad(params, lr=0.05),
    "plain Adam": lambda params: tg.optim.Adam(params, lr=0.01, foreach=False),
    "Lookahead": lambda params: tg.optim.Lookahead(tg.optim.SGD(params, lr=0.1), k=2),
}


def batch(name, device="cpu"):
    """Examples and their classes."""
    random = np.random.default_rng(0)
    if name in ("rnn", "gru", "lstm"):
        x = random.integers(0, 20, (6, 5))
    else:
        x = random.normal(size=(6, 8) if name == "mlp" else (6, 1, 8, 8)).astype("float32")
    return tg.tensor(x, device=device), tg.tensor(random.integers(0, 3, 6), device=device)


def step(model, optimizer, x, y):
    """One step of a training; returns the loss."""
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 0.5)
    optimizer.step()
    return loss
