"""Small changes to a query, each undoing one frequent mistake: the change that makes the result right proves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.moments import boundaries, copies, elapsed, hours, last_day
from course.grade.query.sqltext import base_tables
from course.grade.query.tables import Tables

if TYPE_CHECKING:
    from sqlglot import exp


IN_TURN, MOST_KEYS = 2, 4
AND = "AND lets through only rows that meet both conditions."


def halves(query: Query) -> Iterator[tuple[str, Cause]]:
    """Changed queries without a mistake that is common beside another one."""
    return ((changed.sql("duckdb"), cause) for changed, cause in elapsed(query))


def other_counts(query: Query) -> Iterator[tuple[str, Cause]]:
    """Changed queries that count something else in one place."""
    return _as_texts(_count_what(query), changes_again=True)


def repairs(query: Query) -> Iterator[tuple[str, Cause]]:
    """Changed queries with the mistake that each change would undo: two of each kind in turn, frequent ones first."""
    waiting = [_as_texts(rule(query), changes_again=rule in AGAIN) for rule in RULES]
    while waiting:
        for changes in tuple(waiting):
            turn = list(islice(changes, IN_TURN))
            yield from turn
            if len(turn) < IN_TURN:
                waiting.remove(changes)


def _as_texts(changes: Iterator[tuple], *, changes_again: bool) -> Iterator[tuple[str, Cause]]:
    """Writing a tree down takes a copy of it, unless the rule has no more use for it."""
    return ((changed.sql("duckdb", copy=changes_again), cause) for changed, cause in changes)


def _join_kind(query: Query) -> Iterator[tuple]:
    def is_plain(join: exp.Expression) -> bool:
        is_known = join.kind in ("", "INNER") and not join.method and join.side in ("", "LEFT")
        has_condition = bool(join.args.get("on") or join.args.get("using"))
        return is_known and bool(join.this.alias_or_name) and has_condition and not _is_decided(join, query.tables)

    for copy, join in copies(query.tree, exp.Join, fits=is_plain):
        source = join.this.name or join.this.alias
        if join.side == "":
            join.set("side", "LEFT")
            join.set("kind", None)
            words = f"Rows without a match in `{source}` have disappeared."
            yield copy, Cause("inner-join", words, "Which join keeps them?", query.place(join.this))
        else:
            join.set("side", None)
            words = f"The LEFT JOIN keeps rows that have no match in `{source}`."
            yield copy, Cause("outer-join", words, "Does the question ask for them?", query.place(join.this))


def _is_decided(join: exp.Expression, tables: Tables) -> bool:
    """Whether WHERE asks something of the joined table that rows without a match never meet: its kind changes nothing."""
    return any(
        _is_about(part, join.this, tables)
        and not part.find(exp.Is, exp.Coalesce, exp.Or, exp.Case, exp.Select, exp.Func)
        for part in _conjuncts(join.parent.args.get("where"))
    )


def _where_to_on(query: Query) -> Iterator[tuple]:
    """Conditions on the optional table of a LEFT JOIN, moved from WHERE to ON."""

    def is_optional(join: exp.Expression) -> bool:
        return join.side == "LEFT" and bool(join.args.get("on") and join.parent.args.get("where"))

    for copy, join in copies(query.tree, exp.Join, fits=is_optional):
        where = join.parent.args["where"]
        moved = [part for part in _conjuncts(where) if _is_about(part, join.this, query.tables)]
        if not moved:
            continue
        remaining = [part for part in _conjuncts(where) if part not in moved]
        join.set("on", exp.and_(join.args["on"], *moved))
        join.parent.set("where", exp.Where(this=exp.and_(*remaining)) if remaining else None)
        words = f"The WHERE on `{query.written(moved[0].find(exp.Column))}` throws out the rows that the LEFT JOIN had kept."
        yield copy, Cause("where-after-left-join", words, "Move that condition into ON.", query.place(moved[0]))


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


def _idle_join(query: Query) -> Iterator[tuple]:
    """Joins whose table is used nowhere else, removed."""

    def is_idle(join: exp.Expression) -> bool:
        inside = set(map(id, join.find_all(exp.Column)))
        outside = (column for column in join.parent.find_all(exp.Column) if id(column) not in inside)
        return all(column.table != join.this.alias_or_name for column in outside)

    for copy, join in copies(query.tree, exp.Join, fits=is_idle):
        source = join.this
        join.pop()
        words = (
            f"The join with `{source.name or source.alias}` drops rows without a match, or repeats rows with several."
        )
        yield copy, Cause("fan-out", words, "Does the question need that table?", query.place(source))


def _count_what(query: Query) -> Iterator[tuple]:
    for copy, count in copies(query.tree, exp.Count):
        quoted, place = query.written(count), query.place(count)
        star = isinstance(count.this, exp.Star)
        if isinstance(count.this, exp.Distinct):
            counted = query.written(count.this.expressions[0])
            words = f"{quoted} counts each `{counted}` once; here every row counts."
            for replacement in (count.this.expressions[0], exp.Star()):
                count.set("this", replacement)
                yield copy, Cause("count", words, "What is one thing that the question counts?", place)
            continue
        if star:
            yield from _counted_values(copy, count, query)
        else:
            words = f"{quoted} leaves out the rows in which it is NULL; here they count too."
            count.set("this", exp.Star())
            yield copy, Cause("count", words, "COUNT(*) counts rows, COUNT(x) counts values.", place)
        rows = "every row" if star else "every row in which it is filled"
        for column in ids_of(query.tree, query.tables):
            count.set("this", exp.Distinct(expressions=[exp.maybe_parse(column, dialect="duckdb")]))
            words = f"{quoted} counts {rows}; here each `{_plain(column)}` counts once."
            yield copy, Cause("count", words, "What is one thing that the question counts?", place)


def _counted_values(copy: exp.Expression, count: exp.Expression, query: Query) -> Iterator[tuple]:
    quoted, place = query.written(count), query.place(count)
    for column in ids_of(copy, query.tables):
        count.set("this", exp.maybe_parse(column, dialect="duckdb"))
        words = f"{quoted} also counts the rows in which `{_plain(column)}` is NULL."
        yield copy, Cause("count", words, "COUNT(*) counts rows, COUNT(x) counts values.", place)


def _plain(column: str) -> str:
    return column.rpartition(".")[2]


def ids_of(tree: exp.Expression, tables: Tables) -> list[str]:
    """The columns of the query's tables that name something, each written so that it is not ambiguous."""
    return list(
        dict.fromkeys(
            f"{table.alias_or_name}.{column}"
            for table in base_tables(tree)
            for column in tables.columns.get(table.name.lower(), ())
            if column.endswith("_id")
        )
    )


