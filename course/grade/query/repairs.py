"""Small changes to a query, each undoing one frequent mistake: the change that makes the result right proves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade.query.sqltext import base_tables
from course.grade.query.tables import Tables

if TYPE_CHECKING:
    from sqlglot import exp


@dataclass(frozen=True)
class Cause:
    """Why a result is wrong: a stable kind, the reason, what to look at, and the place in the query."""

    kind: str
    words: str
    look: str = ""
    place: tuple[int, int] | None = None


def repairs(tree: exp.Expression, tables: Tables) -> Iterator[tuple[str, Cause]]:
    """Changed queries with the mistake that each change would undo, the most frequent mistakes first."""
    for rule in RULES:
        for changed, cause in rule(tree, tables):
            yield changed.sql("duckdb"), cause


def place_of(node: exp.Expression) -> tuple[int, int] | None:
    """Where the names in a node are in the query's text."""
    spans = [name.meta for name in node.find_all(exp.Identifier) if "start" in name.meta]
    if not spans:
        return None
    start = min(span["start"] for span in spans)
    return start, max(span["end"] for span in spans) + 1 - start


def _copies(tree: exp.Expression, *kinds: type) -> Iterator[tuple[exp.Expression, exp.Expression]]:
    """For each node of these kinds a fresh copy of the tree, and that node in it."""
    for number, _ in enumerate(tree.find_all(*kinds)):
        copy = tree.copy()
        yield copy, list(copy.find_all(*kinds))[number]


def _join_kind(tree: exp.Expression, tables: Tables) -> Iterator[tuple]:
    for copy, join in _copies(tree, exp.Join):
        is_plain = join.kind in ("", "INNER") and not join.method
        if not is_plain or not (join.args.get("on") or join.args.get("using")):
            continue
        source = join.this.name or join.this.alias
        if join.side == "":
            join.set("side", "LEFT")
            join.set("kind", None)
            words = f"Rows without a match in `{source}` have disappeared."
            yield copy, Cause("inner-join", words, "Which join keeps them?", place_of(join.this))
        elif join.side == "LEFT":
            join.set("side", None)
            words = f"The LEFT JOIN keeps rows that have no match in `{source}`."
            yield copy, Cause("outer-join", words, "Does the question ask for them?", place_of(join.this))


def _where_to_on(tree: exp.Expression, tables: Tables) -> Iterator[tuple]:
    """Conditions on the optional table of a LEFT JOIN, moved from WHERE to ON."""
    for copy, join in _copies(tree, exp.Join):
        where = join.parent.args.get("where") if join.side == "LEFT" and join.args.get("on") else None
        moved = [part for part in _conjuncts(where) if _is_about(part, join.this, tables)]
        if not moved:
            continue
        remaining = [part for part in _conjuncts(where) if part not in moved]
        join.set("on", exp.and_(join.args["on"], *moved))
        join.parent.set("where", exp.Where(this=exp.and_(*remaining)) if remaining else None)
        words = f"The WHERE on `{moved[0].find(exp.Column).sql()}` throws out the rows that the LEFT JOIN had kept."
        yield copy, Cause("where-after-left-join", words, "Move that condition into ON.", place_of(moved[0]))


def _conjuncts(where: exp.Expression | None) -> list[exp.Expression]:
    if where is None:
        return []
    return list(where.this.flatten()) if isinstance(where.this, exp.And) else [where.this]


def _is_about(condition: exp.Expression, table: exp.Expression, tables: Tables) -> bool:
    """Whether all columns of a condition belong to ``table``."""
    table_columns = tables.columns.get(table.name.lower(), ())
    columns = list(condition.find_all(exp.Column))
    return bool(columns) and all(
        column.table == table.alias_or_name or (not column.table and column.name.lower() in table_columns)
        for column in columns
    )


def _idle_join(tree: exp.Expression, tables: Tables) -> Iterator[tuple]:
    """Joins whose table is used nowhere else, removed."""
    for copy, join in _copies(tree, exp.Join):
        select, source = join.parent, join.this
        join.pop()
        if any(column.table == source.alias_or_name for column in select.find_all(exp.Column)):
            continue
        words = f"The join with `{source.name or source.alias}` repeats rows, so they count several times."
        yield copy, Cause("fan-out", words, "Does the question need that table?", place_of(source))


