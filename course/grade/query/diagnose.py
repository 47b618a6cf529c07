"""Finds the certain cause of a wrong result: in the query's text, in the data, or by trying repairs one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from sqlglot import exp
from sqlglot.errors import SqlglotError

from course.case.tables import TABLES
from course.grade.count import agree, quantity
from course.grade.query import slips
from course.grade.query.cause import Cause, Query
from course.grade.query.confirm import without_condition
from course.grade.query.excluded import named
from course.grade.query.repairs import AND, repairs
from course.grade.query.results import family
from course.grade.query.search import optional
from course.grade.query.sqltext import base_tables, outermost, parse, place_of, unlinked_tables, written
from course.grade.query.tables import Tables, name
from course.grade.query.tables import values as column_values
from course.grade.query.telltales import shadowed

if TYPE_CHECKING:
    from sqlglot import exp

MOST_VALUES = 8
MOST_RIVALS = 6


@dataclass(frozen=True)
class Miss(Query):
    """A query that runs and whose result is wrong. ``task_values`` are the values that the task names."""

    task_values: tuple[str | float, ...]


@optional
def by_text(query: Query, task_values: tuple[str | float, ...]) -> Cause | None:
    """The first cause that the query's text and the data make certain."""
    miss = Miss(query.sql, query.tree, query.tables, task_values)
    return _first(rule(miss) for rule in RULES)


@optional
def by_repair(query: Query, is_right: Callable[[str], bool], most: int) -> Cause | None:
    """The cause that is proved by a small change, after which ``is_right`` says so.

    At most ``most`` changes are tried, and no clock is asked: the same query has the same cause on every machine.
    """
    return _first(_proved(query, is_right, change) for change in islice(_different(repairs(query)), most))


def _proved(query: Query, is_right: Callable[[str], bool], change: tuple[str, Cause]) -> Cause | None:
    """The cause that a change proves. OR in the place of AND may only undo a condition that should not be there."""
    sql, cause = change
    if not is_right(sql):
        return None
    rivals = islice(without_condition(query), MOST_RIVALS) if cause.kind == "and-or" and AND in cause.words else ()
    if cause.kind == "boundary":  # a limit of the learner's own need not be another one
        rivals = (change for change in without_condition(query) if change[1].place == cause.place)
    return named(query, next((rival for sql, rival in rivals if is_right(sql)), cause))


def _different(changes: Iterable[tuple[str, Cause]]) -> Iterator[tuple[str, Cause]]:
    """The first change that leads to each text: two rules may come to the same."""
    seen: set[str] = set()
    return (change for change in changes if not (change[0] in seen or seen.add(change[0])))


@optional
def by_repetition(query: Query, *, only_pairs: bool = False) -> Cause | None:
    """A sum or mean over rows that a join has repeated, or only over pairs of one table's rows; and nothing that is certain."""
    return _first(_repetitions(query, only_pairs=only_pairs))


def _first(causes: Iterable[Cause | None]) -> Cause | None:
    try:
        return next((cause for cause in causes if cause), None)
    except (RecursionError, SqlglotError):  # a tree that cannot be changed or written as text
        return None


@optional
def swallowed_comma(sql: str, tables: Tables) -> Cause | None:
    """A column renamed to the name of another column, without AS: two columns with no comma between them."""
    tree = parse(sql)
    column_names = {column for columns in tables.columns.values() for column in columns}
    for alias in tree.find_all(exp.Alias) if tree else ():
        column, new_name = alias.this, alias.alias
        if isinstance(column, exp.Column) and new_name.lower() in column_names and not _says_as(sql, alias):
            words = f"`{written(alias, sql)}` renames {column.name} to {new_name}."
            return Cause("missing-comma", words, "Is a comma missing between them?", place_of(alias, sql))
    return None


def _says_as(sql: str, alias: exp.Alias) -> bool:
    place = place_of(alias, sql)
    return place is None or " as " in f" {sql[place[0] : sum(place)].lower()} "


def _no_table(miss: Miss) -> Cause | None:
    if base_tables(miss.tree):
        return None
    return Cause("no-data", "Your query reads no table: it writes the result down.", "Let it compute the rows.")


def null_comparison(miss: Query) -> Cause | None:
    for comparison in miss.tree.find_all(exp.EQ, exp.NEQ):
        if isinstance(comparison.expression, exp.Null) or isinstance(comparison.this, exp.Null):
            right = "IS NULL" if isinstance(comparison, exp.EQ) else "IS NOT NULL"
            words = "Nothing equals NULL, and nothing differs from it: not even NULL itself."
            return Cause("null-comparison", words, f"Use {right}.", miss.place(comparison))
    return None


