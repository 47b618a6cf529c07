"""What is taken from a hand-in's files, and what its learner is told about the rest."""

from __future__ import annotations

import json
import os
import sys

import pytest

from course.nbgrader.hand_in import take
from tests.nbgrader.course_folder import answers

SAVED = answers(_5_2="right")


def notebook(copy: bytes = b"null") -> bytes:
    return b'{"cells": [], "metadata": {"course_answers": %b}, "nbformat": 4, "nbformat_minor": 5}' % copy


def put(folder, files):
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder / "05.ipynb"


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ({"05.ipynb": notebook(), "05.answers.json": SAVED}, (SAVED, None)),
        ({"05.ipynb": notebook(SAVED)}, (None, json.loads(SAVED))),
        ({"05.ipynb": notebook(SAVED), "05.answers.json": SAVED}, (SAVED, json.loads(SAVED))),
    ],
)
def test_a_sound_hand_in_is_taken_without_a_remark(tmp_path, files, taken):
    hand_in = take(put(tmp_path, files))
    assert (hand_in.answers, hand_in.copy, hand_in.remark) == (*taken, "")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "`05.ipynb` could not be read: it is empty, cut off or no notebook."),
        (bytes(range(256)), "`05.ipynb` could not be read"),
        (b"[1]", "`05.ipynb` could not be read"),
        (b'{"metadata": []}', "`05.ipynb` could not be read"),
        (b"[" * 200_000, "`05.ipynb` could not be read"),
        (notebook(b"[1, 2]"), "`05.ipynb` holds a copy of your answers that could not be read."),
        (notebook(b'{"version": 1, "exercises": {"5.2": NaN}}'), "holds a copy of your answers that could not be read"),
        (
            notebook(b'{"version": 1, "exercises": {"x": "%b"}}' % (b"y" * 6_000_000)),
            "answers that is larger than 5 MB",
        ),
        (b" " * 51_000_000, "`05.ipynb` is larger than 50 MB."),
    ],
)
def test_an_unusable_notebook_leaves_the_answers_file(tmp_path, content, sentence):
    hand_in = take(put(tmp_path, {"05.ipynb": content, "05.answers.json": SAVED}))
    assert (hand_in.answers, hand_in.copy) == (SAVED, None)
    assert sentence in hand_in.remark
    assert hand_in.remark.endswith("Your answers were taken from `05.answers.json`. You need to do nothing.")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "`05.answers.json` could not be read: it is cut off or is no answers file."),
        (b"\xff\xfe\x00", "could not be read"),
        (b'{"version": 99, "exercises": {}}', "newer version"),
        (b" " * 6_000_000, "`05.answers.json` is larger than 5 MB."),
    ],
)
def test_an_unusable_answers_file_leaves_the_copy_in_the_notebook(tmp_path, content, sentence):
    hand_in = take(put(tmp_path, {"05.ipynb": notebook(SAVED), "05.answers.json": content}))
    assert (hand_in.answers, hand_in.copy) == (None, json.loads(SAVED))
    assert sentence in hand_in.remark
    assert hand_in.remark.endswith("Your answers were taken from the copy in `05.ipynb`. You need to do nothing.")


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
    put(tmp_path, {"other.json": SAVED})
    make(tmp_path / name)
    hand_in = take(tmp_path / "05.ipynb")
    assert (hand_in.answers, hand_in.copy) == (None, None)
    assert f"`{name}` {sentence}" in hand_in.remark and "No saved answers were found" in hand_in.remark
