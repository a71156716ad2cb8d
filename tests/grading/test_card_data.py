"""A card as a record keeps it: plain data, as JSON gives it back."""

import json
from dataclasses import asdict, fields

from markupsafe import Markup

from tinygrad_lite.course.attempt import Spot
from tinygrad_lite.course.card import Card
from tinygrad_lite.course.seen.steps import Scene, Steps
from tinygrad_lite.grading.card_data import card_data, card_from

FULL = Card(
    "wrong", "loss/mse", "wrong on case 2", [("you returned", "4"), ("expected", "2")],
    [("line 2", Spot(2, "a + b", 0, 1))],
    Steps("The graph", (Scene(Markup("<svg/>"), "One node."),)), "It is the sum.", "Divide it.", "mse(1)", ["A note."],
    [("a", "b", "c")], ("yours", "ours", "x = 1"), [("Go on", "03.ipynb")], ["A", "B"],
)  # fmt: skip


def test_it_is_what_json_gives_back():
    for card in (FULL, Card("right", "loss/mse")):
        data = card_data(card)
        assert json.loads(json.dumps(data)) == json.loads(json.dumps(asdict(card)))
        assert {name: data[name] for name in data if name != "picture"} == {
            name: value for name, value in json.loads(json.dumps(data)).items() if name != "picture"
        }


def test_a_card_comes_back_as_it_was_but_for_its_picture():
    back = card_from(card_data(FULL))
    for name in {item.name for item in fields(Card)} - {"picture"}:
        was, now = getattr(FULL, name), getattr(back, name)
        assert json.dumps(now, default=vars) == json.dumps(was, default=vars), name


def test_what_is_kept_is_not_the_cards_own():
    card = Card("wrong", "loss/mse", places=[("line 2", Spot(2, "a + b", 0, 1))])
    card_data(card)["places"][0][1]["line"] = "another"
    assert card.places[0][1].line == "a + b"
