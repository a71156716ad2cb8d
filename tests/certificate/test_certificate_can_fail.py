"""The certificate can fail: good exercises have none of these faults, and each one put into them is reported."""

import math
import time
from dataclasses import replace

import numpy as np
import pytest

from tests.certificate.samples import CORRECT, GOOD, Spread, by_hand
from tinygrad_lite.course.certificate import certify, proofs
from tinygrad_lite.course.certificate.bench import Bench
from tinygrad_lite.course.certificate.examine import SEEDS, certify_question
from tinygrad_lite.course.certificate.page import page
from tinygrad_lite.course.certificate.rules import lesson_faults
from tinygrad_lite.course.exercise import mistake
from tinygrad_lite.course.oracle import LESSON_SEED
from tinygrad_lite.course.question import ChoiceQuestion, NumberQuestion


@pytest.mark.parametrize(("exercise", "correct"), GOOD, ids=[kind.__name__ for kind, _ in GOOD])
def test_good_exercises_have_no_failures(exercise, correct):
    certificate = certify(exercise(), correct)
    assert certificate.failures == []
    assert certificate.solution_seeds == SEEDS
    assert certificate.count("killed") == len(certificate.mutants) > 0
    whole, counts = page({"sample": [certificate]}), page({"sample": [certificate]}, overview=True)
    assert all(mistake.text in whole and mistake.text not in counts for mistake in certificate.mistakes)
    assert f"| {exercise.id} | {certificate.cases} |" in counts


def failures(correct=CORRECT, equivalent=None, **changes):
    """The failures of `Spread` with some of its members changed."""
    mistakes = {name: member for name, member in vars(Spread).items() if hasattr(member, "mistake")}
    spoilt = type("Spoilt", (Spread,), {**mistakes, **changes})
    return "\n".join(certify(spoilt(), correct, equivalent).failures)


# ------------------------------------------------------------------------------------ the solution, the cases


def wrong_solution(values):
    """The mean distance of the values from their median."""
    return np.mean(np.abs(values - np.median(values)))


def borrowed_solution(values):
    """The mean distance of the values from their mean."""
    import torch

    return np.mean(np.abs(values - values.mean())) if torch.float64 else 0


def centred_cases(self, rng):
    for length in (3, 4, 5, 6, 7):
        values = rng.normal(size=length)
        yield self.case(values - values.mean())


def fixed_cases(self, rng):
    for order in ([0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0], [1, 0, 3, 2]):
        yield self.case(np.array([1.0, 2.5, 4.0, 8.0])[order])


def test_a_wrong_solution():
    assert "The solution is not right on seed 0" in failures(solution=staticmethod(wrong_solution))


def test_a_solution_that_is_not_written_by_hand():
    assert "not-by-hand because of `torch.float64`" in failures(solution=staticmethod(borrowed_solution))


def test_a_card_on_which_the_mistake_cannot_be_seen(monkeypatch):
    monkeypatch.setattr(proofs, "can_be_seen", lambda one, other: False)
    assert "two answers that look alike in the printed digits, though another case does not" in failures()


def test_cases_that_do_not_notice_a_mutant():
    found = failures(cases=centred_cases)
    assert 'Mutant survives: "line 2: values - np.mean(values) → values"' in found


def test_cases_with_which_lazy_answers_pass():
    found = failures(cases=fixed_cases)
    assert "A lazy answer passes: returns the answer of the first case." in found
    assert "A lazy answer passes: knows the lesson's answers by heart." in found


def test_cases_that_stand_on_the_edge_of_rounding():
    def cases(self, rng):
        for length in (3, 4, 5, 6):
            yield self.case(np.array([1.0, 0.3, *rng.uniform(1, 2, size=length)]))

    def above(values):
        """How many are at least 0.3."""
        return np.sum(values >= 0.3)

    def reference(self, values):
        return np.sum(values + 1e6 >= 0.3 + 1e6)

    found = failures(cases=cases, solution=staticmethod(above), reference=reference)
    assert "The solution, with inputs changed by a relative 1e-15, is wrong" in found


def test_a_reference_that_fails():
    def reference(self, values):
        raise ZeroDivisionError("no such luck")

    assert "It could not be examined: ZeroDivisionError" in failures(reference=reference)


def test_a_check_that_takes_too_long(monkeypatch):
    monkeypatch.setattr(proofs, "LIMIT", 0.0)
    assert "The check of the solution took" in failures()


# ------------------------------------------------------------------------------------------- other versions


def with_the_median(values):
    return wrong_solution(values)


def test_too_few_correct_versions():
    assert "1 correct version(s) besides the solution" in failures(correct=[by_hand])


def test_a_correct_version_that_is_not():
    assert "The correct version with_the_median (seed 0) is wrong" in failures(correct=[*CORRECT, with_the_median])


