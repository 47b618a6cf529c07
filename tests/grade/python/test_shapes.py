"""Numbers, texts, lists, dicts, series and frames: each is compared as what it is, and the first difference is said."""

from __future__ import annotations

import pytest

from course.grade.python.answer import PythonAnswer
from course.grade.python.expectation import PythonExpectation, compile_python, record
from course.grade.python.judge import judge_python
from course.grade.python.key import PythonKey
from course.grade.python.program import digest
from course.verdict import Outcome, Verdict

INPUTS = {"n": {"values": [3, 4, 5, 6, 7, 8, 9]}}
RIGHT = {
    "number": "n * 1.5",
    "text": "'x' * n",
    "truth": "n % 2 == 1",
    "date": "datetime.date(2025, 11, n)",
    "numbers": "[n, n + 1, n + 2]",
    "pairs": "[(n, 'a'), (n + 1, 'b')]",
    "rows": "[{'id': n, 'cents': 100}, {'id': n + 1, 'cents': 200}]",
    "dict": "{'a': n, 'b': n * 2}",
    "nested": "{'a': [n, 1.5], 'b': {'c': n}}",
    "set": "{n, n + 1}",
    "series": "pd.Series([n, n + 1], index=['a', 'b'])",
    "frame": "pd.DataFrame({'k': ['a', 'b'], 'v': [n, n + 1]})",
}


def code(expression: str) -> str:
    return f"import datetime\nimport pandas as pd\n\ndef f(n):\n    return {expression}\n"


@pytest.fixture(scope="module")
def expectations() -> dict[str, PythonExpectation]:
    return {
        name: compile_python(PythonKey(function="f", reference=code(text), inputs=INPUTS))
        for name, text in RIGHT.items()
    }


def verdict(expectation: PythonExpectation, expression: str) -> Verdict:
    cell = code(expression)
    return judge_python(expectation, PythonAnswer.of(cell, record(expectation, cell, digest(cell))))


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        *RIGHT.items(),
        ("number", "n * 3 / 2"),
        ("number", "pd.Series([n * 1.5]).sum()"),
        ("number", "n * 1.5 + 1e-9"),
        ("date", "pd.Timestamp(2025, 11, n)"),
        ("numbers", "(n, n + 1, n + 2)"),
        ("numbers", "[float(n), n + 1.0, n + 2.0]"),
        ("pairs", "[[n, 'a'], [n + 1, 'b']]"),
        ("rows", "[{'cents': 100.0, 'id': n}, {'cents': 200, 'id': n + 1}]"),
        ("dict", "{'b': n * 2, 'a': n}"),
        ("series", "pd.Series([n, n + 1])"),
        ("frame", "pd.DataFrame({'v': [n + 1, n], 'k': ['b', 'a']})"),
        ("frame", "pd.DataFrame({'v': [n + 1, n], 'k': ['b', 'a']}, index=[9, 8])"),
    ],
)
def test_equal_values_pass(expectations, name, expression):
    judged = verdict(expectations[name], expression)

    assert judged.outcome is Outcome.PASSED, judged.text


@pytest.mark.parametrize(
    ("name", "expression", "words"),
    [
        ("number", "n", "`f` returns 3, expected 4.5."),
        ("number", "str(n * 1.5)", "a text, the task asks for a number. Return the number itself"),
        ("number", "[n * 1.5]", "a list of 1, the task asks for a number. The task asks for a single value"),
        ("number", "n * 150", "The value is 100 times too large"),
        ("number", "float('nan')", "`f` returns nan, expected 4.5."),
        ("number", "True", "returns True or False, the task asks for a number"),
        ("text", "'X' * n", "differ in capitals"),
        ("text", "'x'", "`f` returns x, expected xxx."),
        ("truth", "n % 2", "returns a number, the task asks for True or False"),
        ("truth", "n % 2 == 0", "`f` returns false, expected true."),
        ("date", "datetime.date(2025, 12, n)", "expected 2025-11-03"),
        ("numbers", "[n, n + 1]", "2 items, expected 3."),
        ("numbers", "[n + 2, n + 1, n]", "2 items of 3 differ in `value`."),
        ("numbers", "{n, n + 1, n + 2}", "returns a set of 3, the task asks for a list of 3"),
        ("numbers", "range(n, n + 3)", "put it into `list(…)`"),
        ("numbers", "[]", "0 items, expected 3."),
        (
            "numbers",
            "[(n, 1), (n + 1, 1), (n + 2, 1)]",
            "Each item of yours is a list of 2; the task asks for a single value.",
        ),
        ("pairs", "[n, n + 1]", "Each item of yours is a single value; the task asks for a list of 2."),
        (
            "rows",
            "[{'id': n, 'cent': 100}, {'id': n + 1, 'cent': 200}]",
            "a dict with `cent` and `id`; the task asks for a dict with `cents` and `id`",
        ),
        ("rows", "[{'id': n, 'cents': 100}]", "1 item, expected 2."),
        ("rows", "[{'id': n + 1, 'cents': 200}, {'id': n, 'cents': 100}]", "differ"),
        ("rows", "[]", "0 items, expected 2."),
        ("dict", "{'a': n}", "1 item, expected 2."),
        ("dict", "{'a': n, 'c': n * 2}", "1 item of 2 differs"),
        ("dict", "[('a', n), ('b', n * 2)]", "returns a list of 2, the task asks for a dict of 2"),
        ("nested", "{'a': [n, 2.5], 'b': {'c': n}}", "1 item of 2 differs in `value`."),
        ("set", "{n}", "1 item, expected 2."),
        ("series", "pd.Series([n, n])", "1 row of 2 differs"),
        ("series", "pd.DataFrame({'a': [n, n + 1]})", "returns a frame with 2 rows and 1 column"),
        ("frame", "pd.Series([n, n + 1], index=['a', 'b'])", "One column is a series"),
    ],
)
def test_the_first_difference_is_said(expectations, name, expression, words):
    judged = verdict(expectations[name], expression)

    assert judged.outcome is Outcome.NOT_YET
    assert words in judged.text


def test_an_index_counts_where_the_task_says_so():
    key = PythonKey(function="f", reference=code(RIGHT["series"]), inputs=INPUTS, index=True)
    expectation = compile_python(key)

    assert verdict(expectation, RIGHT["series"]).outcome is Outcome.PASSED
    assert "labels" in verdict(expectation, "pd.Series([n, n + 1])").text
    assert "differ" in verdict(expectation, "pd.Series([n, n + 1], index=['a', 'c'])").text


def test_columns_may_go_by_their_places():
    key = PythonKey(function="f", reference=code(RIGHT["frame"]), inputs=INPUTS, names=False)
    expectation = compile_python(key)

    assert verdict(expectation, RIGHT["frame"].replace("'v'", "'w'")).outcome is Outcome.PASSED
    assert "the task asks for 2" in verdict(expectation, "pd.DataFrame({'k': ['a', 'b']})").text
