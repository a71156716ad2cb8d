"""The parts of lesson 07's checks: what is found in a split and in dropout, and what a checkpoint is asked about."""

from __future__ import annotations

import gc
import linecache
from pathlib import Path

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.exercises.stopping import CheckpointRoundtrip, Dropout, EarlyStoppingClass, TrainValSplit
from tinygrad_lite.course.exercises.stopping.mask import calls_fault, dropout_fault
from tinygrad_lite.course.exercises.stopping.parts import split_fault
from tinygrad_lite.course.exercises.stopping.recipes import (
    Network,
    OptimizerOf,
    Place,
    Trained,
    Training,
    speaks_of_torch,
)
from tinygrad_lite.course.exercises.stopping.saving import Checkpoint
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.recipes import World
from tinygrad_lite.course.run import run
from tinygrad_lite.course.submission import Submission

# ------------------------------------------------------------------------------------------------- a split

N = 90
X, Y = np.random.default_rng(0).normal(size=(N, 3)), np.arange(float(N))
ORDER = np.random.default_rng(1).permutation(N)


def parts(train, val):
    return X[train], Y[train], X[val], Y[val]


TRAIN, VAL = ORDER[30:], ORDER[:30]
GOOD = parts(TRAIN, VAL)
SPLITS = {
    "not four parts": (GOOD[:2], GOOD[2:]),
    "no arrays": (*GOOD[:3], None),
    "another order": (GOOD[0], GOOD[2], GOOD[1], GOOD[3]),
    "x and y exchanged": (GOOD[1], GOOD[0], GOOD[3], GOOD[2]),
    "not the samples": (TRAIN, TRAIN, VAL, VAL + 0.5),
    "a sample twice": parts(TRAIN, [*VAL[:-1], VAL[0]]),
    "a sample in both parts": parts(np.arange(N), VAL),
    "other lengths": (GOOD[0], GOOD[1][:-1], *GOOD[2:]),
    "pairs torn apart": (GOOD[0], GOOD[1][::-1], *GOOD[2:]),
    "samples lost": parts(TRAIN[1:], VAL),
    "one too many": parts(ORDER[31:], ORDER[:31]),
    "sizes exchanged": parts(VAL, TRAIN),
    "another size": parts(ORDER[40:], ORDER[:40]),
    "a block of neighbours": parts([*range(20), *range(50, N)], range(20, 50)),
    "not all alike": parts([0, 1, *range(30, 40), *range(42, N)], [*range(2, 30), 40, 41]),
}


@pytest.mark.parametrize("key", SPLITS)
def test_each_fault_of_a_split_is_found(key):
    finding = split_fault(X, Y, 30, SPLITS[key], used=True)
    assert finding is not None
    assert finding.key == key


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (parts(range(30, N), range(30)), "takes the first ones"),
        (parts(range(60), range(60, N)), "takes the last ones"),
        (GOOD, "chance from somewhere else"),
    ],
)
def test_a_split_without_the_generator(answer, key):
    assert split_fault(X, Y, 30, answer, used=False).key == key


def test_a_right_split_as_lists_and_tensors():
    assert split_fault(X, Y, 30, GOOD, used=True) is None
    assert split_fault(X, Y, 30, [part.tolist() for part in GOOD], used=True) is None
    everything = parts(ORDER, ORDER[:0])
    assert split_fault(X, Y, 0, everything, used=False) is None
    assert split_fault(X, Y, 0, everything[2:] + everything[:2], used=True).key == "everything for validation"


@pytest.mark.parametrize("exercise", [TrainValSplit(), Dropout()], ids=lambda exercise: exercise.name)
def test_chance_never_makes_a_right_answer_wrong(exercise):
    for seed in range(60):
        for case in cases_of(exercise, seed):
            answer = run(exercise.solution, case)
            assert exercise.judge(case, (answer.value, answer.after)) is None


# --------------------------------------------------------------------------------------------------- dropout

NUMBERS = np.random.default_rng(2).uniform(0.5, 2, size=(40, 50))
KEEP = np.random.default_rng(3).random((40, 50)) >= 0.2
MASKS = {
    "another shape": NUMBERS[0],
    "not finite": np.full((40, 50), np.nan),
    "drops nothing": NUMBERS / 0.8,
    "drops everything": 0 * NUMBERS,
    "one toss along axis 0": NUMBERS * KEEP[:1] / 0.8,
    "one toss along axis 1": NUMBERS * KEEP[:, :1] / 0.8,
    "the mask": KEEP / 0.8,
    "different factors": NUMBERS * NUMBERS * KEEP,
    "share p, factor 1": NUMBERS * KEEP,
    "share p, factor 1/p": NUMBERS * KEEP / 0.2,
    "share 1-p, factor 1/(1-p)": NUMBERS * ~KEEP / 0.8,
    "share 1-p, factor 1/p": NUMBERS * ~KEEP / 0.2,
    "share other, factor other": NUMBERS * (np.random.default_rng(4).random((40, 50)) > 0.5) * 3,
}