def _count_what(tree: exp.Expression, tables: Tables) -> Iterator[tuple]:
    for copy, count in _copies(tree, exp.Count):
        written, place = count.sql("duckdb"), place_of(count)
        star = isinstance(count.this, exp.Star)
        if isinstance(count.this, exp.Distinct):
            counted = count.this.expressions[0].sql("duckdb")
            count.set("this", count.this.expressions[0])
            words = f"{written} counts each `{counted}` once; here every row counts."
            yield copy, Cause("count", words, "What is one thing that the question counts?", place)
            continue
        if star:
            yield from _counted_values(copy, count, tables)
        else:
            words = f"{written} leaves out the rows in which it is NULL; here they count too."
            count.set("this", exp.Star())
            yield copy, Cause("count", words, "COUNT(*) counts rows, COUNT(x) counts values.", place)
        rows = "every row" if star else "every row in which it is filled"
        for column in _ids(tree, tables):
            count.set("this", exp.Distinct(expressions=[exp.maybe_parse(column, dialect="duckdb")]))
            words = f"{written} counts {rows}; here each `{column}` counts once."
            yield copy, Cause("count", words, "What is one thing that the question counts?", place)


def _counted_values(copy: exp.Expression, count: exp.Expression, tables: Tables) -> Iterator[tuple]:
    for column in _ids(copy, tables):
        count.set("this", exp.maybe_parse(column, dialect="duckdb"))
        words = f"COUNT(*) also counts the rows in which `{column}` is NULL."
        yield copy, Cause("count", words, "COUNT(*) counts rows, COUNT(x) counts values.")


def _ids(tree: exp.Expression, tables: Tables) -> list[str]:
    """The columns of the query's tables that name something, each written so that it is not ambiguous."""
    return list(
        dict.fromkeys(
            f"{table.alias_or_name}.{column}"
            for table in base_tables(tree)
            for column in tables.columns.get(table.name.lower(), ())
            if column.endswith("_id")
        )
    )


def _connectives(tree: exp.Expression, tables: Tables) -> Iterator[tuple]:
    for copy, node in _copies(tree, exp.Or):
        place, left, right = place_of(node), node.this, node.expression
        *earlier, last = left.flatten() if isinstance(left, exp.And) else [left]
        first, *later = right.flatten() if isinstance(right, exp.And) else [right]
        if not earlier and not later:
            continue
        node.replace(exp.and_(*earlier, exp.or_(last, first), *later))
        words = "AND binds before OR, so the OR stands apart from the other conditions."
        yield copy, Cause("and-or", words, "Put brackets around what OR belongs to.", place)
    for copy, node in _copies(tree, exp.Or, exp.And):
        place, is_or = place_of(node), isinstance(node, exp.Or)
        swapped = (exp.And if is_or else exp.Or)(this=node.this, expression=node.expression)
        node.replace(swapped if is_or else exp.paren(swapped))
        words = (
            "OR also lets through rows that meet only one of the conditions."
            if is_or
            else "AND lets through only rows that meet both conditions."
        )
        look = "Should a row meet both? Use AND." if is_or else "Is one of them enough? Use OR, or IN."
        yield copy, Cause("and-or", words, look, place)


