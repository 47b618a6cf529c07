"""Verdicts that are kept: looked up by all that they depend on, and believed only if they are whole."""

from __future__ import annotations

import json
import sqlite3

import pytest

from course import sheet as sheets
from course.authoring.read import read
from course.nbgrader.verdicts import FILE, Verdicts
from course.verdict import Finding, Verdict
from tests.nbgrader.both_ways import ASSIGNMENT, make_course, put_hand_ins, rows
from tests.nbgrader.course_folder import PROJECT, answers

PASSED = Verdict.passed("All good.")


class Judge:
    """Counts how often it judges."""

    def __init__(self, verdict=PASSED):
        self.verdict, self.times = verdict, 0

    def __call__(self):
        self.times += 1
        return self.verdict


def test_what_is_unchanged_is_judged_once(tmp_path):
    judge = Judge()
    assert Verdicts("a judge", tmp_path).verdict(["5.2", "SELECT 1"], judge) == PASSED
    assert Verdicts("a judge", tmp_path).verdict(["5.2", "SELECT 1"], judge) == PASSED
    assert judge.times == 1


@pytest.mark.parametrize("of", [["5.2", "SELECT 2"], ["5.3", "SELECT 1"], ["5.2", "SELECT 1 "], ["5.2", None]])
def test_what_differs_is_judged_anew(tmp_path, of):
    judge, verdicts = Judge(), Verdicts("a judge", tmp_path)
    verdicts.verdict(["5.2", "SELECT 1"], judge)
    verdicts.verdict(of, judge)
    assert judge.times == 2


def test_another_judge_judges_anew(tmp_path):
    judge = Judge()
    Verdicts("a judge", tmp_path).verdict("an answer", judge)
    Verdicts("another judge", tmp_path).verdict("an answer", judge)
    assert judge.times == 2


def test_what_a_busy_machine_decided_is_not_kept(tmp_path):
    judge, verdicts = (
        Judge(Verdict.not_yet("it took too long.", Finding("time", "4 seconds."))),
        Verdicts("a", tmp_path),
    )
    verdicts.verdict("an answer", judge)
    verdicts.verdict("an answer", judge)
    assert judge.times == 2


def test_every_verdict_of_a_module_comes_back_as_it_was(tmp_path):
    (source,) = PROJECT.glob("solutions/05-*/*.ipynb")
    sheet, verdicts = sheets.load(source.parent), Verdicts("a judge", tmp_path)
    for exercise in read(source):
        expected = sheets.expectation(sheet[exercise.id])
        for answer in ["SELECT 1", "SELEC", "", {"a": 1}, *(mistake.answer for mistake in exercise.key.mistakes[:3])]:
            verdict = sheets.judge(exercise.kind, expected, answer, exercise.starter)
            verdicts.verdict([exercise.id, answer], lambda verdict=verdict: verdict)
            assert verdicts.verdict([exercise.id, answer], Judge()) == verdict


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE verdict SET value = replace(value, '0.0', '1.0')",
        "UPDATE verdict SET value = substr(value, 1, 20)",
        "UPDATE verdict SET value = NULL",
        "UPDATE verdict SET mark = ''",
        "UPDATE verdict SET value = CAST(X'FF00' AS TEXT)",
    ],
)
def test_a_poisoned_entry_is_noticed(tmp_path, change):
    wrong = Verdict.not_yet("not yet.", Finding("rows", "280 rows."))
    judge = Judge(wrong)
    Verdicts("a judge", tmp_path).verdict("an answer", judge)
    with sqlite3.connect(tmp_path / FILE) as store:
        store.execute(change)
    store.close()
    again = Verdicts("a judge", tmp_path)
    assert again.verdict("an answer", judge) == wrong
    assert (judge.times, again.spoiled) == (2, 1)
    assert again.verdict("an answer", judge) == wrong
    assert judge.times == 2


