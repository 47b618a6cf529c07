"""Nothing is asked in a query that no lesson has shown: each function and clause of a reference is in a lesson up to its module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlglot import exp, parse_one

from course import sequence
from course.authoring.read import SourceExercise, read, sources
from course.sequence import ROOT
from course.sequence import lesson_notebook as lessons
from course.sequence.practice import FOLDER, Query, practice_of

FENCED = re.compile(r"^```sql\n(.*?)^```", re.MULTILINE | re.DOTALL)
CLAUSES = {
    "group": "GROUP BY",
    "having": "HAVING",
    "order": "ORDER BY",
    "limit": "LIMIT",
    "distinct": "DISTINCT",
    "where": "WHERE",
    "qualify": "QUALIFY",
    "with_": "WITH",
}
NODES = {
    exp.Window: "OVER",
    exp.Exists: "EXISTS",
    exp.Case: "CASE",
    exp.Filter: "FILTER",
    exp.SetOperation: "UNION",
    exp.Interval: "INTERVAL",
    exp.Cast: "::",
    exp.IntDiv: "//",
    exp.Div: "/",
    exp.Is: "IS NULL",
    exp.Between: "BETWEEN",
    exp.Like: "LIKE",
    exp.Not: "NOT",
    exp.Or: "OR",
    exp.Subquery: "subquery",
}
SQL_EXERCISES = [each for path in sources(ROOT) for each in read(path) if each.kind == "sql"]


def features(sql: str) -> set[str]:
    """The clauses, operators and functions that a query uses, by the names that a lesson would teach.

    >>> sorted(features("SELECT count(*) FROM a LEFT JOIN b ON a.x = b.x WHERE a.y IN (1, 2)"))
    ['FROM', 'IN (list)', 'LEFT JOIN', 'WHERE', 'count']
    """
    return {name for node in parse_one(sql, dialect="duckdb").walk() for name in _names(node)}


def _names(node: exp.Expression) -> Iterator[str]:
    if isinstance(node, exp.Select):
        yield from (name for argument, name in CLAUSES.items() if node.args.get(argument))
    if isinstance(node, exp.From):
        yield "FROM"
    if isinstance(node, exp.Join):
        yield f"{node.side} JOIN".strip()
    if isinstance(node, exp.In):
        yield "IN (query)" if node.args.get("query") else "IN (list)"
    if isinstance(node, exp.Func) and not isinstance(node, tuple(NODES) + (exp.Connector,)):
        yield (node.name if isinstance(node, exp.Anonymous) else node.sql_name()).lower()
    if isinstance(node, exp.Not) and isinstance(node.this, exp.Is):
        yield "IS NOT NULL"
        return
    yield from (name for kind, name in NODES.items() if isinstance(node, kind))


def shown(module: int) -> set[str]:
    """What the lessons up to a module show in queries that run, in queries to try, and in blocks of SQL."""
    numbers = [each.number for each in sequence.MODULES if each.number <= module]
    paths = [path for number in numbers if (path := sequence.lesson(ROOT, number))]
    return {name for path in paths for sql in _lesson_queries(path) for name in features(sql)}


def _lesson_queries(path: Path) -> Iterator[str]:
    for cell in lessons.cells(path):
        yield from FENCED.findall(cell.text) if cell.kind == "markdown" else _queries_run(cell.text)
    number = sequence.number_of(path)
    for part in practice_of(number).values() if (FOLDER / f"{number:02}.toml").exists() else ():
        if isinstance(part, Query):
            yield from (part.sql, part.becomes)


def _queries_run(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("course.query", "course.frame", "course.steps"):
            yield from (argument.value for argument in node.args if isinstance(argument, ast.Constant))


@pytest.mark.parametrize("exercise", SQL_EXERCISES, ids=lambda exercise: exercise.id)
def test_everything_that_a_reference_uses_was_shown(exercise: SourceExercise):
    module = sequence.number_of(exercise.notebook)

    assert features(exercise.parts["reference"]) - shown(module) == set()
