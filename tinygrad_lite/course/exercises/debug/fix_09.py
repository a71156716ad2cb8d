"""`fix_09` of lesson 10: batches on one device, the model on another."""

from __future__ import annotations

import ast
import copy

from ...exercise import Exercise, mistake
from ...recipes import Optimizer
from .epochs import train
from .other_device import CriterionElsewhere, LoaderHere, NetElsewhere

#: (samples, batch size, sizes of the network, classes or 0 for a regression, optimizer, rate, epochs)
_SETTINGS = [
    (3, 2, (1, 1), "MSELoss", "SGD", 0.1, 2),
    (5, 2, (2, 3, 2), "CrossEntropyLoss", "SGD", 0.4, 3),
    (7, 3, (3, 4, 1), "MSELoss", "SGD", 0.05, 4),
    (6, 4, (2, 5, 3), "CrossEntropyLoss", "Adam", 0.05, 3),
    (9, 4, (4, 3, 2), "CrossEntropyLoss", "SGD", 0.3, 4),
    (8, 3, (3, 5, 1), "MSELoss", "Adam", 0.02, 3),
]


class Moved:
    """A loader's batches on the device on which a model's parameters lie."""

    def __init__(self, loader, model, targets_too=True):
        self.loader, self.model, self.targets_too, self.dataset = loader, model, targets_too, loader.dataset

    def __len__(self):
        return len(self.loader)

    def __iter__(self):
        device = next(self.model.parameters()).device
        for inputs, targets in self.loader:
            yield inputs.to(device), targets.to(device) if self.targets_too else targets


def thrown_away(submission):
    """A line such as `inputs.to(device)`, about what came out of a loader, whose result nobody keeps; "" for none."""
    nodes = submission.nodes()
    targets = [name for node in nodes if isinstance(node, ast.For) for name in ast.walk(node.target)]
    batch = {name.id for name in targets if isinstance(name, ast.Name)}
    for node in nodes:
        called = node.value.func if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
        if not isinstance(called, ast.Attribute) or called.attr not in ("to", "cpu", "cuda"):
            continue
        if isinstance(called.value, ast.Name) and called.value.id in batch:
            return ast.unparse(node)
    return ""


