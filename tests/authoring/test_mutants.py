"""Each operator makes the mistakes of its class, and a query's mutants are distinct, new, and always the same."""

from __future__ import annotations

import pytest

from course.authoring.query.mutants import mutants
from course.authoring.query.operators import OPERATORS
from course.case.schema import Column, Table
from course.case.tables import TABLES
from course.keys.key import AuthorError

from .pm_queries import KEYS

SHOPS = Table(
    "shops",
    "a shop",
    ("shop_id",),
    "Pay",
    (
        Column("shop_id", "INTEGER", "Number."),
        Column("owner_id", "INTEGER", "Who owns it.", references="owners.owner_id", null_when="nobody owns it"),
        Column("size", "VARCHAR", "Size.", values=("small", "medium", "large")),
        Column("opened", "DATE", "First day."),
        Column("cents", "INTEGER", "Turnover."),
    ),
)
OWNERS = Table("owners", "an owner", ("owner_id",), "Pay", (Column("owner_id", "INTEGER", "Number."),))

# operator, query, a mutant of it
EXAMPLES = [
    ("ROR", "SELECT 1 FROM t WHERE a > 5", "SELECT 1 FROM t WHERE a >= 5"),
    ("LCR", "SELECT 1 FROM t WHERE a AND (b OR c)", "SELECT 1 FROM t WHERE a AND b OR c"),
    ("LCR", "SELECT 1 FROM t WHERE a AND b AND c", "SELECT 1 FROM t WHERE (a OR b) AND c"),
    ("DROP_COND", "SELECT 1 FROM t WHERE a AND b AND c", "SELECT 1 FROM t WHERE a AND c"),
    ("DROP_COND", "SELECT 1 FROM t WHERE a IN (1, 2)", "SELECT 1 FROM t WHERE a IN (2)"),
    ("DROP_WHERE", "SELECT 1 FROM t WHERE a > 5", "SELECT 1 FROM t"),
    ("DROP_WHERE", "SELECT a FROM t QUALIFY RANK() OVER (ORDER BY a) = 1", "SELECT a FROM t"),
    ("DROP_HAVING", "SELECT a FROM t GROUP BY a HAVING COUNT(*) > 1", "SELECT a FROM t GROUP BY a"),
    ("BTW", "SELECT 1 FROM t WHERE a BETWEEN 1 AND 9", "SELECT 1 FROM t WHERE (a >= 1 AND a < 9)"),
    ("BTW", "SELECT 1 FROM t WHERE a BETWEEN 1 AND 9", "SELECT 1 FROM t WHERE a >= 1"),
    ("NEG", "SELECT 1 FROM t WHERE NOT a AND b", "SELECT 1 FROM t WHERE a AND b"),
    ("NEG", "SELECT 1 FROM t WHERE a LIKE 'x%'", "SELECT 1 FROM t WHERE a NOT LIKE 'x%'"),
    ("NEG", "SELECT 1 FROM t ANTI JOIN u ON t.a = u.a", "SELECT 1 FROM t SEMI JOIN u ON t.a = u.a"),
    ("JOI", "SELECT 1 FROM t LEFT JOIN u ON t.a = u.a", "SELECT 1 FROM t JOIN u ON t.a = u.a"),
    ("JOI", "SELECT 1 FROM t JOIN u USING (a)", "SELECT 1 FROM t FULL JOIN u USING (a)"),
    ("JOIN_COND", "SELECT 1 FROM t JOIN u ON t.a = u.a", "SELECT 1 FROM t CROSS JOIN u"),
    ("DROP_JOIN", "SELECT t.b FROM t JOIN u ON t.a = u.a WHERE u.c AND t.d", "SELECT t.b FROM t WHERE t.d"),
    (
        "ON_WHERE",
        "SELECT 1 FROM t LEFT JOIN u ON t.a = u.a AND u.b > 1",
        "SELECT 1 FROM t LEFT JOIN u ON t.a = u.a WHERE u.b > 1",
    ),
    (
        "ON_WHERE",
        "SELECT 1 FROM t LEFT JOIN u ON t.a = u.a WHERE u.b > 1",
        "SELECT 1 FROM t LEFT JOIN u ON t.a = u.a AND u.b > 1",
    ),
    ("GRP", "SELECT a, b, COUNT(*) FROM t GROUP BY a, 2", "SELECT a, MAX(b) AS b, COUNT(*) FROM t GROUP BY a"),
    ("GRP", "SELECT size FROM shops GROUP BY size", "SELECT size FROM shops GROUP BY size, shops.shop_id"),
    ("DISTINCT", "SELECT a FROM t", "SELECT DISTINCT a FROM t"),
    ("DISTINCT", "SELECT DISTINCT a FROM t", "SELECT a FROM t"),
    (
        "NOTIN_NULL",
        "SELECT 1 FROM t WHERE NOT EXISTS(SELECT 1 FROM u WHERE u.a = t.a AND u.b)",
        "SELECT 1 FROM t WHERE NOT t.a IN (SELECT u.a FROM u WHERE u.b)",
    ),
    (
        "NOTIN_NULL",
        "SELECT 1 FROM t LEFT JOIN u ON u.a = t.a WHERE u.a IS NULL AND t.b",
        "SELECT 1 FROM t WHERE t.b AND NOT t.a IN (SELECT u.a FROM u)",
    ),
    ("ORD_DIR", "SELECT a FROM t ORDER BY a DESC", "SELECT a FROM t ORDER BY a ASC"),
    ("ORD_DROP", "SELECT a FROM t ORDER BY a LIMIT 3", "SELECT a FROM t LIMIT 3"),
    ("ORD_KEY", "SELECT a FROM t ORDER BY a, b", "SELECT a FROM t ORDER BY a"),
    ("ORD_COL", "SELECT a, b FROM t ORDER BY a", "SELECT a, b FROM t ORDER BY b"),
    ("ORD_NULLS", "SELECT a FROM t ORDER BY a", "SELECT a FROM t ORDER BY a NULLS FIRST"),
    ("LIM", "SELECT a FROM t LIMIT 3", "SELECT a FROM t LIMIT 4"),
    ("SETOP", "SELECT a FROM t UNION SELECT a FROM u", "SELECT a FROM t UNION ALL SELECT a FROM u"),
    ("SETOP", "SELECT a FROM t EXCEPT SELECT a FROM u", "SELECT a FROM u EXCEPT SELECT a FROM t"),
    ("AGG", "SELECT SUM(a) FROM t", "SELECT AVG(a) FROM t"),
    ("AGG", "SELECT QUANTILE_CONT(a, 0.9) FROM t", "SELECT AVG(a) FROM t"),
    ("AGG_DISTINCT", "SELECT SUM(a) FROM t", "SELECT SUM(DISTINCT a) FROM t"),
    ("CNT", "SELECT COUNT(DISTINCT a) FROM t", "SELECT COUNT(a) FROM t"),
    ("CNT", "SELECT COUNT(*) FROM shops", "SELECT COUNT(DISTINCT shops.owner_id) FROM shops"),
    ("CNT", "SELECT COUNT_IF(a) FROM t", "SELECT COUNT(a) FROM t"),
    ("DROP_FILTER", "SELECT COUNT(*) FILTER(WHERE a) FROM t", "SELECT COUNT(*) FROM t"),
    ("CASE_ELSE", "SELECT CASE WHEN a THEN 1 ELSE 0 END FROM t", "SELECT CASE WHEN a THEN 1 END FROM t"),
    ("NUL_IS", "SELECT 1 FROM t WHERE a IS NULL", "SELECT 1 FROM t WHERE NOT a IS NULL"),
    ("NUL_EQ", "SELECT 1 FROM t WHERE a IS NOT NULL", "SELECT 1 FROM t WHERE a <> NULL"),
    ("NUL_EQ", "SELECT 1 FROM t WHERE a IS DISTINCT FROM b", "SELECT 1 FROM t WHERE a <> b"),
    ("CAST", "SELECT 1 FROM t WHERE a::DATE > b", "SELECT 1 FROM t WHERE a > b"),
    (
        "COL_TIME",
        "SELECT SUM(CASE WHEN s.captured_at > '2025-11-01' THEN 1 END) FROM settlements s JOIN payments p USING (payment_id)",
        "SELECT SUM(CASE WHEN p.created_at > '2025-11-01' THEN 1 END) FROM settlements AS s JOIN payments AS p USING (payment_id)",
    ),
    (
        "COL_TIME",
        "SELECT 1 FROM payments p WHERE p.created_at < '2025-12-01' AND EXISTS(SELECT 1 FROM disputes d WHERE d.payment_id = p.payment_id)",
        "SELECT 1 FROM payments AS p WHERE EXISTS(SELECT 1 FROM disputes AS d WHERE d.payment_id = p.payment_id AND d.opened_at < '2025-12-01')",
    ),
    ("ANY_FIRST", "SELECT BOOL_OR(a) FROM disputes", "SELECT ARG_MIN(a, disputes.opened_at) FROM disputes"),
    ("ANY_LAST", "SELECT BOOL_OR(a) FROM disputes", "SELECT ARG_MAX(a, disputes.opened_at) FROM disputes"),
    (
        "ANY_LAST",
        "SELECT 1 FROM payments p WHERE EXISTS(SELECT 1 FROM disputes d WHERE d.payment_id = p.payment_id AND d.reason = 'fraud')",
        "SELECT 1 FROM payments AS p WHERE (SELECT ARG_MAX(d.reason = 'fraud', d.opened_at) FROM disputes AS d WHERE d.payment_id = p.payment_id)",
    ),
    ("NUL_COALESCE", "SELECT COALESCE(a, 0) FROM t", "SELECT a FROM t"),
    ("NUL_NULLIF", "SELECT a / NULLIF(b, 0) FROM t", "SELECT a / b FROM t"),
    ("WIN_RANK", "SELECT RANK() OVER (ORDER BY a) FROM t", "SELECT ROW_NUMBER() OVER (ORDER BY a) FROM t"),
    ("WIN_PART", "SELECT SUM(a) OVER (PARTITION BY b) FROM t", "SELECT SUM(a) OVER () FROM t"),
    ("WIN_ORDER", "SELECT RANK() OVER (ORDER BY a, b) FROM t", "SELECT RANK() OVER (ORDER BY a) FROM t"),
    ("WIN_ORD_DIR", "SELECT RANK() OVER (ORDER BY a) FROM t", "SELECT RANK() OVER (ORDER BY a DESC) FROM t"),
    ("WIN_LAG", "SELECT LAG(a) OVER (ORDER BY b) FROM t", "SELECT LEAD(a) OVER (ORDER BY b) FROM t"),
    ("UNIT", "SELECT DATE_TRUNC('MONTH', a) FROM t", "SELECT DATE_TRUNC('WEEK', a) FROM t"),
    ("UNIT", "SELECT DATE_DIFF('DAY', a, b) FROM t", "SELECT DATE_SUB('day', a, b) FROM t"),
    ("UNIT", "SELECT a + INTERVAL '7' DAYS FROM t", "SELECT a + INTERVAL '7' HOUR FROM t"),
    ("CST_NUM", "SELECT 1 FROM t WHERE a > 620", "SELECT 1 FROM t WHERE a > 619"),
    ("CST_NUM", "SELECT QUANTILE_CONT(a, 0.95) FROM t", "SELECT QUANTILE_CONT(a, 0.94) FROM t"),
    ("CST_NUM", "SELECT a + INTERVAL '7' DAYS FROM t", "SELECT a + INTERVAL '8' DAYS FROM t"),
    ("CST_STR", "SELECT 1 FROM shops WHERE size = 'medium'", "SELECT 1 FROM shops WHERE size = 'small'"),
    ("CST_STR", "SELECT 1 FROM t WHERE a = 'paid'", "SELECT 1 FROM t WHERE a = 'PAID'"),
    ("CST_DATE", "SELECT 1 FROM t WHERE a < '2025-03-01'", "SELECT 1 FROM t WHERE a < '2025-02-28'"),
    ("CST_DATE", "SELECT 1 FROM t WHERE a < '2024-02-29 10:00'", "SELECT 1 FROM t WHERE a < '2023-02-28 10:00'"),
    ("ARI", "SELECT a / (b - c) FROM t", "SELECT a / (b + c) FROM t"),
    ("ARI", "SELECT a * b / c FROM t", "SELECT (a / b) / c FROM t"),
    ("ARI", "SELECT 100 * a FROM t", "SELECT a FROM t"),
    ("ROUND", "SELECT ROUND(a, 2) FROM t", "SELECT ROUND(a, 1) FROM t"),
    ("COL", "SELECT s.shop_id FROM shops AS s", "SELECT s.owner_id AS shop_id FROM shops AS s"),
    (
        "COL",
        "SELECT shop_id, COUNT(*) FROM shops GROUP BY shop_id",
        "SELECT owner_id AS shop_id, COUNT(*) FROM shops GROUP BY owner_id",
    ),
    (
        "COL_TABLE",
        "SELECT s.owner_id FROM shops AS s LEFT JOIN owners AS o USING (owner_id)",
        "SELECT o.owner_id AS owner_id FROM shops AS s LEFT JOIN owners AS o USING (owner_id)",
    ),
]


