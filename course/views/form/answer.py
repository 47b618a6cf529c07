"""A form's answers as static HTML: question and answer for every kind of field."""

from __future__ import annotations

from html import escape

from course.exercise import Exercise
from course.sheet import SheetError
from course.verdict import code_html
from course.views import pictures

OPEN = "—"


def answer_html(exercise: Exercise, answer: object) -> str:
    """All questions of a form with what was answered; without a sheet, the answers by their fields' names."""
    answer = answer if isinstance(answer, dict) else {}
    try:
        fields = exercise.sheet.expectation["fields"]
    except SheetError:
        fields = [{"id": name, "ask": name, "kind": "", "settings": {}} for name in answer]
    return answers_html(fields, answer)


def answers_html(fields: list[dict], answer: dict) -> str:
    """A table of all questions with what was answered. ``fields`` are those of the sheet."""
    rows = "".join(
        f'<tr><th scope="row" class="course-wrap">{code_html(field["ask"])}</th>'
        f'<td class="course-wrap">{_html(field["kind"], field["settings"], answer.get(field["id"]))}</td></tr>'
        for field in fields
    )
    return (
        '<table class="course-table"><thead><tr><th scope="col">Question</th><th scope="col">Answer</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _html(kind: str, settings: dict, value: object) -> str:
    drawn = bool(settings.get("view"))  # a picture says something even before it is answered
    if value in (None, "", [], {}) and not drawn:
        return OPEN
    show = SHOWN.get(kind)
    try:
        if drawn:
            return pictures.html(settings, value)
        return show(settings, value) if show else escape(str(value))
    except (AttributeError, KeyError, TypeError, ValueError):  # a damaged answer is shown as it is
        return escape(str(value))


def _number(settings: dict, value: object) -> str:
    unit = settings.get("unit", "")
    return escape(str(value) if not unit or unit in str(value) else f"{value} {unit}")


def _list(items: list[str], tag: str = "ul") -> str:
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"


def _marks(settings: dict, value: list) -> str:
    return _list([f"{escape(id)} <code>{escape(label)}</code>" for id, label in settings["options"] if id in value])


def _match(settings: dict, value: dict) -> str:
    return _list([f"{code_html(item)}: {escape(str(value.get(item) or OPEN))}" for item in settings["items"]])


def _table(settings: dict, value: dict) -> str:
    columns = settings["columns"]
    head = "".join(f'<th scope="col">{escape(column["ask"])}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(row)}</th>'
        + "".join(f"<td>{_html(c['kind'], c, (value.get(row) or {}).get(c['id']))}</td>" for c in columns)
        + "</tr>"
        for row in settings["rows"]
    )
    return f'<table class="course-table"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'


def _logic(settings: dict, value: list) -> str:
    def rule(line: dict) -> str:
        when = " and ".join(f"{name} is {chosen}" for name, chosen in line["when"].items() if chosen)
        return escape(f"if {when or 'anything'}, then {line['then']}")

    return (
        _list([rule(line) for line in value if line.get("then")], "ol")
        if any(line.get("then") for line in value)
        else OPEN
    )


def _plan(settings: dict, value: dict) -> str:
    controls = settings["controls"]
    return _list([f"{code_html(c['ask'])}: {_html(c['kind'], c, value.get(c['id']))}" for c in controls])


def _ranges(settings: dict, value: dict) -> str:
    def ends(quantity: dict) -> str:
        given = value.get(quantity["id"]) or {}
        return f"{given.get('low') or OPEN} to {given.get('high') or OPEN} {quantity['unit']}"

    return _list([f"{code_html(one['ask'])}: {escape(ends(one))}" for one in settings["quantities"]])


SHOWN = {
    "number": _number,
    "choices": lambda settings, value: _list([code_html(str(item)) for item in value]),
    "marks": _marks,
    "order": lambda settings, value: _list([code_html(str(item)) for item in value], "ol"),
    "match": _match,
    "table": _table,
    "states": _table,
    "logic": _logic,
    "plan": _plan,
    "ranges": _ranges,
    "file": lambda settings, value: f'<pre class="course-answer">{escape(str(value))}</pre>',
    "confidence": lambda settings, value: escape(f"{str(value).strip(' %')} %"),
}
