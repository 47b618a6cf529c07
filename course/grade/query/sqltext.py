"""Reads a query as a syntax tree: its tables, its order, and what no condition links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from course.grade.query.code import code_only, depths

if TYPE_CHECKING:
    from sqlglot import exp

LONGEST_QUOTE = 60


@lru_cache(maxsize=64)
def _parsed(sql: str) -> exp.Expression | None:
    try:
        return sqlglot.parse_one(sql, read="duckdb")
    except Exception:  # whatever the parser trips over, the query's result can still be judged
        return None


def parse(sql: str) -> exp.Expression | None:
    """The query's syntax tree, or None if it cannot be parsed. Trees are copies: change them freely."""
    tree = _parsed(sql)
    return tree.copy() if tree else None


def is_query(text: str, tables: Iterable[str]) -> bool:
    """Whether a text is a query on these tables, or on none: not a sentence that begins like one.

    >>> is_query("WITH p AS (FROM payments) SELECT count(*) FROM p", ["payments"]), is_query("select 280", [])
    (True, True)
    >>> is_query("With a key, a retry is safe.", ["payments"]), is_query("Select the month from the list", ["payments"])
    (False, False)
    """
    tree = parse(text) if text.lstrip(" \n(")[:6].lower().startswith(("select", "with", "from")) else None
    if not isinstance(tree, exp.Query):
        return False
    table_names = {table.name.lower() for table in base_tables(tree)}
    return (
        table_names <= set(tables) if table_names else tree.find(exp.Column) is None or tree.find(exp.CTE) is not None
    )


def place_of(node: exp.Expression, sql: str) -> tuple[int, int] | None:
    """Where a node of a query's tree is in its text: (start, length), from its first word to its last.

    >>> sql = "select count( a ), min(a) from t where not c and b::date > min(a) + interval 7 day and (a is not null or d)"
    >>> [written(next(parse(sql).find_all(kind)), sql) for kind in (exp.Count, exp.Min, exp.Cast, exp.GT, exp.Or, exp.Not)]
    ['count( a )', 'min(a)', 'b::date', 'b::date > min(a) + interval 7 day', 'a is not null or d', 'not c']
    >>> written(parse("select round(avg(a), 2) from t").find(exp.Avg), "select round(avg(a), 2) from t")
    'avg(a)'
    >>> sql = "select a from t where a - b <= interval 1 minute and a < b + interval '7' day"
    >>> [written(next(parse(sql).find_all(kind)), sql) for kind in (exp.LTE, exp.LT)]
    ['a - b <= interval 1 minute', "a < b + interval '7' day"]
    """
    first = min(
        (part for part in node.walk() if "start" in part.meta), key=lambda part: part.meta["start"], default=None
    )
    if first is None:
        return None
    code = code_only(sql)
    start = _opened(node, first, code)
    end = max(part.meta["end"] for part in node.walk() if "end" in part.meta) + 1
    while True:
        depth = depths(code[start:end])[-1]
        if depth > 0 and (closing := code.find(")", end)) >= 0:
            end = closing + 1
        elif after := _after(node, depth).match(code, end):
            end = after.end()
        else:
            return start, end - start


def _opened(node: exp.Expression, first: exp.Expression, code: str) -> int:
    """Where a node begins whose first part with a known place is ``first``: words such as NOT and min( stand before it."""
    start = first.meta["start"]
    while True:
        for kinds, opening in OPENINGS:
            is_other = kinds is exp.Func and (isinstance(first, NO_NAME) or "start" in first.meta)
            if not is_other and isinstance(first, kinds) and (match := opening.search(code, 0, start)):
                start = match.start()
                break
        if first is node or first.parent is None:
            return start
        first = first.parent


NO_NAME = (exp.And, exp.Or, exp.Case, exp.If, exp.Cast, exp.Exists)  # functions for sqlglot, which begin otherwise
# What stands before the first part of a node.
OPENINGS = (
    (exp.Not, re.compile(r"\bNOT\s+\Z", re.I)),
    (exp.Interval, re.compile(r"\bINTERVAL\s*\Z", re.I)),
    (exp.Exists, re.compile(r"\bEXISTS\s*\(\s*\Z", re.I)),
    (exp.Select, re.compile(r"\bSELECT\s+(?:DISTINCT\s+)?\Z", re.I)),
    (exp.Case, re.compile(r"\bCASE\s+(?:WHEN\s+)?\Z", re.I)),
    (exp.Paren | exp.Subquery, re.compile(r"\(\s*\Z")),
    (exp.Cast, re.compile(r"\b(?:(?:DATE|TIMESTAMP|TIME)\s+|(?:TRY_)?CAST\s*\(\s*)\Z", re.I)),
    (
        exp.Func,
        re.compile(
            r"\b(?!(?:AND|OR|NOT|IN|WHERE|WHEN|ON|BY|SELECT|EXISTS)\b)\w+\s*\((?:(?:(?!\bSELECT\b)[^()])*,)?\s*(?:DISTINCT\s+)?\Z",
            re.I,
        ),
    ),
)


