"""Errors in a learner's function in plain words, with the line and with what was probably meant."""

from __future__ import annotations

import pytest

from course.grade.python.explain import explain
from course.grade.python.run import data_set, run

INPUTS = {"payments": {"sql": "SELECT * FROM payments"}, "gap": {"value": 5}}
SECONDS = 3.0


def said(cell: str, seconds: float = SECONDS) -> str:
    """What a learner reads about a cell that gives no value on the practice data."""
    outcome = run(cell, "f", INPUTS, [data_set(INPUTS, 0, 0)], seconds=seconds)["practice"]
    assert "value" not in outcome, outcome
    return explain(outcome, cell, "f", INPUTS, seconds).text


def body(*lines: str, first: str = "def f(payments, gap):") -> str:
    return "\n".join(["import pandas as pd", first, *(f"    {line}" for line in lines)])


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (body("return paymnts"), ["Line 3", "does not know `paymnts`", "Is `payments` meant?"]),
        (body("return gpa + gap_"), ["does not know `gpa`", "Is `gap` meant?"]),
        (body("return np.nan"), ["`np` is not known in this cell", "`import numpy as np`"]),
        (body("if gap > 9:", "    n = 1", "return n"), ["`n` has no value yet"]),
        (body('return payments["amount_cent"]'), ["no column `amount_cent`", "`payments` has a column `amount_cents`"]),
        (body('return payments["Status"]'), ["no column `Status`", "`status`"]),
        (body('return payments["zzz"]'), ["no column `zzz`", "The columns of `payments` are `payment_id`"]),
        (body('names = {"left": 1}', 'return names["leftt"]'), ["no key `leftt`", "There is a key `left`"]),
        (body("return payments.amount_cent"), ["the frame has no column `amount_cent`", "`amount_cents`"]),
        (body("return payments.groupbyy('status')"), ["a frame has no `.groupbyy`", "Is `.groupby` meant?"]),
        (body("return [3].lenght()"), ["a list has no `.lenght`"]),
        (body("rows = [2, 1].sort()", "return rows[0]"), ["nothing (`None`)", "Line 4"]),
        (body("rows = None", "return rows.sum()"), ["nothing (`None`) in front of `.sum`"]),
        (body("return None + 1"), ["cannot calculate with it"]),
        (body("return '5' + gap"), ["different types", "`int(…)`"]),
        (body("return gap > [1, 2]"), ["Line 3", "a whole list stands here", "`for x in …`"]),
        (
            body("for a, b in [(1, 2, 3)]:", "    gap = a", "return gap"),
            ["not as many parts here as names", "a loop of its own"],
        ),
        (body("for a, b in [1, 2]:", "    gap = a", "return gap"), ["not as many parts here as names"]),
        (body("day = (1, 2)", 'return day["people"]'), ["has no names for its parts", "`[0]`"]),
        (body("return payments('status')"), ["round brackets call a function"]),
        (body("return gap[0]"), ["square brackets"]),
        (body("for n in gap:", "    pass", "return n"), ["`range(n)`"]),
        (
            body('return payments[payments["amount_cents"] > 3 and payments["status"] == "paid"]'),
            ["neither True nor False", "`&`"],
        ),
        (body('if payments["amount_cents"] > 3:', "    return 1", "return 2"), ["neither True nor False"]),
        (body('payments["x"] = [1, 2]', "return payments"), ["different numbers of rows"]),
        (body("return [1][3]"), ["no item at this place", "`len(…) - 1`"]),
        (body("return payments.iloc[100_000]"), ["no item at this place"]),
        (body("return 1 / (gap - 5)"), ["divided by zero"]),
        (body('answer = {"body": {"data": []}}', 'return answer["body"]["dat"]'), ["no key `dat`", "a key `data`"]),
        (body('answer = {"status": 200}', "return answer.status"), ["a dict has no `.status`", '`["status"]`']),
        (body('answer = {"status": 200}', "return answer[status]"), ['A text is in quotes: `"status"`']),
        (body("return payments[amount_cents]"), ['A text is in quotes: `"amount_cents"`']),
        (body("return [1] + {}"), ["the other side is a dict", "`[item]`"]),
        (body("return len[gap]"), ["a function that was not called", "`name(…)`"]),
        (body("import sys", "sys.exit()"), ["ends Python here"]),
        (body("quit()", "return 1"), ["ends Python here"]),
        (body("return f(payments, gap)"), ["calls itself"]),
        (body("import os", "os._exit(0)"), ["ended the process", "`return`"]),
        (body("return [0] * (1 << 33)"), ["more memory"]),
        (body("import polars", "return 1"), ["package `polars` is not there"]),
        (body("return open('x.csv')"), ["wants files", "closed here", "`payments`, `gap`"]),
        (
            body("import urllib.request", "return urllib.request.urlopen('http://127.0.0.1')"),
            ["the network, which is closed"],
        ),
        (body("import subprocess", "return subprocess.run(['ls'])"), ["other processes"]),
        (body("return 1", first="def f(payments):"), ["takes other parameters", "`def f(payments, gap):`"]),
        (body("return 1", first="def f(payments, gap, more):"), ["takes other parameters"]),
        ("def f(payments, gap):\nreturn 1", ["Line 2", "four spaces"]),
        ("def f(payments, gap):\n    return 1\n   x = 2", ["Line 3", "spaces"]),
        ("def f(payments, gap)\n    return 1", ["Line 1", "colon is missing"]),
        ("def f(payments, gap):\n    return (1", ["not closed"]),
        ("def f(payments, gap):\n    return 'a", ["not closed"]),
        ("def f(payments, gap):\n    if gap = 3:\n        return 1", ["`==`"]),
        ("def f(payments, gap):\n    return [1 2]", ["comma"]),
        ("def f(payments, gap):\n    x = 1\nreturn x", ["`return` is not indented"]),
        ("f = 3", ["There is no function `f`"]),
        (body("raise ValueError('so')"), ["does not fit"]),
        (body("raise LookupError('so it is')"), ["LookupError: so it is"]),
        ("def f(payments, gap):\n" + "    x = 1\n" * 4_000, ["at most 20,000"]),
    ],
)
def test_an_error_is_said_in_plain_words(cell, words):
    text = said(cell)

    assert [word for word in words if word not in text] == [], text


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (body("n = 0", "while True:", "    n = n + 1", "return n"), "Line 4, `while True:` this loop did not end"),
        (
            body("for row in iter(int, 1):", "    pass", "return 1"),
            "Line 3, `for row in iter(int, 1):` this loop did not end",
        ),
        (
            body("while True:", "    try:", "        gap = gap + 1", "    except BaseException:", "        pass"),
            "Line 3",
        ),
        (body("import time", "time.sleep(60)"), "Line 4, `time.sleep(60)`: Python waits here for real"),
        (body("return sum(range(10**12))"), "Line 3"),
    ],
)
def test_what_does_not_end_is_stopped_and_its_line_is_named(cell, words):
    assert words in said(cell, 0.7)


def test_the_words_of_python_can_be_unfolded():
    outcome = run(body('return payments["x"]'), "f", INPUTS, [data_set(INPUTS, 0, 0)])["practice"]
    finding = explain(outcome, body('return payments["x"]'), "f", INPUTS, 3)

    assert "KeyError" in finding.raw
    assert "<summary>What Python said</summary>" in finding.html()
