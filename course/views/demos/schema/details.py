"""One table in words: grain, key, columns, what breaks the pattern, and sample rows, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from course.case.schema import Column, Table
from course.grade.count import quantity
from course.grade.query.results import Result
from course.verdict import code_html
from course.views import markup
from course.views.demos.schema.references import connections, listing, references
from course.views.grid import grid
from course.views.markup import Markup, folded, scrolled

SAMPLE_ROWS = 5


def sample_sql(table: Table) -> str:
    """The query for the sample rows: the first by key, so that anybody gets the same."""
    return f"SELECT * FROM {table.name} ORDER BY {', '.join(table.key)} LIMIT {SAMPLE_ROWS}"


def counts_sql(tables: Sequence[Table]) -> str:
    """The query for the number of rows of each table."""
    return "\nUNION ALL ".join(f"SELECT '{table.name}' AS name, count(*) AS rows FROM {table.name}" for table in tables)


def heading(table: Table, count: int) -> str:
    """The table's name, its team and its size on one line."""
    return (
        f'<div class="course-head"><strong class="course-title">{escape(table.name)}</strong> '
        f'<span class="course-meta">{quantity(count, "row")} · owned by {escape(table.owner)}</span></div>'
    )


def introduction(table: Table, tables: Sequence[Table]) -> str:
    """What one row is, its key, and how the table is connected."""
    return (
        f"<p><strong>One row is {escape(table.grain)}.</strong></p>"
        f"<p>{_key(table)} {escape(connections(table.name, references(tables)))}</p>"
    )


def details(table: Table, sample: Result) -> str:
    """What breaks the pattern, the columns, and the sample rows."""
    irregular = "".join(f"<li>{code_html(line)}</li>" for line in table.irregular)
    return (
        (f"<p>Good to know before you count:</p><ul>{irregular}</ul>" if irregular else "")
        + _columns(table)
        + f'<p class="course-label">The first {quantity(len(sample.rows), "row")} by key</p>'
        + grid(sample.columns, sample.types, sample.rows, sample_sql(table))
    )


def folded_details(table: Table, tables: Sequence[Table], count: int, sample: Result) -> str:
    """Everything about a table, to be opened."""
    name = f"<strong>{escape(table.name)}</strong> · {quantity(count, 'row')} · {escape(table.owner)}"
    return folded(Markup(name), introduction(table, tables) + details(table, sample))


def _key(table: Table) -> str:
    names = listing([f"<code>{escape(name)}</code>" for name in table.key])
    return f"Its key is {names}{', taken together' if len(table.key) > 1 else ''}: no two rows share it."


def _columns(table: Table) -> str:
    rows = [_row(column, column.name in table.key) for column in table.columns]
    return scrolled(f"Columns of {table.name}", markup.table(("Column", "Type, unit", "Meaning"), rows, wide={2}))


def _row(column: Column, is_key: bool) -> list[str]:
    return [
        Markup(f"{escape(column.name)}{_marks(column, is_key)}"),
        Markup(f"{escape(column.type)}{_below(column.unit)}"),
        Markup(f"{code_html(column.meaning)}{_below(_rules(column))}"),
    ]


def _rules(column: Column) -> str:
    empty = f"NULL when {column.null_when}." if column.null_when else "Never NULL."
    return f"One of {', '.join(column.values)}. {empty}" if column.values else empty


def _marks(column: Column, is_key: bool) -> str:
    return _below("key" if is_key else "") + _below(f"→ {column.references}" if column.references else "")


def _below(text: str) -> str:
    return f'<br><span class="course-note">{escape(text)}</span>' if text else ""
