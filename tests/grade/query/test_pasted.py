"""A query is taken out of what it was copied with, and each of its characters keeps its place."""

from __future__ import annotations

import pytest

from course.grade.query.pasted import query_in

TAKEN_OUT = [
    # a call
    ('course.query("""\nSELECT 1\n""")', "SELECT 1"),
    ("import course\ncourse.query('''SELECT 1''')", "SELECT 1"),
    ("x = con.sql('SELECT 1').df()", "SELECT 1"),
    ("print(con.sql(\"SELECT a FROM t WHERE b = 'x'\").df())", "SELECT a FROM t WHERE b = 'x'"),
    ('"""WITH a AS (SELECT \'b\') FROM a"""', "WITH a AS (SELECT 'b') FROM a"),
    # a fence, a cell
    ("```sql\nSELECT 1\n```", "SELECT 1"),
    ("```\nSELECT 1;\n```\n", "SELECT 1;"),
    ("```sql SELECT 1```", "SELECT 1"),
    ("%%sql\nSELECT 1", "SELECT 1"),
    # prompts
    ("D SELECT 1", "SELECT 1"),
    ("sqlite> SELECT 1\n   ...> FROM t", "SELECT 1\n        FROM t"),
    ("mysql> SELECT 1\n    -> FROM t;", "SELECT 1\n       FROM t;"),
    ("dev=# SELECT 1\ndev-# FROM t", "SELECT 1\n      FROM t"),
    # what follows the end
    ("SELECT 1; -- one", "SELECT 1;"),
    ("SELECT 1;; /* one */ ;", "SELECT 1;"),
    ("SELECT 1;\n1 row, that's all", "SELECT 1;"),
    ("\ufeffSELECT 1", "SELECT 1"),
]

LEFT = [
    "SELECT 1",
    "SELECT 1; SELECT 2",
    "SELECT 1; ORDER BY 1",
    "SELECT 1; so\nDROP TABLE t",
    "SELECT ';' || 'a'",
    "-- first; then\nSELECT 1",
    "FROM t SELECT a\n> b",
    "SELECT a ~~~ 'b*'",
    "SELECT $$ ; $$",
]


@pytest.mark.parametrize(("text", "query"), TAKEN_OUT)
def test_only_the_query_is_left(text, query):
    taken = query_in(text)
    assert (taken.strip(), len(taken)) == (query, len(text))


@pytest.mark.parametrize("text", LEFT)
def test_nothing_else_is_touched(text):
    assert query_in(text) == text
