"""What is said in the next lecture: concepts by points lost, with the course's own example; and what goes together."""

from tests.grading.simulated import answered, judged, natural_class, of_marks
from tinygrad_lite.course.exercises import LESSONS, exercises_of, tasks_of
from tinygrad_lite.grading.about_run import About
from tinygrad_lite.grading.class_numbers import class_numbers
from tinygrad_lite.grading.pages.class_report import lecture_page, report_page
from tinygrad_lite.grading.record import Mark, Record
from tinygrad_lite.grading.say import example, section_of, to_say, topics
from tinygrad_lite.grading.together import together

ABOUT = About("1.4.0", 8812, "sandbox", "right", 3, 43)
LOSS = tasks_of("02_loss")
SUMS = "def mse(predicted, target):\n    return np.sum((predicted - target) ** 2)"
MAE_SUMS = "def mae(predicted, target):\n    return np.sum(np.abs(predicted - target))"
RIGHT = "def mse(predicted, target):\n    return np.mean((predicted - target) ** 2)"


def test_concepts_are_ranked_by_points_and_gather_several_exercises():
    records = [
        *of_marks(judged("loss/mse", SUMS), judged("loss/mae", MAE_SUMS), count=3, name="a"),
        *of_marks(judged("loss/mse", "def mse(p, t):\n    return np.mean(p - t)"), count=4, name="b"),
        *of_marks(judged("loss/mse", "def mse(p, t):\n    return -np.mean((p - t) ** 2)"), count=1, name="c"),
    ]
    found = topics(records, LOSS)
    assert [(t.concept.key, t.points, len(t.students)) for t in found] == [
        ("sum or mean", 12, 3), ("errors cancel", 8, 4), ("sign", 2, 1),
    ]  # fmt: skip
    assert dict(found[0].where) == {"loss/mse": 3, "loss/mae": 3}
    assert [topic.concept.key for topic in to_say(found)] == ["sum or mean", "errors cancel"]


def test_the_example_is_the_course_s_own_with_the_smallest_case():
    student = "def mse(jane, doe):\n    jane_sum = ((jane - doe) ** 2).sum()\n    return jane_sum"
    shown = example(topics(of_marks(judged("loss/mse", student), count=4), LOSS)[0], "02_loss", LOSS)
    assert shown.code == SUMS
    assert dict(shown.facts) == {"predicted": "[1, 2]", "target": "[0, 0]", "you returned": "5", "expected": "2.5"}
    assert shown.headline == "You added up the squared errors but did not divide by their number."
    assert "2 times too large here" in shown.text
    assert shown.ask == "What happens to the loss if I double the batch?"
    assert (shown.section, shown.hint) == ("1. Predicting a number", 'hint("loss/mse")')


def test_every_named_mistake_of_lesson_02_can_be_shown():
    for exercise in exercises_of("02_loss"):
        for mistake in exercise.mistakes():
            mark = Mark(exercise.id, 2, 0, status="wrong", kind="mistake", name=mistake.name)
            shown = example(topics(of_marks(mark), LOSS)[0], "02_loss", LOSS)
            assert shown.headline
            assert "{" not in shown.headline + shown.text
            assert f"{exercise.name}(" in shown.code
            assert shown.facts
            assert len(shown.code.splitlines()) <= 10


def test_what_stands_for_a_right_answer_in_a_mistakes_program_is_explained():
    (bce,) = (exercise for exercise in exercises_of("02_loss") if exercise.id == "loss/bce")
    programs = [
        example(topics(of_marks(Mark(bce.id, 2, 0, status="wrong", kind="mistake", name=each.name)), LOSS)[0],
                "02_loss", LOSS).code
        for each in bce.mistakes()
    ]  # fmt: skip
    told = [code for code in programs if "right_bce(" in code]
    assert told
    assert all(code.startswith("# right_bce: a right answer\ndef bce(") for code in told)
    assert not any(code.startswith("#") for code in programs if code not in told)


def test_every_task_is_found_in_its_lesson():
    for lesson in LESSONS:
        for task in tasks_of(lesson):
            assert section_of(lesson, task.id), task.id


def test_a_finding_or_an_error_with_a_student_s_words_is_not_repeated():
    secret = Mark("loss/choose_loss", 2, 0, status="wrong", kind="property", name="unknown JanesLoss")
    error = Mark("loss/mse", 2, 0, status="error", kind="error", name="JanesError")
    known = Mark("loss/choose_loss", 2, 0, status="wrong", kind="property", name="BCELoss for binary")
    records = of_marks(secret, error, count=5) + of_marks(known, count=4, name="k")
    page = lecture_page(class_numbers(records, "02_loss", ABOUT))
    assert "Jane" not in page
    assert "BCELoss for binary" in page


def test_a_wrong_choice_is_something_to_speak_of():
    question = next(task for task in LOSS if task.id == "loss/recap_2")
    found = topics(of_marks(answered(question, "C)"), count=3), LOSS)
    assert found[0].concept.title.startswith("recap_2: “")
    assert found[0].concept.sentence == question.choices["c"][1]
    assert question.question.replace("**", "")[:40] in example(found[0], "02_loss", LOSS).ask
    for odd in ("...", "'z'", "nan", "[[[[", "1e999", "None"):
        mark = Mark(question.id, 1, 0, status="wrong", source=odd)
        assert topics(of_marks(mark), LOSS) == []


# ------------------------------------------------------------------------------------------------ together


def test_two_lessons_whose_concepts_go_together():
    forward = tasks_of("01_forward_pass")
    bias = Mark("forward/linear", 2, 0, status="wrong", kind="mistake", name="leaves out the bias")
    fine = Mark("forward/linear", 2, 2, status="right")
    assert any(task.id == "forward/linear" for task in forward)
    wrong, right = judged("loss/mse", SUMS), judged("loss/mse", RIGHT)

    def class_of(pairs):
        return {
            "01_forward_pass": [Record(f"s{i}", marks=(bias if a else fine,)) for i, (a, _) in enumerate(pairs)],
            "02_loss": [Record(f"s{i}", marks=(wrong if b else right,)) for i, (_, b) in enumerate(pairs)],
        }

    go_together = [(True, True)] * 12 + [(False, False)] * 30 + [(True, False)] * 2 + [(False, True)]
    found = together(class_of(go_together))
    assert [(row["titles"], row["both"], row["students"]) for row in found] == [
        (["A part of the formula is missing", "Sum or mean?"], 12, 45)
    ]
    independent = ([(True, True)] + [(True, False)] * 2 + [(False, True)] * 2 + [(False, False)] * 4) * 5
    assert together(class_of(independent)) == []
    assert together(class_of(go_together[:-6])) == []  # 39 students
    numbers = class_numbers(natural_class(1, 20), "02_loss") | {"together": found}
    assert "What goes together" in report_page(numbers)
