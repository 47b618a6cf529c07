"""What is taken from a hand-in's files, and what its learner is told about the rest."""

from __future__ import annotations

import json
import os
import sys

import pytest

from course.learner.answers_file import LARGEST, parse
from course.learner.entry import Entry
from course.nbgrader.hand_in import take
from tests.nbgrader.course_folder import answers

SAVED = answers(_5_2="right")
EXERCISES = {"5.2", "5.3"}


def notebook(copy: bytes = b"null") -> bytes:
    return b'{"cells": [], "metadata": {"course_answers": %b}, "nbformat": 4, "nbformat_minor": 5}' % copy


def put(folder, files):
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder / "05.ipynb"


def taken(folder, files):
    """The answers that are taken from these files, and the remark."""
    hand_in = take(put(folder, files), EXERCISES)
    return {id: entry.answer for id, entry in hand_in.entries.items()}, hand_in.remark


@pytest.mark.parametrize(
    "files",
    [
        {"05.ipynb": notebook(), "05.answers.json": SAVED},
        {"05.ipynb": notebook(SAVED)},
        {"05.ipynb": notebook(SAVED), "05.answers.json": SAVED},
        {"05.ipynb": notebook(answers(_5_2="older").replace(b"2026", b"2025")), "05.answers.json": SAVED},
        {"05.ipynb": notebook(SAVED), "05.answers.json": answers(_5_2="older").replace(b"2026", b"2025")},
        {"05.ipynb": notebook(SAVED), "05.answers.json": answers(_7_1="another module's")},
    ],
)
def test_a_sound_hand_in_is_taken_without_a_remark(tmp_path, files):
    assert taken(tmp_path, files) == ({"5.2": "right"}, "")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "`05.ipynb` could not be read: it is empty, cut off or no notebook."),
        (bytes(range(256)), "`05.ipynb` could not be read"),
        (b"[1]", "`05.ipynb` could not be read"),
        (b'{"metadata": []}', "`05.ipynb` could not be read"),
        (b"[" * 200_000, "`05.ipynb` could not be read"),
        (notebook(b"[1, 2]"), "`05.ipynb` holds a copy of your answers that could not be read: it is no answers file."),
        (
            notebook(b'{"version": 9, "exercises": {}}'),
            "a copy of your answers that could not be read: it was written by",
        ),
        (notebook(b'{"version": 1, "exercises": {"5.3": NaN}}'), "In `05.ipynb`, what you answered to 5.3 is damaged"),
        (b" " * 51_000_000, "`05.ipynb` is larger than 50 MB."),
    ],
)
def test_an_unusable_notebook_leaves_the_answers_file(tmp_path, content, sentence):
    given, remark = taken(tmp_path, {"05.ipynb": content, "05.answers.json": SAVED})
    assert given == {"5.2": "right"}
    assert sentence in remark
    assert remark.endswith("Your answers were taken from `05.answers.json`. You need to do nothing.")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "`05.answers.json` could not be read: it is cut off or is no answers file."),
        (b"\xff\xfe\x00", "could not be read"),
        (b"[" * 200_000, "could not be read: it is cut off or nested too deep to be read."),
        (b'{"version": 99, "exercises": {}}', "newer version"),
        (b" " * 6_000_000, "`05.answers.json` is larger than 5 MB."),
    ],
)
def test_an_unusable_answers_file_leaves_the_copy_in_the_notebook(tmp_path, content, sentence):
    given, remark = taken(tmp_path, {"05.ipynb": notebook(SAVED), "05.answers.json": content})
    assert given == {"5.2": "right"}
    assert sentence in remark
    assert remark.endswith("Your answers were taken from the copy in `05.ipynb`. You need to do nothing.")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there, and there are no pipes")
@pytest.mark.parametrize("name", ["05.ipynb", "05.answers.json"])
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.symlink_to(path.parent / "other.json"), "is a link to another place"),
        (lambda path: path.symlink_to("nowhere"), "is a link to another place"),
        (os.mkfifo, "is no ordinary file"),
        (os.mkdir, "is no ordinary file"),
    ],
)
def test_only_ordinary_files_are_opened(tmp_path, name, make, sentence):
    (tmp_path / "elsewhere").mkdir()
    put(tmp_path / "elsewhere", {"other.json": SAVED})
    (tmp_path / "hand-in").mkdir()
    make(tmp_path / "hand-in" / name)
    given, remark = taken(tmp_path / "hand-in", {})
    assert given == {}
    assert f"`{name}` {sentence}" in remark and "No saved answers were found" in remark


