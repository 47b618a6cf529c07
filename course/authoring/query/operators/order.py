"""Mutation operators for the order of rows, for what depends on it, and for how many rows are kept."""

from __future__ import annotations

from sqlglot import exp

from course.authoring.query.operators.base import Catalog, Changes, Registry, each_dropped, edited, rebuilt

OPERATORS = Registry()
RANKS = (exp.RowNumber, exp.Rank, exp.DenseRank)


@OPERATORS.add("ORD_DIR", exp.Ordered)
def other_direction(node: exp.Ordered, _: Catalog) -> Changes:
    if not _in_window(node):
        yield edited(node, desc=not node.args.get("desc")), ""


@OPERATORS.add("ORD_DROP", exp.Order)
def no_order(node: exp.Order, _: Catalog) -> Changes:
    if isinstance(node.parent, exp.Query):
        yield None, ""


@OPERATORS.add("ORD_KEY", exp.Order)
def one_key_less(node: exp.Order, _: Catalog) -> Changes:
    if isinstance(node.parent, exp.Query):
        for rest in each_dropped(node.expressions):
            yield exp.Order(expressions=rest), ""


@OPERATORS.add("ORD_COL", exp.Order)
def other_key(node: exp.Order, _: Catalog) -> Changes:
    """Sorted by another column of the result in the place of the first key, in both directions."""
    select = node.parent
    first = node.expressions[0] if isinstance(select, exp.Select) else None
    for name in select.named_selects if first and isinstance(first.this, exp.Column) else ():
        if name not in {key.this.name for key in node.expressions}:
            for desc in (first.args.get("desc"), not first.args.get("desc")):
                key = edited(first, this=exp.column(name), desc=desc)
                yield exp.Order(expressions=[key, *(other.copy() for other in node.expressions[1:])]), ""


@OPERATORS.add("ORD_NULLS", exp.Ordered)
def nulls_elsewhere(node: exp.Ordered, _: Catalog) -> Changes:
    yield edited(node, nulls_first=not node.args.get("nulls_first")), ""


@OPERATORS.add("LIM", exp.Limit, exp.Offset)
def other_limit(node: exp.Expression, _: Catalog) -> Changes:
    if isinstance(node.expression, exp.Literal):
        for step in (1, -1):
            yield edited(node, expression=exp.Literal.number(int(node.expression.name) + step)), ""
    yield None, ""


@OPERATORS.add("WIN_RANK", *RANKS)
def other_rank(node: exp.Expression, _: Catalog) -> Changes:
    for other in RANKS:
        if not isinstance(node, other):
            yield other(), ""


@OPERATORS.add("WIN_PART", exp.Window)
def other_partition(node: exp.Window, _: Catalog) -> Changes:
    keys = node.args.get("partition_by") or []
    for rest in (*each_dropped(keys), *([[]] if keys else [])):
        yield edited(node, partition_by=rest), ""


@OPERATORS.add("WIN_ORDER", exp.Window)
def other_window_order(node: exp.Window, _: Catalog) -> Changes:
    order = node.args.get("order")
    for rest in each_dropped(order.expressions) if order else ():
        yield edited(node, order=exp.Order(expressions=rest)), ""
    if order:
        yield edited(node, order=None), ""
    if node.args.get("spec"):
        yield edited(node, spec=None), ""


@OPERATORS.add("WIN_ORD_DIR", exp.Ordered)
def other_window_direction(node: exp.Ordered, _: Catalog) -> Changes:
    if _in_window(node):
        yield edited(node, desc=not node.args.get("desc")), ""


@OPERATORS.add("WIN_LAG", exp.Lag, exp.Lead)
def other_neighbour(node: exp.Expression, _: Catalog) -> Changes:
    yield rebuilt(exp.Lead if isinstance(node, exp.Lag) else exp.Lag, node), ""
    offset = int(node.args["offset"].name) if node.args.get("offset") else 1
    yield edited(node, offset=exp.Literal.number(offset + 1)), ""


def _in_window(node: exp.Ordered) -> bool:
    """Whether an order belongs to a window or an aggregate, not to a query."""
    return not isinstance(node.parent and node.parent.parent, exp.Query)
