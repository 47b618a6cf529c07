"""Mutation operators for what decides which rows are returned: conditions, joins, groups, sets."""

from __future__ import annotations

from sqlglot import exp

from course.authoring.query.operators.base import (
    Catalog,
    Changes,
    Registry,
    conjuncts,
    each_dropped,
    edited,
    joins,
    named,
    parts_of_from,
    rebuilt,
    text,
    where,
    with_where,
    without,
)

OPERATORS = Registry()
COMPARISONS = {
    exp.EQ: (exp.NEQ, exp.GTE, exp.LTE),
    exp.NEQ: (exp.EQ, exp.GT, exp.LT),
    exp.GT: (exp.GTE, exp.LT, exp.NEQ),
    exp.GTE: (exp.GT, exp.LTE, exp.EQ),
    exp.LT: (exp.LTE, exp.GT, exp.NEQ),
    exp.LTE: (exp.LT, exp.GTE, exp.EQ),
}
SIDES = {"": "INNER", "LEFT": "LEFT", "RIGHT": "RIGHT", "FULL": "FULL"}
SETS = (exp.Union, exp.Intersect, exp.Except)


@OPERATORS.add("ROR", *COMPARISONS)
def other_comparison(node: exp.Binary, _: Catalog) -> Changes:
    if not _links(node):  # conditions that link tables are the business of JOIN_COND
        for other in COMPARISONS[type(node)]:
            yield rebuilt(other, node), ""


@OPERATORS.add("LCR", exp.And, exp.Or)
def and_for_or(node: exp.Connector, _: Catalog) -> Changes:
    yield rebuilt(exp.Or if isinstance(node, exp.And) else exp.And, node), ""


@OPERATORS.add("LCR", exp.And)
def no_parentheses(node: exp.And, _: Catalog) -> Changes:
    """``a AND (b OR c)`` written as ``a AND b OR c``."""
    for side in ("this", "expression"):
        inner = node.args[side]
        if isinstance(inner, exp.Paren) and isinstance(inner.this, exp.Or):
            first, second = inner.this.this.copy(), inner.this.expression.copy()
            if side == "this":
                loose = exp.Or(this=first, expression=exp.And(this=second, expression=node.expression.copy()))
            else:
                loose = exp.Or(this=exp.And(this=node.this.copy(), expression=first), expression=second)
            yield loose, f"the parentheses of `{text(inner)}` dropped"


@OPERATORS.add("DROP_COND", exp.And, exp.Or)
def one_condition_less(node: exp.Connector, _: Catalog) -> Changes:
    if type(node.parent) is type(node):
        return
    connect = exp.and_ if isinstance(node, exp.And) else exp.or_
    for condition, rest in zip(node.flatten(), each_dropped(list(node.flatten())), strict=True):
        yield connect(*rest), f"`{text(condition)}` dropped"


@OPERATORS.add("DROP_COND", exp.In)
def one_item_less(node: exp.In, _: Catalog) -> Changes:
    for rest in each_dropped(node.expressions):
        yield edited(node, expressions=rest), ""


@OPERATORS.add("DROP_WHERE", exp.Where, exp.Qualify)
def no_where(node: exp.Expression, _: Catalog) -> Changes:
    if not isinstance(node.parent, exp.Filter):
        yield None, ""


@OPERATORS.add("DROP_HAVING", exp.Having)
def no_having(_: exp.Having, __: Catalog) -> Changes:
    yield None, ""


@OPERATORS.add("BTW", exp.Between)
def open_bound(node: exp.Between, _: Catalog) -> Changes:
    for low, high in ((exp.GT, exp.LTE), (exp.GTE, exp.LT)):
        lower = low(this=node.this.copy(), expression=node.args["low"].copy())
        upper = high(this=node.this.copy(), expression=node.args["high"].copy())
        yield exp.paren(exp.and_(lower, upper)), ""
    yield exp.GTE(this=node.this.copy(), expression=node.args["low"].copy()), ""
    yield exp.LTE(this=node.this.copy(), expression=node.args["high"].copy()), ""


@OPERATORS.add("NEG", exp.Not)
def not_removed(node: exp.Not, _: Catalog) -> Changes:
    if not isinstance(node.this, exp.Is):
        yield node.this.copy(), ""


