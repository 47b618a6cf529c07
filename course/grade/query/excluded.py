"""What a condition leaves out altogether: the values of a column that no row has any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlglot import exp

from course.grade.query.cause import Cause, Query
from course.grade.query.parts import conjuncts, joined
from course.grade.query.results import family
from course.grade.query.sqltext import base_tables
from course.grade.query.tables import literal, name

MOST_VALUES = 8


def left_out(query: Query, condition: exp.Expression, task_values: tuple[str | float, ...] = ()) -> str:
    """The rows that a condition on one column of few texts leaves out, such as: rows with `status` 'failed'.

    Nothing if it keeps just what the task names.
    """
    columns = list(condition.find_all(exp.Column))
    names = {column.name.lower() for column in columns}
    if len(names) != 1 or condition.find(exp.Select):
        return ""
    column = names.pop()
    owners = [table for table in base_tables(query.tree) if _has(query, table, columns[0])]
    if not owners or family(query.tables.columns[owners[0].name.lower()][column]) != "text":
        return ""
    rows = query.tables.look(
        f"SELECT {name(column)}, bool_or(coalesce({condition.sql('duckdb')}, false)) "
        f"FROM {name(owners[0].name)} AS {name(columns[0].table or owners[0].name)} GROUP BY 1 ORDER BY 1"
    )
    gone = [value for value, is_kept in rows if not is_kept]
    kept = [value for value, is_kept in rows if is_kept]
    if not gone or len(rows) > MOST_VALUES or not kept or (task_values and set(kept) <= set(task_values)):
        return ""
    texts = [literal(value) for value in gone if value is not None]
    parts = [f"with `{column}` {joined(texts)}" for _ in texts[:1]] + [f"without `{column}`"] * (None in gone)
    return f"rows {joined(parts)}"


def named(query: Query, cause: Cause) -> Cause:
    """A condition too many, with the rows that it leaves out."""
    for clause in query.tree.find_all(exp.Where) if cause.kind == "condition-extra" else ():
        for condition in conjuncts(clause):
            if query.place(condition) == cause.place and (rows := left_out(query, condition)):
                return replace(cause, words=f"{cause.words.removesuffix('.')}: {rows}.")
    return cause


def _has(query: Query, table: exp.Expression, column: exp.Expression) -> bool:
    columns = query.tables.columns.get(table.name.lower(), ())
    return column.table in ("", table.alias_or_name) and column.name.lower() in columns


def doubtful(query: Query, task_values: tuple[str | float, ...]) -> Iterator[tuple[exp.Expression, str]]:
    """The conditions that leave out values altogether, though the task names none of theirs; and what they leave out."""
    for clause in query.tree.find_all(exp.Where):
        for condition in conjuncts(clause) if not isinstance(clause.parent, exp.Filter) else ():
            texts = [each.this for each in condition.find_all(exp.Literal) if each.is_string]
            is_named = bool(texts) and all(text in task_values for text in texts)
            if not is_named and (rows := left_out(query, condition, task_values)):
                yield condition, rows


def unnamed(query: Query, task_values: tuple[str | float, ...]) -> exp.Expression | None:
    """The first condition in WHERE that compares with a text which is none of the task's."""
    for clause in query.tree.find_all(exp.Where):
        for condition in conjuncts(clause) if not isinstance(clause.parent, exp.Filter) else ():
            texts = [each.this for each in condition.find_all(exp.Literal) if each.is_string]
            is_simple = isinstance(condition, exp.EQ | exp.In | exp.Like | exp.ILike) and not condition.find(exp.Select)
            known = (text in task_values or text[:1].isdigit() or text.lower() in ("true", "false") for text in texts)
            if is_simple and texts and not any(known):
                return condition
    return None
