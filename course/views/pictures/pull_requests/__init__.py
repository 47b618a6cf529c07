"""Several pull requests to decide on: each row of a table with its diff above its lists. Rows are called "#549"."""

from __future__ import annotations

from html import escape

from course.verdict import code_html
from course.views.pictures import diff


def data(settings: dict) -> dict:
    """Every pull request with its lines, by row."""
    return {row: diff.pull_request_data(_number(row)) for row in settings["rows"]}


def html(settings: dict, answer: object) -> str:
    """Every pull request with its answers below."""
    answers = answer if isinstance(answer, dict) else {}
    return diff.diff_style() + "".join(_request(row, settings["columns"], answers.get(row)) for row in settings["rows"])


def _request(row: str, columns: list[dict], cells: object) -> str:
    values = cells if isinstance(cells, dict) else {}
    answers = "".join(
        f"<li>{code_html(column['ask'])} <strong>{escape(str(values.get(column['id']) or '—'))}</strong></li>"
        for column in columns
    )
    return f"{diff.pull_request_html(_number(row))}<ul>{answers}</ul>"


def _number(row: str) -> int:
    return int(row.removeprefix("#"))
