"""How far a learner is, read from whatever is saved, and where to go on."""

from __future__ import annotations

import json

import pytest

from course import sequence
from course.learner.answers_file import METADATA
from course.learner.diagnostic import Advice, Place
from course.learner.entry import Entry
from course.learner.progress import State, open_diagnostic, read_progress, state, where_next
from course.learner.saved import nothing_saved
from tests.course_copy import EVENING, MORNING, NOON, make_course, sheet_entry, write_answers, write_notebook

PASSED = Entry("SELECT 1", MORNING, best="SELECT 1", best_score=1.0, tries=1)
TRIED = Entry("SELECT 1", MORNING, tries=1, best_score=0.5)
DECIDED = Entry("Per payment.", NOON)


@pytest.fixture
def root(tmp_path):
    return make_course(tmp_path)


def module(root, number):
    return read_progress(root)[number - 1]


def lesson(root, name="05-sql"):
    return root / f"modules/{name}.ipynb"


def exercises(root):
    return root / "exercises/05-sql/05-sql.ipynb"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (Entry(), State.OPEN),
        (Entry(answer=""), State.OPEN),
        (Entry(answer={}), State.OPEN),
        (Entry(hints=1, saved_at=MORNING), State.OPEN),
        (Entry(answer="SELECT"), State.TRIED),
        (TRIED, State.TRIED),
        (PASSED, State.PASSED),
        (Entry(answer="worse now", best_score=1.0, tries=2), State.PASSED),
    ],
)
def test_the_state_of_an_exercise(entry, expected):
    assert state(entry) is expected


def test_nothing_answered(root):
    found = module(root, 5)

    assert (found.passed, found.tried, found.done, found.minutes_left) == (0, 0, False, 60)
    assert not found.announced


def test_a_module_that_is_not_written_is_announced(root):
    found = module(root, 1)

    assert found.announced
    assert (found.minutes_left, found.done, found.minutes) == (0, False, sequence.module(1).minutes)


def test_what_is_passed_and_tried_is_counted_and_time_gets_less(root):
    write_answers(exercises(root), **{"5_1": PASSED, "5_2": TRIED})
    found = module(root, 5)

    assert (found.passed, found.tried, found.minutes_left) == (1, 1, 30)


def test_a_module_is_done_with_its_decision(root):
    write_answers(exercises(root), **{"5_1": PASSED, "5_2": PASSED})
    assert not module(root, 5).done

    write_answers(lesson(root), **{"5__decision": DECIDED})
    assert module(root, 5).done


def test_the_copy_in_the_notebook_counts_where_the_file_is_gone(root):
    notebook = json.loads(exercises(root).read_text())
    entry = {"answer": "x", "saved_at": MORNING, "best_score": 1.0}
    notebook["metadata"][METADATA] = {"version": 1, "exercises": {"5.1": entry}}
    exercises(root).write_text(json.dumps(notebook))

    assert module(root, 5).passed == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "cut off"),
        (b'{"version": 1, "exerc', "cut off"),
        (b"\x00\xff", "cut off"),
        (b'{"version": 99, "exercises": {}}', "newer version"),
        (b" " * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_damaged_file_is_told_of_and_left_alone(root, content, says):
    path = root / "exercises/05-sql/05-sql.answers.json"
    path.write_bytes(content)
    found = module(root, 5)

    assert says in found.problems[0]
    assert found.passed == 0
    assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir() if "unreadable" in each.name] == []


def test_a_damaged_sheet_does_not_make_a_module_done(root):
    (root / "exercises/05-sql/checks.json").write_text("{")
    write_answers(lesson(root), **{"5__decision": DECIDED})

    assert not module(root, 5).done
    assert "damaged" in module(root, 5).problems[0]


