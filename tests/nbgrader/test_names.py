"""Answers are found whatever the files of a hand-in are called, and the learner is told what was taken."""

from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata

import pytest

from course.nbgrader.hand_in import MOST_FILES, take
from course.nbgrader.paths import LiteralGlob
from tests.nbgrader.course_folder import ASSIGNMENT, answers, zipped

EXERCISES = {"5.2", "5.3"}
MONDAY, TUESDAY, SUNDAY = "2026-01-05", "2026-01-06", "2026-01-11"


def saved(day=MONDAY, **given) -> bytes:
    return answers(**given).replace(b"2026-01-05", day.encode())


def notebook(copy: bytes = b"null") -> bytes:
    return b'{"cells": [], "metadata": {"course_answers": %b}, "nbformat": 4, "nbformat_minor": 5}' % copy


def taken(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return take(folder / "05-sql.ipynb", EXERCISES)


def answers_of(hand_in):
    return {id: entry.answer for id, entry in hand_in.entries.items()}


STEMS = [
    "05-sql-Copy1", "05-sql (1)", "05-sql - Copy", "05-sql copy 2", "Ada Lovelace 05-sql", "05-sql_ada", "Kopie von 05-sql",
    "Копия 05-sql", "05-sql 的副本", unicodedata.normalize("NFD", "Übung 05-sql"), "Übung 05-sql", "homework", "05-sql[1]",
    "05-SQL", "a folder/05-sql", "a/b/c/05-sql-Copy1", "07-more",
]  # fmt: skip
KINDS = ["{}.answers.json", "{}.Answers.JSON", "{}.answers (1).json", "{}.answers.json.txt", "{}.json"]
NOTEBOOKS = ["{}.ipynb", "{}.IPYNB", "{}.ipynb.json", "{}.ipynb.txt", "{}.ipynb (1).json"]


@pytest.mark.parametrize("stem", STEMS)
def test_one_pair_of_another_name_is_taken_with_a_remark(tmp_path, stem):
    pair = {f"{stem}.ipynb": notebook(), f"{stem}.answers.json": saved(_5_2="right")}
    hand_in = taken(tmp_path, {**pair, "checks.json": b'{"version": 1, "exercises": {"5.2": {"hints": []}}}'})
    name = unicodedata.normalize("NFC", stem.rpartition("/")[2]).replace("[", "·").replace("]", "·")
    assert answers_of(hand_in) == {"5.2": "right"}
    assert hand_in.remark == (
        "**About your hand-in.** `05-sql.ipynb` was not in your hand-in. "
        f"Your answers were taken from `{name}.answers.json`. You need to do nothing."
    )


@pytest.mark.parametrize("name", KINDS)
def test_a_lone_answers_file_of_another_name_is_enough(tmp_path, name):
    hand_in = taken(tmp_path, {name.format("mine"): saved(_5_2="right")})
    assert answers_of(hand_in) == {"5.2": "right"}
    assert f"`{name.format('mine')}`" in hand_in.remark


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_lone_notebook_of_another_name_is_enough(tmp_path, name):
    hand_in = taken(tmp_path, {name.format("mine"): notebook(saved(_5_2="right"))})
    assert answers_of(hand_in) == {"5.2": "right"}
    assert f"taken from the copy in `{name.format('mine')}`" in hand_in.remark


@pytest.mark.parametrize(
    ("files", "counts", "sentence"),
    [
        # Of several, the newest answer to each exercise counts.
        ({"a.answers.json": saved(MONDAY, _5_2="old", _5_3="only"), "b.answers.json": saved(TUESDAY, _5_2="new")},
         {"5.2": "new", "5.3": "only"},
         "taken from `a.answers.json` and `b.answers.json`. Of each exercise, the answer that was saved last counts."),
        ({"a.answers.json": saved(TUESDAY, _5_2="new"), "b.ipynb": notebook(saved(MONDAY, _5_2="old"))},
         {"5.2": "new"}, "taken from `a.answers.json`. You need"),
        # The right name comes first, and newer answers in copies count as well.
        ({"05-sql.ipynb": notebook(), "05-sql.answers.json": saved(_5_2="mine"), "05-sql-Copy1.answers.json": saved(_5_2="copy")},
         {"5.2": "mine"}, ""),
        ({"05-sql.ipynb": notebook(), "05-sql.answers.json": saved(TUESDAY, _5_2="new"), "Copy.answers.json": saved(_5_2="old")},
         {"5.2": "new"}, ""),
        ({"05-sql.ipynb": notebook(), "05-sql.answers.json": saved(_5_2="old", _5_3="only"),
          "05-sql-Copy1.answers.json": saved(TUESDAY, _5_2="new")},
         {"5.2": "new", "5.3": "only"},
         "taken from `05-sql.answers.json` and `05-sql-Copy1.answers.json`. Of each exercise, the answer that was saved last"),
        # The right name without answers hides nothing.
        ({"05-sql.ipynb": notebook(), "05-sql-Copy1.ipynb": notebook(), "05-sql-Copy1.answers.json": saved(_5_2="right")},
         {"5.2": "right"}, "taken from `05-sql-Copy1.answers.json`. You need"),
        ({"05-sql.ipynb": notebook(), "05-sql.answers.json": b'{"version": 1, "exercises": {}}', "A.ipynb": notebook(saved(_5_2="r"))},
         {"5.2": "r"}, "taken from the copy in `A.ipynb`"),
        ({"05-sql.ipynb": notebook(), "05-sql.answers.json": saved(SUNDAY).replace(b"{}", b'{"5.2": {"tries": 3, "saved_at": "2026-02"}}'),
          "A.answers.json": saved(_5_2="r")}, {"5.2": "r"}, "taken from `A.answers.json`"),
        # What is no answer to this module is left alone, without a word.
        ({"05-sql.ipynb": notebook(), "05-sql.answers.json": saved(_5_2="right"), "package.json": b"{}", "data.json": b"[1",
          "notes.ipynb": notebook(), "07-more.answers.json": saved(SUNDAY, _7_1="other")}, {"5.2": "right"}, ""),
        ({"07-more.answers.json": saved(_7_1="other")}, {}, "No saved answers were found in this hand-in"),
        ({".ipynb_checkpoints/05-sql-checkpoint.ipynb": notebook(saved(SUNDAY, _5_2="old")), "05-sql.ipynb": notebook(),
          "05-sql.answers.json": saved(_5_2="right"), "__MACOSX/._05-sql.ipynb": b"x"}, {"5.2": "right"}, ""),
        # A copy that cannot be read is told of.
        ({"05-sql.ipynb": notebook(), "05-sql.answers.json": saved(_5_2="right"), "05-sql-Copy1.ipynb": b'{"cells'},
         {"5.2": "right"}, "`05-sql-Copy1.ipynb` could not be read: it is empty, cut off or no notebook."),
    ],
)  # fmt: skip
def test_what_counts_of_several(tmp_path, files, counts, sentence):
    hand_in = taken(tmp_path, files)
    assert answers_of(hand_in) == counts
    assert sentence in hand_in.remark and bool(sentence) == bool(hand_in.remark)


def test_of_two_forms_the_newest_of_each_field_counts(tmp_path):
    one = {"answer": {"a": "new", "b": "old"}, "saved_at": TUESDAY, "times": {"/a": TUESDAY, "/b": MONDAY}}
    other = {"answer": {"a": "old", "b": "new"}, "saved_at": SUNDAY, "times": {"/a": MONDAY, "/b": SUNDAY}}
    files = {
        f"{name}.answers.json": {"version": 1, "exercises": {"5.2": entry}}
        for name, entry in (("a", one), ("b", other))
    }
    hand_in = taken(tmp_path, {name: json.dumps(content).encode() for name, content in files.items()})
    assert answers_of(hand_in) == {"5.2": {"a": "new", "b": "new"}}
    assert "taken from `a.answers.json` and `b.answers.json`" in hand_in.remark


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there, and there are no pipes")
@pytest.mark.parametrize("name", ["05-sql-Copy1.ipynb", "05-sql-Copy1.answers.json"])
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.symlink_to(path.parent / "05-sql.answers.json"), "is a link to another place"),
        (lambda path: path.symlink_to("/dev/zero"), "is a link to another place"),
        (lambda path: path.symlink_to("nowhere"), "is a link to another place"),
        (os.mkfifo, "is no ordinary file"),
        (os.mkdir, "is no ordinary file"),
    ],
)
def test_a_copy_that_is_no_ordinary_file_is_skipped_with_a_remark(tmp_path, name, make, sentence):
    make(tmp_path / name)
    hand_in = taken(tmp_path, {"05-sql.ipynb": notebook(), "05-sql.answers.json": saved(_5_2="right")})
    assert answers_of(hand_in) == {"5.2": "right"}
    assert f"`{name}` {sentence}" in hand_in.remark


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_no_link_to_a_folder_is_followed(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "05-sql-Copy1.answers.json").write_bytes(saved(_5_2="theirs"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "more").symlink_to(other)
    assert answers_of(taken(tmp_path / "mine", {})) == {}


def test_the_number_of_files_is_limited_and_said(tmp_path):
    files = {f"{number:03}.answers.json": saved(_5_2=f"answer {number}") for number in range(MOST_FILES + 7)}
    hand_in = taken(tmp_path, files)
    assert answers_of(hand_in) == {"5.2": "answer 0"}
    assert "Your hand-in is large: 7 of its files were not opened." in hand_in.remark


def test_the_bytes_are_limited_and_said(tmp_path, monkeypatch):
    monkeypatch.setattr("course.nbgrader.hand_in.MOST_BYTES", 1_000)
    hand_in = taken(tmp_path, {"a.answers.json": saved(_5_2="right"), "b.answers.json": saved(_5_2="y" * 2_000)})
    assert answers_of(hand_in) == {"5.2": "right"}
    assert "1 of its files were not opened" in hand_in.remark


@pytest.mark.parametrize("name", ["<script>alert(1)<script>", "a` <b> `b", "**bold** [a](b)", "x" * 200, "a&lt;b"])
def test_a_name_cannot_write_into_the_page(tmp_path, name):
    remark = taken(tmp_path, {f"{name[:200]}.answers.json": saved(_5_2="right")}).remark
    assert not set(remark.replace("**About your hand-in.**", "")) & set("<>&*[]")
    assert remark.count("`") == 4 and len(remark) < 300


GLOB_SIGNS = ["plain", "a[b]", "[a", "a]", "[!x]", "{a}", "a b", "ø李"]
WILD = ["a*b", "a?b", "*", "?"]


@pytest.mark.parametrize("name", GLOB_SIGNS + WILD * (sys.platform != "win32"))
def test_what_is_called_so_is_found_by_its_name_and_by_a_star(tmp_path, name):
    (tmp_path / name / "inner").mkdir(parents=True)
    assert LiteralGlob.glob(str(tmp_path / name / "inner")) == [str(tmp_path / name / "inner")]
    assert LiteralGlob.glob(str(tmp_path / "*" / "inn*")) == [str(tmp_path / name / "inner")]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("a[b]", ["a[b]"]),  # called so: no pattern, or another learner would be graded
        ("[xy]", ["x", "y"]),  # nothing is called so
        ("*", ["a[b]", "ab", "x", "y"]),
        ("a*", ["a[b]", "ab"]),
        ("?", ["x", "y"]),
        (".*", [".hidden"]),
        ("no", []),
    ],
)
def test_brackets_are_a_pattern_only_where_nothing_is_called_so(tmp_path, pattern, names):
    for name in ("a[b]", "ab", "x", "y", ".hidden"):
        (tmp_path / name).mkdir()
    assert [os.path.basename(path) for path in LiteralGlob.glob(str(tmp_path / pattern))] == names