@pytest.mark.parametrize("key", MASKS)
def test_each_fault_of_dropout_is_found(key):
    finding = dropout_fault(NUMBERS, 0.2, True, MASKS[key], used=True)
    assert finding is not None
    assert finding.key == key


def test_dropout_is_right_or_tells_what_its_generator_does():
    good = NUMBERS * KEEP / 0.8
    assert dropout_fault(NUMBERS, 0.2, True, good.tolist(), used=True) is None
    assert dropout_fault(NUMBERS, 0.2, True, good, used=False).key == "chance from somewhere else"
    assert dropout_fault(NUMBERS, 0.2, True, NUMBERS > 1, used=True) is not None  # of True and False, no numbers
    for training, p in ((False, 0.2), (True, 0.0)):
        assert dropout_fault(NUMBERS, p, training, NUMBERS, used=False) is None
        when = "with p = 0" if training else "in evaluation"
        assert dropout_fault(NUMBERS, p, training, good, used=True).key == f"drops {when}"
        assert dropout_fault(NUMBERS, p, training, NUMBERS + 1, used=True).key == f"changes x {when}"
    assert dropout_fault(NUMBERS, 0.2, False, NUMBERS * 0.8, used=True).key == "scales in evaluation, 1-p"


def test_several_calls_of_dropout():
    rng = np.random.default_rng(5)
    free = [NUMBERS * (rng.random((40, 50)) >= 0.2) / 0.8 for _ in range(10)]
    assert calls_fault(NUMBERS, 0.2, free, used=True) is None
    assert calls_fault(NUMBERS, 0.2, 10 * free[:1], used=True).key == "the same mask in every call"
    rolled = [np.roll(KEEP, number) * NUMBERS / 0.8 for number in range(10)]
    assert calls_fault(NUMBERS, 0.2, rolled, used=True).key == "the same count in every call"
    assert calls_fault(NUMBERS, 0.2, [*free, NUMBERS], used=True).key == "drops nothing"


# ----------------------------------------------------------------------------------------------- checkpoints


def typed(source, name="Checkpoint"):
    """What a student types into a cell."""
    file = f"<{hash(source)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    namespace = {"np": np}
    exec(compile(source, file, "exec"), namespace)
    return Submission(namespace[name], source, namespace)


PICKLE = """
import pickle{imports}

class Checkpoint:
    def save(self, path, model, optimizer, epoch):
        with open(path, "wb") as file:
            {module}.dump([model.state_dict(), optimizer.state_dict(), epoch], file)

    def load(self, path, model, optimizer):
        with open(path, "rb") as file:
            weights, state, epoch = pickle.load(file)
        model.load_state_dict(weights)
        optimizer.load_state_dict(state)
        return epoch
"""


@pytest.mark.parametrize(
    ("source", "speaks"),
    [
        ("import torch\nclass Checkpoint:\n    def save(self):\n        torch.save({}, 'a')", True),
        ("class Checkpoint:\n    def save(self):\n        import torch\n        torch.save({}, 'a')", True),
        ("import torch as t\nclass Checkpoint:\n    def save(self):\n        t.save({}, 'a')", True),
        ("from torch import save as s\nclass Checkpoint:\n    def save(self):\n        s({}, 'a')", True),
        ("import torch\nclass Checkpoint:\n    def save(self):\n        return [torch.ones(1) for _ in 'ab']", True),
        (PICKLE.format(imports="", module="pickle"), False),
        (PICKLE.format(imports=", torch", module="pickle"), False),
        ("import tinygrad_lite as tg\nclass Checkpoint:\n    def save(self):\n        tg.tensor([1.0])", False),
    ],
)
def test_whether_a_class_speaks_of_torch(source, speaks):
    assert speaks_of_torch(typed(source).candidate) == speaks


def test_the_network_is_of_the_library_that_is_spoken_of():
    recipe = Network((2, 3, 1), True, 5)
    ours, theirs = World(candidate=Checkpoint), World("torch")
    mine, other = recipe.build(ours), recipe.build(theirs)
    assert isinstance(mine, tg.nn.Module)
    assert isinstance(other, torch.nn.Module)
    x = np.random.default_rng(0).normal(size=(4, 2)).astype(np.float32)
    assert np.allclose(mine(tg.tensor(x)).detach().numpy(), other(torch.tensor(x)).detach().numpy(), atol=1e-6)