def test_a_mutant_listed_as_equivalent_that_is_noticed():
    found = failures(equivalent={"line 2: values - np.mean(values) → values": "no reason"})
    assert 'Mutant "line 2: values - np.mean(values) → values" is listed as equivalent, but is wrong' in found


def test_a_mutant_listed_as_equivalent_that_does_not_arise():
    assert "no such mutant arises any more" in failures(equivalent={"line 9: + → -": "it was there once"})


# ------------------------------------------------------------------------------------------------- mistakes


def test_too_few_mistakes():
    assert "It has 3 named mistake(s); at least 4 are needed." in failures(sums=None)


def test_a_mistake_that_passes():
    @mistake("multiplies and divides by 2", "You double and halve. Leave it.")
    def doubles(self, values):
        return 2 * np.mean(np.abs(values - values.mean())) / 2

    found = failures(doubles=doubles)
    assert 'Mistake "multiplies and divides by 2" on seed 0: it passes (right)' in found
    assert "differs from the right answer on 0 case(s)" in found


def test_two_mistakes_that_cannot_be_told_apart():
    @mistake("takes the square root of the variance", "You took the root of the variance. Leave it.")
    def root(self, values):
        return np.sqrt(values.var())

    found = failures(root=root)
    assert 'Mistake "takes the root of the squares" on seed 0: it is wrong' in found
    assert 'Mistakes "takes the root of the squares" and "takes the square root of the variance" differ on 0' in found


def test_a_text_whose_field_nothing_fills():
    @mistake("returns the largest", "You returned the largest of {batch} values. Average them.")
    def largest(self, values):
        return values.max()

    assert "the card does not know {batch}" in failures(largest=largest)


def test_a_diagnosis_that_is_only_true_on_the_lessons_cases():
    def cases(self, rng):
        positive = rng.random() > 0.6  # so it is for seed 0, not for 1 and 2
        for length in (3, 4, 5, 6, 7):
            values = rng.normal(size=length)
            yield self.case(np.abs(values) if positive else values)

    @mistake("does not subtract the mean", "You did not subtract the mean. Subtract it.")
    def raw(self, values):
        return np.abs(values.mean())

    found = failures(cases=cases, raw=raw)
    assert 'values - np.mean(values) → values" is diagnosed as mistake: does not subtract the mean, but' in found


# ---------------------------------------------------------------------------------------- texts and questions


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"hints": ("one", "two")}, "It has 2 hints; there must be 3."),
        ({"hints": ("a", "b", "`np.mean(np.abs(values - np.mean(values)))`")}, "Hint 3 gives the whole solution away."),
        ({"hints": ("a", "b", "x" * 401)}, "Hint 3 is 401 characters long"),
        ({"hints": ("a", "b", "(to be written)")}, "Hint 3 is still to be written."),
        ({"notice": "Well done!"}, "The notice has an exclamation mark."),
        ({"says": "Oops. You just sum."}, 'says "just"'),
        ({"says": "Did you sum? Divide."}, "does not end with a period"),
    ],
    ids=["hints", "solution in a hint", "long", "left to write", "loud", "unkind", "no period"],
)
def test_texts(changes, expected):
    @mistake("sums", changes.get("says", "You summed. Divide."))
    def sums(self, values):
        return np.sum(np.abs(values - values.mean()))

    assert expected in failures(**changes, sums=sums)


def test_a_solution_without_docstring():
    assert "The solution has no docstring" in failures(solution=staticmethod(by_hand))


def test_a_docstring_that_is_still_to_be_written():
    def unfinished(values):
        """(to be written)"""
        return by_hand(values)

    assert "The solution's docstring is still to be written." in failures(solution=staticmethod(unfinished))


class Choice(ChoiceQuestion):
    id = "sample/choice"
    question = "Which is even?"
    choices = {"a": ("1", "1 is odd."), "b": ("2", "2 · 1 is even."), "c": ("3", "3 is odd.")}
    right = "b"


SAME_TWICE = {**Choice.choices, "a": ("1", "3 is odd.")}
ONE_EMPTY = {**Choice.choices, "a": ("1", "")}


class Number(NumberQuestion):
    id = "sample/number"
    question = "What is 1/3?"
    value = 1 / 3
    wrong = {3.0: "That is its reciprocal.", 0.03: "The decimal point is one place off."}


def test_good_questions():
    assert certify_question(Choice()).failures == certify_question(Number()).failures == []
    assert lesson_faults("sample", [Spread()], [Choice(), Number()]) == []


