"""Large and small data sets keep the same promises, and show what the tables say about irregularities."""

from __future__ import annotations

import pytest

from course.case.tables import TABLES
from tests.case.contract import OCCURS, broken, in_memory, practice_columns, variant_columns

FOCI = ((), (620, "approved", 0.65), ("M0007", "2025-11-14", 100_000, 38), ("P07", "2025-10-03", "Caf%", 90))


def test_practice_data_keep_their_promises(practice):
    assert broken(practice) == []


@pytest.mark.parametrize(
    "exception",
    [
        "select 1 from loans join instalments using (loan_id) where restructured and paid_at is null and due_date < '2025-12-01'",
        "select 1 from exp_units u join customers c using (customer_id) where u.os_major <> c.os_major",
    ],
)
def test_what_small_data_sets_break_holds_in_practice(practice, exception):
    assert not practice.execute(exception).fetchone()


def test_data_of_another_seed_keep_them_too():
    assert broken(in_memory(practice_columns(7))) == []


def test_small_data_sets_keep_them_too():
    found = {seed: broken(in_memory(variant_columns(seed, FOCI[seed % len(FOCI)]))) for seed in range(24)}
    assert found == dict.fromkeys(found, [])


def test_declared_irregularities_occur_in_practice(practice):
    assert [name for name, query in OCCURS.items() if not practice.execute(query).fetchone()] == []


def test_declared_irregularities_occur_in_small_data_sets():
    seen = dict.fromkeys(OCCURS, 0)
    for seed in range(20):
        connection = in_memory(variant_columns(seed))
        for name, query in OCCURS.items():
            seen[name] += connection.execute(query).fetchone() is not None
    assert {name: count for name, count in seen.items() if count < 4} == {}


def test_what_may_be_null_is_null_somewhere(practice):
    nullable = [(table.name, column.name) for table in TABLES for column in table.columns if column.null_when]
    nulls = "select 1 from {} where {} is null limit 1"
    assert [
        f"{table}.{name}" for table, name in nullable if not practice.execute(nulls.format(table, name)).fetchone()
    ] == []
