"""Small data sets: the same for the same seed, and full of what tells queries apart."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from course.case.tables import TABLES, table
from course.case.variant import variant
from tests.case.contract import in_memory, variant_columns

MANY = 60


def column(rows: dict, name: str, of: str) -> list:
    place = [each.name for each in table(of).columns].index(name)
    return [row[place] for row in rows[of]]


def gathered(name: str, of: str, focus: tuple) -> set:
    return {value for seed in range(MANY) for value in column(variant(seed, focus), name, of)}


def test_same_seed_same_rows():
    assert variant(3, (620,)) == variant(3, (620,))
    assert variant(3) != variant(4)


def test_no_table_is_ever_empty_or_large():
    data_sets = [variant(seed) for seed in range(MANY)]
    sizes = {each.name: [len(rows[each.name]) for rows in data_sets] for each in TABLES}
    assert {name: found for name, found in sizes.items() if min(found) == 0 or max(found) >= 130} == {}


@pytest.mark.parametrize(
    ("focus", "name", "of", "expected"),
    [
        (640, "score", "applications", {639, 640, 641}),
        (3_333, "amount_cents", "payments", {3_332, 3_333, 3_334}),
        (3, "trade_lines", "applications", {2, 3, 4}),
        ("M0042", "merchant_id", "merchants", {"M0041", "M0042", "M0043"}),
        ("P12", "partner_id", "partners", {"P11", "P12", "P13"}),
        ("Zand%", "name", "merchants", {"Zand", "Zanc", "Zanda", "zAND", "Zand "}),
    ],
)
def test_literals_appear_with_their_neighbours(focus, name, of, expected):
    assert expected <= gathered(name, of, (focus,))


def test_dates_appear_with_their_boundaries():
    day = datetime(2025, 11, 20)
    second = timedelta(seconds=1)
    expected = {day, day - second, day + second, day - timedelta(days=1), day + timedelta(days=1)}
    assert expected <= gathered("created_at", "payments", ("2025-11-20",))


@pytest.mark.parametrize("literal", ["gold", "PAID", 10**12, -5, 0.5, "", "2025-13-45", "%", "é" * 40])
def test_strange_literals_break_nothing(literal):
    rows = variant(1, (literal,))
    assert set(column(rows, "status", "payments")) <= {"paid", "refunded", "failed"}
    assert min(column(rows, "amount_cents", "payments")) > 0


def test_there_are_ties():
    tied = [
        len(set(amounts)) < len(amounts) * 2 // 3
        for seed in range(MANY)
        if (amounts := column(variant(seed), "amount_cents", "payments"))
    ]
    assert all(tied)


def happens(sql: str, focus: tuple = ()) -> int:
    """In how many small data sets a query finds a row."""
    return sum(bool(in_memory(variant_columns(seed, focus)).execute(sql).fetchone()) for seed in range(12))


@pytest.mark.parametrize(
    ("focus", "sql"),
    [
        ((620,), "select 1 from loans join applications using (application_id) where score < 620 and not below_cutoff_test"),
        ((), "select 1 from funnel_events group by customer_id having arg_min(step, ts) = 'started' and bool_or(step = 'visited')"),
        ((), "select 1 from funnel_events v join funnel_events e using (customer_id) where v.step = 'visited' and e.ts = v.ts + interval 7 day"),
        ((), "select 1 from loans join instalments using (loan_id) where restructured and status = 'active' and paid_at is null and due_date < '2025-12-01'"),
        ((), "select 1 from exp_units u join customers c using (customer_id) where device_os = 'android' and u.os_major < 10 and c.os_major >= 10"),
        (("2026-01-01",), "select 1 from payments where created_at = '2025-12-31 21:00:00'"),
        (("2025-11-14",), "select 1 from payment_attempts where attempt_no > 1 and created_at = '2025-11-14'"),
    ],
)  # fmt: skip
def test_what_merely_happens_to_be_so_in_practice_is_not_so_here(focus, sql):
    assert happens(sql, focus) >= 2


def test_every_other_data_set_has_its_rows_in_no_order():
    keys = [column(variant(seed), "payment_id", "payments") for seed in range(6)]
    assert [each == sorted(each) for each in keys] == [False, True] * 3
