"""What was measured: the figures that every diagnosis rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Layer:
    """One layer, over all samples looked at."""

    name: str
    kind: str
    dead: float = 0.0  # share of its units that are 0 for every sample
    saturated: float = 0.0  # share of values close to the ends of Tanh or Sigmoid
    spread: float = 0.0  # standard deviation of what comes out
    gradient: float | None = None  # of its weight and bias, per parameter
    update: float | None = None  # norm of the weight's change in a step / norm of the weight


@dataclass
class Start:
    """How training goes from some weights on, always on the same batches."""

    standing: float = float("nan")  # the mean loss when nothing is changed (rate 0)
    after: dict[float, float] = field(
        default_factory=dict
    )  # rate × factor → mean loss after the steps; inf: not finite
    highest: dict[float, float] = field(default_factory=dict)  # … → the highest loss on the way
    gradient: float = float("nan")  # norm of the first gradient


@dataclass
class Trial:
    """An experiment with one thing changed. Losses are of the judges, in units of the best constant's."""

    name: str  # of the cause, if it goes better so
    as_is: float  # after the steps, with nothing changed
    changed: float
    other_rate: float  # with nothing changed but the rate, at the better of two others
    steps: int
    start: str  # "these weights", "new weights"
    need: float  # so much better it must be
    figures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def gain(self) -> float:
        return min(self.as_is, 10.0) - min(self.changed, 10.0)


@dataclass
class Curves:
    """What the history says. Rises are of validation, above its lowest; noise is of one epoch."""

    epochs: int = 0
    first: float = float("nan")
    last: float = float("nan")  # training loss, mean of the last epochs
    falling: float = 0.0  # by how much the training loss fell in the last third
    late: float = float("nan")  # by how much it fell in the second half
    val_lowest: float = float("nan")
    val_best: int = -1  # the epoch of it
    val_last: float = float("nan")
    val_noise: float = 0.0
    train_at_best: float = float("nan")  # training loss in the epoch where validation was best


