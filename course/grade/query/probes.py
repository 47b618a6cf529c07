"""What may be undone in a query whose slip shows only on some data: the change that makes the result right proves it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import reduce
from itertools import islice, zip_longest

from sqlglot import exp

from course.grade.query import slips
from course.grade.query.cause import Cause, Query
from course.grade.query.confirm import is_unnamed, replaced
from course.grade.query.parts import conjuncts, joined, made_earlier
from course.grade.query.search import optional
from course.grade.query.sqltext import base_tables
from course.grade.query.windows import rewindowed

Change = tuple[str, Cause]
ASKED = "Does the task ask for it?"
LIMITS = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.EQ)
EVERYWHERE = (exp.Sum, exp.Avg, exp.Min, exp.Max)


@optional
def by_probe(query: Query, values: tuple[str | float, ...], is_right: Callable[[str], bool], most: int) -> Cause | None:
    """The slip that one of these changes proves; at most so many are tried, of each sort in turn."""
    sorts = (
        _without_cut(query),
        _without_line(query),
        _moved_outwards(query),
        _moved_to_later_step(query),
        _without_conditions(query, values),
        rewindowed(query),
        _other_totals(query),
        _turned(query),
    )
    in_turn = (change for turn in zip_longest(*sorts) for change in turn if change)
    return next((cause for sql, cause in islice(in_turn, most) if is_right(sql)), None)


def _without_cut(query: Query) -> Iterator[Change]:
    """The result without what cuts it at its end: LIMIT, QUALIFY or HAVING."""
    if limit := slips.ending_limit(query.tree):
        words = f"`{slips.limit_text(query, limit)}` ends your result there."
        yield slips.without_limit(query), Cause("limit", words, "Take it out.", slips.limit_place(query, limit))
    for clause in query.tree.find_all(exp.Qualify, exp.Having):
        copy = query.tree.copy()
        kind = type(clause)
        position = [id(each) for each in query.tree.find_all(kind)].index(id(clause))
        next(islice(copy.find_all(kind), position, None)).pop()
        name = "QUALIFY" if kind is exp.Qualify else "HAVING"
        words = f"`{query.written(clause.this)}` in {name} leaves out rows that count."
        yield copy.sql("duckdb", copy=False), Cause("cut", words, ASKED, query.place(clause.this))


def _without_line(query: Query) -> Iterator[Change]:
    """No limit on something that the query has calculated, such as the time since the row before: only that it is there."""
    for join in query.tree.find_all(exp.Join):
        yield from _without_span(query, join)
    for clause in query.tree.find_all(exp.Where, exp.Qualify, exp.Join):
        condition = clause.args.get("on") if isinstance(clause, exp.Join) else clause
        for part in conjuncts(condition):
            made = _made_value(query, part) if isinstance(part, LIMITS) else None
            if made is None:
                continue
            is_there = exp.Not(this=exp.Is(this=made.copy(), expression=exp.null()))
            sql, place = replaced(query, [part], lambda _, is_there=is_there: is_there)
            words = f"`{query.written(part)}` leaves out rows that count: the task draws no such line."
            yield sql, Cause("line", words, f"Is `{query.written(made)}` there at all? That is IS NOT NULL.", place)


def _without_span(query: Query, join: exp.Join) -> Iterator[Change]:
    """A join without a limit on the time between its two sides, where another condition links them."""
    parts = conjuncts(join.args.get("on"))
    for part in parts:
        tables = {column.table for column in part.find_all(exp.Column)}
        is_span = isinstance(part, LIMITS) and len(tables) > 1 and part.find(exp.Interval, exp.DateDiff)
        if is_span and len(parts) > 1:
            rest = reduce(exp.and_, [other.copy() for other in parts if other is not part])
            copy = query.tree.copy()
            _twins(query.tree, copy, (join,))[0].set("on", rest)
            words = f"`{query.written(part)}` leaves out rows that count: the task draws no such line."
            yield copy.sql("duckdb", copy=False), Cause("line", words, ASKED, query.place(part))


def _made_value(query: Query, part: exp.Expression) -> exp.Column | None:
    """The column of a condition that takes a value from another row."""
    for column in part.find_all(exp.Column):
        made = made_earlier(query, column)
        if made is not None and isinstance(made.find(exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue), exp.Expression):
            return column
    return None


def _moved_outwards(query: Query) -> Iterator[Change]:
    """Conditions on a moment of the inner table of IN or EXISTS, asked of the outer table's moment of the same name."""
    for clause in query.tree.find_all(exp.Where):
        inner = clause.parent
        outer = inner.find_ancestor(exp.Select) if isinstance(inner, exp.Select) else None
        if outer is None or inner.find_ancestor(exp.In, exp.Exists) is None:
            continue
        names = {table.alias_or_name: table.name.lower() for table in _tables(query, outer)}
        parts = conjuncts(clause)
        for owner, name in names.items():
            columns = query.tables.columns.get(name, {})
            chosen = [part for part in parts if _only_moment(query, part, inner) in columns]
            if not chosen or len(chosen) == len(parts):
                continue
            moment = _only_moment(query, chosen[0], inner)
            copy = query.tree.copy()
            twin_inner, twin_outer = _twins(query.tree, copy, (inner, outer))
            _set_where(twin_inner, [part.copy() for part in parts if part not in chosen])
            for part in chosen:
                moved = part.copy()
                for column in moved.find_all(exp.Column):
                    column.replace(exp.column(column.name, owner))
                twin_outer.where(moved, copy=False)
            table = _tables(query, inner)[0].name
            words = f"`{query.written(chosen[0])}` asks `{moment}` of `{table}`: with that of `{name}` your result would be right."
            yield (
                copy.sql("duckdb", copy=False),
                Cause("other-moment", words, "Which of the two moments does the task name?", query.place(chosen[0])),
            )


