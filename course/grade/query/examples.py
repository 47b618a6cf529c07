"""Counter-examples: a handful of rows on which a wrong answer and the right one differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade import data
from course.grade.query import compare
from course.grade.query.results import Result, Row, loose_fingerprint
from course.grade.query.sandbox import QueryError, run
from course.grade.query.search import optional
from course.verdict import Example, Excerpt, RowDifference

if TYPE_CHECKING:
    from sqlglot import exp

MOST_ROWS = 5
RUN_SECONDS = 1.0


@dataclass(frozen=True)
class ExampleData:
    """A small data set that learners may see, and the right result on it.

    ``tables`` holds all columns of its tables, ``matters`` the columns that decide the right result.
    ``mistakes`` are the positions of the known mistakes that it was made for.
    """

    tables: dict[str, tuple[Row, ...]]
    matters: dict[str, tuple[str, ...]]
    expected: Result
    mistakes: tuple[int, ...]

    def is_brief(self, tables: Iterable[str]) -> bool:
        """Whether these tables hold no more than five rows together."""
        return sum(len(self.tables[name]) for name in tables) <= MOST_ROWS

    @classmethod
    def from_json(cls, data: dict) -> ExampleData:
        return cls(
            tables={name: tuple(map(tuple, rows)) for name, rows in data["tables"].items()},
            matters={name: tuple(columns) for name, columns in data["matters"].items()},
            expected=Result.from_json(data["expected"]),
            mistakes=tuple(data["mistakes"]),
        )


def run_on(examples: Sequence[ExampleData], position: int, sql: str) -> Result | None:
    """What a query returns on one of the examples, which lie in one database: opening several would take much longer."""
    database = data.example_database([example.tables for example in examples])
    try:
        schema = data.example_schema(position)
        result = run(database, sql, seconds=RUN_SECONDS, schema=schema) if database else None
    except QueryError:
        return None
    return result if result and result.complete else None


def differs(example: ExampleData, result: Result | None, decimals: int | None) -> bool:
    """Whether a result shows that its query is wrong: not if it failed, or holds other columns or another order only."""
    right = example.expected
    if result is None or len(result.columns) != len(right.columns) or compare.same_rows(result, right, decimals):
        return False
    return loose_fingerprint(result, decimals) != loose_fingerprint(right, decimals)


@optional
def find_example(
    examples: Sequence[ExampleData],
    result_on: Callable[[int], Result | None],
    tree: exp.Expression | None,
    columns: dict[str, dict[str, str]],
    decimals: int | None,
    mistake: int | None = None,
) -> Example | None:
    """The first example that shows a query to be wrong, that for its known ``mistake`` before all others.

    ``result_on`` gives the query's on the example at a position; ``columns`` maps all tables to their columns and types. None if no
    example shows it: the query fails there, differs only in the order of rows or columns, or reads tables of which the
    example holds no rows. Its tables hold no more than five rows together, unless the example was made for the known
    mistake.
    """
    named_tables = _tables_named(tree, columns) if tree else None
    order = sorted(range(len(examples)), key=lambda position: mistake not in examples[position].mistakes)
    for position in order if named_tables is not None else ():
        example = examples[position]
        tables = dict.fromkeys([*named_tables, *example.matters])
        if not example.tables.keys() >= set(named_tables) or not (
            mistake in example.mistakes or example.is_brief(tables)
        ):
            continue
        yours = result_on(position)
        if yours and differs(example, yours, decimals):
            excerpts = (_rows_in(example, name, columns[name], columns_named(tree)) for name in tables)
            return Example(tuple(excerpts), *_results(example, yours, decimals))
    return None


def _tables_named(tree: exp.Expression, known_tables: Iterable[str]) -> list[str]:
    """The course's tables in the order in which a query names them, even if a step of its WITH has such a name."""
    return [table.name.lower() for table in tree.find_all(exp.Table) if table.name.lower() in known_tables]


def _rows_in(example: ExampleData, name: str, kinds: dict[str, str], named_columns: set[str]) -> Excerpt:
    """The rows of a table, with the columns that matter or that the query names."""
    columns = named_columns.union(example.matters.get(name, ()))
    positions = [position for position, column in enumerate(kinds) if column in columns]
    rows = example.tables[name]
    full_result = Result(tuple(kinds), tuple(kinds.values()), rows, len(rows))
    return _excerpt(f"`{name}`", full_result.arranged(positions))


def columns_named(tree: exp.Expression) -> set[str]:
    """The names in lower case of all columns that a query writes down.

    >>> from course.grade.query.sqltext import parse
    >>> sorted(columns_named(parse("SELECT a FROM t JOIN u USING (B) WHERE u.c > 1")))
    ['a', 'b', 'c']
    """
    using = {identifier.name.lower() for join in tree.find_all(exp.Join) for identifier in join.args.get("using") or ()}
    return using | {column.name.lower() for column in tree.find_all(exp.Column)}


def _results(example: ExampleData, yours: Result, decimals: int | None) -> tuple[Excerpt, Excerpt]:
    differences = compare.differences(yours, example.expected, decimals)
    extra = Counter([*differences.extra, *(your_row for your_row, _ in differences.changed)])
    missing = Counter([*differences.missing, *(right_row for _, right_row in differences.changed)])
    return (
        _excerpt("Your query returns", yours, "+", extra),
        _excerpt("Expected", example.expected, "−", missing),
    )


def _excerpt(title: str, result: Result, sign: str = "", marked: Counter[Row] | None = None) -> Excerpt:
    """At most five rows; if there are more, those with a sign come first."""
    unmarked = Counter(marked)
    lines = []
    for row in result.rows:
        lines.append((sign if unmarked[row] > 0 else "", row))
        unmarked[row] -= 1
    if len(lines) > MOST_ROWS:
        lines = sorted(lines, key=lambda line: not line[0])[:MOST_ROWS]
    return Excerpt(
        title,
        result.columns,
        tuple(RowDifference(mark, tuple(map(compare.cell_text, row, result.types))) for mark, row in lines),
        numbers=tuple(place for place, name in enumerate(result.families) if name == "number"),
        left_out=result.row_count - len(lines),
    )