def _connectives(query: Query) -> Iterator[tuple]:
    def is_mixed(node: exp.Expression) -> bool:
        return isinstance(node.this, exp.And) or isinstance(node.expression, exp.And)

    for copy, node in copies(query.tree, exp.Or, fits=is_mixed):
        place, left, right = query.place(node), node.this, node.expression
        *earlier, last = left.flatten() if isinstance(left, exp.And) else [left]
        first, *later = right.flatten() if isinstance(right, exp.And) else [right]
        place = _between(query.place(last), query.place(first)) or place
        node.replace(exp.and_(*earlier, exp.or_(last, first), *later))
        words = "AND binds before OR, so the OR stands apart from the other conditions."
        yield copy, Cause("and-or", words, "Put brackets around what OR belongs to.", place)
    for copy, node in copies(query.tree, exp.Or, exp.And, fits=lambda node: not _is_range(node)):
        place, is_or = query.place(node), isinstance(node, exp.Or)
        swapped = (exp.And if is_or else exp.Or)(this=node.this, expression=node.expression)
        node.replace(swapped if is_or else exp.paren(swapped))
        words = "OR also lets through rows that meet only one of the conditions." if is_or else AND
        look = "Should a row meet both? Use AND." if is_or else "Is one of them enough? Use OR, or IN."
        yield copy, Cause("and-or", words, look, place)


