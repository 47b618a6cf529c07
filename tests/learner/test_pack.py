"""``course pack``: one zip for a learning platform, with the right names and nothing else in it."""

from __future__ import annotations

import json
from zipfile import ZipFile

import pytest

from course import cli
from course.learner.answers_file import METADATA
from course.learner.entry import Entry
from course.learner.pack import PackError, find_notebook, pack
from course.nbgrader.platforms import of_pack
from tests.course_copy import MORNING, make_course, write_answers, write_notebook

STUDENTS = [
    "ada", "ada.lovelace", "ada-l", "ada+l@school.org", "4711", "ada lovelace", "a_b", "_", "a_05-sql", "ø", "李", "J. Ærø",
    "x[1]", "{y}", "a (1)", "a-1", "a%20b", "O'Neil, Ann",
]  # fmt: skip


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


@pytest.mark.parametrize(
    ("student", "why"),
    [
        ("", "it is empty"),
        (" ada", "starts or ends with a space"),
        ("ada.", "starts or ends with a space or a dot"),
        (".ada", "starts or ends with a space or a dot"),
        ("../ada", "no file name holds “/”"),
        ("ada/x", "no file name holds “/”"),
        ("ada\\x", "no file name holds"),
        ("ada*", "no file name holds “*”"),
        ("a?", "no file name holds “?”"),
        ("a:b", "no file name holds “:”"),
        ("adå\n", "a sign that cannot be seen"),
        ("a\u202eb", "a sign that cannot be seen"),
        ("a\ud83d", "a sign that cannot be seen"),
        ("a\0", "a sign that cannot be seen"),
        ("con", "Windows keeps it"),
        ("Aux.2", "Windows keeps it"),
        ("李" * 85, "it is too long"),
    ],
)
def test_what_no_file_name_can_carry_is_refused_in_words(answered, student, why):
    with pytest.raises(PackError, match="cannot be part of a file name") as refused:
        pack(answered, "5", student)

    assert why in str(refused.value)
    assert not str(refused.value).encode("utf-8", "replace").count(b"?") - student.count("?") * 2
    assert list(answered.glob("*.zip")) == []


@pytest.mark.parametrize("student", STUDENTS)
def test_usual_names_are_taken_and_given_back(answered, student):
    packed = pack(answered, "5", student)

    assert packed.name == f"{student}_05-sql.zip"
    assert of_pack(packed.name, "05-sql").keys == (student,)


def test_one_letter_is_the_same_however_it_is_encoded(answered):
    assert pack(answered, "5", "José").name == "José_05-sql.zip"


def names_in(packed):
    with ZipFile(packed) as archive:
        return sorted(archive.namelist())


@pytest.mark.parametrize("copy", ["05-sql-Copy1", "05-sql (1)", "Kopie von 05-sql", "ada 05-sql", "A"])
def test_a_copy_with_answers_goes_along_with_the_original(answered, copy):
    original = answered / "exercises/05-sql/05-sql.ipynb"
    original.with_name(f"{copy}.ipynb").write_text(original.read_text())
    write_answers(original.with_name(f"{copy}.ipynb"), **{"5_2": Entry("SELECT 2", MORNING)})

    assert find_notebook(answered, "5") == original
    names = ["05-sql/05-sql.answers.json", "05-sql/05-sql.ipynb", f"05-sql/{copy}.answers.json"]
    assert names_in(pack(answered, "5", "ada")) == sorted(names)


def test_a_copy_without_answers_stays_here(answered):
    original = answered / "exercises/05-sql/05-sql.ipynb"
    original.with_name("05-sql-Copy1.ipynb").write_text(original.read_text())

    assert names_in(pack(answered, "5", "ada")) == ["05-sql/05-sql.answers.json", "05-sql/05-sql.ipynb"]


@pytest.mark.parametrize("name", ["mine.ipynb", "05-sql-Copy1.ipynb", "Ada 05-sql.IPYNB", "05 sql.ipynb"])
def test_a_renamed_notebook_is_packed_under_the_module_s_name(root, name):
    original = root / "exercises/05-sql/05-sql.ipynb"
    original.unlink()
    write_notebook(original.with_name("notes.ipynb"), "# My notes", "print(1)")
    write_notebook(original.with_name(name), "# Exercises", 'ex_5_1 = course.sql("5.1", starter="SELECT")')
    write_answers(original.with_name(name), **{"5_1": Entry("SELECT 1", MORNING)})

    packed = pack(root, "5", "ada")
    assert packed.name == "ada_05-sql.zip"
    assert names_in(packed) == sorted([f"05-sql/{name}", f"05-sql/{name[:-6]}.answers.json"])


@pytest.mark.parametrize("folder", ["05-sql (1)", "my exercises", "05"])
def test_a_renamed_folder_is_found_by_what_it_holds(answered, folder):
    notebook = answered / "exercises/05-sql/05-sql.ipynb"
    write_notebook(notebook, "# Exercises", "ex = course.sql('5.1')")
    notebook.parent.rename(answered / "exercises" / folder)

    assert find_notebook(answered, "5").parent.name == folder
    assert names_in(pack(answered, "5", "ada")) == ["05-sql/05-sql.answers.json", "05-sql/05-sql.ipynb"]
    assert (answered / "ada_05-sql.zip").exists()


def test_the_command_says_which_file_to_hand_in(answered, monkeypatch, capsys):
    monkeypatch.setattr(cli, "ROOT", answered)

    assert cli.main(["pack", "5", "--student", "ada"]) == 0
    assert "ada_05-sql.zip" in capsys.readouterr().out
    assert cli.main(["pack", "7", "--student", "ada"]) == 1
    assert "There is no module “7”" in capsys.readouterr().err
