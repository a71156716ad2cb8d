"""Versions of lessons: one name for the same tasks, a new one when what is asked changes, and none is forgotten."""

from __future__ import annotations

import json

import pytest

from tinygrad_lite.course.build import build_lesson
from tinygrad_lite.course.exercises import LESSONS, tasks_of
from tinygrad_lite.course.folders import lessons_folder
from tinygrad_lite.course.oracle import file_of_answers
from tinygrad_lite.course.versions import kept_versions, version_of, versions_as_json


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_notebook_says_its_version_and_it_is_kept(lesson):
    tasks = tasks_of(lesson)
    notebook = json.loads((lessons_folder() / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    said = notebook["metadata"]["tinygrad_lite"]
    assert (said["lesson"], said["version"]) == (lesson, version_of(tasks))
    kept = kept_versions(file_of_answers(tasks[0].id).parent)
    assert list(kept)[-1] == version_of(tasks)
    assert kept[version_of(tasks)] == [task.id for task in tasks]


def test_a_task_less_or_another_beginning_is_another_version(monkeypatch):
    tasks = tasks_of("02_loss")
    today = version_of(tasks)
    assert version_of(tasks_of("02_loss")) == today
    assert version_of(tasks[1:]) != today
    mse = next(task for task in tasks if task.id == "loss/mse")
    monkeypatch.setattr(type(mse), "stub", lambda self: "def mse(predicted, target, weight):\n    ...\n")
    assert version_of(tasks) != today


def test_words_around_the_exercises_do_not_count():
    source = (lessons_folder() / "02_loss.py").read_text(encoding="utf-8")
    metadata = [
        json.loads(build_lesson(text, "02_loss", solved=False))["metadata"]
        for text in (source, source.replace("How wrong are a network's predictions?", "How wrong?"))
    ]
    stamps = [each["tinygrad_lite"].pop("given") for each in metadata]
    assert metadata[0] == metadata[1]
    assert stamps[0] != stamps[1]  # but an update brings them


def test_versions_of_the_past_are_kept_in_order(tmp_path):
    tasks = tasks_of("02_loss")
    (tmp_path / "versions.json").write_text('{"aaa": ["loss/mse"], "bbb": ["loss/mae"]}', encoding="utf-8")
    text = versions_as_json(tmp_path, tasks)
    assert list(json.loads(text)) == ["aaa", "bbb", version_of(tasks)]
    (tmp_path / "versions.json").write_text(text, encoding="utf-8")
    assert versions_as_json(tmp_path, tasks) == text
