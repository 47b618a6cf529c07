"""Counter-examples: a handful of rows on which a wrong answer gives something else than the right one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade import data
from course.grade.query import compare
from course.grade.query.results import Result, Row, loose_fingerprint
from course.grade.query.sandbox import QueryError, run
from course.grade.query.sqltext import parse
from course.verdict import Example, Excerpt, RowDifference

if TYPE_CHECKING:
    from sqlglot import exp

MOST_ROWS = 5
RUN_SECONDS = 1.0


@dataclass(frozen=True)
class ExampleData:
    """A small data set that learners may see, and the right result on it.

    ``tables`` holds all columns of its tables, ``matters`` the columns that decide about the right result.
    ``mistakes`` are the positions of the known mistakes that it was made for.
    """

    tables: dict[str, tuple[Row, ...]]
    matters: dict[str, tuple[str, ...]]
    expected: Result
    mistakes: tuple[int, ...]

    def is_brief(self, tables: Iterable[str]) -> bool:
        """Whether no more than five rows go in from these tables."""
        return sum(len(self.tables[name]) for name in tables) <= MOST_ROWS

    @classmethod
    def from_json(cls, data: dict) -> ExampleData:
        return cls(
            tables={name: tuple(map(tuple, rows)) for name, rows in data["tables"].items()},
            matters={name: tuple(columns) for name, columns in data["matters"].items()},
            expected=Result.from_json(data["expected"]),
            mistakes=tuple(data["mistakes"]),
        )


def find_example(
    examples: Sequence[ExampleData],
    sql: str,
    columns: dict[str, dict[str, str]],
    decimals: int | None,
    mistake: int | None = None,
) -> Example | None:
    """The first example on which a wrong query shows, that for its known ``mistake`` before all others.

    ``columns`` maps all tables to their columns and types. None where no example shows it: a query that fails there,
    that differs in the order of rows or columns only, or that reads tables of which the example holds no rows. No
    more than five rows go in, unless the example was made for the known mistake.
    """
    tree = parse(sql)
    if tree is None:
        return None
    read = _tables_named(tree, columns)
    for example in sorted(examples, key=lambda each: mistake not in each.mistakes):
        tables = dict.fromkeys([*read, *example.matters])
        if not example.tables.keys() >= set(read) or not (mistake in example.mistakes or example.is_brief(tables)):
            continue
        if yours := _wrong_result(example, sql, decimals):
            excerpts = (_rows_in(example, name, columns[name], columns_named(tree)) for name in tables)
            return Example(tuple(excerpts), *_results(example, yours, decimals))
    return None


def _tables_named(tree: exp.Expression, known: Iterable[str]) -> list[str]:
    """The course's tables in the order in which a query names them, also where a step of its WITH has such a name."""
    return [table.name.lower() for table in tree.find_all(exp.Table) if table.name.lower() in known]


def _wrong_result(example: ExampleData, sql: str, decimals: int | None) -> Result | None:
    database = data.example_database(example.tables)
    try:
        yours = run(database, sql, seconds=RUN_SECONDS) if database else None
    except QueryError:
        return None
    right = example.expected
    if yours is None or not yours.complete or len(yours.columns) != len(right.columns):
        return None
    if compare.same_rows(yours, right, decimals):
        return None
    return yours if loose_fingerprint(yours, decimals) != loose_fingerprint(right, decimals) else None


def _rows_in(example: ExampleData, name: str, kinds: dict[str, str], named: set[str]) -> Excerpt:
    """What goes in from a table: its columns that matter or that the query names."""
    wanted = named.union(example.matters.get(name, ()))
    kept = [place for place, column in enumerate(kinds) if column in wanted]
    rows = example.tables[name]
    whole = Result(tuple(kinds), tuple(kinds.values()), rows, len(rows))
    return _excerpt(f"`{name}`", whole.arranged(kept))


def columns_named(tree: exp.Expression) -> set[str]:
    """The names in lower case of all columns that a query writes down.

    >>> sorted(columns_named(parse("SELECT a FROM t JOIN u USING (B) WHERE u.c > 1")))
    ['a', 'b', 'c']
    """
    using = {each.name.lower() for join in tree.find_all(exp.Join) for each in join.args.get("using") or ()}
    return using | {column.name.lower() for column in tree.find_all(exp.Column)}


def _results(example: ExampleData, yours: Result, decimals: int | None) -> tuple[Excerpt, Excerpt]:
    found = compare.differences(yours, example.expected, decimals)
    extra = Counter([*found.extra, *(mine for mine, _ in found.changed)])
    missing = Counter([*found.missing, *(right for _, right in found.changed)])
    return (
        _excerpt("Your query returns", yours, "+", extra),
        _excerpt("Expected", example.expected, "−", missing),
    )


def _excerpt(title: str, result: Result, sign: str = "", marked: Counter[Row] | None = None) -> Excerpt:
    """At most five rows, those with a sign first where there are more."""
    left = Counter(marked)
    lines = []
    for row in result.rows:
        lines.append((sign if left[row] > 0 else "", row))
        left[row] -= 1
    if len(lines) > MOST_ROWS:
        lines = sorted(lines, key=lambda line: not line[0])[:MOST_ROWS]
    return Excerpt(
        title,
        result.columns,
        tuple(RowDifference(mark, tuple(map(compare.shown, row, result.types))) for mark, row in lines),
        numbers=tuple(place for place, name in enumerate(result.families) if name == "number"),
        left_out=result.row_count - len(lines),
    )
