"""Changes that undo a mistake in a whole query at once: the change that makes the result right proves it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice, zip_longest

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.confirm import Place, replaced
from course.grade.query.parts import conjuncts, joined
from course.grade.query.search import optional
from course.grade.query.sqltext import base_tables
from course.grade.query.tables import literal, name
from course.grade.query.tables import values as column_values
from course.grade.query.telltales import branches_of, condition_text, conditions_of, place_of_choice

MOST_VALUES, MOST_HERE = 8, 3
HERE = ("weight", "condition-extra-in-part", "distinct-total")
MOMENTS = ("DATE", "TIMESTAMP")
Change = tuple[str, Cause]


@optional
def by_undoing(
    query: Query,
    values: tuple[str | float, ...],
    is_right: Callable[[str], bool],
    is_right_here: Callable[[str], bool],
    most: int,
) -> Cause | None:
    """The mistake that one of these changes proves; at most so many are tried, of each sort in turn.

    A weight or a condition of a part is also proved by the practice data alone: another mistake may show only elsewhere.
    """
    sorts = (
        _distinct_totals(query),
        _conditions_of_parts(query, values),
        _weights(query),
        _stand_ins(query, values),
        _other_moments(query),
    )
    in_turn = (change for turn in zip_longest(*sorts) for change in turn if change)
    left = iter(range(MOST_HERE))
    for sql, cause in islice(in_turn, most):
        if is_right(sql) or (cause.kind in HERE and next(left, None) is not None and is_right_here(sql)):
            return cause
    return None


def _distinct_totals(query: Query) -> Iterator[Change]:
    """A sum or mean of all values in the place of one of different values."""
    for total in query.tree.find_all(exp.Sum, exp.Avg):
        if isinstance(total.this, exp.Distinct) and len(total.this.expressions) == 1:
            value = total.this.expressions[0]
            sql, place = replaced(query, [total], lambda node, value=value: type(node)(this=value.copy()))
            words = f"`{query.written(total)}` takes equal values only once, and here each of them counts."
            yield (
                sql,
                Cause("distinct-total", words, "Take DISTINCT out. Does a join repeat rows? Mend that first.", place),
            )


def _weights(query: Query) -> Iterator[Change]:
    """A branch of a CASE with the value of another one: it had given rows another sign or weight."""
    for case in query.tree.find_all(exp.Case, exp.If):
        if isinstance(case.parent, exp.Case) or case.find_ancestor(exp.Sum, exp.Avg) is None:
            continue
        branches = branches_of(case)
        values = {each.sql(): each for _, each in branches if not isinstance(each, exp.Null)}.values()
        for condition, value in branches:
            for other in values:
                if value != other:
                    sql, _ = replaced(query, [value], lambda _, other=other: other.copy())
                    yield sql, _of_branch(query, case, (condition, _text(query, value)), other)
        if isinstance(case, exp.Case) and case.args.get("default") is None:
            for other in values:
                sql, _ = replaced(query, [case], lambda node, other=other: _with_else(node, other))
                yield sql, _of_branch(query, case, (None, "NULL"), other)


def _with_else(case: exp.Case, value: exp.Expression) -> exp.Case:
    copy = case.copy()
    copy.set("default", value.copy())
    return copy


def _of_branch(
    query: Query, case: exp.Expression, branch: tuple[exp.Expression | None, str], other: exp.Expression
) -> Cause:
    """What is certain about a branch, of which the condition and the value are given."""
    condition, value = branch
    is_if = isinstance(case, exp.If)
    name, otherwise = ("if(…)", "that does not hold") if is_if else ("CASE", "no WHEN holds")
    rows = f"`{condition_text(query, case, condition)}`" if condition is not None else otherwise
    words = f"Where {rows}, your {name} gives `{value}`: with `{_text(query, other)}` there, as elsewhere, the rows here would be right."
    look = "Do these rows count in another way than the others?"
    return Cause("weight", words, look, place_of_choice(query, case))


def _text(query: Query, value: exp.Expression) -> str:
    return f"-{query.written(value.this)}" if isinstance(value, exp.Neg) else query.written(value)


def _conditions_of_parts(query: Query, values: tuple[str | float, ...]) -> Iterator[Change]:
    """A condition inside FILTER, CASE or if(…) with nothing that the task names, left out wherever it stands so."""
    uses: dict[str, list[exp.Expression]] = defaultdict(list)
    for part in conditions_of(query.tree):
        if isinstance(part, exp.Predicate) and not _is_named(part, values) and _takes_out(part):
            uses[part.sql()].append(part)
    for parts in uses.values():
        sql, place = replaced(query, parts, lambda _: exp.true())
        words = f"`{query.written(parts[0])}` takes out rows that count there."
        yield sql, Cause("condition-extra-in-part", words, "Does the task ask for it?", place)


def _is_named(part: exp.Expression, values: tuple[str | float, ...]) -> bool:
    """Whether a condition compares with a text that the task names, and with no other."""
    texts = [each.name for each in part.find_all(exp.Literal) if each.is_string]
    return bool(texts) and all(text in values for text in texts)


def _takes_out(part: exp.Expression) -> bool:
    """Whether rows that do not meet a condition are left out: in a CASE that gives them something else they are not."""
    choice = part.find_ancestor(exp.Filter, exp.Case, exp.If, exp.CountIf)
    choice = choice.parent if isinstance(choice, exp.If) and isinstance(choice.parent, exp.Case) else choice
    if not isinstance(choice, exp.Case | exp.If):
        return True
    branches = branches_of(choice)
    others = [value for condition, value in branches if condition is None]
    return sum(condition is not None for condition, _ in branches) == 1 and all(
        isinstance(value, exp.Null) or value.name == "0" for value in others
    )


def _stand_ins(query: Query, values: tuple[str | float, ...]) -> Iterator[Change]:
    """A condition on one column that stands for a value of another one, a text that the task names."""
    uses: dict[str, list[exp.Expression]] = defaultdict(list)
    for part in (*conditions_of(query.tree), *_asked_in_where(query)):
        uses[part.sql()].append(part)
    texts = [value for value in values if isinstance(value, str)]
    for parts in uses.values():
        column = parts[0].find(exp.Column)
        owner = column and _owner(query, column)
        if owner is None or len({each.sql() for each in parts[0].find_all(exp.Column)}) != 1:
            continue
        for other in query.tables.columns[owner.name.lower()]:
            for text in texts if other != column.name.lower() else ():
                values_there = _values(query, owner, other)
                if text in values_there and len(values_there) > 1 and not _is_asked(query, owner, (other, text)):
                    if _beside(parts[0], other):
                        continue
                    asked = exp.EQ(this=exp.column(other, column.table or None), expression=exp.Literal.string(text))
                    sql, place = replaced(query, parts, lambda _, asked=asked: asked.copy())
                    yield sql, _stood_in(query, parts[0], owner, (other, text), place)


def _beside(part: exp.Expression, column: str) -> bool:
    """Whether a condition beside this one asks that column already."""
    whole = part
    while isinstance(whole.parent, exp.And | exp.Paren):
        whole = whole.parent
    return any(each.name.lower() == column for each in whole.find_all(exp.Column))


def _is_asked(query: Query, owner: exp.Table, asked: tuple[str, str]) -> bool:
    """Whether a WHERE asks for that value anyway, so that a second condition says nothing."""
    return any(
        isinstance(part, exp.EQ) and part.this.name.lower() == asked[0] and part.expression.name == asked[1]
        for part in _asked_in_where(query)
        if part.find_ancestor(exp.Select) is owner.find_ancestor(exp.Select)
    )


def _asked_in_where(query: Query) -> Iterator[exp.Expression]:
    for clause in query.tree.find_all(exp.Where):
        if not isinstance(clause.parent, exp.Filter):
            yield from (part for part in conjuncts(clause) if not part.find(exp.Select))


def _stood_in(query: Query, part: exp.Expression, owner: exp.Table, asked: tuple[str, str], place: Place) -> Cause:
    """Which rows meet one condition and not the other."""
    column, text = asked
    bare = part.copy()
    for each in bare.find_all(exp.Column):
        each.set("table", None)
    table, kept = name(owner.name), f"coalesce({bare.sql('duckdb')}, false)"
    rows = query.tables.look(
        f"SELECT DISTINCT {name(column)} FROM {table} WHERE {kept} AND {name(column)} IS DISTINCT FROM {literal(text)} "
        f"ORDER BY 1 LIMIT {MOST_VALUES}"
    )
    others = [literal(str(row[0])) for row in rows if row[0] is not None]
    written = query.written(part)
    words = f"`{written}` does not say that `{column}` is '{text}'."
    if others:
        words = f"`{written}` does not say that `{column}` is '{text}': it also holds for {joined(others)}."
    return Cause("stand-in", words, f"Ask `{column}` itself.", place)


def _other_moments(query: Query) -> Iterator[Change]:
    """Another moment, of the same table or under the same name in another one, wherever the query uses this one."""
    uses: dict[tuple[str, str], list[exp.Column]] = defaultdict(list)
    for column in query.tree.find_all(exp.Column):
        if (owner := _owner(query, column)) is not None and _kind(query, owner, column.name) in MOMENTS:
            uses[column.table.lower(), column.name.lower()].append(column)
    for nodes in (nodes for nodes in uses.values() if len(nodes) > 1):  # one alone is found otherwise
        owner = _owner(query, nodes[0])
        select = nodes[0].find_ancestor(exp.Select)
        kind = _kind(query, owner, nodes[0].name)
        tables = [table for table in base_tables(query.tree) if table.find_ancestor(exp.Select) is select]
        for table in tables:
            for other, its_kind in query.tables.columns.get(table.name.lower(), {}).items():
                is_same = table is owner and other == nodes[0].name.lower()
                if its_kind == kind and not is_same and (table is owner or other == nodes[0].name.lower()):
                    as_written = nodes[0].table if table is owner else table.alias_or_name
                    sql, place = replaced(query, nodes, lambda _, o=other, t=as_written: exp.column(o, t or None))
                    words = f"`{query.written(nodes[0])}` is not the moment that the task means, wherever you use it."
                    look = "Read what each column says of itself."
                    yield sql, Cause("other-moment", words, look, place)


def _owner(query: Query, column: exp.Column) -> exp.Table | None:
    """The table of the course that a column comes from, if that is clear."""
    select = column.find_ancestor(exp.Select)
    tables = [table for table in base_tables(query.tree) if table.find_ancestor(exp.Select) is select]
    owners = [
        table
        for table in tables
        if column.table.lower() in ("", table.alias_or_name.lower())
        and column.name.lower() in query.tables.columns.get(table.name.lower(), ())
    ]
    return owners[0] if len(owners) == 1 else None


def _kind(query: Query, table: exp.Table, column: str) -> str:
    return query.tables.columns[table.name.lower()][column.lower()]


def _values(query: Query, table: exp.Table, column: str) -> tuple[str, ...]:
    """The values of a column of few texts."""
    if _kind(query, table, column) != "VARCHAR":
        return ()
    found = column_values(query.tables.database, table.name.lower(), column)
    return found if len(found) <= MOST_VALUES else ()