@pytest.mark.parametrize(
    ("question", "changes", "expected"),
    [
        (Choice, {"right": "d"}, 'The right answer "d" is none of the choices.'),
        (Choice, {"choices": SAME_TWICE}, "The answer 'a' has no explanation of its own."),
        (Choice, {"choices": ONE_EMPTY}, "The answer 'a' has no explanation of its own."),
        (Number, {"wrong": {0.3334: "Nearly."}}, "The answer 0.3334 does not get its own explanation."),
        (Number, {"wrong": {3.0: "No.", 0.03: "No."}}, "The answer 3.0 has no explanation of its own."),
    ],
)
def test_questions(question, changes, expected):
    assert expected in certify_question(type("Spoilt", (question,), changes)()).failures


def test_a_lesson_with_the_same_letter_always_or_an_id_twice():
    faults = lesson_faults("sample", [], [Choice(), Number(), Choice()])
    assert faults == ['The right choice is always "b".', "Two tasks have the id sample/choice."]


def test_an_id_that_does_not_begin_with_its_folder():
    assert lesson_faults("other", [Spread()], []) == [
        "sample/spread is in the folder other/; its id should begin like that."
    ]


# ---------------------------------------------------------------------------------------------- without an end


class Divisor(Spread):
    id, name = "sample/divisor", "divisor"
    axes = {}

    def cases(self, rng):
        for _ in range(6):
            yield self.case(int(rng.integers(2, 9)) * 6, int(rng.integers(2, 9)) * 4)

    def reference(self, a, b):
        return math.gcd(a, b)

    @staticmethod
    def solution(a, b):
        """The greatest common divisor."""
        while b != 0:
            a, b = b, a % b
        return a


def test_mutants_that_never_end_are_cut_off():
    certificate = certify(Divisor())
    endless = [mutant for mutant in certificate.mutants if mutant.detail == "cut off"]
    assert endless
    assert {mutant.outcome for mutant in endless} == {"killed"}


@pytest.mark.parametrize(("exercise", "correct"), GOOD, ids=[kind.__name__ for kind, _ in GOOD])
def test_a_mutant_that_is_only_to_be_noticed_has_the_same_outcome(exercise, correct):
    whole, quick = certify(exercise(), correct), certify(exercise(), correct, one_in=10**9)
    assert [(m.description, m.outcome) for m in quick.mutants] == [(m.description, m.outcome) for m in whole.mutants]
    assert any(mutant.detail for mutant in whole.mutants)
    assert not any(mutant.detail for mutant in quick.mutants)


def test_a_mutant_that_is_only_to_be_noticed_and_is_not_is_reported():
    mistakes = {name: member for name, member in vars(Spread).items() if hasattr(member, "mistake")}
    blind = type("Blind", (Spread,), {**mistakes, "cases": centred_cases})()
    whole, quick = certify(blind, CORRECT), certify(blind, CORRECT, one_in=10**9)
    survivors = [failure for failure in whole.failures if failure.startswith("Mutant survives")]
    assert survivors
    assert [failure for failure in quick.failures if failure.startswith("Mutant survives")] == survivors


@pytest.mark.parametrize("share", [1.0, 0.4, 0.1, 0.0])
def test_what_never_ends_is_cut_off_however_busy_the_machine_is(monkeypatch, share):
    """Of the processor it gets this share; 0: it waits."""
    clock, given = [0.0], []

    class Endless:
        def verdict_on(self, submission, seconds):
            given.append(seconds)
            clock[0] += seconds

    monkeypatch.setattr(proofs.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(proofs.time, "thread_time", lambda: share * clock[0])
    proofs.verdict_after(Endless(), None, 0.5)
    assert given == [0.5 * 2**n for n in range({1.0: 1, 0.4: 3, 0.1: 5, 0.0: 6}[share])]


def test_a_machine_that_was_busy_elsewhere_makes_no_hang():
    late = []

    def divisor(a, b):
        """Right; but in the first case the processor does something else for a while."""
        if not late:
            late.append(time.sleep(0.4))
        return math.gcd(a, b)

    bench = Bench(Divisor(), (LESSON_SEED,))
    submission = replace(bench.submit_object(Divisor.solution), candidate=divisor)
    assert bench.verdict_on(submission, seconds=0.2).status == "error"
    late.clear()
    assert not bench.notices(submission, 0.2)
    late.clear()
    assert proofs.verdict_after(bench, submission, 0.2).status == "right"


def test_a_diagnosis_that_a_short_budget_cut_off_is_not_held_against_the_check(monkeypatch):
    in_time = Bench.verdict_on

    def hurried(bench, submission, seed=LESSON_SEED, cases=None, seconds=None):
        """Finds no time for a diagnosis where seconds are few, but on the lesson's own seed, as on a busy machine."""
        verdict = in_time(bench, submission, seed, cases, seconds)
        few = seconds is not None and seconds < proofs.AMPLE
        return replace(verdict, diagnosis=None) if few and seed != LESSON_SEED else verdict

    monkeypatch.setattr(Bench, "verdict_on", hurried)
    assert certify(Spread(), CORRECT).failures == []
