"""What a wrong query's tree shows by itself: a condition that is counted, a mean of rates, a branch that no row reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.code import code_only
from course.grade.query.groups import key_width
from course.grade.query.parts import MOST_STEPS, conjuncts, joined, made_earlier, maker_of
from course.grade.query.search import optional
from course.grade.query.sqltext import base_tables, outermost

if TYPE_CHECKING:
    from course.grade.query.attempt import Attempt

MOST_NAMED = 2
RANKS = (exp.RowNumber, exp.Rank, exp.DenseRank)
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@optional
def certain(attempt: Attempt) -> Cause | None:
    """What is wrong wherever it stands behind a wrong column."""
    return _counted_condition(attempt) or _mean_of_rates(attempt)


@optional
def likely(attempt: Attempt) -> Cause | None:
    """A whole that a query of its own counts, without the conditions beside it."""
    return next(_own_rows(attempt), None)


@optional
def noted(attempt: Attempt, example: str) -> Cause | None:
    """What a wrong column has and the task does not name: a branch that takes off, a condition of a part."""
    found = _taken_off(attempt) or _unasked(attempt)
    return found and replace(found, words=f"{example} {found.words}".strip())


def behind_wrong(attempt: Attempt) -> Iterator[tuple[str, exp.Expression]]:
    """What makes the wrong columns, and what makes those of earlier steps that they use; each with the column's name."""
    if not attempt.query or len(attempt.result.columns) != len(attempt.expected.columns):
        return
    names, seen = attempt.expected.columns, set()
    for position in attempt.differences.columns or range(len(names)):
        waiting = [maker_of(attempt.query, position)]
        for _ in range(MOST_STEPS):
            waiting = [maker for maker in waiting if maker is not None and id(maker) not in seen]
            seen.update(map(id, waiting))
            yield from ((names[position], maker) for maker in waiting)
            waiting = [made_earlier(attempt.query, column) for each in waiting for column in each.find_all(exp.Column)]


def _counted_condition(attempt: Attempt) -> Cause | None:
    """count(…) of a condition: it counts the rows in which that is false, too."""
    query = attempt.query
    for _, maker in behind_wrong(attempt):
        for count in maker.find_all(exp.Count):
            counted = count.this.unnest() if isinstance(count.this, exp.Expression) else None
            if isinstance(counted, exp.Case | exp.If) and _is_number(
                counted.args.get("default") or counted.args.get("false")
            ):
                words = f"`{query.written(count)}` counts every row: what ELSE gives is a value, too."
                look = "Count with count(*) FILTER (WHERE …), or leave ELSE out."
                return Cause("counted-condition", words, look, query.place(count))
            if _is_condition(query, counted):
                written = query.written(counted)
                words = f"`{query.written(count)}` counts every row in which the condition is known: false counts, too."
                return Cause(
                    "counted-condition", words, f"Write count(*) FILTER (WHERE {written}).", query.place(count)
                )
    return None


def _is_number(node: exp.Expression | None) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string


def _is_condition(query: Query, node: exp.Expression | None, depth: int = MOST_STEPS) -> bool:
    if isinstance(node, exp.Column):
        made = made_earlier(query, node) if depth else None
        if made is not None:
            return _is_condition(query, made.unnest(), depth - 1)
        kinds = {
            columns.get(node.name.lower()) for name, columns in query.tables.columns.items() if name in _read(query)
        }
        return kinds - {None} == {"BOOLEAN"}
    return isinstance(node, exp.Predicate | exp.Not | exp.Connector | exp.LogicalOr | exp.LogicalAnd)


def _read(query: Query) -> set[str]:
    return {table.name.lower() for table in base_tables(query.tree)}


