"""Exercises that are answered by choices and numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from course.case.tables import BY_NAME
from course.grade.form import FormExpectation, compile_form, judge_form, receive_form
from course.grade.form.field import part_of
from course.grade.form.key import FormKey, make_field
from course.grade.kind import Kind, OwnFigure
from course.grade.query.rows import find_rows
from course.grade.query.sqltext import is_query
from course.keys.key import Key
from course.verdict import Verdict


class FormKind(Kind):
    """A form: each field judged by the rule of its kind, right values found in the data."""

    name = "form"
    Key = FormKey

    def make_key(self, parts: dict[str, Any]) -> Key:
        """The key; ``fields`` is written as a list of dicts."""
        return super().make_key({**parts, "fields": tuple(make_field(field) for field in parts.get("fields", ()))})

    def nothing(self, starter: str, expectation: dict[str, Any]) -> dict[str, Any]:
        return {}

    def compile(self, key: FormKey) -> FormExpectation:
        return compile_form(key, find_rows)

    def read(self, data: dict[str, Any]) -> FormExpectation:
        return FormExpectation.from_json(data)

    def judge(self, expectation: FormExpectation, answer: object, starter: str = "") -> Verdict:
        return judge_form(expectation, answer if isinstance(answer, dict) else {})

    def close(self, expectation: FormExpectation) -> FormExpectation:
        return expectation.closed()

    def receive(self, expectation: FormExpectation, answer: object, starter: str = "") -> Verdict:
        return receive_form(expectation, answer if isinstance(answer, dict) else {})

    def figure(self, expectation: FormExpectation, place: str, answer: object) -> OwnFigure | None:
        """The number in a field that asks for one."""
        field = next((field for field in expectation.fields if field.id == place), None)
        own = part_of(answer, place)
        value = field.rule.clean(field.settings, own) if field else None
        if field is None or isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if not field.masked:
            return OwnFigure(value)
        mark = field.rule.judge(field.settings, expectation.right(field), own)
        return OwnFigure(value, mark.right(field.enough))

    def secrets(self, key: FormKey, starter: str) -> Iterator[str]:
        """The queries that find what is right, and where known wrong paths lead."""
        yield from _queries([asdict(field) for field in key.fields])
        yield from _queries([mistake.answer for mistake in key.mistakes])


def _queries(parts: object) -> Iterator[str]:
    """Every query in a form's key, however deep, except those of pictures that it shows."""
    if isinstance(parts, dict):
        yield from _queries([parts[name] for name in parts if name != "shows"])
    elif isinstance(parts, list | tuple):
        for part in parts:
            yield from _queries(part)
    elif isinstance(parts, str) and is_query(parts, BY_NAME):
        yield parts


KIND = FormKind()
