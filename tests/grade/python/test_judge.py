"""Recorded results are judged: the right ones pass, wrong ones get the most useful sentence, forged ones earn nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from course.grade.python.answer import PythonAnswer
from course.grade.python.judge import judge_python
from course.grade.python.program import digest
from course.keys.key import AuthorError
from course.verdict import Outcome
from tests.grade.python.conftest import FORGOTTEN, MEAN, MISTAKES, REFERENCE, STRICT, make_key

PLAIN = """import pandas as pd

def totals(payments, least):
    found = {}
    for row in payments.to_dict("records"):
        if row["amount_cents"] >= least:
            found.setdefault(row["status"], []).append(row["amount_cents"])
    return pd.DataFrame([[s, len(c), sum(c)] for s, c in sorted(found.items())], columns=["status", "payments", "cents"])
"""
SQL = """import duckdb

def totals(payments, least):
    return duckdb.sql(f"SELECT status, count(*) AS payments, sum(amount_cents) AS cents FROM payments WHERE amount_cents >= {least} GROUP BY status ORDER BY status").df()
"""


def returning(expression: str, *lines: str) -> str:
    """The reference, with another last line."""
    return REFERENCE.replace('return table.sort_values("status")', "\n    ".join([*lines, f"return {expression}"]))


@pytest.mark.parametrize(
    "cell", [REFERENCE, PLAIN, SQL, returning('table.sort_values("status")[["cents", "status", "payments"]]')]
)
def test_right_functions_pass_however_they_are_written(expectation, check, cell):
    verdict = judge_python(expectation, check(cell))

    assert verdict.outcome is Outcome.PASSED, verdict.text
    assert verdict.headline == "right on all 9 data sets."


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ((("least:", "least and row['payment_id'] != 'None' and 1 == \"1\":"),), "a text, and only a text equals it"),
        ((("return pd.DataFrame(", 'return "None"\n    return pd.DataFrame('),), "in quotes, `None` is a text"),
    ],
)
def test_a_value_in_quotes_is_named_where_nothing_comes(expectation, check, changes, line):
    cell = PLAIN
    for old, new in changes:
        assert old in cell
        cell = cell.replace(old, new)

    assert line in judge_python(expectation, check(cell)).text


def test_a_value_in_quotes_is_no_fault_where_rows_come(expectation, check):
    cell = PLAIN.replace("found = {}", 'found = {}\n    is_cent = "1" == "1"')

    assert judge_python(expectation, check(cell)).outcome is Outcome.PASSED


@pytest.mark.parametrize("sentence", [STRICT, FORGOTTEN, MEAN])
def test_a_known_mistake_gets_its_sentence(expectation, check, sentence):
    verdict = judge_python(expectation, check(MISTAKES[sentence]))

    assert (verdict.outcome, verdict.findings[0].seen) == (Outcome.NOT_YET, sentence)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (
            REFERENCE.replace('return table.sort_values("status")', "print(table)"),
            ["prints and returns nothing", "`return` in place of `print(…)`"],
        ),
        (REFERENCE.replace("return table", "table"), ["returns nothing (`None`)", "Is there a `return`"]),
        (returning('table["cents"]'), ["returns a series of", "the task asks for a frame", "reset_index"]),
        (returning('table.to_dict("records")'), ["returns a list of", "pd.DataFrame(rows)"]),
        (returning("(row for row in table)"), ["a generator", "list(…)"]),
        (returning("table.sum"), ["a method"]),
        (returning("7"), ["returns a number"]),
        (returning('table.set_index("status")'), ["`status` labels your rows", "reset_index"]),
        (returning('table.rename(columns={"cents": "cent"})'), ["Your column `cent` is called `cents`"]),
        (returning('table[["status", "payments"]]'), ["The column `cents` is missing"]),
        (returning("table.assign(share=1)"), ["1 column too many: `share`"]),
        (returning('table.astype({"cents": str})'), ["`cents` holds text", "`.astype(float)`"]),
        (returning("table.head(0)"), ["0 rows, expected 2"]),
        (returning("table.head(1)"), ["1 row, expected 2"]),
        (returning('table.assign(cents=table["cents"] / 100)'), ["100 times too small"]),
        (returning('table.assign(status=table["status"].str.upper())'), ["differ"]),
        (returning('table.sort_values("status", ascending=False)'), ["order is not", '.sort_values("status")']),
        (returning('table.assign(cents=table["cents"] + 1)'), ["2 rows of 2 differ in `cents`"]),
    ],
)
def test_the_most_useful_difference_comes_first(expectation, check, cell, words):
    verdict = judge_python(expectation, check(cell))

    assert verdict.outcome is Outcome.NOT_YET
    assert [word for word in words if word not in verdict.text] == [], verdict.text


def test_a_differing_row_is_shown_beside_the_expected_one(expectation, check):
    finding = judge_python(expectation, check(returning('table.assign(cents=table["cents"] + 1)'))).findings[0]

    assert finding.columns == ("status", "payments", "cents")
    assert {row.sign for row in finding.rows} == {"+", "−"}


def test_a_result_that_fits_the_practice_data_only_fails(expectation, check):
    right = expectation.right.table
    cell = f"import pandas as pd\ndef totals(payments, least):\n    return pd.DataFrame({[list(row) for row in right.rows]}, columns={list(right.columns)})"
    verdict = judge_python(expectation, check(cell))

    assert verdict.outcome is Outcome.NOT_YET
    assert verdict.text.startswith("◐ Not yet: the result differs on hidden data. Right on the practice data")


def test_an_error_on_hidden_data_is_said_in_words(expectation, check):
    cell = REFERENCE.replace("large =", "assert len(payments) > 100\n    large =")
    verdict = judge_python(expectation, check(cell))

    assert "Right on the practice data" in verdict.text
    assert "AssertionError" in verdict.text


@pytest.mark.parametrize(
    "cell",
    [
        "def totals(payments, least):\n    ...",
        "def totals(payments, least):\n    '''What it does.'''\n    raise NotImplementedError()",
        "def totals(payments, least):\n    # soon\n    pass",
    ],
)
def test_a_function_without_lines_is_no_answer(expectation, check, cell):
    assert judge_python(expectation, check(cell)).outcome is Outcome.NOT_ATTEMPTED


@pytest.mark.parametrize(
    "answer", [None, "", [], {}, {"source": REFERENCE}, {"draft": REFERENCE}, {"results": {}}, {"results": 3}]
)
def test_what_was_never_checked_is_not_attempted(expectation, answer):
    assert judge_python(expectation, PythonAnswer.read(answer)).outcome is Outcome.NOT_ATTEMPTED


def test_a_cell_that_was_changed_since_keeps_its_points_and_says_so(expectation, check):
    answer = check(REFERENCE).with_cell(MISTAKES[MEAN])
    verdict = judge_python(expectation, PythonAnswer.read(answer.to_json()))

    assert verdict.outcome is Outcome.PASSED
    assert [finding.kind for finding in verdict.findings] == ["stale"]
    assert answer.text == MISTAKES[MEAN]


def test_a_comment_or_an_empty_line_is_no_change(check):
    assert not check(REFERENCE).with_cell("# mine\n\n" + REFERENCE).is_stale


def forge(answer: PythonAnswer, **changes: object) -> PythonAnswer:
    return PythonAnswer.read({**answer.to_json(), **changes})


@pytest.mark.parametrize("rest", ["\n# mine", "\nother = 1", "\nx = 2", "\ny = 3", "\nz = 4"])
def test_right_results_under_other_code_earn_nothing(expectation, check, rest):
    """A copied file is a copied answer: the results go with the text, whose digest decides on which data they are."""
    answer = check(REFERENCE)
    other = REFERENCE.replace("least]", "least + 0]") + rest
    assert judge_python(expectation, forge(answer, source=other)).outcome is Outcome.NOT_YET
    resealed = forge(answer, source=other, digest=digest(other))
    if expectation.picked(answer.digest) != expectation.picked(resealed.digest):
        assert judge_python(expectation, resealed).outcome is Outcome.NOT_YET


def test_texts_are_spread_over_the_data_sets_of_the_pool(expectation):
    picked = {expectation.picked(digest(f"x = {number}")) for number in range(300)}

    assert len(picked) == 28
    assert {position for pair in picked for position in pair} == set(range(len(expectation.pool)))


RIGHT = '{"value": {"type": "frame", "columns": ["status"], "rows": [], "count": 0}}'


@pytest.mark.parametrize(
    "practice",
    [
        "",
        "{",
        "[]",
        "null",
        "3",
        '{"value": 3}',
        '{"value": {"type": "frame"}}',
        '{"error": 3}',
        '{"error": {"type": 7, "line": "x", "columns": 3}}',
        '{"late": 3}',
        '{"ended": []}',
        '{"value": null, "error": {}}',
        "[" * 100_000,
        RIGHT,
        '{"value": {"type": "frame", "columns": [], "rows": [], "count": 1e999}}',
        '{"error": {"type": "KeyError", "words": "<script>", "columns": {"<b>": ["<i>"]}}}',
        '{"warnings": [[]], "value": 1}',
        '{"changed": {"a": 1}, "value": 1}',
    ],
)
def test_a_forged_outcome_is_judged_and_earns_nothing(expectation, check, practice):
    answer = check(REFERENCE)
    verdict = judge_python(expectation, forge(answer, results={**dict(answer.results), "practice": practice}))

    assert verdict.outcome is not Outcome.PASSED
    assert "<script>" not in verdict.html()


def test_every_single_result_counts(expectation, check):
    answer = check(REFERENCE)
    for name, text in answer.results:
        other = json.loads(text)
        other["value"]["rows"] = other["value"]["rows"][::-1]
        changed = forge(answer, results={**dict(answer.results), name: json.dumps(other)})
        missing = forge(answer, results={key: value for key, value in answer.results if key != name})
        assert judge_python(expectation, changed).outcome is Outcome.NOT_YET
        assert judge_python(expectation, missing).outcome is Outcome.NOT_YET


def test_results_of_a_function_with_a_mutation_or_a_warning_say_so(expectation, check):
    cell = REFERENCE.replace("large =", 'payments["n"] = 1\n    payments[payments["n"] > 0]["n"] = 2\n    large =')
    verdict = judge_python(expectation, check(cell))

    assert verdict.outcome is Outcome.PASSED
    assert [finding.kind for finding in verdict.findings] == ["python-warning", "mutation"]
    assert "writes into a copy" in verdict.findings[0].text
    assert "`own = payments.copy()`" in verdict.findings[1].text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"inputs": {"payments": {"table": "nothing"}}}, "There is none of that name"),
        ({"inputs": {"payments": {"table": "payments"}}}, "The reference takes payments, least"),
        ({"inputs": {"payments": {"table": "payments"}, "least": {}}}, "needs “table”"),
        ({"inputs": {"payments": {"table": "payments"}, "least": {"stand_in": "zzz"}}}, "names a stand-in"),
        ({"order": ("nothing",)}, "order names `nothing`"),
        ({"reference": "def totals(payments, least):\n    return 1 / 0"}, "ZeroDivisionError"),
        (
            {"reference": "def totals(payments, least):\n    return least * 0", "order": (), "mistakes": ()},
            "returns the same on every data set",
        ),
        ({"reference": "def totals(payments, least):\n    return (n for n in [1])"}, "returns a generator"),
        ({"mistakes": (replace(make_key().mistakes[0], answer=PLAIN),)}, "same results as the reference"),
    ],
)
def test_a_key_that_cannot_be_fair_is_refused(changes, words):
    from course.grade.python.expectation import compile_python

    with pytest.raises(AuthorError) as refusal:
        compile_python(make_key(**changes))
    assert words in str(refusal.value)