@pytest.mark.parametrize("content", [b"", b"no database at all, however long it may be" * 100, None])
def test_a_broken_file_is_replaced(tmp_path, content):
    judge = Judge()
    Verdicts("a judge", tmp_path).verdict("an answer", judge)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[: len(whole) // 2] if content is None else content)
    verdicts = Verdicts("a judge", tmp_path)
    assert verdicts.verdict("an answer", judge) == PASSED
    assert verdicts.verdict("another answer", judge) == PASSED
    assert Verdicts("a judge", tmp_path).verdict("another answer", judge) == PASSED
    assert judge.times == 3


def test_the_store_can_be_deleted_while_it_is_used(tmp_path):
    judge, verdicts = Judge(), Verdicts("a judge", tmp_path)
    verdicts.verdict("an answer", judge)
    (tmp_path / FILE).unlink()
    assert verdicts.verdict("another answer", judge) == PASSED
    assert Verdicts("a judge", tmp_path).verdict("an answer", judge) == PASSED


def test_without_a_place_to_write_to_it_judges(tmp_path):
    (tmp_path / "file").write_text("no folder")
    judge = Judge()
    assert Verdicts("a judge", tmp_path / "file").verdict("an answer", judge) == PASSED


def test_the_value_is_plain_json(tmp_path):
    Verdicts("a judge", tmp_path).verdict("an answer", Judge())
    with sqlite3.connect(tmp_path / FILE) as store:
        (value,) = store.execute("SELECT value FROM verdict").fetchone()
    store.close()
    assert json.loads(value)["outcome"] == "passed"


@pytest.fixture
def course(tmp_path, quiet_home, monkeypatch):
    """A course of every kind with six hand-ins, and a store of its own."""
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    folder = make_course(tmp_path / "course")
    put_hand_ins(folder, 6)
    return folder


def kept(tmp_path) -> dict[str, float]:
    """The kept verdicts, and when each was reached."""
    with sqlite3.connect(tmp_path / "cache" / FILE) as store:
        found = dict(store.execute("SELECT key, made FROM verdict"))
    store.close()
    return found


@pytest.mark.timeout(600)
def test_a_corrected_key_regrades_its_exercise_only(course, tmp_path):
    assert course.autograde(assignment=ASSIGNMENT)["success"]
    first, before = kept(tmp_path), rows(course)
    assert course.autograde(assignment=ASSIGNMENT)["success"]
    assert kept(tmp_path) == first and rows(course) == before
    source = course.source(ASSIGNMENT)
    text = source.read_text(encoding="utf-8")
    corrected = text.replace("FROM applications AS a\\n", "FROM applications  AS a\\n")
    assert corrected != text
    source.write_text(corrected, encoding="utf-8")
    course.generate(ASSIGNMENT)
    result = course.autograde(assignment=ASSIGNMENT)
    added = kept(tmp_path).keys() - first.keys()
    assert result["success"]
    assert 1 <= len(added) <= 6


@pytest.mark.timeout(600)
def test_equal_answers_are_judged_once_and_damage_is_told(course, tmp_path):
    for number in range(10):
        course.hand_in(f"same-{number}", {f"{ASSIGNMENT}.answers.json": answers(_5_2="SELECT 41")}, ASSIGNMENT)
    course.autograde("same-0", ASSIGNMENT)
    alone = kept(tmp_path)
    course.autograde("same-*", ASSIGNMENT)
    assert kept(tmp_path).keys() == alone.keys()
    with sqlite3.connect(tmp_path / "cache" / FILE) as store:
        store.execute("UPDATE verdict SET value = replace(value, '\"score\": 0.0', '\"score\": 1.0')")
    store.close()
    result = course.autograde("same-*", ASSIGNMENT)
    assert "of the kept verdicts were damaged and were reached anew" in result["log"]
    assert {course.total(f"same-{number}", ASSIGNMENT) for number in range(10)} == {0.0}
