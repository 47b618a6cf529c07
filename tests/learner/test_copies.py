"""Copies and other names of notebooks: progress, the welcome page, saving and restoring go on with what is there."""

from __future__ import annotations

import json
import os
import shutil
import sys

import pytest

from course import sequence
from course.learner import backup
from course.learner.answers_file import METADATA, answers_path
from course.learner.entry import Entry
from course.learner.progress import read_progress, where_next
from course.learner.saved import read_saved
from course.sequence.glossary import read_cards
from tests.course_copy import EVENING, MORNING, NOON, make_course, write_answers, write_notebook

PASSED = Entry("SELECT 1", MORNING, best="SELECT 1", best_score=1.0, tries=1)
DECIDED = Entry("Per payment.", NOON)
COPIES = ["05-sql-Copy1", "05-sql (1)", "05-sql copy", "Kopie von 05-sql", "Ada 05-sql", "A", "mine"]


@pytest.fixture
def root(tmp_path):
    root = make_course(tmp_path / "course")
    write_notebook(exercises(root), "# Exercises", 'ex_5_1 = course.sql("5.1", starter="SELECT")')
    return root


def exercises(root):
    return root / "exercises/05-sql/05-sql.ipynb"


def lesson(root):
    return root / "modules/05-sql.ipynb"


def copy(notebook, stem, suffix=".ipynb"):
    """A copy of a notebook beside it."""
    return shutil.copy(notebook, notebook.with_name(stem + suffix))


def rename(notebook, stem, suffix=".ipynb"):
    return notebook.rename(notebook.with_name(stem + suffix))


def module(root):
    return read_progress(root)[4]


@pytest.mark.parametrize("stem", COPIES)
def test_a_copy_beside_the_original_changes_nothing(root, stem):
    write_answers(exercises(root), **{"5_1": PASSED})
    write_answers(lesson(root), **{"5__decision": DECIDED})
    before = read_progress(root), sequence.notebooks(root), sequence.lessons(root), read_cards(root, 7)
    copy(exercises(root), stem)
    copy(lesson(root), stem)

    assert (read_progress(root), sequence.notebooks(root), sequence.lessons(root), read_cards(root, 7)) == before
    assert (module(root).exercises, module(root).lesson) == (exercises(root), lesson(root))
    assert (module(root).passed, module(root).decided) == (1, True)


@pytest.mark.parametrize("stem", COPIES)
def test_answers_in_a_copy_count_too(root, stem):
    write_answers(exercises(root), **{"5_1": PASSED})
    write_answers(copy(exercises(root), stem), **{"5_2": PASSED})
    write_answers(copy(lesson(root), stem), **{"5__decision": DECIDED})

    assert (module(root).passed, module(root).decided, module(root).done) == (2, True, True)


@pytest.mark.parametrize("suffix", [".ipynb", ".IPYNB"])
@pytest.mark.parametrize("stem", COPIES)
def test_a_renamed_notebook_is_found_by_what_it_asks(root, stem, suffix):
    for original, entries in ((exercises(root), {"5_1": PASSED}), (lesson(root), {"5__decision": DECIDED})):
        write_notebook(original.with_name("notes.ipynb"), "# My notes", "print(1)")
        write_answers(rename(original, stem, suffix), **entries)

    found = module(root)
    assert (found.exercises.name, found.lesson.name) == (stem + suffix, stem + suffix)
    assert (found.passed, found.decided, found.minutes) == (1, True, 60)
    assert where_next(read_progress(root)).notebook == found.exercises
    assert len(sequence.notebooks(root)) == 4 and len(read_cards(root, 5)) == 5


@pytest.mark.parametrize("names", [("a", "a-Copy1"), ("05-sql-Copy1", "05-sql-Copy2")])
def test_of_renamed_ones_the_shortest_name_comes_first_and_all_answers_count(root, names):
    original = exercises(root)
    for name, exercise in zip(names, ("5_1", "5_2"), strict=True):
        write_answers(copy(original, name), **{exercise: PASSED})
    original.unlink()

    assert module(root).exercises.stem == names[0]
    assert module(root).passed == 2


def test_a_lone_answers_file_of_another_name_counts(root):
    write_answers(exercises(root), **{"5_1": PASSED})
    answers_path(exercises(root)).rename(exercises(root).with_name("05-sql.answers (1).json"))

    assert module(root).passed == 1


def test_answers_to_another_module_do_not_count(root):
    write_answers(exercises(root).with_name("07-more.ipynb"), **{"7_1": PASSED, "5_1": PASSED})
    write_answers(exercises(root).with_name("mine.ipynb"), **{"7_1": PASSED, "50_1": PASSED})

    assert module(root).passed == 0
    assert read_saved(exercises(root)).entries == {}