PLACE = "a [b] {c} 1"
IDS = ["a[b]", "a_b", "ø 李{x}"]


@pytest.fixture
def odd_folder(generated, tmp_path):
    """A course in a folder, with learners, whose names hold what patterns are made of."""
    return generated.copy(tmp_path / (PLACE if sys.platform == "win32" else f"{PLACE}* ? %20") / "course")


def test_every_command_works_in_a_folder_and_for_ids_with_brackets(odd_folder):
    folder = odd_folder
    checkpoint = folder.source().parent / ".ipynb_checkpoints" / f"{ASSIGNMENT}-checkpoint.ipynb"
    checkpoint.parent.mkdir()
    shutil.copy(folder.source(), checkpoint)
    folder.run("generate_assignment", ASSIGNMENT, "--force")
    assert sorted(path.name for path in folder.released().parent.rglob("*")) == [folder.released().name, "checks.json"]
    archive = folder.root / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    for student in IDS:
        name = f"{ASSIGNMENT}-Copy1"
        files = {f"{name}.ipynb": folder.released().read_bytes(), f"{name}.answers.json": answers(_5_2="right")}
        zipped(archive / f"{student}_{ASSIGNMENT}.ZIP", files)
    folder.run("zip_collect", ASSIGNMENT)
    assert sorted(path.name for path in (folder.root / "submitted").iterdir()) == sorted(IDS)
    folder.run("autograde", ASSIGNMENT, "--student", "a[b]")
    assert folder.scores() == {"a[b]": {"5-2": 4.0, "5-3": 0.0}}
    folder.run("autograde", ASSIGNMENT)
    folder.run("generate_feedback", ASSIGNMENT, "--student", "a[b]")
    assert [path.name for path in (folder.root / "feedback").iterdir()] == ["a[b]"]
    folder.run("generate_feedback", ASSIGNMENT)
    assert {student: sum(points.values()) for student, points in folder.scores().items()} == dict.fromkeys(IDS, 4.0)
    assert all(f"taken from <code>{ASSIGNMENT}-Copy1.answers.json</code>" in folder.page(student) for student in IDS)
    assert folder.export() == {(ASSIGNMENT, student): 4.0 for student in IDS}
    assert (folder.root / "gradebook.db").exists() and len(list(folder.root.parent.parent.iterdir())) == 1
