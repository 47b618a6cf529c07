"""Making a release again leaves the answers of whoever worked in the released folder, whatever happens on the way."""

from __future__ import annotations

import json
from contextlib import suppress

import nbformat
import pytest

from course.learner.saved import read_saved
from course.nbgrader import release
from tests.nbgrader.course_folder import ASSIGNMENT, answers

SAVED = answers(_5_2="SELECT 1")
KEPT = {
    f"{ASSIGNMENT}.answers.json": SAVED,
    f"{ASSIGNMENT}.answers.json.20260105T090000000000.unreadable": b"{",
    f"{ASSIGNMENT}-Copy1.answers.json": SAVED,
    f"{ASSIGNMENT} (1).Answers.JSON": SAVED,
    f"mine/{ASSIGNMENT}.answers.json": SAVED,
    "course-work-2026-01-05.json": b"{}",
}
GONE = {
    f"{ASSIGNMENT}.answers.json.lock": b"",
    f"{ASSIGNMENT}.answers.json.4711.1.tmp": b"{",
    f".ipynb_checkpoints/{ASSIGNMENT}.answers-checkpoint.json": SAVED,
    "data of the last release.csv": b"a,b",
}
STALE = "of the last release"


@pytest.fixture
def answered(course_folder):
    """A course whose released folder somebody has worked in. The notebook's copy is newer than the answers file."""
    folder = course_folder.released().parent
    for name, content in {**KEPT, **GONE}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    notebook = nbformat.read(course_folder.released(), as_version=4)
    for name, exercise in ((ASSIGNMENT, "5.3"), (f"{ASSIGNMENT}-Copy2", "5.3")):
        entry = {"answer": "SELECT 3", "saved_at": "2026-01-06T09:00:00.000Z"}
        notebook.metadata["course_answers"] = {"version": 1, "exercises": {exercise: entry}}
        nbformat.write(notebook, folder / f"{name}.ipynb")
    (folder / "checks.json").write_text(STALE)
    return course_folder


def work(course_folder):
    """What is in the released folder that a person made, by name."""
    folder = course_folder.released().parent
    return {name: (folder / name).read_bytes() for name in KEPT if (folder / name).exists()}


def test_a_new_release_leaves_what_a_person_made(answered):
    folder = answered.released().parent
    answered.run("generate_assignment", ASSIGNMENT, "--force")
    own = f"{ASSIGNMENT}.answers.json"
    assert {name: content for name, content in work(answered).items() if name != own} == {
        name: content for name, content in KEPT.items() if name != own
    }
    assert {id: read_saved(answered.released())[id].answer for id in ("5.2", "5.3")} == {
        "5.2": "SELECT 1",
        "5.3": "SELECT 3",
    }
    assert (folder / f"{ASSIGNMENT}-Copy2.ipynb").exists()
    assert not any((folder / name).exists() for name in GONE) and not (folder / ".ipynb_checkpoints").exists()
    assert "course_answers" not in nbformat.read(answered.released(), as_version=4).metadata
    assert json.loads((folder / "checks.json").read_text()) == {"checks": "of the course"}


def test_without_force_everything_stays(answered):
    answered.run("generate_assignment", ASSIGNMENT)
    assert work(answered) == KEPT
    assert (answered.released().with_name("checks.json")).read_text() == STALE


def test_a_release_that_fails_changes_nothing(answered):
    answered.source().write_text("no notebook")
    answered.run("generate_assignment", ASSIGNMENT, "--force", succeeds=False)
    assert work(answered) == KEPT and answered.released().exists()
    assert (answered.released().with_name("checks.json")).read_text() == STALE


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError("no space left")])
@pytest.mark.parametrize("step", ["replace_file", "remove_others", "keep_copy"])
def test_a_release_that_is_interrupted_loses_no_answer(answered, monkeypatch, step, error):
    def interrupted(*arguments):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(release, step, interrupted)
        with suppress(KeyboardInterrupt):
            answered.api.generate_assignment(ASSIGNMENT, force=True)
    assert work(answered).keys() == KEPT.keys()
    assert read_saved(answered.released())["5.3"].answer == "SELECT 3"
    answered.generate()
    assert work(answered).keys() == KEPT.keys()
