"""What I ask besides in lesson 02, to be read by a person."""

from tinygrad_lite.course.text_question import TextQuestion

LESSON = "02_loss"


class Unit(TextQuestion):
    id, points = "mine/unit", 3
    question = (
        "**In your own words.** A model predicts the height of children in centimetres. "
        "In what unit is its mean squared error, and why do people often give its square root?"
    )
    look_for = (
        "Square centimetres (1). The root is in centimetres again (1), so that it can be compared with heights (1)."
    )


class Curve(TextQuestion):
    id, points, plot = "mine/curve", 2, True
    question = "**Draw** the squared and the absolute error for errors from −3 to 3, in one picture with a legend."
    look_for = "Both curves (1), axes and legend labelled (1)."


EXERCISES = (Unit, Curve)
