"""The answers file: nothing that a learner typed is ever lost."""

from __future__ import annotations

import json
import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.learner.answers import SAVE_AFTER_SECONDS, Answers, AnswersError
from course.learner.answers_file import METADATA, answers_path, dump, parse, read_metadata
from course.learner.entry import Entry, kept_name

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=8,
)


def saved(path, **answers):
    kept = Answers(path)
    for name, answer in answers.items():
        kept.put(name, kept[name].changed(answer))
    kept.flush()
    return kept


@given(st.dictionaries(st.text(), st.builds(Entry, answer=JSON, saved_at=st.text(), tries=st.integers(0, 9))))
def test_what_is_written_is_read_again(entries):
    assert parse(dump(entries).encode()) == entries


def test_an_answer_is_on_disk_within_a_second(tmp_path):
    path = tmp_path / "a.answers.json"
    answers = Answers(path)
    answers.put("5.2", Entry().changed("SELECT 1"))
    end = time.monotonic() + 60  # on a busy machine; else it takes SAVE_AFTER_SECONDS
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.05)

    assert SAVE_AFTER_SECONDS <= 1
    assert parse(path.read_bytes())["5.2"].answer == "SELECT 1"


def test_two_open_notebooks_do_not_overwrite_each_other(tmp_path):
    path = tmp_path / "a.answers.json"
    one, other = Answers(path), Answers(path)
    one.put("5.2", Entry().changed("one"))
    other.put("5.3", Entry().changed("other"))
    one.flush()
    other.flush()

    assert {name: entry.answer for name, entry in parse(path.read_bytes()).items()} == {"5.2": "one", "5.3": "other"}


def answers_in(path) -> dict[str, object]:
    return {name: entry.answer for name, entry in parse(path.read_bytes()).items()}


def test_two_programs_that_change_one_form_merge_it_field_by_field(tmp_path):
    path = tmp_path / "a.answers.json"
    saved(path, **{"5.1": {"a": "old", "b": "old"}})
    one, other = Answers(path), Answers(path)
    one.put("5.1", one["5.1"].changed({"a": "one", "b": "old"}))
    other.put("5.1", other["5.1"].changed({"a": "old", "b": "other"}))
    one.flush()
    other.flush()

    assert answers_in(path) == {"5.1": {"a": "one", "b": "other"}}


def test_of_two_texts_the_newer_one_counts_and_the_older_one_is_kept(tmp_path):
    path = tmp_path / "a.answers.json"
    one, other = Answers(path), Answers(path)
    older = Entry("older", "2026-01-05T09:00:00.000Z")
    one.put("5.2", Entry().changed("newer"))
    other.put("5.2", older)
    one.flush()
    other.flush()

    assert answers_in(path) == {"5.2": "newer", f"5.2@{older.saved_at}": "older"}
    assert [entry.answer for entry in other.others("5.2")] == ["older"]


def test_typing_on_keeps_no_earlier_version(tmp_path):
    path = tmp_path / "a.answers.json"
    answers = Answers(path)
    for text in ("S", "SE", "SEL"):
        answers.put("5.2", answers["5.2"].changed(text))
        answers.flush()

    assert answers_in(path) == {"5.2": "SEL"}


def test_what_another_program_wrote_is_noticed(tmp_path):
    path = tmp_path / "a.answers.json"
    answers, noticed = Answers(path), []
    answers.listeners.append(lambda: noticed.append(answers["5.2"].answer))
    saved(path, **{"5.2": "from elsewhere"})
    answers.refresh()
    answers.refresh()

    assert noticed == ["from elsewhere"]


def test_a_file_that_was_deleted_is_written_whole_again(tmp_path):
    path = tmp_path / "a.answers.json"
    answers = saved(path, **{"5.1": "one", "5.2": "two"})
    path.unlink()
    answers.put("5.2", answers["5.2"].changed("three"))
    answers.flush()

    assert answers_in(path) == {"5.1": "one", "5.2": "three"}


@pytest.mark.parametrize(
    ("answer", "stored"),
    [
        ("half an emoji \ud83d", "half an emoji \ufffd"),
        ("an emoji in halves \ud83d\ude00", "an emoji in halves 😀"),
        ({"a\ude00": ["\ud83d", 1, None]}, {"a\ufffd": ["\ufffd", 1, None]}),
        ("a zero \x00 and a bell \x07", "a zero \x00 and a bell \x07"),
        ("x" * 150_000, "x" * 150_000),
    ],
)
def test_anything_that_a_browser_sends_is_saved(tmp_path, answer, stored):
    path = tmp_path / "a.answers.json"
    saved(path, **{"5.1": answer})

    assert answers_in(path) == {"5.1": stored}


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("x" * 300_000, "300,002 characters, and 200,000 is the most. Shorten it."),
        (float("nan"), "something that no file can hold"),
        ({1, 2}, "something that no file can hold"),
    ],
)
def test_an_answer_that_cannot_be_stored_is_refused_in_words_and_stops_no_other(tmp_path, answer, says):
    path = tmp_path / "a.answers.json"
    answers = saved(path, **{"5.1": "before"})
    answers.put("5.1", answers["5.1"].changed(answer))
    answers.put("5.2", answers["5.2"].changed("other"))
    answers.flush()

    assert says in answers.problem_with("5.1") and "5.1" in answers.problem_with("5.1")
    assert answers.problem_with("5.2") == ""
    assert answers_in(path) == {"5.1": "before", "5.2": "other"}
    answers.put("5.1", answers["5.1"].changed("short"))
    assert answers.problem_with("5.1") == ""