def _between(first: tuple[int, int] | None, last: tuple[int, int] | None) -> tuple[int, int] | None:
    """The place from the beginning of one part to the end of another."""
    return (first[0], sum(last) - first[0]) if first and last and first[0] < last[0] else None


def _is_range(node: exp.Expression) -> bool:
    """Whether two conditions are the two ends of one range: with OR between them every row would meet one."""
    lower, upper = (exp.GT, exp.GTE), (exp.LT, exp.LTE)
    left, right = node.left.unnest(), node.right.unnest()
    pairs = ((left, right), (right, left))
    opposite = any(isinstance(one, lower) and isinstance(other, upper) for one, other in pairs)
    return isinstance(node, exp.And) and opposite and left.this == right.this


def _null_values(query: Query) -> Iterator[tuple]:
    def is_not_in(node: exp.Expression) -> bool:
        subquery = node.this.args.get("query") if isinstance(node.this, exp.In) else None
        return bool(subquery) and isinstance(subquery.this, exp.Select)

    for copy, node in copies(query.tree, exp.Not, fits=is_not_in):
        subquery = node.this.args["query"]
        column, place = subquery.this.expressions[0].unalias(), query.place(node)
        subquery.this.where(exp.Not(this=exp.Is(this=column.copy(), expression=exp.null())), copy=False)
        words = f"The query in NOT IN returns a NULL in `{query.written(column)}`, and then NOT IN finds nothing."
        yield copy, Cause("not-in-null", words, "Leave NULL out there, or use NOT EXISTS.", place)
    for copy, node in copies(query.tree, exp.NEQ):
        place, column = query.place(node), query.written(node.this)
        words = f"`{query.written(node)}` also leaves out the rows in which `{column}` is NULL."
        node.replace(exp.NullSafeNEQ(this=node.this, expression=node.expression))
        yield copy, Cause("not-equal-null", words, "Use IS DISTINCT FROM, or add OR … IS NULL.", place)


def _distinct(query: Query) -> Iterator[tuple]:
    def may_repeat(select: exp.Expression) -> bool:
        """Not a single row, and not groups with all that they are grouped by."""
        group = select.args.get("group")
        if select.args.get("distinct"):
            return True
        if group and group.expressions:
            shown = {item.unalias().sql() for item in select.expressions} | {item.alias for item in select.expressions}
            return not all(key.sql() in shown or isinstance(key, exp.Literal) for key in group.expressions)
        return not any(item.find(exp.AggFunc) and not item.find(exp.Window) for item in select.expressions)

    for copy, select in copies(query.tree, exp.Select, fits=may_repeat):
        if select.args.get("distinct"):
            select.set("distinct", None)
            words = "DISTINCT removes rows that only look the same."
            yield copy, Cause("distinct", words, "Should each of them be a row of its own?")
        else:
            select.set("distinct", exp.Distinct())
            yield copy, Cause("distinct", "Some rows appear more than once.", "What is one row of the result?")


def _rank(query: Query) -> Iterator[tuple]:
    words = {
        exp.RowNumber: "ROW_NUMBER gives rows with equal values different numbers.",
        exp.Rank: "RANK gives equal values one number and skips the next ones.",
        exp.DenseRank: "DENSE_RANK gives equal values one number and skips none.",
    }
    for kind in words:
        for replacement in words:
            for copy, node in copies(query.tree, kind) if kind is not replacement else ():
                place = query.place(node)
                node.replace(replacement())
                yield copy, Cause("rank", words[kind], "How should ties be numbered?", place)


def _partition(query: Query) -> Iterator[tuple]:
    """Rows numbered within something else: within each customer, loan or payment."""

    def has_one_key(window: exp.Expression) -> bool:
        return len(window.args.get("partition_by") or ()) == 1

    for copy, window in copies(query.tree, exp.Window, fits=has_one_key):
        key, place = window.args["partition_by"][0], query.place(window)
        written = query.written(key)
        for column in ids_of(query.tree, query.tables)[:MOST_KEYS]:
            if _plain(column) != key.name.lower():
                window.set("partition_by", [exp.column(_plain(column))])
                words = f"The window goes through the rows of each `{written}`; here it is each `{_plain(column)}`."
                yield copy, Cause("partition", words, "Look at PARTITION BY: which rows belong together?", place)