@pytest.mark.parametrize(
    ("saved", "expected"),
    [
        ({}, "modules/05-sql.ipynb"),
        ({"exercise": TRIED}, "exercises/05-sql/05-sql.ipynb"),
        ({"decision": DECIDED}, "exercises/05-sql/05-sql.ipynb"),
        ({"exercise": PASSED, "other": PASSED}, "modules/05-sql.ipynb"),
        ({"exercise": PASSED, "other": PASSED, "decision": DECIDED}, "modules/07-more.ipynb"),
        ({"exercise": TRIED, "later": Entry("x", EVENING)}, "modules/07-more.ipynb"),
    ],
)
def test_where_to_go_on(root, saved, expected):
    own = {"5_1": saved.get("exercise"), "5_2": saved.get("other")}
    write_answers(exercises(root), **{name: entry for name, entry in own.items() if entry})
    if "decision" in saved:
        write_answers(lesson(root), **{"5__decision": saved["decision"]})
    if "later" in saved:
        write_answers(lesson(root, "07-more"), **{"7__card__a": saved["later"]})

    assert where_next(read_progress(root)).notebook == root / expected


def test_when_all_is_done_there_is_nowhere_to_go(root):
    write_answers(exercises(root), **{"5_1": PASSED, "5_2": PASSED})
    write_answers(lesson(root), **{"5__decision": DECIDED})
    write_answers(lesson(root, "07-more"), **{"7__decision": DECIDED})

    assert where_next(read_progress(root)) is None


def test_reading_with_nothing_saved_sees_nothing_of_the_person(root):
    write_answers(exercises(root), **{"5_1": PASSED})

    assert read_progress(root, nothing_saved)[4].passed == 0


def with_diagnostic(root, suggests=()):
    """The course with module 1's diagnostic, and what it is to suggest."""
    write_notebook(root / "modules/01-role.ipynb", "# 1", 'course.decision("1", ask="What?")')
    write_notebook(root / "exercises/01-role/01-role.ipynb", "# Exercises")
    body = {"version": 1, "data": "x", "exercises": {"1.1": sheet_entry("1.1", 10)}}
    (root / "exercises/01-role/checks.json").write_text(json.dumps(body), encoding="utf-8")
    write_answers(root / "exercises/01-role/01-role.ipynb", **{"1_1": PASSED})
    write_answers(root / "modules/01-role.ipynb", **{"1__decision": DECIDED})
    return {number: Advice(place, "Why.") for number, place in suggests}


@pytest.mark.parametrize(
    ("suggests", "expected"),
    [
        ((), "modules/05-sql.ipynb"),
        (((7, Place.FIRST),), "modules/07-more.ipynb"),
        (((5, Place.SKIM), (7, Place.IN_TURN)), "modules/05-sql.ipynb"),
        (((5, Place.FIRST), (7, Place.FIRST)), "modules/05-sql.ipynb"),
        (((6, Place.FIRST),), "modules/05-sql.ipynb"),  # announced: there is nothing to open yet
    ],
)
def test_what_the_diagnostic_puts_first_comes_next(root, monkeypatch, suggests, expected):
    advice = with_diagnostic(root, suggests)
    monkeypatch.setattr("course.learner.progress.read_path", lambda root, saved: advice)

    assert where_next(read_progress(root)).notebook == root / expected


def test_a_module_that_was_begun_goes_before_what_the_diagnostic_suggests(root, monkeypatch):
    advice = with_diagnostic(root, [(7, Place.FIRST)])
    monkeypatch.setattr("course.learner.progress.read_path", lambda root, saved: advice)
    write_answers(exercises(root), **{"5_1": TRIED})

    assert where_next(read_progress(root)).notebook == exercises(root)


def test_the_diagnostic_is_offered_until_it_suggests_something(root, monkeypatch):
    assert open_diagnostic(read_progress(root)) is None
    advice = with_diagnostic(root, [(7, Place.SKIM)])
    assert open_diagnostic(read_progress(root)).module.number == 1

    monkeypatch.setattr("course.learner.progress.read_path", lambda root, saved: advice)
    assert open_diagnostic(read_progress(root)) is None
