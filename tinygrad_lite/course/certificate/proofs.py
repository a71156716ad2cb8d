"""What the certificate proves of one coded exercise, one function a proof.

Each takes the bench and the certificate, writes what it found into the certificate, and what is not as it should be
into `certificate.failures`, as a sentence that says what to look at.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np

from ..attempt import Verdict
from ..budget import budget
from ..card import verdict_card
from ..compare import can_be_seen
from ..diagnosis.exact import TELLING
from ..exercise import Mistake
from ..expired import Expired
from ..oracle import LESSON_SEED
from ..run import HUNG
from ..submission import Submission
from .bench import ACCEPTED, Bench, lazy_answers, lookup_table, nudged_answers
from .mutants import Mutant, mutants
from .record import Certificate, MistakeProof, MutantProof

#: A check should take less than GOAL seconds of the processor's time, and must take less than LIMIT.
GOAL, LIMIT = 1.0, 5.0
#: What may never end is given so many times its seconds, if it does not compute meanwhile.
PATIENCE = 32
#: What is known to end is given this long: on a busy machine, a diagnosis must not be cut off.
AMPLE = 60.0
#: More seeds than these are asked only whether the verdict is the same, not for a card.
CARDS = 3
#: So many mistakes an exercise has at least.
MISTAKES = 4


def said(verdict: Verdict) -> str:
    """A verdict in a few words."""
    words = verdict.status
    if verdict.diagnosis:
        words += f", diagnosed as {verdict.diagnosis.kind}: {verdict.diagnosis.name}"
    if verdict.forbidden:
        words += f" because of `{verdict.forbidden.expression}`"
    if verdict.answer and verdict.answer.failure and not verdict.diagnosis:
        words += f", {verdict.answer.failure.kind}: {verdict.answer.failure.message}"
    if verdict.case is not None:
        words += f"; smallest case: {'; '.join(verdict.case.code().splitlines())[:200]}"
    return words


def prove_solution(bench: Bench, certificate: Certificate) -> None:
    """The solution is right on every seed, and agrees with the reference asked live."""
    submission = bench.submit(bench.exercise.solution_code())
    certificate.cases = len(bench.cases(LESSON_SEED))
    for seed in bench.seeds:
        expected = bench.expected(seed)  # first, so that importing PyTorch is not counted as the check's time
        start = time.process_time()
        verdict = bench.verdict_on(submission, seed)
        if seed == LESSON_SEED:
            certificate.seconds = time.process_time() - start
        live = bench.behaviour(submission.candidate, seed)
        disagrees = [
            index
            for index, wanted in enumerate(expected)
            if not bench.exercise.has_own_judge and not live.answers[index].agrees(wanted, bench.exercise.rtol)
        ]
        if verdict.status != "right":
            certificate.failures.append(f"The solution is not right on seed {seed}: {said(verdict)}.")
        elif disagrees:
            case = bench.cases(seed)[disagrees[0]]
            certificate.failures.append(f"The solution differs from the live reference on seed {seed}:\n{case.code()}")
        else:
            certificate.solution_seeds += 1
        certificate.ulps = max(certificate.ulps, verdict.ulps)
    _time_it(certificate, "The check of the solution", certificate.seconds)


def _time_it(certificate: Certificate, what: str, seconds: float) -> None:
    if seconds > LIMIT:
        limits = f"at most {LIMIT:g} s are allowed, the goal is {GOAL:g} s"
        certificate.failures.append(f"{what} took {seconds:.1f} s; {limits}.")


def prove_correct(bench: Bench, certificate: Certificate, correct: Mapping[str, Submission]) -> None:
    """At least two differently written correct versions, by name, are right on every seed, whatever the rounding."""
    if len(correct) < 2:
        count = f"{len(correct)} correct version(s) besides the solution"
        certificate.failures.append(f"It has {count}; at least 2 are needed.")
    for name, submission in correct.items():
        verdicts = {f"seed {seed}": bench.verdict_on(submission, seed) for seed in bench.seeds[:CARDS]}
        verdicts["inputs changed by 1e-15"] = bench.verdict_on(submission, cases=bench.nudged)
        failing = [seed for seed in bench.seeds[CARDS:] if not bench.passes(submission, seed)]
        verdicts.update({f"seed {seed}": bench.verdict_on(submission, seed) for seed in failing})
        bad = [f"The correct version {name} ({on}) is {said(v)}." for on, v in verdicts.items() if v.status != "right"]
        certificate.failures += bad[:1]
        certificate.correct[name] = not bad


def prove_stub_and_lazy(bench: Bench, certificate: Certificate) -> None:
    """The untouched stub is not started, and answers that take no thought are not right."""
    verdict = bench.verdict_on(bench.submit(bench.exercise.stub()))
    certificate.stub = verdict.status == "not-started"
    if not certificate.stub:
        certificate.failures.append(f"The untouched stub is {said(verdict)}, not not-started.")
    if bench.exercise.broken:
        _prove_broken(bench, certificate)
    for name, submission in lazy_answers(bench).items():
        certificate.lazy[name] = bench.verdict_on(submission).status
    table = None if bench.exercise.table_is_answer else lookup_table(bench)
    if table is not None:  # right on the lesson's own cases, of course; another seed must ask something else
        certificate.lazy["knows the lesson's answers by heart"] = bench.verdict_on(table, LESSON_SEED + 1).status
    for name, status in certificate.lazy.items():
        if status in ACCEPTED:
            certificate.failures.append(f"A lazy answer passes: {name}.")


def _prove_broken(bench: Bench, certificate: Certificate) -> None:
    """The code that a student is to mend, once it counts as started, is wrong by a mistake that has a name.

    Or it raises an exception, and what usually causes that is said.
    """
    verdict = bench.verdict_on(bench.submit(f"{bench.exercise.stub()}    pass\n"))
    found = verdict.diagnosis
    named = found is not None and (found.kind == "mistake" or (found.kind == "error" and found.text != ""))
    if verdict.status in ACCEPTED or not named:
        certificate.failures.append(f"The code that is to be mended is {said(verdict)}, not a named mistake.")


def prove_mistakes(bench: Bench, certificate: Certificate) -> None:
    """Every named mistake is diagnosed as itself on every seed, and the text it gives is complete."""
    found = bench.exercise.mistakes()
    if len(found) < MISTAKES:
        certificate.failures.append(f"It has {len(found)} named mistake(s); at least {MISTAKES} are needed.")
    for mistake in found:
        submission = bench.submit_mistake(mistake)
        proof = MistakeProof(mistake.name)
        for seed in bench.seeds[:CARDS]:
            start = time.process_time()
            verdict = bench.verdict_on(submission, seed, seconds=AMPLE)
            proof.seconds = max(proof.seconds, time.process_time() - start)
            fault = _misdiagnosed(mistake, verdict) or _bad_card(bench, verdict)
            if seed == LESSON_SEED and not fault:
                fault = _unseen(bench, submission, verdict)
            if fault and proof.diagnosed:
                certificate.failures.append(f'Mistake "{mistake.name}" on seed {seed}: {fault}.')
                proof.diagnosed = False
            if seed == LESSON_SEED:
                proof.status, proof.text = verdict.status, verdict.diagnosis.text if verdict.diagnosis else ""
                proof.diagnosis = f"{verdict.diagnosis.kind}: {verdict.diagnosis.name}" if verdict.diagnosis else ""
        for seed in bench.seeds[CARDS:]:
            name = bench.named(submission, bench.cases(seed), bench.expected(seed))
            if name != mistake.name and proof.diagnosed:
                certificate.failures.append(f'Mistake "{mistake.name}" on seed {seed}: diagnosed as "{name}".')
                proof.diagnosed = False
        _time_it(certificate, f'The check of the mistake "{mistake.name}"', proof.seconds)
        certificate.mistakes.append(proof)


def _misdiagnosed(mistake: Mistake, verdict: Verdict) -> str:
    """What is wrong with the verdict on a named mistake; "" if nothing is."""
    if verdict.status in ACCEPTED:
        return f"it passes ({verdict.status}); the cases do not ask about it"
    diagnosis = verdict.diagnosis
    if diagnosis is None or (diagnosis.kind, diagnosis.name) != ("mistake", mistake.name):
        return f"it is {said(verdict)}"
    return ""


def _bad_card(bench: Bench, verdict: Verdict) -> str:
    """What is wrong with the card; "" if nothing is."""
    card = verdict_card(bench.exercise, verdict, [])
    unfilled = re.search(r"\{\w+\}", f"{card.headline} {card.text}")
    if unfilled:
        return f"the card does not know {unfilled[0]}: use a quantity of the case (an axis, `n`, a number argument)"
    return "" if repr(card) and card._repr_html_() else "the card is empty"


def _unseen(bench: Bench, submission: Submission, verdict: Verdict) -> str:
    """Why the case on the card shows nothing of the mistake, though another one would; "" if it shows it."""
    answer, expected = verdict.answer, verdict.expected
    if bench.exercise.has_own_judge or answer is None or expected is None:
        return ""
    if answer.failure or answer.changed or answer.warned:
        return ""
    if can_be_seen((answer.value, answer.after), (expected.value, expected.after)) or not bench.could_be_seen(
        submission
    ):
        return ""
    return "the case on the card shows two answers that look alike in the printed digits, though another case does not"


def prove_told_apart(bench: Bench, certificate: Certificate) -> None:
    """Any two mistakes, and each and the right answer, differ on enough cases in which neither raises."""
    for seed in bench.seeds[:CARDS]:
        right = bench.behaviour_of(None, seed)
        theirs = {mistake.name: bench.behaviour_of(mistake, seed) for mistake in bench.exercise.mistakes()}
        pairs = [*combinations(theirs, 2)]
        faults = []
        for name, behaviour in theirs.items():
            count = min(behaviour.tells(right), right.tells(behaviour))
            if count < TELLING:
                faults.append(f'Mistake "{name}" differs from the right answer on {count} case(s) of seed {seed}')
        for one, other in pairs:
            count = min(theirs[one].tells(theirs[other]), theirs[other].tells(theirs[one]))
            if count < TELLING:
                faults.append(f'Mistakes "{one}" and "{other}" differ on {count} case(s) of seed {seed}')
        certificate.failures += [f"{fault}; at least {TELLING} that do not raise are needed." for fault in faults]
        if faults:
            return


def prove_steady(bench: Bench, certificate: Certificate) -> None:
    """Verdicts depend neither on the order of the cases nor on rounding."""
    cases = bench.cases(LESSON_SEED)
    order = np.random.default_rng(1).permutation(len(cases))
    shuffled, nudged = [cases[index] for index in order], [bench.nudged[index] for index in order]
    solution = bench.submit(bench.exercise.solution_code())
    verdicts = {
        "with the cases in another order": bench.verdict_on(solution, cases=shuffled),
        "with inputs changed by a relative 1e-15": bench.verdict_on(solution, cases=nudged),
    }
    comparable = not bench.exercise.asks_for_class and not bench.exercise.has_own_judge
    if comparable:
        verdicts["with answers off by 2 ulp"] = bench.verdict_on(nudged_answers(solution))
    bad = [
        f"The solution, {how}, is {said(verdict)}." for how, verdict in verdicts.items() if verdict.status != "right"
    ]
    certificate.failures += bad
    if bad:
        return
    expected, diagnosed = bench.looked_up(nudged), {proof.name for proof in certificate.mistakes if proof.diagnosed}
    for mistake in bench.exercise.mistakes():
        submission = bench.submit_mistake(mistake)
        name = bench.named(nudged_answers(submission) if comparable else submission, nudged, expected)
        if name != mistake.name and mistake.name in diagnosed:
            how = "with the cases in another order, inputs changed by 1e-15 and answers off by 2 ulp"
            certificate.failures.append(f'Mistake "{mistake.name}", {how}, is diagnosed as "{name}".')


def prove_mutants(bench: Bench, certificate: Certificate, equivalent: Mapping[str, str], one_in: int = 1) -> None:
    """Every mutant of the solution is noticed, or listed as equivalent; none is given a wrong diagnosis.

    What is said of them is asked of one mutant in so many, always the same ones. Most of the time goes into that.
    """
    seconds = max(0.5, 10 * certificate.seconds)
    for mutant in mutants(bench.exercise.solution_code()):
        try:
            submission = bench.submit(mutant.source)
        except Exception as problem:  # a class whose body fails, a decorator that is gone
            certificate.mutants.append(MutantProof(mutant.description, "killed", type(problem).__name__))
            continue
        left_out = mutant.description not in equivalent and zlib.crc32(mutant.source.encode()) % one_in
        if left_out and bench.notices(submission, seconds):
            certificate.mutants.append(MutantProof(mutant.description, "killed"))
            continue
        verdict = verdict_after(bench, submission, seconds)
        proof = _examined(mutant, verdict, equivalent)
        certificate.mutants.append(proof)
        if proof.outcome == "survived":
            certificate.failures.append(f'Mutant survives: "{mutant.description}" as in `{mutant.line}`.')
        elif proof.outcome == "equivalent" and verdict.status not in ACCEPTED:
            listed = f'Mutant "{mutant.description}" is listed as equivalent'
            certificate.failures.append(f"{listed}, but is {said(verdict)}.")
        certificate.failures += _untrue(bench, mutant, submission, verdict)  # a busy machine must not cut this off
    arisen = {proof.description for proof in certificate.mutants}
    gone = [description for description in equivalent if description not in arisen]
    certificate.failures += [f'"{text}" is listed as equivalent, but no such mutant arises any more.' for text in gone]


def _examined(mutant: Mutant, verdict: Verdict, equivalent: Mapping[str, str]) -> Any:
    if mutant.description in equivalent:
        return MutantProof(mutant.description, "equivalent", equivalent[mutant.description])
    if verdict.status in ACCEPTED:
        return MutantProof(mutant.description, "survived", mutant.line)
    hung = verdict.answer is not None and verdict.answer.failure is not None and verdict.answer.failure.kind == HUNG
    name = "cut off" if hung else f"{verdict.diagnosis.kind}: {verdict.diagnosis.name}" if verdict.diagnosis else ""
    return MutantProof(mutant.description, "killed", name)


def verdict_after(bench: Bench, submission: Submission, seconds: float) -> Verdict:
    """The verdict on what may never end, within so many seconds of *computing*.

    The budget goes by the clock. What took as long because the processor was busy elsewhere is given twice as long,
    until it has computed that long: otherwise the answers up to there would be diagnosed as if they were all. What
    waits rather than computes is cut off at `PATIENCE` times the seconds.
    """
    given = seconds
    while True:
        start, before = time.monotonic(), time.thread_time()
        verdict = bench.verdict_on(submission, seconds=given)
        in_time = time.monotonic() - start < given
        if in_time or time.thread_time() - before > 0.9 * seconds or given >= PATIENCE * seconds:
            return verdict
        given *= 2


def _untrue(bench: Bench, mutant: Mutant, submission: Submission, verdict: Verdict) -> list[str]:
    """What the other seeds say against the diagnosis of a mutant: at most one sentence.

    Where it is diagnosed as a mistake it must answer as that mistake does; any other diagnosis must be given again.
    """
    diagnosis = verdict.diagnosis
    if diagnosis is None or diagnosis.kind not in ("mistake", "structure", "algebra"):
        return []
    where = f'Mutant "{mutant.description}" is diagnosed as {diagnosis.kind}: {diagnosis.name}'
    for seed in bench.seeds[1:CARDS]:
        if diagnosis.kind == "mistake":
            differs = _differs(bench, submission, diagnosis.name, seed)
            if differs:
                return [f"{where}, but answers differently on seed {seed}: {differs}."]
            continue
        again = bench.verdict_on(submission, seed)
        if again.diagnosis is None or (again.diagnosis.kind, again.diagnosis.name) != (diagnosis.kind, diagnosis.name):
            return [f"{where}, but on seed {seed} is {said(again)}."]
    return []


def _differs(bench: Bench, submission: Submission, name: str, seed: int) -> str:
    """A case on which a submission and the mistake of that name answer differently; "" if there is none."""
    mistake = next(mistake for mistake in bench.exercise.mistakes() if mistake.name == name)
    try:
        with budget(bench.exercise.budget):
            mine, theirs = bench.behaviour(submission.candidate, seed), bench.behaviour_of(mistake, seed)
    except Expired:
        return "it does not finish"
    different = [case for index, case in enumerate(bench.cases(seed)) if not mine.agrees(theirs, index)]
    return "; ".join(different[0].code().splitlines())[:200] if different else ""
