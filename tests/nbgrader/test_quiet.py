"""What nbgrader's commands say with the course's settings, word by word."""

from __future__ import annotations

import json
import sys

import pytest

from course import cli
from tests.nbgrader.course_folder import ASSIGNMENT, CourseFolder, answers

ANSWERS = f"{ASSIGNMENT}.answers.json"


@pytest.fixture(scope="module")
def said(generated, tmp_path_factory) -> dict[str, list[str]]:
    """The lines of each command, on the way of a class in which ann uses the exchange and bob does not."""
    if sys.platform == "win32":
        pytest.skip("nbgrader's exchange does not exist there")
    folder: CourseFolder = generated.copy(tmp_path_factory.mktemp("quiet") / "course")
    folder.exchange.chmod(0o777)
    lines: dict[str, list[str]] = {}

    def run(name: str, command: str, *options: str) -> None:
        given = () if command == "export" else (ASSIGNMENT,)
        lines[name] = folder.run(command, *given, *options).splitlines()

    run("generate", "generate_assignment", "--force")
    run("generate again", "generate_assignment")
    run("debug", "generate_assignment", "--force", "--debug")
    run("release", "release_assignment")
    (folder.fetch(ASSIGNMENT, "ann") / ANSWERS).write_bytes(answers(_5_2="right", _5_3="half"))
    folder.submit(ASSIGNMENT, "ann")
    run("collect", "collect")
    run("collect again", "collect", "--update")
    notebook = folder.released().read_bytes()
    folder.hand_in("bob", {f"{ASSIGNMENT}.ipynb": notebook, ANSWERS: answers(_5_2="half")})
    run("autograde", "autograde", "--force")
    run("autograde again", "autograde")
    run("feedback", "generate_feedback")
    run("feedback again", "generate_feedback")
    run("release feedback", "release_feedback")
    run("export", "export")
    lines["pages"] = [path.suffix for path in folder.exchange.glob("*/feedback/*")]
    return lines


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        ("generate", [f"{ASSIGNMENT} is generated: exercises/{ASSIGNMENT}"]),
        ("generate again", [f"exercises/{ASSIGNMENT} is there already: --force generates it anew."]),
        ("release", [f"Released as: technical-product-manager {ASSIGNMENT}"]),
        ("autograde", ["ann: 5 of 6 points", "bob: 2 of 6 points", "2 hand-ins graded."]),
        ("autograde again", ["0 hand-ins graded; 2 were done before and left alone."]),
        (
            "feedback",
            [f"ann: feedback/ann/{ASSIGNMENT}", f"bob: feedback/bob/{ASSIGNMENT}", "2 feedback pages written."],
        ),
        ("feedback again", ["0 feedback pages written; 2 hand-ins had theirs already: --force writes anew."]),
        (
            "release feedback",
            [
                "ann: feedback released",
                "[ReleaseFeedbackApp | WARNING] Not handed in by the exchange, so send these pages from “feedback” yourself: bob",
                "1 feedback page released.",
            ],
        ),
        ("export", ["2 grades exported to grades.csv"]),
        ("pages", [".html"]),
    ],
)
def test_a_command_says_a_line_for_each_hand_in_and_one_for_all(said, command, lines):
    assert said[command] == lines


def test_collecting_names_each_hand_in(said):
    """And warns of one that another user of the machine has put there, as this test does."""
    head, *lines = said["collect"]
    assert head == f"Processing 1 submissions of '{ASSIGNMENT}' for course 'technical-product-manager'"
    assert [line for line in lines if line.startswith("Collecting")] == [f"Collecting submission: ann {ASSIGNMENT}"]
    again = [line for line in said["collect again"] if "ann" in line.split()]
    assert [line for line in again if "cheating" not in line] == [f"No newer submission to collect: ann {ASSIGNMENT}"]


def test_who_looks_for_a_fault_sees_everything(said):
    assert any("Writing " in line and line.startswith("[GenerateAssignmentApp | INFO]") for line in said["debug"])


def test_forgetting_can_be_read_by_a_program(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    (tmp_path / "submitted" / "bob" / ASSIGNMENT).mkdir(parents=True)
    assert cli.main(["forget", "bob", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "student": "bob",
        "deleted": ["Deleted: submitted/bob"],
        "failed": [],
        "named": [],
    }
