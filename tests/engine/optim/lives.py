"""Random lives of an optimizer, ours beside PyTorch's: steps, and between them whatever one may do to an optimizer.

A life is drawn from a seed. Everything is done on both sides, with the same numbers; after each act both must agree in
parameters, state and learning rates. Where PyTorch itself fails (`PYTORCH_FAILS`), the life ends.
"""

import copy
import io
import pickle
import random
import warnings

import numpy as np
import torch

import tinygrad_lite as tg

SHAPES = [(3,), (), (4, 5), (150,), (1, 0), (16, 1), (2, 3), (9, 20), (7,)]
NUMBERS = {  # the settings that are changed in mid-life, and to what
    "SGD": {"momentum": (0, 0.5, 0.9), "dampening": (0, 0.3)},
    "Adam": {"betas": ((0.9, 0.99), (0.3, 0.8)), "amsgrad": (False, True), "eps": (1e-8, 1e-3)},
    "AdamW": {"betas": ((0.9, 0.99), (0.3, 0.8)), "amsgrad": (False, True)},
    "RMSprop": {"momentum": (0, 0.5), "centered": (False, True), "alpha": (0.9, 0.5)},
    "Adagrad": {"lr_decay": (0, 0.1), "eps": (1e-10, 1e-3)},
    "NAdam": {"betas": ((0.9, 0.99), (0.5, 0.8)), "momentum_decay": (4e-3, 0.1)},
    "RAdam": {"betas": ((0.9, 0.99), (0.5, 0.6)), "eps": (1e-8, 1e-3)},
}
SCHEDULES = {"ExponentialLR": {"gamma": 0.9}, "StepLR": {"step_size": 2}, "LinearLR": {"total_iters": 4}}
#: Where PyTorch itself fails: Adagrad makes its state once, for the parameters that it is made with, and misses it in a
#: step after it was cleared, or for a parameter that came later; "max_exp_avg_sq", and RMSprop's "momentum_buffer" and
#: "grad_avg", are missing if they are switched on in mid-life; `state_dict` does not know the number of a parameter
#: that has state but is in no group any more.
PYTORCH_FAILS = (KeyError,)


