"""A table: in each cell that is asked, the control of its column."""

from __future__ import annotations

from html import escape

from course.views.form.field import field_html


def data(settings: dict, right: dict) -> dict:
    """Which cells are asked: the ids of the columns by row."""
    return {"asked": {row: list(cells) for row, cells in right.items()}}


def html(settings: dict, answer: dict) -> str:
    """The table with what was answered in each cell."""
    columns = settings["columns"]
    head = "".join(f'<th scope="col">{escape(column["ask"])}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(row)}</th>{_cells(columns, answer.get(row) or {})}</tr>'
        for row in settings["rows"]
    )
    return f'<table class="course-table"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cells(columns: list[dict], line: dict) -> str:
    return "".join(f"<td>{field_html(column['kind'], column, line.get(column['id']))}</td>" for column in columns)