@pytest.mark.parametrize("stem", COPIES)
def test_saved_work_holds_what_is_in_copies_and_comes_back_to_any_name(root, tmp_path, stem):
    write_answers(exercises(root), **{"5_1": PASSED})
    write_answers(copy(exercises(root), stem), **{"5_1": Entry("newer", EVENING), "5_2": PASSED})
    write_answers(rename(lesson(root), stem), **{"5__decision": DECIDED})
    count, problems = backup.save(root, tmp_path / "work.json")
    content = (tmp_path / "work.json").read_bytes()
    assert (count, problems) == (3, ())
    assert json.loads(content)["notebooks"].keys() == {"05-sql", "05-sql/exercises"}

    there = make_course(tmp_path / "there")
    renamed = rename(exercises(there), stem)
    write_notebook(renamed, "# Exercises", 'course.sql("5.1")')
    assert backup.restore(there, content).missing == ()
    assert read_saved(renamed)["5.1"].answer == "newer" and read_saved(renamed)["5.2"].answer == "SELECT 1"
    assert read_saved(lesson(there))["5-decision"].answer == "Per payment."


def carried(*parts):
    """A saved file with work under these names, as the page of a copy gives it to be downloaded."""
    notebooks = {name: {"version": 1, "exercises": exercises} for name, exercises in parts}
    return json.dumps({"kind": backup.KIND, "version": 1, "notebooks": notebooks}).encode()


@pytest.mark.parametrize("stem", COPIES)
def test_work_saved_under_another_name_comes_back_to_its_module(root, stem):
    older, newer = ({"answer": answer, "saved_at": at} for answer, at in (("older", MORNING), ("newer", EVENING)))
    content = carried(
        (f"{stem}/exercises", {"5.1": newer}), ("05-sql/exercises", {"5.1": older}), (stem, {"5-decision": newer})
    )
    restored = backup.restore(root, content)

    assert restored.missing == ()
    assert read_saved(exercises(root))["5.1"].answer == "newer"
    assert read_saved(exercises(root))[f"5.1@{MORNING}"].answer == "older"
    assert read_saved(lesson(root))["5-decision"].answer == "newer"


@pytest.mark.parametrize("ids", [("13.1",), ("5.1", "7.1"), ("mine",), ()])
def test_work_of_no_module_here_stays_in_the_file(root, ids):
    entry = {"answer": "x", "saved_at": MORNING}
    assert backup.restore(root, carried(("other/exercises", dict.fromkeys(ids, entry)))).missing == ("other/exercises",)


BAD = [
    b"", b"\xff\xfe", b"[" * 100_000, b"[]", b"null", b'{"exercises": 7, "version": 1}', b'{"metadata": []}', b"{}",
    b'{"metadata": {"course_answers": 7}, "cells": 3}', b'{"cells": [7]}', b'{"version": ' + b"9" * 5000 + b', "exercises": {}}',
]  # fmt: skip


@pytest.mark.parametrize("content", BAD)
@pytest.mark.parametrize("suffix", [".ipynb", ".answers.json"])
def test_a_bad_file_of_another_name_breaks_nothing(root, content, suffix):
    write_answers(exercises(root), **{"5_1": PASSED})
    for original in (exercises(root), lesson(root)):
        original.with_name("05-sql-Copy1" + suffix).write_bytes(content)

    assert module(root).passed == 1 and module(root).problems == ()
    assert backup.save(root, root / "work.json") == (1, ())


def a_link(path):
    path.symlink_to("nowhere")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there, and there are no pipes")
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, a_link])
@pytest.mark.parametrize("name", ["05-sql-Copy1.ipynb", "A.answers.json", "05-sql.answers.json"])
def test_what_is_no_file_breaks_nothing(root, make, name):
    for original in (exercises(root), lesson(root)):
        make(original.with_name(name))

    assert module(root).exercises == exercises(root)
    is_spoilt = name == "05-sql.answers.json" and make is not a_link
    assert len(module(root).problems) == 2 * is_spoilt
    assert all("It stays where it is." in problem for problem in module(root).problems)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"version": 1, "exercises": {%b}}' % b", ".join(b'"%d": {}' % number for number in range(200_000)),
         "it holds 200,000 entries, and no notebook of the course has more than 5,000"),
        (b"[" * 100_000, "it is cut off or nested too deep to be read"),
    ],
)  # fmt: skip
def test_an_answers_file_that_no_notebook_made_is_told_of_and_stays(root, content, sentence):
    answers_path(exercises(root)).write_bytes(content)

    assert sentence in module(root).problems[0]
    assert answers_path(exercises(root)).read_bytes() == content


def test_the_newer_of_two_copies_counts(root):
    notebook = json.loads(copy(exercises(root), "A").read_text())
    entry = {"answer": "newer", "saved_at": EVENING}
    notebook["metadata"][METADATA] = {"version": 1, "exercises": {"5.1": entry}}
    exercises(root).with_name("A.ipynb").write_text(json.dumps(notebook))
    write_answers(exercises(root), **{"5_1": Entry("older", MORNING)})

    assert read_saved(exercises(root))["5.1"].answer == "newer"
