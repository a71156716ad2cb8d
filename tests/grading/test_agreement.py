"""Rare agreement lists nobody where all wrote alone, and a pair where one handed in the other's answers."""

import numpy as np
import pytest

from tests.grading.simulated import independent_class, with_a_copy
from tinygrad_lite.grading.agreement import agreements
from tinygrad_lite.grading.apart import Apart
from tinygrad_lite.grading.record import MACHINE, Mark, Record


def alone(seed, students):
    return independent_class(np.random.default_rng([15, seed, students]), students)


@pytest.mark.parametrize("students", [12, 40, 100])
@pytest.mark.parametrize("seed", range(4))
def test_who_wrote_alone_is_not_listed(seed, students):
    assert agreements(alone(seed, students)).pairs == ()


def of_ways(rng, ways, right):
    """A class's records, from the way and the verdict of each answer, by student and exercise."""
    return [
        Record(f"student{place}", marks=tuple(
            Mark(f"sample/{column}", 2.0, 2.0 * good, status="right" if good else "wrong", tree=f"{good} {way}",
                 behaviour="" if good else f"behaviour {rng.geometric(0.25)}")
            for column, (way, good) in enumerate(zip(theirs, verdicts, strict=True))))
        for place, (theirs, verdicts) in enumerate(zip(ways, right, strict=True))
    ]  # fmt: skip


def of_styles(rng, students=40, exercises=12, kept=0.8):
    """Each has three habits, which run through four in five of all that she writes."""
    habits = rng.integers(0, [2, 3, 2], size=(students, 1, 3))
    others = rng.integers(0, [2, 3, 2], size=(students, exercises, 3))
    styles = np.where(rng.random((students, exercises, 3)) < kept, habits, others)
    own = rng.geometric(0.25, size=(students, exercises))
    ways = [[f"{style} {way}" for style, way in zip(*each, strict=True)] for each in zip(styles, own, strict=True)]
    return of_ways(rng, ways, rng.random((students, exercises)) < rng.beta(4, 2, size=(students, 1)))


def of_long_tails(rng, students=25, exercises=9):
    """Hardly two write the same, but where they do it is in any exercise."""
    frequent = 1 / np.arange(1, 3000) ** 1.05
    ways = rng.choice(len(frequent), p=frequent / frequent.sum(), size=(students, exercises))
    return of_ways(rng, ways, rng.random((students, exercises)) < rng.uniform(0.3, 0.95, size=exercises))


def of_tutorials(rng, students=90, exercises=11):
    """Three groups, of which each was shown its own way to do every other exercise."""
    group, shown = rng.integers(0, 3, size=students), rng.random((students, exercises)) < 0.6
    ways = [
        [f"group {group[one]} {rng.geometric(0.35)}" if shown[one, column] and not column % 2 else rng.geometric(0.06)
         for column in range(exercises)]
        for one in range(students)
    ]  # fmt: skip
    return of_ways(rng, ways, rng.random((students, exercises)) < 0.75)


def of_habits(rng):
    """Each has three habits, which run through all that she writes: two people of one school have the same ones."""
    return of_styles(rng, kept=1.0)


@pytest.mark.parametrize("make", [of_styles, of_habits, of_long_tails, of_tutorials])
@pytest.mark.parametrize("seed", range(5))
def test_nobody_is_listed_for_a_style_a_rare_way_or_a_tutor(make, seed):
    assert agreements(make(np.random.default_rng([31, seed])), seed=seed).pairs == ()


@pytest.mark.full
@pytest.mark.parametrize("students", [12, 20, 40, 100])
def test_of_many_classes_that_wrote_alone_hardly_any_lists_a_pair(students):
    classes = 300
    listed = sum(bool(agreements(alone(1000 + seed, students), seed=seed).pairs) for seed in range(classes))
    assert listed <= 3, f"{listed} of {classes}"  # 0.3 are expected; more than 3 happen once in 30,000 times


@pytest.mark.full
def test_of_many_classes_with_habits_hardly_any_lists_a_pair():
    """Before habits were measured, 9 of 60 did."""
    classes = 120
    listed = sum(
        bool(agreements(of_habits(np.random.default_rng([32, seed])), seed=seed).pairs) for seed in range(classes)
    )
    assert listed <= 5, f"{listed} of {classes}"  # 1.5 are expected; more than 5 happen once in 200 times


