"""Widgets without a browser: set a value, click a button, read what is shown."""

from __future__ import annotations

import json

import pytest

from course import exercise as exercises
from course import sheet as sheets
from course.grade.kind import make_key
from course.keys.key import digest

FORM = {
    "fields": [
        {"id": "n", "ask": "How many?", "options": ["one", "two"], "right": "two"},
        {"id": "rows", "ask": "Rows of merchants?", "sql": "SELECT count(*) FROM merchants", "unit": "rows"},
    ],
    "mistakes": {"One too few.": {"n": "one"}},
    "hints": ["Think.", "Count.", "Two."],
}
QUERY = {
    "reference": "SELECT tier, count(*) AS merchants FROM merchants WHERE NOT is_internal GROUP BY tier ORDER BY tier",
    "order": ["tier"],
    "mistakes": {"The test shop is in.": "SELECT tier, count(*) FROM merchants GROUP BY tier ORDER BY tier"},
    "hints": ["Group.", "Count.", "SELECT country, count(*) FROM merchants GROUP BY country"],
}
STARTER = "SELECT * FROM merchants"


@pytest.fixture(scope="session")
def sheet_text() -> str:
    """A sheet with a form (9.1) and a query (9.2), compiled on the practice data."""
    entries = []
    for id, kind, parts in (("9.1", "form", FORM), ("9.2", "sql", QUERY)):
        key = make_key(kind, parts)
        compiled = sheets.compile_key(kind, key).to_json()
        entries.append(sheets.ExerciseSheet(id, kind, "Merchants", 5, 4.0, key.hints, digest(key), compiled))
    return sheets.Sheet(sheets.data_version(), tuple(entries)).text()


@pytest.fixture
def folder(tmp_path, monkeypatch, sheet_text):
    """A module's folder as a learner has it, as the working directory."""
    for name in ("NBGRADER_EXECUTION", "JPY_SESSION_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(exercises, "_open_answers", {})
    (tmp_path / "checks.json").write_text(sheet_text, encoding="utf-8")
    (tmp_path / "09-count.ipynb").write_text(json.dumps({"cells": [], "metadata": {}}))
    monkeypatch.chdir(tmp_path)
    return tmp_path