@OPERATORS.add("NEG", exp.In, exp.Between, exp.Exists, exp.Column)
def not_added(node: exp.Expression, _: Catalog) -> Changes:
    condition = not isinstance(node, exp.Column) or isinstance(node.parent, (exp.Where, exp.Connector))
    if condition and not isinstance(node.parent, exp.Not):
        yield exp.not_(node.copy()), ""


@OPERATORS.add("NEG", exp.Like, exp.ILike)
def other_like(node: exp.Expression, _: Catalog) -> Changes:
    yield edited(node, negate=not node.args.get("negate")), ""


@OPERATORS.add("NEG", exp.Join)
def semi_for_anti(node: exp.Join, _: Catalog) -> Changes:
    if node.kind in ("SEMI", "ANTI"):
        yield edited(node, kind="ANTI" if node.kind == "SEMI" else "SEMI"), ""


@OPERATORS.add("JOI", exp.Join)
def other_join(node: exp.Join, _: Catalog) -> Changes:
    if node.kind in ("", "INNER", "OUTER") and (node.args.get("on") or node.args.get("using")):
        for side in SIDES:
            if side != node.side:
                change = f"{SIDES[node.side]} JOIN of `{text(node.this)}` became {SIDES[side]} JOIN"
                yield edited(node, side=side or None, kind=None), change


@OPERATORS.add("JOIN_COND", exp.Join)
def cross_join(node: exp.Join, _: Catalog) -> Changes:
    if node.args.get("on") or node.args.get("using"):
        change = f"the condition of the join with `{text(node.this)}` dropped"
        yield exp.Join(this=node.this.copy(), kind="CROSS"), change


@OPERATORS.add("DROP_JOIN", exp.Select)
def no_join(node: exp.Select, _: Catalog) -> Changes:
    for position, join in enumerate(joins(node)):
        conditions = [part.copy() for part in where(node) if not _mentions(part, join)]
        select = edited(with_where(node, conditions), joins=without(joins(node), position))
        yield select, f"the join with `{text(join.this)}` dropped, with its conditions"


@OPERATORS.add("ON_WHERE", exp.Select)
def from_on_to_where(node: exp.Select, _: Catalog) -> Changes:
    for position, join in enumerate(joins(node)):
        parts = conjuncts(join.args.get("on")) if join.side else []
        for index, part in enumerate(parts if len(parts) > 1 else []):
            if not _links(part):
                changed = with_where(node, [*(condition.copy() for condition in where(node)), part.copy()])
                joins(changed)[position].set("on", exp.and_(*without(parts, index)))
                yield changed, f"`{text(part)}` moved from ON to WHERE"


@OPERATORS.add("ON_WHERE", exp.Select)
def from_where_to_on(node: exp.Select, _: Catalog) -> Changes:
    for position, join in enumerate(joins(node)):
        for index, part in enumerate(where(node) if join.side and join.args.get("on") else []):
            if _mentions(part, join):
                changed = with_where(node, without(where(node), index))
                joins(changed)[position].set("on", exp.and_(join.args["on"].copy(), part.copy()))
                yield changed, f"`{text(part)}` moved from WHERE to ON"


@OPERATORS.add("GRP", exp.Select)
def one_group_less(node: exp.Select, _: Catalog) -> Changes:
    """A column that is no longer grouped by is wrapped in max(), as people do to silence the error."""
    keys = node.args["group"].expressions if node.args.get("group") else []
    for index, key in enumerate(keys):
        select = edited(node, group=exp.Group(expressions=without(keys, index)) if len(keys) > 1 else None)
        for projection in _projections(select, key):
            projection.replace(named(projection, exp.Max(this=projection.copy())))
        yield select, f"GROUP BY without `{text(key)}`"


@OPERATORS.add("GRP", exp.Select)
def one_group_more(node: exp.Select, catalog: Catalog) -> Changes:
    keys = node.args["group"].expressions if node.args.get("group") else []
    for column in catalog.ids(node) if keys else ():
        if text(column) not in map(text, keys):
            group = exp.Group(expressions=[*(key.copy() for key in keys), column])
            yield edited(node, group=group), f"GROUP BY also `{text(column)}`"


@OPERATORS.add("DISTINCT", exp.Select)
def distinct(node: exp.Select, _: Catalog) -> Changes:
    has_distinct = node.args.get("distinct")
    if has_distinct or not _has_unique_rows(node):
        change = "dropped" if has_distinct else "added"
        yield edited(node, distinct=None if has_distinct else exp.Distinct()), f"DISTINCT {change} in `{_head(node)}`"