class Fix09(Exercise):
    id, points, rtol, forbids = "debug/fix_09", 3, 1e-7, ()
    name = "train_09"
    hints = (
        "Print `inputs.device` behind the line that should move them, and `device`. Then ask the same of the targets.",
        "`tensor.to(device)` gives a tensor on that device; the old one stays what it was, and where it was. A module "
        "is different: `model.to(device)` moves the module itself.",
        "For both, inputs and targets: `x = x.to(device)`, before the forward pass. The model is where it should be.",
    )
    causes = (
        (
            "RuntimeError",
            r"but found at least two devices, cpu and (\S+)! \(weights and inputs of the model\)",
            "The model's weights lie on cpu, the inputs that it was given on {0}. The model was moved away from its "
            "device: `model.to(…)` moves the module itself. It is the batches that have to move.",
        ),
        (
            "RuntimeError",
            r"but found at least two devices, (\S+) and (\S+)! \(weights and inputs of the model\)",
            "The model's weights lie on {0}, the inputs that it was given on {1}. A tensor's `to` returns the moved "
            "tensor: that one has to be given to the model, and the device has to be the model's.",
        ),
        (
            "RuntimeError",
            r"but found at least two devices, (\S+) and (\S+)! \(outputs and targets in the criterion\)",
            "The model's outputs lie on {0}, the targets on {1}. Both parts of a batch have to be moved.",
        ),
        (
            "RuntimeError",
            r"but found at least two devices, (\S+) and (\S+)!",
            "An operation was given one tensor on {0} and another on {1}. Both have to lie on the same device.",
        ),
        (
            "RuntimeError",
            r"device: '(\S+)' is not there",
            'There is no device "{0}" here. Code that asks the model where it lies runs on every machine: the name of '
            "a device belongs nowhere in this loop.",
        ),
        (
            "RuntimeError",
            "the loss does not depend on any parameter",
            "The way from the loss back to the weights was cut, as `detach()`, `item()` and NumPy cut it. A tensor "
            "that is moved by `to` keeps it.",
        ),
        (
            "AttributeError",
            "has no attribute 'device'",
            "A module has no `device`, in PyTorch neither: its parameters could lie on several. Ask one of them: "
            "`next(model.parameters()).device`.",
        ),
        (
            "AttributeError",
            "property 'device'",
            "Where a tensor lies cannot be set. `to` makes a tensor with the same numbers on another device.",
        ),
        (
            "AttributeError",
            "'DataLoader' object has no attribute",
            "A loader does not move: it makes batches as they are asked for. Each batch is moved when it comes out.",
        ),
        (
            "RuntimeError",
            r"device: '(\S+)' is not supported",
            "A tensor cannot be made on {0}: the second device is a stand-in of this exercise, which only `to` knows. "
            "Move the tensor that is there.",
        ),
        (
            "TypeError",
            "'generator' object is not subscriptable",
            "`model.parameters()` gives the parameters one after another and has no places. `next(…)` takes the first.",
        ),
        (
            "TypeError",
            "must be a Tensor, got a NumPy array",
            "The model takes tensors, and here gets an array. `to` makes a tensor of a tensor; NumPy is not needed.",
        ),
        (
            "TypeError",
            r"can't convert (\S+) device type tensor to numpy",
            "NumPy works on the CPU only, and this tensor lies on {0}. A single number comes out with `.item()`; "
            "moving a tensor to a device needs no NumPy.",
        ),
    )
    notice = (
        "The second device here is a stand-in of this lesson: labels on tensors, as strict as PyTorch's. With a GPU, "
        "the device would be called cuda:0, and your loop would be the same."
    )

    def cause(self, failure, case, submission):
        line = thrown_away(submission)
        if failure.kind == "RuntimeError" and "found at least two devices" in failure.message and line:
            return (
                f"`{line}` gives a new tensor, and nobody keeps it: the old one stays where it was. Only a module "
                "moves itself."
            )
        return super().cause(failure, case, submission)

    def cases(self, rng):
        both = ("model", "criterion")
        for n, batch, sizes, loss, name, lr, epochs in _SETTINGS:
            classes = loss == "CrossEntropyLoss"
            targets = rng.integers(0, sizes[-1], size=n) if classes else rng.normal(size=(n, 1))
            loader = LoaderHere(rng.normal(size=(n, sizes[0])), targets, batch)
            arguments = NetElsewhere.draw(rng, *sizes), loader, CriterionElsewhere(loss), Optimizer(name, lr)
            yield self.case(*arguments, epochs, changes=both, observe=both)

    def reference(self, model, loader, criterion, optimizer, epochs):
        history = []
        for _ in range(epochs):
            losses = []
            for inputs, targets in loader:
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                optimizer.step()
                losses += [loss.item()] * len(inputs)
            history.append(sum(losses) / len(losses))
        return history

    @staticmethod
    def broken(model, loader, criterion, optimizer, epochs):
        device = next(model.parameters()).device
        history = []
        for _ in range(epochs):
            total = 0.0
            for inputs, targets in loader:
                inputs.to(device)
                targets.to(device)
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            history.append(total / len(loader.dataset))
        return history

    @staticmethod
    def solution(model, loader, criterion, optimizer, epochs):
        """Train on the device where the model's parameters lie, and leave the model there.

        The loader's batches lie on the CPU. Outputs and losses are computed on the model's device too.

        Args:
            model, loader, criterion: `criterion(model(inputs), targets)` is the batch mean of the loss.
            optimizer: has `zero_grad()` and `step()`.
            epochs: how many times to go through the loader.
        Returns:
            list of floats: for each epoch the mean loss per sample, from the forward pass before each step.
        """
        device = next(model.parameters()).device
        history = []
        for _ in range(epochs):
            total = 0.0
            for inputs, targets in loader:
                inputs, targets = inputs.to(device), targets.to(device)
                optimizer.zero_grad()
                loss = criterion(model(inputs), targets)
                loss.backward()
                optimizer.step()
                total += loss.item() * len(inputs)
            history.append(total / len(loader.dataset))
        return history

    def again(self, model, loader, criterion, optimizer, epochs):
        return train(model, Moved(loader, model), criterion, optimizer, epochs)

    @mistake(
        "trains on the CPU",
        "Every forward pass ran on the CPU, where the model still lies: it was moved to the data. The numbers "
        "are right, but the device for which all this is done stands idle.",
    )
    def on_the_cpu(self, model, loader, criterion, optimizer, epochs):
        return train(model.to("cpu"), loader, criterion, optimizer, epochs)

    @mistake(
        "trains on the CPU, and moves back",
        "Every forward pass ran on the CPU: the model was moved there for the training, and back to its device at the "
        "end. The numbers are right, but the device for which all this is done stood idle.",
    )
    def there_and_back(self, model, loader, criterion, optimizer, epochs):
        device = next(model.parameters()).device
        history = train(model.to("cpu"), loader, criterion, optimizer, epochs)
        model.to(device)
        return history

    @mistake(
        "leaves the model on the CPU",
        "The training ran where it should. But afterwards the model lies on the CPU: whoever called your function goes "
        "on with a model that has left its device.",
    )
    def left_on_the_cpu(self, model, loader, criterion, optimizer, epochs):
        history = train(model, Moved(loader, model), criterion, optimizer, epochs)
        model.to("cpu")
        return history

    @mistake(
        "computes the loss on the CPU",
        "The model runs on its device, but its outputs were brought back to the CPU for the loss. All outputs, and "
        "their gradients, then travel in every step. The targets are to go to the model's device.",
    )
    def loss_on_the_cpu(self, model, loader, criterion, optimizer, epochs):
        def there(outputs, targets):
            return criterion(outputs.to("cpu"), targets)

        return train(model, Moved(loader, model, targets_too=False), there, optimizer, epochs)

    @mistake(
        "trains a copy",
        "The model that was handed over never ran, and its weights are what they were; what ran was a copy. The "
        "optimizer still holds the parameters of the original, so the copy learns nothing: its loss stays the same.",
    )
    def a_copy(self, model, loader, criterion, optimizer, epochs):
        copied = copy.deepcopy(model)
        return train(copied, Moved(loader, copied), criterion, optimizer, epochs)

    @mistake(
        "trains a copy on the CPU",
        "The model that was handed over never ran, and its weights are what they were; what ran was a copy, on the "
        "CPU. The optimizer still holds the parameters of the original, so the copy learns nothing.",
    )
    def a_copy_on_the_cpu(self, model, loader, criterion, optimizer, epochs):
        return train(copy.deepcopy(model).to("cpu"), loader, criterion, optimizer, epochs)

    @mistake(
        "skips every batch",
        "No batch was trained on: the model never ran, and every mean loss is 0. An exception that is caught is still "
        "an exception: the batches have to be moved, then none is raised.",
    )
    def skips(self, model, loader, criterion, optimizer, epochs):
        return [0.0] * epochs

    @mistake(
        "the weights never move",
        "The model ran on its device, but its weights are what they were before: the same loss in every epoch. A "
        "step needs `backward()`, gradients that are still there, and `optimizer.step()`.",
    )
    def no_step(self, model, loader, criterion, optimizer, epochs):
        start = copy.deepcopy(model.state_dict())
        return train(
            model,
            Moved(loader, model),
            criterion,
            optimizer,
            epochs,
            behind=lambda _: model.load_state_dict(start),
        )

    @mistake(
        "forgets zero_grad",
        "Everything lies where it should. But gradients are never cleared now, so each step is made with the sum of "
        "all batches so far.",
    )
    def never_cleared(self, model, loader, criterion, optimizer, epochs):
        return train(model, Moved(loader, model), criterion, optimizer, epochs, clear=False)

    @mistake(
        "batches count the same",
        "The training is right now. But your losses are means of the batches' means, in which a smaller last batch "
        "counts as much as a full one. Asked for is the mean over the samples.",
    )
    def batches_alike(self, model, loader, criterion, optimizer, epochs):
        return train(model, Moved(loader, model), criterion, optimizer, epochs, alike=True)
