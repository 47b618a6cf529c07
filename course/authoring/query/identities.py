"""Identities of SQL: for a node of a query's syntax tree, another one with the same meaning, or None.

Each may consume the node that it receives.
"""

from __future__ import annotations

from sqlglot import exp

from course.authoring.query.operators.base import text

FLIPPED = {exp.GT: exp.LT, exp.LT: exp.GT, exp.GTE: exp.LTE, exp.LTE: exp.GTE, exp.EQ: exp.EQ, exp.NEQ: exp.NEQ}


def between_apart(node: exp.Between) -> exp.Expression:
    low = exp.GTE(this=node.this.copy(), expression=node.args["low"])
    return exp.paren(exp.And(this=low, expression=exp.LTE(this=node.this, expression=node.args["high"])))


def between(node: exp.And) -> exp.Expression | None:
    """``x >= a AND x <= b``, side by side, as BETWEEN."""
    low = node.this.expression if isinstance(node.this, exp.And) else node.this
    high = node.expression
    if not (isinstance(low, exp.GTE) and isinstance(high, exp.LTE) and low.this == high.this):
        return None
    combined = exp.Between(this=low.this.copy(), low=low.expression.copy(), high=high.expression.copy())
    return exp.And(this=node.this.this.copy(), expression=combined) if isinstance(node.this, exp.And) else combined


def in_apart(node: exp.In) -> exp.Expression | None:
    if not node.expressions:
        return None
    return exp.paren(exp.or_(*(exp.EQ(this=node.this.copy(), expression=item.copy()) for item in node.expressions)))


def in_list(node: exp.Or) -> exp.Expression | None:
    parts = list(node.flatten())
    if isinstance(node.parent, exp.Or) or not all(isinstance(part, exp.EQ) for part in parts):
        return None
    if any(part.this != parts[0].this or not isinstance(part.expression, exp.Literal) for part in parts):
        return None
    return exp.In(this=parts[0].this.copy(), expressions=[part.expression.copy() for part in parts])


def flipped(node: exp.Binary) -> exp.Expression:
    return FLIPPED[type(node)](this=node.expression, expression=node.this)


def swapped(node: exp.Binary) -> exp.Expression:
    """The operands of a commutative operator, swapped; brackets keep groups together."""
    sides = [exp.paren(side) if isinstance(side, exp.Binary) else side for side in (node.expression, node.this)]
    return type(node)(this=sides[0], expression=sides[1])


def filter_as_case(node: exp.Filter) -> exp.Expression | None:
    """An aggregate leaves NULLs out, so CASE without ELSE does what FILTER does."""
    function, condition = node.this, node.expression.this
    if not isinstance(function, (exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max)):
        return None
    distinct = isinstance(function.this, exp.Distinct)
    value = function.this.expressions[0] if distinct else function.this
    case = exp.Case().when(condition.copy(), exp.Literal.number(1) if isinstance(value, exp.Star) else value.copy())
    function.set("this", exp.Distinct(expressions=[case]) if distinct else case)
    return function


def case_as_filter(node: exp.Sum) -> exp.Expression | None:
    """``SUM(CASE WHEN c THEN 1 ELSE 0 END)``; on no rows the sum is NULL and the count is 0, hence NULLIF."""
    case = node.this
    if not isinstance(case, exp.Case) or len(case.args["ifs"]) != 1 or case.this:
        return None
    branch, default = case.args["ifs"][0], case.args.get("default")
    if text(branch.args["true"]) != "1" or default is None or text(default) != "0":
        return None
    filtered_count = exp.Filter(this=exp.Count(this=exp.Star()), expression=exp.Where(this=branch.this.copy()))
    is_empty = exp.EQ(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(0))
    if isinstance(node.parent, exp.Window):
        return None
    return exp.Case().when(is_empty, exp.null()).else_(filtered_count)


def case_as_if(node: exp.Case) -> exp.Expression | None:
    branches = node.args["ifs"]
    if node.this or len(branches) != 1:
        return None
    condition, value = branches[0].this, branches[0].args["true"]
    return exp.If(this=condition.copy(), true=value.copy(), false=node.args.get("default") or exp.null())


def coalesce_as_case(node: exp.Coalesce) -> exp.Expression | None:
    if len(node.expressions) != 1:
        return None
    missing = exp.Is(this=node.this.copy(), expression=exp.null())
    return exp.Case().when(missing, node.expressions[0]).else_(node.this)


def nullif_as_case(node: exp.Nullif) -> exp.Expression:
    return exp.Case().when(exp.EQ(this=node.this.copy(), expression=node.expression), exp.null()).else_(node.this)


def mean_as_ratio(node: exp.Avg) -> exp.Expression | None:
    if isinstance(node.parent, (exp.Window, exp.Filter)) or isinstance(node.this, exp.Distinct):
        return None
    total = exp.cast(exp.Sum(this=node.this.copy()), "double")
    return exp.paren(exp.Div(this=total, expression=exp.Count(this=node.this)))


def double(node: exp.Div) -> exp.Expression:
    node.set("this", exp.cast(node.this, "double"))
    return node


def count_one(node: exp.Count) -> exp.Expression | None:
    return exp.Count(this=exp.Literal.number(1)) if isinstance(node.this, exp.Star) else None


def not_equal_apart(node: exp.NEQ) -> exp.Expression:
    return exp.paren(exp.not_(exp.EQ(this=node.this, expression=node.expression)))


def month_by_parts(node: exp.TimestampTrunc) -> exp.Expression | None:
    if node.text("unit").upper() != "MONTH":
        return None
    year, month = (exp.Extract(this=exp.var(part), expression=node.this.copy()) for part in ("YEAR", "MONTH"))
    return exp.func("make_date", year, month, exp.Literal.number(1), dialect="duckdb")


def day_as_trunc(node: exp.Cast) -> exp.Expression | None:
    if not node.is_type("date") or isinstance(node.this, exp.Literal):
        return None
    return exp.TimestampTrunc(this=node.this, unit=exp.var("DAY"))


def month_as_range(node: exp.EQ) -> exp.Expression | None:
    """``date_trunc('month', x) = d`` as ``d <= x AND x < d + 1 month``, where d is the first of a month."""
    start = node.expression
    literal = start.this if isinstance(start, exp.Cast) else start
    if not isinstance(node.this, exp.TimestampTrunc) or node.this.text("unit").upper() != "MONTH":
        return None
    if not isinstance(literal, exp.Literal) or literal.name[7:10] != "-01" or len(literal.name) > 10:
        return None
    start, moment = exp.cast(literal.copy(), "date"), node.this.this
    end = exp.Add(this=start.copy(), expression=exp.Interval(this=exp.Literal.string("1"), unit=exp.var("MONTH")))
    after, before = exp.GTE(this=moment.copy(), expression=start), exp.LT(this=moment.copy(), expression=end)
    return exp.paren(exp.and_(after, before))
