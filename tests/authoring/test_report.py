"""`course check` and `course build` as an author sees them: for one exercise, quickly, a second time."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course import cli
from course.authoring import known, report, store
from course.authoring.kind import kind
from course.authoring.place import EVERYWHERE, Place
from course.authoring.query import base_kind

from .conftest import told

QUERY = """ex_9_2.check()
### BEGIN HIDDEN TESTS
ex_9_2.grade(
    reference="SELECT tier, count(*) AS n FROM merchants GROUP BY tier",
    mistakes={
        "You counted all merchants.": "SELECT 'small' AS tier, count(*) AS n FROM merchants",
        "You counted tiers.": "SELECT tier, count(DISTINCT tier) AS n FROM merchants GROUP BY tier",
        "One too many in each.": "SELECT tier, count(*) + 1 AS n FROM merchants GROUP BY tier",
        "Each counts twice.": "SELECT tier, 2 * count(*) AS n FROM merchants GROUP BY tier",
    },
    accept=[
        "SELECT tier, count(merchant_id) AS n FROM merchants GROUP BY 1",
        "SELECT tier, sum(1) AS n FROM merchants GROUP BY tier",
        "SELECT DISTINCT tier, count(*) OVER (PARTITION BY tier) AS n FROM merchants",
    ],
    hints=["Count.", "count(*)", "SELECT team, count(*) FROM teams GROUP BY team"],
)
### END HIDDEN TESTS"""


@pytest.fixture(autouse=True)
def own_store(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "folder", lambda: tmp_path / "cache")


@pytest.fixture
def two_exercises(small_course):
    """The small course with a form, 9.1, and a query, 9.2; what the form needs is built."""
    small_course.cells += [
        new_markdown_cell("### 9.2 Merchants by tier · 5 min", metadata=told("9-2-prompt"), id="prompt2"),
        new_code_cell('ex_9_2 = course.sql("9.2")\nex_9_2', metadata=told("9-2-view"), id="view2"),
        new_code_cell(QUERY, metadata=told("9-2", grade=True, points=4), id="grade2"),
    ]
    small_course.write()
    return small_course


@pytest.fixture
def no_search(monkeypatch):
    """Every search for hidden data sets, mutants and examples fails."""

    def fail(*_):
        raise AssertionError("this is to be left out")

    for name in ("choose_seeds", "measure", "diagnoses", "examples", "compile_query"):
        monkeypatch.setattr(base_kind, name, fail)


def change(course, old, new, cell=2):
    assert old in course.cells[cell].source
    course.cells[cell].source = course.cells[cell].source.replace(old, new)
    course.write()


@pytest.fixture
def proved(monkeypatch):
    """The exercises that are really proved."""
    prove, ids = known.prove, []

    def counted(kind, id, starter, parts):
        ids.append(id)
        return prove(kind, id, starter, parts)

    monkeypatch.setattr(known, "prove", counted)
    return ids


def test_what_is_unchanged_is_not_proved_again(small_course, proved, capsys):
    report.build(small_course.root)
    capsys.readouterr()
    seen = [(report.check(small_course.root), capsys.readouterr()) for _ in range(2)]

    assert seen[0] == seen[1]
    assert proved == ["9.1"]


def test_a_key_or_a_judge_that_changes_is_proved_again(small_course, proved, monkeypatch):
    report.check(small_course.root)
    change(small_course, '"That is one.": {"n": "1"}', '"That is five.": {"n": "5"}')
    report.check(small_course.root)
    monkeypatch.setattr(store, "deciding_digest", lambda: "another judge")
    report.check(small_course.root)

    assert proved == ["9.1"] * 3


@pytest.mark.parametrize(("is_certain", "times"), [(True, 1), (False, 2)])
def test_what_another_machine_might_find_otherwise_is_not_kept(small_course, monkeypatch, is_certain, times):
    part, compiled = kind("form"), []
    compile = part.compile
    monkeypatch.setattr(part, "is_certain", lambda exercise: is_certain)
    monkeypatch.setattr(part, "compile", lambda exercise: compiled.append(exercise.id) or compile(exercise))
    for _ in range(2):
        report.check(small_course.root)

    assert len(compiled) == times


def test_what_fails_once_fails_again(small_course, capsys):
    change(small_course, '"That is one.": {"n": "1"}', '"That is one.": {"n": "4"}')

    for _ in range(2):
        assert report.check(small_course.root) == 1
        assert "cannot be told apart" in capsys.readouterr().err


def test_one_exercise_is_checked_alone(two_exercises, no_search, capsys):
    assert report.check(two_exercises.root, Place(9, "9.1")) == 1

    printed = capsys.readouterr()
    assert printed.out.startswith("9.1   Count the merchants")
    assert "9.2" not in printed.out
    assert "checks.json does not say of 9.1 what the notebook says now" in printed.err


def test_quick_says_what_it_leaves_out(two_exercises, no_search, capsys):
    report.check(two_exercises.root, EVERYWHERE, quick=True)

    form, slips, query, *rest = capsys.readouterr().out.splitlines()
    assert form.endswith("8 of 8 proofs hold")
    assert slips.endswith("5 of 5 plausible slips get a reason or a place to look at")
    assert query.startswith("9.2   Merchants by tier")
    assert query.endswith("10 of 10 proofs hold, NOT PROVED")
    assert rest[0] == (
        "NOT PROVED: 9.2. --quick left out the search for hidden data sets, and with it mutants, diagnoses and examples. "
        "Check without --quick before you commit."
    )
    assert "fair" not in "".join(rest)


def test_quick_still_finds_what_needs_no_search(two_exercises, no_search, capsys):
    change(two_exercises, "2 * count(*)", "count(*) + 1", cell=5)

    assert report.check(two_exercises.root, Place(9, "9.2"), quick=True) == 1
    assert "so it cannot be recognised" in capsys.readouterr().err


def test_where_there_is_no_terminal_each_exercise_is_one_line(small_course, capsys):
    report.build(small_course.root)

    assert capsys.readouterr().out.splitlines()[0] == "9.1   Count the merchants"


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (Place(9, "9.7"), "There is no exercise 9.7. Module 9 has 9.1."),
        (Place(8), "Module 8 has no exercises yet. Those that have are 9."),
        (Place(8, "8.1"), "Module 8 has no exercises yet. Those that have are 9."),
    ],
)
def test_an_unknown_place_is_one_sentence(small_course, capsys, place, says):
    assert report.check(small_course.root, place) == 1
    assert capsys.readouterr().err == f"{says}\n"


@pytest.mark.parametrize("text", ["5.", ".6", "5.6.1", "five", "-5", "5,6", "٥"])
def test_what_is_no_place_is_one_sentence(text, capsys):
    assert cli.main(["check", "--", text]) == 2
    assert capsys.readouterr().err == f"{text!r} is no module and no exercise: give a number such as 5 or 5.6\n"
