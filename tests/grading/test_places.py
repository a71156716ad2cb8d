"""A page shows the place of a mistake as the card in the lesson does; a program that lies, hangs or crashes while it is
looked for costs its own page's places, and nothing else."""

import json
import zlib
from dataclasses import fields, replace

import pytest

from tests.grading import test_same_verdict as same
from tests.grading.one_notebook import MSE, judging
from tinygrad_lite.course.attempt import Diagnosis, Place, Spot, Verdict
from tinygrad_lite.course.certificate.answers import TypedAnswer, answers_to
from tinygrad_lite.course.exercises import LESSONS, MORE_LESSONS, exercises_of
from tinygrad_lite.course.judge import with_place
from tinygrad_lite.course.run import HUNG
from tinygrad_lite.grading import places
from tinygrad_lite.grading.card_data import card_data, card_from, rewritten
from tinygrad_lite.grading.marking import card_of
from tinygrad_lite.grading.pages.feedback import card_html
from tinygrad_lite.grading.place_child import as_numbers
from tinygrad_lite.grading.place_tree import place_tree, remove_trees
from tinygrad_lite.grading.places import Places, place_from
from tinygrad_lite.grading.record import Mark
from tinygrad_lite.grading.sandbox import Limits, NoSandbox, best_tier, with_forks
from tinygrad_lite.grading.sandbox.bubblewrap import Bubblewrap
from tinygrad_lite.grading.scrub import Scrub

MSE_EXERCISE = next(each for each in exercises_of("02_loss") if each.id == "loss/mse")
#: Wrong, and no named mistake of the exercises.
CUBE = "def mse(predicted, target):\n    off = predicted - target\n    return np.mean(off ** 3 + 0 * off)\n"
PLUS = "def mae(predicted, target):\n    return np.mean(np.abs(predicted + target))\n"
#: In the process in which the place is looked for, and nowhere else.
THERE = "    import os, sys\n    if 'tinygrad_lite.grading.place_child' in sys.modules:\n"


def with_places(tree, *answers, lesson="02_loss", tier=None, **more):
    """What came of each answer, with the places; and who added them."""
    judges = judging(tree, *answers, lesson=lesson, **more)
    judges.processes.tier = tier or judges.processes.tier
    judged = judges.all()
    adding = Places(judges, lesson)
    adding.add_to(judged)
    return {exercise_id.partition("/")[2]: each.verdict for exercise_id, each in judged.items()}, adding


def lines_of(place):
    return [(spot.number, spot.piece) for spot in place.spots]


def test_each_wrong_answer_gets_its_place(tree):
    found, adding = with_places(tree, CUBE, PLUS)
    assert lines_of(found["mse"].place) == [(3, "3")]
    assert lines_of(found["mae"].place) == [(2, "predicted + target")]
    assert found["mse"].place.cases == 19
    assert adding.process.started is None  # it is ended


def test_of_a_class_the_processes_are_forked(tree, monkeypatch):
    tier = with_forks(best_tier(unsafe=True))
    if not getattr(tier, "forks", False):
        pytest.skip("nothing can be forked here")
    monkeypatch.setattr(Bubblewrap, "start", lambda *others: 1 / 0)  # the other way
    found, _ = with_places(tree, CUBE, PLUS, tier=tier)
    assert lines_of(found["mse"].place) == [(3, "3")]
    assert lines_of(found["mae"].place) == [(2, "predicted + target")]


def test_each_answer_of_a_notebook_as_it_is_handed_in(tree):
    """With the lesson's commands, of which one is called as a module of the course is."""
    head = "import numpy as np\nfrom tinygrad_lite.course import answer, begin, exercise\nbegin('02_loss')\n"
    answers = [f"@exercise('loss/{name}')\n{code}" for name, code in (("mse", CUBE), ("mae", PLUS))]
    found, _ = with_places(tree, *answers, before=head)
    assert lines_of(found["mse"].place) == [(4, "3")]
    assert lines_of(found["mae"].place) == [(3, "predicted + target")]


def test_in_the_sandbox_too(tree):
    """There are no threads, no /proc, and no file but what is shown."""
    try:
        tier = with_forks(best_tier())
    except NoSandbox as problem:
        pytest.skip(f"students' programs cannot be held here: {problem}")
    found, _ = with_places(tree, CUBE, tier=tier)
    assert lines_of(found["mse"].place) == [(3, "3")]


