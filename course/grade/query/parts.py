"""The parts of a query that a finding points at: its clauses, and what makes a column of its result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade.query.cause import Query
from course.grade.query.sqltext import outermost

if TYPE_CHECKING:
    from sqlglot import exp

CLAUSES = {"where": "WHERE", "joins": "the join", "group": "GROUP BY", "having": "HAVING"}
MOST_STEPS = 5
KEEPING = ("where", "joins", "having")  # what decides which rows there are


def look_at(query: Query | None, question: str, names: Sequence[str] = KEEPING) -> str:
    """The question, with those clauses of the query that can be behind it."""
    clauses = {name for node in query.tree.walk() for name in CLAUSES if node.args.get(name)} if query else set()
    places = [CLAUSES[name] for name in names if name in clauses]
    return f"{question} Look at {joined(places)}." if places else question


def maker_of(query: Query | None, position: int) -> exp.Expression | None:
    """What makes a column of the result: the item in SELECT, or that of the step which SELECT takes it from."""
    items = shown_items(query) if query else []
    if position >= len(items):
        return None
    item = items[position].unalias()
    for _ in range(MOST_STEPS):
        made = isinstance(item, exp.Column) and made_earlier(query, item)
        if not made:
            break
        item = made
    return item


def shown_items(query: Query) -> list[exp.Expression]:
    """What the last step that says its columns shows, with the items of an earlier step in the place of a star.

    Only those before a star whose columns are not known.
    """
    select = with_columns(query)
    return _items(select, outermost(query.tree)) if isinstance(select, exp.Select) else []


def _items(select: exp.Select, whole: exp.Expression, depth: int = MOST_STEPS) -> list[exp.Expression]:
    items = []
    for item in select.expressions:
        if not item.is_star or isinstance(item.unalias(), exp.AggFunc):
            items.append(item)
            continue
        source = _only_source(select, whole)
        earlier = _items(source, whole, depth - 1) if depth and source and type(item) is exp.Star else []
        if not earlier or len(earlier) < len(source.expressions):
            break
        items += earlier
    return items


def _only_source(select: exp.Select, whole: exp.Expression) -> exp.Select | None:
    """The step or the query in brackets from which a SELECT takes everything, if it is one and is a plain SELECT."""
    start = select.args.get("from_")
    if not start or select.args.get("joins"):
        return None
    source = start.this
    steps = {step.alias: step.this for step in whole.find_all(exp.CTE)}
    made = steps.get(source.name) if isinstance(source, exp.Table) else source.this
    return made if isinstance(source, exp.Table | exp.Subquery) and isinstance(made, exp.Select) else None


def with_columns(query: Query) -> exp.Expression:
    """The last step that says its columns: SELECT * takes them from the one before."""
    select = outermost(query.tree)
    steps = {step.alias: step.this for step in select.find_all(exp.CTE)}
    for _ in range(len(steps)):
        source = select.args.get("from_") if isinstance(select, exp.Select) else None
        is_whole = source and not select.args.get("joins") and [type(item) for item in select.expressions] == [exp.Star]
        if not is_whole or source.this.name not in steps:
            break
        select = steps[source.this.name]
    return select


def made_earlier(query: Query, column: exp.Expression) -> exp.Expression | None:
    """What makes a column in an earlier step, if just one step makes a column of that name."""
    select = column.find_ancestor(exp.Select)
    makers = [
        alias.this
        for alias in query.tree.find_all(exp.Alias)
        if alias.alias.lower() == column.name.lower()
        and isinstance(alias.parent, exp.Select)
        and alias.parent is not select
        and alias.parent is not with_columns(query)
    ]
    return makers[0] if len(makers) == 1 else None


def conjuncts(clause: exp.Expression | None) -> list[exp.Expression]:
    """The conditions that AND joins in a WHERE, an ON, a HAVING or a FILTER."""
    condition = clause.this if isinstance(clause, exp.Where | exp.Having) else clause
    condition = condition.unnest() if condition is not None else None
    if isinstance(condition, exp.And):
        return [part for side in (condition.this, condition.expression) for part in conjuncts(side)]
    return [condition] if condition is not None else []


def last_day(query: Query, maker: exp.Expression | None) -> str:
    """What to write in the place of the last day of a month; empty if a column is not made so."""
    last = maker.find(exp.LastDay) if maker is not None else None
    look = "is the last day of the month; the first one is date_trunc('month', …)::DATE."
    return f"`{query.written(last)}` {look}" if last is not None else ""


def joined(texts: Sequence[str]) -> str:
    """The texts as an enumeration.

    >>> joined(["a"]), joined(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))