class Side:
    """One of the two libraries: its parameters, its optimizer, and perhaps a schedule."""

    def __init__(self, lib, name, arrays, groups, settings, schedule):
        self.lib, self.name = lib, name
        self.params = [lib.from_numpy(array.copy()).requires_grad_() for array in arrays]
        self.optimizer = self.new([[self.params[i] for i in group] for group in groups], **settings)
        self.schedule = self.held = None
        if schedule:
            self.schedule = getattr(lib.optim.lr_scheduler, schedule)(self.optimizer, **SCHEDULES[schedule])

    def new(self, groups, **settings):
        return getattr(self.lib.optim, self.name)([{"params": group} for group in groups], **settings)

    def tensor(self, value):
        return self.lib.tensor(np.array(value))

    def group(self, number):
        return self.optimizer.param_groups[number % len(self.optimizer.param_groups)]

    # ------------------------------------------------------------------------------------------------- acts
    def step(self, seed, missing):
        """Gradients depend on the parameters, so that an error goes on."""
        rng = np.random.default_rng(seed)
        for i, p in enumerate(self.params):
            grad = rng.normal(size=tuple(p.shape)) + np.sin(p.detach().numpy())
            p.grad = None if i in missing else self.tensor(grad)
        self.optimizer.step()

    def set(self, group, setting, value):
        if setting == "lr" and isinstance(value, tuple):
            value = self.tensor(value[0])
        self.group(group)[setting] = value

    def fill_lr(self, group, value):
        lr = self.group(group)["lr"]
        self.group(group)["lr"] = lr.fill_(value) if hasattr(lr, "fill_") else value

    def go_on(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that no step was made before
            self.schedule.step()

    def forget(self, i):
        self.optimizer.state[self.params[i]] = {}

    def pop(self, i):
        self.optimizer.state.pop(self.params[i], None)

    def clear(self):
        self.optimizer.state.clear()

    def forget_array(self, i, how):
        own = self.optimizer.state[self.params[i]]
        if "momentum_buffer" in own and self.name == "SGD":  # PyTorch's others make all of their state or nothing
            own["momentum_buffer"] = None
            if how:
                del own["momentum_buffer"]

    def edit(self, i, k, how, number):
        """Replace a tensor of the state, or change it in place."""
        own = self.optimizer.state[self.params[i]]
        if not own:
            return
        name = sorted(own)[k % len(own)]
        value = own[name]
        if value is None:
            return
        with self.lib.no_grad():
            if how == "clone":
                own[name] = value.clone()
            elif how == "new":
                new = np.abs(np.cos(np.arange(value.numpy().size)))  # squares are not negative
                new = np.full((), float(number)) if name == "step" else new * number
                own[name] = self.tensor(new.reshape(tuple(value.shape)).astype(value.numpy().dtype))
            elif how == "hold":
                self.held = value
            elif how == "data":
                value.data = value.data.clone()
            elif name == "step":
                value.add_(number)
            else:
                value.mul_(0.5)

    def append(self, group, i):
        """Put a parameter into a group, out of the one it is in."""
        self.remove(i)
        self.group(group)["params"].append(self.params[i])

    def remove(self, i):
        for group in self.optimizer.param_groups:
            group["params"] = [p for p in group["params"] if p is not self.params[i]]

    def add_group(self, i, settings):
        self.remove(i)
        self.optimizer.add_param_group({"params": [self.params[i]], **settings})

    def resume(self, lr):
        """A new optimizer goes on from the state of the old one, which went through a file."""
        file = io.BytesIO()
        pickle.dump((self.optimizer.state_dict(), self.schedule and self.schedule.state_dict()), file)
        state, schedule = pickle.loads(file.getvalue())
        groups = [group["params"] for group in self.optimizer.param_groups]
        self.optimizer = self.new(groups, lr=lr)
        if self.schedule:
            kind = type(self.schedule)
            self.schedule = kind(self.optimizer, **SCHEDULES[kind.__name__])
            self.schedule.load_state_dict(schedule)
        self.optimizer.load_state_dict(state)
        self.held = None

    def load_own(self):
        self.optimizer.load_state_dict(self.optimizer.state_dict())
        self.held = None

    def copied(self, by):
        """The copy lives on. (Hooks are not copied, so that a schedule of the copy does not see its steps.)"""
        old = self.params, self.optimizer, self.schedule
        new = copy.deepcopy(old) if by == "deepcopy" else pickle.loads(pickle.dumps(old))
        self.params, self.optimizer, self.schedule = new
        self.held = None

    def form(self, group, foreach):
        """Ours alone: the packed or the plain step."""
        if self.lib is tg:
            self.group(group)["foreach"] = foreach


def draw_act(rng, name, count):
    """The name of an act and its arguments."""
    i, group = rng.randrange(count), rng.randrange(3)
    edit = ("edit", i, rng.randrange(5), rng.choice(["clone", "new", "hold", "data", "change"]), rng.randint(1, 5))
    setting = rng.choice([*NUMBERS[name], "weight_decay", "maximize"])
    values = {"weight_decay": (0, 0.1), "maximize": (False, True), **NUMBERS[name]}[setting]
    lr = rng.choice([0.01, 0.1, 0.003])
    acts = [
        (3, edit),
        (1, ("set", group, setting, rng.choice(values))),
        (1, ("set", group, "lr", rng.choice([lr, (lr,)]))),
        (1, ("fill_lr", group, lr)),
        (2, ("go_on",)),
        (1, ("forget", i)),
        (1, ("forget_array", i, rng.randrange(2))),
        (1, ("pop", i)),
        (0.5, ("clear",)),
        (1, ("append", group, i)),
        (0.5, ("remove", i)),
        (0.5, ("add_group", i, rng.choice([{}, {"lr": 0.02}, {"weight_decay": 0.1}]))),
        (1, ("resume", lr)),
        (0.5, ("load_own",)),
        (1, ("copied", rng.choice(["deepcopy", "pickle"]))),
        (1, ("form", group, rng.choice([None, False]))),
    ]
    return rng.choices([act for _, act in acts], [weight for weight, _ in acts])[0]


def live(seed):
    """One life. Returns None if both agreed all along, else a text: where PyTorch failed, or a difference."""
    rng = random.Random(seed)
    name = rng.choice(list(NUMBERS))
    count = rng.randint(1, 5)
    arrays = [np.random.default_rng((seed, i)).normal(size=rng.choice(SHAPES)) for i in range(count)]
    cut = rng.randint(0, count)
    groups = [g for g in (range(cut), range(cut, count)) if len(g)]
    settings = {s: rng.choice(values) for s, values in NUMBERS[name].items() if rng.random() < 0.5}
    schedule = rng.choice([None, None, *SCHEDULES])
    sides = [Side(lib, name, arrays, groups, {"lr": 0.05, **settings}, schedule) for lib in (torch, tg)]
    if rng.random() < 0.3:
        sides[1].form(0, False)
    done = [f"{name} {settings} {schedule}"]
    for _ in range(rng.randint(8, 25)):
        missing = tuple(i for i in range(count) if rng.random() < 0.15)
        act = ("step", rng.randrange(10**6), missing) if rng.random() < 0.55 else draw_act(rng, name, count)
        if act == ("go_on",) and not schedule:
            continue
        done.append(act)
        try:
            getattr(sides[0], act[0])(*act[1:])
        except PYTORCH_FAILS as error:
            return f"PyTorch fails: {error!r}"
        with np.errstate(invalid="ignore"):  # squares that do not go with their mean
            getattr(sides[1], act[0])(*act[1:])
        differing = difference(*sides, tolerance=1e-5 if name == "NAdam" else 1e-9)
        if differing:
            return f"seed {seed}: {differing} after {done}"
    return None


def difference(theirs, ours, tolerance):
    """What differs. PyTorch's load_state_dict makes NAdam's mu_product float64, which is float32 before that."""
    for i, (p, q) in enumerate(zip(theirs.params, ours.params, strict=True)):
        if not close(p, q, tolerance):
            return f"parameter {i}: {p}, {q}"
        if (p in theirs.optimizer.state) != (q in ours.optimizer.state):
            return f"the state of parameter {i} is there on one side only"
        if p not in theirs.optimizer.state:
            continue
        expected, found = (  # None in a saved state is left out here
            {name: value for name, value in side.optimizer.state[p].items() if value is not None}
            for side, p in ((theirs, p), (ours, q))
        )
        if expected.keys() != found.keys():
            return f"the state of parameter {i} has {sorted(expected)}, {sorted(found)}"
        wrong = [name for name in expected if not close(expected[name], found[name], tolerance)]
        if wrong:
            return f"{wrong[0]} of parameter {i}: {expected[wrong[0]]}, {found[wrong[0]]}"
    if theirs.held is not None and not close(theirs.held, ours.held, tolerance):
        return f"a tensor held from the state: {theirs.held}, {ours.held}"
    lrs = [[float(group["lr"]) for group in side.optimizer.param_groups] for side in (theirs, ours)]
    return "" if np.allclose(*lrs, rtol=1e-12, atol=0) else f"learning rates: {lrs}"


def close(p, q, tolerance):
    return p.shape == q.shape and np.allclose(
        p.detach().numpy(), q.detach().numpy(), rtol=tolerance, atol=tolerance, equal_nan=True
    )