def _unknown_value(miss: Miss) -> Cause | None:
    """A text that no row of its column holds, though the query asks for it."""
    for comparison in miss.tree.find_all(exp.EQ, exp.In):
        values = comparison.expressions if isinstance(comparison, exp.In) else [comparison.expression]
        for value in values if isinstance(comparison.this, exp.Column) else ():
            is_text = isinstance(value, exp.Literal) and value.is_string
            if is_text and (cause := _missing_value(miss, comparison, value.this)):
                return cause
    return None


def _missing_value(miss: Miss, comparison: exp.Expression, text: str) -> Cause | None:
    column = comparison.this.name.lower()
    owners = [table for table in _tables_with(miss, column) if family(miss.tables.columns[table][column]) == "text"]
    if len(owners) != 1 or comparison.this.name != comparison.this.alias_or_name:
        return None
    values = column_values(miss.tables.database, owners[0], column)
    if not values or text in values:
        return None
    if text in miss.task_values:  # the task's own word, asked of another column
        held = next((name for name in _texts_of(miss) if name != column and text in _held(miss, name)), "")
        words = f"No row has '{text[:60]}' in `{column}`: it stands in `{held}`."
        return Cause("unknown-value", words, "Ask that column.", miss.place(comparison)) if held else None
    similar = next((value for value in values if value.strip().lower() == text.strip().lower()), None)
    if similar:
        look = f"The data say '{similar}': capitals and spaces count."
    else:
        look = f"The values are {', '.join(values)}." if len(values) <= MOST_VALUES else "Look at the column's values."
    return Cause("unknown-value", f"No row has '{text[:60]}' in `{column}`.", look, miss.place(comparison))


def _texts_of(miss: Miss) -> list[str]:
    """The columns of texts of the tables that a query reads."""
    tables = {table.name.lower() for table in base_tables(miss.tree)}
    columns = [(table, column) for table in tables for column in miss.tables.columns.get(table, ())]
    return sorted({column for table, column in columns if family(miss.tables.columns[table][column]) == "text"})


def _held(miss: Miss, column: str) -> tuple[str, ...]:
    return tuple(
        value for table in _tables_with(miss, column) for value in column_values(miss.tables.database, table, column)
    )


def _tables_with(miss: Miss, column: str) -> list[str]:
    used_tables = {table.name.lower() for table in base_tables(miss.tree)}
    return [table for table, columns in miss.tables.columns.items() if table in used_tables and column in columns]


def _contradiction(miss: Miss) -> Cause | None:
    """Two different values required of one column at once."""
    for conjunction in miss.tree.find_all(exp.And):
        required: dict[str, str] = {}
        for part in conjunction.flatten():
            column, value = part.this, part.args.get("expression")
            if isinstance(part, exp.EQ) and isinstance(column, exp.Column) and isinstance(value, exp.Literal):
                column, value = miss.written(column), miss.written(value)
                if required.setdefault(column, value) != value:
                    words = f"No row has both {required[column]} and {value} in `{column}`."
                    return Cause("contradiction", words, "For either of them use OR, or IN.", miss.place(conjunction))
    return None


def unlike_keys(miss: Query) -> Cause | None:
    """A join by two keys of different things, such as that of an application and that of a customer."""
    keys = {key for columns in miss.tables.columns.values() for key in columns if key.endswith("_id")}
    for comparison in miss.tree.find_all(exp.EQ, exp.In):
        sides = [side for side in _sides(comparison) if isinstance(side, exp.Column)]
        names = {side.name.lower() for side in sides}
        if (
            len(names) == 2
            and names <= keys
            and names not in _linked_names()
            and not any(one != other and one.endswith(other) for one in names for other in names)
        ):
            words = f"`{miss.written(comparison)}` compares the keys of two different things."
            return Cause("unlike-keys", words, "Which key do both tables have?", miss.place(comparison))
    return None


def _sides(comparison: exp.Expression) -> tuple[exp.Expression | None, ...]:
    """What a comparison compares: for IN with a query, the column that the query returns."""
    if isinstance(comparison, exp.EQ):
        return comparison.this, comparison.expression
    query = comparison.args.get("query")
    select = query.this if query is not None else None
    is_plain = isinstance(select, exp.Select) and len(select.expressions) == 1
    return (comparison.this, select.expressions[0].unalias()) if is_plain else ()


@cache
def _linked_names() -> frozenset[frozenset[str]]:
    """Pairs of names under which the course's tables hold the same keys: the ledger calls a payment `txn_id`."""
    columns = [column for table in TABLES for column in table.columns if column.references]
    return frozenset(frozenset({column.name, column.references.rpartition(".")[2]}) for column in columns)


