"""Changes that undo one slip: each is found if it leads to the right query, and says what it undoes."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.grade.query.cause import Query
from course.grade.query.probes import by_probe
from course.grade.query.slips import only_limit, taken_for_local
from course.grade.query.sqltext import parse
from course.grade.query.tables import Tables

TABLES = Tables(
    Path("none"),
    {
        "payments": {"payment_id": "INTEGER", "created_at": "TIMESTAMP", "status": "VARCHAR", "is_test": "BOOLEAN"},
        "tries": {"payment_id": "INTEGER", "created_at": "TIMESTAMP", "sent_at": "TIMESTAMP", "result": "VARCHAR"},
    },
)
LAST = "SELECT payment_id FROM (SELECT payment_id, lag(created_at) OVER (PARTITION BY payment_id ORDER BY created_at) AS before FROM tries)"
NUMBERED = "SELECT payment_id, row_number() OVER (PARTITION BY {} ORDER BY {}) AS n FROM tries"
STEP = "WITH e AS (SELECT * FROM tries{}), f AS (SELECT payment_id, min(created_at) AS first FROM e GROUP BY payment_id) SELECT count(first) FROM f{}"
# The wrong query, the right one, the kind of what is found, and a part of its words.
UNDONE = [
    ("SELECT payment_id FROM payments LIMIT 3", "SELECT payment_id FROM payments", "limit", "`LIMIT 3` ends your result there."),
    ("SELECT status, count(*) FROM payments GROUP BY status HAVING count(*) > 1", "SELECT status, count(*) FROM payments GROUP BY status", "cut", "`count(*) > 1` in HAVING leaves out rows that count."),
    (f"{LAST} WHERE before > '2025-11-01'", f"{LAST} WHERE NOT before IS NULL", "line", "`before > '2025-11-01'` leaves out rows that count: the task draws no such line."),
    ("SELECT a.payment_id FROM tries AS a JOIN tries AS b ON a.payment_id = b.payment_id AND b.sent_at < a.sent_at + INTERVAL 1 HOUR", "SELECT a.payment_id FROM tries AS a JOIN tries AS b ON a.payment_id = b.payment_id", "line", "the task draws no such line"),
    ("SELECT count(*) FROM payments WHERE payment_id IN (SELECT payment_id FROM tries WHERE result = 'ok' AND created_at >= '2025-11-01')", "SELECT count(*) FROM payments WHERE payment_id IN (SELECT payment_id FROM tries WHERE result = 'ok') AND payments.created_at >= '2025-11-01'", "other-moment", "asks `created_at` of `tries`: with that of `payments`"),
    (STEP.format(" WHERE created_at < '2025-12-25'", ""), STEP.format("", " WHERE first < '2025-12-25'"), "too-early", "`created_at < '2025-12-25'` in `e` leaves out rows that count: a later step needs them."),
    ("SELECT count(*) FROM tries WHERE result = 'ok' AND sent_at >= '2025-12-01' AND sent_at < '2026-01-01'", "SELECT count(*) FROM tries WHERE result = 'ok'", "condition-extra", "`sent_at >= '2025-12-01'` and `sent_at < '2026-01-01'` leave out rows that count."),
    (NUMBERED.format("payment_id", "result"), NUMBERED.format("payment_id", "tries.created_at"), "window-order", "The window sorts by `result`; sorted by `created_at` your result would be right."),
    (NUMBERED.format("payment_id, result", "sent_at"), NUMBERED.format("tries.payment_id", "sent_at"), "partition", "The window goes through the rows of each `payment_id` and `result` together; here it is each `payment_id`."),
    ("SELECT avg(payment_id) / avg(payment_id) FROM payments", "SELECT sum(payment_id) / sum(payment_id) FROM payments", "other-total", "`avg(payment_id)` is the mean; with the sum in its place everywhere"),
    ("SELECT count(*) FROM payments WHERE is_test", "SELECT count(*) FROM payments WHERE NOT (is_test)", "turned", "`is_test` says the opposite of what the task asks."),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "right", "kind", "words"), UNDONE, ids=[f"{kind}-{at}" for at, (_, _, kind, _) in enumerate(UNDONE)])  # fmt: skip
def test_the_slip_is_named_whose_undoing_makes_the_result_right(wrong, right, kind, words):
    target = parse(right)
    cause = by_probe(Query(wrong, parse(wrong), TABLES), (), lambda sql: parse(sql) == target, 100)
    assert cause is not None
    assert (cause.kind, words in cause.words) == (kind, True), cause.words


@pytest.mark.parametrize("wrong", [wrong for wrong, *_ in UNDONE])
def test_nothing_is_named_that_no_change_proves(wrong):
    assert by_probe(Query(wrong, parse(wrong), TABLES), (), lambda _: False, 100) is None


ZONES = [
    ("SELECT created_at AT TIME ZONE 'Africa/Nairobi' FROM payments", "created_at AT TIME ZONE 'Africa/Nairobi'"),
    ("SELECT timezone('Africa/Nairobi', created_at) FROM payments", "timezone('Africa/Nairobi', created_at)"),
    ("SELECT created_at AT TIME ZONE 'UTC' AT TIME ZONE 'Africa/Nairobi' FROM payments", ""),
    ("SELECT created_at + INTERVAL 3 HOUR FROM payments", ""),
]


@pytest.mark.parametrize(("sql", "quoted"), ZONES)
def test_a_zone_taken_for_that_of_the_data_is_named(sql, quoted):
    cause = taken_for_local(Query(sql, parse(sql), TABLES))
    assert (cause is not None) == bool(quoted)
    assert cause is None or f"`{quoted}` takes `created_at`, which is UTC" in cause.words


@pytest.mark.parametrize("is_right", [True, False])
def test_a_limit_is_named_only_if_it_is_all_that_is_wrong(is_right):
    class Three:
        row_count = 3

    sql = "WITH s AS (SELECT status FROM payments LIMIT 3) SELECT * FROM s"
    assert bool(only_limit(Query(sql, parse(sql), TABLES), Three(), lambda _: is_right)) == is_right