def test_only_the_newest_replaced_versions_are_kept(tmp_path):
    path = tmp_path / "a.answers.json"
    answers = saved(path, **{"5.1": "present"})
    for day in range(10, 30):
        version = Entry(f"day {day}", f"2026-01-{day}T09:00:00.000Z")
        answers.put(kept_name("5.1", version), version)
    answers.flush()

    assert set(answers_in(path).values()) == {"present", *(f"day {day}" for day in range(20, 30))}


def test_the_same_version_is_kept_once_and_a_full_file_has_no_versions(tmp_path):
    path = tmp_path / "a.answers.json"
    answers = saved(path, **{"5.1": "present"})
    for day, text in ((10, "same"), (11, "same"), (12, "x" * 180_000)):
        version = Entry(text, f"2026-01-{day}T09:00:00.000Z")
        answers.put(kept_name("5.1", version), version)
    answers.flush()
    assert sorted(map(len, answers_in(path).values())) == [4, 7, 180_000]

    for number in range(27):
        answers.put(f"5.{number + 2}", Entry("é" * 90_000, "2026-01-05T09:00:00.000Z"))
    answers.flush()
    assert "5.1@2026-01-12T09:00:00.000Z" not in answers_in(path) and answers_in(path)["5.28"] == "é" * 90_000


def test_what_a_killed_writer_left_behind_is_removed_after_a_while(tmp_path):
    path = tmp_path / "a.answers.json"
    old, new = (tmp_path / f"a.answers.json.{number}.1.tmp" for number in (1, 2))
    for leftover in (old, new):
        leftover.write_text("{")
    os.utime(old, (0, 0))
    saved(path, **{"5.1": "x"})

    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "cut off"),
        (b'{"version": 1, "exercises": {"5.2": {"answer": "SEL', "cut off"),
        (b"\x00\xff\xfe binary", "cut off"),
        (b"[]", "no answers file"),
        (b'{"version": 99, "exercises": {}}', "newer version"),
        (b"[" * 100_000, "cut off"),
        (b" " * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_damaged_file_is_kept_and_said(tmp_path, content, says):
    path = tmp_path / "a.answers.json"
    path.write_bytes(content)

    answers = Answers(path)

    assert says in answers.problem
    assert [kept.read_bytes() for kept in tmp_path.glob("*.unreadable")] == [content]
    answers.put("5.2", Entry().changed("SELECT 2"))
    answers.flush()
    assert parse(path.read_bytes())["5.2"].answer == "SELECT 2"


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["a pipe", "a folder"])
def test_what_is_no_file_is_set_aside_and_waited_for_by_nobody(tmp_path, make):
    path = tmp_path / "a.answers.json"
    make(path)

    assert "no ordinary file" in Answers(path).problem
    saved(path, **{"5.2": "SELECT 2"})
    assert answers_in(path) == {"5.2": "SELECT 2"}


@pytest.mark.parametrize(
    "entry", [None, 7, [], {"answer": "x", "saved_at": 5}, {"answer": "x", "best_score": 9, "saved_at": ""}]
)
def test_a_strange_entry_is_no_crash(tmp_path, entry):
    path = tmp_path / "a.answers.json"
    path.write_text(json.dumps({"version": 1, "exercises": {"5.2": entry}}))

    read = Answers(path)["5.2"]

    assert read.best_score == 0 and isinstance(read.saved_at, str)


@pytest.mark.parametrize("reason", ["No space left on device", "Permission denied", "Read-only file system"])
def test_a_file_that_cannot_be_written_is_said_and_the_old_one_stays(tmp_path, monkeypatch, reason):
    path = tmp_path / "a.answers.json"
    saved(path, **{"5.2": "old"})
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, reason)))
    answers = Answers(path)
    answers.put("5.2", Entry().changed("new"))

    with pytest.raises(AnswersError, match=reason):
        answers.flush()
    assert path.read_bytes() == before
    assert answers["5.2"].answer == "new" and list(tmp_path.glob("*.tmp")) == []


def notebook_with(tmp_path, exercises):
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": [], "metadata": {METADATA: {"version": 1, "exercises": exercises}}}))
    return path


@pytest.mark.parametrize(
    ("in_file", "in_notebook", "expected"),
    [
        (("file", "2026-01-05T09:00:01.000Z"), ("notebook", "2026-01-05T09:00:00.000Z"), "file"),
        (("file", "2026-01-05T09:00:00.000Z"), ("notebook", "2026-01-05T09:00:01.000Z"), "notebook"),
        (None, ("notebook", "2026-01-05T09:00:00.000Z"), "notebook"),
        (("file", "2026-01-05T09:00:00.000Z"), None, "file"),
    ],
)
def test_the_newest_copy_wins(tmp_path, in_file, in_notebook, expected):
    entry = lambda told: {"5.2": {"answer": told[0], "saved_at": told[1]}} if told else {}  # noqa: E731
    notebook = notebook_with(tmp_path, entry(in_notebook))
    path = answers_path(notebook)
    path.write_text(json.dumps({"version": 1, "exercises": entry(in_file)}))

    assert Answers(path, notebook)["5.2"].answer == expected


@pytest.mark.parametrize("content", ["", "not json", "[]", '{"metadata": {"course_answers": 3}}'])
def test_a_notebook_without_a_copy_gives_nothing(tmp_path, content):
    path = tmp_path / "a.ipynb"
    path.write_text(content)

    assert read_metadata(path) == {}


def test_the_best_answer_is_kept():
    entry = Entry().changed("right").checked(1.0).changed("spoilt").checked(0.5)

    assert (entry.best, entry.best_score, entry.first_score, entry.tries) == ("right", 1.0, 1.0, 2)


def test_an_author_leaves_no_file(tmp_path):
    kept = Answers(None)
    kept.put("5.2", Entry().changed("SELECT 1"))
    kept.flush()

    assert kept["5.2"].answer == "SELECT 1" and list(tmp_path.iterdir()) == []