def _mean_of_rates(attempt: Attempt) -> Cause | None:
    """A mean over a step's rates, each of them a quotient of totals."""
    query = attempt.query
    for _, maker in behind_wrong(attempt):
        for mean in maker.find_all(exp.Avg):
            select = _select_of_rate(query, mean.this)
            if select is not None:
                words = f"`{query.written(mean)}` is the mean of a rate{_of_each(query, select)}: a small group weighs as much as a large one."
                look = "Add up what is above and below the line over all rows first, and divide once."
                return Cause("mean-of-rates", words, look, query.place(mean))
    return None


def _select_of_rate(query: Query, node: exp.Expression, depth: int = MOST_STEPS) -> exp.Expression | None:
    """The step that makes a quotient of two totals."""
    for division in node.find_all(exp.Div):
        selects = [_select_of_total(query, side) for side in (division.this, division.expression)]
        if selects[0] is not None and selects[0] is selects[1] and selects[0] is not node.find_ancestor(exp.Select):
            return selects[0]
        if selects[0] is not None and selects[0] is selects[1] and depth < MOST_STEPS:
            return selects[0]
    for column in node.find_all(exp.Column) if depth else ():
        made = made_earlier(query, column)
        if made is not None and (found := _select_of_rate(query, made, depth - 1)) is not None:
            return found
    return None


def _select_of_total(query: Query, node: exp.Expression) -> exp.Expression | None:
    """The SELECT whose groups a total is added up in, here or in an earlier step."""
    for part in node.find_all(exp.AggFunc, exp.Column):
        if isinstance(part, exp.AggFunc) and part.find_ancestor(exp.Window) is None:
            return part.find_ancestor(exp.Select)
        made = made_earlier(query, part) if isinstance(part, exp.Column) else None
        if made is not None and made.find(exp.AggFunc):
            return made.find_ancestor(exp.Select)
    return None


def _of_each(query: Query, select: exp.Expression) -> str:
    group = select.args.get("group")
    keys = []
    for key in group.expressions if group else ():
        number = int(key.name) if _is_number(key) and key.name.isdigit() else 0
        named = select.expressions[number - 1].alias_or_name if 0 < number <= len(select.expressions) else ""
        keys.append(f"`{named or query.written(key)}`")
    return f" for each {joined(keys)}" if keys else ""


def _own_rows(attempt: Attempt) -> Iterator[Cause]:
    """A query in brackets that reads a table by itself, where the rows beside it meet conditions."""
    query = attempt.query
    for _, maker in behind_wrong(attempt):
        for inner in maker.find_all(exp.Subquery):
            select = _read_by_itself(query, inner)
            if select is None:
                continue
            own = {_bare(part) for part in conjuncts(select.args.get("where"))}
            missing = [
                part
                for clause in query.tree.find_all(exp.Where)
                if not isinstance(clause.parent, exp.Filter) and not _is_inside(clause, (select, inner))
                for part in conjuncts(clause)
                if _bare(part) not in own and not _links(part)
            ]
            if missing:
                named = joined([f"`{query.written(part)}`" for part in missing[:MOST_NAMED]])
                verb = "limits" if len(missing) == 1 else "limit"
                words = f"`{query.written(inner)}` is a query of its own: {named} outside {'does' if verb == 'limits' else 'do'} not limit it."
                yield Cause(
                    "own-rows", words, "Which rows should it take? Repeat there what decides.", query.place(inner)
                )


def _read_by_itself(query: Query, inner: exp.Subquery) -> exp.Select | None:
    """The SELECT that totals tables of the course by itself: that in the brackets, or the step that it reads."""
    select = inner.this
    if not isinstance(select, exp.Select) or isinstance(inner.parent, exp.From | exp.Join | exp.In | exp.Exists):
        return None
    steps = {step.alias.lower(): step.this for step in outermost(query.tree).find_all(exp.CTE)}
    source = select.args.get("from_")
    name = source.this.name.lower() if source and isinstance(source.this, exp.Table) else ""
    if name in steps:
        if select.args.get("joins") or select.args.get("where") or select.find(exp.AggFunc):
            return None
        select = steps[name]
    if not isinstance(select, exp.Select) or not select.find(exp.AggFunc) or select.args.get("group"):
        return None
    tables = list(select.find_all(exp.Table))
    if not tables or any(table.name.lower() in steps for table in tables):
        return None
    aliases = {table.alias_or_name.lower() for table in tables}
    held = {column for table in tables for column in query.tables.columns.get(table.name.lower(), ())}
    columns = select.find_all(exp.Column)
    is_alone = all(each.table.lower() in aliases if each.table else each.name.lower() in held for each in columns)
    return select if is_alone else None


