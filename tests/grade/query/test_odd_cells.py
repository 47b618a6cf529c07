"""Results that hold what no task expects: no numbers (NaN), infinity, NULL, huge numbers, days before our calendar."""

from __future__ import annotations

from contextvars import copy_context

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.grade.query import base, findings, no_number, remainders, search, shares, sisters, values
from course.grade.query.attempt import Attempt
from course.grade.query.hidden import hidden_finding
from course.grade.query.judge import _on_practice, compile_query, judge_query, other_name
from course.grade.query.key import QueryKey
from course.grade.query.results import Result
from course.verdict import Outcome

NUMBERS = ("nan", "inf", "-inf", None, 0, 1, -1, 2.5, 1e308, -1e308, 5e-324, 2**127 - 1, -(2**127))
DATES = ("2025-11-01", "2025-11-01T00:00:00", "0044-01-01 (BC)", "2000000-01-01", "9999-12-31T23:59:59.999999", None)
TEXTS = ("", "nan", "paid", "2025-13-45", "2025-02-30 25:61:61", "true", "[1, null]", None)
KINDS = {
    "DOUBLE": NUMBERS,
    "HUGEINT": NUMBERS,
    "DECIMAL(10,2)": NUMBERS,
    "TIMESTAMP": DATES,
    "DATE": DATES,
    "VARCHAR": TEXTS,
    "BOOLEAN": (True, False, None),
}

KEYS = {
    "share": QueryKey("select status, count(*) as payments, count(user_id) as known, round(100.0 * count(user_id) / count(*), 1) as pct from payments group by status", decimals=1),
    "days": QueryKey("select created_at::date as day, count(*) as n, avg(amount_cents) as mean from payments group by 1 order by day", order=("day",)),
    "bands": QueryKey("select amount_cents // 100 * 100 as band, count(*) as n, sum(amount_cents) / 100 as eur from payments group by 1"),
    "users": QueryKey("select user_id, count(*) as payments, count(*) filter (where status = 'paid') as paid, round(100.0 * count(*) filter (where status = 'paid') / count(*), 1) as pct from payments where user_id is not null group by 1", decimals=1),
    "one": QueryKey("select sum(amount_cents) / 100 as eur, max(created_at) as last from payments"),
}  # fmt: skip


@pytest.fixture(scope="module")
def compiled(databases):
    from course.grade import data

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "database", lambda seed=0, focus=(): databases[seed])
        return {name: compile_query(key, (1, 2)) for name, key in KEYS.items()}


def _facts(attempt):
    """Each part of the search by itself: those too that others come before."""
    for part in (shares, base, sisters, no_number, remainders):
        part.cause(attempt)
    findings._facts(attempt, "rows")
    findings._first_change(attempt)
    results = (attempt.result, attempt.expected)
    values.not_cut(*results), values.too_coarse(*results), values.cause(*results, attempt.decimals)


@pytest.mark.parametrize("name", KEYS)
def test_no_column_of_odd_cells_stops_a_finding(name, compiled, practice):
    expectation, sql = compiled[name], KEYS[name].reference
    right = expectation.practice
    for column in range(len(right.columns)):
        for kind, odd in ((kind, odd) for kind, cells in KINDS.items() for odd in cells):
            types = (*right.types[:column], kind, *right.types[column + 1 :])
            rows = tuple((*row[:column], odd, *row[column + 1 :]) for row in right.rows)
            _facts(Attempt(expectation, sql, practice, Result(right.columns, types, rows, len(rows))))


@st.composite
def cells(draw, width, rows):
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=width, max_size=width))
    row = st.tuples(*(st.sampled_from(KINDS[kind]) for kind in kinds))
    return tuple(kinds), tuple(draw(st.lists(row, max_size=8) | st.lists(row, min_size=rows, max_size=rows)))