def _only_moment(query: Query, part: exp.Expression, select: exp.Select) -> str:
    """The one moment of a SELECT's own tables that a condition compares with texts; empty if it does something else."""
    names = {column.name.lower() for column in part.find_all(exp.Column)}
    owned = {
        column: kind
        for table in _tables(query, select)
        for column, kind in query.tables.columns.get(table.name.lower(), {}).items()
    }
    is_plain = len(names) == 1 and not part.find(exp.Select)
    return next((name for name in names if owned.get(name) in ("DATE", "TIMESTAMP")), "") if is_plain else ""


def _moved_to_later_step(query: Query) -> Iterator[Change]:
    """A condition of an earlier step, asked in a later one of what that step has made from the same column."""
    for clause in query.tree.find_all(exp.Where):
        early = clause.parent
        step = early.find_ancestor(exp.CTE, exp.Subquery) if isinstance(early, exp.Select) else None
        if step is None or early.find_ancestor(exp.In, exp.Exists):
            continue
        parts = conjuncts(clause)
        for part in parts:
            columns = {column.name.lower() for column in part.find_all(exp.Column)}
            if len(columns) != 1 or part.find(exp.Select):
                continue
            for late, name in _later(query, early, next(iter(columns))):
                copy = query.tree.copy()
                twin_early, twin_late = _twins(query.tree, copy, (early, late))
                _set_where(twin_early, [other.copy() for other in parts if other is not part])
                moved = part.copy()
                for column in list(moved.find_all(exp.Column)):
                    column.replace(exp.column(name))
                twin_late.where(moved, copy=False)
                of_step = f" in `{step.alias}`" if step.alias else ""
                words = f"`{query.written(part)}`{of_step} leaves out rows that count: a later step needs them."
                look = f"Asked of `{name}` in that step, it would make your result right."
                yield copy.sql("duckdb", copy=False), Cause("too-early", words, look, query.place(part))


def _later(query: Query, early: exp.Select, column: str) -> Iterator[tuple[exp.Select, str]]:
    """The later steps that show what is made from a column of an earlier one as first or last of its kind, and its name."""
    for alias in query.tree.find_all(exp.Alias):
        made = alias.this.this if isinstance(alias.this, exp.Filter) else alias.this
        select = alias.parent
        if not isinstance(select, exp.Select) or select is early or not isinstance(made, exp.Min | exp.Max):
            continue
        if isinstance(made.this, exp.Column) and made.this.name.lower() == column:
            for late in query.tree.find_all(exp.Select):
                is_later = late is not select and late is not early
                if is_later and any(each.name == alias.alias for each in late.find_all(exp.Column)):
                    yield late, alias.alias