def test_a_copy_is_found_among_people_of_habits_too():
    found = 0
    for seed in range(6):
        records = of_habits(np.random.default_rng([33, seed]))
        listed = agreements(with_a_copy(records, 3, 20))
        assert [set(each.students) for each in listed.pairs] in ([], [{"student3", "student20"}])
        found += bool(listed.pairs)
    assert found >= 4


def test_the_more_agreements_gather_in_pairs_the_more_is_asked_of_one():
    """Two classes with as many rare answers: in one they are dealt out over all pairs, in the other a few have them."""

    def shared(pairs):
        return [{pair: (2, 4.0)} for pair in pairs]

    spread = Apart(shared([(2 * k, 2 * k + 1) for k in range(20)]), np.zeros(40, dtype=int), 0)
    gathered = Apart(shared([(2 * k, 2 * k + 1) for k in range(5)] * 4), np.zeros(40, dtype=int), 0)
    assert gathered.threshold(0) > spread.threshold(0)


def copied_pair(seed, students):
    """A class in which a weak student handed in all but two of the answers of one in the middle; and the two."""
    records = alone(seed, students)
    by_points = sorted(range(students), key=lambda place: records[place].points)
    copier, copied = by_points[3], by_points[students // 2]
    return with_a_copy(records, copier, copied), {f"student{copier}", f"student{copied}"}


@pytest.mark.slow
@pytest.mark.parametrize(("students", "found_at_least"), [(20, 7), (40, 5), (100, 3)])
def test_a_copied_notebook_is_often_found_and_nobody_else(students, found_at_least):
    """Nine copied answers need not be rare ones: then nothing is said."""
    found = 0
    for seed in range(10):
        records, pair = copied_pair(seed, students)
        listed = agreements(records)
        assert [set(each.students) for each in listed.pairs] in ([], [pair])
        found += bool(listed.pairs)
        for each in listed.pairs:
            assert each.bits > listed.threshold
            assert each.bits == pytest.approx(sum(bits for *_, bits in each.shared))
    assert found >= found_at_least


def test_what_many_share_and_what_everybody_was_given_counts_nothing():
    def record(student, tree):
        return Record(
            student, marks=tuple(Mark(f"sample/{e}", 2, 2, status="right", tree=f"{tree} {e}") for e in "abcdef")
        )

    apart = [record(f"s{place}", f"own {place}") for place in range(20)]
    two = [record("x", "shared"), record("y", "shared")]
    given = [f"shared {e}" for e in "abcdef"]
    assert len(agreements([*apart, *two]).pairs) == 1
    assert agreements([*apart, *two, record("z", "shared")]).pairs == ()
    assert agreements([*apart, *two], own_trees=given).pairs == ()


def test_no_answer_and_no_mark_agree_with_nothing():
    def record(student, **mark):
        return Record(student, marks=tuple(Mark(f"sample/{e}", 2, tree="same", **mark) for e in "abcdef"))

    apart = alone(0, 20)
    for mark in ({"auto": 0.0, "status": "not-started"}, {"state": MACHINE}):
        assert agreements([*apart, record("x", **mark), record("y", **mark)]).pairs == ()


def test_a_wrong_answer_that_nothing_explains_counts_by_how_it_is_wrong():
    def record(student, tree, name=""):
        marks = tuple(
            Mark(f"sample/{e}", 2, 0, status="wrong", name=name, tree=f"{tree} {e}", behaviour=f"odd {e}")
            for e in "abcdef"
        )
        return Record(student, marks=marks)

    apart = alone(0, 30)
    assert len(agreements([*apart, record("x", "one"), record("y", "other")]).pairs) == 1
    named = "sums instead of averaging"
    assert agreements([*apart, record("x", "one", named), record("y", "other", named)]).pairs == ()


def test_a_small_class_says_nothing():
    found = agreements(with_a_copy(alone(0, 9), 1, 2))
    assert (found.pairs, found.threshold, found.students) == ((), None, 9)


def test_the_same_records_give_the_same_list():
    records = copied_pair(2, 40)[0]
    assert agreements(records) == agreements(records)