def _bare(part: exp.Expression) -> str:
    """A condition without the names of its tables."""
    copy = part.copy()
    for column in copy.find_all(exp.Column):
        column.set("table", None)
    return copy.sql("duckdb").lower()


def _is_inside(node: exp.Expression, parents: tuple[exp.Expression, ...]) -> bool:
    while node is not None:
        if any(node is parent for parent in parents):
            return True
        node = node.parent
    return False


def _links(part: exp.Expression) -> bool:
    return isinstance(part, exp.EQ) and isinstance(part.this, exp.Column) and isinstance(part.expression, exp.Column)


def _taken_off(attempt: Attempt) -> Cause | None:
    """A CASE inside a sum with the same value plus and minus."""
    query = attempt.query
    for _, maker in behind_wrong(attempt):
        for case in maker.find_all(exp.Case, exp.If):
            if isinstance(case.parent, exp.Case) or case.find_ancestor(exp.Sum) is None:
                continue
            branches = branches_of(case)
            for condition, value in branches:
                is_opposite = isinstance(value, exp.Neg) and any(other == value.this for _, other in branches)
                if is_opposite and condition is not None:
                    words = f"Where `{condition_text(query, case, condition)}`, your sum takes off `{query.written(value.this)}`."
                    return Cause("taken-off", words, "Does the task take these rows off?", place_of_choice(query, case))
    return None


def branches_of(case: exp.Expression) -> list[tuple[exp.Expression | None, exp.Expression]]:
    """The branches of a CASE or if(…): each condition, None for ELSE, with its value."""
    if isinstance(case, exp.If):
        pairs = [(case.this, case.args.get("true")), (None, case.args.get("false"))]
    else:
        pairs = [(branch.this, branch.args.get("true")) for branch in case.args["ifs"]]
        pairs.append((None, case.args.get("default")))
    return [(condition, value) for condition, value in pairs if value is not None]


def place_of_choice(query: Query, case: exp.Expression) -> tuple[int, int] | None:
    """The place of a CASE, or of if(…) with its name."""
    place = query.place(case)
    code = code_only(query.sql)
    name = re.search(r"\bif\s*\(\s*\Z", code[: place[0]], re.IGNORECASE) if place and isinstance(case, exp.If) else None
    end = code.find(")", sum(place)) + 1 if name else 0
    return (name.start(), end - name.start()) if end else place


def condition_text(query: Query, case: exp.Expression, condition: exp.Expression) -> str:
    """A condition of a CASE as it was written, with the operand that stands before the first WHEN."""
    operand = case.this if isinstance(case, exp.Case) else None
    return f"{query.written(operand)} = {condition.sql('duckdb')}" if operand is not None else query.written(condition)


def _unasked(attempt: Attempt) -> Cause | None:
    """A condition of a part of a wrong column, with a value that the task does not name, and in no right column."""
    query, right = attempt.query, attempt.expected
    if not query or not attempt.differences.columns:
        return None
    positions = [at for at in range(key_width(right), len(right.columns)) if at not in attempt.differences.columns]
    makers = (maker_of(query, position) for position in positions)
    others = {part.sql() for maker in makers if maker is not None for part in conditions_of(maker)}
    for name, maker in behind_wrong(attempt):
        for part in conditions_of(maker):
            values = _compared_with(part)
            columns = list(part.find_all(exp.Column))
            if (
                values
                and part.sql() not in others
                and not any(_names(attempt, value) for value in values)
                and all(_is_given(query, column) for column in columns)
            ):
                words = f"`{query.written(part)}` limits what `{name}` counts."
                return Cause("unasked", words, "Does the task ask for it there?", query.place(part))
    return None