def _extremes(query: Query) -> Iterator[tuple]:
    """The last in the place of the first, or the other way round, wherever the query takes it."""
    for text in dict.fromkeys(node.sql() for node in query.tree.find_all(exp.Min, exp.Max)):
        copy = query.tree.copy()
        for node in [node for node in copy.find_all(exp.Min, exp.Max) if node.sql() == text]:
            node.replace((exp.Max if isinstance(node, exp.Min) else exp.Min)(this=node.this))
        original = next(node for node in query.tree.find_all(exp.Min, exp.Max) if node.sql() == text)
        is_first = isinstance(original, exp.Min)
        words = f"`{query.written(original)}` takes the {'first' if is_first else 'last'} or {'smallest' if is_first else 'largest'}; here the other end counts."
        yield copy, Cause("extreme", words, "Which one does the task ask for?", query.place(original))


def _filter_to_where(query: Query) -> Iterator[tuple]:
    """A condition of all parts that also limits the whole: moved from each FILTER to WHERE."""
    for copy, select in copies(query.tree, exp.Select):
        filters = [node for node in select.find_all(exp.Filter) if node.find_ancestor(exp.Select) is select]
        parts = [_conjuncts(node.expression) for node in filters]
        shared = [part for part in parts[0] if all(part in others for others in parts[1:])] if len(parts) > 1 else []
        if len(shared) != 1 or any(len(each) < 2 for each in parts):
            continue
        written = shared[0].sql("duckdb")
        select.where(shared[0].copy(), copy=False)
        words = f"`{written}` limits the parts, not the whole: rows that do not meet it are below the line, too."
        original = next((node for node in query.tree.find_all(type(shared[0])) if node.sql("duckdb") == written), None)
        place = query.place(original) if original is not None else None
        yield copy, Cause("part-only", words, "Of what is it a part? Put it into WHERE.", place)


def _rounding(query: Query) -> Iterator[tuple]:
    words = "ROUND takes away digits that the task asks for."
    look = "Keep the decimals that the task asks for, and round only at the end."
    places = []
    for copy, node in copies(query.tree, exp.Round):
        places.append(query.place(node))
        node.replace(node.this)
        yield copy, Cause("rounded", words, look, places[-1])
    if len(places) > 1:
        copy = query.tree.copy()
        while node := copy.find(exp.Round):
            node.replace(node.this)
        yield copy, Cause("rounded", words, look, places[0])


def _division(query: Query) -> Iterator[tuple]:
    """Whole numbers in the place of quotients: all of them at once, for who writes one so writes others so."""
    copy, place = query.tree.copy(), None
    for original, node in zip(query.tree.find_all(exp.IntDiv), list(copy.find_all(exp.IntDiv)), strict=True):
        place = place or query.place(original)
        node.replace(exp.Div(this=node.this, expression=node.expression, typed=False, safe=True))
    if copy != query.tree:
        yield copy, Cause("integer-division", "// cuts off the decimals.", "Divide with /.", place)
    divisions = list(query.tree.find_all(exp.IntDiv))
    for copy, node in copies(query.tree, exp.IntDiv) if len(divisions) > 1 else ():
        place = query.place(node)
        node.replace(exp.Div(this=node.this, expression=node.expression, typed=False, safe=True))
        yield copy, Cause("integer-division", "// cuts off the decimals.", "Divide with /.", place)


# Rules that change the same copy again.
AGAIN = (_count_what, _partition)
RULES: tuple[Callable[[Query], Iterator[tuple]], ...] = (
    elapsed,
    hours,
    _join_kind,
    _where_to_on,
    _idle_join,
    _connectives,
    _extremes,
    boundaries,
    last_day,
    _null_values,
    _partition,
    _filter_to_where,
    _distinct,
    _rank,
    _rounding,
    _division,
    _count_what,
)
