"""What the exercise on checkpoints is made of: the course's Checkpoint, one in pieces, and causes of exceptions."""

from __future__ import annotations

import pickle
from pathlib import Path

from ...exercise import Cause


class Checkpoint:
    """Writes down all that training needs in order to go on later, and reads it again.

    It works for models and optimizers of tinygrad_lite and of PyTorch alike, in float32 and in float64: both have
    `state_dict()` and `load_state_dict(…)`. What is saved today may be loaded tomorrow, in another process: by a new
    `Checkpoint()`.
    """

    def save(self, path, model, optimizer, epoch):
        """Write the state of model and optimizer, and the epoch, into a file named `path` (a text)."""
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        with open(path, "wb") as file:
            pickle.dump(state, file)

    def load(self, path, model, optimizer):
        """Put what `save` wrote into `model` and `optimizer`, which were made anew; return the epoch."""
        with open(path, "rb") as file:
            state = pickle.load(file)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        return state["epoch"]


class Pieces:
    """Right, and in pieces, so that a mistake can change one of them."""

    def save(self, path, model, optimizer, epoch):
        self.write(path, {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch})

    def write(self, path, state):
        Path(path).write_bytes(pickle.dumps(state))

    def read(self, path):
        return pickle.loads(Path(path).read_bytes())

    def load(self, path, model, optimizer):
        state = self.read(path)
        self.fill_model(model, state["model"])
        self.fill_optimizer(optimizer, state["optimizer"])
        return state["epoch"]

    def fill_model(self, model, state):
        model.load_state_dict(state)

    def fill_optimizer(self, optimizer, state):
        optimizer.load_state_dict(state)


#: What an exception comes from, where a file is written or read.
CAUSES: tuple[Cause, ...] = (
    (
        "AttributeError",
        r"'Checkpoint' object has no attribute '(\w+)'",
        "`{0}` is not known to this object. What `save` keeps in `self` is gone when a new `Checkpoint()` loads, "
        "tomorrow, in another process: everything has to be in the file.",
    ),
    (
        "TypeError",
        r"cannot unpack non-iterable NoneType|'NoneType' object is not (?:subscriptable|iterable)",
        "There is a None where the saved state is meant. What `save` keeps in `self` is gone when a new "
        "`Checkpoint()` loads, tomorrow, in another process: everything has to be in the file.",
    ),
    (
        "TypeError",
        r"(save|load)\(\) takes \d positional arguments? but \d were given",
        "The first parameter of a method is the object itself: `def {0}(self, path, …):`.",
    ),
    (
        "TypeError",
        "write\\(\\) argument must be str, not bytes",
        'pickle writes bytes, and this file was opened for text. `open(path, "wb")`: w for writing, b for bytes.',
    ),
    (
        "TypeError",
        r"Object of type (\w+) is not JSON serializable",
        "JSON knows numbers, texts, lists and dicts, and no {0}. `tensor.tolist()` makes a list; pickle takes it "
        "all as it is.",
    ),
    (
        "TypeError",
        "(?:a bytes-like object is required|file must have 'read' and 'readline')",
        '`pickle.load` takes a file that is open for reading bytes: `with open(path, "rb") as file:`.',
    ),
    (
        "TypeError",
        "(?:load_state_dict: needs a dict|Expected state_dict to be dict-like).*method",
        "`state_dict` without parentheses is the method itself. `state_dict()` calls it.",
    ),
    (
        "TypeError",
        "cannot pickle 'generator' object",
        "`model.parameters()` is a generator, which gives its values once and cannot be written. What a model holds, "
        "by name, is in `model.state_dict()`.",
    ),
    (
        "TypeError",
        "load_state_dict: needs a dict|Expected state_dict to be dict-like",
        "`load_state_dict` takes what `state_dict()` gave. A file has to be read first, and what is in it unpacked.",
    ),
    (
        "UnicodeDecodeError",
        "",
        'The file holds bytes, and was opened as text. `open(path, "rb")`: r for reading, b for bytes.',
    ),
    (
        "UnsupportedOperation",
        "",
        'A file opened with "wb" can be written only, one opened with "rb" can be read only; and "wb" empties it.',
    ),
    (
        "EOFError",
        "",
        'The file is empty, or read to its end already. Opening it with "w" or "wb" empties it at once; to read '
        'it, it is `open(path, "rb")`.',
    ),
    (
        "FileNotFoundError",
        "",
        "There is no file of this name. Look at what `save` writes: `np.save` and `np.savez`, for example, add an "
        "ending to the name they are given.",
    ),
    (
        "UnpicklingError",
        "Weights only load failed",
        "Without more words `torch.load` reads nothing but tensors and plain data. What is yours, and so to be "
        "trusted, can be read with `weights_only=False`.",
    ),
)
