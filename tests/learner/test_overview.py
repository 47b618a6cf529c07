"""The overview of the course as JSON: the course's sequence with what is done."""

from __future__ import annotations

import json

import pytest

from course.learner.entry import Entry
from course.learner.overview import overview, stamp
from tests.course_copy import MORNING, make_course, write_answers

EXERCISES = "exercises/05-sql/05-sql.ipynb"
PASSED = Entry("SELECT 1", MORNING, best_score=1.0, tries=1)


@pytest.fixture
def root(tmp_path):
    return make_course(tmp_path)


def module(root, number):
    parts = overview(root, root)["parts"]
    return next(entry for part in parts for entry in part["modules"] if entry["number"] == number)


def test_nothing_done(root):
    found = module(root, 5)

    assert (found["lesson"], found["exercises"]) == ("modules/05-sql.ipynb", EXERCISES)
    assert (found["lesson_state"], found["passed"], found["done"]) == ("open", 0, False)
    assert found["items"][0] == {"id": "5.1", "title": "Count & sum 5.1", "state": "open", "short": True}


def test_every_module_of_the_course_is_there_and_those_that_are_not_written_have_no_lesson(root):
    modules = [entry for part in overview(root, root)["parts"] for entry in part["modules"]]

    assert [entry["number"] for entry in modules] == list(range(1, 19))
    assert [entry["number"] for entry in modules if entry["lesson"]] == [5, 7]


def test_what_is_passed_tried_and_decided(root):
    write_answers(root / EXERCISES, **{"5_1": PASSED, "5_2": Entry("SELECT", MORNING)})
    write_answers(root / "modules/05-sql.ipynb", **{"5__decision": Entry("Per payment.", MORNING)})
    found = module(root, 5)

    assert [item["state"] for item in found["items"]] == ["passed", "tried"]
    assert (found["passed"], found["lesson_state"]) == (1, "passed")
    assert (overview(root, root)["passed"], overview(root, root)["exercises"]) == (1, 2)


def test_a_lesson_is_begun_when_a_card_is_saved(root):
    write_answers(root / "modules/05-sql.ipynb", **{"5__card__a": Entry("known", MORNING)})

    assert module(root, 5)["lesson_state"] == "tried"


def test_paths_start_where_jupyterlab_does(root):
    assert overview(root, root.parent)["welcome"] == f"{root.name}/modules/00-welcome.ipynb"


@pytest.mark.parametrize("content", ["{", "[]", '{"version": 1, "exercises": 3}', "\x00", '{"version": 99}'])
@pytest.mark.parametrize("name", ["05-sql.answers.json", "checks.json", "05-sql.ipynb"])
def test_a_broken_file_costs_no_more_than_what_is_in_it(root, name, content):
    (root / "exercises/05-sql" / name).write_text(content, encoding="utf-8")
    found = json.loads(json.dumps(overview(root, root)))

    assert len(found["problems"]) == (0 if name.endswith(".ipynb") else 1)
    assert [entry["number"] for part in found["parts"] for entry in part["modules"]] == list(range(1, 19))


def test_the_stamp_changes_with_answers_and_only_then(root):
    before = stamp(root)
    assert stamp(root) == before
    (root / "exercises/05-sql/05-sql.answers.json.lock").touch()
    assert stamp(root) == before
    write_answers(root / EXERCISES, **{"5_1": PASSED})
    assert stamp(root) != before


def test_the_stamp_needs_no_course(tmp_path):
    assert stamp(tmp_path) == stamp(tmp_path)
