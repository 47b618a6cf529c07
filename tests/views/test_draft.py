"""What a browser keeps of an answer: how Python takes it over, what it says of it, and when the browser may forget it."""

from __future__ import annotations

import os

import pytest

from course.exercise import Exercise
from course.learner.answers import Answers
from course.learner.entry import Entry
from course.views.draft import OLDER, REPLACED, RESTORED, place_of
from course.views.frame import Frame, frame_of
from tests.course_copy import make_course
from tests.views import face
from tests.views.conftest import STARTER

HOUR_MS = 3_600_000


@pytest.fixture
def query(folder):
    return frame_of(Exercise("sql", "9.2", STARTER))


@pytest.fixture
def form(folder):
    return frame_of(Exercise("form", "9.1"))


def types(frame: Frame, value: object, *path: str, **how: object) -> None:
    face.send(frame.body.input, **face.typed(value, *path, **how))


@pytest.fixture
def sent(monkeypatch, query):
    """What Python tells the browser about the query."""
    messages = []
    monkeypatch.setattr(query.body.input, "send", messages.append)
    return messages


def test_what_is_typed_becomes_the_answer_and_is_shown_in_every_window(query):
    types(query, "SELECT 1")

    assert query.exercise.answer == query.body.input.value == "SELECT 1"
    assert RESTORED not in face.shown(query.widget)


def test_fields_of_a_form_are_typed_one_by_one(form):
    types(form, "two", "n")
    types(form, "320", "rows", tab="b")

    assert form.exercise.answer == form.body.input.answer == {"n": "two", "rows": "320"}
    assert form.exercise.other_answers == ()


@pytest.mark.parametrize(
    ("saved", "age", "answer", "says", "others"),
    [
        ("", 0, "draft", RESTORED, []),
        ("saved", 0, "draft", f"{RESTORED} {REPLACED}", ["saved"]),
        ("saved", HOUR_MS, "saved", OLDER, ["draft"]),
        ("draft", 0, "draft", "", []),
    ],
    ids=["nothing was saved", "newer than what was saved", "older than what was saved", "saved already"],
)
def test_a_draft_of_an_earlier_kernel_loses_neither_itself_nor_what_was_saved(query, saved, age, answer, says, others):
    if saved:
        types(query, saved)
    types(query, "draft", age=age, restored=True)

    assert query.exercise.answer == answer
    assert [other.answer for other in query.exercise.other_answers] == others
    assert says in face.shown(query.widget) and (says or RESTORED not in face.shown(query.widget))


def test_another_answer_is_brought_back_and_the_present_one_kept(query):
    types(query, "saved")
    types(query, "draft", restored=True)
    face.click(query.widget, "Bring back")

    assert query.exercise.answer == query.body.input.value == "saved"
    assert [other.answer for other in query.exercise.other_answers] == ["draft"]


def test_of_two_windows_that_type_at_once_the_first_text_is_kept(query):
    types(query, "one", tab="a", seen=0)
    types(query, "other", tab="b", seen=0)
    types(query, "other again", tab="b", seen=0)

    assert query.exercise.answer == "other again"
    assert [other.answer for other in query.exercise.other_answers] == ["one"]


def test_two_windows_that_know_of_each_other_keep_no_versions(query):
    types(query, "one", tab="a", seen=0)
    types(query, "one and more", tab="b", seen=1)

    assert query.exercise.other_answers == ()


def test_the_browser_forgets_a_change_when_it_is_saved_and_not_before(query, sent):
    types(query, "SELECT 1")
    assert sent == []

    query.exercise.answers._flush_quietly()
    assert sent == [{"type": "kept", "ids": ["a-()-SELECT 1"]}]
    query.exercise.answers._flush_quietly()
    assert len(sent) == 1


def test_a_change_that_came_during_a_save_is_not_forgotten_with_those_that_were_saved(query, sent):
    types(query, "SELECT 1")
    for listener in query.exercise.answers.listeners:  # as when another window has saved
        listener()
    assert sent == []

    query.exercise.answers.flush()
    assert sent == [{"type": "kept", "ids": ["a-()-SELECT 1"]}]


def test_an_author_s_answers_have_no_file_and_nothing_waits_for_one(query, sent):
    query.exercise.answers.path = None
    types(query, "SELECT 1")
    query.exercise.answers.flush()

    assert len(sent) == 1


def test_while_nothing_can_be_saved_the_browser_keeps_it(query, sent, monkeypatch):
    with monkeypatch.context() as full_disk:
        full_disk.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        types(query, "SELECT 1")
        query.exercise.answers._flush_quietly()
        assert sent == [] and "No space left" in face.shown(query.widget)

    types(query, "SELECT 12")
    query.exercise.answers._flush_quietly()
    assert sent == [{"type": "kept", "ids": ["a-()-SELECT 1", "a-()-SELECT 12"]}]


def test_what_another_window_saved_by_another_kernel_is_shown(query, folder):
    other = Answers(folder / "09-count.answers.json")
    other.put("9.2", Entry().changed("from elsewhere"))
    other.flush()
    query.exercise.answers.refresh()

    assert query.body.input.value == "from elsewhere"


def test_an_answer_that_is_too_long_is_refused_where_it_was_typed(query):
    types(query, "SELECT 1")
    types(query, "x" * 300_000)
    query.exercise.answers._flush_quietly()

    assert "! not saved" in face.shown(query.widget) and "200,000 is the most" in face.shown(query.widget)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ({}, {}, True),
        ({"JUPYTERHUB_USER": "ada"}, {"JUPYTERHUB_USER": "bo"}, False),
        (
            {"JUPYTERHUB_USER": "x1", "BINDER_SERVICE_HOST": "b"},
            {"JUPYTERHUB_USER": "x2", "BINDER_SERVICE_HOST": "b"},
            True,
        ),
    ],
    ids=["a laptop", "two people on a hub", "two sessions on Binder"],
)
def test_a_draft_belongs_to_a_person_and_a_folder(tmp_path, monkeypatch, one, other, is_same):
    notebook = make_course(tmp_path) / "exercises/05-sql/05-sql.ipynb"
    places = []
    for settings in (one, other):
        for name in ("JUPYTERHUB_USER", "BINDER_SERVICE_HOST"):
            monkeypatch.delenv(name, raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        places.append(place_of(notebook, "5.1"))

    assert (places[0] == places[1]) is is_same
    assert (places[0].notebook, places[0].id) == ("05-sql/exercises", "5.1")
    assert str(tmp_path) not in str(places)