def _boundaries(tree: exp.Expression, tables: Tables) -> Iterator[tuple]:
    opposite = {exp.GT: exp.GTE, exp.GTE: exp.GT, exp.LT: exp.LTE, exp.LTE: exp.LT}
    sign = {exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<="}
    for copy, node in _copies(tree, *opposite):
        kind, limit, place = type(node), node.expression.sql("duckdb"), place_of(node)
        node.replace(opposite[kind](this=node.this, expression=node.expression))
        fate = "are missing" if kind in (exp.GT, exp.LT) else "are in it, and should not be"
        look = f"{sign[kind]} or {sign[opposite[kind]]}?"
        yield copy, Cause("boundary", f"Rows exactly at {limit} {fate}.", look, place)
    for copy, node in _copies(tree, exp.Between):
        low, high, place = node.args["low"], node.args["high"], place_of(node)
        node.replace(exp.and_(exp.GTE(this=node.this, expression=low), exp.LT(this=node.this.copy(), expression=high)))
        words = f"BETWEEN takes its end too: rows exactly at {high.sql('duckdb')} are in it, and should not be."
        yield copy, Cause("boundary", words, "Write >= and <.", place)


def _last_day(tree: exp.Expression, tables: Tables) -> Iterator[tuple]:
    """BETWEEN and <= with a day as the end of a time span: the end becomes the midnight after it."""
    for copy, node in _copies(tree, exp.Between, exp.LTE):
        is_between = isinstance(node, exp.Between)
        end = node.args["high"] if is_between else node.expression
        text = end.find(exp.Literal)
        if text is None or not text.is_string:
            continue
        day, place = text.this, place_of(node)
        next_day = exp.maybe_parse(f"CAST({end.sql('duckdb')} AS DATE) + 1", dialect="duckdb")
        span = exp.LT(this=node.this.copy(), expression=next_day)
        if is_between:
            span = exp.and_(exp.GTE(this=node.this.copy(), expression=node.args["low"]), span)
        node.replace(span)
        words = f"The day {day} is missing after midnight: a time on that day is later than '{day}'."
        yield copy, Cause("last-day", words, "Use >= the first day and < the day after the last.", place)


def _null_values(tree: exp.Expression, tables: Tables) -> Iterator[tuple]:
    for copy, node in _copies(tree, exp.Not):
        inner = node.this
        query = inner.args.get("query") if isinstance(inner, exp.In) else None
        if query is None or not isinstance(query.this, exp.Select):
            continue
        column, place = query.this.expressions[0].unalias(), place_of(node)
        query.this.where(exp.Not(this=exp.Is(this=column.copy(), expression=exp.null())), copy=False)
        words = f"The query in NOT IN returns a NULL in `{column.sql()}`, and then NOT IN finds nothing."
        yield copy, Cause("not-in-null", words, "Leave NULL out there, or use NOT EXISTS.", place)
    for copy, node in _copies(tree, exp.NEQ):
        place, column = place_of(node), node.this.sql("duckdb")
        words = f"`{node.sql('duckdb')}` also leaves out the rows in which `{column}` is NULL."
        node.replace(exp.NullSafeNEQ(this=node.this, expression=node.expression))
        yield copy, Cause("not-equal-null", words, "Use IS DISTINCT FROM, or add OR … IS NULL.", place)


def _distinct(tree: exp.Expression, tables: Tables) -> Iterator[tuple]:
    for copy, select in _copies(tree, exp.Select):
        if select.args.get("distinct"):
            select.set("distinct", None)
            words = "DISTINCT removes rows that only look the same."
            yield copy, Cause("distinct", words, "Should each of them be a row of its own?")
        else:
            select.set("distinct", exp.Distinct())
            yield copy, Cause("distinct", "Some rows stand there more than once.", "What is one row of the result?")


def _rank(tree: exp.Expression, tables: Tables) -> Iterator[tuple]:
    words = {
        exp.RowNumber: "ROW_NUMBER gives rows with equal values different numbers.",
        exp.Rank: "RANK gives equal values one number and skips the next ones.",
        exp.DenseRank: "DENSE_RANK gives equal values one number and skips none.",
    }
    for kind in words:
        for replacement in words:
            for copy, node in _copies(tree, kind) if kind is not replacement else ():
                node.replace(replacement())
                yield copy, Cause("rank", words[kind], "How should ties be numbered?")


def _rounding(tree: exp.Expression, tables: Tables) -> Iterator[tuple]:
    for copy, node in _copies(tree, exp.Round):
        place = place_of(node)
        node.replace(node.this)
        look = "Keep the decimals that the task asks for, and round only at the end."
        yield copy, Cause("rounded", "ROUND takes away digits that the task asks for.", look, place)


def _division(tree: exp.Expression, tables: Tables) -> Iterator[tuple]:
    for copy, node in _copies(tree, exp.IntDiv):
        place = place_of(node)
        node.replace(exp.Div(this=node.this, expression=node.expression, typed=False, safe=True))
        yield copy, Cause("integer-division", "// cuts off the decimals.", "Divide with /.", place)


RULES: tuple[Callable[[exp.Expression, Tables], Iterator[tuple]], ...] = (
    _join_kind,
    _where_to_on,
    _idle_join,
    _connectives,
    _boundaries,
    _last_day,
    _null_values,
    _distinct,
    _rank,
    _rounding,
    _division,
    _count_what,
)