def _compared_with(part: exp.Expression) -> list[exp.Literal]:
    """The texts and numbers, no days, that a condition compares a column with, if it does nothing else."""
    values = part.expressions if isinstance(part, exp.In) else [part.args.get("expression")]
    is_plain = isinstance(part, exp.EQ | exp.NEQ | exp.GT | exp.GTE | exp.LT | exp.LTE | exp.In)
    is_plain = is_plain and isinstance(part.this, exp.Column) and all(isinstance(each, exp.Literal) for each in values)
    return values if is_plain and not any(DAY.match(each.name) for each in values) else []


def _names(attempt: Attempt, value: exp.Literal) -> bool:
    named = {str(each) for each in attempt.expectation.focus}
    return value.name in named or f"{value.name}.0" in named


def _is_given(query: Query, column: exp.Column) -> bool:
    """Whether a column is a table's own or a number of rows: not a mark or a total that the query has made."""
    made = made_earlier(query, column)
    made = made.this if isinstance(made, exp.Filter | exp.Window) else made
    return made is None or isinstance(made, RANKS)


def conditions_of(maker: exp.Expression) -> Iterator[exp.Expression]:
    """The conditions inside the aggregates of a column: of FILTER, of CASE and of if(…)."""
    for node in maker.find_all(exp.Filter, exp.If, exp.CountIf):
        if isinstance(node, exp.If) and isinstance(node.parent, exp.Case) and node.parent.this is not None:
            continue
        condition = node.expression.this if isinstance(node, exp.Filter) else node.this
        yield from conjuncts(condition)


@optional
def shadowed(query: Query) -> Cause | None:
    """A branch of a CASE that no row reaches: those that meet its condition have met one above it."""
    for case in query.tree.find_all(exp.Case):
        branches = [(branch.this, branch.args["true"]) for branch in case.args["ifs"]]
        if len(branches) > 1 and (found := _shadow(query, case, branches)):
            return found
    return None


def _shadow(query: Query, case: exp.Case, branches: list[tuple[exp.Expression, exp.Expression]]) -> Cause | None:
    select = case.find_ancestor(exp.Select)
    if select is None or not select.args.get("from_"):
        return None
    conditions = [
        exp.paren(exp.EQ(this=case.this.copy(), expression=each.copy()) if case.this is not None else each.copy())
        for each, _ in branches
    ]
    pairs = [(later, earlier) for later in range(1, len(branches)) for earlier in range(later)]
    counted = [conditions[0], *conditions[1:]]
    counted += [exp.and_(conditions[later].copy(), conditions[earlier].copy()) for later, earlier in pairs]
    probe = exp.select(*(f"count(*) FILTER (WHERE {each.sql('duckdb')})" for each in counted))
    for part in ("from_", "joins", "where"):
        value = select.args.get(part)
        probe.set(part, [each.copy() for each in value] if isinstance(value, list) else value and value.copy())
    steps = outermost(query.tree).args.get("with_")
    probe.set("with_", steps and steps.copy())
    rows = query.tables.look(probe.sql("duckdb"))
    for (later, earlier), both in zip(pairs, rows[0][len(branches) :] if rows else (), strict=False):
        if rows[0][later] and both == rows[0][later] and branches[later][1] != branches[earlier][1]:
            above = condition_text(query, case, branches[earlier][0])
            words = f"Your branch {query.written(branches[later][1])} is never reached: `{above}` above it holds for all its rows."
            look = "The first branch that holds decides: put the narrower condition first."
            return Cause("shadowed", words, look, query.place(branches[earlier][0]))
    return None
