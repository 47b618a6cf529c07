"""Splits a query into its WITH steps, each as its author wrote it and as a query that runs alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

from sqlglot import exp, parse_one, tokenize
from sqlglot.errors import SqlglotError

if TYPE_CHECKING:
    from sqlglot.tokens import Token

FINAL = "the answer"
COMMENT = re.compile(r"^\s*--[ \t]*(.*)\n")


@dataclass(frozen=True)
class Step:
    """One step: its name, what it is for (its first comment), its own text, a query that runs up to it, what it reads.

    ``reads`` names earlier steps and tables in the order in which they appear. The last step is the query's answer.
    """

    name: str
    meaning: str
    text: str
    query: str
    reads: tuple[str, ...]


def split(sql: str) -> tuple[Step, ...]:
    """The steps of a query in order, the answer last.

    Raises ValueError for a text that cannot be parsed, and for WITH RECURSIVE, which has no first and next step.

    >>> [step.name for step in split("WITH a AS (SELECT 1 AS n), b AS (SELECT n + 1 AS n FROM a) SELECT * FROM b")]
    ['a', 'b', 'the answer']
    """
    parts, rest = _parts(sql)
    steps = [_step(sql, name, start, end, f"{sql[:close]}\nSELECT * FROM {name}") for name, start, end, close in parts]
    return (*steps, _step(sql, FINAL, rest, len(sql), sql))


def _step(sql: str, name: str, start: int, end: int, query: str) -> Step:
    text = sql[start:end].strip("\n").rstrip().rstrip(";")
    comment = COMMENT.match(text)
    body = dedent(text[comment.end() :] if comment else text).strip()
    return Step(name, comment[1] if comment else "", body, query, _reads(body))


def _parts(sql: str) -> tuple[list[tuple[str, int, int, int]], int]:
    """Name, body start, body end and the end after the bracket of each step, then where the answer starts."""
    tokens = _tokens(sql)
    if not tokens or tokens[0].text.upper() != "WITH":
        return [], 0
    if len(tokens) > 1 and tokens[1].text.upper() == "RECURSIVE":
        raise ValueError("A WITH RECURSIVE query goes round in circles: it has no steps to walk through.")
    parts, index = [], 1
    while True:
        opening = next(position for position in range(index, len(tokens)) if _opens_body(tokens, position))
        closing = _closing(tokens, opening)
        parts.append((tokens[index].text, tokens[opening].end + 1, tokens[closing].start, tokens[closing].end + 1))
        if closing + 1 >= len(tokens) or tokens[closing + 1].text != ",":
            return parts, tokens[closing].end + 1
        index = closing + 2


def _tokens(sql: str) -> list[Token]:
    try:
        parse_one(sql, read="duckdb")
        return tokenize(sql, read="duckdb")
    except SqlglotError as error:
        raise ValueError("This query cannot be taken apart. Run it with course.query to see what is wrong.") from error


def _opens_body(tokens: list[Token], position: int) -> bool:
    return tokens[position].text == "(" and tokens[position - 1].text.upper() in ("AS", "MATERIALIZED")


def _closing(tokens: list[Token], opening: int) -> int:
    depth = 0
    for position in range(opening, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[position].text, 0)
        if depth == 0:
            return position
    raise ValueError("A bracket of this query is never closed.")


def _reads(body: str) -> tuple[str, ...]:
    tree = parse_one(body, read="duckdb")
    step_names = {step.alias for step in tree.find_all(exp.CTE)}
    names = [table.name for table in tree.find_all(exp.Table) if table.name and table.name not in step_names]
    return tuple(dict.fromkeys(sorted(names, key=lambda name: body.lower().find(name.lower()))))
