"""Rewritten queries read differently and mean the same."""

from __future__ import annotations

import pytest

from course.authoring.query.rewrites import rewrites
from course.authoring.query.trials import open_data_set, run_all
from course.case.tables import TABLES
from course.grade.query.expectation import key_positions
from course.grade.query.sqltext import parse

from .pm_queries import KEYS

SEEDS = (1, 2, 3)

EXAMPLES = [
    ("SELECT 1 FROM t WHERE a BETWEEN 1 AND 2", "SELECT 1 FROM t WHERE (a >= 1 AND a <= 2)"),
    ("SELECT 1 FROM t WHERE b AND a >= 1 AND a <= 2", "SELECT 1 FROM t WHERE b AND a BETWEEN 1 AND 2"),
    ("SELECT 1 FROM t WHERE NOT a IN (1, 2)", "SELECT 1 FROM t WHERE NOT (a = 1 OR a = 2)"),
    ("SELECT 1 FROM t WHERE a = 1 OR a = 2", "SELECT 1 FROM t WHERE a IN (1, 2)"),
    ("SELECT 1 FROM t WHERE a > 1", "SELECT 1 FROM t WHERE 1 < a"),
    ("SELECT a * b - c FROM t", "SELECT b * a - c FROM t"),
    ("SELECT 1 FROM t WHERE a AND b", "SELECT 1 FROM t WHERE b AND a"),
    ("SELECT SUM(a) FILTER(WHERE b) FROM t", "SELECT SUM(CASE WHEN b THEN a END) FROM t"),
    ("SELECT COUNT(DISTINCT a) FILTER(WHERE b) FROM t", "SELECT COUNT(DISTINCT CASE WHEN b THEN a END) FROM t"),
    (
        "SELECT SUM(CASE WHEN b THEN 1 ELSE 0 END) FROM t",
        "SELECT CASE WHEN COUNT(*) = 0 THEN NULL ELSE COUNT(*) FILTER(WHERE b) END FROM t",
    ),
    ("SELECT COALESCE(a, 0) FROM t", "SELECT CASE WHEN a IS NULL THEN 0 ELSE a END FROM t"),
    ("SELECT NULLIF(a, 0) FROM t", "SELECT CASE WHEN a = 0 THEN NULL ELSE a END FROM t"),
    ("SELECT AVG(a) FROM t", "SELECT (CAST(SUM(a) AS DOUBLE) / COUNT(a)) FROM t"),
    ("SELECT a / b FROM t", "SELECT CAST(a AS DOUBLE) / b FROM t"),
    ("SELECT COUNT(*) FROM t", "SELECT COUNT(1) FROM t"),
    ("SELECT 1 FROM t WHERE a <> b", "SELECT 1 FROM t WHERE (NOT a = b)"),
    (
        "SELECT DATE_TRUNC('MONTH', a) FROM t",
        "SELECT MAKE_DATE(EXTRACT(YEAR FROM a), EXTRACT(MONTH FROM a), 1) FROM t",
    ),
    (
        "SELECT 1 FROM t WHERE DATE_TRUNC('MONTH', a) = '2025-11-01'",
        "SELECT 1 FROM t WHERE (a >= CAST('2025-11-01' AS DATE) "
        "AND a < CAST('2025-11-01' AS DATE) + INTERVAL '1' MONTH)",
    ),
    ("SELECT CAST(a AS DATE) FROM t", "SELECT DATE_TRUNC('DAY', a) FROM t"),
    ("SELECT t.a FROM t JOIN u ON t.b = u.b WHERE u.c", "SELECT t.a FROM t, u WHERE u.c AND t.b = u.b"),
    ("SELECT t.a FROM t LEFT JOIN u ON t.b = u.b", "SELECT t.a FROM u RIGHT JOIN t ON t.b = u.b"),
    ("SELECT t.a FROM t LEFT JOIN u ON t.b = u.b", "SELECT t.a FROM t LEFT JOIN u USING (b)"),
    ("SELECT a, b FROM t JOIN u USING (b)", "SELECT a, t.b FROM t JOIN u ON t.b = u.b"),
    ("SELECT a + 1, COUNT(*) FROM t GROUP BY 1", "SELECT a + 1, COUNT(*) FROM t GROUP BY a + 1"),
    ("SELECT a + 1, COUNT(*) FROM t GROUP BY a + 1", "SELECT a + 1, COUNT(*) FROM t GROUP BY 1"),
    ("SELECT a, b FROM t ORDER BY b DESC", "SELECT a, b FROM t ORDER BY 2 DESC"),
    ("SELECT DISTINCT a, b FROM t", "SELECT a, b FROM t GROUP BY a, b"),
    (
        "SELECT t.a FROM t WHERE EXISTS(SELECT 1 FROM u WHERE u.a = t.a)",
        "SELECT t1_0.a FROM t AS t1_0 WHERE EXISTS(SELECT 1 FROM u AS u0_0 WHERE u0_0.a = t1_0.a)",
    ),
    ("WITH s AS (SELECT a FROM t) SELECT s.a FROM s", "SELECT s.a FROM (SELECT a FROM t) AS s"),
    ("SELECT a FROM (SELECT a FROM t) AS s", "WITH s AS (SELECT a FROM t) SELECT a FROM s AS s"),
    ("SELECT a FROM t ORDER BY a", "WITH answer AS (SELECT a FROM t) SELECT * FROM answer ORDER BY a"),
    ("SELECT a FROM t", "SELECT * FROM (SELECT a FROM t) AS answer"),
    ("SELECT a FROM t UNION SELECT a FROM u", "SELECT a FROM u UNION SELECT a FROM t"),
]


@pytest.mark.parametrize(("sql", "other"), EXAMPLES)
def test_a_query_is_rewritten(sql, other):
    assert other in rewrites(sql, ())


@pytest.mark.parametrize(
    ("sql", "other"),
    [
        ("SELECT a FROM t ORDER BY a LIMIT 3", "SELECT * FROM (SELECT a FROM t ORDER BY a LIMIT 3) AS answer"),
        ("SELECT t.a FROM t LEFT JOIN u ON t.b = u.b", "SELECT t.a FROM t, u WHERE t.b = u.b"),
        ("SELECT DISTINCT COUNT(*) FROM t", "SELECT COUNT(*) FROM t GROUP BY COUNT(*)"),
        ("SELECT a FROM t EXCEPT SELECT a FROM u", "SELECT a FROM u EXCEPT SELECT a FROM t"),
    ],
)
def test_what_would_change_the_meaning_is_not_made(sql, other):
    assert other not in rewrites(sql, ())


@pytest.mark.parametrize("title", KEYS)
def test_rewrites_give_the_same_result(title):
    key = KEYS[title]
    made = rewrites(key.reference, TABLES)
    assert len(made) >= 8
    assert len({parse(sql).sql("duckdb") for sql in made}) == len(made)
    for seed in SEEDS:
        with open_data_set(seed, ()) as connection:
            names = tuple(column[0] for column in connection.execute(key.reference).description)
            keys = key_positions(key.order, names)
            right, *others = run_all(connection, (key.reference, *made), keys, key.decimals)
        assert right.row_count
        wrong = [sql for sql, trial in zip(made, others, strict=True) if not trial.equals(right)]
        assert not wrong