UNITS = r"(?:YEAR|QUARTER|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?\b"


@lru_cache(maxsize=64)
def _ending(kinds: tuple[type, ...], is_open: bool) -> re.Pattern:
    words = [r"\s*::\s*\w+"] if exp.Cast in kinds and not is_open else []
    words += [
        rf"\s*(?:[-+]|[<>]=?|=|<>)?\s*\bINTERVAL\b\s*(?:'\s*'|\d+|\([^()]*\))?\s*(?:{UNITS})?",
        rf"\s*{UNITS}",
    ] * (exp.Interval in kinds)
    words += [r"\s+IS\s+(?:NOT\s+)?NULL\b", r"\s+ISNULL\b"] * (exp.Is in kinds)
    words += [r"\s+END\b"] * (exp.Case in kinds)
    words += [r"\s*=\s*(?:TRUE|FALSE)\b", r"\s+IS\s+(?:NOT\s+)?(?:TRUE|FALSE)\b"] * (exp.Boolean in kinds)
    return re.compile("|".join(words) or r"(?!)", re.I)


def _after(node: exp.Expression, depth: int) -> re.Pattern:
    """What may stand behind the last part of a node whose place is known."""
    kinds, last = [], node
    while last is not None:  # down the right edge
        kinds.append(type(last))
        children = [child for child in last.iter_expressions() if not isinstance(child, exp.DataType)]
        last = children[-1] if children else None
    return _ending(tuple(dict.fromkeys(kinds)), depth > 0)


def written(node: exp.Expression, sql: str) -> str:
    """A part of a query as it was written, short enough for a sentence; rebuilt from the tree if its place is unknown."""
    place = place_of(node, sql)
    text = " ".join(sql[place[0] : sum(place)].replace("`", "'").split()) if place else node.sql("duckdb")
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


def outermost(tree: exp.Expression) -> exp.Expression:
    """The query itself, without the brackets around it."""
    while isinstance(tree, exp.Subquery) and not tree.args.get("order"):
        tree = tree.this
    return tree


@lru_cache(maxsize=1024)
def is_ordered(sql: str) -> bool:
    """Whether the outermost query has an ORDER BY. A query that cannot be parsed is given the benefit of the doubt."""
    tree = parse(sql)
    return tree is None or outermost(tree).args.get("order") is not None


def sort_keys(sql: str) -> tuple[str, ...]:
    """The columns that the outermost query sorts by, as ``column`` or ``column desc``, up to the first that it does not show.

    >>> sort_keys("SELECT rail, count(*) AS n FROM payments GROUP BY rail ORDER BY n DESC, rail, lower(rail)")
    ('n desc', 'rail')
    """
    tree = parse(sql)
    query = tree and outermost(tree)
    order = query.args.get("order") if query else None
    shown = {name.lower() for name in query.named_selects} if query else set()
    keys = []
    for key in order.expressions if order else ():
        column = key.this.name.lower()
        if not isinstance(key.this, exp.Column) or column not in shown:
            break
        keys.append(f"{column} desc" if key.args.get("desc") else column)
    return tuple(keys)


def base_tables(tree: exp.Expression) -> list[exp.Table]:
    """The tables that a query reads, without its own WITH steps."""
    steps = {step.alias_or_name.lower() for step in tree.find_all(exp.CTE)}
    return [table for table in tree.find_all(exp.Table) if table.name and table.name.lower() not in steps]


def unlinked_tables(sql: str) -> tuple[str, str] | None:
    """Two tables of a query that no condition links, so that every row of one meets every row of the other.

    An explicit CROSS JOIN is meant, and a WITH step or a query in brackets may have a single row.
    """
    tree = parse(sql)
    tables = {id(table) for table in base_tables(tree)} if tree else set()
    for join in tree.find_all(exp.Join) if tree else ():
        first = join.parent.args.get("from_")
        if first and {id(first.this), id(join.this)} <= tables and not _is_linked(join):
            return first.this.name, join.this.name
    return None


def _is_linked(join: exp.Join) -> bool:
    if join.args.get("using") or join.method or join.kind == "CROSS":
        return True
    conditions = [part for part in (join.args.get("on"), join.parent.args.get("where")) if part]
    return any(_links(condition, join.this.alias_or_name.lower()) for condition in conditions)


def _links(condition: exp.Expression, source: str) -> bool:
    """Whether a condition compares columns of two sources, one of them ``source``, as far as can be seen."""
    for comparison in condition.find_all(exp.Predicate):
        owners = [column.table.lower() for column in comparison.find_all(exp.Column)]
        if len(owners) > 1 and ("" in owners or (source in owners and len(set(owners)) > 1)):
            return True
    return False
