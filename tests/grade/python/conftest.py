"""An exercise in Python on the small company: paid payments of at least some amount, counted and summed by status."""

from __future__ import annotations

import json

import pytest

from course.grade import data
from course.grade.python import run as runner
from course.grade.python.answer import PythonAnswer
from course.grade.python.expectation import PythonExpectation, compile_python, record
from course.grade.python.key import PythonKey
from course.grade.python.program import digest
from course.keys.key import Mistake

REFERENCE = """import pandas as pd

def totals(payments, least):
    large = payments[payments["amount_cents"] >= least]
    table = large.groupby("status", as_index=False).agg(payments=("payment_id", "count"), cents=("amount_cents", "sum"))
    return table.sort_values("status")
"""
STRICT = "A payment of exactly the least amount is left out: write `>=`."
FORGOTTEN = "You count all payments. Keep those of at least `least` cents."
MEAN = "`cents` is the average. The task asks for the sum."
MISTAKES = {
    STRICT: REFERENCE.replace(">=", ">"),
    FORGOTTEN: REFERENCE.replace('payments[payments["amount_cents"] >= least]', "payments"),
    MEAN: REFERENCE.replace('"sum"', '"mean"'),
}
INPUTS = {"payments": {"table": "payments"}, "least": {"values": [300, 500, 501]}}  # not in alphabetical order


def make_key(**changes) -> PythonKey:
    mistakes = tuple(Mistake(sentence, code) for sentence, code in MISTAKES.items())
    parts = {"function": "totals", "reference": REFERENCE, "inputs": INPUTS, "order": ("status",), "mistakes": mistakes}
    return PythonKey(**{**parts, **changes})


@pytest.fixture(autouse=True)
def company(databases, monkeypatch):
    """The judge reads the small company in place of the case: a hidden data set for each seed."""
    monkeypatch.setattr(data, "database", lambda seed=0, focus=(): databases[seed and seed % 5 + 1])


@pytest.fixture(scope="module", autouse=True)
def process():
    """The process that runs functions ends with the tests of a module."""
    yield
    runner.stop()


@pytest.fixture(scope="session")
def expectation(databases) -> PythonExpectation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "database", lambda seed=0, focus=(): databases[seed and seed % 5 + 1])
        on_sheet = json.dumps(compile_python(make_key()).to_json(), sort_keys=True)
        return PythonExpectation.from_json(json.loads(on_sheet))


@pytest.fixture(scope="session")
def check(expectation):
    """The answer that a check of a cell records."""

    def checked(cell: str, by: PythonExpectation = expectation) -> PythonAnswer:
        return PythonAnswer.of(cell, record(by, cell, digest(cell)))

    return checked