def entry(answer: bytes) -> bytes:
    return b'{"answer": %b, "saved_at": "2026-01-06T09:00:00.000Z"}' % answer


FORM = b'{"a": %b}'
NUMBER = b"9" * 4_300
DEEP = b"[" * 300 + b"]" * 300
DAMAGED = "what you answered to 5.3 is damaged; what can be read of it counts."
LARGE = "What you answered to 5.3 is larger than can be judged: at most 5,000 values and 200,000 characters."


@pytest.mark.parametrize(
    ("other", "answer", "sentence"),
    [
        (entry(FORM % NUMBER), {"a": NUMBER.decode()}, ""),
        (entry(FORM % b"NaN"), {"a": "nan"}, DAMAGED),
        (entry(FORM % b"-Infinity"), {"a": "-inf"}, DAMAGED),
        (entry(FORM % b"1e999"), {"a": "inf"}, DAMAGED),
        (entry(rb'"half \ud83d"'), "half \ufffd", DAMAGED),
        (entry(rb'"whole \ud83d\ude00"'), "whole \U0001f600", ""),
        (entry(FORM % DEEP), ..., DAMAGED),
        (entry(b"[%b]" % b",".join([b"1"] * 30_000)), None, LARGE),
        (entry(FORM % (b"[%b]" % b",".join([b'"a"'] * 30_000))), None, LARGE),
        (entry(b'"%b"' % (b"y" * 300_000)), None, LARGE),
        (b"[]", None, DAMAGED),
        (b"NaN", None, DAMAGED),
        (b'{"answer": "kept", "saved_at": 7, "tries": -1, "best_score": NaN, "runs": {}}', "kept", ""),
        (b'{"answer": "kept", "tries": %b, "hints": 1e400, "runs": [%b]}' % (NUMBER, DEEP), "kept", ""),
        (entry(b'"new"') + b', "5.3": {"answer": "old", "saved_at": "2026-01-05T09:00:00.000Z"}', "new", ""),
        (entry(b'"right"') + b'}, "exercises": {"5.4": {}', "right", ""),
    ],
)
@pytest.mark.parametrize("place", ["05.answers.json", "05.ipynb"])
def test_a_bad_answer_costs_its_own_exercise_only(tmp_path, place, other, answer, sentence):
    content = b'{"version": 1, "exercises": {"5.2": {"answer": "right", "saved_at": "2026"}, "5.3": %b}}' % other
    files = {"05.ipynb": notebook(content)} if place == "05.ipynb" else {"05.ipynb": notebook(), place: content}
    hand_in = take(put(tmp_path, files), EXERCISES)
    assert hand_in.entries["5.2"].answer == "right"
    assert answer is ... or (hand_in.entries.get("5.3") or Entry()).answer == answer
    assert sentence in hand_in.remark and bool(sentence) == bool(hand_in.remark)
    assert parse(hand_in.text().encode()) == hand_in.entries


def test_of_many_entries_those_of_the_module_are_taken(tmp_path):
    others = b", ".join(b'"%d": {"answer": 1}' % number for number in range(200_000))
    content = b'{"version": 1, "exercises": {%b, "5.2": {"answer": "right", "saved_at": "2026"}}}' % others
    assert taken(tmp_path, {"05.ipynb": notebook(), "05.answers.json": content}) == ({"5.2": "right"}, "")


def test_what_is_graded_is_never_larger_than_an_answers_file_may_be(tmp_path):
    text = "y" * 200_000
    exercises = {f"5.{number}": {"answer": text, "best": text, "saved_at": "2026"} for number in range(20)}
    assert len(json.dumps(exercises)) > LARGEST
    halves = [dict(list(exercises.items())[part : part + 10]) for part in (0, 10)]
    parts = {
        f"{number}.answers.json": json.dumps({"version": 1, "exercises": half}).encode()
        for number, half in enumerate(halves)
    }
    hand_in = take(put(tmp_path, parts), exercises)
    assert {name: entry.answer for name, entry in parse(hand_in.text().encode()).items()} == dict.fromkeys(
        exercises, text
    )
