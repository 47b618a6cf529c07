"""Small changes to what a query asks of moments and limits, each undoing one frequent mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.confirm import is_day


def copies(
    tree: exp.Expression, *kinds: type, fits: Callable[[exp.Expression], bool] = bool
) -> Iterator[tuple[exp.Expression, exp.Expression]]:
    """For each node of these kinds that fits, a fresh copy of the tree, and that node in it: copying takes longest."""
    for number, node in enumerate(tree.find_all(*kinds)):
        if fits(node):
            copy = tree.copy()
            yield copy, next(islice(copy.find_all(*kinds), number, None))


def elapsed(query: Query) -> Iterator[tuple]:
    """Days of the calendar, counted by midnights or by dates, as days of 24 hours from a moment."""
    places, copy = [], query.tree.copy()
    for original, node in zip(_comparisons(query.tree), list(_comparisons(copy)), strict=True):
        if span := _days_between(node):
            earlier, later, days = span
            limit = exp.Add(this=earlier.copy(), expression=exp.Interval(this=days, unit=exp.var("DAY")))
            node.replace(type(node)(this=later.copy(), expression=limit))
            places.append(original)
    if places:
        quoted = query.written(places[0])
        is_function = bool(places[0].find(exp.DateDiff))
        words = (
            f"`{quoted}` counts the midnights in between: two hours can be a day, and almost eight days seven."
            if is_function
            else f"`{quoted}` compares days of the calendar, and here the hours count, too."
        )
        yield (
            copy,
            Cause(
                "elapsed", words, "Compare moments: … <= … + INTERVAL 7 DAY, with your days.", query.place(places[0])
            ),
        )


def hours(query: Query) -> Iterator[tuple]:
    """Moments that are moved by hours, left as they are."""
    copy, moved = query.tree.copy(), []
    for original, node in zip(list(_moved(query.tree)), list(_moved(copy)), strict=True):
        node.replace(node.this)
        moved.append(original)
    if moved:
        words = f"Without the hours in `{query.written(moved[0])}` your result would be right: the task means UTC."
        yield copy, Cause("hours", words, "Whose clock does the task name?", query.place(moved[0]))


def _moved(tree: exp.Expression) -> Iterator[exp.Expression]:
    for node in tree.find_all(exp.Add, exp.Sub):
        span = node.expression.unnest()
        if isinstance(span, exp.Interval) and "HOUR" in str(span.unit).upper() and node.this.find(exp.Column):
            yield node


def _comparisons(tree: exp.Expression) -> Iterator[exp.Expression]:
    return tree.find_all(exp.LT, exp.LTE, exp.GT, exp.GTE)


def _days_between(node: exp.Expression) -> tuple | None:
    """The earlier moment, the later one and the days of a comparison such as datediff('day', a, b) <= 7."""
    left, right = node.this.unnest(), node.expression.unnest()
    if isinstance(right, exp.Literal) and not right.is_string:
        if isinstance(left, exp.DateDiff) and str(left.args.get("unit")).strip("'").upper() in ("DAY", "DAYS"):
            return _moment(left.expression), _moment(left.this), exp.Literal.string(right.this)
        if isinstance(left, exp.Sub) and _is_day(left.this) and _is_day(left.expression):
            return _moment(left.expression), _moment(left.this), exp.Literal.string(right.this)
    if isinstance(right, exp.Add) and _is_day(left) and _is_day(right.this):
        days = right.expression.unnest()
        if isinstance(days, exp.Interval) and isinstance(days.this, exp.Literal):
            return (_moment(right.this), _moment(left), days.this.copy()) if "DAY" in str(days.unit).upper() else None
        if isinstance(days, exp.Literal) and not days.is_string:
            return _moment(right.this), _moment(left), exp.Literal.string(days.this)
    return None


def _is_day(node: exp.Expression) -> bool:
    node = node.unnest()
    return isinstance(node, exp.Cast) and node.to.is_type("date") and isinstance(node.this, exp.Column)


def _moment(node: exp.Expression) -> exp.Expression:
    return node.unnest().this if _is_day(node) else node.unnest()


def boundaries(query: Query) -> Iterator[tuple]:
    opposite = {exp.GT: exp.GTE, exp.GTE: exp.GT, exp.LT: exp.LTE, exp.LTE: exp.LT}
    sign = {exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<="}
    for copy, node in copies(query.tree, *opposite):
        kind, limit, place = type(node), query.written(node.expression), query.place(node)
        node.replace(opposite[kind](this=node.this, expression=node.expression))
        fate = "are missing" if kind in (exp.GT, exp.LT) else "are in it, and should not be"
        look = f"{sign[kind]} or {sign[opposite[kind]]}?"
        yield copy, Cause("boundary", f"Rows exactly at {limit} {fate}.", look, place)
    for copy, node in copies(query.tree, exp.Between):
        low, high, place = node.args["low"], node.args["high"], query.place(node)
        end = query.written(high)
        node.replace(exp.and_(exp.GTE(this=node.this, expression=low), exp.LT(this=node.this.copy(), expression=high)))
        words = f"BETWEEN takes its end too: rows exactly at {end} are in it, and should not be."
        yield copy, Cause("boundary", words, "Write >= and <.", place)


def last_day(query: Query) -> Iterator[tuple]:
    """BETWEEN and <= with a day as the end of a time span: the end becomes the midnight after it."""

    def ends_in_text(node: exp.Expression) -> bool:
        end = node.args["high"] if isinstance(node, exp.Between) else node.expression
        text = end.find(exp.Literal)
        return bool(text) and text.is_string and is_day(text.name) and not text.find_ancestor(exp.Interval)

    for copy, node in copies(query.tree, exp.Between, exp.LTE, fits=ends_in_text):
        is_between = isinstance(node, exp.Between)
        end = node.args["high"] if is_between else node.expression
        text = end.find(exp.Literal)
        day, place = text.this, query.place(node)
        next_day = exp.maybe_parse(f"CAST({end.sql('duckdb')} AS DATE) + 1", dialect="duckdb")
        span = exp.LT(this=node.this.copy(), expression=next_day)
        if is_between:
            span = exp.and_(exp.GTE(this=node.this.copy(), expression=node.args["low"]), span)
        node.replace(span)
        words = f"The day {day} is missing after midnight: a time on that day is later than '{day}'."
        yield copy, Cause("last-day", words, "Use >= the first day and < the day after the last.", place)