@pytest.mark.parametrize("name", KEYS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_cell_of_a_result_stops_a_finding(name, data, compiled, practice):
    expectation, sql = (
        compiled[name],
        KEYS[name].reference.replace("from payments", "from payments where amount_cents > 300"),
    )
    right = expectation.practice
    types, rows = data.draw(cells(len(right.columns), len(right.rows)))
    keeps = data.draw(st.lists(st.booleans(), min_size=len(types), max_size=len(types)))  # columns as they should be
    types = tuple(right.types[at] if keep else types[at] for at, keep in enumerate(keeps))
    rows = tuple(
        tuple(right.rows[number % len(right.rows)][at] if keep else cell for at, (cell, keep) in enumerate(zip(row, keeps, strict=True)))
        for number, row in enumerate(rows)
    )  # fmt: skip
    attempt = Attempt(expectation, sql, practice, Result(right.columns, types, rows, len(rows)))
    _on_practice(attempt)
    _facts(attempt)
    hidden_finding(attempt, expectation.hidden[0])
    assert other_name(attempt) is None


ODD = ("'nan'::DOUBLE", "'inf'::DOUBLE", "'-inf'::DOUBLE", "NULL", "1e308", "170141183460469231731687303715884105727::HUGEINT",
       "'0044-01-01 (BC)'::DATE", "'2000000-01-01'::DATE", "'infinity'::TIMESTAMP", "'2025-13-45'", "[1, NULL]", "{'a': 1}", "INTERVAL 3 MONTH")  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("column", range(4))
def test_no_column_of_an_answer_stops_the_verdict(column, odd, compiled):
    items = [
        "status",
        "count(*) as payments",
        "count(user_id) as known",
        "round(100.0 * count(user_id) / count(*), 1) as pct",
    ]
    items[column] = f"{odd} as x"
    grouping = "" if column == 0 else "group by status"
    verdict = judge_query(compiled["share"], f"select {', '.join(items)} from payments {grouping}")
    assert verdict.outcome is Outcome.NOT_YET and verdict.findings


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ("round(100 * sqrt(count(user_id) - 1000), 1)", "`pct` is no number (NaN) in every row: it takes the root of a negative number, `sqrt(count(user_id) - 1000)`."),
        ("round(100.0 * count(user_id) / count(*) filter (where amount_cents < 0), 1)", "`pct` is infinite in every row: it divides by 0, for `count(*) filter (where amount_cents < 0)` finds no rows."),
        ("round(100.0 * count(user_id) / (count(*) - count(*)), 1)", "`pct` is infinite in every row: it divides by 0, for `count(*) - count(*)` is 0."),
        ("'nan'::DOUBLE", "`pct` is no number (NaN) in every row."),
    ],
)  # fmt: skip
def test_what_is_no_number_is_called_that(item, says, compiled):
    sql = f"select status, count(*) as payments, count(user_id) as known, {item} as pct from payments group by status"
    assert says.lower() in judge_query(compiled["share"], sql).findings[0].text.lower()


def test_a_band_that_keeps_the_remainder_is_named_with_its_place(compiled):
    sql = "select amount_cents / 100 * 100 as band, count(*) as n, sum(amount_cents) / 100 as eur from payments group by 1"
    finding = judge_query(compiled["bands"], sql).findings[0]
    assert finding.kind == "remainder" and "`//` drops what is left over" in finding.text
    assert sql[finding.place[0] : sum(finding.place)] == "amount_cents / 100 * 100"


def test_a_search_that_fails_leaves_the_verdict_without_its_cause(compiled, monkeypatch):
    def fails(*_):
        raise TypeError("unsupported")

    wrong = "select status, count(*) as payments, count(user_id) as known, 1 as pct from payments group by status"
    for part in ("base", "cells", "groups", "shares", "sisters", "values"):
        monkeypatch.setattr(getattr(findings, part), "cause", search.optional(fails))
    with pytest.raises(TypeError):
        judge_query(compiled["share"], wrong)
    lenient = copy_context()
    lenient.run(search._is_strict.set, False)
    verdicts = [lenient.run(judge_query, compiled["share"], wrong) for _ in range(2)]
    assert verdicts[0] == verdicts[1]
    assert verdicts[0].outcome is Outcome.NOT_YET and verdicts[0].score == 0
    assert "differ" in verdicts[0].headline + verdicts[0].findings[0].text


def test_what_says_that_queries_cannot_be_run_goes_on():
    @search.optional
    def cannot():
        raise OSError("no data")

    with pytest.raises(OSError, match="no data"):
        copy_context().run(cannot)