def test_a_place_is_gone_with_its_world():
    world = World()
    path = Path(Place("a.ckpt").build(world))
    model, training = Network((2, 3, 1), False, 0).build(world), Trained(None, None)
    path.touch()
    assert not training.written(str(path), model)  # nothing can be in it
    path.write_text(13 * "1.00")
    assert training.written(str(path), model)
    assert not training.written(str(path.with_name("b")), model)
    world.built["path"] = str(path)
    assert Path(Place("b.ckpt", "path").build(world)).parent == path.parent
    del world
    gc.collect()
    assert not path.parent.exists()


def test_what_differs_is_told():
    world = World()
    for name, recipe in {
        "model": Network((2, 3, 1), True, 0),
        "optimizer": OptimizerOf("Adam", (0.1, 0.2)),
        "training": Training(5, (2, 3, 1), 0),
    }.items():
        world.built[name] = recipe.build(world)
    model, optimizer, training = world.built["model"], world.built["optimizer"], world.built["training"]
    training.note("before", model, optimizer)
    assert training.differs("before", model, optimizer) == []
    optimizer.param_groups[1]["lr"] = 0.5
    assert training.differs("before", model, optimizer) == ["learning rates"]
    training.run(model, optimizer, 1)
    assert training.differs("before", model, optimizer) == [
        "parameters",
        "buffers",
        "optimizer state",
        "learning rates",
    ]
    assert [len(group["params"]) for group in optimizer.param_groups] == [1, 5]


def card_of(source):
    exercise, submission = CheckpointRoundtrip(), typed(source)
    verdict = verdict_on(exercise, submission, seconds=60)
    return verdict, repr(verdict_card(exercise, verdict, []))


def test_a_network_left_in_evaluation_mode_is_no_fault():
    source = PICKLE.format(imports="", module="pickle").replace("return epoch", "model.eval()\n        return epoch")
    assert card_of(source)[0].status == "right"


def test_a_dict_in_place_of_the_epoch():
    source = PICKLE.format(imports="", module="pickle").replace(
        "return epoch", "return {'epoch': epoch, 'w': 5 * [weights]}"
    )
    verdict, card = card_of(source)
    assert verdict.diagnosis.name == "method returns another kind"
    assert "Your method `load` returned a dict here" in card
    assert "a dict with the keys 'epoch', 'w'" in card
    assert len(card) < 2500


def test_memory_in_place_of_a_file_is_not_sent_into_self():
    source = (
        "kept = {}\nclass Checkpoint:\n"
        "    def save(self, path, model, optimizer, epoch):\n"
        "        kept[path] = model.state_dict(), optimizer.state_dict(), epoch\n"
        "    def load(self, path, model, optimizer):\n"
        "        model.load_state_dict(kept[path][0])\n"
        "        optimizer.load_state_dict(kept[path][1])\n"
        "        return kept[path][2]\n"
    )
    assert card_of(source)[0].diagnosis.name == "keeps references in memory"


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('path, "wb"', 'path, "w"', "this file was opened for text"),
        ('path, "rb"', 'path, "r"', '`open(path, "rb")`'),
        ('path, "rb"', 'path, "wb"', "can be written only"),
        ('path, "wb"', 'path + ".pkl", "wb"', "Look at what `save` writes"),
        ("self, path, model, optimizer, epoch", "path, model, optimizer, epoch", "def save(self, path, …):"),
        ("load_state_dict(weights)", "load_state_dict(path)", "A file has to be read first"),
        ("weights, state, epoch = pickle", "weights, state, epoch = self.kept = self.all; pickle", "has to be in the"),
    ],
)
def test_causes_where_files_are_written(before, after, says):
    source = PICKLE.format(imports="", module="pickle")
    assert before in source
    verdict, card = card_of(source.replace(before, after))
    assert verdict.status == "error"
    assert says in card


def test_early_stopping_is_not_asked_what_comes_after_the_stop():
    """Whether it stays stopped is left open: both are right."""
    source = (
        "class EarlyStopping(Base):\n"
        "    def step(self, value):\n"
        "        self.over = getattr(self, 'over', False) or super().step(value)\n"
        "        return self.over\n"
    )
    namespace = {"Base": EarlyStoppingClass.solution}
    exec(source, namespace)
    assert verdict_on(EarlyStoppingClass(), Submission(namespace["EarlyStopping"], source)).status == "right"
