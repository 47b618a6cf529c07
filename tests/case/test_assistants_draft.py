"""Pull request 573, an assistant's draft: it runs, its text says what it prints, and what is wrong in it is wrong."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO

import pytest

from course.case.database import practice_database
from course.case.facts import fact
from course.case.pull_requests import changed_files
from course.grade.query.sandbox import run


def added(path: str) -> str:
    (file,) = (file for file in changed_files(573) if file.path == path)
    return "\n".join(line.text for hunk in file.hunks for line in hunk)


@pytest.fixture(scope="module")
def draft() -> tuple[str, dict]:
    """What the draft prints on the practice data, and its names afterwards."""
    printed, names = StringIO(), {}
    with redirect_stdout(printed):
        exec(compile(added("analyses/november.py"), "november.py", "exec"), names)
    return printed.getvalue(), names


def value(id: str) -> float:
    ((found,),) = run(practice_database(), fact(id).sql).rows
    return float(found)


def test_its_text_says_what_it_prints(draft):
    assert draft[0].rstrip("\n") in added("analyses/november.md")


def test_each_second_charge_is_there_twice_after_the_last_merge(draft):
    _, names = draft

    assert len(names["second"]) == value("F3.count")
    assert len(names["owed"]) == 2 * value("F3.count")
    assert names["euro"] == 2 * value("F3.amount")


def test_its_moments_are_those_of_settlement(draft):
    _, names = draft

    assert names["first"] > names["second"]["captured_at"].min()
    assert names["last"] > names["second"]["captured_at"].max()


def test_guests_are_not_among_its_customers(draft):
    _, names = draft

    assert len(names["customers"]) == value("F3.known") == value("F3.count") - value("F3.guests")


def test_no_payer_pressed_twice_although_it_says_so(draft):
    """An attempt is Mandaro's request to an acquirer: each of these payments is one press, and has two attempts."""
    _, names = draft

    assert names["presses"] == 2
    assert names["second"]["payment_id"].is_unique


def test_its_conclusion_compares_payments_with_customers(draft):
    _, names = draft
    with_guests = names["complaints"] / value("F3.count")

    assert names["complaints"] == value("F3.disputed")
    assert names["complaints"] / len(names["customers"]) > 0.9 > 0.5 > with_guests


@pytest.mark.parametrize("name", ["count", "per_day"])
def test_what_looks_wrong_in_it_and_is_right(draft, name):
    """The payments are counted once each, however often the merge repeats them, and by the days of the shops."""
    _, names = draft
    second = names["second"].merge(names["sales"], on="payment_id")
    local = second["captured_at"] + second["country"].map({"HA": 1, "KE2": 3}).astype("timedelta64[h]")

    right = {"count": len(second), "per_day": second.groupby(local.dt.date).size().to_dict()}[name]

    assert (names[name] if name == "count" else names[name].to_dict()) == right


def test_nothing_of_the_test_shop_was_charged_twice_and_none_after_the_sixteenth(draft):
    _, names = draft

    assert len(names["sales"]) < len(names["payments"])
    assert str(names["second"]["captured_at"].max()) < "2025-11-17"
    assert str(names["settlements"]["captured_at"].max())[:10] == "2025-12-30"