@pytest.mark.parametrize(
    "word", ["import threading", "from concurrent.futures import ThreadPoolExecutor", "num_workers = 0"]
)
def test_in_a_notebook_with_threads_too(word, tree):
    """They run one after the other there, and the course's own clock is no thread."""
    found, _ = with_places(tree, CUBE, before=f"import numpy as np\n{word}")
    assert lines_of(found["mse"].place) == [(3, "3")]


def test_a_right_answer_and_a_stub_start_no_process(tree):
    _, adding = with_places(tree, MSE, "def cross_entropy(logits, labels):\n    ...\n")
    assert adding.process is None


def test_a_named_mistake_gets_its_place_too(tree):
    summed = "def mae(predicted, target):\n    return np.sum(np.abs(predicted - target))\n"
    found, _ = with_places(tree, summed)
    assert found["mae"].diagnosis.kind == "mistake"
    assert lines_of(found["mae"].place) == [(2, "np.sum(np.abs(predicted - target))")]


def test_all_are_looked_for_and_first_those_that_nothing_is_said_of(tree, monkeypatch):
    asked = []
    monkeypatch.setattr(Places, "place", lambda self, exercise_id, two: asked.append(exercise_id))
    fails = "def {}(*given):\n    return np.mean(gives[0])\n"
    names = [exercise.name for exercise in exercises_of("02_loss") if exercise.name != "mae"]
    with_places(tree, *(fails.format(name) for name in names), PLUS)
    assert asked[0] == "loss/mae"
    assert len(asked) == len(exercises_of("02_loss"))


def test_an_exams_solution_is_in_no_process(tree, monkeypatch):
    monkeypatch.setitem(MORE_LESSONS, "02_loss", tuple(type(each) for each in exercises_of("02_loss")))
    found, adding = with_places(tree, CUBE)
    assert found["mse"].status == "wrong"
    assert adding.process is None


def test_the_course_is_in_no_folder_that_other_processes_read(tree):
    folder = place_tree(tree)
    assert (folder / "tinygrad_lite" / "course" / "localise").is_dir()
    assert tree not in folder.parents
    assert not (tree / "tinygrad_lite" / "course" / "localise").exists()
    looks = (
        "def mse(predicted, target):\n    import os, sys\n"
        "    package = os.path.dirname(os.path.dirname(sys.modules['tinygrad_lite.grading.child'].__file__))\n"
        "    assert os.path.isdir(package + '/grading') and not os.path.isdir(package + '/course/localise')\n"
    )
    assert judging(tree, f"{looks}    {MSE.splitlines()[1].strip()}\n").all()["loss/mse"].verdict.status == "right"


