"""What an author of an exercise in Python is told: mutants, the cell for code, stand-ins, results that are not earned."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course.authoring.prove import prove
from course.authoring.python.kind import KIND
from course.authoring.python.mutants import mutants
from course.grade.kind import make_key
from course.grade.python import run as runner
from course.grade.python import stand_ins

REFERENCE = """def totals(link, least):
    found = []
    cursor = None
    while True:
        page = link.page(cursor)
        if page["status"] == 429:
            continue
        found += [item for item in page["items"] if item["cents"] >= least]
        cursor = page["next"]
        if cursor is None:
            return found
"""
STAND_IN = '''class Link:
    """Pages of items, with a cursor; every third call is told to wait."""

    def __init__(self, random, size):
        self.items = [{"id": number, "cents": random.randrange(1, 60) * 100} for number in range(size)]
        self.calls = 0

    def page(self, cursor=None):
        self.calls += 1
        if self.calls % 3 == 0:
            return {"status": 429, "items": [], "next": cursor}
        start = cursor or 0
        rest = start + 4 if start + 4 < len(self.items) else None
        return {"status": 200, "items": self.items[start : start + 4], "next": rest}


def make(random, value):
    return Link(random, value)
'''
FIRST_PAGE = "You have the first page only. Go on while `next` names a cursor."
EXACTLY = "Items of exactly the least amount are missing: write `>=`."
IMPATIENT = "A page that answers 429 is empty, and yours stops there. Ask for it again."
PARTS: dict[str, Any] = {
    "function": "totals",
    "reference": REFERENCE,
    "inputs": {"link": {"stand_in": "pages", "values": [30, 9, 4, 14]}, "least": {"values": [1000, 2000, 500]}},
    "accept": [
        REFERENCE.replace("continue", "pass"),
        "def totals(link, least, cursor=None):\n    page = link.page(cursor)\n    if page['status'] == 429:\n        return totals(link, least, cursor)\n    own = [item for item in page['items'] if item['cents'] >= least]\n    return own if page['next'] is None else own + totals(link, least, page['next'])\n",
        REFERENCE.replace("return found", "return tuple(found)"),
    ],
    "mistakes": {
        FIRST_PAGE: "def totals(link, least):\n    return [item for item in link.page()['items'] if item['cents'] >= least]\n",
        EXACTLY: REFERENCE.replace(">=", ">"),
        IMPATIENT: REFERENCE.replace("continue", "return found"),
        "The order of the pages is turned round.": REFERENCE.replace("found += [", "found = [").replace(
            "least]", "least] + found"
        ),
    },
    "hints": ["One.", "Two.", "Three."],
}


@dataclass(frozen=True)
class Source:
    """What the rules need of an exercise in a source notebook."""

    notebook: Path
    cell: int
    id: str
    key: Any


@pytest.fixture(autouse=True)
def stand_in(tmp_path, monkeypatch):
    (tmp_path / "pages.py").write_text(STAND_IN)
    monkeypatch.setattr(stand_ins, "FOLDER", tmp_path)
    yield
    runner.stop()


def test_a_function_that_is_handed_a_service_is_proved():
    proofs = prove("python", "4.9", "", PARTS)

    assert [proof for proof in proofs if not proof.holds] == []
    assert {proof.tried for proof in proofs} > {
        "the practice result, typed in",
        "results of other code",
        f"mistake: {EXACTLY}",
    }


def test_slips_of_a_reference_are_made_each_once():
    found = list(mutants(REFERENCE.replace("return found", "return sorted(found)[1:]")))
    names = " ".join(mutant.name for mutant in found)

    assert len({mutant.source for mutant in found}) == len(found) > 6
    for change in (
        "`item['cents'] > least`",
        "has no condition",
        "is always true",
        "`sorted(found)` was left out",
        "NUMBER: `1`",
    ):
        assert change in names


@pytest.mark.parametrize(
    ("reference", "change"),
    [
        ("def f(a):\n    return a[a['x'] < 3]", "FILTER: `a[a['x'] < 3]` was left out"),
        ("def f(a):\n    return a.groupby('x')['y'].sum()", "METHOD: `a.groupby('x')['y'].sum` became `.mean`"),
        ("def f(a):\n    return a.merge(b, how='left')", "SETTING: `how='left'` became `how='inner'`"),
        ("def f(a):\n    return a.drop_duplicates()", "CALL: `a.drop_duplicates()` was left out"),
        ("def f(a):\n    return a / 100", "CALCULATE: `a / 100` became `a * 100`"),
        ("def f(a):\n    return a.sort_values(['x', 'y'])", "LIST: `['x', 'y']` became `['x']`"),
        (
            "def f(a):\n    return a.sort_values('x', ascending=False)",
            "SETTING: `ascending=False` became `ascending=True`",
        ),
    ],
)
def test_a_slip_has_a_name_that_an_author_can_review(reference, change):
    assert change in [mutant.name for mutant in mutants(reference)]


def problems(tmp_path: Path, source: str, **settings: object) -> str:
    cell = new_code_cell(source)
    marks = {"grade_id": "4-9-code", "solution": True, "locked": False, "grade": False, **settings}
    cell.metadata["nbgrader"] = marks
    path = tmp_path / "04.ipynb"
    nbformat.write(new_notebook(cells=[cell, new_code_cell(), new_code_cell()]), path)
    return " ".join(KIND.rules(Source(path, 3, "4.9", make_key("python", PARTS))))


def test_a_cell_that_begins_the_function_is_right(tmp_path):
    assert problems(tmp_path, "def totals(link, least):\n    ...") == ""


@pytest.mark.parametrize(
    ("source", "settings", "words"),
    [
        ("def totals(link, least):\n    ...", {"grade_id": "other"}, "with the id 4-9-code"),
        ("def totals(link, least):\n    ...", {"locked": True}, "neither locked nor graded"),
        ("def totals(link, least):\n    ...", {"solution": False}, "must be"),
        ("def totals(link):\n    ...", {}, "must begin `def totals(link, least):`"),
        ("def total(link, least):\n    ...", {}, "must begin"),
        ("def totals(link, least):\n    return []", {}, "holds lines of an answer"),
    ],
)
def test_what_is_wrong_with_the_cell_for_code_is_said(tmp_path, source, settings, words):
    assert words in problems(tmp_path, source, **settings)
