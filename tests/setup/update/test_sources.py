"""An update from a zip file or a folder: what is taken from it, and what is refused."""

from __future__ import annotations

import shutil
import zipfile

import pytest

from course.setup.state import ROOT
from course.setup.update.version import OWN
from tests.setup.update.conftest import ANSWER, EXERCISES, entries, files, start, work_in


def test_the_same_zip_again_is_nothing_new(unpacked, new_zip, capsys):
    start(unpacked, new_zip)
    capsys.readouterr()

    assert start(unpacked, new_zip) == 0
    assert capsys.readouterr().out == "Nothing new: course-main.zip holds what is here already. Nothing was changed.\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no zip file, or it is damaged"),
        (b"PK\x03\x04 cut", "is no zip file, or it is damaged"),
    ],
)
def test_a_damaged_zip_changes_nothing(unpacked, tmp_path, content, words, capsys):
    before = files(unpacked)
    (tmp_path / "bad.zip").write_bytes(content)

    assert start(unpacked, tmp_path / "bad.zip") == 1
    assert words in capsys.readouterr().err
    assert files(unpacked) == before


def test_a_zip_that_is_cut_off_changes_nothing(unpacked, new_zip, capsys):
    before = files(unpacked)
    new_zip.write_bytes(new_zip.read_bytes()[:-300])

    assert start(unpacked, new_zip) == 1
    assert "damaged" in capsys.readouterr().err
    assert files(unpacked) == before


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt", "a\\..\\b.txt", "C:/x.txt"])
def test_a_zip_that_leads_out_of_the_folder_is_refused(unpacked, new_zip, name, tmp_path, capsys):
    with zipfile.ZipFile(new_zip, "a") as archive:
        archive.writestr(name, "x")

    assert start(unpacked, new_zip) == 1
    assert "a name that leads out of it" in capsys.readouterr().err


def test_what_a_source_has_of_a_learner_s_never_lands_here(unpacked, new_zip, tmp_path):
    work_in(unpacked)
    new = tmp_path / "newer"
    (new / "exercises/05-sql/05-sql.answers.json").write_text("{}")
    (new / "course-work-2026-01-01.json").write_text("{}")

    assert start(unpacked, new) == 0
    assert entries(unpacked, EXERCISES)["5.1"] == ANSWER
    assert not (unpacked / "course-work-2026-01-01.json").exists()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (lambda root: root, "This is the very folder that is to be updated."),
        (lambda root: root / "modules", "does not hold the course."),
        (lambda root: root / "missing.zip", "missing.zip: No such file or directory"),
    ],
)
def test_what_is_no_newer_course_is_refused(unpacked, source, words, capsys):
    assert start(unpacked, source(unpacked)) == 1
    assert words in capsys.readouterr().err


def test_an_older_version_is_refused(unpacked, new_zip, tmp_path, capsys):
    start(unpacked, new_zip)
    old = tmp_path / "older"
    shutil.copytree(unpacked, old)
    (old / "course/__init__.py").write_text('__version__ = "0.1.0"\n')

    assert start(unpacked, old) == 1
    assert "holds version 0.1.0, and here is 0.3.0 already. Nothing was changed." in capsys.readouterr().err


def test_what_git_ignores_is_a_learner_s_own_or_a_cache():
    ignored = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()}

    assert ignored | {".git"} == set(OWN)
