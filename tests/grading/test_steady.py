"""The self-check of a run: which notebooks it takes, and what it finds."""

from dataclasses import dataclass

from tinygrad_lite.grading.record import GRADED, NEEDS_A_PERSON, Mark, Record
from tinygrad_lite.grading.steady import SEEDS, Steadiness, other_seeds, sample, steadiness


@dataclass(frozen=True)
class Task:
    student: str
    seed: int
    places: bool = True


def record(student, *statuses):
    marks = [Mark(f"loss/{n}", 1.0, status=status, tree="t") for n, status in enumerate(statuses)]
    return Record(student, "02_loss.ipynb", marks=tuple(marks))


def test_one_notebook_in_twenty_is_taken_and_always_the_same():
    assert [len(sample(list(range(n)), 0)) for n in (0, 19, 20, 60, 250)] == [0, 0, 1, 3, 12]
    assert sample(list(range(60)), 7) == sample(list(range(60)), 7)
    assert len({tuple(sample(list(range(60)), seed)) for seed in range(5)}) > 1


def test_other_seeds_are_others():
    """And only verdicts are wanted of them."""
    tasks = [*other_seeds([Task("anna", 5)])]
    seeds = [task.seed for task in tasks]
    assert not any(task.places for task in tasks)
    assert len(set(seeds)) == SEEDS
    assert 5 not in seeds


def test_a_verdict_that_differs_is_found_and_equal_ones_are_counted():
    first = [record("anna", "right", "wrong"), record("ben", "right", "right")]
    assert steadiness(first, [record("anna", "right", "wrong")] * 4) == Steadiness(2, ())
    again = [record("anna", "right", "wrong"), record("anna", "wrong", "wrong")]
    assert steadiness(first, again) == Steadiness(2, ("loss/0",))


def test_what_has_no_mark_is_not_compared_and_what_loses_it_differs():
    nothing = Record("carla", "02_loss.ipynb", state=NEEDS_A_PERSON)
    assert steadiness([nothing], [nothing]) == Steadiness()
    lost = Record("anna", "02_loss.ipynb", marks=(Mark("loss/0", 1.0, state=NEEDS_A_PERSON),))
    assert steadiness([record("anna", "right")], [lost]).differing == ("loss/0",)
    assert record("anna", "right").state == GRADED