@OPERATORS.add("NOTIN_NULL", exp.Not)
def not_in_for_not_exists(node: exp.Not, _: Catalog) -> Changes:
    inner = node.this.this if isinstance(node.this, exp.Exists) else None
    if not isinstance(inner, exp.Select):
        return
    names = {part.alias_or_name for part in parts_of_from(inner)}
    for index, part in enumerate(where(inner)):
        ours, theirs = _sides(part, names)
        if ours and theirs:
            values = edited(with_where(inner, without(where(inner), index)), expressions=[ours.copy()])
            yield exp.not_(exp.In(this=theirs.copy(), query=exp.Subquery(this=values))), "NOT EXISTS became NOT IN"


@OPERATORS.add("NOTIN_NULL", exp.Select)
def not_in_for_missing_partner(node: exp.Select, _: Catalog) -> Changes:
    """Both ways to keep rows without a partner: LEFT JOIN with IS NULL, and ANTI JOIN."""
    for position, join in enumerate(joins(node)):
        name = join.this.alias_or_name
        ours, theirs = _sides(join.args.get("on"), {name})
        missing = [part for part in where(node) if isinstance(part, exp.Is) and part.this.text("table") == name]
        if ours and theirs and (join.kind == "ANTI" or (join.side == "LEFT" and missing)):
            values = exp.Subquery(this=exp.select(ours.copy()).from_(join.this.copy()))
            conditions = [part.copy() for part in where(node) if part not in missing]
            select = with_where(node, [*conditions, exp.not_(exp.In(this=theirs.copy(), query=values))])
            select.set("joins", without(joins(node), position))
            yield select, f"the join with `{text(join.this)}` became NOT IN"


@OPERATORS.add("SETOP", *SETS)
def other_set(node: exp.SetOperation, _: Catalog) -> Changes:
    name = type(node).__name__.upper()
    for other in SETS:
        if not isinstance(node, other):
            yield rebuilt(other, node), f"{name} became {other.__name__.upper()}"
    distinct = bool(node.args.get("distinct"))
    change = f"{name} became {name} ALL" if distinct else f"{name} ALL became {name}"
    yield edited(node, distinct=not distinct), change
    if isinstance(node, exp.Except):
        yield edited(node, this=node.expression.copy(), expression=node.this.copy()), "the sides of EXCEPT swapped"


def _links(node: exp.Expression) -> bool:
    """Whether a condition says that two columns are equal."""
    return isinstance(node, exp.EQ) and isinstance(node.this, exp.Column) and isinstance(node.expression, exp.Column)


def _has_unique_rows(select: exp.Select) -> bool:
    """Whether DISTINCT cannot matter: in EXISTS, IN and sets, for a single row, and where all group keys are shown."""
    if isinstance(select.parent, (exp.Exists, exp.In)) or (
        isinstance(select.parent, exp.SetOperation) and select.parent.args.get("distinct")
    ):
        return True
    keys = select.args["group"].expressions if select.args.get("group") else []
    if keys:
        return all(_projections(select, key) for key in keys)
    return any(item.find(exp.AggFunc) and not item.find(exp.Window) for item in select.selects)


def _mentions(condition: exp.Expression, join: exp.Join) -> bool:
    return join.this.alias_or_name in {column.table for column in condition.find_all(exp.Column)}


def _sides(condition: exp.Expression | None, names: set[str]) -> tuple[exp.Column | None, exp.Column | None]:
    """Of ``a.x = b.y``: the column of the tables called ``names``, and the other one."""
    if condition is None or not _links(condition):
        return None, None
    ours = [side for side in (condition.this, condition.expression) if side.table in names]
    theirs = [side for side in (condition.this, condition.expression) if side.table and side.table not in names]
    return (ours[0], theirs[0]) if ours and theirs else (None, None)


def _projections(select: exp.Select, key: exp.Expression) -> list[exp.Expression]:
    """The expressions of a SELECT that a group key means: by its text, its alias, or its number."""
    if isinstance(key, exp.Literal) and key.is_int:
        return [select.selects[int(key.name) - 1].unalias()]
    key_text = text(key)
    return [item.unalias() for item in select.selects if key_text in (text(item.unalias()), item.alias)]


def _head(select: exp.Select) -> str:
    return text(exp.select(*(item.copy() for item in select.selects)))