def _without_conditions(query: Query, values: tuple[str | float, ...]) -> Iterator[Change]:
    """All conditions of a WHERE or an ON on one column taken out, where there are several: both ends of a range."""
    for clause in query.tree.find_all(exp.Where, exp.Join):
        is_join = isinstance(clause, exp.Join)
        parts = conjuncts(clause.args.get("on") if is_join else clause)
        by_column: dict[str, list[exp.Expression]] = defaultdict(list)
        for part in parts:
            names = {column.sql().lower() for column in part.find_all(exp.Column)}
            if len(names) == 1:
                by_column[next(iter(names))].append(part)
        for chosen in sorted(by_column.values(), key=lambda each: not any(is_unnamed(part, values) for part in each)):
            if (len(chosen) < 2 and not is_join) or isinstance(clause.parent, exp.Filter):
                continue
            rest = [part.copy() for part in parts if not any(part is each for each in chosen)]
            if is_join and not rest:
                continue
            copy = query.tree.copy()
            (twin,) = _twins(query.tree, copy, (clause if is_join else clause.parent,))
            if is_join:
                twin.set("on", reduce(exp.and_, rest))
            else:
                _set_where(twin, rest)
            written = joined([f"`{query.written(part)}`" for part in chosen])
            words = f"{written} {'leave' if len(chosen) > 1 else 'leaves'} out rows that count."
            look = ASKED if len(chosen) == 1 else "Does the task ask for them?"
            inner = clause.find_ancestor(exp.In, exp.Exists)
            if inner is not None and not is_join:
                words = f"{written} limit which rows the query in brackets takes."
            yield copy.sql("duckdb", copy=False), Cause("condition-extra", words, look, query.place(chosen[0]))


def _other_totals(query: Query) -> Iterator[Change]:
    """Another total in the place of one, wherever the query takes it of the same values."""
    uses: dict[str, list[exp.Expression]] = defaultdict(list)
    for node in query.tree.find_all(*EVERYWHERE):
        if node.find_ancestor(exp.Window) is None or node.find_ancestor(exp.Select) is not None:
            uses[node.sql()].append(node)
    for nodes in uses.values():
        for make, name in TOTALS:
            if not isinstance(nodes[0], make):
                new = exp.Count(this=exp.Star()) if make is exp.Count else make(this=nodes[0].this.copy())
                sql, place = replaced(query, nodes, lambda _, new=new: new.copy())
                there = " everywhere" if len(nodes) > 1 else ""
                words = f"`{query.written(nodes[0])}` {WHAT[type(nodes[0])]}; with {name} in its place{there} your result would be right."
                yield sql, Cause("other-total", words, "Which total does the task ask for?", place)


TOTALS = ((exp.Sum, "the sum"), (exp.Count, "a count of the rows"), (exp.Avg, "the mean"))
WHAT = {
    exp.Sum: "adds up the values",
    exp.Avg: "is the mean",
    exp.Min: "takes the smallest value",
    exp.Max: "takes the largest value",
}


def _turned(query: Query) -> Iterator[Change]:
    """A mark or a condition with NOT in the place of one without, or the other way round."""
    for clause in query.tree.find_all(exp.Where):
        for part in conjuncts(clause):
            core = part.this if isinstance(part, exp.Not) else part
            if isinstance(core.unnest(), exp.Column | exp.Is | exp.In | exp.Exists | exp.EQ):
                new = core.copy() if isinstance(part, exp.Not) else exp.Not(this=exp.paren(core.copy()))
                sql, place = replaced(query, [part], lambda _, new=new: new.copy())
                words = f"`{query.written(part)}` says the opposite of what the task asks."
                yield sql, Cause("turned", words, "Which rows does it keep?", place)


def _tables(query: Query, select: exp.Select) -> list[exp.Table]:
    return [table for table in base_tables(query.tree) if table.find_ancestor(exp.Select) is select]


def _set_where(select: exp.Select, parts: list[exp.Expression]) -> None:
    select.set("where", exp.Where(this=reduce(exp.and_, parts)) if parts else None)


def _twins(tree: exp.Expression, copy: exp.Expression, nodes: tuple[exp.Expression, ...]) -> list[exp.Expression]:
    """Nodes of a tree in a copy of it."""
    positions = {id(node): position for position, node in enumerate(tree.walk())}
    found = list(copy.walk())
    return [found[positions[id(node)]] for node in nodes]
