"""The report says how a class did, in numbers that are right, and names nobody unless it is asked to."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import chdir
from datetime import UTC, datetime, timedelta

import nbformat
import pytest

from course.bench.report import make_class
from course.learner.entry import Entry, as_text
from course.nbgrader.report import ReportError, report
from course.nbgrader.report.alike import LEAST_RUNS, pairs, runs
from course.nbgrader.report.data import ClassWork, Try, read_class
from course.nbgrader.report.page import page_of
from course.nbgrader.report.summary import _gaps, summarise
from course.sheet import ExerciseSheet
from tests.nbgrader.course_folder import LOADS, PROJECT

MODULES = ("05-sql-first-answers", "12-specification-and-documentation")
LEARNERS = 30
QUERY = """
SELECT date_trunc('month', a.applied_at)::DATE AS month, a.channel, count(*) AS applications
FROM applications AS a JOIN customers AS c ON c.customer_id = a.customer_id
WHERE NOT c.is_test AND a.amount > 4711 GROUP BY 1, 2 ORDER BY month
"""
COPIED = """
-- all my own work
select date_trunc('month', app.applied_at)::date as m , app.channel,
count( * ) as how_many from applications app join customers as people on people.customer_id = app.customer_id
where not people.is_test and app.amount > 4711 group by 1, 2 order by m
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make_class(PROJECT, tmp_path_factory.mktemp("class") / "course", MODULES, LEARNERS)


@pytest.fixture(scope="module")
def written(course):
    return report(course, MODULES)


def sheet(id: str, points: float = 4.0, hints: int = 3) -> ExerciseSheet:
    return ExerciseSheet(id, "sql", f"Title of {id}", 8, points, ("hint",) * hints, "", {"template": ""})


def work(**by_student: dict[str, Try]) -> ClassWork:
    ids = sorted({id for tries in by_student.values() for id in tries})
    return ClassWork("05-sql", tuple(map(sheet, ids)), by_student)


def tried(points: float, answer: object = "SELECT 1", finding: str = "", **entry) -> Try:
    state = "passed" if points == 4 else "not-yet"
    return Try(points, 4.0, Entry(answer, **entry), finding, state if answer is not None else "not-attempted")


def test_the_numbers_of_an_exercise():
    students = {
        f"s{number}": {
            "5.2": tried(4.0 if number < 6 else 1.0, tries=number, finding=f"{number} rows, expected 186."),
            "5.3": tried(4.0 if number < 6 else 0.0),
            "5.4": tried(0.0, answer=None),
        }
        for number in range(10)
    }
    summary = summarise(work(**students))
    first, second, third = summary.exercises
    assert (first.difficulty, first.attempted, first.passed, first.tries) == (0.7, 1.0, 0.6, 5)
    assert first.discrimination == pytest.approx(1.0) and third.discrimination is None
    assert [(mistake.count, mistake.sentence) for mistake in first.mistakes] == [(4, "6 rows, expected 186.")]
    assert (third.attempted, third.passed) == (0.0, 0.0)
    assert (summary.mean, summary.median, summary.most) == (5.2, 8.0, 12.0)
    assert sum(summary.bands) == 10
    assert second.difficulty == 0.6
    assert "5.4 Title of 5.4: 100% left it out." in summary.talk
    assert [(one.student, one.exercise, one.tries) for one in summary.stuck] == [("s9", "5.2", 9), ("s8", "5.2", 8), ("s7", "5.2", 7), ("s6", "5.2", 6)]  # fmt: skip


def test_the_minutes_from_one_pass_to_the_next():
    passes = {"5.2": "2026-01-05T09:00:00.000Z", "5.3": "2026-01-05T09:12:00.000Z", "5.4": "2026-01-06T09:00:00.000Z"}
    summary = summarise(work(ann={id: tried(4.0, passed_at=at) for id, at in passes.items()}))
    assert [one.minutes for one in summary.exercises] == [None, 12.0, None]


def checks(*minutes: int) -> tuple[str, ...]:
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    return tuple(as_text(start + timedelta(minutes=minute)) for minute in minutes)


def test_the_minutes_between_tries_and_until_passing():
    students = {
        "ann": {"5.2": tried(4.0, tries=3, checked_at=checks(0, 2, 6), passed_at=checks(6)[0])},
        "bob": {"5.2": tried(4.0, tries=1, checked_at=checks(0), passed_at=checks(0)[0])},
        "cyd": {"5.2": tried(1.0, tries=6, checked_at=checks(0, 8, 16, 24, 500, 508))},
        "dan": {"5.2": tried(4.0, tries=2, passed_at="2026-01-05T09:00:00.000Z")},  # of an earlier version
        "eve": {"5.2": tried(1.0, tries=2, checked_at=("never", "2026-01-05"))},
    }
    summary = summarise(work(**students))
    (one,) = summary.exercises
    assert (one.between, one.until_pass) == (8.0, 3.0)
    assert [(stuck.student, stuck.minutes) for stuck in summary.stuck] == [("cyd", 508.0)]
    assert "1 of them tried for more than an hour: begin with this one." in summary.talk
    page = page_of([summary], names=True)
    assert '<td class="number">508</td>' in page and '<td class="number">8.0</td>' in page


