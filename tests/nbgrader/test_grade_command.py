"""`course grade`: what it is told, what it says, and which cells are graded without a kernel."""

from __future__ import annotations

import io

import pytest

from course.cli import main
from course.nbgrader.cells import recognise
from course.nbgrader.grade import Progress, grade
from course.nbgrader.outcome import HandInToGrade, Outcome, Summary
from tests.nbgrader.course_folder import ASSIGNMENT, CourseFolder, answers
from tests.nbgrader.test_module_05 import MODULE

VIEW = 'ex_5_2 = course.sql("5.2", starter="SELECT 1")\nex_5_2'


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("assignment", ["nope", "99", "../05-sql", "*"])
def test_an_assignment_that_is_not_there_is_said(course_folder, capsys, assignment):
    assert grade(course_folder.root, assignment, [], 1, False, False) == 1
    assert "No hand-in was found at" in capsys.readouterr().out


def test_a_student_without_a_hand_in_is_said_and_nobody_is_graded(course_folder: CourseFolder, capsys):
    course_folder.hand_in("ann", {f"{ASSIGNMENT}.answers.json": answers(_5_2="right")})
    assert grade(course_folder.root, ASSIGNMENT, ["ann", "bob"], 1, False, False) == 1
    assert "There is no hand-in by bob." in capsys.readouterr().out
    assert course_folder.scores() == {}


def test_code_of_an_instructors_own_is_run_in_a_kernel(course_folder: CourseFolder, capsys):
    course_folder.hand_in("ann", {f"{ASSIGNMENT}.answers.json": answers(_5_2="right", _5_3="half")})
    course_folder.hand_in("bob", {f"{ASSIGNMENT}.answers.json": answers(_5_2="half")})
    assert grade(course_folder.root, "5", ["ann"], 1, False, False) == 0
    assert capsys.readouterr().out.startswith("1 hand-in graded. It took ")
    assert course_folder.scores() == {"ann": {"5-2": 4.0, "5-3": 1.0}}
    assert grade(course_folder.root, ASSIGNMENT, [], 1, False, False) == 0
    assert "1 hand-in graded; 1 was done before and left alone. It took " in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["grade"], ["grade", MODULE, "--jobs", "0"], ["grade", MODULE, "--jobs", "many"]]
)
def test_what_it_does_not_understand(arguments, capsys):
    with pytest.raises(SystemExit):
        main(arguments)
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(("stream", "shows"), [(Terminal(), True), (io.StringIO(), False)])
def test_progress_is_for_terminals(stream, shows):
    progress = Progress([Outcome(HandInToGrade("a", "ann", None, ()))], lambda: 4, stream)
    progress._shown = -1.0
    progress.show()
    progress.clear()
    assert ("1 of 4 hand-ins" in stream.getvalue()) == shows


def test_each_problem_is_a_line_and_all_of_it_is_one():
    summary = Summary()
    for outcome in (
        Outcome(HandInToGrade("a", "ann", None, ()), 3.0, 4.0),
        Outcome(HandInToGrade("a", "bob", None, ()), 1.0, 4.0, ("5.2",)),
        Outcome.failed(HandInToGrade("a", "cyd", None, ()), OSError("the disk is full")),
    ):
        summary.add(outcome)
    assert [outcome.line for outcome in summary.problems] == [
        "bob: 1 of 4 points; could not be judged: 5.2",
        "cyd: not graded (the disk is full)",
    ]
    assert summary.line == "2 hand-ins graded; in 1 something could not be judged; 1 could not be graded."


@pytest.mark.parametrize(
    "source",
    [
        "course.files('checkout')",
        'course.query("SELECT 1")',
        "# a note\n" + VIEW,
        "ex_5_2.check()\n### BEGIN HIDDEN TESTS\nex_5_2.grade(reference='a', mistakes={'b': {'c': [1, -2.5, None]}})\n### END HIDDEN TESTS",
        "",
    ],
)
def test_the_courses_own_cells_are_recognised(source):
    assert recognise([(0, "import course"), (1, VIEW), (2, source)]) is not None


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "import course as c",
        "from course import sql",
        "open('x')",
        "course = 1",
        "course.cli.main([])",
        "course.__doc__",
        "course.frame('SELECT 1')",
        "course.decisions()",
        "ex_5_2.grade(reference=open('x').read())",
        "ex_5_2.grade(**{'reference': 'a'})",
        "ex_5_2.grade(*['a'])",
        "ex_5_2.check(1)",
        "ex_5_2.answer",
        "ex_5_2.answers.put('5.2', 1)",
        "ex_5_3.check()",
        "x = ex_5_2.grade(reference='a')",
        "a = b = course.sql('5.3')",
        "ex_5_2.grade(reference='a');",
        "ex_5_2.grade(reference=f'{ex_5_2}')",
        "if True: ex_5_2.check()",
        "%time ex_5_2.check()",
        "!ls",
        "4.0",
        "ex_5_2.grade(reference='" + "(" * 10 + "'" + "[" * 5000 + ")",
        "\x00",
    ],
)
def test_everything_else_goes_to_a_kernel(source):
    assert recognise([(0, "import course"), (1, VIEW), (2, source)]) is None


def test_nothing_is_known_before_the_import():
    assert recognise([(0, VIEW)]) is None
