"""The pull requests that learners read: real diffs, and a case that agrees with its data."""

from __future__ import annotations

import pytest

from course.case.database import practice_database
from course.case.pull_requests import FOLDER, PULL_REQUESTS, changed_files, diff_text, lines, pull_request
from course.grade.query.sandbox import run


@pytest.mark.parametrize("one", PULL_REQUESTS, ids=lambda one: str(one.number))
def test_every_pull_request_has_a_diff_that_changes_something(one):
    changed = [line for line in lines(one.number) if line.sign.strip()]

    assert changed and one.title and one.description
    assert sum(file.added + file.removed for file in changed_files(one.number)) == len(changed)


@pytest.mark.parametrize("one", PULL_REQUESTS, ids=lambda one: str(one.number))
def test_a_line_is_numbered_by_its_place_in_the_diff(one):
    text = diff_text(one.number).splitlines()

    assert all(text[line.number - 1] == line.sign + line.text for line in lines(one.number))


def test_no_diff_is_left_without_a_pull_request():
    assert {path.stem for path in FOLDER.glob("*.diff")} == {str(one.number) for one in PULL_REQUESTS}


def test_482_is_the_one_of_the_deployments():
    (row,) = run(
        practice_database(),
        "SELECT lines_changed, strftime(first_commit_at, '%Y-%m-%d') FROM deployments WHERE pr_number = 482",
    ).rows

    assert row == (sum(bool(line.sign.strip()) for line in lines(482)), pull_request(482).opened)


def test_482_drops_the_key_on_retries_as_the_data_show():
    """The first attempt of a payment carries a key, a retry of the incident carries none."""
    calls = [line.text for line in lines(482) if line.sign == "+" and "payment.amount_cents" in line.text]

    assert ["idempotency_key" in call for call in calls] == [True, False]


def test_the_other_numbers_come_after_those_of_last_year():
    ((last,),) = run(practice_database(), "SELECT max(pr_number) FROM deployments").rows

    assert all(one.number > last for one in PULL_REQUESTS if one.opened >= "2026")