def test_what_lies_between_the_first_and_the_last_checks_is_no_time_between_tries():
    moments = checks(*range(0, 10), *range(100, 110))
    assert list(_gaps(Entry(tries=20, checked_at=moments))) == [1.0] * 9 + [91.0] + [1.0] * 9
    assert list(_gaps(Entry(tries=60, checked_at=moments))) == [1.0] * 18


def test_a_copied_query_is_found_under_other_names():
    others = {f"s{number}": QUERY.replace("4711", f"{number}") for number in range(18)}
    found = pairs("5.2", {"ann": QUERY, "bob": COPIED, **others})
    assert [(pair.one, pair.other) for pair in found] == [("ann", "bob")]
    assert found[0].words == "the same query but for names and layout, which two of 20 wrote"


@pytest.mark.parametrize(
    "answers",
    [
        {f"s{number}": QUERY for number in range(5)},  # what many wrote is nobody's copy
        {"ann": QUERY, "bob": COPIED},  # in a small class, two good queries are soon the same
        {"ann": "SELECT count(*) FROM payments", "bob": "select count(*) from payments"},  # too short to tell
        {"ann": QUERY, "bob": QUERY.replace("4711", "4712")},
        {"ann": "SELECT (((", "bob": "SELECT )))"},
        {"ann": "", "bob": ""},
        {},
    ],
)
def test_what_is_no_copy_is_not_called_one(answers):
    assert pairs("5.2", answers) == []


def words(start: int, count: int) -> str:
    return " ".join(f"word{number}" for number in range(start, start + count))


def test_texts_are_compared_without_the_template():
    template, copied = words(0, 400), words(1_000, 2 * LEAST_RUNS)
    answers = {
        "ann": f"{template} {copied} {words(2_000, 20)}",
        "bob": f"{words(3_000, 20)} {template} {copied.upper()}",
        "cyd": f"{template} {words(4_000, 100)}",
        "dan": f"{template} {words(5_000, 100)}",
    }
    found = pairs("12.1", answers, template)
    assert [(pair.one, pair.other) for pair in found] == [("ann", "bob")]
    assert 0.5 < found[0].share < 0.9 and "the template taken out" in found[0].words
    assert runs(template) & runs(copied) == set()


def test_a_class_is_read_from_what_grading_left(course, written):
    page = written.page.read_text(encoding="utf-8")
    data = json.loads(written.data.read_text(encoding="utf-8"))
    assert [one["students"] for one in data] == [LEARNERS, LEARNERS]
    assert all(one["pairs"] for one in data)
    assert all(f"{exercise['id']} " in page for one in data for exercise in one["exercises"])
    assert any(exercise["mistakes"] for one in data for exercise in one["exercises"])
    assert written.talk and all(line.split(":")[0][:4] in page for line in written.talk)


def test_the_pair_that_was_copied_is_named_with_names(course):
    found = report(course, MODULES, names=True)
    data = json.loads(found.data.read_text(encoding="utf-8"))
    copied = {("student-0000", f"student-{LEARNERS - 1:04d}")}
    assert all(copied <= {(pair["one"], pair["other"]) for pair in one["pairs"]} for one in data)
    assert "student-0000" in found.page.read_text(encoding="utf-8")


def test_nobody_is_named_without_names(course):
    written = report(course, MODULES)
    texts = [path.read_text(encoding="utf-8") for path in (written.page, written.notebook, written.data)]
    assert not any(re.search(r"student-\d", text) for text in texts)
    assert "Learner 1" in texts[0]


def test_numbers_are_drawn_anew_each_time(course):
    first, second = (list(read_class(course, MODULES[0], False).students.values()) for _ in range(2))
    assert first != second


def test_the_page_loads_and_runs_nothing_whatever_was_answered():
    hostile = "</pre><script src=http://x.example></script><img src=//x.example>"
    students = {
        name: {"5.2": tried(1.0, answer=hostile, finding="<b>wrong</b>", tries=9)} for name in ("<i>ann</i>", "bob")
    }
    page = page_of([summarise(work(**students))], names=True)
    assert not LOADS.search(page)
    assert "<script" not in page and "<i>" not in page and "<b>wrong" not in page and "<img" not in page


def test_the_notebook_runs(written):
    notebook = nbformat.read(written.notebook, as_version=4)
    nbformat.validate(notebook)
    names: dict = {}
    with chdir(written.notebook.parent):
        for cell in notebook.cells:
            if cell.cell_type == "code":
                exec(cell.source, names)
    assert len(names["scores"]) == LEARNERS


def test_without_grades_it_says_what_to_do(tmp_path):
    for name in (f"solutions/{MODULES[0]}/checks.json", "nbgrader_config.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, tmp_path / name)
    with pytest.raises(ReportError, match="grade it first"):
        report(tmp_path, [MODULES[0]])