@pytest.mark.parametrize(("operator", "sql", "mutant"), EXAMPLES)
def test_an_operator_makes_its_mistake(operator, sql, mutant):
    made = [each.sql for each in mutants(sql, (SHOPS, OWNERS, *TABLES)) if each.operator == operator]
    assert mutant in made


def test_every_operator_has_an_example():
    assert {operator for operator, _, _ in EXAMPLES} == OPERATORS.keys()


@pytest.mark.parametrize(
    ("operator", "sql"),
    [
        ("ROR", "SELECT 1 FROM t JOIN u ON t.a = u.a"),  # JOIN_COND drops it; an unequal join only takes long
        ("DISTINCT", "SELECT a, COUNT(*) FROM t GROUP BY a"),
        ("DISTINCT", "SELECT SUM(a) FROM t"),
        ("DISTINCT", "SELECT a FROM t INTERSECT SELECT a FROM u"),
        ("CST_NUM", "SELECT ROUND(a, 2) FROM t GROUP BY 1 ORDER BY 1 LIMIT 3"),
        ("CST_STR", "SELECT STRFTIME(a, '%Y') FROM t WHERE b < '2025-01-01'"),
        ("COL", "SELECT s.opened FROM shops AS s"),  # no other column of its type
        ("COL", "WITH shops AS (SELECT 1 AS shop_id) SELECT shop_id FROM shops"),  # not the table of that name
        ("CNT", "SELECT COUNT(*) FROM t WHERE a"),
    ],
)
def test_an_operator_leaves_alone_what_is_no_mistake(operator, sql):
    assert operator not in {mutant.operator for mutant in mutants(sql, (SHOPS, OWNERS, *TABLES))}


@pytest.mark.parametrize("title", KEYS)
def test_mutants_are_distinct_and_always_the_same(title):
    sql = KEYS[title].reference
    made = mutants(sql, TABLES)
    assert 25 <= len(made) <= 120
    assert len({mutant.sql for mutant in made}) == len({mutant.name for mutant in made}) == len(made)
    assert mutants(made[0].sql, TABLES)[0].sql != made[0].sql
    assert made == mutants(sql, TABLES)


def test_making_one_mutant_changes_no_other():
    """Operators share one tree: the text of the query must come out of every pass unharmed."""
    sql = "SELECT a FROM t WHERE b BETWEEN 1 AND 2 AND c IN (1, 2) AND NOT EXISTS(SELECT 1 FROM u WHERE a = b) LIMIT 1"
    limits = [mutant.sql for mutant in mutants(sql, ()) if mutant.operator == "LIM"]
    assert limits[-1] == sql.removesuffix(" LIMIT 1")


def test_a_query_that_cannot_be_read_names_itself():
    with pytest.raises(AuthorError, match="SELECT FROM WHERE"):
        mutants("SELECT FROM WHERE (", ())