@dataclass
class Evidence:
    """Everything that was measured; None or NaN where it could not be.

    Attributes:
        baseline: the loss when always the best constant is predicted.
        neighbours: the loss when each sample is predicted from its nearest neighbours in the batches.
        signal: by how many standard deviations the neighbours predict better than with shuffled targets.
        one_batch: the loss on one batch after training on it alone, at the best of the rates.
        longer: the loss after ten times as many steps, where it seems to have come to rest.
        now, fresh: from the weights as they are; from new ones.
    """

    steps: int = 0
    samples: int = 0
    epoch_steps: int = 0  # batches in an epoch
    losses: list[float] = field(default_factory=list)
    baseline: float = float("nan")
    neighbours: float = float("nan")
    signal: float = float("nan")
    one_batch: float = float("nan")
    longer: float = float("nan")
    longer_as_is: float = float("nan")  # the same at the rate as it is
    shrunk: float = float("nan")  # the smallest of the weights' norms, beside those that the layers draw by themselves
    anew: dict[str, float] = field(default_factory=dict)  # loss after many steps from "these weights", "new weights"
    uphill: float = 0.0  # the share of small steps that raise the loss of their own batch
    negative: bool = False  # the loss of classes has the wrong sign
    constant_inputs: bool = False
    now: Start | None = None
    fresh: Start | None = None
    layers: list[Layer] = field(default_factory=list)
    bad_weights: str = ""  # the first parameter that is not finite, as the model is now
    bad_data: str = ""  # where inputs or targets are not finite
    birth: str = ""  # where the first number that is not finite came up
    birth_step: int = -1
    birth_fresh: bool = False  # after starting from new weights
    detached: bool = False
    without_gradient: list[str] = field(default_factory=list)  # layers whose parameters get none
    parameters: int = 0  # how many parameters are to be trained
    moved: bool = True  # whether any parameter changes in a step
    left_over: tuple[float, float] | None = None  # norms before and after backward, where zero_grad is missing
    shapes: tuple[tuple[int, ...], tuple[int, ...]] | None = None  # of predictions and targets of a batch
    exchanged: float = float("nan")  # relative change of the loss when the targets of a batch change places
    sequences: bool = False  # inputs of three sizes, (samples, steps, features), or of whole numbers, as words are
    needs_targets: bool = False  # whether the loss is another with other targets (numbers)
    kind: str = ""  # of the targets: "classes" or "numbers"
    random_layers: list[str] = field(default_factory=list)  # those that act differently in training and evaluation
    validation: dict[str, float] = field(default_factory=dict)  # losses: "reported", "eval", "train", ...
    validation_mode: bool | None = None  # model.training when the user's validation called the model
    largest_input: float = float("nan")
    curves: Curves = field(default_factory=Curves)
    rate: float = float("nan")
    optimizer: str = ""
    present_rate: float = float("nan")  # lower than `rate` where a schedule has taken it to nearly nothing
    done: int = 0  # steps made before this diagnosis, as far as that can be known
    train: Any = None  # what the model answers to training and validation data in evaluation mode: `survey.Seen`
    val: Any = None
    judged: float = float("nan")  # the judges' loss now, in units
    trials: list[Trial] = field(default_factory=list)
    sorted: float = 0.0  # by how much the batches' targets differ, as a multiple of chance; 0 if by chance
    sorted_by: str = ""  # "targets", or an input
    balanced: tuple[float, float, float] | None = None  # mean of the classes' accuracies: chance, as it is, balanced
    balanced_figures: list[tuple[str, str]] = field(default_factory=list)
    clipped: tuple[float, float] = (float("nan"), float("nan"))  # norm of the gradient before and after clipping
    noisy: bool = False  # answers differ in training mode, without any layer for it
    evaluating: str = ""  # how it shows that training goes on in evaluation mode
    alike: list[str] = field(default_factory=list)  # layers whose units are all equal, and stay so
    parallel: list[str] = field(default_factory=list)  # layers whose units have weights in nearly the same direction
    twice: str = ""  # an activation that the loss applies itself, before the loss
    not_logs: str = ""  # what goes into NLLLoss, if these are not logs of probabilities
    renamed: tuple[str, float, float] | None = None  # labels of validation: how, accuracy so, and as they are
    displaced: tuple[int, float, float] | None = None  # targets against inputs: places, fit so, and as they are
    mended: tuple[str, float, float] | None = None  # inputs of validation: how, loss so, and as they are
    val_signal: float = float("nan")  # `signal`, of the validation data by themselves
    cross_signal: float = float("nan")  # ... of validation data whose neighbours are looked for in training data
    perfect: float = float("nan")  # the loss if the model gave nearly the right answers
    batch: int = 0  # samples in a batch
    twins: tuple[float, float] = (0.0, 0.0)  # share of validation samples that are in training; of training samples
    telling: tuple[int, float, float] = (-1, 0.0, 0.0)  # an input that tells the target, how much; the next one

    @property
    def trained(self) -> bool:
        """Whether there have been steps enough to expect something."""
        return self.done >= 100 and (self.curves.epochs >= 2 or self.curves.epochs == 0)

    @property
    def better_anew(self) -> bool:
        """Whether new weights come far lower than these do, in as many steps."""
        now, new = self.anew.get("these weights", 0.0), self.anew.get("new weights", float("inf"))
        return new < 0.5 * now and new < now - 0.3

    @property
    def level(self) -> float:
        """The training loss in evaluation mode, in units; of training mode where that cannot be seen."""
        if self.train is not None and self.train.loss == self.train.loss:
            return self.train.loss / self.unit
        return self.now.standing / self.unit if self.now else float("inf")

    @property
    def unit(self) -> float:
        """What losses are compared with: the constant's, or that of new weights."""
        candidates = [self.baseline, self.fresh.standing if self.fresh else float("nan"), self.curves.first]
        return next((value for value in candidates if 0 < value < float("inf")), float("nan"))