def _by_itself(miss: Miss) -> Cause | None:
    """A number that is divided by itself."""
    for division in miss.tree.find_all(exp.Div):
        parts = [division.this.unnest()]
        while isinstance(parts[-1], exp.Mul):
            product = parts.pop()
            parts += [product.this.unnest(), product.expression.unnest()]
        divisor = division.expression.unnest()
        if not isinstance(divisor, exp.Literal) and any(part == divisor for part in parts):
            words = (
                f"`{miss.written(division)}` divides `{miss.written(divisor)}` by itself, so every row gives the same."
            )
            return Cause("by-itself", words, "What is the part, and what is the whole?", miss.place(division))
    return None


def _no_condition(miss: Miss) -> Cause | None:
    pair = unlinked_tables(miss.sql)
    if not pair:
        return None
    counts = [_count(miss, source) for source in pair]
    product = f": {counts[0]:,} × {counts[1]:,} rows" if all(counts) else ""
    words = f"Every row of `{pair[0]}` meets every row of `{pair[1]}`{product}."
    return Cause("no-join-condition", words, "Say which rows belong together: JOIN … ON ….")


def _count(miss: Miss, source: str) -> int:
    rows = miss.tables.look(f"SELECT count(*) FROM {name(source)}") if source.lower() in miss.tables.columns else ()
    return rows[0][0] if rows else 0


def _repetitions(query: Query, *, only_pairs: bool) -> Iterator[Cause]:
    for select in query.tree.find_all(exp.Select):
        if not select.args.get("joins") or (only_pairs and not _joined_with_itself(select)):
            continue
        for total in _totals(select):
            column = next(total.find_all(exp.Column), None)
            source = column and _source(query, select, column)
            if source and (counts := _repetition(query, select, source)):
                words = f"After the join, {quantity(counts[1], 'row')} of `{source.name}` {agree(counts[1], 'has')} become {counts[0]:,}."
                look = f"{query.written(total)} counts the repeated ones again: sum up before you join."
                if twice := _joined_with_itself(select):
                    of_it = f"{quantity(counts[1], 'row')} of `{source.name}` {agree(counts[1], 'is')}"
                    words = f"`{twice}` is joined with itself: {of_it} in {counts[0]:,} pairs, and each pair counts."
                    look = "Is a pair what the task counts? Which table has a row for each thing that it speaks of?"
                yield Cause("fan-out", words, look, query.place(total))


def _joined_with_itself(select: exp.Select) -> str:
    """The table that a SELECT reads twice; empty if there is none."""
    parts = (part.this for part in (select.args["from_"], *select.args["joins"]))
    names = [table.name for table in parts if isinstance(table, exp.Table) and table.name]
    return next((name for name in names if [other.lower() for other in names].count(name.lower()) > 1), "")


def _totals(select: exp.Select) -> Iterator[exp.Expression]:
    """The sums and means to which a repeated row is added again: not those of distinct values."""
    totals = (total for item in select.expressions for total in item.find_all(exp.Sum, exp.Avg))
    return (total for total in totals if not isinstance(total.this, exp.Distinct))


def _source(query: Query, select: exp.Select, column: exp.Column) -> exp.Table | None:
    """The course's table that a column of a SELECT comes from, if that is clear."""
    owners = [
        table
        for part in (select.args["from_"], *select.args["joins"])
        if isinstance(table := part.this, exp.Table)
        and column.table in ("", table.alias_or_name)
        and column.name.lower() in query.tables.columns.get(table.name.lower(), ())
    ]
    return owners[0] if len(owners) == 1 else None


def _repetition(query: Query, select: exp.Select, source: exp.Table) -> tuple[int, int] | None:
    """How many joined rows there are and from how many rows of ``source`` they come, if these differ."""
    probe = exp.select("count(*)", f"count(DISTINCT {name(source.alias_or_name)}.rowid)")
    for part in ("from_", "joins", "where"):
        probe.set(part, _copied(select.args.get(part)))
    steps = outermost(query.tree).args.get("with_")
    probe.set("with_", steps and steps.copy())
    rows = query.tables.look(probe.sql("duckdb"))
    return (rows[0][0], rows[0][1]) if rows and rows[0][0] > rows[0][1] > 0 else None


def _copied(part: exp.Expression | list | None) -> exp.Expression | list | None:
    """A part of a tree that may be put into another one: a node has only one parent."""
    return [each.copy() for each in part] if isinstance(part, list) else part and part.copy()


RULES: tuple[Callable[[Miss], Cause | None], ...] = (
    _no_table,
    *slips.RULES,
    null_comparison,
    _unknown_value,
    _contradiction,
    unlike_keys,
    _by_itself,
    _no_condition,
    shadowed,
)
