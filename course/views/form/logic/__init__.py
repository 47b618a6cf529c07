"""Rules: a line of lists for each, its inputs and its outcome."""

from __future__ import annotations

from html import escape

from course.views.form.field import OPEN, list_html


def html(settings: dict, answer: list) -> str:
    """The rules that have an outcome, as sentences."""
    rules = [_rule(line) for line in answer if line.get("then")]
    return list_html(rules, "ol") if rules else OPEN


def _rule(line: dict) -> str:
    when = " and ".join(f"{name} is {value}" for name, value in line["when"].items() if value)
    return escape(f"if {when or 'anything'}, then {line['then']}")
