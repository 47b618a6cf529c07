"""``course pack``: one zip for a learning platform, with the right names and nothing else in it."""

from __future__ import annotations

import json
from zipfile import ZipFile

import pytest

from course import cli
from course.learner.answers import METADATA
from course.learner.entry import Entry
from course.learner.pack import PackError, find_notebook, pack
from tests.course_copy import MORNING, make_course, write_answers


@pytest.fixture
def root(tmp_path):
    return make_course(tmp_path)


@pytest.fixture
def answered(root):
    write_answers(root / "exercises/05-sql/05-sql.ipynb", **{"5_1": Entry("SELECT 1", MORNING)})
    return root


def test_both_files_lie_in_the_module_s_folder_and_nothing_else(answered):
    (answered / "exercises/05-sql/notes.txt").write_text("my own")
    packed = pack(answered, "5", "ada")

    assert packed == answered / "ada_05-sql.zip"
    with ZipFile(packed) as archive:
        assert sorted(archive.namelist()) == ["05-sql/05-sql.answers.json", "05-sql/05-sql.ipynb"]
        assert json.loads(archive.read("05-sql/05-sql.answers.json"))["exercises"]["5.1"]["answer"] == "SELECT 1"


def test_a_lone_notebook_that_carries_its_answers_is_enough(root):
    path = root / "exercises/05-sql/05-sql.ipynb"
    notebook = json.loads(path.read_text())
    notebook["metadata"][METADATA] = {"version": 1, "exercises": {"5.1": {"answer": "x", "saved_at": MORNING}}}
    path.write_text(json.dumps(notebook))

    with ZipFile(pack(root, "5", "ada")) as archive:
        assert archive.namelist() == ["05-sql/05-sql.ipynb"]


def test_without_an_answer_nothing_is_packed(root):
    with pytest.raises(PackError, match="no answers to 05-sql yet"):
        pack(root, "5", "ada")

    assert list(root.glob("*.zip")) == []


def test_packing_again_takes_the_newer_answer(answered):
    pack(answered, "5", "ada")
    write_answers(answered / "exercises/05-sql/05-sql.ipynb", **{"5_1": Entry("SELECT 2", MORNING)})

    with ZipFile(pack(answered, "5", "ada")) as archive:
        assert b"SELECT 2" in archive.read("05-sql/05-sql.answers.json")


@pytest.mark.parametrize("module", ["5", "05", "05-sql"])
def test_a_module_is_found_by_number_and_by_name(root, module):
    assert find_notebook(root, module).name == "05-sql.ipynb"


@pytest.mark.parametrize("module", ["7", "99", "sql", "../05-sql", ""])
def test_another_module_is_refused_with_a_list(root, module):
    (root / "exercises/06-rails").mkdir()
    (root / "exercises/06-rails/06-rails.ipynb").write_text("{}")

    with pytest.raises(PackError, match="The modules are: 05-sql, 06-rails"):
        find_notebook(root, module)


@pytest.mark.parametrize("student", ["", "ada lovelace", "../ada", "ada/x", "ada_l", "adå\n"])
def test_a_name_that_nbgrader_could_not_take_apart_is_refused(answered, student):
    with pytest.raises(PackError, match="cannot be part of a file name"):
        pack(answered, "5", student)


@pytest.mark.parametrize("student", ["ada", "ada.lovelace", "ada-l", "ada+l@school.org", "4711"])
def test_usual_names_are_taken(answered, student):
    assert pack(answered, "5", student).name == f"{student}_05-sql.zip"


def test_the_command_says_which_file_to_hand_in(answered, monkeypatch, capsys):
    monkeypatch.setattr(cli, "ROOT", answered)

    assert cli.main(["pack", "5", "--student", "ada"]) == 0
    assert "ada_05-sql.zip" in capsys.readouterr().out
    assert cli.main(["pack", "7", "--student", "ada"]) == 1
    assert "There is no module “7”" in capsys.readouterr().err
