"""The measurements of lesson 11: they measure what they say, and the lesson runs the same trainings."""

import nbformat
import numpy as np
import pytest

import tinygrad_lite as tg
from benchmarks import scaling_runs
from benchmarks.scaling_page import BASE, BATCHES, BUDGETS, RATES, WAYS, at_budget, nearest, page
from benchmarks.scaling_runs import digits, study, trained
from tinygrad_lite.course.folders import lessons_folder

LESSON = lessons_folder() / "11_scaling_out.ipynb"


def test_the_lesson_trains_the_same():
    cells = {cell.id: cell.source for cell in nbformat.read(LESSON, as_version=4).cells}
    images, labels = (part.numpy() for part in tg.data.digits())
    names = {"np": np, "tg": tg, "nn": tg.nn, "labels": labels, "digits": ((images - 8) / 8).astype(np.float32)}
    exec("def network" + cells["same"].partition("def network")[2].partition("\n\n\n")[0], names)
    exec(cells["rules"].partition("\n\n\nrates_of = ")[0], names)
    for job in (("SGD", 320, 0.64, 1), ("Adam", 640, 0.016, 0)):
        assert names["final_loss"](*job) == pytest.approx(trained(*job), rel=1e-5)


def test_no_digit_is_on_two_sides():
    (x, y), (rest, answers) = digits(0, 400)
    assert (len(x), len(y), len(rest), len(answers)) == (400, 400, 1397, 1397)
    rows = [image.tobytes() for image in np.concatenate([x, rest])]
    images = (tg.data.digits()[0].numpy() - 8) / 8
    assert sorted(rows) == sorted(image.astype(np.float32).tobytes() for image in images)


def test_a_training_that_goes_astray_has_no_loss():
    assert trained("SGD", 320, 1e6, 0, epochs=2) > 10
    assert trained("SGD", 320, 0.5, 0, epochs=2) < 2.3


@pytest.mark.parametrize("way", WAYS)
def test_a_search_spends_what_it_may(way):
    history = study(way, 0, 60)
    assert history == study(way, 0, 60)
    spent, losses, accuracies = zip(*history, strict=True)
    assert max(spent) <= 60
    assert list(losses) == sorted(losses, reverse=True)
    assert all(0 <= accuracy <= 1 for accuracy in accuracies)
    assert at_budget(history, spent[0]) == history[0][1:]
    assert at_budget(history, 1) == (np.inf, 0.0)
    if "pruning" not in way:
        assert list(spent) == [12, 24, 36, 48, 60]


def test_the_grid_is_searched_for_the_rate_of_a_rule():
    rates = RATES["SGD"]
    assert nearest("SGD", rates[3] * 1.1) == 3
    assert nearest("SGD", rates[-1] * 1.3) is None


def test_the_page_finds_the_best_rate_and_counts_the_worse_seeds():
    best = {batch: 4 + 2 * i for i, batch in enumerate(BATCHES)}  # twice the batch, twice the rate
    found = {
        ("rule", kind, batch, rate, seed): 0.1 + abs(number - min(best[batch], len(rates) - 1))
        for kind, rates in RATES.items()
        for batch in BATCHES
        for number, rate in enumerate(rates)
        for seed in range(2)
    }
    found |= {
        ("search", way, seed): [(budget, 1 / budget, 0.9) for budget in BUDGETS] for way in WAYS for seed in range(3)
    }
    text = page(found, 2, 3, 60.0)
    rate = RATES["SGD"][best[80]]
    assert f"| 80 | {rate:g} | 0.100 | {RATES['SGD'][best[BASE]] * 2:.3g}: 0.100 (0 of 2) |" in text
    assert "(edge)" in text
    assert "| 120 | TPE, pruning | 0.008 (0.008 to 0.008) | 90.0% | 0 / 0 |" in text


def test_all_jobs_are_measured_once():
    jobs = scaling_runs.jobs(2, 3)
    assert len(set(jobs)) == len(jobs) == 2 * len(BATCHES) * sum(map(len, RATES.values())) + 3 * len(WAYS)