def test_the_folder_goes_with_the_tree(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    folder = place_tree(tree)
    assert place_tree(tree) == folder  # made once
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["tree", "tree-places"]
    remove_trees(tree)
    assert not list(tmp_path.iterdir())


# ------------------------------------------------------------------------------------------ as the lesson's card has it

#: Of all lessons, answers that are wrong and have no named mistake; and of the others one in twelve, always the same.
LOOKED_FOR = [
    (exercise.id, answer)
    for lesson in LESSONS
    for exercise in exercises_of(lesson)
    for answer in answers_to(exercise).wrong
    if set(answer.diagnoses) <= {None} or (HUNG not in answer.diagnoses and zlib.crc32(answer.place.encode()) % 12 == 0)
]
#: In every run: some as they are typed, and three of those that are kept; always the same ones.
SOME = [
    ("loss/mse", TypedAnswer(CUBE, place="mse, a cube")),
    ("loss/mae", TypedAnswer(PLUS, place="mae, a sum")),
    ("loss/mse", TypedAnswer(CUBE.replace("off ** 3", "of ** 2"), place="mse, a name that is not there")),
    ("loss/mse", TypedAnswer(CUBE.replace("mean(off ** 3", "sum(off ** 2"), place="mse, a named mistake")),
    *sorted(LOOKED_FOR, key=lambda each: zlib.crc32(each[1].place.encode()))[:3],
]


def differing(exercise_id, answer, tree):
    """(what the lesson says, what the grader says) of an answer and its place, where they differ; else None."""
    lesson, exercise = same.EXERCISES[exercise_id]
    verdict = same.in_the_lesson(exercise_id, answer, locating=True)
    judges = judging(tree, answer.source, lesson=lesson, before=same.HEAD, limits=same.LIMITS)
    judged = judges.all()
    Places(judges, lesson).add_to(judged)
    mine = judged[exercise_id].verdict
    if mine is None or not places._is_searched(replace(mine, place=None)):
        return None
    cards = [repr(card_of(exercise, each, [])) for each in (verdict, mine)]
    return None if cards[0] == cards[1] else cards


@pytest.fixture
def _files_go_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("_files_go_nowhere")
@pytest.mark.parametrize(("exercise_id", "answer"), SOME, ids=lambda each: getattr(each, "place", None))
def test_the_page_says_what_the_card_says(exercise_id, answer, tree):
    assert differing(exercise_id, answer, tree) is None


@pytest.mark.full
@pytest.mark.usefixtures("_files_go_nowhere")
@pytest.mark.parametrize("lesson", LESSONS)
def test_every_page_says_what_the_card_says(lesson, tree):
    mine = {exercise.id for exercise in exercises_of(lesson)}
    found = [differing(exercise_id, answer, tree) for exercise_id, answer in LOOKED_FOR if exercise_id in mine]
    assert not list(filter(None, found))


def test_two_mistakes_that_one_change_mends_are_one(tree):
    """As in the lesson; without a place everything stays as it was."""
    verdict = Verdict("loss/mse", "wrong", diagnosis=Diagnosis("mistakes", "sums", "You did two things."))
    place = place_from([GOOD], MSE_EXERCISE, CUBE)
    asked = []
    assert with_place(MSE_EXERCISE, verdict, lambda two: asked.append(two)) == verdict
    assert with_place(MSE_EXERCISE, verdict, lambda two: place) == replace(verdict, place=place, diagnosis=None)
    assert asked == [False]


# --------------------------------------------------------------------------------------------------- programs that lie

GOOD = {"spots": [[3, 15, 17]], "second": [], "missing": False, "several": False, "left": ""}


def test_what_a_process_may_say():
    place = place_from([GOOD], MSE_EXERCISE, CUBE)
    assert place.spots == (Spot(3, "return np.mean(off ** 3 + 0 * off)", 15, 17),)
    assert place.cases == 19
    assert place_from([GOOD], MSE_EXERCISE, CUBE, exempt=[1, 2]).cases == 17
    left = MSE_EXERCISE.mistakes()[0].text
    two = place_from([GOOD | {"second": [[2, 4, 7]], "left": left}], MSE_EXERCISE, CUBE)
    assert two.second == (Spot(2, "off = predicted - target", 4, 7),)
    assert two.left == left


def test_all_that_is_known_of_a_place_comes_across():
    spot = Spot(2, "off = predicted - target", 4, 7)
    place = Place((spot,), 19, True, True, (spot,), MSE_EXERCISE.mistakes()[0].text)
    assert place_from([as_numbers(place)], MSE_EXERCISE, CUBE) == place
    usual = {field.name for field in fields(place) if getattr(place, field.name) == field.default}
    assert usual == {"mended", "unmended"}  # names of parts, of which this exercise has none


@pytest.mark.parametrize(
    "forged",
    [
        None, 7, "spots", {}, [], [None], [7], [[]], [GOOD, GOOD], [{"spots": 3}],
        *([GOOD | change] for change in (
            {"spots": []}, {"spots": None}, {"spots": [[3, 15]]}, {"spots": [[3, 15, 17, 1]]}, {"spots": [(3, 15, 17)]},
            {"spots": [[0, 0, 1]]}, {"spots": [[-1, 0, 1]]}, {"spots": [[4, 0, 1]]}, {"spots": [[10**30, 0, 1]]},
            {"spots": [[3, 5, 5]]}, {"spots": [[3, 6, 5]]}, {"spots": [[3, -1, 5]]}, {"spots": [[3, 0, 10**9]]},
            {"spots": [[3.0, 0, 1]]}, {"spots": [[True, 0, 1]]}, {"spots": [["3", 0, 1]]}, {"spots": [[3, 0, 1]] * 3},
            {"second": None}, {"second": [[99, 0, 1]]}, {"second": [[3, 0, 1]] * 3}, {"missing": 1}, {"missing": None},
            {"several": 1}, {"several": None},
            {"left": None}, {"left": "Your mark is 100."}, {"left": ["You added up."]},
        )),
    ],
)  # fmt: skip
def test_what_is_no_place_is_none(forged):
    assert place_from(forged, MSE_EXERCISE, CUBE) is None


#: Makes the process say that the mistake is in the first three letters.
FORGE = """        from types import SimpleNamespace as Made
        forged = Made(spots=[Made(number=1, start=0, end=3)], second=[], missing=False, several=False,
                      left="", mended=(), unmended=())
        sys.modules["tinygrad_lite.grading.place_child"].place_in = lambda *all: forged
"""


@pytest.fixture
def _short(monkeypatch):
    monkeypatch.setattr(places, "SECONDS", 4.0)


@pytest.mark.one_in(4)
@pytest.mark.usefixtures("_short")
@pytest.mark.parametrize(
    "act",
    [
        "while True: pass", "import time; time.sleep(10**6)", "os._exit(0)", "os.kill(os.getpid(), 11)",
        "[os.write(1, bytes(10**6)) for _ in range(1000)]", "[os.write(fd, b'\\xff' * 10**6) for fd in range(3, 9)]",
        "sys.modules['tinygrad_lite.grading.place_child'].Any = [0] * 10**10",
        "raise SystemExit",
    ],
)  # fmt: skip
def test_what_hangs_or_crashes_costs_its_places_alone(act, tree):
    hostile = f"def mse(predicted, target):\n{THERE}        {act}\n    return np.mean(predicted - target) + 7.25\n"
    found, adding = with_places(tree, hostile, PLUS, "def cross_entropy(logits, labels):\n    ...\n", lesson="02_loss")
    plain = judging(tree, hostile, PLUS, "def cross_entropy(logits, labels):\n    ...\n").all()
    before = {key.partition("/")[2]: each.verdict.status for key, each in plain.items()}
    assert {name: verdict.status for name, verdict in found.items()} == before
    assert before["mse"] == "wrong"
    assert found["mse"].place is None
    assert adding.spent.losses <= places.MOST_LOST
    assert lines_of(found["mae"].place) == [(2, "predicted + target")]  # the process is started once more


@pytest.mark.usefixtures("_short")
def test_after_so_many_lost_processes_no_more_is_looked_for(tree, monkeypatch):
    monkeypatch.setattr(places, "MOST_LOST", 1)
    hostile = (
        f"def mse(predicted, target):\n{THERE}        os._exit(0)\n    return np.mean(predicted - target) + 7.25\n"
    )
    found, adding = with_places(tree, hostile, PLUS)
    assert found["mae"].place is None
    assert adding.spent.losses == 1


def test_a_lie_underlines_a_piece_of_its_own_page(tree):
    """It is too late for the first answer, whose place is just being looked for, and not for the next."""
    found, _ = with_places(
        tree, f"def mse(predicted, target):\n{THERE}{FORGE}    return np.mean(predicted - target) + 7.25\n", PLUS
    )
    assert [verdict.status for verdict in found.values()] == ["wrong", "wrong"]
    assert lines_of(found["mae"].place) == [(1, "def")]


def test_a_failure_of_the_search_itself_costs_the_place_alone(tree, monkeypatch):
    monkeypatch.setattr(places, "place_tree", lambda tree: 1 / 0)
    judges = judging(tree, CUBE)
    judged = judges.all()
    before = judged["loss/mse"].verdict
    Places(judges, "02_loss").add_to(judged)
    assert judged["loss/mse"].verdict == before


def test_places_have_a_time_of_their_own(tree):
    """A notebook that used up its time is searched all the same, and a search takes nothing from what is judged."""
    judges = judging(tree, CUBE, limits=Limits(cpu_seconds=30))
    judged = judges.all()
    judges.processes.spent.cpu_seconds = 10**6
    Places(judges, "02_loss").add_to(judged)
    assert judged["loss/mse"].verdict.place is not None
    assert judges.processes.spent.losses == 0


# --------------------------------------------------------------------------------------------------------- on the page


def test_the_page_underlines_the_piece():
    verdict = replace(Verdict("loss/mse", "wrong", 0, 19), place=place_from([GOOD], MSE_EXERCISE, CUBE))
    card = card_of(MSE_EXERCISE, verdict, [])
    kept = json.loads(json.dumps(card_data(card)))  # as a record is kept
    assert kept == card_data(card)
    assert repr(card_from(kept)) == repr(card)
    page = card_html(Mark("loss/mse", 2, 0.0, "graded", "wrong", card=kept, source=CUBE))
    assert page == card._repr_html_()
    assert ">of</u>f ** 3" in page


def test_a_name_in_the_line_goes_and_the_piece_stays_underlined():
    spot = {"number": 1, "line": "jane_doe = x + 1  # Jane Doe", "start": 11, "end": 16}
    changed = rewritten(spot, Scrub(["Jane Doe"]).code)
    assert changed["line"] == "[name] = x + 1  # [name]"
    assert changed["line"][changed["start"] : changed["end"]] == "x + 1"


def test_where_the_pieces_do_not_fit_the_whole_line_is_underlined():
    spot = {"number": 1, "line": "f('Jane Doe')", "start": 0, "end": 8}
    changed = rewritten(spot, lambda text: text.replace("Jane Doe", "[name]"))
    assert changed == {"number": 1, "line": "f('[name]')", "start": 0, "end": 11}
